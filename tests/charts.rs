//! The charts: golden pictures of small tables, and what must hold for any table. `BLESS=1` rewrites the pictures;
//! `PICTURES=DIR` also writes PNGs of corpora of several sizes there, to be looked at.

use parallax::charts::{CHARTS, Chart, Drawing, raster};
use parallax::tables::{Cell, Column, Kind, Schema, Table, TableSet, csv};
use resvg::usvg::{Node, Options, Rect, Tree};
use std::path::{Path, PathBuf};

const fn number(name: &'static str) -> Column {
    Column::new(name, Kind::Number, "", "", "")
}

const fn whole(name: &'static str) -> Column {
    Column::new(name, Kind::Integer, "", "", "")
}

const fn text(name: &'static str) -> Column {
    Column::text(name, "")
}

const fn schema(name: &'static str, columns: &'static [Column]) -> Schema {
    Schema { name, row: "", key: &["outlet"], columns, foreign_keys: &[] }
}

const DIFFERENCE_COLUMNS: &[Column] = &[
    text("event_id"),
    text("outlet"),
    text("measure"),
    text("feature"),
    text("voice"),
    text("zone"),
    whole("n_articles"),
    number("estimate"),
    number("ci_low"),
    number("ci_high"),
    number("difference"),
    number("difference_ci_low"),
    number("difference_ci_high"),
    number("q_value"),
    whole("n_events"),
];
static SENTIMENT: Schema = schema("sentiment", DIFFERENCE_COLUMNS);
static FRAMES: Schema = schema("frames", DIFFERENCE_COLUMNS);
static TERMS: Schema = schema(
    "terms",
    &[
        text("event_id"),
        text("outlet"),
        text("term"),
        text("voice"),
        text("zone"),
        whole("count"),
        whole("n_articles"),
        number("log_odds"),
        number("ci_low"),
        number("ci_high"),
        number("z"),
        number("q_value"),
    ],
);
static MAP: Schema = schema(
    "map",
    &[
        text("outlet"),
        text("basis"),
        number("dim1"),
        number("dim2"),
        number("ellipse_a"),
        number("ellipse_b"),
        number("ellipse_angle"),
        number("variance_explained_1"),
        number("variance_explained_2"),
        whole("n_events"),
    ],
);
static OUTLETS: Schema = schema("outlets", &[text("outlet"), whole("n_articles"), whole("n_events")]);
static SCHEMAS: [&Schema; 5] = [&SENTIMENT, &FRAMES, &TERMS, &MAP, &OUTLETS];

const FRAME_NAMES: [&str; 15] = [
    "economic",
    "capacity_and_resources",
    "morality",
    "fairness_and_equality",
    "legality_and_constitutionality",
    "policy_prescription_and_evaluation",
    "crime_and_punishment",
    "security_and_defense",
    "health_and_safety",
    "quality_of_life",
    "cultural_identity",
    "public_opinion",
    "political",
    "external_regulation_and_reputation",
    "other",
];

/// Ordinary names, of which a corpus takes the first.
const NAMES: [&str; 31] = [
    "The Guardian", "Reuters", "Fox News", "Associated Press", "BBC News", "The New York Times", "Al Jazeera English",
    "CNN", "Breitbart", "The Washington Post", "Daily Mail", "NPR", "The Wall Street Journal", "Deutsche Welle",
    "The Times of India", "Sky News", "The Sydney Morning Herald", "Politico", "Le Monde diplomatique", "HuffPost",
    "The Independent", "USA Today", "South China Morning Post", "Bloomberg", "The Economist", "Vox",
    "The Daily Telegraph", "El País in English", "The Irish Times", "Newsmax", "The Globe and Mail",
];

const WORDS: [&str; 12] = [
    "border", "tax cut", "migrants", "prime minister", "radical left", "climate crisis", "officials said", "inflation",
    "ceasefire", "working families", "sources familiar", "supreme court",
];

/// Numbers that look random and are the same everywhere.
struct Dice(u64);

impl Dice {
    /// Between -1 and 1, small values more often.
    fn roll(&mut self) -> f64 {
        let mut even = || {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from(u32::try_from(self.0 >> 33).unwrap()) / f64::from(1_u32 << 31)
        };
        (even() + even() + even()) / 1.5 - 1.0
    }
}

fn int(value: f64) -> Cell {
    Cell::Integer(format!("{value:.0}").parse().unwrap())
}

fn difference_row([outlet, measure, feature, voice]: [&str; 4], (mean, spread): (f64, f64), n: f64, dice: &mut Dice) -> Vec<Cell> {
    let (difference, half) = (dice.roll() * spread, spread * 2.2 / n.sqrt());
    let estimate = (mean + difference).max(0.2 * spread - mean.min(0.0));
    let estimate = if measure == "sentiment" { mean + difference } else { estimate };
    let q_value = (1.3 - 0.65 * difference.abs() / half).clamp(0.001, 1.0);
    let mut row: Vec<Cell> = ["ALL", outlet, measure, feature, voice, "all"].map(Cell::text).to_vec();
    row.push(int(n));
    row.extend([estimate, estimate - half, estimate + half].map(Cell::number));
    row.extend([difference, difference - 1.1 * half, difference + half].map(Cell::number));
    row.extend([Cell::number(q_value), int((n / 2.5).ceil())]);
    row
}

