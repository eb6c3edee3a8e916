//! `selection_framing.csv`: how far an outlet is from all others, and how much of that comes of what it covers.

use super::Comparison;
use super::difference_columns::{FOREIGN_KEYS, tidy};
use super::pooled_rows::LEVEL;
use super::sides::{Group, Sums, weight, why_empty};
use crate::error::Result;
use crate::key::About;
use crate::stats::bootstrap::Interval;
use crate::stats::decomposition::{Decomposition, Resamples, Rows, decompose};
use crate::study::Study;
use crate::tables::{Cell, Column, Kind, Schema, Table};

const UNIT: &str = "the measure's unit: mean score, matches per 1,000 words, or mean over articles";
const NO_OTHERS: &str = "see note";
const NO_INTERVAL: &str = "fewer than two events to resample, or all of them alike";

const fn number(name: &'static str, meaning: &'static str, missing: &'static str) -> Column {
    Column::new(name, Kind::Number, UNIT, meaning, missing)
}

const SCHEMA: Schema = Schema {
    name: "selection_framing",
    row: "an outlet's difference from all others over all articles, split into selection and framing",
    key: &["outlet", "measure", "feature"],
    columns: &[
        Column::text("outlet", "the outlet"),
        Column::text("measure", "the measure"),
        Column::text(
            "feature",
            "the feature of the measure, in all voices and zones (of headlines: in these)",
        ),
        number("estimate", "the outlet's value over all its articles", NO_OTHERS),
        number("reference", "the value over all articles of all others", NO_OTHERS),
        number("total", "estimate minus reference; selection and framing add up to it", NO_OTHERS),
        number(
            "total_ci_low",
            "lower end of its 95 % interval: bootstrap of events, for all three together",
            NO_INTERVAL,
        ),
        number("total_ci_high", "upper end of its 95 % interval", NO_INTERVAL),
        number(
            "selection",
            "what remains of the total: the outlet and the others would differ by it if they wrote alike on each event, as \
             they report other events, or give the same ones other room",
            "see note",
        ),
        number("selection_ci_low", "lower end of its 95 % interval", NO_INTERVAL),
        number("selection_ci_high", "upper end of its 95 % interval", NO_INTERVAL),
        number(
            "framing",
            "the difference on the same events, averaged with weights n1*n2/(n1+n2) as `difference` in the tables of \
             differences",
            "see note",
        ),
        number("framing_ci_low", "lower end of its 95 % interval", NO_INTERVAL),
        number("framing_ci_high", "upper end of its 95 % interval", NO_INTERVAL),
        Column::new(
            "share_shared",
            Kind::Number,
            "0 to 1",
            "share of what the outlet's value is taken over (words, sentences or articles) that lies in events that others \
             report too: only there framing is seen, elsewhere it is taken to be the same",
            "the outlet has nothing to take a value over",
        ),
        Column::count("n_events", "events", "events in which both the outlet and another have a value"),
        Column::count("n_events_outlet", "events", "all events in which the outlet has a value"),
        Column::count("n_articles", "articles", "the outlet's articles with a value"),
        Column::count("n_articles_reference", "articles", "articles of others with a value"),
        Column::new(
            "note",
            Kind::Text,
            "",
            "why figures are empty: one_outlet (there are no others), no_shared_event (no event to see framing in), \
             not_in_english (the measure needs English), no_values (nothing to take the figure over)",
            "none is, but for intervals",
        ),
    ],
    foreign_keys: FOREIGN_KEYS,
};

/// The table of selection and framing.
#[derive(Debug)]
pub(crate) struct SelectionFraming;

