//! Coded sheets as they come back: saved by spreadsheets of any language, with rows in another order, whole or in parts.

use crate::error::{Error, Result};
use crate::tables::csv::unguarded;
use csv::{ReaderBuilder, StringRecord};
use std::collections::BTreeMap;
use std::path::Path;

/// What stands for yes, in any case.
const YES: &[&str] = &["1", "1.0", "1,0", "yes", "y", "true", "x", "ja", "oui", "wahr"];

/// What stands for no.
const NO: &[&str] = &["0", "0.0", "0,0", "no", "n", "false", "nein", "non", "falsch"];

/// What stands for cannot tell.
const UNSURE: &[&str] = &["?", "cannot tell", "unclear"];

/// What coders made of one passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// (coder, code) of those who could tell.
    pub codes: Vec<(usize, u8)>,
    /// What they agreed on afterwards.
    pub agreed: Option<u8>,
    /// How many could not tell.
    pub n_unsure: usize,
}

impl Coded {
    /// The code that counts: what was agreed on, else the mean of the codes.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        if let Some(agreed) = self.agreed {
            return Some(f64::from(agreed));
        }
        #[expect(clippy::cast_precision_loss, reason = "coders of a sheet")]
        let n = self.codes.len() as f64;
        (n > 0.0).then(|| self.codes.iter().map(|(_, code)| f64::from(*code)).sum::<f64>() / n)
    }
}

/// All coded sheets.
#[derive(Debug, Default)]
pub struct Sheets {
    /// The coders: a column of a file each.
    pub coders: Vec<String>,
    /// By the id of the sheet.
    pub coded: BTreeMap<String, Coded>,
}

/// The columns of one sheet.
struct Columns {
    id: usize,
    coders: Vec<(usize, String)>,
    agreed: Option<usize>,
}

impl Sheets {
    /// Takes a sheet in. `is_known` tells the ids of the key; `is_one` says that this is the only sheet, so that an empty
    /// coder's column in it is a mistake.
    ///
    /// # Errors
    /// [`Error::Content`] that names the row and the column, what stands there and what to do.
    pub fn add(
        &mut self,
        path: &Path,
        content: &str,
        is_known: impl Fn(&str) -> bool,
        is_one: bool,
    ) -> Result<()> {
        let wrong = |problem: String| Error::content(path, problem);
        // One kind of line end, so that the reader counts lines as editors do.
        let content = content.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        let (content, first_line) = without_separator_line(&content);
        let mut reader =
            ReaderBuilder::new().delimiter(delimiter(content)).flexible(true).from_reader(content.as_bytes());
        let columns = columns(reader.headers().map_err(|error| wrong(error.to_string()))?).map_err(wrong)?;
        let mut filled = vec![0_usize; columns.coders.len()];
        let mut lines = BTreeMap::new();
        let first_coder = self.coders.len();
        for record in reader.records() {
            let record = record.map_err(|error| wrong(format!("{error}; save the sheet as CSV again")))?;
            let line = record.position().map_or(0, csv::Position::line) + first_line;
            let cell = |at: usize| unguarded(record.get(at).unwrap_or(""), false).trim();
            let id = cell(columns.id);
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if !is_known(id) {
                let problem = format!(
                    "line {line}: the id {id:?} is not in the key; leave ids as they are, or name the key of this sheet with --key"
                );
                return Err(wrong(problem));
            }
            if let Some(before) = lines.insert(id.to_owned(), line) {
                let problem =
                    format!("line {line}: the id {id} stands in line {before} already; keep one of them");
                return Err(wrong(problem));
            }
            let coded = self.coded.entry(id.to_owned()).or_default();
            for (number, (at, name)) in columns.coders.iter().enumerate() {
                match code(cell(*at)).map_err(|found| wrong(unknown_code((line, name), &found)))? {
                    Code::Value(value) => coded.codes.push((first_coder + number, value)),
                    Code::Unsure => coded.n_unsure += 1,
                    Code::Empty => continue,
                }
                filled[number] += 1;
            }
            if let Some(at) = columns.agreed {
                let agreed = code(cell(at)).map_err(|found| wrong(unknown_code((line, "agreed"), &found)))?;
                let Code::Value(value) = agreed else { continue };
                if coded.agreed.is_some_and(|before| before != value) {
                    let problem = format!(
                        "line {line}, column agreed: another sheet has another code for {id}; make them alike"
                    );
                    return Err(wrong(problem));
                }
                coded.agreed = Some(value);
            }
        }
        self.keep_filled(&columns, &filled, is_one).map_err(wrong)
    }

    /// Notes the coders of a sheet; those without a code are left out of several sheets, and are a mistake in one.
    fn keep_filled(
        &mut self,
        columns: &Columns,
        filled: &[usize],
        is_one: bool,
    ) -> std::result::Result<(), String> {
        let empty = columns.coders.iter().zip(filled).find(|(_, n)| **n == 0);
        if let Some(((_, name), _)) = empty.filter(|_| is_one || filled.iter().all(|n| *n == 0)) {
            return Err(format!(
                "column {name} is empty in all rows; fill it with 1, 0 or ?, or delete the column if nobody coded there"
            ));
        }
        self.coders.extend(columns.coders.iter().map(|(_, name)| name.clone()));
        Ok(())
    }
}

