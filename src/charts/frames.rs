//! Frames: outlets by frames, the rate in each cell, and as its colour the difference from the other outlets.

use super::axis::{Axis, number, row_middle, whole};
use super::canvas::{Area, Canvas, Ink, Lettering, Side, count};
use super::label::{self, Face};
use super::page::{Names, Page, RIGHT, Sign, counts_width};
use super::rows::{Outlets, Row, pooled_rows, table_with};
use super::theme::{self, LEADING, MARGIN};
use super::{Chart, Drawing};
use crate::error::Result;
use crate::key::About;
use crate::tables::TableSet;
use std::collections::BTreeMap;

/// The most columns in which the rates can still be read.
const MOST_FRAMES: usize = 20;
/// The longest heading of a column, in pixels; longer ones take more lines, then are cut.
const HEADING: f64 = 112.0;
/// The strongest colour is reached at this quantile of the differences: one outlier must not bleach all others.
const STRONGEST: f64 = 0.97;

/// The colour scale goes at least this far: a difference of a match in 100,000 words is none to be seen.
const FAINTEST: f64 = 0.01;

/// The heatmap of frames.
#[derive(Debug)]
pub(crate) struct FramesChart;

impl Chart for FramesChart {
    fn about(&self) -> About {
        About {
            name: "frames",
            line: "how often each outlet uses the words of each frame, and how that differs from the others on the same events",
            unit: "matches per 1,000 words",
            limits: "counts words of a frame, not claims",
            source: "the table frames, rows that pool events",
        }
    }

    fn draw(&self, tables: &TableSet) -> Result<Drawing> {
        match Heatmap::read(tables) {
            Ok(heatmap) => heatmap.draw(),
            Err(reason) => Ok(Drawing::Nothing(reason)),
        }
    }
}

struct Heatmap<'a> {
    outlets: Outlets<'a>,
    frames: Vec<&'a str>,
    n_frames: usize,
    cells: BTreeMap<(&'a str, &'a str), Row<'a>>,
    /// The difference that has the strongest colour.
    strongest: f64,
    is_beyond: bool,
}

