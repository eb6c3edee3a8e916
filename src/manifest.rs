//! The manifest: what a result was made of and what it consists of. Written last, so that a folder with it is whole.
//! This is the only module that reads the clock.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Component, Path};
use std::time::{Instant, SystemTime};

const FILE: &str = "manifest.json";
/// The manifest before it is whole: it marks the folder of a run under way, or of one that was interrupted, as ours.
const UNFINISHED: &str = "manifest.json.part";
const TOOL: &str = "parallax";

/// A file as it was read or written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileDigest {
    /// Outputs: the path within the folder, with `/`. Inputs: the path as it was given, or `-`.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its BLAKE3 digest, in hexadecimal digits.
    pub blake3: String,
}

impl FileDigest {
    /// Reads the file at `path` and notes it as `name`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_file(name: &str, path: &Path) -> Result<Self> {
        let mut hasher = blake3::Hasher::new();
        File::open(path)
            .and_then(|file| hasher.update_reader(file).map(|_| ()))
            .map_err(|source| Error::reading(path, source))?;
        Ok(Self { path: name.to_owned(), bytes: hasher.count(), blake3: hasher.finalize().to_string() })
    }

    /// Notes bytes that are no file, such as standard input.
    #[must_use]
    pub fn of_bytes(name: &str, bytes: &[u8]) -> Self {
        Self { path: name.to_owned(), bytes: bytes.len() as u64, blake3: blake3::hash(bytes).to_string() }
    }
}

/// What is known of a result. All but `run` is the same whenever the input and the options are the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `parallax`.
    pub tool: String,
    /// The version that made it.
    pub version: String,
    /// The subcommand.
    pub command: String,
    /// The options that have a say in the result: not the number of threads, not the folder for the result.
    pub options: Map<String, Value>,
    /// The seed of all random streams.
    pub seed: u64,
    /// How many there were of what.
    pub counts: BTreeMap<String, u64>,
    /// The lines of the summary; the report shows them, also when it is made again.
    pub summary: Vec<String>,
    /// What a user should know of the run; as above.
    pub messages: Vec<String>,
    /// What was read, sorted.
    pub inputs: Vec<FileDigest>,
    /// What was written, but for the manifest itself, sorted.
    pub outputs: Vec<FileDigest>,
    /// What differs from run to run; no digest covers it.
    pub run: Run,
}

/// When and how a run went.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// When it began, in ISO 8601.
    pub started: String,
    /// The operating system and the kind of processor.
    pub platform: String,
    /// How many threads it had.
    pub threads: usize,
    /// How long it took.
    pub seconds: f64,
    /// How long its stages took, in their order.
    pub stages: Vec<Stage>,
}

/// A stage of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// How long it took.
    pub seconds: f64,
}

/// Takes the times of a run.
#[derive(Clone, Debug)]
pub struct Stopwatch {
    started: SystemTime,
    begun: Instant,
    stages: Vec<(&'static str, Instant)>,
}

#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
fn now() -> (SystemTime, Instant) {
    (SystemTime::now(), Instant::now())
}

impl Stopwatch {
    /// Starts it.
    #[must_use]
    pub fn start() -> Self {
        let (started, begun) = now();
        Self { started, begun, stages: Vec::new() }
    }

    /// Begins a stage, which ends the one before.
    pub fn stage(&mut self, name: &'static str) {
        self.stages.push((name, now().1));
    }

