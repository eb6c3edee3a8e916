//! Compressed files and archives: read as what is in them, within limits, whatever they claim to be.

#![expect(clippy::unwrap_used, reason = "the lint knows tests by their attribute, and not what they share")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use parallax::article::SkipReason;
use parallax::corpus::{Filter, assemble};
use parallax::ingest::{Input, READERS, ReadOptions, Reading, find_inputs, find_inputs_up_to, read};
use parallax::limits::Limits;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read_with(name: &str, bytes: &[u8], limits: Limits) -> Reading {
    read(&Input::from_bytes(name, bytes), &ReadOptions { limits, ..ReadOptions::default() })
}

fn read_bytes(name: &str, bytes: &[u8]) -> Reading {
    read_with(name, bytes, Limits::DEFAULT)
}

fn texts(reading: &Reading) -> Vec<&str> {
    reading.articles.iter().map(|article| article.text.as_str()).collect()
}

fn files(reading: &Reading) -> Vec<&str> {
    reading.articles.iter().map(|article| &*article.source_file).collect()
}

fn skips(reading: &Reading) -> Vec<(&str, SkipReason, &str)> {
    reading.skipped.iter().map(|skip| (&*skip.file, skip.reason, skip.detail.as_str())).collect()
}

fn line(text: &str) -> String {
    format!("{{\"text\": \"{text}\", \"outlet\": \"The Lantern\"}}\n")
}

fn fixture_files() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ingest");
    let folders: Vec<String> = READERS
        .iter()
        .map(|reader| fixtures.join(reader.about().name).join("input").to_str().unwrap().to_owned())
        .collect();
    find_inputs(&folders).unwrap().inputs.iter().map(|input| PathBuf::from(&*input.name)).collect()
}

#[test]
fn every_fixture_reads_the_same_when_it_is_packed() {
    for path in fixture_files() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = fs::read(&path).unwrap();
        let plain = read_bytes(name, &bytes);
        let packed = [
            (format!("{name}.gz"), gz(&bytes), format!("{name}.gz")),
            (format!("{name}.zst"), zst(&bytes), format!("{name}.zst")),
            ("all.zip".to_owned(), zip(&[(name, &bytes)]), format!("all.zip/{name}")),
            (
                "all.zip".to_owned(),
                zip(&[(&format!("{name}.gz"), &gz(&bytes))]),
                format!("all.zip/{name}.gz"),
            ),
        ];
        for (packed_name, packed, shown) in packed {
            let reading = read_bytes(&packed_name, &packed);
            assert_eq!(texts(&reading), texts(&plain), "{}: {:?}", path.display(), skips(&reading));
            let titles = |reading: &Reading| -> Vec<String> {
                reading.articles.iter().map(|article| article.title.clone()).collect()
            };
            assert_eq!(titles(&reading), titles(&plain));
            let reasons = |reading: &Reading| -> Vec<(SkipReason, Option<u64>)> {
                reading.skipped.iter().map(|skip| (skip.reason, skip.record)).collect()
            };
            assert_eq!(reasons(&reading), reasons(&plain), "{shown}: {:?}", skips(&reading));
            assert!(files(&reading).iter().all(|file| file.starts_with(&shown)), "{:?}", files(&reading));
        }
    }
}

#[test]
fn the_name_inside_counts_and_members_one_behind_the_other_are_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2026-03-04-dam.txt.gz");
    fs::write(&path, [gz(b"Dam opens\n\nThe dam "), gz(b"opened.")].concat()).unwrap();
    let found = find_inputs(&[folder.path().to_str().unwrap().to_owned()]).unwrap();
    let reading = read(&found.inputs[0], &ReadOptions::default());
    let article = &reading.articles[0];
    assert_eq!((&*article.id, &*article.title), ("2026-03-04-dam", "Dam opens"));
    assert_eq!(article.text, "The dam opened.");
    assert_eq!(article.published.as_ref().unwrap().iso, "2026-03-04");
    let frames = [zst(line("one").as_bytes()), zst(line("two").as_bytes())].concat();
    assert_eq!(texts(&read_bytes("a.jsonl.zst", &frames)), ["one", "two"]);
    // The name may be wrong: the content counts.
    assert_eq!(texts(&read_bytes("a.csv", &gz(line("three").as_bytes()))), ["three"]);
    assert_eq!(texts(&read_bytes("a.jsonl.gz", line("four").as_bytes())), ["four"]);
}

