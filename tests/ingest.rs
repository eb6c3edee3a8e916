//! Reading, from files to articles: each reader's fixture, bad input, and readers on damaged bytes.
//!
//! `BLESS=1 cargo test --test ingest` writes the expected files anew: read the diff.

#![expect(clippy::unwrap_used, reason = "the lint knows tests by their attribute, and not what they share")]

use std::fs;
use std::path::{Path, PathBuf};

use parallax::article::{Article, SkipReason};
use parallax::ingest::{
    AsOf, DateRules, Field, FieldMap, Found, Input, READERS, ReadOptions, Reading, find_inputs, read,
};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError};
use serde_json::{Value, json};

fn fixtures(reader: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ingest").join(reader)
}

fn find(paths: &[&Path]) -> Found {
    let arguments: Vec<String> = paths.iter().map(|path| path.to_str().unwrap().to_owned()).collect();
    find_inputs(&arguments).unwrap()
}

fn read_bytes(name: &str, bytes: &[u8]) -> Reading {
    read(&Input::from_bytes(name, bytes), &ReadOptions::default())
}

fn reasons(reading: &Reading) -> Vec<SkipReason> {
    reading.skipped.iter().map(|skip| skip.reason).collect()
}

fn show(article: &Article) -> Value {
    json!({
        "record": article.source_record,
        "id": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "text": article.text,
        "date": article.published.as_ref().map(|date| &date.iso),
        "url": article.url,
        "author": article.author,
        "language": article.language,
        "event": article.event,
    })
}

#[test]
fn every_reader_reads_its_fixture() {
    for reader in READERS {
        let name = reader.about().name;
        let folder = fixtures(name);
        let found = find(&[&folder.join("input")]);
        let relative = |path: &str| path.replace(&format!("{}/", folder.display()), "");
        let mut lines: Vec<Value> =
            found.notes.iter().map(|note| json!({ "note": relative(note) })).collect();
        for input in &found.inputs {
            // A fixture's own time is that of its copy.
            let as_of = Some(AsOf { seconds: 1_772_586_620, has_time: true });
            let dates = DateRules { as_of, ..DateRules::default() };
            let reading = read(input, &ReadOptions { dates, ..ReadOptions::default() });
            lines.push(
                json!({ "file": relative(&input.name), "reader": reading.reader, "notes": reading.notes }),
            );
            lines.extend(reading.articles.iter().map(show));
            lines.extend(reading.skipped.iter().map(|skip| {
                json!({ "skip": skip.reason.name(), "record": skip.record, "offset": skip.offset, "detail": skip.detail })
            }));
        }
        let actual: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let path = folder.join("expected.jsonl");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &actual).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        for (actual, expected) in actual.lines().zip(expected.lines()) {
            assert_eq!(actual, expected, "{name}");
        }
        assert_eq!(actual.lines().count(), expected.lines().count(), "{name}");
    }
}

#[test]
fn the_seed_page_gives_four_articles() {
    let page = &Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/seed/aggregator-page.txt");
    if !page.exists() {
        eprintln!("skipped: {} is not here", page.display());
        return;
    }
    let reading = read(&find(&[page]).inputs[0], &ReadOptions::default());
    let outlets: Vec<&str> = reading.articles.iter().map(|article| article.outlet.as_str()).collect();
    assert_eq!(outlets, ["AFP", "Forbes", "Bloomberg", "The Hill"]);
    assert!(
        reading.articles[0].text.starts_with("Lavrov's visit")
            && reading.articles[0].text.ends_with("to Pyongyang.")
    );
    assert!(reading.notes.iter().any(|note| note.contains("inferred from its sign-off \"kjk/ceb/dhc\"")));
    assert_eq!(reading.skipped, []);
}

