//! The labels with which Nexis says what a field is, in the languages of its interface.

/// What a label opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Headline,
    Byline,
    /// How long the text is.
    Length,
    Body,
    /// Another field above the text.
    Head,
    Language,
    /// Another field below the text, which never opens a paragraph of it.
    Tail,
    /// A field below the text by a word that could open a paragraph too.
    Loose,
    /// When the document was loaded, by a word that could open a paragraph: it counts with a date behind it.
    Loaded,
}

const LABELS: &[(Label, &[&str])] = &[
    (Label::Headline, &["headline", "schlagzeile", "titre", "titel", "kop", "titular"]),
    (Label::Byline, &["byline", "author", "autor", "auteur", "autore", "autoren"]),
    (Label::Length, &["length", "länge", "longueur", "lengte", "longitud", "lunghezza", "extensión"]),
    (Label::Body, &["body"]),
    (
        Label::Head,
        &[
            "section",
            "rubrik",
            "rubrique",
            "rubriek",
            "sectie",
            "sección",
            "sezione",
            "dateline",
            "datumszeile",
            "highlight",
            "encart",
            "insert",
            "series",
            "serie",
            "série",
            "column",
            "edition",
            "ausgabe",
            "édition",
        ],
    ),
    (Label::Language, &["language", "sprache", "langue", "taal", "idioma", "lingua"]),
    (
        Label::Tail,
        &[
            "load-date",
            "date-chargement",
            "laaddatum",
            "laad-datum",
            "fecha-de-carga",
            "publication-type",
            "pub-type",
            "type-publication",
            "publikationstyp",
            "publicatie-type",
            "publicatietype",
            "journal-code",
            "journal code",
            "zeitungs-code",
            "code-journal",
            "acc-no",
            "subject",
            "sujet",
            "schlagwort",
            "onderwerp",
            "organization",
            "stock-symbol",
            "symbole-boursier",
            "ticker",
            "geographic",
            "geo-localization",
            "localisation-geo",
            "secteur-activite",
            "activity-sector",
            "document-type",
            "correction-date",
            "graphic",
            "grafik",
            "graphique",
            "grafiek",
            "grafica",
            "pub-subject",
            "publication-subject",
        ],
    ),
    (
        Label::Loose,
        &[
            "company",
            "societe",
            "société",
            "organisation",
            "industry",
            "person",
            "personne",
            "city",
            "state",
            "country",
            "pays",
            "name",
            "type",
            "distribution",
            "correction",
            "notes",
            "note",
            "url",
            "isbn",
            "issn",
            "category",
        ],
    ),
    (Label::Loaded, &["update", "updated"]),
];

/// How a label is written: classic exports in capitals, newer ones with a capital letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Capitals,
    Any,
}

/// The label that a line opens with, and what stands behind it.
pub(super) fn label(line: &str, case: Case) -> Option<(Label, &str)> {
    // The longest name has 20 letters.
    let at = line.bytes().take(32).position(|byte| byte == b':')?;
    let (name, value) = line.split_at_checked(at)?;
    let is_written = name.starts_with(char::is_uppercase)
        && (case == Case::Any || !name.contains(char::is_lowercase))
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | ' '));
    if !is_written {
        return None;
    }
    let lower = name.trim().to_lowercase();
    let (label, _) = LABELS.iter().find(|(_, names)| names.contains(&lower.as_str()))?;
    let value = value.trim_start_matches(':').trim();
    let is_loaded =
        *label != Label::Loaded || super::dateline::date(value).is_some_and(|date| !date.is_empty());
    is_loaded.then_some((*label, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_by_their_words_and_their_case() {
        assert_eq!(label("LÄNGE: 1285 Wörter", Case::Capitals), Some((Label::Length, "1285 Wörter")));
        assert_eq!(label("Length:\u{A0}937 words", Case::Any), Some((Label::Length, "937 words")));
        assert_eq!(label("Length: 937 words", Case::Capitals), None);
        assert_eq!(
            label("UPDATE: 28. Februar 2026", Case::Capitals),
            Some((Label::Loaded, "28. Februar 2026"))
        );
        assert_eq!(label("UPDATE: The quay is open", Case::Capitals), None);
        assert_eq!(
            (label("EU: no delay", Case::Any), label("é:", Case::Any), label("", Case::Any)),
            (None, None, None)
        );
    }
}