#[test]
fn an_archive_is_a_folder() {
    let archive = zip(&[
        ("corpus/the-lantern/2026/b.txt", b"Title\n\nSecond."),
        ("corpus/the-lantern/a.txt", b"Title\n\nFirst."),
        ("corpus/harbour-post/c.csv", b"outlet,text\nHarbour Post,Third.\n,\n"),
        ("corpus/README.md", b"Not an article."),
        ("__MACOSX/corpus/._a.txt", b"rubbish"),
        ("corpus/.DS_Store", b"rubbish"),
        ("corpus/picture.png", b"\x89PNG\r\n\x1A\n\x00\x00"),
    ]);
    let reading = read_bytes("mine.zip", &archive);
    assert_eq!(texts(&reading), ["Third.", "Second.", "First."]);
    let outlets: Vec<&str> = reading.articles.iter().map(|article| article.outlet.as_str()).collect();
    assert_eq!(outlets, ["Harbour Post", "the-lantern", "the-lantern"]);
    assert_eq!(reading.articles[1].id, "mine/the-lantern/2026/b");
    assert_eq!(files(&reading)[1], "mine.zip/corpus/the-lantern/2026/b.txt");
    assert_eq!(
        skips(&reading),
        [
            ("mine.zip/corpus/harbour-post/c.csv", SkipReason::MissingText, "the text is blank"),
            ("mine.zip/corpus/picture.png", SkipReason::UnknownFormat, "binary data"),
        ]
    );
    assert_eq!(reading.notes, ["passed over 1 file (documentation, links): corpus/README.md"]);
}

#[test]
fn what_lies_loose_in_an_archive_names_no_outlet_unless_asked() {
    let archive = zip(&[("the-lantern/a.txt", b"Title\n\nFirst.")]);
    assert_eq!(read_bytes("mine.zip", &archive).articles[0].outlet, "");
    let options = ReadOptions { outlet_from_folder: true, ..ReadOptions::default() };
    assert_eq!(read(&Input::from_bytes("mine.zip", &archive), &options).articles[0].outlet, "the-lantern");
    let loose = zip(&[("a.txt", b"Title\n\nFirst.")]);
    assert_eq!(read(&Input::from_bytes("lantern.zip", &loose), &options).articles[0].outlet, "lantern");
}

#[test]
fn names_that_lead_out_are_harmless_and_told() {
    let line = line("one");
    let archive = zip(&[
        ("../../etc/a.jsonl", line.as_bytes()),
        ("/etc/b.jsonl", line.as_bytes()),
        ("etc/a.jsonl", line.as_bytes()),
        ("bell\u{7}\u{202E}.jsonl", line.as_bytes()),
    ]);
    let reading = read_bytes("evil.zip", &archive);
    assert_eq!(
        files(&reading),
        ["evil.zip/bell__.jsonl", "evil.zip/etc/a.jsonl", "evil.zip/etc/a.jsonl~", "evil.zip/etc/b.jsonl"]
    );
    assert_eq!(reading.skipped, []);
    assert!(
        reading.notes[0].starts_with("3 files with a name that leads out of the archive"),
        "{:?}",
        reading.notes
    );
    // Two files of one name, as broken programs write them: the writer refuses, so a name is changed behind its back.
    let mut twins = zip(&[("a.jsonl", line.as_bytes()), ("b.jsonl", line.as_bytes())]);
    for at in 0..twins.len() - 7 {
        if &twins[at..at + 7] == b"b.jsonl" {
            twins[at] = b'a';
        }
    }
    let reading = read_bytes("twins.zip", &twins);
    assert_eq!(files(&reading), ["twins.zip/a.jsonl"]);
    assert!(skips(&reading)[0].2.contains("several files of one name"), "{:?}", skips(&reading));
}

