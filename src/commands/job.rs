//! What `compare` and `score` share: from the inputs to a study.

use super::outlets::{self, Said};
use super::{lexicon, tell};
use crate::article::{Article, Skip};
use crate::cli::{DateArgument, EvidenceArgument, PeriodArgument};
use crate::config::{EventChoice, Options};
use crate::corpus::{Corpus, Filter};
use crate::engine::{self, EventSource, Wanted, Workers};
use crate::error::{Error, Result};
use crate::events::{Event, GroupingOptions};
use crate::ingest::{AsOf, DateRules, FieldMap, Order, ReadOptions, find_inputs_up_to};
use crate::key::ALL_EVENTS;
use crate::manifest::Stopwatch;
use crate::measures::{LexicalMeasure, MEASURES, Measure};
use crate::outlets::Catalogue;
use crate::study::{EvidenceChoice, Members, Period, Study, StudyOptions};
use crate::text::lexicon::Lexicon;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A job under way: its threads, its clock, and what there is to say.
pub(super) struct Job {
    pub(super) options: Options,
    pub(super) workers: Workers,
    pub(super) clock: Clock,
    pub(super) skipped: Vec<Skip>,
    pub(super) notes: Vec<String>,
    pub(super) input_files: Vec<PathBuf>,
    /// The user's table of outlets.
    pub(super) catalogue: Option<Catalogue>,
    /// The outlets behind groups, from reading to the study.
    members: Option<Members>,
}

/// The steps of a job: how long each takes, and the line on the terminal that says what is done now.
pub(super) struct Clock {
    pub(super) stopwatch: Stopwatch,
    progress: ProgressBar,
    is_verbose: bool,
}

impl Clock {
    /// Says what is done now, and notes how long the step before took.
    fn step(&mut self, name: &'static str) {
        self.stopwatch.stage(name);
        self.progress.set_message(name);
        if self.is_verbose {
            self.progress.suspend(|| tell(&format!("parallax: {name}")));
        }
    }
}

