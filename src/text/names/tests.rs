//! What is found in sentences of all shapes.

use super::{NO_LINK, NameFinder, NameForm, NameKind, NameLists, NameMention, NameWords, mark};
use crate::text::lexicon::Lexicon;
use crate::text::{Analyser, NumberedWords, Vocabulary};

/// The mentions of an article, each with its words.
fn found(title: &str, text: &str) -> Vec<(String, NameMention)> {
    let parse = |content| Lexicon::parse("list", content).unwrap();
    let stop_words = parse(include_str!("../../../data/lexicons/stop_words.csv"));
    let stop_words = Vocabulary::from_forms(stop_words.entries.iter().map(|entry| entry.text.as_bytes()));
    let lists = NameLists {
        words: &parse(include_str!("../../../data/lexicons/name_words.csv")),
        given: &parse(include_str!("../../../data/lexicons/given_names.csv")),
        places: &parse(include_str!("../../../data/lexicons/place_names.csv")),
        organisations: &parse(include_str!("../../../data/lexicons/organisation_names.csv")),
        stop_words: &stop_words,
    };
    let mut vocabulary = Vocabulary::default();
    let _ = NumberedWords::read((title, text), &mut vocabulary);
    let words = NameWords::new(lists, &vocabulary);
    let mut analyser = Analyser::default();
    let document = analyser.analyse((title, text), &[], &vocabulary);
    let mut mentions = Vec::new();
    NameFinder::default().find(&document, &words, &mut mentions);
    let written = |it: &NameMention| document.source(it.zone)[it.start as usize..it.end as usize].to_owned();
    mentions.iter().map(|it| (written(it), *it)).collect()
}

/// The names and labels of a text, as they are written, those that nothing shows to be names left out.
fn names(text: &str) -> Vec<String> {
    let is_sure = |it: &&(String, NameMention)| !it.1.has(mark::WEAK | mark::NEEDS_NAME);
    found("", text).iter().filter(is_sure).map(|it| it.0.clone()).collect()
}

fn assert_names(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(names(text), *expected, "{text}");
    }
}

#[test]
fn runs_of_capitals_go_on_over_particles_and_of() {
    assert_names(&[
        ("They met Ursula von der Leyen and Bill de Blasio.", &["Ursula von der Leyen", "Bill de Blasio"]),
        (
            "It went to the Department of Health and Human Services.",
            &["Department of Health and Human Services"],
        ),
        (
            "He left the University of Dovrany for the Bank of England.",
            &["University of Dovrany", "Bank of England"],
        ),
        ("She read of J. K. Morland and the Johnson & Hale group.", &["J. K. Morland", "Johnson & Hale"]),
        ("He spoke for Zarkan and Morland.", &["Zarkan", "Morland"]),
    ]);
}

#[test]
fn possessives_are_cut_and_end_a_name() {
    assert_names(&[
        ("We saw Zarkan's Ministry of Works.", &["Zarkan", "Ministry of Works"]),
        ("We saw Ann Zarkan’s house.", &["Ann Zarkan"]),
    ]);
}

#[test]
fn titles_belong_to_the_mention_and_what_stands_before_is_its_own() {
    let mentions = found("", "We heard Russian Foreign Minister Emil Zarkan and Mr. Lee.");
    let bare: Vec<(&str, &str)> = mentions
        .iter()
        .map(|(written, it)| (written.as_str(), &written[usize::from(it.n_title_bytes)..]))
        .collect();
    assert_eq!(
        bare,
        [("Russian", "Russian"), ("Foreign Minister Emil Zarkan", "Emil Zarkan"), ("Mr. Lee", "Lee")]
    );
    assert_names(&[
        ("He met the Prime Minister and the Secretary of State.", &[]),
        ("Then Secretary of State Emil Zarkan left.", &["Secretary of State Emil Zarkan"]),
        ("We drove to Prince William County with Rodney King.", &["Prince William County", "Rodney King"]),
    ]);
}

