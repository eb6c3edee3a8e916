//! Headlines: how long they are, how many of their words have a capital, whether they ask, whether they are clickbait.

use super::{Measure, Observer, Prepared, Resources};
use crate::dfm::Scale;
use crate::error::{Error, Result};
use crate::harvest::{Emit, Place};
use crate::key::{About, DifferenceTable, Voice, Zone};
use crate::text::lexicon::{Lexicon, Matcher};
use crate::text::{Document, Token, Vocabulary, WordClasses};
use std::path::Path;
use std::sync::LazyLock;

static LEXICON: LazyLock<std::result::Result<Lexicon, String>> =
    LazyLock::new(|| Lexicon::parse("clickbait", include_str!("../../data/lexicons/clickbait.csv")));

const NUMBERS: &str = include_str!("../../data/lexicons/number_words.csv");

/// The features, in order.
const FEATURES: [&str; 4] = ["capitalised", "clickbait", "length", "question"];

/// What a listicle lists.
const LISTED: &str = "adorable amazing animals apps best books celebrities celebs clues dishes easy essential examples \
                      facts fascinating films funny genius gifs gifts habits hacks hilarious ideas images insane items \
                      jokes lessons lies memes mistakes moments most movies myths natural outfits photos pics pictures \
                      places products quotes reasons recipes secrets shows signs simple songs steps stories surprising \
                      takeaways things times tips tricks truths tweets unexpected vines ways weird words worst";

/// How many words may stand between the number and what is listed.
const FARTHEST: usize = 2;

/// The measure.
#[derive(Debug)]
pub(crate) struct Headline;

impl Measure for Headline {
    fn about(&self) -> About {
        About {
            name: "headline",
            line: "how headlines are made: their length, the share of words with a capital, whether they are questions, \
                   whether they are clickbait",
            unit: "mean over articles with a headline: words; share of the words with a letter, 0 to 1; share of headlines, \
                   0 to 1 (both last)",
            limits: "English. Capitals tell a house style before anything else. A question is told by a question mark at the \
                     end. Clickbait is told by phrases and by a number before what is listed (`17 things`): advice and \
                     service (`what to know`), quoted speech and titles of works are taken for it, and a headline that \
                     teases in plain words is not; copies of a text keep the headline of each outlet",
            source: "clickbait: Chakraborty, Paranjape, Kakarla & Ganguly 2016; Potthast, Köpsel, Stein & Hagen 2016",
        }
    }

    fn name(&self) -> &'static str {
        "headline"
    }

    fn features(&self) -> Vec<String> {
        FEATURES.iter().map(|&name| name.to_owned()).collect()
    }

    fn scale(&self) -> Scale {
        Scale::MeanOfArticles(Zone::Headline)
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
        let file = Path::new("data/lexicons/clickbait.csv");
        let lexicon = LEXICON.as_ref().map_err(|problem| Error::content(file, problem.clone()))?;
        Ok(Box::new(Ready {
            phrases: lexicon.compile(&resources.vocabulary),
            classes: &resources.word_classes,
            kinds: kinds(&resources.vocabulary),
        }))
    }
}

/// What a word is in the pattern of a listicle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Other,
    Number,
    Listed,
}

/// The kind of each word of a vocabulary.
fn kinds(vocabulary: &Vocabulary) -> Vec<Kind> {
    let is_figure = |form: &str| form.len() <= 3 && form.bytes().all(|byte| byte.is_ascii_digit());
    let of = |id| if is_figure(vocabulary.form(id)) { Kind::Number } else { Kind::Other };
    let mut kinds: Vec<Kind> = vocabulary.ids().map(of).collect();
    let numbers = NUMBERS.lines().filter(|line| !line.starts_with('#') && *line != "one").skip(1);
    let words = numbers
        .map(|word| (word, Kind::Number))
        .chain(LISTED.split_whitespace().map(|word| (word, Kind::Listed)));
    for (word, kind) in words {
        if let Some(of_word) = kinds.get_mut(vocabulary.find(word.as_bytes()) as usize) {
            *of_word = kind;
        }
    }
    kinds
}

struct Ready<'a> {
    phrases: Matcher,
    classes: &'a WordClasses,
    kinds: Vec<Kind>,
}

impl Prepared for Ready<'_> {
    fn observer(&self) -> Box<dyn Observer + '_> {
        Box::new(Reader { ready: self })
    }
}

struct Reader<'a> {
    ready: &'a Ready<'a>,
}

