//! What is wrong with a lexicon's entries: those that add nothing, and exclusions that guard nothing.

use super::entry::Word;
use super::{Entry, Lexicon};
use std::collections::BTreeMap;

/// Entries by category and the form of their first word: those that could meet begin with the same letters.
type ByFirst<'a> = BTreeMap<(usize, &'a [u8]), Vec<&'a Entry>>;

impl Lexicon {
    /// Entries that add nothing because another entry of their category, weight and word class matches wherever they do: a
    /// word or phrase whose every word is covered, at the same length.
    #[must_use]
    pub fn shadowed(&self) -> Vec<(&Entry, &Entry)> {
        let by_first = self.by_first(|_| true);
        let shadower = |entry: &Entry| {
            let form = &entry.words[0].form;
            let heads = (1..=form.len()).map(|n| &form[..n]);
            let near = heads.filter_map(|head| by_first.get(&(entry.category, head))).flatten().copied();
            near.into_iter().find(|by| shadows(by, entry))
        };
        self.entries.iter().filter_map(|entry| shadower(entry).map(|by| (entry, by))).collect()
    }

    /// Exclusions that guard nothing, because no entry of their category can match inside them or beyond their end.
    #[must_use]
    pub fn idle_exclusions(&self) -> Vec<&Entry> {
        let by_first = self.by_first(|entry| !entry.is_exclusion);
        let is_idle = |exclusion: &&Entry| {
            !(0..exclusion.words.len()).any(|from| {
                near(&by_first, exclusion.category, &exclusion.words[from])
                    .any(|entry| entry.words.iter().zip(&exclusion.words[from..]).all(|(a, b)| a.meets(b)))
            })
        };
        self.entries.iter().filter(|entry| entry.is_exclusion).filter(is_idle).collect()
    }

    fn by_first(&self, is_wanted: impl Fn(&Entry) -> bool) -> ByFirst<'_> {
        let mut by_first = ByFirst::new();
        for entry in self.entries.iter().filter(|entry| is_wanted(entry)) {
            by_first.entry((entry.category, &entry.words[0].form)).or_default().push(entry);
        }
        by_first
    }
}

/// Entries of a category whose first word may meet a word: their form begins with its, or its with theirs.
fn near<'a>(by_first: &'a ByFirst<'a>, category: usize, word: &'a Word) -> impl Iterator<Item = &'a Entry> {
    let form = word.form.as_slice();
    let shorter = (1..form.len()).filter_map(move |n| by_first.get(&(category, &form[..n])));
    let longer = by_first
        .range((category, form)..)
        .take_while(move |((of, first), _)| *of == category && first.starts_with(form))
        .map(|(_, entries)| entries);
    shorter.chain(longer).flatten().copied()
}

fn shadows(by: &Entry, entry: &Entry) -> bool {
    let kind = |entry: &Entry| (entry.words.len(), entry.is_exclusion, entry.word_class);
    by.text != entry.text
        && kind(by) == kind(entry)
        && by.weight.total_cmp(&entry.weight).is_eq()
        && by.words.iter().zip(&entry.words).all(|(wide, narrow)| wide.covers(narrow))
}

#[cfg(test)]
mod tests {
    use super::Lexicon;

    #[test]
    fn an_exclusion_must_guard_an_entry() {
        let lexicon =
            "category,entry\na,control*\na,!out of control\na,!out of order\na,!take control of\nb,order\n";
        let lexicon = Lexicon::parse("test", lexicon).unwrap();
        let idle: Vec<&str> = lexicon.idle_exclusions().iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!(idle, ["!out of order"]);
    }

    #[test]
    fn an_entry_that_a_stem_covers_is_shadowed() {
        let lexicon = Lexicon::parse("test", "category,entry\na,tax*\na,taxes\na,!taxed\nb,taxes\n").unwrap();
        let shadowed: Vec<&str> = lexicon.shadowed().iter().map(|(entry, _)| entry.text.as_str()).collect();
        assert_eq!(shadowed, ["taxes"]);
    }
}
