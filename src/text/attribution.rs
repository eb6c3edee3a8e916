//! Who said a quotation: the reporting verb beside it, and the name or noun phrase beside the verb.

use super::vocabulary::{TermId, Vocabulary};
use super::{Document, Quotation, Sentence, Token};
use crate::key::Zone;

/// How many tokens from the quotation the verb is looked for.
const REACH: usize = 12;
/// The longest name or noun phrase, in tokens.
const LONGEST_MENTION: usize = 6;

/// The longest office before a name, in tokens.
const LONGEST_OFFICE: usize = 3;

const PRONOUNS: &[&str] = &["he", "she", "they", "it", "i", "we"];
/// Words that open a sentence or name a day with a capital, and no person.
const NOT_IN_NAMES: &[&str] = &[
    "after",
    "and",
    "as",
    "at",
    "before",
    "but",
    "by",
    "for",
    "from",
    "in",
    "on",
    "then",
    "when",
    "while",
    "yet",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "yesterday",
    "today",
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DETERMINERS: &[&str] = &["a", "an", "the", "one", "another", "his", "her", "their", "its"];

/// Words between a speaker and the verb.
const BESIDE_VERBS: &[&str] = &[
    "also", "could", "did", "does", "had", "has", "have", "is", "later", "may", "might", "never", "not",
    "now", "often", "once", "then", "was", "were", "will", "would",
];
/// Words that end no noun phrase, so that what ends in them names nobody.
const NO_NOUNS: &[&str] = &[
    "about", "after", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or", "over",
    "that", "this", "to", "when", "where", "which", "while", "who", "with",
];

/// The reporting verbs that the vocabulary holds, each with its class.
#[derive(Clone, Debug, Default)]
pub struct ReportVerbs {
    class_of: Vec<(TermId, u8)>,
}

impl ReportVerbs {
    /// Looks the verbs of a lexicon (category: class, entry: form) up in a vocabulary.
    #[must_use]
    pub fn new(lexicon: &super::lexicon::Lexicon, vocabulary: &Vocabulary) -> Self {
        let mut class_of: Vec<(TermId, u8)> = lexicon
            .entries
            .iter()
            .map(|entry| {
                (vocabulary.find(entry.text.as_bytes()), u8::try_from(entry.category).unwrap_or(u8::MAX))
            })
            .filter(|&(term, _)| term != super::UNKNOWN)
            .collect();
        class_of.sort_unstable();
        Self { class_of }
    }

    fn class(&self, token: &Token) -> Option<u8> {
        self.class_of
            .binary_search_by_key(&token.term, |&(term, _)| term)
            .ok()
            .map(|index| self.class_of[index].1)
    }
}

/// Who said a quotation, as byte ranges of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// The words that name the speaker; `None` where none were found.
    pub mention: Option<(u32, u32)>,
    /// Whether those words are a pronoun.
    pub is_pronoun: bool,
    /// The reporting verb.
    pub verb: Option<(u32, u32)>,
    /// The verb's class in [`ReportVerbs`].
    pub verb_class: Option<u8>,
}

