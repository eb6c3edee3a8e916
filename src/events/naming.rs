//! Naming events: an id of the first day and the words that stand out, the central article, and how alike its
//! articles are.

use super::neighbours::FLOOR;
use super::weights::{Weigher, Weighted};
use super::{ArticleWords, Groups, Repeats};
use crate::text::{TermId, Vocabulary};
use std::collections::BTreeMap;

/// How many words an event's id holds.
const WORDS_IN_ID: usize = 3;

/// An article is borderline when it is at least by this part as like the second-best event as its own.
const BORDERLINE: f64 = 0.8;

/// No more borderline articles than a person can look through are told, those of the smallest margin.
const MOST_BORDERLINE: usize = 500;

/// An event and its articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// `2026-03-04-harbour-lasker-strike`, or the id that the input gave.
    pub id: String,
    /// Its articles, by position.
    pub articles: Vec<u32>,
    /// The article that is most like the others.
    pub central: u32,
    /// The mean cosine similarity of its pairs of articles, in [0, 1]; `None` for a single article.
    pub coherence: Option<f64>,
    /// Those of its articles that might as well stand elsewhere, by position; none where the input gave the events.
    pub borderline: Vec<Borderline>,
}

/// An article that is nearly as like another event as its own, or alone and nearly like enough to join one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Borderline {
    /// The article.
    pub article: u32,
    /// How many others repeat it and go with it.
    pub n_repeats: u32,
    /// The mean similarity to the others of its event, faded by days, in [0, 1]; `None` where it is alone.
    pub similarity: Option<f64>,
    /// The second-best event, by position among the events.
    pub other: u32,
    /// The mean similarity to the articles of that event, faded by days, in [0, 1].
    pub other_similarity: f64,
    /// The similarity to its own event less that to the other; where it is alone, what it lacks to join the other.
    pub margin: f64,
}

/// The articles of each group, with those that repeat one of them.
#[must_use]
pub fn members(repeats: &Repeats, groups: &Groups) -> Vec<Vec<u32>> {
    members_of(&repeats.spread(&groups.group_of))
}

/// Describes one group of articles as an event.
#[must_use]
pub fn describe(
    articles: &[ArticleWords],
    members: Vec<u32>,
    (weigher, vectors): (&Weigher, &[Weighted]),
    vocabulary: &Vocabulary,
) -> Event {
    let (central, coherence) = centre(vectors, &members);
    let id = make_id(articles, &members, weigher, vocabulary);
    Event { id, articles: members, central, coherence, borderline: Vec::new() }
}

/// Sorts the events of all groups by id, makes their ids unique, and tells the borderline articles.
///
/// # Shape
/// One event for each of [`members`], in order.
#[must_use]
pub fn name_apart(events: Vec<Event>, (repeats, groups): (&Repeats, &Groups)) -> Vec<Event> {
    let mut events: Vec<(Event, usize)> = events.into_iter().zip(0..).collect();
    events.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id).then(a.articles.cmp(&b.articles)));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (event, _) in &mut events {
        let count = seen.entry(event.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            event.id = format!("{}-{count}", event.id);
        }
    }
    events.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let mut position_of = vec![0_u32; events.len()];
    for ((_, group), position) in events.iter().zip(0..) {
        position_of[*group] = position;
    }
    let mut events: Vec<Event> = events.into_iter().map(|(event, _)| event).collect();
    for (group, borderline) in borderline(repeats, groups) {
        let other = position_of[borderline.other as usize];
        events[position_of[group as usize] as usize].borderline.push(Borderline { other, ..borderline });
    }
    events
}

/// The borderline articles with their groups; [`Borderline::other`] is a group too.
fn borderline(repeats: &Repeats, groups: &Groups) -> Vec<(u32, Borderline)> {
    let mut scales = vec![(0.0, 0.0); groups.group_of.len()];
    for (&group, standing) in groups.group_of.iter().zip(&groups.standings) {
        let (sum, n) = &mut scales[group as usize];
        *sum += f64::from(standing.scale);
        *n += 1.0;
    }
    let n_repeats = repeats.n_repeats();
    let mut found = Vec::new();
    for (position, (&group, standing)) in groups.group_of.iter().zip(&groups.standings).enumerate() {
        let Some(other) = standing.other else { continue };
        let (sum, n) = scales[other as usize];
        let enough = standing.own.unwrap_or_else(|| f64::midpoint(f64::from(standing.scale), sum / n));
        if standing.other_similarity >= (BORDERLINE * enough).max(f64::from(FLOOR)) {
            let borderline = Borderline {
                article: repeats.first[position],
                n_repeats: n_repeats[position],
                similarity: standing.own,
                other,
                other_similarity: standing.other_similarity,
                margin: enough - standing.other_similarity,
            };
            found.push((group, borderline));
        }
    }
    found.sort_by(|(_, a), (_, b)| a.margin.total_cmp(&b.margin).then(a.article.cmp(&b.article)));
    found.truncate(MOST_BORDERLINE);
    found
}

