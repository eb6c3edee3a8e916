//! Options: what the settings come to once they are checked. `check` is the only maker of [`Options`].

use crate::cli::{
    DateArgument, EvidenceArgument, JobArguments, OutletFrom, PeriodArgument, Settings, WireArgument,
};
use crate::copies::WireReading;
use crate::error::{Error, Result};
use crate::language::code_of;
use crate::limits::{Limits, MAX_RECORD_BYTES, MIB};
use std::path::PathBuf;

/// How many charts are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartChoice {
    /// All.
    All,
    /// The first so many; none for 0.
    First(usize),
}

/// Where events come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventChoice {
    /// The event column where there is one, else grouping.
    Auto,
    /// The event column.
    Column,
    /// A CSV file with `article_id` and `event_id`.
    File(PathBuf),
}

/// The options of a job, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The inputs as they were given.
    pub inputs: Vec<String>,
    /// The folder for the result; `None` only in a dry run.
    pub output: Option<PathBuf>,
    /// (field, column) pairs.
    pub map: Vec<(String, String)>,
    /// Whether the outlet is the folder's name.
    pub outlet_from_folder: bool,
    /// The user's table of outlets.
    pub outlets: Option<PathBuf>,
    /// The column of that table whose values are the groups to compare.
    pub by: Option<String>,
    /// The order of day and month.
    pub dates: DateArgument,
    /// The moment from which ages count, in seconds since 1970, and whether its time of day is known.
    pub asof: Option<(i64, bool)>,
    /// The codes of the languages wanted; `None` for any.
    pub languages: Option<Vec<String>>,
    /// Whether the user named them.
    pub languages_are_named: bool,
    /// The first and the last day wanted, counted from 1970-01-01.
    pub days: (Option<i64>, Option<i64>),
    /// The longest record, in bytes.
    pub max_record_bytes: usize,
    /// How much compressed files, archives and folders may hold.
    pub limits: Limits,
    /// Where events come from.
    pub events: EventChoice,
    /// Days between articles of one event.
    pub date_window: u32,
    /// The user's lexicons.
    pub lexicons: Vec<PathBuf>,
    /// Whether their negated matches count apart.
    pub negation: bool,
    /// The fewest articles of an outlet that is compared.
    pub min_articles: usize,
    /// Relabelings and bootstrap samples.
    pub resamples: usize,
    /// The seed of all random streams.
    pub seed: u64,
    /// (column, values) pairs: only rows with one of the values are written.
    pub only: Vec<(&'static str, Vec<String>)>,
    /// How many charts.
    pub charts: ChartChoice,
    /// The names of the forms of tables.
    pub formats: Vec<String>,
    /// Which passages.
    pub evidence: EvidenceArgument,
    /// The most words of a passage.
    pub quote_limit: Option<usize>,
    /// How copies are counted.
    pub wire: WireReading,
    /// The periods of trends.
    pub period: PeriodArgument,
    /// Whether boilerplate is counted.
    pub keep_boilerplate: bool,
    /// Whether vectors are written.
    pub vectors: bool,
    /// Whether scores of articles are written.
    pub article_scores: bool,
    /// Whether texts are written.
    pub text: bool,
    /// Whether the spreadsheet guard is off.
    pub raw_text: bool,
    /// Whether a folder that is not ours may be used.
    pub force: bool,
    /// Whether skipped records are an error.
    pub strict: bool,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// How many threads.
    pub threads: Option<usize>,
    /// Whether the summary is left out.
    pub quiet: bool,
    /// Whether more is said.
    pub verbose: bool,
}

/// Reads the configuration file, if one is named, and checks everything.
///
/// # Errors
/// [`Error::Usage`] that lists all that is wrong; [`Error::Read`] or [`Error::Content`] about the file.
pub fn check(arguments: JobArguments, formats: &[&str]) -> Result<Options> {
    let JobArguments { inputs, settings, config } = arguments;
    let settings = match config {
        None => settings,
        Some(path) => {
            let content = std::fs::read_to_string(&path).map_err(|source| Error::reading(&path, source))?;
            let file: Settings =
                toml::from_str(&content).map_err(|error| Error::content(&path, error.to_string()))?;
            settings.over(file)
        }
    };
    let mut problems = Vec::new();
    let options = resolve(inputs, settings, formats, &mut problems);
    if problems.is_empty() { Ok(options) } else { Err(Error::Usage(problems.join("\n"))) }
}

