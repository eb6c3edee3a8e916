//! What a name comes to once its spelling is set aside: an address becomes its host, a name its letters.

/// Folders of an address's host that lead to the same outlet.
const DOORS: &[&str] = &["www", "www1", "www2", "m", "mobile", "amp", "edition"];

/// Words in brackets behind a name that say in which medium the outlet appears, without spaces. Not among them are
/// `(News)` and `(Opinion)`, which are parts of an outlet, `(Blog)`, and `(magazine)`, which tells two outlets apart.
const MEDIA: &[&str] = &[
    "online",
    "onlinenews",
    "onlineedition",
    "web",
    "webnews",
    "webedition",
    "website",
    "digital",
    "digitaledition",
    "print",
    "printedition",
];

/// Second-level labels under which countries register names: `bbc.co.uk` is `bbc` under `co.uk`.
const SECOND_LEVEL: &[&str] = &[
    "ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "ltd", "me", "ne", "net", "nom", "or", "org",
    "plc", "web",
];

/// Endings that say nothing of a country, so that a name without one may belong to it.
const GENERIC: &[&str] = &["com", "net", "org"];

/// What two spellings of one outlet have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// A host without `www` and the like.
    Host(String),
    /// A name in small letters, without white space, punctuation and medium.
    Name(String),
}

impl Key {
    /// The key of a name or an address.
    pub(super) fn of(name: &str) -> Self {
        let bare = without_medium(name.trim());
        if let Some(host) = host(bare) {
            return Self::Host(host);
        }
        let folded = fold(bare);
        // A name of signs alone stays what it is.
        Self::Name(if folded.is_empty() { name.trim().to_owned() } else { folded })
    }
}

/// A name without `(Online)` and the like behind it; a place in brackets, as in `The Guardian (Nigeria)`, stays.
fn without_medium(name: &str) -> &str {
    let split = name.strip_suffix(')').and_then(|open| open.rsplit_once('('));
    match split {
        Some((before, medium)) if MEDIA.contains(&fold(medium).as_str()) && !before.trim().is_empty() => {
            before.trim()
        }
        _ => name,
    }
}

/// The host of an address, or of what looks like one (`cnn.com`), without `www` and the like.
pub(super) fn host(text: &str) -> Option<String> {
    let text = text.trim();
    let rest =
        text.split_once("://").map_or_else(|| text.strip_prefix("//").unwrap_or(text), |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let name = authority.rsplit('@').next()?.split(':').next()?.trim_end_matches('.').to_lowercase();
    let labels: Vec<&str> = name.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    let ending = labels.last()?;
    let is_host = labels.len() > 1
        && labels.iter().all(is_label)
        && ending.chars().count() > 1
        && ending.chars().all(char::is_alphabetic);
    if !is_host {
        return None;
    }
    let mut labels = labels.as_slice();
    while let [door, inner @ ..] = labels
        && DOORS.contains(door)
        && inner.len() > suffix(inner)
    {
        labels = inner;
    }
    Some(labels.join("."))
}

/// How many of the last labels belong to a registry.
fn suffix(labels: &[&str]) -> usize {
    match labels {
        [.., second, country] if country.len() == 2 && SECOND_LEVEL.contains(second) => 2,
        _ => 1,
    }
}

/// Whether a host is a registered name without anything before it, and which: `dailymail.co.uk` is `dailymail`, of a
/// country; `news.example.org` is none, as it may be another outlet than `example.org`.
pub(super) fn registered(host: &str) -> Option<Registered> {
    let labels: Vec<&str> = host.split('.').collect();
    let n = suffix(&labels);
    match labels.as_slice() {
        [label, ending @ ..] if ending.len() == n => Some(Registered {
            folded: fold(label),
            is_generic: matches!(ending, [only] if GENERIC.contains(only)),
        }),
        _ => None,
    }
}

/// A registered name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Registered {
    /// The name as [`Key::Name`] would have it.
    pub(super) folded: String,
    /// Whether its ending names no country.
    pub(super) is_generic: bool,
}

/// Small letters without white space, punctuation and what is not seen; brackets, digits and signs such as `+` stay.
fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '&' => folded.push_str("and"),
            _ if is_passed_over(c) => {}
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

fn is_passed_over(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || ".,'\"`-_:;/|!?*".contains(c)
        || matches!(c, '‘' | '’' | '“' | '”' | '·' | '\u{2010}'..='\u{2015}' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::{Key, host, registered};

    #[test]
    fn spellings_of_one_outlet_have_one_key() {
        for (a, b) in [
            ("CNN", "cnn"),
            ("CNN", "CNN (Web News)"),
            ("Daily  Bugle", "daily-bugle"),
            ("L.A. Times", "LA Times (Print)"),
            ("Yahoo! News", "Yahoo News"),
            ("Ledger & Quay", "Ledger and Quay"),
            ("https://www.cnn.com/2018/x?y=z", "cnn.com"),
            ("CNN.com (Online)", "edition.cnn.com"),
            ("HTTP://M.BBC.CO.UK:80/news", "bbc.co.uk"),
        ] {
            assert_eq!(Key::of(a), Key::of(b), "{a} and {b}");
        }
    }

    #[test]
    fn outlets_of_like_names_have_keys_of_their_own() {
        for (a, b) in [
            ("The Guardian", "The Guardian (Nigeria)"),
            ("Herald (Glasgow)", "Herald (Harare)"),
            ("The Times", "Times"),
            ("Times", "Times of India"),
            ("Time", "Time (magazine)"),
            ("New York Post (News)", "New York Post (Opinion)"),
            ("CNN", "CNN (Opinion)"),
            ("bbc.co.uk", "bbc.com"),
            ("news.yahoo.com", "yahoo.com"),
            ("blogs.example.org", "example.org"),
            ("myoutlet.wordpress.com", "wordpress.com"),
            ("C", "C+"),
            ("Channel 4", "Channel 5"),
            ("新华社", "人民日报"),
            ("???", "!!!"),
        ] {
            assert_ne!(Key::of(a), Key::of(b), "{a} and {b}");
        }
    }

    #[test]
    fn what_is_no_host_is_none() {
        for text in
            ["", "U.S. News", "N.Y", "v1.2", "..", "a..b.com", "St. Louis", "CNN", "http://", "(Online)"]
        {
            assert_eq!(host(text), None, "{text}");
        }
        // The registry's own name is never a door's inside.
        assert_eq!(host("www.co.uk").as_deref(), Some("www.co.uk"));
        assert_eq!(host("m.com").as_deref(), Some("m.com"));
    }

    #[test]
    fn only_a_registered_name_itself_can_be_an_outlets_name() {
        let folded = |host: &str| registered(host).map(|it| (it.folded, it.is_generic));
        assert_eq!(folded("cnn.com"), Some(("cnn".into(), true)));
        assert_eq!(folded("daily-mail.co.uk"), Some(("dailymail".into(), false)));
        assert_eq!(folded("guardian.ng"), Some(("guardian".into(), false)));
        assert_eq!(
            (folded("news.yahoo.com"), folded("a.wordpress.com"), folded("co.uk")),
            (None, None, None)
        );
    }
}
