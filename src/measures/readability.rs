//! Readability: how long sentences and words are, what follows for reading ease and grade, and how varied the words.

use super::{Measure, Observer, Prepared, Resources};
use crate::dfm::Scale;
use crate::error::{Error, Result};
use crate::harvest::{Emit, Place};
use crate::key::{About, DifferenceTable, Voice, Zone};
use crate::text::{Document, Syllables, TermId, Token, Vocabulary};
use std::path::Path;

/// A text of fewer words has no figure; the window of the type-token ratio, and Flesch's samples, are as long.
const FEWEST_WORDS: usize = 100;

/// The features, in order.
const FEATURES: [&str; 6] = [
    "flesch_kincaid_grade",
    "flesch_reading_ease",
    "mattr",
    "sentence_length",
    "syllables_per_word",
    "word_length",
];

/// The measure.
#[derive(Debug)]
pub(crate) struct Readability;

impl Measure for Readability {
    fn about(&self) -> About {
        About {
            name: "readability",
            line: "how long sentences and words are, how easy that makes a text to read, and how varied its words are",
            unit: "mean over articles: words a sentence; letters a word; syllables a word; reading ease (0 very hard to 100 \
                   very easy, beyond where extreme); United States school grade; mattr 0 to 1",
            limits: "English texts of 100 words or more, without the headline; quotations count. Numbers are words of a \
                     sentence, but have neither letters nor syllables; a possessive 's has no letter. A heading or caption \
                     without a stop is a sentence. Syllables are told by rules and exceptions, and a name may be wrong. The \
                     formulas see length alone, neither what words mean nor how clear a text is",
            source: "Flesch 1948; Kincaid, Fishburne, Rogers & Chissom 1975; mattr (window 100): Covington & McFall 2010",
        }
    }

    fn name(&self) -> &'static str {
        "readability"
    }

    fn features(&self) -> Vec<String> {
        FEATURES.iter().map(|&name| name.to_owned()).collect()
    }

    fn scale(&self) -> Scale {
        Scale::MeanOfArticles(Zone::All)
    }

    fn table(&self) -> DifferenceTable {
        DifferenceTable::Style
    }

    fn is_shown_in_events(&self, _feature: &str) -> bool {
        false
    }

    fn needs_english(&self) -> bool {
        true
    }

    fn prepare<'a>(&'a self, resources: &'a Resources) -> Result<Box<dyn Prepared + 'a>> {
        let file = "data/lexicons/syllable_exceptions.csv";
        let exceptions = include_str!("../../data/lexicons/syllable_exceptions.csv");
        let syllables =
            Syllables::new(exceptions).map_err(|problem| Error::content(Path::new(file), problem))?;
        Ok(Box::new(Lengths::new(&syllables, &resources.vocabulary)))
    }
}

/// What each word of a vocabulary adds to the length of a text.
struct Lengths {
    letters: Vec<u8>,
    syllables: Vec<u8>,
}

impl Lengths {
    fn new(syllables: &Syllables, vocabulary: &Vocabulary) -> Self {
        let narrow = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
        let n_letters = |form: &str| form.chars().filter(|it| it.is_alphabetic()).count();
        let forms = || vocabulary.ids().map(|id| vocabulary.form(id));
        Self {
            letters: forms().map(|form| narrow(n_letters(form))).collect(),
            syllables: forms().map(|form| narrow(syllables.count(form))).collect(),
        }
    }
}

impl Prepared for Lengths {
    fn observer(&self) -> Box<dyn Observer + '_> {
        Box::new(Reader { lengths: self, places: Vec::new() })
    }
}

struct Reader<'a> {
    lengths: &'a Lengths,
    places: Vec<(TermId, u32)>,
}

impl Observer for Reader<'_> {
    fn observe(&mut self, document: &Document<'_>, emit: &mut Emit<'_>) {
        let n_of_title = document.sentences().iter().take_while(|it| it.zone == Zone::Headline).count();
        let sentences = &document.sentences()[n_of_title..];
        let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return };
        let tokens = &document.tokens()[first.first_token as usize..last.end_token as usize];
        let Some(figures) = Counts::of(self.lengths, tokens, sentences.len()).figures() else { return };
        let mattr = moving_type_token_ratio(tokens, &mut self.places);
        let [ease, grade, sentence_length, syllables, word_length] = figures;
        let place = Place {
            voice: Voice::All,
            zone: Zone::All,
            sentence: u32::from(n_of_title > 0),
            start: first.start,
            end: last.end,
        };
        let values = [grade, ease, mattr, sentence_length, syllables, word_length];
        for (feature, value) in (0..).zip(values) {
            emit.value(feature, place, value);
        }
    }
}

/// The sizes of a text.
#[derive(Clone, Copy)]
struct Counts {
    sentences: usize,
    words: usize,
    /// Words with a letter.
    lettered: usize,
    letters: usize,
    syllables: usize,
}

impl Counts {
    fn of(lengths: &Lengths, tokens: &[Token], sentences: usize) -> Self {
        let mut counts = Self { sentences, words: tokens.len(), lettered: 0, letters: 0, syllables: 0 };
        for token in tokens {
            let at = token.term as usize;
            let (Some(&letters), Some(&syllables)) = (lengths.letters.get(at), lengths.syllables.get(at))
            else {
                continue;
            };
            if letters > 0 {
                counts.lettered += 1;
                counts.letters += usize::from(letters);
                counts.syllables += usize::from(syllables);
            }
        }
        counts
    }

