//! The rules by which names are taken for one outlet. A wrong merge is worse than none, so that they are few:
//!
//! - names that differ in case, white space, punctuation, or a medium in brackets such as `(Online)`;
//! - addresses of one host, `www.`, `m.`, `amp.` and `edition.` set aside;
//! - a name and a host that is that name with nothing before it (`CNN`, `cnn.com`), where the addresses of the name's
//!   articles do not say otherwise; under a country's ending (`guardian.ng`) only where they say so.
//!
//! What the user's table says of a name comes first.

use super::catalogue::Catalogue;
use super::name::{Key, host, registered};
use super::shown;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The most messages about merged names; a column of addresses can hold any number.
const MOST_NOTES: usize = 100;
/// The most spellings in a message.
const MOST_SPELLINGS: usize = 6;

/// A name as the input writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spelling {
    /// How many articles have it.
    pub(super) n_articles: usize,
    /// The hosts of their addresses.
    pub(super) hosts: BTreeSet<String>,
}

/// What the names come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Naming {
    /// The new name of each name that changes.
    pub(super) names: BTreeMap<String, String>,
    /// What a user should know.
    pub(super) notes: Vec<String>,
}

/// The spellings of one outlet.
#[derive(Clone, Debug, Default)]
struct Group<'a> {
    spellings: Vec<(&'a str, &'a Spelling)>,
    hosts: BTreeSet<&'a str>,
}

/// Finds the name of each spelling.
pub(super) fn names(spellings: &BTreeMap<&str, Spelling>, catalogue: Option<&Catalogue>) -> Naming {
    let mut groups: BTreeMap<Key, Group<'_>> = BTreeMap::new();
    for (name, spelling) in spellings {
        let group = groups.entry(Key::of(name)).or_default();
        group.spellings.push((name, spelling));
        group.hosts.extend(spelling.hosts.iter().map(String::as_str));
    }
    let mut alike = join_hosts(&mut groups);
    alike.extend(with_and_without_article(&groups));
    let mut naming = Naming::default();
    let mut n_merged = 0;
    for group in groups.values() {
        let note = name_group(group, catalogue, &mut naming.names);
        n_merged += usize::from(note.is_some());
        naming.notes.extend(note.filter(|_| n_merged <= MOST_NOTES));
    }
    if n_merged > MOST_NOTES {
        naming.notes.push(format!(
            "{} more outlets are written in several ways and taken as one each",
            n_merged - MOST_NOTES
        ));
    }
    let is_open = |pair: &(&str, &str)| {
        let settled = |name| catalogue.is_some_and(|catalogue| catalogue.find(name).is_some());
        !(settled(pair.0) && settled(pair.1))
    };
    let alike: Vec<String> =
        alike.into_iter().filter(is_open).map(|(a, b)| format!("{} and {}", shown(a), shown(b))).collect();
    if !alike.is_empty() {
        let first: Vec<&str> = alike.iter().take(5).map(String::as_str).collect();
        let more = alike.len().saturating_sub(5);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        naming.notes.push(format!(
            "outlets kept apart though their names are alike: {}{more}; --outlets FILE with a row OUTLET,ALIAS makes two \
             names one",
            first.join("; ")
        ));
    }
    naming
}

/// Puts a host's group into that of its name.
///
/// # Returns
/// The pairs of a name and a host for which that is not clear enough.
fn join_hosts<'a>(groups: &mut BTreeMap<Key, Group<'a>>) -> Vec<(&'a str, &'a str)> {
    let mut candidates: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
    for key in groups.keys() {
        let Key::Host(host) = key else { continue };
        if let Some(registered) = registered(host) {
            candidates.entry(registered.folded).or_default().push((host.clone(), registered.is_generic));
        }
    }
    let mut open = Vec::new();
    for (folded, hosts) in candidates {
        let name = Key::Name(folded);
        let Some(named) = groups.get(&name) else { continue };
        let said: Vec<&(String, bool)> =
            hosts.iter().filter(|(host, _)| leads_to(&named.hosts, host)).collect();
        let chosen = match (said.as_slice(), hosts.as_slice()) {
            ([only], _) => Some(&only.0),
            ([], [(host, true)]) if named.hosts.is_empty() => Some(host),
            _ => None,
        };
        if let Some(host) = chosen {
            let joined = groups.remove(&Key::Host(host.clone())).unwrap_or_default();
            if let Some(named) = groups.get_mut(&name) {
                named.spellings.extend(joined.spellings);
            }
        } else {
            let first = |key: &Key| groups.get(key)?.spellings.first().map(|(name, _)| *name);
            let others = hosts.iter().filter_map(|(host, _)| first(&Key::Host(host.clone())));
            open.extend(
                first(&name).into_iter().flat_map(|name| others.clone().map(move |other| (name, other))),
            );
        }
    }
    open
}

