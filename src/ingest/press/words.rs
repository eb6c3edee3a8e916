//! What both archives write in the language of their reader: names of languages, word counts, bylines, copyright.

/// Names of languages, as English, German, French, Dutch, Spanish, Italian, Portuguese and Chinese interfaces write them.
const LANGUAGES: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "english", "englisch", "anglais", "engels", "inglés", "ingles", "inglese", "inglês", "英文",
            "英语",
        ],
    ),
    ("de", &["german", "deutsch", "allemand", "duits", "alemán", "tedesco", "alemão", "德文", "德语"]),
    (
        "fr",
        &["french", "französisch", "français", "francais", "frans", "francés", "francese", "francês", "法文"],
    ),
    (
        "nl",
        &["dutch", "niederländisch", "holländisch", "néerlandais", "nederlands", "neerlandés", "olandese"],
    ),
    ("es", &["spanish", "spanisch", "espagnol", "spaans", "español", "spagnolo", "espanhol", "西班牙文"]),
    ("it", &["italian", "italienisch", "italien", "italiaans", "italiano"]),
    (
        "pt",
        &["portuguese", "portugiesisch", "portugais", "portugees", "portugués", "portoghese", "português"],
    ),
    ("da", &["danish", "dänisch", "danois", "deens", "danés"]),
    ("sv", &["swedish", "schwedisch", "suédois", "zweeds", "sueco"]),
    ("no", &["norwegian", "norwegisch", "norvégien", "noors", "noruego"]),
    ("fi", &["finnish", "finnisch", "finnois", "fins"]),
    ("pl", &["polish", "polnisch", "polonais", "pools", "polaco"]),
    ("cs", &["czech", "tschechisch", "tchèque", "tsjechisch"]),
    ("hu", &["hungarian", "ungarisch", "hongrois", "hongaars"]),
    ("ru", &["russian", "russisch", "russe", "ruso", "русский", "俄文"]),
    ("tr", &["turkish", "türkisch", "turc", "turks", "turco"]),
    ("ar", &["arabic", "arabisch", "arabe", "árabe"]),
    ("zh", &["chinese", "chinesisch", "chinois", "chinees", "chino", "中文", "simplified chinese"]),
    ("ja", &["japanese", "japanisch", "japonais", "japans", "japonés", "日本語"]),
    ("ko", &["korean", "koreanisch", "coréen", "koreaans", "coreano"]),
];

/// The code of a language by its name; Nexis may give several (`GERMAN; DEUTSCH`), of which the first counts.
pub(super) fn language(name: &str) -> Option<&'static str> {
    let name =
        name.split([';', ',', '/']).next().unwrap_or_default().trim().trim_end_matches('.').to_lowercase();
    LANGUAGES
        .iter()
        .find(|(code, names)| *code == name || names.contains(&name.as_str()))
        .map(|(code, _)| *code)
}

/// What a line such as `1,234 words` states: the outer `None` when it is no such line, the inner where the number counts
/// something else than words (characters).
pub(super) fn word_count(line: &str) -> Option<Option<u64>> {
    let digits_end =
        line.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’' | '\u{A0}' | ' ')));
    let (number, unit) = line.split_at(digits_end.unwrap_or(line.len()));
    let number: String = number.chars().filter(char::is_ascii_digit).collect();
    let n = number.parse().ok()?;
    match unit.trim().to_lowercase().as_str() {
        "words" | "word" | "wörter" | "wort" | "worte" | "mots" | "mot" | "woorden" | "woord"
        | "palabras" | "palabra" | "parole" | "parola" | "palavras" | "palavra" | "слов" | "ord" => {
            Some(Some(n))
        }
        "字" | "characters" | "文字" => Some(None),
        _ => None,
    }
}

/// An author without the word that stands before the name.
pub(super) fn author(byline: &str) -> &str {
    let byline = byline.trim();
    let (first, rest) = byline.split_once(char::is_whitespace).unwrap_or((byline, ""));
    let is_by = ["by", "from", "von", "par", "por", "door", "di"].contains(&first.to_lowercase().as_str());
    if is_by && !rest.is_empty() { rest.trim() } else { byline }
}

/// Whether a line says whose the rights are: the word or the sign at its start and a year soon after, as a headline may
/// speak of copyright too.
pub(super) fn is_copyright(line: &str) -> bool {
    let start: String = line.chars().take(80).collect();
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    (opens_copyright(line) && start.split(|c: char| !c.is_alphanumeric()).any(is_year))
        || is_reservation(line)
}

/// Whether a line opens with the word or the sign, where nothing but whose the rights are can stand.
pub(super) fn opens_copyright(line: &str) -> bool {
    let lower: String = line.chars().take(12).flat_map(char::to_lowercase).collect();
    ["copyright", "(c) ", "©", "(copyright"].iter().any(|mark| lower.starts_with(mark))
        || is_reservation(line)
}

/// `All rights reserved`, as a line of its own.
fn is_reservation(line: &str) -> bool {
    if line.len() > 60 {
        return false;
    }
    let lower = line.to_lowercase();
    let lower = lower.trim_end_matches('.');
    ["all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "alle rechten voorbehouden"]
        .contains(&lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_languages_and_bylines() {
        assert_eq!(word_count("1,234 words"), Some(Some(1234)));
        assert_eq!(word_count("1.285 Wörter"), Some(Some(1285)));
        assert_eq!(word_count("1 234 mots"), Some(Some(1234)));
        assert_eq!(
            (word_count("8165 字"), word_count("12 angry men"), word_count("words")),
            (Some(None), None, None)
        );
        assert_eq!(
            (language("GERMAN; DEUTSCH"), language("Englisch"), language("Volapük")),
            (Some("de"), Some("en"), None)
        );
        assert_eq!(
            (author("By ADA QUILL"), author("Byron Ash"), author("By")),
            ("ADA QUILL", "Byron Ash", "By")
        );
        assert!(is_copyright("Copyright 2026 Harbour Press") && is_copyright("All Rights Reserved"));
        assert!(!is_copyright("Copyright law is to change") && is_copyright("Copyright (c) 2026 X"));
        assert!(!is_copyright("Copying is dear") && !is_copyright("ééééééééééééééééééééééééééééé"));
    }
}
