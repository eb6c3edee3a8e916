//! The full names of persons: which forms are one name, and who bears a family name in an event and in the corpus.

use super::facts::{Fact, Facts, Fit};
use super::read::Pair;
use super::{Corpus, key_of, words_of};
use crate::text::names::{NameForm, NameKind, mark};
use crate::text::{TermId, UNKNOWN, Vocabulary};

/// Of several bearers of a family name, the one is meant who has this share of the articles that give a full name.
const BY_FAR: f64 = 0.8;
/// In an article and event without a full name, the share must be larger still.
const BY_VERY_FAR: f64 = 0.9;

/// Full names by family name.
pub(super) struct FullNames {
    /// By name: the form under which it is told.
    root: Vec<TermId>,
    /// (event, family name, full name, articles), sorted.
    of_events: Vec<(u32, TermId, TermId, u32)>,
    /// (family name, full name, articles), sorted.
    of_corpus: Vec<(TermId, TermId, u32)>,
    /// (titled family name, full name) of those who bear the title with their full name too, sorted.
    of_titles: Vec<(TermId, TermId)>,
    /// (acronym, name, articles) of acronyms that are expanded beside them, sorted.
    expansions: Vec<(TermId, TermId, u32)>,
}

impl FullNames {
    pub(super) fn new(
        facts: &Facts,
        corpus: Corpus<'_>,
        pairs: &[Vec<Pair>],
        vocabulary: &Vocabulary,
    ) -> Self {
        let root = roots(facts, vocabulary);
        let (mut in_articles, mut expansions) = (Vec::new(), Vec::new());
        let mut of_article: Vec<(TermId, TermId)> = Vec::new();
        for ((record, pairs), &event) in corpus.records.iter().zip(pairs).zip(corpus.event_of) {
            of_article.clear();
            for (mention, pair) in record.names.iter().zip(pairs) {
                if let Some(linked) =
                    pairs.get(usize::from(mention.link)).filter(|_| mention.form == NameForm::Acronym)
                {
                    expansions.push((pair.name, root[linked.name as usize]));
                }
                let fact = facts.get(pair.name);
                if mention.form == NameForm::Name && !mention.has(mark::TITLE_CASE) && fact.may_be_person() {
                    let name = fitted(facts, pair.name, mention.has(mark::DOUBTFUL_FIRST));
                    if facts.get(name).may_be_person() {
                        of_article.push((facts.get(name).last, root[name as usize]));
                    }
                }
            }
            of_article.sort_unstable();
            of_article.dedup();
            in_articles.extend(of_article.iter().map(|&(last, name)| (event, last, name)));
        }
        in_articles.sort_unstable();
        expansions.sort_unstable();
        let mut by_name: Vec<(TermId, TermId)> =
            in_articles.iter().map(|&(_, last, name)| (last, name)).collect();
        by_name.sort_unstable();
        let of_corpus: Vec<(TermId, TermId, u32)> =
            runs(&by_name).map(|((last, name), n)| (last, name, n)).collect();
        let of_titles = of_titles(&of_corpus, facts, pairs, vocabulary);
        Self {
            root,
            of_titles,
            of_events: runs(&in_articles).map(|((event, last, name), n)| (event, last, name, n)).collect(),
            of_corpus,
            expansions: runs(&expansions).map(|((acronym, name), n)| (acronym, name, n)).collect(),
        }
    }

    /// The form under which a name is told.
    pub(super) fn root(&self, name: TermId) -> TermId {
        self.root.get(name as usize).copied().unwrap_or(name)
    }

    /// The one whom a family name means in an event: the only bearer there, or the one by far. Where the corpus means
    /// another one by far, the event's only bearer may be a relative, and nobody is meant.
    pub(super) fn in_event(&self, event: u32, last: TermId) -> Option<TermId> {
        let from = self.of_events.partition_point(|it| (it.0, it.1) < (event, last));
        let bearers = || self.of_events[from..].iter().take_while(|it| (it.0, it.1) == (event, last));
        let found = by_far(bearers().map(|&(_, _, name, n)| (name, n)), BY_FAR);
        let of_corpus = by_far(bearers_of(&self.of_corpus, last), BY_FAR);
        match (found, of_corpus) {
            (Some(found), Some(other)) if found != other => None,
            (Some(found), _) => Some(found),
            (None, Some(other)) if bearers().any(|it| it.2 == other) => Some(other),
            (None, _) => None,
        }
    }

    /// The one who bears a title that stands before a family name alone.
    pub(super) fn titled(&self, form: TermId) -> Option<TermId> {
        let at = self.of_titles.binary_search_by_key(&form, |it| it.0).ok()?;
        self.of_titles.get(at).map(|it| it.1)
    }

    /// Whether an event has bearers of a family name.
    pub(super) fn has_in_event(&self, event: u32, last: TermId) -> bool {
        let from = self.of_events.partition_point(|it| (it.0, it.1) < (event, last));
        self.of_events.get(from).is_some_and(|it| (it.0, it.1) == (event, last))
    }

    /// The one person whom a family name means in the corpus by very far.
    pub(super) fn in_corpus(&self, facts: &Facts, last: TermId) -> Option<TermId> {
        let found = by_far(bearers_of(&self.of_corpus, last), BY_VERY_FAR)?;
        (facts.get(found).kind() == NameKind::Person).then_some(found)
    }

