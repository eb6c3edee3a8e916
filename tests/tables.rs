//! Tables to files and back, the manifest over a folder, and the report.
#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

use parallax::charts::Drawing;
use parallax::key::About;
use parallax::manifest::{
    Change, Difference, FileDigest, Manifest, Stopwatch, begin, is_ours, read_manifest, verify,
};
use parallax::report::{ReportInput, render};
use parallax::tables::sink::{SINKS, SinkOptions, write_file};
use parallax::tables::{Cell, Column, Kind, Schema, Table, TableSet, csv};
use proptest::prelude::*;
use serde_json::{Map, json};
use std::fs;
use std::path::Path;

const MADE: Schema = Schema {
    name: "made",
    row: "a thing",
    key: &["name"],
    columns: &[
        Column::text("name", "its name"),
        Column::new("day", Kind::Date, "", "its day", "unknown"),
        Column::new("n", Kind::Integer, "", "how many", "unknown"),
        Column::new("score", Kind::Number, "", "its score", "unknown"),
        Column::new("is_new", Kind::Boolean, "", "whether it is new", "unknown"),
    ],
    foreign_keys: &[],
};
/// One column alone: an empty cell is then an empty line.
const LONE: Schema = Schema { name: "lone", columns: &[Column::text("name", "its name")], ..MADE };

/// Text that breaks what is written carelessly, and any text at all.
fn hostile_text() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(vec![
        "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "'", "\"", "\"\"", ",", ";", "\0", "\u{1B}",
        "\u{FEFF}", "\u{202E}", " ", "NA", "NaN", "null", "1e5", "#", "é", "字", "<script>", "a",
    ]);
    prop_oneof![prop::collection::vec(sign, 0..6).prop_map(|signs| signs.concat()), any::<String>()]
}

fn any_row() -> impl Strategy<Value = [Cell; 5]> {
    let number = prop_oneof![any::<f64>(), -1.0e6..1.0e6, Just(0.0), Just(-0.0), Just(f64::MIN_POSITIVE)];
    (hostile_text(), hostile_text(), any::<Option<i64>>(), prop::option::of(number), any::<Option<bool>>())
        .prop_map(|(name, day, n, score, is_new)| {
            let integer = n.map_or(Cell::Empty, Cell::Integer);
            let boolean = is_new.map_or(Cell::Empty, Cell::Boolean);
            [Cell::text(&name), Cell::text(&day), integer, Cell::optional(score), boolean]
        })
}

fn read_back(table: &Table, schema: &'static Schema, options: SinkOptions) -> Table {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made.csv");
    write_file(SINKS[0], table, &options, &path).unwrap();
    csv::read_with(schema, &path, options).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: proptest::test_runner::RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn a_csv_read_back_is_equal(rows in prop::collection::vec(any_row(), 0..8), raw_text in any::<bool>()) {
        let mut table = Table::new(&MADE);
        let mut names = Table::new(&LONE);
        for row in &rows {
            table.push(row.clone());
            names.push([row[0].clone()]);
        }
        let options = SinkOptions { raw_text };
        let (back, back_names) = (read_back(&table, &MADE, options), read_back(&names, &LONE, options));
        prop_assert_eq!(back.rows().collect::<Vec<_>>(), table.rows().collect::<Vec<_>>());
        prop_assert_eq!(back_names.rows().collect::<Vec<_>>(), names.rows().collect::<Vec<_>>());
    }

    #[test]
    fn no_cell_of_a_csv_starts_a_formula_and_no_number_has_an_exponent(row in any_row()) {
        let mut table = Table::new(&MADE);
        table.push(row);
        let mut bytes = Vec::new();
        SINKS[0].write(&table, &SinkOptions::default(), &mut bytes).unwrap();
        let mut reader = ::csv::Reader::from_reader(&bytes[..]);
        let record = reader.records().next().unwrap().unwrap();
        for text in record.iter().take(2) {
            prop_assert!(!text.starts_with(['=', '+', '-', '@', '\t', '\r']), "{text:?}");
        }
        prop_assert!(record[3].chars().all(|sign| sign.is_ascii_digit() || sign == '.' || sign == '-'), "{}", &record[3]);
    }
}

