//! The codes of languages: two letters (ISO 639-1), from whatever a source writes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Rows of code, three-letter code, English name.
const TABLE: &str = include_str!("../../data/languages.csv");

static CODES: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let mut codes = BTreeMap::new();
    for row in TABLE.lines().skip(1) {
        let mut cells = row.split(',');
        if let Some(code) = cells.next() {
            codes.extend(cells.map(|cell| (cell.to_lowercase(), code)).chain([(code.to_owned(), code)]));
        }
    }
    codes
});

/// The two-letter code of a language given as `en`, `en-US`, `eng` or `English`; `None` when it is no known language.
#[must_use]
pub fn code_of(given: &str) -> Option<&'static str> {
    let given = given.trim().to_lowercase();
    let primary = given.split(['-', '_']).next().unwrap_or(&given);
    CODES.get(primary).copied()
}

#[cfg(test)]
mod tests {
    use super::code_of;

    #[test]
    fn what_sources_write_becomes_a_code() {
        for given in ["en", " EN ", "en-US", "en_GB", "eng", "English"] {
            assert_eq!(code_of(given), Some("en"), "{given}");
        }
        assert_eq!(
            (code_of("cmn"), code_of("zh-Hant"), code_of("zho")),
            (Some("zh"), Some("zh"), Some("zh"))
        );
        for given in ["", "und", "unknown", "xx", "-", "1"] {
            assert_eq!(code_of(given), None, "{given}");
        }
    }

    #[test]
    fn every_language_that_is_detected_has_a_code() {
        for language in whatlang::Lang::all() {
            assert_eq!(code_of(language.code()).map(str::len), Some(2), "{language:?}");
        }
    }
}