enum Code {
    Value(u8),
    Unsure,
    Empty,
}

fn code(cell: &str) -> std::result::Result<Code, String> {
    let folded = cell.to_lowercase();
    let is_one_of = |words: &[&str]| words.contains(&folded.as_str());
    match folded.as_str() {
        "" => Ok(Code::Empty),
        _ if is_one_of(YES) => Ok(Code::Value(1)),
        _ if is_one_of(NO) => Ok(Code::Value(0)),
        _ if is_one_of(UNSURE) => Ok(Code::Unsure),
        _ => Err(cell.chars().take(40).collect()),
    }
}

fn unknown_code((line, column): (u64, &str), found: &str) -> String {
    format!(
        "line {line}, column {column}: {found:?} is no code; write 1 (yes), 0 (no), ? (cannot tell) or nothing"
    )
}

/// Spreadsheets write `sep=;` as a first line that is none of the table. The second is how many lines were taken away.
fn without_separator_line(content: &str) -> (&str, u64) {
    let is_separator = content.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="));
    let rest = content.split_once('\n').filter(|_| is_separator);
    rest.map_or((content, 0), |(_, rest)| (rest, 1))
}

/// Comma, semicolon or tab: the one that parts the header into most columns.
fn delimiter(content: &str) -> u8 {
    let header = content.lines().next().unwrap_or("");
    let n = |it: &u8| header.bytes().filter(|byte| byte == it).count();
    [b'\t', b';', b','].into_iter().max_by_key(n).unwrap_or(b',')
}

fn columns(header: &StringRecord) -> std::result::Result<Columns, String> {
    let names: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
    let shown = names.join(", ");
    let id = names.iter().position(|name| name == "id").ok_or_else(|| {
        format!("line 1: no column id among {shown:?}; keep the header of the sheet, and save it as CSV")
    })?;
    let coders: Vec<(usize, String)> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| name.starts_with("coder"))
        .map(|(at, it)| (at, it.clone()))
        .collect();
    if coders.is_empty() {
        return Err(format!(
            "line 1: no column coder_1 among {shown:?}; name each coder's column coder_1, coder_2, ..."
        ));
    }
    Ok(Columns { id, coders, agreed: names.iter().position(|name| name == "agreed") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> Result<Sheets> {
        let mut sheets = Sheets::default();
        sheets.add(Path::new("coded.csv"), content, |id| ["aa", "bb"].contains(&id), true)?;
        Ok(sheets)
    }

    #[test]
    fn sheets_of_any_spreadsheet_are_read_alike() {
        let expected = read("id,passage,coder_1,coder_2\naa,x,1,0\nbb,y,,?\n").unwrap().coded;
        assert_eq!(expected["aa"].codes, [(0, 1), (1, 0)]);
        assert_eq!((expected["bb"].n_unsure, expected["bb"].value()), (1, None));
        for content in [
            "\u{feff}id;passage;coder_1;coder_2\r\nbb;y;;?\r\naa;\"x, y\r\nz\";1;0\r\n",
            "sep=;\r\nid;passage;Coder_1;Coder_2\r\naa;x;yes;NO\r\nbb;y;;?\r\n;;;\r\n",
            "id\tpassage\tcoder_1\tcoder_2\tnote\naa\tx\t1.0\tFALSE\t\nbb\ty\t\t?\n",
        ] {
            assert_eq!(read(content).unwrap().coded, expected, "{content:?}");
        }
    }

    #[test]
    fn each_mistake_is_told_with_its_place() {
        for (content, told) in [
            ("", "no column id"),
            ("passage,coder_1\nx,1\n", "line 1: no column id among \"passage, coder_1\""),
            ("id,passage\naa,x\n", "no column coder_1"),
            ("id,coder_1\naa,1\ncc,1\n", "line 3: the id \"cc\" is not in the key"),
            ("id,coder_1\naa,1\naa,1\n", "line 3: the id aa stands in line 2 already"),
            ("sep=,\r\nid,coder_1\r\naa,2\r\n", "line 3, column coder_1: \"2\" is no code; write 1 (yes)"),
            ("id,coder_1,agreed\naa,1,maybe\n", "line 2, column agreed"),
            ("id,coder_1,coder_2\naa,1,\n", "column coder_2 is empty in all rows"),
        ] {
            let problem = read(content).unwrap_err().to_string();
            assert!(problem.starts_with("coded.csv: ") && problem.contains(told), "{content:?}: {problem}");
        }
    }

    #[test]
    fn what_was_agreed_on_counts_before_the_mean() {
        let coded = read("id,coder_1,coder_2,agreed\naa,1,0,\nbb,1,0,1\n").unwrap().coded;
        assert_eq!((coded["aa"].value(), coded["bb"].value()), (Some(0.5), Some(1.0)));
    }

    #[test]
    fn each_of_several_sheets_brings_the_coders_who_filled_it() {
        let mut sheets = Sheets::default();
        for content in ["id,coder_1,coder_2\naa,1,\nbb,0,\n", "id,coder_1,coder_2\naa,,1\nbb,,1\n"] {
            sheets.add(Path::new("coded.csv"), content, |_| true, false).unwrap();
        }
        assert_eq!(sheets.coded["bb"].codes, [(0, 0), (3, 1)]);
    }
}