#[test]
fn a_file_that_cannot_be_unpacked_is_a_skip_and_the_others_are_read() {
    let line = line("one");
    let good = zip(&[("a.jsonl", line.as_bytes()), ("b.jsonl", line.as_bytes())]);
    // Behind the signatures of the first file's two headers stand its flags and its method.
    let patched = |flags: Option<u8>, method: Option<u8>| {
        let mut bytes = good.clone();
        let central = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        for at in [6, central + 8] {
            bytes[at] |= flags.unwrap_or(0);
            bytes[at + 2] = method.unwrap_or(bytes[at + 2]);
        }
        bytes
    };
    for (bytes, told) in [
        (patched(Some(1), None), "the file is encrypted"),
        (patched(None, Some(12)), "compressed in a way that is not read"),
    ] {
        let reading = read_bytes("x.zip", &bytes);
        assert_eq!(files(&reading), ["x.zip/b.jsonl"]);
        let [(file, reason, detail)] = skips(&reading)[..] else { panic!("{:?}", skips(&reading)) };
        assert_eq!((file, reason), ("x.zip/a.jsonl", SkipReason::UnreadableFile));
        assert!(detail.starts_with(told), "{detail}");
    }
}

#[test]
fn an_archive_with_nothing_to_read_is_one_skip() {
    for (name, bytes) in [
        ("empty.zip", zip(&[])),
        ("hidden.zip", zip(&[(".x.txt", b"x"), ("__MACOSX/y.txt", b"y")])),
        ("docs.zip", zip(&[("README.md", b"x")])),
    ] {
        let reading = read_bytes(name, &bytes);
        assert_eq!(skips(&reading), [(name, SkipReason::EmptyFile, "the archive holds no file to read")]);
    }
    assert_eq!(skips(&read_bytes("x.csv.gz", &gz(b"")))[0].1, SkipReason::EmptyFile);
    assert_eq!(skips(&read_bytes("x.csv.zst", &zst(b" \n")))[0].1, SkipReason::EmptyFile);
    let cut = zip(&[("a.txt", b"Title\n\nText.")]);
    let reading = read_bytes("cut.zip", &cut[..cut.len() - 10]);
    assert_eq!(skips(&reading)[0].1, SkipReason::UnreadableFile);
    assert!(skips(&reading)[0].2.contains("cut off"), "{:?}", skips(&reading));
}

/// Lines with little in common, so that they fill more than one block of what packs them.
fn lines(n: usize) -> String {
    let mut state = 1_u64;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        format!("{:x}", state >> 20)
    };
    (0..n).map(|_| line(&(0..20).map(|_| word()).collect::<Vec<_>>().join(" "))).collect()
}

#[test]
fn what_stands_before_the_damage_is_used() {
    let text = lines(2_000);
    let list = format!("[{}]", text.trim_end().replace('\n', ","));
    let rows = format!(
        "outlet,text\n{}",
        text.replace("{\"text\": \"", "o,").replace("\", \"outlet\": \"The Lantern\"}", "")
    );
    for (name, bytes) in [("a.jsonl", &text), ("a.json", &list), ("a.csv", &rows)] {
        for (suffix, packed) in [(".gz", gz(bytes.as_bytes())), (".zst", zst(bytes.as_bytes()))] {
            let name = format!("{name}{suffix}");
            let cut = read_bytes(&name, &packed[..packed.len() * 3 / 4]);
            assert!(!cut.articles.is_empty() && cut.articles.len() < 2_000, "{name}: {}", cut.articles.len());
            let [skip] = &cut.skipped[..] else { panic!("{name}: {:?}", cut.skipped) };
            assert_eq!(skip.record, Some(cut.articles.len() as u64 + 1), "{name}");
            assert_eq!(skip.reason, SkipReason::UnreadableFile);
            assert!(skip.detail.ends_with("the records before this point are used"), "{}", skip.detail);
        }
    }
    let mut archive = zip(&[("a.jsonl", text.as_bytes()), ("b.jsonl", line("last").as_bytes())]);
    let middle = archive.len() / 2;
    archive[middle] ^= 0xFF;
    let reading = read_bytes("a.zip", &archive);
    assert!(!reading.articles.is_empty());
    assert_eq!(texts(&reading).last(), Some(&"last"));
    assert!(
        reading.skipped.iter().any(|skip| skip.detail.contains("damaged in the archive")),
        "{:?}",
        skips(&reading)
    );
}

