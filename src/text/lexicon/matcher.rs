//! How the entries of a lexicon are found in a document.

use super::Lexicon;
use super::entry::Word;
use crate::text::vocabulary::{TermId, UNKNOWN, Vocabulary};
use crate::text::word_class::{WordClass, WordClasses};
use crate::text::{Document, Token};

impl Lexicon {
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
                is_exclusion: entry.is_exclusion,
                word_class: entry.word_class,
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
            (term, entry.category, usize::MAX - entry.words.len(), !entry.is_exclusion, index)
        });
        let mut offsets = vec![0_u32; forms.len() + 1];
        for &(term, _) in &starts {
            offsets[term as usize + 1] += 1;
        }
        for index in 1..offsets.len() {
            offsets[index] += offsets[index - 1];
        }
        let start = |(_, index): (TermId, u32)| {
            let second = entries[index as usize].words.get(1).copied().unwrap_or((0, TermId::MAX));
            Start { entry: index, second }
        };
        let starts: Vec<Start> = starts.into_iter().map(start).collect();
        let mut begins = vec![0_u64; forms.len().div_ceil(64)];
        for (term, ends) in offsets.windows(2).enumerate() {
            begins[term / 64] |= u64::from(ends[0] < ends[1]) << (term % 64);
        }
        let filters = Filters::new(&starts, &offsets);
        Matcher { entries, starts, offsets, begins, filters, n_categories: self.categories.len() }
    }
}

