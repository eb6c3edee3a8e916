//! Words in context: every place of a text where a pattern stands.

mod context;

pub use context::{Passage, passage, width_of};

use crate::article::Article;
use crate::key::{Voice, Zone};
use crate::text::lexicon::{Lexicon, Matcher};
use crate::text::{Analyser, Document, NumberedWords, Vocabulary, WordClasses};
use regex::{Regex, RegexBuilder};

/// The most memory that a compiled `/pattern/` may take, in bytes.
const LARGEST_PATTERN: usize = 4 << 20;

/// How deep groups of a `/pattern/` may lie in each other.
const DEEPEST_PATTERN: u32 = 100;

/// What is looked for.
#[derive(Debug)]
pub enum Pattern {
    /// The entries of a lexicon; with `english_only` in English articles alone.
    Words {
        /// The entries.
        lexicon: Lexicon,
        /// Whether articles in other languages are passed by.
        english_only: bool,
    },
    /// A regular expression.
    Expression(Regex),
}

/// What a pattern as users write it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked<'a> {
    /// A regular expression, without its slashes.
    Expression(&'a str),
    /// A category of one lexicon, or of any.
    Category(Option<&'a str>, &'a str),
    /// Words, as an entry of a lexicon.
    Words(&'a str),
}

/// Tells what a pattern names: `/expression/`, `category:NAME`, `LEXICON:CATEGORY`, or words.
#[must_use]
pub fn asked(pattern: &str) -> Asked<'_> {
    let pattern = pattern.trim();
    let inner = pattern.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
        return Asked::Expression(inner);
    }
    match pattern.split_once(':') {
        Some(("category", name)) => Asked::Category(None, name.trim()),
        Some((lexicon, name))
            if is_name(lexicon) && !name.starts_with(char::is_whitespace) && !name.is_empty() =>
        {
            Asked::Category(Some(lexicon), name.trim())
        }
        _ => Asked::Words(pattern),
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

impl Pattern {
    /// A regular expression.
    ///
    /// # Errors
    /// What is wrong with it: its grammar, or that it would take more memory than is allowed.
    pub fn expression(text: &str) -> Result<Self, String> {
        RegexBuilder::new(text)
            .size_limit(LARGEST_PATTERN)
            .dfa_size_limit(LARGEST_PATTERN)
            .nest_limit(DEEPEST_PATTERN)
            .build()
            .map(Self::Expression)
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => {
                    "the expression is too large; make its repetitions smaller".to_owned()
                }
                // The library shows the whole expression; its last line says what is wrong.
                error => {
                    let told = error.to_string();
                    let last = told.lines().last().unwrap_or("").trim_start_matches("error: ").to_owned();
                    format!("the expression cannot be read: {last}")
                }
            })
    }
}

/// A place where a pattern stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The article, by its position in the run.
    pub article: u32,
    /// Headline, lead or body.
    pub zone: Zone,
    /// Whose words.
    pub voice: Voice,
    /// The first byte, in the title for the headline, else in the text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A pattern that is ready for articles.
#[derive(Debug)]
pub enum Finder<'a> {
    /// The entries of a lexicon.
    Words {
        /// The entries, ready for the vocabulary.
        matcher: Matcher,
        /// The word classes of the vocabulary.
        classes: &'a WordClasses,
        /// The words of all articles.
        words: &'a [NumberedWords],
        /// Whether articles in other languages are passed by.
        english_only: bool,
    },
    /// A regular expression.
    Expression(&'a Regex),
}

/// Finds a pattern; its buffers are used again from article to article.
#[derive(Debug)]
pub struct Search<'a> {
    finder: &'a Finder<'a>,
    analyser: Analyser,
    nothing: Vocabulary,
}

impl<'a> Search<'a> {
    /// A search with buffers of its own.
    #[must_use]
    pub fn new(finder: &'a Finder<'a>) -> Self {
        Self { finder, analyser: Analyser::default(), nothing: Vocabulary::default() }
    }

    /// The places in one article, those of the headline first, each in order.
    pub fn find(&mut self, number: u32, article: &Article, hits: &mut Vec<Hit>) {
        let from = hits.len();
        match self.finder {
            Finder::Words { matcher, classes, words, english_only } => {
                let Some(words) =
                    words.get(number as usize).filter(|_| article.is_english() || !english_only)
                else {
                    return;
                };
                let document = self.analyser.analyse((&article.title, &article.text), &[], words.numbers());
                matcher.find(&document, classes, |hit| {
                    hits.push(Hit {
                        article: number,
                        zone: document.sentences()[hit.sentence].zone,
                        voice: hit.first.voice(),
                        start: hit.first.start,
                        end: hit.last.end,
                    });
                });
            }
            Finder::Expression(expression) => {
                let spans = |text: &str| -> Vec<(usize, usize)> {
                    let found = expression.find_iter(text).filter(|found| !found.is_empty());
                    found.map(|found| (found.start(), found.end())).collect()
                };
                let (in_title, in_text) = (spans(&article.title), spans(&article.text));
                if in_title.is_empty() && in_text.is_empty() {
                    return;
                }
                let document = self.analyser.analyse((&article.title, &article.text), &[], &self.nothing);
                let of_title = in_title.into_iter().map(|span| place(&document, number, (true, span)));
                hits.extend(of_title.flatten());
                let of_text = in_text.into_iter().map(|span| place(&document, number, (false, span)));
                hits.extend(of_text.flatten());
            }
        }
        hits[from..].sort_by_key(|hit| (hit.zone != Zone::Headline, hit.start, hit.end));
    }
}

/// The zone and voice of bytes of the title or the text.
fn place(
    document: &Document<'_>,
    article: u32,
    (is_title, (start, end)): (bool, (usize, usize)),
) -> Option<Hit> {
    let (start, end) = (u32::try_from(start).ok()?, u32::try_from(end).ok()?);
    let sentences = document.sentences();
    let n_title = sentences.partition_point(|sentence| sentence.zone == Zone::Headline);
    let zone = if is_title {
        Zone::Headline
    } else {
        let own = &sentences[n_title..];
        let at = own.partition_point(|sentence| sentence.end <= start);
        own.get(at).or(own.last()).map_or(Zone::Body, |sentence| sentence.zone)
    };
    let quotations = document.quotations_beside(zone);
    let at = quotations.partition_point(|quotation| quotation.end <= start as usize);
    let is_quoted = quotations.get(at).is_some_and(|quotation| quotation.start <= start as usize);
    let voice = if is_quoted { Voice::Quoted } else { Voice::Own };
    Some(Hit { article, zone, voice, start, end })
}

#[cfg(test)]
mod tests {
    use super::{Asked, Pattern, asked};

    #[test]
    fn a_pattern_says_by_its_form_what_it_is() {
        assert_eq!(asked("/tax(es)?/"), Asked::Expression("tax(es)?"));
        assert_eq!(asked("category:economic"), Asked::Category(None, "economic"));
        assert_eq!(asked("loaded:hedges"), Asked::Category(Some("loaded"), "hedges"));
        assert_eq!(asked("tax cut*"), Asked::Words("tax cut*"));
        assert_eq!(asked("he said: no"), Asked::Words("he said: no"));
        assert_eq!(asked("//"), Asked::Words("//"));
    }

    #[test]
    fn an_absurd_expression_is_refused() {
        for (text, told) in
            [("a{1000}{1000}{1000}", "too large"), ("(a", "unclosed group"), (&"(".repeat(5_000), "read")]
        {
            let problem = Pattern::expression(text).unwrap_err();
            assert!(problem.contains(told) && problem.len() < 200, "{problem}");
        }
    }
}
