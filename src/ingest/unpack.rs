//! Compressed files: what is inside is read as if it lay there by itself, as far as the limits go.

use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use flate2::bufread::MultiGzDecoder;

use super::input::{Cut, InputFile};
use super::{ReadOptions, Reading, archive, file_skip, read_plain, reason_alone, reason_of};
use crate::article::SkipReason;
use crate::error::Result;
use crate::key::About;
use crate::limits::MIB;

/// What may hold files of any format, and such containers in turn.
pub const CONTAINERS: &[About] = &[
    About {
        name: "gzip, zstd",
        line: "any of these compressed, as .gz or .zst; told by content, and the name inside is the name without that ending",
        unit: "by their first bytes",
        limits: "--max-unpacked, --max-nesting; what stands before a limit or before damage is used",
        source: "RFC 1952; RFC 8878",
    },
    About {
        name: "zip",
        line: "any of these in a .zip, which is read as a folder: OUTLET/article.txt names an outlet there too",
        unit: "by its first bytes",
        limits: "--max-unpacked, --max-nesting, --max-files; encrypted files are not read",
        source: "PKWARE APPNOTE",
    },
];

/// A way of compressing one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Codec {
    /// gzip, of any number of members one behind the other (log files, WARC).
    Gzip,
    /// Zstandard, of any number of frames.
    Zstd,
}

/// What holds other files.
enum Container {
    Compressed(Codec),
    Archive,
}

impl Container {
    /// What the file is, by its first bytes.
    fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, 0x08, ..] => Some(Self::Compressed(Codec::Gzip)),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Self::Compressed(Codec::Zstd)),
            // With files in it, without any, or in parts.
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Some(Self::Archive),
            _ => None,
        }
    }
}

/// What is left to a run of containers in each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    /// The bytes that may come out of them in all.
    pub(super) limit: u64,
    /// The bytes that may still come.
    pub(super) bytes: u64,
    /// How many may still lie in each other.
    pub(super) nesting: usize,
}

/// Reads a file, or what is inside it, within the limits.
pub(super) fn read_bounded(file: InputFile, options: &ReadOptions) -> Reading {
    let limit = options.limits.unpacked_bytes(file.size());
    let mut allowance = Allowance { limit, bytes: limit, nesting: options.limits.max_nesting };
    read(file, options, &mut allowance)
}

/// Reads a file, or what is inside it, however often it is packed; what came out is taken from the allowance.
pub(super) fn read(file: InputFile, options: &ReadOptions, allowance: &mut Allowance) -> Reading {
    let Some(container) = Container::of(&file.head) else { return read_plain(&file, options) };
    // An office document is an archive to its format alone.
    if matches!(container, Container::Archive) && archive::is_document(&file) {
        return read_plain(&file, options);
    }
    if allowance.nesting == 0 {
        let limit = options.limits.max_nesting;
        let detail = format!(
            "compressed files and archives in each other, more than {limit} deep; raise the limit with --max-nesting"
        );
        return file_skip(&file.input, SkipReason::TooLarge, detail);
    }
    allowance.nesting -= 1;
    let reading = match container {
        Container::Archive => archive::read(&file, options, allowance),
        Container::Compressed(codec) => read_compressed(file, codec, options, allowance),
    };
    allowance.nesting += 1;
    reading
}

fn read_compressed(
    file: InputFile,
    codec: Codec,
    options: &ReadOptions,
    allowance: &mut Allowance,
) -> Reading {
    let input = file.input.clone();
    let most = Arc::new(AtomicU64::new(0));
    let bounds = Bounds { limit: allowance.limit, allowed: allowance.bytes, most };
    let shared = bounds.most.clone();
    let unpacked =
        file.unpacked(|file| Packed { file: Box::new(file), codec, bounds, whole: OnceLock::new() });
    let reading = match unpacked {
        Ok(file) => read(file, options, allowance),
        Err(error) => file_skip(&input, reason_of(&error), reason_alone(&error)),
    };
    allowance.bytes = allowance.bytes.saturating_sub(shared.load(Ordering::Relaxed));
    reading
}

/// A compressed file, as the source of what is inside.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    file: Box<InputFile>,
    codec: Codec,
    bounds: Bounds,
    /// All of what is inside, for formats that are not read from front to back.
    whole: OnceLock<Arc<[u8]>>,
}

impl Packed {
    /// What is inside, from the start.
    pub(super) fn reader(&self) -> Result<Box<dyn BufRead>> {
        let packed = self.file.reader()?;
        let decoder: Box<dyn Read> = match self.codec {
            Codec::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Codec::Zstd => {
                let decoder = zstd::stream::read::Decoder::with_buffer(packed);
                Box::new(decoder.map_err(|error| self.file.failed(error))?)
            }
        };
        let bounded = Bounded { decoder, codec: self.codec, bounds: self.bounds.clone(), given: 0 };
        Ok(Box::new(BufReader::with_capacity(256 << 10, bounded)))
    }

    /// The file that is packed.
    pub(super) fn outside(&self) -> &InputFile {
        &self.file
    }

    /// All of what is inside; unpacked once.
    pub(super) fn whole(&self) -> Result<Arc<[u8]>> {
        if let Some(whole) = self.whole.get() {
            return Ok(whole.clone());
        }
        let mut bytes = Vec::new();
        self.reader()?.read_to_end(&mut bytes).map_err(|error| self.file.failed(error))?;
        Ok(self.whole.get_or_init(|| bytes.into()).clone())
    }
}

/// How far a file may be unpacked, and how far it was.
#[derive(Clone, Debug)]
struct Bounds {
    /// The limit that the user knows.
    limit: u64,
    /// What is left of it.
    allowed: u64,
    /// The most that any reading of this file came to.
    most: Arc<AtomicU64>,
}

/// A decoder that stops at its bound, and says so rather than end as if the file did.
struct Bounded {
    decoder: Box<dyn Read>,
    codec: Codec,
    bounds: Bounds,
    given: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = self.bounds.allowed.saturating_sub(self.given);
        if left == 0 {
            // One byte more tells whether the file ends just here.
            return match self.decoder.read(&mut [0_u8]) {
                Ok(0) => Ok(0),
                Ok(_) => Err(too_much(self.bounds.limit).error()),
                Err(error) => Err(damaged(self.codec, &error)),
            };
        }
        let n = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let part = buffer.get_mut(..n).unwrap_or_default();
        let read = self.decoder.read(part).map_err(|error| damaged(self.codec, &error))?;
        self.given += read as u64;
        self.bounds.most.fetch_max(self.given, Ordering::Relaxed);
        Ok(read)
    }
}

/// The bytes end where a limit does.
pub(super) fn too_much(limit: u64) -> Cut {
    let problem = format!(
        "it unpacks to more than {} MiB, and what comes behind is not read; raise the limit with --max-unpacked",
        limit.div_ceil(MIB)
    );
    Cut::new(ErrorKind::FileTooLarge, problem)
}

fn damaged(codec: Codec, error: &std::io::Error) -> std::io::Error {
    // An error of reading the file itself is no damage.
    if error.raw_os_error().is_some() || error.kind() == ErrorKind::FileTooLarge {
        return std::io::Error::new(error.kind(), error.to_string());
    }
    let name = match codec {
        Codec::Gzip => "gzip",
        Codec::Zstd => "Zstandard",
    };
    let problem = match error.kind() {
        ErrorKind::UnexpectedEof => format!("the {name} data is cut off"),
        _ => format!("damaged {name} data ({error})"),
    };
    std::io::Error::new(error.kind(), problem)
}
