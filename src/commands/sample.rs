//! `sample`: a blinded sheet of passages for human coders.

use super::passages::{Ground, ground};
use super::say;
use crate::cli::SampleArguments;
use crate::coding::{self, Blind, Drawn, LIKELY, Target, context, key_table, write_sheet};
use crate::error::{Error, Result};
use crate::measures::MEASURES;
use crate::tables::{SINKS, SinkOptions, write_file};
use crate::text::Analyser;
use crate::text::visible::visible;
use std::path::{Path, PathBuf};

/// How many passages are drawn where nothing is said.
const N: usize = 200;

/// How many outlets the summary shows.
const TOLD: usize = 15;

pub(super) fn run(arguments: SampleArguments) -> Result<()> {
    let sheet = &arguments.output;
    let key = key_beside(sheet);
    for path in [sheet, &key] {
        if path.exists() && !arguments.force {
            let why = "is there already and may hold codes; choose another name, or --force to write over it";
            return Err(Error::Usage(format!("{} {why}", path.display())));
        }
    }
    let target = Target::read(arguments.measure.as_deref().unwrap_or(LIKELY));
    let ground = ground(&arguments.folder, &target, arguments.texts.as_ref())?;
    let seed = arguments.seed.unwrap_or(1);
    let n = arguments.n.unwrap_or(N);
    let drawn = coding::draw(&ground.frame, n, (seed, &target.name())).map_err(|needed| {
        Error::Usage(format!(
            "-n {n}: two sentences with a match and two without of each outlet make {needed}; give -n {needed} or more"
        ))
    })?;
    write(&arguments, (&ground, &target), &drawn)?;
    let key_table = key_table(&drawn, (&ground.frame, &ground.source.articles), &target);
    let Some(csv) = SINKS.first() else { return Ok(()) };
    write_file(*csv, &key_table, &SinkOptions { raw_text: false }, &key)?;
    say(&format!("{}\n", summary(&ground, (&target, &drawn), (&arguments.folder, sheet, &key)).join("\n")));
    Ok(())
}

/// The key of a sheet: `sheet.csv` has `sheet.key.csv`.
pub(super) fn key_beside(sheet: &Path) -> PathBuf {
    sheet.with_extension("key.csv")
}

fn write(arguments: &SampleArguments, (ground, target): (&Ground, &Target), drawn: &[Drawn]) -> Result<()> {
    let mut analyser = Analyser::default();
    let articles = &ground.source.articles;
    let rows: Vec<_> = drawn
        .iter()
        .map(|it| {
            let article = &articles[it.passage.article as usize];
            (it, context(article, it.passage.sentence, &mut analyser))
        })
        .collect();
    let blind = Blind::new(articles, &ground.source.compared)?;
    let measure = MEASURES.iter().find(|measure| measure.name() == target.measure);
    let line = measure.map_or("", |measure| measure.about().line);
    let question = target.question(arguments.question.as_deref(), line);
    write_sheet(&arguments.output, &rows, (&question, arguments.coders.unwrap_or(2)), &blind)
}

fn summary(
    ground: &Ground,
    (target, drawn): (&Target, &[Drawn]),
    (folder, sheet, key): (&Path, &Path, &Path),
) -> Vec<String> {
    let (frame, sizes) = (&ground.frame, ground.frame.sizes());
    let n_of = |stratum: usize| drawn.iter().filter(|it| frame.stratum(&it.passage) == stratum).count();
    let mut lines = vec![format!(
        "{} passages for {}, of {} sentences; drawn with a match and without, of how many:",
        drawn.len(),
        target.name(),
        frame.passages.len()
    )];
    for (outlet, name) in frame.outlets.iter().enumerate().take(TOLD) {
        let (rest, matched) = (2 * outlet, 2 * outlet + 1);
        lines.push(format!(
            "  {}: {} of {}, {} of {}",
            if name.is_empty() { "(no outlet)".to_owned() } else { visible(name, 60) },
            n_of(matched),
            sizes[matched],
            n_of(rest),
            sizes[rest]
        ));
    }
    if frame.outlets.len() > TOLD {
        lines.push(format!("  and {} more outlets", frame.outlets.len() - TOLD));
    }
    let (folder, sheet, key) = (folder.display(), sheet.display(), key.display());
    lines.push(format!("The sheet is {sheet}. Keep {key} from coders: it says what is what."));
    lines.push(format!("Once coded: parallax validate {folder} {sheet}"));
    lines
}