fn resolve(inputs: Vec<String>, settings: Settings, formats: &[&str], problems: &mut Vec<String>) -> Options {
    let only = only_rows(&settings, problems);
    check_choices(&settings, formats, problems);
    let limits = limits(&settings, problems);
    let mut positive =
        |name: &str, value: Option<usize>, default: usize| positive(name, value, problems).unwrap_or(default);
    let min_articles = positive("min-articles", settings.min_articles, 1);
    let resamples = positive("resamples", settings.resamples, 1_000);
    let max_record = positive("max-record", settings.max_record, MAX_RECORD_BYTES >> 20);
    let threads = settings.threads.map(|n| positive("threads", Some(n), 1));
    Options {
        inputs,
        output: settings.output,
        map: settings.map.iter().filter_map(|pair| field_and_column(pair, problems)).collect(),
        outlet_from_folder: settings.outlet_from == Some(OutletFrom::Folder),
        outlets: settings.outlets,
        by: settings.by,
        dates: settings.dates.unwrap_or(DateArgument::Auto),
        asof: moment(settings.asof, problems),
        languages: languages(&settings.language, problems),
        languages_are_named: !settings.language.is_empty(),
        days: (day("since", settings.since, problems), day("until", settings.until, problems)),
        max_record_bytes: max_record.saturating_mul(1 << 20),
        limits,
        events: event_choice(settings.events),
        date_window: settings.date_window.unwrap_or(3),
        lexicons: settings.lexicon,
        negation: settings.negation,
        min_articles,
        resamples,
        seed: settings.seed.unwrap_or(1),
        only,
        charts: chart_choice(settings.charts.as_deref(), problems),
        formats: if settings.format.is_empty() { vec!["csv".to_owned()] } else { settings.format },
        evidence: settings.evidence.unwrap_or(EvidenceArgument::Top),
        quote_limit: settings.quote_limit,
        wire: match settings.wire {
            None | Some(WireArgument::All) => WireReading::All,
            Some(WireArgument::Once) => WireReading::Once,
            Some(WireArgument::Own) => WireReading::Own,
        },
        period: settings.period.unwrap_or(PeriodArgument::Auto),
        keep_boilerplate: settings.keep_boilerplate,
        vectors: settings.vectors,
        article_scores: settings.article_scores,
        text: settings.text,
        raw_text: settings.raw_text,
        force: settings.force,
        strict: settings.strict,
        dry_run: settings.dry_run,
        threads,
        quiet: settings.quiet,
        verbose: settings.verbose,
    }
}

fn check_choices(settings: &Settings, formats: &[&str], problems: &mut Vec<String>) {
    if settings.by.is_some() && settings.outlets.is_none() {
        problems.push("--by names a column of --outlets FILE: give that file too".to_owned());
    }
    if settings.output.is_none() && !settings.dry_run {
        problems.push("no folder for the result: give one with -o DIR".to_owned());
    }
    for format in &settings.format {
        if !formats.contains(&format.as_str()) {
            problems.push(format!("--format {format}: choose from {}", formats.join(", ")));
        }
    }
}

/// A number that must not be 0.
fn positive(name: &str, value: Option<usize>, problems: &mut Vec<String>) -> Option<usize> {
    if value == Some(0) {
        problems.push(format!("--{name} must be at least 1"));
    }
    value
}

fn limits(settings: &Settings, problems: &mut Vec<String>) -> Limits {
    let max_unpacked = positive("max-unpacked", settings.max_unpacked, problems);
    Limits {
        max_unpacked_bytes: max_unpacked.map(|n| (n as u64).saturating_mul(MIB)),
        max_nesting: positive("max-nesting", settings.max_nesting, problems)
            .unwrap_or(Limits::DEFAULT.max_nesting),
        max_files: positive("max-files", settings.max_files, problems).unwrap_or(Limits::DEFAULT.max_files),
    }
}

fn only_rows(settings: &Settings, problems: &mut Vec<String>) -> Vec<(&'static str, Vec<String>)> {
    for (name, given, known) in [
        ("voice", &settings.voice, &["all", "own", "quoted"][..]),
        ("zone", &settings.zone, &["all", "headline", "lead", "body"][..]),
    ] {
        for value in given.iter().filter(|value| !known.contains(&value.as_str())) {
            problems.push(format!("--{name} {value}: choose from {}", known.join(", ")));
        }
    }
    [
        ("outlet", &settings.only_outlet),
        ("event_id", &settings.only_event),
        ("voice", &settings.voice),
        ("zone", &settings.zone),
    ]
    .into_iter()
    .filter(|(_, values)| !values.is_empty())
    .map(|(column, values)| (column, values.clone()))
    .collect()
}

fn field_and_column(pair: &str, problems: &mut Vec<String>) -> Option<(String, String)> {
    let split = pair.split_once('=').filter(|(field, column)| !field.is_empty() && !column.is_empty());
    if split.is_none() {
        problems.push(format!("--map {pair}: write FIELD=COLUMN, such as text=BODY"));
    }
    split.map(|(field, column)| (field.to_owned(), column.to_owned()))
}

fn day(name: &str, value: Option<String>, problems: &mut Vec<String>) -> Option<i64> {
    let value = value?;
    let epoch = jiff::civil::date(1970, 1, 1);
    match value.parse::<jiff::civil::Date>() {
        Ok(date) => Some(i64::from((date - epoch).get_days())),
        Err(_) => {
            problems.push(format!("--{name} {value}: write a day as 2026-03-01"));
            None
        }
    }
}

