//! Human checks from end to end: a sheet is drawn, filled in by simulated coders with known errors, and validated.
#![expect(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test fails by panicking; exact figures are meant"
)]

mod support;

use parallax::stats::random::Stream;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use support::root;

type Row = BTreeMap<String, String>;

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("coding").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn run(at: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_parallax")).args(arguments).current_dir(at).output().unwrap()
}

fn succeed(at: &Path, arguments: &[&str]) -> String {
    let output = run(at, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn fail(at: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = run(at, arguments);
    assert!(!output.status.success(), "{arguments:?} must fail");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// A result with all that is needed.
static RESULT: LazyLock<PathBuf> = LazyLock::new(|| {
    let path = folder("result");
    let job = ["compare", "data/sample", "-q", "--charts", "none", "--resamples", "20"];
    let more = ["--evidence", "all", "--text", "-o", path.to_str().unwrap()];
    succeed(&root(), &[&job[..], &more[..]].concat());
    path
});

fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        headers.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The figure of a quantity of an outlet.
fn figure(findings: &[Row], quantity: &str, outlet: &str, column: &str) -> f64 {
    let row = findings.iter().find(|row| row["quantity"] == quantity && row["outlet"] == outlet).unwrap();
    row[column].parse().unwrap_or(f64::NAN)
}

fn chance(stream: &mut Stream, share: f64) -> bool {
    f64::from(stream.below(1_000_000)) < share * 1_000_000.0
}

/// Fills a sheet: `code` is given the key's row and gives the coders' codes and what they agree on.
fn fill(sheet: &Path, into: &Path, mut code: impl FnMut(&Row) -> (Vec<u8>, Option<u8>)) {
    let key: BTreeMap<String, Row> =
        rows(&sheet.with_extension("key.csv")).into_iter().map(|row| (row["id"].clone(), row)).collect();
    let mut out = csv::Writer::from_path(into).unwrap();
    out.write_record(["id", "coder_1", "coder_2", "agreed"]).unwrap();
    for row in rows(sheet) {
        let (codes, agreed) = code(&key[&row["id"]]);
        let mut cells = vec![row["id"].clone()];
        cells.extend(codes.iter().map(u8::to_string));
        cells.push(agreed.map_or_else(String::new, |it| it.to_string()));
        out.write_record(&cells).unwrap();
    }
    out.flush().unwrap();
}

#[test]
fn what_two_simulated_coders_do_is_found_again() {
    let at = folder("simulated");
    let result = RESULT.to_str().unwrap();
    let said = succeed(&at, &["sample", result, "-n", "700", "-o", "sheet.csv"]);
    assert!(said.contains("loaded:loaded") && said.lines().count() <= 25, "{said}");
    let (true_of_matched, true_of_rest, error) = (0.8, 0.15, 0.1);
    let mut stream = Stream::new(11, &["coders"]);
    fill(&at.join("sheet.csv"), &at.join("coded.csv"), |row| {
        let share = if row["matched"] == "true" { true_of_matched } else { true_of_rest };
        let truth = u8::from(chance(&mut stream, share));
        let codes = (0..2).map(|_| truth ^ u8::from(chance(&mut stream, error))).collect();
        (codes, Some(truth))
    });
    let said = succeed(&at, &["validate", result, "coded.csv"]);
    assert!(said.contains("2 coders") && said.lines().count() <= 25, "{said}");
    let findings = rows(&at.join("validation.csv"));
    let precision = figure(&findings, "precision", "ALL", "estimate");
    assert!((precision - true_of_matched).abs() < 0.07, "{precision}");
    // Two coders who are right in nine of ten cases, of units that are about half and half.
    let key = rows(&at.join("sheet.key.csv"));
    let n_matched = key.iter().filter(|row| row["matched"] == "true").count() as f64;
    let n = key.len() as f64;
    let yes = (n_matched * true_of_matched + (n - n_matched) * true_of_rest) / n;
    let says_yes = yes * (1.0 - error) + (1.0 - yes) * error;
    let alpha = 1.0 - 2.0 * error * (1.0 - error) / (2.0 * says_yes * (1.0 - says_yes));
    let found = figure(&findings, "alpha", "ALL", "estimate");
    assert!((found - alpha).abs() < 0.08, "{found}, expected {alpha}");
    assert!(figure(&findings, "alpha", "ALL", "ci_low") < alpha);
    // Recall, from the sizes of the strata alone.
    let mut sizes: BTreeMap<(String, String), f64> = BTreeMap::new();
    key.iter().for_each(|row| {
        sizes.insert((row["matched"].clone(), row["outlet"].clone()), row["n_stratum"].parse().unwrap());
    });
    let size = |kind: &str| sizes.iter().filter(|((it, _), _)| it == kind).map(|(_, n)| n).sum::<f64>();
    let (found, missed) = (size("true") * true_of_matched, size("false") * true_of_rest);
    let recall = figure(&findings, "recall", "ALL", "estimate");
    assert!((recall - found / (found + missed)).abs() < 0.1, "{recall}");
    let share = figure(&findings, "share_corrected", "ALL", "estimate");
    assert!((share - (found + missed) / (size("true") + size("false"))).abs() < 0.06, "{share}");
    // Errors hang on no outlet here.
    assert!(figure(&findings, "errors_differ", "ALL", "p_value") > 0.01);
}

#[test]
fn coders_who_see_what_the_measure_sees_correct_nothing_and_a_biased_measure_is_found() {
    let at = folder("agreeing");
    let result = RESULT.to_str().unwrap();
    succeed(&at, &["sample", result, "--measure", "frames:economic", "-n", "280", "-o", "sheet.csv"]);
    fill(&at.join("sheet.csv"), &at.join("same.csv"), |row| {
        let code = u8::from(row["matched"] == "true");
        (vec![code, code], None)
    });
    succeed(&at, &["validate", result, "same.csv", "--key", "sheet.key.csv"]);
    let findings = rows(&at.join("validation.csv"));
    for quantity in ["alpha", "precision", "recall"] {
        assert_eq!(figure(&findings, quantity, "ALL", "estimate"), 1.0, "{quantity}");
    }
    let outlets: Vec<&Row> = findings.iter().filter(|row| row["quantity"] == "difference_measured").collect();
    assert!(outlets.len() > 2);
    for row in outlets {
        let corrected = figure(&findings, "difference_corrected", &row["outlet"], "estimate");
        assert_eq!(row["estimate"].parse::<f64>().unwrap(), corrected);
        let (raw, total) = (
            figure(&findings, "difference_measured", &row["outlet"], "std_error"),
            figure(&findings, "difference_corrected", &row["outlet"], "std_error"),
        );
        assert!(total > raw, "the coding adds uncertainty: {raw} and {total}");
    }
    // All matches of one outlet are wrong.
    let first = rows(&at.join("sheet.key.csv"))[0]["outlet"].clone();
    fill(&at.join("sheet.csv"), &at.join("biased.csv"), |row| {
        let code = u8::from(row["matched"] == "true" && row["outlet"] != first);
        (vec![code, code], None)
    });
    succeed(&at, &["validate", result, "biased.csv", "-o", "biased_findings.csv"]);
    let findings = rows(&at.join("biased_findings.csv"));
    assert!(figure(&findings, "false_matches_differ", "ALL", "p_value") < 0.01);
    assert_eq!(figure(&findings, "precision", &first, "estimate"), 0.0);
    assert_eq!(figure(&findings, "share_corrected", &first, "estimate"), 0.0);
    let (raw, corrected) = (
        figure(&findings, "difference_measured", &first, "estimate"),
        figure(&findings, "difference_corrected", &first, "estimate"),
    );
    assert!(corrected < raw - 0.01, "{raw} {corrected}");
}

#[test]
fn the_sheet_is_blind_and_the_same_seed_draws_the_same() {
    let at = folder("blind");
    let result = RESULT.to_str().unwrap();
    let draw = |name: &str, seed: &str| {
        succeed(&at, &["sample", result, "--coders", "3", "--seed", seed, "-o", name]);
        std::fs::read_to_string(at.join(name)).unwrap()
    };
    let (one, again, other) = (draw("a.csv", "1"), draw("b.csv", "1"), draw("c.csv", "2"));
    assert_eq!(one, again);
    assert_ne!(one, other);
    assert!(one.starts_with("id,before,passage,after,question,coder_1,coder_2,coder_3,agreed,note\n"));
    let key = rows(&at.join("a.key.csv"));
    let sheet = rows(&at.join("a.csv"));
    assert!(sheet.len() == key.len() && sheet.len() >= 190, "{}", sheet.len());
    for row in &key {
        assert!(!one.contains(&row["outlet"]) && !one.contains(&row["article_id"]), "{row:?}");
    }
    // The order tells nothing: matched passages do not stand together.
    let matched: BTreeMap<&str, &str> =
        key.iter().map(|row| (row["id"].as_str(), row["matched"].as_str())).collect();
    let order: Vec<&str> = sheet.iter().map(|row| matched[row["id"].as_str()]).collect();
    let n_changes = order.windows(2).filter(|two| two[0] != two[1]).count();
    assert!(n_changes > order.len() / 4, "{n_changes}");
    let (code, said) = fail(&at, &["sample", result, "-o", "a.csv"]);
    assert!(code == Some(2) && said.contains("a.csv is there already"), "{said}");
}

#[test]
fn what_is_wrong_with_a_result_a_key_or_a_sheet_is_told() {
    let at = folder("wrong");
    let result = RESULT.to_str().unwrap();
    let committed = root().join("reports/sample");
    let cases: &[(&[&str], &[&str])] = &[
        (&["sample", committed.to_str().unwrap(), "-o", "x.csv"], &["--evidence all", "--text"]),
        (
            &["sample", result, "--measure", "frames:sport", "-o", "x.csv"],
            &["frames:sport", "frames:economic", "sentiment:negative"],
        ),
        (&["sample", result, "-n", "3", "-o", "x.csv"], &["-n 3", "give -n"]),
        (&["sample", "nowhere", "-o", "x.csv"], &["nowhere"]),
        (&["validate", result, "coded.csv"], &["no key", "--key"]),
    ];
    for (arguments, told) in cases {
        let (_, said) = fail(&at, arguments);
        told.iter().for_each(|words| assert!(said.contains(words), "{arguments:?} must say {words}: {said}"));
    }
    assert!(!at.join("x.csv").exists() && !at.join("x.key.csv").exists());
    succeed(&at, &["sample", result, "-o", "sheet.csv"]);
    let (code, said) = fail(&at, &["validate", result, "sheet.csv"]);
    assert!(code == Some(1) && said.contains("sheet.csv: column coder_1 is empty"), "{said}");
    std::fs::write(at.join("coded.csv"), "\u{feff}id;coder_1\r\nzzzzzz;1\r\n").unwrap();
    let (_, said) = fail(&at, &["validate", result, "coded.csv"]);
    assert!(said.contains("coded.csv: line 2: the id \"zzzzzz\" is not in the key"), "{said}");
    std::fs::write(at.join("validation.csv"), "mine").unwrap();
    let (code, said) = fail(&at, &["validate", result, "coded.csv"]);
    assert!(code == Some(2) && said.contains("holds something else"), "{said}");
}
