//! The command line: one variant a command, one field an option.

mod results;

pub use results::{DiffArguments, SampleArguments, ValidateArguments};

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Deserialize;
use std::path::PathBuf;

/// Compare how news outlets cover the same events.
#[derive(Debug, Parser)]
#[command(
    name = "parallax",
    version,
    about = "Compare how news outlets cover the same events: sentiment, frames, terms, with uncertainty and evidence",
    after_help = "Exit codes: 0 done; 1 the job failed; 2 wrong usage; 3 with --strict when a record was skipped.",
    max_term_width = 100
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read, group into events, measure, compare; write tables, charts and a report
    Compare(JobArguments),
    /// Measure each article on its own: needs no outlet and no event
    Score(JobArguments),
    /// Show a term in context, by outlet, on standard output
    Kwic(KwicArguments),
    /// Draw the charts and the report again from the tables of a result
    Draw {
        /// The folder of the result
        folder: PathBuf,
    },
    /// Recompute the digests of a result; exit 1 if anything changed
    Verify {
        /// The folder of the result
        folder: PathBuf,
    },
    /// Show which figures moved between two results, and why
    Diff(DiffArguments),
    /// Draw a blinded sheet of passages for human coders
    Sample(SampleArguments),
    /// Hold a result against what human coders found: agreement, errors by outlet, corrected shares
    Validate(ValidateArguments),
    /// Look at lexicons
    #[command(subcommand)]
    Lexicon(LexiconCommand),
    /// List what there is: measures, comparisons, charts, readers, lexicons, dictionaries
    List {
        /// Which list
        what: ListKind,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// What is looked for, where, and how much of it is shown.
#[derive(Debug, Args)]
pub struct KwicArguments {
    /// Words ("tax cut*"), /a regular expression/, LEXICON:CATEGORY, or category:NAME
    pub pattern: String,
    /// The columns to each side of a match [default: 40]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(..=2000))]
    pub width: Option<u16>,
    /// The most matches that are shown of an outlet [default: all]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Inputs and options; --format is text [default] or csv here.
    #[command(flatten)]
    pub job: JobArguments,
}

/// What can be done with lexicons.
#[derive(Debug, Subcommand)]
pub enum LexiconCommand {
    /// Read lexicons and show their categories, repeated and shadowed entries, and exclusions that guard nothing
    Check {
        /// The lexicons: CSV, LIWC, WordStat, Lexicoder, YAML or JSON (see `parallax list dictionaries`)
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Exit with 3 when an entry adds nothing
        #[arg(long)]
        strict: bool,
    },
}

/// The lists that `list` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListKind {
    /// What is measured
    Measures,
    /// What is worked out from the measures
    Comparisons,
    /// The pictures
    Charts,
    /// The formats that are read
    Readers,
    /// The lexicons inside the program
    Lexicons,
    /// The forms in which lexicons of yours are read
    Dictionaries,
}

