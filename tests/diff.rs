//! `diff`: two results held against each other.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff").join(name);
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

fn make(at: &Path, name: &str, more: &[&str]) {
    let job = ["compare", "in.jsonl", "-q", "--charts", "none", "--resamples", "20", "-o", name];
    succeed(at, &[&job[..], more].concat());
}

fn record(id: &str, outlet: &str, text: &str) -> String {
    format!("{{\"id\":\"{id}\",\"outlet\":\"{outlet}\",\"event\":\"dam\",\"text\":\"{text}\"}}\n")
}

fn corpus() -> String {
    [
        record("a1", "One", "The dam at Orrin was closed. It was a terrible day for the town."),
        record("a2", "Two", "The dam at Orrin was shut. We are glad, said Ann Lee."),
    ]
    .concat()
}

#[test]
fn results_of_one_job_do_not_differ_and_what_only_chooses_rows_moves_no_figure() {
    let at = folder("same");
    std::fs::write(at.join("in.jsonl"), corpus()).unwrap();
    make(&at, "a", &[]);
    make(&at, "b", &["--threads", "1"]);
    make(&at, "c", &["--only-outlet", "One", "--evidence", "all", "--text"]);
    let said = succeed(&at, &["diff", "a", "b", "-o", "moves.csv"]);
    assert!(said.starts_with("Nothing moved: all ") && !said.contains("Why"), "{said}");
    let moves = std::fs::read_to_string(at.join("moves.csv")).unwrap();
    assert_eq!(moves, "table,key,column,before,after,change\n");
    let said = succeed(&at, &["diff", "a", "c"]);
    assert!(said.starts_with("0 of ") && said.contains("move no figure: evidence top, then all"), "{said}");
}

#[test]
fn moved_figures_are_listed_with_their_reasons() {
    let at = folder("moved");
    std::fs::write(at.join("in.jsonl"), corpus()).unwrap();
    std::fs::write(at.join("water.csv"), "category,entry\nwater,dam\n").unwrap();
    make(&at, "a", &["--lexicon", "water.csv"]);
    let more = record("a3", "Two", "A splendid dam, and a wonderful day at Orrin.");
    std::fs::write(at.join("in.jsonl"), corpus() + &more).unwrap();
    std::fs::write(at.join("water.csv"), "category,entry\nwater,orrin\n").unwrap();
    make(&at, "b", &["--lexicon", "water.csv", "--seed", "2"]);
    let said = succeed(&at, &["diff", "a", "b", "-o", "moves.csv"]);
    for told in [
        "seed: 1, then 2",
        "input changed: in.jsonl",
        "lexicon changed: water.csv",
        "articles added: 1 (a3)",
        "Tables, by the share of their figures that moved:",
        "What moved most",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(said.lines().count() <= 25, "{said}");
    let mut reader = csv::Reader::from_path(at.join("moves.csv")).unwrap();
    let moves: Vec<Vec<String>> =
        reader.records().map(|it| it.unwrap().iter().map(str::to_owned).collect()).collect();
    let find = |table: &str, key: &str, column: &str| {
        moves.iter().find(|it| it[0] == table && it[1].contains(key) && it[2] == column).unwrap().clone()
    };
    assert_eq!(find("articles", "article_id=a3", "")[3..], ["", "present", ""]);
    let n_articles = find("outlets", "outlet=Two", "n_articles");
    assert_eq!(n_articles[3..], ["1", "2", "1"]);
    let back = succeed(&at, &["diff", "b", "a"]);
    assert!(back.contains("articles removed: 1 (a3)"), "{back}");
}

#[test]
fn what_is_no_result_is_told_and_a_table_changed_by_hand_too() {
    let at = folder("wrong");
    std::fs::write(at.join("in.jsonl"), corpus()).unwrap();
    make(&at, "a", &[]);
    make(&at, "b", &[]);
    let outlets = std::fs::read_to_string(at.join("b/outlets.csv")).unwrap();
    std::fs::write(at.join("b/outlets.csv"), outlets.replacen("\nOne,1,", "\nOne,7,", 1)).unwrap();
    let said = succeed(&at, &["diff", "a", "b"]);
    assert!(said.contains("changed by hand in the second result: outlets.csv"), "{said}");
    assert!(said.contains("outlets, One: n_articles 1, then 7 (+6)"), "{said}");
    for folders in [["a", "nowhere"], ["nowhere", "a"], ["a", "."]] {
        let output = run(&at, &["diff", folders[0], folders[1]]);
        assert_eq!(output.status.code(), Some(1), "{folders:?}");
    }
    std::fs::remove_file(at.join("b/frames.csv")).unwrap();
    let output = run(&at, &["diff", "a", "b"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && said.contains("frames.csv"), "{said}");
}
