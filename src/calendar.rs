//! Dates that cannot be right: years after all other articles of the corpus, or years before them.
//!
//! No clock decides, as the same input must give the same result in any year. The corpus itself is the measure: where
//! one date in a hundred, or fewer, lies apart from all others by more than five years, and by more than the others
//! span, it is a slip of the pen (`2050` for `2018`) and no date. The days from which programs count (1970-01-01) stand
//! for no date where all others are years away, however many they are. With `--asof` a date more than a day
//! after that day is none either. The article stays; a message names it.

use crate::article::{Article, Published};

/// The fewest dates from which others can be judged.
const FEWEST: usize = 10;
/// The smallest gap that makes a date unbelievable, in days.
const GAP: i64 = 5 * 366;
/// One date in so many may lie apart.
const ONE_IN: usize = 100;
/// The days that programs write for no date: where Unix (also west of Greenwich), Windows and spreadsheets begin to
/// count. 1970-01-01, 1969-12-31, 1601-01-01, 1900-01-01, 1899-12-31, 1899-12-30, 1904-01-01.
const BEGINNINGS: &[i64] = &[0, -1, -134_774, -25_567, -25_568, -25_569, -24_107];
/// Clocks around the world differ by up to a day.
const SLACK: i64 = 1;
/// How many articles are named.
const TOLD: usize = 10;

/// The days in which a date can lie, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    first: i64,
    last: i64,
}

/// Takes the dates away that cannot be right.
///
/// # Returns
/// What was taken away, by file and record, one message an article and a last one where there are many.
pub fn disbelieve(articles: &mut [Article], as_of_day: Option<i64>) -> Vec<String> {
    let mut days: Vec<i64> =
        articles.iter().filter_map(|article| article.published.as_ref()).map(Published::day).collect();
    days.sort_unstable();
    let latest = as_of_day.map_or(i64::MAX, |day| day.saturating_add(SLACK));
    days.truncate(days.partition_point(|day| *day <= latest));
    days.retain(|day| !BEGINNINGS.contains(day));
    let span = believable(&days);
    let ends = days.first().copied().zip(days.last().copied());
    let is_apart = |day: i64| {
        ends.is_some_and(|(first, last)| day < first.saturating_sub(GAP) || day > last.saturating_add(GAP))
    };
    let mut taken: Vec<String> = Vec::new();
    for article in articles {
        let Some(day) = article.published.as_ref().map(Published::day) else { continue };
        let why = if day > latest {
            "after the day of --asof"
        } else if BEGINNINGS.contains(&day) && is_apart(day) {
            "where programs begin to count, years from all others,"
        } else if day > span.last {
            "years after all others"
        } else if day < span.first {
            "years before all others"
        } else {
            continue;
        };
        let date = article.published.take().map_or_else(String::new, |published| published.iso);
        let (file, record) = (&article.source_file, article.source_record);
        taken.push(format!("{file}: record {record}: the date {date} lies {why} and is left out"));
    }
    taken.sort();
    if taken.len() > TOLD {
        let more = taken.len() - TOLD;
        taken.truncate(TOLD);
        taken.push(format!(
            "{more} more dates that cannot be right are left out; articles.csv shows them empty"
        ));
    }
    taken
}

/// The span of the dates that belong together; `days` are sorted.
fn believable(days: &[i64]) -> Span {
    let everything = Span { first: i64::MIN, last: i64::MAX };
    if days.len() < FEWEST {
        return everything;
    }
    let n_apart = (days.len() / ONE_IN).max(1);
    let (from, to) = (n_apart, days.len() - 1 - n_apart);
    let (Some(low), Some(high)) = (days.get(from), days.get(to)) else { return everything };
    let wide = (high - low).max(GAP);
    let gap_after = |pair: &&[i64]| matches!(pair, [a, b] if b - a > wide);
    let last = days.get(to..).unwrap_or_default().windows(2).find(gap_after).and_then(|pair| pair.first());
    let first =
        days.get(..=from).unwrap_or_default().windows(2).rev().find(gap_after).and_then(|pair| pair.last());
    Span { first: first.copied().unwrap_or(i64::MIN), last: last.copied().unwrap_or(i64::MAX) }
}

#[cfg(test)]
mod tests {
    use super::{Span, believable, disbelieve};
    use crate::article::{Article, Published};
    use std::sync::Arc;

    fn articles(days: &[i64]) -> Vec<Article> {
        let of = |(day, record): (&i64, u64)| Article {
            id: String::new(),
            outlet: String::new(),
            title: String::new(),
            text: "Some words.".to_owned(),
            published: Some(Published { seconds: day * 86_400, has_time: false, iso: format!("day {day}") }),
            url: String::new(),
            author: String::new(),
            language: String::new(),
            event: None,
            source_file: Arc::from("a.csv"),
            source_record: record,
        };
        days.iter().zip(1..).map(of).collect()
    }

    #[test]
    fn a_date_years_away_from_all_others_is_none() {
        let mut days: Vec<i64> = (17_500..17_600).collect();
        days.extend([29_492, 3]);
        let mut articles = articles(&days);
        let notes = disbelieve(&mut articles, None);
        assert_eq!(articles.iter().filter(|article| article.published.is_none()).count(), 2);
        assert_eq!(
            notes,
            [
                "a.csv: record 101: the date day 29492 lies years after all others and is left out",
                "a.csv: record 102: the date day 3 lies years before all others and is left out",
            ]
        );
    }

    #[test]
    fn the_day_from_which_programs_count_is_no_date_among_later_ones() {
        let mut mixed = articles(&[0, 0, 17_500, 0]);
        assert_eq!(disbelieve(&mut mixed, None).len(), 3);
        assert_eq!(mixed.iter().filter(|article| article.published.is_some()).count(), 1);
        for days in [&[0, 0, 400][..], &[0, 0]] {
            assert_eq!(disbelieve(&mut articles(days), None), Vec::<String>::new());
        }
    }

    #[test]
    fn what_may_be_an_archive_is_believed() {
        let spread: Vec<i64> = (0..40).map(|n| n * 400).collect();
        let few = [17_500, 29_492];
        let two_parts: Vec<i64> = (0..50).chain(10_000..10_005).collect();
        for days in [&spread[..], &few, &two_parts, &[]] {
            assert_eq!(believable(days), Span { first: i64::MIN, last: i64::MAX });
        }
    }

    #[test]
    fn nothing_is_published_after_the_day_of_asof() {
        let mut articles = articles(&[100, 101, 102]);
        let notes = disbelieve(&mut articles, Some(100));
        assert_eq!(notes.len(), 1);
        assert!(articles[1].published.is_some() && articles[2].published.is_none());
    }
}
