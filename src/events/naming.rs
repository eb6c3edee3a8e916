//! Naming events: an id of the first day and the words that stand out, the central article, and how alike its
//! articles are.

use super::ArticleWords;
use super::neighbours::Weighted;
use crate::text::{TermId, Vocabulary};
use std::collections::BTreeMap;

/// How many words an event's id holds.
const WORDS_IN_ID: usize = 3;

/// An event and its articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// `2026-03-04-harbour-strike-lasker`, or the id that the input gave.
    pub id: String,
    /// Its articles, by position.
    pub articles: Vec<u32>,
    /// The article that is most like the others.
    pub central: u32,
    /// The mean cosine similarity of its pairs of articles, in [0, 1]; `None` for a single article.
    pub coherence: Option<f64>,
}

/// Describes the events of a grouping (for each article the number of its group, from 0 without gaps).
///
/// # Returns
/// The events sorted by id; ids are unique.
#[must_use]
pub fn describe(
    articles: &[ArticleWords],
    groups: &[u32],
    vectors: &[Weighted],
    vocabulary: &Vocabulary,
) -> Vec<Event> {
    let mut events: Vec<Event> = members_of(groups)
        .into_iter()
        .map(|members| {
            let (central, coherence) = centre(vectors, &members);
            let id = make_id(articles, &members, vectors, vocabulary);
            Event { id, articles: members, central, coherence }
        })
        .collect();
    events.sort_by(|a, b| a.id.cmp(&b.id).then(a.articles.cmp(&b.articles)));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for event in &mut events {
        let count = seen.entry(event.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            event.id = format!("{}-{count}", event.id);
        }
    }
    events.sort_by(|a, b| a.id.cmp(&b.id));
    events
}

/// The events that the input names: one a distinct name, sorted by name.
#[must_use]
pub fn given(names: &[&str], vectors: &[Weighted]) -> Vec<Event> {
    let mut by_name: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (article, name) in (0_u32..).zip(names) {
        by_name.entry(name).or_default().push(article);
    }
    by_name
        .into_iter()
        .map(|(name, members)| {
            let (central, coherence) = centre(vectors, &members);
            Event { id: name.to_owned(), articles: members, central, coherence }
        })
        .collect()
}

fn members_of(groups: &[u32]) -> Vec<Vec<u32>> {
    let n = groups.iter().max().map_or(0, |&last| last as usize + 1);
    let mut members = vec![Vec::new(); n];
    for (article, &group) in (0_u32..).zip(groups) {
        members[group as usize].push(article);
    }
    members
}

/// The sum of the members' vectors, sorted by word.
fn sum_of(vectors: &[Weighted], members: &[u32]) -> Weighted {
    let mut all: Weighted =
        members.iter().flat_map(|&member| vectors[member as usize].iter().copied()).collect();
    all.sort_by_key(|&(word, _)| word);
    all.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1 += next.1;
        }
        is_same
    });
    all
}

/// The central article and the mean similarity of pairs: with unit vectors both follow from the sum of the vectors,
/// without looking at each pair.
fn centre(vectors: &[Weighted], members: &[u32]) -> (u32, Option<f64>) {
    let first = members.first().copied().unwrap_or_default();
    if members.len() < 2 {
        return (first, None);
    }
    let sum = sum_of(vectors, members);
    let (mut best, mut central, mut total) = (f64::NEG_INFINITY, first, 0.0);
    for &member in members {
        let vector = &vectors[member as usize];
        let own: f64 = vector.iter().map(|&(_, weight)| f64::from(weight) * f64::from(weight)).sum();
        let with_others = dot(vector, &sum) - own;
        total += with_others;
        if with_others > best {
            (best, central) = (with_others, member);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "an event has few articles")]
    let n = members.len() as f64;
    (central, Some((total / (n * (n - 1.0))).clamp(0.0, 1.0)))
}

fn dot(a: &[(TermId, f32)], b: &[(TermId, f32)]) -> f64 {
    let mut b = b.iter().peekable();
    let mut sum = 0.0;
    for &(word, weight) in a {
        while b.next_if(|&&(other, _)| other < word).is_some() {}
        if let Some(&(_, other)) = b.next_if(|&&(other, _)| other == word) {
            sum += f64::from(weight) * f64::from(other);
        }
    }
    sum
}

fn make_id(
    articles: &[ArticleWords],
    members: &[u32],
    vectors: &[Weighted],
    vocabulary: &Vocabulary,
) -> String {
    let day = members.iter().filter_map(|&member| articles[member as usize].day).min();
    let mut id = day.and_then(iso_day).unwrap_or_else(|| "undated".to_owned());
    let mut words = sum_of(vectors, members);
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for &(word, _) in words.iter().take(WORDS_IN_ID) {
        id.push('-');
        id.extend(vocabulary.form(word).chars().filter(|character| character.is_alphanumeric()));
    }
    id
}

/// A day, counted from 1970-01-01, as ISO 8601.
fn iso_day(day: i64) -> Option<String> {
    let seconds = day.checked_mul(86_400)?;
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(moment.to_string().chars().take(10).collect())
}

#[cfg(test)]
mod tests {
    use super::{describe, iso_day};
    use crate::events::ArticleWords;
    use crate::text::{TermSet, Vocabulary, word_counts};

    #[test]
    fn an_id_has_the_first_day_and_the_words_that_stand_out() {
        let mut vocabulary = Vocabulary::default();
        let articles: Vec<ArticleWords> =
            ["harbour strike harbour strike", "harbour strike pay", "dam flood"]
                .iter()
                .zip(20_000..)
                .map(|(text, day)| ArticleWords {
                    counts: word_counts(("", text), &[], 1, &mut vocabulary),
                    day: Some(day),
                })
                .collect();
        let terms = TermSet::new(&vocabulary, &Vocabulary::default());
        let weigher = crate::events::Weigher::new(&articles, &terms, vocabulary.len());
        let vectors: Vec<_> = articles.iter().map(|article| weigher.weigh(article)).collect();
        let events = describe(&articles, &[0, 0, 1], &vectors, &vocabulary);
        assert_eq!(iso_day(20_000).as_deref(), Some("2024-10-04"));
        assert!(events[0].id.starts_with("2024-10-04-harbour-strike"), "{}", events[0].id);
        assert_eq!((events[0].articles.as_slice(), events[1].coherence), (&[0, 1][..], None));
        assert!(events[0].coherence.is_some_and(|value| value > 0.3 && value <= 1.0));
    }
}