impl Comparison for SelectionFraming {
    fn about(&self) -> About {
        About {
            name: "selection_framing",
            line: "how much of an outlet's whole difference comes of what it covers, and how much of how it covers the same",
            unit: UNIT,
            limits: "framing is seen in shared events alone (share_shared) and taken to be the same elsewhere; where it differs \
                     from event to event, selection holds what the average leaves out",
            source: "Kitagawa 1955; Oaxaca 1973; Blinder 1973; Gelbach 2016; event bootstrap: Davison & Hinkley 1997",
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
        let groups = Group::all(study);
        let Some(group) = groups.get(part) else { return Ok(vec![table]) };
        let by_event = group.by_event(study)?;
        let all = by_event.iter().try_fold(Sums::new(group.features.len()), Sums::plus)?;
        let rows_of_all = rows_of_all(group, &by_event);
        let resamples = Resamples::new(&study.fewer_draws, study.events.len());
        let resampled = resamples.sums(&rows_of_all);
        for outlet in study.compared_outlets() {
            let side = Side::new(study, (group, outlet), &by_event)?;
            let others = all.without(&side.own);
            let parts = decompose(&side.rows, &rows_of_all, (&resamples, &resampled), LEVEL);
            for (column, parts) in parts.into_iter().enumerate() {
                table.push(side.cells((study, group), (outlet, column), &others, parts));
            }
        }
        Ok(vec![table])
    }
}

/// The sums of all events, as the bootstrap takes them.
fn rows_of_all(group: &Group, by_event: &[Sums]) -> Rows {
    let mut rows = Rows::new(1 + group.features.len());
    for (event, sums) in (0..).zip(by_event).filter(|(_, sums)| sums.size > 0) {
        let numerators = (0..group.features.len()).map(|it| sums.numerator(it, group.scale));
        rows.push(event, std::iter::once(sums.denominator()).chain(numerators));
    }
    rows
}

/// What an outlet has in its events.
struct Side {
    rows: Rows,
    own: Sums,
    n_shared: usize,
    size_shared: f64,
}

impl Side {
    fn new(study: &Study, (group, outlet): (&Group, u32), by_event: &[Sums]) -> Result<Self> {
        let n_features = group.features.len();
        let mut side = Self {
            rows: Rows::new(2 + 2 * n_features),
            own: Sums::new(n_features),
            n_shared: 0,
            size_shared: 0.0,
        };
        for (event, own) in group.of_outlet(study, outlet)? {
            let others = by_event[event as usize].without(&own);
            let is_shared = others.size > 0;
            let weight = if is_shared { weight(own.n_articles, others.n_articles) } else { 0.0 };
            side.n_shared += usize::from(is_shared);
            side.size_shared += if is_shared { own.denominator() } else { 0.0 };
            let of_feature = |it: usize| {
                let figures = own.figure(it, group.scale).zip(others.figure(it, group.scale));
                let difference = figures.map_or(0.0, |(own, others)| own - others);
                [own.numerator(it, group.scale), weight * difference]
            };
            let values = [own.denominator(), weight].into_iter().chain((0..n_features).flat_map(of_feature));
            side.rows.push(event, values);
            side.own = side.own.plus(&own)?;
        }
        Ok(side)
    }

    fn cells(
        &self,
        (study, group): (&Study, &Group),
        (outlet, column): (u32, usize),
        others: &Sums,
        parts: Option<Decomposition>,
    ) -> Vec<Cell> {
        let feature = &study.features[group.features[column]];
        let mut cells = vec![
            Cell::shared(&study.outlets[outlet as usize]),
            Cell::text(&feature.measure),
            Cell::text(&feature.name),
            tidy(self.own.figure(column, group.scale)),
            tidy(others.figure(column, group.scale)),
        ];
        let of = |part: Option<(f64, Option<Interval>)>| {
            let interval = part.and_then(|it| it.1);
            [part.map(|it| it.0), interval.map(|it| it.low), interval.map(|it| it.high)].map(tidy)
        };
        cells.extend(of(parts.map(|it| it.total)));
        cells.extend(of(parts.and_then(|it| it.between)));
        cells.extend(of(parts.and_then(|it| it.within)));
        cells.push(Cell::optional((self.own.size > 0).then(|| self.size_shared / self.own.denominator())));
        cells.push(Cell::count(self.n_shared));
        cells.push(Cell::count(self.rows.strata.len()));
        cells.push(Cell::count(self.own.n_articles));
        cells.push(Cell::count(others.n_articles));
        cells.push(Cell::text(if self.n_shared > 0 { "" } else { why_empty(study, outlet, &self.own) }));
        cells
    }
}
