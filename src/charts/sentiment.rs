//! Sentiment: a forest of outlets, each voice's mean and how the own voice differs from the others.

use super::axis::{Axis, Estimate, Mark, row_middle, span, whole};
use super::canvas::{Canvas, Lettering, Side, count};
use super::label::Face;
use super::page::{Names, Page, RIGHT, Sign, bands, counts_width};
use super::rows::{Outlets, Row, pooled_rows, table_with};
use super::theme::{self, Colour, MARGIN};
use super::{Chart, Drawing};
use crate::error::Result;
use crate::key::About;
use crate::tables::TableSet;
use std::collections::BTreeMap;

const VALUE: [&str; 3] = ["estimate", "ci_low", "ci_high"];
const EVENTS: &str = "same sign · events";
const DIFFERENCE: [&str; 3] = ["difference", "difference_ci_low", "difference_ci_high"];

/// The voices as they stand below each other in a row.
const VOICES: [(&str, &str, Mark, Colour); 3] = [
    ("all", "all words", Mark::Disc, theme::BLACK),
    ("own", "own voice (outside quotations)", Mark::Square, theme::BLUE),
    ("quoted", "quoted (inside quotations)", Mark::Triangle, theme::VERMILION),
];

/// A picture is taller than a screen from here on: ticks above, too.
const MANY_ROWS: usize = 15;

/// The forest plot of sentiment.
#[derive(Debug)]
pub(crate) struct SentimentChart;

impl Chart for SentimentChart {
    fn about(&self) -> About {
        About {
            name: "sentiment",
            line: "each outlet's mean sentiment by voice, and how its own voice differs from the others on the same events",
            unit: "mean VADER compound score, -1 to 1",
            limits: "a difference in words, not in stance; the lexicon is English",
            source: "the table sentiment, rows that pool events",
        }
    }

    fn draw(&self, tables: &TableSet) -> Result<Drawing> {
        match Forest::read(tables) {
            Ok(forest) => forest.draw(),
            Err(reason) => Ok(Drawing::Nothing(reason)),
        }
    }
}

/// The rows of one outlet by voice.
type Voices<'a> = BTreeMap<&'a str, Row<'a>>;

struct Forest<'a> {
    rows: Vec<(&'a str, Voices<'a>)>,
    title: String,
    n_shown: String,
}

/// Where the parts of a row stand.
struct Columns {
    articles: f64,
    events: f64,
    values: Axis,
    differences: Axis,
}

impl<'a> Forest<'a> {
    fn read(tables: &'a TableSet) -> std::result::Result<Self, String> {
        let table = table_with(tables, "sentiment", &["outlet", "voice", "estimate"])?;
        let mut outlets: BTreeMap<&str, Voices<'_>> = BTreeMap::new();
        for row in pooled_rows(table) {
            if row.is("measure", "sentiment")
                && row.is("feature", "compound")
                && row.is("zone", "all")
                && row.number("estimate").is_some()
            {
                outlets.entry(row.text("outlet")).or_default().insert(row.text("voice"), row);
            }
        }
        let chosen = Outlets::of(tables, outlets.keys().copied())?;
        outlets.retain(|outlet, _| chosen.shows(outlet));
        let mut rows: Vec<(&str, Voices<'_>)> = outlets.into_iter().collect();
        let own_difference = |voices: &Voices<'_>| {
            voices.get("own").and_then(|row| row.number("difference")).unwrap_or(f64::NEG_INFINITY)
        };
        rows.sort_by(|a, b| own_difference(&b.1).total_cmp(&own_difference(&a.1)).then(a.0.cmp(b.0)));
        let title = chosen.title("Sentiment of news outlets on the events they share");
        Ok(Self { rows, title, n_shown: chosen.n_shown() })
    }

    fn draw(&self) -> Result<Drawing> {
        let subtitle = format!(
            "Mean score of the sentences by voice, and the difference between an outlet’s own voice and that of the other outlets \
             on the same events. {}, sorted by this difference.",
            self.n_shown
        );
        let mut page = Page::new("sentiment", &self.title, &subtitle);
        let mut entries: Vec<(Sign, &str)> =
            VOICES.iter().map(|&(_, text, mark, colour)| (Sign::Mark(mark, colour, true), text)).collect();
        entries.push((
            Sign::Mark(Mark::Square, theme::BLUE, false),
            "open: difference with q ≥ 0.05, or not tested",
        ));
        page.legend(&entries);

        let names = Names::new(self.rows.iter().map(|(outlet, _)| *outlet));
        let height = names.row_height(if self.rows.len() > MANY_ROWS { 29.0 } else { 36.0 });
        let columns = self.columns(&names);
        self.head(&mut page, &columns);
        let bottom = page.top + height * count(self.rows.len());
        bands(&mut page.canvas, (page.top, height), self.rows.len());
        columns.values.grid(&mut page.canvas, (page.top, bottom));
        columns.differences.grid(&mut page.canvas, (page.top, bottom));
        for (index, (_, voices)) in self.rows.iter().enumerate() {
            let middle = row_middle(page.top, height, index);
            names.draw(&mut page.canvas, index, middle);
            draw_row(&mut page.canvas, &columns, voices, (middle, height));
        }
        page.top = bottom;
        foot(&mut page, &columns);
        page.finish(&[
            "Lines: 95\u{A0}% intervals, bootstrap over events; an arrowhead: the interval goes on beyond the axis. Difference: the outlet’s \
             score less that of all other outlets, taken within each event and averaged over events. Filled: q\u{A0}<\u{A0}0.05, permutation of \
             outlet labels within events, corrected for the number of tests (Benjamini–Hochberg).",
            "Articles and events: those in which the outlet and at least one other have a value; same sign: events whose own difference \
             in own voice has the sign of the average. An outlet far from all others moves their differences too. Where a mark is \
             missing, the table has no value.",
            "The score adds up the valences of words in an English lexicon (VADER): it shows a difference in wording, not in stance, and \
             misses irony and context.",
        ])
    }

