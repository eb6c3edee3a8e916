//! Which column is which field of an article.

use std::collections::BTreeSet;

use crate::error::{Error, Result};

/// A field of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The source's id.
    Id,
    /// The outlet's name.
    Outlet,
    /// The headline.
    Title,
    /// The text.
    Text,
    /// When it was published.
    Date,
    /// The address.
    Url,
    /// The author.
    Author,
    /// The language.
    Language,
    /// The event.
    Event,
}

/// The columns of [`Field::Outlet`], which have many names.
const OUTLET_COLUMNS: &[&str] = &[
    "outlet",
    "outletname",
    "source",
    "sourcename",
    "newssource",
    "publisher",
    "publication",
    "newspaper",
    "media",
    "mediaoutlet",
    "newsoutlet",
    "medium",
    "sitename",
    "site",
    "website",
    "domain",
    "sourcedomain",
];

/// How many fields there are.
pub(super) const N_FIELDS: usize = Field::ALL.len();

impl Field {
    /// All fields, in the order of the contract.
    pub const ALL: [Self; 9] = [
        Self::Id,
        Self::Outlet,
        Self::Title,
        Self::Text,
        Self::Date,
        Self::Url,
        Self::Author,
        Self::Language,
        Self::Event,
    ];

    /// The name, as `--map` takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.columns().first().copied().unwrap_or_default()
    }

    /// The columns that hold this field, the preferred one first: in small letters, without separators.
    ///
    /// The field's own name comes first, then what says it most exactly. Where several columns of a file fit, a
    /// record takes the first of them that is not blank in it.
    #[must_use]
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Id => &["id", "articleid", "docid", "documentid", "uid", "uuid", "guid"],
            Self::Outlet => OUTLET_COLUMNS,
            Self::Title => &["title", "headline", "articletitle", "newstitle", "heading"],
            Self::Text => &[
                "text",
                "fulltext",
                "articletext",
                "body",
                "bodytext",
                "articlebody",
                "content",
                "articlecontent",
                "contenttext",
                "article",
                "maintext",
                "storytext",
                "rawtext",
                "cleantext",
                // Pages, whose article is read.
                "html",
                "rawhtml",
                "pagehtml",
                "htmltext",
                "bodyhtml",
                "contenthtml",
                "articlehtml",
            ],
            Self::Date => &[
                "date",
                "published",
                "publishedat",
                "publisheddate",
                "publishedon",
                "publishdate",
                "publicationdate",
                "publishtime",
                "pubdate",
                "datepublished",
                "datepublish",
                "articledate",
                "datetime",
                "timestamp",
                "time",
                "createdat",
            ],
            Self::Url => &["url", "link", "href", "articleurl", "weburl", "permalink", "uri"],
            Self::Author => &["author", "authors", "byline", "creator", "writer", "journalist"],
            Self::Language => &["language", "lang", "languagecode"],
            Self::Event => &["event", "eventid", "eventname", "story", "storyid", "cluster", "clusterid"],
        }
    }
}

/// Where a column's value goes: the field, and its place in the field's order of preference.
pub(super) type Slot = (Field, usize);

/// Which column is which field: the synonyms of [`Field::columns`], overruled by `--map`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    /// Field and column as the user named them; a field in here has no other column.
    mapped: Vec<(Field, String)>,
}

impl FieldMap {
    /// A map in which the named columns alone hold the named fields (`--map text=BODY` is `("text", "BODY")`). In
    /// JSON a column can be a path into nested objects: `body.content`.
    ///
    /// # Errors
    /// When a field is unknown or named twice, or a column's name is empty.
    pub fn with<S: AsRef<str>>(pairs: &[(S, S)]) -> Result<Self> {
        let mut mapped: Vec<(Field, String)> = Vec::new();
        for (name, column) in pairs {
            let (name, column) = (name.as_ref(), column.as_ref());
            let Some(field) = Field::ALL.into_iter().find(|field| field.name() == name.trim().to_lowercase())
            else {
                let names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
                let problem = format!(
                    "--map {name}={column}: there is no field {name:?}; take one of {}",
                    names.join(", ")
                );
                return Err(Error::Usage(problem));
            };
            if column.trim().is_empty() || mapped.iter().any(|(other, _)| *other == field) {
                let problem = if column.trim().is_empty() {
                    "no column is named"
                } else {
                    "the field was mapped before"
                };
                return Err(Error::Usage(format!("--map {name}={column}: {problem}")));
            }
            mapped.push((field, column.to_owned()));
        }
        Ok(Self { mapped })
    }

    /// Checks that every mapped column was seen in at least one file; `columns` are those of all [`super::Reading`]s.
    ///
    /// # Errors
    /// When a mapped column exists nowhere.
    pub fn check_found(&self, columns: &BTreeSet<String>) -> Result<()> {
        let is_there = |column: &str| columns.iter().any(|other| same(other, column));
        let Some((field, column)) = self.mapped.iter().find(|(_, column)| !is_there(column)) else {
            return Ok(());
        };
        let names: Vec<String> = columns.iter().cloned().collect();
        Err(Error::Usage(format!(
            "--map {}={column}: no input has a column {column:?}; the columns are {}",
            field.name(),
            some_of(&names, 20)
        )))
    }

