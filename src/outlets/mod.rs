//! Outlets: which names are one outlet, what a user's table says of each, and into which group it falls.

mod catalogue;
mod merge;
mod name;

pub use catalogue::Catalogue;
use merge::{Naming, Spelling};

use crate::article::Article;
use std::collections::{BTreeMap, BTreeSet};

/// The most names in a sentence.
const TOLD: usize = 8;

/// Gives every article its outlet's one name: that of the user's table, else the one that the rules give.
///
/// # Returns
/// The new name of each name that changes, and what a user should know.
pub fn unify(
    articles: &mut [Article],
    catalogue: Option<&Catalogue>,
) -> (BTreeMap<String, String>, Vec<String>) {
    let mut spellings: BTreeMap<&str, Spelling> = BTreeMap::new();
    for article in articles.iter().filter(|article| !article.outlet.is_empty()) {
        let spelling = spellings.entry(&article.outlet).or_default();
        spelling.n_articles += 1;
        spelling.hosts.extend(name::host(&article.url));
    }
    let Naming { names, mut notes } = merge::names(&spellings, catalogue);
    for article in articles.iter_mut() {
        if let Some(name) = names.get(&article.outlet) {
            article.outlet.clone_from(name);
        }
    }
    notes.extend(catalogue.map(|catalogue| unknown(articles, catalogue)).unwrap_or_default());
    (names, notes)
}

/// The outlets of which the table says nothing, and those of which there is no article.
fn unknown(articles: &[Article], catalogue: &Catalogue) -> Vec<String> {
    let present: BTreeSet<&str> = articles.iter().map(|article| article.outlet.as_str()).collect();
    let not_described: Vec<&str> =
        present.iter().copied().filter(|name| !name.is_empty() && !catalogue.has(name)).collect();
    let not_present: Vec<&str> = catalogue.outlets().filter(|name| !present.contains(name)).collect();
    let file = catalogue.file();
    let mut notes = Vec::new();
    if !not_described.is_empty() {
        notes.push(format!("{file}: no row for {}", some_of(&not_described)));
    }
    if !not_present.is_empty() {
        notes.push(format!("{file}: no article of {}", some_of(&not_present)));
    }
    notes
}

/// `3 outlets: a, b, c`, cut after the first few.
fn some_of(names: &[&str]) -> String {
    let first: Vec<String> = names.iter().take(TOLD).map(|name| shown(name)).collect();
    let more = names.len().saturating_sub(TOLD);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let outlets = if names.len() == 1 { "outlet" } else { "outlets" };
    format!("{} {outlets}: {}{more}", names.len(), first.join(", "))
}

/// A name in a sentence: quoted, on one line, of a bearable length.
fn shown(name: &str) -> String {
    let cut: String = name.chars().take(80).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let more = if name.chars().nth(80).is_some() { "…" } else { "" };
    format!("\"{cut}{more}\"")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Catalogue, unify};
    use crate::article::Article;
    use std::path::Path;
    use std::sync::Arc;

    pub(crate) fn article(outlet: &str, url: &str) -> Article {
        Article {
            id: String::new(),
            outlet: outlet.to_owned(),
            title: String::new(),
            text: "Some words.".to_owned(),
            published: None,
            url: url.to_owned(),
            author: String::new(),
            language: String::new(),
            event: None,
            source_file: Arc::from("a.csv"),
            source_record: 1,
        }
    }

    #[test]
    fn outlets_without_a_row_and_rows_without_an_article_are_told() {
        let catalogue =
            Catalogue::parse(Path::new("o.csv"), "outlet,lean\nCNN,left\nFox,right\n", &[]).unwrap();
        let mut articles = vec![article("CNN (Online)", ""), article("Reuters", "")];
        let (names, notes) = unify(&mut articles, Some(&catalogue));
        assert_eq!((articles[0].outlet.as_str(), articles[1].outlet.as_str()), ("CNN", "Reuters"));
        assert_eq!(names.get("CNN (Online)").map(String::as_str), Some("CNN"));
        assert!(notes.iter().any(|note| note == "o.csv: no row for 1 outlet: \"Reuters\""), "{notes:?}");
        assert!(notes.iter().any(|note| note == "o.csv: no article of 1 outlet: \"Fox\""), "{notes:?}");
    }
}