/// Inputs, output and options of a job.
#[derive(Debug, Args)]
pub struct JobArguments {
    /// Files, folders, or - for JSON Lines on standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// The options.
    #[command(flatten)]
    pub settings: Settings,
    /// Options from a TOML file; what stands on the command line wins
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// The options of a job. Each has the same name in the configuration file.
#[derive(Clone, Debug, Default, Args, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Settings {
    /// The folder for the result
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Take a field from a column of another name, such as text=BODY (repeatable)
    #[arg(long, value_name = "FIELD=COLUMN", help_heading = "Input")]
    pub map: Vec<String>,
    /// Take the outlet from `folder`: the name of the folder that holds the file
    #[arg(long, value_name = "WHERE", help_heading = "Input")]
    pub outlet_from: Option<OutletFrom>,
    /// A CSV file about outlets: outlet, alias (several parted by |), then any columns, such as country, owner or lean
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub outlets: Option<PathBuf>,
    /// The order in dates such as 9/5/18: mdy, dmy, or auto (as the other dates of the file show) [default: auto]
    #[arg(long, value_name = "ORDER", help_heading = "Input")]
    pub dates: Option<DateArgument>,
    /// The day or moment from which ages such as "29 minutes ago" count [default: when the file was last changed];
    /// no article is later
    #[arg(long, value_name = "DATE", help_heading = "Input")]
    pub asof: Option<String>,
    /// The languages that are wanted, as codes, or any: measures that need English stay empty for others [default: en;
    /// with score: any]
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Input")]
    pub language: Vec<String>,
    /// Only articles from this day on (2026-03-01)
    #[arg(long, value_name = "DATE", help_heading = "Input")]
    pub since: Option<String>,
    /// Only articles up to this day
    #[arg(long, value_name = "DATE", help_heading = "Input")]
    pub until: Option<String>,
    /// The longest record that is read, in MiB [default: 256]
    #[arg(long, value_name = "MIB", help_heading = "Input")]
    pub max_record: Option<usize>,
    /// The most that one packed file (.gz, .zst, .zip, .xlsx, Parquet, Arrow) may come to, in MiB; what comes before that is
    /// used [default: 1024, or 20 times the file's size where that is more]
    #[arg(long, value_name = "MIB", help_heading = "Input")]
    pub max_unpacked: Option<usize>,
    /// How many compressed files and archives may lie in each other, such as a .csv.gz in a .zip [default: 3]
    #[arg(long, value_name = "N", help_heading = "Input")]
    pub max_nesting: Option<usize>,
    /// The most files that are read, in all and in one archive [default: 1000000]
    #[arg(long, value_name = "N", help_heading = "Input")]
    pub max_files: Option<usize>,
    /// `auto` (the event column if there is one, else grouping), `column`, or a CSV file with `article_id` and `event_id`
    #[arg(long, value_name = "HOW", help_heading = "Events")]
    pub events: Option<String>,
    /// The most days between two articles that are compared when events are found [default: 3]
    #[arg(long, value_name = "DAYS", help_heading = "Events")]
    pub date_window: Option<u32>,
    /// A lexicon of yours: CSV with the columns category and entry (and weight), or a dictionary of LIWC, WordStat,
    /// Lexicoder, quanteda (YAML) or JSON (repeatable)
    #[arg(long, value_name = "FILE", help_heading = "Measures")]
    pub lexicon: Vec<PathBuf>,
    /// Count matches of your lexicons that a negation precedes (three words, same clause) as CATEGORY.negated instead
    #[arg(long, help_heading = "Measures")]
    pub negation: bool,
    /// Compare groups of outlets: those of one value in this column of --outlets
    #[arg(long, value_name = "COLUMN", help_heading = "Comparison")]
    pub by: Option<String>,
    /// Leave outlets with fewer articles out of the comparisons; they stay in the reference of the others [default: 1]
    #[arg(long, value_name = "N", help_heading = "Comparison")]
    pub min_articles: Option<usize>,
    /// Relabelings and bootstrap samples [default: 1000]
    #[arg(long, value_name = "N", help_heading = "Comparison")]
    pub resamples: Option<usize>,
    /// The seed of all random streams [default: 1]
    #[arg(long, value_name = "N", help_heading = "Comparison")]
    pub seed: Option<u64>,
    /// Write only the rows of this outlet or group (repeatable); the figures stay the same
    #[arg(long, value_name = "NAME", help_heading = "Output")]
    pub only_outlet: Vec<String>,
    /// Write only the rows of this event (repeatable; ALL for the pooled rows); the figures stay the same
    #[arg(long, value_name = "ID", help_heading = "Output")]
    pub only_event: Vec<String>,
    /// Write only the rows of this voice: all, own, quoted (repeatable)
    #[arg(long, value_name = "VOICE", help_heading = "Output")]
    pub voice: Vec<String>,
    /// Write only the rows of this zone: all, headline, lead, body (repeatable)
    #[arg(long, value_name = "ZONE", help_heading = "Output")]
    pub zone: Vec<String>,
    /// How many charts to draw: a number, all or none [default: all]
    #[arg(long, value_name = "N|all|none", help_heading = "Output")]
    pub charts: Option<String>,
    /// The forms of the tables: csv, parquet [default: csv]
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Output")]
    pub format: Vec<String>,
    /// Which passages to write to evidence.csv: top, all or none [default: top]
    #[arg(long, value_name = "WHICH", help_heading = "Output")]
    pub evidence: Option<EvidenceArgument>,
    /// Cut the passages in every output to N words, so that a result on licensed text can be shared
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub quote_limit: Option<usize>,
    /// How copied texts count: all (as published), once (each text once an event) or own (copied words not at all)
    /// [default: all]
    #[arg(long, value_name = "READING", help_heading = "Comparison")]
    pub wire: Option<WireArgument>,
    /// The periods of trends.csv: week, month, or auto (months where the dates span more than 26 weeks) [default: auto]
    #[arg(long, value_name = "PERIOD", help_heading = "Comparison")]
    pub period: Option<PeriodArgument>,
    /// Count what an outlet prints under many of its articles too, rather than leave it out
    #[arg(long, help_heading = "Comparison")]
    pub keep_boilerplate: bool,
    /// Write the articles as vectors too: vectors.parquet and vocabulary.csv
    #[arg(long, help_heading = "Output")]
    pub vectors: bool,
    /// With compare: write `article_scores.csv` too
    #[arg(long, help_heading = "Output")]
    pub article_scores: bool,
    /// Write the texts into which the offsets point as texts.jsonl
    #[arg(long, help_heading = "Output")]
    pub text: bool,
    /// Do not put a ' before cells that a spreadsheet would run as formulas
    #[arg(long, help_heading = "Output")]
    pub raw_text: bool,
    /// Use the output folder though it holds something else
    #[arg(long, help_heading = "Run")]
    pub force: bool,
    /// Exit with 3 when a record was skipped
    #[arg(long, help_heading = "Run")]
    pub strict: bool,
    /// Read and group only; say what would be compared and write nothing
    #[arg(long, help_heading = "Run")]
    pub dry_run: bool,
    /// How many threads [default: one a core]; the result is the same
    #[arg(long, value_name = "N", help_heading = "Run")]
    pub threads: Option<usize>,
    /// No summary and no progress
    #[arg(short, long, help_heading = "Run")]
    pub quiet: bool,
    /// Say more about the run
    #[arg(short, long, help_heading = "Run")]
    pub verbose: bool,
}