impl Document<'_> {
    /// Finds who said a quotation of the text: after it (`"...," said Ann Lee`, `"...," the mayor said`), else
    /// before it (`Ann Lee said: "..."`), within the sentences that it touches.
    #[must_use]
    pub fn attribute(&self, quotation: &Quotation, verbs: &ReportVerbs) -> Attribution {
        let sentences = self.sentences();
        let from =
            sentences.partition_point(|it| it.zone == Zone::Headline || (it.end as usize) < quotation.start);
        let to =
            sentences.partition_point(|it| it.zone == Zone::Headline || (it.start as usize) < quotation.end);
        let after =
            to.checked_sub(1).and_then(|index| sentences.get(index)).map_or(&[][..], |last: &Sentence| {
                let tokens = self.tokens_of(last);
                let tail = tokens.partition_point(|token| (token.start as usize) < quotation.end);
                let tail = &tokens[tail..];
                let own = tail.iter().position(|token| token.is_quoted).unwrap_or(tail.len());
                &tail[..own.min(REACH)]
            });
        if let Some(found) = self.attribution_in(after, verbs, false) {
            return found;
        }
        let before = sentences.get(from).map_or(&[][..], |first| {
            let tokens = self.tokens_of(first);
            let head = &tokens[..tokens.partition_point(|token| (token.start as usize) < quotation.start)];
            let own = head.iter().rposition(|token| token.is_quoted).map_or(0, |index| index + 1);
            &head[own.max(head.len().saturating_sub(REACH))..]
        });
        self.attribution_in(before, verbs, true).unwrap_or_default()
    }

    /// Looks for a verb in tokens of the outlet's own voice, the last one where `from_end`, and for its subject.
    fn attribution_in(&self, tokens: &[Token], verbs: &ReportVerbs, from_end: bool) -> Option<Attribution> {
        let is_verb = |token: &Token| verbs.class(token).is_some() && !self.starts_with_capital(token);
        let verb = if from_end { tokens.iter().rposition(is_verb) } else { tokens.iter().position(is_verb) }?;
        let subject =
            self.mention_before(&tokens[..verb]).or_else(|| self.mention_after(&tokens[verb + 1..]));
        Some(Attribution {
            mention: subject.map(|words| (words[0].start, words[words.len() - 1].end)),
            is_pronoun: subject.is_some_and(|words| words.len() == 1 && self.is_one_of(&words[0], PRONOUNS)),
            verb: Some((tokens[verb].start, tokens[verb].end)),
            verb_class: verbs.class(&tokens[verb]),
        })
    }

    /// The name, pronoun or noun phrase that ends where `tokens` end, but for words that belong to the verb (`Ann Lee
    /// later said`). A comma or any mark ends it, as it does behind the verb.
    fn mention_before<'t>(&self, tokens: &'t [Token]) -> Option<&'t [Token]> {
        let n_of_verb = tokens.iter().rev().take_while(|token| self.belongs_to_verb(token)).count();
        let tokens = &tokens[..tokens.len() - n_of_verb];
        let last = tokens.last()?;
        if self.is_one_of(last, PRONOUNS) {
            return Some(&tokens[tokens.len() - 1..]);
        }
        let reach = &tokens[tokens.len().saturating_sub(LONGEST_MENTION)..];
        let n = 1 + reach.windows(2).rev().take_while(|pair| self.is_joined(&pair[0], &pair[1])).count();
        let reach = &reach[reach.len() - n..];
        if self.starts_with_capital(last) {
            let is_name =
                |token: &Token| self.starts_with_capital(token) && !self.is_one_of(token, NOT_IN_NAMES);
            let start = reach.iter().rposition(|token| !is_name(token)).map_or(0, |index| index + 1);
            return Some(&reach[start..]).filter(|words| !words.is_empty());
        }
        let start = reach.iter().rposition(|token| self.is_one_of(token, DETERMINERS))?;
        // `the mayor of the town`
        let is_of = |index: usize| self.is_one_of(&reach[index], &["of", "for", "at"]);
        let whole = start
            .checked_sub(1)
            .filter(|&index| is_of(index))
            .and_then(|before| reach[..before].iter().rposition(|token| self.is_one_of(token, DETERMINERS)));
        Some(&reach[whole.unwrap_or(start)..])
            .filter(|words| words.len() > 1 && !self.is_one_of(last, NO_NOUNS))
    }

    /// Whether a word before a reporting verb is a part of the verb or says how it was said.
    fn belongs_to_verb(&self, token: &Token) -> bool {
        let word = self.text().get(token.start as usize..token.end as usize).unwrap_or("");
        self.is_one_of(token, BESIDE_VERBS) || (word.ends_with("ly") && !self.starts_with_capital(token))
    }

    /// The name, pronoun or noun phrase that begins where `tokens` begin.
    fn mention_after<'t>(&self, tokens: &'t [Token]) -> Option<&'t [Token]> {
        let first = tokens.first()?;
        if self.is_one_of(first, PRONOUNS) {
            return Some(&tokens[..1]);
        }
        let reach = &tokens[..tokens.len().min(LONGEST_MENTION)];
        let has_determiner = self.is_one_of(first, DETERMINERS);
        if !has_determiner && !self.starts_with_capital(first) {
            return self.titled_name(reach);
        }
        // A noun phrase may start small (`the mayor Ann Lee`); a comma or any mark ends the mention.
        let mut n = 1 + reach.windows(2).take_while(|pair| self.is_joined(&pair[0], &pair[1])).count();
        if !has_determiner {
            n = n.min(reach.iter().take_while(|token| self.starts_with_capital(token)).count());
        }
        // "said the" before another quotation names nobody.
        Some(&reach[..n]).filter(|_| n > 1 || !has_determiner)
    }

    /// A name behind an office in small letters: `fire chief Ann Lee`.
    fn titled_name<'t>(&self, reach: &'t [Token]) -> Option<&'t [Token]> {
        let n_joined = 1 + reach.windows(2).take_while(|pair| pair[1].start == pair[0].end + 1).count();
        let reach = &reach[..n_joined];
        let office = reach.iter().take_while(|token| !self.starts_with_capital(token)).count();
        let name = reach[office..].iter().take_while(|token| self.starts_with_capital(token)).count();
        let is_office = |token: &Token| !self.is_one_of(token, NOT_IN_NAMES);
        let stands = name > 0 && office <= LONGEST_OFFICE && reach[..office].iter().all(is_office);
        stands.then(|| &reach[..office + name])
    }

    /// Whether nothing but a space stands between two words, or the full stop of an initial.
    fn is_joined(&self, left: &Token, right: &Token) -> bool {
        right.start == left.end + 1 || self.is_initial_before(left, right)
    }

    /// `J. Doe`, `Mr. Doe`: a full stop and a space after a short capitalised word part no name.
    fn is_initial_before(&self, left: &Token, right: &Token) -> bool {
        left.end - left.start <= 3
            && self.starts_with_capital(left)
            && self.text().get(left.end as usize..right.start as usize) == Some(". ")
    }

    fn starts_with_capital(&self, token: &Token) -> bool {
        super::token::char_at(self.text(), token.start as usize).is_some_and(char::is_uppercase)
    }

    fn is_one_of(&self, token: &Token, words: &[&str]) -> bool {
        self.text()
            .get(token.start as usize..token.end as usize)
            .is_some_and(|word| words.iter().any(|candidate| candidate.eq_ignore_ascii_case(word)))
    }
}

