//! Terms: what each outlet says more often than the others, in a panel of its own.

use super::axis::{Axis, Estimate, Mark, span, whole};
use super::canvas::{Canvas, Lettering, Side, count};
use super::label::{self, Face};
use super::page::{Page, RIGHT, Sign};
use super::rows::{Outlets, Row, pooled_rows, table_with};
use super::theme::{self, LEADING, MARGIN};
use super::{Chart, Drawing};
use crate::error::Result;
use crate::key::About;
use crate::tables::TableSet;
use std::collections::BTreeMap;

/// Terms of an outlet.
const MOST_TERMS: usize = 10;
/// Between panels.
const GAP: f64 = 30.0;
/// The height of a term's row.
const ROW: f64 = 16.5;
const LOG_ODDS: [&str; 3] = ["log_odds", "ci_low", "ci_high"];

/// The panels of keyness.
#[derive(Debug)]
pub(crate) struct TermsChart;

impl Chart for TermsChart {
    fn about(&self) -> About {
        About {
            name: "terms",
            line: "the words and phrases by which each outlet stands out from the others on the same events",
            unit: "log odds ratio (natural log)",
            limits: "a term may come from few articles: the counts stand beside it",
            source: "the table terms, rows that pool events",
        }
    }

    fn draw(&self, tables: &TableSet) -> Result<Drawing> {
        match Panels::read(tables) {
            Ok(panels) => panels.draw(),
            Err(reason) => Ok(Drawing::Nothing(reason)),
        }
    }
}

struct Panels<'a> {
    outlets: Outlets<'a>,
    terms: BTreeMap<&'a str, Vec<Row<'a>>>,
    values: (f64, f64),
}

/// The parts of a panel, from left to right.
struct Columns {
    n_panels: usize,
    width: f64,
    terms: f64,
    counts: f64,
    articles: f64,
}

impl<'a> Panels<'a> {
    fn read(tables: &'a TableSet) -> std::result::Result<Self, String> {
        let table = table_with(tables, "terms", &["outlet", "term", "log_odds", "z"])?;
        let mut terms: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
        for row in pooled_rows(table).filter(|row| row.is("voice", "all") && row.is("zone", "all")) {
            let of_outlet = terms.entry(row.text("outlet")).or_default();
            if row.number("z").is_some_and(|z| z > 0.0) && row.number("log_odds").is_some() {
                of_outlet.push(row);
            }
        }
        let outlets = Outlets::of(tables, terms.keys().copied())?;
        terms.retain(|outlet, _| outlets.shows(outlet));
        let z = |row: &Row<'_>| row.number("z").unwrap_or_default();
        for rows in terms.values_mut() {
            rows.sort_by(|a, b| z(b).total_cmp(&z(a)).then_with(|| a.text("term").cmp(b.text("term"))));
            rows.truncate(MOST_TERMS);
        }
        let estimates: Vec<Estimate> =
            terms.values().flatten().filter_map(|row| row.estimate(LOG_ODDS)).collect();
        Ok(Self { outlets, terms, values: span(&estimates, 0.5) })
    }

    fn draw(&self) -> Result<Drawing> {
        let subtitle = format!(
            "The {MOST_TERMS} words and phrases that set each outlet apart most (highest z) from the other outlets on the same events: log odds \
             ratio with 95\u{A0}% interval. {}.",
            self.outlets.n_shown()
        );
        let mut page = Page::new("terms", "Terms that set outlets apart", &subtitle);
        page.legend(&[
            (Sign::Mark(Mark::Disc, theme::BLUE, true), "q < 0.05"),
            (Sign::Mark(Mark::Disc, theme::BLUE, false), "q ≥ 0.05"),
            (Sign::Line(theme::BLUE), "95\u{A0}% interval"),
        ]);
        page.top += 6.0;
        let columns = self.columns();
        for outlets in self.outlets.shown.chunks(columns.n_panels) {
            self.row_of_panels(&mut page, &columns, outlets);
        }
        page.top -= 10.0;
        page.finish(&[
            "All panels have the same axis: log odds ratio (natural log) with an informative Dirichlet prior; 0: as often as the others; \
             0.7: about twice the odds. An arrowhead: the interval goes on beyond the axis.",
            "Uses: how often the outlet has the term; articles: in how many of its articles. The q-values (G², corrected for the number of terms) and \
             the intervals take words as independent of each other, which they are not: distrust a term of few articles.",
        ])
    }

