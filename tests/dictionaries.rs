//! Dictionaries of users on the command line: how they are looked over, counted, and found in context.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dictionaries").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn run(at: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output: Output =
        Command::new(env!("CARGO_BIN_EXE_parallax")).args(arguments).current_dir(at).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// A file's name and bytes, arguments after `lexicon check`, the exit code, and what must be said.
type Case<'a> = (&'a str, &'a [u8], &'a [&'a str], i32, &'a [&'a str]);

#[test]
fn a_dictionary_is_looked_over() {
    let cases: &[Case<'_>] = &[
        ("a.csv", b"category,entry\na,fine\n", &[], 0, &["a.csv: 1 entries", "a: 1"]),
        ("a.dic", b"%\n1\ta\n%\ncaf\xe9\t1\n", &[], 0, &["a.dic: 1 entries"]),
        (
            "a.yml",
            b"a:\n  b: [tax*, taxes, Tax*, '!order']\n",
            &[],
            0,
            &["a.b: 2", "repeated: tax* in a.b, in line 2", "shadowed: taxes in a.b", "idle: !order in a.b"],
        ),
        ("a.yml", b"a: [tax*, taxes]\n", &["--strict"], 3, &["1 entries add nothing"]),
        ("a.yml", b"a: [fine]\n", &["--strict"], 0, &["a: 1"]),
        ("a.cat", b"a\n\tx*y (1)\n", &[], 1, &["a.cat: line 2: `x*y`"]),
        ("a.json", b"{\"a\x1b[31m\": [\"x\"]}", &[], 1, &["a.json: line 1"]),
        ("a.txt", b"nothing of note\n", &[], 1, &["save it as one of"]),
        ("a.csv", b"category,entry\na,x\n", &["absent.dic"], 1, &["a.csv: 1 entries", "absent.dic"]),
    ];
    for (number, (file, bytes, arguments, code, told)) in cases.iter().enumerate() {
        let at = folder(&format!("check{number}"));
        std::fs::write(at.join(file), bytes).unwrap();
        let all: Vec<&str> = ["lexicon", "check", file].iter().chain(*arguments).copied().collect();
        let (exit, out, said) = run(&at, &all);
        assert_eq!(exit, Some(*code), "{all:?}: {said}");
        for words in *told {
            assert!(format!("{out}{said}").contains(words), "{all:?} must say {words}: {out}{said}");
        }
        assert!(!format!("{out}{said}").contains('\u{1b}'));
    }
}

#[test]
fn negated_matches_count_apart() {
    let at = folder("negation");
    let articles = "{\"id\":\"a1\",\"text\":\"The dam is safe. It was never very safe, but safe it is.\"}\n";
    std::fs::write(at.join("in.jsonl"), articles).unwrap();
    std::fs::write(at.join("mine.yml"), "tone:\n  good: [safe]\n").unwrap();
    let rows = |arguments: &[&str]| {
        let job = [
            "score",
            "in.jsonl",
            "-q",
            "--lexicon",
            "mine.yml",
            "-o",
            "out",
            "--voice",
            "all",
            "--zone",
            "all",
        ];
        let (exit, _, said) = run(&at, &job.iter().chain(arguments).copied().collect::<Vec<_>>());
        assert_eq!(exit, Some(0), "{said}");
        let table = std::fs::read_to_string(at.join("out/article_scores.csv")).unwrap();
        let mine = table.lines().filter(|line| line.starts_with("a1,mine,"));
        let cell = |line: &str, at: usize| line.split(',').nth(at).unwrap().to_owned();
        mine.map(|line| format!("{}: {}", cell(line, 2), cell(line, 6))).collect::<Vec<_>>()
    };
    assert_eq!(rows(&[]), ["tone: 230.769", "tone.good: 230.769"]);
    assert_eq!(
        rows(&["--negation"]),
        ["tone: 153.846", "tone.good: 153.846", "tone.good.negated: 76.9231", "tone.negated: 76.9231"]
    );
}

const ARTICLES: &str = r#"{"id":"a1","outlet":"Two","title":"Tax cuts come","text":"A tax cut is near. \"No tax cut,\" said Ann Lee, who taxed.","date":"2026-03-01"}
{"id":"a2","outlet":"One","title":"=SUM(1)","text":"The \u001b[31m tax\u202e is =high, perhaps.","date":"2026-03-02"}
{"id":"a3","outlet":"One","title":"Other","text":"Nothing here."}
"#;

#[test]
fn a_term_is_shown_in_context_by_outlet() {
    let at = folder("kwic");
    std::fs::write(at.join("in.jsonl"), ARTICLES).unwrap();
    let csv = |arguments: &[&str]| {
        let all: Vec<&str> =
            ["kwic"].iter().chain(arguments).chain(&["in.jsonl", "--format", "csv"]).copied().collect();
        let (exit, out, said) = run(&at, &all);
        assert_eq!(exit, Some(0), "{all:?}: {said}");
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out}");
        out.lines().skip(1).map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(
        csv(&["tax cut*"]),
        [
            "a1,Two,2026-03-01,0,8,headline,own,,Tax cuts, come",
            "a1,Two,2026-03-01,2,9,lead,own,A ,tax cut,\" is near. \"\"No tax cut,\"\" said Ann Lee, wh\"",
            "a1,Two,2026-03-01,23,30,lead,quoted,\"A tax cut is near. \"\"No \",tax cut,\",\"\" said Ann Lee, who taxed.\"",
        ]
    );
    assert_eq!(
        csv(&["/=[a-zS]\\w+/", "--quote-limit", "2"]),
        ["a2,One,2026-03-02,0,4,headline,own,,'=SUM,(1)", "a2,One,2026-03-02,16,21,lead,own,,'=high,\",\""]
    );
    assert_eq!(csv(&["tax*", "--limit", "1"]).len(), 2);
    assert_eq!(csv(&["tax*", "--only-outlet", "Two", "--voice", "quoted"]).len(), 1);
    assert_eq!(csv(&["loaded:hedges"]).len(), 1);
    assert_eq!(csv(&["category:hedges", "--threads", "1"]), csv(&["loaded:hedges", "--threads", "3"]));
    assert_eq!(csv(&["zebra"]).len(), 0);
    let (_, out, said) = run(&at, &["kwic", "tax*", "in.jsonl", "--width", "10", "--limit", "1"]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "One: 1 match in 1 article");
    assert_eq!(lines[1], "   The [31m tax is =high,  a2 2026-03-02 lead 9-12");
    assert_eq!(lines[2], "Two: 4 matches in 1 article");
    assert_eq!((lines[4], lines.len()), ("  and 3 more (--limit)", 5));
    assert!(said.contains("5 matches in 2 articles of 3"), "{said}");
}

#[test]
fn a_wrong_pattern_is_told() {
    let at = folder("patterns");
    std::fs::write(at.join("in.jsonl"), ARTICLES).unwrap();
    std::fs::write(at.join("mine.yml"), "hedges: [maybe]\n").unwrap();
    for (arguments, told) in [
        (&["/(a/"][..], "unclosed group"),
        (&["/a{1000}{1000}{1000}/"], "too large"),
        (&["t*x"], "not at the end of a word"),
        (&["..."], "0 words"),
        (&["nobody:hedges"], "no lexicon is called nobody; there are frames, generic_frames, moral, loaded"),
        (&["loaded:nothing"], "no category is called nothing; there are "),
        (&["category:hedges", "--lexicon", "mine.yml"], "loaded, mine"),
        (&["tax", "--format", "parquet"], "choose text or csv"),
        (&["tax", "-o", "out"], "standard output"),
        (&["tax", "--width", "100000"], "100000"),
    ] {
        let all: Vec<&str> = ["kwic"].iter().chain(arguments).chain(&["in.jsonl"]).copied().collect();
        let (exit, out, said) = run(&at, &all);
        assert_eq!((exit, out.as_str()), (Some(2), ""), "{all:?}: {said}");
        assert!(said.contains(told), "{all:?} must say {told}: {said}");
    }
}

#[test]
fn entries_that_never_match_or_make_most_of_their_category_are_listed() {
    let at = folder("health");
    let article = |n: usize, outlet: &str, text: &str| {
        format!("{{\"id\":\"a{n}\",\"outlet\":\"{outlet}\",\"text\":\"{text}\",\"date\":\"2026-03-01\"}}\n")
    };
    let own: String =
        (0..8).map(|n| article(n, "One", &"A levy, a levy, a levy and a tax. ".repeat(2))).collect();
    let others: String =
        (10..18).map(|n| article(n, "Two", &"Some tax, more tax, much tax and duty. ".repeat(3))).collect();
    std::fs::write(at.join("in.jsonl"), own + &others).unwrap();
    std::fs::write(at.join("mine.yml"), "money: [tax, levy, duty, zebra, '!tax haven']\n").unwrap();
    let job = ["compare", "in.jsonl", "-q", "--charts", "none", "--resamples", "20", "--lexicon", "mine.yml"];
    let job = [&job[..], &["--wire", "all", "--keep-boilerplate", "-o", "out"]].concat();
    let (exit, _, said) = run(&at, &job);
    assert_eq!(exit, Some(0), "{said}");
    let table = std::fs::read_to_string(at.join("out/dictionary_health.csv")).unwrap();
    let mine: Vec<&str> = table.lines().filter(|line| line.starts_with("mine,")).collect();
    assert_eq!(
        mine,
        [
            "mine,money,duty,One,0,0,0,differs_by_outlet",
            "mine,money,duty,Two,24,0.25,8,differs_by_outlet",
            "mine,money,levy,One,48,0.75,8,differs_by_outlet",
            "mine,money,levy,Two,0,0,0,differs_by_outlet",
            "mine,money,tax,,88,0.55,16,over_half_of_category",
            "mine,money,tax,One,16,0.25,8,differs_by_outlet",
            "mine,money,tax,Two,72,0.75,8,differs_by_outlet",
            "mine,money,zebra,,0,0,0,never_matches",
        ]
    );
    assert!(!table.lines().any(|line| line.starts_with("frames,") && line.ends_with("never_matches")));
}