    /// Of some bearers of a family name, the one who bears it in the corpus by far.
    pub(super) fn by_far_among(&self, last: TermId, names: &[TermId]) -> Option<TermId> {
        by_far(bearers_of(&self.of_corpus, last).filter(|it| names.contains(&it.0)), BY_FAR)
    }

    /// What an acronym stands for wherever the corpus says so.
    pub(super) fn expansion(&self, acronym: TermId) -> Option<TermId> {
        let from = self.expansions.partition_point(|it| it.0 < acronym);
        let all = self.expansions[from..].iter().take_while(|it| it.0 == acronym);
        by_far(all.map(|&(_, name, n)| (name, n)), BY_VERY_FAR)
    }
}

/// The bearers of a family name, with their articles.
fn bearers_of(of_corpus: &[(TermId, TermId, u32)], last: TermId) -> impl Iterator<Item = (TermId, u32)> {
    let from = of_corpus.partition_point(|it| it.0 < last);
    of_corpus[from..].iter().take_while(move |it| it.0 == last).map(|&(_, name, n)| (name, n))
}

/// For each title before a family name alone (`President Doe`) the one who bears the family name by far, where the
/// corpus has the title before that full name too (`President Jane Doe`).
fn of_titles(
    of_corpus: &[(TermId, TermId, u32)],
    facts: &Facts,
    pairs: &[Vec<Pair>],
    vocabulary: &Vocabulary,
) -> Vec<(TermId, TermId)> {
    let is_titled = |pair: &&Pair| pair.form != pair.name && facts.get(pair.name).n_words == 1;
    let mut titled: Vec<(TermId, TermId)> =
        pairs.iter().flatten().filter(is_titled).map(|pair| (pair.form, pair.name)).collect();
    titled.sort_unstable();
    titled.dedup();
    let mut found = Vec::new();
    for (form, last) in titled {
        let Some(full) = by_far(bearers_of(of_corpus, last), BY_FAR) else { continue };
        let title = key_of(vocabulary, form).strip_suffix(key_of(vocabulary, last)).unwrap_or("");
        let whole = format!("{title}{}", key_of(vocabulary, full));
        if vocabulary.find(whole.as_bytes()) != UNKNOWN {
            found.push((form, full));
        }
    }
    found
}

/// A name, or what it is taken for where its first word is in doubt.
pub(super) fn fitted(facts: &Facts, name: TermId, is_in_doubt: bool) -> TermId {
    match facts.get(name).fit {
        Fit::Part(part, ..) if is_in_doubt => part,
        _ => name,
    }
}

fn runs<T: Copy + PartialEq>(sorted: &[T]) -> impl Iterator<Item = (T, u32)> {
    sorted.chunk_by(|a, b| a == b).map(|run| (run[0], u32::try_from(run.len()).unwrap_or(u32::MAX)))
}

/// The one of some that has at least this share.
fn by_far(all: impl Iterator<Item = (TermId, u32)>, share: f64) -> Option<TermId> {
    let (mut most, mut total) = (None::<(TermId, u32)>, 0_u32);
    for (name, n) in all {
        total = total.saturating_add(n);
        if most.is_none_or(|(_, known)| n > known) {
            most = Some((name, n));
        }
    }
    most.filter(|&(_, n)| f64::from(n) >= share * f64::from(total)).map(|(name, _)| name)
}

/// The form under which each name is told: a person's name without what stands between its first and last word, where
/// no other person has the same two with another initial between.
fn roots(facts: &Facts, vocabulary: &Vocabulary) -> Vec<TermId> {
    let n = facts.of.len();
    let mut root: Vec<TermId> = (0..).take(n).collect();
    let is_full = |fact: &Fact| fact.may_be_person() && fact.n_sure > 0;
    let mut persons: Vec<(TermId, TermId, bool, TermId)> = (0..)
        .zip(&facts.of)
        .filter(|(_, fact)| is_full(fact))
        .map(|(id, fact)| (fact.first, fact.last, fact.has_suffix, id))
        .collect();
    persons.sort_unstable();
    for group in persons.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)).filter(|group| group.len() > 1) {
        let is_person = group.iter().any(|it| facts.get(it.3).kind() == NameKind::Person);
        let initial = |id: TermId| {
            let key = key_of(vocabulary, id);
            let middle = if facts.get(id).n_words > 2 { words_of(key).nth(1) } else { None };
            middle.and_then(|word| word.chars().next())
        };
        let mut initials: Vec<char> = group.iter().filter_map(|it| initial(it.3)).collect();
        initials.sort_unstable();
        initials.dedup();
        if !is_person || initials.len() > 1 {
            continue;
        }
        let bare = group.iter().find(|it| facts.get(it.3).n_words == 2).map(|it| it.3);
        let most =
            || group.iter().map(|it| it.3).max_by_key(|&id| (facts.get(id).n_sure, std::cmp::Reverse(id)));
        if let Some(told) = bare.or_else(most) {
            group.iter().for_each(|it| root[it.3 as usize] = told);
        }
    }
    root
}
