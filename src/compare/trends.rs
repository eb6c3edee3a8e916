//! `trends.csv`: each outlet's figures by week or month, and whether their level changed.

use super::Comparison;
use super::difference_columns::{FOREIGN_KEYS, Spread, tidy};
use super::periods::Periods;
use super::pooled_rows::{LEVEL, words};
use super::sides::{Group, Sums};
use crate::error::Result;
use crate::key::About;
use crate::stats::bootstrap::Pair;
use crate::stats::change_point::{Block, Change, Series, Shuffles};
use crate::stats::fdr::benjamini_hochberg;
use crate::stats::random::Stream;
use crate::stats::ratio;
use crate::study::Study;
use crate::tables::{Cell, Column, Kind, Schema, Table};
use std::collections::BTreeMap;

const UNIT: &str = "the measure's unit: mean score, matches per 1,000 words, or mean over articles";
const NO_INTERVAL: &str = "fewer than two events in the period, or all of them alike";
const NO_CHANGE: &str = "one period, or all events on one level";

/// Up to so many times as many orders as resamples were asked for: among thousands of series one in a thousand is too
/// coarse to be told from chance.
const DEEPER: usize = 10;
/// That many for series of few blocks only: all their orders together put at most so many blocks in their places.
const PLACED: usize = 500_000;
/// A series is settled when so many orders show as large a change.
const SETTLED: usize = 20;

const fn number(name: &'static str, meaning: &'static str, missing: &'static str) -> Column {
    Column::new(name, Kind::Number, UNIT, meaning, missing)
}

const SCHEMA: Schema = Schema {
    name: "trends",
    row: "an outlet in a week or month; the change point and its test belong to the outlet's whole series",
    key: &["outlet", "measure", "feature", "period"],
    columns: &[
        Column::text("outlet", "the outlet"),
        Column::text("measure", "the measure"),
        Column::text(
            "feature",
            "the feature of the measure, in all voices and zones (of headlines: in these)",
        ),
        Column::new(
            "period",
            Kind::Date,
            "ISO 8601",
            "the first day of the week (Monday) or month, in UTC",
            "never",
        ),
        Column::text(
            "period_unit",
            "week or month (--period; else months where the middle nine tenths of the dates span more than 26 weeks)",
        ),
        Column::count("n_events", "events", "the outlet's events in the period"),
        Column::count(
            "n_articles",
            "articles",
            "its articles that the figure is taken over; those without a date are in no period",
        ),
        Column::count("n_words", "words", "the words of those articles"),
        number("estimate", "the outlet's value in the period", "never"),
        number("std_error", "its standard error: events vary, to first order", NO_INTERVAL),
        number(
            "ci_low",
            "lower end of its 95 % interval, with the t distribution for few events",
            NO_INTERVAL,
        ),
        number("ci_high", "upper end of its 95 % interval", NO_INTERVAL),
        number(
            "reference",
            "the value of all others in the same period, on whatever events",
            "no other has an article in it",
        ),
        Column::new(
            "change_point",
            Kind::Date,
            "ISO 8601",
            "the first period of the new level: where the level differs most, for its standard deviation, from that before; the \
             same in all rows of a series",
            NO_CHANGE,
        ),
        number(
            "change",
            "the level from there on less the level before; the same in all rows of a series",
            NO_CHANGE,
        ),
        number(
            "change_reference",
            "the same of all others at the same point: what changed for all is the news rather than the outlet",
            "no change point, or others have no articles on one side of it",
        ),
        Column::new(
            "p_value",
            Kind::Number,
            "0 to 1",
            "share of shuffled orders of time, the outlet's articles on one event moving together, with as large a change: \
             (1 + k) / (1 + R), with R = --resamples, up to 10 times as many for series of few events, or fewer once k is 20",
            "see p_note",
        ),
        Column::new(
            "q_value",
            Kind::Number,
            "0 to 1",
            "Benjamini-Hochberg over all series of the table",
            "no p_value",
        ),
        Column::new(
            "p_note",
            Kind::Text,
            "",
            "why there is no p_value: one_period, all_equal (all events on one level), too_few_articles (fewer than 20 orders \
             of its events: none could reach 0.05)",
            "there is a p_value",
        ),
    ],
    foreign_keys: FOREIGN_KEYS,
};

/// The table of trends.
#[derive(Debug)]
pub(crate) struct Trends;

