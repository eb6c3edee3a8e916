//! Style: passives, questions and exclamations, superlatives, pronouns, numbers, tenses and capitals.

use super::style_words::{Signs, Words};
use super::{Measure, Observer, Prepared, Resources, style_marks, style_verbs};
use crate::dfm::Scale;
use crate::error::Result;
use crate::harvest::{Emit, Place};
use crate::key::{About, DifferenceTable, Voice, Zone};
use crate::text::{Document, Sentence, Token, WordClasses};

/// The features by their numbers.
pub(super) mod feature {
    pub(in crate::measures) const CAPITALS: u16 = 0;
    pub(in crate::measures) const EXCLAMATIONS: u16 = 1;
    pub(in crate::measures) const FIRST_PLURAL: u16 = 2;
    pub(in crate::measures) const FIRST_SINGULAR: u16 = 3;
    pub(in crate::measures) const FUTURE: u16 = 4;
    pub(in crate::measures) const NUMBERS: u16 = 5;
    pub(in crate::measures) const PASSIVES: u16 = 6;
    pub(in crate::measures) const PAST: u16 = 7;
    pub(in crate::measures) const PRESENT: u16 = 8;
    pub(in crate::measures) const QUESTIONS: u16 = 9;
    pub(in crate::measures) const SECOND_PERSON: u16 = 10;
    pub(in crate::measures) const SUPERLATIVES: u16 = 11;
    pub(in crate::measures) const THIRD_PERSON: u16 = 12;
}

/// The names of the features, by number.
const FEATURES: [&str; 13] = [
    "capitals",
    "exclamations",
    "first_plural",
    "first_singular",
    "future_tense",
    "numbers",
    "passives",
    "past_tense",
    "present_tense",
    "questions",
    "second_person",
    "superlatives",
    "third_person",
];

/// The measure.
#[derive(Debug)]
pub(crate) struct Style;

impl Measure for Style {
    fn about(&self) -> About {
        About {
            name: "style",
            line: "how a text is written: passives, questions, exclamations, superlatives, pronouns by person, numbers, \
                   tenses, words in capitals",
            unit: "matches per 1,000 words",
            limits: "English, told from word lists and the words beside, without grammar. Passives: be or get with only \
                     adverbs before the participle, so neither inverted (`Was he shot?`) nor a second one after `and`, and \
                     some states (`was closed`) count. Questions and exclamations: only by the mark that ends a sentence. \
                     Superlatives: `latest` and `at least` are left out, `most` counts before an adverb in -ly, or after \
                     an article or possessive before what looks like an adjective; plain facts (`largest city`) count. \
                     Pronouns: `it` and `you` of no one count. Numbers: `one`, `once` and `second` are left out, `first` \
                     counts in any sense; figures side by side with words are one. Tenses: finite verbs as far as forms \
                     tell; forms like `cut` and `put`, plain forms after a noun (`Critics say`), modal verbs and `would` \
                     are not seen, so the three do not add up to all verbs; `going to` before a noun counts as future. \
                     Capitals: words of five letters and more but for known acronyms, of two and more where most of a \
                     sentence is in capitals; shorter stressed words are missed, names in capitals (`USA TODAY`) and new \
                     acronyms count; a dateline at the start and a label before a colon are passed over",
            source: "features: Biber 1988; Quirk, Greenbaum, Leech & Svartvik 1985; for news: Potthast, Kiesel, Reinartz, \
                     Bevendorff & Stein 2018",
        }
    }

    fn name(&self) -> &'static str {
        "style"
    }

    fn features(&self) -> Vec<String> {
        FEATURES.iter().map(|&name| name.to_owned()).collect()
    }

    fn scale(&self) -> Scale {
        Scale::RatePerThousand
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
        Ok(Box::new(Ready { words: Words::new(&resources.vocabulary), classes: &resources.word_classes }))
    }
}

struct Ready<'a> {
    words: Words,
    classes: &'a WordClasses,
}

impl Prepared for Ready<'_> {
    fn observer(&self) -> Box<dyn Observer + '_> {
        Box::new(Finder { ready: self })
    }
}

struct Finder<'a> {
    ready: &'a Ready<'a>,
}

impl Observer for Finder<'_> {
    fn observe(&mut self, document: &Document<'_>, emit: &mut Emit<'_>) {
        let mut is_first_of_text = true;
        for (sentence, number) in document.sentences().iter().zip(0_u32..) {
            let line = Line {
                document,
                sentence,
                number,
                tokens: document.tokens_of(sentence),
                source: document.source(sentence.zone),
                words: &self.ready.words,
                classes: self.ready.classes,
            };
            style_marks::endings(line, document.slice(sentence), emit);
            style_marks::capitals(line, is_first_of_text && sentence.zone != Zone::Headline, emit);
            style_marks::numbers(line, emit);
            style_marks::superlatives(line, emit);
            style_marks::pronouns(line, emit);
            style_verbs::passives(line, emit);
            style_verbs::tenses(line, emit);
            is_first_of_text &= sentence.zone == Zone::Headline;
        }
    }
}

