//! ZIP archives: each file in one is read as if it lay in a folder of that name. Nothing is ever written.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, ErrorKind, Read, Seek, SeekFrom};
use std::sync::Arc;

use zip::{CompressionMethod, ZipArchive};

use super::fields::{counted, some_of};
use super::guard::guarded;
use super::input::{Cut, Input, InputFile};
use super::unpack::{self, Allowance, too_much};
use super::walk::is_documentation;
use super::{ReadOptions, Reading, file_skip, reason_alone};
use crate::article::SkipReason;

/// Longer names than file systems have; the rest of one is left out where it is shown.
const MAX_NAME_CHARS: usize = 1_000;

/// An archive, on disk or in memory.
pub(super) enum Bytes {
    File(File),
    Memory(Cursor<Arc<[u8]>>),
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Bytes {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Memory(bytes) => bytes.seek(to),
        }
    }
}

/// Opens the archive; `Err` says why it is none.
pub(super) fn open(file: &InputFile) -> Result<ZipArchive<Bytes>, String> {
    let source = file.seekable().map_err(|error| reason_alone(&error))?;
    let source = source.map_or_else(Bytes::Memory, Bytes::File);
    guarded(|| ZipArchive::new(source))
}

/// Whether the archive is an office document or book, which is one thing and no folder of files.
pub(super) fn is_document(file: &InputFile) -> bool {
    // These formats demand this file to be the first.
    if file.head.get(30..).is_some_and(|name| name.starts_with(b"mimetypeapplication/")) {
        return true;
    }
    open(file).is_ok_and(|archive| archive.index_for_name("[Content_Types].xml").is_some())
}

/// A file in an archive.
struct Member {
    /// Its place in the archive's directory.
    index: usize,
    is_encrypted: bool,
    /// Whether it is stored as it is or deflated, as nearly all are.
    is_readable: bool,
}

/// What an archive holds.
#[derive(Default)]
struct Contents {
    /// The files to be read, by the names under which they are shown.
    members: BTreeMap<String, Member>,
    passed_over: Vec<String>,
    renamed: Vec<String>,
}

/// Reads each file of the archive, sorted by name, into one reading.
pub(super) fn read(file: &InputFile, options: &ReadOptions, allowance: &mut Allowance) -> Reading {
    let mut archive = match open(file) {
        Ok(archive) => archive,
        Err(problem) => {
            let detail = format!("no valid ZIP archive, or one that was cut off: {problem}");
            return file_skip(&file.input, SkipReason::UnreadableFile, detail);
        }
    };
    let mut contents = list(&archive);
    let mut reading = Reading { notes: contents.notes(), reader: "zip", ..Reading::default() };
    let mut skip = |reason, detail: String| {
        reading.skipped.extend(file_skip(&file.input, reason, detail).skipped);
    };
    if archive.has_duplicate_names() {
        let detail = "the archive holds several files of one name; only the last of them is read";
        skip(SkipReason::UnreadableFile, detail.to_owned());
    }
    if contents.members.is_empty() {
        skip(SkipReason::EmptyFile, "the archive holds no file to read".to_owned());
    }
    let limit = options.limits.max_files;
    if contents.members.len() > limit {
        let n = counted(contents.members.len() - limit, "file");
        let detail = format!("{n} behind the first {limit} are not read; raise the limit with --max-files");
        skip(SkipReason::TooLarge, detail);
    }
    let root = shared_root(contents.members.keys());
    let mut unread = Vec::new();
    for (name, member) in std::mem::take(&mut contents.members).into_iter().take(limit) {
        if allowance.bytes == 0 {
            unread.push(name);
            continue;
        }
        let input = Input::inside(&file.input, &name, root.as_deref());
        let inner = match extract(&mut archive, &member, allowance) {
            Ok((bytes, cut)) => unpack::read(InputFile::in_memory(input, bytes, cut), options, allowance),
            Err(problem) => file_skip(&input, SkipReason::UnreadableFile, problem),
        };
        reading.take(inner, Some(&name));
    }
    if !unread.is_empty() {
        let (n, limit) = (counted(unread.len(), "file"), allowance.limit);
        let detail = format!("{n} not read ({}): {}", some_of(&unread, 5), too_much(limit).error());
        reading.skipped.extend(file_skip(&file.input, SkipReason::TooLarge, detail).skipped);
    }
    reading
}

