//! Grouping: which articles report one event, told from how alike they are and how alike their neighbourhoods are.
//!
//! One cut for all does not do: in a busy topic two reports of different events are as alike as two of one event
//! elsewhere. So groups merge (average linkage, after Nallapati et al. 2004) while their articles are more alike than
//! each is, on average, to its k nearest: the local scaling that Conneau et al. (2018, "Word translation without parallel
//! data", equation 3) use against hubs. How large k must be depends on how large events are, which the data tell: of
//! several k the smallest is taken whose groups stand out from each other nearly as well as any (after the rule of one
//! standard error of Breiman et al. 1984; standing out is the difference in the silhouette of Rousseeuw 1987).

use super::linkage::{Edge, link};
use super::neighbours::{FLOOR, MOST_NEIGHBOURS, Neighbour};
use super::outlets::discount;
use super::standing::{Standing, Ties};

/// How articles are grouped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupingOptions {
    /// The most days between two articles of which one is compared with the other.
    pub window_days: i64,
}

impl Default for GroupingOptions {
    fn default() -> Self {
        Self { window_days: 3 }
    }
}

/// The sizes of neighbourhood that are tried, from small to large; `None`: events may be of any size.
pub const NEIGHBOURHOODS: [Option<u16>; 8] =
    [Some(5), Some(7), Some(10), Some(14), Some(20), Some(28), Some(40), None];

/// Two articles of less than this likeness report no one event, however lonely both are.
const LEAST_SCALE: f32 = 0.06;

/// The fewer articles there are, the less is known of which words are common, and the more alike any two look: this
/// over the number of articles (and some) is added to the least scale. Measured on news articles of different days.
const SCALE_OF_FEW: f32 = 1.7;

/// So few articles were hardly put together by chance (a page and its related ones): what is most alike among them is one
/// event. Among more this would join strangers.
const FEW: usize = 4;

/// Of few articles too, two of less than this likeness report no one event: of pairs of news articles on different events
/// one in twenty is more alike, of pairs on one event nineteen in twenty.
const LEAST_SCALE_OF_FEW: f32 = 0.14;

/// Neighbours above this similarity are copies and tell nothing of a neighbourhood.
const COPY: f32 = 0.7;

/// Groups must stand out by this much to count: any two that happen to be nearest stand out by a little.
const LEAST_DISTANCE: f64 = 0.06;

/// A smaller neighbourhood is taken when its groups stand out by this part less than the best.
const NEARLY: f64 = 0.03;

/// A graph of articles and their neighbours, ready to be parted.
#[derive(Debug)]
pub struct Grouping {
    /// The edges inside a component: no other pair can be of one group.
    inside: Vec<Edge>,
    ties: Ties,
    nearest: Vec<Vec<f32>>,
    component: Vec<u32>,
    least_scale: f32,
}

/// The groups that one size of neighbourhood gives.
#[derive(Debug)]
pub struct Partition {
    groups: Vec<u32>,
    scales: Vec<f32>,
    /// By component: how well the groups stand out.
    worth: Vec<f64>,
}

/// The groups that were taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    /// For each article the number of its group; groups are numbered from 0 in the order of their first article.
    pub group_of: Vec<u32>,
    /// For each article how alike it is to its own group and to the next best.
    pub standings: Vec<Standing>,
}

impl Grouping {
    /// Prepares the grouping.
    ///
    /// # Shape
    /// `neighbours` are those of [`super::Index::nearest`], one list an article, in their order; one day and one outlet an article.
    #[must_use]
    pub fn new(days: &[Option<i64>], neighbours: Vec<Vec<Neighbour>>, outlets: &[&str]) -> Self {
        let neighbours = discount(neighbours, outlets);
        let edges = edges_of(&neighbours);
        let days = || days.iter().flatten().copied();
        let is_of_one_day = days().min().zip(days().max()).is_none_or(|(first, last)| last - first <= 1);
        let least_scale = least_scale(neighbours.len(), if is_of_one_day { &edges } else { &[] });
        let elsewhere: Vec<f32> = neighbours.iter().map(|list| elsewhere(list)).collect();
        let ties = Ties::new(&edges, elsewhere);
        let nearest = neighbours
            .iter()
            .map(|list| list.iter().map(|one| one.similarity).filter(|&it| it <= COPY).collect())
            .collect();
        let mut grouping = Self { inside: Vec::new(), ties, nearest, component: Vec::new(), least_scale };
        let widest = NEIGHBOURHOODS.iter().flatten().max().copied();
        let scales = grouping.scales(widest);
        // No group reaches from one component to another, whatever the neighbourhood: larger ones have smaller scales.
        grouping.component = components(&edges, &scales);
        grouping.inside = inside(&edges, &grouping.component);
        grouping
    }

