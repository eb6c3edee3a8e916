//! Whether groups differ in their means, with strata held apart.

use super::random::Stream;

/// Tests whether the means of groups differ within strata, by relabeling: labels of groups are shuffled within each stratum.
/// The statistic is, summed over strata, the variance between groups in units of the stratum's variance.
///
/// # Shape
/// `strata` holds (group, value) of each unit.
/// # Returns
/// `(1 + k) / (1 + resamples)`, where `k` relabelings have a statistic at least as large; above 0, at most 1. `None` where no
/// stratum has two groups and values that differ.
/// # Source
/// Good (2005), "Permutation, Parametric and Bootstrap Tests of Hypotheses", chapter 5; stratified.
/// # Checked against
/// Nothing yet but the law that it is uniform where groups do not differ.
#[must_use]
pub fn test(strata: &[Vec<(usize, f64)>], resamples: usize, stream: &mut Stream) -> Option<f64> {
    let usable: Vec<&Vec<(usize, f64)>> = strata.iter().filter(|it| says_something(it)).collect();
    if usable.is_empty() || resamples == 0 {
        return None;
    }
    let observed: f64 = usable.iter().map(|it| between(it)).sum();
    let mut shuffled: Vec<Vec<(usize, f64)>> = usable.into_iter().cloned().collect();
    let mut n_as_large = 0_usize;
    for _ in 0..resamples {
        let mut sum = 0.0;
        for stratum in &mut shuffled {
            let mut labels: Vec<usize> = stratum.iter().map(|it| it.0).collect();
            stream.shuffle(&mut labels);
            stratum.iter_mut().zip(labels).for_each(|(unit, label)| unit.0 = label);
            sum += between(stratum);
        }
        // Equal statistics may differ in their last bits, as they are added up in another order.
        n_as_large += usize::from(sum >= observed * (1.0 - 1e-9));
    }
    Some((1 + n_as_large) as f64 / (1 + resamples) as f64)
}

fn says_something(stratum: &[(usize, f64)]) -> bool {
    stratum.first().is_some_and(|first| {
        stratum.iter().any(|it| it.0 != first.0) && stratum.iter().any(|it| (it.1 - first.1).abs() > 1e-12)
    })
}

/// The variance between groups over the variance of all.
fn between(stratum: &[(usize, f64)]) -> f64 {
    let n = stratum.len() as f64;
    let mean = stratum.iter().map(|it| it.1).sum::<f64>() / n;
    let all: f64 = stratum.iter().map(|it| (it.1 - mean).powi(2)).sum::<f64>() / n;
    let n_groups = stratum.iter().map(|it| it.0 + 1).max().unwrap_or(0);
    let mut groups = vec![(0.0, 0.0); n_groups];
    for (group, value) in stratum {
        groups[*group].0 += value;
        groups[*group].1 += 1.0;
    }
    let of_group =
        |(sum, size): &(f64, f64)| if *size > 0.0 { size * (sum / size - mean).powi(2) } else { 0.0 };
    groups.iter().map(of_group).sum::<f64>() / all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_that_differ_are_found_and_single_groups_are_no_test() {
        let stratum: Vec<(usize, f64)> = (0..40)
            .map(|i| (i % 2, if i % 2 == 0 { f64::from(u8::from(i % 4 == 0)) } else { 0.0 }))
            .collect();
        let p = test(&[stratum], 500, &mut Stream::new(1, &["groups"])).unwrap();
        assert!(p < 0.01, "{p}");
        let mut stream = Stream::new(1, &["groups"]);
        assert_eq!(test(&[vec![(0, 1.0), (0, 0.0)]], 100, &mut stream), None);
        assert_eq!(test(&[vec![(0, 1.0), (1, 1.0)]], 100, &mut stream), None);
        assert_eq!(test(&[], 100, &mut stream), None);
    }

    #[test]
    fn without_a_difference_one_in_ten_is_below_a_tenth() {
        let mut values = Stream::new(8, &["values"]);
        let n_low = (0..300)
            .filter(|_| {
                let strata: Vec<Vec<(usize, f64)>> =
                    (0..2).map(|_| (0..30).map(|i| (i % 3, f64::from(values.below(2)))).collect()).collect();
                test(&strata, 99, &mut values.clone()).unwrap() <= 0.1
            })
            .count();
        assert!((15..=48).contains(&n_low), "{n_low} of 300");
    }
}
