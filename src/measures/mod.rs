//! Measures: each sees one document at a time and emits what it counts, with its place.

mod frames;
mod generic_frames;
mod headline;
mod lexical;
mod loaded;
mod moral;
mod names;
mod quotes;
mod readability;
mod sentiment;
mod style;
mod style_marks;
mod style_verbs;
mod style_words;
mod targets;

pub use lexical::LexicalMeasure;
pub use targets::Targets;

use crate::dfm::Scale;
use crate::error::Result;
use crate::harvest::Emit;
use crate::key::{About, DifferenceTable};
use crate::text::lexicon::Lexicon;
use crate::text::names::NameWords;
use crate::text::vader::Vader;
use crate::text::{Cues, Document, Negations, Vocabulary, WordClasses};

/// What a measure may need besides the document; made once for a run.
pub struct Resources {
    /// The forms that the run's documents hold, sorted.
    pub vocabulary: Vocabulary,
    /// The scorer of sentences.
    pub vader: Vader,
    /// What the words of the vocabulary do in an attribution.
    pub cues: Cues,
    /// What the words of the vocabulary tell of the class of those beside them.
    pub word_classes: WordClasses,
    /// The words of the vocabulary that negate.
    pub negations: Negations,
    /// What the words of the vocabulary do in and beside names.
    pub name_words: NameWords,
}

/// A kind of figure.
pub trait Measure: Sync + Send {
    /// Name, one line, unit, where it is blind, source.
    fn about(&self) -> About;

    /// The measure's name in tables: its own, or that of a user's lexicon.
    fn name(&self) -> &str;

    /// The names of its features; their order numbers them.
    fn features(&self) -> Vec<String>;

    /// How values become one figure.
    fn scale(&self) -> Scale;

    /// The table in which its features are compared.
    fn table(&self) -> DifferenceTable {
        DifferenceTable::Frames
    }

    /// Whether a feature has rows in single events too, beside those over all events: of many features most single events
    /// say nothing, and rows cost time and hide the others.
    fn is_shown_in_events(&self, _feature: &str) -> bool {
        true
    }

    /// Whether its figures mean something for English only; articles in other languages then have none.
    fn needs_english(&self) -> bool {
        false
    }

    /// The lexicon whose entries it looks for, where it has one.
    fn lexicon(&self) -> Option<&Lexicon> {
        None
    }

    /// Whether its lexicon is the user's own.
    fn is_of_user(&self) -> bool {
        false
    }

    /// Makes the measure ready for the documents of a run.
    ///
    /// # Errors
    /// When a table that it needs is not usable.
    fn prepare<'a>(&'a self, resources: &'a Resources) -> Result<Box<dyn Prepared + 'a>>;
}

/// A measure that is ready for the documents of a run; shared by all threads.
pub trait Prepared: Sync {
    /// An observer with buffers of its own.
    fn observer(&self) -> Box<dyn Observer + '_>;
}

/// What looks at documents, one after the other.
pub trait Observer {
    /// Looks at one document and emits what it sees.
    fn observe(&mut self, document: &Document<'_>, emit: &mut Emit<'_>);
}

/// The measures of every run, in the order in which users see them.
pub const MEASURES: &[&dyn Measure] = &[
    &sentiment::Sentiment,
    &frames::FRAMES,
    &generic_frames::GENERIC_FRAMES,
    &moral::MORAL,
    &loaded::LOADED,
    &style::Style,
    &readability::Readability,
    &headline::Headline,
    &quotes::Quotes,
    &names::Names,
];

