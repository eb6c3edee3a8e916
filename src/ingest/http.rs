//! An HTTP response as an archive stores it: head, chunks, compression.

use std::io::Read;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

/// A response, taken apart but not decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Response<'a> {
    /// The status; `None` where the first line is none of HTTP.
    pub(super) status: Option<u16>,
    /// The headers' names in small letters, and their values.
    headers: Vec<(String, String)>,
    /// What stands behind the head.
    pub(super) body: &'a [u8],
}

impl<'a> Response<'a> {
    /// Takes a response apart.
    pub(super) fn parse(bytes: &'a [u8]) -> Self {
        let (head, body) = split_head(bytes);
        let head = String::from_utf8_lossy(head);
        let mut lines = head.lines();
        let first = lines.next().unwrap_or_default();
        let status =
            first.strip_prefix("HTTP/").and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok());
        Self { status, headers: lines.filter_map(header).collect(), body }
    }

    /// The first header of this name; empty where there is none.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// The payload without chunks and compression, up to `limit` bytes.
    ///
    /// # Errors
    /// In words: a compression that is not read, damage in it, or more bytes than the limit.
    pub(super) fn payload(&self, limit: usize) -> Result<Vec<u8>, String> {
        let is_chunked = self.header("transfer-encoding").to_ascii_lowercase().contains("chunked");
        // Many archives store the payload without its chunks and keep the header.
        let body = is_chunked.then(|| unchunked(self.body)).flatten().unwrap_or_else(|| self.body.to_vec());
        let encoding = self.header("content-encoding").trim().to_ascii_lowercase();
        match encoding.as_str() {
            "" | "identity" | "none" | "utf-8" => Ok(body),
            // The same with compression.
            "gzip" | "x-gzip" if !body.starts_with(&[0x1F, 0x8B]) => Ok(body),
            "gzip" | "x-gzip" => inflated(MultiGzDecoder::new(body.as_slice()), limit),
            "deflate" => inflated(ZlibDecoder::new(body.as_slice()), limit),
            other => Err(format!("Content-Encoding {other:?}, which is not read")),
        }
    }
}

/// The media type in small letters and the charset of a Content-Type.
pub(super) fn media_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    (kind, charset)
}

/// `Name: value`, the name in small letters.
pub(super) fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
}

/// The head and what stands behind the blank line that ends it.
fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if line.trim_ascii().is_empty() {
            break;
        }
    }
    (bytes.get(..at).unwrap_or_default(), bytes.get(at..).unwrap_or_default())
}

/// The content of chunks; `None` where it is none, or damaged.
fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    loop {
        let end = bytes.iter().take(100).position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(bytes.get(..end)?).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        bytes = bytes.get(end + 1..)?;
        if length == 0 {
            return Some(content);
        }
        content.extend_from_slice(bytes.get(..length)?);
        bytes = bytes.get(length..)?;
        bytes = bytes.strip_prefix(b"\r").unwrap_or(bytes);
        bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
        // Cut off at the end of a chunk: what is there is whole.
        if bytes.is_empty() {
            return Some(content);
        }
    }
}

fn inflated(decoder: impl Read, limit: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = decoder.take((limit as u64).saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| format!("damaged compression in the response: {error}"))?;
    if bytes.len() > limit {
        return Err(format!("a response of more than {limit} bytes once decompressed, the limit"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn chunks_and_compression_are_undone() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(b"<p>page</p>").unwrap();
        let packed = packed.finish().unwrap();
        let mut bytes =
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        for part in packed.chunks(10) {
            bytes.extend(format!("{:x};x=y\r\n", part.len()).bytes());
            bytes.extend([part, b"\r\n"].concat());
        }
        bytes.extend(b"0\r\n\r\n");
        let response = Response::parse(&bytes);
        assert_eq!((response.status, response.payload(100)), (Some(200), Ok(b"<p>page</p>".to_vec())));
        assert!(response.payload(5).unwrap_err().contains("more than 5 bytes"));
    }

    #[test]
    fn headers_that_the_archive_made_untrue_do_no_harm() {
        let bytes = b"HTTP/1.0 404 No\nContent-Encoding: gzip\nTransfer-Encoding: chunked\n\n<p>plain";
        let response = Response::parse(bytes);
        assert_eq!((response.status, response.payload(100)), (Some(404), Ok(b"<p>plain".to_vec())));
        assert!(Response::parse(b"HTTP/1.1 200\nContent-Encoding: br\n\nx").payload(9).is_err());
        assert_eq!(media_type("Text/HTML; charset=\"UTF-8\""), ("text/html".into(), Some("UTF-8".into())));
    }
}
