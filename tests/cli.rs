//! The command line: each case is an input, arguments, an exit code, and what must be said.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn run(at: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_parallax")).args(arguments).current_dir(at).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const GOOD: &str = r#"{"id":"a1","outlet":"One","title":"Dam closed","text":"The dam at Orrin was closed. It was a terrible day.","date":"2026-03-01"}
{"id":"a2","outlet":"Two","title":"Dam shut","text":"The dam at Orrin was shut. \"We are glad,\" said Ann Lee.","date":"2026-03-01"}
"#;

/// An input file's bytes, arguments after `compare in`, the exit code, and what standard error or output must hold.
type Case<'a> = (&'a str, &'a [u8], &'a [&'a str], i32, &'a [&'a str]);

const FAST: &[&str] = &["-o", "out", "--charts", "none", "--resamples", "20"];

#[test]
fn each_wrong_input_or_argument_is_told_with_its_exit_code() {
    let cases: &[Case<'_>] = &[
        ("empty.jsonl", b"", FAST, 1, &["empty_file", "empty.jsonl"]),
        ("binary.csv", b"\x00\x01\x02\x00\xff\xfe\x00", FAST, 1, &["unknown_format", "binary.csv"]),
        (
            "no_text.jsonl",
            b"{\"id\":\"a\",\"outlet\":\"x\",\"text\":\" \"}\n",
            FAST,
            1,
            &["missing_text", "record 1"],
        ),
        (
            "no_outlet.jsonl",
            b"{\"id\":\"a\",\"text\":\"Some words.\"}\n",
            FAST,
            1,
            &["missing_outlet", "--map outlet="],
        ),
        ("good.jsonl", GOOD.as_bytes(), &[], 2, &["-o DIR"]),
        (
            "good.jsonl",
            GOOD.as_bytes(),
            &["-o", "out", "--format", "ods"],
            2,
            &["--format ods", "csv, parquet"],
        ),
        ("good.jsonl", GOOD.as_bytes(), &["-o", "out", "--map", "words=x"], 2, &["words"]),
        ("good.jsonl", GOOD.as_bytes(), &["-o", "out", "--map", "text=BODY"], 2, &["BODY"]),
        (
            "good.jsonl",
            GOOD.as_bytes(),
            &["-o", "out", "--events", "column"],
            2,
            &["no article has an event"],
        ),
        ("good.jsonl", GOOD.as_bytes(), &["-o", "out", "--lexicon", "absent.csv"], 1, &["absent.csv"]),
        ("good.jsonl", GOOD.as_bytes(), &["-o", "out", "--since", "2027-01-01"], 1, &["filtered_out"]),
        (
            "good.jsonl",
            GOOD.as_bytes(),
            &["-o", "out", "--max-unpacked", "0"],
            2,
            &["--max-unpacked must be"],
        ),
        ("cut.jsonl.gz", b"\x1F\x8B\x08\0\0\0", FAST, 1, &["unreadable_file", "gzip data is cut off"]),
        ("good.jsonl", GOOD.as_bytes(), &["--wrong"], 2, &["--wrong"]),
    ];
    for (number, (file, bytes, arguments, code, told)) in cases.iter().enumerate() {
        let at = folder(&format!("wrong{number}"));
        std::fs::write(at.join(file), bytes).unwrap();
        let all: Vec<&str> = ["compare", file].into_iter().chain(arguments.iter().copied()).collect();
        let output = run(&at, &all);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(*code), "{all:?}: {said}");
        for words in *told {
            assert!(said.contains(words), "{all:?} must say {words}: {said}");
        }
        assert!(!at.join("out/manifest.json").exists(), "{all:?} left a manifest");
    }
}

#[test]
fn what_is_wrong_with_a_record_does_not_stop_the_run_and_is_listed() {
    let at = folder("records");
    let mut input = b"{broken\n".to_vec();
    input.extend_from_slice(GOOD.as_bytes());
    input.extend_from_slice(b"{\"id\":\"a1\",\"outlet\":\"One\",\"text\":\"Again.\"}\n");
    input.extend_from_slice(
        b"{\"id\":\"a5\",\"outlet\":\"Three\",\"text\":\"caf\xe9 by the dam\",\"date\":\"someday\"}\n",
    );
    std::fs::write(at.join("in.jsonl"), input).unwrap();
    let output = run(&at, &["compare", "in.jsonl", "-o", "out", "--charts", "none", "--resamples", "20"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let skipped = std::fs::read_to_string(at.join("out/skipped.csv")).unwrap();
    assert!(skipped.contains("in.jsonl,1,0,malformed_record"), "{skipped}");
    assert!(skipped.contains("in.jsonl,4,") && skipped.contains("duplicate_id"), "{skipped}");
    let articles = std::fs::read_to_string(at.join("out/articles.csv")).unwrap();
    assert_eq!(articles.lines().count(), 4, "{articles}");
    assert!(stderr(&output).contains("someday"), "{}", stderr(&output));
    let strict = run(
        &at,
        &["compare", "in.jsonl", "-o", "out", "--strict", "-q", "--charts", "none", "--resamples", "20"],
    );
    assert_eq!(strict.status.code(), Some(3));
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let at = folder("folder");
    std::fs::write(at.join("in.jsonl"), GOOD).unwrap();
    std::fs::create_dir(at.join("mine")).unwrap();
    std::fs::write(at.join("mine/thesis.txt"), "years of work").unwrap();
    let job = ["compare", "in.jsonl", "-q", "--charts", "none", "--resamples", "20", "-o", "mine"];
    let refused = run(&at, &job);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--force"));
    assert_eq!(std::fs::read_dir(at.join("mine")).unwrap().count(), 1);
    let forced = run(&at, &job.iter().copied().chain(["--force"]).collect::<Vec<_>>());
    assert_eq!(forced.status.code(), Some(0), "{}", stderr(&forced));
    assert!(at.join("mine/thesis.txt").is_file() && at.join("mine/manifest.json").is_file());
    let again = run(&at, &job);
    assert_eq!(again.status.code(), Some(0), "a result of ours may be written again: {}", stderr(&again));
}

#[test]
fn a_failed_run_leaves_nothing_that_looks_complete() {
    let at = folder("failed");
    std::fs::write(at.join("in.jsonl"), GOOD).unwrap();
    let job = ["compare", "in.jsonl", "-q", "--charts", "none", "--resamples", "20", "-o", "out"];
    assert_eq!(run(&at, &job).status.code(), Some(0));
    std::fs::write(at.join("in.jsonl"), "").unwrap();
    assert_eq!(run(&at, &job).status.code(), Some(1));
    assert_eq!(run(&at, &["verify", "out"]).status.code(), Some(1));
}

#[test]
fn one_outlet_one_article_and_no_shared_event_are_told_and_still_have_tables() {
    for (name, lines, told) in [
        ("outlet", vec![0, 0], "Only one outlet"),
        ("article", vec![0], "Only one outlet"),
        ("unshared", vec![0, 1], "No event is reported by two outlets"),
    ] {
        let at = folder(&format!("small-{name}"));
        let texts = ["The dam at Orrin was closed.", "A lighthouse keeper won the chess title."];
        let records: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(n, &line)| {
                format!("{{\"id\":\"{n}\",\"outlet\":\"O{line}\",\"text\":\"{}\"}}", texts[line])
            })
            .collect();
        std::fs::write(at.join("in.jsonl"), records.join("\n")).unwrap();
        let output = run(&at, &["compare", "in.jsonl", "-o", "out", "--resamples", "20"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(stdout(&output).contains(told), "{}", stdout(&output));
        let sentiment = std::fs::read_to_string(at.join("out/sentiment.csv")).unwrap();
        assert!(sentiment.contains("one_outlet") || sentiment.contains("no_shared_event"), "{sentiment}");
        for table in ["articles", "events", "outlets", "coverage", "frames", "terms", "similarity", "map"] {
            let text = std::fs::read_to_string(at.join(format!("out/{table}.csv"))).unwrap();
            assert!(!text.contains("NaN") && !text.contains("inf"), "{table}: {text}");
        }
    }
}

#[test]
fn hostile_text_acts_on_nothing() {
    let at = folder("hostile");
    let text = "=HYPERLINK(1) <script>alert(1)</script> \u{202e}dam\u{0}\u{7} at Orrin & more.";
    let record = |id: &str, outlet: &str| {
        serde_json::json!({"id": id, "outlet": outlet, "title": text, "text": text}).to_string()
    };
    let lines = [record("=1", "<b>One</b>"), record("@2", "=Two"), record("3", "Two\u{202e}\n")];
    std::fs::write(at.join("in.jsonl"), lines.join("\n")).unwrap();
    let output = run(&at, &["compare", "in.jsonl", "-o", "out", "--resamples", "20"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let report = std::fs::read_to_string(at.join("out/report.html")).unwrap();
    assert!(!report.contains("<script>alert") && !report.contains("<b>One") && !report.contains('\u{202e}'));
    let articles = std::fs::read_to_string(at.join("out/articles.csv")).unwrap();
    for line in articles.lines().skip(1) {
        assert!(!line.starts_with(['=', '@']), "{line}");
    }
    for chart in std::fs::read_dir(at.join("out/charts")).unwrap() {
        let bytes = std::fs::read(chart.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("<script"));
    }
}

#[test]
fn standard_input_is_read_and_quiet_says_nothing() {
    let at = folder("stdin");
    let mut child = Command::new(env!("CARGO_BIN_EXE_parallax"))
        .args(["compare", "-", "-q", "--charts", "none", "--resamples", "20", "-o", "out"])
        .current_dir(&at)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), GOOD.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(output.stdout.is_empty());
    assert!(at.join("out/manifest.json").is_file());
}

#[test]
fn score_needs_no_outlet_and_writes_what_its_offsets_point_into() {
    let at = folder("score");
    std::fs::write(
        at.join("in.csv"),
        "id,body\n1,\"It was awful. \"\"We lost,\"\" said Ann Lee.\"\n2,A good day.\n",
    )
    .unwrap();
    for evidence in ["none", "top", "all"] {
        let output = run(&at, &["score", "in.csv", "-o", "out", "--text", "--evidence", evidence]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
    let texts = std::fs::read_to_string(at.join("out/texts.jsonl")).unwrap();
    assert_eq!(texts.lines().count(), 2);
    let scores = std::fs::read_to_string(at.join("out/article_scores.csv")).unwrap();
    assert!(
        scores.starts_with("article_id,measure,feature,voice,zone,n,estimate\n")
            && scores.contains("\n1,sentiment,compound,all,"),
        "{scores}"
    );
    let quotes = std::fs::read_to_string(at.join("out/quotes.csv")).unwrap();
    assert!(quotes.contains("Ann Lee") && quotes.contains("said"), "{quotes}");
}

#[test]
fn a_lexicon_of_the_user_is_counted_and_checked() {
    let at = folder("lexicon");
    std::fs::write(at.join("in.jsonl"), GOOD).unwrap();
    std::fs::write(at.join("water.csv"), "category,entry,weight\nwater,dam*,2\nwater,dams,2\njoy,glad,\n")
        .unwrap();
    let output = run(
        &at,
        &[
            "compare",
            "in.jsonl",
            "--lexicon",
            "water.csv",
            "-o",
            "out",
            "--charts",
            "none",
            "--resamples",
            "20",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let frames = std::fs::read_to_string(at.join("out/frames.csv")).unwrap();
    assert!(frames.contains(",water,joy,") && frames.contains(",water,water,"), "{frames}");
    let checked = run(&at, &["lexicon", "check", "water.csv"]);
    assert!(stdout(&checked).contains("shadowed: dams in water"), "{}", stdout(&checked));
    std::fs::write(at.join("bad.csv"), "category,entry\nx,*\n").unwrap();
    let wrong = run(&at, &["lexicon", "check", "bad.csv"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(stderr(&wrong).contains("line 2"), "{}", stderr(&wrong));
}

#[test]
fn rows_can_be_chosen_and_passages_cut_without_changing_a_figure() {
    let at = folder("chosen");
    std::fs::write(at.join("in.jsonl"), GOOD).unwrap();
    let job = ["compare", "in.jsonl", "-q", "--charts", "none", "--resamples", "20", "-o"];
    let with = |more: &[&str]| run(&at, &job.iter().chain(more).copied().collect::<Vec<_>>()).status.code();
    assert_eq!(with(&["whole"]), Some(0));
    assert_eq!(with(&["part", "--only-outlet", "One", "--voice", "own", "--quote-limit", "2"]), Some(0));
    let read = |folder: &str, table: &str| {
        std::fs::read_to_string(at.join(folder).join(format!("{table}.csv"))).unwrap()
    };
    let part = read("part", "sentiment");
    assert!(part.lines().count() > 1);
    for line in part.lines() {
        assert!(read("whole", "sentiment").contains(line), "{line}");
    }
    assert!(!part.contains(",Two,"));
    assert!(read("part", "evidence").lines().skip(1).all(|line| !line.contains("Orrin was closed")));
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_there_is() {
    let at = folder("dry");
    std::fs::write(at.join("in.jsonl"), GOOD).unwrap();
    let output = run(&at, &["compare", "in.jsonl", "--dry-run"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("2 articles from 2 outlets on 1 event"), "{}", stdout(&output));
    assert_eq!(std::fs::read_dir(&at).unwrap().count(), 1);
}

#[test]
fn the_lists_and_the_manual_are_printed() {
    let at = folder("lists");
    for (list, told) in [
        ("measures", "sentiment: "),
        ("comparisons", "terms: "),
        ("charts", "frames: "),
        ("readers", "parquet: "),
        ("lexicons", "policy_frames: "),
    ] {
        let output = run(&at, &["list", list]);
        assert!(stdout(&output).contains(told), "{}", stdout(&output));
    }
    assert!(stdout(&run(&at, &["man"])).contains(".TH parallax"));
    assert!(stdout(&run(&at, &["completions", "bash"])).contains("_parallax"));
}

#[test]
fn the_saved_aggregator_page_gives_four_articles_in_two_events() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/seed/aggregator-page.txt");
    if !page.is_file() {
        eprintln!("skipped: ../shared/data/seed is not here");
        return;
    }
    let at = folder("seed");
    let output =
        run(&at, &["compare", page.to_str().unwrap(), "-o", "out", "--charts", "none", "--resamples", "20"]);
    assert!(stdout(&output).contains("4 articles from 4 outlets on 2 events"), "{}", stdout(&output));
    let articles = std::fs::read_to_string(at.join("out/articles.csv")).unwrap();
    assert!(!articles.contains("Try Our AI Features"));
    assert!(
        stderr(&output).contains("kjk/ceb/dhc"),
        "where the agency comes from is said: {}",
        stderr(&output)
    );
}

#[test]
fn lines_of_an_aggregator_page_that_belong_to_no_article_are_listed() {
    let at = folder("strays");
    let page = "Harbour opens again\nThe harbour at Orrin opened on Monday.\n\nTry Our AI Features\nExplore what Page AI can do for you:\n\
                A line behind the advertisement.\nRelated Articles\nA stray line before the first block.\n\n\
                One\n2 hours ago\n- One\nHarbour open\nThe harbour is open again, One says.\n";
    std::fs::write(at.join("page.txt"), page).unwrap();
    let output = run(&at, &["compare", "page.txt", "-o", "out", "--charts", "none", "--resamples", "20"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let skipped = std::fs::read_to_string(at.join("out/skipped.csv")).unwrap();
    assert!(skipped.contains("A line behind the advertisement"), "{skipped}");
    assert!(skipped.contains("A stray line before the first block"), "{skipped}");
    assert!(!skipped.contains("Try Our AI") && !skipped.contains("Explore what"), "{skipped}");
}

#[test]
fn an_event_of_the_input_is_not_taken_for_the_pooled_rows() {
    let at = folder("reserved");
    let lines: Vec<String> = (0..4)
        .map(|n| {
            format!(
                "{{\"id\":\"{n}\",\"outlet\":\"O{}\",\"event\":\"ALL\",\"text\":\"The dam was closed.\"}}",
                n % 2
            )
        })
        .chain(["{\"id\":\"9\",\"outlet\":\"O1\",\"text\":\"A zoo opened.\"}".to_owned()])
        .collect();
    std::fs::write(at.join("in.jsonl"), lines.join("\n")).unwrap();
    let output = run(&at, &["compare", "in.jsonl", "-o", "out", "--charts", "none", "--resamples", "20"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("event-ALL"), "{}", stderr(&output));
    assert!(stderr(&output).contains("1 of 5 articles name no event"), "{}", stderr(&output));
    let events = std::fs::read_to_string(at.join("out/events.csv")).unwrap();
    assert!(!events.contains("\nALL,"), "{events}");
    let sentiment = std::fs::read_to_string(at.join("out/sentiment.csv")).unwrap();
    let key = |line: &str| line.split(',').take(6).collect::<Vec<_>>().join(",");
    let mut keys: Vec<String> = sentiment.lines().map(key).collect();
    let n = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), n, "{sentiment}");
}
