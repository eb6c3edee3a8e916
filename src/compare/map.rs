//! `map.csv`: outlets as points, near each other where they use words, or frames, alike on the same events.

use super::Comparison;
use super::pca::{Components, principal_components};
use super::profile::{Basis, Profiles};
use crate::error::Result;
use crate::key::About;
use crate::stats::draws::Draws;
use crate::study::{SharedEvent, Study};
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};
use ndarray::{Array1, Array2};

/// The weight of what all outlets share, in words: it draws outlets of few words to the middle.
const PRIOR_SIZE: f64 = 500.0;
/// So many bootstrap samples of events are behind an ellipse, or all of `--resamples` where that is less.
const RESAMPLES: usize = 100;
/// An ellipse needs this many events.
const FEWEST_EVENTS: usize = 5;
/// The 95 % quantile of the chi-squared distribution of two degrees of freedom.
const CHI_SQUARED_95: f64 = 5.991_464_547;

const UNIT: &str = "centred log-ratio";
const NO_ELLIPSE: &str = "fewer than 5 events";

const SCHEMA: Schema = Schema {
    name: "map",
    row: "an outlet on the map: those with at least 5 shared events, or all where fewer than three have so many",
    key: &["outlet", "basis"],
    columns: &[
        Column::text("outlet", "the outlet"),
        Column::text(
            "basis",
            "terms (the 1,000 commonest words that are no stop words), own_terms, or frames",
        ),
        Column::new("dim1", Kind::Number, UNIT, "position on the first component", "never"),
        Column::new("dim2", Kind::Number, UNIT, "position on the second component", "never"),
        Column::new(
            "ellipse_a",
            Kind::Number,
            UNIT,
            "longer half axis of the 95 % ellipse, bootstrap over events",
            NO_ELLIPSE,
        ),
        Column::new("ellipse_b", Kind::Number, UNIT, "shorter half axis", NO_ELLIPSE),
        Column::new(
            "ellipse_angle",
            Kind::Number,
            "degrees",
            "angle of the longer axis to dim1, counter-clockwise",
            NO_ELLIPSE,
        ),
        Column::new(
            "variance_explained_1",
            Kind::Number,
            "0 to 1",
            "share of the total variance on the first component",
            "never",
        ),
        Column::new(
            "variance_explained_2",
            Kind::Number,
            "0 to 1",
            "share of the total variance on the second component",
            "never",
        ),
        Column::count("n_events", "events", "events of the outlet that another reports too"),
    ],
    foreign_keys: &[
        ForeignKey { column: "outlet", table: "groups", target: "group" },
        ForeignKey { column: "outlet", table: "outlets", target: "outlet" },
    ],
};

const BASES: [Basis; 3] = [Basis::Terms, Basis::OwnTerms, Basis::Frames];

/// The table of positions.
#[derive(Debug)]
pub(crate) struct OutletMap;

