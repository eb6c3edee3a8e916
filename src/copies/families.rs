//! Families of copies: the texts that are one text, who had it first, and which bytes of each are copied.

use super::masks::words_in;
use super::{ByteRange, Candidate, Overlap};

/// From this share of copied words on, a text is a copy and not an edited one.
const SHARE_OF_COPY: f64 = 0.9;

/// What an article is to the text of its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Published it first, as far as the corpus knows.
    First,
    /// At least nine in ten of its words are copied.
    Copy,
    /// It has words of its own, or is much longer.
    Edited,
}

impl Role {
    /// The word in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Copy => "copy",
            Self::Edited => "edited",
        }
    }
}

/// An article of a family.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The article, by its position in the run.
    pub article: u32,
    /// What it is to the text.
    pub role: Role,
    /// The share of its words that are copied, 0 to 1.
    pub share_copied: f64,
    /// Its words that are not copied.
    pub n_own_words: u32,
    /// Its copied passages, sorted, to the byte.
    pub copied: Vec<ByteRange>,
}

/// The articles that published one text, the first published first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Family {
    /// Its members, at least two.
    pub members: Vec<Member>,
}

/// The copies of a corpus.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copies {
    /// The families, in the order in which their texts were first published.
    pub families: Vec<Family>,
    /// For each article its family and its place in it, if it has one.
    pub family_of: Vec<Option<(u32, u32)>>,
    /// For each article the news agency that its credit, dateline or sign-off names, or that it is itself.
    pub agency_of: Vec<Option<String>>,
}

impl Copies {
    /// The member that an article is.
    #[must_use]
    pub fn member(&self, article: u32) -> Option<&Member> {
        let (family, place) = (*self.family_of.get(article as usize)?)?;
        self.families.get(family as usize)?.members.get(place as usize)
    }
}

/// What the search for families looks at.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    /// The texts.
    pub texts: &'a [&'a str],
    /// What is left out of each.
    pub left_out: &'a [Vec<ByteRange>],
    /// All articles, the first published first.
    pub order: &'a [u32],
    /// For each article the news agency that it names as its source.
    pub agency_of: &'a [Option<String>],
    /// For each article whether its outlet is that agency.
    pub is_agency: &'a [bool],
}

/// Puts articles that copy each other into families: each joins the earlier one with which it shares most words. All its
/// passages that earlier copies hold are copied; those of the first one only where an agency is named that it is not,
/// for then the words are the agency's.
///
/// # Shape
/// `found` holds pairs of copies, sorted by the place of the later text in `order`; `n_words` gives the words of a text that
/// count.
#[must_use]
pub fn families(texts: Texts<'_>, n_words: impl Fn(u32) -> u32, found: &[(Candidate, Overlap)]) -> Copies {
    let n = texts.texts.len();
    let mut copied: Vec<Vec<ByteRange>> = vec![Vec::new(); n];
    let mut lent: Vec<Vec<ByteRange>> = vec![Vec::new(); n];
    let mut families: Vec<Vec<u32>> = Vec::new();
    let mut family_of: Vec<Option<u32>> = vec![None; n];
    let place = places(texts.order);
    for run in found.chunk_by(|a, b| a.0.later == b.0.later) {
        let key = |(pair, overlap): &&(Candidate, Overlap)| {
            (overlap.n_words, std::cmp::Reverse(place[pair.earlier as usize]))
        };
        let Some((best, _)) = run.iter().max_by_key(key) else { continue };
        let family = *family_of[best.earlier as usize].get_or_insert_with(|| {
            families.push(vec![best.earlier]);
            as_u32(families.len() - 1)
        });
        family_of[best.later as usize] = Some(family);
        families[family as usize].push(best.later);
        for (pair, overlap) in run {
            copied[pair.later as usize].extend(&overlap.ranges);
            lent[pair.earlier as usize].extend(&overlap.other_ranges);
        }
    }
    let mut copies = Copies {
        families: Vec::with_capacity(families.len()),
        family_of: vec![None; n],
        agency_of: texts.agency_of.to_vec(),
    };
    for (number, articles) in (0_u32..).zip(families) {
        let is_agencys = articles.iter().any(|&it| texts.agency_of[it as usize].is_some());
        let member = |(index, &article): (usize, &u32)| {
            let at = article as usize;
            if index == 0 && is_agencys && !texts.is_agency[at] {
                copied[at].append(&mut lent[at]);
            }
            let ranges = union(std::mem::take(&mut copied[at]));
            member_of(article, index == 0, (texts.texts[at], &texts.left_out[at]), ranges, n_words(article))
        };
        let members: Vec<Member> = articles.iter().enumerate().map(member).collect();
        for (index, member) in (0_u32..).zip(&members) {
            copies.family_of[member.article as usize] = Some((number, index));
        }
        copies.families.push(Family { members });
    }
    copies
}

