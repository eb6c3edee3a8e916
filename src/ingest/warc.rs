//! Web archives (WARC 0.17 to 1.1, ISO 28500): the pages in them, one record after the other.

use std::collections::BTreeMap;
use std::io::{BufRead, Read};

use super::fields::counted;
use super::html::{self, Source, add_page};
use super::http::{self, Response};
use super::input::InputFile;
use super::record::{Gathering, Place};
use super::{ReadOptions, Reader, Reading};
use crate::article::SkipReason;
use crate::error::Result;
use crate::key::About;

/// The longest head of a record; real ones have some 500 bytes.
const MAX_HEAD: u64 = 64 << 10;

/// Reads the pages of a web archive.
pub(super) struct WarcReader;

impl Reader for WarcReader {
    fn about(&self) -> About {
        About {
            name: "warc",
            line: "a web archive: its HTML pages, each an article",
            unit: "by its first bytes, WARC/",
            limits: "pages of status 200 only; offsets are those of the decompressed archive; Brotli is not read",
            source: "ISO 28500",
        }
    }

    fn sniff(&self, file: &InputFile, _: &ReadOptions) -> bool {
        file.head.trim_ascii_start().starts_with(b"WARC/")
    }

    fn read(&self, file: &InputFile, options: &ReadOptions) -> Result<Reading> {
        let mut gathering = Gathering::new(file, options);
        let mut archive = Archive { bytes: file.reader()?, at: 0 };
        let mut others = Others::default();
        let mut number = 0;
        while let Some(head) = archive.next_head().map_err(|error| file.failed(error))? {
            number += 1;
            let place = Place { number, offset: Some(head.start) };
            let Some(length) = head.length else {
                gathering.skip(place, SkipReason::MalformedRecord, head.problem());
                continue;
            };
            let content = archive.content(length, options.max_record_bytes);
            let content = content.map_err(|error| file.failed(error))?;
            if content.is_truncated {
                let detail =
                    format!("the archive ends within the record: {} of {length} bytes", content.n_read);
                gathering.skip(place, SkipReason::MalformedRecord, detail);
                break;
            }
            add_record(&mut gathering, (&head, &content), &mut others, place, options.max_record_bytes);
        }
        others.notes().into_iter().for_each(|note| gathering.note(note));
        Ok(gathering.finish())
    }
}

/// The bytes of an archive, and how many of them were read.
struct Archive {
    bytes: Box<dyn BufRead>,
    at: u64,
}

/// The head of a record.
struct Head {
    /// The byte at which the record starts.
    start: u64,
    headers: BTreeMap<String, String>,
    /// How many bytes of content follow; `None` where the head does not say.
    length: Option<u64>,
}

impl Head {
    fn get(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    fn problem(&self) -> String {
        if self.headers.is_empty() {
            "bytes that are no record (the next one is looked for)".to_owned()
        } else {
            format!("a record with Content-Length {:?}, which is no number", self.get("content-length"))
        }
    }
}

/// What stands in a record.
struct Content {
    /// The bytes, up to the limit.
    bytes: Vec<u8>,
    n_read: u64,
    /// Whether there were more than the limit.
    is_cut: bool,
    /// Whether the archive ended first.
    is_truncated: bool,
}

impl Archive {
    /// A line, up to `MAX_HEAD` bytes of it; empty at the end.
    fn line(&mut self) -> std::io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let n = (&mut self.bytes).take(MAX_HEAD).read_until(b'\n', &mut line)?;
        self.at += n as u64;
        Ok(line)
    }

    /// The head of the next record; `None` at the end. Bytes between records that are no head come as one without headers.
    fn next_head(&mut self) -> std::io::Result<Option<Head>> {
        let mut strays: Option<u64> = None;
        loop {
            // A head that follows strays is read in the next call.
            if let (Some(start), true) = (strays, self.bytes.fill_buf()?.starts_with(b"WARC/")) {
                return Ok(Some(Head { start, headers: BTreeMap::new(), length: None }));
            }
            let start = self.at;
            let line = self.line()?;
            if line.is_empty() {
                return Ok(strays.map(|start| Head { start, headers: BTreeMap::new(), length: None }));
            }
            if line.starts_with(b"WARC/") {
                return self.headers(start).map(Some);
            }
            if strays.is_none() && !line.trim_ascii().is_empty() {
                strays = Some(start);
            }
        }
    }

