//! The lexicons that are compiled into the program: sorted, without duplicates, and without entries that never count.

use parallax::text::lexicon::Lexicon;
use parallax::text::{next_token, normalise};
use std::path::Path;

const LEXICONS: [&str; 19] = [
    "attribution_words",
    "clickbait",
    "generic_frames",
    "given_names",
    "loaded_language",
    "moral_foundations",
    "name_words",
    "negations",
    "organisation_names",
    "place_names",
    "policy_frames",
    "pronouns",
    "report_nouns",
    "report_verbs",
    "target_nouns",
    "target_verbs",
    "target_words",
    "verb_tenses",
    "word_classes",
];

/// Lists of words without categories; the last has a count beside each.
const WORD_LISTS: [&str; 6] = [
    "irregular_participles",
    "not_participles",
    "not_superlatives",
    "number_words",
    "superlatives",
    "syllable_exceptions",
];

#[expect(clippy::unwrap_used, reason = "a test stops where its file is missing")]
fn content(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lexicons").join(format!("{name}.csv"));
    std::fs::read_to_string(path).unwrap()
}

fn check_head(name: &str, content: &str) {
    let head: Vec<&str> = content.lines().take_while(|line| line.starts_with('#')).collect();
    assert!(head.len() > 5, "{name} has no head");
    assert!(head.iter().any(|line| line.contains("blind")), "{name} does not say where it is blind");
}

#[test]
fn every_word_list_is_sorted_without_duplicates_and_holds_forms_as_tokens_have_them() {
    for name in WORD_LISTS {
        let content = content(name);
        check_head(name, &content);
        let rows: Vec<&str> = content.lines().filter(|line| !line.starts_with('#')).collect();
        let (header, rows) = rows.split_first().unwrap();
        assert!(["entry", "entry,syllables"].contains(header), "{name} has the header {header}");
        let words: Vec<&str> = rows.iter().map(|row| row.split(',').next().unwrap()).collect();
        let stray = words.windows(2).find(|pair| pair[0] >= pair[1]);
        assert!(stray.is_none(), "{name} is not sorted or has duplicates: {stray:?}");
        let mut form = Vec::new();
        for word in words {
            let token = next_token(word, 0).unwrap();
            assert_eq!((token.start, token.end), (0, word.len()), "{name}: {word} is not one token");
            normalise(word, token.is_ascii, &mut form);
            assert_eq!(form, word.as_bytes(), "{name}: no token has the form {word}");
        }
    }
}

#[test]
fn every_lexicon_is_sorted_and_says_what_it_is() {
    for name in LEXICONS {
        let content = content(name);
        check_head(name, &content);
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
        assert!(lexicon.repeated.is_empty(), "{name} has entries twice");
        let idle: Vec<&str> = lexicon.idle_exclusions().iter().map(|entry| entry.text.as_str()).collect();
        assert!(idle.is_empty(), "{name}: {idle:?}");
    }
}
