//! The vocabulary: each distinct token form once, looked up by bytes without an allocation.

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// The number of a term in a [`Vocabulary`].
pub type TermId = u32;

/// The id of a token that the vocabulary does not hold.
pub const UNKNOWN: TermId = TermId::MAX;

/// A set of token forms with numbers from 0. The forms lie end to end in one arena.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    arena: Vec<u8>,
    ends: Vec<u32>,
    table: HashTable<TermId>,
}

fn hash(form: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(form);
    hasher.finish()
}

fn slice<'a>(arena: &'a [u8], ends: &[u32], id: TermId) -> &'a [u8] {
    let index = id as usize;
    let start = index.checked_sub(1).map_or(0, |before| ends[before] as usize);
    &arena[start..ends[index] as usize]
}

impl Vocabulary {
    /// A vocabulary of the given forms, numbered in their order; repeated forms keep their first number.
    pub fn from_forms<'a>(forms: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut vocabulary = Self::default();
        for form in forms {
            vocabulary.intern(form);
        }
        vocabulary
    }

    /// The number of a form, which is added when it is new. A vocabulary that is full (4 GiB of forms) answers
    /// [`UNKNOWN`].
    pub fn intern(&mut self, form: &[u8]) -> TermId {
        let code = hash(form);
        let Self { arena, ends, table } = self;
        if let Some(&id) = table.find(code, |&id| slice(arena, ends, id) == form) {
            return id;
        }
        let (Ok(id), Ok(end)) = (TermId::try_from(ends.len()), u32::try_from(arena.len() + form.len()))
        else {
            return UNKNOWN;
        };
        arena.extend_from_slice(form);
        ends.push(end);
        table.insert_unique(code, id, |&id| hash(slice(arena, ends, id)));
        id
    }

    /// The number of a form, or [`UNKNOWN`].
    #[must_use]
    pub fn find(&self, form: &[u8]) -> TermId {
        self.table
            .find(hash(form), |&id| slice(&self.arena, &self.ends, id) == form)
            .copied()
            .unwrap_or(UNKNOWN)
    }

    /// How many forms it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The bytes of a form.
    #[must_use]
    pub fn bytes(&self, id: TermId) -> &[u8] {
        slice(&self.arena, &self.ends, id)
    }

    /// The form as text.
    #[must_use]
    pub fn form(&self, id: TermId) -> &str {
        std::str::from_utf8(self.bytes(id)).unwrap_or("")
    }

    /// All numbers, in order.
    pub fn ids(&self) -> impl Iterator<Item = TermId> + use<> {
        0..TermId::try_from(self.ends.len()).unwrap_or(TermId::MAX)
    }

    /// The same forms, numbered in the order of their bytes: no trace of the order in which they were met is left.
    #[must_use]
    pub fn sorted(&self) -> Self {
        let mut ids: Vec<TermId> = self.ids().collect();
        ids.sort_unstable_by(|&a, &b| self.bytes(a).cmp(self.bytes(b)));
        Self::from_forms(ids.iter().map(|&id| self.bytes(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::{UNKNOWN, Vocabulary};

    #[test]
    fn a_form_has_one_number_and_sorting_forgets_the_order_of_arrival() {
        let one = Vocabulary::from_forms([b"war".as_slice(), b"peace", b"war", b""]);
        let other = Vocabulary::from_forms([b"".as_slice(), b"peace", b"war"]);
        assert_eq!((one.len(), one.find(b"peace"), one.find(b"truce")), (3, 1, UNKNOWN));
        let (one, other) = (one.sorted(), other.sorted());
        assert!(one.ids().all(|id| one.form(id) == other.form(id)));
        assert_eq!(one.form(1), "peace");
    }
}
