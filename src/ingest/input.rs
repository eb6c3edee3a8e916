//! One input: where it lies, what it is called, and its bytes.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::unpack::Packed;
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
    /// Why the bytes in memory are not all there should be.
    cut: Option<Cut>,
    /// What the bytes are unpacked from, where they are not those of the file.
    packed: Option<Packed>,
}

/// Why bytes end before their time: an error that can be given more than once.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    kind: ErrorKind,
    problem: String,
}

impl Cut {
    /// The bytes end because of `kind`, in words `problem`.
    pub(super) fn new(kind: ErrorKind, problem: impl Into<String>) -> Self {
        Self { kind, problem: problem.into() }
    }

    pub(super) fn error(&self) -> std::io::Error {
        std::io::Error::new(self.kind, self.problem.clone())
    }
}

impl Read for Cut {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(self.error())
    }
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
        Self { name: name.into(), stem: stem(Path::new(name)), folder: None, in_subfolder: false, source }
    }

    /// A file in an archive, called `inner` there; `root` is the folder in which the whole archive lies, if there is one.
    pub(super) fn inside(archive: &Self, inner: &str, root: Option<&str>) -> Self {
        let below = root.and_then(|root| inner.strip_prefix(root)).unwrap_or(inner).trim_start_matches('/');
        let sorted_in = Path::new(below).parent().and_then(|parent| {
            let mut names = parent.iter().map(|part| part.to_string_lossy());
            names.rfind(|name| !is_calendar(name)).map(std::borrow::Cow::into_owned)
        });
        let in_subfolder = sorted_in.is_some() || archive.in_subfolder;
        // An archive that was sorted into a folder is one of that folder's files; a loose one is a folder itself.
        let own_name = Path::new(&archive.stem).file_name().map(|name| name.to_string_lossy().into_owned());
        let of_archive = if archive.in_subfolder {
            archive.folder.clone()
        } else {
            root.map(str::to_owned)
                .or(own_name)
                .filter(|name| !is_calendar(name))
                .or_else(|| archive.folder.clone())
        };
        Self {
            name: format!("{}/{inner}", archive.name).into(),
            stem: format!("{}/{}", archive.stem, stem(Path::new(below))),
            folder: sorted_in.or(of_archive),
            in_subfolder,
            source: Source::Memory(Arc::from([])),
        }
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
            stem: stem(relative),
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
        let whole = |bytes: Arc<[u8]>| InputFile::in_memory(self.clone(), bytes, None);
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
        Ok(InputFile { input: self.clone(), head, head_is_all, memory: None, cut: None, packed: None })
    }
}

/// The path without its extension, and without what says that it is compressed: `a/b` of `a/b.csv.gz`.
pub(super) fn stem(path: &Path) -> String {
    let path = without_packing(path);
    path.with_extension("").to_string_lossy().into_owned()
}

