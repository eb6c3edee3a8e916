//! The map: outlets as points, near each other where they depart alike from the others.

use super::axis::{Axis, Mark, number, whole};
use super::canvas::{Area, Canvas, Ink, Lettering, Point, Side, count};
use super::label::{self, Face};
use super::page::{Page, RIGHT, Sign};
use super::placing::{Place, clipped, place};
use super::rows::{Outlets, Row, pooled_rows, table_with};
use super::theme::{self, LEADING, MARGIN};
use super::{Chart, Drawing};
use crate::error::Result;
use crate::key::About;
use crate::tables::TableSet;
use std::collections::BTreeMap;

/// The height of the map follows the points, between these bounds.
const HEIGHTS: (f64, f64) = (420.0, 620.0);
/// Ellipses up to this many times the median one set the scale; larger ones are cut at the frame.
const LARGEST_ELLIPSE: f64 = 2.5;
/// A label that is wider takes two lines.
const LABEL: f64 = 172.0;

/// The axes are at least this long: below it the outlets are all in one place.
const SHORTEST: f64 = 0.1;

/// The map of outlets.
#[derive(Debug)]
pub(crate) struct MapChart;

impl Chart for MapChart {
    fn about(&self) -> About {
        About {
            name: "map",
            line: "outlets as points: near each other where they depart alike from the others of the same events",
            unit: "principal components of centred log-ratios",
            limits: "axes have no meaning of their own; two dimensions hold only the share of the variance that is shown",
            source: "the table map",
        }
    }

    fn draw(&self, tables: &TableSet) -> Result<Drawing> {
        match Map::read(tables) {
            Ok(map) => map.draw(),
            Err(reason) => Ok(Drawing::Nothing(reason)),
        }
    }
}

struct Spot<'a> {
    outlet: &'a str,
    at: Point,
    /// Half axes and the angle of the first to dimension 1, in degrees, counter-clockwise.
    ellipse: Option<(f64, f64, f64)>,
}

impl Spot<'_> {
    fn outline(&self) -> Vec<Point> {
        let Some((a, b, angle)) = self.ellipse else { return Vec::new() };
        let (sin, cos) = angle.to_radians().sin_cos();
        let turn = (0..72).map(|step| std::f64::consts::TAU * f64::from(step) / 72.0);
        let point = |t: f64| (a * t.cos(), b * t.sin());
        turn.map(point).map(|(u, v)| (self.at.0 + u * cos - v * sin, self.at.1 + u * sin + v * cos)).collect()
    }
}

struct Map<'a> {
    basis: &'a str,
    spots: Vec<Spot<'a>>,
    variances: [Option<f64>; 2],
    title: String,
    n_shown: String,
    /// The fewest and most events of an outlet.
    n_events: Option<(f64, f64)>,
}

/// Both axes and the frame.
struct Plane {
    x: Axis,
    y: Axis,
    area: Area,
}

impl Plane {
    fn at(&self, (x, y): Point) -> Point {
        (self.x.at(x), self.y.at(y))
    }
}

impl<'a> Map<'a> {
    fn read(tables: &'a TableSet) -> std::result::Result<Self, String> {
        let table = table_with(tables, "map", &["outlet", "basis", "dim1", "dim2"])?;
        let all: Vec<Row<'_>> = pooled_rows(table)
            .filter(|row| row.number("dim1").is_some() && row.number("dim2").is_some())
            .collect();
        let basis = if all.iter().any(|row| row.text("basis") == "terms") {
            "terms"
        } else {
            all.first().map_or("", |row| row.text("basis"))
        };
        let rows: BTreeMap<&str, Row<'_>> = all
            .into_iter()
            .filter(|row| row.text("basis") == basis)
            .map(|row| (row.text("outlet"), row))
            .collect();
        let outlets = Outlets::of(tables, rows.keys().copied())?;
        let shown: Vec<&Row<'_>> = outlets.shown.iter().filter_map(|outlet| rows.get(outlet)).collect();
        let spots = shown.iter().filter_map(|row| {
            let half_axes = row.number("ellipse_a").zip(row.number("ellipse_b"));
            let ellipse = half_axes.zip(row.number("ellipse_angle")).map(|((a, b), angle)| (a, b, angle));
            let at = row.number("dim1").zip(row.number("dim2"))?;
            Some(Spot { outlet: row.text("outlet"), at, ellipse })
        });
        let mut events: Vec<f64> = shown.iter().filter_map(|row| row.number("n_events")).collect();
        events.sort_by(f64::total_cmp);
        Ok(Self {
            basis,
            spots: spots.collect(),
            variances: ["variance_explained_1", "variance_explained_2"]
                .map(|column| shown.first().and_then(|row| row.number(column))),
            title: outlets.title("Map of news outlets"),
            n_shown: outlets.n_shown(),
            n_events: events.first().copied().zip(events.last().copied()),
        })
    }

