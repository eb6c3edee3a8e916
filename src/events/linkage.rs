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

/// What is known of the pairs between a cluster and another, which may be named by an article that went into it.
#[derive(Clone, Copy, Debug)]
struct Tie {
    to: u32,
    n: u32,
    sum: f64,
}

/// A cluster, named by its first article.
#[derive(Clone, Copy, Debug)]
struct Cluster {
    /// How many articles it holds.
    n: u32,
    /// How often it grew: what was said of it before no longer holds; `u32::MAX` once it went into another.
    version: u32,
    /// The sum of their scales.
    scale: f64,
    /// The sum of what is taken for pairs that are no edge.
    elsewhere: f64,
}

/// A merge that would gain: of all that a cluster could make, the best.
#[derive(Clone, Copy, Debug)]
struct Offer {
    gain: f64,
    /// The cluster that offers it.
    from: u32,
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
    let mut linkage = Linkage::new(edges, scales, elsewhere);
    let mut offers: BinaryHeap<Offer> =
        (0..).take(scales.len()).filter_map(|article| linkage.best(article)).collect();
    // Of any two clusters, the one that grew last has made an offer since that is no worse than their merge: so the best
    // of the offers that still hold is the best of all merges, though each cluster makes but one.
    while let Some(Offer { from, clusters: (a, b), versions, .. }) = offers.pop() {
        let is_current = [(a, versions.0), (b, versions.1)]
            .map(|(cluster, version)| linkage.clusters[cluster as usize].version == version);
        let next = match is_current {
            [true, true] => {
                linkage.merge(a, b);
                a
            }
            // The other has changed: `from` looks anew.
            [true, false] if from == a => from,
            [false, true] if from == b => from,
            // It has grown, and made another offer then.
            _ => continue,
        };
        linkage.bring_up_to_date(next);
        offers.extend(linkage.best(next));
    }
    (0..).take(scales.len()).map(|article| linkage.root(article)).collect()
}

/// Clusters that grow.
struct Linkage {
    clusters: Vec<Cluster>,
    ties: Vec<Vec<Tie>>,
    /// What each cluster went into; itself while it stands.
    parent: Vec<u32>,
    /// Ties by cluster while they are added up; empty in between.
    sums: Vec<(u32, f64)>,
}

impl Linkage {
    fn new(edges: &[Edge], scales: &[f32], elsewhere: &[f32]) -> Self {
        let single = |(&scale, &elsewhere): (&f32, &f32)| Cluster {
            n: 1,
            version: 0,
            scale: f64::from(scale),
            elsewhere: f64::from(elsewhere),
        };
        let mut n_ties = vec![0; scales.len()];
        edges.iter().flat_map(|edge| [edge.a, edge.b]).for_each(|end| n_ties[end as usize] += 1);
        let mut ties: Vec<Vec<Tie>> = n_ties.into_iter().map(Vec::with_capacity).collect();
        for &Edge { a, b, similarity } in edges {
            for (from, to) in [(a, b), (b, a)] {
                ties[from as usize].push(Tie { to, n: 1, sum: f64::from(similarity) });
            }
        }
        Self {
            clusters: scales.iter().zip(elsewhere).map(single).collect(),
            ties,
            parent: (0..).take(scales.len()).collect(),
            sums: vec![(0, 0.0); scales.len()],
        }
    }

    /// The cluster that an article is in.
    fn root(&mut self, article: u32) -> u32 {
        let mut at = article;
        while self.parent[at as usize] != at {
            let above = self.parent[self.parent[at as usize] as usize];
            self.parent[at as usize] = above;
            at = above;
        }
        at
    }

    /// The merge of a cluster with another that stands, if it gains.
    fn offer(&self, cluster: u32, tie: Tie) -> Option<Offer> {
        let (a, b) = (cluster.min(tie.to), cluster.max(tie.to));
        let (one, other) = (&self.clusters[a as usize], &self.clusters[b as usize]);
        let (n_one, n_other) = (f64::from(one.n), f64::from(other.n));
        let n_pairs = n_one * n_other;
        let elsewhere = (one.elsewhere / n_one).min(other.elsewhere / n_other);
        let mean = (tie.sum + (n_pairs - f64::from(tie.n)) * elsewhere) / n_pairs;
        let gain = mean - (one.scale / n_one + other.scale / n_other) / 2.0;
        let versions = (one.version, other.version);
        (gain > 0.0).then_some(Offer { gain, from: cluster, clusters: (a, b), versions })
    }

    /// The best merge of a cluster whose ties are up to date.
    fn best(&self, cluster: u32) -> Option<Offer> {
        self.ties[cluster as usize].iter().filter_map(|&tie| self.offer(cluster, tie)).max()
    }

    /// Puts `b` into `a`. All ties to both stay as they are until they are brought up to date.
    fn merge(&mut self, a: u32, b: u32) {
        self.parent[b as usize] = a;
        let gone = self.clusters[b as usize];
        self.clusters[b as usize].version = u32::MAX;
        let into = &mut self.clusters[a as usize];
        into.n += gone.n;
        into.scale += gone.scale;
        into.elsewhere += gone.elsewhere;
        into.version += 1;
        let mut ties = std::mem::take(&mut self.ties[b as usize]);
        self.ties[a as usize].append(&mut ties);
    }

    /// Adds up the ties of a cluster to what has become one since.
    fn bring_up_to_date(&mut self, a: u32) {
        let mut ties = std::mem::take(&mut self.ties[a as usize]);
        let mut met: Vec<u32> = Vec::with_capacity(ties.len());
        for tie in &ties {
            let to = self.root(tie.to);
            let (n, sum) = &mut self.sums[to as usize];
            if *n == 0 {
                met.push(to);
            }
            *n += tie.n;
            *sum += tie.sum;
        }
        ties.clear();
        for to in met {
            let (n, sum) = std::mem::take(&mut self.sums[to as usize]);
            if to != a {
                ties.push(Tie { to, n, sum });
            }
        }
        self.ties[a as usize] = ties;
    }
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
