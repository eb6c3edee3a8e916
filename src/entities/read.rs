//! The names of articles as numbers: each written form once, whatever its case and marks.

use super::Corpus;
use crate::text::names::{NameForm, NameMention, mark, name_key};
use crate::text::{TermId, Vocabulary};
use std::ops::Range;
use std::sync::Arc;

/// A mention as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// What is written, with a title.
    pub(super) form: TermId,
    /// The name without its title.
    pub(super) name: TermId,
}

/// A form as it is written in the article that writes it best, and how well that is: less is better.
type Written = (u8, Option<Arc<str>>);

/// The names of a run of articles.
#[derive(Debug)]
pub struct NamesRead {
    range: Range<usize>,
    vocabulary: Vocabulary,
    pairs: Vec<Vec<Pair>>,
    written: Vec<Written>,
}

/// The names of all articles.
pub(super) struct AllNames {
    pub(super) vocabulary: Vocabulary,
    /// By article, then mention.
    pub(super) pairs: Vec<Vec<Pair>>,
    /// By form; a form that only stands inside others has none.
    pub(super) written: Vec<Option<Arc<str>>>,
}

/// Reads the names of a run of articles.
#[must_use]
pub fn read(corpus: Corpus<'_>, range: Range<usize>) -> NamesRead {
    let mut read = NamesRead {
        range: range.clone(),
        vocabulary: Vocabulary::default(),
        pairs: Vec::new(),
        written: Vec::new(),
    };
    let (mut word, mut key) = (Vec::new(), Vec::new());
    for number in range {
        let (Some(article), Some(record)) = (corpus.articles.get(number), corpus.records.get(number)) else {
            break;
        };
        let mut pairs = Vec::with_capacity(record.names.len());
        for mention in &record.names {
            let source =
                if mention.zone == crate::key::Zone::Headline { &article.title } else { &article.text };
            let written = source.get(mention.start as usize..mention.end as usize).unwrap_or("");
            let name = written.get(usize::from(mention.n_title_bytes)..).unwrap_or(written);
            let mut number_of = |it: &str| {
                name_key(it, &mut word, &mut key);
                let form = read.vocabulary.intern(&key);
                read.written.resize(read.vocabulary.len(), (u8::MAX, None));
                let (known, best) = &mut read.written[form as usize];
                let quality = quality(mention, it);
                if quality < *known {
                    (*known, *best) = (quality, Some(spelled(it, mention.form)));
                }
                form
            };
            let name_id = number_of(name);
            let form = if mention.n_title_bytes == 0 { name_id } else { number_of(written) };
            pairs.push(Pair { form, name: name_id });
        }
        read.pairs.push(pairs);
    }
    read
}

/// How well a mention shows the spelling of its form: less is better.
fn quality(mention: &NameMention, written: &str) -> u8 {
    let is_shouted = mention.form == NameForm::Name
        && written.len() > 4
        && !written.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_spaced = written.contains(['\n', '\u{a0}', '\r']);
    2 * u8::from(is_shouted)
        + u8::from(is_spaced)
        + u8::from(mention.has(mark::TITLE_CASE | mark::WEAK | mark::DOUBTFUL_FIRST))
}

/// A form as tables show it: single spaces, titles without full stop, an article in small letters.
fn spelled(written: &str, form: NameForm) -> Arc<str> {
    let mut text = String::with_capacity(written.len());
    for word in written.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        let stop = word.len() > 2 && word.matches('.').count() == 1;
        text.push_str(if stop { word.trim_end_matches('.') } else { word });
    }
    if form == NameForm::Label {
        let article = ["The ", "A ", "An "].iter().find(|article| text.starts_with(**article));
        if let Some(article) = article {
            text.replace_range(..article.len(), &article.to_lowercase());
        }
    }
    Arc::from(text)
}

/// Puts the names of neighbouring runs together, in the order of the runs.
pub(super) fn put_together(parts: Vec<NamesRead>, n_articles: usize) -> AllNames {
    let mut all = AllNames {
        vocabulary: Vocabulary::default(),
        pairs: vec![Vec::new(); n_articles],
        written: Vec::new(),
    };
    let mut best: Vec<u8> = Vec::new();
    for part in parts {
        let new: Vec<TermId> =
            part.vocabulary.ids().map(|id| all.vocabulary.intern(part.vocabulary.bytes(id))).collect();
        all.written.resize(all.vocabulary.len(), None);
        best.resize(all.vocabulary.len(), u8::MAX);
        for (&id, (quality, written)) in new.iter().zip(part.written) {
            let known = &mut best[id as usize];
            if quality < *known {
                (*known, all.written[id as usize]) = (quality, written);
            }
        }
        for (number, mut pairs) in part.range.zip(part.pairs) {
            for pair in &mut pairs {
                *pair = Pair { form: new[pair.form as usize], name: new[pair.name as usize] };
            }
            all.pairs[number] = pairs;
        }
    }
    all
}
