//! Runs of capitals, and the names in them.

use super::sight::{CAPITAL, SMALL};
use super::words::{
    AND, ARTICLE, BEFORE_OFFICE, CALENDAR, COMMON, FOR, FORMER, FUNCTION, GIVEN, HONORIFIC, IN, KNOWN,
    KNOWN_ORGANISATION, KNOWN_PLACE, NO_NAME, OF, ORGANISATION, PARTICLE, PLACE, PLACE_LEAD, SUFFIX,
    TAKES_FOR, TAKES_OF, THING, TITLE, TOPIC,
};
use super::{Line, NO_LINK, NameFinder, NameForm, NameKind, NameMention, mark};

/// The longest run that is looked at, in words.
const LONGEST: usize = 14;
/// The longest acronym.
const LONGEST_ACRONYM: usize = 6;

/// Words by their positions: the first, and the one behind the last.
type Words = (usize, usize);

impl NameFinder {
    /// The names of a sentence that is written as sentences are.
    pub(super) fn see_runs(&mut self, line: &Line<'_>) {
        let mut at = 0;
        while at < line.len() {
            if !line.is_capital(at) || !self.begins(line, at) {
                at += 1;
                continue;
            }
            let end = line.end_of_run(at);
            self.see_run(line, (at, end));
            at = end;
        }
    }

    /// Whether a name may begin with a word that has a capital.
    fn begins(&self, line: &Line<'_>, at: usize) -> bool {
        let bits = line.bits(at);
        let is_initial = line.word(at).len() == 1;
        if line.is_party_mark(at) {
            return false;
        }
        if is_initial {
            return line.gap(at) == ". " && line.is_capital(at + 1);
        }
        let is_barred = bits & (FUNCTION | NO_NAME | CALENDAR) != 0;
        if is_barred && bits & KNOWN != 0 && line.is_all_caps(at) {
            return true;
        }
        let goes_on =
            || line.is_joined(at) && line.is_capital(at + 1) && !line.does(at + 1, FUNCTION | CALENDAR);
        if is_barred {
            return bits & GIVEN != 0 && (goes_on() || !line.is_opening(at) && bits & NO_NAME == 0);
        }
        let seen = line.tokens.get(at).map_or(0, |token| self.sight.of(token.term));
        if line.is_all_caps(at) && (bits & COMMON != 0 || seen & SMALL != 0) && bits & KNOWN == 0 {
            return false;
        }
        if !line.is_opening(at) || bits & TITLE != 0 {
            return true;
        }
        let is_common = bits & COMMON != 0 || seen & SMALL != 0;
        if bits & COMMON != 0 && bits & (GIVEN | KNOWN) == 0 && !goes_on() {
            return false;
        }
        if is_common && seen & CAPITAL == 0 {
            // "Embattled Jane Doe": the name begins with the next word.
            let stands_before =
                bits & (GIVEN | KNOWN) != 0 || !line.does(at + 1, GIVEN | TITLE) && bits & BEFORE_OFFICE != 0;
            return goes_on() && (stands_before || seen & SMALL == 0 && !line.does(at + 1, GIVEN | TITLE));
        }
        true
    }

    /// The names in a run: what has a title, and what stands before.
    fn see_run(&mut self, line: &Line<'_>, (from, end): Words) {
        let Some(title) = line.title_in((from, end)) else {
            // "Senate Democrats" are a house and a party.
            if end - from > 1 && line.is_party(end - 1) && !line.does(end - 2, OF) {
                self.see_run(line, (from, end - 1));
                return self.push(line, end - 1, (end - 1, end));
            }
            return self.push(line, from, (from, end));
        };
        if title.0 > from {
            self.see_run(line, (from, title.0));
        }
        if title.1 < end {
            self.push(line, title.0, (title.1, end));
        }
    }