    /// How alike each article is to its `k` nearest, on average.
    fn scales(&self, k: Option<u16>) -> Vec<f32> {
        let Some(k) = k else { return vec![self.least_scale; self.nearest.len()] };
        let scale = |(list, elsewhere): (&Vec<f32>, &f32)| {
            let near: f32 = list.iter().take(k.into()).sum();
            let n_missing = usize::from(k).saturating_sub(list.len());
            // Beyond a full list others are nearly as near as the last; beyond a short one there is nobody.
            let beyond = if *elsewhere > FLOOR / 2.0 { 2.0 * elsewhere } else { 0.0 };
            #[expect(clippy::cast_precision_loss, reason = "a few neighbours")]
            let far = n_missing as f32 * beyond;
            ((near + far) / f32::from(k)).max(self.least_scale)
        };
        self.nearest.iter().zip(&self.ties.elsewhere).map(scale).collect()
    }

    /// Groups the articles, with neighbourhoods of one size.
    #[must_use]
    pub fn partition(&self, k: Option<u16>) -> Partition {
        let scales = self.scales(k);
        let groups = self.link(&scales);
        let mut worth = vec![0.0; groups.len()];
        for (article, distance) in self.ties.distances(&groups) {
            worth[self.component[article] as usize] += distance - LEAST_DISTANCE;
        }
        Partition { groups, scales, worth }
    }

    /// Links the articles component by component, as with these scales components are smaller still. For each article its
    /// group, named by a member.
    fn link(&self, scales: &[f32]) -> Vec<u32> {
        let component = components(&self.inside, scales);
        let mut edges = inside(&self.inside, &component);
        edges.sort_by_key(|edge| component[edge.a as usize]);
        let mut groups: Vec<u32> = (0..).take(scales.len()).collect();
        let mut place = vec![0_u32; scales.len()];
        for edges in edges.chunk_by_mut(|x, y| component[x.a as usize] == component[y.a as usize]) {
            let mut members: Vec<u32> = edges.iter().flat_map(|edge| [edge.a, edge.b]).collect();
            members.sort_unstable();
            members.dedup();
            for (&member, at) in members.iter().zip(0..) {
                place[member as usize] = at;
            }
            for edge in &mut *edges {
                (edge.a, edge.b) = (place[edge.a as usize], place[edge.b as usize]);
            }
            let of = |values: &[f32]| members.iter().map(|&it| values[it as usize]).collect::<Vec<_>>();
            let linked = link(edges, &of(scales), &of(&self.ties.elsewhere));
            for (&member, group) in members.iter().zip(linked) {
                groups[member as usize] = members[group as usize];
            }
        }
        groups
    }

    /// Takes for each component of the graph the groups of the smallest neighbourhood whose groups stand out nearly as
    /// well as any.
    ///
    /// # Shape
    /// `partitions` are those of [`NEIGHBOURHOODS`], in order.
    #[must_use]
    pub fn choose(&self, partitions: &[Partition]) -> Groups {
        let worth = |partition: &Partition, component: usize| {
            partition.worth.get(component).copied().unwrap_or_default()
        };
        let chosen: Vec<Option<&Partition>> = (0..self.component.len())
            .map(|component| {
                let best = partitions.iter().map(|it| worth(it, component)).fold(f64::NEG_INFINITY, f64::max);
                let enough = best - NEARLY * best.abs();
                partitions.iter().find(|it| worth(it, component) >= enough)
            })
            .collect();
        let of = |article: usize| chosen.get(self.component[article] as usize).copied().flatten();
        let groups: Vec<u32> = (0..self.component.len())
            .map(|article| of(article).map_or(u32::MAX, |partition| partition.groups[article]))
            .collect();
        let mut standings = self.ties.standings(&groups);
        for (article, standing) in standings.iter_mut().enumerate() {
            standing.scale = of(article).map_or(self.least_scale, |partition| partition.scales[article]);
        }
        let new = renumbered(&groups);
        for standing in &mut standings {
            standing.other = standing.other.map(|member| new[member as usize]);
        }
        Groups { group_of: new, standings }
    }
}

