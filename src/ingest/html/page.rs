//! A page as an article, or why it is none.

use dom_query::Document;

use super::agree::{Verdict, weigh};
use super::blocks::{Block, blocks, join, prose_bytes};
use super::json_ld::{self, Statement};
use super::metadata::{self, Declared, Metadata};
use super::trim::{Known, trim};
use super::{body, clean, phrases, tame};

/// An article as its page gives it. Fields are empty where the page says nothing.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Page {
    /// The headline.
    pub(in super::super) title: String,
    /// The text: a blank line between two paragraphs.
    pub(in super::super) text: String,
    /// When it was published, as written; the surest first.
    pub(in super::super) dates: Vec<String>,
    /// Who wrote it.
    pub(in super::super) author: String,
    /// The outlet.
    pub(in super::super) outlet: String,
    /// The language.
    pub(in super::super) language: String,
    /// The address.
    pub(in super::super) url: String,
}

/// The article of a page.
///
/// # Errors
/// In words, when the page has too many elements to be read or no article on it.
pub(in super::super) fn extract(html: &str) -> Result<Page, String> {
    let Some(tamed) = tame::tame(html) else {
        return Err(format!("a page of more than {} tags and entities", tame::MAX_TAGS));
    };
    let document = Document::from(tamed.as_ref());
    let stated = json_ld::read(&scripts(&document));
    let about = metadata::read(&document, &stated);
    let seen_date = if about.dates.is_empty() { date_on(&document) } else { None };
    let n_page_words = document.body().map_or(0, |body| body.text().split_whitespace().take(30).count());
    clean::clean(&document, about.declared);
    let known = Known { title: &about.title, author: &about.author, declared: about.declared };
    let found = trim(body::article_blocks(document, stated.is_live, about.declared), &known);
    let (kept, text) = settle(found, &stated);
    if let Some(why) = is_no_article(&about, n_page_words, &kept, &text) {
        return Err(why);
    }
    let Metadata { title, mut dates, author, outlet, language, mut url, .. } = about;
    dates.extend(seen_date);
    if url.is_empty() {
        url = saved_from(html);
    }
    Ok(Page { title, text, dates, author, outlet, language, url })
}

/// The first line near the top that only says when (and by whom) the article was written.
fn date_on(document: &Document) -> Option<String> {
    let lines = blocks(&document.body()?);
    let lines = lines.iter().take(60).flat_map(|block| block.text.lines());
    lines.filter(|line| phrases::is_dateline(line)).find_map(phrases::date_of)
}

/// The page's JSON-LD.
fn scripts(document: &Document) -> Vec<String> {
    let scripts = document.select("script[type]").nodes().to_vec();
    let is_stated = |script: &dom_query::NodeRef<'_>| {
        script.attr("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
    };
    scripts.into_iter().filter(is_stated).take(100).map(|script| script.text().to_string()).collect()
}

/// The blocks and the text, once what the page states of its text is weighed in.
fn settle(found: Vec<Block>, stated: &Statement) -> (Vec<Block>, String) {
    match weigh(&stated.text, &found) {
        Verdict::IsText => {
            let stated_blocks = blocks_of(&stated.text);
            (stated_blocks, stated.text.clone())
        }
        Verdict::Confirms(keep) => {
            let kept: Vec<Block> =
                found.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(block, _)| block).collect();
            let text = join(&kept);
            (kept, text)
        }
        Verdict::Useless => {
            let text = join(&found);
            (found, text)
        }
    }
}

fn blocks_of(text: &str) -> Vec<Block> {
    let kind = super::blocks::Kind::Text;
    text.split("\n\n").map(|text| Block { text: text.to_owned(), kind, link_bytes: 0 }).collect()
}

/// Words in the titles of pages that a server or a guard sends instead of an article.
const ERRORS: [&str; 14] = [
    "404",
    "403",
    "500",
    "502",
    "503",
    "not found",
    "access denied",
    "forbidden",
    "error",
    "just a moment",
    "are you a robot",
    "attention required",
    "page unavailable",
    "security check",
];

/// Why the page is no article, in words.
fn is_no_article(about: &Metadata, n_page_words: usize, blocks: &[Block], text: &str) -> Option<String> {
    let n_words = text.split_whitespace().count();
    let title = about.title.to_lowercase();
    if n_words < 150
        && about.declared == Declared::Nothing
        && ERRORS.iter().any(|error| title.contains(error))
    {
        return Some(format!("no article on the page, which seems to be an error page ({:?})", about.title));
    }
    // A page of a few words in all may be meant so; one with more on it has no article.
    if n_words == 0 || (n_words < 8 && n_page_words >= 30) {
        return Some(format!("no article on the page: {n_words} words of running text on it"));
    }
    let links: usize = blocks.iter().map(|block| block.link_bytes).sum();
    let prose = prose_bytes(blocks);
    let is_list = links * 2 > text.len() || (about.is_other && prose * 2 < text.len());
    let is_root = about
        .url
        .split_once("://")
        .is_some_and(|(_, rest)| rest.find('/').is_none_or(|at| at + 1 == rest.len()));
    if about.declared == Declared::Nothing && (is_list || (is_root && about.is_other)) {
        return Some("no article on the page, which seems to be a front page or a list of links".to_owned());
    }
    None
}

/// The address that browsers write at the top of a page that they save.
fn saved_from(html: &str) -> String {
    let head = html.get(..html.floor_char_boundary(2000)).unwrap_or(html);
    let Some((_, rest)) = head.split_once("saved from url=(") else { return String::new() };
    let address = rest.split_once(')').map_or("", |(_, rest)| rest);
    address.split_whitespace().next().filter(|it| it.starts_with("http")).unwrap_or_default().to_owned()
}