#[test]
fn a_bomb_goes_off_at_the_limit() {
    let limits = Limits { max_unpacked_bytes: Some(1 << 20), ..Limits::DEFAULT };
    let good = lines(10);
    // 3 MiB of blank lines behind ten records: with a larger limit, nothing would be wrong with it.
    let bomb = [good.as_bytes(), &vec![b'\n'; 3 << 20][..]].concat();
    for (name, bytes) in [
        ("a.jsonl.gz", gz(&bomb)),
        ("a.jsonl.zst", zst(&bomb)),
        ("a.zip", zip(&[("a.jsonl", &bomb)])),
        ("a.zip", zip(&[("b.zip", &zip(&[("a.jsonl", &bomb)]))])),
        ("a.zip.gz", gz(&zip(&[("a.jsonl.zst", &zst(&bomb))]))),
    ] {
        let reading = read_with(name, &bytes, limits);
        assert_eq!(reading.articles.len(), 10, "{name}: {:?}", skips(&reading));
        let [(_, reason, detail)] = skips(&reading)[..] else { panic!("{name}: {:?}", skips(&reading)) };
        assert_eq!(reason, SkipReason::TooLarge, "{name}");
        assert!(detail.contains("more than 1 MiB") && detail.contains("--max-unpacked"), "{detail}");
    }
    // Many files, none of them over the limit: they share it.
    let part = vec![b' '; 400 << 10];
    let members: Vec<(String, &[u8])> = (0..50).map(|n| (format!("{n:02}.txt"), &part[..])).collect();
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let reading = read_with("many.zip", &zip(&members), limits);
    let last = reading.skipped.last().unwrap();
    assert!(last.detail.starts_with("47 files not read (03.txt, 04.txt"), "{:?}", skips(&reading));
    // What must be held as a whole is not.
    let page = read_with("a.txt.gz", &gz(&vec![b'x'; 3 << 20]), limits);
    assert_eq!((page.articles.len(), page.skipped[0].reason), (0, SkipReason::TooLarge));
}

#[test]
fn containers_in_each_other_end_at_the_limit() {
    let mut nested = zip(&[("a.csv.gz", &gz(b"outlet,text\no,Deep.\n"))]);
    assert_eq!(texts(&read_bytes("x.zip", &nested)), ["Deep."]);
    nested = zip(&[("x.zip", &nested)]);
    let reading = read_bytes("y.zip", &nested);
    assert_eq!((texts(&reading), files(&reading)), (vec!["Deep."], vec!["y.zip/x.zip/a.csv.gz"]));
    nested = zip(&[("y.zip", &nested)]);
    let reading = read_bytes("z.zip", &nested);
    assert_eq!(
        (skips(&reading)[0].0, skips(&reading)[0].1),
        ("z.zip/y.zip/x.zip/a.csv.gz", SkipReason::TooLarge)
    );
    assert!(skips(&reading)[0].2.contains("more than 3 deep; raise the limit with --max-nesting"));
    let limits = Limits { max_nesting: 4, ..Limits::DEFAULT };
    assert_eq!(texts(&read_with("z.zip", &nested, limits)), ["Deep."]);
}

#[test]
fn more_files_than_the_limit_are_told() {
    let text = b"Title\n\nText.";
    let archive = zip(&[("a.txt", text), ("b.txt", text), ("c.txt", text)]);
    let reading = read_with("a.zip", &archive, Limits { max_files: 2, ..Limits::DEFAULT });
    assert_eq!(reading.articles.len(), 2);
    assert_eq!(
        skips(&reading)[0].2,
        "1 file behind the first 2 are not read; raise the limit with --max-files"
    );
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.txt", "b.txt", "c.txt"] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let arguments = [folder.path().to_str().unwrap().to_owned()];
    let error = find_inputs_up_to(2, &arguments).unwrap_err();
    assert!(error.exit_code() == 2 && error.to_string().contains("raise --max-files"), "{error}");
    assert_eq!(find_inputs_up_to(3, &arguments).unwrap().inputs.len(), 3);
}

