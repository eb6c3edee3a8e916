//! The sample, from its articles to its result: held against the committed one, and searched for what was planted.
//!
//! `BLESS=1 cargo test --test golden` writes `reports/sample` again; read the diff and look at the pictures.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use support::root;

/// A folder under the build's own, emptied.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden").join(name);
    let _ = std::fs::remove_dir_all(&path);
    path
}

fn parallax(arguments: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_parallax")).args(arguments).current_dir(root()).output().unwrap()
}

fn succeed(arguments: &[&str]) -> String {
    let output = parallax(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The sample, compared once with default options.
static SAMPLE: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = folder("sample");
    succeed(&["compare", "data/sample", "-q", "-o", folder.to_str().unwrap()]);
    folder
});

type Row = BTreeMap<String, String>;

fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        headers.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The rows of a table of the sample that have these cells.
fn found(table: &str, wanted: &[(&str, &str)]) -> Vec<Row> {
    let mut all = rows(&SAMPLE.join(format!("{table}.csv")));
    all.retain(|row| wanted.iter().all(|(column, value)| row[*column] == *value));
    all
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} is empty in {row:?}"))
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files_in(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

/// Pictures made of pixels, and the manifest's timings, may differ from machine to machine.
fn is_the_same_anywhere(name: &str) -> bool {
    !name.ends_with(".png") && name != "manifest.json"
}

#[test]
fn the_committed_result_is_what_the_sample_gives() {
    let committed = root().join("reports/sample");
    if std::env::var_os("BLESS").is_some() {
        succeed(&["compare", "data/sample", "-q", "--force", "-o", "reports/sample"]);
    }
    let names = |folder: &Path| -> Vec<String> {
        let name = |path: PathBuf| path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        files_in(folder).into_iter().map(name).collect()
    };
    assert_eq!(names(&committed), names(&SAMPLE));
    for name in names(&committed).into_iter().filter(|name| is_the_same_anywhere(name)) {
        let (old, new) =
            (std::fs::read(committed.join(&name)).unwrap(), std::fs::read(SAMPLE.join(&name)).unwrap());
        assert!(
            old == new,
            "{name} is not as committed; if that is meant, run with BLESS=1 and read the diff"
        );
    }
}

#[test]
fn the_events_of_the_sample_are_found() {
    let truth = rows(&root().join("tests/fixtures/sample/events.csv"));
    let mut event_of: BTreeMap<String, String> = BTreeMap::new();
    for row in rows(&SAMPLE.join("articles.csv")) {
        event_of.insert(row["article_id"].clone(), row["event_id"].clone());
    }
    let mut pairs: Vec<(String, String)> =
        truth.iter().map(|row| (row["event"].clone(), event_of[&row["article_id"]].clone())).collect();
    assert_eq!(pairs.len(), event_of.len());
    pairs.sort();
    pairs.dedup();
    let n_events = truth.iter().map(|row| &row["event"]).collect::<std::collections::BTreeSet<_>>().len();
    assert_eq!(pairs.len(), n_events, "{pairs:?}");
}

#[test]
fn the_harsh_outlet_is_found_in_its_own_voice_and_not_in_its_quotations() {
    let own = found("sentiment", &[("event_id", "ALL"), ("voice", "own"), ("zone", "all")]);
    let harsh: Vec<&Row> =
        own.iter().filter(|row| number(row, "q_value") < 0.05 && number(row, "difference") < 0.0).collect();
    assert_eq!(harsh.iter().map(|row| row["outlet"].as_str()).collect::<Vec<_>>(), ["The Daily Tocsin"]);
    assert!(number(harsh[0], "difference_ci_high") < -0.3);
    assert_eq!(harsh[0]["n_events_same_sign"], harsh[0]["n_events"]);
    for row in found("sentiment", &[("event_id", "ALL"), ("voice", "quoted"), ("zone", "all")]) {
        assert!(number(&row, "q_value") >= 0.05, "{row:?}");
    }
}

#[test]
fn the_outlet_that_frames_by_economics_is_found() {
    let economic = found(
        "frames",
        &[
            ("event_id", "ALL"),
            ("measure", "frames"),
            ("feature", "economic"),
            ("voice", "all"),
            ("zone", "all"),
        ],
    );
    let found: Vec<&str> = economic
        .iter()
        .filter(|row| number(row, "q_value") < 0.05 && number(row, "difference") > 0.0)
        .map(|row| row["outlet"].as_str())
        .collect();
    assert_eq!(found, ["Ledger & Quay"]);
}

#[test]
fn its_terms_are_those_of_money() {
    let terms = found("terms", &[("outlet", "Ledger & Quay"), ("voice", "all")]);
    let top: Vec<&str> = terms
        .iter()
        .filter(|row| number(row, "q_value") < 0.05 && number(row, "log_odds") > 0.0)
        .map(|row| row["term"].as_str())
        .collect();
    for term in ["market", "cost", "revenue", "budget"] {
        assert!(top.contains(&term), "{top:?}");
    }
}

#[test]
fn the_agency_copy_is_found_with_its_agency_and_nothing_else_is_called_a_copy() {
    let families: std::collections::BTreeSet<String> =
        found("wire", &[("agency", "Meridian Wire")]).into_iter().map(|row| row["wire_id"].clone()).collect();
    assert_eq!(families.len(), 5);
    let all = found("wire", &[]);
    assert_eq!(all.len(), 11, "the planted copies, and every one of them names the agency");
    let printers = ["Northfell Journal", "Quillon Standard", "Upper Tamber Valley Evening Chronicle"];
    assert!(all.iter().all(|row| printers.contains(&row["outlet"].as_str())));
}

#[test]
fn readings_of_copies_stand_beside_each_other_and_are_those_of_the_option() {
    let own = folder("own");
    succeed(&[
        "compare",
        "data/sample",
        "-q",
        "--charts",
        "none",
        "--wire",
        "own",
        "-o",
        own.to_str().unwrap(),
    ]);
    for row in found("wire_effect", &[]) {
        let estimate = |folder: &Path| {
            let keys = ["outlet", "measure", "feature"];
            let table = match row["measure"].as_str() {
                "sentiment" => "sentiment",
                "frames" | "generic_frames" | "moral" => "frames",
                _ => "style",
            };
            rows(&folder.join(format!("{table}.csv")))
                .into_iter()
                .find(|it| {
                    it["event_id"] == "ALL"
                        && it["voice"] == "all"
                        && it["zone"] == "all"
                        && keys.iter().all(|key| it[*key] == row[*key])
                })
                .map(|it| it["estimate"].clone())
        };
        if row["feature"] == "compound" || row["feature"] == "economic" {
            assert_eq!(estimate(&SAMPLE), Some(row["all"].clone()), "{row:?}");
            assert_eq!(estimate(&own), Some(row["own"].clone()), "{row:?}");
        }
        // Readability needs a text of some length: where others keep too little beside their copies, events weigh otherwise.
        if row["outlet"] == "Port Lasker Post" && row["measure"] != "readability" {
            assert_eq!((&row["all"], &row["n_all"]), (&row["own"], &row["n_own"]), "it printed no copy");
        }
    }
    let changed = found("wire_effect", &[("outlet", "Quillon Standard"), ("feature", "compound")]).remove(0);
    assert!(number(&changed, "n_own") < number(&changed, "n_all"));
}

#[test]
fn an_outlet_that_skips_an_event_has_no_row_of_it() {
    let events = rows(&SAMPLE.join("events.csv"));
    let trial = events.iter().find(|row| row["event_id"].contains("oddane")).unwrap();
    assert_eq!(
        found("coverage", &[("event_id", &trial["event_id"]), ("outlet", "Northfell Journal")]).len(),
        0
    );
    assert_eq!(
        found("coverage", &[("event_id", &trial["event_id"]), ("outlet", "Port Lasker Post")]).len(),
        1
    );
}

#[test]
fn the_omitted_fact_stands_in_the_terms_that_an_outlet_uses_less() {
    for term in ["vaskell", "gusset plates", "inspector"] {
        let wanted = [("outlet", "Quillon Standard"), ("term", term), ("voice", "all")];
        let row = &found("terms", &wanted)[0];
        assert_eq!((row["count"].as_str(), row["n_articles_reference"].as_str()), ("0", "6"), "{row:?}");
        assert!(number(row, "z") < 0.0);
    }
}

#[test]
fn vectors_are_written_when_asked_for() {
    let folder = folder("vectors");
    let output = folder.to_str().unwrap();
    succeed(&[
        "compare",
        "data/sample",
        "-q",
        "--vectors",
        "--charts",
        "none",
        "--resamples",
        "20",
        "-o",
        output,
    ]);
    assert!(rows(&folder.join("vocabulary.csv")).len() > 500);
    assert!(folder.join("vectors.parquet").is_file() && !folder.join("vectors.csv").exists());
}

/// Two outlets that were written alike, and nobody else: no difference may stand.
#[test]
fn nothing_is_found_between_two_outlets_written_alike() {
    let sample = std::fs::read_to_string(root().join("data/sample/articles.jsonl")).unwrap();
    let alike: Vec<&str> = sample
        .lines()
        .filter(|line| line.contains("\"Port Lasker Post\"") || line.contains("\"Sollane Observer\""))
        .collect();
    assert_eq!(alike.len(), 16);
    let base = folder("alike");
    std::fs::create_dir_all(&base).unwrap();
    std::fs::write(base.join("articles.jsonl"), alike.join("\n")).unwrap();
    let (input, output) = (base.join("articles.jsonl"), base.join("result"));
    succeed(&["compare", input.to_str().unwrap(), "-q", "--charts", "none", "-o", output.to_str().unwrap()]);
    for table in ["sentiment", "frames"] {
        let tested: Vec<Row> = rows(&output.join(format!("{table}.csv")))
            .into_iter()
            .filter(|row| !row["q_value"].is_empty())
            .collect();
        assert!(tested.len() >= 10, "{table}: {} rows were tested", tested.len());
        for row in tested {
            assert!(number(&row, "q_value") >= 0.05, "{row:?}");
        }
    }
}

#[test]
fn each_passage_of_the_evidence_stands_where_it_says() {
    let texts: BTreeMap<String, serde_json::Value> =
        std::fs::read_to_string(root().join("data/sample/articles.jsonl"))
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .map(|article| (article["id"].as_str().unwrap().to_owned(), article))
            .collect();
    let evidence = rows(&SAMPLE.join("evidence.csv"));
    assert!(evidence.len() > 100);
    for row in evidence {
        let field = if row["zone"] == "headline" { "title" } else { "text" };
        let source = texts[&row["article_id"]][field].as_str().unwrap();
        let (start, end) = (row["start"].parse().unwrap(), row["end"].parse().unwrap());
        let passage: &str = &source[start..end];
        assert_eq!(passage, row["text"].strip_prefix('\'').unwrap_or(&row["text"]));
    }
    for row in rows(&SAMPLE.join("quotes.csv")) {
        let source = texts[&row["article_id"]]["text"].as_str().unwrap();
        let (start, end): (usize, usize) = (row["start"].parse().unwrap(), row["end"].parse().unwrap());
        let words = &source[start..end];
        if row["kind"] == "direct" || row["kind"] == "scare" {
            assert!(
                words.starts_with(['"', '“', '‘', '\'']) && words.ends_with(['"', '”', '’', '\'']),
                "{words}"
            );
        }
        let mention = row["speaker_mention"].as_str();
        assert!(source.contains(mention) && words.split_whitespace().count() > 0, "{mention}");
    }
}

/// Everything but the manifest's `run` is the same.
fn assert_same_bytes(one: &Path, other: &Path) {
    for path in files_in(one) {
        let name = path.strip_prefix(one).unwrap();
        let (a, b) = (std::fs::read(&path).unwrap(), std::fs::read(other.join(name)).unwrap());
        if name == Path::new("manifest.json") {
            let read = |bytes: &[u8]| {
                let mut manifest: serde_json::Value = serde_json::from_slice(bytes).unwrap();
                manifest["run"] = serde_json::Value::Null;
                manifest
            };
            assert_eq!(read(&a), read(&b));
        } else {
            assert!(a == b, "{} differs", name.display());
        }
    }
}

#[test]
fn threads_and_the_order_of_files_change_no_byte() {
    let base = folder("order");
    std::fs::create_dir_all(&base).unwrap();
    let sample = std::fs::read_to_string(root().join("data/sample/articles.jsonl")).unwrap();
    let lines: Vec<&str> = sample.lines().collect();
    let mut parts = Vec::new();
    for (number, part) in lines.chunks(20).enumerate() {
        let path = base.join(format!("part{number}.jsonl"));
        std::fs::write(&path, part.join("\n")).unwrap();
        parts.push(path.to_str().unwrap().to_owned());
    }
    let run = |name: &str, threads: &str, parts: &[String]| {
        let output = base.join(name);
        let mut arguments =
            vec!["compare", "-q", "--resamples", "50", "--threads", threads, "-o", output.to_str().unwrap()];
        arguments.extend(parts.iter().map(String::as_str));
        succeed(&arguments);
        output
    };
    let one = run("one", "1", &parts);
    parts.reverse();
    let other = run("other", "2", &parts);
    assert_same_bytes(&one, &other);
}

#[test]
fn drawing_again_gives_the_same_bytes_and_verify_sees_a_change() {
    let output = folder("drawn");
    let output = output.to_str().unwrap();
    succeed(&["compare", "data/sample", "-q", "--resamples", "50", "-o", output]);
    let before: Vec<Vec<u8>> =
        files_in(Path::new(output)).iter().map(|path| std::fs::read(path).unwrap()).collect();
    for chart in files_in(&Path::new(output).join("charts")) {
        std::fs::remove_file(chart).unwrap();
    }
    succeed(&["draw", output]);
    let after: Vec<Vec<u8>> =
        files_in(Path::new(output)).iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert!(before == after);
    succeed(&["verify", output]);
    let table = Path::new(output).join("events.csv");
    let text = std::fs::read_to_string(&table).unwrap();
    std::fs::write(&table, text.replace("2025", "2024")).unwrap();
    let verified = parallax(&["verify", output]);
    assert_eq!(verified.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&verified.stderr).contains("events.csv"));
}