/// The lexicons that are compiled into the program.
pub const LEXICONS: &[About] = &[
    About {
        name: "policy_frames",
        line: "words and phrases of the fifteen policy frames, written for this project",
        unit: "category, entry",
        limits: "see the head of data/lexicons/policy_frames.csv",
        source: "the frames: Boydstun, Card, Gross, Resnik & Smith 2014",
    },
    About {
        name: "generic_frames",
        line: "words and phrases of five generic frames, written for this project",
        unit: "category, entry, word class",
        limits: "see the head of data/lexicons/generic_frames.csv",
        source: "the frames: Semetko & Valkenburg 2000",
    },
    About {
        name: "moral_foundations",
        line: "words and phrases of five moral foundations, virtue and vice, written for this project",
        unit: "category, entry, word class",
        limits: "see the head of data/lexicons/moral_foundations.csv",
        source: "the foundations: Graham, Haidt & Nosek 2009",
    },
    About {
        name: "loaded_language",
        line: "loaded, hedged and stance-taking words in eight classes, written for this project",
        unit: "category, entry, word class",
        limits: "see the head of data/lexicons/loaded_language.csv",
        source: "the classes: Recasens, Danescu-Niculescu-Mizil & Jurafsky 2013; Hyland 2005",
    },
    About {
        name: "clickbait",
        line: "words and phrases of clickbait headlines in five categories, written for this project",
        unit: "category, entry",
        limits: "see the head of data/lexicons/clickbait.csv",
        source: "the features: Chakraborty, Paranjape, Kakarla & Ganguly 2016; Potthast, Köpsel, Stein & Hagen 2016",
    },
    About {
        name: "pronouns",
        line: "personal, possessive and reflexive pronouns by person, written for this project",
        unit: "category, entry",
        limits: "see the head of data/lexicons/pronouns.csv",
        source: "their use as a mark of involvement: Biber 1988; Hyland 2005",
    },
    About {
        name: "verb_tenses",
        line: "verb forms that tell a tense, written for this project",
        unit: "category, entry",
        limits: "see the head of data/lexicons/verb_tenses.csv",
        source: "tenses as marks of kinds of text: Biber 1988",
    },
    About {
        name: "irregular_participles",
        line: "past participles that do not end in -ed, written for this project",
        unit: "entry",
        limits: "see the head of data/lexicons/irregular_participles.csv",
        source: "",
    },
    About {
        name: "not_participles",
        line: "words in -ed and -en that make no passive, written for this project",
        unit: "entry",
        limits: "see the head of data/lexicons/not_participles.csv",
        source: "the passive gradient: Quirk, Greenbaum, Leech & Svartvik 1985; Huddleston & Pullum 2002",
    },
    About {
        name: "superlatives",
        line: "superlatives that do not simply end in -est, written for this project",
        unit: "entry",
        limits: "see the head of data/lexicons/superlatives.csv",
        source: "superlatives as a mark of overstatement: Potthast, Kiesel, Reinartz, Bevendorff & Stein 2018",
    },
    About {
        name: "not_superlatives",
        line: "words in -est that are no superlatives, written for this project",
        unit: "entry",
        limits: "see the head of data/lexicons/not_superlatives.csv",
        source: "",
    },
    About {
        name: "number_words",
        line: "numbers written as words, written for this project",
        unit: "entry",
        limits: "see the head of data/lexicons/number_words.csv",
        source: "",
    },
    About {
        name: "syllable_exceptions",
        line: "words whose syllables no rule counts right, written for this project",
        unit: "entry, syllables in General American",
        limits: "see the head of data/lexicons/syllable_exceptions.csv",
        source: "",
    },
    About {
        name: "vader",
        line: "word valences of the VADER reference implementation 3.3.2 (MIT licence)",
        unit: "token, valence from -4 to 4",
        limits: "rated by people for the language of social media",
        source: "Hutto & Gilbert 2014",
    },
    About {
        name: "report_verbs",
        line: "verbs that attribute a quotation or report, by what they say of it, written for this project",
        unit: "class, form",
        limits: "see the head of data/lexicons/report_verbs.csv",
        source: "the idea of classes: Recasens, Danescu-Niculescu-Mizil & Jurafsky 2013",
    },
    About {
        name: "report_nouns",
        line: "nouns that attribute a clause, by the classes of the verbs, written for this project",
        unit: "class, form",
        limits: "see the head of data/lexicons/report_nouns.csv",
        source: "the idea: Hyland 2005",
    },
    About {
        name: "attribution_words",
        line: "words around an attribution, by what they do there, written for this project",
        unit: "what it does, word",
        limits: "English only; see the head of data/lexicons/attribution_words.csv",
        source: "",
    },
    About {
        name: "target_verbs",
        line: "verbs with a polarity for who does it and whom it is done to, written for this project",
        unit: "role and polarity, plain form, weight",
        limits: "English only; see the head of data/lexicons/target_verbs.csv",
        source: "",
    },
    About {
        name: "target_nouns",
        line: "nouns with a polarity for whom they are aimed at or whose they are, written for this project",
        unit: "role and polarity, noun with preposition, weight",
        limits: "English only; see the head of data/lexicons/target_nouns.csv",
        source: "",
    },
    About {
        name: "target_words",
        line: "words that throw a good or bad light on who stands near them, written for this project",
        unit: "polarity, word, weight",
        limits: "English only; see the head of data/lexicons/target_words.csv",
        source: "",
    },
    About {
        name: "word_classes",
        line: "words that tell whether the one beside them is verb, noun or adjective, written for this project",
        unit: "what it tells, word",
        limits: "English only; one word to either side",
        source: "",
    },
    About {
        name: "name_words",
        line: "words by what they do in or beside a name, and heads of labels, written for this project",
        unit: "what it does, word",
        limits: "English only; see the head of data/lexicons/name_words.csv",
        source: "",
    },
    About {
        name: "given_names",
        line: "given names of many languages, written for this project",
        unit: "sex of most bearers, name",
        limits: "see the head of data/lexicons/given_names.csv",
        source: "",
    },
    About {
        name: "place_names",
        line: "countries, regions and cities with their adjectives, written for this project",
        unit: "place, form",
        limits: "see the head of data/lexicons/place_names.csv",
        source: "",
    },
    About {
        name: "organisation_names",
        line: "parties, agencies, alliances, media and firms with their acronyms, written for this project",
        unit: "organisation, form",
        limits: "see the head of data/lexicons/organisation_names.csv",
        source: "",
    },
    About {
        name: "negations",
        line: "words that negate, and words that begin a clause, for --negation; written for this project",
        unit: "class, word",
        limits: "English only; three words before a match",
        source: "",
    },
    About {
        name: "stop_words",
        line: "function words that are no terms, written for this project",
        unit: "word class, word",
        limits: "English only",
        source: "",
    },
];

