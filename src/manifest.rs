//! The manifest: what made a result, and the digest of each file that went in and came out. It is written last: a
//! folder without it is not a result. This is the only module that reads the clock.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::time::Instant;

/// The manifest's file.
pub const FILE_NAME: &str = "manifest.json";

/// A file and its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// The path: of an input as it was given, of an output within the result's folder, with `/`.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its BLAKE3 digest, in hexadecimal.
    pub blake3: String,
}

/// How long a stage of the run took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// What was done.
    pub name: String,
    /// How long.
    pub seconds: f64,
}

/// When and how fast: the part of the manifest that differs between two runs on the same input.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The moment of the start, in UTC.
    pub started: String,
    /// How many threads there were.
    pub threads: usize,
    /// The stages.
    pub stages: Vec<Stage>,
}

/// What made a result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `parallax`.
    pub tool: String,
    /// The version.
    pub version: String,
    /// The command.
    pub command: String,
    /// The options that bear on the figures.
    pub options: BTreeMap<String, Value>,
    /// How many there were of what.
    pub counts: BTreeMap<String, usize>,
    /// The summary.
    pub summary: Vec<String>,
    /// What a user should know of the run.
    pub messages: Vec<String>,
    /// The inputs.
    pub inputs: Vec<Digest>,
    /// The outputs.
    pub outputs: Vec<Digest>,
    /// When and how fast.
    pub run: Run,
}

/// Measures the stages of a run.
#[derive(Debug)]
pub struct Stopwatch {
    started: String,
    last: Instant,
    open: Option<&'static str>,
    stages: Vec<Stage>,
}

impl Stopwatch {
    /// Starts.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn start() -> Self {
        let started = jiff::Timestamp::now().to_string();
        Self { started, last: Instant::now(), open: None, stages: Vec::new() }
    }

    /// Ends the stage under way and starts another.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn stage(&mut self, name: &'static str) {
        let now = Instant::now();
        if let Some(name) = self.open.replace(name) {
            let seconds = now.duration_since(self.last).as_secs_f64();
            self.stages.push(Stage { name: name.to_owned(), seconds: (seconds * 1_000.0).round() / 1_000.0 });
        }
        self.last = now;
    }

    /// Ends the last stage.
    #[must_use]
    pub fn finish(mut self, threads: usize) -> Run {
        self.stage("");
        Run { started: self.started, threads, stages: self.stages }
    }
}

/// The digest of a file.
///
/// # Errors
/// [`Error::Read`] when it cannot be read.
pub fn digest(path: &Path, name: &str) -> Result<Digest> {
    let mut file = File::open(path).map_err(|source| Error::reading(path, source))?;
    let mut hasher = blake3::Hasher::new();
    let bytes = std::io::copy(&mut file, &mut hasher).map_err(|source| Error::reading(path, source))?;
    Ok(Digest { path: name.to_owned(), bytes, blake3: hasher.finalize().to_hex().to_string() })
}

impl Manifest {
    /// Writes the manifest in one step: a half-written one never stands there.
    ///
    /// # Errors
    /// [`Error::Write`] when it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(FILE_NAME);
        let draft = folder.join("manifest.json.part");
        let text = serde_json::to_string_pretty(self).map_err(|error| Error::content(&path, error.to_string()))?;
        std::fs::write(&draft, text + "\n").map_err(|source| Error::writing(&draft, source))?;
        std::fs::rename(&draft, &path).map_err(|source| Error::writing(&path, source))
    }

    /// Reads the manifest of a result.
    ///
    /// # Errors
    /// [`Error::Verify`] when there is none; [`Error::Content`] when it is not one of ours.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE_NAME);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let problem = "has no manifest.json: it is no result, or its run did not end; run compare again";
                return Err(Error::Verify(format!("{} {problem}", folder.display())));
            }
            Err(source) => return Err(Error::reading(&path, source)),
        };
        let manifest: Self = serde_json::from_str(&text)
            .map_err(|error| Error::content(&path, format!("is not a manifest of parallax: {error}")))?;
        if manifest.tool == "parallax" { Ok(manifest) } else { Err(Error::content(&path, "is not a manifest of parallax")) }
    }

    /// What differs from the digests: changed and missing outputs, changed inputs, files that no run wrote.
    ///
    /// # Errors
    /// When a file that is there cannot be read.
    pub fn changes(&self, folder: &Path) -> Result<Changes> {
        let mut found = Changes::default();
        for output in &self.outputs {
            let path = folder.join(&output.path);
            if !path.is_file() {
                found.changed.push(format!("missing: {}", output.path));
            } else if digest(&path, &output.path)? != *output {
                found.changed.push(format!("changed: {}", output.path));
            }
        }
        for input in &self.inputs {
            let path = Path::new(&input.path);
            if !path.is_file() {
                found.notes.push(format!("input not found, so not checked: {}", input.path));
            } else if digest(path, &input.path)? != *input {
                found.changed.push(format!("input changed: {}", input.path));
            }
        }
        let mut others = files_in(folder, "")?;
        others.retain(|name| name != FILE_NAME && !self.outputs.iter().any(|output| output.path == *name));
        found.notes.extend(others.into_iter().map(|name| format!("not of this result: {name}")));
        Ok(found)
    }
}

/// What `verify` finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// What is not as the manifest says.
    pub changed: Vec<String>,
    /// What could not be checked, or is not the result's.
    pub notes: Vec<String>,
}

/// The files of a folder and its folders, sorted, with `/`.
fn files_in(folder: &Path, prefix: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|source| Error::reading(folder, source))? {
        let entry = entry.map_err(|source| Error::reading(folder, source))?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            names.extend(files_in(&entry.path(), &format!("{name}/"))?);
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::{Manifest, digest};

    #[test]
    fn what_changed_since_the_manifest_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["a.csv", "b.csv", "in.csv"] {
            std::fs::write(at(name), name).unwrap();
        }
        let input = at("in.csv").display().to_string();
        let manifest = Manifest {
            tool: "parallax".to_owned(),
            outputs: ["a.csv", "b.csv"].map(|name| digest(&at(name), name).unwrap()).to_vec(),
            inputs: vec![digest(&at("in.csv"), &input).unwrap()],
            ..Manifest::default()
        };
        manifest.write(folder.path()).unwrap();
        let manifest = Manifest::read(folder.path()).unwrap();
        let changes = manifest.changes(folder.path()).unwrap();
        assert!(changes.changed.is_empty(), "{changes:?}");
        assert_eq!(changes.notes, ["not of this result: in.csv"]);
        std::fs::write(at("a.csv"), "other").unwrap();
        std::fs::remove_file(at("b.csv")).unwrap();
        let changes = manifest.changes(folder.path()).unwrap();
        assert_eq!(changes.changed, ["changed: a.csv", "missing: b.csv"]);
    }

    #[test]
    fn a_folder_without_a_manifest_is_no_result() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Manifest::read(folder.path()).unwrap_err().to_string().contains("no manifest.json"));
    }
}
