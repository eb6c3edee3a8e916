//! The form of Factiva without field codes: section, headline, byline, `1,234 words`, `12 March 2026`, time, source, its code,
//! edition, page, language, copyright, the text.

use std::ops::Range;

use super::document::{Account, Document};
use super::lines::Lines;
use super::{dateline, factiva, words};

/// More lines above the word count than a section, a headline, a byline and a credit take.
const MAX_ABOVE: usize = 6;

/// How far below the source its language and its copyright are looked for, in lines.
const MAX_HEAD: usize = 9;

/// The lines with a word count which a date follows.
pub(super) fn anchors(lines: &Lines, range: Range<usize>) -> impl Iterator<Item = usize> {
    let end = range.end;
    range.filter(move |at| {
        words::word_count(lines.get(*at)).is_some()
            && lines.filled(at + 1..end).next().is_some_and(|next| dateline::date(lines.get(next)).is_some())
    })
}

/// Reads the lines of one document.
pub(super) fn read(lines: &Lines, range: Range<usize>, id: &str, account: &mut Account<'_, '_>) {
    // A list of contents may show word counts too; the document stands below it.
    let Some(anchor) = anchors(lines, range.clone()).last() else {
        let at = lines.filled(range.clone()).next().unwrap_or(range.start);
        let title = lines.get(at).chars().take(80).collect();
        return account.add(Document { id: id.to_owned(), title, ..Document::default() }, at);
    };
    let above: Vec<usize> =
        lines.filled(range.start..anchor).filter(|at| !factiva::is_furniture(lines.get(*at))).collect();
    let heading = Heading::of(lines, &above);
    let first = heading.lines.first().copied().unwrap_or(anchor);
    account.strays(range.start..first, factiva::is_furniture);
    let mut document = Document {
        id: id.to_owned(),
        title: without_number(&heading.title, account.next()).to_owned(),
        author: heading.author,
        n_words: words::word_count(lines.get(anchor)).flatten(),
        ..Document::default()
    };
    let body = read_source(lines, anchor + 1..range.end, &mut document);
    document.text = text(lines, body, &document.outlet);
    account.add(document, first);
}

/// A headline without the number that Factiva's list of results gave it (`3) The lamp goes dark`).
fn without_number(title: &str, number: u64) -> &str {
    let rest = title.split_once(") ").filter(|(n, _)| n.parse() == Ok(number));
    rest.map_or(title, |(_, rest)| rest)
}

/// What stands above the word count.
struct Heading {
    title: String,
    author: String,
    lines: Vec<usize>,
}

impl Heading {
    fn of(lines: &Lines, above: &[usize]) -> Self {
        let line = |at: &usize| lines.get(*at);
        if let Some(first) = above.iter().position(|at| lines.is_headline(*at)) {
            let n = above.iter().skip(first).take_while(|at| lines.is_headline(**at)).count();
            let title: Vec<&str> = above.iter().skip(first).take(n).map(line).collect();
            let author = above.get(first + n).map_or("", line);
            // One line above a headline is its section; more belong to something else.
            let from = first.saturating_sub(1);
            return Self {
                title: title.join(" "),
                author: words::author(author).to_owned(),
                lines: above.get(from..).unwrap_or_default().to_vec(),
            };
        }
        let own = above.get(above.len().saturating_sub(MAX_ABOVE)..).unwrap_or_default();
        let byline = own.iter().rposition(|at| line(at) != words::author(line(at)));
        let heads = own.get(..byline.unwrap_or(own.len())).unwrap_or_default();
        let (title, author) = match (heads, byline) {
            ([], _) => (own.first().map_or("", line).to_owned(), String::new()),
            ([.., title], Some(byline)) => {
                (line(title).to_owned(), own.get(byline).map_or("", line).to_owned())
            }
            ([title], None) => (line(title).to_owned(), String::new()),
            ([section, title], None) if is_section(line(section), line(title)) => {
                (line(title).to_owned(), String::new())
            }
            ([section, title, author, ..], None) if is_section(line(section), line(title)) => {
                (line(title).to_owned(), line(author).to_owned())
            }
            ([title, author, ..], None) => (line(title).to_owned(), line(author).to_owned()),
        };
        Self { title, author: words::author(&author).to_owned(), lines: own.to_vec() }
    }
}