/// The path without `.gz` or `.zst`, should it end so: the name of what is inside.
fn without_packing(path: &Path) -> PathBuf {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let is_packing = |extension: &str| matches!(extension, "gz" | "gzip" | "zst" | "zstd");
    if extension.as_deref().is_some_and(is_packing) { path.with_extension("") } else { path.to_owned() }
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
    /// A file whose bytes are in memory, all of them unless `cut` says why not.
    pub(super) fn in_memory(input: Input, bytes: Arc<[u8]>, cut: Option<Cut>) -> Self {
        let head: Vec<u8> = bytes.iter().copied().take(HEAD_BYTES).collect();
        let head_is_all = head.len() == bytes.len() && cut.is_none();
        Self { input, head, head_is_all, memory: Some(bytes), cut, packed: None }
    }

    /// What is inside this compressed file.
    ///
    /// # Errors
    /// When not even its first bytes can be unpacked.
    pub(super) fn unpacked(self, pack: impl FnOnce(Self) -> Packed) -> Result<Self> {
        let input = self.input.clone();
        let packed = pack(self);
        let mut file = Self {
            input,
            head: Vec::new(),
            head_is_all: false,
            memory: None,
            cut: None,
            packed: Some(packed),
        };
        let mut head = Vec::new();
        let read = file.reader()?.take(HEAD_BYTES as u64).read_to_end(&mut head);
        match read {
            Err(error) if head.is_empty() => return Err(file.failed(error)),
            // What is broken further on is met again when the file is read.
            read => file.head_is_all = read.is_ok() && head.len() < HEAD_BYTES,
        }
        file.head = head;
        Ok(file)
    }

    /// Whether there is nothing in it but white space and byte order marks.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let marks = [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0];
        self.head_is_all
            && self.head.len() < 4096
            && self.head.iter().all(|byte| byte.is_ascii_whitespace() || marks.contains(byte))
    }

    /// The extension in lower case, without the dot, of what is inside (`csv` of `a.csv.gz`); empty where there is none.
    #[must_use]
    pub fn extension(&self) -> String {
        let name = without_packing(Path::new(self.input.name.as_ref()));
        let extension = name.extension();
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
        if let Some(packed) = &self.packed {
            return packed.reader();
        }
        if let Some(bytes) = &self.memory {
            let bytes = Cursor::new(bytes.clone());
            return Ok(match self.cut.clone() {
                None => Box::new(bytes),
                Some(cut) => Box::new(bytes.chain(BufReader::new(cut))),
            });
        }
        let opened = File::open(self.path()).map_err(|error| self.failed(error))?;
        Ok(Box::new(BufReader::with_capacity(256 << 10, opened)))
    }

    /// All bytes; `None` where there are more than `limit`.
    pub(super) fn bytes_up_to(&self, limit: usize) -> Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let read = self.reader()?.take((limit as u64).saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| self.failed(error))?;
        Ok(Some(bytes).filter(|bytes| bytes.len() <= limit))
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

    /// How many bytes there are; `None` for what must be unpacked to know.
    pub(super) fn length(&self) -> Option<u64> {
        match (&self.packed, &self.memory) {
            (Some(_), _) => None,
            (None, Some(bytes)) => Some(bytes.len() as u64),
            (None, None) => std::fs::metadata(self.path()).ok().map(|metadata| metadata.len()),
        }
    }

    /// How many bytes the file has before anything is unpacked, or those of a file in an archive; 0 where nobody knows.
    pub(super) fn size(&self) -> u64 {
        match &self.packed {
            Some(packed) => packed.outside().size(),
            None => self.length().unwrap_or(0),
        }
    }

    /// The bytes up to where they break off, should they, and the error that is met there.
    pub(super) fn bytes_so_far(&self) -> Result<(Vec<u8>, Option<std::io::Error>)> {
        let mut bytes = Vec::new();
        let read = self.reader()?.read_to_end(&mut bytes);
        match read {
            Err(error) if bytes.is_empty() => Err(self.failed(error)),
            read => Ok((bytes, read.err())),
        }
    }

    /// The bytes in memory, where reading them again would mean unpacking them again.
    fn held(&self) -> Result<Option<Arc<[u8]>>> {
        match (&self.cut, &self.packed) {
            (Some(cut), _) => Err(self.failed(cut.error())),
            (None, Some(packed)) => packed.whole().map(Some),
            (None, None) => Ok(self.memory.clone()),
        }
    }

    /// The bytes of `range`, which must lie in the file.
    pub(super) fn range(&self, range: Range<u64>) -> Result<Vec<u8>> {
        let outside = || self.wrong(format!("bytes {} to {} lie outside the file", range.start, range.end));
        let length = range.end.checked_sub(range.start).ok_or_else(outside)?;
        if let Some(bytes) = self.held()? {
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
        match self.held()? {
            Some(bytes) => Ok(Err(Cursor::new(bytes))),
            None => File::open(self.path()).map(Ok).map_err(|error| self.failed(error)),
        }
    }
}
