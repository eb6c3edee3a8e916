//! Who is quoted or mentioned and what is left out, from articles to tables.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use parallax::article::Article;
use parallax::tables::{Cell, TableSet};
use support::{article, figure, printed, tables, texts};

/// Five outlets on three events; the last neither quotes Ada Quill nor tells of the breakwater.
fn corpus() -> Vec<Article> {
    let mut articles = Vec::new();
    for (event, place) in [("one", "Harbourton"), ("two", "Millbrook"), ("three", "Eastcliff")] {
        for (number, outlet) in ["Alpha", "Beta", "Delta", "Gamma", "Omega"].into_iter().enumerate() {
            let told = if outlet == "Omega" {
                "Nobody could say on Monday how long repairs would last. \"We wait and we hope,\" said Bo Marsh."
            } else {
                "The breakwater had been closed for weeks. \"We warned the council twice in March,\" said Ada Quill. \
                 \"Nobody came,\" Quill said."
            };
            let text = format!(
                "The old bridge at {place} fell in a storm on Sunday night, report number {number}. {told} Engineers \
                 from the region looked at the ruins until evening, and traffic took the northern road instead."
            );
            articles.push(article(&format!("{event}-{outlet}"), outlet, event, &text));
        }
    }
    articles
}

fn rows<'a>(tables: &'a TableSet, table: &str, wanted: &[&str]) -> Vec<&'a [Cell]> {
    let has = |row: &&[Cell]| wanted.iter().all(|text| row.iter().any(|cell| cell.as_text() == *text));
    tables.get(table).unwrap().rows().filter(has).collect()
}

#[test]
fn the_share_of_a_speaker_is_that_of_the_quoted_words_and_a_surname_is_the_full_name() {
    let tables = tables(corpus(), 1);
    for (wanted, share, reference) in
        [(["ALL", "Alpha", "Ada Quill"], 1.0, 27.0 / 32.0), (["ALL", "Omega", "Ada Quill"], 0.0, 1.0)]
    {
        let of = |column| figure(&tables, "sources", &wanted, column).unwrap();
        assert!((of("share_of_quoted_words") - share).abs() < 1e-5, "{wanted:?}");
        assert!((of("share_reference") - reference).abs() < 1e-5, "{wanted:?} {}", of("share_reference"));
        assert!((of("difference") - of("share_of_quoted_words") + of("share_reference")).abs() < 1e-5);
        assert!(of("n_events") > 2.5);
    }
    assert!(rows(&tables, "sources", &["Quill"]).is_empty());
    assert!(rows(&tables, "sources", &["Omega", "one"]).iter().all(|row| row[2].as_text() == "Bo Marsh"));
}

#[test]
fn what_all_others_tell_is_missed_with_the_passage_elsewhere() {
    let tables = tables(corpus(), 1);
    let schema = tables.get("omissions").unwrap().schema();
    let cell = |row: &[Cell], name: &str| row[schema.position(name).unwrap()].clone();
    let source = rows(&tables, "omissions", &["two", "Omega", "source", "Ada Quill"]);
    assert_eq!(source.len(), 1);
    assert!(cell(source[0], "example").as_text().contains("warned the council"));
    // Of five articles of like lengths four have it: one in five would lack it by chance.
    assert!((cell(source[0], "p_value").as_number().unwrap() - 0.2).abs() < 0.02);
    assert!(rows(&tables, "omissions", &["Alpha", "source"]).is_empty());
    for row in rows(&tables, "omissions", &[]) {
        let (p, q) = (cell(row, "p_value").as_number().unwrap(), cell(row, "q_value").as_number().unwrap());
        assert!(p > 0.0 && p <= q && q <= 1.0);
        let example =
            corpus().into_iter().find(|it| it.id == cell(row, "example_article_id").as_text()).unwrap();
        let at = |name| match cell(row, name) {
            Cell::Integer(at) => usize::try_from(at).unwrap(),
            other => panic!("{name} is {other:?}"),
        };
        let text = if cell(row, "example_zone").as_text() == "text" { &example.text } else { &example.title };
        assert_eq!(&text[at("example_start")..at("example_end")], cell(row, "example").as_text());
        assert_ne!(example.outlet, row[1].as_text());
    }
}

#[test]
fn threads_and_the_order_of_articles_change_no_row() {
    let mut reversed = corpus();
    reversed.reverse();
    assert_eq!(printed(&tables(corpus(), 1)), printed(&tables(reversed, 4)));
}

#[test]
fn two_other_outlets_are_too_few_for_an_omission() {
    let few =
        corpus().into_iter().filter(|it| ["Alpha", "Beta", "Omega"].contains(&it.outlet.as_str())).collect();
    assert_eq!(tables(few, 1).get("omissions").unwrap().n_rows(), 0);
}