/// The events that the input names: one a distinct name, sorted by name.
///
/// # Shape
/// For each article the name of its event, and its own id: without a name it is the event `unassigned-ID`.
#[must_use]
pub fn given<'a>(
    names: impl Iterator<Item = (Option<&'a str>, &'a str)>,
    vectors: &[Weighted],
) -> Vec<Event> {
    let mut by_name: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (article, (name, id)) in (0_u32..).zip(names) {
        let name = name.map_or_else(|| format!("unassigned-{id}"), str::to_owned);
        by_name.entry(name).or_default().push(article);
    }
    by_name
        .into_iter()
        .map(|(name, members)| {
            let (central, coherence) = centre(vectors, &members);
            Event { id: name, articles: members, central, coherence, borderline: Vec::new() }
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
    added_up(members.iter().flat_map(|&member| vectors[member as usize].iter().copied()).collect())
}

/// One weight a word, sorted by word.
fn added_up(mut all: Weighted) -> Weighted {
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

/// The first day and the words that stand out: those of many of the articles, often in each. That they are rare elsewhere
/// counts only up to a point, so that an event keeps its id when articles are added that do not belong to it.
fn make_id(articles: &[ArticleWords], members: &[u32], weigher: &Weigher, vocabulary: &Vocabulary) -> String {
    let day = members.iter().filter_map(|&member| articles[member as usize].day).min();
    let mut id = day.and_then(iso_day).unwrap_or_else(|| "undated".to_owned());
    let counts = members.iter().flat_map(|&member| articles[member as usize].counts.iter());
    #[expect(clippy::cast_precision_loss, reason = "counts of one article are small")]
    let weight = |&(word, count): &(TermId, u32)| {
        let rarity = weigher.rarity(word);
        (rarity > 0.0).then(|| (word, rarity * (1.0 + (count.max(1) as f32).ln())))
    };
    let mut words = added_up(counts.filter_map(weight).collect());
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut taken: Vec<&str> = Vec::new();
    for form in words.iter().map(|&(word, _)| vocabulary.form(word)) {
        // The plural of a word that is taken says nothing new.
        if !taken.iter().any(|it| it.starts_with(form) || form.starts_with(it)) {
            taken.push(form);
        }
        if taken.len() == WORDS_IN_ID {
            break;
        }
    }
    // By spelling: which of the words stands out most may change with the corpus, which three do seldom does.
    taken.sort_unstable();
    for form in taken {
        id.push('-');
        id.extend(form.chars().filter(|character| character.is_alphanumeric()));
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
    use super::{describe, iso_day, members, name_apart};
    use crate::events::{ArticleWords, Groups, Repeats, Sketcher, Standing, Weigher};
    use crate::text::{NumberedWords, TermSet, Vocabulary};

    #[test]
    fn an_id_has_the_first_day_and_the_words_that_stand_out() {
        let mut vocabulary = Vocabulary::default();
        let articles: Vec<ArticleWords> =
            ["harbour strike harbour strike", "harbour strike pay", "dam flood"]
                .iter()
                .zip(20_000..)
                .map(|(text, day)| ArticleWords {
                    counts: NumberedWords::counts_of(text, &mut vocabulary),
                    day: Some(day),
                })
                .collect();
        let terms = TermSet::new(&vocabulary, &Vocabulary::default());
        let sketcher = Sketcher::new(&terms, &vocabulary);
        let sketches: Vec<_> = articles.iter().map(|article| sketcher.sketch(article)).collect();
        let repeats = Repeats::new(&articles, &sketches, &terms, 3);
        let weigher = Weigher::new(&articles, &repeats.first, (&terms, &vocabulary));
        let vectors: Vec<_> = articles.iter().map(|article| weigher.weigh(article)).collect();
        let standing = |own, other, other_similarity| Standing { own, other, other_similarity, scale: 0.2 };
        let groups = Groups {
            group_of: vec![0, 0, 1],
            standings: vec![
                standing(Some(0.5), Some(1), 0.1),
                standing(Some(0.5), Some(1), 0.45),
                standing(None, Some(0), 0.15),
            ],
        };
        let events = members(&repeats, &groups)
            .into_iter()
            .map(|members| describe(&articles, members, (&weigher, &vectors), &vocabulary))
            .collect();
        let events = name_apart(events, (&repeats, &groups));
        assert_eq!(iso_day(20_000).as_deref(), Some("2024-10-04"));
        assert_eq!(events[0].id, "2024-10-04-harbour-pay-strike");
        assert_eq!((events[0].articles.as_slice(), events[1].coherence), (&[0, 1][..], None));
        assert!(events[0].coherence.is_some_and(|value| value > 0.3 && value <= 1.0));
        let near: Vec<_> = events[0].borderline.iter().map(|it| (it.article, it.other)).collect();
        assert_eq!(near, [(1, 1)]);
        assert!(events[1].borderline.is_empty(), "0.15 is too far from the 0.2 that it takes to join");
    }
}