    /// Notes the name of `words`, with titles from word `start` on.
    fn push(&mut self, line: &Line<'_>, start: usize, words: Words) {
        if start == words.0 && words.1 - words.0 == 1 && line.is_bare_head(start) {
            return;
        }
        let (Some(first), Some(name)) = (line.tokens.get(start), line.tokens.get(words.0)) else { return };
        let n_title_bytes = u8::try_from(name.start - first.start);
        let start_byte = if n_title_bytes.is_ok() { first.start } else { name.start };
        let n_title_bytes = n_title_bytes.unwrap_or(0);
        let is_titled = words.0 > start;
        let is_single = words.1 - words.0 == 1;
        let is_acronym = is_single && !is_titled && line.is_acronym(words.0);
        let mut marks = self.doubts(line, start, words);
        if is_titled {
            marks |= mark::TITLED;
        } else if line.names_thing(words) {
            marks |= mark::THING;
        }
        if start > 0 && line.does(start - 1, IN) && line.gap(start - 1) == " " {
            marks |= mark::AFTER_IN;
        }
        if line.is_title_case {
            marks |= mark::TITLE_CASE;
        }
        let kind = if is_titled { NameKind::Person } else { line.kind(words, marks) };
        self.found.push(NameMention {
            start: start_byte,
            end: line.end_of(words.1 - 1),
            sentence: line.number,
            link: NO_LINK,
            n_title_bytes,
            marks,
            zone: line.zone,
            voice: first.voice(),
            kind,
            form: if is_acronym { NameForm::Acronym } else { NameForm::Name },
        });
    }

    /// What is doubtful about a name for its first word.
    fn doubts(&self, line: &Line<'_>, start: usize, (from, end): Words) -> u8 {
        let bits = line.bits(from);
        let is_single = end - from == 1;
        if start == from && is_single && bits & (FUNCTION | CALENDAR) != 0 && !line.is_all_caps(from) {
            return mark::NEEDS_NAME;
        }
        if start < from || !line.is_opening(from) {
            return 0;
        }
        let seen = line.tokens.get(from).map_or(0, |token| self.sight.of(token.term));
        let is_told =
            seen & CAPITAL != 0 || bits & (GIVEN | KNOWN) != 0 && bits & COMMON == 0 && seen & SMALL == 0;
        match (is_told, is_single) {
            (true, _) => 0,
            (false, true) => mark::WEAK,
            (false, false) => mark::DOUBTFUL_FIRST,
        }
    }

    /// The names of a headline: words that the text shows to be names, and known ones.
    pub(super) fn see_title_case(&mut self, line: &Line<'_>) {
        let n_caps = (0..line.len()).filter(|&at| line.is_all_caps(at)).count();
        let is_shouted = 2 * n_caps > line.len();
        let is_named = |at: usize| {
            let bits = line.bits(at);
            let Some(token) = line.tokens.get(at).filter(|_| line.is_capital(at)) else { return false };
            let is_barred = bits & (FUNCTION | NO_NAME | CALENDAR) != 0;
            let seen = self.sight.of(token.term);
            let is_known = bits & KNOWN != 0
                && (bits & COMMON == 0 && !is_barred || line.is_all_caps(at) && !is_shouted);
            let is_given = bits & GIVEN != 0 && bits & COMMON == 0 && line.is_capital(at + 1);
            let is_acronym = !is_shouted && bits & COMMON == 0 && line.is_acronym(at);
            let is_title = bits & TITLE != 0 && line.is_joined(at) && line.is_capital(at + 1);
            !is_barred && (seen & CAPITAL != 0 || is_given || is_acronym || is_title) || is_known
        };
        let mut at = 0;
        let mut runs: Vec<Words> = Vec::new();
        while at < line.len() {
            let mut end = at;
            while end < line.len()
                && is_named(end)
                && (end == at || line.is_joined(end - 1) && !line.is_possessive(end - 1))
            {
                end += 1;
            }
            if end > at {
                runs.push((at, end));
            }
            at = end.max(at + 1);
        }
        for run in runs {
            self.see_run(line, run);
        }
    }
}