    fn headers(&mut self, start: u64) -> std::io::Result<Head> {
        let mut headers = BTreeMap::new();
        let mut last = String::new();
        while self.at - start < MAX_HEAD {
            let line = self.line()?;
            let text = String::from_utf8_lossy(&line);
            if text.trim().is_empty() {
                break;
            }
            // A line that starts with space goes on with the one before.
            if text.starts_with([' ', '\t']) {
                if let Some(value) = headers.get_mut(&last) {
                    *value = format!("{value} {}", text.trim());
                }
            } else if let Some((name, value)) = http::header(&text) {
                last.clone_from(&name);
                headers.entry(name).or_insert(value);
            }
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok());
        headers.entry("content-length".to_owned()).or_default();
        Ok(Head { start, headers, length })
    }

    /// The content of a record: read up to the limit, passed over behind it.
    fn content(&mut self, length: u64, limit: usize) -> std::io::Result<Content> {
        let mut bytes = Vec::new();
        let kept = length.min(limit as u64);
        let mut n_read = (&mut self.bytes).take(kept).read_to_end(&mut bytes)? as u64;
        n_read += std::io::copy(&mut (&mut self.bytes).take(length - kept), &mut std::io::sink())?;
        self.at += n_read;
        Ok(Content { bytes, n_read, is_cut: length > kept, is_truncated: n_read < length })
    }
}

/// Records that are no pages, counted.
#[derive(Default)]
struct Others {
    kinds: BTreeMap<String, usize>,
    statuses: BTreeMap<u16, usize>,
}

impl Others {
    fn notes(&self) -> Vec<String> {
        let list = |counts: Vec<(String, usize)>| {
            let mut counts = counts;
            counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            let more = if counts.len() > 8 { ", ..." } else { "" };
            let some: Vec<String> = counts.iter().take(8).map(|(kind, n)| format!("{n} {kind}")).collect();
            format!("{}{more}", some.join(", "))
        };
        let mut notes = Vec::new();
        if !self.kinds.is_empty() {
            let n = counted(self.kinds.values().sum(), "record");
            let kinds = list(self.kinds.clone().into_iter().collect());
            notes.push(format!("passed over {n} other than pages: {kinds}"));
        }
        if !self.statuses.is_empty() {
            let n = counted(self.statuses.values().sum(), "response");
            let statuses = self.statuses.iter().map(|(status, n)| (format!("of status {status}"), *n));
            notes.push(format!("passed over {n} without a page: {}", list(statuses.collect())));
        }
        notes
    }

    fn add(&mut self, kind: &str) {
        // A hostile archive could name a new type in each record.
        let kind: String = kind.chars().filter(|c| !c.is_control()).take(60).collect();
        let is_known = self.kinds.len() < 1000 || self.kinds.contains_key(&kind);
        *self.kinds.entry(if is_known { kind } else { "other".to_owned() }).or_default() += 1;
    }
}

/// Makes a record an article, a skip, or one more of those that are no pages.
fn add_record(
    gathering: &mut Gathering<'_>,
    (head, content): (&Head, &Content),
    others: &mut Others,
    place: Place,
    limit: usize,
) {
    let kind = head.get("warc-type").to_ascii_lowercase();
    let own_type = head.get("content-type");
    let is_http = kind == "response" && !own_type.to_ascii_lowercase().starts_with("text/");
    if !matches!(kind.as_str(), "response" | "resource") {
        return others.add(if kind.is_empty() { "of no type" } else { &kind });
    }
    let response = is_http.then(|| Response::parse(&content.bytes));
    let declared = response.as_ref().map_or(own_type, |response| response.header("content-type"));
    let (media, charset) = http::media_type(declared);
    if let Some(status) =
        response.as_ref().and_then(|response| response.status).filter(|status| *status != 200)
    {
        *others.statuses.entry(status).or_default() += 1;
        return;
    }
    let body = response.as_ref().map_or(content.bytes.as_slice(), |response| response.body);
    let looks = || html::is_html(&String::from_utf8_lossy(body.get(..4096).unwrap_or(body)), "");
    let is_page = media.contains("html") || (matches!(media.as_str(), "" | "text/plain") && looks());
    if !is_page {
        return others.add(if media.is_empty() { "of no media type" } else { &media });
    }
    if content.is_cut {
        return gathering.skip(
            place,
            SkipReason::TooLarge,
            format!("a page of more than {limit} bytes, the limit"),
        );
    }
    let payload = response.map_or_else(|| Ok(content.bytes.clone()), |response| response.payload(limit));
    match payload {
        Ok(bytes) => {
            let url = head.get("warc-target-uri").trim_matches(['<', '>']);
            add_page(gathering, &bytes, &Source { id: "", url, charset: charset.as_deref() }, place);
        }
        Err(problem) => gathering.skip(place, SkipReason::MalformedRecord, problem),
    }
}
