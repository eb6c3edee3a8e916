//! Arrow IPC, batch by batch: the file format (also called Feather 2) and the stream format.
//!
//! A file is a stream with a table of contents behind it, and is read as that stream: so a file that was cut off
//! gives what stands before the cut.

use std::io::{Read, Seek, SeekFrom};

use polars_arrow::io::ipc::read::{StreamReader, StreamState, read_stream_metadata};
use polars_arrow_format::ipc::{MessageHeaderRef, MessageRef, RecordBatchRef, planus::ReadAsRoot};

use super::archive::Bytes;
use super::columns::{Values, add_rows, plan};
use super::guard::guarded;
use super::input::InputFile;
use super::record::{Gathering, Place};
use super::{ReadOptions, Reader, Reading};
use crate::article::SkipReason;
use crate::error::Result;
use crate::key::About;

/// What a file, and not a stream, starts with: a name, filled up to eight bytes.
const MAGIC: &[u8] = b"ARROW1";

/// What a message starts with, before its length.
const CONTINUATION: [u8; 4] = [0xFF; 4];

/// Reads Arrow IPC files and streams.
pub(super) struct ArrowReader;

impl Reader for ArrowReader {
    fn about(&self) -> About {
        About {
            name: "arrow",
            line: "Arrow IPC (Feather 2) as a file or a stream, one article a row; the types that Parquet has",
            unit: "by its first bytes, ARROW1, or a stream's schema",
            limits: "nested columns (lists, structs) are not read; one batch is held in memory at a time",
            source: "Apache Arrow columnar format, IPC",
        }
    }

    fn sniff(&self, file: &InputFile, _: &ReadOptions) -> bool {
        if file.head.starts_with(MAGIC) {
            return true;
        }
        let Some((start, rest)) = file.head.split_first_chunk::<4>() else { return false };
        let Some((length, rest)) = rest.split_first_chunk::<4>() else { return false };
        let length = usize::try_from(i32::from_le_bytes(*length)).unwrap_or_default();
        // A schema may be longer than the head; four bytes of ones start nothing else that is read.
        *start == CONTINUATION
            && rest.get(..length).is_none_or(|schema| MessageRef::read_as_root(schema).is_ok())
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let limit = options.limits.unpacked_bytes(file.size());
        let mut gathering = Gathering::of_packed_table(file, options, limit);
        let mut source = file.seekable()?.map_or_else(Bytes::Memory, Bytes::File);
        let start = if file.head.starts_with(MAGIC) { 8 } else { 0 };
        let checked = guarded(|| check(&mut source, start, limit))
            .map_err(|problem| file.wrong(format!("no valid Arrow: {problem}")))?;
        let metadata = guarded(|| {
            source.seek(SeekFrom::Start(start))?;
            read_stream_metadata(&mut source)
        });
        let metadata = metadata.map_err(|problem| file.wrong(format!("no valid Arrow schema: {problem}")))?;
        let Some(columns) = plan(&metadata.schema, options, &mut gathering) else {
            return Ok(gathering.finish());
        };
        let wanted = columns.iter().map(|column| column.index).collect();
        let mut batches = StreamReader::new(source, metadata, Some(wanted));
        let mut first = 1_u64;
        for claimed in checked.batches {
            let (mut n, mut is_end) = (claimed, false);
            let values = guarded(|| match batches.next().transpose()? {
                Some(StreamState::Some(batch)) => {
                    n = batch.len();
                    let arrays = columns.iter().zip(batch.into_arrays());
                    arrays.map(|(column, array)| column.values(vec![array])).collect()
                }
                _ => {
                    is_end = true;
                    Ok::<Vec<Values>, polars::error::PolarsError>(Vec::new())
                }
            });
            if is_end {
                break;
            }
            if !add_rows((first, n), &columns, values, &mut gathering) {
                return Ok(gathering.finish());
            }
            first = first.saturating_add(n as u64);
        }
        if let Some(problem) = checked.problem {
            let detail = format!("{problem}; the {} rows before are used", first - 1);
            gathering.skip(Place { number: first, offset: None }, SkipReason::MalformedRecord, detail);
        }
        Ok(gathering.finish())
    }
}

/// What a look at the messages found.
#[derive(Default)]
struct Checked {
    /// How many rows each batch claims, up to the first that cannot be trusted.
    batches: Vec<usize>,
    /// Why the rest is not read.
    problem: Option<String>,
}

