//! Lexicons: categories of words and phrases, and how they are found in a document.
//!
//! A file is CSV with the columns `category` and `entry` and, if wanted, `weight`; lines that start with `#` before
//! the header are comments. An entry is one or more words; a word that ends in `*` stands for all words that start so.

use super::token::{Span, next_token, normalise};
use super::vocabulary::{TermId, UNKNOWN, Vocabulary};
use super::{Document, Token};

/// The largest weight of an entry, either way: what a sum of weights can hold exactly.
const LARGEST_WEIGHT: f64 = 1_000.0;

/// The longest entry that is taken, in words.
const LONGEST_ENTRY: usize = 200;

/// A word of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    form: Vec<u8>,
    is_prefix: bool,
}

/// An entry of a lexicon.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The entry as written.
    pub text: String,
    /// The position of its category.
    pub category: usize,
    /// What a match counts; 1 where the file gives no weight.
    pub weight: f64,
    words: Vec<Word>,
}

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
                "the header must name the columns `category` and `entry` (and may name `weight`)".to_owned()
            );
        };
        let weight = column("weight");
        let mut rows: Vec<(u64, String, Entry)> = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| error.to_string())?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |column: usize| record.get(column).unwrap_or("");
            let say = |problem: &str| format!("line {line}: {problem}");
            if cell(category).is_empty() {
                return Err(say("the category is empty"));
            }
            let parsed =
                parse_entry(cell(entry), weight.map_or("", cell)).map_err(|problem| say(&problem))?;
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
            if let Some(first) = seen.insert((position, entry.text.to_lowercase()), line) {
                return Err(format!(
                    "line {line}: {} stands in {category} already, in line {first}; remove one",
                    entry.text
                ));
            }
            entries.push(Entry { category: position, ..entry });
        }
        Ok(Self { name: name.to_owned(), categories, entries })
    }

    /// Entries that add nothing because another entry of their category and weight matches wherever they do: a word or
    /// phrase whose every word is covered, at the same length.
    #[must_use]
    pub fn shadowed(&self) -> Vec<(&Entry, &Entry)> {
        let covers = |wide: &Word, narrow: &Word| {
            if wide.is_prefix {
                narrow.form.starts_with(&wide.form)
            } else {
                !narrow.is_prefix && wide.form == narrow.form
            }
        };
        let shadows = |by: &&Entry, entry: &Entry| {
            by.text != entry.text
                && (by.category, by.words.len()) == (entry.category, entry.words.len())
                && by.weight.total_cmp(&entry.weight).is_eq()
                && by.words.iter().zip(&entry.words).all(|(wide, narrow)| covers(wide, narrow))
        };
        // Entries that could shadow each other begin with the same letters: sorted, they are few for each.
        let mut by_first: std::collections::BTreeMap<(usize, &[u8]), Vec<&Entry>> =
            std::collections::BTreeMap::new();
        for entry in &self.entries {
            by_first.entry((entry.category, &entry.words[0].form)).or_default().push(entry);
        }
        let shadower = |entry: &Entry| {
            let form = &entry.words[0].form;
            let heads = (1..=form.len()).map(|n| &form[..n]);
            heads
                .filter_map(|head| by_first.get(&(entry.category, head)))
                .flatten()
                .copied()
                .find(|by| shadows(by, entry))
        };
        self.entries.iter().filter_map(|entry| shadower(entry).map(|by| (entry, by))).collect()
    }

    /// Prepares the lexicon for documents of one vocabulary, which must be sorted ([`Vocabulary::sorted`]).
    #[must_use]
    pub fn compile(&self, vocabulary: &Vocabulary) -> Matcher {
        let forms: Vec<&[u8]> = vocabulary.ids().map(|id| vocabulary.bytes(id)).collect();
        debug_assert!(forms.is_sorted(), "a matcher needs a sorted vocabulary");
        let range = |word: &Word| {
            let low = forms.partition_point(|form| *form < word.form.as_slice());
            let n = if word.is_prefix {
                forms[low..].partition_point(|form| form.starts_with(&word.form))
            } else {
                usize::from(forms.get(low).is_some_and(|form| *form == word.form.as_slice()))
            };
            (narrow(low), narrow(low + n))
        };
        let entries: Vec<CompiledEntry> = self
            .entries
            .iter()
            .map(|entry| CompiledEntry {
                category: entry.category,
                words: entry.words.iter().map(range).collect(),
            })
            .collect();
        let mut starts: Vec<(TermId, u32)> = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let (low, high) = entry.words[0];
            starts.extend((low..high).map(|term| (term, narrow(index))));
        }
        // Within a term: by category, the longest entry first, so that the first match of a category is the longest.
        starts.sort_unstable_by_key(|&(term, index)| {
            let entry = &entries[index as usize];
            (term, entry.category, usize::MAX - entry.words.len(), index)
        });
        let mut offsets = vec![0_u32; forms.len() + 1];
        for &(term, _) in &starts {
            offsets[term as usize + 1] += 1;
        }
        for index in 1..offsets.len() {
            offsets[index] += offsets[index - 1];
        }
        let starts = starts.into_iter().map(|(_, index)| index).collect();
        Matcher { entries, starts, offsets, n_categories: self.categories.len() }
    }
}