/// Whether one of the hosts of a name's articles is this host or lies below it.
fn leads_to(hosts: &BTreeSet<&str>, host: &str) -> bool {
    hosts
        .iter()
        .any(|it| it.strip_suffix(host).is_some_and(|before| before.is_empty() || before.ends_with('.')))
}

/// `The Guardian` and `Guardian`: often one, but `The Times` is not every `Times`.
fn with_and_without_article<'a>(groups: &BTreeMap<Key, Group<'a>>) -> Vec<(&'a str, &'a str)> {
    let bare = |key: &Key| match key {
        Key::Name(name) => name.strip_prefix("the").map(|rest| Key::Name(rest.to_owned())),
        Key::Host(_) => None,
    };
    let first = |group: &Group<'a>| group.spellings.first().map(|(name, _)| *name);
    groups
        .iter()
        .filter_map(|(key, group)| {
            let other = groups.get(&bare(key)?)?;
            first(group).zip(first(other))
        })
        .filter(|(name, _)| name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("the ")))
        .collect()
}

/// Names the spellings of a group.
///
/// # Returns
/// What to say of it, where something was merged that the table does not settle.
fn name_group(
    group: &Group<'_>,
    catalogue: Option<&Catalogue>,
    names: &mut BTreeMap<String, String>,
) -> Option<String> {
    let of_table = |name: &str| catalogue.and_then(|catalogue| catalogue.find(name));
    let settled: BTreeSet<&str> = group.spellings.iter().filter_map(|(name, _)| of_table(name)).collect();
    let open: Vec<(&str, &Spelling)> =
        group.spellings.iter().copied().filter(|(name, _)| of_table(name).is_none()).collect();
    let mut rename = |name: &str, to: &str| {
        if name != to {
            names.insert(name.to_owned(), to.to_owned());
        }
    };
    for (name, _) in &group.spellings {
        if let Some(outlet) = of_table(name) {
            rename(name, outlet);
        }
    }
    // Spellings of which the table is silent go with those it names, where these are one outlet.
    let settled: Vec<&str> = settled.into_iter().collect();
    let display = match settled.as_slice() {
        [only] => (*only).to_owned(),
        _ => display(&open)?,
    };
    open.iter().for_each(|(name, _)| rename(name, &display));
    if open.iter().all(|(name, _)| *name == display) {
        return None;
    }
    let mut counted = open.clone();
    counted.sort_by_key(|(name, spelling)| (Reverse(spelling.n_articles), *name));
    let spelled: Vec<String> = counted
        .iter()
        .take(MOST_SPELLINGS)
        .map(|(name, spelling)| format!("{} ({})", shown(name), spelling.n_articles))
        .collect();
    let more = counted.len().saturating_sub(MOST_SPELLINGS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!(
        "one outlet, {}: {}{more} (articles of each spelling); a row for each in --outlets FILE keeps them apart",
        shown(&display),
        spelled.join(", ")
    ))
}

/// The name that a group goes by: the spelling of most articles that is no address, else the bare host.
fn display(spellings: &[(&str, &Spelling)]) -> Option<String> {
    let most = |among: &mut dyn Iterator<Item = &(&str, &Spelling)>| {
        among
            .min_by_key(|(name, spelling)| (Reverse(spelling.n_articles), *name))
            .map(|(name, _)| (*name).to_owned())
    };
    let is_name = |name: &str| matches!(Key::of(name), Key::Name(_));
    let is_bare = |name: &str| host(name).is_some_and(|host| host == name.to_lowercase());
    most(&mut spellings.iter().filter(|(name, _)| is_name(name)))
        .or_else(|| most(&mut spellings.iter().filter(|(name, _)| is_bare(name))))
        .or_else(|| {
            let (name, _) = spellings.first()?;
            match Key::of(name) {
                Key::Host(key) | Key::Name(key) => Some(key),
            }
        })
}

