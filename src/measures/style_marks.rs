//! Questions, exclamations, capitals, numbers, superlatives and pronouns.

use super::style::{Line, feature};
use super::style_words::{
    ABBREVIATION_TOO, ACRONYM, ADJECTIVE, ARTICLE, AT, BEFORE_ROMAN, FIGURE, FIRST_PLURAL, FIRST_SINGULAR,
    LET, LETTER_I, LY, MOST, NUMBER_WORD, PRONOUN, SECOND_PERSON, SUPERLATIVE, Signs, THIRD_PERSON,
};
use crate::harvest::Emit;

/// A word in capitals from this many letters on is no acronym, but for those of a list.
const LONGER_THAN_ACRONYMS: usize = 5;

/// A sentence is written in capitals when at least so many of its words are, and more than half.
const FEWEST_IN_CAPITALS: usize = 3;

/// Emits a sentence that ends in a question mark, or an exclamation mark; in both where it ends in `?!`.
pub(super) fn endings(line: Line<'_>, text: &str, emit: &mut Emit<'_>) {
    let Some(last) = line.tokens.last() else { return };
    let closes = |it: char| it.is_whitespace() || matches!(it, '"' | '\'' | '”' | '’' | '»' | ')' | ']');
    let marks =
        text.trim_end_matches(closes).chars().rev().take_while(|it| matches!(it, '?' | '!' | '.' | '…'));
    let (mut asks, mut shouts) = (false, false);
    for mark in marks {
        asks |= mark == '?';
        shouts |= mark == '!';
    }
    let place = line.sentence_place(last.voice());
    for (holds, number) in [(asks, feature::QUESTIONS), (shouts, feature::EXCLAMATIONS)] {
        if holds {
            emit.value(number, place, 1.0);
        }
    }
}

/// Emits each word in capitals that is no acronym.
pub(super) fn capitals(line: Line<'_>, is_first_of_text: bool, emit: &mut Emit<'_>) {
    let (mut n_capitals, mut n_words) = (0, 0);
    for at in 0..line.tokens.len() {
        let text = line.text(at);
        n_capitals += usize::from(letters_in_capitals(text) >= 2);
        n_words += usize::from(text.len() >= 2 && !text.starts_with(|it: char| it.is_ascii_digit()));
    }
    if n_capitals == 0 {
        return;
    }
    let is_loud = n_capitals >= FEWEST_IN_CAPITALS && 2 * n_capitals > n_words;
    // A dateline at the start of a text, or a label such as the speaker's name before a colon.
    let n_leading = (0..line.tokens.len()).take_while(|&at| letters_in_capitals(line.text(at)) >= 2).count();
    let is_passed_over = !is_loud && (is_first_of_text || line.has_colon_after(n_leading));
    for at in (if is_passed_over { n_leading } else { 0 })..line.tokens.len() {
        let n_letters = letters_in_capitals(line.text(at));
        let is_word = n_letters >= LONGER_THAN_ACRONYMS && line.signs(at) & ACRONYM == 0;
        if is_word || is_loud && n_letters >= 2 {
            emit.value(feature::CAPITALS, line.place(at, at), 1.0);
        }
    }
}

/// How many letters a word has that is written in capitals; 0 where it is not, or has a digit.
pub(super) fn letters_in_capitals(word: &str) -> usize {
    if word.as_bytes().get(1).is_none_or(u8::is_ascii_lowercase) {
        return 0;
    }
    // The 's of a possessive is small beside capitals.
    let word = ["'s", "’s"].iter().find_map(|it| word.strip_suffix(it)).unwrap_or(word);
    let mut n_letters = 0;
    for character in word.chars() {
        if character.is_uppercase() {
            n_letters += 1;
        } else if !matches!(character, '-' | '\'' | '’') {
            return 0;
        }
    }
    n_letters
}

/// Emits each number; words of number that stand side by side are one (`3 million`, `two hundred`).
pub(super) fn numbers(line: Line<'_>, emit: &mut Emit<'_>) {
    let mut at = 0;
    while at < line.tokens.len() {
        let first = at;
        if line.signs(at) & (FIGURE | NUMBER_WORD) != 0 {
            while line.follows(at + 1) && line.signs(at + 1) & NUMBER_WORD != 0 {
                at += 1;
            }
            emit.value(feature::NUMBERS, line.place(first, at), 1.0);
        }
        at += 1;
    }
}

/// Emits each superlative.
pub(super) fn superlatives(line: Line<'_>, emit: &mut Emit<'_>) {
    for at in 0..line.tokens.len() {
        let signs = line.signs(at);
        if signs & (SUPERLATIVE | MOST) == 0 || line.signs_before(at) & AT != 0 {
            continue;
        }
        if signs & MOST != 0 && !is_of_degree(line, at) {
            continue;
        }
        let end = if signs & MOST != 0 { at + 1 } else { at };
        emit.value(feature::SUPERLATIVES, line.place(at, end), 1.0);
    }
}

/// Whether `most` or `least` is the superlative of the word after it: an adverb in -ly, or behind an article or a
/// possessive (`the`, `its`, `the world's`) what looks like an adjective. Elsewhere it is a quantity (`most people`).
fn is_of_degree(line: Line<'_>, at: usize) -> bool {
    if !line.follows(at + 1) {
        return false;
    }
    let after = line.signs(at + 1);
    let is_behind = line.signs_before(at) & ARTICLE != 0
        || at.checked_sub(1).is_some_and(|before| line.follows(at) && line.ends_in_s(before));
    after & LY != 0 || is_behind && after & ADJECTIVE != 0
}

/// Emits each pronoun by its person.
pub(super) fn pronouns(line: Line<'_>, emit: &mut Emit<'_>) {
    for at in 0..line.tokens.len() {
        let signs = line.signs(at);
        if signs & (PRONOUN | LET) != 0
            && let Some(person) = person(line, at, signs)
        {
            emit.value(person, line.place(at, at), 1.0);
        }
    }
}

fn person(line: Line<'_>, at: usize, signs: Signs) -> Option<u16> {
    if signs & LET != 0 {
        return line.ends_in_s(at).then_some(feature::FIRST_PLURAL);
    }
    let is_abbreviation = signs & ABBREVIATION_TOO != 0
        && letters_in_capitals(line.text(at)) == 2
        && (0..line.tokens.len()).any(|it| line.text(it).contains(char::is_lowercase));
    let is_roman = signs & LETTER_I != 0 && line.signs_before(at) & BEFORE_ROMAN != 0;
    if is_abbreviation || is_roman {
        return None;
    }
    let persons = [
        (FIRST_SINGULAR, feature::FIRST_SINGULAR),
        (FIRST_PLURAL, feature::FIRST_PLURAL),
        (SECOND_PERSON, feature::SECOND_PERSON),
        (THIRD_PERSON, feature::THIRD_PERSON),
    ];
    persons.into_iter().find(|(sign, _)| signs & sign != 0).map(|(_, person)| person)
}
