//! Outlets, groups, dates and languages, as a user meets them at the command line.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use parallax::article::Article;
use parallax::outlets::unify;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("outlets").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// Compares `in.jsonl`, quickly; the exit code must be `code`.
fn compare(at: &Path, code: i32, arguments: &[&str]) -> Output {
    let job = ["compare", "in.jsonl", "-o", "out", "--resamples", "20"];
    let charts = if arguments.contains(&"--charts") { &[][..] } else { &["--charts", "none"] };
    let output = Command::new(env!("CARGO_BIN_EXE_parallax"))
        .args(job.iter().chain(charts).chain(arguments))
        .current_dir(at)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
    output
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

type Row = BTreeMap<String, String>;

fn rows(at: &Path, table: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(at.join(format!("out/{table}.csv"))).unwrap();
    let headers = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        headers.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The cells of a column, sorted, each once.
fn cells(at: &Path, table: &str, column: &str) -> Vec<String> {
    let mut cells: Vec<String> = rows(at, table).iter().map(|row| row[column].clone()).collect();
    cells.sort();
    cells.dedup();
    cells
}

/// Two events, each told by every outlet.
fn write(at: &Path, outlets: &[&str]) {
    let events = [
        ("dam", "The dam at Orrin was closed, said the mayor. It was a terrible day for the town."),
        ("zoo", "The zoo of Velland opened its gates with a new house for bears, and they were happy."),
    ];
    let lines: Vec<String> = outlets
        .iter()
        .enumerate()
        .flat_map(|(n, outlet)| {
            events.map(|(event, text)| {
                serde_json::json!({
                    "id": format!("{n}-{event}"), "outlet": outlet, "text": text, "date": "2026-03-01", "event": event,
                })
                .to_string()
            })
        })
        .collect();
    std::fs::write(at.join("in.jsonl"), lines.join("\n")).unwrap();
}

#[test]
fn an_outlet_written_in_several_ways_is_one_and_that_is_said() {
    let at = folder("merged");
    write(&at, &["CNN", "CNN (Web News)", "https://www.cnn.com/x", "The Post", "Post"]);
    let output = compare(&at, 0, &[]);
    assert_eq!(cells(&at, "outlets", "outlet"), ["CNN", "Post", "The Post"]);
    let said = stderr(&output);
    assert!(
        said.contains(
            "one outlet, \"CNN\": \"CNN\" (2), \"CNN (Web News)\" (2), \"https://www.cnn.com/x\" (2)"
        ),
        "{said}"
    );
    assert!(said.contains("kept apart though their names are alike: \"The Post\" and \"Post\""), "{said}");
    compare(&at, 0, &["--only-outlet", "CNN (Web News)"]);
    assert_eq!(cells(&at, "sentiment", "outlet"), ["CNN"], "an outlet may be called by any of its names");
    let said = stderr(&compare(&at, 0, &["--only-outlet", "Nobody"]));
    assert!(said.contains("--only-outlet Nobody: no outlet is called so"), "{said}");
}

const TABLE: &str =
    "outlet,alias,lean,country\nCNN,cnn.com|Cable News,left,US\nFox,,right,US\nNobody,,right,\nMute,,,\n";

#[test]
fn a_table_of_outlets_names_and_describes_them() {
    let at = folder("described");
    write(&at, &["Cable News", "Fox", "Mute", "Stranger"]);
    std::fs::write(at.join("outlets.csv"), TABLE).unwrap();
    let said = stderr(&compare(&at, 0, &["--outlets", "outlets.csv"]));
    assert!(said.contains("outlets.csv: no row for 1 outlet: \"Stranger\""), "{said}");
    assert!(said.contains("outlets.csv: no article of 1 outlet: \"Nobody\""), "{said}");
    let text = std::fs::read_to_string(at.join("out/outlets.csv")).unwrap();
    assert!(text.starts_with("outlet,lean,country,n_articles,"), "{text}");
    assert!(text.contains("\nCNN,left,US,2,") && text.contains("\nStranger,,,2,"), "{text}");
    assert!(std::fs::read_to_string(at.join("out/codebook.csv")).unwrap().contains("outlets.csv,lean,text"));
    assert!(std::fs::read_to_string(at.join("out/manifest.json")).unwrap().contains("outlets.csv"));
    let draw =
        Command::new(env!("CARGO_BIN_EXE_parallax")).args(["draw", "out"]).current_dir(&at).output().unwrap();
    assert_eq!(draw.status.code(), Some(0), "{}", stderr(&draw));
}

#[test]
fn groups_of_outlets_are_compared_in_their_place() {
    let at = folder("groups");
    write(&at, &["cnn.com", "Fox", "Cable News", "Mute", "Stranger"]);
    std::fs::write(at.join("outlets.csv"), TABLE).unwrap();
    let output = compare(&at, 0, &["--outlets", "outlets.csv", "--by", "lean", "--charts", "all"]);
    for table in ["sentiment", "frames", "coverage"] {
        assert_eq!(cells(&at, table, "outlet"), ["left", "right"], "{table}");
    }
    assert_eq!(cells(&at, "groups", "group"), ["left", "right"]);
    assert_eq!(cells(&at, "groups", "grouped_by"), ["lean"]);
    assert_eq!(cells(&at, "outlets", "outlet"), ["CNN", "Fox"]);
    let articles = rows(&at, "articles");
    assert_eq!(articles.len(), 6);
    for row in &articles {
        assert_eq!(row["group"], if row["outlet"] == "CNN" { "left" } else { "right" });
    }
    assert_eq!(rows(&at, "skipped").iter().filter(|row| row["reason"] == "no_group").count(), 4);
    assert!(stderr(&output).contains("2 outlets without a lean left out"), "{}", stderr(&output));
    let summary = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(summary.contains("6 articles from 2 outlets in 2 groups by lean on 2 events"), "{summary}");
    for chart in ["sentiment", "frames"] {
        let svg = std::fs::read_to_string(at.join(format!("out/charts/{chart}.svg"))).unwrap();
        assert!(svg.contains("outlets grouped by lean"), "{chart}");
    }
    assert!(std::fs::read_to_string(at.join("out/report.html")).unwrap().contains("outlets grouped by lean"));
    let package: serde_json::Value =
        serde_json::from_slice(&std::fs::read(at.join("out/datapackage.json")).unwrap()).unwrap();
    for resource in package["resources"].as_array().unwrap() {
        let keys = resource["schema"]["foreignKeys"].as_array().cloned().unwrap_or_default();
        let to_outlets = keys.iter().filter(|key| key["reference"]["resource"] == "outlets").count();
        let has_outlets = ["articles", "boilerplate", "wire"].contains(&resource["name"].as_str().unwrap());
        assert_eq!(to_outlets, usize::from(has_outlets), "{resource}");
    }
    compare(&at, 0, &["--outlets", "outlets.csv", "--by", "lean", "--only-outlet", "left"]);
    assert_eq!(cells(&at, "sentiment", "outlet"), ["left"]);
    assert_eq!(cells(&at, "articles", "outlet"), ["CNN"]);
}

#[test]
fn what_is_wrong_with_outlets_dates_and_languages_is_told() {
    let at = folder("wrong");
    write(&at, &["CNN", "Fox"]);
    std::fs::write(at.join("outlets.csv"), TABLE).unwrap();
    std::fs::write(at.join("twice.csv"), "outlet,alias\nA,CNN\nB,CNN\n").unwrap();
    std::fs::write(at.join("blank.csv"), "outlet,lean\nCNN,\n").unwrap();
    let cases: &[(&[&str], i32, &str)] = &[
        (&["--outlets", "absent.csv"], 1, "absent.csv"),
        (&["--outlets", "twice.csv"], 1, "line 3 takes \"CNN\" for the outlet \"B\""),
        (&["--by", "lean"], 2, "--outlets"),
        (&["--outlets", "outlets.csv", "--by", "owner"], 2, "it has lean, country"),
        (&["--outlets", "blank.csv", "--by", "lean"], 2, "for no outlet of the input"),
        (&["--asof", "soon"], 2, "--asof soon"),
        (&["--dates", "ymd"], 2, "ymd"),
        (&["--language", "klingon"], 2, "--language klingon"),
        (&["--language", "de"], 1, "--language any keeps them"),
    ];
    for (arguments, code, told) in cases {
        let said = stderr(&compare(&at, *code, arguments));
        assert!(said.contains(told), "{arguments:?}: {said}");
    }
}

const GERMAN: &str = "Der Gemeinderat von Orrin hat am Dienstag beschlossen, den alten Damm zu sperren. Fachleute hatten Risse \
    gefunden. \"Wir sind froh\", sagte Ann Lee. Wie lange die Sperre dauert, ist noch nicht klar; die Bürgermeisterin sprach von \
    mehreren Monaten und bat alle um Geduld.";

#[test]
fn score_keeps_every_language_unless_some_are_named() {
    let at = folder("score-languages");
    let record = serde_json::json!({"id": "g1", "outlet": "Drei", "text": GERMAN});
    std::fs::write(at.join("in.jsonl"), record.to_string()).unwrap();
    let score = |arguments: &[&str]| {
        let job = ["score", "in.jsonl", "-o", "out", "--force"];
        let mut program = Command::new(env!("CARGO_BIN_EXE_parallax"));
        program.args(job.iter().chain(arguments)).current_dir(&at).output().unwrap()
    };
    assert_eq!(score(&[]).status.code(), Some(0));
    assert_eq!(cells(&at, "articles", "language"), ["de"]);
    assert_eq!(score(&["--language", "en"]).status.code(), Some(1), "nothing is left");
}

#[test]
fn other_languages_are_left_out_or_kept_without_what_needs_english() {
    let at = folder("languages");
    write(&at, &["One", "Two", "Three"]);
    let mut lines = std::fs::read_to_string(at.join("in.jsonl")).unwrap();
    for (id, outlet, language) in [("g1", "Drei", ""), ("g2", "One", "German")] {
        let record = serde_json::json!({"id": id, "outlet": outlet, "text": GERMAN, "language": language, "event": "dam"});
        lines.push_str(&format!("\n{record}"));
    }
    std::fs::write(at.join("in.jsonl"), lines).unwrap();
    let said = stderr(&compare(&at, 0, &[]));
    assert!(said.contains("articles in other languages than en left out: de 2"), "{said}");
    let skipped = rows(&at, "skipped");
    assert_eq!(skipped.iter().map(|row| row["reason"].as_str()).collect::<Vec<_>>(), ["other_language"; 2]);
    assert!(
        skipped[0]["detail"].starts_with("the text is in de (confidence 0.9")
            || skipped[0]["detail"].contains("(confidence 1.00)"),
        "{skipped:?}"
    );
    assert!(skipped[1]["detail"].contains("calls the language German"), "{skipped:?}");
    let without = rows(&at, "sentiment");
    let said = stderr(&compare(&at, 0, &["--language", "any"]));
    assert!(said.contains("what needs English (sentiment, frames, speakers) is empty"), "{said}");
    assert_eq!(cells(&at, "articles", "language"), ["de", "en"]);
    for row in rows(&at, "articles") {
        assert_eq!(row["sentiment"].is_empty(), row["language"] == "de", "{row:?}");
        assert!(row["n_words"].parse::<u32>().unwrap() > 10);
    }
    let figure = |rows: &[Row], outlet: &str| {
        let mut all = rows
            .iter()
            .filter(|row| row["outlet"] == outlet && row["event_id"] == "ALL" && row["zone"] == "all");
        all.find(|row| row["voice"] == "all").map(|row| row["estimate"].clone())
    };
    let with = rows(&at, "sentiment");
    assert_eq!(
        figure(&with, "One"),
        figure(&without, "One"),
        "a German article changes no figure for English"
    );
    assert_eq!(figure(&with, "Drei").unwrap_or_default(), "");
    let notes = |table: &str| {
        let of_outlet = |row: &Row| row["outlet"] == "Drei" && row["event_id"] == "ALL";
        rows(&at, table).into_iter().filter(of_outlet).all(|row| row["p_note"] == "not_in_english")
    };
    assert!(notes("sentiment") && notes("frames"), "the reason is shown");
    assert!(
        rows(&at, "quotes")
            .iter()
            .filter(|row| row["kind"] == "direct")
            .all(|row| row["sentiment"].is_empty() == row["article_id"].starts_with('g'))
    );
    assert!(!rows(&at, "evidence").iter().any(|row| row["article_id"].starts_with('g')));
}

#[test]
fn dates_follow_the_rules_that_the_user_gives() {
    let at = folder("dates");
    let dates = ["9/5/18", "3 hours ago", "2050-09-30"];
    let lines: Vec<String> = (0..12)
        .map(|n| {
            let date = dates.get(n).copied().unwrap_or("2018-05-10T10:00:00+02:00");
            format!("{{\"id\":\"{n:02}\",\"outlet\":\"O{}\",\"text\":\"The dam was closed.\",\"date\":\"{date}\"}}", n % 2)
        })
        .collect();
    std::fs::write(at.join("in.jsonl"), lines.join("\n")).unwrap();
    let date = |row: usize| rows(&at, "articles")[row]["date"].clone();
    let said = stderr(&compare(&at, 0, &["--dates", "dmy", "--asof", "2018-05-11T12:00:00Z"]));
    assert_eq!([date(0), date(1), date(2)], ["2018-05-09", "2018-05-11T09:00:00Z", ""]);
    assert_eq!(date(3), "2018-05-10T10:00:00+02:00", "the offset is kept");
    assert!(said.contains("in.jsonl: record 3: the date 2050-09-30 lies after the day of --asof"), "{said}");
    let said = stderr(&compare(&at, 0, &[]));
    assert_eq!([date(0), date(2)], ["2018-09-05", ""]);
    assert!(said.contains("record 3: the date 2050-09-30 lies years after all others"), "{said}");
    assert!(
        said.contains("when the file was last changed") && said.contains("--asof DATE fixes it"),
        "{said}"
    );
    assert_eq!(rows(&at, "articles").len(), 12);
}

fn article(outlet: &str, url: &str) -> Article {
    Article {
        id: String::new(),
        outlet: outlet.to_owned(),
        title: String::new(),
        text: String::new(),
        published: None,
        url: url.to_owned(),
        author: String::new(),
        language: String::new(),
        event: None,
        source_file: "a".into(),
        source_record: 1,
    }
}

/// Names and addresses that meet often, among any text.
fn names() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        "(The )?(Star|STAR|star!)( \\((Online|Kenya)\\))?",
        "(https://)?(www\\.|m\\.|news\\.)?(star|thestar)\\.(com|net|co\\.uk|ng)(/a)?",
        any::<String>(),
    ];
    let url = prop_oneof!["", "https://(www\\.|news\\.)?star\\.(com|net|ng)/x"];
    proptest::collection::vec((name, url), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn outlets_are_named_alike_in_any_order_and_once_for_all(names in names()) {
        let mut articles: Vec<Article> = names.iter().map(|(outlet, url)| article(outlet, url)).collect();
        let mut reversed: Vec<Article> = articles.iter().rev().cloned().collect();
        unify(&mut articles, None);
        unify(&mut reversed, None);
        reversed.reverse();
        prop_assert_eq!(&articles, &reversed);
        // Joined articles bring their addresses along, which may tell more: without them once is for all.
        articles.iter_mut().for_each(|article| article.url.clear());
        unify(&mut articles, None);
        let once = articles.clone();
        unify(&mut articles, None);
        prop_assert_eq!(&articles, &once);
        let is_named = |((before, _), after): (&(String, String), &Article)| before.is_empty() == after.outlet.is_empty();
        prop_assert!(names.iter().zip(&once).all(is_named));
    }
}
