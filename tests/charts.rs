//! The charts: golden pictures of small tables, and what must hold for any table. `BLESS=1` rewrites the pictures;
//! `PICTURES=DIR` also writes PNGs of corpora of several sizes there, to be looked at.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests, which clippy allows in test functions only"
)]

#[path = "fixtures/charts/corpus.rs"]
mod corpus;

use corpus::{SCHEMAS, SENTIMENT, corpus, hostile_names, long_names, ordinary};
use parallax::charts::{CHARTS, Chart, Drawing, raster};
use parallax::tables::{Cell, Table, TableSet, csv};
use resvg::usvg::{Node, Options, Rect, Tree};
use std::path::{Path, PathBuf};

fn svg(chart: &dyn Chart, tables: &TableSet) -> String {
    match chart.draw(tables).unwrap() {
        Drawing::Svg(svg) => svg,
        Drawing::Nothing(reason) => panic!("{}: {reason}", chart.about().name),
    }
}

/// The texts of a picture with the rectangles that their letters take.
fn letters(svg: &str) -> (Rect, Vec<(String, Rect)>) {
    fn collect(group: &resvg::usvg::Group, found: &mut Vec<(String, Rect)>) {
        for node in group.children() {
            match node {
                Node::Group(group) => collect(group, found),
                Node::Text(text) => {
                    let words = text.chunks().iter().map(|chunk| chunk.text()).collect();
                    found.push((words, text.flattened().abs_bounding_box()));
                }
                _ => {}
            }
        }
    }
    let mut options = Options { font_family: "DejaVu Sans".to_owned(), ..Options::default() };
    for font in [dejavu::sans::regular(), dejavu::sans::bold()] {
        options.fontdb_mut().load_font_data(font.to_vec());
    }
    let tree = Tree::from_str(svg, &options).unwrap();
    let mut found = Vec::new();
    collect(tree.root(), &mut found);
    (tree.size().to_rect(0.0, 0.0).unwrap(), found)
}

fn assert_legible(name: &str, svg: &str) {
    let (page, texts) = letters(svg);
    assert!(texts.len() > 10, "{name}: the texts were not found");
    for (index, (text, area)) in texts.iter().enumerate() {
        let is_inside = area.left() >= 4.0
            && area.right() <= page.right() - 4.0
            && area.top() >= 4.0
            && area.bottom() <= page.bottom() - 4.0;
        assert!(is_inside, "{name}: {text:?} at {area:?} leaves the picture");
        for (other, place) in &texts[..index] {
            let is_apart = area.left() >= place.right()
                || place.left() >= area.right()
                || area.top() >= place.bottom()
                || place.top() >= area.bottom();
            assert!(is_apart, "{name}: {text:?} at {area:?} covers {other:?} at {place:?}");
        }
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/charts")
}

#[test]
fn each_chart_of_its_fixture_is_the_stored_picture() {
    for chart in CHARTS {
        let name = chart.about().name;
        let folder = fixtures().join(name);
        let mut tables = TableSet::default();
        for schema in SCHEMAS {
            let path = folder.join(format!("{}.csv", schema.name));
            if path.exists() {
                tables.insert(csv::read(schema, &path).unwrap());
            }
        }
        let (drawn, path) = (svg(*chart, &tables), folder.join(format!("{name}.svg")));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &drawn).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap() == drawn,
            "{name}: another picture; BLESS=1 rewrites, then look at it"
        );
        assert_legible(name, &drawn);
    }
}

#[test]
fn one_outlet_or_no_table_gives_nothing_and_a_reason() {
    for chart in CHARTS {
        for tables in [TableSet::default(), ordinary(0), ordinary(1)] {
            assert!(
                matches!(chart.draw(&tables).unwrap(), Drawing::Nothing(reason) if reason.len() > 10),
                "{}",
                chart.about().name
            );
        }
    }
}

#[test]
fn no_label_covers_another_or_leaves_the_picture() {
    for chart in CHARTS {
        for n in [2, 3, 4, 5, 12, 17, 30] {
            assert_legible(chart.about().name, &svg(*chart, &ordinary(n)));
            assert_legible(chart.about().name, &svg(*chart, &corpus(&long_names(n))));
        }
    }
}

#[test]
fn two_draws_give_the_same_bytes() {
    for chart in CHARTS {
        assert_eq!(svg(*chart, &ordinary(12)), svg(*chart, &ordinary(12)));
    }
}

#[test]
fn more_than_thirty_outlets_are_cut_to_those_with_most_articles() {
    for chart in CHARTS {
        let drawn =
            svg(*chart, &corpus(&(0..186).map(|index| format!("outlet {index}")).collect::<Vec<_>>()));
        assert!(drawn.contains("30 of 186 outlets, those with most articles"), "{}", chart.about().name);
        assert_legible(chart.about().name, &drawn);
    }
}

#[test]
fn hostile_names_act_on_nothing() {
    let tables = corpus(&hostile_names());
    for chart in CHARTS {
        let drawn = svg(*chart, &tables);
        assert!(
            !drawn.contains("<script")
                && !drawn.contains(|letter: char| letter != '\n' && letter.is_control())
        );
        assert!(!drawn.contains('\u{202E}') && drawn.contains("&lt;script&gt;"));
        assert_legible(chart.about().name, &drawn);
        assert!(raster::png(&drawn).unwrap().starts_with(b"\x89PNG"));
    }
}

#[test]
fn what_is_missing_is_not_drawn_as_zero() {
    let mut sentiment = Table::new(&SENTIMENT);
    let full = ordinary(4);
    for row in full.get("sentiment").unwrap().rows() {
        let is_quoted = row[4].as_text() == "quoted";
        sentiment.push(
            row.iter()
                .enumerate()
                .map(|(column, cell)| if is_quoted && column > 6 { Cell::Empty } else { cell.clone() }),
        );
    }
    let mut tables = TableSet::default();
    tables.insert(sentiment);
    let legend_alone = svg(CHARTS[0], &tables).matches("#D55E00").count();
    assert_eq!(legend_alone, 2, "the inside and the outline of the legend's triangle");
}

#[test]
fn every_picture_says_what_it_is() {
    for chart in CHARTS {
        let drawn = svg(*chart, &ordinary(4));
        assert!(
            drawn.contains("role=\"img\"")
                && drawn.contains("<title>")
                && drawn.contains("<desc>")
                && drawn.contains("viewBox")
        );
        assert!(drawn.contains("font-family=\"DejaVu Sans, Verdana, sans-serif\""));
    }
}

#[test]
fn pictures_to_look_at() {
    let Some(folder) = std::env::var_os("PICTURES") else { return };
    for chart in CHARTS {
        let name = chart.about().name;
        for (tables, file) in
            [2, 4, 12, 30].map(|n| (ordinary(n), format!("{name}_{n}.png"))).into_iter().chain([
                (corpus(&long_names(30)), format!("{name}_long.png")),
                (corpus(&hostile_names()), format!("{name}_hostile.png")),
            ])
        {
            std::fs::write(Path::new(&folder).join(file), raster::png(&svg(*chart, &tables)).unwrap())
                .unwrap();
        }
    }
}
