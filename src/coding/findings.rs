//! `validation.csv`: what human codes say of the measure.

use super::codes::Coded;
use super::errors::{Difference, Figure, by_event, difference, measured_share, strata};
use super::passages::{Frame, Passage};
use crate::stats::group_means;
use crate::stats::krippendorff::{alpha_interval, alpha_nominal};
use crate::stats::random::Stream;
use crate::stats::stratified_sample::{
    Estimate, Stratum, correction, normal_quantile, part_of, total, two_sided_p,
};
use crate::tables::{Cell, Column, Kind, Schema, Table};

/// The level of all intervals.
const LEVEL: f64 = 0.95;

/// The outlet of rows about all.
pub(super) const ALL: &str = "ALL";

/// The shape of the findings.
pub const FINDINGS: Schema = Schema {
    name: "validation",
    row: "a finding about the measure",
    key: &["quantity", "outlet"],
    columns: &[
        Column::text("quantity", "what: see docs/human-checks.md"),
        Column::text("outlet", "the outlet (or group) whose passages it rests on; ALL for all"),
        Column::count("n", "passages", "the coded passages that it rests on"),
        Column::new(
            "estimate",
            Kind::Number,
            "alpha: at most 1; else shares, 0 to 1, or differences of such",
            "the finding",
            "note says why",
        ),
        Column::new(
            "std_error",
            Kind::Number,
            "as estimate",
            "its standard error",
            "the interval does not come from one, or there is no estimate",
        ),
        Column::new("ci_low", Kind::Number, "as estimate", "lower end of its 95 % interval", "note says why"),
        Column::new(
            "ci_high",
            Kind::Number,
            "as estimate",
            "upper end of its 95 % interval",
            "note says why",
        ),
        Column::new(
            "p_value",
            Kind::Number,
            "0 to 1",
            "how likely such a difference is by chance alone",
            "the finding is no test",
        ),
        Column::new(
            "note",
            Kind::Text,
            "not_coded, no_match, one_coder, few_units, all_equal, one_outlet, no_shared_event, one_unit",
            "why a figure is missing",
            "none is",
        ),
    ],
    foreign_keys: &[],
};

/// What was coded.
#[derive(Debug)]
pub struct Lot<'a> {
    /// All sentences.
    pub frame: &'a Frame,
    /// Those that were drawn, with their codes.
    pub coded: Vec<(Passage, Coded)>,
}

impl Lot<'_> {
    /// The passages that have a code, each with the code that counts.
    pub(super) fn values(&self) -> impl Iterator<Item = (&Passage, f64)> {
        self.coded.iter().filter_map(|(passage, coded)| Some((passage, coded.value()?)))
    }
}

/// A row of the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// What.
    pub quantity: &'static str,
    /// Of which outlet, or `ALL`.
    pub outlet: String,
    /// From how many passages.
    pub n: usize,
    /// The finding with its interval.
    pub estimate: Option<Estimate>,
    /// Whether the interval is known.
    pub has_interval: bool,
    /// Its standard error.
    pub std_error: Option<f64>,
    /// Its p-value.
    pub p_value: Option<f64>,
    /// Why something is missing.
    pub note: &'static str,
}

/// All findings as a table, sorted.
#[must_use]
pub fn table(findings: &[Findings]) -> Table {
    let mut table = Table::new(&FINDINGS);
    for it in findings {
        let end = |end: fn(Estimate) -> f64| Cell::optional(it.estimate.filter(|_| it.has_interval).map(end));
        table.push([
            Cell::text(it.quantity),
            Cell::text(&it.outlet),
            Cell::count(it.n),
            Cell::optional(it.estimate.map(|it| it.value)),
            Cell::optional(it.std_error),
            end(|it| it.low),
            end(|it| it.high),
            Cell::optional(it.p_value),
            Cell::text(it.note),
        ]);
    }
    table.sort_by_key();
    table
}

impl Findings {
    fn interval(mut self, estimate: Option<Estimate>, why_not: &'static str) -> Self {
        self.estimate = estimate;
        self.has_interval = estimate.is_some();
        self.note = if estimate.is_some() { self.note } else { why_not };
        self
    }

    /// A figure whose interval comes from its standard error; shares stay within 0 and 1.
    fn figure(mut self, figure: Option<Figure>, (low, high): (f64, f64), why_not: &'static str) -> Self {
        let Some(Figure { value, std_error }) = figure else {
            self.note = why_not;
            return self;
        };
        let half = std_error.map_or(0.0, |it| it * normal_quantile(LEVEL));
        self.estimate =
            Some(Estimate { value, low: (value - half).max(low), high: (value + half).min(high) });
        self.has_interval = std_error.is_some();
        self.std_error = std_error;
        self.note = if std_error.is_some() { "" } else { "one_unit" };
        self
    }