impl Line<'_> {
    fn is_possessive(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.end - token.start > 2 && token.is_possessive(self.source))
    }

    /// Whether word `at` names the members of a party.
    fn is_party(&self, at: usize) -> bool {
        const MEMBERS: [&str; 6] =
            ["Democrat", "Democrats", "Republican", "Republicans", "Democratic", "Tories"];
        MEMBERS.contains(&self.word(at))
    }

    /// Whether word `at` tells party and state, as in `(R-Ohio)`.
    fn is_party_mark(&self, at: usize) -> bool {
        let word = self.word(at).as_bytes();
        word.len() > 2
            && word[1] == b'-'
            && matches!(word[0], b'R' | b'D' | b'I')
            && word[2].is_ascii_uppercase()
    }

    /// Whether a name cannot be a person's: it ends in what is none, or holds a known organisation.
    fn names_thing(&self, (from, end): Words) -> bool {
        let holds_known = (from..end).any(|at| self.does(at, KNOWN_ORGANISATION) && !self.does(at, GIVEN));
        self.does(end - 1, THING) || end - from > 1 && holds_known
    }

    /// Whether word `at` alone takes up a longer name rather than being one: `the Court`, `the Act`.
    fn is_bare_head(&self, at: usize) -> bool {
        self.does(at, ORGANISATION | PLACE | THING | COMMON)
            && !self.does(at, KNOWN | GIVEN)
            && !self.is_all_caps(at)
    }

    /// Whether word `at` is written as an acronym: a few capitals, or letters with full stops.
    fn is_acronym(&self, at: usize) -> bool {
        let word = self.word(at);
        let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let is_capital =
            |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
        (2..=LONGEST_ACRONYM).contains(&bare.len())
            && bare.starts_with(|first: char| first.is_ascii_uppercase())
            && bare.bytes().all(is_capital)
            && bare.bytes().filter(u8::is_ascii_uppercase).count() > 1
    }

    /// The word behind the last of the run of capitals that begins with word `from`.
    fn end_of_run(&self, from: usize) -> usize {
        let mut end = from + 1;
        while end - from < LONGEST && end < self.len() && !self.is_possessive(end - 1) {
            if self.is_joined(end - 1) && self.goes_on((from, end)) {
                end += 1;
                continue;
            }
            match self.beyond_small_words((from, end)) {
                Some(next) if next < self.len() => end = next + 1,
                _ => break,
            }
        }
        end
    }

    /// Whether the word behind a run, which stands right there, belongs to it.
    fn goes_on(&self, (from, end): Words) -> bool {
        if !self.is_capital(end) {
            return false;
        }
        let bits = self.bits(end);
        if self.word(end).len() == 1 {
            return bits & FUNCTION == 0 || self.gap(end) == ". ";
        }
        if bits & (FUNCTION | CALENDAR) != 0 {
            let before = self.bits(end - 1);
            return bits & GIVEN != 0
                && (before & (GIVEN | HONORIFIC) != 0 || end - from > 1 && before & TITLE != 0);
        }
        bits & NO_NAME == 0
    }

    /// The capital with which a name goes on beyond small words: `de`, `of the`, `for`, `and`.
    fn beyond_small_words(&self, (from, end): Words) -> Option<usize> {
        if self.gap(end - 1) != " " || self.is_capital(end) {
            return None;
        }
        let is_name = |at: usize| self.is_capital(at) && !self.does(at, FUNCTION | CALENDAR | NO_NAME);
        let bits = self.bits(end);
        if bits & PARTICLE != 0 && !self.does(end - 1, TITLE & !GIVEN) {
            let mut next = end + 1;
            while next < end + 3
                && self.does(next, PARTICLE)
                && !self.is_capital(next)
                && self.gap(next - 1) == " "
            {
                next += 1;
            }
            let is_whole = self.gap(next - 1) == " " && is_name(next);
            return is_whole.then_some(next);
        }
        let takes = |bits: u32| (from..end).any(|at| self.does(at, bits));
        let next = match bits {
            _ if bits & OF != 0 => self.does(end - 1, TAKES_OF).then_some(end + 1),
            _ if bits & FOR != 0 => self.does(end - 1, TAKES_FOR).then_some(end + 1),
            _ if bits & AND != 0 => {
                let has_of =
                    (from..end).any(|at| self.does(at, OF | FOR) && !self.is_capital(at)) && takes(TAKES_OF);
                (has_of && self.does(end + 1, TOPIC)).then_some(end + 1)
            }
            _ => None,
        }?;
        let next = if self.does(next, ARTICLE) && !self.is_capital(next) { next + 1 } else { next };
        let is_whole = (end..next).all(|at| self.gap(at) == " ") && is_name(next);
        is_whole.then_some(next)
    }

    /// The titles in a run: from their first word to the first word of the name; to the end of the run where no name
    /// follows, and none where the run is a name without a title.
    fn title_in(&self, (from, end): Words) -> Option<Words> {
        let last = (from..end).rev().find(|&at| !self.does(at, SUFFIX))?;
        let names_group =
            end - from > 1 && self.does(last, ORGANISATION | PLACE) && !self.does(last, TITLE | GIVEN);
        if names_group {
            return None;
        }
        let is_title = |at: &usize| {
            let bits = self.bits(*at);
            bits & TITLE != 0
                && (bits & GIVEN == 0 || *at > from && self.does(*at - 1, TITLE | BEFORE_OFFICE))
        };
        let title = (from..=last).rev().find(is_title)?;
        let first =
            (from..title).rev().take_while(|&at| self.does(at, TITLE | BEFORE_OFFICE | FORMER)).last();
        let first = first.unwrap_or(title);
        if title == last {
            // An office alone names nobody; `Rodney King` is a name.
            let is_office =
                first == from || self.does(title, BEFORE_OFFICE | TITLE) && !self.does(title, HONORIFIC);
            let is_name = self.does(from, GIVEN) || self.does(title, HONORIFIC) && end - from > 1;
            return (is_office && !is_name).then_some((first, end));
        }
        let name = if self.does(title + 1, OF) {
            // "Secretary of State John Kerry": the name begins with a given name.
            (title + 2..end).find(|&at| self.does(at, GIVEN)).unwrap_or(end)
        } else {
            title + 1
        };
        Some((first, name))
    }

    /// What the words of a name tell of its kind; lists of whole names are not asked here.
    fn kind(&self, (from, end): Words, marks: u8) -> NameKind {
        let n = end - from;
        let last = (from..end).rev().find(|&at| !self.does(at, SUFFIX)).unwrap_or(from);
        let has_small = (from..end).any(|at| self.does(at, OF | FOR) && !self.is_capital(at));
        if n > 1 && (has_small || self.does(last, ORGANISATION)) && !self.does(from, GIVEN) {
            return NameKind::Organisation;
        }
        if n > 1 && self.does(last, ORGANISATION) && !self.does(last, GIVEN) {
            return NameKind::Organisation;
        }
        if n > 1 && (self.does(last, PLACE) || self.does(from, PLACE_LEAD)) && !self.does(last, GIVEN) {
            return NameKind::Place;
        }
        if n > 1 && n < 5 && self.does(from, GIVEN) && !self.does(from + 1, KNOWN_ORGANISATION) {
            return NameKind::Person;
        }
        if n == 1 && self.is_acronym(from) && !self.does(from, KNOWN_PLACE) {
            return NameKind::Organisation;
        }
        if marks & mark::AFTER_IN != 0 && n < 3 { NameKind::Place } else { NameKind::Other }
    }
}
