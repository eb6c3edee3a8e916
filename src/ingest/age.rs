//! Ages such as `29 minutes ago`, as pages write them in place of dates.

use super::date::from_seconds;
use crate::article::Published;

/// A moment from which ages count back, in seconds since 1970-01-01T00:00:00 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The moment; midnight where only the day is known.
    pub seconds: i64,
    /// Whether the time of day is known.
    pub has_time: bool,
}

/// How long ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    /// So many seconds, to the minute or the hour.
    Seconds(i64),
    /// So many days.
    Days(i64),
    /// Weeks, months or years: too coarse for a day.
    Coarse,
}

/// Reads an age; `None` when it is none.
pub(super) fn parse(text: &str) -> Option<Age> {
    let text = text.trim().to_lowercase();
    if text.len() > 40 {
        return None;
    }
    let text =
        ["published", "updated", "posted"].iter().find_map(|it| text.strip_prefix(it)).unwrap_or(&text);
    match text.trim() {
        "just now" | "now" | "moments ago" | "a moment ago" => return Some(Age::Seconds(0)),
        "today" => return Some(Age::Days(0)),
        "yesterday" => return Some(Age::Days(1)),
        _ => {}
    }
    let span = text.strip_suffix("ago")?.trim();
    // `3h ago` and `3 hours ago`.
    let end = span.find(|c: char| !c.is_ascii_digit()).unwrap_or(span.len());
    let (number, unit) = match span.split_at(end) {
        ("", words) => words.split_once(' ')?,
        parts => parts,
    };
    let n: i64 = match number {
        "a" | "an" | "one" => 1,
        digits => digits.parse().ok().filter(|n| (0..=100_000).contains(n))?,
    };
    match unit.trim().trim_end_matches('.') {
        "s" | "sec" | "secs" | "second" | "seconds" => Some(Age::Seconds(n)),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(Age::Seconds(n * 60)),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(Age::Seconds(n * 3_600)),
        "d" | "day" | "days" => Some(Age::Days(n)),
        "w" | "wk" | "week" | "weeks" | "mo" | "month" | "months" | "y" | "yr" | "year" | "years" => {
            Some(Age::Coarse)
        }
        _ => None,
    }
}

impl Age {
    /// When that was: to the minute where the age and the moment say so, else the day.
    pub(super) fn before(self, as_of: AsOf) -> Option<Published> {
        let (seconds, has_time) = match self {
            Self::Coarse => return None,
            Self::Days(n) => (as_of.seconds - n * 86_400, false),
            Self::Seconds(n) if as_of.has_time => (as_of.seconds - n, true),
            // Of a day without a time, what is less than a day old is that day's.
            Self::Seconds(n) => (as_of.seconds - n / 86_400 * 86_400, false),
        };
        let step = if has_time { 60 } else { 86_400 };
        let seconds = seconds.div_euclid(step) * step;
        let iso = from_seconds(seconds, true)?;
        let iso = if has_time { iso } else { iso.get(..10)?.to_owned() };
        Some(Published { seconds, has_time, iso })
    }
}

#[cfg(test)]
mod tests {
    use super::{Age, AsOf, parse};

    #[test]
    fn ages_are_read() {
        for (text, age) in [
            ("29 minutes ago", Age::Seconds(1_740)),
            ("an hour ago", Age::Seconds(3_600)),
            ("Published 3h ago", Age::Seconds(10_800)),
            ("2 days ago", Age::Days(2)),
            ("Yesterday", Age::Days(1)),
            ("just now", Age::Seconds(0)),
            ("2 weeks ago", Age::Coarse),
        ] {
            assert_eq!(parse(text), Some(age), "{text}");
        }
        for text in
            ["", "ago", "long ago", "-3 hours ago", "3 hours", "99999999999 days ago", "é ago", "3 ago"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_age_is_as_exact_as_the_moment_it_counts_from() {
        let iso = |age: Age, seconds, has_time| age.before(AsOf { seconds, has_time }).map(|it| it.iso);
        // 2026-03-04T01:10:20Z
        let moment = 1_772_586_620;
        assert_eq!(iso(Age::Seconds(1_740), moment, true).as_deref(), Some("2026-03-04T00:41:00Z"));
        assert_eq!(iso(Age::Seconds(7_200), moment, true).as_deref(), Some("2026-03-03T23:10:00Z"));
        assert_eq!(iso(Age::Days(1), moment, true).as_deref(), Some("2026-03-03"));
        assert_eq!(iso(Age::Seconds(7_200), 1_772_582_400, false).as_deref(), Some("2026-03-04"));
        assert_eq!(iso(Age::Seconds(90_000), 1_772_582_400, false).as_deref(), Some("2026-03-03"));
        assert_eq!(iso(Age::Coarse, moment, true), None);
    }
}
