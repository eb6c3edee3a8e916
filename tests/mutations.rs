//! Every reader on damaged bytes of every fixture, by itself, in a compressed file and in an archive.
//!
//! A new reader is covered as soon as it stands in `READERS` and has a fixture. `CASES=5000 cargo test --test mutations`
//! looks further than every run can; `SEED=2` looks elsewhere.

#![expect(clippy::unwrap_used, reason = "the lint knows tests by their attribute, and not what they share")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use parallax::ingest::{Input, READERS, ReadOptions, Reader, Reading, find_inputs, read};
use parallax::limits::Limits;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError, TestRunner};

/// Damaged copies of each file of a fixture: together a few seconds.
fn cases() -> u32 {
    number("CASES").unwrap_or(32)
}

fn number(name: &str) -> Option<u32> {
    std::env::var(name).ok()?.parse().ok()
}

/// What a damaged fixture of a few kilobytes may give at most: texts, details and notes together.
const MOST_OUTPUT: usize = 4 << 20;

/// The files of a reader's fixture, but for what is too long to be read again and again.
fn fixtures(reader: &dyn Reader) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ingest");
    let folder = folder.join(reader.about().name).join("input").to_str().unwrap().to_owned();
    let found = find_inputs(&[folder]).unwrap();
    let paths: Vec<PathBuf> = found.inputs.iter().map(|input| PathBuf::from(&*input.name)).collect();
    let short = |path: &PathBuf| (1..64 << 10).contains(&fs::metadata(path).unwrap().len());
    paths.into_iter().filter(short).collect()
}

/// Bytes with some of them changed, taken out, put in or said again, perhaps cut off.
fn mutated(bytes: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), 0..5_u8, any::<u8>());
    let cut = prop::option::weighted(0.3, any::<prop::sample::Index>());
    (prop::collection::vec(edit, 0..12), cut).prop_map(move |(edits, cut)| {
        let mut bytes = bytes.clone();
        for (at, kind, byte) in edits {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes[at] ^= 1 << (byte % 8),
                2 => bytes.insert(at, byte),
                3 if bytes.len() > 1 => drop(bytes.remove(at)),
                _ => {
                    let end = (at + usize::from(byte)).min(bytes.len());
                    let again = bytes[at..end].to_vec();
                    bytes.splice(at..at, again);
                }
            }
        }
        bytes.truncate(cut.map_or(bytes.len(), |cut| cut.index(bytes.len())));
        bytes
    })
}

fn run(bytes: Vec<u8>, cases: u32, test: impl Fn(Vec<u8>) -> Result<(), TestCaseError>) {
    let config = ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(number("SEED").unwrap_or(11).into()),
        failure_persistence: None,
        max_shrink_iters: 256,
        ..Default::default()
    };
    TestRunner::new(config).run(&mutated(bytes), test).unwrap();
}

fn options() -> ReadOptions {
    // So that a length that damage made up cannot ask for much.
    let limits = Limits { max_unpacked_bytes: Some(16 << 20), ..Limits::DEFAULT };
    ReadOptions { limits, ..ReadOptions::default() }
}

/// That nothing is lost in silence and nothing grows out of proportion.
fn holds(reading: &Reading) -> Result<(), TestCaseError> {
    prop_assert!(!reading.articles.is_empty() || !reading.skipped.is_empty(), "a silent loss");
    let texts = reading.articles.iter().map(|article| article.text.len() + article.title.len());
    let details = reading.skipped.iter().map(|skip| skip.detail.len());
    let notes = reading.notes.iter().map(String::len);
    prop_assert!(texts.chain(details).chain(notes).sum::<usize>() < MOST_OUTPUT);
    prop_assert!(reading.notes.len() < 1_000 && reading.columns.len() <= 1_000);
    for skip in &reading.skipped {
        prop_assert!(!skip.detail.chars().any(char::is_control), "{:?}", skip.detail);
    }
    for article in &reading.articles {
        let is_unseen = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        prop_assert!(!article.text.trim().is_empty() && !article.text.contains(is_unseen));
    }
    Ok(())
}

#[test]
fn every_reader_survives_damage_to_every_fixture() {
    let options = options();
    for reader in READERS {
        let paths = fixtures(*reader);
        assert!(!paths.is_empty(), "{} has no fixture", reader.about().name);
        for path in paths {
            let name = path.file_name().unwrap().to_str().unwrap();
            run(fs::read(&path).unwrap(), cases(), |bytes| {
                let input = Input::from_bytes(name, &bytes);
                // The reader whose fixture it is, though it might not take the file any more.
                if let Ok(reading) = reader.read(&input.open().unwrap(), &options) {
                    prop_assert!(reading.notes.len() < 1_000);
                }
                holds(&read(&input, &options))
            });
        }
    }
}

/// The records of one fixture in the order of the file: (record, whether it was used).
fn records(reading: &Reading) -> Vec<u64> {
    let used = reading.articles.iter().map(|article| article.source_record);
    let skipped = reading.skipped.iter().filter_map(|skip| skip.record);
    let mut records: Vec<u64> = used.chain(skipped).collect();
    records.sort_unstable();
    records
}

#[test]
fn every_reader_takes_bytes_of_all_others_without_harm() {
    let options = options();
    for path in READERS.iter().flat_map(|reader| fixtures(*reader)) {
        let bytes = fs::read(&path).unwrap();
        for extension in ["csv", "jsonl", "txt", "html"] {
            let input = Input::from_bytes(&format!("x.{extension}"), &bytes);
            holds(&read(&input, &options)).unwrap();
        }
        let input = Input::from_bytes("x", &bytes);
        for reader in READERS {
            let _ = reader.read(&input.open().unwrap(), &options);
        }
    }
}

#[test]
fn no_record_is_told_twice() {
    for path in READERS.iter().flat_map(|reader| fixtures(*reader)) {
        let input = Input::from_bytes(path.file_name().unwrap().to_str().unwrap(), &fs::read(&path).unwrap());
        let reading = read(&input, &options());
        let mut files: Vec<&str> = reading.articles.iter().map(|article| &*article.source_file).collect();
        files.dedup();
        // Where a file has parts (the sheets of a workbook), each counts its own records.
        if files.len() == 1 {
            let records = records(&reading);
            let mut once = records.clone();
            once.dedup();
            assert_eq!(records, once, "{}", path.display());
        }
    }
}

#[test]
fn damaged_containers_harm_nobody() {
    let options = options();
    let line =
        b"{\"text\": \"Words enough to fill a line or two.\", \"outlet\": \"The Lantern\"}\n".repeat(40);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&line).unwrap();
    let gz = encoder.finish().unwrap();
    let zst = zstd::encode_all(&line[..], 1).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("a/one.jsonl", &line), ("b/two.jsonl.gz", &gz), ("b/three.jsonl.zst", &zst)] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    let zip = writer.finish().unwrap().into_inner();
    for (name, bytes) in [("x.jsonl.gz", gz), ("x.jsonl.zst", zst), ("x.zip", zip)] {
        run(bytes, cases() * 10, |bytes| holds(&read(&Input::from_bytes(name, &bytes), &options)));
    }
}
