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
    document.text = text(lines, body, if id.is_empty() { None } else { Some(document.outlet.as_str()) });
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
        let heads = whole_lines(lines, own);
        let (title, author) = title_and_author(&heads);
        Self { title: title.to_owned(), author: words::author(author).to_owned(), lines: own.to_vec() }
    }
}

/// Lines, those joined into which a long headline was broken.
fn whole_lines(lines: &Lines, own: &[usize]) -> Vec<String> {
    const FULL: usize = 55;
    let mut whole: Vec<String> = Vec::new();
    let mut goes_on = None;
    for at in own {
        let line = lines.get(*at);
        match whole.last_mut() {
            Some(last)
                if goes_on == Some(*at)
                    && (line == words::author(line) || line.starts_with(char::is_lowercase)) =>
            {
                last.push(' ');
                last.push_str(line);
            }
            _ => whole.push(line.to_owned()),
        }
        goes_on = (lines.is_wrapped && line.chars().count() >= FULL).then_some(at + 1);
    }
    whole
}

/// Which of the lines above a word count is the headline and which the byline.
fn title_and_author(heads: &[String]) -> (&str, &str) {
    let byline = heads.iter().rposition(|line| line != words::author(line));
    let above: Vec<&str> =
        heads.get(..byline.unwrap_or(heads.len())).unwrap_or_default().iter().map(String::as_str).collect();
    let author = byline.and_then(|at| heads.get(at)).map_or("", String::as_str);
    match (above.as_slice(), byline) {
        ([], _) => (heads.first().map_or("", String::as_str), ""),
        ([.., title], Some(_)) => (title, author),
        ([title], None) => (title, ""),
        ([section, title], None) if is_section(section, title) => (title, ""),
        ([section, title, author, ..], None) if is_section(section, title) => (title, author),
        ([title, author, ..], None) => (title, author),
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

/// The text. Above a document's number stands its publisher's name: a short line that is no sentence and has a word of the
/// source or of the copyright, or one that companies have in their names. Where the end was cut off, `outlet` is `None`.
fn text(lines: &Lines, range: Range<usize>, outlet: Option<&str>) -> String {
    let last = lines.filled(range.clone()).next_back().zip(outlet);
    let publisher = last.filter(|(at, outlet)| {
        let line = lines.get(*at);
        let is_alone = !lines.is_wrapped || *at == range.start || lines.get(*at - 1).is_empty();
        let rights = lines.filled(range.start.saturating_sub(3)..range.start).map(|at| lines.get(at));
        let known = rights.chain([*outlet]).collect::<Vec<_>>().join(" ");
        is_alone
            && line.split_whitespace().count() <= 10
            && !ends_sentence(line)
            && (shares_a_word(line, &known) || names_a_company(line))
    });
    let end = publisher.map_or(range.end, |(at, _)| at);
    factiva::paragraphs(lines, "", range.start..end)
}

/// Whether a line has a word that companies have in their names.
fn names_a_company(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "gmbh",
        "ag",
        "kg",
        "se",
        "ltd",
        "limited",
        "llc",
        "inc",
        "co",
        "corp",
        "corporation",
        "company",
        "plc",
        "bv",
        "nv",
        "sa",
        "spa",
        "srl",
        "verlag",
        "publications",
        "publishing",
        "publishers",
        "foundation",
        "media",
        "oy",
        "ab",
    ];
    let mut words = line.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.any(|word| WORDS.contains(&word.as_str()))
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
        let long = |word: &&str| word.chars().count() >= 4 && *word != "from" && *word != "From";
        text.split(|c: char| !c.is_alphanumeric()).filter(long).map(str::to_lowercase).collect()
    };
    let b = words(b);
    words(a).iter().any(|word| b.contains(word))
}
