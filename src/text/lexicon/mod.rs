//! Lexicons: categories of words and phrases, and how they are found in a document.
//!
//! A file is CSV with the columns `category` and `entry` and, if wanted, `weight` and `as`; lines that start with `#`
//! before the header are comments. An entry is one or more words; a word that ends in `*` stands for all words that start
//! so. An entry that starts with `!` is passed over: its words count for nothing in the category. `as` names the word
//! class (verb, noun, adjective) in which the entry's first word counts.

mod entry;
mod health;
mod matcher;

pub use entry::Entry;
pub use matcher::{Match, Matcher};

/// A lexicon as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Lexicon {
    /// Its name: the file's, without ending.
    pub name: String,
    /// The categories, in the order of their names.
    pub categories: Vec<String>,
    /// The entries, in the order of the file.
    pub entries: Vec<Entry>,
}

impl Lexicon {
    /// Reads a lexicon from the text of its file.
    ///
    /// # Errors
    /// A sentence that names the line and what to do: no header, a missing column, an entry without a word, a `*`
    /// inside a word, a weight that is no finite number, a repeated entry in one category.
    pub fn parse(name: &str, content: &str) -> Result<Self, String> {
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(content.as_bytes());
        let headers = reader.headers().map_err(|error| format!("no header line: {error}"))?.clone();
        let column = |wanted: &str| {
            headers
                .iter()
                .position(|header| header.trim_start_matches('\u{feff}').eq_ignore_ascii_case(wanted))
        };
        let (Some(category), Some(entry)) = (column("category"), column("entry")) else {
            return Err(
                "the header must name the columns `category` and `entry` (and may name `weight` and `as`)"
                    .to_owned(),
            );
        };
        let (weight, word_class) = (column("weight"), column("as"));
        let mut rows: Vec<(u64, String, Entry)> = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| error.to_string())?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |column: usize| record.get(column).unwrap_or("");
            let say = |problem: &str| format!("line {line}: {problem}");
            if cell(category).is_empty() {
                return Err(say("the category is empty"));
            }
            let parsed = Entry::parse(cell(entry), weight.map_or("", cell), word_class.map_or("", cell))
                .map_err(|problem| say(&problem))?;
            rows.push((line, cell(category).to_owned(), parsed));
        }
        Self::from_rows(name, rows)
    }

    fn from_rows(name: &str, rows: Vec<(u64, String, Entry)>) -> Result<Self, String> {
        if rows.is_empty() {
            return Err("the file holds no entry".to_owned());
        }
        let mut categories: Vec<String> = rows.iter().map(|(_, category, _)| category.clone()).collect();
        categories.sort_unstable();
        categories.dedup();
        let mut seen = std::collections::BTreeMap::new();
        let mut entries = Vec::with_capacity(rows.len());
        for (line, category, entry) in rows {
            let position = categories.binary_search(&category).unwrap_or_default();
            let text = entry.text.trim_start_matches('!').to_lowercase();
            if let Some(first) = seen.insert((position, text, entry.word_class), line) {
                return Err(format!(
                    "line {line}: {} stands in {category} already, in line {first}; remove one",
                    entry.text
                ));
            }
            entries.push(Entry { category: position, ..entry });
        }
        Ok(Self { name: name.to_owned(), categories, entries })
    }
}
