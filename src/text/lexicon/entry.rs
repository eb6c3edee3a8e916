//! An entry of a lexicon: one or more words next to each other.

use crate::text::token::{Span, next_token, normalise};
use crate::text::visible::{is_hidden, visible};
use crate::text::word_class::WordClass;

/// The largest weight of an entry, either way: what a sum of weights can hold exactly.
const LARGEST_WEIGHT: f64 = 1_000.0;

/// The longest entry that is taken, in words.
const LONGEST_ENTRY: usize = 200;

/// A word of an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word {
    pub(super) form: Vec<u8>,
    pub(super) is_prefix: bool,
}

/// An entry of a lexicon.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The entry as written.
    pub text: String,
    /// The position of its category.
    pub category: usize,
    /// What a match counts; 1 where the file gives no weight.
    pub weight: f64,
    /// Whether its words are passed over, so that no other entry of the category counts them.
    pub is_exclusion: bool,
    /// The word class in which its first word counts; `None` where any will do.
    pub word_class: Option<WordClass>,
    pub(super) words: Vec<Word>,
}

impl Entry {
    /// Reads an entry from its cells.
    ///
    /// # Errors
    /// What is wrong with it, without its line.
    pub(super) fn parse(text: &str, weight: &str, word_class: &str) -> Result<Self, String> {
        let (bare, is_exclusion) = text.strip_prefix('!').map_or((text, false), |bare| (bare, true));
        if is_exclusion && !weight.is_empty() {
            let shown = visible(text, 60);
            return Err(format!("`{shown}` is passed over and counts nothing; leave its weight empty"));
        }
        Ok(Self {
            text: text.to_owned(),
            category: 0,
            weight: parse_weight(weight)?,
            is_exclusion,
            word_class: parse_class(word_class)?,
            words: parse_words(bare)?,
        })
    }
}

fn parse_weight(weight: &str) -> Result<f64, String> {
    if weight.is_empty() {
        return Ok(1.0);
    }
    let shown = visible(weight, 60);
    let value = weight.parse().ok().filter(|value: &f64| value.abs() <= LARGEST_WEIGHT);
    value.ok_or(format!("the weight `{shown}` is no number from -{LARGEST_WEIGHT} to {LARGEST_WEIGHT}"))
}

fn parse_class(name: &str) -> Result<Option<WordClass>, String> {
    if name.is_empty() {
        return Ok(None);
    }
    let class = WordClass::EACH.into_iter().find(|class| class.name().eq_ignore_ascii_case(name));
    let shown = visible(name, 60);
    class.map(Some).ok_or(format!("the word class `{shown}` is none of verb, noun, adjective"))
}

fn parse_words(text: &str) -> Result<Vec<Word>, String> {
    let shown = visible(text, 60);
    if text.chars().any(is_hidden) {
        return Err(format!("`{shown}` has a control character; take it out"));
    }
    if text.contains('?') {
        return Err(format!(
            "`{shown}` has a `?`, which stands for nothing here; write the forms out, or end a word in `*`"
        ));
    }
    let (mut words, mut at, mut form) = (Vec::new(), 0, Vec::new());
    while let Some(Span { start, end, is_ascii }) = next_token(text, at) {
        normalise(&text[start..end], is_ascii, &mut form);
        // `quasi-*` stands for what a hyphen joins to it.
        let joins = text[end..].starts_with("-*");
        if joins {
            form.push(b'-');
        }
        let is_prefix = joins || text[end..].starts_with('*');
        words.push(Word { form: form.clone(), is_prefix });
        at = end;
    }
    if words.is_empty() || words.len() > LONGEST_ENTRY {
        return Err(format!("`{shown}` has {} words; an entry has 1 to {LONGEST_ENTRY}", words.len()));
    }
    let n_stars = text.matches('*').count();
    if n_stars != words.iter().filter(|word| word.is_prefix).count()
        || text.split('*').skip(1).any(|rest| rest.starts_with(char::is_alphanumeric))
    {
        return Err(format!("`{shown}` has a `*` that is not at the end of a word; write the forms out"));
    }
    Ok(words)
}
