//! Dates as sources write them.
//!
//! Read are ISO 8601, RFC 2822, `2018/10/28`, `20181028`, `28.10.2018`, `Oct 28, 2018`, `28 October 2018`, `9/5/18`,
//! each with or without a time and an offset, and seconds, milli-, micro- or nanoseconds since 1970. Month names are
//! English. Whether `9/5/18` is in September or in May is decided for a whole file: by its dates that fit one order
//! only, else month first, as in the United States; or the user says it. Two-digit years from 69 on are of the last
//! century. Ages such as `29 minutes ago` count from a moment that the user gives, else from the file's own time.

use jiff::civil;
use jiff::tz::TimeZone;

use super::age::{self, AsOf};
use super::date_shape::{Clock, Shape, shape};
use super::fields::{counted, some_of};
use crate::article::Published;

/// The order of day and month in dates such as `9/5/18`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Month, day, year.
    MonthFirst,
    /// Day, month, year.
    DayFirst,
}

/// How dates are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateRules {
    /// The order of day and month; `None`: as the dates of each file show.
    pub order: Option<Order>,
    /// The moment from which ages count back; `None`: the time at which each file was last changed.
    pub as_of: Option<AsOf>,
}

/// Reads a date; `None` when it is none, or one that cannot be.
pub(super) fn parse(text: &str, order: Order) -> Option<Published> {
    resolve(shape(text)?, order)
}

/// Reads the dates of a file (an empty string is no date), and says what a user should know of them. `modified` is the
/// file's own time, in seconds since 1970.
pub(super) fn read_all(
    raw: &[String],
    rules: DateRules,
    modified: impl FnOnce() -> Option<i64>,
) -> (Vec<Option<Published>>, Vec<String>) {
    let shapes: Vec<Option<Shape>> = raw.iter().map(|text| shape(text)).collect();
    let mut notes = Vec::new();
    let order = order_of(raw, &shapes, rules.order, &mut notes);
    let mut dates: Vec<Option<Published>> = shapes.into_iter().map(|shape| resolve(shape?, order)).collect();
    take_ages(raw, (rules.as_of, modified), &mut dates, &mut notes);
    let bad: Vec<String> = raw
        .iter()
        .zip(&dates)
        .filter(|(text, date)| !text.is_empty() && date.is_none() && age::parse(text).is_none())
        .map(|(text, _)| quoted(text))
        .collect();
    if !bad.is_empty() {
        notes.push(format!("{} could not be read: {}", counted(bad.len(), "date"), some_of(&bad, 3)));
    }
    (dates, notes)
}

/// The order of day and month: as wanted, else as the dates show that fit one order only.
fn order_of(
    raw: &[String],
    shapes: &[Option<Shape>],
    wanted: Option<Order>,
    notes: &mut Vec<String>,
) -> Order {
    let (mut by_day, mut by_month, mut open) = (0_usize, 0_usize, Vec::new());
    for (text, shape) in raw.iter().zip(shapes) {
        match shape {
            Some(Shape::Numbers { first: 13.., second: ..=12, .. }) => by_day += 1,
            Some(Shape::Numbers { first: ..=12, second: 13.., .. }) => by_month += 1,
            Some(Shape::Numbers { first, second, .. }) if first != second => open.push(text.clone()),
            _ => {}
        }
    }
    let shown = if by_day > by_month { Order::DayFirst } else { Order::MonthFirst };
    let order = wanted.unwrap_or(shown);
    let (name, evidence, against) = match order {
        Order::DayFirst => ("day/month/year", by_day, by_month),
        Order::MonthFirst => ("month/day/year", by_month, by_day),
    };
    if wanted.is_some() && against > 0 {
        let n = counted(against, "date");
        notes.push(format!("{n} that cannot be {name}, as --dates says, read the other way"));
    }
    if let Some(example) = open.first().filter(|_| wanted.is_none()) {
        let n = counted(open.len(), "date");
        notes.push(format!(
            "{n} that could be read either way, such as {example}, read as {name} ({} of the file fit only that order, \
             {against} only the other); --dates mdy or dmy overrules",
            counted(evidence, "date")
        ));
    }
    order
}