/// A sentence with what is known of its words.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) sentence: &'a Sentence,
    number: u32,
    pub(super) tokens: &'a [Token],
    source: &'a str,
    words: &'a Words,
    pub(super) classes: &'a WordClasses,
}

impl<'a> Line<'a> {
    /// The signs of the word at a position; none outside the sentence.
    pub(super) fn signs(self, at: usize) -> Signs {
        self.tokens.get(at).map_or(0, |&token| self.words.signs(token))
    }

    /// The signs of the word right before the one at `at`.
    pub(super) fn signs_before(self, at: usize) -> Signs {
        at.checked_sub(1).filter(|_| self.follows(at)).map_or(0, |before| self.signs(before))
    }

    /// The signs of the word right after the one at `at`.
    pub(super) fn signs_after(self, at: usize) -> Signs {
        if self.follows(at + 1) { self.signs(at + 1) } else { 0 }
    }

    /// The word at a position as it is written.
    pub(super) fn text(self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |it| it.text(self.source))
    }

    pub(super) fn begins_with_capital(self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|it| it.is_capital(self.source))
    }

    /// Whether the word ends in an 's.
    pub(super) fn ends_in_s(self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|it| it.is_possessive(self.source))
    }

    /// Whether a colon stands right behind the first `n` words, which are one at least.
    pub(super) fn has_colon_after(self, n: usize) -> bool {
        let last = n.checked_sub(1).and_then(|last| self.tokens.get(last));
        last.is_some_and(|it| self.source.get(it.end as usize..).is_some_and(|rest| rest.starts_with(':')))
    }

    /// Whether the word at `at` follows the one before it with nothing but white space and quote marks between.
    pub(super) fn follows(self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|it| self.tokens.get(it));
        let word = self.tokens.get(at);
        before.zip(word).is_some_and(|(before, word)| before.is_right_before(*word, self.source))
    }

    /// The place of the words from `first` to `last`, in the voice of the first.
    pub(super) fn place(self, first: usize, last: usize) -> Place {
        let (first, last) = (self.tokens[first], self.tokens[last]);
        Place { start: first.start, end: last.end, ..self.sentence_place(first.voice()) }
    }

    /// The place of the sentence.
    pub(super) fn sentence_place(self, voice: Voice) -> Place {
        let Sentence { zone, start, end, .. } = *self.sentence;
        Place { voice, zone, sentence: self.number, start, end }
    }
}

#[cfg(test)]
mod tests {
    use super::{FEATURES, Style};
    use crate::measures::tests::seen;

    /// What the measure sees of a feature in a text without headline.
    fn found(feature: &str, text: &str) -> Vec<String> {
        let number = FEATURES.iter().position(|name| *name == feature).unwrap();
        let seen = seen(&Style, ("", text));
        seen.into_iter()
            .filter(|it| usize::from(it.feature) == number)
            .map(|it| text[it.start as usize..it.end as usize].to_owned())
            .collect()
    }

    #[track_caller]
    fn holds(feature: &str, cases: &[(&str, &[&str])]) {
        for (text, expected) in cases {
            assert_eq!(found(feature, text), *expected, "{feature} in {text}");
        }
    }

    #[test]
    fn a_passive_is_be_or_get_with_a_participle() {
        holds(
            "passives",
            &[
                ("Two men were shot, and one has been badly injured.", &["were shot", "been badly injured"]),
                ("The law was not, in the end, passed.", &[]),
                ("It wasn't even taken; he got arrested.", &["wasn't even taken", "got arrested"]),
                ("She is being held. They're charged.", &["is being held", "They're charged"]),
                ("The plan is set to fail and was set by her.", &["was set"]),
            ],
        );
    }

    #[test]
    fn a_state_is_no_passive_unless_by_follows() {
        holds(
            "passives",
            &[
                ("He is interested and was worried. They were naked.", &[]),
                ("The town was shocked by the news.", &["was shocked"]),
                ("The firm is New York-based. It is UK-based.", &[]),
                ("There were seven children indeed.", &[]),
            ],
        );
    }

    #[test]
    fn an_inverted_passive_is_not_seen() {
        assert!(found("passives", "Was the man shot?").is_empty());
    }

