//! `kwic`: a term in context, by outlet.

use super::job::Job;
use super::summary::counted;
use super::{lexicon, tell};
use crate::article::Article;
use crate::cli::{JobArguments, KwicArguments};
use crate::config::{self, Options};
use crate::engine;
use crate::error::{Error, Result};
use crate::kwic::{Asked, Finder, Hit, Pattern, Search, asked, passage, width_of};
use crate::measures::{LexicalMeasure, MEASURES, Measure};
use crate::tables::csv::guarded;
use crate::text::lexicon::Lexicon;
use crate::text::visible::visible;
use std::io::{BufWriter, IsTerminal, Write};

/// How many columns stand on each side of a match, where nothing else is said.
const WIDTH: u16 = 40;

/// How many articles a thread takes at once.
const AT_ONCE: usize = 64;

/// The columns of the CSV.
const COLUMNS: [&str; 10] =
    ["article_id", "outlet", "date", "start", "end", "zone", "voice", "left", "match", "right"];

/// How hits are shown.
struct Shown<'a> {
    width: usize,
    limit: usize,
    options: &'a Options,
    articles: &'a [Article],
}

pub(super) fn run(arguments: KwicArguments) -> Result<()> {
    let KwicArguments { pattern, width, limit, mut job } = arguments;
    let is_csv = wants_csv(&mut job)?;
    job.settings.dry_run = true;
    let mut options = config::check(job, &["text", "csv"])?;
    if !options.languages_are_named {
        options.languages = None;
    }
    let pattern = read_pattern(&pattern, &options)?;
    let mut job = Job::start(options)?;
    let articles = job.read(false)?;
    job.step("looking");
    let mut hits = find(&job, &articles, &pattern)?;
    keep_wanted(&mut hits, &articles, &job.options);
    hits.sort_by(|a, b| {
        let outlet = |hit: &Hit| articles[hit.article as usize].outlet.as_str();
        outlet(a).cmp(outlet(b)).then(a.article.cmp(&b.article))
    });
    job.end_progress();
    job.skipped.iter().filter(|skip| skip.record.is_none()).for_each(|skip| {
        tell(&format!("parallax: {}", engine::describe_skip(skip)));
    });
    let shown = Shown {
        width: usize::from(width.unwrap_or(WIDTH)),
        limit: limit.unwrap_or(usize::MAX),
        options: &job.options,
        articles: &articles,
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let written = if is_csv { shown.write_csv(&hits, &mut out) } else { shown.write_text(&hits, &mut out) };
    // A reader that has gone away (`parallax kwic ... | head`) is no error.
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            return Err(Error::writing("standard output".as_ref(), error));
        }
        _ => {}
    }
    if !job.options.quiet {
        let n_articles = hits.chunk_by(|a, b| a.article == b.article).count();
        let (matches, inside) =
            (counted(hits.len(), "match", "matches"), counted(n_articles, "article", "articles"));
        tell(&format!("parallax: {matches} in {inside} of {}", articles.len()));
    }
    let n_skipped = job.skipped.len();
    if job.options.strict && n_skipped > 0 { Err(Error::Strict(n_skipped)) } else { Ok(()) }
}

/// Whether CSV is asked for, on the command line alone: the forms of a configuration file are those of tables.
fn wants_csv(job: &mut JobArguments) -> Result<bool> {
    if job.settings.output.is_some() {
        return Err(Error::Usage("kwic writes to standard output; leave -o out and use > FILE".to_owned()));
    }
    let format = std::mem::replace(&mut job.settings.format, vec!["text".to_owned()]);
    match format.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] | ["text"] => Ok(false),
        ["csv"] => Ok(true),
        _ => Err(Error::Usage(format!("--format {}: choose text or csv", format.join(",")))),
    }
}

