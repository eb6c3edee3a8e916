//! A walk along sorted ranges of a text.

/// Tells for one place after the other whether it lies inside any of some ranges.
#[derive(Clone, Debug)]
pub struct RangeWalk<'a> {
    /// The ranges that have not ended before the last place that was asked for.
    ahead: &'a [(u32, u32)],
}

impl<'a> RangeWalk<'a> {
    /// A walk along byte ranges (the end not included), sorted by their starts.
    #[must_use]
    pub fn new(ranges: &'a [(u32, u32)]) -> Self {
        Self { ahead: ranges }
    }

    /// Whether no range lies ahead.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.ahead.is_empty()
    }

    /// Whether byte `at` lies inside a range.
    ///
    /// # Shape
    /// `at` is not below that of an earlier call.
    pub fn holds(&mut self, at: usize) -> bool {
        while let Some((range, behind)) = self.ahead.split_first()
            && range.1 as usize <= at
        {
            self.ahead = behind;
        }
        self.ahead.first().is_some_and(|range| range.0 as usize <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::RangeWalk;

    #[test]
    fn ends_are_outside_and_ranges_may_lie_in_each_other() {
        let inside = |ranges: &[(u32, u32)]| -> Vec<usize> {
            let mut walk = RangeWalk::new(ranges);
            (0..10).filter(|&at| walk.holds(at)).collect()
        };
        assert_eq!(inside(&[(1, 3), (5, 6)]), [1, 2, 5]);
        assert_eq!(inside(&[(1, 8), (2, 4)]), [1, 2, 3, 4, 5, 6, 7]);
        assert!(inside(&[]).is_empty());
    }
}