/// Where the outlet's name may come from besides a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutletFrom {
    /// The folder that holds the file
    Folder,
}

/// The order of day and month in dates that leave it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateArgument {
    /// As the other dates of the file show, else month first
    Auto,
    /// Month, day, year
    Mdy,
    /// Day, month, year
    Dmy,
}

/// Which passages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceArgument {
    /// The strongest of each outlet and feature
    Top,
    /// Every one
    All,
    /// None
    None,
}

/// How copied texts count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WireArgument {
    /// As published
    All,
    /// Each text once an event
    Once,
    /// Copied words not at all
    Own,
}

/// The periods of trends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodArgument {
    /// As the dates span
    Auto,
    /// Weeks
    Week,
    /// Months
    Month,
}

impl Settings {
    /// These settings, with those of a configuration file where these say nothing.
    #[must_use]
    pub fn over(self, file: Self) -> Self {
        fn list<T>(mine: Vec<T>, theirs: Vec<T>) -> Vec<T> {
            if mine.is_empty() { theirs } else { mine }
        }
        Self {
            output: self.output.or(file.output),
            map: list(self.map, file.map),
            outlet_from: self.outlet_from.or(file.outlet_from),
            outlets: self.outlets.or(file.outlets),
            dates: self.dates.or(file.dates),
            asof: self.asof.or(file.asof),
            language: list(self.language, file.language),
            since: self.since.or(file.since),
            until: self.until.or(file.until),
            max_record: self.max_record.or(file.max_record),
            max_unpacked: self.max_unpacked.or(file.max_unpacked),
            max_nesting: self.max_nesting.or(file.max_nesting),
            max_files: self.max_files.or(file.max_files),
            events: self.events.or(file.events),
            date_window: self.date_window.or(file.date_window),
            lexicon: list(self.lexicon, file.lexicon),
            negation: self.negation || file.negation,
            by: self.by.or(file.by),
            min_articles: self.min_articles.or(file.min_articles),
            resamples: self.resamples.or(file.resamples),
            seed: self.seed.or(file.seed),
            only_outlet: list(self.only_outlet, file.only_outlet),
            only_event: list(self.only_event, file.only_event),
            voice: list(self.voice, file.voice),
            zone: list(self.zone, file.zone),
            charts: self.charts.or(file.charts),
            format: list(self.format, file.format),
            evidence: self.evidence.or(file.evidence),
            quote_limit: self.quote_limit.or(file.quote_limit),
            wire: self.wire.or(file.wire),
            period: self.period.or(file.period),
            keep_boilerplate: self.keep_boilerplate || file.keep_boilerplate,
            vectors: self.vectors || file.vectors,
            article_scores: self.article_scores || file.article_scores,
            text: self.text || file.text,
            raw_text: self.raw_text || file.raw_text,
            force: self.force || file.force,
            strict: self.strict || file.strict,
            dry_run: self.dry_run || file.dry_run,
            threads: self.threads.or(file.threads),
            quiet: self.quiet || file.quiet,
            verbose: self.verbose || file.verbose,
        }
    }
}