impl Job {
    /// Starts a job.
    pub(super) fn start(options: Options) -> Result<Self> {
        let workers = Workers::new(options.threads)?;
        let progress = if options.quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            progress.set_style(style);
        }
        progress.enable_steady_tick(Duration::from_millis(120));
        let clock = Clock { stopwatch: Stopwatch::start(), progress, is_verbose: options.verbose };
        let (skipped, notes, input_files) = (Vec::new(), Vec::new(), Vec::new());
        let catalogue = outlets::catalogue(&options)?;
        Ok(Self { options, workers, clock, skipped, notes, input_files, catalogue, members: None })
    }

    /// Says what is done now, and notes how long the step before took.
    pub(super) fn step(&mut self, name: &'static str) {
        self.clock.step(name);
    }

    /// Takes the progress line away.
    pub(super) fn end_progress(&self) {
        self.clock.progress.finish_and_clear();
    }

    /// Reads the inputs.
    pub(super) fn read(&mut self, needs_outlet: bool) -> Result<Vec<Article>> {
        self.step("reading");
        let found = find_inputs_up_to(self.options.limits.max_files, &self.options.inputs)?;
        self.input_files = found.inputs.iter().map(|input| PathBuf::from(&*input.name)).collect();
        let options = ReadOptions {
            fields: FieldMap::with(&self.options.map)?,
            outlet_from_folder: self.options.outlet_from_folder,
            max_record_bytes: self.options.max_record_bytes,
            limits: self.options.limits,
            dates: self.date_rules(),
        };
        let (since, until) = self.options.days;
        let as_of_day = self.options.asof.map(|(seconds, _)| seconds.div_euclid(86_400));
        let filter = Filter { needs_outlet, since, until, as_of_day };
        let Corpus { mut articles, skipped, notes } = engine::read(&self.workers, found, &options, &filter)?;
        (self.skipped, self.notes) = (skipped, notes);
        self.sort_by_outlet(&mut articles, needs_outlet)?;
        if let EventChoice::File(path) = &self.options.events {
            self.notes.extend(give_events(&mut articles, path)?);
        } else {
            self.notes.extend(note_on_missing_events(&articles));
        }
        self.notes.extend(rename_reserved_event(&mut articles));
        Ok(articles)
    }

    /// Leaves out articles in other languages, names the outlets, and puts groups in their place where these are wanted.
    fn sort_by_outlet(&mut self, articles: &mut Vec<Article>, is_compared: bool) -> Result<()> {
        let mut said = Said::default();
        outlets::keep_languages(&self.workers, articles, self.options.languages.as_deref(), &mut said);
        if let (true, Some(first)) = (articles.is_empty(), said.skipped.first()) {
            return Err(Error::NothingToRead(format!(
                "{}; {}",
                engine::describe_skip(first),
                said.notes.join("; ")
            )));
        }
        let names = outlets::name(articles, self.catalogue.as_ref(), &mut said);
        for (_, wanted) in self.options.only.iter_mut().filter(|(column, _)| *column == "outlet") {
            let renamed: Vec<String> = wanted.iter().filter_map(|name| names.get(name)).cloned().collect();
            wanted.extend(renamed);
        }
        if let (Some(catalogue), Some(by)) = (&self.catalogue, &self.options.by) {
            self.members = Some(outlets::group(articles, (catalogue, by), is_compared, &mut said)?);
        }
        said.notes
            .extend(self.options.only.iter().flat_map(|only| unknown(only, articles, self.members.as_ref())));
        self.skipped.append(&mut said.skipped);
        self.skipped.sort();
        self.notes.append(&mut said.notes);
        Ok(())
    }

    fn date_rules(&self) -> DateRules {
        DateRules {
            order: match self.options.dates {
                DateArgument::Auto => None,
                DateArgument::Mdy => Some(Order::MonthFirst),
                DateArgument::Dmy => Some(Order::DayFirst),
            },
            as_of: self.options.asof.map(|(seconds, has_time)| AsOf { seconds, has_time }),
        }
    }

    /// Takes articles to a study: both passes, and events where they are wanted.
    pub(super) fn study(&mut self, articles: Vec<Article>, with_events: bool) -> Result<Study> {
        let lexicons: Vec<Lexicon> =
            self.options.lexicons.iter().map(|path| lexicon::read(path)).collect::<Result<_>>()?;
        check_names(&lexicons)?;
        let users: Vec<LexicalMeasure<'_>> =
            lexicons.iter().map(|lexicon| LexicalMeasure::of_user(lexicon, self.options.negation)).collect();
        let measures: Vec<&dyn Measure> =
            MEASURES.iter().copied().chain(users.iter().map(|it| it as &dyn Measure)).collect();
        check_features(&measures)?;
        let wanted = Wanted {
            measures: &measures,
            events: with_events.then(|| self.event_source()),
            keep_boilerplate: self.options.keep_boilerplate,
            members: self.members.take(),
            options: self.study_options(),
        };
        let Self { workers, clock, .. } = self;
        engine::make_study(workers, articles, wanted, |name| clock.step(name))
    }

    /// The events alone, for a dry run.
    pub(super) fn events(&mut self, articles: &[Article]) -> Result<Vec<Event>> {
        let (source, keep_boilerplate) = (self.event_source(), self.options.keep_boilerplate);
        let Self { workers, clock, members, .. } = self;
        let articles = (articles, members.as_ref());
        engine::events_alone(workers, articles, (&source, keep_boilerplate), |name| clock.step(name))
    }

    fn event_source(&self) -> EventSource {
        let grouping = GroupingOptions { window_days: i64::from(self.options.date_window) };
        match self.options.events {
            EventChoice::Auto => EventSource::Auto(grouping),
            EventChoice::Column | EventChoice::File(_) => EventSource::Column,
        }
    }

    fn study_options(&self) -> StudyOptions {
        StudyOptions {
            seed: self.options.seed,
            resamples: self.options.resamples,
            evidence: match self.options.evidence {
                EvidenceArgument::Top => EvidenceChoice::Top,
                EvidenceArgument::All => EvidenceChoice::All,
                EvidenceArgument::None => EvidenceChoice::None,
            },
            quote_limit: self.options.quote_limit,
            min_articles: self.options.min_articles,
            vectors: self.options.vectors,
            wire: self.options.wire,
            period: match self.options.period {
                PeriodArgument::Auto => Period::Auto,
                PeriodArgument::Week => Period::Week,
                PeriodArgument::Month => Period::Month,
            },
        }
    }
}