impl Comparison for Trends {
    fn about(&self) -> About {
        About {
            name: "trends",
            line: "each outlet's figures by week or month, and where their level changed",
            unit: UNIT,
            limits: "a series follows the news as well as the outlet: see change_reference; one change is looked for, not several, \
                     nor a slow drift; articles without a date are left out",
            source: "Page 1954; Pettitt 1979; Csorgo & Horvath 1997; Besag & Clifford 1991; Benjamini & Hochberg 1995",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn n_parts(&self, study: &Study) -> usize {
        Group::all(study).len()
    }

    fn part(&self, study: &Study, part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let (groups, periods) = (Group::all(study), Periods::new(study));
        let Some(group) = groups.get(part) else { return Ok(vec![table]) };
        let of_all = by_period(study, (group, &periods))?;
        for outlet in study.compared_outlets() {
            Line { study, group, periods: &periods, outlet }.push_rows(&of_all, &mut table)?;
        }
        Ok(vec![table])
    }

    fn finish(&self, tables: &mut [Table]) {
        tables.iter_mut().for_each(fill_q_values);
    }
}

/// Adjusts the p-values of all series, each of which stands in all its rows.
fn fill_q_values(table: &mut Table) {
    let position = |name| SCHEMA.position(name).unwrap_or_default();
    let (period, p_value, q_value) = (position("period"), position("p_value"), position("q_value"));
    let mut series: Vec<Vec<Cell>> = Vec::new();
    let mut p_values = Vec::new();
    let mut series_of = Vec::with_capacity(table.n_rows());
    for row in table.rows() {
        if series.last().is_none_or(|last| last[..] != row[..period]) {
            series.push(row[..period].to_vec());
            p_values.push(row[p_value].as_number());
        }
        series_of.push(series.len() - 1);
    }
    let q_values = benjamini_hochberg(&p_values);
    for (row, series) in table.rows_mut().zip(series_of) {
        row[q_value] = Cell::optional(q_values[series]);
    }
}

type ByPeriod = BTreeMap<i64, Sums>;

/// The sums of all articles in each period.
fn by_period(study: &Study, (group, periods): (&Group, &Periods)) -> Result<ByPeriod> {
    let mut sums = ByPeriod::new();
    for article in (0_u32..).take(study.articles.len()) {
        if let Some(period) = periods.of(article) {
            let into = sums.entry(period).or_insert_with(|| Sums::new(group.features.len()));
            group.add(study, article, into)?;
        }
    }
    Ok(sums)
}

/// The series of one outlet.
struct Line<'a> {
    study: &'a Study,
    group: &'a Group,
    periods: &'a Periods,
    outlet: u32,
}

/// An outlet in a period.
struct Point {
    period: i64,
    articles: Vec<u32>,
    total: Sums,
    /// Its events.
    events: Vec<Sums>,
}

impl Line<'_> {
    fn push_rows(&self, of_all: &ByPeriod, table: &mut Table) -> Result<()> {
        let points = self.points()?;
        let changes = self.changes(points.first().zip(points.last()).map_or(0, |(first, _)| first.period))?;
        let n_periods = points.len();
        let own: ByPeriod = points.iter().map(|point| (point.period, point.total.clone())).collect();
        let others: ByPeriod = of_all
            .iter()
            .map(|(&period, all)| {
                (period, own.get(&period).map_or_else(|| all.clone(), |own| all.without(own)))
            })
            .collect();
        let reaches: Vec<Option<f64>> = points
            .iter()
            .map(|point| ratio::reach(point.events.iter().map(Sums::denominator), LEVEL))
            .collect();
        for (column, change) in changes.into_iter().enumerate() {
            let of_series = self.cells_of_series((column, n_periods), change, &others)?;
            for (point, &reach) in points.iter().zip(&reaches) {
                let reference = others.get(&point.period).and_then(|it| it.figure(column, self.group.scale));
                table.push(
                    self.cells(point, column, reach)
                        .into_iter()
                        .chain([tidy(reference)])
                        .chain(of_series.iter().cloned()),
                );
            }
        }
        Ok(())
    }

    /// The articles with a date and something to take the figure over, by period.
    fn dated(&self) -> Vec<(i64, u32, u32)> {
        let article = |&article: &u32| {
            let period = self.periods.of(article).filter(|_| self.group.size(self.study, article) > 0)?;
            Some((period, self.study.event_of[article as usize], article))
        };
        self.study.articles_of(self.outlet).iter().filter_map(article).collect()
    }