fn list(archive: &ZipArchive<Bytes>) -> Contents {
    let mut contents = Contents::default();
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index_data(index) else { continue };
        let raw = entry.name().map_or_else(
            |_| String::from_utf8_lossy(entry.name_raw()).into_owned(),
            std::borrow::Cow::into_owned,
        );
        if entry.is_dir() {
            continue;
        }
        let mut name = harmless(&raw);
        if name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX") {
            continue;
        }
        let last = name.rsplit('/').next().unwrap_or_default();
        if entry.is_symlink() || is_documentation(last) {
            contents.passed_over.push(name);
            continue;
        }
        if name != raw {
            contents.renamed.push(name.clone());
        }
        // `../a` and `a` are two files, and a table must tell them apart.
        while contents.members.contains_key(&name) {
            name.push('~');
        }
        let is_readable =
            matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
        contents.members.insert(name, Member { index, is_encrypted: entry.encrypted(), is_readable });
    }
    contents
}

/// The name without what would lead out of the archive, and without signs that a terminal would obey.
fn harmless(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let joined = parts.collect::<Vec<_>>().join("/");
    let shown: String = joined
        .chars()
        .take(MAX_NAME_CHARS)
        .map(|c| if c.is_control() || super::clean::is_bidi_control(c) { '_' } else { c })
        .collect();
    if shown.is_empty() { "_".to_owned() } else { shown }
}

/// The folder that holds everything in the archive, which sorts nothing.
fn shared_root<'a>(names: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut roots = names.map(|name| name.split_once('/').map(|(root, _)| root));
    let first = roots.next()??;
    roots.all(|root| root == Some(first)).then(|| first.to_owned())
}

type Extracted = (Arc<[u8]>, Option<Cut>);

/// The bytes of a member, as far as they can be had; `Err` when there are none.
fn extract(
    archive: &mut ZipArchive<Bytes>,
    member: &Member,
    allowance: &mut Allowance,
) -> Result<Extracted, String> {
    if member.is_encrypted {
        return Err("the file is encrypted; unpack it with its password first".to_owned());
    }
    if !member.is_readable {
        return Err("compressed in a way that is not read; unpack the archive first".to_owned());
    }
    let (mut bytes, mut cut) = (Vec::new(), None);
    let opened = guarded(|| {
        let entry = archive.by_index(member.index)?;
        // One byte more tells whether the file ends just at the limit.
        let read = entry.take(allowance.bytes.saturating_add(1)).read_to_end(&mut bytes);
        cut = read
            .err()
            .map(|error| Cut::new(ErrorKind::InvalidData, format!("damaged in the archive ({error})")));
        Ok::<_, zip::result::ZipError>(())
    });
    if let Err(problem) = opened {
        return Err(format!("cannot be unpacked: {problem}"));
    }
    let allowed = usize::try_from(allowance.bytes).unwrap_or(usize::MAX);
    if bytes.len() > allowed {
        bytes.truncate(allowed);
        cut = Some(too_much(allowance.limit));
    }
    allowance.bytes -= bytes.len() as u64;
    match cut {
        Some(cut) if bytes.is_empty() => Err(cut.error().to_string()),
        cut => Ok((bytes.into(), cut)),
    }
}

impl Contents {
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.passed_over.is_empty() {
            let (n, some) = (counted(self.passed_over.len(), "file"), some_of(&self.passed_over, 5));
            notes.push(format!("passed over {n} (documentation, links): {some}"));
        }
        if !self.renamed.is_empty() {
            let (n, some) = (counted(self.renamed.len(), "file"), some_of(&self.renamed, 5));
            notes.push(format!(
                "{n} with a name that leads out of the archive or holds control characters, shown without: {some}"
            ));
        }
        notes
    }
}