    /// The times up to now; the last stage ends here. Stages of one name are added up.
    #[must_use]
    pub fn run(&self, threads: usize) -> Run {
        let end = now().1;
        let between = |from: Instant, to: Instant| {
            let seconds = to.duration_since(from).as_secs_f64();
            (seconds * 1_000.0).round() / 1_000.0
        };
        let mut stages: Vec<Stage> = Vec::new();
        let ends = self.stages.iter().skip(1).map(|&(_, begun)| begun).chain([end]);
        for (&(name, begun), ended) in self.stages.iter().zip(ends) {
            let seconds = between(begun, ended);
            match stages.iter_mut().find(|stage| stage.name == name) {
                Some(stage) => stage.seconds += seconds,
                None => stages.push(Stage { name: name.to_owned(), seconds }),
            }
        }
        Run {
            started: jiff::Timestamp::try_from(self.started)
                .map_or_else(|_| String::new(), |it| format!("{it:.0}")),
            platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            threads,
            seconds: between(self.begun, end),
            stages,
        }
    }
}

impl Manifest {
    /// A manifest that lists nothing yet; the other fields are for the caller to fill.
    #[must_use]
    pub fn new(command: &str, seed: u64, options: Map<String, Value>) -> Self {
        Self {
            tool: TOOL.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            command: command.to_owned(),
            options,
            seed,
            counts: BTreeMap::new(),
            summary: Vec::new(),
            messages: Vec::new(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            run: Run::default(),
        }
    }

    /// Takes the digests of `outputs` (paths within the folder, with `/`) and writes the manifest: beside its place
    /// first, then moved there, so that it is whole or not there.
    ///
    /// # Errors
    /// When an output cannot be read or the manifest cannot be written.
    pub fn write(mut self, folder: &Path, outputs: &[String]) -> Result<Self> {
        let digest = |path: &String| FileDigest::of_file(path, &folder.join(path));
        self.outputs = outputs.iter().filter(|path| *path != FILE).map(digest).collect::<Result<_>>()?;
        self.save_again(folder)?;
        Ok(self)
    }

    /// Writes the manifest with the digests that it has.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save_again(&mut self, folder: &Path) -> Result<()> {
        for files in [&mut self.inputs, &mut self.outputs] {
            files.sort();
            files.dedup();
        }
        self.save(&folder.join(UNFINISHED))?;
        let path = folder.join(FILE);
        fs::rename(folder.join(UNFINISHED), &path).map_err(|source| Error::writing(&path, source))
    }