/// Writes a result of two files.
fn make_result(folder: &Path) -> Manifest {
    begin(folder).unwrap();
    fs::create_dir_all(folder.join("charts")).unwrap();
    fs::write(folder.join("made.csv"), "name\na\n").unwrap();
    fs::write(folder.join("charts/made.svg"), "<svg/>").unwrap();
    let mut stopwatch = Stopwatch::start();
    stopwatch.stage("reading");
    stopwatch.stage("writing");
    stopwatch.stage("reading");
    let run = stopwatch.run(2);
    let mut manifest = Manifest::new("compare", 1, Map::from_iter([("date_window".to_owned(), json!(3))]));
    manifest.counts.insert("articles".to_owned(), 2);
    manifest.summary.push("2 articles".to_owned());
    manifest.inputs = vec![FileDigest::of_bytes("-", b"text"), FileDigest::of_bytes("-", b"text")];
    manifest.run = run;
    manifest.write(folder, &["made.csv".to_owned(), "charts/made.svg".to_owned()]).unwrap()
}

fn told(changes: &[Change]) -> Vec<(&str, Difference, bool)> {
    changes.iter().map(|change| (change.path.as_str(), change.difference, change.is_failure())).collect()
}

#[test]
fn two_runs_give_the_same_manifest_but_for_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let written = [make_result(&first), make_result(&second)];
    let text = |folder: &Path| fs::read_to_string(folder.join("manifest.json")).unwrap();
    let lasting = |text: &str| text.split("\n  \"run\": {").next().unwrap().to_owned();
    assert_eq!(lasting(&text(&first)), lasting(&text(&second)));
    assert!(text(&first).ends_with("}\n") && text(&first).contains("\n  \"run\": {"));
    let manifest = read_manifest(&first).unwrap();
    assert_eq!(manifest, written[0]);
    let outputs: Vec<&str> = manifest.outputs.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(outputs, ["charts/made.svg", "made.csv"]);
    assert_eq!((manifest.inputs.len(), manifest.outputs[1].bytes), (1, 7));
    let stages: Vec<&str> = manifest.run.stages.iter().map(|stage| stage.name.as_str()).collect();
    assert_eq!((stages, manifest.run.threads), (vec!["reading", "writing"], 2));
    assert!(
        manifest.run.started.starts_with("20") && manifest.run.started.ends_with('Z'),
        "{}",
        manifest.run.started
    );
    assert!(!first.join("manifest.json.part").exists());
}

#[test]
fn verify_says_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (result, input) = (folder.path().join("result"), folder.path().join("in.csv"));
    fs::write(&input, "text\n").unwrap();
    let input_name = input.to_str().unwrap();
    make_result(&result);
    let mut manifest = read_manifest(&result).unwrap();
    manifest.inputs = vec![FileDigest::of_file(input_name, &input).unwrap()];
    manifest.write(&result, &["made.csv".to_owned(), "charts/made.svg".to_owned()]).unwrap();
    assert_eq!(verify(&result).unwrap(), []);

    fs::write(result.join("made.csv"), "name\nb\n").unwrap();
    fs::remove_file(result.join("charts/made.svg")).unwrap();
    fs::write(result.join("charts/notes.txt"), "mine").unwrap();
    fs::write(&input, "other\n").unwrap();
    let changes = verify(&result).unwrap();
    let expected = [
        ("charts/made.svg", Difference::Removed, true),
        ("made.csv", Difference::Changed, true),
        ("charts/notes.txt", Difference::Added, false),
        (input_name, Difference::InputChanged, true),
    ];
    assert_eq!(told(&changes), expected);
    assert_eq!(changes[1].to_string(), "made.csv: changed since it was written");
    fs::remove_file(&input).unwrap();
    assert_eq!(told(&verify(&result).unwrap())[3], (input_name, Difference::InputMissing, false));
}

#[test]
fn a_folder_is_ours_when_it_is_new_empty_a_result_or_unfinished() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("empty")).unwrap();
    make_result(&at("result"));
    begin(&at("unfinished")).unwrap();
    fs::write(at("unfinished").join("half.csv"), "name\n").unwrap();
    for ours in ["new", "empty", "result", "unfinished"] {
        assert!(is_ours(&at(ours)).unwrap(), "{ours}");
    }
    let problem = read_manifest(&at("unfinished")).unwrap_err().to_string();
    assert!(problem.contains("has no manifest.json") && problem.contains("interrupted"), "{problem}");

    fs::create_dir(at("foreign")).unwrap();
    for content in ["no json", "{}", r#"{"name": "an extension", "version": "1"}"#] {
        fs::write(at("foreign").join("manifest.json"), content).unwrap();
        assert!(!is_ours(&at("foreign")).unwrap());
        let problem = verify(&at("foreign")).unwrap_err().to_string();
        assert!(problem.contains("is not a manifest of parallax"), "{problem}");
    }
    fs::write(at("file"), "").unwrap();
    assert!(is_ours(&at("file")).is_err());
    assert!(verify(&at("nowhere")).unwrap_err().to_string().starts_with("cannot read "));
}

