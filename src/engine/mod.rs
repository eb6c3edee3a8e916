//! The engine: drives reading, both passes and the comparisons over all cores. It alone knows of threads;
//! every figure is worked out elsewhere.

mod copies;
mod events;
mod features;
mod names;
mod pipeline;
mod reading;
mod words;

pub use copies::{find_boilerplate, find_copies};
pub use events::{EventSource, find_events};
pub use pipeline::{Wanted, events_alone, make_study};
pub use reading::{describe_skip, read};
pub use words::{Words, number_words};

pub use features::features;

use crate::article::Article;
use crate::compare::Comparison;
use crate::copies::{ByteRange, Copies, WireReading, boilerplate::Repeated};
use crate::dfm::{Dfm, Entries, Feature, LexiconEntries, TermList, TermMatrix, entry_uses, n_words};
use crate::entities::Corpus;
use crate::error::{Error, Result};
use crate::events::Event;
use crate::harvest::{ArticleRecord, Emit, Harvest, SentenceSize};
use crate::measures::{Measure, Prepared, Resources};
use crate::study::{Study, StudyOptions};
use crate::tables::{Table, TableSet};
use crate::text::lexicon::Lexicon;
use crate::text::vader::Vader;
use crate::text::{
    Analyser, CueLists, Cues, Negations, NumberedWords, TermCount, TermSet, Vocabulary, WordClasses,
    count_terms,
};
use rayon::prelude::*;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// The threads of a run.
#[derive(Debug)]
pub struct Workers {
    pool: rayon::ThreadPool,
}

impl Workers {
    /// As many threads as asked for; one a core where `threads` is `None`.
    ///
    /// # Errors
    /// [`Error::Usage`] when the system gives no threads.
    pub fn new(threads: Option<usize>) -> Result<Self> {
        let pool =
            rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build().map_err(|error| {
                Error::Usage(format!("cannot start threads: {error}; try a smaller --threads"))
            })?;
        Ok(Self { pool })
    }

    /// How many threads there are.
    #[must_use]
    pub fn n_threads(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// Does `work` on each item; the results are in the order of the items.
    pub fn map<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
        self.pool.install(|| items.par_iter().map(work).collect())
    }

    /// As [`Workers::map`], but takes the items.
    fn take<T: Send, R: Send>(&self, items: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
        self.pool.install(|| items.into_par_iter().map(work).collect())
    }

    /// As [`Workers::map`], for items of very different cost: each thread takes the next when it is done with one.
    fn map_one_by_one<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
        let each = items.iter().enumerate().par_bridge().map(|(number, item)| (number, work(item)));
        let mut done: Vec<(usize, R)> = self.pool.install(|| each.collect());
        done.sort_unstable_by_key(|(number, _)| *number);
        done.into_iter().map(|(_, result)| result).collect()
    }

    /// Cuts articles into runs of neighbours that keep all threads busy.
    fn ranges(&self, all: Range<usize>) -> Vec<Range<usize>> {
        let size = all.len().div_ceil(self.n_threads() * 8).clamp(1, 512);
        all.clone().step_by(size).map(|start| start..(start + size).min(all.end)).collect()
    }
}

/// A lexicon that is compiled into the program.
fn embedded(name: &str, content: &str) -> Result<Lexicon> {
    Lexicon::parse(name, content).map_err(|problem| Error::content(Path::new(name), problem))
}

/// The words that are no terms.
///
/// # Errors
/// When the embedded list is not usable.
pub fn stop_words() -> Result<Vocabulary> {
    let lexicon = embedded("stop_words", include_str!("../../data/lexicons/stop_words.csv"))?;
    Ok(Vocabulary::from_forms(lexicon.entries.iter().map(|entry| entry.text.as_bytes())))
}

/// What the measures need, for the documents of this vocabulary, and the names of the classes of reporting verbs.
///
/// # Errors
/// When an embedded table is not usable.
pub fn resources(vocabulary: Vocabulary) -> Result<(Resources, Vec<String>)> {
    let verbs = embedded("report_verbs", include_str!("../../data/lexicons/report_verbs.csv"))?;
    let nouns = embedded("report_nouns", include_str!("../../data/lexicons/report_nouns.csv"))?;
    let words = embedded("attribution_words", include_str!("../../data/lexicons/attribution_words.csv"))?;
    let vader =
        Vader::embedded().map_err(|problem| Error::content(Path::new("data/lexicons/vader.tsv"), problem))?;
    let cues = Cues::new(CueLists { verbs: &verbs, nouns: &nouns, words: &words }, &vocabulary);
    let classes = embedded("word_classes", include_str!("../../data/lexicons/word_classes.csv"))?;
    let word_classes = WordClasses::new(&classes, &vocabulary);
    let negations = embedded("negations", include_str!("../../data/lexicons/negations.csv"))?;
    let negations = Negations::new(&negations, &vocabulary);
    let name_words = names::name_words(&vocabulary)?;
    Ok((Resources { vocabulary, vader, cues, word_classes, negations, name_words }, verbs.categories))
}