/// Where the cells stand.
struct Grid {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Grid {
    fn cell(&self, row: usize, column: usize) -> Area {
        let (left, top) = (self.left + self.width * count(column), self.top + self.height * count(row));
        Area { left, top, right: left + self.width - 1.0, bottom: top + self.height - 1.0 }
    }
}

impl<'a> Heatmap<'a> {
    fn read(tables: &'a TableSet) -> std::result::Result<Self, String> {
        let table = table_with(tables, "frames", &["outlet", "feature", "estimate", "difference"])?;
        let is_drawn =
            |row: &Row<'_>| row.is("measure", "frames") && row.is("voice", "all") && row.is("zone", "all");
        let mut cells: BTreeMap<(&str, &str), Row<'_>> = pooled_rows(table)
            .filter(is_drawn)
            .map(|row| ((row.text("outlet"), row.text("feature")), row))
            .collect();
        let outlets = Outlets::of(tables, cells.keys().map(|(outlet, _)| *outlet))?;
        cells.retain(|(outlet, _), _| outlets.shows(outlet));
        let (frames, n_frames) = frames_by_use(&cells);
        cells.retain(|(_, frame), _| frames.contains(frame));
        let mut sizes: Vec<f64> =
            cells.values().filter_map(|row| row.number("difference")).map(f64::abs).collect();
        sizes.sort_by(f64::total_cmp);
        let largest = sizes.last().copied().unwrap_or(0.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position in a list")]
        let quantile = sizes.get((STRONGEST * count(sizes.len())) as usize).copied().unwrap_or(largest);
        let strongest = rounded_up(if quantile > 0.0 { quantile } else { largest }.max(FAINTEST));
        Ok(Self { outlets, frames, n_frames, cells, strongest, is_beyond: largest > strongest })
    }

    fn draw(&self) -> Result<Drawing> {
        let n_frames = if self.frames.len() == self.n_frames {
            format!("{}\u{A0}frames", self.n_frames)
        } else {
            format!("the {} most used of {} frames", self.frames.len(), self.n_frames)
        };
        let subtitle = format!(
            "Number in a cell: matches of the frame’s words per 1,000 words. Colour: difference from the other outlets on the same \
             events. {}; {n_frames}, the most used first.",
            self.outlets.n_shown()
        );
        let mut page = Page::new(
            "frames",
            &self.outlets.title("Frames in the coverage of shared events, by outlet"),
            &subtitle,
        );
        page.legend(&[
            (Sign::Dot, "a dot, and bold: difference with q < 0.05"),
            (Sign::Box(theme::ABSENT), "no difference in the table"),
        ]);
        let names = Names::new(self.outlets.shown.iter().copied());
        let counts = self.cells.values().filter_map(|row| row.number("n_articles"));
        let left = MARGIN + names.width + counts_width("articles", counts) + 10.0;
        let width = ((RIGHT - left) / count(self.frames.len())).min(80.0);
        let height = names.row_height(26.0);
        self.headings(&mut page, left, width);
        let grid = Grid { left, top: page.top, width, height };
        for (row, outlet) in self.outlets.shown.iter().enumerate() {
            let middle = row_middle(grid.top, height, row) - 0.5;
            names.draw(&mut page.canvas, row, middle);
            self.row(&mut page.canvas, &grid, (row, outlet));
        }
        page.top += height * count(self.outlets.shown.len()) + 14.0;
        self.colour_bar(&mut page, left);
        let beyond = if self.is_beyond {
            "Differences beyond the ends of the colour bar have the colour of its ends."
        } else {
            ""
        };
        page.finish(&[
            "Difference: the outlet’s rate less that of all other outlets, taken within each event and averaged over events. \
             q: permutation of outlet labels within events, corrected for the number of tests (Benjamini–Hochberg). Articles: those \
             of the outlet on events that another outlet reports, too.",
            "A frame is counted by a list of words: it shows which words are used, not which claims are made.",
            beyond,
        ])
    }

    /// The frames' names above the columns, read upwards, and the heading of the counts.
    fn headings(&self, page: &mut Page, left: f64, width: f64) {
        let face = Face::regular(theme::SMALL);
        let step = theme::SMALL * LEADING * 0.94;
        let most_lines = if width < 2.0 * step { 1 } else { 2 };
        let headings: Vec<Vec<String>> =
            self.frames.iter().map(|frame| face.lines(&label::feature(frame), HEADING, most_lines)).collect();
        let longest = headings.iter().flatten().map(|line| face.width(line)).fold(20.0, f64::max);
        let bottom = page.top + longest;
        let lettering = Lettering::new(face, theme::BLACK, Side::Start).upward();
        for (column, lines) in headings.iter().enumerate() {
            let middle = left + width * (count(column) + 0.5) - 0.5;
            let first = middle + 0.36 * theme::SMALL - step * (count(lines.len()) - 1.0) / 2.0;
            for (index, line) in lines.iter().enumerate() {
                page.canvas.text((first + step * count(index), bottom), line.as_str(), lettering);
            }
        }
        let quiet = Lettering::new(face, theme::GREY, Side::End);
        page.canvas.text((left - 10.0, bottom), "articles", quiet);
        page.top = bottom + 7.0;
    }

    fn row(&self, canvas: &mut Canvas, grid: &Grid, (row, outlet): (usize, &str)) {
        let baseline = row_middle(grid.top, grid.height, row) - 0.5 + 0.36 * theme::SMALL;
        let cells: Vec<Option<&Row<'_>>> =
            self.frames.iter().map(|frame| self.cells.get(&(outlet, *frame))).collect();
        // The most over the frames: an article without words is missing in all of them alike.
        let n_articles =
            cells.iter().flatten().filter_map(|row| row.number("n_articles")).max_by(f64::total_cmp);
        if let Some(n) = n_articles {
            let figures = Lettering::new(Face::regular(theme::SMALL), theme::BLACK, Side::End);
            canvas.text((grid.left - 10.0, baseline), whole(n), figures);
        }
        for (column, cell) in cells.into_iter().enumerate() {
            let area = grid.cell(row, column);
            let difference = cell.and_then(|cell| cell.number("difference"));
            let ground =
                difference.map_or(theme::ABSENT, |difference| theme::diverging(difference / self.strongest));
            canvas.rectangle(area, Ink::fill(ground));
            let ink = theme::text_on(ground);
            let is_significant = cell.is_some_and(|cell| cell.is_significant());
            if is_significant {
                canvas.circle((area.right - 4.0, area.top + 4.0), 1.9, Ink::fill(ink));
            }
            if let Some(rate) = cell.and_then(|cell| cell.number("estimate")) {
                let face =
                    if is_significant { Face::bold(theme::SMALL) } else { Face::regular(theme::SMALL) };
                let figures = Lettering::new(face, ink, Side::Middle);
                canvas.text((f64::midpoint(area.left, area.right), baseline), printed(rate), figures);
            }
        }
    }

    fn colour_bar(&self, page: &mut Page, left: f64) {
        let (right, steps) = ((left + 330.0).min(RIGHT), 60);
        let title = Lettering::new(Face::regular(theme::SMALL), theme::BLACK, Side::Start);
        page.canvas.text(
            (left, page.top + 9.0),
            "difference from the other outlets, matches per 1,000 words",
            title,
        );
        page.top += 16.0;
        let axis = Axis::new((-self.strongest, self.strongest), (left, right), 44.0);
        let width = (right - left) / count(steps);
        for step in 0..steps {
            let from = left + width * count(step);
            let share = 2.0 * (count(step) + 0.5) / count(steps) - 1.0;
            // Half a pixel wider, so that no seam shows between the boxes; the last one ends at the axis.
            let area = Area {
                left: from,
                top: page.top,
                right: (from + width + 0.5).min(right),
                bottom: page.top + 12.0,
            };
            page.canvas.rectangle(area, Ink::fill(theme::diverging(share)));
        }
        for &tick in &axis.ticks {
            page.canvas.line(
                (axis.at(tick), page.top + 12.0),
                (axis.at(tick), page.top + 16.0),
                Ink::line(theme::RULE, 0.8),
            );
        }
        axis.labels(&mut page.canvas, page.top + 18.0 + 0.76 * theme::SMALL);
        let quiet = |side| Lettering::new(Face::regular(theme::SMALL), theme::GREY, side);
        let below = page.top + 44.0;
        page.canvas.text((left, below), "← less than the others", quiet(Side::Start));
        page.canvas.text((right, below), "more than the others →", quiet(Side::End));
        page.top += 48.0;
    }
}

/// The frames from the most used to the least, at most as many as can be shown, and how many there are.
fn frames_by_use<'a>(cells: &BTreeMap<(&'a str, &'a str), Row<'a>>) -> (Vec<&'a str>, usize) {
    let mut rates: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for ((_, frame), row) in cells {
        rates.entry(*frame).or_default().extend(row.number("estimate"));
    }
    let mut ranked: Vec<(&str, f64)> = rates
        .into_iter()
        .map(|(frame, mut rates)| {
            rates.sort_by(f64::total_cmp);
            (frame, rates.get(rates.len() / 2).copied().unwrap_or(0.0))
        })
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let n_frames = ranked.len();
    (ranked.into_iter().take(MOST_FRAMES).map(|(frame, _)| frame).collect(), n_frames)
}

/// A rate in a cell: one decimal; what would be printed as 0.0 and is not zero is told from it.
fn printed(rate: f64) -> String {
    match rate {
        rate if rate <= 0.0 => "0".to_owned(),
        rate if rate < 0.05 => "<0.1".to_owned(),
        rate if rate >= 99.95 => number(rate, 0),
        rate => number(rate, 1),
    }
}

/// Rounded up to two digits.
fn rounded_up(value: f64) -> f64 {
    let unit = 10.0_f64.powf(value.log10().floor() - 1.0);
    (value / unit - 1e-9).ceil() * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_rate_is_not_printed_as_zero() {
        assert_eq!(
            ["0", "<0.1", "0.1", "12.3", "100"].map(str::to_owned),
            [0.0, 0.04, 0.05, 12.34, 99.96].map(printed)
        );
    }

    #[test]
    fn the_scale_ends_at_a_round_number() {
        assert!((rounded_up(1.234) - 1.3).abs() < 1e-9 && (rounded_up(0.5) - 0.5).abs() < 1e-9);
    }
}