/// The tables of a corpus of these outlets.
fn corpus(outlets: &[String]) -> TableSet {
    let mut dice = Dice(20_260_101);
    let [mut sentiment, mut frames, mut terms, mut map, mut table] = SCHEMAS.map(Table::new);
    for outlet in outlets {
        let n = (60.0 + 55.0 * dice.roll()).ceil();
        table.push([Cell::text(outlet), int(n), int(n / 2.0)]);
        for (voice, mean) in [("all", -0.05), ("own", -0.02), ("quoted", -0.13)] {
            sentiment.push(difference_row([outlet, "sentiment", "compound", voice], (mean, 0.16), n, &mut dice));
        }
        for (feature, rate) in FRAME_NAMES.iter().zip([9.0, 3.1, 0.8, 1.2, 5.5, 2.6, 4.4, 6.8, 3.9, 0.6, 1.6, 2.2, 14.0, 1.9, 0.1]) {
            frames.push(difference_row([outlet, "frames", feature, "all"], (rate, 0.1 + rate * 0.35), n, &mut dice));
        }
        for (index, word) in WORDS.iter().enumerate() {
            let (z, error) = (9.0 / (1.0 + f64::from(u32::try_from(index).unwrap())).sqrt() + dice.roll(), 0.35 + 0.1 * dice.roll());
            let odds = [z * error, (z - 1.96) * error, (z + 1.96) * error, z].map(Cell::number);
            let start = [Cell::text("ALL"), Cell::text(outlet), Cell::text(word), Cell::text("all"), Cell::text("all"), int(z * 7.0), int(z * 2.0)];
            terms.push(start.into_iter().chain(odds).chain([Cell::number(0.2 / z / z)]));
        }
        let place = [4.0 * dice.roll(), 2.2 * dice.roll(), 5.0 / n.sqrt(), 3.0 / n.sqrt(), 90.0 * dice.roll(), 0.41, 0.187].map(Cell::number);
        map.push([Cell::text(outlet), Cell::text("terms")].into_iter().chain(place).chain([int(n / 2.5)]));
    }
    let mut tables = TableSet::default();
    [sentiment, frames, terms, map, table].into_iter().for_each(|table| tables.insert(table));
    tables
}

fn ordinary(n: usize) -> TableSet {
    corpus(&NAMES[..n].iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
}

/// Names of 40 letters in several scripts, with and without spaces.
fn long_names(n: usize) -> Vec<String> {
    let stems = [
        "Süddeutsche Allgemeine für Öffentlichkeit und Übersicht ",
        "Независимая областная газета Нижегородской области ",
        "Εφημερίδα των Συντακτών της Βόρειας Ελλάδας και Θράκης ",
        "WÄLDERWOCHENWELTWÜRDEWERKWIRTSCHAFTSWOCHENWARTE",
        "新聞日報朝日新聞讀賣新聞每日新聞產經新聞中國時報聯合報自由時報蘋果日報明報星島日報文匯報大公報",
        "www.très-longue-adresse-d-un-journal-régional.example",
    ];
    (0..n).map(|index| format!("{index:02} {}", stems[index % stems.len()]).chars().take(40).collect()).collect()
}

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
        let is_inside = area.left() >= 4.0 && area.right() <= page.right() - 4.0 && area.top() >= 4.0 && area.bottom() <= page.bottom() - 4.0;
        assert!(is_inside, "{name}: {text:?} at {area:?} leaves the picture");
        for (other, place) in &texts[..index] {
            let is_apart = area.left() >= place.right() || place.left() >= area.right() || area.top() >= place.bottom() || place.top() >= area.bottom();
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
        assert!(std::fs::read_to_string(&path).unwrap() == drawn, "{name}: another picture; BLESS=1 rewrites, then look at it");
        assert_legible(name, &drawn);
    }
}

#[test]
fn one_outlet_or_no_table_gives_nothing_and_a_reason() {
    for chart in CHARTS {
        for tables in [TableSet::default(), ordinary(0), ordinary(1)] {
            assert!(matches!(chart.draw(&tables).unwrap(), Drawing::Nothing(reason) if reason.len() > 10), "{}", chart.about().name);
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
        let drawn = svg(*chart, &corpus(&(0..186).map(|index| format!("outlet {index}")).collect::<Vec<_>>()));
        assert!(drawn.contains("30 of 186 outlets, those with most articles"), "{}", chart.about().name);
        assert_legible(chart.about().name, &drawn);
    }
}

#[test]
fn hostile_names_act_on_nothing() {
    let marks: String = (0..30).map(|_| '\u{35F}').collect();
    let names = ["<script>alert(1)</script>", "a\u{202E}b\u{7}c\u{1B}[31m", "'\"&lt;]]>", "\u{200B}", &format!("z{marks}"), "العربية", "עברית"];
    let tables = corpus(&names.map(str::to_owned));
    for chart in CHARTS {
        let drawn = svg(*chart, &tables);
        assert!(!drawn.contains("<script") && !drawn.contains(|letter: char| letter != '\n' && letter.is_control()));
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
        sentiment.push(row.iter().enumerate().map(|(column, cell)| if is_quoted && column > 6 { Cell::Empty } else { cell.clone() }));
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
        assert!(drawn.contains("role=\"img\"") && drawn.contains("<title>") && drawn.contains("<desc>") && drawn.contains("viewBox"));
        assert!(drawn.contains("font-family=\"DejaVu Sans, Verdana, sans-serif\""));
    }
}

#[test]
fn pictures_to_look_at() {
    let Some(folder) = std::env::var_os("PICTURES") else { return };
    for chart in CHARTS {
        let name = chart.about().name;
        for (tables, file) in [2, 4, 12, 30].map(|n| (ordinary(n), format!("{name}_{n}.png"))).into_iter().chain([
            (corpus(&long_names(30)), format!("{name}_long.png")),
        ]) {
            std::fs::write(Path::new(&folder).join(file), raster::png(&svg(*chart, &tables)).unwrap()).unwrap();
        }
    }
}
