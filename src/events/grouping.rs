//! Grouping: average-linkage clusters of articles that are alike in words and near in time.
//!
//! Words are weighed by TF-IDF; pairs come from an inverted index within the date window; clusters are cut where the
//! mean similarity of two groups falls below a threshold. After Nallapati et al. (2004), "Event threading within news
//! topics", and later work on news clustering.

use super::ArticleWords;
use super::neighbours::{Edge, FLOOR};
use kodama::{Method, linkage};

/// How articles are grouped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupingOptions {
    /// The most days between two articles of which one is compared with the other.
    pub window_days: i64,
    /// The mean similarity at which two groups still merge, where both have dates; without dates it is higher.
    pub threshold: f32,
}

impl Default for GroupingOptions {
    /// Chosen on labelled news events.
    fn default() -> Self {
        Self { window_days: 3, threshold: 0.11 }
    }
}

/// The mean similarity at which two groups still merge where dates are missing and words alone must decide: the more
/// articles, the more of them are on one topic and not on one event.
fn threshold_undated(threshold: f32, n_articles: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a logarithm of a count")]
    let n = (n_articles.max(1) as f32).ln();
    threshold + 0.016 * n
}

/// A component of more articles than this is first parted at a higher similarity: its matrix would not fit.
const LARGEST_COMPONENT: usize = 4_000;

/// At this similarity a component is no longer parted.
const MOST_ALIKE: f32 = 0.9;

/// Groups the articles.
///
/// # Shape
/// `pairs` are those of [`super::Neighbours`], in any order, each once.
///
/// # Returns
/// For each article the number of its group; groups are numbered from 0 in the order of their first article.
#[must_use]
pub fn group(articles: &[ArticleWords], mut pairs: Vec<Edge>, options: &GroupingOptions) -> Vec<u32> {
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    // One threshold serves below: a pair without dates must be more alike to count as much.
    let ratio = options.threshold / threshold_undated(options.threshold, articles.len());
    for pair in &mut pairs {
        let is_undated = |article: u32| articles[article as usize].day.is_none();
        if is_undated(pair.a) || is_undated(pair.b) {
            pair.similarity *= ratio;
        }
    }
    let mut groups = Groups { label: vec![u32::MAX; articles.len()], n: 0 };
    let all: Vec<u32> = (0..).take(articles.len()).collect();
    groups.part(&all, &pairs, options.threshold, options.threshold);
    groups.renumbered()
}

struct Groups {
    label: Vec<u32>,
    n: u32,
}

impl Groups {
    /// Parts `members` into components at similarity `at`, and each component into clusters cut at `threshold`.
    fn part(&mut self, members: &[u32], pairs: &[Edge], at: f32, threshold: f32) {
        let component_of = components(self.label.len(), pairs.iter().filter(|pair| pair.similarity >= at));
        let mut by_component: Vec<(u32, u32)> =
            members.iter().map(|&member| (component_of[member as usize], member)).collect();
        by_component.sort_unstable();
        let mut pairs_of: Vec<(u32, Edge)> = pairs
            .iter()
            .filter(|pair| component_of[pair.a as usize] == component_of[pair.b as usize])
            .map(|pair| (component_of[pair.a as usize], *pair))
            .collect();
        pairs_of.sort_by_key(|&(component, pair)| (component, pair.a, pair.b));
        for chunk in by_component.chunk_by(|a, b| a.0 == b.0) {
            let component = chunk[0].0;
            let from = pairs_of.partition_point(|&(other, _)| other < component);
            let to = pairs_of.partition_point(|&(other, _)| other <= component);
            let inner: Vec<Edge> = pairs_of[from..to].iter().map(|&(_, pair)| pair).collect();
            let members: Vec<u32> = chunk.iter().map(|&(_, member)| member).collect();
            if members.len() > LARGEST_COMPONENT && at < MOST_ALIKE {
                self.part(&members, &inner, at + 0.03, threshold);
            } else if members.len() > LARGEST_COMPONENT {
                // All but the same text, thousands of times: one group, without a matrix.
                members.iter().for_each(|&member| self.label[member as usize] = self.n);
                self.n += 1;
            } else {
                self.cluster(&members, &inner, threshold);
            }
        }
    }

