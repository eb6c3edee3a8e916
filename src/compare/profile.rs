//! Profiles: how often an outlet uses each of the corpus's commonest words, or each frame, event by event. Closeness
//! and map are worked out from them.

use crate::dfm::{READINGS, Scale};
use crate::harvest::FIXED_ONE;
use crate::key::{Voice, Zone};
use crate::study::Study;

/// How many of the corpus's commonest words make a profile.
pub(crate) const WORDS: usize = 1_000;

/// What a profile is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// Words in all voices.
    Terms,
    /// Words outside quotations.
    OwnTerms,
    /// The policy frames.
    Frames,
}

impl Basis {
    /// The name in tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::OwnTerms => "own_terms",
            Self::Frames => "frames",
        }
    }
}

/// Counts of features by article, of those articles whose event at least two outlets report.
#[derive(Debug)]
pub(crate) struct Profiles {
    n_features: usize,
    rows: Vec<Vec<(u32, f32)>>,
}

impl Profiles {
    /// The profiles of all articles.
    pub(crate) fn new(study: &Study, basis: Basis) -> Self {
        match basis {
            Basis::Terms => Self::of_words(study, Voice::All),
            Basis::OwnTerms => Self::of_words(study, Voice::Own),
            Basis::Frames => Self::of_frames(study),
        }
    }

    /// How many features a profile has.
    pub(crate) fn n_features(&self) -> usize {
        self.n_features
    }

    /// The (feature, count) pairs of an article, sorted by feature.
    pub(crate) fn of_article(&self, article: u32) -> &[(u32, f32)] {
        &self.rows[article as usize]
    }

    /// The sum over some articles, dense.
    pub(crate) fn sum(&self, articles: &[u32]) -> Vec<f64> {
        let mut sum = vec![0.0; self.n_features];
        for &article in articles {
            for &(feature, count) in self.of_article(article) {
                sum[feature as usize] += f64::from(count);
            }
        }
        sum
    }

    /// The sum over some articles: (feature, count), sorted by feature.
    pub(crate) fn sparse_sum(&self, articles: &[u32]) -> Vec<(u32, f64)> {
        let rows = articles.iter().flat_map(|&article| self.of_article(article));
        let mut sum: Vec<(u32, f64)> = rows.map(|&(feature, count)| (feature, f64::from(count))).collect();
        // Counts are whole numbers: their sum is the same in any order.
        sum.sort_unstable_by_key(|&(feature, _)| feature);
        sum.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            if is_same {
                kept.1 += next.1;
            }
            is_same
        });
        sum
    }

    #[expect(clippy::cast_precision_loss, reason = "a count in one article is small")]
    fn of_words(study: &Study, voice: Voice) -> Self {
        let mut words: Vec<usize> =
            (0..study.terms.n_terms()).filter(|&term| study.terms.n_words(term) == 1).collect();
        words.sort_by_key(|&term| (std::cmp::Reverse(study.terms.count(term)), term));
        words.truncate(WORDS);
        words.sort_unstable();
        let mut position = vec![u32::MAX; study.terms.n_terms()];
        for (&term, number) in words.iter().zip(0..) {
            position[term] = number;
        }
        let shared = study.is_shared();
        let row = |article: usize| {
            let rows = if shared[article] { study.terms.of_article(article) } else { &[] };
            rows.iter()
                .map(|row| (position[row.term as usize], if voice == Voice::Own { row.own } else { row.all }))
                .filter(|&(feature, count)| feature != u32::MAX && count > 0)
                .map(|(feature, count)| (feature, count as f32))
                .collect()
        };
        Self { n_features: words.len(), rows: (0..study.articles.len()).map(row).collect() }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a count in one article is small")]
    fn of_frames(study: &Study) -> Self {
        let all =
            READINGS.iter().position(|it| it.voice == Voice::All && it.zone == Zone::All).unwrap_or_default();
        let frames: Vec<usize> = study
            .features
            .iter()
            .enumerate()
            .filter(|(_, feature)| feature.measure == "frames" && feature.scale == Scale::RatePerThousand)
            .map(|(number, _)| number)
            .collect();
        let mut position = vec![u32::MAX; study.features.len()];
        for (&feature, number) in frames.iter().zip(0..) {
            position[feature] = number;
        }
        let shared = study.is_shared();
        let row = |(&is_shared, article): (&bool, u32)| {
            let entries = study.dfm.entries(all, article).filter(|entry| is_shared && entry.sum > 0);
            let counts = entries.map(|entry| (position[usize::from(entry.feature)], entry.sum));
            #[expect(clippy::cast_precision_loss, reason = "a count in one article is small")]
            let counts = counts.map(|(feature, sum)| (feature, (sum as f64 / FIXED_ONE) as f32));
            counts.filter(|&(feature, _)| feature != u32::MAX).collect()
        };
        Self { n_features: frames.len(), rows: shared.iter().zip(0..).map(row).collect() }
    }
}