/// Turns ages into dates.
fn take_ages(
    raw: &[String],
    (as_of, modified): (Option<AsOf>, impl FnOnce() -> Option<i64>),
    dates: &mut [Option<Published>],
    notes: &mut Vec<String>,
) {
    let ages: Vec<(usize, age::Age)> = raw
        .iter()
        .enumerate()
        .filter(|(at, text)| !text.is_empty() && dates.get(*at).is_some_and(Option::is_none))
        .filter_map(|(at, text)| age::parse(text).map(|age| (at, age)))
        .collect();
    let Some(example) = ages.first().and_then(|(at, _)| raw.get(*at)) else { return };
    let moment = as_of.or_else(|| modified().map(|seconds| AsOf { seconds, has_time: true }));
    let mut n_coarse = 0;
    for (at, age) in &ages {
        let date = moment.and_then(|moment| age.before(moment));
        n_coarse += usize::from(date.is_none());
        if let Some(place) = dates.get_mut(*at) {
            *place = date;
        }
    }
    let (n, example) = (counted(ages.len(), "article"), quoted(example));
    let moment_name = moment.and_then(|moment| from_seconds(moment.seconds, true)).unwrap_or_default();
    notes.push(match (moment, as_of) {
        (None, _) => format!(
            "{n} with an age (such as {example}) instead of a date, left without one; --asof DATE says from when it counts"
        ),
        (Some(_), Some(_)) => format!("{n} with an age (such as {example}) instead of a date, counted back from --asof"),
        (Some(_), None) => format!(
            "{n} with an age (such as {example}) instead of a date, counted back from {moment_name}, when the file was last \
             changed; a copy may have another time: --asof DATE fixes it"
        ),
    });
    if moment.is_some() && n_coarse > 0 {
        notes.push(format!("{} in weeks or more, left without a date", counted(n_coarse, "age")));
    }
}

fn quoted(text: &str) -> String {
    format!("{:?}", text.chars().take(40).collect::<String>())
}

/// Seconds since 1970 as ISO 8601; with a `Z` when they are known to be UTC.
pub(super) fn from_seconds(seconds: i64, is_utc: bool) -> Option<String> {
    let time = TimeZone::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    Some(format!("{}{}", time.strftime("%Y-%m-%dT%H:%M:%S"), if is_utc { "Z" } else { "" }))
}

fn resolve(shape: Shape, order: Order) -> Option<Published> {
    let (date, clock) = match shape {
        Shape::Certain(date, clock) => (date, clock),
        Shape::Numbers { first, second, year, clock } => {
            let day_first = first > 12 || (second <= 12 && order == Order::DayFirst);
            let (month, day) = if day_first { (second, first) } else { (first, second) };
            (civil::Date::new(year, month, day).ok()?, clock)
        }
    };
    published(date, clock)
}

fn published(date: civil::Date, clock: Option<Clock>) -> Option<Published> {
    // Placeholders such as 0001-01-01 and 9999-12-31 are no dates of articles.
    if !(1600..=2200).contains(&date.year()) {
        return None;
    }
    let day = date.strftime("%Y-%m-%d").to_string();
    // Exports write a day as its midnight; no outlet publishes at 00:00:00 to the second.
    let clock =
        clock.filter(|clock| clock.time != civil::Time::midnight() || clock.offset.is_some_and(|s| s != 0));
    let time = clock.map_or(civil::Time::midnight(), |clock| clock.time);
    let offset = clock.and_then(|clock| clock.offset);
    let utc = TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok()?.as_second();
    let seconds = utc - i64::from(offset.unwrap_or(0));
    let iso = if clock.is_some() {
        format!("{day}T{}{}", time.strftime("%H:%M:%S"), offset_name(offset))
    } else {
        day
    };
    Some(Published { seconds, has_time: clock.is_some(), iso })
}

