//! The user's table of outlets (`--outlets`): aliases, and whatever columns the user wants beside an outlet.

use super::name::Key;
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// More columns than anyone describes an outlet by; a wrong file could hold any number.
const MAX_COLUMNS: usize = 100;

/// The table, checked: no name stands for two outlets, no outlet has two values in one column.
#[derive(Clone, Debug)]
pub struct Catalogue {
    path: PathBuf,
    columns: Vec<String>,
    outlets: BTreeMap<String, Described>,
    /// The outlet of each name in the table, the outlets' own names included.
    exact: BTreeMap<String, Owner>,
    /// The outlet of each spelling; `None` where two outlets share it and the exact name must tell.
    by_key: BTreeMap<Key, Option<String>>,
}

/// What the table says of an outlet.
#[derive(Clone, Debug)]
struct Described {
    /// One cell a column, and the line it comes from; empty where nothing is said.
    cells: Vec<(String, u64)>,
}

/// Whom a name belongs to, and the line that says so.
#[derive(Clone, Debug)]
struct Owner {
    outlet: String,
    line: u64,
}

impl Catalogue {
    /// Reads the table from a file; `reserved` are columns that `outlets.csv` has of its own.
    ///
    /// # Errors
    /// [`Error::Read`] when there is no such file; else as [`Catalogue::parse`].
    pub fn read(path: &Path, reserved: &[&str]) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|source| Error::reading(path, source))?;
        let content = String::from_utf8(bytes)
            .map_err(|_| Error::content(path, "is not UTF-8; save it as CSV in UTF-8"))?;
        Self::parse(path, &content, reserved)
    }

    /// Reads the table: a column `outlet`, a column `alias` if wanted (several parted by `|`), then any others. Cells
    /// are parted by commas, or by semicolons where the header has no comma.
    ///
    /// # Errors
    /// [`Error::Content`] that names the line when it is no such table or contradicts itself.
    pub fn parse(path: &Path, content: &str, reserved: &[&str]) -> Result<Self> {
        Builder::default().fill(content, reserved, path).map_err(|problem| Error::content(path, problem))
    }

    /// The file, for messages.
    #[must_use]
    pub fn file(&self) -> String {
        self.path.display().to_string()
    }

    /// The names of the columns beside `outlet` and `alias`, in the order of the file.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The outlets of the table, by name.
    pub fn outlets(&self) -> impl Iterator<Item = &str> {
        self.outlets.keys().map(String::as_str)
    }

    /// Whether the table has this outlet, under its own name.
    #[must_use]
    pub fn has(&self, outlet: &str) -> bool {
        self.outlets.contains_key(outlet)
    }

    /// The outlet that a name stands for: as the table writes it, else by spelling where that is clear.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&str> {
        let exact = self.exact.get(name.trim()).map(|owner| owner.outlet.as_str());
        exact.or_else(|| self.by_key.get(&Key::of(name))?.as_deref())
    }

    /// What a column says of an outlet; empty where it says nothing, or there is no such outlet or column.
    #[must_use]
    pub fn value(&self, outlet: &str, column: &str) -> &str {
        let at = self.columns.iter().position(|name| name == column);
        let cell = at.and_then(|at| self.outlets.get(outlet)?.cells.get(at));
        cell.map_or("", |(value, _)| value.as_str())
    }
}

/// The place of the columns that mean something.
struct Header {
    outlet: usize,
    alias: Option<usize>,
    /// Position and name of the user's own.
    own: Vec<(usize, String)>,
}

#[derive(Default)]
struct Builder {
    outlets: BTreeMap<String, Described>,
    exact: BTreeMap<String, Owner>,
}

impl Builder {
    fn fill(
        mut self,
        content: &str,
        reserved: &[&str],
        path: &Path,
    ) -> std::result::Result<Catalogue, String> {
        let content = content.strip_prefix('\u{FEFF}').unwrap_or(content);
        let first = content.lines().next().unwrap_or("");
        let delimiter = if !first.contains(',') && first.contains(';') { b';' } else { b',' };
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(content.as_bytes());
        let header = Header::read(reader.headers().map_err(|error| error.to_string())?, reserved)?;
        let width = reader.headers().map_err(|error| error.to_string())?.len();
        for record in reader.records() {
            let record = record.map_err(|error| error.to_string())?;
            let line = record.position().map_or(0, csv::Position::line);
            if record.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
                return Err(format!(
                    "line {line} has {} cells and the header {width}; quote cells that hold a comma",
                    record.len()
                ));
            }
            if record.iter().any(|cell| !cell.trim().is_empty()) {
                self.row(&header, &record, line)?;
            }
        }
        let columns = header.own.into_iter().map(|(_, name)| name).collect();
        let mut by_key: BTreeMap<Key, Option<String>> = BTreeMap::new();
        for (name, owner) in &self.exact {
            let place = by_key.entry(Key::of(name)).or_insert_with(|| Some(owner.outlet.clone()));
            if place.as_ref() != Some(&owner.outlet) {
                *place = None;
            }
        }
        Ok(Catalogue { path: path.to_owned(), columns, outlets: self.outlets, exact: self.exact, by_key })
    }

    fn row(
        &mut self,
        header: &Header,
        record: &csv::StringRecord,
        line: u64,
    ) -> std::result::Result<(), String> {
        let cell = |at: usize| record.get(at).unwrap_or("").trim();
        let outlet = cell(header.outlet);
        if outlet.is_empty() {
            return Err(format!("line {line} names no outlet"));
        }
        self.own(outlet, outlet, line)?;
        for alias in header.alias.map_or("", cell).split('|').map(str::trim).filter(|it| !it.is_empty()) {
            self.own(alias, outlet, line)?;
        }
        let blank = || Described { cells: vec![(String::new(), 0); header.own.len()] };
        let described = self.outlets.entry(outlet.to_owned()).or_insert_with(blank);
        for ((at, column), (value, earlier)) in header.own.iter().zip(&mut described.cells) {
            let new = cell(*at);
            if !new.is_empty() && !value.is_empty() && new != value {
                return Err(format!(
                    "line {line} gives {outlet:?} the {column} {new:?}, and line {earlier} {value:?}; keep one"
                ));
            }
            if !new.is_empty() && value.is_empty() {
                (*value, *earlier) = (new.to_owned(), line);
            }
        }
        Ok(())
    }

    /// Gives a name to an outlet.
    fn own(&mut self, name: &str, outlet: &str, line: u64) -> std::result::Result<(), String> {
        let new = || Owner { outlet: outlet.to_owned(), line };
        let owner = self.exact.entry(name.to_owned()).or_insert_with(new);
        if owner.outlet == outlet {
            return Ok(());
        }
        Err(format!(
            "line {line} takes {name:?} for the outlet {outlet:?}, and line {} for {:?}; keep one",
            owner.line, owner.outlet
        ))
    }
}

