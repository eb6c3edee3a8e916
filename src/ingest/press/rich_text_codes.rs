//! What the control words of rich text stand for.

use std::collections::BTreeMap;

use encoding_rs::Encoding;

/// More fonts than a file ever has.
const MAX_FONTS: usize = 10_000;

/// The fonts of a file, as far as they say how bytes are to be read.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    code_pages: BTreeMap<i32, i32>,
    defined: i32,
}

impl Fonts {
    /// A font's entry begins.
    pub(super) fn define(&mut self, number: i32) {
        self.defined = number;
    }

    /// The character set of the font whose entry began.
    pub(super) fn charset(&mut self, charset: i32) {
        if let Some(code_page) = code_page(charset)
            && self.code_pages.len() < MAX_FONTS
        {
            self.code_pages.insert(self.defined, code_page);
        }
    }

    /// The code page of a font; `None` when it is that of the document.
    pub(super) fn code_page(&self, number: i32) -> Option<i32> {
        self.code_pages.get(&number).copied()
    }
}

/// The code page of a character set of Windows; sets 0, 1 and 2 (Latin, the default, symbols) leave it to the document.
fn code_page(charset: i32) -> Option<i32> {
    Some(match charset {
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

/// The encoding of a code page; windows-1252 for those that are not known.
pub(super) fn encoding(code_page: i32) -> &'static Encoding {
    match code_page {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 | 54_936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10_000 => encoding_rs::MACINTOSH,
        65_001 => encoding_rs::UTF_8,
        _ => encoding_rs::WINDOWS_1252,
    }
}

/// The sign that a word stands for.
pub(super) fn sign(name: &[u8]) -> Option<&'static str> {
    Some(match name {
        b"emdash" => "—",
        b"endash" => "–",
        b"lquote" => "‘",
        b"rquote" => "’",
        b"ldblquote" => "“",
        b"rdblquote" => "”",
        b"bullet" => "•",
        b"emspace" | b"enspace" | b"qmspace" => " ",
        b"zwj" => "\u{200D}",
        b"zwnj" => "\u{200C}",
        _ => return None,
    })
}

/// Whether a word starts a group that is no text of the document: tables, pictures, page headers, notes, what stands for
/// other programs.
pub(super) fn is_aside(name: &[u8]) -> bool {
    matches!(
        name,
        b"colortbl"
            | b"stylesheet"
            | b"info"
            | b"pict"
            | b"header"
            | b"headerl"
            | b"headerr"
            | b"headerf"
            | b"footer"
            | b"footerl"
            | b"footerr"
            | b"footerf"
            | b"footnote"
            | b"ftnsep"
            | b"ftnsepc"
            | b"fldinst"
            | b"datafield"
            | b"listtable"
            | b"listoverridetable"
            | b"listtext"
            | b"pntext"
            | b"pn"
            | b"revtbl"
            | b"rsidtbl"
            | b"filetbl"
            | b"xmlnstbl"
            | b"themedata"
            | b"colorschememapping"
            | b"latentstyles"
            | b"datastore"
            | b"generator"
            | b"template"
            | b"operator"
            | b"private"
            | b"bkmkstart"
            | b"bkmkend"
            | b"annotation"
            | b"atnid"
            | b"atnauthor"
            | b"objdata"
            | b"objclass"
            | b"objname"
            | b"nonesttables"
            | b"nonshppict"
            | b"sp"
            | b"sn"
            | b"sv"
            | b"xe"
            | b"tc"
            | b"userprops"
    )
}
