//! Passives and tenses, as far as the forms of words and the words beside them tell.

use super::style::{Line, feature};
use super::style_words::{
    ADVERB, ALSO_PLAIN, ARTICLE, BE, BEFORE_PLAIN, BY, CLITIC_WILL, DETERMINER, GET, GOING, HAVE,
    NOT_BEFORE_TO, PARTICIPLE, PAST, PAST_OR_PARTICIPLE, PLAIN, PLAIN_SUBJECT, PRESENT, PRONOUN, S_SUBJECT,
    STATE, Signs, TO, WILL,
};
use crate::harvest::Emit;
use crate::key::Zone;
use crate::text::WordClass;

/// How many words may stand between an auxiliary and its verb.
const FARTHEST: usize = 4;

/// Every sign by which a word may be part of what is looked for here.
const WANTED: Signs = PAST | PAST_OR_PARTICIPLE | PRESENT | PLAIN | WILL | CLITIC_WILL | GOING | S_SUBJECT;

/// Emits each form of be or get that a participle follows, with only adverbs between.
pub(super) fn passives(line: Line<'_>, emit: &mut Emit<'_>) {
    let mut at = 0;
    while at < line.tokens.len() {
        let end = if line.signs(at) & (BE | GET) == 0 { None } else { participle_after(line, at) };
        if let Some(end) = end {
            emit.value(feature::PASSIVES, line.place(at, end), 1.0);
        }
        at = end.unwrap_or(at) + 1;
    }
}

/// The position of the participle to which the auxiliary at `at` belongs.
fn participle_after(line: Line<'_>, at: usize) -> Option<usize> {
    let mut next = at + 1;
    while next <= at + FARTHEST && line.follows(next) {
        let (signs, after) = (line.signs(next), line.signs_after(next));
        if signs & PARTICIPLE != 0 && !(signs & NOT_BEFORE_TO != 0 && after & TO != 0) {
            return Some(next);
        }
        if signs & STATE != 0 && after & BY != 0 {
            return Some(next);
        }
        if signs & (ADVERB | BE) == 0 {
            return None;
        }
        next += 1;
    }
    None
}

/// Emits each verb form that tells a tense; of a verb of several words the one that tells it.
pub(super) fn tenses(line: Line<'_>, emit: &mut Emit<'_>) {
    for at in 0..line.tokens.len() {
        let signs = line.signs(at);
        if signs & WANTED == 0 {
            continue;
        }
        if let Some((tense, end)) = tense(line, at, signs) {
            emit.value(tense, line.place(at, end), 1.0);
        }
    }
}

/// The tense that the word at `at` tells, and the last word of what tells it.
fn tense(line: Line<'_>, at: usize, signs: Signs) -> Option<(u16, usize)> {
    if signs & (WILL | CLITIC_WILL) != 0 {
        return (signs & CLITIC_WILL != 0 || is_auxiliary_will(line, at)).then_some((feature::FUTURE, at));
    }
    if signs & PAST != 0 && governor(line, at) & (BE | HAVE) == 0
        || signs & PAST_OR_PARTICIPLE != 0 && is_past(line, at)
    {
        return Some((feature::PAST, at));
    }
    if signs & BE != 0 && signs & PRESENT != 0 && line.follows(at + 1) && line.signs(at + 1) & GOING != 0 {
        // `are going to win`, not `are going to the polls`.
        let is_future = line.follows(at + 2)
            && line.signs(at + 2) & TO != 0
            && line.follows(at + 3)
            && line.signs(at + 3) & DETERMINER == 0
            && !line.begins_with_capital(at + 3);
        return Some(if is_future { (feature::FUTURE, at + 2) } else { (feature::PRESENT, at) });
    }
    let is_present = signs & PRESENT != 0
        && !(signs & ALSO_PLAIN != 0 && governor(line, at) & BEFORE_PLAIN != 0)
        || signs & S_SUBJECT != 0 && line.ends_in_s(at)
        || signs & PLAIN != 0 && has_plain_subject(line, at);
    is_present.then_some((feature::PRESENT, at))
}

/// Whether `will` is the verb: not a testament (`his will`), and not a first name (`Will Smith`, but not `Will Smith win?`).
fn is_auxiliary_will(line: Line<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|_| line.follows(at));
    let is_noun = before.is_some_and(|it| line.signs(it) & ARTICLE != 0 || line.ends_in_s(it));
    let opens_question = at == 0 && line.document.slice(line.sentence).contains('?');
    let is_name = line.sentence.zone != Zone::Headline
        && !opens_question
        && line.begins_with_capital(at)
        && line.follows(at + 1)
        && line.begins_with_capital(at + 1)
        && line.signs(at + 1) & PRONOUN == 0;
    !is_noun && !is_name
}

/// The nearest word before the one at `at` that is no adverb, in the same clause.
fn nearest_before(line: Line<'_>, at: usize) -> Option<usize> {
    let mut next = at;
    for _ in 0..FARTHEST {
        let before = next.checked_sub(1).filter(|_| line.follows(next))?;
        let signs = line.signs(before);
        if signs & ADVERB == 0 || signs & BE != 0 {
            return Some(before);
        }
        next = before;
    }
    None
}

/// The signs of the words on which the verb at `at` may depend: the nearest before it that is no adverb, and the one
/// before that where it is a personal pronoun (`did they have`).
fn governor(line: Line<'_>, at: usize) -> Signs {
    let Some(before) = nearest_before(line, at) else { return 0 };
    let signs = line.signs(before);
    if signs & PRONOUN == 0 || signs & ARTICLE != 0 {
        return signs;
    }
    signs | nearest_before(line, before).map_or(0, |further| line.signs(further))
}

/// Whether a form that may be a participle is a past: no auxiliary before it and no `by` after it, and the words beside it
/// make it a verb.
fn is_past(line: Line<'_>, at: usize) -> bool {
    if governor(line, at) & (BE | GET | HAVE | BEFORE_PLAIN) != 0 || line.signs_after(at) & BY != 0 {
        return false;
    }
    line.classes.class(line.document, line.sentence, at) == WordClass::Verb
}

/// Whether I, we, you or they stand before the plain form at `at`, and no auxiliary before them.
fn has_plain_subject(line: Line<'_>, at: usize) -> bool {
    nearest_before(line, at).is_some_and(|subject| {
        let further = nearest_before(line, subject).map_or(0, |further| line.signs(further));
        line.signs(subject) & PLAIN_SUBJECT != 0 && further & (BEFORE_PLAIN | HAVE) == 0
    })
}