#[test]
fn a_new_run_takes_away_what_an_earlier_one_made_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let result = folder.path().join("result");
    make_result(&result);
    fs::write(result.join("mine.txt"), "mine").unwrap();
    begin(&result).unwrap();
    let left = |name: &str| result.join(name).exists();
    assert_eq!(
        ["made.csv", "charts/made.svg", "manifest.json", "mine.txt"].map(left),
        [false, false, false, true]
    );
    assert!(is_ours(&result).unwrap());
}

#[test]
fn a_manifest_that_points_out_of_its_folder_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (result, outside) = (folder.path().join("result"), folder.path().join("outside.txt"));
    fs::write(&outside, "mine").unwrap();
    make_result(&result);
    let path = result.join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    for bad in ["../outside.txt", outside.to_str().unwrap(), "./../outside.txt", ""] {
        fs::write(&path, text.replace("\"made.csv\"", &format!("{bad:?}"))).unwrap();
        assert!(verify(&result).unwrap_err().to_string().contains("outside its folder"), "{bad}");
        assert!(!is_ours(&result).unwrap());
    }
    assert!(outside.exists());
}

const fn text(name: &'static str) -> Column {
    Column::new(name, Kind::Text, "", "a text", "unknown")
}

const fn number(name: &'static str) -> Column {
    Column::new(name, Kind::Number, "", "a figure", "unknown")
}

const fn count(name: &'static str) -> Column {
    Column::count(name, "", "a number of things")
}

const OUTLETS: Schema = Schema {
    name: "outlets",
    row: "an outlet",
    key: &["outlet"],
    columns: &[text("outlet"), count("n_articles"), count("n_events"), count("n_words")],
    foreign_keys: &[],
};
#[rustfmt::skip] // one column a line would take a page
const EVENTS: Schema = Schema {
    name: "events",
    row: "an event",
    key: &["event_id"],
    columns: &[
        text("event_id"), text("label"), text("first_date"), text("last_date"), count("n_articles"), count("n_outlets"),
    ],
    foreign_keys: &[],
};
#[rustfmt::skip] // as above
const SENTIMENT: Schema = Schema {
    name: "sentiment",
    row: "a difference",
    key: &["event_id", "outlet"],
    columns: &[
        text("event_id"), text("outlet"), text("measure"), text("feature"), text("voice"), text("zone"),
        number("estimate"), number("ci_low"), number("ci_high"), number("reference"), number("difference"),
        number("difference_std_error"), number("difference_ci_low"), number("difference_ci_high"), number("q_value"),
        count("n_events"), count("n_events_same_sign"),
    ],
    foreign_keys: &[],
};
const SKIPPED: Schema = Schema {
    name: "skipped",
    row: "a record",
    key: &["file"],
    columns: &[text("file"), text("reason")],
    foreign_keys: &[],
};
const SCHEMAS: &[&Schema] = &[&OUTLETS, &EVENTS, &SENTIMENT, &SKIPPED];

const HOSTILE: &str = "<script>alert(\"1\")</script> & 'x' \u{202E}gnp.exe\u{2066}";

/// The tables of a small result; `q_value` is that of the last outlet's own voice.
fn result_tables(q_value: f64) -> TableSet {
    let (mut outlets, mut events) = (Table::new(&OUTLETS), Table::new(&EVENTS));
    let (mut sentiment, mut skipped) = (Table::new(&SENTIMENT), Table::new(&SKIPPED));
    for (outlet, n) in [(HOSTILE, 1200), ("=Courier", 3)] {
        outlets.push([Cell::text(outlet), Cell::count(n), Cell::count(2), Cell::count(450 * n)]);
        for (voice, difference, q_value) in [("all", 0.0625, 0.8), ("own", 0.25, q_value)] {
            let words = ["ALL", outlet, "sentiment", "compound", voice, "all"].map(Cell::text);
            let figures =
                [-0.123_456, -0.2, 0.01, -0.373_456, difference, 0.05, 0.1, 0.4, q_value].map(Cell::number);
            sentiment.push(words.into_iter().chain(figures).chain([Cell::count(6), Cell::count(5)]));
        }
    }
    for at in 0..60 {
        let label = if at == 40 { HOSTILE } else { "" };
        let words = [&format!("event-{at:02}"), label, "2026-03-01", &format!("2026-03-{:02}", at % 28 + 1)]
            .map(Cell::text);
        events.push(words.into_iter().chain([Cell::count(at), Cell::count(usize::from(at > 6) + 1)]));
    }
    skipped.push([Cell::text("a.csv"), Cell::text("missing_text")]);
    skipped.push([Cell::text("b.csv"), Cell::text("missing_text")]);
    let mut tables = TableSet::default();
    [outlets, events, sentiment, skipped].into_iter().for_each(|table| tables.insert(table));
    tables
}