/// Looks at each message before the decoder does, which makes room for whatever length a message claims.
fn check(source: &mut Bytes, start: u64, limit: u64) -> std::io::Result<Checked> {
    let end = source.seek(SeekFrom::End(0))?;
    let mut checked = Checked::default();
    let mut at = start;
    while at < end {
        source.seek(SeekFrom::Start(at))?;
        match message(source, at, end, limit) {
            Ok(Message::Batch { n_rows, end: next }) => {
                checked.batches.push(n_rows);
                at = next;
            }
            Ok(Message::Other { end: next }) => at = next,
            Ok(Message::LastOne) => break,
            Err(problem) => {
                checked.problem = Some(problem);
                break;
            }
        }
    }
    Ok(checked)
}

/// A message that can be trusted, and where the next one starts.
enum Message {
    Batch { n_rows: usize, end: u64 },
    Other { end: u64 },
    LastOne,
}

fn message(source: &mut Bytes, at: u64, end: u64, limit: u64) -> std::result::Result<Message, String> {
    const CUT_OFF: &str = "the file is cut off within a batch";
    let mut word = [0_u8; 4];
    source.read_exact(&mut word).map_err(|_| CUT_OFF)?;
    let mut start = at + 4;
    if word == CONTINUATION {
        source.read_exact(&mut word).map_err(|_| CUT_OFF)?;
        start += 4;
    }
    let length = u64::try_from(i32::from_le_bytes(word)).map_err(|_| "a message of negative length")?;
    if length == 0 {
        return Ok(Message::LastOne);
    }
    let body = start + length;
    if body > end {
        return Err(CUT_OFF.to_owned());
    }
    let mut bytes = Vec::new();
    source.by_ref().take(length).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let damaged = |_: polars_arrow_format::ipc::planus::Error| "a damaged message".to_owned();
    let message = MessageRef::read_as_root(&bytes).map_err(damaged)?;
    let body_length = u64::try_from(message.body_length().map_err(damaged)?).unwrap_or(u64::MAX);
    let next = body.saturating_add(body_length);
    if next > end {
        return Err(CUT_OFF.to_owned());
    }
    let mut sizes = Sizes { source, body, body_length, left: limit };
    match message.header().map_err(damaged)? {
        Some(MessageHeaderRef::RecordBatch(batch)) => {
            sizes.check(batch)?;
            let n_rows = usize::try_from(batch.length().map_err(damaged)?)
                .map_err(|_| "a batch of negative length")?;
            Ok(Message::Batch { n_rows, end: next })
        }
        Some(MessageHeaderRef::DictionaryBatch(dictionary)) => {
            if let Some(batch) = dictionary.data().map_err(damaged)? {
                sizes.check(batch)?;
            }
            Ok(Message::Other { end: next })
        }
        _ => Ok(Message::Other { end: next }),
    }
}

/// The room that a batch asks for.
struct Sizes<'a> {
    source: &'a mut Bytes,
    body: u64,
    body_length: u64,
    left: u64,
}

impl Sizes<'_> {
    /// Whether all of the batch lies in its message, and unpacks to no more than the limit.
    fn check(&mut self, batch: RecordBatchRef<'_>) -> std::result::Result<(), String> {
        let damaged = |_: polars_arrow_format::ipc::planus::Error| "a damaged batch".to_owned();
        let is_packed = batch.compression().map_err(damaged)?.is_some();
        for buffer in batch.buffers().map_err(damaged)?.into_iter().flatten() {
            let (offset, length) = (u64::try_from(buffer.offset()), u64::try_from(buffer.length()));
            let (Ok(offset), Ok(length)) = (offset, length) else {
                return Err("a column of negative length".to_owned());
            };
            if offset.saturating_add(length) > self.body_length {
                return Err("a column that reaches beyond its batch".to_owned());
            }
            let mut unpacked = length;
            if is_packed && length >= 8 {
                let mut word = [0_u8; 8];
                let read = self.source.seek(SeekFrom::Start(self.body + offset));
                read.and_then(|_| self.source.read_exact(&mut word)).map_err(|error| error.to_string())?;
                // A length of -1 marks a buffer that was left as it is.
                unpacked = match i64::from_le_bytes(word) {
                    -1 => length,
                    claimed => u64::try_from(claimed).map_err(|_| "a column of negative length")?,
                };
            }
            self.left = self.left.checked_sub(unpacked).ok_or(
                "a batch that unpacks to more than the limit allows; raise the limit with --max-unpacked",
            )?;
        }
        Ok(())
    }
}