    /// Works out all findings.
    #[must_use]
    pub fn of(lot: &Lot<'_>, (seed, resamples): (u64, usize)) -> Vec<Self> {
        let strata = strata(lot);
        let n_outlets = lot.frame.outlets.len();
        let all: Vec<usize> = (0..n_outlets).collect();
        let mut found = Vec::new();
        for (name, members) in groups(lot.frame) {
            found.push(agreement(lot, (&name, &members), (seed, resamples)));
            found.extend(accuracy((&name, &members), &strata));
            found.extend(shares(lot.frame, (&name, &members), &strata));
        }
        let events = by_event(lot.frame);
        for (outlet, name) in lot.frame.outlets.iter().enumerate().filter(|_| n_outlets > 1) {
            let n = all.iter().map(|&it| strata[2 * it].n + strata[2 * it + 1].n).sum();
            let row = |quantity| Self { quantity, outlet: name.clone(), n, ..Self::default() };
            let raw = difference(&events, outlet, n_outlets);
            let bounds = (-1.0, 1.0);
            found.push(Self {
                n: 0,
                ..row("difference_measured").figure(raw.figure, bounds, "no_shared_event")
            });
            found.push(corrected_difference(row("difference_corrected"), lot, (&raw, outlet)));
        }
        found.extend(tests(lot, (seed, resamples)));
        found
    }
}

/// All outlets together, then each; one outlet is all.
fn groups(frame: &Frame) -> Vec<(String, Vec<usize>)> {
    let each = frame.outlets.iter().enumerate().map(|(at, name)| (name.clone(), vec![at]));
    let all = (ALL.to_owned(), (0..frame.outlets.len()).collect());
    let n = frame.outlets.len();
    std::iter::once(all).chain(each.filter(|_| n > 1)).collect()
}

fn agreement(lot: &Lot<'_>, (name, members): (&str, &[usize]), (seed, resamples): (u64, usize)) -> Findings {
    let codes_of = |(passage, coded): &(Passage, Coded)| {
        let is_wanted = members.contains(&lot.frame.outlet(passage)) && coded.codes.len() > 1;
        is_wanted.then(|| coded.codes.iter().map(|(_, code)| *code).collect::<Vec<u8>>())
    };
    let units: Vec<Vec<u8>> = lot.coded.iter().filter_map(codes_of).collect();
    let alpha = alpha_nominal(&units);
    let mut stream = Stream::new(seed, &["validate", "alpha", name]);
    let interval = alpha_interval(&units, resamples, &mut stream, LEVEL);
    let (low, high) = interval.unwrap_or_default();
    Findings {
        quantity: "alpha",
        outlet: name.to_owned(),
        n: units.len(),
        estimate: alpha.map(|value| Estimate { value, low: low.min(value), high: high.max(value) }),
        has_interval: alpha.is_some() && interval.is_some(),
        note: match (units.is_empty(), alpha, interval) {
            (true, ..) => "one_coder",
            (false, None, _) => "all_equal",
            (false, Some(_), None) => "few_units",
            _ => "",
        },
        ..Findings::default()
    }
}

/// The strata of these outlets: those without a match, or those with one.
fn of_kind(members: &[usize], strata: &[Stratum], matched: usize) -> Vec<Stratum> {
    members.iter().map(|&outlet| strata[2 * outlet + matched]).collect()
}

fn accuracy((name, members): (&str, &[usize]), strata: &[Stratum]) -> [Findings; 2] {
    let (matched, rest) = (of_kind(members, strata, 1), of_kind(members, strata, 0));
    let n = |strata: &[Stratum]| strata.iter().map(|it| it.n).sum::<usize>();
    let size: usize = matched.iter().map(|it| it.size).sum();
    #[expect(clippy::cast_precision_loss, reason = "sentences of a corpus")]
    let size = size as f64;
    let found = total(&matched, LEVEL);
    let precision = found.filter(|_| size > 0.0).map(|it| it.over(size));
    let recall = found.zip(total(&rest, LEVEL)).and_then(|(part, rest)| part_of(part, rest));
    let why = if size > 0.0 { "not_coded" } else { "no_match" };
    let row = |quantity, n| Findings { quantity, outlet: name.to_owned(), n, ..Findings::default() };
    let why_no_recall =
        if found.is_some() && total(&rest, LEVEL).is_some() { "all_equal" } else { "not_coded" };
    [
        row("precision", n(&matched)).interval(precision, why),
        row("recall", n(&matched) + n(&rest)).interval(recall, why_no_recall),
    ]
}

