//! Which room may use which, as data; the sources are read to see that it is so.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use support::root;

/// A room: its name, the rooms that it may use, and the outside crates that it owns.
struct Room {
    name: &'static str,
    uses: &'static [&'static str],
    crates: &'static [&'static str],
}

const ROOMS: &[Room] = &[
    Room { name: "key", uses: &[], crates: &[] },
    Room { name: "error", uses: &[], crates: &["thiserror"] },
    Room { name: "article", uses: &[], crates: &[] },
    Room { name: "agency", uses: &[], crates: &[] },
    Room { name: "limits", uses: &[], crates: &[] },
    Room {
        name: "ingest",
        uses: &["agency", "article", "error", "key", "limits"],
        crates: &[
            "calamine",
            "chardetng",
            "csv",
            "csv_core",
            "dom_query",
            "dom_smoothie",
            "encoding_rs",
            "feed_rs",
            "flate2",
            "html_escape",
            "jiff",
            "polars",
            "polars_arrow",
            "polars_arrow_format",
            "serde",
            "serde_json",
            "walkdir",
            "zip",
            "zstd",
        ],
    },
    Room { name: "calendar", uses: &["article"], crates: &[] },
    Room { name: "corpus", uses: &["article", "calendar"], crates: &["blake3"] },
    Room { name: "language", uses: &[], crates: &["whatlang"] },
    Room { name: "outlets", uses: &["article", "error"], crates: &["csv"] },
    Room {
        name: "text",
        uses: &["key"],
        crates: &["csv", "hashbrown", "quick_xml", "rustc_hash", "saphyr_parser", "serde", "serde_json"],
    },
    Room { name: "kwic", uses: &["article", "key", "text"], crates: &["regex", "unicode_width"] },
    Room { name: "copies", uses: &["key", "text"], crates: &[] },
    Room { name: "events", uses: &["text"], crates: &["jiff", "rustc_hash"] },
    Room { name: "harvest", uses: &["key", "text"], crates: &[] },
    Room { name: "entities", uses: &["article", "harvest", "key", "text"], crates: &[] },
    Room { name: "speakers", uses: &["article", "entities", "harvest"], crates: &[] },
    Room { name: "dfm", uses: &["error", "harvest", "key", "text"], crates: &[] },
    Room { name: "measures", uses: &["dfm", "error", "harvest", "key", "text"], crates: &[] },
    Room { name: "stats", uses: &[], crates: &["rand_chacha", "statrs"] },
    Room {
        name: "study",
        uses: &["article", "copies", "dfm", "entities", "events", "harvest", "key", "speakers", "stats"],
        crates: &[],
    },
    Room { name: "tables", uses: &["error", "key"], crates: &["csv", "polars", "serde_json"] },
    Room {
        name: "compare",
        uses: &[
            "article", "copies", "dfm", "entities", "error", "harvest", "key", "speakers", "stats", "study",
            "tables",
        ],
        crates: &["linfa_linalg", "ndarray"],
    },
    Room { name: "charts", uses: &["error", "key", "tables"], crates: &["dejavu", "plotters", "resvg"] },
    Room { name: "report", uses: &["charts", "error", "key", "tables"], crates: &["askama"] },
    Room {
        name: "coding",
        uses: &["article", "error", "key", "manifest", "stats", "tables", "text"],
        crates: &["csv", "regex", "serde", "serde_json"],
    },
    Room { name: "diff", uses: &["error", "manifest"], crates: &["csv", "serde_json"] },
    Room { name: "manifest", uses: &["error", "key"], crates: &["blake3", "jiff", "serde", "serde_json"] },
    Room {
        name: "engine",
        uses: &[
            "agency", "article", "compare", "copies", "corpus", "dfm", "entities", "error", "events",
            "harvest", "ingest", "measures", "study", "tables", "text",
        ],
        crates: &["rayon"],
    },
    Room { name: "cli", uses: &[], crates: &["clap", "clap_complete", "serde"] },
    Room {
        name: "config",
        uses: &["cli", "copies", "error", "language", "limits"],
        crates: &["jiff", "toml"],
    },
];

