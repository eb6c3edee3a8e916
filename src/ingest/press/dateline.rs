//! The date of an article as the archives print it, in the language of the source or of the interface.
//!
//! `March 12, 2026 Thursday 9:50 PM GMT`, `Donnerstag 12. März 2026`, `12 mars 2026`, `2026 年 3 月 12 日`. The line may go on
//! with the name of an edition. What comes out is a form that the reader of dates knows.

/// The months in English, German, French, Dutch, Spanish, Italian and Portuguese.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "jänner", "janvier", "januari", "enero", "gennaio", "janeiro", "jan"],
    &["february", "februar", "februari", "février", "fevrier", "febrero", "febbraio", "fevereiro", "feb"],
    &["march", "märz", "maerz", "marz", "mars", "maart", "marzo", "março", "mar"],
    &["april", "avril", "abril", "aprile", "apr"],
    &["may", "mai", "mei", "mayo", "maggio", "maio"],
    &["june", "juni", "juin", "junio", "giugno", "junho", "jun"],
    &["july", "juli", "juillet", "julio", "luglio", "julho", "jul"],
    &["august", "août", "aout", "augustus", "agosto", "aug"],
    &["september", "septembre", "septiembre", "settembre", "setembro", "sept", "sep"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro", "oct", "okt"],
    &["november", "novembre", "noviembre", "novembro", "nov"],
    &["december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro", "dec", "dez"],
];

/// The days of the week in the same languages.
const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
];

/// Zones of which the reader of dates knows the offset.
const ZONES: &[&str] =
    &["GMT", "UTC", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "BST", "CET", "CEST", "ET"];

/// The longest line that is looked at, in words: a date, a weekday, a time and an edition.
const MAX_WORDS: usize = 24;

/// The date that a line opens with, as `2026-03-12` or `2026-03-12 9:50 PM GMT`. Empty where the line gives a month and no
/// day; `None` where it opens with no date.
pub(super) fn date(line: &str) -> Option<String> {
    let words = words(line);
    let mut rest = words.as_slice();
    while let [first, after @ ..] = rest
        && DAYS.contains(&first.to_lowercase().trim_end_matches('.'))
    {
        rest = after;
    }
    if let [month_name, year_number] = rest
        && month(month_name).is_some()
        && year(year_number).is_some()
    {
        return Some(String::new());
    }
    let ((year, month, day), rest) = calendar(rest)?;
    let day = format!("{year:04}-{month:02}-{day:02}");
    Some(time(rest).map_or(day.clone(), |time| format!("{day} {time}")))
}

/// The time in a line of its own (`15:32`, `07:15 AM GMT`).
pub(super) fn time_line(line: &str) -> Option<String> {
    let is_time = line.len() <= 20 && line.starts_with(|c: char| c.is_ascii_digit());
    if is_time { time(&words(line)) } else { None }
}

/// The words of a line; a number is a word of its own before a letter (`10.Dezember`, `2026年`).
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in
        line.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty()).take(MAX_WORDS)
    {
        let split = part.char_indices().skip(1).find(|(at, c)| {
            let before = part.get(..*at).and_then(|before| before.chars().next_back());
            before == Some('.') && c.is_alphabetic() && part.starts_with(|c: char| c.is_ascii_digit())
        });
        match split {
            Some((at, _)) => {
                words.extend([part.get(..at), part.get(at..)].into_iter().flatten().map(str::to_owned));
            }
            None if part.contains(['年', '月', '日']) => {
                words.extend(part.split_inclusive(['年', '月', '日']).map(str::to_owned));
            }
            None => words.push(part.to_owned()),
        }
    }
    words
}

/// Year, month and day.
type Day = (i32, usize, u32);

/// Year, month and day at the start of words, and the words behind them.
fn calendar(words: &[String]) -> Option<(Day, &[String])> {
    match words {
        [name, number, years, rest @ ..] if month(name).is_some() => {
            Some(((year(years)?, month(name)?, day(number)?), rest))
        }
        [number, name, years, rest @ ..] if month(name).is_some() => {
            Some(((year(years)?, month(name)?, day(number)?), rest))
        }
        // 12 de marzo de 2026
        [number, of, name, again, years, rest @ ..] if is_of(of) && is_of(again) => {
            Some(((year(years)?, month(name)?, day(number)?), rest))
        }
        [iso, rest @ ..] if iso.len() == 10 && iso.matches('-').count() == 2 => {
            let mut numbers = iso.split('-');
            let (years, months, days) = (numbers.next()?, numbers.next()?, numbers.next()?);
            let month = months.parse().ok().filter(|month| (1..=12).contains(month))?;
            Some(((year(years)?, month, day(days)?), rest))
        }
        _ => east_asian(words),
    }
}

