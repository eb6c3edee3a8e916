//! Average linkage on a sparse graph: two groups merge while their articles are, on average, more alike than the
//! neighbourhoods of both are.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A pair of articles and how alike they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    /// The article that comes first.
    pub(super) a: u32,
    /// The other.
    pub(super) b: u32,
    /// The similarity, in [0, 1].
    pub(super) similarity: f32,
}

/// What is known of the pairs between two groups.
#[derive(Clone, Copy, Debug)]
struct Tie {
    to: u32,
    n: u32,
    sum: f64,
}

#[derive(Debug, Default)]
struct Cluster {
    /// How many articles it holds; none once it went into another.
    n: u32,
    /// The sum of their scales.
    scale: f64,
    /// The sum of what is taken for pairs that are no edge.
    elsewhere: f64,
    /// Sorted by the other cluster.
    ties: Vec<Tie>,
    /// How often it grew: what was said of it before no longer holds.
    version: u32,
}

/// A merge that would gain.
#[derive(Clone, Copy, Debug)]
struct Offer {
    gain: f64,
    clusters: (u32, u32),
    versions: (u32, u32),
}

impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Offer {}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Offer {
    /// The larger gain first; of equal ones that of the clusters that come first.
    fn cmp(&self, other: &Self) -> Ordering {
        self.gain.total_cmp(&other.gain).then_with(|| other.clusters.cmp(&self.clusters))
    }
}

/// Merges articles, the best pair of groups first, while `mean similarity - (mean scale of the one + of the other) / 2`
/// is above zero.
///
/// # Shape
/// `edges` are sorted by articles, each pair once; one scale and one `elsewhere` an article, the latter the similarity
/// that is taken where an article has no edge with another (of two the smaller).
///
/// # Returns
/// For each article its group, named by a member.
pub(super) fn link(edges: &[Edge], scales: &[f32], elsewhere: &[f32]) -> Vec<u32> {
    let mut clusters: Vec<Cluster> = scales
        .iter()
        .zip(elsewhere)
        .map(|(&scale, &elsewhere)| Cluster {
            n: 1,
            scale: f64::from(scale),
            elsewhere: f64::from(elsewhere),
            ..Cluster::default()
        })
        .collect();
    // Sorted edges give sorted ties: what comes before an article is pushed before what comes after it.
    for &Edge { a, b, similarity } in edges {
        clusters[b as usize].ties.push(Tie { to: a, n: 1, sum: f64::from(similarity) });
    }
    for &Edge { a, b, similarity } in edges {
        clusters[a as usize].ties.push(Tie { to: b, n: 1, sum: f64::from(similarity) });
    }
    let mut offers: BinaryHeap<Offer> = BinaryHeap::new();
    for edge in edges {
        offers.extend(offer(&clusters, edge.a, edge.b));
    }
    let mut parent: Vec<u32> = (0..).take(scales.len()).collect();
    while let Some(Offer { clusters: (a, b), versions, .. }) = offers.pop() {
        let version = |cluster: u32| clusters[cluster as usize].version;
        if (version(a), version(b)) != versions {
            continue;
        }
        parent[b as usize] = a;
        merge(&mut clusters, a, b);
        for tie in &clusters[a as usize].ties {
            offers.extend(offer(&clusters, a.min(tie.to), a.max(tie.to)));
        }
    }
    // A cluster goes into one that comes before it, so one walk in order finds all roots.
    for article in 0..parent.len() {
        parent[article] = parent[parent[article] as usize];
    }
    parent
}

/// The merge of two clusters, if it gains.
fn offer(clusters: &[Cluster], a: u32, b: u32) -> Option<Offer> {
    let (one, other) = (&clusters[a as usize], &clusters[b as usize]);
    let at = one.ties.binary_search_by_key(&b, |tie| tie.to).ok()?;
    let tie = one.ties.get(at)?;
    let (n_one, n_other) = (f64::from(one.n), f64::from(other.n));
    let n_pairs = n_one * n_other;
    let elsewhere = (one.elsewhere / n_one).min(other.elsewhere / n_other);
    let mean = (tie.sum + (n_pairs - f64::from(tie.n)) * elsewhere) / n_pairs;
    let gain = mean - (one.scale / n_one + other.scale / n_other) / 2.0;
    (gain > 0.0).then_some(Offer { gain, clusters: (a, b), versions: (one.version, other.version) })
}

/// Puts `b` into `a`.
fn merge(clusters: &mut [Cluster], a: u32, b: u32) {
    let gone = std::mem::take(&mut clusters[b as usize]);
    clusters[b as usize].version = u32::MAX;
    for tie in &gone.ties {
        if tie.to == a {
            continue;
        }
        let ties = &mut clusters[tie.to as usize].ties;
        if let Ok(at) = ties.binary_search_by_key(&b, |it| it.to) {
            ties.remove(at);
        }
        match ties.binary_search_by_key(&a, |it| it.to) {
            Ok(at) => {
                ties[at].n += tie.n;
                ties[at].sum += tie.sum;
            }
            Err(at) => ties.insert(at, Tie { to: a, ..*tie }),
        }
    }
    let into = &mut clusters[a as usize];
    let mut ties = std::mem::take(&mut into.ties);
    ties.extend(gone.ties);
    ties.retain(|tie| tie.to != a && tie.to != b);
    ties.sort_by_key(|tie| tie.to);
    ties.dedup_by(|next, kept| {
        let is_same = next.to == kept.to;
        if is_same {
            kept.n += next.n;
            kept.sum += next.sum;
        }
        is_same
    });
    into.ties = ties;
    into.n += gone.n;
    into.scale += gone.scale;
    into.elsewhere += gone.elsewhere;
    into.version += 1;
}

#[cfg(test)]
mod tests {
    use super::{Edge, link};

    fn edge(a: u32, b: u32, similarity: f32) -> Edge {
        Edge { a, b, similarity }
    }

    #[test]
    fn groups_merge_while_they_are_more_alike_than_their_neighbourhoods() {
        let edges = [edge(0, 1, 0.5), edge(0, 2, 0.4), edge(1, 2, 0.4), edge(2, 3, 0.25), edge(3, 4, 0.5)];
        assert_eq!(link(&edges, &[0.2; 5], &[0.0; 5]), [0, 0, 0, 3, 3]);
        assert_eq!(link(&edges, &[0.45; 5], &[0.0; 5]), [0, 0, 2, 3, 3]);
        assert_eq!(link(&edges, &[0.02; 5], &[0.02; 5]), [0; 5]);
        assert_eq!(link(&[], &[0.1], &[0.0]), [0]);
        assert!(link(&[], &[], &[]).is_empty());
    }

    #[test]
    fn a_chain_of_likenesses_is_not_one_group() {
        let edges: Vec<Edge> = (0..20).map(|a| edge(a, a + 1, 0.4)).collect();
        let groups = link(&edges, &[0.15; 21], &[0.0; 21]);
        let largest = (0..21).map(|it| groups.iter().filter(|&&group| group == it).count()).max();
        assert!(largest.is_some_and(|n| n <= 5), "{groups:?}");
    }
}