#[test]
fn the_order_of_the_arguments_changes_nothing_and_each_file_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["b", "a/2024", ".hidden"] {
        fs::create_dir_all(at(name)).unwrap();
    }
    for name in [
        "b/1.txt",
        "a/2024/1.txt",
        "a/license-fees.txt",
        "a/README.txt",
        ".hidden/x.txt",
        "b/.x.txt",
        "c.txt",
    ] {
        fs::write(at(name), "Title\n\nText.").unwrap();
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path(), at("b/loop")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", at("b/out.txt")).unwrap();
    }
    let names = |found: &Found| found.inputs.iter().map(|input| input.name.to_string()).collect::<Vec<_>>();
    let dotted = folder.path().join("b/../c.txt");
    let forth = find(&[folder.path(), &at("c.txt"), &dotted]);
    let back = find(&[&dotted, &at("c.txt"), folder.path()]);
    assert_eq!((names(&forth), &forth.notes), (names(&back), &back.notes));
    let expected = ["a/2024/1.txt", "a/license-fees.txt", "b/../c.txt", "b/1.txt"];
    assert_eq!(names(&forth), expected.map(|name| at(name).to_str().unwrap().to_owned()));
    assert!(forth.notes.iter().any(|note| note.contains("are the same file, read once")));
    let folders: Vec<_> =
        forth.inputs.iter().map(|input| (input.folder.as_deref(), input.in_subfolder)).collect();
    assert_eq!((folders[0], folders[3]), ((Some("a"), true), (Some("b"), true)));
    // Two INPUT folders may hold files of one name: their ids must differ.
    let stems: Vec<String> =
        find(&[&at("a/2024"), &at("b")]).inputs.into_iter().map(|input| input.stem).collect();
    assert_ne!(stems[0], stems[1]);
}

#[test]
fn what_is_wrong_with_a_file_is_one_line() {
    let error = find_inputs(&["/no/such/path".to_owned()]).unwrap_err();
    assert!(error.to_string().starts_with("cannot read /no/such/path: "), "{error}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gone.txt");
    fs::write(&path, "x").unwrap();
    let found = find(&[&path]);
    fs::remove_file(&path).unwrap();
    assert_eq!(reasons(&read(&found.inputs[0], &ReadOptions::default())), [SkipReason::UnreadableFile]);
    for (name, bytes, reason) in [
        ("empty.csv", &b""[..], SkipReason::EmptyFile),
        ("blank.txt", b"\xEF\xBB\xBF \r\n", SkipReason::EmptyFile),
        ("picture.txt", b"\x89PNG\r\n\x1A\n\x00\x00", SkipReason::UnknownFormat),
        ("packed.csv", b"\x1F\x8B\x08 and so on", SkipReason::UnreadableFile),
        ("table.csv", b"name,score\nx,1\n", SkipReason::UnknownFormat),
        ("list.json", b"[]", SkipReason::EmptyFile),
        ("header.csv", b"outlet,text\n", SkipReason::EmptyFile),
        ("short.parquet", b"PAR1", SkipReason::UnreadableFile),
    ] {
        let reading = read_bytes(name, bytes);
        assert_eq!(
            (reasons(&reading), reading.skipped[0].record),
            (vec![reason], None),
            "{name}: {:?}",
            reading.skipped
        );
        assert_eq!(reading.articles, [], "{name}");
    }
}

#[test]
fn one_line_of_50_megabytes_is_a_record_and_a_longer_one_a_skip() {
    let line = |bytes: usize| {
        format!("{{\"text\": \"{}\", \"outlet\": \"o\"}}\n", "word ".repeat(bytes / 5)).into_bytes()
    };
    let reading = read_bytes("a.jsonl", &line(50 << 20));
    assert_eq!((reading.articles.len(), reading.skipped.len()), (1, 0));
    let options = ReadOptions { max_record_bytes: 1000, ..ReadOptions::default() };
    let lines = [line(100), line(2000), line(100)].concat();
    let reading = read(&Input::from_bytes("a.jsonl", &lines), &options);
    assert_eq!((reading.articles.len(), reasons(&reading)), (2, vec![SkipReason::TooLarge]));
    assert_eq!(
        (reading.skipped[0].record, reading.skipped[0].offset),
        (Some(2), Some(line(100).len() as u64))
    );
}

