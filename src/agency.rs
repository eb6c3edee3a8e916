//! The news agency behind a text that names no outlet: from its credit, dateline or sign-off.
//!
//! A text that cites an agency ("TASS reported") is not by it, so only marks count that an agency sets on its own
//! copy. They are asked in the order of their strength:
//!
//! 1. a **credit** alone in one of the last three lines: `(AFP)`, `© 2026 Reuters`, `Source: Xinhua`, `- AP`;
//! 2. a **dateline** at the start of the first paragraphs: `SEOUL (AP) —`, `PARIS, March 4 (Reuters) -`;
//! 3. a **sign-off** as the last line: `Reporting by … Editing by …` is how Reuters signs; two or more groups of one to
//!    four small letters parted by slashes (`kjk/ceb/dhc`, `burs-jj/rl`) are the initials of the desk, the style of
//!    Agence France-Presse. That is an inference and is said to be one.

/// An agency, and how it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Agency {
    pub(crate) name: &'static str,
    /// For the run's messages: `by its dateline "SEOUL (AP) —"`.
    pub(crate) reason: String,
    /// How many of the lines are text; a credit or sign-off at the end is not.
    pub(crate) lines_kept: usize,
}

/// Names by which agencies mark their copy, and the name of the outlet.
const AGENCIES: &[(&str, &str)] = &[
    ("afp", "AFP"),
    ("agence france-presse", "AFP"),
    ("ap", "AP"),
    ("associated press", "AP"),
    ("the associated press", "AP"),
    ("reuters", "Reuters"),
    ("thomson reuters", "Reuters"),
    ("upi", "UPI"),
    ("united press international", "UPI"),
    ("dpa", "dpa"),
    ("deutsche presse-agentur", "dpa"),
    ("efe", "EFE"),
    ("ansa", "ANSA"),
    ("xinhua", "Xinhua"),
    ("tass", "TASS"),
    ("interfax", "Interfax"),
    ("yonhap", "Yonhap"),
    ("kyodo", "Kyodo"),
    ("pti", "PTI"),
    ("press trust of india", "PTI"),
    ("ani", "ANI"),
    ("ians", "IANS"),
    ("anadolu", "Anadolu"),
    ("bernama", "Bernama"),
    ("kcna", "KCNA"),
    ("pa", "PA Media"),
    ("pa media", "PA Media"),
    ("press association", "PA Media"),
    ("canadian press", "The Canadian Press"),
    ("the canadian press", "The Canadian Press"),
    ("aap", "AAP"),
];

fn named(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    AGENCIES.iter().find(|(mark, _)| *mark == name).map(|(_, agency)| *agency)
}

/// The agency that marked these lines (the text, without its headline) as its own.
pub(crate) fn of(lines: &[&str]) -> Option<Agency> {
    credit(lines).or_else(|| dateline(lines)).or_else(|| sign_off(lines))
}

/// The agency that a text names as its source, or that its outlet is. Besides the agencies known here, any name counts that
/// stands where only an agency's does: in brackets between a place in capitals and a dash at the start, or alone in
/// brackets on the last line.
#[must_use]
pub fn of_article(outlet: &str, text: &str) -> Option<String> {
    if let Some(agency) = named(outlet) {
        return Some(agency.to_owned());
    }
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    of(&lines).map(|agency| agency.name.to_owned()).or_else(|| unknown(&lines).map(str::to_owned))
}

/// Whether an outlet is this agency.
#[must_use]
pub fn is_outlet(agency: &str, outlet: &str) -> bool {
    named(outlet).unwrap_or(outlet).eq_ignore_ascii_case(agency)
}

fn unknown<'a>(lines: &[&'a str]) -> Option<&'a str> {
    let is_name = |mark: &&str| {
        let is_word =
            |word: &str| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
        (2..=40).contains(&mark.len())
            && (1..=4).contains(&mark.split(' ').count())
            && mark.split(' ').all(is_word)
    };
    let mut filled = lines.iter().filter(|line| !line.is_empty());
    let dateline = filled.clone().next().and_then(|line| {
        let (place, rest) = line.split_once('(')?;
        let (mark, rest) = rest.split_once(')')?;
        let is_place = (3..=60).contains(&place.trim().len()) && !place.contains(char::is_lowercase);
        (is_place && rest.trim_start().starts_with(['-', '–', '—'])).then_some(mark)
    });
    let mut last = || filled.next_back().and_then(|line| line.strip_prefix('(')?.strip_suffix(')'));
    dateline.filter(is_name).or_else(|| last().filter(is_name))
}

/// The places of the last three lines that are not blank, the last first.
fn last_lines<'a>(lines: &'a [&str]) -> impl Iterator<Item = (usize, &'a str)> {
    lines.iter().enumerate().rev().filter(|(_, line)| !line.is_empty()).map(|(at, line)| (at, *line)).take(3)
}