fn about(name: &'static str) -> About {
    About {
        name,
        line: "what it shows",
        unit: "points",
        limits: "blind at night",
        source: "the table sentiment",
    }
}

fn report_of(tables: &TableSet) -> String {
    let svg = "<?xml version=\"1.0\"?><svg role=\"img\"><title id=\"a\">id=\"a\"</title><use href=\"#a\" fill=\"url(#a)\"/></svg>";
    let charts = [
        (about("sentiment"), Drawing::Svg(svg.to_owned())),
        (about("map"), Drawing::Nothing("there is <one> outlet".to_owned())),
    ];
    let files: Vec<String> =
        ["sentiment.csv", "outlets.csv", "charts/sentiment.svg", "report.html", "javascript:alert(1)"]
            .map(str::to_owned)
            .to_vec();
    let lines = [format!("  {HOSTILE}: +0.25")];
    let methods = [about("sentiment"), About { line: "again", ..about("sentiment") }];
    let input = ReportInput {
        title: HOSTILE,
        summary: &lines,
        messages: &lines,
        tables,
        charts: &charts,
        methods: &methods,
        schemas: SCHEMAS,
        files: &files,
    };
    render(&input).unwrap()
}

#[test]
fn the_report_escapes_all_that_comes_from_outside() {
    let html = report_of(&result_tables(0.01));
    assert!(!html.contains("<script") && !html.contains("alert(\"1\")"));
    assert!(!html.contains('\u{202E}') && !html.contains('\u{2066}'));
    let escaped =
        "&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62; &#38; &#39;x&#39; [U+202E]gnp.exe[U+2066]";
    // The title twice; a line of the summary and one of the messages; an event; an outlet, and its difference.
    assert_eq!(html.matches(escaped).count(), 7);
    assert!(
        html.contains("there is &#60;one&#62; outlet") && html.contains("href=\"./javascript:alert(1)\"")
    );
    assert!(html.contains("default-src 'none'"));
}

#[test]
fn the_report_says_what_was_found_and_shows_how_sure_it_is() {
    let html = report_of(&result_tables(0.000_4));
    for told in [
        "<dd>60</dd>",
        "2026-03-01 to 2026-03-28",
        "missing_text 2",
        ">+0.250</td><td class=\"n\">0.100 to 0.400</td>",
        "&#60; 0.001</td><td class=\"n\">5 of 6",
        ">540,000</td><td class=\"n\">-0.123</td><td class=\"n\">-0.200 to 0.010<",
        "The 50 events of most outlets, of 60",
        "a row is an outlet",
        "what it shows (SVG)",
        "=Courier",
        "<title id=\"sentiment-a\">id=\"a\"</title><use href=\"#sentiment-a\" fill=\"url(#sentiment-a)\"/>",
        "href=\"./charts/sentiment.svg\"",
    ] {
        assert!(html.contains(told), "{told}");
    }
    assert_eq!(html.matches("<h3>sentiment</h3>").count(), 1);
    assert!(!html.contains("<?xml") && !html.contains("href=\"./events.csv\""));
}

#[test]
fn where_nothing_was_found_the_report_says_what_that_means() {
    let html = report_of(&result_tables(0.2));
    assert!(html.contains("That is no proof that the\noutlets are alike"));
    let html = report_of(&TableSet::default());
    assert!(html.contains("No difference could be tested") && html.contains("No event is in the tables."));
}

#[test]
fn a_report_made_from_the_files_has_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let tables = result_tables(0.01);
    let mut back = TableSet::default();
    for table in tables.iter() {
        let path = folder.path().join(format!("{}.csv", table.schema().name));
        write_file(SINKS[0], table, &SinkOptions::default(), &path).unwrap();
        back.insert(csv::read(table.schema(), &path).unwrap());
    }
    assert!(report_of(&tables) == report_of(&back));
}