/// A word on `--only-outlet` when no outlet and no group has one of its names.
fn unknown(
    (column, wanted): &(&str, Vec<String>),
    articles: &[Article],
    members: Option<&Members>,
) -> Option<String> {
    let has = |name: &String| {
        articles.iter().any(|article| article.outlet == *name)
            || members.is_some_and(|members| members.outlets.iter().any(|outlet| **outlet == **name))
    };
    let is_told = *column == "outlet" && !wanted.iter().any(has);
    is_told.then(|| {
        let names = wanted.join(", ");
        format!("--only-outlet {names}: no outlet is called so, and the tables by outlet have no row")
    })
}

/// Two lexicons of one name, or one with the name of a measure, could not be told apart in the tables.
fn check_names(lexicons: &[Lexicon]) -> Result<()> {
    let mut names: Vec<&str> = MEASURES.iter().map(|it| it.name()).collect();
    for lexicon in lexicons {
        if names.contains(&lexicon.name.as_str()) {
            return Err(Error::Usage(format!(
                "--lexicon: the name {} is taken; rename the file",
                lexicon.name
            )));
        }
        names.push(&lexicon.name);
    }
    Ok(())
}

/// An event column that some articles leave empty turns grouping off for these too.
fn note_on_missing_events(articles: &[Article]) -> Option<String> {
    let n_without = articles.iter().filter(|article| article.event.is_none()).count();
    (0 < n_without && n_without < articles.len()).then(|| {
        format!(
            "{n_without} of {} articles name no event while others do: each is an event of its own, as events are not \
             looked for where the input names them",
            articles.len()
        )
    })
}

/// `ALL` is the name of rows that pool events.
fn rename_reserved_event(articles: &mut [Article]) -> Option<String> {
    let mut n_renamed = 0;
    for event in
        articles.iter_mut().filter_map(|article| article.event.as_mut()).filter(|event| *event == ALL_EVENTS)
    {
        *event = format!("event-{ALL_EVENTS}");
        n_renamed += 1;
    }
    (n_renamed > 0)
        .then(|| format!("the event {ALL_EVENTS} of {n_renamed} articles is called event-{ALL_EVENTS} here"))
}

/// Numbers of features are 16 bits wide.
fn check_features(measures: &[&dyn Measure]) -> Result<()> {
    for measure in measures {
        let mut names = measure.features();
        names.sort_unstable();
        if let Some(two) = names.windows(2).find(|two| two[0] == two[1]) {
            let (lexicon, name) = (measure.name(), &two[0]);
            return Err(Error::Usage(format!(
                "--negation: {lexicon} has a category {name} of its own; rename it"
            )));
        }
    }
    let n: usize = measures.iter().map(|measure| measure.features().len()).sum();
    if n < usize::from(u16::MAX) {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "--lexicon: {n} categories in all; at most {} can be counted at once",
        u16::MAX - 1
    )))
}

/// Gives articles the events of a CSV file with the columns `article_id` and `event_id`.
fn give_events(articles: &mut [Article], path: &Path) -> Result<Vec<String>> {
    let wrong = |problem: String| Error::content(path, problem);
    let mut reader = csv::Reader::from_path(path).map_err(|error| wrong(error.to_string()))?;
    let headers = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let (Some(id), Some(event)) = (column("article_id"), column("event_id")) else {
        return Err(wrong("the header must name the columns article_id and event_id".to_owned()));
    };
    let mut events = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        events.insert(record.get(id).unwrap_or("").to_owned(), record.get(event).unwrap_or("").to_owned());
    }
    let mut n_without = 0;
    for article in articles {
        article.event = events.get(&article.id).filter(|event| !event.is_empty()).cloned();
        n_without += usize::from(article.event.is_none());
    }
    let note =
        format!("{}: {n_without} articles stand in no row and are events of their own", path.display());
    Ok(if n_without > 0 { vec![note] } else { Vec::new() })
}
