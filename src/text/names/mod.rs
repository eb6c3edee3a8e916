//! Names in a document: runs of capitals that are names of persons, organisations and places, with the titles before
//! them, and the noun phrases that stand for them (`the embattled minister`).
//!
//! Rules and word lists only. What a capital at the start of a sentence is, is told by the rest of the article: a word
//! that is written small elsewhere is no name, one that has its capital inside sentences too is one. What one article
//! does not tell is marked ([`NameMention::marks`]) and left to those who see all of them.

mod key;
mod label;
mod run;
mod sight;
mod words;

pub use key::name_key;
pub use words::{NameLists, NameWords};

use crate::key::{Voice, Zone};
use crate::text::{Document, Sentence, Token};
use label::Holder;
use sight::Sight;

/// What a name seems to name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// Nothing tells.
    #[default]
    Other,
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place, also by its adjective.
    Place,
}

impl NameKind {
    /// The kinds, in their order.
    pub const EACH: [Self; 4] = [Self::Other, Self::Person, Self::Organisation, Self::Place];

    /// The word in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
        }
    }
}

/// How a mention is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameForm {
    /// A name, with or without a title.
    Name,
    /// An acronym in capitals; with a link where its expansion stands beside it.
    Acronym,
    /// A noun phrase that stands for a name.
    Label,
}

/// What is doubtful about a mention, as bits.
pub mod mark {
    /// A single word at the start of a sentence that nothing else in the article shows to be a name.
    pub const WEAK: u8 = 1;
    /// The first word may be no part of the name: it begins the sentence.
    pub const DOUBTFUL_FIRST: u8 = 1 << 1;
    /// It stands where all words have capitals.
    pub const TITLE_CASE: u8 = 1 << 2;
    /// It is a common word too, and a name only where the article has a full name that ends so.
    pub const NEEDS_NAME: u8 = 1 << 3;
    /// `in` and the like stand before it.
    pub const AFTER_IN: u8 = 1 << 4;
    /// It has a title.
    pub const TITLED: u8 = 1 << 5;
    /// It names no person.
    pub const THING: u8 = 1 << 6;
}

/// A name or label where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameMention {
    /// The first byte, that of a title included; in the title for the headline, else in the text.
    pub start: u32,
    /// The byte after the last, without a possessive ending.
    pub end: u32,
    /// The sentence, by its position in the document.
    pub sentence: u32,
    /// For a label or acronym: the mention for which it stands, by its position among those of the article;
    /// [`NO_LINK`] where there is none.
    pub link: u16,
    /// How many bytes of titles stand before the name.
    pub n_title_bytes: u8,
    /// The bits of [`mark`].
    pub marks: u8,
    /// Where.
    pub zone: Zone,
    /// Whose words.
    pub voice: Voice,
    /// What it seems to name.
    pub kind: NameKind,
    /// How it is written.
    pub form: NameForm,
}

/// The link of a mention that stands for itself.
pub const NO_LINK: u16 = u16::MAX;

impl NameMention {
    /// Whether a mark is set.
    #[must_use]
    pub fn has(&self, mark: u8) -> bool {
        self.marks & mark != 0
    }
}

/// Finds names in one document after the other, with the memory that it reuses.
#[derive(Debug, Default)]
pub struct NameFinder {
    sight: Sight,
    found: Vec<NameMention>,
    holders: Vec<Holder>,
}

/// A sentence under the finder's eyes.
#[derive(Clone, Copy)]
struct Line<'a> {
    words: &'a NameWords,
    source: &'a str,
    tokens: &'a [Token],
    zone: Zone,
    number: u32,
    /// Whether all long words have capitals.
    is_title_case: bool,
}

impl NameFinder {
    /// Finds the names and labels of a document.
    ///
    /// # Returns
    /// The mentions of the headline, then those of the text, each in the order of their first bytes but for labels,
    /// which come behind the names of their sentence.
    pub fn find(&mut self, document: &Document<'_>, words: &NameWords, into: &mut Vec<NameMention>) {
        into.clear();
        self.found.clear();
        self.holders.clear();
        self.sight.see(document, words);
        let of_headline = |sentence: &Sentence| sentence.zone == Zone::Headline;
        for (number, sentence) in (0_u32..).zip(document.sentences()) {
            if !of_headline(sentence) {
                self.see_sentence(&Line::new(document, words, (number, sentence)));
            }
        }
        // The headline comes last, as the text tells which of its capitals are names.
        let n_of_text = self.found.len();
        for (number, sentence) in (0_u32..).zip(document.sentences()) {
            if of_headline(sentence) {
                self.see_sentence(&Line::new(document, words, (number, sentence)));
            }
        }
        self.sight.forget(document);
        let n_of_headline = self.found.len() - n_of_text;
        into.extend(self.found.drain(n_of_text..));
        into.append(&mut self.found);
        let (n_of_text, n_of_headline) = (link(n_of_text), link(n_of_headline));
        for mention in into.iter_mut().filter(|mention| mention.link != NO_LINK) {
            let moved = if mention.link < n_of_text {
                mention.link.checked_add(n_of_headline)
            } else {
                mention.link.checked_sub(n_of_text)
            };
            mention.link = moved.unwrap_or(NO_LINK);
        }
    }