    /// Reading ease, grade, words a sentence, syllables a word, letters a word. With *L* words a sentence and *S* syllables
    /// a word, the ease is 206.835 - 1.015 L - 84.6 S, the grade 0.39 L + 11.8 S - 15.59.
    ///
    /// # Returns
    /// `None` for a text below [`FEWEST_WORDS`], or without a word that has a letter.
    /// # Source
    /// Flesch 1948, A new readability yardstick, p. 225; Kincaid et al. 1975, Derivation of new readability formulas for Navy
    /// enlisted personnel, p. 14.
    #[expect(clippy::cast_precision_loss, reason = "counts of one article")]
    fn figures(self) -> Option<[f64; 5]> {
        if self.words < FEWEST_WORDS || self.lettered == 0 || self.sentences == 0 {
            return None;
        }
        let length = self.words as f64 / self.sentences as f64;
        let lettered = self.lettered as f64;
        let (syllables, letters) = (self.syllables as f64 / lettered, self.letters as f64 / lettered);
        let ease = 206.835 - 1.015 * length - 84.6 * syllables;
        let grade = 0.39 * length + 11.8 * syllables - 15.59;
        Some([ease, grade, length, syllables, letters])
    }
}

/// The share of different words in a window of [`FEWEST_WORDS`] words, averaged over all places of the window.
///
/// # Shape
/// `tokens` are as many as the window or more; `places` is a buffer.
/// # Source
/// M.A. Covington & J.D. `McFall` 2010, Cutting the Gordian knot: the moving-average type-token ratio.
#[expect(clippy::cast_precision_loss, reason = "counts of one article")]
fn moving_type_token_ratio(tokens: &[Token], places: &mut Vec<(TermId, u32)>) -> f64 {
    places.clear();
    places.extend(tokens.iter().zip(0_u32..).map(|(token, place)| (token.term, place)));
    places.sort_unstable();
    let n_windows = (tokens.len() + 1).saturating_sub(FEWEST_WORDS);
    // A window counts a word where it meets it first: those that begin behind the place before it and reach this one.
    let (mut types, mut before) = (0, None);
    for &(term, place) in places.iter() {
        let place = place as usize;
        let behind = before.filter(|&(other, _)| other == term).map_or(0, |(_, other_place)| other_place + 1);
        let from = behind.max((place + 1).saturating_sub(FEWEST_WORDS));
        types += (place + 1).min(n_windows).saturating_sub(from);
        before = Some((term, place));
    }
    types as f64 / (n_windows * FEWEST_WORDS) as f64
}

#[cfg(test)]
mod tests {
    use super::{FEWEST_WORDS, Readability, moving_type_token_ratio};
    use crate::harvest::FIXED_ONE;
    use crate::measures::tests::seen;
    use crate::text::Token;

    fn figures(text: &str) -> Vec<f64> {
        seen(&Readability, ("A headline that is left out", text))
            .iter()
            .map(|it| f64::from(it.value) / FIXED_ONE)
            .collect()
    }

    fn is(figure: f64, expected: f64) -> bool {
        (figure - expected).abs() < 1e-6
    }

    #[test]
    fn the_figures_are_those_of_the_formulas() {
        // 12 words, 10 with a letter, 43 letters, 17 syllables a sentence.
        let text = "The city council voted on Monday, 12 to 3, to close schools. ".repeat(10);
        let found = figures(&text);
        let (length, syllables) = (12.0, 1.4);
        assert!(is(found[0], 0.39 * length + 11.8 * syllables - 15.59), "{found:?}");
        assert!(is(found[1], 206.835 - 1.015 * length - 84.6 * syllables), "{found:?}");
        assert!(is(found[2], 0.11), "{found:?}");
        assert!(is(found[3], length) && is(found[4], syllables) && is(found[5], 4.3), "{found:?}");
    }

    #[test]
    fn a_short_text_has_no_figure() {
        assert!(figures(&"one two three four five six seven eight nine. ".repeat(11)).is_empty());
        assert_eq!(figures(&"one two three four five six seven eight nine ten. ".repeat(10)).len(), 6);
        assert!(figures(&"1 2 3 4 5 6 7 8 9 10. ".repeat(20)).is_empty());
        assert!(figures("").is_empty());
    }

    #[test]
    fn every_window_counts_its_different_words() {
        let tokens: Vec<Token> = (0..250_u32)
            .map(|place| Token { start: place, end: place, term: place * place % 83 % 61, is_quoted: false })
            .collect();
        let windows = tokens.windows(FEWEST_WORDS);
        let shares: Vec<f64> = windows
            .map(|window| {
                let mut terms: Vec<u32> = window.iter().map(|it| it.term).collect();
                terms.sort_unstable();
                terms.dedup();
                f64::from(u32::try_from(terms.len()).unwrap()) / 100.0
            })
            .collect();
        let expected = shares.iter().sum::<f64>() / 151.0;
        assert_eq!(shares.len(), 151);
        assert!(is(moving_type_token_ratio(&tokens, &mut Vec::new()), expected));
    }

    #[test]
    fn a_heading_without_a_stop_is_taken_for_a_sentence() {
        let text = "The city council voted on Monday night to close two schools.\n".repeat(10);
        let with_headings = text.replace('\n', "\nA heading\n");
        assert!(figures(&with_headings)[3] < figures(&text)[3]);
    }
}