/// A day, or a moment with an offset; without one it is taken as UTC.
fn moment(value: Option<String>, problems: &mut Vec<String>) -> Option<(i64, bool)> {
    let value = value?;
    let utc = |time: jiff::civil::DateTime| jiff::tz::TimeZone::UTC.to_timestamp(time).ok();
    let of_day = || utc(value.parse::<jiff::civil::Date>().ok()?.to_datetime(jiff::civil::Time::midnight()));
    let of_time = || value.parse::<jiff::Timestamp>().ok().or_else(|| utc(value.parse().ok()?));
    let has_time = value.contains(':');
    let found = if has_time { of_time() } else { of_day() };
    if found.is_none() {
        problems
            .push(format!("--asof {value}: write a day as 2026-03-01 or a moment as 2026-03-01T09:30:00Z"));
    }
    found.map(|moment| (moment.as_second(), has_time))
}

/// The languages as two-letter codes; English where none is named, `None` for `any`.
fn languages(given: &[String], problems: &mut Vec<String>) -> Option<Vec<String>> {
    if given.iter().any(|it| it.eq_ignore_ascii_case("any")) {
        return None;
    }
    let mut codes = Vec::new();
    for language in given {
        match code_of(language) {
            Some(code) => codes.push(code.to_owned()),
            None => problems.push(format!("--language {language}: write a code such as en or de, or any")),
        }
    }
    Some(if given.is_empty() { vec!["en".to_owned()] } else { codes })
}

fn event_choice(value: Option<String>) -> EventChoice {
    match value.as_deref() {
        None | Some("auto") => EventChoice::Auto,
        Some("column") => EventChoice::Column,
        Some(file) => EventChoice::File(PathBuf::from(file)),
    }
}

fn chart_choice(value: Option<&str>, problems: &mut Vec<String>) -> ChartChoice {
    match value {
        None | Some("all") => ChartChoice::All,
        Some("none") => ChartChoice::First(0),
        Some(number) => number.parse().map_or_else(
            |_| {
                problems.push(format!("--charts {number}: write a number, all or none"));
                ChartChoice::All
            },
            ChartChoice::First,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{ChartChoice, check};
    use crate::cli::{Cli, Command};
    use clap::Parser;

    fn checked(arguments: &[&str]) -> crate::error::Result<super::Options> {
        let all = ["parallax", "compare", "in.csv"].iter().chain(arguments);
        let Command::Compare(arguments) = Cli::try_parse_from(all).unwrap().command else {
            panic!("compare")
        };
        check(arguments, &["csv", "parquet"])
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let arguments = [
            "--map",
            "text",
            "--since",
            "soon",
            "--resamples",
            "0",
            "--charts",
            "x",
            "--voice",
            "loud",
            "--by",
            "lean",
        ];
        let mut arguments = arguments.to_vec();
        arguments.extend(["--asof", "now", "--language", "klingon"]);
        let problem = checked(&arguments).unwrap_err().to_string();
        let options = ["-o DIR", "--map text", "--since soon", "--resamples", "--charts x", "--voice loud"];
        for told in options.into_iter().chain(["--by", "--asof now", "--language klingon"]) {
            assert!(problem.contains(told), "{told}: {problem}");
        }
    }

    #[test]
    fn moments_and_languages_are_read() {
        let options = |arguments: &[&str]| checked(&[&["-o", "out"], arguments].concat()).unwrap();
        assert_eq!(options(&["--asof", "2026-03-04"]).asof, Some((1_772_582_400, false)));
        assert_eq!(options(&["--asof", "2026-03-04T01:30:00+02:00"]).asof, Some((1_772_580_600, true)));
        assert_eq!(options(&["--asof", "2026-03-04T00:30"]).asof, Some((1_772_584_200, true)));
        assert_eq!(options(&[]).languages, Some(vec!["en".to_owned()]));
        assert_eq!(
            options(&["--language", "de,English"]).languages,
            Some(vec!["de".to_owned(), "en".to_owned()])
        );
        assert_eq!(options(&["--language", "any"]).languages, None);
    }

    #[test]
    fn a_configuration_file_fills_what_the_command_line_leaves() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("job.toml");
        std::fs::write(&file, "output = \"out\"\nseed = 7\nresamples = 50\ncharts = \"none\"\n").unwrap();
        let options = checked(&["--config", file.to_str().unwrap(), "--seed", "9"]).unwrap();
        assert_eq!((options.seed, options.resamples, options.charts), (9, 50, ChartChoice::First(0)));
        std::fs::write(&file, "sed = 7\n").unwrap();
        assert!(checked(&["--config", file.to_str().unwrap()]).unwrap_err().to_string().contains("sed"));
    }
}