fn offset_name(offset: Option<i32>) -> String {
    match offset {
        None => String::new(),
        Some(0) => "Z".to_owned(),
        Some(seconds) => {
            let minutes = seconds.abs() / 60;
            let sign = if seconds < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> Option<String> {
        parse(text, Order::MonthFirst).map(|published| published.iso)
    }

    #[test]
    fn the_usual_forms() {
        for (text, expected) in [
            ("2026-03-04", "2026-03-04"),
            ("2026-03-04T09:30:00Z", "2026-03-04T09:30:00Z"),
            ("2026-03-04 09:30", "2026-03-04T09:30:00"),
            ("2026-03-04T09:30:00.123+02:00", "2026-03-04T09:30:00+02:00"),
            ("2026-03-04T09:30:00-0330", "2026-03-04T09:30:00-03:30"),
            ("2026-03-04 00:00:00", "2026-03-04"),
            ("2018/10/28", "2018-10-28"),
            ("20181028", "2018-10-28"),
            ("20181028093000", "2018-10-28T09:30:00"),
            ("Tue, 15 Jul 2025 10:20:30 +0000", "2025-07-15T10:20:30Z"),
            ("Tue, 15 Jul 2025 10:20:30 GMT", "2025-07-15T10:20:30Z"),
            ("Tue Jul 15 10:20:30 -0400 2025", "2025-07-15T10:20:30-04:00"),
            ("9/5/18", "2018-09-05"),
            ("10/28/18", "2018-10-28"),
            ("28/10/2018", "2018-10-28"),
            ("12/31/69 11:59 PM", "1969-12-31T23:59:00"),
            ("28.10.2018", "2018-10-28"),
            ("Oct 28, 2018", "2018-10-28"),
            ("Sunday, October 28th, 2018 at 12:05 a.m. EDT", "2018-10-28T00:05:00-04:00"),
            ("Sept. 5, 2018 3:45 PM ET", "2018-09-05T15:45:00"),
            ("28 October 2018", "2018-10-28"),
            ("28-Oct-18", "2018-10-28"),
            ("1531526400", "2018-07-14"),
            ("1531526401.0", "2018-07-14T00:00:01Z"),
            ("1531562400000", "2018-07-14T10:00:00Z"),
        ] {
            assert_eq!(iso(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn seconds_count_from_1970_in_utc() {
        let published = parse("2026-03-04T01:30:00+02:00", Order::MonthFirst).unwrap();
        assert_eq!((published.seconds, published.has_time), (1_772_580_600, true));
        assert_eq!(
            parse("1970-01-02", Order::DayFirst).map(|p| (p.seconds, p.has_time)),
            Some((86_400, false))
        );
    }

    #[test]
    fn what_cannot_be_is_none() {
        for text in [
            "",
            "yesterday",
            "29 minutes ago",
            "2018-02-30",
            "13/13/18",
            "31.4.2018",
            "2018",
            "May 2018",
            "25:00",
            "9999-12-31",
            "0001-01-01",
            "2018-10-28T25:00",
            "13:00 PM Oct 1 2018",
            "Oct Oct 2018",
            "1/2",
            "1.2.3.4",
            "99999999",
            "é",
            "2018-10-28 or so",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }

    #[test]
    fn a_file_has_one_order_of_day_and_month() {
        let read = |dates: &[&str]| {
            let raw: Vec<String> = dates.iter().map(ToString::to_string).collect();
            let (dates, notes) = read_all(&raw, DateRules::default(), || None);
            (dates.into_iter().map(|date| date.map(|d| d.iso)).collect::<Vec<_>>(), notes)
        };
        let (dates, notes) = read(&["9/5/18", "", "10/28/18", "soon"]);
        assert_eq!(dates, [Some("2018-09-05".into()), None, Some("2018-10-28".into()), None]);
        assert!(
            notes[0]
                .starts_with("1 date that could be read either way, such as 9/5/18, read as month/day/year")
        );
        assert_eq!(notes[1], "1 date could not be read: \"soon\"");
        let (dates, _) = read(&["9/5/18", "28/10/18"]);
        assert_eq!(dates, [Some("2018-05-09".into()), Some("2018-10-28".into())]);
        assert_eq!(read(&["2018-01-02", "3/3/18"]).1, Vec::<String>::new());
    }

    #[test]
    fn the_user_may_say_the_order_and_from_when_ages_count() {
        let raw = ["9/5/18", "10/28/18", "an hour ago", "3 weeks ago"].map(str::to_owned);
        let read = |order, as_of, modified| {
            let (dates, notes) = read_all(&raw, DateRules { order, as_of }, || modified);
            (dates.into_iter().map(|date| date.map_or(String::new(), |it| it.iso)).collect::<Vec<_>>(), notes)
        };
        let moment = AsOf { seconds: 1_772_586_620, has_time: true };
        let (dates, notes) = read(Some(Order::DayFirst), Some(moment), None);
        assert_eq!(dates, ["2018-05-09", "2018-10-28", "2026-03-04T00:10:00Z", ""]);
        assert_eq!(notes[0], "1 date that cannot be day/month/year, as --dates says, read the other way");
        assert!(notes[1].ends_with("counted back from --asof"), "{notes:?}");
        assert_eq!(notes[2], "1 age in weeks or more, left without a date");
        let (dates, notes) = read(None, None, Some(1_772_586_620));
        assert_eq!((dates[0].as_str(), dates[2].as_str()), ("2018-09-05", "2026-03-04T00:10:00Z"));
        assert!(notes[1].contains("from 2026-03-04T01:10:20Z, when the file was last changed"), "{notes:?}");
        let (dates, notes) = read(None, None, None);
        assert_eq!(dates[2], "");
        assert!(notes[1].contains("left without one; --asof DATE"), "{notes:?}");
    }
}