fn narrow(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// An entry as ranges of term ids, one a word.
#[derive(Clone, Debug)]
struct CompiledEntry {
    category: usize,
    is_exclusion: bool,
    word_class: Option<WordClass>,
    words: Vec<(TermId, TermId)>,
}

/// An entry that begins with a word. Its second word stands here too: of the many that begin with a common word nearly all
/// go on with another than the text does.
#[derive(Clone, Copy, Debug)]
struct Start {
    entry: u32,
    second: (TermId, TermId),
}

/// From this many entries on that begin with a word, and that all have a second one, the word has a filter.
const FILTERED: u32 = 4;

/// A range of more second words than this opens the whole filter.
const WIDEST: u32 = 512;

/// For words with which many phrases begin (`the`, `in`): which second words any of them may have, as bits of a hash. Nearly
/// all that follows such a word in a text is turned away by one look.
#[derive(Clone, Debug, Default)]
struct Filters {
    /// By term, the filter's position plus one; 0 for a term without.
    of_term: Vec<u32>,
    bits: Vec<[u64; 16]>,
}

impl Filters {
    fn new(starts: &[Start], offsets: &[u32]) -> Self {
        let mut filters = Self { of_term: vec![0; offsets.len()], bits: Vec::new() };
        for (of_term, ends) in filters.of_term.iter_mut().zip(offsets.windows(2)) {
            let starts = &starts[ends[0] as usize..ends[1] as usize];
            if ends[1] - ends[0] < FILTERED || starts.iter().any(|start| start.second.1 == TermId::MAX) {
                continue;
            }
            let mut bits = [0; 16];
            for &Start { second: (low, high), .. } in starts {
                if high - low > WIDEST {
                    bits = [u64::MAX; 16];
                }
                for second in low..high.min(low + WIDEST) {
                    let (word, bit) = place(second);
                    bits[word] |= 1 << bit;
                }
            }
            filters.bits.push(bits);
            *of_term = narrow(filters.bits.len());
        }
        filters
    }

    /// Whether an entry that begins with the term may go on with this one.
    fn lets_pass(&self, term: TermId, second: TermId) -> bool {
        let filter = self.of_term[term as usize].checked_sub(1).and_then(|at| self.bits.get(at as usize));
        let (word, bit) = place(second);
        filter.is_none_or(|bits| bits[word] >> bit & 1 == 1)
    }
}

/// The bit of a term in a filter: the highest bits of a multiplicative hash, since neighbours in the alphabet stand for
/// each other in wildcards.
fn place(term: TermId) -> (usize, u32) {
    let hash = term.wrapping_mul(0x9E37_79B1) >> 22;
    ((hash >> 6) as usize, hash & 63)
}

/// A lexicon that is ready for the documents of one vocabulary.
#[derive(Clone, Debug)]
pub struct Matcher {
    entries: Vec<CompiledEntry>,
    starts: Vec<Start>,
    offsets: Vec<u32>,
    /// A bit a term: whether an entry begins with it. Most terms of a text begin none, and this is small enough to stay near.
    begins: Vec<u64>,
    filters: Filters,
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
    /// overlaps one before; of an exclusion and an entry of one length the exclusion. What an exclusion matches is passed
    /// over. No match crosses the end of a sentence.
    pub fn find(&self, document: &Document<'_>, classes: &WordClasses, see: impl FnMut(Match)) {
        self.find_in(document, usize::MAX, classes, see);
    }

    /// The same in the first `n_sentences` sentences alone.
    pub fn find_in(
        &self,
        document: &Document<'_>,
        n_sentences: usize,
        classes: &WordClasses,
        mut see: impl FnMut(Match),
    ) {
        let mut free_from = vec![0_usize; self.n_categories];
        let mut position = 0_usize;
        for (number, sentence) in document.sentences().iter().take(n_sentences).enumerate() {
            let tokens = document.tokens_of(sentence);
            for at in 0..tokens.len() {
                let next = tokens.get(at + 1).map_or(UNKNOWN, |next| next.term);
                for &Start { entry: index, second } in self.starting_with(tokens[at].term, next) {
                    if !(second.0..second.1).contains(&next) && second.1 != TermId::MAX {
                        continue;
                    }
                    let entry = &self.entries[index as usize];
                    if position + at >= free_from[entry.category]
                        && entry.stands_at(&tokens[at..])
                        && entry.word_class.is_none_or(|class| classes.class(document, sentence, at) == class)
                    {
                        let last = at + entry.words.len() - 1;
                        free_from[entry.category] = position + last + 1;
                        if entry.is_exclusion {
                            continue;
                        }
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

    /// The entries that begin with a term; none where no entry goes on with the next.
    fn starting_with(&self, term: TermId, next: TermId) -> &[Start] {
        let begins = self.begins.get(term as usize / 64).is_some_and(|bits| bits >> (term % 64) & 1 == 1);
        if !begins || !self.filters.lets_pass(term, next) {
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
    use crate::text::{Analyser, NumberedWords, Vocabulary, WordClasses};

    fn matches(lexicon: &str, text: &str) -> Vec<(String, String)> {
        let lexicon = Lexicon::parse("test", lexicon).unwrap();
        let mut vocabulary = Vocabulary::default();
        let _ = NumberedWords::read(("", text), &mut vocabulary);
        let vocabulary = vocabulary.sorted();
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[], &vocabulary);
        let list = include_str!("../../../data/lexicons/word_classes.csv");
        let classes = WordClasses::new(&Lexicon::parse("word_classes", list).unwrap(), &vocabulary);
        let mut found = Vec::new();
        lexicon.compile(&vocabulary).find(&document, &classes, |hit| {
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
    fn an_exclusion_passes_over_its_words_and_wins_where_it_is_as_long() {
        let lexicon = "category,entry\na,control*\na,!out of control\na,!control group*\nb,control\n";
        let found = matches(lexicon, "Out of control. Control groups controlled");
        assert_eq!(found, [pair("b", "control"), pair("b", "Control"), pair("a", "controlled")]);
        assert_eq!(matches("category,entry\na,quasi-*\n", "quasi-legal quasi").len(), 1);
        assert_eq!(matches("category,entry\na,!tax cut\na,tax cut*\n", "tax cut, tax cuts").len(), 1);
    }

    #[test]
    fn an_entry_with_a_word_class_counts_in_that_class_only() {
        let lexicon = "category,entry,as\na,claim,verb\nb,claim,noun\na,claim form,\n";
        let found = matches(lexicon, "They claim it. His claim. A claim form");
        assert_eq!(found, [pair("a", "claim"), pair("b", "claim"), pair("a", "claim form")]);
    }

    #[test]
    fn of_many_entries_with_one_first_word_none_is_missed() {
        let entries: Vec<String> = (0..300).map(|number| format!("a,the w{number}x*\n")).collect();
        let lexicon = format!("category,entry\n{}", entries.concat());
        let text = (0..300).map(|number| format!("The w{number}xyz. The v{number}x. ")).collect::<String>();
        assert_eq!(matches(&lexicon, &text).len(), 300);
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
            ("category,entry,weight\na,ok,1\nb,ok,1\na,OK,2\n", "line 4"),
            ("category,entry,weight\na,ok,heavy\n", "heavy"),
            ("category,entry,weight\na,ok,5000\n", "1000"),
            ("category,entry\n", "no entry"),
            ("category,entry,as\na,ok,pronoun\n", "`pronoun`"),
            ("category,entry\na,ok\na,!ok\n", "line 3"),
            ("category,entry,weight\na,!ok,2\n", "passed over"),
        ] {
            let problem = Lexicon::parse("test", content).unwrap_err();
            assert!(problem.contains(told), "{problem}");
        }
    }
}