fn narrow(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

fn parse_entry(text: &str, weight: &str) -> Result<Entry, String> {
    let weight =
        if weight.is_empty() {
            1.0
        } else {
            weight.parse().ok().filter(|value: &f64| value.abs() <= LARGEST_WEIGHT).ok_or(format!(
                "the weight `{weight}` is no number from -{LARGEST_WEIGHT} to {LARGEST_WEIGHT}"
            ))?
        };
    let (mut words, mut at, mut form) = (Vec::new(), 0, Vec::new());
    while let Some(Span { start, end, is_ascii }) = next_token(text, at) {
        normalise(&text[start..end], is_ascii, &mut form);
        let is_prefix = text[end..].starts_with('*');
        words.push(Word { form: form.clone(), is_prefix });
        at = end;
    }
    let n_stars = text.matches('*').count();
    if words.is_empty() || words.len() > LONGEST_ENTRY {
        return Err(format!("`{text}` has {} words; an entry has 1 to {LONGEST_ENTRY}", words.len()));
    }
    if n_stars != words.iter().filter(|word| word.is_prefix).count()
        || text.split('*').skip(1).any(|rest| rest.starts_with(char::is_alphanumeric))
    {
        return Err(format!("`{text}` has a `*` that is not at the end of a word"));
    }
    Ok(Entry { text: text.to_owned(), category: 0, weight, words })
}

/// An entry as ranges of term ids, one a word.
#[derive(Clone, Debug)]
struct CompiledEntry {
    category: usize,
    words: Vec<(TermId, TermId)>,
}

/// A lexicon that is ready for the documents of one vocabulary.
#[derive(Clone, Debug)]
pub struct Matcher {
    entries: Vec<CompiledEntry>,
    starts: Vec<u32>,
    offsets: Vec<u32>,
    n_categories: usize,
}

/// A place where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The position of the entry in its lexicon.
    pub entry: usize,
    /// The position of its category.
    pub category: usize,
    /// The position of the sentence in the document.
    pub sentence: usize,
    /// The first token.
    pub first: Token,
    /// The last token.
    pub last: Token,
}

impl Matcher {
    /// Finds the entries in a document: within a category the leftmost match, of those the longest, and none that
    /// overlaps one before. No match crosses the end of a sentence.
    pub fn find(&self, document: &Document<'_>, mut see: impl FnMut(Match)) {
        let mut free_from = vec![0_usize; self.n_categories];
        let mut position = 0_usize;
        for (number, sentence) in document.sentences().iter().enumerate() {
            let tokens = document.tokens_of(sentence);
            for at in 0..tokens.len() {
                for &index in self.starting_with(tokens[at].term) {
                    let entry = &self.entries[index as usize];
                    if position + at >= free_from[entry.category] && entry.stands_at(&tokens[at..]) {
                        let last = at + entry.words.len() - 1;
                        free_from[entry.category] = position + last + 1;
                        let (first, last) = (tokens[at], tokens[last]);
                        see(Match {
                            entry: index as usize,
                            category: entry.category,
                            sentence: number,
                            first,
                            last,
                        });
                    }
                }
            }
            position += tokens.len();
        }
    }

    fn starting_with(&self, term: TermId) -> &[u32] {
        if term == UNKNOWN || term as usize + 1 >= self.offsets.len() {
            return &[];
        }
        let term = term as usize;
        &self.starts[self.offsets[term] as usize..self.offsets[term + 1] as usize]
    }
}

impl CompiledEntry {
    fn stands_at(&self, tokens: &[Token]) -> bool {
        tokens.len() >= self.words.len()
            && self.words.iter().zip(tokens).all(|(&(low, high), token)| (low..high).contains(&token.term))
    }
}

#[cfg(test)]
mod tests {
    use super::Lexicon;
    use crate::text::{Analyser, NumberedWords, Vocabulary};

    fn matches(lexicon: &str, text: &str) -> Vec<(String, String)> {
        let lexicon = Lexicon::parse("test", lexicon).unwrap();
        let mut vocabulary = Vocabulary::default();
        let _ = NumberedWords::read(("", text), &mut vocabulary);
        let vocabulary = vocabulary.sorted();
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[], &vocabulary);
        let mut found = Vec::new();
        lexicon.compile(&vocabulary).find(&document, |hit| {
            let bytes = hit.first.start as usize..hit.last.end as usize;
            found.push((lexicon.categories[hit.category].clone(), text[bytes].to_owned()));
        });
        found
    }

    fn pair(category: &str, text: &str) -> (String, String) {
        (category.to_owned(), text.to_owned())
    }

    #[test]
    fn the_leftmost_longest_match_wins_within_a_category_only() {
        let lexicon = "category,entry\na,tax*\na,tax cut*\na,cut spending\nb,cuts\n";
        let found = matches(lexicon, "Tax cuts. Taxes cut spending. The Tax-cuts");
        let expected = [
            pair("a", "Tax cuts"),
            pair("b", "cuts"),
            pair("a", "Taxes"),
            pair("a", "cut spending"),
            pair("a", "Tax-cuts"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn no_match_crosses_a_sentence() {
        assert!(matches("category,entry\na,gun law\n", "He had a gun. Law was far.").is_empty());
    }

    #[test]
    fn what_is_wrong_with_a_file_names_its_line() {
        for (content, told) in [
            ("entry\nx\n", "`category`"),
            ("category,entry\na,\n", "line 2"),
            ("category,entry\na,ok\na,un*ion\n", "line 3"),
            ("category,entry\na,ok\nb,ok\na,OK\n", "line 4"),
            ("category,entry,weight\na,ok,heavy\n", "heavy"),
            ("category,entry,weight\na,ok,5000\n", "1000"),
            ("category,entry\n", "no entry"),
        ] {
            let problem = Lexicon::parse("test", content).unwrap_err();
            assert!(problem.contains(told), "{problem}");
        }
    }
}