    fn columns(&self, names: &Names) -> Columns {
        let all_rows = || self.rows.iter().flat_map(|(_, voices)| voices.values());
        let values: Vec<Estimate> = all_rows().filter_map(|row| row.estimate(VALUE)).collect();
        let own = self.rows.iter().filter_map(|(_, voices)| voices.get("own"));
        let differences: Vec<Estimate> = own.filter_map(|row| row.estimate(DIFFERENCE)).collect();
        let (low, high) = span(&values, 0.2);
        let counts = |column| all_rows().filter_map(move |row| row.number(column));
        let articles = MARGIN + names.width + counts_width("articles", counts("n_articles"));
        let events = articles + counts_width(EVENTS, counts("n_events"));
        let (left, gap) = (events + 18.0, 30.0);
        let middle = f64::midpoint(left, RIGHT);
        Columns {
            articles,
            events,
            values: Axis::new((low.max(-1.0), high.min(1.0)), (left, middle - gap / 2.0), 46.0),
            differences: Axis::new(span(&differences, 0.1), (middle + gap / 2.0, RIGHT), 46.0),
        }
    }

    /// The headings of the columns.
    fn head(&self, page: &mut Page, columns: &Columns) {
        let quiet = Lettering::new(Face::regular(theme::SMALL), theme::GREY, Side::End);
        let heading = Lettering::new(Face::bold(theme::TEXT), theme::BLACK, Side::Middle);
        let baseline = page.top + 14.0;
        page.canvas.text((columns.articles, baseline), "articles", quiet);
        page.canvas.text((columns.events, baseline), EVENTS, quiet);
        for (axis, text) in
            [(&columns.values, "Score, by voice"), (&columns.differences, "Own voice, difference")]
        {
            page.canvas.text((f64::midpoint(axis.pixels.0, axis.pixels.1), baseline), text, heading);
        }
        page.top += 20.0;
        if self.rows.len() > MANY_ROWS {
            for axis in [&columns.values, &columns.differences] {
                axis.labels(&mut page.canvas, page.top + 10.0);
            }
            page.top += 15.0;
        }
    }
}

/// Ticks, directions and units under the panels.
fn foot(page: &mut Page, columns: &Columns) {
    let quiet = |side| Lettering::new(Face::regular(theme::SMALL), theme::GREY, side);
    let panels = [
        (&columns.values, ["← negative", "positive →"], "VADER compound score, −1 to 1"),
        (
            &columns.differences,
            ["← more negative", "more positive →"],
            "difference in the score (0: as the others)",
        ),
    ];
    for (axis, [less, more], unit) in panels {
        axis.labels(&mut page.canvas, page.top + 13.0);
        page.canvas.text((axis.pixels.0, page.top + 30.0), less, quiet(Side::Start));
        page.canvas.text((axis.pixels.1, page.top + 30.0), more, quiet(Side::End));
        page.canvas.text(
            (f64::midpoint(axis.pixels.0, axis.pixels.1), page.top + 47.0),
            unit,
            quiet(Side::Middle),
        );
    }
    page.top += 52.0;
}

fn draw_row(canvas: &mut Canvas, columns: &Columns, voices: &Voices<'_>, (middle, height): (f64, f64)) {
    let figures = Lettering::new(Face::regular(theme::SMALL), theme::BLACK, Side::End);
    let baseline = middle + 0.36 * theme::SMALL;
    if let Some(row) = voices.get("all").or_else(|| voices.get("own"))
        && let Some(n) = row.number("n_articles")
    {
        canvas.text((columns.articles, baseline), whole(n), figures);
    }
    if let Some(row) = voices.get("own")
        && let Some((same_sign, n)) = row.number("n_events_same_sign").zip(row.number("n_events"))
    {
        canvas.text((columns.events, baseline), format!("{} · {}", whole(same_sign), whole(n)), figures);
    }
    for ((voice, _, mark, colour), place) in VOICES.into_iter().zip([-1.0, 0.0, 1.0]) {
        let Some(estimate) = voices.get(voice).and_then(|row| row.estimate(VALUE)) else { continue };
        let y = middle + place * (0.27 * height).min(8.6);
        columns.values.estimate(canvas, (estimate, y), (mark, colour, true));
    }
    if let Some(row) = voices.get("own")
        && let Some(estimate) = row.estimate(DIFFERENCE)
    {
        let mark = (Mark::Square, theme::BLUE, row.is_significant());
        columns.differences.estimate(canvas, (estimate, middle), mark);
    }
}
