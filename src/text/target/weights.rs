//! How the features of a mention become one score.

use super::kinds::{FLAGS, Features, N_FEATURES, SIGNED};

/// A mention whose score lies below this on either side is neutral.
pub const NEUTRAL_BELOW: f64 = 0.05;

const TABLE: &str = include_str!("../../../data/models/target_weights.csv");
const HEADER: &str = "feature,negative,neutral,positive";
/// The row of what is added to every mention.
const ALWAYS: &str = "always";

/// What each rule weighs in the rule score, in the order of [`SIGNED`]: set by hand.
const RULE_WEIGHTS: [f64; SIGNED.len()] =
    [1.0, 1.0, 1.0, 0.5, 0.8, 1.0, 1.0, 1.0, 1.2, 1.0, 0.3, 1.0, 0.5, 0.4, 0.6, 0.4, 1.0];
/// What good weighs beside bad: good words are common, and mean less of whom they stand beside.
const GOOD: f64 = 0.8;
/// What each of [`FLAGS`] adds to the rule score: someone should do something, or is compared, mostly to his disadvantage.
const FLAG_WEIGHTS: [f64; FLAGS.len()] =
    [0.0, -0.4, -0.2, 0.4, 0.3, -0.6, -0.7, -0.5, -0.6, 0.0, 0.0, -0.5, 0.0, 0.0, -0.4, 0.0, 0.0];
/// What is left of all where the mention is the one who speaks, the first of [`FLAGS`].
const SPEAKER: f64 = 0.6;
/// The sums within which the rule score is neutral.
const LEAST_BAD: f64 = 0.4;
const LEAST_GOOD: f64 = 0.7;

/// The weights of a logistic model with three classes.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetWeights {
    /// Of negative, neutral and positive.
    always: [f64; 3],
    weights: Vec<[f64; 3]>,
}

impl TargetWeights {
    /// Reads the weights that are compiled into the program.
    ///
    /// # Errors
    /// Which line is wrong, which only a changed table can cause.
    pub fn embedded() -> Result<Self, String> {
        let mut lines = TABLE.lines().zip(1..).filter(|(line, _)| !line.starts_with('#'));
        if lines.next().is_none_or(|(line, _)| line != HEADER) {
            return Err(format!("target_weights.csv has no header `{HEADER}`"));
        }
        let mut names = Features::names();
        let (mut always, mut weights) = (None, Vec::with_capacity(N_FEATURES));
        for (line, number) in lines {
            let mut cells = line.split(',');
            let name = cells.next().unwrap_or("");
            let mut weight = || cells.next().and_then(|cell| cell.parse::<f64>().ok());
            let (Some(negative), Some(neutral), Some(positive)) = (weight(), weight(), weight()) else {
                return Err(format!(
                    "target_weights.csv, line {number}: not a name and three numbers: {line}"
                ));
            };
            let row = [negative, neutral, positive];
            if always.is_none() {
                always = Some(row).filter(|_| name == ALWAYS);
            } else if names.next().is_some_and(|expected| expected == name) {
                weights.push(row);
            } else {
                return Err(format!("target_weights.csv, line {number}: no feature stands here as `{name}`"));
            }
        }
        match always {
            Some(always) if weights.len() == N_FEATURES => Ok(Self { always, weights }),
            _ => Err(format!("target_weights.csv has {} features of {N_FEATURES}", weights.len())),
        }
    }

    /// The score of a mention.
    ///
    /// # Returns
    /// -1 (bad) to 1 (good). Where neutral is the most probable class it lies below [`NEUTRAL_BELOW`] on either side, else
    /// above it, by as much as the class is more probable than the next.
    #[must_use]
    pub fn score(&self, features: &Features) -> f64 {
        let mut sums = self.always;
        for (&value, weights) in
            features.values().iter().zip(&self.weights).filter(|(value, _)| **value != 0.0)
        {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += value * weight);
        }
        let most = sums.iter().copied().fold(f64::MIN, f64::max);
        let parts = sums.map(|sum| (sum - most).exp());
        let total: f64 = parts.iter().sum();
        let [negative, neutral, positive] = parts.map(|part| part / total);
        let above = |lead: f64| NEUTRAL_BELOW + (1.0 - NEUTRAL_BELOW) * lead;
        if negative > neutral && negative > positive {
            -above(negative - neutral.max(positive))
        } else if positive > neutral && positive > negative {
            above(positive - neutral.max(negative))
        } else {
            NEUTRAL_BELOW * 0.9 * (positive - negative)
        }
    }
}

/// The score of a mention by rules alone, with weights set by hand: what the trained weights are measured against.
///
/// # Returns
/// -1 to 1; below [`NEUTRAL_BELOW`] on either side where little is said.
#[must_use]
pub fn rule_score(features: &Features) -> f64 {
    const NORMALISATION: f64 = 4.0;
    let (signed, flags) = features.values().split_at(2 * SIGNED.len());
    let rules = signed.chunks_exact(2).zip(&RULE_WEIGHTS);
    let of_rules: f64 = rules.map(|(pair, weight)| (GOOD * pair[0] - pair[1]) * weight).sum();
    let of_flags: f64 = flags.iter().zip(&FLAG_WEIGHTS).map(|(value, weight)| value * weight).sum();
    let is_speaker = flags.first().is_some_and(|&speaks| speaks > 0.0);
    let sum = (of_rules + of_flags) * if is_speaker { SPEAKER } else { 1.0 };
    let score = sum / (sum * sum + NORMALISATION).sqrt();
    if (-LEAST_BAD..LEAST_GOOD).contains(&sum) { score * NEUTRAL_BELOW * 0.9 } else { score }
}