    /// What the column holds; empty when it is nothing of an article.
    pub(super) fn slots(&self, column: &str) -> Vec<Slot> {
        let plain = plain(column);
        let is_mapped = |field| self.mapped.iter().any(|(mapped, _)| *mapped == field);
        let own = self.mapped.iter().filter_map(|(field, name)| {
            // An exact match first, should a file hold both `Text` and `text`.
            if name == column { Some((*field, 0)) } else { same(name, column).then_some((*field, 1)) }
        });
        let usual = Field::ALL.into_iter().filter(|field| !is_mapped(*field)).filter_map(|field| {
            field.columns().iter().position(|name| *name == plain).map(|rank| (field, rank))
        });
        own.chain(usual).collect()
    }

    /// Whether a mapped column is a path that leads through the object at `path`.
    pub(super) fn leads_through(&self, path: &str) -> bool {
        let below = |column: &str| column.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
        self.mapped.iter().any(|(_, column)| below(column))
    }

    /// The field that a nested value at `path` was mapped to.
    pub(super) fn at_path(&self, path: &str) -> Vec<Slot> {
        self.mapped.iter().filter(|(_, column)| column == path).map(|(field, _)| (*field, 0)).collect()
    }
}

/// The slots of each column of a header.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) slots: Vec<Vec<Slot>>,
}

impl Columns {
    /// Resolves a header once for a file.
    pub(super) fn resolve<S: AsRef<str>>(map: &FieldMap, header: &[S]) -> Self {
        Self { slots: header.iter().map(|name| map.slots(name.as_ref())).collect() }
    }

    /// Whether a column holds `field`.
    pub(super) fn has(&self, field: Field) -> bool {
        self.slots.iter().flatten().any(|(other, _)| *other == field)
    }

    /// How many fields have a column.
    pub(super) fn n_known(&self) -> usize {
        Field::ALL.into_iter().filter(|field| self.has(*field)).count()
    }
}

fn same(a: &str, b: &str) -> bool {
    a == b || plain(a) == plain(b)
}

/// In small letters, without separators: `Pub_Date`, `pub date` and `pubDate` are one. A name of separators alone stays.
fn plain(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if plain.is_empty() { name.trim().to_owned() } else { plain }
}

/// The first `n` of `names` in a sentence, and how many more there are.
pub(super) fn some_of(names: &[String], n: usize) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let first: Vec<&str> = names.iter().take(n).map(String::as_str).collect();
    let more = names.len().saturating_sub(n);
    if more == 0 { first.join(", ") } else { format!("{} and {more} more", first.join(", ")) }
}

/// `1 date`, `2 dates`.
pub(super) fn counted(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonyms_ignore_case_and_separators() {
        let map = FieldMap::default();
        assert_eq!(map.slots("Pub Date"), [(Field::Date, 8)]);
        assert_eq!(map.slots("_id"), [(Field::Id, 0)]);
        assert_eq!(map.slots("article_text"), [(Field::Text, 2)]);
        assert_eq!(map.slots("lean"), []);
        for field in Field::ALL {
            assert_eq!(map.slots(field.name()), [(field, 0)], "a field's own name is its first column");
            assert!(
                field.columns().iter().all(|name| map.slots(name).len() == 1),
                "a column of two fields: {field:?}"
            );
        }
    }

    #[test]
    fn a_mapped_field_has_no_other_column() {
        let map = FieldMap::with(&[("text", "Summary"), ("Event", "topic")]).unwrap();
        assert_eq!(map.slots("summary"), [(Field::Text, 1)]);
        assert_eq!(map.slots("Summary"), [(Field::Text, 0)]);
        assert_eq!(map.slots("text"), []);
        assert_eq!(map.slots("topic"), [(Field::Event, 0)]);
    }

    #[test]
    fn wrong_maps_are_usage_errors_that_name_the_choices() {
        let message = FieldMap::with(&[("body", "x")]).unwrap_err().to_string();
        assert!(
            message.contains("no field \"body\"") && message.contains("id, outlet, title, text"),
            "{message}"
        );
        assert!(
            FieldMap::with(&[("text", " ")]).is_err()
                && FieldMap::with(&[("text", "a"), ("text", "b")]).is_err()
        );
        let map = FieldMap::with(&[("text", "BODY")]).unwrap();
        let columns = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        assert!(map.check_found(&columns(&["body", "id"])).is_ok());
        let message = map.check_found(&columns(&["content", "id"])).unwrap_err().to_string();
        assert_eq!(message, "--map text=BODY: no input has a column \"BODY\"; the columns are content, id");
    }
}
