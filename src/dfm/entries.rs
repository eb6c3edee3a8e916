//! How often each entry of each lexicon matched, by outlet.

use crate::harvest::ArticleRecord;
use crate::text::lexicon::Lexicon;

/// The entries of a lexicon as tables name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexiconEntries {
    /// The measure's name.
    pub name: String,
    /// The categories' names.
    pub categories: Vec<String>,
    /// The entries, in the order of the lexicon.
    pub entries: Vec<EntryName>,
    /// Whether the lexicon is the user's own: of one that comes with the program, entries without a match are no news.
    pub is_of_user: bool,
}

/// An entry as tables name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryName {
    /// The position of its category.
    pub category: usize,
    /// The entry as written, and its word class where it has one: `claim (verb)`.
    pub text: String,
    /// Whether it is passed over, so that it never matches.
    pub is_exclusion: bool,
}

impl LexiconEntries {
    /// The entries of a lexicon that is measured under this name.
    #[must_use]
    pub fn new((name, is_of_user): (&str, bool), lexicon: &Lexicon) -> Self {
        let entries = lexicon.entries.iter().map(|entry| EntryName {
            category: entry.category,
            text: match entry.word_class {
                Some(class) => format!("{} ({})", entry.text, class.name()),
                None => entry.text.clone(),
            },
            is_exclusion: entry.is_exclusion,
        });
        Self {
            name: name.to_owned(),
            categories: lexicon.categories.clone(),
            entries: entries.collect(),
            is_of_user,
        }
    }
}

/// How often an entry matched in some articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryUse {
    /// The entry, by its position among those of all lexicons of the run.
    pub entry: u32,
    /// Its matches.
    pub n_matches: u32,
    /// The articles in which it matched.
    pub n_articles: u32,
}

/// The entries of all lexicons, and their matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// The lexicons, in the order in which their entries are numbered.
    pub lexicons: Vec<LexiconEntries>,
    /// By outlet: the entries that matched, in their order.
    pub uses: Vec<Vec<EntryUse>>,
}

impl Entries {
    /// How many entries there are.
    #[must_use]
    pub fn n_entries(lexicons: &[LexiconEntries]) -> usize {
        lexicons.iter().map(|lexicon| lexicon.entries.len()).sum()
    }
}

/// The entries that matched in some articles, out of `n_entries`, in their order.
///
/// # Shape
/// The entries of a record are sorted.
pub fn entry_uses<'a>(records: impl Iterator<Item = &'a ArticleRecord>, n_entries: usize) -> Vec<EntryUse> {
    let mut counts = vec![EntryUse::default(); n_entries];
    for record in records {
        for run in record.entries.chunk_by(|a, b| a == b) {
            if let Some(count) = run.first().and_then(|&entry| counts.get_mut(entry as usize)) {
                count.n_matches =
                    count.n_matches.saturating_add(u32::try_from(run.len()).unwrap_or(u32::MAX));
                count.n_articles += 1;
            }
        }
    }
    for (entry, count) in (0_u32..).zip(&mut counts) {
        count.entry = entry;
    }
    counts.retain(|count| count.n_matches > 0);
    counts.shrink_to_fit();
    counts
}

#[cfg(test)]
mod tests {
    use super::{EntryUse, entry_uses};
    use crate::harvest::ArticleRecord;

    #[test]
    fn matches_and_articles_are_counted_apart() {
        let record =
            |entries: &[u32]| ArticleRecord { entries: entries.to_vec(), ..ArticleRecord::default() };
        let records = [record(&[1, 1, 3]), record(&[]), record(&[1])];
        let expected = [
            EntryUse { entry: 1, n_matches: 3, n_articles: 2 },
            EntryUse { entry: 3, n_matches: 1, n_articles: 1 },
        ];
        assert_eq!(entry_uses(records.iter(), 5), expected);
    }
}