    fn columns(&self) -> Columns {
        let n_panels = if self.outlets.shown.len() <= 4 { 2 } else { 3 };
        let width = (RIGHT - MARGIN - GAP * count(n_panels - 1)) / count(n_panels);
        let face = Face::regular(theme::SMALL);
        let rows = || self.terms.values().flatten();
        let figures = |column| {
            rows().filter_map(|row| row.number(column)).map(|n| face.width(&whole(n))).fold(12.0, f64::max)
        };
        let terms = rows().map(|row| face.width(&label::name(row.text("term")))).fold(40.0, f64::max);
        Columns {
            n_panels,
            width,
            terms: terms.min(0.42 * width),
            counts: figures("count"),
            articles: figures("n_articles"),
        }
    }

    /// Panels side by side, as high as the fullest of them.
    fn row_of_panels(&self, page: &mut Page, columns: &Columns, outlets: &[&str]) {
        let title = Face::bold(theme::TEXT);
        let titles: Vec<Vec<String>> =
            outlets.iter().map(|outlet| title.lines(&label::name(outlet), columns.width, 2)).collect();
        let n_lines = titles.iter().map(Vec::len).max().unwrap_or(1);
        let n_terms = outlets
            .iter()
            .filter_map(|outlet| self.terms.get(outlet))
            .map(Vec::len)
            .max()
            .unwrap_or(0)
            .max(1);
        let top = page.top + theme::TEXT * LEADING * count(n_lines) + 16.0;
        let bottom = top + ROW * count(n_terms);
        for (index, (outlet, lines)) in outlets.iter().zip(&titles).enumerate() {
            let left = MARGIN + (columns.width + GAP) * count(index);
            let lettering = Lettering::new(title, theme::BLACK, Side::Start);
            for (line, text) in lines.iter().enumerate() {
                page.canvas.text(
                    (left, page.top + theme::TEXT * (0.8 + LEADING * count(line))),
                    text.as_str(),
                    lettering,
                );
            }
            if let Some(n) = self.outlets.n_articles(outlet) {
                let quiet = Lettering::new(Face::regular(theme::SMALL), theme::GREY, Side::Start);
                page.canvas.text(
                    (left, top - 5.0),
                    format!("n\u{A0}=\u{A0}{} articles on shared events", whole(n)),
                    quiet,
                );
            }
            let rows = self.terms.get(outlet).map_or(&[][..], Vec::as_slice);
            self.panel(&mut page.canvas, columns, (left, top, bottom), rows);
        }
        page.top = bottom + 34.0;
    }

    fn panel(
        &self,
        canvas: &mut Canvas,
        columns: &Columns,
        (left, top, bottom): (f64, f64, f64),
        rows: &[Row<'_>],
    ) {
        let face = Face::regular(theme::SMALL);
        let (black, quiet) =
            (Lettering::new(face, theme::BLACK, Side::End), Lettering::new(face, theme::GREY, Side::End));
        if rows.is_empty() {
            let lettering = Lettering::new(face, theme::GREY, Side::Start);
            canvas.text((left, top + 12.0), "no term above the other outlets", lettering);
            return;
        }
        let right = left + columns.width;
        let counts = right - columns.articles - 9.0;
        let axis = Axis::new(self.values, (left + columns.terms + 8.0, counts - columns.counts - 8.0), 30.0);
        axis.draw(canvas, (top, bottom));
        canvas.text((right, top - 5.0), "uses · articles", quiet);
        for (index, row) in rows.iter().enumerate() {
            let middle = top + ROW * (count(index) + 0.5);
            let baseline = middle + 0.36 * theme::SMALL;
            canvas.text(
                (left + columns.terms, baseline),
                face.cut(&label::name(row.text("term")), columns.terms),
                black,
            );
            if let Some(estimate) = row.estimate(LOG_ODDS) {
                axis.estimate(canvas, (estimate, middle), (Mark::Disc, theme::BLUE, row.is_significant()));
            }
            for (column, x) in [("count", counts), ("n_articles", right)] {
                if let Some(n) = row.number(column) {
                    canvas.text((x, baseline), whole(n), quiet);
                }
            }
        }
    }
}