fn places(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    (0_u32..).zip(order).for_each(|(place, &article)| places[article as usize] = place);
    places
}

fn member_of(
    article: u32,
    is_first: bool,
    (text, left_out): (&str, &[ByteRange]),
    copied: Vec<ByteRange>,
    n_words: u32,
) -> Member {
    let n_copied = words_in(text, left_out, &copied);
    let share_copied = if n_words == 0 { 0.0 } else { f64::from(n_copied) / f64::from(n_words) };
    let role = match (is_first, share_copied >= SHARE_OF_COPY) {
        (true, _) => Role::First,
        (false, true) => Role::Copy,
        (false, false) => Role::Edited,
    };
    Member { article, role, share_copied, n_own_words: n_words.saturating_sub(n_copied), copied }
}

/// Ranges that do not overlap, sorted.
fn union(mut ranges: Vec<ByteRange>) -> Vec<ByteRange> {
    ranges.sort_unstable();
    ranges.dedup_by(|next, kept| {
        let touches = next.0 <= kept.1;
        if touches {
            kept.1 = kept.1.max(next.1);
        }
        touches
    });
    ranges
}

fn as_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::shingles::WordNumbers;
    use super::super::{candidates, fingerprint, overlap};
    use super::{Copies, Role, Texts, families, union};

    const WIRE: &str = "The port of Lasker was closed on Monday after a crane fell into the basin, the harbour master \
                        said. Nobody was hurt, and two ships were sent on to the roads of Oddane until the berth is \
                        cleared.";

    fn found(texts: &[&str], agencies: &[Option<&str>]) -> Copies {
        let left_out = vec![Vec::new(); texts.len()];
        let mut words = WordNumbers::default();
        let mut print = |text: &&str| {
            words.read(text, &[]);
            fingerprint(&words.numbers)
        };
        let prints: Vec<_> = texts.iter().map(&mut print).collect();
        let order: Vec<u32> = (0..).take(texts.len()).collect();
        let pairs: Vec<_> = candidates(&prints, &order)
            .into_iter()
            .map(|pair| {
                (pair, overlap((texts[pair.later as usize], &[]), (texts[pair.earlier as usize], &[])))
            })
            .filter(|(_, overlap)| overlap.is_copy(|| overlap.clone()))
            .collect();
        let agency_of: Vec<_> = agencies.iter().map(|it| it.map(str::to_owned)).collect();
        let is_agency = vec![false; texts.len()];
        let texts =
            Texts { texts, left_out: &left_out, order: &order, agency_of: &agency_of, is_agency: &is_agency };
        families(texts, |article| prints[article as usize].n_words, &pairs)
    }

    #[test]
    fn copies_edited_copies_and_longer_articles_are_one_family() {
        let longer = format!(
            "Our own people were there at dawn. {WIRE} The mayor came at noon and spoke at length of a plan that the \
             council has had for years, and which nobody in the town takes for more than paper; it would move the \
             berths to the north bank."
        );
        let other = "The council voted on the school bill on Monday, and the teachers left the hall before it did so.";
        let copies = found(&[WIRE, &WIRE.to_uppercase(), other, &longer], &[None; 4]);
        assert_eq!(copies.families.len(), 1);
        let roles: Vec<_> = copies.families[0].members.iter().map(|it| (it.article, it.role)).collect();
        assert_eq!(roles, [(0, Role::First), (1, Role::Copy), (3, Role::Edited)]);
        assert_eq!((copies.member(2), copies.member(0).unwrap().n_own_words), (None, 38));
        let edited = copies.member(3).unwrap();
        let (start, end) = edited.copied[0];
        assert_eq!(&longer[start as usize..end as usize], WIRE.trim_end_matches('.'));
    }

    #[test]
    fn the_first_one_copied_too_where_an_agency_is_named() {
        let copies = found(&[WIRE, WIRE], &[None, Some("Meridian Wire")]);
        assert_eq!(copies.member(0).map(|it| (it.role, it.n_own_words)), Some((Role::First, 0)));
    }

    #[test]
    fn ranges_are_joined_where_they_touch() {
        assert_eq!(union(vec![(5, 9), (0, 3), (2, 5), (12, 13)]), [(0, 9), (12, 13)]);
    }
}