fn read_pattern(text: &str, options: &Options) -> Result<Pattern> {
    let wrong = |problem: String| Error::Usage(format!("PATTERN: {problem}"));
    match asked(text) {
        Asked::Expression(expression) => Pattern::expression(expression).map_err(wrong),
        Asked::Words(words) => {
            let lexicon = Lexicon::of_entry(words).map_err(wrong)?;
            Ok(Pattern::Words { lexicon, english_only: false })
        }
        Asked::Category(name, category) => {
            let users: Vec<Lexicon> =
                options.lexicons.iter().map(|path| lexicon::read(path)).collect::<Result<_>>()?;
            let users: Vec<LexicalMeasure<'_>> =
                users.iter().map(|lexicon| LexicalMeasure::of_user(lexicon, false)).collect();
            let measures = MEASURES.iter().copied().chain(users.iter().map(|it| it as &dyn Measure));
            find_category(measures.collect(), (name, category)).map_err(wrong)
        }
    }
}

/// The category of a lexicon, by its name and, where several have one of that name, the lexicon's.
fn find_category(
    measures: Vec<&dyn Measure>,
    (name, category): (Option<&str>, &str),
) -> std::result::Result<Pattern, String> {
    let named = |measure: &&dyn Measure| name.is_none_or(|name| measure.name() == name);
    let with_lexicon: Vec<(&dyn Measure, &Lexicon)> =
        measures.into_iter().filter_map(|measure| Some((measure, measure.lexicon()?))).collect();
    let of_name: Vec<_> = with_lexicon.iter().filter(|(measure, _)| named(measure)).collect();
    let listed =
        |names: Vec<&str>| names.into_iter().map(|name| visible(name, 60)).collect::<Vec<_>>().join(", ");
    if let (true, Some(name)) = (of_name.is_empty(), name) {
        let known = listed(with_lexicon.iter().map(|(measure, _)| measure.name()).collect());
        return Err(format!(
            "no lexicon is called {}; there are {known}, and yours with --lexicon; for words with a colon write /WORDS/",
            visible(name, 60)
        ));
    }
    let position = |lexicon: &Lexicon| lexicon.categories.iter().position(|it| it == category);
    let found: Vec<_> = of_name
        .iter()
        .filter_map(|(measure, lexicon)| Some((measure, lexicon.only(position(lexicon)?))))
        .collect();
    match found.as_slice() {
        [(measure, lexicon)] => {
            Ok(Pattern::Words { lexicon: lexicon.clone(), english_only: measure.needs_english() })
        }
        [] => {
            let known = of_name.iter().flat_map(|(_, lexicon)| lexicon.categories.iter().map(String::as_str));
            let known = listed(known.take(60).collect());
            Err(format!("no category is called {}; there are {known}", visible(category, 60)))
        }
        several => {
            let names = listed(several.iter().map(|(measure, _)| measure.name()).collect());
            Err(format!("several lexicons have this category ({names}); write LEXICON:CATEGORY"))
        }
    }
}

/// All places, in the order of articles.
fn find(job: &Job, articles: &[Article], pattern: &Pattern) -> Result<Vec<Hit>> {
    match pattern {
        Pattern::Expression(expression) => Ok(search(job, articles, &Finder::Expression(expression))),
        Pattern::Words { lexicon, english_only } => {
            let words = engine::number_words(&job.workers, articles);
            let (resources, _) = engine::resources(words.vocabulary)?;
            let finder = Finder::Words {
                matcher: lexicon.compile(&resources.vocabulary),
                classes: &resources.word_classes,
                words: &words.articles,
                english_only: *english_only,
            };
            Ok(search(job, articles, &finder))
        }
    }
}

fn search(job: &Job, articles: &[Article], finder: &Finder<'_>) -> Vec<Hit> {
    let numbered: Vec<(u32, &Article)> = (0..).zip(articles).collect();
    let parts: Vec<&[(u32, &Article)]> = numbered.chunks(AT_ONCE).collect();
    let found = job.workers.map(&parts, |part| {
        let (mut search, mut hits) = (Search::new(finder), Vec::new());
        part.iter().for_each(|(number, article)| search.find(*number, article, &mut hits));
        hits
    });
    found.concat()
}

