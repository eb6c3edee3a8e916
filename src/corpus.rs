//! The corpus: the articles of a run, each with an id of its own, in an order that no file order changes.

use crate::article::{Article, Skip, SkipReason};
use crate::calendar;

/// What was read, in order.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// The articles, sorted by id.
    pub articles: Vec<Article>,
    /// The records that are not used, sorted.
    pub skipped: Vec<Skip>,
    /// What a user should know, sorted.
    pub notes: Vec<String>,
}

/// Which articles belong to the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Whether an article without an outlet is skipped.
    pub needs_outlet: bool,
    /// The first day, counted from 1970-01-01.
    pub since: Option<i64>,
    /// The last day.
    pub until: Option<i64>,
    /// The day from which the corpus is looked at; what is dated later has no date.
    pub as_of_day: Option<i64>,
}

/// Puts the articles in order: gives an id to those without one, takes dates away that cannot be right, skips the
/// articles that a filter or an id already taken rules out, and sorts.
#[must_use]
pub fn assemble(
    mut articles: Vec<Article>,
    mut skipped: Vec<Skip>,
    mut notes: Vec<String>,
    filter: &Filter,
) -> Corpus {
    // Ids first: that of an article must not depend on which others are there.
    for article in articles.iter_mut().filter(|article| article.id.is_empty()) {
        article.id = content_id(article);
    }
    notes.extend(calendar::disbelieve(&mut articles, filter.as_of_day));
    let mut kept: Vec<Article> = Vec::with_capacity(articles.len());
    for article in articles {
        match ruled_out(&article, filter) {
            Some((reason, detail)) => skipped.push(skip(&article, reason, detail)),
            None => kept.push(article),
        }
    }
    // Which of two articles with one id is kept must not depend on the order of the files.
    kept.sort_by(|a, b| {
        (&a.id, &a.source_file, a.source_record).cmp(&(&b.id, &b.source_file, b.source_record))
    });
    kept.dedup_by(|next, first| {
        let is_repeated = next.id == first.id;
        if is_repeated {
            let detail = format!(
                "id {} stands already in record {} of {}",
                next.id, first.source_record, first.source_file
            );
            skipped.push(skip(next, SkipReason::DuplicateId, detail));
        }
        is_repeated
    });
    skipped.sort();
    notes.sort();
    notes.dedup();
    Corpus { articles: kept, skipped, notes }
}

/// An article that is not used.
#[must_use]
pub fn skip(article: &Article, reason: SkipReason, detail: String) -> Skip {
    Skip {
        file: article.source_file.clone(),
        record: Some(article.source_record),
        offset: None,
        reason,
        detail,
    }
}

fn ruled_out(article: &Article, filter: &Filter) -> Option<(SkipReason, String)> {
    if filter.needs_outlet && article.outlet.is_empty() {
        let detail =
            "neither a column nor the address names the outlet; name the column with --map outlet=COLUMN";
        return Some((SkipReason::MissingOutlet, detail.to_owned()));
    }
    let day = article.published.as_ref().map(crate::article::Published::day);
    match (filter.since, filter.until, day) {
        (None, None, _) => None,
        (_, _, None) => {
            Some((SkipReason::FilteredOut, "no date, and --since or --until was given".to_owned()))
        }
        (since, until, Some(day)) => {
            let is_inside = since.is_none_or(|from| day >= from) && until.is_none_or(|to| day <= to);
            (!is_inside).then(|| (SkipReason::FilteredOut, "outside --since and --until".to_owned()))
        }
    }
}

/// An id made from what an article says, so that the same article has the same id in every run.
fn content_id(article: &Article) -> String {
    let mut hasher = blake3::Hasher::new();
    let date = article.published.as_ref().map_or("", |published| published.iso.as_str());
    for part in [&article.outlet, &article.title, &article.text, date, &article.url] {
        hasher.update(&part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex().chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::{Filter, assemble};
    use crate::article::{Article, SkipReason};
    use std::sync::Arc;

    fn article(id: &str, outlet: &str, record: u64) -> Article {
        Article {
            id: id.to_owned(),
            outlet: outlet.to_owned(),
            title: String::new(),
            text: "Some words.".to_owned(),
            published: None,
            url: String::new(),
            author: String::new(),
            language: String::new(),
            event: None,
            source_file: Arc::from("a.csv"),
            source_record: record,
        }
    }

    #[test]
    fn the_order_of_reading_changes_nothing() {
        let articles =
            vec![article("b", "x", 1), article("", "x", 2), article("a", "y", 3), article("a", "y", 4)];
        let mut reversed = articles.clone();
        reversed.reverse();
        let filter = Filter::default();
        let one = assemble(articles, Vec::new(), Vec::new(), &filter);
        let other = assemble(reversed, Vec::new(), Vec::new(), &filter);
        assert_eq!(one.articles, other.articles);
        assert_eq!(one.skipped, other.skipped);
        assert_eq!(one.articles.len(), 3);
        assert_eq!((one.skipped[0].reason, one.skipped[0].record), (SkipReason::DuplicateId, Some(4)));
    }

    #[test]
    fn an_article_without_an_outlet_is_skipped_where_one_is_needed() {
        let filter = Filter { needs_outlet: true, ..Filter::default() };
        let corpus = assemble(vec![article("a", "", 1)], Vec::new(), Vec::new(), &filter);
        assert_eq!(corpus.skipped[0].reason, SkipReason::MissingOutlet);
        assert!(corpus.articles.is_empty());
    }
}
