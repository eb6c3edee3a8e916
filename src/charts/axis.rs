//! Axes of numbers: ticks, their labels, and intervals drawn along them.

use super::canvas::{Canvas, Ink, Lettering, Point, Side, count};
use super::label::Face;
use super::theme::{self, Colour};

/// The typographic minus: a hyphen is too short beside figures.
const MINUS: char = '\u{2212}';
/// An interval is shown whole up to this many times the median length; a longer one is cut, or it would leave no room
/// for the others.
const LONGEST_INTERVAL: f64 = 4.0;

/// A straight axis: from values to pixels.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    /// The values at its ends.
    pub(super) values: (f64, f64),
    /// The pixels of its ends; the first may be the larger.
    pub(super) pixels: (f64, f64),
    /// The marked values.
    pub(super) ticks: Vec<f64>,
    step: f64,
}

impl Axis {
    /// An axis whose ticks are at least `spacing` pixels apart.
    pub(super) fn new(values: (f64, f64), pixels: (f64, f64), spacing: f64) -> Self {
        let most = ((pixels.1 - pixels.0).abs() / spacing).max(1.0);
        let step = round_step((values.1 - values.0) / most);
        let first = (values.0 / step - 1e-9).ceil();
        let ticks = (0..100)
            .map(|index| (first + f64::from(index)) * step)
            .take_while(|tick| *tick <= values.1 + 1e-9 * step);
        // A zero that was reckoned would be printed with a sign.
        let ticks = ticks.map(|tick| if tick.abs() < 1e-9 * step { 0.0 } else { tick }).collect();
        Self { values, pixels, ticks, step }
    }

    /// The pixel of a value.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = (value - self.values.0) / (self.values.1 - self.values.0);
        self.pixels.0 + share * (self.pixels.1 - self.pixels.0)
    }

    /// The label of a tick, with as many decimals as tell it from its neighbours.
    pub(super) fn label(&self, tick: f64) -> String {
        number(tick, decimals(self.step))
    }

    /// Draws an axis from left to right: grid lines from `top` to `bottom` and labels beneath them.
    pub(super) fn draw(&self, canvas: &mut Canvas, (top, bottom): (f64, f64)) {
        self.grid(canvas, (top, bottom));
        self.labels(canvas, bottom + 4.0 + 0.76 * theme::SMALL);
    }

    /// The grid lines alone; zero is darker.
    pub(super) fn grid(&self, canvas: &mut Canvas, (top, bottom): (f64, f64)) {
        for &tick in &self.ticks {
            let x = self.at(tick);
            let ink =
                if tick.abs() < 1e-12 { Ink::line(theme::RULE, 1.0) } else { Ink::line(theme::GRID, 0.8) };
            canvas.line((x, top), (x, bottom), ink);
        }
    }

    /// The labels of the ticks alone, standing on this height.
    pub(super) fn labels(&self, canvas: &mut Canvas, baseline: f64) {
        let lettering = Lettering::new(Face::regular(theme::SMALL), theme::GREY, Side::Middle);
        for &tick in &self.ticks {
            canvas.text((self.at(tick), baseline), self.label(tick), lettering);
        }
    }

    /// Draws an interval at height `y`; where it goes beyond the axis it ends in an arrowhead.
    pub(super) fn interval(&self, canvas: &mut Canvas, y: f64, interval: (f64, f64), ink: Ink) {
        let (low, high) = (interval.0.max(self.values.0), interval.1.min(self.values.1));
        if low > high {
            return;
        }
        let (from, to) = (self.at(low), self.at(high));
        canvas.line((from, y), (to, y), ink);
        let fill = Ink::fill(ink.colour);
        if interval.0 < self.values.0 {
            canvas.polygon(vec![(from - 1.0, y), (from + 4.5, y - 3.0), (from + 4.5, y + 3.0)], fill);
        }
        if interval.1 > self.values.1 {
            canvas.polygon(vec![(to + 1.0, y), (to - 4.5, y - 3.0), (to - 4.5, y + 3.0)], fill);
        }
    }

    /// Draws an estimate at height `y`: its interval, and on it the mark in a colour, filled or open.
    pub(super) fn estimate(
        &self,
        canvas: &mut Canvas,
        (estimate, y): (Estimate, f64),
        (mark, colour, filled): (Mark, Colour, bool),
    ) {
        if let Some(interval) = estimate.interval {
            self.interval(canvas, y, interval, Ink::line(colour, 1.4));
        }
        mark.draw(canvas, (self.at(estimate.value), y), colour, filled);
    }
}

/// An estimate with the ends of its interval, where it has one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Estimate {
    pub(super) value: f64,
    pub(super) interval: Option<(f64, f64)>,
}