#[test]
fn offsets_are_the_bytes_at_which_records_start() {
    let input = fixtures("delimited").join("input/articles.csv");
    let bytes = fs::read(&input).unwrap();
    let reading = read(&find(&[&input]).inputs[0], &ReadOptions::default());
    let starts: Vec<&[u8]> = reading
        .skipped
        .iter()
        .map(|skip| &bytes[usize::try_from(skip.offset.unwrap()).unwrap()..][..2])
        .collect();
    assert_eq!(starts, [&b"a3"[..], b"a5"]);
    let input = fixtures("json_lines").join("input/articles.jsonl");
    let bytes = fs::read(&input).unwrap();
    for skip in read(&find(&[&input]).inputs[0], &ReadOptions::default()).skipped {
        let start = usize::try_from(skip.offset.unwrap()).unwrap();
        let line = usize::try_from(skip.record.unwrap()).unwrap();
        assert_eq!(bytes[..start].iter().filter(|byte| **byte == b'\n').count() + 1, line);
    }
}

#[test]
fn a_map_overrules_the_synonyms_and_reaches_into_objects() {
    let fields =
        FieldMap::with(&[("text", "body.content"), ("outlet", "Site.Names"), ("title", "text")]).unwrap();
    let options = ReadOptions { fields, ..ReadOptions::default() };
    let line = br#"{"text": "t", "body": {"content": "deep", "title": "no"}, "Site": {"Names": ["o", "p"]}}"#;
    let reading = read(&Input::from_bytes("a.jsonl", line), &options);
    let article = &reading.articles[0];
    assert_eq!((&*article.text, &*article.outlet, &*article.title), ("deep", "o, p", "t"));
    assert!(options.fields.check_found(&reading.columns).is_ok());
    let options =
        ReadOptions { fields: FieldMap::with(&[("text", "BODY")]).unwrap(), ..ReadOptions::default() };
    let reading = read(&Input::from_bytes("a.csv", b"outlet,text,Body\no,wrong,right\n"), &options);
    assert_eq!(reading.articles[0].text, "right");
    let reading = read(&Input::from_bytes("a.csv", b"outlet,text\no,wrong\n"), &options);
    assert_eq!(reasons(&reading), [SkipReason::UnknownFormat]);
    assert!(
        options
            .fields
            .check_found(&reading.columns)
            .unwrap_err()
            .to_string()
            .contains("no input has a column \"BODY\"")
    );
    assert_eq!(Field::ALL.map(Field::name)[..4], ["id", "outlet", "title", "text"]);
}

#[test]
fn an_outlet_is_told_by_column_then_host_then_folder() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("The Lantern");
    fs::create_dir(&path).unwrap();
    let lines = "{\"text\": \"a\", \"outlet\": \"o\", \"url\": \"http://h.example\"}\n{\"text\": \"b\", \"url\": \"http://h.example\"}\n{\"text\": \"c\"}\n";
    fs::write(path.join("a.jsonl"), lines).unwrap();
    let outlets = |outlet_from_folder: bool, path: &Path| -> Vec<String> {
        let options = ReadOptions { outlet_from_folder, ..ReadOptions::default() };
        read(&find(&[path]).inputs[0], &options).articles.into_iter().map(|article| article.outlet).collect()
    };
    assert_eq!(outlets(false, folder.path()), ["o", "h.example", ""]);
    assert_eq!(outlets(true, folder.path()), ["o", "h.example", "The Lantern"]);
    assert_eq!(outlets(true, &path.join("a.jsonl")), ["o", "h.example", "The Lantern"]);
}

