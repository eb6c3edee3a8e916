//! What is wrong with a lexicon's entries: those that add nothing, and exclusions that guard nothing.

use super::entry::Word;
use super::{Entry, Lexicon};
use std::collections::BTreeMap;

/// Entries by their words: a node a word, so that entries with the same first words are told apart by the next.
struct Trie<'a> {
    children: BTreeMap<(usize, &'a [u8], bool), usize>,
    /// By node: the entries that end there.
    ends: Vec<Vec<&'a Entry>>,
}

impl<'a> Trie<'a> {
    fn new(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut trie = Self { children: BTreeMap::new(), ends: vec![Vec::new()] };
        for entry in entries {
            let mut node = 0;
            for Word { form, is_prefix } in &entry.words {
                let next = trie.ends.len();
                node = *trie.children.entry((node, form, *is_prefix)).or_insert(next);
                if node == next {
                    trie.ends.push(Vec::new());
                }
            }
            trie.ends[node].push(entry);
        }
        trie
    }

    /// The nodes below `node` whose word covers `word`: stands for all that it stands for.
    fn covering(&self, node: usize, word: &'a Word) -> impl Iterator<Item = usize> {
        let form = word.form.as_slice();
        let stems = (1..=form.len()).filter_map(move |n| self.children.get(&(node, &form[..n], true)));
        let same = self.children.get(&(node, form, false)).filter(|_| !word.is_prefix);
        stems.chain(same).copied()
    }

    /// The nodes below `node` whose word may stand where `word` does.
    fn meeting(&self, node: usize, word: &'a Word) -> impl Iterator<Item = usize> {
        let form = word.form.as_slice();
        let longer = self.children.range((node, form, false)..);
        let longer = longer.take_while(move |((of, other, _), _)| *of == node && other.starts_with(form));
        let longer = longer
            .filter(move |((_, other, is_prefix), _)| word.is_prefix && !(*is_prefix && *other == form));
        self.covering(node, word).chain(longer.map(|(_, &child)| child))
    }

    /// Whether an entry covers all of `words`, of the same number, and is wanted.
    fn find_covering(&self, words: &'a [Word], is_wanted: &dyn Fn(&Entry) -> bool) -> Option<&'a Entry> {
        let mut open = vec![(0, words)];
        while let Some((node, words)) = open.pop() {
            let Some((word, rest)) = words.split_first() else {
                if let Some(found) = self.ends[node].iter().find(|entry| is_wanted(entry)) {
                    return Some(found);
                }
                continue;
            };
            open.extend(self.covering(node, word).map(|child| (child, rest)));
        }
        None
    }

    /// Whether an entry may stand where `words` begin, and there or beyond their end be found.
    fn meets(&self, words: &'a [Word]) -> bool {
        let mut open = vec![(0, words)];
        while let Some((node, words)) = open.pop() {
            let Some((word, rest)) = words.split_first() else { return true };
            for child in self.meeting(node, word) {
                if !self.ends[child].is_empty() {
                    return true;
                }
                open.push((child, rest));
            }
        }
        false
    }
}

impl Lexicon {
    /// Entries that add nothing because another entry of their category, weight and word class matches wherever they do: a
    /// word or phrase whose every word is covered, at the same length.
    #[must_use]
    pub fn shadowed(&self) -> Vec<(&Entry, &Entry)> {
        let tries = self.tries(|_| true);
        let add_nothing = self.entries.iter().filter_map(|entry| {
            let trie = &tries[entry.category];
            trie.find_covering(&entry.words, &|by| shadows(by, entry)).map(|by| (entry, by))
        });
        add_nothing.collect()
    }

    /// Exclusions that guard nothing, because no entry of their category can match inside them or beyond their end.
    #[must_use]
    pub fn idle_exclusions(&self) -> Vec<&Entry> {
        let tries = self.tries(|entry| !entry.is_exclusion);
        let is_idle = |exclusion: &&Entry| {
            let trie = &tries[exclusion.category];
            !(0..exclusion.words.len()).any(|from| trie.meets(&exclusion.words[from..]))
        };
        self.entries.iter().filter(|entry| entry.is_exclusion).filter(is_idle).collect()
    }

    /// The entries that are wanted, by category.
    fn tries(&self, is_wanted: impl Fn(&Entry) -> bool) -> Vec<Trie<'_>> {
        let mut by_category = vec![Vec::new(); self.categories.len()];
        self.entries
            .iter()
            .filter(|entry| is_wanted(entry))
            .for_each(|entry| by_category[entry.category].push(entry));
        by_category.into_iter().map(|entries| Trie::new(entries.into_iter())).collect()
    }
}

fn shadows(by: &Entry, entry: &Entry) -> bool {
    let kind = |entry: &Entry| (entry.is_exclusion, entry.word_class);
    by.words != entry.words && kind(by) == kind(entry) && by.weight.total_cmp(&entry.weight).is_eq()
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
