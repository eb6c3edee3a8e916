//! Lexicons: categories of words and phrases, and how they are found in a document.
//!
//! [`FORMATS`] lists the forms in which a file may come. In all of them an entry is one or more words; a word that ends in
//! `*` stands for all words that start so. An entry that starts with `!` is passed over: its words count for nothing in the
//! category. Where categories lie in each other, the inner one is called `outer.inner`, and the outer one counts what
//! the inner ones hold too.

mod entry;
mod formats;
mod health;
mod matcher;
mod rows;

pub use entry::Entry;
pub use formats::{FORMATS, Format};
pub use matcher::{Match, Matcher};

/// A lexicon as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Lexicon {
    /// Its name: the file's, without ending.
    pub name: String,
    /// The categories, in the order of their names.
    pub categories: Vec<String>,
    /// The entries, in the order of the file; those that a category counts for one inside it come after all others.
    pub entries: Vec<Entry>,
    /// The entries that stand in the file more than once, with one meaning.
    pub repeated: Vec<Repeated>,
}

/// A line that says again what a line before it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// The position of the entry.
    pub entry: usize,
    /// The line, counted from 1.
    pub line: u64,
    /// The line of the entry that counts.
    pub first_line: u64,
}

impl Lexicon {
    /// Reads a lexicon from the text of its file, in the form that the text shows, else in that of the file's ending.
    ///
    /// # Errors
    /// A sentence that names the line and what to do.
    pub fn read(file: &str, content: &str) -> Result<Self, String> {
        let content = content.trim_start_matches('\u{feff}');
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        let format = formats::tell(content, ending)?;
        (format.read)(content)?.finish(if stem.is_empty() { file } else { stem })
    }

    /// Reads a lexicon from CSV with the columns `category` and `entry`.
    ///
    /// # Errors
    /// A sentence that names the line and what to do: no header, a missing column, an entry without a word, a `*`
    /// inside a word, a weight that is no finite number, an entry that stands in one category with two meanings.
    pub fn parse(name: &str, content: &str) -> Result<Self, String> {
        formats::read_csv(content)?.finish(name)
    }

    /// The lexicon of one of its categories alone, by its position.
    #[must_use]
    pub fn only(&self, category: usize) -> Self {
        let own = self.entries.iter().filter(|entry| entry.category == category);
        Self {
            name: self.name.clone(),
            categories: self.categories.get(category).cloned().into_iter().collect(),
            entries: own.map(|entry| Entry { category: 0, ..entry.clone() }).collect(),
            repeated: Vec::new(),
        }
    }

    /// A lexicon of one entry.
    ///
    /// # Errors
    /// What is wrong with the entry.
    pub fn of_entry(text: &str) -> Result<Self, String> {
        let entry = Entry::parse(text, "", "")?;
        if entry.is_exclusion {
            return Err(format!("`{text}` would be passed over; leave the `!` out"));
        }
        Ok(Self {
            name: text.to_owned(),
            categories: vec![text.to_owned()],
            entries: vec![entry],
            repeated: Vec::new(),
        })
    }
}