    fn draw(&self) -> Result<Drawing> {
        let what = match self.basis {
            "terms" => "words that are used more or less than by the other outlets on the same events",
            "own_terms" => {
                "words, outside quotations, that are used more or less than by the other outlets on the same events"
            }
            "frames" => "frames that are used more or less than by the other outlets on the same events",
            other => other,
        };
        let events = match self.n_events {
            Some((fewest, most)) if fewest < most => {
                format!(", each with {} to {} shared events", whole(fewest), whole(most))
            }
            Some((_, most)) => format!(", each with {} shared events", whole(most)),
            None => String::new(),
        };
        let subtitle = format!("Near each other: outlets alike in the {what}. {}{events}.", self.n_shown);
        let mut page = Page::new("map", &self.title, &subtitle);
        let has_ellipses = self.spots.iter().any(|spot| spot.ellipse.is_some());
        let region = (Sign::Region(theme::BLUE), "95\u{A0}% region of its position, bootstrap over events");
        let entries = [(Sign::Mark(Mark::Disc, theme::BLUE, true), "outlet"), region];
        page.legend(if has_ellipses { &entries } else { &entries[..1] });
        let plane = self.plane(page.top);
        self.axes(&mut page.canvas, &plane);
        self.ellipses(&mut page.canvas, &plane);
        let labels = self.labels(&plane);
        self.points(&mut page.canvas, &plane, &labels);
        page.top = plane.area.bottom + 44.0;
        if labels.are_numbers {
            self.key(&mut page);
        }
        let n_unnamed = labels.places.iter().filter(|place| place.is_none()).count();
        let unnamed = if n_unnamed == 0 {
            String::new()
        } else {
            format!("Points without a number for want of room: {n_unnamed}.")
        };
        let regions = if has_ellipses {
            "No region is drawn for an outlet with too few events; a region that is much larger than the others is cut at the frame."
        } else {
            ""
        };
        page.finish(&[
            "Both axes have the same scale: principal components of centred log-ratios; 0: the average outlet. The axes have no \
             meaning of their own, such as left and right, and hold only the share of the variance that is given. Outlets of few words lie \
             near the middle.",
            regions,
            &unnamed,
        ])
    }

    /// A pixel is the same distance on both axes; what one of them has to spare is shared between its ends.
    fn plane(&self, top: f64) -> Plane {
        let mut larger: Vec<f64> =
            self.spots.iter().filter_map(|spot| spot.ellipse).map(|(a, _, _)| a).collect();
        larger.sort_by(f64::total_cmp);
        let largest = larger.get(larger.len() / 2).map_or(0.0, |median| LARGEST_ELLIPSE * median);
        let whole = self
            .spots
            .iter()
            .filter(|spot| spot.ellipse.is_some_and(|(a, _, _)| a <= largest))
            .flat_map(Spot::outline);
        let (mut x, mut y) = ((0.0_f64, 0.0_f64), (0.0_f64, 0.0_f64));
        for (u, v) in self.spots.iter().map(|spot| spot.at).chain(whole) {
            (x, y) = ((x.0.min(u), x.1.max(u)), (y.0.min(v), y.1.max(v)));
        }
        let left = MARGIN + 56.0;
        let width = RIGHT - left;
        let spans = ((x.1 - x.0).max(SHORTEST) * 1.12, (y.1 - y.0).max(SHORTEST) * 1.16);
        let height = (width * spans.1 / spans.0).clamp(HEIGHTS.0, HEIGHTS.1);
        let unit = (spans.0 / width).max(spans.1 / height);
        let around = |(low, high): (f64, f64), pixels: f64| {
            let middle = f64::midpoint(low, high);
            (middle - unit * pixels / 2.0, middle + unit * pixels / 2.0)
        };
        let area = Area { left, top, right: RIGHT, bottom: top + height };
        Plane {
            x: Axis::new(around(x, width), (area.left, area.right), 80.0),
            y: Axis::new(around(y, height), (area.bottom, area.top), 80.0),
            area,
        }
    }

    fn axes(&self, canvas: &mut Canvas, plane: &Plane) {
        let area = plane.area;
        plane.x.draw(canvas, (area.top, area.bottom));
        let quiet = Lettering::new(Face::regular(theme::SMALL), theme::GREY, Side::End);
        for &tick in &plane.y.ticks {
            let y = plane.y.at(tick);
            let ink =
                if tick.abs() < 1e-12 { Ink::line(theme::RULE, 1.0) } else { Ink::line(theme::GRID, 0.8) };
            canvas.line((area.left, y), (area.right, y), ink);
            canvas.text((area.left - 7.0, y + 0.36 * theme::SMALL), plane.y.label(tick), quiet);
        }
        let title = |dimension: usize| {
            let share = self.variances.get(dimension - 1).copied().flatten();
            let share = share.map(|share| format!(" ({}\u{A0}% of variance)", number(100.0 * share, 0)));
            format!("dimension {dimension}{}", share.unwrap_or_default())
        };
        let heading = Lettering::new(Face::regular(theme::TEXT), theme::BLACK, Side::Middle);
        canvas.text((f64::midpoint(area.left, area.right), area.bottom + 34.0), title(1), heading);
        canvas.text((MARGIN + 10.0, f64::midpoint(area.top, area.bottom)), title(2), heading.upward());
    }