fn credit(lines: &[&str]) -> Option<Agency> {
    // What stands behind the mark is cut off with it, so only further marks may stand there.
    let mut only_marks_behind = true;
    last_lines(lines).find_map(|(at, line)| {
        let is_candidate = only_marks_behind;
        only_marks_behind &= is_initials(line);
        if !is_candidate {
            return None;
        }
        let is_frame = |c: char| c.is_whitespace() || c.is_ascii_digit() || "()[]-–—©/.:".contains(c);
        let bare = line.trim_matches(is_frame);
        let label = ["source:", "credit:", "copyright", "by"].iter().find_map(|label| {
            let (start, rest) = bare.split_at_checked(label.len())?;
            start.eq_ignore_ascii_case(label).then_some(rest.trim_matches(is_frame))
        });
        let is_marked = bare.len() < line.len() || label.is_some();
        let name = named(label.unwrap_or(bare)).filter(|_| is_marked || at + 1 == lines.len())?;
        Some(Agency { name, reason: format!("by its credit line {line:?}"), lines_kept: at })
    })
}

fn dateline(lines: &[&str]) -> Option<Agency> {
    lines.iter().filter(|line| !line.is_empty()).take(2).find_map(|line| {
        let (place, rest) = line.split_once('(').filter(|(place, _)| place.len() <= 80)?;
        let (mark, rest) = rest.split_once(')')?;
        let name = named(mark)?;
        // A place and perhaps a day in front (no word in small letters) and a dash behind; else the brackets may
        // explain an abbreviation.
        let is_small = |word: &str| word.starts_with(char::is_lowercase);
        let has_place = !place.trim().is_empty() && !place.split_whitespace().any(is_small);
        let has_dash = rest.trim_start().starts_with(['-', '–', '—', ':']);
        (has_place && has_dash).then(|| Agency {
            name,
            reason: format!("by its dateline \"{place}({mark})\""),
            lines_kept: lines.len(),
        })
    })
}

fn sign_off(lines: &[&str]) -> Option<Agency> {
    let (at, line) = last_lines(lines).next()?;
    let bare = line.trim_matches(['(', ')', ' ']);
    if bare.starts_with("Reporting by ") && bare.contains("diting by ") {
        let reason = "inferred from its sign-off \"Reporting by … Editing by …\", which is how Reuters signs"
            .to_owned();
        return Some(Agency { name: "Reuters", reason, lines_kept: at });
    }
    is_initials(line).then(|| Agency {
        name: "AFP",
        reason: format!(
            "inferred from its sign-off {line:?}: initials in small letters parted by slashes, as the desks of Agence \
             France-Presse sign (agencies that the text itself cites do not count)"
        ),
        lines_kept: at,
    })
}

/// `kjk/ceb/dhc`, `burs-jj/rl`: groups of one to four small letters, at least one slash.
fn is_initials(line: &str) -> bool {
    let is_group =
        |group: &str| (1..=4).contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_lowercase());
    line.contains('/') && line.len() <= 40 && line.split(['/', '-']).all(is_group)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(lines: &[&str]) -> Option<&'static str> {
        of(lines).map(|agency| agency.name)
    }

    #[test]
    fn marks_of_an_agency() {
        assert_eq!(name(&["Words.", "kjk/ceb/dhc"]), Some("AFP"));
        assert_eq!(name(&["Words.", "burs-jj/rl", ""]), Some("AFP"));
        assert_eq!(name(&["SEOUL (AP) — Words.", "kjk/ceb"]), Some("AP"));
        assert_eq!(name(&["PARIS, March 4 (Reuters) - Words.", "More."]), Some("Reuters"));
        assert_eq!(name(&["Words.", "© 2026 Agence France-Presse"]), Some("AFP"));
        assert_eq!(name(&["Words.", "Source: Xinhua"]), Some("Xinhua"));
        assert_eq!(
            name(&["Words.", "(Reporting by A. Person in Oslo; Editing by B. Person)"]),
            Some("Reuters")
        );
    }

    #[test]
    fn an_agency_that_is_not_known_is_told_by_where_its_name_stands() {
        let of = |text: &str| of_article("The Post", text);
        assert_eq!(of("OSLO (Polar Wire) - Words.\n\nMore."), Some("Polar Wire".into()));
        assert_eq!(of("Words.\n\n(Polar Wire)\n"), Some("Polar Wire".into()));
        assert_eq!(of("The party (Polar Wire) - a small one - won.\nMore (see below)"), None);
        assert_eq!(of_article("Associated Press", "Words."), Some("AP".into()));
        assert!(is_outlet("AP", "The Associated Press") && !is_outlet("AP", "The Post"));
    }

    #[test]
    fn an_agency_that_is_cited_is_none() {
        assert_eq!(name(&["The visit went well, TASS reported.", "KCNA said so."]), None);
        assert_eq!(name(&["The party (AP) - a small one - won.", "Words and/or deeds."]), None);
        assert_eq!(name(&["Words.", "either/or/and so on"]), None);
        assert_eq!(name(&[]), None);
    }

    #[test]
    fn the_mark_is_no_text() {
        assert_eq!(of(&["Words.", "(AFP)", ""]).map(|agency| agency.lines_kept), Some(1));
        assert_eq!(of(&["Words.", "(AFP)", "kjk/ceb"]).map(|agency| agency.lines_kept), Some(1));
        let cited = ["Words.", "(AFP)", "The vote is on Monday.", "The hall is open."];
        assert!(of(&cited).is_none(), "paragraphs behind a credit stay");
        assert_eq!(of(&["OSLO (AFP) - Words."]).map(|agency| agency.lines_kept), Some(1));
    }
}
