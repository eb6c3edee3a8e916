//! What is drawn, in pixels with fractions; at the end plotters writes it as one SVG.

use super::Drawing;
use super::label::{self, FAMILY, Face};
use super::theme::{self, Colour, WHITE, WIDTH};
use crate::error::{Error, Result};
use plotters::prelude::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontTransform, ShapeStyle, TextStyle};
use std::fmt::Write as _;

/// Units of the SVG for one pixel: plotters knows whole numbers only, and whole pixels are too coarse for points. With
/// 25 the sizes of type come out of plotters' division without a tail of digits.
const FINE: f64 = 25.0;
/// plotters divides the size of type by this.
const TYPE_SIZE: f64 = 1.24;
/// plotters puts the upper edge of type this far above the line it stands on, in ems.
const ASCENT: f64 = 0.76;

/// A place: pixels from the left, pixels from the top.
pub(super) type Point = (f64, f64);

/// An upright rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    /// Whether two areas share more than an edge.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether the other area lies inside.
    pub(super) fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }

    pub(super) fn grown(&self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }
}

/// A colour, how much of it, and for lines the width.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink {
    pub(super) colour: Colour,
    pub(super) opacity: f64,
    pub(super) width: f64,
}

impl Ink {
    pub(super) const fn line(colour: Colour, width: f64) -> Self {
        Self { colour, opacity: 1.0, width }
    }

    pub(super) const fn fill(colour: Colour) -> Self {
        Self { colour, opacity: 1.0, width: 0.0 }
    }

    pub(super) const fn faint(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    fn style(self) -> ShapeStyle {
        let filled = self.width <= 0.0;
        ShapeStyle {
            color: self.colour.mix(self.opacity),
            filled,
            stroke_width: units(self.width).unsigned_abs(),
        }
    }
}

/// Where a text stands to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// How a text is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lettering {
    pub(super) face: Face,
    pub(super) colour: Colour,
    pub(super) side: Side,
    /// Read from below to above; the point is then on the right of the letters' feet.
    pub(super) upward: bool,
}

impl Lettering {
    pub(super) const fn new(face: Face, colour: Colour, side: Side) -> Self {
        Self { face, colour, side, upward: false }
    }

    pub(super) const fn upward(self) -> Self {
        Self { upward: true, ..self }
    }
}

#[derive(Debug)]
enum Shape {
    Line(Vec<Point>, Ink),
    Polygon(Vec<Point>, Ink),
    Rectangle(Area, Ink),
    Circle(Point, f64, Ink),
    Text(Point, String, Lettering),
}

/// Collects what is drawn, so that the height need not be known before.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    shapes: Vec<Shape>,
}

impl Canvas {
    pub(super) fn line(&mut self, from: Point, to: Point, ink: Ink) {
        self.path(vec![from, to], ink);
    }

    pub(super) fn path(&mut self, points: Vec<Point>, ink: Ink) {
        self.shapes.push(Shape::Line(points, ink));
    }

    pub(super) fn polygon(&mut self, points: Vec<Point>, ink: Ink) {
        self.shapes.push(Shape::Polygon(points, ink));
    }

    pub(super) fn rectangle(&mut self, area: Area, ink: Ink) {
        self.shapes.push(Shape::Rectangle(area, ink));
    }

    pub(super) fn circle(&mut self, centre: Point, radius: f64, ink: Ink) {
        self.shapes.push(Shape::Circle(centre, radius, ink));
    }

    /// Writes a text whose letters stand on the height of the point.
    pub(super) fn text(&mut self, at: Point, text: impl Into<String>, lettering: Lettering) {
        self.shapes.push(Shape::Text(at, text.into(), lettering));
    }

    /// Writes lines below each other, the middle of the block at the height of the point.
    pub(super) fn block(&mut self, (x, middle): Point, lines: &[String], lettering: Lettering) {
        let step = lettering.face.size * theme::LEADING;
        let mut baseline = middle + 0.36 * lettering.face.size - step * (count(lines.len()) - 1.0) / 2.0;
        for line in lines {
            self.text((x, baseline), line.as_str(), lettering);
            baseline += step;
        }
    }