/// Four events of two articles: Ada Quill has two of Alpha's three mentions, and one of Beta's three, late. Nothing tells what
/// Cleo Hart is, who counts nowhere.
fn named() -> Vec<Article> {
    let mut articles = Vec::new();
    for event in ["one", "two", "three", "four"] {
        let alpha = "Ada Quill came to see Bo Marsh. Later Ada Quill spoke with Cleo Hart about the old bridge again.";
        let beta =
            "Bo Marsh came to see Cleo Hart. Later Bo Marsh spoke about the old bridge again with Ada Quill.";
        articles.push(article(&format!("{event}-a"), "Alpha", event, alpha));
        articles.push(article(&format!("{event}-b"), "Beta", event, beta));
    }
    articles
}

#[test]
fn attention_is_the_share_of_all_mentions_and_the_place_of_the_first() {
    let tables = tables(named(), 1);
    for event in ["ALL", "two"] {
        let of = |column| figure(&tables, "attention", &[event, "Alpha", "Ada Quill"], column);
        let is = |column, expected: f64| {
            let found = of(column).unwrap();
            // Cells hold six digits.
            assert!((found - expected).abs() < 1e-5 * expected.max(1.0), "{event} {column}: {found}");
        };
        let n = if event == "ALL" { 4.0 } else { 1.0 };
        is("n_articles", n);
        is("n_articles_with", n);
        is("n_mentions", 2.0 * n);
        is("n_mentions_reference", n);
        is("share_of_mentions", 2.0 / 3.0);
        is("reference", 1.0 / 3.0);
        is("difference", 1.0 / 3.0);
        is("mentions_per_1000", 2_000.0 / 19.0);
        is("first_place", 0.0);
        is("first_place_reference", 85.0 / 95.0);
        is("n_events", n);
    }
    // Of 16 relabelings two are as far out: no p-value can reach 0.05.
    assert_eq!(figure(&tables, "attention", &["ALL", "Alpha", "Ada Quill"], "p_value"), None);
    assert_eq!(figure(&tables, "attention", &["two", "Alpha", "Ada Quill"], "p_value"), None);
}

/// Five outlets on four events; Omega has nobody of the first one's name, and calls the second by the family name alone.
fn left_out() -> Vec<Article> {
    let mut articles = Vec::new();
    for (event, person) in
        [("one", "Ada Quill"), ("two", "Bo Marsh"), ("three", "Cleo Hart"), ("four", "Dan Rook")]
    {
        for outlet in ["Alpha", "Beta", "Delta", "Gamma", "Omega"] {
            let told = match (outlet, event) {
                ("Omega", "one") => "An engineer had told the council about it.".to_owned(),
                ("Omega", "two") => "A man called marsh had told the council about it.".to_owned(),
                _ => format!("The engineer {person} had told the council about it."),
            };
            let text = format!(
                "The old bridge fell in a storm, {outlet} writes. {told} Traffic took the other road."
            );
            articles.push(article(&format!("{event}-{outlet}"), outlet, event, &text));
        }
    }
    articles
}

#[test]
fn a_person_whom_all_others_name_is_missed_once_and_not_word_by_word() {
    let tables = tables(left_out(), 1);
    assert_eq!(texts(&tables, "omissions", &["one", "Omega", "entity"], "feature"), ["Ada Quill"]);
    assert_eq!(
        texts(&tables, "omissions", &["one", "Omega", "entity"], "example"),
        ["The engineer Ada Quill had told the council about it."]
    );
    let terms = texts(&tables, "omissions", &["one", "Omega", "term"], "feature");
    assert!(terms.iter().all(|it| it != "ada" && it != "quill" && it != "ada quill"), "{terms:?}");
    // Who is named in another way is not left out, and who is of all outlets by none.
    assert!(rows(&tables, "omissions", &["two", "entity"]).is_empty());
    assert!(rows(&tables, "omissions", &["Alpha", "entity"]).is_empty());
}

#[test]
fn a_speaker_is_the_entity_that_the_mention_names() {
    let tables = tables(corpus(), 1);
    let speakers = texts(&tables, "sources", &["ALL"], "speaker");
    let entities = texts(&tables, "entities", &["person"], "entity");
    assert!(speakers.iter().all(|it| entities.contains(it)), "{speakers:?} {entities:?}");
    let n_sources = |outlet| figure(&tables, "coverage", &["one", outlet], "n_sources").unwrap();
    assert!((n_sources("Alpha") - 1.0).abs() < 1e-9 && (n_sources("Omega") - 1.0).abs() < 1e-9);
}
