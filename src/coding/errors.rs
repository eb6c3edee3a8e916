//! The sums behind the findings: what the measure says of all sentences, and how far it is off in those that were coded.

use super::findings::Lot;
use super::passages::Frame;
use crate::stats::stratified_sample::{Checked, Stratum};
use std::collections::BTreeMap;

/// Sentences, and those of them that the measure matched.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) n: f64,
    pub(super) matched: f64,
}

impl Tally {
    fn add(&mut self, is_matched: bool) {
        self.n += 1.0;
        self.matched += f64::from(u8::from(is_matched));
    }

    pub(super) fn share(self) -> f64 {
        self.matched / self.n
    }
}

/// A figure with its standard error, which is missing where there is but one of what varies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    pub(super) value: f64,
    pub(super) std_error: Option<f64>,
}

/// The share of matched sentences, with articles as what varies.
///
/// # Source
/// The ratio of two sums over clusters, linearised: Cochran (1977), "Sampling Techniques", equation 6.13.
pub(super) fn measured_share(frame: &Frame, is_wanted: impl Fn(usize) -> bool) -> Option<Figure> {
    let mut articles: BTreeMap<u32, Tally> = BTreeMap::new();
    for passage in frame.passages.iter().filter(|it| is_wanted(frame.outlet(it))) {
        articles.entry(passage.article).or_default().add(passage.is_matched);
    }
    let n: f64 = articles.values().map(|it| it.n).sum();
    let value = articles.values().map(|it| it.matched).sum::<f64>() / n;
    let squares: f64 = articles.values().map(|it| (it.matched - value * it.n).powi(2)).sum();
    let n_articles = count(articles.len());
    let std_error = (articles.len() > 1).then(|| (n_articles / (n_articles - 1.0) * squares).sqrt() / n);
    value.is_finite().then_some(Figure { value, std_error })
}

/// An outlet's difference from the others within events, and the weight that one sentence of an event has in it: of the outlet,
/// and of another.
#[derive(Debug, Default)]
pub(super) struct Difference {
    pub(super) figure: Option<Figure>,
    weights: BTreeMap<u32, (f64, f64)>,
    outlets: Vec<bool>,
}

/// Counts by event and outlet.
pub(super) fn by_event(frame: &Frame) -> BTreeMap<u32, BTreeMap<usize, Tally>> {
    let mut events: BTreeMap<u32, BTreeMap<usize, Tally>> = BTreeMap::new();
    for passage in &frame.passages {
        if let Some(event) = frame.event_of.get(passage.article as usize).copied().flatten() {
            let outlets = events.entry(event).or_default();
            outlets.entry(frame.outlet(passage)).or_default().add(passage.is_matched);
        }
    }
    events
}

/// The difference of an outlet's share from that of all others, taken within each event and averaged with the weights
/// `n_o n_r / (n_o + n_r)`, as in the tables of differences but over sentences. Events are what varies.
pub(super) fn difference(
    events: &BTreeMap<u32, BTreeMap<usize, Tally>>,
    outlet: usize,
    n_outlets: usize,
) -> Difference {
    let mut found = Difference { outlets: vec![false; n_outlets], ..Difference::default() };
    let mut within = Vec::new();
    for (event, outlets) in events {
        let Some(own) = outlets.get(&outlet) else { continue };
        let others = outlets.iter().filter(|(other, _)| **other != outlet);
        let mut reference = Tally::default();
        for (_, other) in others {
            reference.n += other.n;
            reference.matched += other.matched;
        }
        if reference.n > 0.0 {
            let weight = own.n * reference.n / (own.n + reference.n);
            within.push((weight, own.share() - reference.share()));
            found.weights.insert(*event, (weight / own.n, -weight / reference.n));
            outlets.keys().for_each(|&it| found.outlets[it] = true);
        }
    }
    let sum: f64 = within.iter().map(|it| it.0).sum();
    if within.is_empty() {
        return found;
    }
    for weights in found.weights.values_mut() {
        *weights = (weights.0 / sum, weights.1 / sum);
    }
    let value = within.iter().map(|(weight, it)| weight * it).sum::<f64>() / sum;
    let squares: f64 = within.iter().map(|(weight, it)| (weight * (it - value)).powi(2)).sum();
    let n = count(within.len());
    let std_error = (within.len() > 1).then(|| (n / (n - 1.0) * squares).sqrt() / sum);
    found.figure = Some(Figure { value, std_error });
    found
}

impl Difference {
    /// The strata that bear on the difference, with the weight and the error of each coded sentence.
    pub(super) fn checked(&self, lot: &Lot<'_>, outlet: usize) -> Vec<Checked> {
        let frame = lot.frame;
        let mut strata: Vec<Checked> = frame
            .sizes()
            .into_iter()
            .enumerate()
            .map(|(stratum, size)| {
                let bears = self.outlets.get(stratum / 2).copied().unwrap_or(false);
                Checked { size: if bears { size } else { 0 }, drawn: Vec::new() }
            })
            .collect();
        for (passage, value) in lot.values() {
            let event = frame.event_of.get(passage.article as usize).copied().flatten();
            let (own, other) = event.and_then(|it| self.weights.get(&it)).copied().unwrap_or_default();
            let weight = if frame.outlet(passage) == outlet { own } else { other };
            let error = value - f64::from(u8::from(passage.is_matched));
            strata[frame.stratum(passage)].drawn.push((weight, error));
        }
        strata
    }
}

/// The strata with what coders found in them.
pub(super) fn strata(lot: &Lot<'_>) -> Vec<Stratum> {
    let sizes = lot.frame.sizes();
    let mut strata: Vec<Stratum> = sizes.into_iter().map(|size| Stratum { size, n: 0, sum: 0.0 }).collect();
    for (passage, value) in lot.values() {
        let stratum = &mut strata[lot.frame.stratum(passage)];
        stratum.n += 1;
        stratum.sum += value;
    }
    strata
}

#[expect(clippy::cast_precision_loss, reason = "articles and events of a corpus")]
fn count(n: usize) -> f64 {
    n as f64
}
