//! `dictionary_health.csv`: entries of lexicons that never matched, that make most of their category, or that make much
//! more or less of it in one outlet than in the others.

use super::Comparison;
use crate::dfm::{EntryName, EntryUse, LexiconEntries};
use crate::error::Result;
use crate::key::About;
use crate::stats::keyness::{Counts, keyness};
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

/// The fewest matches of a category of which an entry can be said to make over half.
const FEWEST_OF_CATEGORY: u64 = 10;

/// The fewest matches of a category, in an outlet and in all others, at which shares are compared.
const FEWEST_TO_COMPARE: u64 = 20;

/// The fewest matches of an entry that the outlet would have were its share that of all outlets.
const FEWEST_EXPECTED: u64 = 5;

/// The fewest articles in which the entry matches on the side where its share is higher: one article is no habit.
const FEWEST_ARTICLES: u64 = 5;

/// The largest p-value of the log-likelihood ratio of the two shares.
const LARGEST_P: f64 = 0.001;

const SCHEMA: Schema = Schema {
    name: "dictionary_health",
    row: "an entry of a lexicon that one should look at",
    key: &["lexicon", "category", "entry", "outlet"],
    columns: &[
        Column::text("lexicon", "the measure or the user's lexicon"),
        Column::text("category", "the category"),
        Column::text("entry", "the entry as written, and its word class in brackets where it has one"),
        Column::new("outlet", Kind::Text, "", "the outlet in which it differs", "all outlets together"),
        Column::count("n_matches", "matches", "its matches, in the outlet or in all"),
        Column::new(
            "share_of_category",
            Kind::Number,
            "0 to 1",
            "its share of the matches of its category, in the outlet or in all",
            "the category has no match",
        ),
        Column::count("n_articles", "articles", "the articles in which it matches, of the outlet or of all"),
        Column::text(
            "note",
            "never_matches (of lexicons of your own); over_half_of_category: it makes over half of the category's matches, of which there are at least \
             10; differs_by_outlet: its share is at least twice or at most half of that in all other outlets (p < 0.001 by \
             log-likelihood ratio, at least 20 matches of the category on both sides, at least 5 matches expected and 5 \
             articles where its share is higher)",
        ),
    ],
    foreign_keys: &[
        ForeignKey { column: "outlet", table: "groups", target: "group" },
        ForeignKey { column: "outlet", table: "outlets", target: "outlet" },
    ],
};

/// The table of entries to look at.
#[derive(Debug)]
pub(crate) struct DictionaryHealth;

impl Comparison for DictionaryHealth {
    fn about(&self) -> About {
        About {
            name: "dictionary_health",
            line: "entries of lexicons that never match (of your own), make over half of their category, or differ by outlet",
            unit: "",
            limits: "counts matches of all voices and zones without their weights; an outlet's topics make entries differ too; \
                     matches of one article are not independent, so that p is too small: a list to look at, not a test",
            source: "log-likelihood ratio: Dunning 1993",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        let mut first = 0;
        for lexicon in &study.entries.lexicons {
            let end = first + lexicon.entries.len();
            let of_outlets: Vec<Counted> = study
                .entries
                .uses
                .iter()
                .map(|uses| {
                    let from = uses.partition_point(|it| (it.entry as usize) < first);
                    let to = uses.partition_point(|it| (it.entry as usize) < end);
                    Counted::new(lexicon, uses[from..to].iter().map(|it| (it.entry as usize - first, it)))
                })
                .collect();
            let mut all = Counted::empty(lexicon);
            of_outlets.iter().for_each(|of_outlet| all.add(of_outlet));
            rows_of_all(&mut table, lexicon, &all);
            for outlet in study.compared_outlets() {
                let name = Cell::shared(&study.outlets[outlet as usize]);
                rows_of_outlet(&mut table, lexicon, (&of_outlets[outlet as usize], &all), &name);
            }
            first = end;
        }
        Ok(vec![table])
    }
}

/// The matches of a lexicon in some articles.
struct Counted {
    /// By entry: matches and articles.
    entries: Vec<(u64, u64)>,
    /// By category: matches.
    categories: Vec<u64>,
}

impl Counted {
    fn empty(lexicon: &LexiconEntries) -> Self {
        Self { entries: vec![(0, 0); lexicon.entries.len()], categories: vec![0; lexicon.categories.len()] }
    }