impl Comparison for OutletMap {
    fn about(&self) -> About {
        About {
            name: "map",
            line: "outlets as points: how each departs in words or frames from the others of the same events",
            unit: "principal components of centred log-ratios",
            limits: "axes have no meaning of their own, such as left and right; outlets of few words lie near the middle; \
                     two dimensions hold only the share of the variance that is shown",
            source: "Aitchison 1986; Jolliffe 2002",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn n_parts(&self, _study: &Study) -> usize {
        BASES.len()
    }

    fn part(&self, study: &Study, part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let basis = BASES[part];
        let profiles = Profiles::new(study, basis);
        let mut sides: Vec<(u32, Vec<Side>)> = study
            .compared_outlets()
            .into_iter()
            .map(|outlet| (outlet, sides(&profiles, &study.events_of(outlet))))
            .filter(|(_, sides)| !sides.is_empty())
            .collect();
        // Outlets of a few events are mostly noise, and would turn the axes to themselves; they stay where only such are.
        let n_steady = sides.iter().filter(|(_, sides)| sides.len() >= FEWEST_EVENTS).count();
        if n_steady >= 3 {
            sides.retain(|(_, sides)| sides.len() >= FEWEST_EVENTS);
        }
        if sides.len() < 3 || profiles.n_features() < 3 {
            return Ok(vec![table]);
        }
        let prior = prior(study, &profiles);
        let mut matrix = Array2::zeros((sides.len(), profiles.n_features()));
        for (mut row, (_, sides)) in matrix.rows_mut().into_iter().zip(&sides) {
            row.assign(&departure(sides, |_| 1.0, &prior));
        }
        if let Some(components) = principal_components(&matrix, 2) {
            for (position, (outlet, sides)) in sides.iter().enumerate() {
                table.push(row(
                    study,
                    (*outlet, basis),
                    &components,
                    position,
                    ellipse(&study.fewer_draws, sides, (&components, &prior)),
                ));
            }
        }
        Ok(vec![table])
    }
}

/// What the outlet and the others count in one event.
struct Side {
    own: Vec<(u32, f64)>,
    others: Vec<(u32, f64)>,
}

fn sides(profiles: &Profiles, events: &[SharedEvent]) -> Vec<Side> {
    let shared = events.iter().filter(|event| !event.others.is_empty());
    shared
        .map(|event| Side {
            own: profiles.sparse_sum(&event.own),
            others: profiles.sparse_sum(&event.others),
        })
        .collect()
}

/// The corpus's distribution, times the weight of the prior; each feature at least a little.
fn prior(study: &Study, profiles: &Profiles) -> Vec<f64> {
    let all: Vec<u32> = (0..).take(study.articles.len()).collect();
    let sum = profiles.sum(&all);
    let total: f64 = sum.iter().map(|count| count + 0.5).sum();
    sum.iter().map(|count| PRIOR_SIZE * (count + 0.5) / total).collect()
}

/// How an outlet departs from the others of the same events: the centred log-ratio of its counts less that of theirs.
/// Each event counts as often as `times` says.
fn departure(sides: &[Side], times: impl Fn(usize) -> f64, prior: &[f64]) -> Array1<f64> {
    let (mut own, mut others) = (prior.to_vec(), prior.to_vec());
    for (times, side) in sides.iter().enumerate().map(|(number, side)| (times(number), side)) {
        if times > 0.0 {
            side.own.iter().for_each(|&(feature, count)| own[feature as usize] += times * count);
            side.others.iter().for_each(|&(feature, count)| others[feature as usize] += times * count);
        }
    }
    let ratio: Array1<f64> = own.iter().zip(&others).map(|(own, others)| (own / others).ln()).collect();
    let mean = ratio.mean().unwrap_or_default();
    ratio - mean
}

/// Half axes and angle of an ellipse.
type Ellipse = (f64, f64, f64);

/// The 95 % ellipse of the outlet's position under resampling of its events; the axes of the map stay as they are.
fn ellipse(draws: &Draws, sides: &[Side], (components, prior): (&Components, &[f64])) -> Option<Ellipse> {
    if sides.len() < FEWEST_EVENTS {
        return None;
    }
    let mut points: Vec<[f64; 2]> = Vec::with_capacity(RESAMPLES);
    draws.tables(sides.len(), |table| {
        for resample in 0..table.n_resamples().min(RESAMPLES - points.len()) {
            let times = |event| f64::from(table.of_unit(event)[resample]);
            let at = (departure(sides, times, prior) - &components.means).dot(&components.loadings);
            points.push([at[0], at[1]]);
        }
    });
    #[expect(clippy::cast_precision_loss, reason = "a few hundred resamples")]
    let n = points.len() as f64;
    let mean = [0, 1].map(|axis| points.iter().map(|point| point[axis]).sum::<f64>() / n);
    let moment = |a: usize, b: usize| {
        points.iter().map(|point| (point[a] - mean[a]) * (point[b] - mean[b])).sum::<f64>() / (n - 1.0)
    };
    let (xx, xy, yy) = (moment(0, 0), moment(0, 1), moment(1, 1));
    let (middle, swing) = ((xx + yy) / 2.0, (((xx - yy) / 2.0).powi(2) + xy * xy).sqrt());
    let half_axis = |variance: f64| (variance.max(0.0) * CHI_SQUARED_95).sqrt();
    let angle = (2.0 * xy).atan2(xx - yy).to_degrees() / 2.0;
    Some((half_axis(middle + swing), half_axis(middle - swing), angle))
}

fn row(
    study: &Study,
    (outlet, basis): (u32, Basis),
    components: &Components,
    position: usize,
    ellipse: Option<Ellipse>,
) -> [Cell; 10] {
    let n_events = study.events_of(outlet).iter().filter(|event| !event.others.is_empty()).count();
    [
        Cell::shared(&study.outlets[outlet as usize]),
        Cell::text(basis.name()),
        Cell::number(components.scores[[position, 0]]),
        Cell::number(components.scores[[position, 1]]),
        Cell::optional(ellipse.map(|it| it.0)),
        Cell::optional(ellipse.map(|it| it.1)),
        Cell::optional(ellipse.map(|it| it.2)),
        Cell::number(components.variance_explained[0]),
        Cell::number(components.variance_explained[1]),
        Cell::count(n_events),
    ]
}
