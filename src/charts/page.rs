//! The parts around the figures: title, subtitle, legend, columns of names, and the note at the foot.

use super::Drawing;
use super::axis::{Mark, whole};
use super::canvas::{Area, Canvas, Ink, Lettering, Side, count};
use super::label::Face;
use super::theme::{self, Colour, LEADING, MARGIN, WIDTH};
use crate::error::Result;

/// The right end of what may be drawn.
pub(super) const RIGHT: f64 = WIDTH - MARGIN;
/// Widths of the column of outlets' names, of which the first is taken in which all names have room in two lines.
const NAMES: [f64; 3] = [214.0, 238.0, 262.0];

/// A picture that grows downwards.
#[derive(Debug)]
pub(super) struct Page {
    /// What was drawn so far.
    pub(super) canvas: Canvas,
    /// Where the next part begins, in pixels from the top.
    pub(super) top: f64,
    chart: &'static str,
    title: String,
    subtitle: String,
}

/// The sign of a legend's entry.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sign {
    /// A mark of this colour, filled or open.
    Mark(Mark, Colour, bool),
    /// A line, as of an interval.
    Line(Colour),
    /// A box.
    Box(Colour),
    /// A small dot in the corner of a box.
    Dot,
    /// A region with an outline.
    Region(Colour),
}

impl Page {
    /// Begins a picture with its title and what is compared.
    pub(super) fn new(chart: &'static str, title: &str, subtitle: &str) -> Self {
        let canvas = Canvas::default();
        let mut page =
            Self { canvas, top: MARGIN, chart, title: title.to_owned(), subtitle: subtitle.to_owned() };
        page.paragraph(title, Lettering::new(Face::bold(theme::TITLE), theme::BLACK, Side::Start));
        page.top += 2.0;
        page.paragraph(subtitle, Lettering::new(Face::regular(theme::SUBTITLE), theme::GREY, Side::Start));
        page.top += 8.0;
        page
    }

    /// Writes a text over the whole width.
    fn paragraph(&mut self, text: &str, lettering: Lettering) {
        for line in lettering.face.wrap(text, RIGHT - MARGIN) {
            self.canvas.text((MARGIN, self.top + 0.8 * lettering.face.size), line, lettering);
            self.top += lettering.face.size * LEADING;
        }
    }

    /// Draws a legend, as many entries a line as there is room for.
    pub(super) fn legend(&mut self, entries: &[(Sign, &str)]) {
        let lettering = Lettering::new(Face::regular(theme::TEXT), theme::BLACK, Side::Start);
        let (mut x, step) = (MARGIN, 19.0);
        for (sign, text) in entries {
            let width = 20.0 + lettering.face.width(text) + 22.0;
            if x > MARGIN && x + width - 22.0 > RIGHT {
                (x, self.top) = (MARGIN, self.top + step);
            }
            let middle = self.top + step / 2.0;
            sign.draw(&mut self.canvas, (x, middle));
            self.canvas.text((x + 20.0, middle + 0.36 * theme::TEXT), *text, lettering);
            x += width;
        }
        self.top += step + 6.0;
    }

    /// Writes the notes, each from a new line, and ends the picture. `description` says in words what a reader sees.
    pub(super) fn finish(mut self, notes: &[&str]) -> Result<Drawing> {
        let lettering = Lettering::new(Face::regular(theme::NOTE), theme::GREY, Side::Start);
        self.top += 8.0;
        self.canvas.line((MARGIN, self.top), (RIGHT, self.top), Ink::line(theme::GRID, 0.8));
        self.top += 8.0;
        for note in notes.iter().filter(|note| !note.is_empty()) {
            self.paragraph(note, lettering);
        }
        if self.canvas.lacks_letters() {
            self.paragraph(
                "Boxes stand for letters that the picture’s font lacks; the tables have them.",
                lettering,
            );
        }
        let description = format!("{} {}", self.subtitle, notes.join(" "));
        self.canvas.finish(self.top + MARGIN - 8.0, self.chart, (&self.title, description.trim()))
    }
}

impl Sign {
    fn draw(self, canvas: &mut Canvas, (x, y): (f64, f64)) {
        let area = Area { left: x, top: y - 5.5, right: x + 14.0, bottom: y + 5.5 };
        match self {
            Self::Mark(mark, colour, filled) => mark.draw(canvas, (x + 7.0, y), colour, filled),
            Self::Line(colour) => canvas.line((x, y), (x + 14.0, y), Ink::line(colour, 1.5)),
            Self::Box(colour) => canvas.rectangle(area, Ink::fill(colour)),
            Self::Dot => canvas.circle((x + 7.0, y), 2.0, Ink::fill(theme::BLACK)),
            Self::Region(colour) => {
                canvas.circle((x + 7.0, y), 6.0, Ink::fill(colour).faint(0.1));
                canvas.circle((x + 7.0, y), 6.0, Ink::line(colour, 1.0).faint(0.6));
            }
        }
    }
}

/// A column of outlets' names, wrapped to at most two lines.
#[derive(Debug)]
pub(super) struct Names {
    face: Face,
    lines: Vec<Vec<String>>,
    /// How wide the column is.
    pub(super) width: f64,
}

impl Names {
    pub(super) fn new<'a>(outlets: impl Iterator<Item = &'a str>) -> Self {
        let face = Face::regular(theme::TEXT);
        let names: Vec<String> = outlets.map(super::label::name).collect();
        let has_room = |width: &&f64| names.iter().all(|name| face.wrap(name, **width).len() <= 2);
        let most = NAMES.iter().find(has_room).copied().unwrap_or(NAMES[NAMES.len() - 1]);
        let lines: Vec<Vec<String>> = names.iter().map(|name| face.lines(name, most, 2)).collect();
        let width = lines.iter().flatten().map(|line| face.width(line)).fold(60.0, f64::max);
        Self { face, lines, width }
    }

    /// The height of a row: at least `least`, and enough for the names.
    pub(super) fn row_height(&self, least: f64) -> f64 {
        let most_lines = self.lines.iter().map(Vec::len).max().unwrap_or(1);
        least.max(count(most_lines) * self.face.size * LEADING + 2.0)
    }

    /// Writes the name of a row.
    pub(super) fn draw(&self, canvas: &mut Canvas, row: usize, middle: f64) {
        let lettering = Lettering::new(self.face, theme::BLACK, Side::Start);
        if let Some(lines) = self.lines.get(row) {
            canvas.block((MARGIN, middle), lines, lettering);
        }
    }
}

/// How wide a column of counts is that ends on the right, with the room on its left.
pub(super) fn counts_width(heading: &str, counts: impl Iterator<Item = f64>) -> f64 {
    let face = Face::regular(theme::SMALL);
    counts.map(|n| face.width(&whole(n))).fold(face.width(heading), f64::max) + 14.0
}

/// Shades every second row, to lead the eye across.
pub(super) fn bands(canvas: &mut Canvas, (top, height): (f64, f64), n_rows: usize) {
    for row in (0..n_rows).step_by(2) {
        let from = top + height * count(row);
        let area = Area { left: MARGIN - 6.0, top: from, right: RIGHT + 6.0, bottom: from + height };
        canvas.rectangle(area, Ink::fill(theme::BAND));
    }
}
