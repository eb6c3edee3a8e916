//! The lexicons that are compiled into the program: sorted, without duplicates, and without entries that never count.

use parallax::text::lexicon::Lexicon;
use std::path::Path;

const LEXICONS: [&str; 8] = [
    "attribution_words",
    "generic_frames",
    "loaded_language",
    "moral_foundations",
    "policy_frames",
    "report_nouns",
    "report_verbs",
    "word_classes",
];

#[expect(clippy::unwrap_used, reason = "a test stops where its file is missing")]
fn content(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lexicons").join(format!("{name}.csv"));
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn every_lexicon_is_sorted_and_says_what_it_is() {
    for name in LEXICONS {
        let content = content(name);
        let head: Vec<&str> = content.lines().take_while(|line| line.starts_with('#')).collect();
        assert!(head.len() > 5, "{name} has no head");
        assert!(head.iter().any(|line| line.contains("blind")), "{name} does not say where it is blind");
        let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(content.as_bytes());
        let rows: Vec<(String, String)> = rows
            .records()
            .map(|row| row.unwrap())
            .map(|row| (row[0].to_owned(), row[1].to_owned()))
            .collect();
        assert!(rows.is_sorted(), "{name} is not sorted");
    }
}

#[test]
fn no_lexicon_has_duplicates_or_entries_that_never_count() {
    for name in LEXICONS {
        let lexicon = Lexicon::parse(name, &content(name)).unwrap();
        let shadowed: Vec<&str> = lexicon.shadowed().iter().map(|(entry, _)| entry.text.as_str()).collect();
        assert!(shadowed.is_empty(), "{name}: {shadowed:?}");
        let idle: Vec<&str> = lexicon.idle_exclusions().iter().map(|entry| entry.text.as_str()).collect();
        assert!(idle.is_empty(), "{name}: {idle:?}");
    }
}