/// Bytes of a fixture with some of them changed, taken out or put in, perhaps cut off.
fn mutated(path: &Path) -> impl Strategy<Value = Vec<u8>> + use<> {
    let bytes = fs::read(path).unwrap();
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8, any::<u8>()), 0..12);
    (edits, prop::option::weighted(0.3, any::<prop::sample::Index>())).prop_map(move |(edits, cut)| {
        let mut bytes = bytes.clone();
        for (at, kind, byte) in edits {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        bytes.truncate(cut.map_or(bytes.len(), |cut| cut.index(bytes.len())));
        bytes
    })
}

/// Runs one reader on damaged copies of a fixture, and the whole of reading too; `n` counts the records offered.
fn survives(reader: &str, name: &str, cases: u32, n: impl Fn(&[u8], &Reading) -> Option<usize>) {
    let config = ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..Default::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let extension = Path::new(name).extension().unwrap().to_str().unwrap();
    let test = |bytes: Vec<u8>| {
        let input = Input::from_bytes(&format!("x.{extension}"), &bytes);
        let options = ReadOptions::default();
        let alone = READERS.iter().find(|other| other.about().name == reader).unwrap();
        if let Ok(reading) = alone.read(&input.open().unwrap(), &options)
            && let Some(n) = n(&bytes, &reading)
        {
            prop_assert_eq!(reading.articles.len() + reading.skipped.len(), n);
        }
        let reading = read(&input, &options);
        prop_assert!(!reading.articles.is_empty() || !reading.skipped.is_empty(), "a silent loss");
        Ok::<(), TestCaseError>(())
    };
    runner.run(&mutated(&fixtures(reader).join("input").join(name)), test).unwrap();
}

#[test]
fn json_lines_accounts_for_every_line() {
    survives("json_lines", "articles.jsonl", 200, |bytes, _| {
        let is_lines = !bytes.starts_with(b"[")
            && !bytes.starts_with(&[0xFF, 0xFE])
            && !bytes.starts_with(&[0xFE, 0xFF]);
        is_lines
            .then(|| bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count())
    });
    survives("json_lines", "list.json", 100, |_, _| None);
    survives("json_lines", "wrapped.json", 100, |_, _| None);
}

#[test]
fn delimited_accounts_for_every_row() {
    let rows = |delimiter: u8| {
        move |bytes: &[u8], reading: &Reading| {
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bytes);
            let is_table = reading.skipped.iter().all(|skip| skip.record.is_some());
            is_table.then(|| reader.byte_records().count())
        }
    };
    survives("delimited", "articles.csv", 200, rows(b','));
    survives("delimited", "semicolons.csv", 100, rows(b';'));
    survives("delimited", "utf16.csv", 100, |_, _| None);
}

#[test]
fn pages_and_plain_text_survive_damage() {
    survives("aggregator", "page.txt", 100, |_, _| None);
    survives("plain_text", "north-valley-times/cafe.txt", 100, |_, _| Some(1));
}

/// How many records a reading numbers, when it numbers each from 1 on once; parts of the file that are no record have none.
fn numbered(reading: &Reading) -> Option<usize> {
    let of_articles = reading.articles.iter().map(|article| article.source_record);
    let mut numbers: Vec<u64> =
        of_articles.chain(reading.skipped.iter().filter_map(|skip| skip.record)).collect();
    numbers.sort_unstable();
    numbers.iter().zip(1..).all(|(number, expected)| *number == expected).then_some(numbers.len())
}

