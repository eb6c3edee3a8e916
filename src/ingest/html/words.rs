//! The word lists of pages: `data/pages/elements.txt` and `data/pages/lines.txt`, compiled in.

use std::collections::BTreeSet;
use std::sync::LazyLock;

const ELEMENTS: &str = include_str!("../../../data/pages/elements.txt");
const LINES: &str = include_str!("../../../data/pages/lines.txt");

/// What an element is called that is no part of an article.
pub(super) static FURNITURE: LazyLock<BTreeSet<&str>> = LazyLock::new(|| set(ELEMENTS, "furniture"));
/// What stands below pictures.
pub(super) static CAPTIONS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| set(ELEMENTS, "captions"));
/// Comments and series of pictures, which may be longer than the article.
pub(super) static APART: LazyLock<BTreeSet<&str>> = LazyLock::new(|| set(ELEMENTS, "apart"));
/// What templates call the element that holds the text.
pub(super) static BODY: LazyLock<BTreeSet<&str>> = LazyLock::new(|| set(ELEMENTS, "body"));
/// Starts of lines that lead to another story, or ask for something.
pub(super) static STARTS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| set(LINES, "starts"));
/// Headings behind which nothing of the article stands.
pub(super) static ENDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| set(LINES, "ends"));
/// Pairs that stand together only in what a site says of itself; the second may be empty.
pub(super) static ASKING: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    entries(LINES, "asking").map(|line| line.split_once(" + ").unwrap_or((line, ""))).collect()
});

fn set(file: &'static str, section: &'static str) -> BTreeSet<&'static str> {
    entries(file, section).collect()
}

/// The lines of a section, without comments.
fn entries(file: &'static str, section: &'static str) -> impl Iterator<Item = &'static str> {
    let mut inside = false;
    file.lines().map(str::trim).filter(move |line| {
        if let Some(name) = line.strip_prefix("## ") {
            inside = name == section;
            return false;
        }
        inside && !line.is_empty() && !line.starts_with('#')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_list_is_empty_and_names_have_up_to_three_words() {
        for list in [&FURNITURE, &CAPTIONS, &APART, &BODY, &STARTS, &ENDS] {
            assert!(list.len() > 10 && list.iter().all(|entry| *entry == entry.to_lowercase()));
        }
        assert!(
            [&FURNITURE, &CAPTIONS, &APART, &BODY]
                .iter()
                .all(|list| list.iter().all(|it| it.split(' ').count() <= 3))
        );
        assert!(ASKING.contains(&("sign up", "newsletter")) && ASKING.contains(&("your inbox", "")));
    }
}