#[test]
fn what_only_looks_like_something_else_is_one_skip() {
    for (name, bytes, told) in [
        ("a.jsonl.gz", &b"\x1F\x8B\x08 and so on"[..], "gzip data"),
        ("a.zip", b"PK\x03\x04 and so on", "no valid ZIP archive"),
        ("a.csv", b"\x28\xB5\x2F\xFD and so on", "Zstandard data"),
        ("a.xlsx", b"Words of no kind.\n", "no reader knows this format"),
        ("a.parquet", b"ARROW1\0\0 and so on", "no valid Arrow"),
        ("a.arrow", b"PAR1 and so on", "no valid Parquet"),
        ("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "save it as .xlsx"),
        ("a.7z", b"7z\xBC\xAF\x27\x1C\0\x04", "pack it as .zip"),
    ] {
        let reading = read_bytes(name, bytes);
        assert_eq!((reading.articles.len(), reading.skipped.len()), (0, 1), "{name}: {:?}", skips(&reading));
        assert!(skips(&reading)[0].2.contains(told), "{name}: {:?}", skips(&reading));
    }
    let document = zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]);
    assert!(skips(&read_bytes("a.docx", &document))[0].2.starts_with("a Word, PowerPoint"));
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_not_opened() {
    let sheet = vec![b' '; 8 << 20];
    let book = zip(&[
        ("[Content_Types].xml", b"<x/>"),
        ("xl/workbook.xml", b"<x/>"),
        ("xl/sharedStrings.xml", &sheet),
    ]);
    let reading = read_with("a.xlsx", &book, Limits { max_unpacked_bytes: Some(1 << 20), ..Limits::DEFAULT });
    assert_eq!(skips(&reading)[0].1, SkipReason::TooLarge);
}

#[test]
fn of_two_files_with_the_same_ids_one_is_read() {
    let rows = b"id,outlet,text\n1,o,First.\n2,o,Second.\n";
    let archive = read_bytes("a.zip", &zip(&[("a.csv", rows), ("b.csv", rows)]));
    let corpus = assemble(archive.articles, archive.skipped, archive.notes, &Filter::default());
    assert_eq!(corpus.articles.len(), 2);
    assert!(corpus.articles.iter().all(|article| &*article.source_file == "a.zip/a.csv"));
    let repeated: Vec<_> =
        corpus.skipped.iter().map(|skip| (&*skip.file, skip.record, skip.reason)).collect();
    assert_eq!(
        repeated,
        [
            ("a.zip/b.csv", Some(1), SkipReason::DuplicateId),
            ("a.zip/b.csv", Some(2), SkipReason::DuplicateId)
        ]
    );
}

#[test]
fn one_long_cell_said_again_in_each_row_ends_at_the_limit() {
    let sheet = |rows: usize| {
        let cell = |at: String, n: usize| format!("<c r=\"{at}\" t=\"s\"><v>{n}</v></c>");
        let row = |n: usize| {
            format!("<row r=\"{n}\">{}{}</row>", cell(format!("A{n}"), 2), cell(format!("B{n}"), 3))
        };
        let header = format!("<row r=\"1\">{}{}</row>", cell("A1".to_owned(), 0), cell("B1".to_owned(), 1));
        let rows: String = (2..rows + 2).map(row).collect();
        format!("<worksheet><sheetData>{header}{rows}</sheetData></worksheet>")
    };
    let strings = format!(
        "<sst><si><t>outlet</t></si><si><t>text</t></si><si><t>o</t></si><si><t>{}</t></si></sst>",
        "word ".repeat(20_000)
    );
    let book = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b"<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ("xl/workbook.xml", b"<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet(1_000).as_bytes()),
    ]);
    let reading = read_with("a.xlsx", &book, Limits { max_unpacked_bytes: Some(1 << 20), ..Limits::DEFAULT });
    assert_eq!(reading.articles.len(), 11, "{:?}", skips(&reading));
    let [skip] = &reading.skipped[..] else { panic!("{:?}", skips(&reading)) };
    assert_eq!((skip.record, skip.reason), (Some(13), SkipReason::TooLarge));
}
