//! One input: where it lies, what it is called, and its bytes.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Error, Result};

/// How much of a file the readers see before one of them is chosen.
const HEAD_BYTES: usize = 64 << 10;

/// Something to read, not opened yet.
#[derive(Clone, Debug)]
pub struct Input {
    /// The path as it was given, or `-`; what tables and messages show.
    pub name: Arc<str>,
    /// The path below the INPUT folder without its extension; the whole path where two inputs would share that.
    pub stem: String,
    /// The name of the folder that holds the file; folders named by digits alone (years, months) are passed over.
    pub folder: Option<String>,
    /// Whether that folder lies inside an INPUT folder, so that it was sorted there by someone.
    pub in_subfolder: bool,
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    Path(PathBuf),
    Memory(Arc<[u8]>),
    StandardInput,
}

/// A file that was opened and looked into.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// What was opened.
    pub input: Input,
    /// Its first bytes, up to 64 KiB.
    pub head: Vec<u8>,
    /// Whether the head is the whole file.
    pub head_is_all: bool,
    /// What cannot be read twice (a pipe, standard input) or never was a file.
    memory: Option<Arc<[u8]>>,
}

impl Input {
    /// An input that is no file: `bytes`, under `name`.
    #[must_use]
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Self {
        Self::plain(name, Source::Memory(bytes.into()))
    }

    /// The file behind it; `None` for standard input.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        if let Source::Path(path) = &self.source { Some(path) } else { None }
    }

    /// Standard input.
    pub(super) fn standard() -> Self {
        Self::plain("-", Source::StandardInput)
    }

    fn plain(name: &str, source: Source) -> Self {
        let stem = Path::new(name).with_extension("").to_string_lossy().into_owned();
        Self { name: name.into(), stem, folder: None, in_subfolder: false, source }
    }

    /// The file at `path`, found by walking `root`, or `root` itself.
    pub(super) fn at(root: &Path, path: &Path) -> Self {
        let below = path.strip_prefix(root).ok().filter(|below| !below.as_os_str().is_empty());
        let relative = below.unwrap_or(path.file_name().map_or(path, Path::new));
        let folders: Vec<String> = below
            .and_then(Path::parent)
            .map(|parent| parent.iter().map(|part| part.to_string_lossy().into_owned()).collect())
            .unwrap_or_default();
        let sorted_in = folders.into_iter().rev().find(|name| !is_calendar(name));
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let holder = if below.is_some() { root } else { parent };
        // Made absolute, as `.` and `..` have no name.
        let holder = holder.canonicalize().unwrap_or_else(|_| holder.to_owned());
        let holder = holder.file_name().map(|name| name.to_string_lossy().into_owned());
        Self {
            name: path.to_string_lossy().into(),
            stem: relative.with_extension("").to_string_lossy().into_owned(),
            in_subfolder: sorted_in.is_some(),
            folder: sorted_in.or(holder),
            source: Source::Path(path.to_owned()),
        }
    }

    /// Opens it and reads its first bytes; a pipe or standard input is read to its end.
    ///
    /// # Errors
    /// When it cannot be opened or read, or is neither a file nor a pipe.
    pub fn open(&self) -> Result<InputFile> {
        let whole = |bytes: Arc<[u8]>| {
            let head: Vec<u8> = bytes.iter().copied().take(HEAD_BYTES).collect();
            let head_is_all = head.len() == bytes.len();
            InputFile { input: self.clone(), head, head_is_all, memory: Some(bytes) }
        };
        let path = match &self.source {
            Source::Memory(bytes) => return Ok(whole(bytes.clone())),
            Source::StandardInput => {
                let mut bytes = Vec::new();
                let read = std::io::stdin().lock().read_to_end(&mut bytes);
                read.map_err(|error| Error::reading(Path::new("-"), error))?;
                return Ok(whole(bytes.into()));
            }
            Source::Path(path) => path,
        };
        let failed = |error| Error::reading(path, error);
        let metadata = std::fs::metadata(path).map_err(failed)?;
        if !metadata.is_file() && !is_pipe(&metadata) {
            return Err(Error::content(path, "neither a file nor a pipe"));
        }
        let mut opened = File::open(path).map_err(failed)?;
        let mut head = Vec::new();
        if !metadata.is_file() {
            opened.read_to_end(&mut head).map_err(failed)?;
            return Ok(whole(head.into()));
        }
        opened.take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(failed)?;
        let head_is_all = head.len() as u64 == metadata.len();
        Ok(InputFile { input: self.clone(), head, head_is_all, memory: None })
    }
}

