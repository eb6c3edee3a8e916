//! The bytes of a page as text.
//!
//! In this order: a byte order mark; UTF-8 when all bytes are valid as such, since legacy text hardly ever is, whatever the page
//! says; the encoding that the server or the page names; damaged UTF-8; the encoding that it looks like.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::super::decode::{self, Repair};

/// How far into a page its `<meta charset>` is looked for; the standard says 1,024 bytes, and pages exceed it.
const META_BYTES: usize = 8 << 10;

/// The text of a page, without its byte order mark, and whether it had to be repaired.
pub(super) fn text<'a>(bytes: &'a [u8], http: Option<&str>) -> (Cow<'a, str>, Repair) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default());
        let repair =
            if encoding == UTF_8 && text.contains('\u{FFFD}') { Repair::Replaced } else { Repair::None };
        return (text, repair);
    }
    let head = bytes.get(..META_BYTES).unwrap_or(bytes);
    let label = http.and_then(|label| Encoding::for_label(label.as_bytes()));
    let declared = label.or_else(|| declared(head));
    // Japanese mail encoding is all ASCII bytes, so that any of it is valid UTF-8.
    if declared == Some(ISO_2022_JP) && bytes.contains(&0x1B) {
        return (ISO_2022_JP.decode_without_bom_handling(bytes).0, Repair::None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), Repair::None);
    }
    // What says UTF-16 in ASCII letters is no UTF-16.
    if let Some(encoding) = declared.filter(|it| ![UTF_8, UTF_16BE, UTF_16LE].contains(it)) {
        let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
        if !has_errors {
            return (text, Repair::None);
        }
    }
    decode::text(bytes, &[])
}

/// The encoding that a page's head names: `<meta charset=x>`, `<meta ... content="text/html; charset=x">`, or XML's.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.to_ascii_lowercase();
    let starts = |wanted: &'static [u8]| {
        head.windows(wanted.len())
            .enumerate()
            .filter(move |(_, it)| *it == wanted)
            .map(move |(at, _)| at + wanted.len())
    };
    starts(b"charset").chain(starts(b"encoding")).find_map(|at| {
        let rest = head.get(at..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_.:".contains(byte)));
        Encoding::for_label(rest.get(..end.unwrap_or(rest.len()))?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_utf_8_wins_over_what_a_page_says_and_legacy_text_is_read_as_declared() {
        let wrong = "<meta charset=iso-8859-1><p>Zürich".as_bytes();
        assert!(text(wrong, None).0.contains("Zürich"));
        let greek = b"<meta http-equiv=Content-Type content='text/html; charset=windows-1253'><p>\xC1\xE8\xDE\xED\xE1";
        assert!(text(greek, None).0.contains("Αθήνα"));
        assert!(text(b"<p>\xC1\xE8\xDE\xED\xE1", Some("windows-1253")).0.contains("Αθήνα"));
        assert_eq!(text(b"\xFF\xFE<\0p\0>\0x\0", None).0, "<p>x");
        assert_eq!(
            text(b"<meta charset=utf-8><p>it\x92s", None),
            ("<meta charset=utf-8><p>it’s".into(), Repair::ReadAs("windows-1252"))
        );
    }
}