#[cfg(test)]
mod tests {
    use super::{Measure, Resources};
    use crate::harvest::{ArticleRecord, Emit, Observation};
    use crate::text::lexicon::Lexicon;
    use crate::text::names::NameWords;
    use crate::text::vader::Vader;
    use crate::text::{Analyser, Cues, Negations, NumberedWords, Vocabulary, WordClasses};

    /// What a measure sees in an article, in the order of places.
    pub(super) fn seen(measure: &dyn Measure, (title, text): (&str, &str)) -> Vec<Observation> {
        let mut vocabulary = Vocabulary::default();
        let _ = NumberedWords::read((title, text), &mut vocabulary);
        let vocabulary = vocabulary.sorted();
        let classes =
            Lexicon::parse("word_classes", include_str!("../../data/lexicons/word_classes.csv")).unwrap();
        let resources = Resources {
            vader: Vader::embedded().unwrap(),
            cues: Cues::default(),
            negations: Negations::default(),
            name_words: NameWords::default(),
            word_classes: WordClasses::new(&classes, &vocabulary),
            vocabulary,
        };
        let prepared = measure.prepare(&resources).unwrap();
        let mut analyser = Analyser::default();
        let document = analyser.analyse((title, text), &[], &resources.vocabulary);
        let mut record = ArticleRecord::default();
        prepared.observer().observe(&document, &mut Emit::new(&mut record, 0, 0));
        record.observations.sort_unstable_by_key(|it| (it.sentence, it.start));
        record.observations
    }
}