/// A folder that sorts by time (`2024`, `03`, `2024-03`) names no outlet.
fn is_calendar(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
}

#[cfg(unix)]
fn is_pipe(metadata: &std::fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &std::fs::Metadata) -> bool {
    false
}

impl InputFile {
    /// Whether there is nothing in it but white space and byte order marks.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let marks = [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0];
        self.head_is_all
            && self.head.len() < 4096
            && self.head.iter().all(|byte| byte.is_ascii_whitespace() || marks.contains(byte))
    }

    /// The extension in lower case, without the dot; empty where there is none.
    #[must_use]
    pub fn extension(&self) -> String {
        let extension = Path::new(self.input.name.as_ref()).extension();
        extension.map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
    }

    /// When the file was last changed, in seconds since 1970; `None` for what is no file.
    pub(super) fn modified(&self) -> Option<i64> {
        let time = std::fs::metadata(self.input.path()?).ok()?.modified().ok()?;
        let since = time.duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok()
    }

    /// The path, or the name of what is none, for errors.
    fn path(&self) -> &Path {
        self.input.path().unwrap_or(Path::new(self.input.name.as_ref()))
    }

    /// An error about reading this file.
    pub(super) fn failed(&self, error: std::io::Error) -> Error {
        Error::reading(self.path(), error)
    }

    /// An error about what stands in this file.
    pub(super) fn wrong(&self, problem: impl Into<String>) -> Error {
        Error::content(self.path(), problem)
    }

    /// The bytes from the start.
    pub(super) fn reader(&self) -> Result<Box<dyn BufRead>> {
        if let Some(bytes) = &self.memory {
            return Ok(Box::new(Cursor::new(bytes.clone())));
        }
        let opened = File::open(self.path()).map_err(|error| self.failed(error))?;
        Ok(Box::new(BufReader::with_capacity(256 << 10, opened)))
    }

    /// All bytes.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
        if self.head_is_all {
            return Ok(self.head.clone());
        }
        let mut bytes = Vec::new();
        self.reader()?.read_to_end(&mut bytes).map_err(|error| self.failed(error))?;
        Ok(bytes)
    }

    /// The bytes of `range`, which must lie in the file.
    pub(super) fn range(&self, range: Range<u64>) -> Result<Vec<u8>> {
        let outside = || self.wrong(format!("bytes {} to {} lie outside the file", range.start, range.end));
        let length = range.end.checked_sub(range.start).ok_or_else(outside)?;
        if let Some(bytes) = &self.memory {
            let (start, end) = (usize::try_from(range.start), usize::try_from(range.end));
            let part = start.ok().zip(end.ok()).and_then(|(start, end)| bytes.get(start..end));
            return part.map(<[u8]>::to_vec).ok_or_else(outside);
        }
        let mut opened = File::open(self.path()).map_err(|error| self.failed(error))?;
        // A damaged length must not become an allocation.
        if opened.metadata().map_err(|error| self.failed(error))?.len() < range.end {
            return Err(outside());
        }
        opened.seek(SeekFrom::Start(range.start)).map_err(|error| self.failed(error))?;
        let mut bytes = Vec::new();
        opened.take(length).read_to_end(&mut bytes).map_err(|error| self.failed(error))?;
        Ok(bytes)
    }

    /// A whole copy that can be sought in: `Ok` the open file, `Err` the bytes in memory.
    pub(super) fn seekable(&self) -> Result<std::result::Result<File, Cursor<Arc<[u8]>>>> {
        match &self.memory {
            Some(bytes) => Ok(Err(Cursor::new(bytes.clone()))),
            None => File::open(self.path()).map(Ok).map_err(|error| self.failed(error)),
        }
    }
}