    fn ellipses(&self, canvas: &mut Canvas, plane: &Plane) {
        for spot in &self.spots {
            let outline: Vec<Point> = spot.outline().into_iter().map(|point| plane.at(point)).collect();
            let mut outline = clipped(&outline, &plane.area);
            if outline.len() > 2 {
                canvas.polygon(outline.clone(), Ink::fill(theme::BLUE).faint(0.06));
                outline.extend_from_within(0..1);
                canvas.path(outline, Ink::line(theme::BLUE, 0.9).faint(0.45));
            }
        }
    }

    /// The names beside the points; where they do not fit without crossing each other, numbers.
    fn labels(&self, plane: &Plane) -> Labels {
        let face = Face::regular(theme::TEXT);
        let names = self.spots.iter().map(|spot| face.lines(&label::name(spot.outlet), LABEL, 2)).collect();
        let named = Labels::new(&self.spots, plane, names);
        if named.places.iter().all(|place| place.is_some_and(|place| place.is_clear)) {
            return named;
        }
        let numbers = (1..=self.spots.len()).map(|number| vec![number.to_string()]).collect();
        Labels { are_numbers: true, ..Labels::new(&self.spots, plane, numbers) }
    }

    fn points(&self, canvas: &mut Canvas, plane: &Plane, labels: &Labels) {
        for (from, to) in labels.places.iter().flatten().filter_map(|place| place.leader) {
            canvas.line(from, to, Ink::line(theme::RULE, 0.8));
        }
        for spot in &self.spots {
            Mark::Disc.draw(canvas, plane.at(spot.at), theme::BLUE, true);
        }
        for ((spot, place), lines) in self.spots.iter().zip(&labels.places).zip(&labels.lines) {
            if let Some(Place { area, .. }) = place {
                canvas.rectangle(*area, Ink::fill(theme::WHITE).faint(0.72));
                // Lines of a name beside its point begin, or end, at the point.
                let (x, side) = match plane.x.at(spot.at.0) {
                    point if point < area.left => (area.left + 2.0, Side::Start),
                    point if point > area.right => (area.right - 2.0, Side::End),
                    _ => (f64::midpoint(area.left, area.right), Side::Middle),
                };
                let lettering = Lettering::new(Face::regular(theme::TEXT), theme::BLACK, side);
                canvas.block((x, f64::midpoint(area.top, area.bottom)), lines, lettering);
            }
        }
    }

    /// The names to the numbers, in columns that are read downwards.
    fn key(&self, page: &mut Page) {
        let face = Face::regular(theme::SMALL);
        let names: Vec<String> = self.spots.iter().map(|spot| label::name(spot.outlet)).collect();
        let widest = names.iter().map(|name| face.width(name)).fold(0.0, f64::max);
        let (number, gap) = (22.0, 20.0);
        let n_columns = if widest + number + gap > (RIGHT - MARGIN) / 3.0 { 2 } else { 3 };
        let width = (RIGHT - MARGIN) / count(n_columns);
        let n_rows = names.len().div_ceil(n_columns);
        for (index, name) in names.iter().enumerate() {
            let left = MARGIN + width * count(index / n_rows);
            let baseline = page.top + 16.0 * (count(index % n_rows) + 0.8);
            let (black, grey) = (
                Lettering::new(face, theme::BLACK, Side::Start),
                Lettering::new(face, theme::GREY, Side::End),
            );
            page.canvas.text((left + number - 6.0, baseline), (index + 1).to_string(), grey);
            page.canvas.text((left + number, baseline), face.cut(name, width - number - gap), black);
        }
        page.top += 16.0 * count(n_rows) + 4.0;
    }
}

/// What stands beside the points.
struct Labels {
    lines: Vec<Vec<String>>,
    places: Vec<Option<Place>>,
    are_numbers: bool,
}

impl Labels {
    fn new(spots: &[Spot<'_>], plane: &Plane, lines: Vec<Vec<String>>) -> Self {
        let face = Face::regular(theme::TEXT);
        let size = |lines: &Vec<String>| {
            let width = lines.iter().map(|line| face.width(line)).fold(0.0, f64::max);
            (width + 4.0, face.size * LEADING * count(lines.len()) + 2.0)
        };
        let points: Vec<Point> = spots.iter().map(|spot| plane.at(spot.at)).collect();
        let sizes: Vec<(f64, f64)> = lines.iter().map(size).collect();
        let places = place(&points, &sizes, &plane.area.grown(-2.0));
        Self { lines, places, are_numbers: false }
    }
}
