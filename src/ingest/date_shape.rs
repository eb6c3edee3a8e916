//! What a date is made of, told from its digits and words; which of two numbers is the month may stay open.

use jiff::civil;
use jiff::tz::TimeZone;

/// A time of day, and its offset from UTC in seconds where the source gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) time: civil::Time,
    pub(super) offset: Option<i32>,
}

/// A date as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Year, month and day are told apart by their form.
    Certain(civil::Date, Option<Clock>),
    /// Two numbers and a year, either of which may be the month.
    Numbers { first: i8, second: i8, year: i16, clock: Option<Clock> },
}

/// Reads a date as far as it alone can tell; `None` when it is none.
pub(super) fn shape(text: &str) -> Option<Shape> {
    let text = text.trim();
    if text.is_empty() || text.len() > 80 {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && text.bytes().filter(|b| *b == b'.').count() < 2
    {
        return digits(text.split('.').next().unwrap_or(text));
    }
    // `2026-03-04T09:30`: the one place in which a letter joins date and time.
    let joined = text.as_bytes().iter().enumerate().find(|(at, byte)| {
        let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        matches!(byte, b'T' | b't' | b'_') && *at > 0 && digit(at - 1) && digit(at + 1)
    });
    if let Some((at, _)) = joined {
        return words(&format!("{} {}", text.get(..at)?, text.get(at + 1..)?));
    }
    words(text)
}

/// A number alone: a day as `20181028`, that with a time, or time since 1970, whose unit its length tells.
fn digits(text: &str) -> Option<Shape> {
    let number: i64 = text.parse().ok()?;
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i8>().ok();
    let seconds = match text.len() {
        8 | 14 => {
            let date = civil::Date::new(text.get(..4)?.parse().ok()?, part(4, 6)?, part(6, 8)?).ok()?;
            let clock = match text.len() {
                8 => None,
                _ => {
                    let time = civil::Time::new(part(8, 10)?, part(10, 12)?, part(12, 14)?, 0).ok()?;
                    Some(Clock { time, offset: None })
                }
            };
            return Some(Shape::Certain(date, clock));
        }
        9 | 10 => number,
        12 | 13 => number / 1_000,
        15 | 16 => number / 1_000_000,
        18 | 19 => number / 1_000_000_000,
        _ => return None,
    };
    let time = TimeZone::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    Some(Shape::Certain(time.date(), Some(Clock { time: time.time(), offset: Some(0) })))
}

/// What was found so far in a date written in words and numbers.
#[derive(Default)]
struct Parts {
    numbers: Option<Shape>,
    month: Option<i8>,
    day: Option<i8>,
    year: Option<i16>,
    time: Option<civil::Time>,
    is_afternoon: Option<bool>,
    offset: Option<i32>,
}

fn words(text: &str) -> Option<Shape> {
    let mut parts = Parts::default();
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        let dashed = word.split('-').filter(|part| !part.is_empty());
        if word.contains('-') && dashed.clone().any(|part| month(part).is_some()) {
            for part in dashed {
                take_word(part, &mut parts)?;
            }
        } else {
            take_word(word, &mut parts)?;
        }
    }
    let clock = parts.clock()?;
    match (parts.numbers, parts.year, parts.month, parts.day) {
        (Some(Shape::Certain(date, _)), None, None, None) => Some(Shape::Certain(date, clock)),
        (Some(Shape::Numbers { first, second, year, .. }), None, None, None) => {
            Some(Shape::Numbers { first, second, year, clock })
        }
        (None, Some(year), Some(month), Some(day)) => {
            Some(Shape::Certain(civil::Date::new(year, month, day).ok()?, clock))
        }
        _ => None,
    }
}

impl Parts {
    /// The time of day, if one was given; the outer `None` when what was given is no time.
    fn clock(&self) -> Option<Option<Clock>> {
        let Some(time) = self.time else {
            return if self.is_afternoon.is_none() { Some(None) } else { None };
        };
        let hour = match (self.is_afternoon, time.hour()) {
            (None, hour) => hour,
            (Some(_), 0 | 13..) => return None,
            (Some(false), 12) => 0,
            (Some(false), hour) | (Some(true), hour @ 12) => hour,
            (Some(true), hour) => hour + 12,
        };
        let time = civil::Time::new(hour, time.minute(), time.second(), 0).ok()?;
        Some(Some(Clock { time, offset: self.offset }))
    }
}

/// Adds one word; `None` when it belongs to no date, or is said twice.
fn take_word(word: &str, parts: &mut Parts) -> Option<()> {
    let bare = word.trim_matches(['.', '(', ')']);
    let lower = bare.to_lowercase();
    if lower.is_empty() || is_filler(&lower) {
        return Some(());
    }
    if bare.contains(':') && !word.starts_with(['+', '-']) {
        return take_time(&lower, parts);
    }
    if let Some(is_afternoon) = afternoon(&lower) {
        return set(&mut parts.is_afternoon, is_afternoon);
    }
    if parts.time.is_some()
        && let Some(offset) = offset(&lower)
    {
        // `+0000 (UTC)` and `GMT+0100` say it twice; the last that is a number counts.
        parts.offset = if offset == Some(0) { parts.offset.or(offset) } else { offset.or(parts.offset) };
        return Some(());
    }
    if let Some(month) = month(&lower) {
        return set(&mut parts.month, month);
    }
    if let Some(numbers) = numbers(&lower) {
        return set(&mut parts.numbers, numbers);
    }
    let digits = lower.trim_start_matches(['\'', '’']);
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| digits.strip_suffix(end)).unwrap_or(digits);
    match digits.len() {
        1 | 2 if parts.day.is_none() => set(&mut parts.day, digits.parse().ok()?),
        2 | 4 => set(&mut parts.year, year(digits)?),
        _ => None,
    }
}

