//! Exports of press archives: what Nexis and Factiva write as plain text, HTML or rich text.
//!
//! `lines` turns any of the three forms into lines (`markup` takes off the tags, `rich_text` the control words); `nexis` and
//! `factiva` find the documents in them and what each says of itself; `document` makes records of those.

mod dateline;
mod document;
pub(super) mod factiva;
mod factiva_codes;
mod factiva_page;
mod labels;
mod lines;
mod markup;
pub(super) mod nexis;
mod nexis_classic;
mod nexis_uni;
mod rich_text;
mod rich_text_codes;
pub(super) mod rtf;
mod words;