/// An article to be measured, by its position, and the ranges of its text that are left out, sorted.
pub type Measured = (u32, Vec<ByteRange>);

/// Pass two: what the measures see in each article of `measured`.
///
/// # Returns
/// One record an article, in the order of articles.
/// # Errors
/// When a measure cannot be made ready.
pub fn harvest(
    workers: &Workers,
    (articles, words, measured): (&[Article], &[NumberedWords], &[Measured]),
    measures: &[&dyn Measure],
    (resources, terms): (&Resources, &TermSet),
) -> Result<Vec<ArticleRecord>> {
    let prepared: Vec<Box<dyn Prepared + '_>> =
        measures.iter().map(|measure| measure.prepare(resources)).collect::<Result<_>>()?;
    let (first_features, first_entries) = (features::firsts(measures), features::first_entries(measures));
    let ranges = workers.ranges(0..measured.len());
    let parts = workers.map(&ranges, |range| {
        let mut observers: Vec<_> = prepared.iter().map(|measure| measure.observer()).collect();
        let mut analyser = Analyser::default();
        let mut harvest = Harvest::default();
        // What is seen is gathered here and then kept in as much memory as it needs.
        let (mut observations, mut entries) = (Vec::new(), Vec::new());
        for (number, left_out) in &measured[range.clone()] {
            let article = &articles[*number as usize];
            let numbers = words[*number as usize].numbers();
            let document = analyser.analyse((&article.title, &article.text), left_out, numbers);
            let sizes = document.sentences().iter().map(|sentence| {
                let tokens = document.tokens_of(sentence);
                let n_quoted = tokens.iter().filter(|token| token.is_quoted).count();
                SentenceSize {
                    zone: sentence.zone,
                    n_own: narrow(tokens.len() - n_quoted),
                    n_quoted: narrow(n_quoted),
                }
            });
            let mut record = ArticleRecord {
                article: *number,
                sentences: sizes.collect(),
                observations: std::mem::take(&mut observations),
                entries: std::mem::take(&mut entries),
                ..ArticleRecord::default()
            };
            let looks = |measure: &&dyn Measure| article.is_english() || !measure.needs_english();
            let firsts = first_features.iter().zip(&first_entries);
            for ((observer, (&feature, &entry)), measure) in observers.iter_mut().zip(firsts).zip(measures) {
                if looks(measure) {
                    observer.observe(&document, &mut Emit::new(&mut record, feature, entry));
                }
            }
            record
                .observations
                .sort_unstable_by_key(|seen| (seen.feature, seen.sentence, seen.start, seen.end, seen.voice));
            record.terms = count_terms(&document, terms);
            record.names.shrink_to_fit();
            record.entries.sort_unstable();
            observations = exact(&mut record.observations);
            entries = exact(&mut record.entries);
            harvest.add(record);
        }
        harvest
    });
    let mut all = Harvest::default();
    parts.into_iter().for_each(|part| all.merge(part));
    Ok(all.sorted())
}