/// The values from which to which an axis must go: all estimates, zero, all intervals but the very long ones. At least
/// `least` long, with a little room at both ends.
pub(super) fn span(estimates: &[Estimate], least: f64) -> (f64, f64) {
    let mut lengths: Vec<f64> =
        estimates.iter().filter_map(|it| it.interval).map(|(low, high)| high - low).collect();
    lengths.sort_by(f64::total_cmp);
    let longest = lengths.get(lengths.len() / 2).map_or(0.0, |median| LONGEST_INTERVAL * median);
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for it in estimates {
        (low, high) = (low.min(it.value), high.max(it.value));
        if let Some(ends) = it.interval {
            let reach = longest.max(1e-9);
            (low, high) =
                (low.min(ends.0.max(it.value - reach / 2.0)), high.max(ends.1.min(it.value + reach / 2.0)));
        }
    }
    let lacking = ((least - (high - low)) / 2.0).max(0.0);
    let room = 0.04 * (high - low).max(least);
    (low - lacking - room, high + lacking + room)
}

/// The marks of charts; two that stand side by side differ in shape and colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A disc.
    Disc,
    /// A square.
    Square,
    /// A triangle on its base.
    Triangle,
}

impl Mark {
    /// Draws the mark; an open one has a white inside, so that a line behind it does not show.
    pub(super) fn draw(self, canvas: &mut Canvas, (x, y): Point, colour: Colour, filled: bool) {
        let inside = Ink::fill(if filled { colour } else { theme::WHITE });
        let outline = Ink::line(colour, 1.5);
        let corners = match self {
            Self::Disc => {
                canvas.circle((x, y), 3.6, inside);
                canvas.circle((x, y), 3.6, outline);
                return;
            }
            Self::Square => [(-3.3, -3.3), (3.3, -3.3), (3.3, 3.3), (-3.3, 3.3)].to_vec(),
            Self::Triangle => [(0.0, -4.2), (4.2, 3.2), (-4.2, 3.2)].to_vec(),
        };
        let mut points: Vec<Point> = corners.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
        canvas.polygon(points.clone(), inside);
        // Closed over its first side again, so that the last corner is as sharp as the others.
        points.extend_from_within(0..2);
        canvas.path(points, outline);
    }
}

/// The next of 1, 2, 5, 10, … (times a power of ten) that is not smaller.
pub(super) fn round_step(least: f64) -> f64 {
    let power = 10.0_f64.powf(least.max(f64::MIN_POSITIVE).log10().floor());
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|step| step * power)
        .find(|step| *step >= least * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// How many decimals a number of this step needs.
fn decimals(step: f64) -> usize {
    let step = step.abs();
    (0..8)
        .find(|&places| step * 10.0_f64.powi(places) > 1.0 - 1e-9)
        .map_or(8, |places| usize::try_from(places).unwrap_or_default())
}

/// A number with this many decimals, a typographic minus and no signed zero.
pub(super) fn number(value: f64, decimals: usize) -> String {
    let printed = format!("{value:.decimals$}");
    match printed.strip_prefix('-') {
        Some(digits) if digits.chars().all(|digit| matches!(digit, '0' | '.')) => digits.to_owned(),
        Some(digits) => format!("{MINUS}{digits}"),
        None => printed,
    }
}

/// A whole number with commas between thousands.
pub(super) fn whole(value: f64) -> String {
    let digits = format!("{value:.0}");
    let n_digits = digits.len();
    let mut printed = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (n_digits - index).is_multiple_of(3) {
            printed.push(',');
        }
        printed.push(digit);
    }
    printed
}

/// The heights of the middles of rows.
pub(super) fn row_middle(top: f64, height: f64, row: usize) -> f64 {
    top + height * (count(row) + 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_include_zero_without_a_sign_and_stay_inside() {
        let axis = Axis::new((-0.31, 0.42), (0.0, 250.0), 45.0);
        let labels: Vec<String> = axis.ticks.iter().map(|tick| axis.label(*tick)).collect();
        assert_eq!(labels, ["−0.2", "0.0", "0.2", "0.4"]);
    }

    #[test]
    fn one_very_long_interval_does_not_set_the_axis() {
        let short = Estimate { value: 0.1, interval: Some((0.05, 0.15)) };
        let long = Estimate { value: 0.0, interval: Some((-9.0, 9.0)) };
        let (low, high) = span(&[short, short, long], 0.1);
        assert!(low > -0.5 && high < 0.5);
    }

    #[test]
    fn numbers_are_printed_for_readers() {
        assert_eq!(number(-0.04, 1), "0.0");
        assert_eq!(number(-1.25, 1), "−1.2");
        assert_eq!((whole(999.0).as_str(), whole(1_234_567.0).as_str()), ("999", "1,234,567"));
    }

    #[test]
    fn all_equal_values_still_give_an_axis() {
        let (low, high) = span(&[Estimate { value: 0.0, interval: None }], 0.2);
        assert!(low < -0.09 && high > 0.09);
    }
}
