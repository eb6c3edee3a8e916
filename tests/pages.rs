//! Web pages: the text of each fixture against what a reader would call its article, and pages made to do harm.

mod support;

use std::collections::BTreeMap;
use std::fs;

use parallax::article::SkipReason;
use parallax::ingest::{Input, ReadOptions, Reading, read};
use support::root;

fn read_page(html: &str) -> Reading {
    read(&Input::from_bytes("page.html", html.as_bytes()), &ReadOptions::default())
}

/// The harmonic mean of the shares of words that two texts have in common.
fn token_f1(found: &str, expected: &str) -> f64 {
    let counts = |text: &str| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
        counts
    };
    let (found, expected) = (counts(found), counts(expected));
    let shared: usize =
        found.iter().map(|(word, n)| expected.get(word).map_or(0, |other| *n.min(other))).sum();
    let total = found.values().sum::<usize>() + expected.values().sum::<usize>();
    if total == 0 { 1.0 } else { 2.0 * shared as f64 / total as f64 }
}

#[test]
fn the_article_of_each_layout_is_found() {
    let folder = root().join("tests/fixtures/ingest/html");
    let mut n = 0;
    for entry in fs::read_dir(folder.join("texts")).unwrap() {
        let expected = entry.unwrap().path();
        let name = expected.file_stem().unwrap().to_string_lossy().into_owned();
        let page = fs::read(folder.join("input").join(format!("{name}.html"))).unwrap();
        let reading = read(&Input::from_bytes("page.html", &page), &ReadOptions::default());
        let text = reading.articles.first().map(|article| article.text.as_str()).unwrap_or_default();
        let f1 = token_f1(text, &fs::read_to_string(&expected).unwrap());
        assert!(f1 >= 0.98, "{name}: {f1:.3}\n{text}");
        n += 1;
    }
    assert!(n >= 16, "only {n} texts");
}

#[test]
fn a_page_made_to_do_harm_costs_little() {
    let prose = format!("<p>{}</p>", "The council talked for an hour about the bridge. ".repeat(5));
    for (name, page) in [
        ("deep", format!("{}{prose}", "<div>".repeat(20_000))),
        ("formatting", (0..1_000).map(|n| format!("<p><font color={n}>x")).collect()),
        ("attributes", format!("<p {}>{prose}", (0..50_000).map(|n| format!("a{n}=b ")).collect::<String>())),
        ("entities", format!("{prose}{}", "&amp;".repeat(50_000))),
        ("stray marks", format!("{prose}{}", "<".repeat(50_000))),
        ("drawing", format!("{prose}<svg>{}", "<a>".repeat(20_000))),
    ] {
        let reading = read_page(&format!("<!doctype html><meta property=og:type content=article>{page}"));
        assert_eq!(reading.articles.len() + reading.skipped.len(), 1, "{name}");
    }
    let reading = read_page(&format!("<!doctype html>{}", "<b></b>".repeat(600_000)));
    assert_eq!(reading.skipped[0].reason, SkipReason::MissingText);
}