/// Puts a list into as much memory as it needs, and gives back the memory that it had, empty.
fn exact<T: Clone>(list: &mut Vec<T>) -> Vec<T> {
    let kept = list.clone();
    let mut free = std::mem::replace(list, kept);
    free.clear();
    free
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What [`study`] puts together.
#[derive(Debug)]
pub struct Parts {
    /// The articles, sorted by id.
    pub articles: Vec<Article>,
    /// Their events.
    pub events: Vec<Event>,
    /// What was seen in them.
    pub records: Vec<ArticleRecord>,
    /// The features that were looked for.
    pub features: Vec<Feature>,
    /// The lexicons whose entries were looked for, in the order of the measures.
    pub lexicons: Vec<LexiconEntries>,
    /// The names of the classes of reporting verbs.
    pub verb_classes: Vec<String>,
    /// The copies.
    pub copies: Copies,
    /// The boilerplate.
    pub boilerplate: Vec<Repeated>,
    /// For each reading of copies but the one that was asked for: what was seen in the articles that it reads otherwise.
    pub other_readings: Vec<(WireReading, Vec<ArticleRecord>)>,
}

/// Puts together what the comparisons read.
///
/// # Errors
/// [`Error::Overflow`] when a sum leaves the range of its integers.
pub fn study(
    workers: &Workers,
    parts: Parts,
    vocabulary: Vocabulary,
    options: StudyOptions,
) -> Result<Study> {
    let Parts { articles, events, mut records, features, lexicons, verb_classes, .. } = parts;
    let Parts { copies, boilerplate, other_readings, .. } = parts;
    let (outlets, outlet_of, by_outlet) = sort_by_outlet(&articles);
    let event_of = event_of(&events, articles.len());
    let entries = count_entries(workers, lexicons, &by_outlet, &mut records);
    let counts: Vec<Vec<TermCount>> =
        records.iter_mut().map(|record| std::mem::take(&mut record.terms)).collect();
    let corpus = Corpus { articles: &articles, records: &records, event_of: &event_of };
    let named = names::read_names(workers, corpus, !events.is_empty())?;
    let ((list, dfm), entities) = workers.pool.install(|| {
        rayon::join(
            || {
                rayon::join(
                    || TermList::new(&counts, vocabulary.len()),
                    || Dfm::from_records(articles.len(), &features, &records),
                )
            },
            || names::join_names(corpus, named),
        )
    });
    records.iter_mut().for_each(|record| record.names = Vec::new());
    let dfm = dfm?;
    let rows = workers.take(counts, |counts| list.row(&counts));
    let terms = TermMatrix::new(list, rows, vocabulary);
    let n_words = records.iter().map(n_words).collect();
    let other_readings = other_readings
        .into_iter()
        .map(|(reading, records)| Ok((reading, dfm.with(&records)?)))
        .collect::<Result<_>>()?;
    let event_ids = events.iter().map(|event| Arc::from(event.id.as_str())).collect();
    Ok(Study {
        articles,
        outlet_of,
        by_outlet,
        event_of,
        outlets,
        events,
        event_ids,
        features,
        records,
        dfm,
        entries,
        terms,
        entities,
        n_words,
        draws: Arc::new(options.draws()),
        fewer_draws: Arc::new(options.fewer_draws()),
        verb_classes,
        copies,
        boilerplate,
        other_readings,
        options,
        members: None,
        speakers: OnceLock::new(),
    })
}

/// The event of each article, by its position.
fn event_of(events: &[Event], n_articles: usize) -> Vec<u32> {
    let mut event_of = vec![0; n_articles];
    for (event, number) in events.iter().zip(0_u32..) {
        event.articles.iter().for_each(|&article| event_of[article as usize] = number);
    }
    event_of
}

/// The outlets' names, sorted; the outlet of each article; and the articles of each outlet.
fn sort_by_outlet(articles: &[Article]) -> (Vec<Arc<str>>, Vec<u32>, Vec<Vec<u32>>) {
    let mut outlets: Vec<Arc<str>> =
        articles.iter().map(|article| Arc::from(article.outlet.as_str())).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let outlet_of: Vec<u32> = articles
        .iter()
        .map(|article| {
            narrow(outlets.binary_search_by(|name| (**name).cmp(&article.outlet)).unwrap_or_default())
        })
        .collect();
    let mut by_outlet = vec![Vec::new(); outlets.len()];
    (0_u32..).zip(&outlet_of).for_each(|(article, &outlet)| by_outlet[outlet as usize].push(article));
    (outlets, outlet_of, by_outlet)
}

/// Counts the matches of entries by outlet; the records hand theirs over.
fn count_entries(
    workers: &Workers,
    lexicons: Vec<LexiconEntries>,
    by_outlet: &[Vec<u32>],
    records: &mut [ArticleRecord],
) -> Entries {
    let n_entries = Entries::n_entries(&lexicons);
    let uses = workers.map(by_outlet, |articles| {
        entry_uses(articles.iter().filter_map(|&article| records.get(article as usize)), n_entries)
    });
    records.iter_mut().for_each(|record| record.entries = Vec::new());
    Entries { lexicons, uses }
}

/// Makes the tables of some comparisons. Each comparison is done in its parts, on all threads, and put together in order;
/// those of few parts are begun first, so that none is left to a single thread at the end.
///
/// # Errors
/// When a comparison fails.
pub fn compare(workers: &Workers, study: &Study, comparisons: &[&dyn Comparison]) -> Result<TableSet> {
    let n_parts: Vec<usize> = comparisons.iter().map(|comparison| comparison.n_parts(study)).collect();
    let mut jobs: Vec<(usize, usize)> =
        n_parts.iter().enumerate().flat_map(|(number, &n)| (0..n).map(move |part| (number, part))).collect();
    jobs.sort_by_key(|&(number, _)| n_parts[number]);
    let parts = workers.map_one_by_one(&jobs, |&(number, part)| comparisons[number].part(study, part));
    let mut parts: Vec<_> = jobs.into_iter().zip(parts).collect();
    parts.sort_by_key(|(job, _)| *job);
    let mut results = parts.into_iter().map(|(_, part)| part);
    let mut all: Vec<(&dyn Comparison, Vec<Table>)> = Vec::with_capacity(comparisons.len());
    for (&comparison, &n_parts) in comparisons.iter().zip(&n_parts) {
        let mut gathered: Vec<Table> = comparison.schemas().iter().map(|schema| Table::new(schema)).collect();
        for _ in 0..n_parts {
            for (into, part) in gathered.iter_mut().zip(results.next().transpose()?.unwrap_or_default()) {
                into.append(part);
            }
        }
        all.push((comparison, gathered));
    }
    workers.pool.install(|| {
        all.par_iter_mut().for_each(|(comparison, gathered)| {
            comparison.finish(gathered);
            gathered.par_iter_mut().for_each(Table::sort_by_key);
        });
    });
    let mut tables = TableSet::default();
    all.into_iter().flat_map(|(_, gathered)| gathered).for_each(|table| tables.insert(table));
    Ok(tables)
}