/// The pairs of which at least one keeps the other, sorted, each once.
fn edges_of(neighbours: &[Vec<Neighbour>]) -> Vec<Edge> {
    let of = |(article, list): (u32, &Vec<Neighbour>)| {
        let edge = move |one: &Neighbour| Edge {
            a: article.min(one.article),
            b: article.max(one.article),
            similarity: one.similarity,
        };
        list.iter().map(edge).collect::<Vec<_>>()
    };
    let mut edges: Vec<Edge> = (0..).zip(neighbours).flat_map(of).collect();
    edges.sort_unstable_by(|x, y| (x.a, x.b).cmp(&(y.a, y.b)).then(y.similarity.total_cmp(&x.similarity)));
    edges.dedup_by_key(|edge| (edge.a, edge.b));
    edges
}

/// The least scale among so many articles. Where they are few and of one day, or without a date, a pair that stands out from all pairs by
/// a quarter of their spread is alike enough, even if the general rule asks for more.
#[expect(clippy::cast_precision_loss, reason = "a scale needs no more digits")]
fn least_scale(n_articles: usize, of_one_day: &[Edge]) -> f32 {
    let general = LEAST_SCALE + SCALE_OF_FEW / (n_articles as f32 + 5.0);
    if of_one_day.is_empty() || n_articles > FEW {
        return general;
    }
    let n_pairs = (n_articles * (n_articles - 1) / 2) as f32;
    let mean = of_one_day.iter().map(|edge| edge.similarity).sum::<f32>() / n_pairs;
    let square = of_one_day.iter().map(|edge| edge.similarity * edge.similarity).sum::<f32>() / n_pairs;
    let spread = (square - mean * mean).max(0.0).sqrt();
    general.min((mean + spread / 4.0).max(LEAST_SCALE_OF_FEW))
}

/// How alike an article is taken to be to one that is no neighbour: half as much as to the last of a full list.
fn elsewhere(list: &[Neighbour]) -> f32 {
    let last = list.get(MOST_NEIGHBOURS - 1).map_or(FLOOR, |last| last.similarity);
    last / 2.0
}

/// The edges whose ends are of one component.
fn inside(edges: &[Edge], component: &[u32]) -> Vec<Edge> {
    edges.iter().filter(|edge| component[edge.a as usize] == component[edge.b as usize]).copied().collect()
}

/// The articles that are connected by pairs more alike than the scales of both: groups only form among them, as a mean
/// that is above the mean scale needs such a pair. For each article the first that it is connected with.
fn components(edges: &[Edge], scales: &[f32]) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..).take(scales.len()).collect();
    let is_near = |edge: &&Edge| edge.similarity > (scales[edge.a as usize] + scales[edge.b as usize]) / 2.0;
    fn find(parent: &mut [u32], mut node: u32) -> u32 {
        while parent[node as usize] != node {
            let above = parent[parent[node as usize] as usize];
            parent[node as usize] = above;
            node = above;
        }
        node
    }
    for edge in edges.iter().filter(is_near) {
        let (a, b) = (find(&mut parent, edge.a), find(&mut parent, edge.b));
        parent[a.max(b) as usize] = a.min(b);
    }
    (0..).take(scales.len()).map(|node| find(&mut parent, node)).collect()
}

