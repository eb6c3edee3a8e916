//! Masks: the sentences of each article that a reading of copies leaves out.

use super::{ByteRange, Copies};
use crate::text::{Analyser, RangeWalk, Token, Vocabulary, next_token};

/// How copies of a text are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WireReading {
    /// Every article as it was published.
    #[default]
    All,
    /// Each text once in an event, in the article that had it first there.
    Once,
    /// No copied words.
    Own,
}

impl WireReading {
    /// All readings, in the order of the columns of `wire_effect.csv`.
    pub const EACH: [Self; 3] = [Self::All, Self::Once, Self::Own];

    /// The word in options and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Once => "once",
            Self::Own => "own",
        }
    }
}

/// The articles of which a reading leaves something out, each with the sentences left out, in order. A sentence is copied
/// when more than half of its words are.
///
/// # Shape
/// `event_of` gives the event of an article. Headlines stay: outlets write their own.
#[must_use]
pub fn masks<'a>(
    copies: &Copies,
    reading: WireReading,
    event_of: impl Fn(u32) -> u32,
    text_of: impl Fn(u32) -> &'a str,
) -> Vec<(u32, Vec<ByteRange>)> {
    let mut analyser = Analyser::default();
    let mut found = Vec::new();
    for family in &copies.families {
        let mut seen: Vec<u32> = Vec::new();
        for member in &family.members {
            let event = event_of(member.article);
            let is_first_here = !seen.contains(&event);
            if is_first_here {
                seen.push(event);
            }
            let is_cut = match reading {
                WireReading::All => false,
                WireReading::Once => !is_first_here,
                WireReading::Own => true,
            };
            if is_cut && !member.copied.is_empty() {
                let sentences = sentences_in(text_of(member.article), &member.copied, &mut analyser);
                found.push((member.article, sentences));
            }
        }
    }
    found.sort_unstable_by_key(|(article, _)| *article);
    found
}

/// The sentences more than half of whose words begin inside `ranges` (sorted).
fn sentences_in(text: &str, ranges: &[ByteRange], analyser: &mut Analyser) -> Vec<ByteRange> {
    let document = analyser.analyse(("", text), &[], &Vocabulary::default());
    let is_inside = |start: u32| {
        let after = ranges.partition_point(|range| range.0 <= start);
        after.checked_sub(1).is_some_and(|index| start < ranges[index].1)
    };
    let is_copied =
        |tokens: &[Token]| 2 * tokens.iter().filter(|token| is_inside(token.start)).count() > tokens.len();
    let copied = document.sentences().iter().filter(|sentence| is_copied(document.tokens_of(sentence)));
    copied.map(|sentence| (sentence.start, sentence.end)).collect()
}

/// How many words begin inside `ranges` and not inside `left_out` (both sorted).
pub(super) fn words_in(text: &str, left_out: &[ByteRange], ranges: &[ByteRange]) -> u32 {
    let (mut left_out, mut ranges) = (RangeWalk::new(left_out), RangeWalk::new(ranges));
    let (mut n, mut at) = (0, 0);
    while let Some(span) = next_token(text, at) {
        at = span.end;
        let is_left_out = left_out.holds(span.start);
        n += u32::from(ranges.holds(span.start) && !is_left_out);
    }
    n
}

#[cfg(test)]
mod tests {
    use super::super::{Copies, Family, Member, Role};
    use super::{WireReading, masks, sentences_in, words_in};
    use crate::text::Analyser;

    const TEXT: &str = "The port was closed on Monday. Our man saw it. Two ships were sent on.";

    #[test]
    fn a_sentence_is_copied_when_most_of_its_words_are() {
        let ranges = [(0, 29), (43, 56)];
        let cut = sentences_in(TEXT, &ranges, &mut Analyser::default());
        let sentences: Vec<&str> =
            cut.iter().map(|&(start, end)| &TEXT[start as usize..end as usize]).collect();
        assert_eq!(sentences, ["The port was closed on Monday."]);
        assert_eq!(words_in(TEXT, &[], &ranges), 9);
        assert_eq!(words_in(TEXT, &[(0, 30)], &ranges), 3);
    }

    #[test]
    fn once_keeps_the_first_of_each_event_and_own_keeps_none() {
        let member = |article, role| Member {
            article,
            role,
            share_copied: 1.0,
            n_own_words: 0,
            copied: if role == Role::First { Vec::new() } else { vec![(0, 70)] },
        };
        let members = vec![member(0, Role::First), member(1, Role::Copy), member(2, Role::Copy)];
        let copies = Copies { families: vec![Family { members }], ..Copies::default() };
        let cut = |reading| -> Vec<u32> {
            let found = masks(&copies, reading, |article| article / 2, |_| TEXT);
            found.into_iter().map(|(article, _)| article).collect()
        };
        assert_eq!(cut(WireReading::All), [0_u32; 0]);
        assert_eq!(cut(WireReading::Once), [1], "article 2 is the first of its own event");
        assert_eq!(cut(WireReading::Own), [1, 2]);
    }
}
