//! The mentions of one article, each led to what it names.

use super::Corpus;
use super::facts::{Fact, Facts, Fit};
use super::full_names::{FullNames, fitted};
use super::known::KnownNames;
use super::read::Pair;
use crate::harvest::ArticleRecord;
use crate::key::Zone;
use crate::text::names::{NameForm, NameKind, NameMention, mark};
use crate::text::{TermId, next_token};

/// What a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// What a list knows.
    Known(u32),
    /// What has this name, in the form under which it is told.
    Name(TermId),
}

/// A mention that names something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolved {
    /// The mention, by its position in the article's record.
    pub(super) mention: usize,
    /// What it names.
    pub(super) named: Named,
    /// What is written there.
    pub(super) form: TermId,
    /// The bytes of the name, where part of the mention was none.
    pub(super) range: (u32, u32),
    /// Whether it is a full name that its last word alone stood for.
    pub(super) is_last_word: bool,
}

/// Resolves one article after the other, with the memory that it reuses.
pub(super) struct Resolver<'a> {
    facts: &'a Facts,
    index: &'a FullNames,
    known: &'a KnownNames,
    /// (family name, full name) of the article, sorted.
    by_last: Vec<(TermId, TermId)>,
    /// (given name, full name) of the article, sorted.
    by_first: Vec<(TermId, TermId)>,
    /// (acronym, name) of the article.
    acronyms: Vec<(TermId, TermId)>,
    /// By mention: what it names.
    named: Vec<Option<(Named, bool)>>,
    several: Vec<TermId>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(facts: &'a Facts, index: &'a FullNames, known: &'a KnownNames) -> Self {
        let (by_last, by_first, acronyms) = (Vec::new(), Vec::new(), Vec::new());
        Self { facts, index, known, by_last, by_first, acronyms, named: Vec::new(), several: Vec::new() }
    }

    /// What the mentions of an article name, in their order; those that name nothing are left out.
    pub(super) fn resolve(&mut self, corpus: Corpus<'_>, number: usize, pairs: &[Pair]) -> Vec<Resolved> {
        let (Some(record), Some(article)) = (corpus.records.get(number), corpus.articles.get(number)) else {
            return Vec::new();
        };
        let event = corpus.event_of.get(number).copied().unwrap_or(u32::MAX);
        self.gather(record, pairs);
        self.named.clear();
        for (mention, pair) in record.names.iter().zip(pairs) {
            let named =
                (mention.form != NameForm::Label).then(|| self.named(mention, *pair, event)).flatten();
            self.named.push(named);
        }
        let each = record.names.iter().zip(pairs).enumerate();
        let resolved = each.filter_map(|(at, (mention, pair))| {
            let of = |at: usize| self.named.get(at).copied().flatten();
            let is_label = mention.form == NameForm::Label;
            let (named, is_last_word) = if is_label { of(usize::from(mention.link))? } else { of(at)? };
            if is_label && !self.fits_label(mention, named) {
                return None;
            }
            let source = if mention.zone == Zone::Headline { &article.title } else { &article.text };
            let (form, range) = self.part(mention, *pair, source);
            Some(Resolved { mention: at, named, form, range, is_last_word: is_last_word && !is_label })
        });
        resolved.collect()
    }

    /// A label of a person stands for no place.
    fn fits_label(&self, mention: &NameMention, named: Named) -> bool {
        let kind = match named {
            Named::Known(name) => self.known.get(name).map_or(NameKind::Other, |it| it.1),
            Named::Name(name) => self.facts.get(name).kind(),
        };
        kind == mention.kind || kind == NameKind::Other
    }

    /// The full names of persons and the acronyms with their expansions.
    fn gather(&mut self, record: &ArticleRecord, pairs: &[Pair]) {
        self.by_last.clear();
        self.by_first.clear();
        self.acronyms.clear();
        for (mention, pair) in record.names.iter().zip(pairs) {
            if mention.form == NameForm::Acronym {
                let expansion = pairs.get(usize::from(mention.link));
                self.acronyms.extend(expansion.map(|it| (pair.name, it.name)));
            }
            if mention.form != NameForm::Name {
                continue;
            }
            let name = fitted(self.facts, pair.name, mention.has(mark::DOUBTFUL_FIRST | mark::TITLE_CASE));
            let fact = self.facts.get(name);
            if let Some(full) = self.index.titled(pair.form).filter(|_| mention.has(mark::TITLED)) {
                self.by_last.push((name, full));
            }
            if fact.may_be_person() && fact.n_sure > 0 {
                let root = self.index.root(name);
                self.by_last.push((fact.last, root));
                self.by_first.push((fact.first, root));
            }
        }
        for list in [&mut self.by_last, &mut self.by_first] {
            list.sort_unstable();
            list.dedup();
        }
    }

    /// What a name or acronym names, and whether it is the last word of a full name alone.
    fn named(&mut self, mention: &NameMention, pair: Pair, event: u32) -> Option<(Named, bool)> {
        let is_in_doubt = mention.has(mark::DOUBTFUL_FIRST | mark::TITLE_CASE);
        let whole = self.facts.get(pair.name);
        let name = match whole.fit {
            Fit::Nothing if mention.has(mark::TITLE_CASE) => return None,
            _ => fitted(self.facts, pair.name, is_in_doubt),
        };
        // "General Motors" is no officer.
        if let Some(known) = self.facts.get(pair.form).known.filter(|_| mention.n_title_bytes > 0) {
            return Some((Named::Known(known), false));
        }
        let fact = self.facts.get(name);
        if let Some(&(_, expansion)) = self.acronyms.iter().find(|(acronym, _)| *acronym == name) {
            return Some((self.of_name(expansion), false));
        }
        if fact.n_words > 1 {
            return Some((self.of_name(name), false));
        }
        self.of_word((mention, pair), (name, fact), event)
    }

    fn of_name(&self, name: TermId) -> Named {
        let known = self.facts.get(name).known;
        known.map_or_else(|| Named::Name(self.index.root(name)), Named::Known)
    }

    /// What a name of one word names.
    fn of_word(
        &mut self,
        (mention, pair): (&NameMention, Pair),
        (name, fact): (TermId, Fact),
        event: u32,
    ) -> Option<(Named, bool)> {
        let is_titled = mention.has(mark::TITLED);
        let after_in = mention.has(mark::AFTER_IN);
        let is_known = fact.known.is_some();
        if mention.form == NameForm::Acronym || after_in && !is_titled && is_known {
            return Some((self.of_acronym(name, fact), false));
        }
        let titled = self.index.titled(pair.form).filter(|_| is_titled);
        let in_article = titled.or_else(|| self.in_article(name)).filter(|&full| {
            // "Democrats" is no short form of "House Democrats"; what a list knows is a person's only where that is sure.
            !is_known || self.facts.get(full).kind() == NameKind::Person
        });
        if let Some(found) = in_article {
            return Some((Named::Name(found), true));
        }
        if mention.has(mark::NEEDS_NAME) {
            return is_titled.then_some((Named::Name(name), false));
        }
        if let Some(known) = fact.known.filter(|_| !is_titled) {
            return Some((Named::Known(known), false));
        }
        let is_several = self.several.len() > 1;
        let beyond = || {
            if self.index.has_in_event(event, name) {
                self.index.in_event(event, name)
            } else {
                self.index.in_corpus(self.facts, name)
            }
        };
        let is_person_like =
            is_titled || !after_in && matches!(fact.kind(), NameKind::Person | NameKind::Other);
        if let Some(found) = Some(()).filter(|()| is_person_like && !is_several).and_then(|()| beyond()) {
            return Some((Named::Name(found), true));
        }
        let is_name = !mention.has(mark::WEAK) || fact.n_sure > 0 && fact.n_sure >= fact.n_weak;
        is_name.then(|| (self.index.expansion(name).map_or(Named::Name(name), |it| self.of_name(it)), false))
    }

    fn of_acronym(&self, name: TermId, fact: Fact) -> Named {
        let expansion = self.index.expansion(name).filter(|_| fact.known.is_none());
        expansion.map_or_else(|| self.of_name(name), |it| self.of_name(it))
    }

    /// The person of the article whom a word alone means: by the family name, else by the given name; of several the one
    /// who bears the family name in the corpus by far.
    fn in_article(&mut self, name: TermId) -> Option<TermId> {
        self.several.clear();
        let of = |list: &[(TermId, TermId)], into: &mut Vec<TermId>| {
            let from = list.partition_point(|it| it.0 < name);
            into.extend(list[from..].iter().take_while(|it| it.0 == name).map(|it| it.1));
        };
        of(&self.by_last, &mut self.several);
        if self.several.is_empty() {
            of(&self.by_first, &mut self.several);
            return if let [only] = self.several[..] { Some(only) } else { None };
        }
        if let [only] = self.several[..] {
            return Some(only);
        }
        self.index.by_far_among(name, &self.several)
    }

    /// What is written, and its bytes, without the words that are no part of the name.
    fn part(&self, mention: &NameMention, pair: Pair, source: &str) -> (TermId, (u32, u32)) {
        let whole = (pair.form, (mention.start, mention.end));
        let is_in_doubt = mention.has(mark::DOUBTFUL_FIRST | mark::TITLE_CASE);
        let Fit::Part(part, first, end) = self.facts.get(pair.name).fit else { return whole };
        if !is_in_doubt || mention.form == NameForm::Label {
            return whole;
        }
        let from = mention.start as usize + usize::from(mention.n_title_bytes);
        let written = source.get(from..mention.end as usize).unwrap_or("");
        let (mut at, mut word, mut range) = (0, 0, (None, 0));
        while let Some(span) = next_token(written, at) {
            at = span.end;
            if word == first {
                range.0 = Some(from + span.start);
            }
            if word < end {
                range.1 = from + span.end;
            }
            word += 1;
        }
        let number = |byte: usize| u32::try_from(byte).ok();
        let bytes = range.0.and_then(number).zip(number(range.1));
        bytes.map_or(whole, |bytes| (part, bytes))
    }
}