    fn new<'a>(lexicon: &LexiconEntries, uses: impl Iterator<Item = (usize, &'a EntryUse)>) -> Self {
        let mut counted = Self::empty(lexicon);
        for (entry, it) in uses {
            counted.entries[entry] = (u64::from(it.n_matches), u64::from(it.n_articles));
            counted.categories[lexicon.entries[entry].category] += u64::from(it.n_matches);
        }
        counted
    }

    fn add(&mut self, other: &Self) {
        for ((n_matches, n_articles), more) in self.entries.iter_mut().zip(&other.entries) {
            *n_matches += more.0;
            *n_articles += more.1;
        }
        self.categories.iter_mut().zip(&other.categories).for_each(|(n, more)| *n += more);
    }
}

fn rows_of_all(table: &mut Table, lexicon: &LexiconEntries, all: &Counted) {
    let mut n_entries = vec![0_usize; lexicon.categories.len()];
    let counted = lexicon.entries.iter().filter(|entry| !entry.is_exclusion);
    counted.for_each(|entry| n_entries[entry.category] += 1);
    for (entry, &counts) in lexicon.entries.iter().zip(&all.entries).filter(|(entry, _)| !entry.is_exclusion)
    {
        let of_category = all.categories[entry.category];
        let is_most =
            of_category >= FEWEST_OF_CATEGORY && n_entries[entry.category] > 1 && counts.0 * 2 > of_category;
        let note = match counts.0 {
            0 if lexicon.is_of_user => "never_matches",
            0 => continue,
            _ if is_most => "over_half_of_category",
            _ => continue,
        };
        table.push(row((lexicon, entry), &Cell::Empty, (counts, of_category), note));
    }
}

fn rows_of_outlet(
    table: &mut Table,
    lexicon: &LexiconEntries,
    (own, all): (&Counted, &Counted),
    outlet: &Cell,
) {
    for (number, entry) in lexicon.entries.iter().enumerate() {
        let (own_counts, all_counts) = (own.entries[number], all.entries[number]);
        let of_category = own.categories[entry.category];
        let contrast = Counts {
            target: own_counts.0,
            reference: all_counts.0 - own_counts.0,
            total_target: of_category,
            total_reference: all.categories[entry.category] - of_category,
        };
        if differs(contrast, (own_counts.1, all_counts.1 - own_counts.1)) {
            table.push(row((lexicon, entry), outlet, (own_counts, of_category), "differs_by_outlet"));
        }
    }
}

/// Whether an entry's share of its category differs strongly; `n_articles` are those of the outlet and of all others.
fn differs(contrast: Counts, n_articles: (u64, u64)) -> bool {
    let Counts { target, reference, total_target, total_reference } = contrast;
    if total_target.min(total_reference) < FEWEST_TO_COMPARE {
        return false;
    }
    let (own, others) =
        (u128::from(target) * u128::from(total_reference), u128::from(reference) * u128::from(total_target));
    let n_articles = if own > others { n_articles.0 } else { n_articles.1 };
    let expected_by_total = u128::from(target + reference) * u128::from(total_target);
    own.max(others) >= 2 * own.min(others)
        && n_articles >= FEWEST_ARTICLES
        && expected_by_total >= u128::from(FEWEST_EXPECTED) * u128::from(total_target + total_reference)
        && keyness(contrast, 1.0).is_some_and(|found| found.g2_p < LARGEST_P)
}

fn row(
    (lexicon, entry): (&LexiconEntries, &EntryName),
    outlet: &Cell,
    ((n_matches, n_articles), of_category): ((u64, u64), u64),
    note: &str,
) -> [Cell; 8] {
    #[expect(clippy::cast_precision_loss, reason = "counts of a corpus stay far below 2^53")]
    let share = (of_category > 0).then(|| n_matches as f64 / of_category as f64);
    [
        Cell::text(&lexicon.name),
        Cell::text(&lexicon.categories[entry.category]),
        Cell::text(&entry.text),
        outlet.clone(),
        Cell::whole(n_matches),
        Cell::optional(share),
        Cell::whole(n_articles),
        Cell::text(note),
    ]
}

#[cfg(test)]
mod tests {
    use super::differs;
    use crate::stats::keyness::Counts;

    fn contrast(target: u64, reference: u64) -> Counts {
        Counts { target, reference, total_target: 100, total_reference: 400 }
    }

    #[test]
    fn a_share_differs_by_its_ratio_its_matches_and_its_articles() {
        assert!(differs(contrast(40, 40), (20, 30)));
        assert!(differs(contrast(0, 80), (0, 30)), "an entry that others use and the outlet does not");
        assert!(!differs(contrast(40, 40), (2, 30)), "a burst in two articles");
        assert!(!differs(contrast(30, 80), (20, 30)), "not twice as much");
        assert!(!differs(contrast(4, 4), (4, 4)), "too few are expected");
        let few = Counts { target: 10, reference: 2, total_target: 15, total_reference: 400 };
        assert!(!differs(few, (10, 2)), "too few of the category");
    }
}