#[test]
fn exports_of_archives_account_for_every_document() {
    let parts = |reading: &Reading| reading.skipped.iter().filter(|skip| skip.record.is_none()).count();
    let offered = |is_end: fn(&str) -> bool, least: usize| {
        move |bytes: &[u8], reading: &Reading| {
            let text = String::from_utf8_lossy(bytes);
            let n = text.split(['\n', '\r', '\u{C}']).filter(|line| is_end(line.trim())).count();
            let is_plain = !bytes.starts_with(&[0xFF, 0xFE]) && !bytes.starts_with(&[0xFE, 0xFF]);
            is_plain.then_some(n.max(least) + parts(reading))
        }
    };
    // Damage may leave another form of the same line: a letter less, one of another case.
    let is_separator = |line: &str| {
        let line = line.to_lowercase();
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_document =
            |word: &str| ["document", "documents", "dokument", "dokumente", "documenti"].contains(&word);
        let numbers = match words.as_slice() {
            [document, n, of, total] if is_document(document) => Some((*n, *of, *total)),
            [n, of, total, document] if is_document(document) => Some((*n, *of, *total)),
            _ => None,
        };
        numbers.is_some_and(|(n, of, total)| {
            let number = |word: &str| word.replace([',', '.'], "").parse::<u32>().ok();
            ["of", "von", "de"].contains(&of)
                && number(n).zip(number(total)).is_some_and(|(n, total)| 1 <= n && n <= total)
        })
    };
    survives("nexis", "classic.txt", 200, offered(is_separator, 1));
    survives("nexis", "french-and-dutch.txt", 100, offered(is_separator, 1));
    let all = |_: &[u8], reading: &Reading| Some(numbered(reading).unwrap_or(usize::MAX) + parts(reading));
    for name in ["classic.html", "uni.rtf", "uni.txt"] {
        survives("nexis", name, 100, all);
    }
    for name in ["page.txt", "codes.txt", "page.html", "codes.html", "page.rtf", "codes.rtf"] {
        survives("factiva", name, 100, all);
    }
    for name in ["harbour-post/2026-03-12-cafe.rtf", "cut-off.rtf"] {
        survives("rtf", name, 100, all);
    }
}

#[test]
fn skipped_documents_of_archives_have_the_offsets_of_their_first_lines() {
    for (name, starts) in [
        ("nexis/input/classic.txt", &["2 of 5 DOCUMENTS", "5 of 5 DOCUMENTS"][..]),
        ("nexis/input/classic.html", &["2 of 3 DOCUMENTS"]),
        ("nexis/input/uni.rtf", &["No outlet named\\par\nMarch"]),
        ("factiva/input/page.txt", &["A document that says nothing"]),
        ("factiva/input/codes.txt", &["HD  No source, though"]),
    ] {
        let input = fixtures(name);
        let bytes = fs::read(&input).unwrap();
        let skips = read(&find(&[&input]).inputs[0], &ReadOptions::default()).skipped;
        assert_eq!(skips.len(), starts.len(), "{name}");
        for (skip, start) in skips.iter().zip(starts) {
            let at = usize::try_from(skip.offset.unwrap()).unwrap();
            assert!(bytes[at..].trim_ascii_start().starts_with(start.as_bytes()), "{name}: {start}");
        }
    }
}

#[test]
fn a_line_of_an_archive_s_export_is_no_export() {
    for (name, text) in [
        ("a.txt", "Minutes\n\nThis is document 1 of 3.\n\nDocument 1 of 3\n\nNOTE: nobody came.\n"),
        ("b.txt", "Review\n\nThe end.\n\nEnd of Document\n\nNote: nobody came.\n"),
        ("c.txt", "Race\n\n12 words\n\nMarch 12, 2026\n\nwas all he wrote that day, and no more.\n"),
    ] {
        assert_eq!(read_bytes(name, text.as_bytes()).reader, "plain_text", "{text}");
    }
}

#[test]
fn feeds_and_archives_survive_damage() {
    survives("feed", "rss.xml", 100, |_, _| None);
    survives("feed", "atom.xml", 100, |_, _| None);
    survives("warc", "crawl.warc", 100, |_, _| None);
    survives("html", "wordpress.html", 60, |_, _| Some(1));
    survives("html", "broken-markup.html", 60, |_, _| Some(1));
}

#[test]
fn parquet_survives_damage() {
    survives("parquet", "articles.parquet", 150, |_, _| None);
    survives("parquet", "days.parquet", 150, |_, _| None);
}