    fn points(&self) -> Result<Vec<Point>> {
        let mut dated = self.dated();
        dated.sort_unstable();
        let mut points = Vec::new();
        for of_period in dated.chunk_by(|a, b| a.0 == b.0) {
            let articles = |part: &[(i64, u32, u32)]| part.iter().map(|it| it.2).collect::<Vec<u32>>();
            let of_events = of_period.chunk_by(|a, b| a.1 == b.1);
            let events = of_events.map(|part| self.group.total(self.study, &articles(part)));
            let all = articles(of_period);
            points.push(Point {
                period: of_period.first().map_or(0, |it| it.0),
                total: self.group.total(self.study, &all)?,
                events: events.collect::<Result<_>>()?,
                articles: all,
            });
        }
        Ok(points)
    }

    /// The largest change of each feature, its period counted from `first` on. What an outlet writes on one event moves
    /// together and counts where it begins; what it writes on it later than in the next period is a block of its own.
    fn changes(&self, first: i64) -> Result<Vec<Option<(i64, Change)>>> {
        let mut dated = self.dated();
        dated.sort_unstable_by_key(|&(period, event, article)| (event, period, article));
        let mut blocks: Vec<Block> = Vec::new();
        let mut rest = dated.as_slice();
        while let Some(&(period, event, _)) = rest.first() {
            let n = rest.iter().take_while(|it| it.1 == event && it.0 <= period + 1).count();
            let articles: Vec<u32> = rest[..n].iter().map(|it| it.2).collect();
            let sums = self.group.total(self.study, &articles)?;
            let numerators = (0..self.group.features.len()).map(|it| sums.numerator(it, self.group.scale));
            let place = usize::try_from(period - first).unwrap_or_default();
            blocks.push((place, sums.denominator(), numerators.collect()));
            rest = &rest[n..];
        }
        let options = &self.study.options;
        let most = options.resamples.saturating_mul(DEEPER);
        let most = (PLACED / blocks.len().max(1)).clamp(options.resamples, most);
        let shuffles = Shuffles { most, settled: SETTLED };
        let key = ["change point", self.study.stream_key(self.outlet)];
        let series = Series::new(blocks, self.group.features.len());
        let changes = series.largest_change(shuffles, &mut Stream::new(options.seed, &key));
        let dated = |change: Change| Some((first + i64::try_from(change.period).ok()?, change));
        Ok(changes.into_iter().map(|change| change.and_then(dated)).collect())
    }

    /// The cells up to the interval.
    fn cells(&self, point: &Point, column: usize, reach: Option<f64>) -> [Cell; 12] {
        let (study, scale) = (self.study, self.group.scale);
        let feature = &study.features[self.group.features[column]];
        let units: Vec<Pair> =
            point.events.iter().map(|it| (it.numerator(column, scale), it.denominator())).collect();
        let figures: Vec<f64> = point.events.iter().filter_map(|it| it.figure(column, scale)).collect();
        let least = figures.iter().copied().fold(f64::INFINITY, f64::min);
        let most = figures.iter().copied().fold(0.0, f64::max);
        let found = reach.and_then(|reach| ratio::interval(&units, reach));
        let spread = super::pooled_rows::spread(found).within(scale, (least, most));
        let Spread { std_error, low, high } = spread;
        [
            Cell::shared(&study.outlets[self.outlet as usize]),
            Cell::text(&feature.measure),
            Cell::text(&feature.name),
            Cell::text(&self.periods.first_day(point.period)),
            Cell::text(self.periods.unit()),
            Cell::count(point.events.len()),
            Cell::count(point.total.n_articles),
            Cell::whole(words(study, &point.articles, self.group.reading)),
            tidy(point.total.figure(column, scale)),
            tidy(std_error),
            tidy(low),
            tidy(high),
        ]
    }

    /// The cells that all rows of a series share, with an empty q-value.
    fn cells_of_series(
        &self,
        (column, n_periods): (usize, usize),
        change: Option<(i64, Change)>,
        others: &ByPeriod,
    ) -> Result<[Cell; 6]> {
        let Some((at, change)) = change else {
            let note = if n_periods < 2 { "one_period" } else { "all_equal" };
            return Ok([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::text(note)]);
        };
        let nothing = || Sums::new(self.group.features.len());
        let after = others.range(at..).try_fold(nothing(), |sum, it| sum.plus(it.1))?;
        let before = others.range(..at).try_fold(nothing(), |sum, it| sum.plus(it.1))?;
        let [after, before] = [after, before].map(|it| it.figure(column, self.group.scale));
        let note = if change.p_value.is_some() { "" } else { "too_few_articles" };
        Ok([
            Cell::text(&self.periods.first_day(at)),
            tidy(Some(change.change)),
            tidy(after.zip(before).map(|(after, before)| after - before)),
            Cell::optional(change.p_value),
            Cell::Empty,
            Cell::text(note),
        ])
    }
}