#[test]
fn the_rest_of_the_article_tells_what_begins_a_sentence() {
    assert_names(&[
        ("Growth slowed. Zarkan left. They saw Zarkan again.", &["Zarkan", "Zarkan"]),
        ("Police came. Officials spoke. The Police Department did not.", &["Police Department"]),
        ("Embattled Jane Doe left.", &["Jane Doe"]),
        ("On Monday they left. May came.", &[]),
    ]);
    let mentions = found("", "Crowing was heard.");
    assert!(mentions.iter().all(|(_, it)| it.has(mark::WEAK)), "{mentions:?}");
}

#[test]
fn a_family_name_that_is_a_word_waits_for_a_full_name() {
    let mentions = found("", "They saw Theresa May. Then May left.");
    let marks: Vec<(&str, bool)> =
        mentions.iter().map(|(written, it)| (written.as_str(), it.has(mark::NEEDS_NAME))).collect();
    assert_eq!(marks, [("Theresa May", false), ("May", true)]);
}

#[test]
fn an_acronym_is_linked_to_the_name_beside_it() {
    let mentions =
        found("", "The Northern Harbour Agency (NHA) and the RWU (River Workers Union) met (HBO).");
    let linked = |at: usize| mentions[at].1.link;
    assert_eq!(mentions[1].0, "NHA");
    assert_eq!((linked(1), linked(2), linked(3)), (0, 3, NO_LINK));
}

#[test]
fn labels_stand_before_and_behind_a_name() {
    let label = |text: &str| {
        let of = |it: &(String, NameMention)| (it.1.form == NameForm::Label).then(|| it.0.clone());
        found("", text).iter().filter_map(of).collect::<Vec<_>>()
    };
    for (text, expected) in [
        ("We saw embattled minister Jane Doe.", "embattled minister"),
        ("The embattled prime minister, Jane Doe, left.", "The embattled prime minister"),
        ("They met Jane Doe, the embattled minister, there.", "the embattled minister"),
        ("They met Jane Doe, a former governor of Dovrany.", "a former governor"),
        ("They met the American actor Tom Doe.", "the American actor"),
    ] {
        assert_eq!(label(text), [expected], "{text}");
    }
    for text in [
        "Jane Doe, the minister said, left.",
        "They met Jane Doe and a minister.",
        "In Dovrany, the minister",
    ] {
        assert!(label(text).is_empty(), "{text}: {:?}", label(text));
    }
}

#[test]
fn an_office_alone_stands_for_the_one_person_who_has_it() {
    let last_link = |text: &str| {
        let mentions = found("", text);
        let label = mentions.iter().rfind(|it| it.1.form == NameForm::Label);
        label.map(|it| mentions[usize::from(it.1.link)].0.clone())
    };
    let one = "We saw President Jane Doe. Then Doe left. Later the president said no.";
    assert_eq!(last_link(one).as_deref(), Some("Doe"));
    let two = "We saw President Jane Doe and President Emil Zarkan. Later the president said no.";
    assert_eq!(last_link(two), None);
    let other =
        "We saw President Jane Doe. Later the former president said no, as did the president of Dovrany.";
    assert_eq!(last_link(other), None);
}

#[test]
fn a_headline_in_capitals_names_what_the_text_names() {
    let title = "Zarkan Slams Rivals Over Harbour Plan In Dovrany Speech";
    let of_title: Vec<String> = found(title, "They saw Zarkan there. The plan of Dovrany was his.")
        .into_iter()
        .filter(|it| it.1.zone == crate::key::Zone::Headline)
        .map(|it| it.0)
        .collect();
    assert_eq!(of_title, ["Zarkan", "Dovrany"]);
}

#[test]
fn kinds_are_told_by_heads_titles_and_given_names() {
    for (text, expected) in [
        ("We saw Amina Dovrany there.", NameKind::Person),
        ("We saw Mr Dovrany there.", NameKind::Person),
        ("We saw the Dovrany Harbour Authority there.", NameKind::Organisation),
        ("We saw Lake Dovrany there.", NameKind::Place),
        ("We met in Dovrany then.", NameKind::Place),
        ("We saw the Dovrany there.", NameKind::Other),
    ] {
        assert_eq!(found("", text)[0].1.kind, expected, "{text}");
    }
}

#[test]
fn a_mention_takes_little_memory() {
    assert!(size_of::<NameMention>() <= 24);
}
