use crate::text::lexicon::Lexicon;

/// Category, entry and weight of each entry, in the order of the lexicon.
fn entries(file: &str, content: &str) -> Vec<(String, String, f64)> {
    let lexicon = Lexicon::read(file, content).unwrap_or_else(|problem| panic!("{file}: {problem}"));
    let name = |category: usize| lexicon.categories[category].clone();
    lexicon.entries.iter().map(|entry| (name(entry.category), entry.text.clone(), entry.weight)).collect()
}

fn names(file: &str, content: &str) -> Vec<String> {
    entries(file, content).into_iter().map(|(category, entry, _)| format!("{category}:{entry}")).collect()
}

const LIWC: &str =
    "%\r\n1\tposemo\r\n2\tnegemo\r\n%\r\nabandon*\t2\r\nhappy\t1\r\ntax cut\t1\t2\r\n9 11\t2\r\n";

#[test]
fn each_form_is_told_by_its_content() {
    let nested = ["tone.good:fine", "tone.bad:tax cut*", "tone:fine", "tone:tax cut*"];
    assert_eq!(
        names("x.txt", LIWC),
        ["negemo:abandon*", "posemo:happy", "posemo:tax cut", "negemo:tax cut", "negemo:9 11"]
    );
    assert_eq!(names("x", "tone\n\tgood\n\t\tfine (1)\n\tbad\n\t\ttax cut* (1)\n"), nested);
    assert_eq!(names("x", "tone:\n  good: [fine]\n  bad:\n    - tax cut*\n"), nested);
    assert_eq!(names("x", "{\"tone\": {\"good\": [\"fine\"], \"bad\": \"tax cut*\"}}"), nested);
    let xml = "<?xml version=\"1.0\"?>\n<dictionary><cnode name=\"tone\"><cnode name=\"good\"><pnode name=\" fine \"/></cnode>\
               <cnode name='bad'><pnode name=\"tax cut*\"></pnode></cnode></cnode></dictionary>";
    assert_eq!(names("x", xml), nested);
    assert_eq!(names("x", "+good\nfine\n+bad\ntax cut*\n"), ["good:fine", "bad:tax cut*"]);
    assert_eq!(names("x", "\u{feff}category;entry\ngood;fine\n"), ["good:fine"]);
}

#[test]
fn weights_are_read_where_the_form_has_them() {
    for (file, content) in [
        ("x.cat", "a\n\tfine (2.5)\n"),
        ("x.yml", "a:\n  fine: 2.5\n"),
        ("x.json", "{\"a\": {\"fine\": 2.5}}"),
        ("x.tsv", "category\tentry\tweight\na\tfine\t2.5\n"),
    ] {
        assert_eq!(entries(file, content), [("a".to_owned(), "fine".to_owned(), 2.5)], "{file}");
    }
}

#[test]
fn what_is_wrong_names_its_line_and_what_to_do() {
    for (file, content, told) in [
        (
            "x.dic",
            "%\n1\ta\n%\nkind <of>131/125\t1\n",
            "line 4: `kind <of>131/125 1` counts by what stands beside it",
        ),
        ("x.dic", "%\n1\ta\n%\nlike\t(02 134)125/464 1\n", "line 4"),
        ("x.dic", "%\n1\ta\n%\nword\t7\n", "line 4: `7`"),
        ("x.dic", "%\n1\ta\n1\tb\n%\nword\t1\n", "line 3"),
        ("x.dic", "%\n1\ta\nword\t1\n", "line 3: `word 1` is no number"),
        ("x.dic", "1\ta\nword\t1\n", "`%`"),
        ("x.cat", "a\n\t\tfine (1)\n", "line 2"),
        ("x.cat", "a\n\tfine (1)\n\t@RULE [x NEAR y]\n", "line 3"),
        ("x.cat", "a\n\tfine (1)\n\tFINE (2)\n", "line 3: `FINE` stands in a already, from line 2"),
        ("x.lc3", "<d>\n<cnode name='a'>\n<pnode/></cnode></d>", "line 3"),
        ("x.lc3", "<d>\n<cnode name='a'><pnode name='b'/>", "ends inside"),
        ("x.lc3", "<d>\n<cnode name='a'></d>", "line 2: the XML is damaged"),
        ("x.yml", "a:\n  - ok\n  - un*ion\n", "line 3"),
        ("x.yml", "a:\n  - ok\n  - *ing\n", "line 3"),
        ("x.yml", "a:\n  - ok\n  - wom?n\n", "line 3: `wom?n` has a `?`"),
        ("x.yml", "- ok\n", "in no category"),
        ("x.json", "{\"a\": [\"ok\",\n\"*ing\"]}", "line 2"),
        ("x.json", "{\"a\": [\"ok\",\n", "line 2: the JSON is damaged"),
        ("x.json", "{\"a\": [\"ok\",\n\"b\\u001b\"]}", "line 2: `b\u{fffd}` has a control"),
        ("x.json", "{\"a\": {\"b\": {\"x\": 1}, \"c\": {\n\"x\": 2}}}", "line 2: `x` counts for a already"),
        ("x.txt", "just words\n", "no dictionary in a form that is known"),
        ("x.csv", "entry\nx\n", "`category`"),
        ("x.csv", "word,class\nnote: this,a\n", "`category`"),
    ] {
        let problem = Lexicon::read(file, content).unwrap_err();
        assert!(problem.contains(told), "{file}: {problem}");
    }
}

#[test]
fn several_problems_are_told_at_once_and_the_rest_counted() {
    let content = format!("%\n1\ta\n%\n{}", "x*y\t1\n".repeat(9));
    let problem = Lexicon::read("x.dic", &content).unwrap_err();
    assert!(
        problem.contains("line 4") && problem.contains("line 8") && problem.ends_with("and 4 more"),
        "{problem}"
    );
}

#[test]
fn absurd_nesting_is_refused_and_does_not_crash() {
    for (file, content) in [
        ("x.json", format!("{{\"a\":{}", "{\"a\":".repeat(100_000))),
        ("x.json", format!("{{\"a\":{}", "[".repeat(100_000))),
        ("x.yml", format!("a: {}", "[".repeat(20_000))),
        ("x.yml", (0..500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect()),
        ("x.lc3", "<cnode name='a'>".repeat(100_000)),
        (
            "x.cat",
            (0..500).map(|depth| format!("{}a\n", "\t".repeat(depth))).collect::<String>() + "\tx (1)\n",
        ),
    ] {
        let problem = Lexicon::read(file, &content).unwrap_err();
        assert!(problem.contains("line ") && problem.len() < 400, "{file}: {problem}");
    }
}

#[test]
fn a_category_of_many_entries_is_read_and_looked_over() {
    let words: Vec<String> = (0..100_000).map(|n| format!("the word{n}")).collect();
    let lexicon = Lexicon::read("x.json", &format!("{{\"a\": {words:?}}}")).unwrap();
    assert_eq!((lexicon.entries.len(), lexicon.shadowed().len()), (100_000, 0));
}

#[test]
fn what_stands_twice_counts_once_and_is_noted() {
    let lexicon = Lexicon::read("x.yml", "a:\n  - tax cut\n  - b: [Tax_Cut, spin]\n  - TAX CUT\n").unwrap();
    assert_eq!(lexicon.entries.len(), 4);
    let repeated: Vec<(u64, u64)> = lexicon.repeated.iter().map(|it| (it.first_line, it.line)).collect();
    assert_eq!(repeated, [(2, 4)]);
}
