//! The language of an article: as its source says, else told from the text, if that can be told beyond doubt.
//!
//! A mistake would drop a good article, so that doubt speaks for the article: only a text that is long enough, of
//! which the detector is sure, and that lacks English's commonest words at its start and in its middle, counts as one
//! in another language.

mod codes;

pub use codes::code_of;

/// How much of a text is looked at, in bytes.
const SAMPLE_BYTES: usize = 2_048;

/// From this share of English's own words ([`is_english`]) on a text is in English, and no more is looked at.
const SURELY_ENGLISH: f64 = 0.1;
/// Up to this share a text may be in another language.
const HARDLY_ENGLISH: f64 = 0.03;
/// The fewest words and letters from which English is told.
const FEWEST_WORDS: usize = 8;
/// The fewest letters from which another language is told, in Latin script and in others, which say more by themselves.
const FEWEST_LETTERS: (usize, usize) = (150, 30);

/// What is told of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// The code of the language, two letters.
    pub code: &'static str,
    /// How sure the detector is, from 0 to 1; `None` where the source says the language, or its commonest words do.
    pub confidence: Option<f64>,
}

/// The language of a text that its source calls `given`; `None` where neither tells it beyond doubt.
#[must_use]
pub fn tell(given: &str, text: &str) -> Option<Told> {
    if let Some(code) = code_of(given) {
        return Some(Told { code, confidence: None });
    }
    let start = sample(text, 0);
    let share = english_share(start);
    if share.is_some_and(|share| share >= SURELY_ENGLISH) {
        return Some(Told { code: "en", confidence: None });
    }
    let info = whatlang::detect(start)?;
    // Of short texts the detector is seldom sure; together with English's words its guess is enough for English.
    let is_english = info.lang() == whatlang::Lang::Eng && share.is_some_and(|share| share > HARDLY_ENGLISH);
    if is_english {
        return Some(Told { code: "en", confidence: Some(info.confidence()) });
    }
    // Latin is what designers fill pages with.
    let info = Some(info).filter(|it| it.is_reliable() && it.lang() != whatlang::Lang::Lat)?;
    let told = Told { code: code_of(info.lang().code())?, confidence: Some(info.confidence()) };
    let n_letters = start.chars().filter(|c| c.is_alphabetic()).count();
    let fewest = if info.script() == whatlang::Script::Latin { FEWEST_LETTERS.0 } else { FEWEST_LETTERS.1 };
    let lacks_english = |part: &str| english_share(part).is_none_or(|share| share <= HARDLY_ENGLISH);
    let is_sure = n_letters >= fewest
        && (told.code == "en" || (lacks_english(start) && lacks_english(sample(text, text.len() / 2))));
    is_sure.then_some(told)
}

/// A piece of the text from about a byte on.
fn sample(text: &str, from: usize) -> &str {
    let from = text.ceil_char_boundary(from);
    text.get(from..text.floor_char_boundary(from.saturating_add(SAMPLE_BYTES))).unwrap_or("")
}

/// The share of words that only English has; `None` for too few words.
#[expect(clippy::cast_precision_loss, reason = "words of a sample")]
fn english_share(text: &str) -> Option<f64> {
    let (mut n, mut n_english) = (0_usize, 0_usize);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        n += 1;
        n_english += usize::from(is_english(word));
    }
    (n >= FEWEST_WORDS).then(|| n_english as f64 / n as f64)
}

/// Whether a word is one of those that hardly another language has and that make up 15 to 25 % of running English
/// text. Words that others have too (`in`, `is`, `for`, `at`, `to`, `a`, `was`) are no evidence.
fn is_english(word: &str) -> bool {
    let mut small = [0; 5];
    let Some(letters) = small.get_mut(..word.len()) else { return false };
    letters.copy_from_slice(word.as_bytes());
    letters.make_ascii_lowercase();
    matches!(
        &*letters,
        b"the"
            | b"and"
            | b"of"
            | b"that"
            | b"with"
            | b"from"
            | b"which"
            | b"this"
            | b"their"
            | b"they"
            | b"been"
            | b"would"
            | b"said"
            | b"his"
            | b"but"
            | b"were"
            | b"are"
            | b"has"
            | b"who"
            | b"not"
            | b"its"
            | b"it"
            | b"by"
            | b"about"
            | b"after"
    )
}

#[cfg(test)]
mod tests {
    use super::{Told, tell};

    const GERMAN: &str = "Der Gemeinderat hat am Dienstag beschlossen, die alte Brücke über den Fluss zu sperren. Fachleute \
        hatten Risse in zwei Pfeilern gefunden. Wie lange die Sperre dauert, ist noch nicht klar; die Bürgermeisterin sprach \
        von mehreren Monaten und bat um Geduld.";

    #[test]
    fn what_the_source_says_wins_if_it_is_a_language() {
        assert_eq!(tell("German", "The bridge is shut."), Some(Told { code: "de", confidence: None }));
        assert_eq!(tell("und", GERMAN).map(|told| told.code), Some("de"));
    }

    #[test]
    fn other_languages_are_told_from_texts_that_are_long_enough() {
        let told = tell("", GERMAN).unwrap();
        assert!(told.code == "de" && told.confidence.is_some_and(|it| it > 0.9), "{told:?}");
        assert_eq!(tell("", "Der Rat tagte."), None);
        let filler = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et \
            dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex.";
        assert_eq!(tell("", filler), None, "what designers fill pages with");
        let dutch = "De gemeenteraad heeft dinsdag besloten de oude brug over de rivier te sluiten. Deskundigen vonden scheuren in \
            twee pijlers. Hoe lang het duurt is nog niet duidelijk; de burgemeester sprak van maanden.";
        assert_eq!(tell("", dutch).map(|told| told.code), Some("nl"));
        let russian = "Городской совет решил закрыть старый мост через реку на несколько месяцев.";
        assert_eq!(tell("", russian).map(|told| told.code), Some("ru"));
        let chinese =
            "市议会周二决定关闭河上的旧桥，专家在两个桥墩上发现了裂缝，市长请居民耐心等待几个月的时间。";
        assert_eq!(tell("", chinese).map(|told| told.code), Some("zh"));
    }

    #[test]
    fn doubt_speaks_for_the_article() {
        let english = "The council has shut the old bridge over the river, said the mayor of Orrin.";
        assert_eq!(tell("", english).map(|told| told.code), Some("en"));
        for text in ["", " ", "42 : 17", "Orrin 2, Velland 1", "é", "Dam shut"] {
            assert!(tell("", text).is_none_or(|told| told.code == "en"), "{text}");
        }
        let quoted_first = format!("{GERMAN} {}", format!("{english} ").repeat(20));
        assert_eq!(tell("", &quoted_first).filter(|told| told.code != "en"), None);
    }
}
