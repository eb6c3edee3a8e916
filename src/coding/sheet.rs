//! The sheet that coders fill in.

use super::blind::Blind;
use super::draw::Drawn;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::tables::csv::guarded;
use crate::text::visible::visible;
use crate::text::{Analyser, Sentence, Vocabulary};
use std::path::Path;

/// A passage with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The sentences before it.
    pub before: String,
    /// The passage.
    pub passage: String,
    /// The sentences after it.
    pub after: String,
}

/// The passage of an article, with two sentences to each side; of the headline, the text's first two.
#[must_use]
pub fn context(article: &Article, sentence: u32, analyser: &mut Analyser) -> Context {
    let nothing = Vocabulary::default();
    // Nothing is left out here: coders see the text as it was published, boilerplate included.
    let document = analyser.analyse((&article.title, &article.text), &[], &nothing);
    let sentences = document.sentences();
    let slice = |it: &Sentence| visible(document.slice(it), usize::MAX);
    let at = sentence as usize;
    let joined = |part: &[Sentence]| part.iter().map(slice).collect::<Vec<_>>().join(" ");
    let end = sentences.len();
    Context {
        before: joined(&sentences[at.saturating_sub(2).min(end)..at.min(end)]),
        passage: sentences.get(at).map(slice).unwrap_or_default(),
        after: joined(&sentences[(at + 1).min(end)..(at + 3).min(end)]),
    }
}

/// Writes the sheet: a row a passage, an empty column a coder, one for what they agree on after they talked, and one for
/// notes.
///
/// # Errors
/// When the file cannot be written.
pub fn write_sheet(
    path: &Path,
    rows: &[(&Drawn, Context)],
    (question, n_coders): (&str, u8),
    blind: &Blind,
) -> Result<()> {
    let write = || -> csv::Result<()> {
        let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_path(path)?;
        let coders: Vec<String> = (1..=n_coders).map(|n| format!("coder_{n}")).collect();
        let head = ["id", "before", "passage", "after", "question"].into_iter();
        out.write_record(head.chain(coders.iter().map(String::as_str)).chain(["agreed", "note"]))?;
        let question = guarded(question, false);
        for (drawn, context) in rows {
            let masked = [&context.before, &context.passage, &context.after].map(|text| blind.mask(text));
            let [before, passage, after] = masked.each_ref().map(|text| guarded(text, false));
            let cells = [drawn.id.as_str(), &before, &passage, &after, &question].into_iter();
            out.write_record(cells.chain(coders.iter().map(|_| "")).chain(["", ""]))?;
        }
        Ok(out.flush()?)
    };
    write().map_err(|error| Error::writing(path, error.into()))
}