/// Commands and the two roots may use everything.
const ROOTS: &[&str] = &["commands", "lib", "main"];

/// A source file: the room it is in, its path, its lines outside the tests at its foot.
struct Source {
    room: String,
    path: PathBuf,
    code: String,
    n_lines: usize,
}

fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    files.sort();
    files.into_iter().map(|path| read(&path)).collect()
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
}

fn read(path: &Path) -> Source {
    let content = std::fs::read_to_string(path).unwrap();
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
    let code = content.split("#[cfg(test)]").next().unwrap_or("");
    let code =
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    Source {
        room: first.trim_end_matches(".rs").to_owned(),
        path: inside.to_owned(),
        code,
        n_lines: content.lines().count(),
    }
}

/// The identifiers that follow `prefix` in a text.
fn names_after<'a>(code: &'a str, prefix: &str) -> Vec<&'a str> {
    let of = |(at, _): (usize, &str)| {
        let rest = &code[at + prefix.len()..];
        let end = rest.find(|it: char| !(it.is_alphanumeric() || it == '_')).unwrap_or(rest.len());
        &rest[..end]
    };
    code.match_indices(prefix).map(of).collect()
}

#[test]
fn every_file_is_in_a_room_of_the_table() {
    let rooms: BTreeMap<&str, &Room> = ROOMS.iter().map(|room| (room.name, room)).collect();
    for source in sources() {
        let known = rooms.contains_key(source.room.as_str()) || ROOTS.contains(&source.room.as_str());
        assert!(known, "{} is in no room of the table", source.path.display());
    }
}

#[test]
fn rooms_use_only_the_rooms_they_may() {
    for room in ROOMS {
        for source in sources().iter().filter(|source| source.room == room.name) {
            for used in names_after(&source.code, "crate::") {
                let is_allowed = used == room.name || room.uses.contains(&used);
                assert!(is_allowed, "{} uses {used}, which {} may not", source.path.display(), room.name);
            }
        }
    }
}

#[test]
fn outside_crates_stay_in_the_rooms_that_own_them() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let names: Vec<String> = dependencies
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(name, _)| name.trim().replace('-', "_"))
        .collect();
    assert!(names.len() > 20, "the dependencies were not found");
    for room in ROOMS {
        for source in sources().iter().filter(|source| source.room == room.name) {
            for name in &names {
                let used = source.code.contains(&format!("use {name}::")) || has_path(&source.code, name);
                let is_allowed = room.crates.contains(&name.as_str());
                assert!(
                    !used || is_allowed,
                    "{} uses {name}, which {} does not own",
                    source.path.display(),
                    room.name
                );
            }
        }
    }
}

/// Whether `name::` stands in the code as the start of a path.
fn has_path(code: &str, name: &str) -> bool {
    let pattern = format!("{name}::");
    code.match_indices(&pattern).any(|(at, _)| {
        !code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':')
    })
}

#[test]
fn threads_live_in_the_engine_alone() {
    for source in sources().iter().filter(|source| source.room != "engine") {
        for forbidden in ["rayon", "std::thread", "par_iter"] {
            assert!(!source.code.contains(forbidden), "{} speaks of {forbidden}", source.path.display());
        }
    }
}

#[test]
fn statistics_know_nothing_of_news() {
    for source in sources().iter().filter(|source| source.room == "stats") {
        let content = std::fs::read_to_string(root().join("src").join(&source.path)).unwrap().to_lowercase();
        for word in ["outlet", "event", "article"] {
            let told = content
                .split(|it: char| !it.is_alphanumeric())
                .any(|it| it == word || it == format!("{word}s"));
            assert!(!told, "{} speaks of {word}", source.path.display());
        }
    }
}