    #[test]
    fn questions_and_exclamations_are_told_by_the_mark_at_the_end() {
        let text = "Who won? \"Stop!\" We did. \"What?!\" Site.org/?q is up.";
        assert_eq!(found("questions", text), ["Who won?", "\"What?!\""]);
        assert_eq!(found("exclamations", text), ["\"Stop!\"", "\"What?!\""]);
        // Blind: a question that its sentence goes on after.
        assert!(found("questions", "\"Why?\" he asked.").is_empty());
    }

    #[test]
    fn superlatives_end_in_est_or_have_most_before_an_adjective() {
        holds(
            "superlatives",
            &[
                ("The biggest protest in the West was the best.", &["biggest", "best"]),
                ("At least five, at best, the latest.", &[]),
                (
                    "It is one of the most important and the world's most powerful.",
                    &["most important", "most powerful"],
                ),
                ("Most political parties and most people, most recently.", &["most recently"]),
                (
                    "The most votes. The least expensive, second-largest.",
                    &["least expensive", "second-largest"],
                ),
            ],
        );
    }

    #[test]
    fn pronouns_are_told_by_person() {
        let text = "I told you we'd help them; let's go, it’s theirs. Let him.";
        assert_eq!(found("first_singular", text), ["I"]);
        assert_eq!(found("first_plural", text), ["we'd", "let's"]);
        assert_eq!(found("second_person", text), ["you"]);
        assert_eq!(found("third_person", text), ["them", "it’s", "theirs", "him"]);
    }

    #[test]
    fn the_united_states_and_a_world_war_are_no_pronouns() {
        assert_eq!(found("first_plural", "The US told us."), ["us"]);
        assert_eq!(found("first_plural", "THEY TOLD US ALL"), ["US"]);
        assert!(found("first_singular", "World War I ended.").is_empty());
    }

    #[test]
    fn a_number_of_several_words_is_one() {
        holds(
            "numbers",
            &[
                (
                    "Two hundred men got $3 million on the 21st of May 2018.",
                    &["Two hundred", "3 million", "21st", "2018"],
                ),
                ("One of them waited a second for three-quarters of it.", &["three-quarters"]),
            ],
        );
    }

    #[test]
    fn tenses_are_told_by_forms_and_the_words_beside() {
        let text =
            "He said she had left. They say it is over. He will go and we're going to win; they'll see.";
        assert_eq!(found("past_tense", text), ["said", "had"]);
        assert_eq!(found("present_tense", text), ["say", "is"]);
        assert_eq!(found("future_tense", text), ["will", "we're going to", "they'll"]);
    }

    #[test]
    fn participles_infinitives_and_names_tell_no_tense() {
        holds(
            "past_tense",
            &[
                ("The men arrested in May were held. The process outlined by the bill.", &["were"]),
                ("Police arrested the men. He has arrested a man.", &["arrested"]),
            ],
        );
        holds(
            "present_tense",
            &[("Did they have it? He would do so to have a say.", &[]), ("It's late.", &["It's"])],
        );
        holds(
            "future_tense",
            &[("Will Smith read his will. That will do. Will Smith win?", &["will", "Will"])],
        );
    }

    #[test]
    fn forms_without_a_tense_of_their_own_are_not_seen() {
        assert!(found("past_tense", "He cut taxes and put it right.").is_empty());
        assert!(found("present_tense", "Critics say no.").is_empty());
    }

    #[test]
    fn capitals_are_long_words_or_whole_sentences_but_no_acronyms() {
        holds(
            "capitals",
            &[
                ("WASHINGTON — The NATO and UNESCO chiefs were NEVER late.", &["NEVER"]),
                ("The ban. STOP THE BAN NOW!", &["STOP", "THE", "BAN", "NOW"]),
                ("He said the USA must not win. It is UK-based, COVID-19 or G20.", &[]),
                ("It is over. JAKE TAPPER: This is AWFUL news.", &["AWFUL"]),
            ],
        );
        // Blind: a short word that is stressed looks like an acronym.
        assert!(found("capitals", "He did it. He did NOT go.").is_empty());
    }

    #[test]
    fn a_match_has_voice_and_zone() {
        use crate::key::{Voice, Zone};
        let seen = seen(&Style, ("Why?", "She said: \"I went.\" He left."));
        let of = |number: u16| {
            seen.iter().filter(|it| it.feature == number).map(|it| (it.voice, it.zone)).collect::<Vec<_>>()
        };
        assert_eq!(of(super::feature::QUESTIONS), [(Voice::Own, Zone::Headline)]);
        assert_eq!(of(super::feature::FIRST_SINGULAR), [(Voice::Quoted, Zone::Lead)]);
        assert!(found("passives", "").is_empty());
    }
}
