//! `list`: what there is, each with what it says of itself.

use super::say;
use crate::charts::CHARTS;
use crate::cli::ListKind;
use crate::compare::{COMPARISONS, PER_ARTICLE};
use crate::error::Result;
use crate::ingest::{CONTAINERS, READERS};
use crate::key::About;
use crate::measures::{LEXICONS, MEASURES};
use crate::text::lexicon::FORMATS;

pub(super) fn run(what: ListKind) -> Result<()> {
    let abouts: Vec<About> = match what {
        ListKind::Measures => MEASURES.iter().map(|it| it.about()).collect(),
        ListKind::Comparisons => {
            let of_score =
                PER_ARTICLE.iter().filter(|it| COMPARISONS.iter().all(|other| other.about() != it.about()));
            COMPARISONS.iter().chain(of_score).map(|it| it.about()).collect()
        }
        ListKind::Charts => CHARTS.iter().map(|it| it.about()).collect(),
        ListKind::Readers => READERS.iter().map(|it| it.about()).chain(CONTAINERS.iter().cloned()).collect(),
        ListKind::Lexicons => LEXICONS.to_vec(),
        ListKind::Dictionaries => FORMATS.iter().map(|it| it.about).collect(),
    };
    let entries: Vec<String> = abouts.iter().map(entry).collect();
    say(&format!("{}\n", entries.join("\n\n")));
    Ok(())
}

fn entry(about: &About) -> String {
    let mut lines = vec![format!("{}: {}", about.name, about.line)];
    for (word, text) in [("unit", about.unit), ("limits", about.limits), ("source", about.source)] {
        if !text.is_empty() {
            lines.push(format!("  {word}: {text}"));
        }
    }
    lines.join("\n")
}
