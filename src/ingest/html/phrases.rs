//! Lines that are no part of an article, told by their words; English, as pages of news sites have them.
//!
//! A line must be short to be told so: the same words begin true sentences, too.

use super::words;

/// The line in small letters, without marks before it.
fn lower(line: &str) -> String {
    line.trim_start_matches(|c: char| !c.is_alphanumeric() && !"©(".contains(c)).to_lowercase()
}

/// The words of a line; of a script that sets no spaces, about as many as a translation would have.
fn n_words(line: &str) -> usize {
    line.split_whitespace().count().max(line.len() / 15)
}

/// Whether a line leads away from the article or asks for something: `is_link` where it is a link as a whole.
pub(super) fn leads_away(line: &str, is_link: bool) -> bool {
    let (n, lower) = (n_words(line), lower(line));
    let starts = words::STARTS.iter().any(|start| {
        lower.strip_prefix(start).is_some_and(|rest| {
            let is_whole = start.ends_with([':', ' ']) || !rest.starts_with(|c: char| c.is_alphanumeric());
            // "Recommended doses rose" is a sentence, "Recommended" alone or before a colon is none.
            let leads = rest.trim().is_empty()
                || start.ends_with(':')
                || rest.trim_start().starts_with([':', '|', '>', '»', '-', '–', '—']);
            is_whole && (leads || is_link || (n <= 8 && !ends_sentence(line)))
        })
    });
    (starts && n <= 30) || (n <= 60 && asks(&lower))
}

fn asks(lower: &str) -> bool {
    words::ASKING.iter().any(|(one, other)| lower.contains(one) && lower.contains(other))
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', ')', ' ']).ends_with(['.', '!', '?', '…'])
}

/// Whether a heading says that the article is over: a name of a list of other stories, of comments or of tags.
pub(super) fn ends_article(line: &str) -> bool {
    let lower = lower(line);
    let lower = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
    // "12 comments", "Comments (12)", "More from The Post".
    let bare = lower.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || "(),.".contains(c));
    n_words(line) <= 8
        && (words::ENDS.contains(&lower)
            || words::ENDS.contains(&bare)
            || ["more from ", "more in ", "more on ", "more about ", "comments on ", "elsewhere on "]
                .iter()
                .any(|start| lower.starts_with(start)))
}

/// Whether such a heading opens what readers say or what is said of the author, which reads like prose.
pub(super) fn is_of_readers(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["comment", "repl", "response", "discussion", "conversation", "review", "about the", "author"]
        .iter()
        .any(|word| lower.contains(word))
}

/// Whether a line credits a picture.
pub(super) fn credits_picture(line: &str) -> bool {
    let (n, lower) = (n_words(line), line.to_lowercase());
    let agency = [
        "getty images",
        "/getty",
        "/ap",
        "/afp",
        "/reuters",
        "via reuters",
        "via ap",
        "ap photo",
        "shutterstock",
        "alamy",
        "istock",
        "/epa",
        "unsplash",
        "wikimedia",
        "pa images",
        "pa media",
        "/file",
        "file photo",
        "handout",
    ];
    let opens = [
        "photo by",
        "photo:",
        "photograph:",
        "photo courtesy",
        "image:",
        "image by",
        "images:",
        "picture:",
        "credit:",
        "courtesy of",
        "(photo",
        "(image",
        "[photo",
        "photos by",
        "illustration by",
        "illustration:",
    ];
    (n <= 14
        && agency.iter().any(|name| lower.trim_end_matches([')', ']', '.']).ends_with(name))
        && !ends_sentence(line))
        || (n <= 16 && opens.iter().any(|open| lower.starts_with(open)))
}

/// Whether words behind an author's name say who that is.
pub(super) fn tells_of_author(behind: &str) -> bool {
    const VERBS: [&str; 14] = [
        "is a",
        "is an",
        "is the",
        "is our",
        "reports",
        "covers",
        "writes",
        "has covered",
        "joined",
        "contributed",
        "can be reached",
        "has been",
        "works",
        "is based",
    ];
    let behind = behind.trim_start();
    VERBS.iter().any(|verb| behind.strip_prefix(verb).is_some_and(|rest| rest.starts_with(' ')))
}