#[cfg(test)]
mod tests {
    use super::super::tests::article;
    use super::super::{Catalogue, unify};
    use std::path::Path;

    /// The names after merging, and the messages, of (outlet, address) pairs.
    fn unified(outlets: &[(&str, &str)], table: Option<&str>) -> (Vec<String>, Vec<String>) {
        let catalogue = table.map(|table| Catalogue::parse(Path::new("o.csv"), table, &[]).unwrap());
        let mut articles: Vec<_> = outlets.iter().map(|(outlet, url)| article(outlet, url)).collect();
        let mut reversed: Vec<_> = articles.iter().rev().cloned().collect();
        let (names, notes) = unify(&mut articles, catalogue.as_ref());
        assert_eq!(
            unify(&mut reversed, catalogue.as_ref()),
            (names, notes.clone()),
            "the order changes nothing"
        );
        (articles.into_iter().map(|article| article.outlet).collect(), notes)
    }

    fn without_address(outlets: &[&str]) -> (Vec<String>, Vec<String>) {
        unified(&outlets.iter().map(|outlet| (*outlet, "")).collect::<Vec<_>>(), None)
    }

    #[test]
    fn the_commonest_name_wins_and_what_was_merged_is_told() {
        let (names, notes) =
            without_address(&["cnn.com", "cnn.com", "https://www.cnn.com/x", "CNN (Web News)", "CNN", "CNN"]);
        assert_eq!(names, ["CNN"; 6]);
        assert_eq!(notes.len(), 1);
        assert!(notes[0].starts_with(
            "one outlet, \"CNN\": \"CNN\" (2), \"cnn.com\" (2), \"CNN (Web News)\" (1), \"https://www.cnn.com/x\" (1)"
        ));
        assert!(notes[0].contains("--outlets"));
    }

    #[test]
    fn what_may_be_two_outlets_stays_two() {
        let names = [
            "The Guardian",
            "The Guardian (Nigeria)",
            "Times",
            "Times of India",
            "Herald (Glasgow)",
            "Herald (Harare)",
            "bbc.co.uk",
            "bbc.com",
            "BBC",
            "news.yahoo.com",
            "yahoo.com",
            "blogs.example.org",
            "Example",
            "myoutlet.wordpress.com",
            "wordpress.com",
            "My Outlet",
            "Star",
            "star.com.my",
            "CNN (Opinion)",
            "nytimes.com",
            "New York Times",
        ];
        let (kept, notes) = without_address(&names);
        assert_eq!(kept, names);
        assert!(notes.iter().all(|note| note.starts_with("outlets kept apart")), "{notes:?}");
        assert!(notes[0].contains("\"BBC\" and \"bbc.co.uk\""), "{notes:?}");
    }

    #[test]
    fn the_addresses_of_articles_decide_about_a_host() {
        let star = "https://www.star.com.my/a";
        let (names, _) = unified(&[("Star", star), ("star.com.my", star), ("star.com", "")], None);
        assert_eq!(names, ["Star", "Star", "star.com"]);
        let (names, notes) = unified(&[("Star", star), ("star.com", "")], None);
        assert_eq!(names, ["Star", "star.com"]);
        assert!(notes[0].contains("\"Star\" and \"star.com\""), "{notes:?}");
    }

    #[test]
    fn addresses_alone_go_by_their_host() {
        let (names, _) =
            without_address(&["https://www.example.org/a", "http://example.org/b?c", "TheBlaze.com"]);
        assert_eq!(names, ["example.org", "example.org", "TheBlaze.com"]);
    }

    #[test]
    fn the_users_table_overrules_the_rules() {
        let table = "outlet,alias\nCNN,Cable News\ncnn.com,\nNew York Times,nytimes.com\n";
        let names = ["CNN", "cnn.com", "CNN (Online)", "Cable News", "www.nytimes.com", "NEW YORK TIMES"];
        let (names, _) = unified(&names.map(|name| (name, "")), Some(table));
        assert_eq!(names, ["CNN", "cnn.com", "CNN", "CNN", "New York Times", "New York Times"]);
        let (names, notes) = unified(&[("CNN", ""), ("cnn.com", "")], Some("outlet\nCable News Network\n"));
        assert_eq!((names, notes.len()), (vec!["CNN".to_owned(), "CNN".to_owned()], 3));
    }
}