fn shares(frame: &Frame, (name, members): (&str, &[usize]), strata: &[Stratum]) -> [Findings; 2] {
    let all = [of_kind(members, strata, 0), of_kind(members, strata, 1)].concat();
    #[expect(clippy::cast_precision_loss, reason = "sentences of a corpus")]
    let size = all.iter().map(|it| it.size).sum::<usize>() as f64;
    let n = all.iter().map(|it| it.n).sum();
    let measured = measured_share(frame, |outlet| members.contains(&outlet));
    let row = |quantity, n| Findings { quantity, outlet: name.to_owned(), n, ..Findings::default() };
    let corrected = total(&all, LEVEL).filter(|_| size > 0.0).map(|it| {
        // The interval of the draw, and that of the articles, add up in squares.
        let Estimate { value, low, high } = it.over(size);
        let of_articles = measured.and_then(|it| it.std_error).unwrap_or(0.0) * normal_quantile(LEVEL);
        let low = (value - (value - low).hypot(of_articles)).max(0.0);
        Estimate { value, low, high: (value + (high - value).hypot(of_articles)).min(1.0) }
    });
    [
        row("share_measured", 0).figure(measured, (0.0, 1.0), "no_match"),
        row("share_corrected", n).interval(corrected, "not_coded"),
    ]
}

fn corrected_difference(row: Findings, lot: &Lot<'_>, (raw, outlet): (&Difference, usize)) -> Findings {
    let Some(measured) = raw.figure else { return Findings { note: "no_shared_event", ..row } };
    let Some((by, variance)) = correction(&raw.checked(lot, outlet)) else {
        return Findings { note: "not_coded", ..row };
    };
    let value = measured.value + by;
    let std_error = measured.std_error.map(|it| it.hypot(variance.sqrt()));
    let p_value = std_error.and_then(|error| two_sided_p(value, error));
    let figure = Figure { value, std_error };
    Findings { p_value, ..row.figure(Some(figure), (-1.0, 1.0), "") }
}

/// The outlet and the error of each coded passage of one kind.
type Errors = Vec<(usize, f64)>;

/// Whether errors differ between outlets: false matches, misses, and both.
fn tests(lot: &Lot<'_>, (seed, resamples): (u64, usize)) -> Vec<Findings> {
    let mut strata = [Vec::new(), Vec::new()];
    for (passage, value) in lot.values() {
        let error = if passage.is_matched { 1.0 - value } else { value };
        strata[usize::from(passage.is_matched)].push((lot.frame.outlet(passage), error));
    }
    let [missed, matched] = strata;
    let both = [missed.clone(), matched.clone()];
    let wanted: [(&'static str, &[Errors]); 3] =
        [("false_matches_differ", &[matched]), ("misses_differ", &[missed]), ("errors_differ", &both)];
    let test = |(quantity, strata): (&'static str, &[Errors])| {
        let mut stream = Stream::new(seed, &["validate", quantity]);
        let p_value = group_means::test(strata, resamples, &mut stream);
        let spread = if let [stratum] = strata { spread(stratum) } else { None };
        Findings {
            quantity,
            outlet: ALL.to_owned(),
            n: strata.iter().map(Vec::len).sum(),
            estimate: spread.map(|value| Estimate { value, low: value, high: value }),
            p_value,
            note: match p_value {
                Some(_) => "",
                None if lot.frame.outlets.len() < 2 => "one_outlet",
                None => "all_equal",
            },
            ..Findings::default()
        }
    };
    wanted.map(test).into()
}

/// The largest error rate of an outlet less the smallest.
fn spread(stratum: &[(usize, f64)]) -> Option<f64> {
    let n_groups = stratum.iter().map(|it| it.0 + 1).max()?;
    let mut sums = vec![(0.0, 0.0); n_groups];
    for (group, error) in stratum {
        sums[*group].0 += error;
        sums[*group].1 += 1.0;
    }
    let rates = sums.iter().filter(|it| it.1 > 0.0).map(|(sum, n)| sum / n);
    let (low, high) =
        rates.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| (low.min(it), high.max(it)));
    (high >= low).then_some(high - low)
}