/// The date in a line such as "Sunday, June 7, 2009" or "Posted on 14 August 2004".
pub(super) fn date_of(line: &str) -> Option<String> {
    let words: Vec<&str> =
        line.split(|c: char| c.is_whitespace() || c == '|' || c == '·').filter(|it| !it.is_empty()).collect();
    let is_month = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        word.len() >= 3 && MONTHS.iter().any(|month| word.starts_with(month))
    };
    let at = words.iter().position(is_month)?;
    let number = |at: Option<usize>| -> Option<u32> {
        words
            .get(at?)?
            .trim_matches(|c: char| !c.is_ascii_alphanumeric())
            .trim_end_matches(char::is_alphabetic)
            .parse()
            .ok()
    };
    let month: String = words.get(at)?.chars().filter(|c| c.is_alphabetic()).take(3).collect();
    let before = number(at.checked_sub(1)).filter(|day| (1..=31).contains(day));
    let (day, year) = match before {
        Some(day) => (day, number(Some(at + 1))?),
        None => (number(Some(at + 1))?, number(Some(at + 2))?),
    };
    ((1..=31).contains(&day) && (1990..2100).contains(&year)).then(|| format!("{day} {month} {year}"))
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Whether a line above the text only says who wrote it and when.
pub(super) fn is_dateline(line: &str) -> bool {
    let (n, lower) = (n_words(line), lower(line));
    if n > 16 {
        return false;
    }
    let says = [
        "by ",
        "published",
        "updated",
        "last updated",
        "last modified",
        "posted",
        "first published",
        "written by",
        "story by",
        "reported by",
        "from our ",
        "modified",
        "reading time",
        "created",
    ];
    let is_by = says.iter().any(|start| lower.starts_with(start)) && (!ends_sentence(line) || n <= 6);
    let month = lower
        .split(|c: char| !c.is_alphabetic())
        .any(|word| word.len() >= 3 && MONTHS.iter().any(|month| word.starts_with(month)));
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    let is_date = n <= 12 && digits >= 3 && (month || lower.contains([':', '/'])) && !ends_sentence(line);
    let is_age = n <= 6
        && (lower.ends_with(" ago")
            || lower.ends_with("min read")
            || lower.ends_with("minute read")
            || lower.ends_with("minutes"));
    is_by || is_date || is_age
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_lead_away_are_told_from_sentences() {
        for line in [
            "Read more: Bridge to close",
            "ADVERTISEMENT",
            "Story continues below advertisement",
            "Sign up for our daily newsletter.",
            "► Related: Bridge",
            "Tags: bridge, council",
        ] {
            assert!(leads_away(line, false), "{line}");
        }
        for line in [
            "Recommended doses were raised after the trial.",
            "Comments by the mayor drew anger in the council.",
            "Read alone, the report looks harmless.",
            "More than 300 people came.",
        ] {
            assert!(!leads_away(line, false), "{line}");
        }
    }

    #[test]
    fn dates_are_found_in_lines() {
        assert_eq!(date_of("By TOM ASKEW | Sunday, June 7, 2009"), Some("7 Jun 2009".into()));
        assert_eq!(date_of("Posted on 14th August 2004, 10:30"), Some("14 Aug 2004".into()));
        assert_eq!((date_of("In May 30 people came"), date_of("March on, 7")), (None, None));
    }

    #[test]
    fn headings_end_an_article_and_lines_above_it_are_known() {
        assert!(
            ends_article("12 Comments")
                && ends_article("More from The Post:")
                && ends_article("Related Stories")
        );
        assert!(!ends_article("Comments drew anger") && !ends_article("What happens next"));
        assert!(
            is_dateline("By Ann Lee, The Post")
                && is_dateline("Published 4 March 2026, 09:30 GMT")
                && is_dateline("3 hours ago")
        );
        assert!(!is_dateline(
            "By noon the bridge had been closed and the police sent home the last of those who had come."
        ));
        assert!(credits_picture("A bridge. Jo Doe/Getty Images") && !credits_picture("He works for AP."));
    }
}