    /// Average linkage over one component, cut at `threshold`.
    fn cluster(&mut self, members: &[u32], pairs: &[Edge], threshold: f32) {
        let n = members.len();
        let position = |article: u32| members.binary_search(&article).unwrap_or_default();
        // The condensed upper triangle of dissimilarities, row by row.
        let index = |a: usize, b: usize| n * a - a * (a + 1) / 2 + b - a - 1;
        let mut dissimilarity = vec![1.0 - FLOOR / 2.0; n * n.saturating_sub(1) / 2];
        for pair in pairs {
            dissimilarity[index(position(pair.a), position(pair.b))] = 1.0 - pair.similarity;
        }
        let mut parent: Vec<usize> = (0..n).collect();
        if n > 1 {
            let steps = linkage(&mut dissimilarity, n, Method::Average);
            for (step, merged) in steps.steps().iter().zip(n..) {
                parent.push(merged);
                if step.dissimilarity <= 1.0 - threshold {
                    parent[step.cluster1] = merged;
                    parent[step.cluster2] = merged;
                }
            }
        }
        let mut label_of_root = vec![u32::MAX; parent.len()];
        for (position, &article) in members.iter().enumerate() {
            let root = root_of(&parent, position);
            if label_of_root[root] == u32::MAX {
                label_of_root[root] = self.n;
                self.n += 1;
            }
            self.label[article as usize] = label_of_root[root];
        }
    }

    fn renumbered(self) -> Vec<u32> {
        let mut new = vec![u32::MAX; self.n as usize];
        let mut n = 0;
        let renumber = |old: u32| {
            let slot = &mut new[old as usize];
            if *slot == u32::MAX {
                *slot = n;
                n += 1;
            }
            *slot
        };
        self.label.into_iter().map(renumber).collect()
    }
}

fn root_of(parent: &[usize], mut node: usize) -> usize {
    while parent[node] != node {
        node = parent[node];
    }
    node
}

/// The connected components of a graph: for each node the smallest node it is connected with.
fn components<'a>(n: usize, edges: impl Iterator<Item = &'a Edge>) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..).take(n).collect();
    fn find(parent: &mut [u32], mut node: u32) -> u32 {
        while parent[node as usize] != node {
            let above = parent[parent[node as usize] as usize];
            parent[node as usize] = above;
            node = above;
        }
        node
    }
    for edge in edges {
        let (a, b) = (find(&mut parent, edge.a), find(&mut parent, edge.b));
        parent[a.max(b) as usize] = a.min(b);
    }
    (0..).take(n).map(|node| find(&mut parent, node)).collect()
}

#[cfg(test)]
mod tests {
    use super::{ArticleWords, GroupingOptions, group};
    use crate::events::{Neighbours, Weigher};
    use crate::text::{TermSet, Vocabulary, word_counts};

    fn grouped(articles: &[(&str, Option<i64>)]) -> Vec<u32> {
        let mut vocabulary = Vocabulary::default();
        let words: Vec<ArticleWords> = articles
            .iter()
            .map(|&(text, day)| ArticleWords {
                counts: word_counts(("", text), &[], 1, &mut vocabulary),
                day,
            })
            .collect();
        let terms = TermSet::new(&vocabulary, &Vocabulary::default());
        let weigher = Weigher::new(&words, &terms, vocabulary.len());
        let vectors: Vec<_> = words.iter().map(|article| weigher.weigh(article)).collect();
        let options = GroupingOptions::default();
        let neighbours = Neighbours::new(&words, &vectors, vocabulary.len(), options.window_days);
        let mut pairs = neighbours.edges(0..1.min(words.len()));
        pairs.extend(neighbours.edges(1.min(words.len())..words.len()));
        group(&words, pairs, &options)
    }

    const STRIKE: &str = "dock workers strike at lasker harbour over pay";
    const FLOOD: &str = "river dam flood warning in the orrin valley";

    #[test]
    fn like_articles_of_near_days_are_one_event() {
        let articles = [
            (STRIKE, Some(10)),
            (FLOOD, Some(10)),
            (STRIKE, Some(12)),
            (FLOOD, Some(11)),
            (STRIKE, Some(40)),
        ];
        assert_eq!(grouped(&articles), [0, 1, 0, 1, 2]);
    }

    #[test]
    fn one_article_is_one_event_and_none_is_none() {
        assert_eq!(grouped(&[(STRIKE, None)]), [0]);
        assert!(grouped(&[]).is_empty());
        assert_eq!(grouped(&[("", None), ("", None)]), [0, 1]);
    }
}
