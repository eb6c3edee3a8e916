//! How alike an article is to its own group and to the next best: what tells well-parted groups, and articles that a
//! person should look at.

use super::linkage::Edge;

/// An article among the groups.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    /// The mean similarity to the others of its group; `None` where it is alone.
    pub own: Option<f64>,
    /// Of the groups that it does not belong to, the one it is most like; `None` where it is like none.
    pub other: Option<u32>,
    /// The mean similarity to that group.
    pub other_similarity: f64,
    /// The mean similarity at which it would have joined that group: how alike its own neighbourhood is.
    pub scale: f32,
}

/// Where no other group is near, one is taken to be at this similarity.
const NOWHERE: f64 = 0.03;

impl Standing {
    /// How much more alike the article is to its group than to the next best; `None` where it is alone.
    pub(super) fn distance(&self) -> Option<f64> {
        self.own.map(|own| own - self.other_similarity.max(NOWHERE))
    }
}

/// The neighbours of each article in both directions, end to end.
#[derive(Debug)]
pub(super) struct Ties {
    offsets: Vec<usize>,
    neighbours: Vec<(u32, f32)>,
    /// For each article what is taken for its similarity to one that is no neighbour.
    pub(super) elsewhere: Vec<f32>,
}

impl Ties {
    /// # Shape
    /// One `elsewhere` an article.
    pub(super) fn new(edges: &[Edge], elsewhere: Vec<f32>) -> Self {
        let mut offsets = vec![0_usize; elsewhere.len() + 1];
        for edge in edges {
            offsets[edge.a as usize + 1] += 1;
            offsets[edge.b as usize + 1] += 1;
        }
        for index in 1..offsets.len() {
            offsets[index] += offsets[index - 1];
        }
        let mut next = offsets.clone();
        let mut neighbours = vec![(0, 0.0); edges.len() * 2];
        for edge in edges {
            for (from, to) in [(edge.a, edge.b), (edge.b, edge.a)] {
                neighbours[next[from as usize]] = (to, edge.similarity);
                next[from as usize] += 1;
            }
        }
        Self { offsets, neighbours, elsewhere }
    }

    /// The standing of each article among some groups.
    ///
    /// # Shape
    /// `groups` names for each article its group by one of its members; so does [`Standing::other`].
    pub(super) fn standings(&self, groups: &[u32]) -> Vec<Standing> {
        let mut among = Among::new(self, groups);
        (0..groups.len()).map(|article| among.standing(article)).collect()
    }

    /// Each article that is not alone in its group, with its [`Standing::distance`].
    pub(super) fn distances(&self, groups: &[u32]) -> Vec<(usize, f64)> {
        let mut among = Among::new(self, groups);
        let of = |article| {
            let distance = (!among.is_alone(article)).then(|| among.standing(article).distance())?;
            distance.map(|distance| (article, distance))
        };
        (0..groups.len()).filter_map(of).collect()
    }
}

/// Some groups, and what is added up for one article after the other.
struct Among<'a> {
    ties: &'a Ties,
    groups: &'a [u32],
    n_members: Vec<u32>,
    /// By group: the sum of similarities and their number; 0 between two articles.
    sums: Vec<(f64, u32)>,
    touched: Vec<u32>,
}

impl<'a> Among<'a> {
    fn new(ties: &'a Ties, groups: &'a [u32]) -> Self {
        let mut n_members = vec![0_u32; groups.len()];
        groups.iter().for_each(|&group| n_members[group as usize] += 1);
        Self { ties, groups, n_members, sums: vec![(0.0, 0); groups.len()], touched: Vec::new() }
    }

    fn is_alone(&self, article: usize) -> bool {
        self.n_members[self.groups[article] as usize] < 2
    }

    fn standing(&mut self, article: usize) -> Standing {
        let (ties, own) = (self.ties, self.groups[article]);
        for &(neighbour, similarity) in &ties.neighbours[ties.offsets[article]..ties.offsets[article + 1]] {
            let group = self.groups[neighbour as usize];
            let (sum, n) = &mut self.sums[group as usize];
            if *n == 0 {
                self.touched.push(group);
            }
            *sum += f64::from(similarity);
            *n += 1;
        }
        let elsewhere = f64::from(ties.elsewhere[article]);
        let mean = |(sum, n): (f64, u32), size: u32| {
            (size > 0).then(|| (sum + f64::from(size - n.min(size)) * elsewhere) / f64::from(size))
        };
        let mut standing = Standing {
            own: mean(self.sums[own as usize], self.n_members[own as usize] - 1),
            ..Standing::default()
        };
        self.touched.sort_unstable();
        for group in self.touched.drain(..) {
            let seen = std::mem::take(&mut self.sums[group as usize]);
            let similarity = mean(seen, self.n_members[group as usize]).unwrap_or_default();
            if group != own && similarity > standing.other_similarity {
                (standing.other, standing.other_similarity) = (Some(group), similarity);
            }
        }
        standing
    }
}

#[cfg(test)]
mod tests {
    use super::{Edge, Ties};

    #[test]
    fn an_article_stands_between_its_group_and_the_next_best() {
        let edge = |a, b, similarity| Edge { a, b, similarity };
        let edges = [edge(0, 1, 0.5), edge(0, 2, 0.25), edge(1, 2, 0.25), edge(2, 3, 0.75)];
        let ties = Ties::new(&edges, vec![0.0; 5]);
        let standings = ties.standings(&[0, 0, 2, 2, 4]);
        assert_eq!(
            (standings[0].own, standings[0].other, standings[0].other_similarity),
            (Some(0.5), Some(2), 0.125)
        );
        assert_eq!((standings[2].own, standings[2].distance()), (Some(0.75), Some(0.5)));
        assert_eq!((standings[4].own, standings[4].other), (None, None));
    }
}