    /// Whether the canvas has letters of which the font has no picture.
    pub(super) fn lacks_letters(&self) -> bool {
        let texts = self
            .shapes
            .iter()
            .filter_map(|shape| if let Shape::Text(_, text, _) = shape { Some(text) } else { None });
        let letters: std::collections::BTreeSet<char> = texts.flat_map(|text| text.chars()).collect();
        letters.into_iter().any(label::is_lacking)
    }

    /// Writes the SVG; `about` are its title and its description, `chart` is for the error message.
    pub(super) fn finish(&self, height: f64, chart: &str, about: (&str, &str)) -> Result<Drawing> {
        let problem = |problem: String| Error::Draw { chart: chart.to_owned(), problem };
        if !label::register() {
            return Err(problem("the embedded font cannot be read".to_owned()));
        }
        let (width, height) = (WIDTH, height.ceil());
        let page = Area { left: 0.0, top: 0.0, right: width, bottom: height };
        let mut drawn = String::new();
        let mut backend =
            SVGBackend::with_string(&mut drawn, (units(width).unsigned_abs(), units(height).unsigned_abs()));
        for shape in std::iter::once(&Shape::Rectangle(page, Ink::fill(WHITE))).chain(&self.shapes) {
            draw(&mut backend, shape).map_err(problem)?;
        }
        backend.present().map_err(|error| problem(error.to_string()))?;
        drop(backend);
        // plotters' own first line has neither a role nor a size apart from the view box.
        let (_, body) = drawn.split_once('\n').ok_or_else(|| problem("plotters wrote no SVG".to_owned()))?;
        let mut svg = String::with_capacity(drawn.len());
        write!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\">\n\
             <title>{}</title>\n<desc>{}</desc>\n",
            units(width),
            units(height),
            escaped(about.0),
            escaped(about.1),
        )
        .map_err(|error| problem(error.to_string()))?;
        // Quotation marks are escaped inside texts, so this is found in tags alone.
        svg.push_str(&body.replace(" opacity=\"1\"", ""));
        Ok(Drawing::Svg(svg))
    }
}

fn draw(backend: &mut SVGBackend<'_>, shape: &Shape) -> std::result::Result<(), String> {
    let at = |(x, y): Point| (units(x), units(y));
    let drawn = match shape {
        Shape::Line(points, ink) => match points.as_slice() {
            &[from, to] => backend.draw_line(at(from), at(to), &ink.style()),
            points => backend.draw_path(points.iter().copied().map(at), &ink.style()),
        },
        Shape::Polygon(points, ink) => backend.fill_polygon(points.iter().copied().map(at), &ink.style()),
        Shape::Rectangle(area, ink) => {
            backend.draw_rect(at((area.left, area.top)), at((area.right, area.bottom)), &ink.style(), true)
        }
        Shape::Circle(centre, radius, ink) => {
            let style = ink.style();
            backend.draw_circle(at(*centre), units(*radius).unsigned_abs(), &style, style.filled)
        }
        Shape::Text((x, y), text, lettering) => {
            let ascent = ASCENT * lettering.face.size;
            let corner = if lettering.upward { (x - ascent, *y) } else { (*x, y - ascent) };
            backend.draw_text(text, &text_style(*lettering), at(corner))
        }
    };
    drawn.map_err(|error| error.to_string())
}

fn text_style(lettering: Lettering) -> TextStyle<'static> {
    let size = lettering.face.size * FINE * TYPE_SIZE;
    let font = FontDesc::new(FontFamily::Name(FAMILY), size, lettering.face.style());
    let font = if lettering.upward { font.transform(FontTransform::Rotate270) } else { font };
    let side = match lettering.side {
        Side::Start => HPos::Left,
        Side::Middle => HPos::Center,
        Side::End => HPos::Right,
    };
    TextStyle { font, color: lettering.colour.to_backend_color(), pos: Pos::new(side, VPos::Top) }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a page: far below 2^31")]
fn units(pixels: f64) -> i32 {
    (pixels * FINE).round() as i32
}

/// A number of things as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "rows and columns of a picture")]
pub(super) fn count(things: usize) -> f64 {
    things as f64
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
