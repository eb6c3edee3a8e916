//! Exports of Nexis: the classic form (`1 of 100 DOCUMENTS`) and that of Nexis Uni and Lexis+ (`End of Document`).

use std::ops::Range;

use crate::error::Result;
use crate::ingest::input::InputFile;
use crate::ingest::record::Gathering;
use crate::ingest::{ReadOptions, Reader, Reading};
use crate::key::About;

use super::document::Account;
use super::labels::{Case, Label, label};
use super::lines::{self, Form, Lines};
use super::{nexis_classic, nexis_uni};

/// Reads exports of Nexis.
pub(in crate::ingest) struct NexisReader;

impl Reader for NexisReader {
    fn about(&self) -> About {
        About {
            name: "nexis",
            line: "full texts from Nexis or LexisNexis, saved as text, HTML or rich text: one file, many documents",
            unit: "by lines such as \"1 of 100 DOCUMENTS\" or \"End of Document\" and labels such as \"LENGTH:\"",
            limits: "the text is the body: highlights, captions and index terms are left out; a document without a source \
                     or a body is skipped; DOCX is not read",
            source: "",
        }
    }

    fn sniff(&self, file: &InputFile, _: &ReadOptions) -> bool {
        lines::form(file).is_some_and(|form| is_nexis(&lines::of_head(file, form)))
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let form = lines::form(file).unwrap_or(Form::Text);
        let lines = lines::of_file(file, form)?;
        Ok(read(file, options, &lines))
    }
}

/// Whether lines are those of an export of Nexis.
pub(super) fn is_nexis(lines: &Lines) -> bool {
    let (mut n_separators, mut n_ends, mut has_body) = (0_usize, 0_usize, false);
    let (mut capitals, mut small): (Vec<Label>, Vec<Label>) = (Vec::new(), Vec::new());
    let mut covers: Vec<&str> = Vec::new();
    let add = |labels: &mut Vec<Label>, label| {
        if !labels.contains(&label) {
            labels.push(label);
        }
    };
    for line in (0..lines.len()).map(|at| lines.get(at)) {
        n_separators += usize::from(nexis_classic::is_separator(line));
        n_ends += usize::from(nexis_uni::is_end(line));
        has_body |= nexis_uni::is_body(line);
        if let Some(start) = COVER.iter().find(|start| line.starts_with(**start))
            && !covers.contains(start)
        {
            covers.push(start);
        }
        if let Some((label, _)) = label(line, Case::Capitals) {
            add(&mut capitals, label);
        } else if let Some((label, _)) = label(line, Case::Any) {
            add(&mut small, label);
        }
    }
    let is_own = |label: &Label| !matches!(label, Label::Loose | Label::Loaded);
    let is_whole = capitals.contains(&Label::Length)
        && capitals.contains(&Label::Tail)
        && (capitals.contains(&Label::Language) || capitals.contains(&Label::Byline));
    let is_classic = (n_separators > 0 && (capitals.iter().any(is_own) || !covers.is_empty())) || is_whole;
    let is_uni = (n_ends > 0 && (has_body || small.iter().any(is_own)))
        || (has_body && small.contains(&Label::Length) && small.len() > 1);
    // A long cover page may be all that the first bytes show.
    is_classic || is_uni || covers.len() >= 3
}

/// Reads lines that are those of an export of Nexis.
pub(super) fn read(file: &InputFile, options: &ReadOptions, lines: &Lines) -> Reading {
    let mut account = Account::new(Gathering::new(file, options), lines, options.max_record_bytes);
    let count = |is: fn(&str) -> bool| (0..lines.len()).filter(|at| is(lines.get(*at))).count();
    let (n_separators, n_ends) = (count(nexis_classic::is_separator), count(nexis_uni::is_end));
    // A line of the text may look like one that parts documents; the more frequent does part them.
    if n_ends > n_separators || (n_separators == 0 && count(nexis_uni::is_body) > 0) {
        nexis_uni::read(lines, &mut account);
    } else {
        nexis_classic::read(lines, &mut account);
    }
    account.finish()
}

/// Accounts for the lines before the first document.
pub(super) fn cover(lines: &Lines, range: Range<usize>, account: &mut Account<'_, '_>) {
    let opens = |at: usize| COVER.iter().any(|start| lines.get(at).starts_with(start));
    if lines.filled(range.clone()).any(opens) {
        account.known("the cover page", range);
    } else {
        account.strays(range, |_| false);
    }
}

/// How lines of a cover page start.
const COVER: &[&str] = &[
    "Download Request:",
    "Time Of Request:",
    "Send To:",
    "Search Terms:",
    "Terms:",
    "Project ID:",
    "User Name:",
    "Date and Time:",
    "Job Number:",
    "Documents (",
    "Document (",
    "Client/Matter:",
    "Benutzername:",
    "Datum und Uhrzeit:",
    "Auftragsnummer:",
    "Dokumente (",
    "Nom d'utilisateur",
    "Date et heure",
];