impl Header {
    fn read(header: &csv::StringRecord, reserved: &[&str]) -> std::result::Result<Self, String> {
        let names: Vec<&str> = header.iter().map(str::trim).collect();
        if names.len() > MAX_COLUMNS {
            return Err(format!("the header has {} columns; at most {MAX_COLUMNS} are read", names.len()));
        }
        let find = |wanted: &[&str]| {
            names.iter().position(|name| wanted.iter().any(|it| name.eq_ignore_ascii_case(it)))
        };
        let Some(outlet) = find(&["outlet"]) else {
            return Err(format!(
                "the header has no column outlet (line 1 names: {}); write outlet,alias and then any columns",
                names.join(", ")
            ));
        };
        let alias = find(&["alias", "aliases"]);
        let mut own: Vec<(usize, String)> = Vec::new();
        for (at, name) in names.iter().enumerate().filter(|(at, _)| *at != outlet && Some(*at) != alias) {
            if name.is_empty() {
                return Err(format!("line 1: column {} has no name", at + 1));
            }
            if reserved.contains(name) || own.iter().any(|(_, other)| other == name) {
                return Err(format!("line 1: the column name {name} is taken; choose another"));
            }
            own.push((at, (*name).to_owned()));
        }
        Ok(Self { outlet, alias, own })
    }
}

#[cfg(test)]
mod tests {
    use super::Catalogue;
    use std::path::Path;

    fn parse(content: &str) -> crate::error::Result<Catalogue> {
        Catalogue::parse(Path::new("outlets.csv"), content, &["n_articles"])
    }

    #[test]
    fn rows_add_up_to_an_outlet() {
        let table = "\u{FEFF}Outlet,Alias,lean,country\nNew York Times,nytimes.com | NYT,left,\n\
                     New York Times,,left,US\n\n\"Post, The\",,,\n";
        let catalogue = parse(table).unwrap();
        assert_eq!(catalogue.columns(), ["lean", "country"]);
        for name in ["New York Times", "NYT", "https://www.nytimes.com/a", "new york times (Online)"] {
            assert_eq!(catalogue.find(name), Some("New York Times"), "{name}");
        }
        assert_eq!(catalogue.find("The New York Times"), None);
        assert_eq!(catalogue.value("New York Times", "country"), "US");
        assert_eq!((catalogue.value("Post, The", "lean"), catalogue.value("x", "lean")), ("", ""));
        assert_eq!(parse("outlet;lean\nA, B;left\n").unwrap().value("A, B", "lean"), "left");
    }

    #[test]
    fn spellings_that_the_table_keeps_apart_stay_apart() {
        let catalogue = parse("outlet,alias\nThe Times,\nTHE TIMES,\n").unwrap();
        assert_eq!(catalogue.find("THE TIMES"), Some("THE TIMES"));
        assert_eq!(catalogue.find("The Times"), Some("The Times"));
        assert_eq!(catalogue.find("the times"), None);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (table, told) in [
            ("name,lean\nA,left\n", "no column outlet"),
            ("outlet,alias\nA,x\nB,x\n", "line 3 takes \"x\" for the outlet \"B\", and line 2 for \"A\""),
            ("outlet,alias\nA,B\nB,\n", "line 3 takes \"B\" for the outlet \"B\", and line 2 for \"A\""),
            ("outlet,lean\nA,left\nA,right\n", "line 3 gives \"A\" the lean \"right\", and line 2 \"left\""),
            ("outlet,alias\n,x\n", "line 2 names no outlet"),
            ("outlet,lean,lean\n", "the column name lean is taken"),
            ("outlet,n_articles\n", "the column name n_articles is taken"),
            ("outlet,,lean\n", "column 2 has no name"),
            ("outlet,lean\nA,left,US\n", "line 2 has 3 cells and the header 2"),
            ("", "no column outlet"),
        ] {
            let problem = parse(table).unwrap_err().to_string();
            assert!(problem.contains(told) && problem.starts_with("outlets.csv: "), "{table:?}: {problem}");
        }
    }
}