/// Keeps what the `--only-outlet`, `--voice` and `--zone` options want.
fn keep_wanted(hits: &mut Vec<Hit>, articles: &[Article], options: &Options) {
    for (column, values) in &options.only {
        hits.retain(|hit| {
            let value = match *column {
                "outlet" => articles[hit.article as usize].outlet.as_str(),
                "voice" => hit.voice.name(),
                "zone" => hit.zone.name(),
                _ => return true,
            };
            values.iter().any(|wanted| wanted == value || (wanted == "all" && *column != "outlet"))
        });
    }
}

impl Shown<'_> {
    fn article(&self, hit: &Hit) -> &Article {
        &self.articles[hit.article as usize]
    }

    /// The hits of each outlet, in the order of outlets.
    fn by_outlet<'b>(&'b self, hits: &'b [Hit]) -> impl Iterator<Item = &'b [Hit]> {
        hits.chunk_by(|a, b| self.article(a).outlet == self.article(b).outlet)
    }

    fn passage(&self, hit: &Hit) -> crate::kwic::Passage {
        let article = self.article(hit);
        let source = if hit.zone == crate::key::Zone::Headline { &article.title } else { &article.text };
        passage(source, (hit.start, hit.end), self.width, self.options.quote_limit)
    }

    fn write_csv(&self, hits: &[Hit], out: &mut dyn Write) -> std::io::Result<()> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out);
        writer.write_record(COLUMNS)?;
        for hit in self.by_outlet(hits).flat_map(|of_outlet| of_outlet.iter().take(self.limit)) {
            let (article, passage) = (self.article(hit), self.passage(hit));
            let date = article.published.as_ref().map_or("", |published| published.iso.as_str());
            let (id, outlet) = (visible(&article.id, usize::MAX), visible(&article.outlet, usize::MAX));
            let (start, end) = (hit.start.to_string(), hit.end.to_string());
            let cells = [
                &id,
                &outlet,
                date,
                &start,
                &end,
                hit.zone.name(),
                hit.voice.name(),
                &passage.left,
                &passage.matched,
                &passage.right,
            ];
            writer.write_record(cells.map(|cell| guarded(cell, self.options.raw_text).into_owned()))?;
        }
        writer.flush()
    }

    fn write_text(&self, hits: &[Hit], out: &mut dyn Write) -> std::io::Result<()> {
        let has_colour =
            std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
        let (bold, plain) = if has_colour { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
        for of_outlet in self.by_outlet(hits) {
            let Some(first) = of_outlet.first() else { continue };
            let outlet = match self.article(first).outlet.as_str() {
                "" => "(no outlet)".to_owned(),
                name => visible(name, 100),
            };
            let n_articles = of_outlet.chunk_by(|a, b| a.article == b.article).count();
            let (matches, inside) =
                (counted(of_outlet.len(), "match", "matches"), counted(n_articles, "article", "articles"));
            writeln!(out, "{outlet}: {matches} in {inside}")?;
            for hit in of_outlet.iter().take(self.limit) {
                let (article, passage) = (self.article(hit), self.passage(hit));
                let indent = " ".repeat(self.width.saturating_sub(width_of(&passage.left)));
                let fill = " ".repeat(self.width.saturating_sub(width_of(&passage.right)));
                let date =
                    article.published.as_ref().map_or("", |published| published.iso.get(..10).unwrap_or(""));
                let (left, matched, right) = (&passage.left, &passage.matched, &passage.right);
                let place = format!(
                    "{} {date} {} {}-{}",
                    visible(&article.id, 60),
                    hit.zone.name(),
                    hit.start,
                    hit.end
                );
                writeln!(
                    out,
                    "  {indent}{left}{bold}{matched}{plain}{right}{fill}  {}",
                    visible(&place, 200)
                )?;
            }
            let n_more = of_outlet.len().saturating_sub(self.limit);
            if n_more > 0 {
                writeln!(out, "  and {n_more} more (--limit)")?;
            }
        }
        Ok(())
    }
}
