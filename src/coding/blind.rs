//! What would tell coders whose text they read: names of outlets, their addresses and authors.

use crate::article::Article;
use crate::error::{Error, Result};
use regex::{Regex, RegexBuilder};
use std::collections::BTreeSet;

/// The most memory that the names may take once compiled.
const LARGEST: usize = 256 << 20;

/// Puts `[outlet]` and `[author]` in place of names.
#[derive(Debug)]
pub struct Blind {
    outlets: Option<Regex>,
    authors: Option<Regex>,
}

impl Blind {
    /// The names of these articles and of `compared`, which may be groups.
    ///
    /// # Errors
    /// When there are more names than can be looked for.
    pub fn new(articles: &[Article], compared: &[String]) -> Result<Self> {
        let mut outlets = BTreeSet::new();
        for name in articles.iter().map(|it| &it.outlet).chain(compared) {
            add_outlet(name, &mut outlets);
        }
        for article in articles {
            let host = host(&article.url);
            if host.contains('.') {
                outlets.insert(host.to_owned());
            }
        }
        let authors = articles.iter().flat_map(|it| it.author.split([',', ';', '|'])).map(str::trim);
        // A single word may be any word of the text.
        let authors = authors.filter(|name| name.contains(' ')).map(str::to_owned).collect();
        Ok(Self { outlets: pattern(&outlets)?, authors: pattern(&authors)? })
    }

    /// The text without names.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        let masked = replace(self.outlets.as_ref(), text, "[outlet]");
        replace(self.authors.as_ref(), &masked, "[author]")
    }
}

/// The name, and without its article where more than a word is left or the word is long.
fn add_outlet(name: &str, names: &mut BTreeSet<String>) {
    let name = name.trim();
    if name.is_empty() {
        return;
    }
    names.insert(name.to_owned());
    names.insert(name.to_uppercase());
    let bare = name.strip_prefix("The ").unwrap_or(name);
    for form in [bare, bare.split(" (").next().unwrap_or(bare)] {
        let is_short_name = form.len() > 1 && form.chars().all(char::is_uppercase);
        if form.chars().count() > 3 || is_short_name {
            names.insert(form.to_owned());
            names.insert(form.to_uppercase());
            names.insert(form.to_lowercase().replace(' ', "") + ".com");
        }
    }
}

/// The host of an address, without `www.`.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("");
    host.strip_prefix("www.").unwrap_or(host)
}

/// A pattern of all names, long ones first; case counts, so that an outlet called The Time leaves the word alone.
fn pattern(names: &BTreeSet<String>) -> Result<Option<Regex>> {
    let mut names: Vec<&String> = names.iter().filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Ok(None);
    }
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let any = names.iter().map(|name| regex::escape(name)).collect::<Vec<_>>().join("|");
    RegexBuilder::new(&any)
        .size_limit(LARGEST)
        .dfa_size_limit(LARGEST)
        .build()
        .map(Some)
        .map_err(|_| Error::Usage("there are too many names of outlets and authors to hide them".to_owned()))
}

/// Replaces names that stand as words of their own.
fn replace(pattern: Option<&Regex>, text: &str, by: &str) -> String {
    let Some(pattern) = pattern else { return text.to_owned() };
    let (mut masked, mut from) = (String::with_capacity(text.len()), 0);
    for found in pattern.find_iter(text) {
        let is_word = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
        let (before, after) = (&text[..found.start()], &text[found.end()..]);
        if is_word(before.chars().next_back()) || is_word(after.chars().next()) {
            continue;
        }
        masked.push_str(&text[from..found.start()]);
        masked.push_str(by);
        from = found.end();
    }
    masked.push_str(&text[from..]);
    masked
}

#[cfg(test)]
mod tests {
    use super::{add_outlet, host, pattern, replace};
    use std::collections::BTreeSet;

    fn masked(outlet: &str, text: &str) -> String {
        let mut names = BTreeSet::new();
        add_outlet(outlet, &mut names);
        replace(pattern(&names).unwrap().as_ref(), text, "[outlet]")
    }

    #[test]
    fn names_go_and_words_that_only_look_alike_stay() {
        assert_eq!(
            masked("The Daily Tocsin", "The Daily Tocsin's own Daily Tocsin, DAILY TOCSIN"),
            "[outlet]'s own [outlet], [outlet]"
        );
        assert_eq!(
            masked("The Sun", "The Sun says the sun shines on Sunday"),
            "[outlet] says the sun shines on Sunday"
        );
        assert_eq!(masked("Zeitung", "see zeitung.com, Zeitungen"), "see [outlet], Zeitungen");
        assert_eq!(masked("CNN (Web News)", "he told CNN."), "he told [outlet].");
        assert_eq!(masked("", "a text"), "a text");
        assert_eq!(host("https://www.example.org/a?b"), "example.org");
    }
}