    fn save(&self, path: &Path) -> Result<()> {
        let save = || {
            let mut text = serde_json::to_string_pretty(self)?;
            text.push('\n');
            let mut file = File::create(path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        save().map_err(|source| Error::writing(path, source))
    }

    fn load(path: &Path) -> Result<Self> {
        let text = fs::read(path).map_err(|source| Error::reading(path, source))?;
        let foreign = |what: String| Error::content(path, format!("is not a manifest of parallax: {what}"));
        let manifest: Self = serde_json::from_slice(&text).map_err(|error| foreign(error.to_string()))?;
        if manifest.tool != TOOL {
            return Err(foreign(format!("it is one of {:?}", manifest.tool)));
        }
        // A path of a manifest is followed and may be removed: never out of its folder.
        let is_inside = |path: &str| {
            !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
        };
        match manifest.outputs.iter().find(|file| !is_inside(&file.path)) {
            Some(file) => Err(foreign(format!("it lists the output {:?}, outside its folder", file.path))),
            None => Ok(manifest),
        }
    }
}

/// Reads the manifest of a result.
///
/// # Errors
/// [`Error::Content`] when the folder has none, or one that is not ours; [`Error::Read`] when it cannot be read.
pub fn read_manifest(folder: &Path) -> Result<Manifest> {
    let path = folder.join(FILE);
    match fs::exists(&path) {
        Ok(false) if fs::exists(folder).unwrap_or(false) => {
            let why = "has no manifest.json: it is no result of parallax, or one that was interrupted; make it again";
            Err(Error::content(folder, why))
        }
        _ => Manifest::load(&path),
    }
}

/// Whether a result may be written to a folder without asking: it is not there yet, is empty, or holds an earlier
/// result or what an interrupted run left.
///
/// # Errors
/// When the folder cannot be read, or is a file.
pub fn is_ours(folder: &Path) -> Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none() || earlier(folder).is_some()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(source) => Err(Error::reading(folder, source)),
    }
}

/// The manifest of an earlier run, finished or not.
fn earlier(folder: &Path) -> Option<Manifest> {
    [FILE, UNFINISHED].iter().find_map(|name| Manifest::load(&folder.join(name)).ok())
}

/// Makes a folder ready for a result: makes it if need be, takes the files of an earlier result away, so that none is
/// taken for one of the new, and leaves a mark that a run is under way. Files that no manifest lists stay.
///
/// # Errors
/// When the folder cannot be made or changed.
pub fn begin(folder: &Path) -> Result<()> {
    let writing = |source| Error::writing(folder, source);
    fs::create_dir_all(folder).map_err(writing)?;
    let earlier = earlier(folder);
    // The mark lists what is to be removed until all is removed: an interrupted run is cleared by the next.
    let mark = earlier.unwrap_or_else(|| Manifest::new("", 0, Map::new()));
    mark.save(&folder.join(UNFINISHED))?;
    let paths: BTreeSet<&str> = mark.outputs.iter().map(|file| file.path.as_str()).chain([FILE]).collect();
    for path in paths {
        match fs::remove_file(folder.join(path)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Error::writing(&folder.join(path), error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// How a result differs from its manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// An output has other bytes.
    Changed,
    /// An output is gone.
    Removed,
    /// A file stands in the folder that the manifest does not list.
    Added,
    /// An input has other bytes now.
    InputChanged,
    /// An input is not where it was, so that it cannot be checked.
    InputMissing,
}

/// A file that is not as the manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file's path, as in the manifest.
    pub path: String,
    /// How it differs.
    pub difference: Difference,
}

impl Change {
    /// Whether the result no longer is what was made of its inputs. A file added and an input that is elsewhere are
    /// worth a mention only.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        !matches!(self.difference, Difference::Added | Difference::InputMissing)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.difference {
            Difference::Changed => "changed since it was written",
            Difference::Removed => "is gone",
            Difference::Added => "is not part of the result (added later, or left from before)",
            Difference::InputChanged => "input, changed since it was read",
            Difference::InputMissing => "input, is not here and was not checked",
        };
        write!(formatter, "{}: {what}", self.path)
    }
}

/// Recomputes the digests of a result and of those of its inputs that are still where they were (a path that is not
/// absolute counts from the current folder).
///
/// # Returns
/// What is not as the manifest says: outputs, then files that it does not list, then inputs, each sorted by path.
///
/// # Errors
/// When the folder holds no manifest of ours, or a file in it cannot be read.
pub fn verify(folder: &Path) -> Result<Vec<Change>> {
    let manifest = read_manifest(folder)?;
    let mut changes = Vec::new();
    let mut note = |path: &str, difference| changes.push(Change { path: path.to_owned(), difference });
    for listed in &manifest.outputs {
        let path = folder.join(&listed.path);
        if !path.is_file() {
            note(&listed.path, Difference::Removed);
        } else if FileDigest::of_file(&listed.path, &path)? != *listed {
            note(&listed.path, Difference::Changed);
        }
    }
    let mut found = BTreeSet::new();
    find_files(folder, "", &mut found)?;
    let listed = |path: &str| path == FILE || manifest.outputs.iter().any(|file| file.path == path);
    found.iter().filter(|path| !listed(path)).for_each(|path| note(path, Difference::Added));
    for listed in &manifest.inputs {
        match FileDigest::of_file(&listed.path, Path::new(&listed.path)) {
            Ok(now) if now == *listed => {}
            Ok(_) => note(&listed.path, Difference::InputChanged),
            Err(_) => note(&listed.path, Difference::InputMissing),
        }
    }
    Ok(changes)
}

/// All files below a folder, as paths with `/`. A link is taken as a file and not followed.
fn find_files(folder: &Path, below: &str, found: &mut BTreeSet<String>) -> Result<()> {
    let reading = |source| Error::reading(folder, source);
    for entry in fs::read_dir(folder).map_err(reading)? {
        let entry = entry.map_err(reading)?;
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(reading)?.is_dir() {
            find_files(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.insert(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_stages_has_a_start_and_a_length() {
        let run = Stopwatch::start().run(1);
        assert!(
            run.stages.is_empty() && run.seconds >= 0.0 && run.started.len() == "2026-03-01T12:00:00Z".len()
        );
    }

    #[test]
    fn bytes_have_the_published_digest() {
        let empty = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";
        assert_eq!(FileDigest::of_bytes("-", b"").blake3, empty);
    }
}