#[cfg(test)]
mod tests {
    use super::ReportVerbs;
    use crate::text::lexicon::Lexicon;
    use crate::text::{Analyser, NumberedWords, Vocabulary};

    fn attributed(text: &str) -> Vec<(String, String)> {
        let lexicon = Lexicon::parse("verbs", "category,entry\nneutral,said\ndoubting,claimed\n").unwrap();
        let mut vocabulary = Vocabulary::default();
        let _ = NumberedWords::read(("", text), &mut vocabulary);
        let verbs = ReportVerbs::new(&lexicon, &vocabulary);
        let mut analyser = Analyser::default();
        let document = analyser.analyse(("", text), &[], &vocabulary);
        let slice = |range: Option<(u32, u32)>| {
            range.map_or(String::new(), |(start, end)| text[start as usize..end as usize].to_owned())
        };
        document
            .quotations()
            .iter()
            .map(|quotation| document.attribute(quotation, &verbs))
            .map(|found| (slice(found.mention), slice(found.verb)))
            .collect()
    }

    #[test]
    fn the_speaker_stands_before_or_after_the_verb() {
        for (text, mention, verb) in [
            ("\"We won,\" said Ann B. Lee, the mayor.", "Ann B. Lee", "said"),
            ("\"We won,\" the deputy mayor claimed on Monday.", "the deputy mayor", "claimed"),
            ("On Monday Ann Lee said: \"We won.\"", "Ann Lee", "said"),
            ("\"We won. We did,\" he said.", "he", "said"),
            ("\"We won,\" said fire chief Ann Lee, smiling.", "fire chief Ann Lee", "said"),
            ("The mayor of the town later said: \"We won.\"", "The mayor of the town", "said"),
            ("After the storm, which he saw, Lee has claimed \"we won\".", "Lee", "claimed"),
            ("For the city, as well, workers said \"we won\".", "", "said"),
            ("The one that said \"we won\" left.", "", "said"),
            ("The sign read \"No entry\" in red.", "", ""),
        ] {
            assert_eq!(attributed(text), [(mention.to_owned(), verb.to_owned())], "{text}");
        }
    }
}
