//! Weeks and months: in which of them articles were published.

use crate::article::Published;
use crate::study::{Period, Study};

/// With auto, months are taken where the middle nine tenths of the dates span more than so many days (26 weeks).
const LONGEST_IN_WEEKS: i64 = 182;

/// The periods of a corpus.
#[derive(Debug)]
pub(crate) struct Periods {
    is_month: bool,
    /// The number of each article's period; `None` without a date.
    of: Vec<Option<i64>>,
}

impl Periods {
    /// The periods of a study's articles.
    pub(crate) fn new(study: &Study) -> Self {
        let days: Vec<Option<i64>> =
            study.articles.iter().map(|article| article.published.as_ref().map(Published::day)).collect();
        let is_month = match study.options.period {
            Period::Auto => span(days.iter().flatten().copied().collect()) > LONGEST_IN_WEEKS,
            Period::Month => true,
            Period::Week => false,
        };
        let of = days.into_iter().map(|day| day.map(|day| number(day, is_month))).collect();
        Self { is_month, of }
    }

    /// The number of an article's period.
    pub(crate) fn of(&self, article: u32) -> Option<i64> {
        self.of[article as usize]
    }

    /// `week` or `month`.
    pub(crate) fn unit(&self) -> &'static str {
        if self.is_month { "month" } else { "week" }
    }

    /// The first day of a period, as ISO 8601.
    pub(crate) fn first_day(&self, number: i64) -> String {
        let (year, month, day) = if self.is_month {
            (number.div_euclid(12), number.rem_euclid(12) + 1, 1)
        } else {
            civil(number * 7 - 3)
        };
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// The days from the twentieth to the last but one twentieth of all.
fn span(mut days: Vec<i64>) -> i64 {
    days.sort_unstable();
    let cut = days.len() / 20;
    let ends = days.get(cut).zip(days.len().checked_sub(cut + 1).and_then(|last| days.get(last)));
    ends.map_or(0, |(first, last)| last - first)
}

/// The number of a day's month, or of its week from Monday on.
fn number(day: i64, is_month: bool) -> i64 {
    if !is_month {
        // 1970-01-01 was a Thursday.
        return (day + 3).div_euclid(7);
    }
    let (year, month, _) = civil(day);
    year * 12 + month - 1
}

/// Year, month and day of a day counted from 1970-01-01.
///
/// # Source
/// Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
fn civil(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday_and_months_on_their_first() {
        let weeks = Periods { is_month: false, of: Vec::new() };
        // 2026-03-01 is a Sunday: day 20513.
        assert_eq!(weeks.first_day(number(20_513, false)), "2026-02-23");
        assert_eq!(weeks.first_day(number(20_514, false)), "2026-03-02");
        assert_eq!(weeks.first_day(number(0, false)), "1969-12-29");
        let months = Periods { is_month: true, of: Vec::new() };
        assert_eq!(months.first_day(number(20_513, true)), "2026-03-01");
        assert_eq!(months.first_day(number(20_512, true)), "2026-02-01");
        assert_eq!(months.first_day(number(-1, true)), "1969-12-01");
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!((civil(0), civil(11_016), civil(19_782)), ((1970, 1, 1), (2000, 2, 29), (2024, 2, 29)));
        assert_eq!((civil(-1), civil(-719_468)), ((1969, 12, 31), (0, 3, 1)));
        assert!((-800_000..800_000).all(|day| civil(day) < civil(day + 1)));
    }

    #[test]
    fn a_few_far_dates_do_not_make_months_of_weeks() {
        let mut days: Vec<i64> = (0..100).collect();
        days.extend([-9_000, 9_000]);
        assert_eq!(span(days), 91);
        assert_eq!((span(Vec::new()), span(vec![7]), span(vec![0, 400])), (0, 0, 400));
    }
}