/// Whether a line is a section rather than the headline: it lists desk and page, or is of few words above a longer line.
fn is_section(line: &str, next: &str) -> bool {
    let n = line.split_whitespace().count();
    line.contains(';') || (n <= 3 && next.split_whitespace().count() > n + 1)
}

/// Date, time, source and language; gives the lines of the text.
fn read_source(lines: &Lines, range: Range<usize>, document: &mut Document) -> Range<usize> {
    let mut filled = lines.filled(range.clone()).peekable();
    let date = filled.next().and_then(|at| dateline::date(lines.get(at))).unwrap_or_default();
    let time = filled.peek().and_then(|at| dateline::time_line(lines.get(*at)));
    if time.is_some() {
        filled.next();
    }
    document.date = factiva::date_and_time(date, time);
    let Some(outlet) = filled.next() else { return range.end..range.end };
    document.outlet = lines.get(outlet).to_owned();
    let head: Vec<usize> = filled.take(MAX_HEAD).collect();
    let language = head.iter().position(|at| words::language(lines.get(*at)).is_some());
    if let Some(at) = language.and_then(|at| head.get(at)) {
        document.language = words::language(lines.get(*at)).unwrap_or_default().to_owned();
    }
    let from = language.map_or(0, |at| at + 1);
    let rights =
        head.iter().skip(from).position(|at| words::is_copyright(lines.get(*at))).map(|at| at + from);
    // With a language, the copyright is the next line or is not given.
    let rights = rights.filter(|at| language.is_none() || *at <= from + 1);
    let last = rights.or(language).or(if head.first().is_some_and(|at| is_code(lines.get(*at))) {
        Some(0)
    } else {
        None
    });
    let last = last.and_then(|at| head.get(at)).copied().unwrap_or(outlet);
    let mut start = last + 1;
    // A copyright that goes on in a second line.
    while start < range.end && words::is_copyright(lines.get(start)) {
        start += 1;
    }
    start..range.end
}

/// Whether a line is the code of a source.
fn is_code(line: &str) -> bool {
    (2..=8).contains(&line.len())
        && line.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// The text without the publisher's name, which stands in the last line where it is given.
fn text(lines: &Lines, range: Range<usize>, outlet: &str) -> String {
    let last = lines.filled(range.clone()).next_back();
    let is_publisher = last.is_some_and(|at| {
        let line = lines.get(at);
        let is_alone = !lines.is_wrapped || at == range.start || lines.get(at - 1).is_empty();
        let ends = ends_sentence(line);
        let rights = lines.filled(range.start.saturating_sub(3)..range.start);
        let known: Vec<&str> = rights.map(|at| lines.get(at)).chain([outlet]).collect();
        is_alone && !ends && line.split_whitespace().count() <= 8 && shares_a_word(line, &known.join(" "))
    });
    let end = last.filter(|_| is_publisher).unwrap_or(range.end);
    factiva::paragraphs(lines, "", range.start..end)
}

/// Whether a line ends as a sentence does, and not in the short form of a company's kind.
fn ends_sentence(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or_default();
    let is_kind = ["Ltd.", "Inc.", "Co.", "Corp.", "S.A.", "S.p.A.", "N.V.", "B.V.", "plc."].contains(&last);
    !is_kind && line.trim_end_matches(['"', '”', ')']).ends_with(['.', '!', '?', ':', '…'])
}

/// Whether two lines have a word of at least four letters in common.
fn shares_a_word(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let long = |word: &&str| word.chars().count() >= 4 && word.chars().all(char::is_alphabetic);
        text.split(|c: char| !c.is_alphanumeric()).filter(long).map(str::to_lowercase).collect()
    };
    let b = words(b);
    words(a).iter().any(|word| b.contains(word))
}
