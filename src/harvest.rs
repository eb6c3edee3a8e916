//! The harvest: what the measures saw in each article. It is the one thing that threads hand back, and merging it is
//! putting records side by side: any partition of the articles gives the same harvest.

use crate::key::{Voice, Zone};
use crate::text::TermCount;
use crate::text::names::NameMention;

/// A value of 1 in fixed point: six digits.
pub const FIXED_ONE: f64 = 1_000_000.0;

/// Turns a value into fixed point, once.
///
/// # Shape
/// Within ±2,000, which no score and no weight of a lexicon leaves; what lies outside would be cut there.
#[must_use]
pub fn to_fixed(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "the value was clamped into the range")]
    let fixed = (value.clamp(-2_000.0, 2_000.0) * FIXED_ONE).round() as i32;
    fixed
}

/// A value that a measure saw, with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Observation {
    /// The feature, by its position in the run's list of features.
    pub feature: u16,
    /// Whose words.
    pub voice: Voice,
    /// Where.
    pub zone: Zone,
    /// The sentence, by its position in the document.
    pub sentence: u32,
    /// The first byte, in the title for the headline, else in the text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// The value in fixed point ([`FIXED_ONE`]).
    pub value: i32,
}

/// A sentence's size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentenceSize {
    /// Where it stands.
    pub zone: Zone,
    /// Its words outside quotations.
    pub n_own: u32,
    /// Its words inside quotations.
    pub n_quoted: u32,
}

/// How words of another are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteKind {
    /// Word for word, between quote marks.
    Direct,
    /// In the outlet's words.
    Indirect,
    /// In the outlet's words with some between quote marks; these are records of their own too.
    Mixed,
    /// A few words between quote marks that nobody is said to have said.
    Scare,
}

impl QuoteKind {
    /// The word in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
            Self::Scare => "scare",
        }
    }
}

/// A quotation or an indirect report with who said it, as byte ranges of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteRecord {
    /// How the words are given.
    pub kind: QuoteKind,
    /// The first byte: of the opening mark where there is one.
    pub start: u32,
    /// The byte after the last: behind the closing mark where there is one.
    pub end: u32,
    /// How many words it has.
    pub n_words: u32,
    /// The words that name the speaker where it stands.
    pub mention: Option<(u32, u32)>,
    /// The last name before it, where the mention is a pronoun; the mention itself otherwise.
    pub speaker: Option<(u32, u32)>,
    /// The reporting verb.
    pub verb: Option<(u32, u32)>,
    /// The verb's class.
    pub verb_class: Option<u8>,
    /// Its sentiment in fixed point; 0 for an indirect report.
    pub sentiment: i32,
}

/// What was seen in one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleRecord {
    /// The article, by its position in the run.
    pub article: u32,
    /// Its sentences, the headline first.
    pub sentences: Vec<SentenceSize>,
    /// What the measures saw, in the order of features and places.
    pub observations: Vec<Observation>,
    /// Its quotations and indirect reports, in order.
    pub quotes: Vec<QuoteRecord>,
    /// The names in it and what stands for them: those of the headline, then those of the text.
    pub names: Vec<NameMention>,
    /// The entries of lexicons that matched, one number a match, sorted: positions among those of all lexicons of the run.
    pub entries: Vec<u32>,
    /// Its terms, sorted.
    pub terms: Vec<TermCount>,
}

impl ArticleRecord {
    /// Its direct quotations.
    pub fn direct_quotes(&self) -> impl Iterator<Item = &QuoteRecord> {
        self.quotes.iter().filter(|quote| quote.kind == QuoteKind::Direct)
    }

    /// The words of the article in one voice and zone.
    #[must_use]
    pub fn n_words(&self, voice: Voice, zone: Zone) -> u64 {
        self.sentences
            .iter()
            .filter(|sentence| zone == Zone::All || sentence.zone == zone)
            .map(|sentence| sentence.n_words(voice))
            .sum()
    }
}

impl SentenceSize {
    /// The words of the sentence in one voice.
    #[must_use]
    pub fn n_words(&self, voice: Voice) -> u64 {
        let (own, quoted) = (u64::from(self.n_own), u64::from(self.n_quoted));
        match voice {
            Voice::All => own + quoted,
            Voice::Own => own,
            Voice::Quoted => quoted,
        }
    }
}

/// The records of articles, in any order until [`Harvest::sorted`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Harvest {
    records: Vec<ArticleRecord>,
}

impl Harvest {
    /// Adds what was seen in one article.
    pub fn add(&mut self, record: ArticleRecord) {
        self.records.push(record);
    }

    /// Takes in another harvest.
    pub fn merge(&mut self, other: Self) {
        self.records.extend(other.records);
    }

    /// The records in the order of articles, whatever the order in which they came.
    #[must_use]
    pub fn sorted(mut self) -> Vec<ArticleRecord> {
        self.records.sort_by_key(|record| record.article);
        self.records
    }
}

/// Where a measure puts what it sees.
#[derive(Debug)]
pub struct Emit<'a> {
    record: &'a mut ArticleRecord,
    first_feature: u16,
    first_entry: u32,
}

impl<'a> Emit<'a> {
    /// Emits into `record`; the measure's first feature has the position `first_feature`, the first entry of its lexicon
    /// the position `first_entry`.
    pub fn new(record: &'a mut ArticleRecord, first_feature: u16, first_entry: u32) -> Self {
        Self { record, first_feature, first_entry }
    }

    /// Notes a match of entry number `entry` of the measure's lexicon.
    pub fn entry(&mut self, entry: usize) {
        let entry = u32::try_from(entry).unwrap_or(u32::MAX);
        self.record.entries.push(self.first_entry.saturating_add(entry));
    }

    /// Emits a value of the measure's feature number `feature`.
    pub fn value(&mut self, feature: u16, at: Place, value: f64) {
        let Place { voice, zone, sentence, start, end } = at;
        let feature = self.first_feature + feature;
        self.record.observations.push(Observation {
            feature,
            voice,
            zone,
            sentence,
            start,
            end,
            value: to_fixed(value),
        });
    }

    /// Emits the names of the article.
    pub fn names(&mut self, names: &[NameMention]) {
        self.record.names.extend_from_slice(names);
    }

    /// Emits a quotation.
    pub fn quote(&mut self, quote: QuoteRecord) {
        self.record.quotes.push(quote);
    }
}

/// The place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Whose words.
    pub voice: Voice,
    /// Where.
    pub zone: Zone,
    /// The sentence, by its position in the document.
    pub sentence: u32,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}
