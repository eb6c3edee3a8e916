//! Is what is counted spread over the parts in proportion to their sizes, or heaped in a few?

/// How unevenly something is spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// Half the sum of the differences between shares of the counts and shares of the sizes: 0 is even.
    pub dp: f64,
    /// `dp` divided by its largest possible value: 0 is even, 1 is all in the smallest part.
    pub dp_norm: f64,
}

/// Gries' deviation of proportions, every part listed.
///
/// # Shape
/// `counts` and `sizes` have one entry per part. Parts of size 0 are none and are left out.
/// # Returns
/// `None` if the lengths differ, if there are fewer than two parts, if nothing was counted, or if something was counted
/// in a part of size 0.
/// # Source
/// Gries (2008), Dispersions and adjusted frequencies in corpora, page 415:
/// `DP = 1/2 sum |v_i - s_i|` with the shares `v` of the counts and `s` of the sizes;
/// Lijffijt & Gries (2012), page 148: `DPnorm = DP / (1 - min s)`.
/// # Checked against
/// The published formulas in Python, 1e-9.
/// # Example
/// ```
/// use parallax::stats::dispersion::dispersion;
/// let one_part_only = dispersion(&[4, 0], &[100, 100]).unwrap();
/// assert_eq!((one_part_only.dp, one_part_only.dp_norm), (0.5, 1.0));
/// ```
#[must_use]
pub fn dispersion(counts: &[u64], sizes: &[u64]) -> Option<Dispersion> {
    if counts.len() != sizes.len() {
        return None;
    }
    let present = counts.iter().copied().zip(sizes.iter().copied()).filter(|&(count, _)| count > 0);
    let smallest = sizes.iter().copied().filter(|&size| size > 0).min()?;
    dispersion_of_present(present, sizes.iter().sum(), smallest)
}

/// The same, from the parts in which something was counted: absent parts add nothing but their share of the size.
///
/// # Shape
/// `present` gives (count, size) of each part in which something was counted. `total_size` and `smallest_size` are over
/// all parts.
/// # Returns
/// As [`dispersion`]; `None` also if the sizes present exceed `total_size` or if one is below `smallest_size`.
/// # Source
/// As [`dispersion`]: `DP = 1/2 (sum over present |v_i - s_i| + 1 - sum over present s_i)`.
#[must_use]
pub fn dispersion_of_present(
    present: impl Iterator<Item = (u64, u64)> + Clone,
    total_size: u64,
    smallest_size: u64,
) -> Option<Dispersion> {
    let (mut count_present, mut size_present) = (0, 0);
    for (count, size) in present.clone() {
        if count > 0 && size < smallest_size {
            return None;
        }
        count_present += count;
        size_present += size;
    }
    let largest_possible = 1.0 - smallest_size as f64 / total_size as f64;
    if count_present == 0 || size_present > total_size || smallest_size == 0 || smallest_size >= total_size {
        return None;
    }
    let mut sum = (total_size - size_present) as f64 / total_size as f64;
    for (count, size) in present {
        sum += (count as f64 / count_present as f64 - size as f64 / total_size as f64).abs();
    }
    let dp = sum / 2.0;
    Some(Dispersion { dp, dp_norm: (dp / largest_possible).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_spread_has_none_and_one_smallest_part_has_all() {
        let even = dispersion(&[1, 2, 3], &[10, 20, 30]).unwrap();
        assert!(even.dp.abs() < 1e-15 && even.dp_norm.abs() < 1e-15);
        let all = dispersion(&[0, 5, 0], &[20, 10, 30]).unwrap();
        assert!((all.dp - 5.0 / 6.0).abs() < 1e-15 && (all.dp_norm - 1.0).abs() < 1e-15);
    }

    #[test]
    fn what_has_no_parts_or_no_counts_has_no_dispersion() {
        assert_eq!(dispersion(&[], &[]), None);
        assert_eq!(dispersion(&[3], &[10]), None);
        assert_eq!(dispersion(&[0, 0], &[10, 10]), None);
        assert_eq!(dispersion(&[1, 1], &[10]), None);
        assert_eq!(dispersion(&[1, 1], &[10, 0]), None);
        assert_eq!(dispersion_of_present([(1, 20)].into_iter(), 10, 5), None);
    }

    #[test]
    fn parts_of_size_zero_change_nothing() {
        assert_eq!(dispersion(&[4, 0, 1], &[10, 0, 30]), dispersion(&[4, 1], &[10, 30]));
    }

    #[test]
    fn absent_parts_need_not_be_listed() {
        let listed = dispersion(&[4, 0, 1, 0], &[10, 40, 30, 7]).unwrap();
        let present = dispersion_of_present([(4, 10), (1, 30)].into_iter(), 87, 7).unwrap();
        assert!((listed.dp - present.dp).abs() < 1e-15);
        assert!((0.0..=1.0).contains(&listed.dp_norm));
    }

    #[test]
    fn doubling_every_part_changes_nothing() {
        assert_eq!(dispersion(&[4, 0, 1], &[10, 40, 30]), dispersion(&[8, 0, 2], &[20, 80, 60]));
    }
}
