//! Encodings and their damage, signs that nobody sees, entities, and the odd ways in which tables are written.

use parallax::article::SkipReason;
use parallax::ingest::{Input, ReadOptions, Reading, read};

fn read_bytes(name: &str, bytes: &[u8]) -> Reading {
    read(&Input::from_bytes(name, bytes), &ReadOptions::default())
}

fn texts(reading: &Reading) -> Vec<&str> {
    reading.articles.iter().map(|article| article.text.as_str()).collect()
}

fn details(reading: &Reading) -> Vec<(Option<u64>, SkipReason, &str)> {
    reading.skipped.iter().map(|skip| (skip.record, skip.reason, skip.detail.as_str())).collect()
}

fn utf16(text: &str, is_little: bool, mark: bool) -> Vec<u8> {
    let mark = if mark { Some(0xFEFF) } else { None };
    let bytes = |unit: u16| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

const TABLE: &str = "outlet;text;date\r\nDer Küstenbote;\"“Fähren” fahren,\nwieder – €5\";2026-03-04\r\n";

#[test]
fn utf_16_is_read_with_and_without_a_mark() {
    for (is_little, mark) in [(true, true), (true, false), (false, true), (false, false)] {
        let reading = read_bytes("a.csv", &utf16(TABLE, is_little, mark));
        assert_eq!(texts(&reading), ["“Fähren” fahren,\nwieder – €5"], "{:?}", details(&reading));
        assert_eq!(reading.articles[0].outlet, "Der Küstenbote");
        let how = if mark { "byte order mark" } else { "zero bytes" };
        assert!(reading.notes[0].contains(how), "{:?}", reading.notes);
        let line = "{\"text\": \"Кот сел на коврик, и кошка тоже.\", \"outlet\": \"o\"}\n";
        assert_eq!(
            texts(&read_bytes("a.jsonl", &utf16(line, is_little, mark))),
            ["Кот сел на коврик, и кошка тоже."]
        );
        let page = "Заголовок\n\nКот сел на коврик. И ещё раз, и снова, и опять.";
        assert_eq!(read_bytes("a.txt", &utf16(page, is_little, mark)).articles[0].title, "Заголовок");
    }
    // Small numbers in a table of bytes have zeros in every other place too.
    let numbers: Vec<u8> = (0..2000_u16).flat_map(|n| (n % 30).to_le_bytes()).collect();
    assert_eq!(details(&read_bytes("a.txt", &numbers))[0].1, SkipReason::UnknownFormat);
}

#[test]
fn a_mark_and_legacy_encodings_are_no_part_of_the_text() {
    let marked = [b"\xEF\xBB\xBF", TABLE.as_bytes()].concat();
    assert_eq!(read_bytes("a.csv", &marked).articles[0].outlet, "Der Küstenbote");
    let legacy = b"outlet,text\nThe Lantern,It\x92s \x93so\x94 \x96 caf\xE9\n";
    let reading = read_bytes("a.csv", legacy);
    assert_eq!(texts(&reading), ["It’s “so” – café"]);
    assert_eq!(reading.notes, ["record 1: not valid UTF-8; read as windows-1252"]);
    // Files that were put together.
    let lines = [
        "{\"text\": \"It’s “so” – café\"}\n".as_bytes(),
        b"{\"text\": \"It\x92s \x93so\x94 \x96 caf\xE9\"}\n",
        "\u{FEFF}{\"text\": \"It’s\"}\n".as_bytes(),
    ]
    .concat();
    assert_eq!(texts(&read_bytes("a.jsonl", &lines)), ["It’s “so” – café", "It’s “so” – café", "It’s"]);
    let page =
        ["Title\n\nThe “first” paragraph is UTF-8.\n".as_bytes(), b"The \x93second\x94 paragraph isn\x92t."]
            .concat();
    let reading = read_bytes("a.txt", &page);
    assert_eq!(texts(&reading), ["The “first” paragraph is UTF-8.\nThe “second” paragraph isn’t."]);
    assert_eq!(reading.notes, ["UTF-8 with bytes of windows-1252 in it; read as both"]);
}

#[test]
fn what_nobody_sees_is_taken_out_and_told() {
    let line = "{\"text\": \"The gov\\u00adern\\u00adment\\u200b said \\u202eno\\u202c.\\u0000\", \"title\": \"A\\u00adB\"}\n";
    let reading = read_bytes("a.jsonl", line.as_bytes());
    assert_eq!(texts(&reading), ["The government said no."]);
    assert_eq!(reading.articles[0].title, "AB");
    assert_eq!(
        reading.notes,
        ["record 1: soft hyphens or signs without width taken out", "record 1: control characters taken out"]
    );
    let blank = read_bytes("a.csv", "outlet,text\no,\u{200B}\u{AD} \n".as_bytes());
    assert_eq!(details(&blank), [(Some(1), SkipReason::MissingText, "the text is blank")]);
    let reading = read_bytes("a.csv", b"outlet,text\n\x1B[2Jo,\x1B]0;title\x07Text.\n");
    assert_eq!((&*reading.articles[0].outlet, texts(&reading)[0]), ("[2Jo", "]0;titleText."));
}

#[test]
fn entities_are_decoded_in_tables_alone_and_told() {
    let line = "{\"text\": \"It&#8217;s R&amp;D\", \"outlet\": \"A&amp;E\", \"url\": \"http://x.example/?a=1&amp;b=2\"}\n";
    let reading = read_bytes("a.jsonl", line.as_bytes());
    let article = &reading.articles[0];
    assert_eq!((&*article.text, &*article.outlet), ("It’s R&D", "A&E"));
    assert_eq!(article.url, "http://x.example/?a=1&amp;b=2");
    assert_eq!(reading.notes, ["record 1: HTML entities (such as &amp;) decoded"]);
    let rows = "outlet,text\no,It&amp;#8217;s twice.\no,\"Write &amp; for & in HTML.\"\n";
    assert_eq!(texts(&read_bytes("a.csv", rows.as_bytes())), ["It’s twice.", "Write &amp; for & in HTML."]);
    assert_eq!(texts(&read_bytes("a.txt", b"Title\n\nIt&#8217;s plain text.")), ["It&#8217;s plain text."]);
}

#[test]
fn tables_of_excel_are_read() {
    for sep in ["sep=;\r\n", "SEP=;\n", "\"sep=;\"\r\n"] {
        let reading = read_bytes("a.csv", format!("{sep}{TABLE}").as_bytes());
        assert_eq!(texts(&reading), ["“Fähren” fahren,\nwieder – €5"], "{sep:?} {:?}", details(&reading));
    }
    // An announced delimiter wins over what the header looks like.
    let reading = read_bytes("a.csv", b"sep=|\ntext,x|text|outlet\na|b|c\n");
    assert_eq!((texts(&reading), &*reading.articles[0].outlet), (vec!["b"], "c"));
    // Rows as wide as the widest, old line ends, blank lines.
    let reading = read_bytes("a.csv", b"outlet,text\r\ro,One.,,\ro,Two.,,surplus\r");
    assert_eq!(texts(&reading), ["One."]);
    assert_eq!(
        details(&reading),
        [(Some(2), SkipReason::MalformedRecord, "the row has 4 cells, the header 2")]
    );
}

#[test]
fn a_quote_that_is_never_closed_is_told_with_what_it_swallowed() {
    let rows = b"outlet,text\no,\"Good,\nover two lines.\"\no,\"Never closed.\no,Swallowed.\no,Too.\n";
    let reading = read_bytes("a.csv", rows);
    assert_eq!(texts(&reading), ["Good,\nover two lines."]);
    let [(record, reason, detail)] = details(&reading)[..] else { panic!("{:?}", details(&reading)) };
    assert_eq!((record, reason), (Some(2), SkipReason::MalformedRecord));
    assert!(detail.contains("within a quote; it goes over 3 lines"), "{detail}");
    let options = ReadOptions { max_record_bytes: 1_000, ..ReadOptions::default() };
    let long = format!("outlet,text\no,One.\no,\"{}\no,Two.\n", "Swallowed.\n".repeat(1_000));
    let reading = read(&Input::from_bytes("a.csv", long.as_bytes()), &options);
    assert_eq!((texts(&reading), reading.skipped[0].reason), (vec!["One."], SkipReason::TooLarge));
    let closed = format!("outlet,text\no,One.\no,\"{}\"\no,Two.\n", "Long.\n".repeat(1_000));
    let reading = read(&Input::from_bytes("a.csv", closed.as_bytes()), &options);
    assert_eq!((texts(&reading), reading.skipped.len()), (vec!["One.", "Two."], 1));
}

#[test]
fn deep_and_huge_structures_neither_overflow_nor_end_the_reading() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let lines = format!(
        "{{\"text\": \"One.\", \"x\": {}}}\n{{\"text\": {}}}\n{{\"text\": \"Two.\"}}\n",
        deep("[", "]"),
        deep("{\"a\":", "}")
    );
    let reading = read_bytes("a.jsonl", lines.as_bytes());
    assert!(texts(&reading).contains(&"Two."));
    assert_eq!(reading.articles.len() + reading.skipped.len(), 3, "{:?}", details(&reading));
    for (name, whole) in [
        ("a.json", deep("[", "]")),
        ("a.json", deep("{\"articles\": [", "]}")),
        ("a.jsonl", "[{".repeat(100_000)),
    ] {
        let reading = read_bytes(name, whole.as_bytes());
        assert!(reading.articles.is_empty() && !reading.skipped.is_empty(), "{name}");
    }
    let wide = format!("{{\"articles\": [{{\"text\": \"One.\"}}{}]}}", ",{}".repeat(100_000));
    let reading = read_bytes("a.json", wide.as_bytes());
    assert_eq!((reading.articles.len(), reading.skipped.len()), (1, 100_000));
}

#[test]
fn json_in_any_wrapping_gives_its_records() {
    for (name, json) in [
        ("list", r#"[{"text": "One."}, {"text": "Two."}]"#),
        ("spaced", "\u{FEFF}\n [\n {\"text\": \"One.\"},\n {\"text\": \"Two.\"}\n ]\n"),
        ("object", r#"{"status": "ok", "articles": [{"text": "One."}, {"text": "Two."}]}"#),
        (
            "printed",
            "{\n \"meta\": {\"n\": 2},\n \"data\": [\n {\"text\": \"One.\"},\n {\"text\": \"Two.\"}\n ]\n}",
        ),
        ("nested", r#"{"response": {"docs": [{"text": "One."}, {"text": "Two."}]}}"#),
        ("one after the other", "{\n\"text\": \"One.\"\n}\n{\n\"text\": \"Two.\"\n}"),
        ("strings that look like it", r#"[{"text": "One.", "x": "[{\"text\": 1}]"}, {"text": "Two."}]"#),
    ] {
        let reading = read_bytes("a.json", json.as_bytes());
        assert_eq!(texts(&reading), ["One.", "Two."], "{name}: {:?}", details(&reading));
    }
}