impl Observer for Reader<'_> {
    fn observe(&mut self, document: &Document<'_>, emit: &mut Emit<'_>) {
        let Some(sentence) = document.sentences().first().filter(|it| it.zone == Zone::Headline) else {
            return;
        };
        let tokens = document.tokens_of(sentence);
        let title = document.source(Zone::Headline);
        let (mut n_lettered, mut n_capitals) = (0_u32, 0_u32);
        for token in tokens {
            let word = title.get(token.start as usize..token.end as usize).unwrap_or("");
            n_lettered += u32::from(word.contains(char::is_alphabetic));
            n_capitals += u32::from(word.starts_with(char::is_uppercase));
        }
        let length = u32::try_from(tokens.len()).unwrap_or(u32::MAX);
        let closes =
            |it: char| it.is_whitespace() || matches!(it, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '!');
        let asks = title.trim_end_matches(closes).ends_with('?');
        let place = Place {
            voice: Voice::All,
            zone: Zone::Headline,
            sentence: 0,
            start: sentence.start,
            end: sentence.end,
        };
        if n_lettered > 0 {
            emit.value(0, place, f64::from(n_capitals) / f64::from(n_lettered));
        }
        emit.value(1, place, f64::from(u8::from(self.is_clickbait(document, tokens))));
        emit.value(2, place, f64::from(length));
        emit.value(3, place, f64::from(u8::from(asks)));
    }
}

impl Reader<'_> {
    fn is_clickbait(&self, document: &Document<'_>, tokens: &[Token]) -> bool {
        let mut has_phrase = false;
        self.ready.phrases.find_in(document, 1, self.ready.classes, |_| has_phrase = true);
        has_phrase || self.is_listicle(tokens)
    }

    /// Whether one of the first three words is a number, and what is listed stands right behind it.
    fn is_listicle(&self, tokens: &[Token]) -> bool {
        let kind = |token: &Token| self.ready.kinds.get(token.term as usize).copied().unwrap_or_default();
        let number = tokens.iter().take(3).position(|token| kind(token) == Kind::Number);
        number.is_some_and(|at| tokens[at + 1..].iter().take(FARTHEST + 1).any(|it| kind(it) == Kind::Listed))
    }
}

#[cfg(test)]
mod tests {
    use super::{FEATURES, Headline};
    use crate::harvest::FIXED_ONE;
    use crate::key::Zone;
    use crate::measures::tests::seen;

    fn figure(feature: &str, title: &str) -> Option<f64> {
        let number = FEATURES.iter().position(|name| *name == feature).unwrap();
        let seen = seen(&Headline, (title, "You won't believe what happened next. Why?"));
        assert!(seen.iter().all(|it| it.zone == Zone::Headline));
        let of_feature = seen.iter().find(|it| usize::from(it.feature) == number);
        of_feature.map(|it| f64::from(it.value) / FIXED_ONE)
    }

    #[test]
    fn length_capitals_and_questions_are_told() {
        let title = "Is the 2018 Budget “Dead”?";
        assert_eq!(figure("length", title), Some(5.0));
        assert_eq!(figure("capitalised", title), Some(0.75));
        assert_eq!(figure("question", title), Some(1.0));
        assert_eq!(figure("question", "Why? We asked"), Some(0.0));
    }

    #[test]
    fn clickbait_is_told_by_phrases_and_lists() {
        for title in [
            "You won't believe what she did",
            "17 Things You Should Know",
            "The 10 best books of the year",
            "Five surprising facts about tea",
        ] {
            assert_eq!(figure("clickbait", title), Some(1.0), "{title}");
        }
    }

    #[test]
    fn a_number_in_hard_news_is_no_list() {
        for title in [
            "17 people killed in Florida school shooting",
            "Three men arrested over theft",
            "Senate passes budget",
            "One thing is clear: taxes rise",
            "Flood of 2018 was the worst",
        ] {
            assert_eq!(figure("clickbait", title), Some(0.0), "{title}");
        }
    }

    #[test]
    fn no_headline_has_no_figure() {
        assert_eq!(figure("length", ""), None);
        assert_eq!(figure("capitalised", "2018"), None);
    }

    #[test]
    fn quoted_speech_is_taken_for_clickbait_and_plain_teasing_is_not() {
        assert_eq!(figure("clickbait", "'You need to know the truth,' minister tells court"), Some(1.0));
        assert_eq!(figure("clickbait", "The one place where nobody pays tax"), Some(0.0));
    }
}
