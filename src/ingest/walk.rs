//! From the arguments to the files: folders walked, duplicates found, everything sorted by path.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::fields::{counted, some_of};
use super::input::Input;
use crate::article::{Skip, SkipReason};
use crate::error::{Error, Result};
use crate::limits::Limits;

/// What [`find_inputs`] found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The files, sorted by the bytes of their names; each file once.
    pub inputs: Vec<Input>,
    /// What could not be looked into.
    pub skipped: Vec<Skip>,
    /// What was passed over, one sentence each.
    pub notes: Vec<String>,
}

/// Finds the files behind the arguments: a file, a folder (walked), or `-` for standard input.
///
/// The order of the arguments changes nothing. In folders, hidden files, symbolic links (which may loop or lead
/// out) and documentation (`README*`, `LICENSE*`, `*.md`) are passed over, all but the hidden ones with a note.
///
/// # Errors
/// When a path that was named does not exist, or there are more files than the default limit.
pub fn find_inputs(arguments: &[String]) -> Result<Found> {
    find_inputs_up_to(Limits::DEFAULT.max_files, arguments)
}

/// Finds the files behind the arguments as [`find_inputs`] does, with a limit of one's own.
///
/// More files are an error and not cut off: most likely the wrong folder was named, and which files are left out would
/// depend on their names.
///
/// # Errors
/// When a path that was named does not exist, or there are more than `max_files` files.
pub fn find_inputs_up_to(max_files: usize, arguments: &[String]) -> Result<Found> {
    let mut found = Found::default();
    let mut seen: BTreeMap<PathBuf, Input> = BTreeMap::new();
    for argument in arguments {
        if argument == "-" {
            seen.insert(PathBuf::from("-"), Input::standard());
            continue;
        }
        let root = Path::new(argument);
        let metadata = std::fs::metadata(root);
        match metadata {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::reading(root, error));
            }
            Err(error) => found.skipped.push(unreadable(root, &error.to_string())),
            Ok(metadata) if metadata.is_dir() => walk(root, max_files, &mut seen, &mut found),
            Ok(_) => keep(root, root, &mut seen, &mut found),
        }
        if seen.len() > max_files {
            return Err(Error::Usage(format!(
                "more than {max_files} files in the inputs, met in {argument}; name fewer, or raise --max-files"
            )));
        }
    }
    found.inputs = seen.into_values().collect();
    found.inputs.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
    found.notes.sort();
    found.notes.dedup();
    found.skipped.sort();
    found.skipped.dedup();
    part_stems(&mut found.inputs);
    Ok(found)
}

fn walk(root: &Path, max_files: usize, seen: &mut BTreeMap<PathBuf, Input>, found: &mut Found) {
    let mut passed_over = Vec::new();
    let entries = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| !is_hidden(entry));
    for entry in entries {
        if seen.len() > max_files {
            break;
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                found.skipped.push(unreadable(error.path().unwrap_or(root), &reason));
                continue;
            }
        };
        let kind = entry.file_type();
        if kind.is_dir() {
            continue;
        }
        if !kind.is_file() || is_documentation(&entry.file_name().to_string_lossy()) {
            passed_over.push(entry.path().strip_prefix(root).unwrap_or(entry.path()).display().to_string());
        } else {
            keep(root, entry.path(), seen, found);
        }
    }
    if !passed_over.is_empty() {
        let (n, some) = (counted(passed_over.len(), "file"), some_of(&passed_over, 5));
        found
            .notes
            .push(format!("passed over {n} in {} (documentation, links, devices): {some}", root.display()));
    }
}

/// Adds a file, or says that it was given before under another name.
fn keep(root: &Path, path: &Path, seen: &mut BTreeMap<PathBuf, Input>, found: &mut Found) {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let input = Input::at(root, path);
    let Some(earlier) = seen.remove(&real) else {
        seen.insert(real, input);
        return;
    };
    if earlier.name != input.name {
        found.notes.push(format!(
            "{} and {} are the same file, read once",
            earlier.name.as_ref().min(&input.name),
            earlier.name.as_ref().max(&input.name)
        ));
    }
    // The smaller name, so that the order of the arguments does not matter; of one name, the wider folder.
    let order = |input: &Input| (input.name.clone(), Reverse(input.stem.len()));
    seen.insert(real, if order(&earlier) <= order(&input) { earlier } else { input });
}

/// Gives inputs that would share a stem (`a/1.txt` and `b/1.txt` of two INPUT folders) the name of that folder too, and
/// their whole paths only where even those are alike: an id should not depend on where the folders lie.
fn part_stems(inputs: &mut [Input]) {
    lengthen_shared_stems(inputs, |input| {
        let n = Path::new(&input.stem).components().count() + 1;
        let whole = Path::new(&*input.name).with_extension("");
        let parts: Vec<_> = whole.components().collect();
        let tail: PathBuf = parts.get(parts.len().saturating_sub(n)..).unwrap_or_default().iter().collect();
        tail.to_string_lossy().into_owned()
    });
    lengthen_shared_stems(inputs, |input| input.name.to_string());
}

fn lengthen_shared_stems(inputs: &mut [Input], longer: impl Fn(&Input) -> String) {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for input in inputs.iter() {
        *uses.entry(input.stem.clone()).or_default() += 1;
    }
    for input in inputs.iter_mut().filter(|input| uses.get(&input.stem).is_some_and(|n| *n > 1)) {
        input.stem = longer(input);
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
}

/// In lower case only the bare names, so that an article called `license-fees-rise.txt` is not lost.
pub(super) fn is_documentation(name: &str) -> bool {
    let bare = name.split('.').next().unwrap_or(name).to_lowercase();
    name.starts_with("README")
        || name.starts_with("LICENSE")
        || matches!(bare.as_str(), "readme" | "license" | "licence")
        || name.to_lowercase().ends_with(".md")
}

fn unreadable(path: &Path, reason: &str) -> Skip {
    Skip {
        file: path.to_string_lossy().into(),
        record: None,
        offset: None,
        reason: SkipReason::UnreadableFile,
        detail: reason.to_owned(),
    }
}
