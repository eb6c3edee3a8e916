//! What the outlets tell: where outlets report an event once, two articles of one outlet are hardly on the same event.
//!
//! Whether outlets do so is read from the corpus: among articles that are each other's nearest, which mostly report one
//! event, pairs of one outlet are counted and compared with what chance would give.

use super::neighbours::Neighbour;
use std::collections::BTreeMap;

/// Lowers the similarity of pairs of one outlet as far as such pairs are rarer than by chance among articles that are
/// each other's nearest: by the square root of the ratio, one pair thought to either side. Where outlets write again and
/// again on an event nothing is lowered.
///
/// # Shape
/// One list of neighbours and one outlet an article.
pub(super) fn discount(mut neighbours: Vec<Vec<Neighbour>>, outlets: &[&str]) -> Vec<Vec<Neighbour>> {
    let factor = factor(&neighbours, outlets);
    if factor < 1.0 {
        for (list, outlet) in neighbours.iter_mut().zip(outlets) {
            let same = list.iter_mut().filter(|one| outlets[one.article as usize] == *outlet);
            same.for_each(|one| one.similarity *= factor);
            list.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.article.cmp(&b.article)));
        }
    }
    neighbours
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a factor needs no more digits"
)]
fn factor(neighbours: &[Vec<Neighbour>], outlets: &[&str]) -> f32 {
    let nearest = |article: usize| neighbours[article].first().map(|one| one.article as usize);
    let (mut n_pairs, mut n_same) = (0_u32, 0_u32);
    for article in 0..neighbours.len() {
        let Some(other) =
            nearest(article).filter(|&other| other > article && nearest(other) == Some(article))
        else {
            continue;
        };
        n_pairs += 1;
        n_same += u32::from(outlets[article] == outlets[other]);
    }
    let mut n_articles: BTreeMap<&str, u32> = BTreeMap::new();
    outlets.iter().for_each(|&outlet| *n_articles.entry(outlet).or_default() += 1);
    let by_chance: f64 = n_articles.values().map(|&n| (f64::from(n) / outlets.len() as f64).powi(2)).sum();
    let ratio = (f64::from(n_same) + 1.0) / (f64::from(n_pairs) * by_chance + 1.0);
    ratio.min(1.0).sqrt() as f32
}

#[cfg(test)]
mod tests {
    use super::{Neighbour, discount};

    fn pairs(n: u32) -> Vec<Vec<Neighbour>> {
        (0..n).map(|article| vec![Neighbour { article: article ^ 1, similarity: 0.5 }]).collect()
    }

    #[test]
    fn pairs_of_one_outlet_count_less_where_outlets_report_once() {
        let once: Vec<&str> = (0..40).map(|it| if it % 2 == 0 { "a" } else { "b" }).collect();
        let mut lists = pairs(40);
        lists[0].push(Neighbour { article: 2, similarity: 0.4 });
        let lowered = discount(lists, &once);
        assert!(lowered[0][1].similarity < 0.15 && lowered[0][0].similarity > 0.49);
        let again: Vec<&str> = (0..40).map(|it| if it % 4 < 2 { "a" } else { "b" }).collect();
        assert_eq!(discount(pairs(40), &again), pairs(40));
        assert!(discount(Vec::new(), &[]).is_empty());
    }
}