#[test]
fn no_file_is_longer_than_400_lines() {
    for source in sources() {
        assert!(source.n_lines <= 400, "{} has {} lines", source.path.display(), source.n_lines);
    }
}

/// A list, its file, and the files of the room that are no entries but parts of some.
const LISTS: &[(&str, &str, &[&str])] = &[
    (
        "src/ingest/mod.rs",
        "READERS",
        &[
            "age",
            "agree",
            "archive",
            "blocks",
            "body",
            "charset",
            "clean",
            "columns",
            "date",
            "date_shape",
            "dateline",
            "decode",
            "document",
            "entities",
            "factiva_codes",
            "factiva_page",
            "fields",
            "guard",
            "http",
            "input",
            "json_file",
            "json_ld",
            "json_value",
            "labels",
            "lines",
            "markup",
            "metadata",
            "nexis_classic",
            "nexis_uni",
            "page",
            "phrases",
            "reader",
            "record",
            "rich_text",
            "rich_text_codes",
            "rows",
            "tame",
            "tree",
            "trim",
            "unpack",
            "walk",
            "words",
        ],
    ),
    ("src/measures/mod.rs", "MEASURES", &["lexical", "style_marks", "style_verbs", "style_words", "targets"]),
    (
        "src/compare/mod.rs",
        "COMPARISONS",
        &[
            "attention_rows",
            "carrier_entities",
            "carriers",
            "cells",
            "difference_columns",
            "event_rows",
            "event_sums",
            "find_term",
            "label_test",
            "naming_rows",
            "naming_uses",
            "omission_search",
            "pca",
            "periods",
            "pooled_rows",
            "profile",
            "q_values",
            "scores",
            "shares",
            "sides",
            "skipped",
            "source_rows",
        ],
    ),
    (
        "src/charts/mod.rs",
        "CHARTS",
        &["axis", "canvas", "label", "page", "placing", "raster", "rows", "theme"],
    ),
    ("src/tables/sink.rs", "SINKS", &["package", "round", "sink"]),
];

/// The files of a list's entries: `press::nexis::NexisReader` is in `nexis`.
fn entry_files(declared: &str) -> Vec<&str> {
    let entries = declared.split_once('=').unwrap().1.split("];").next().unwrap();
    let file = |entry| str::rsplit(entry, "::").nth(1).map(str::trim);
    entries.split('&').filter_map(file).collect()
}

#[test]
fn every_file_of_a_listed_room_is_in_its_list() {
    for (file, list, parts) in LISTS {
        let path = root().join(file);
        let content = std::fs::read_to_string(&path).unwrap();
        let declared = content.split(&format!("pub const {list}")).nth(1).unwrap();
        let names = entry_files(declared);
        let mut files = Vec::new();
        collect(path.parent().unwrap(), &mut files);
        for file in files {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            let is_known = name == "mod" || parts.contains(&name.as_str()) || names.contains(&name.as_str());
            assert!(is_known, "{name} is neither in {list} nor one of its parts");
        }
    }
}

/// What a reader and a chart must make of known input; measures and comparisons are held by the committed sample.
#[test]
fn every_reader_and_chart_has_a_fixture() {
    for (file, list, _) in LISTS.iter().filter(|(_, list, _)| ["READERS", "CHARTS"].contains(list)) {
        let content = std::fs::read_to_string(root().join(file)).unwrap();
        let declared = content.split(&format!("pub const {list}")).nth(1).unwrap();
        let room = Path::new(file).parent().unwrap().file_name().unwrap();
        let names = entry_files(declared);
        assert!(names.len() > 3, "the entries of {list} were not found");
        for name in names {
            let folder = root().join("tests/fixtures").join(room).join(name);
            let n_files = std::fs::read_dir(&folder).map(Iterator::count).unwrap_or(0);
            assert!(n_files > 0, "{name} has no fixture in {}", folder.display());
        }
    }
}