/// `2026 年 3 月 12 日`, with or without the spaces.
fn east_asian(words: &[String]) -> Option<(Day, &[String])> {
    let mut numbers = Vec::new();
    for (at, word) in words.iter().enumerate().take(6) {
        if let Ok(number) = word.trim_end_matches(['年', '月', '日']).parse::<u32>() {
            numbers.push(number);
        }
        if word.ends_with('日') {
            let [year, month @ 1..=12, day @ 1..=31] = *numbers.as_slice() else { return None };
            return Some((
                (i32::try_from(year).ok()?, usize::try_from(month).ok()?, day),
                words.get(at + 1..)?,
            ));
        }
    }
    None
}

fn is_of(word: &str) -> bool {
    ["de", "del", "di", "of"].contains(&word.to_lowercase().as_str())
}

fn month(word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.').to_lowercase();
    MONTHS.iter().position(|names| names.contains(&word.as_str())).map(|at| at + 1)
}

fn day(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(['.', 'º']);
    let digits =
        ["st", "nd", "rd", "th", "er"].iter().find_map(|end| digits.strip_suffix(end)).unwrap_or(digits);
    if digits.len() > 2 {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn year(word: &str) -> Option<i32> {
    let digits = word.trim_end_matches(['.', ';']);
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|year| (1600..=2200).contains(year))
}

/// The first time among words, with its half of the day and its zone.
fn time(words: &[String]) -> Option<String> {
    let is_number =
        |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let at = words.iter().position(|word| {
        word.split_once(':').is_some_and(|(hour, rest)| {
            is_number(hour) && rest.get(..2).is_some_and(is_number) && rest.len() <= 5
        })
    })?;
    let mut time = words.get(at)?.clone();
    for word in words.iter().skip(at + 1).take(2) {
        let upper = word.to_uppercase();
        let zone =
            upper.strip_prefix("GMT").or_else(|| upper.strip_prefix("UTC")).filter(|rest| rest.len() > 1);
        if matches!(upper.as_str(), "AM" | "PM") || ZONES.contains(&upper.as_str()) {
            time.push_str(&format!(" {upper}"));
        } else if let Some(offset) = zone.and_then(offset) {
            time.push_str(&format!(" {offset}"));
        }
    }
    Some(time)
}

/// `+1`, `+0530`, `-03:30` as hours and minutes.
fn offset(written: &str) -> Option<String> {
    let (sign, rest) = written.split_at_checked(1).filter(|(sign, _)| matches!(*sign, "+" | "-"))?;
    let (hours, minutes) = rest.split_once(':').or_else(|| rest.split_at_checked(2)).unwrap_or((rest, ""));
    let (hours, minutes): (u8, u8) =
        (hours.parse().ok()?, if minutes.is_empty() { 0 } else { minutes.parse().ok()? });
    (hours <= 14 && minutes < 60).then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::date::{Order, parse};

    fn iso(line: &str) -> Option<String> {
        let date = date(line)?;
        Some(parse(&date, Order::MonthFirst).map_or(format!("unread: {date}"), |published| published.iso))
    }

    #[test]
    fn lines_that_open_with_a_date() {
        for (line, expected) in [
            ("March 12, 2026 Thursday", "2026-03-12"),
            ("March 12, 2026, Thursday, Late Edition - Final", "2026-03-12"),
            ("March 12, 2026 Thursday 9:50 PM GMT", "2026-03-12T21:50:00Z"),
            ("12. März 2026 Donnerstag 9:50 PM GMT+1", "2026-03-12T21:50:00+01:00"),
            ("Donnerstag 12.März 2026", "2026-03-12"),
            ("12 March 2026", "2026-03-12"),
            ("mars 12 2026", "2026-03-12"),
            ("Jeudi 12 Mars 2026", "2026-03-12"),
            ("1er mars 2026", "2026-03-01"),
            ("donderdag 12 maart 2026", "2026-03-12"),
            ("12 de marzo de 2026 jueves", "2026-03-12"),
            ("2026 年 3 月 12 日 17:04", "2026-03-12T17:04:00"),
            ("2026年3月12日", "2026-03-12"),
            ("2026-03-12", "2026-03-12"),
            ("March 12, 2026 Thursday 10:05 AM EST", "2026-03-12T10:05:00-05:00"),
        ] {
            assert_eq!(iso(line).as_deref(), Some(expected), "{line}");
        }
        assert_eq!(date("March 2026").as_deref(), Some(""));
        assert_eq!(time_line("07:15 AM GMT").as_deref(), Some("07:15 AM GMT"));
        for line in [
            "",
            "May the best boat win",
            "12 boats of 2026",
            "March 12, 2026: a day",
            "On March 12, 2026",
            "3 May Day 2026",
        ] {
            assert_eq!(date(line), None, "{line}");
        }
    }
}