fn set<T>(place: &mut Option<T>, value: T) -> Option<()> {
    if place.is_some() {
        return None;
    }
    *place = Some(value);
    Some(())
}

/// `9:30`, `09:30:00.123`, also with `pm`, `z` or an offset joined.
fn take_time(word: &str, parts: &mut Parts) -> Option<()> {
    let end = word.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(word.len());
    let (time, rest) = word.split_at(end);
    let mut numbers = time.split(['.']).next()?.split(':');
    let hour: i8 = numbers.next()?.parse().ok()?;
    let minute: i8 = numbers.next()?.parse().ok()?;
    // A leap second is the last one that a calendar knows.
    let second = numbers.next().map_or(Some(0), |s| s.parse::<i8>().ok())?;
    let second = if second == 60 { 59 } else { second };
    if numbers.next().is_some() {
        return None;
    }
    set(&mut parts.time, civil::Time::new(hour, minute, second, 0).ok()?)?;
    match (rest, afternoon(rest)) {
        ("", _) => Some(()),
        (_, Some(is_afternoon)) => set(&mut parts.is_afternoon, is_afternoon),
        _ => {
            parts.offset = offset(rest)?;
            Some(())
        }
    }
}

/// `9/5/18`, `28.10.2018`, `2018-10-28`.
fn numbers(word: &str) -> Option<Shape> {
    let separator = word.chars().find(|c| matches!(c, '/' | '-' | '.'))?;
    let mut fields = word.split(separator);
    let (a, b, c) = (fields.next()?, fields.next()?, fields.next()?);
    let is_number = |field: &str| field.bytes().all(|byte| byte.is_ascii_digit());
    if fields.next().is_some() || !(is_number(a) && is_number(b) && is_number(c)) {
        return None;
    }
    if a.len() == 4 {
        let date = civil::Date::new(a.parse().ok()?, b.parse().ok()?, c.parse().ok()?);
        return Some(Shape::Certain(date.ok()?, None));
    }
    let (first, second, year) = (a.parse::<i8>().ok()?, b.parse::<i8>().ok()?, year(c)?);
    if separator == '.' && second <= 12 {
        // With full stops the day comes first wherever they are in use.
        return Some(Shape::Certain(civil::Date::new(year, second, first).ok()?, None));
    }
    let possible = |month, day| civil::Date::new(year, month, day).is_ok();
    (possible(first, second) || possible(second, first)).then_some(Shape::Numbers {
        first,
        second,
        year,
        clock: None,
    })
}

fn year(digits: &str) -> Option<i16> {
    let number: i16 = digits.parse().ok()?;
    match (digits.len(), number) {
        (2, 69..) => Some(1900 + number),
        (2, _) => Some(2000 + number),
        (4, _) => Some(number),
        _ => None,
    }
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.').to_lowercase();
    if word == "sept" {
        return Some(9);
    }
    let at = MONTHS.iter().position(|name| *name == word || (word.len() == 3 && name.starts_with(&word)))?;
    i8::try_from(at + 1).ok()
}

fn is_filler(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    matches!(word, "at" | "on" | "of" | "the" | "tues" | "thur" | "thurs" | "|" | "-" | "–")
        || DAYS.iter().any(|day| *day == word || (word.len() == 3 && day.starts_with(word)))
}

fn afternoon(word: &str) -> Option<bool> {
    match word {
        "am" | "a.m" | "a.m." => Some(false),
        "pm" | "p.m" | "p.m." => Some(true),
        _ => None,
    }
}

/// A zone's offset in seconds. The inner `None` is a zone of which the offset depends on the season (`ET`).
fn offset(word: &str) -> Option<Option<i32>> {
    let hours = match word {
        "z" | "utc" | "gmt" | "ut" => 0,
        "edt" => -4,
        "est" | "cdt" => -5,
        "cst" | "mdt" => -6,
        "mst" | "pdt" => -7,
        "pst" => -8,
        "bst" | "cet" => 1,
        "cest" => 2,
        "et" | "ct" | "mt" | "pt" => return Some(None),
        _ => {
            let word = word.trim_start_matches("utc").trim_start_matches("gmt");
            let sign = if word.starts_with('-') { -1 } else { 1 };
            let digits: String = word.strip_prefix(['+', '-'])?.chars().filter(|c| *c != ':').collect();
            let hours: i32 = digits.get(..2)?.parse().ok()?;
            let minutes: i32 = if digits.len() == 2 { 0 } else { digits.get(2..4)?.parse().ok()? };
            let is_offset = matches!(digits.len(), 2 | 4) && hours <= 14 && minutes < 60;
            return is_offset.then_some(Some(sign * (hours * 60 + minutes) * 60));
        }
    };
    Some(Some(hours * 3600))
}
