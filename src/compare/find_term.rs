//! Places in a text: where a term stands, and the sentence around a place.

/// The most bytes of a passage on either side of its place.
const REACH: usize = 240;

/// The first place where a term in lower case stands as a whole word, or as neighbouring words, without regard to case.
pub(crate) fn find_term(text: &str, term: &str) -> Option<(u32, u32)> {
    let mut is_inside = false;
    for (at, letter) in text.char_indices() {
        let is_start = letter.is_alphanumeric() && !is_inside;
        is_inside = letter.is_alphanumeric();
        if is_start && let Some(end) = match_at(text, at, term) {
            return Some((u32::try_from(at).ok()?, u32::try_from(end).ok()?));
        }
    }
    None
}

/// The end of the term, where it stands at byte `at`.
fn match_at(text: &str, at: usize, term: &str) -> Option<usize> {
    let mut rest = text.get(at..)?.char_indices().peekable();
    for wanted in term.chars() {
        if wanted == ' ' {
            let mut n_between = 0;
            while rest.next_if(|(_, it)| !it.is_alphanumeric()).is_some() {
                n_between += 1;
            }
            if n_between == 0 {
                return None;
            }
            continue;
        }
        let (_, found) = rest.next()?;
        let found = if found == '’' { '\'' } else { found };
        if !found.to_lowercase().eq(std::iter::once(wanted)) {
            return None;
        }
    }
    match rest.peek() {
        Some((_, next)) if next.is_alphanumeric() => None,
        Some((end, _)) => Some(at + end),
        None => Some(text.len()),
    }
}

/// The sentence around a place, as far as marks and line breaks tell, at most [`REACH`] bytes to either side.
pub(crate) fn around(text: &str, (start, end): (u32, u32)) -> (u32, u32) {
    let (start, end) = (start as usize, end as usize);
    let first = text.floor_char_boundary(start.saturating_sub(REACH));
    let last = text.ceil_char_boundary((end + REACH).min(text.len()));
    let before = text.get(first..start).unwrap_or("");
    let behind = text.get(end..last).unwrap_or("");
    let from = ["\n", ". ", "! ", "? ", ".” ", ".\" "]
        .iter()
        .filter_map(|mark| before.rfind(mark).map(|at| at + mark.len()))
        .max()
        .or_else(|| (first > 0).then(|| before.find(' ').map(|at| at + 1)).flatten())
        .unwrap_or(0);
    let cut_at_end = if last < text.len() { behind.rfind(' ') } else { None };
    let to = [("\n", 0), (". ", 1), ("! ", 1), ("? ", 1), (".” ", 4), (".\" ", 2)]
        .iter()
        .filter_map(|(mark, kept)| behind.find(mark).map(|at| at + kept))
        .min()
        .or(cut_at_end)
        .unwrap_or(behind.len());
    let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    (narrow(first + from), narrow(end + to))
}

#[cfg(test)]
mod tests {
    use super::{around, find_term};

    #[test]
    fn a_term_is_found_as_whole_words_in_any_case() {
        let text = "Harbours? The Harbour’s old\nBRIDGE fell. Nobody was hurt.";
        assert_eq!(find_term(text, "harbour"), Some((14, 21)));
        assert_eq!(find_term(text, "old bridge"), Some((26, 36)));
        assert_eq!(find_term(text, "bridg"), None);
        assert_eq!(find_term("", "a"), None);
    }

    #[test]
    fn the_sentence_around_a_place_ends_at_its_marks() {
        let text = "It rained. The old bridge fell. Nobody was hurt.";
        let (start, end) = around(text, find_term(text, "bridge").unwrap());
        assert_eq!(&text[start as usize..end as usize], "The old bridge fell.");
        let (start, end) = around(text, find_term(text, "hurt").unwrap());
        assert_eq!(&text[start as usize..end as usize], "Nobody was hurt.");
    }
}
