//! Holds the VADER scorer to the figures of the reference.
//!
//! `fixtures/vader/sentences.csv` has sentences invented for this test, one or more for each rule and quirk, with what
//! `SentimentIntensityAnalyzer().polarity_scores(text)` of vaderSentiment 3.3.2 returns for them on Python 3.11.

use parallax::text::vader::{Vader, VaderScores, VaderScratch};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::Path;

/// The digits to which the reference rounds.
const COMPOUND_TOLERANCE: f64 = 1.01e-4;
const SHARE_TOLERANCE: f64 = 1.01e-3;

/// The columns `neg`, `neu`, `pos` and `compound`, which begin at `from`.
fn reference(record: &csv::StringRecord, from: usize) -> Result<[f64; 4], Box<dyn Error>> {
    let mut figures = [0.0; 4];
    for (figure, column) in figures.iter_mut().zip(from..) {
        *figure = record.get(column).ok_or("a column is missing")?.parse()?;
    }
    Ok(figures)
}

fn agrees(scores: &VaderScores, [neg, neu, pos, compound]: [f64; 4]) -> bool {
    let near = |ours: f64, theirs: f64, tolerance: f64, scale: f64| {
        ((ours * scale).round() / scale - theirs).abs() < tolerance
    };
    near(scores.compound, compound, COMPOUND_TOLERANCE, 1e4)
        && near(scores.neg, neg, SHARE_TOLERANCE, 1e3)
        && near(scores.neu, neu, SHARE_TOLERANCE, 1e3)
        && near(scores.pos, pos, SHARE_TOLERANCE, 1e3)
}

#[test]
fn invented_sentences_score_as_in_the_reference() -> Result<(), Box<dyn Error>> {
    let vader = Vader::embedded()?;
    let mut scratch = VaderScratch::default();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/vader/sentences.csv");
    let mut n = 0;
    for record in csv::Reader::from_path(path)?.records() {
        let record = record?;
        let (text, expected) = (&record[0], reference(&record, 1)?);
        let scores = vader.score(text, &mut scratch);
        assert!(agrees(&scores, expected), "{text:?}: {scores:?} instead of {expected:?}");
        for it in scratch.contributions() {
            assert!(text.get(it.start..it.end).is_some_and(|word| !word.is_empty()), "{text:?}: {it:?}");
        }
        n += 1;
    }
    assert!(n > 300, "only {n} sentences");
    Ok(())
}

#[test]
fn the_sentiment_corpora_score_as_in_the_reference() -> Result<(), Box<dyn Error>> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.join("oracles/vader.csv").is_file() {
        // Not `eprintln!`, which the test harness keeps to itself while a test passes.
        writeln!(
            std::io::stderr(),
            "SKIPPED: no ../shared/oracles/vader.csv; the 10,476 texts of the sentiment corpora are not checked"
        )?;
        return Ok(());
    }
    let mut expected = BTreeMap::new();
    for record in csv::Reader::from_path(shared.join("oracles/vader.csv"))?.records() {
        let record = record?;
        expected.insert((record[0].to_owned(), record[1].to_owned()), reference(&record, 2)?);
    }
    let vader = Vader::embedded()?;
    let mut scratch = VaderScratch::default();
    let sets: std::collections::BTreeSet<String> = expected.keys().map(|(set, _)| set.clone()).collect();
    let mut n = 0;
    for set in sets {
        let content = std::fs::read_to_string(shared.join(format!("data/sentiment/{set}.jsonl")))?;
        for line in content.lines() {
            let record: serde_json::Value = serde_json::from_str(line)?;
            let (Some(id), Some(text)) = (record["id"].as_str(), record["text"].as_str()) else {
                return Err(format!("{set}: no id or text in {line}").into());
            };
            let Some(&figures) = expected.get(&(set.clone(), id.to_owned())) else { continue };
            let scores = vader.score(text, &mut scratch);
            assert!(agrees(&scores, figures), "{set} {id}: {scores:?} instead of {figures:?}");
            n += 1;
        }
    }
    assert_eq!(n, expected.len(), "texts that were compared");
    Ok(())
}