/// Groups numbered from 0 in the order of their first article.
fn renumbered(groups: &[u32]) -> Vec<u32> {
    let mut new = vec![u32::MAX; groups.len()];
    let mut n = 0;
    groups
        .iter()
        .map(|&group| {
            let slot = &mut new[group as usize];
            if *slot == u32::MAX {
                *slot = n;
                n += 1;
            }
            *slot
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Grouping, NEIGHBOURHOODS};
    use crate::events::{ArticleWords, Index, Repeats, Sketcher, Weigher};
    use crate::text::{NumberedWords, TermSet, Vocabulary};
    use std::ops::Range;

    /// Groups articles of distinct outlets.
    fn grouped(articles: &[(String, Option<i64>)]) -> Vec<u32> {
        let mut vocabulary = Vocabulary::default();
        let words: Vec<ArticleWords> = articles
            .iter()
            .map(|(text, day)| ArticleWords {
                counts: NumberedWords::counts_of(text, &mut vocabulary),
                day: *day,
            })
            .collect();
        let terms = TermSet::new(&vocabulary, &Vocabulary::default());
        let sketcher = Sketcher::new(&terms, &vocabulary);
        let sketches: Vec<_> = words.iter().map(|article| sketcher.sketch(article)).collect();
        let repeats = Repeats::new(&words, &sketches, &terms, 3);
        let weigher = Weigher::new(&words, &repeats.first, (&terms, &vocabulary));
        let distinct: Vec<&ArticleWords> = repeats.pick(&words).collect();
        let days: Vec<Option<i64>> = distinct.iter().map(|article| article.day).collect();
        let vectors: Vec<_> = distinct.iter().map(|article| weigher.weigh(article)).collect();
        let index = Index::new(vectors.iter().collect(), &days, (vocabulary.len(), 3));
        let names: Vec<String> = (0..distinct.len()).map(|it| it.to_string()).collect();
        let outlets: Vec<&str> = names.iter().map(String::as_str).collect();
        let of_block = |block: Range<usize>| index.nearest(&index.shelves(&block), block);
        let nearest = index.seen_from_both(index.blocks().into_iter().flat_map(of_block).collect());
        let grouping = Grouping::new(&days, nearest, &outlets);
        let partitions: Vec<_> = NEIGHBOURHOODS.iter().map(|&k| grouping.partition(k)).collect();
        repeats.spread(&grouping.choose(&partitions).group_of)
    }

    const STRIKE: &str = "dock workers strike at lasker harbour over pay";
    const FLOOD: &str = "river dam flood warning in the orrin valley";

    fn of(articles: &[(&str, Option<i64>)]) -> Vec<(String, Option<i64>)> {
        articles.iter().map(|&(text, day)| (text.to_owned(), day)).collect()
    }

    #[test]
    fn like_articles_of_near_days_are_one_event() {
        let articles = [
            (STRIKE, Some(10)),
            (FLOOD, Some(10)),
            (STRIKE, Some(11)),
            (FLOOD, Some(11)),
            (STRIKE, Some(40)),
        ];
        assert_eq!(grouped(&of(&articles)), [0, 1, 0, 1, 2]);
    }

    #[test]
    fn one_article_is_one_event_and_none_is_none() {
        assert_eq!(grouped(&of(&[(STRIKE, None)])), [0]);
        assert!(grouped(&[]).is_empty());
        assert_eq!(grouped(&of(&[("", None), ("", None)])), [0, 1]);
    }

    /// A report of an event: its own words, and some that only this report has.
    fn report(event: &str, number: usize) -> String {
        let own: Vec<String> = (0..8).map(|it| format!("w{}x{it}", number * 7919 % 100_003)).collect();
        let mix = |it: usize| (it * 2_654_435_761 + number * 40_503 + it * number * 977) % 1_009;
        let shared: Vec<String> =
            (0..40).filter(|&it| mix(it) % 3 != 0).map(|it| format!("{event}{it}")).collect();
        format!("{} {}", shared.join(" "), own.join(" "))
    }

    #[test]
    fn an_event_that_fills_the_corpus_is_found() {
        let near_copies: Vec<_> =
            (0..3_000).map(|number| (format!("{} desk{number}", report("quake", 1)), Some(10))).collect();
        assert!(grouped(&near_copies).iter().all(|&group| group == 0));
        let reports: Vec<_> = (0..120).map(|number| (report("quake", number), Some(10))).collect();
        let groups = grouped(&reports);
        let largest = (0..120).map(|it| groups.iter().filter(|&&group| group == it).count()).max();
        assert!(largest.is_some_and(|n| n >= 108), "{groups:?}");
    }

    fn first(truth: &[u32], event: u32) -> usize {
        truth.iter().position(|&it| it == event).unwrap_or_default()
    }

    #[test]
    fn small_and_large_events_stand_side_by_side() {
        let sizes = [40, 2, 3, 12, 1];
        let events = ["quake", "strike", "trial", "vote", "merger"];
        let truth: Vec<u32> = (0..).zip(sizes).flat_map(|(event, n)| std::iter::repeat_n(event, n)).collect();
        let articles: Vec<_> = (0..)
            .zip(&truth)
            .map(|(number, &event)| (report(events[event as usize], number), None))
            .collect();
        let groups = grouped(&articles);
        let astray =
            groups.iter().zip(&truth).filter(|&(group, event)| groups[first(&truth, *event)] != *group);
        assert!(astray.count() <= 2, "{groups:?}");
        let mut pure: Vec<(u32, u32)> = groups.iter().copied().zip(truth).collect();
        pure.sort_unstable();
        pure.dedup();
        assert!(pure.is_sorted_by(|a, b| a.0 < b.0), "no group holds articles of two events: {groups:?}");
    }

    #[test]
    fn an_event_does_not_grow_from_day_to_day_for_ever() {
        // Each day's report shares two thirds of its words with that of the day before.
        let words = |day: usize| (day..day + 15).map(|it| format!("word{it}x")).collect::<Vec<_>>().join(" ");
        let articles: Vec<_> = (0..40).map(|day| (words(day * 5), i64::try_from(day).ok())).collect();
        let groups = grouped(&articles);
        let largest = groups.chunk_by(|a, b| a == b).map(<[u32]>::len).max();
        assert!(largest.is_some_and(|n| n <= 5), "{groups:?}");
    }
}