    fn see_sentence(&mut self, line: &Line<'_>) {
        let first = self.found.len();
        if line.is_title_case {
            self.see_title_case(line);
        } else {
            self.see_runs(line);
        }
        self.link_acronyms(line, first);
        self.see_labels(line, first);
    }

    /// Links an acronym in brackets to the name before it, and a name in brackets to the acronym before it.
    fn link_acronyms(&mut self, line: &Line<'_>, first: usize) {
        for at in first + 1..self.found.len() {
            let (before, this) = (self.found[at - 1], self.found[at]);
            let gap = line.source.get(before.end as usize..this.start as usize);
            if gap != Some(" (") || !line.source[this.end as usize..].starts_with(')') {
                continue;
            }
            let written = |it: NameMention| &line.source[it.start as usize..it.end as usize];
            match (before.form, this.form) {
                (NameForm::Name, NameForm::Acronym) if stands_for(written(this), written(before)) => {
                    self.found[at].link = link(at - 1);
                }
                (NameForm::Acronym, NameForm::Name) if stands_for(written(before), written(this)) => {
                    self.found[at - 1].link = link(at);
                }
                _ => {}
            }
        }
    }
}

/// A position as it is stored; those beyond are never linked.
fn link(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(NO_LINK)
}

/// Whether an acronym's letters begin words of a name, in order, its first letter the first word: small words may be
/// passed over, and letters inside words count where their word was begun.
fn stands_for(acronym: &str, name: &str) -> bool {
    let mut letters =
        acronym.chars().filter(|it| it.is_alphanumeric()).map(|it| it.to_ascii_lowercase()).peekable();
    let mut is_first = true;
    for word in name.split([' ', '-', '\u{a0}', '\n']) {
        let mut begun = false;
        for (at, letter) in word.chars().filter(|it| it.is_alphanumeric()).enumerate() {
            if (at == 0 || begun) && letters.next_if(|it| *it == letter.to_ascii_lowercase()).is_some() {
                begun = true;
            }
        }
        if is_first && !begun {
            return false;
        }
        is_first = false;
    }
    letters.peek().is_none()
}

impl<'a> Line<'a> {
    fn new(document: &Document<'a>, words: &'a NameWords, (number, sentence): (u32, &Sentence)) -> Self {
        let (source, tokens) = (document.source(sentence.zone), document.tokens_of(sentence));
        let is_title_case = sight::is_title_case(source, (tokens, sentence.zone), words);
        Self { words, source, tokens, zone: sentence.zone, number, is_title_case }
    }

    fn len(&self) -> usize {
        self.tokens.len()
    }

    fn bits(&self, at: usize) -> u32 {
        self.tokens.get(at).map_or(0, |token| self.words.bits(token.term))
    }

    fn does(&self, at: usize, bits: u32) -> bool {
        self.bits(at) & bits != 0
    }

    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.text(self.source))
    }

    fn is_capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| sight::is_capital(self.source, token))
    }

    /// What stands between word `at` and the next; nothing after the last.
    fn gap(&self, at: usize) -> &'a str {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(left), Some(right)) => {
                self.source.get(left.end as usize..right.start as usize).unwrap_or("")
            }
            _ => "",
        }
    }

    /// Whether a name may go on from word `at` to the next: a space, the full stop of an abbreviation, or an `&`.
    fn is_joined(&self, at: usize) -> bool {
        match self.gap(at) {
            " " | "\u{a0}" | " & " => true,
            ". " => self.word(at).len() == 1 || self.word(at).contains('.') || self.does(at, words::TITLE),
            _ => false,
        }
    }

    /// Whether a capital at word `at` is due to its place: a sentence or quotation begins there.
    fn is_opening(&self, at: usize) -> bool {
        at == 0 || sight::opens(self.gap(at - 1))
    }

    /// Whether word `at` is written in capitals alone, two letters at least.
    fn is_all_caps(&self, at: usize) -> bool {
        let word = self.word(at);
        word.len() > 1
            && !word.bytes().any(|byte| byte.is_ascii_lowercase())
            && word.bytes().filter(u8::is_ascii_uppercase).count() > 1
    }

    /// The byte behind word `at` as it ends a name: without a possessive ending, with the full stop of an abbreviation.
    fn end_of(&self, at: usize) -> u32 {
        let Some(token) = self.tokens.get(at) else { return 0 };
        let word = token.text(self.source);
        let bare = ["'s", "’s", "'S", "’S"].iter().find_map(|ending| word.strip_suffix(ending));
        if let Some(bare) = bare {
            return token.start + u32::try_from(bare.len()).unwrap_or_default();
        }
        let has_stop = word.contains('.') || self.does(at, words::SUFFIX);
        token.end + u32::from(has_stop && self.source[token.end as usize..].starts_with('.'))
    }
}

#[cfg(test)]
mod tests;
