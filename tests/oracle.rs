//! `stats` against reference figures of independent implementations, to 1e-6 of each figure.
//!
//! `fixtures/oracle` holds a few rows on invented numbers, with the script that made them. Larger sets in the same columns
//! are read from `../shared/oracles` if that folder is there.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests, which clippy allows in test functions only"
)]

use std::fmt::Debug;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Once;

use parallax::compare::pca::principal_components;
use parallax::stats::bootstrap::{Bootstrap, Pair, Sample};
use parallax::stats::change_point::{Block, Series, Shuffles};
use parallax::stats::decomposition::{Resamples, Rows, decompose};
use parallax::stats::dispersion::dispersion;
use parallax::stats::divergence::{cosine, jensen_shannon};
use parallax::stats::draws::Draws;
use parallax::stats::fdr::benjamini_hochberg;
use parallax::stats::keyness::{Counts, keyness};
use parallax::stats::krippendorff::alpha_nominal;
use parallax::stats::permutation::{Outcome, Permutation};
use parallax::stats::power::minimum_detectable;
use parallax::stats::presence::{Group, absence, presence_rate};
use parallax::stats::random::Stream;
use parallax::stats::ratio;
use parallax::stats::strata::{Strata, Unit};
use parallax::stats::stratified_sample::{Stratum, part_of, total};

static SKIPPED: Once = Once::new();

/// One row of a reference file: its cells by the header's names.
struct Row {
    cells: Vec<(String, String)>,
    place: String,
}

impl Row {
    fn find(&self, column: &str) -> Option<&str> {
        self.cells.iter().find(|(name, _)| name == column).map(|(_, cell)| cell.as_str())
    }

    /// The row's number: unlike the place, the same wherever the project lies.
    fn number_in_file(&self) -> &str {
        self.place.rsplit(' ').next().unwrap()
    }

    fn cell(&self, column: &str) -> &str {
        self.find(column).unwrap_or_else(|| panic!("{}: no column {column}", self.place))
    }

    fn number<T: FromStr<Err: Debug>>(&self, column: &str) -> T {
        self.cell(column).parse().unwrap()
    }

    fn list<T: FromStr<Err: Debug>>(&self, column: &str) -> Vec<T> {
        self.cell(column).split_whitespace().map(|x| x.parse().unwrap()).collect()
    }

    fn agrees(&self, column: &str, found: f64) {
        self.agrees_or_is_within(0.0, column, found);
    }

    /// To 1e-6 of the figure; or to an absolute bound, where the reference itself was rounded.
    fn agrees_or_is_within(&self, absolute: f64, column: &str, found: f64) {
        let expected: f64 = self.number(column);
        // A zero of the reference is a rounding error here at most.
        let absolute = if expected == 0.0 { 1e-12 } else { absolute };
        let allowed = absolute.max(1e-6 * expected.abs());
        let error = (found - expected).abs();
        assert!(error <= allowed, "{} {column}: {found}, expected {expected}", self.place);
    }
}

fn read(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<Row> = reader
        .records()
        .enumerate()
        .map(|(i, record)| Row {
            cells: names.iter().cloned().zip(record.unwrap().iter().map(str::to_owned)).collect(),
            place: format!("{} row {}", path.display(), i + 1),
        })
        .collect();
    assert!(!rows.is_empty(), "{} has no rows", path.display());
    rows
}

/// The project's own file.
fn own(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/oracle").join(name)
}

/// The project's own file, and the larger one of the same columns if it is there: each a whole table.
fn tables(name: &str) -> Vec<Vec<Row>> {
    let mut tables = vec![read(&own(name))];
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/oracles");
    let file = shared.join(name);
    if file.is_file() {
        tables.push(read(&file));
    } else if !shared.is_dir() {
        // Once, and not through the print macros, whose lines the test harness keeps to itself.
        SKIPPED.call_once(|| {
            let _ = writeln!(std::io::stderr(), "skipped the larger sets: no folder {}", shared.display());
        });
    } else {
        panic!("{} holds no {name}", shared.display());
    }
    tables
}

fn rows(name: &str) -> impl Iterator<Item = Row> {
    tables(name).into_iter().flatten()
}

#[test]
fn log_odds_with_an_informative_dirichlet_prior_g2_chi_squared_and_log_ratio_agree() {
    for row in rows("keyness.csv") {
        let counts = Counts {
            target: row.number("n_target"),
            reference: row.number("n_reference"),
            total_target: row.number("total_target"),
            total_reference: row.number("total_reference"),
        };
        let found = keyness(counts, 5000.0).unwrap();
        row.agrees("log_odds", found.log_odds);
        row.agrees("se", found.std_error);
        row.agrees("z", found.z);
        // Naive sums of four large, nearly opposite numbers carry an error of some 1e-10: the shared file has
        // 0.0002755527632 for 78 and 107, where 40 digits give 0.00027555244543944756.
        row.agrees_or_is_within(1e-9, "g2_signed", found.g2);
        row.agrees("g2_p", found.g2_p);
        row.agrees("chi2_signed", found.chi2);
        row.agrees("chi2_p", found.chi2_p);
        row.agrees("log_ratio_plus_half", found.log_ratio);
        if row.find("log_ratio_bound").is_some() {
            row.agrees("log_ratio_bound", found.log_ratio_bound);
        }
    }
}

#[test]
fn gries_deviation_of_proportions_and_its_normalised_form_agree() {
    for row in rows("dispersion.csv") {
        let found = dispersion(&row.list("counts"), &row.list("document_sizes")).unwrap();
        row.agrees("dp", found.dp);
        row.agrees("dp_norm", found.dp_norm);
    }
}

#[test]
fn jensen_shannon_divergence_in_bits_and_cosine_distance_agree() {
    for row in rows("divergence.csv") {
        let (a, b) = (row.list("counts_a"), row.list("counts_b"));
        row.agrees("jensen_shannon_divergence_bits", jensen_shannon(&a, &b).unwrap());
        row.agrees("cosine_distance", 1.0 - cosine(&a, &b).unwrap());
    }
}

#[test]
fn benjamini_hochberg_adjusted_p_values_agree() {
    for table in tables("benjamini_hochberg.csv") {
        let p: Vec<Option<f64>> = table.iter().map(|row| Some(row.number("p"))).collect();
        for (row, q) in table.iter().zip(benjamini_hochberg(&p)) {
            row.agrees("q", q.unwrap());
        }
    }
}

/// Units written as `sum`, of size 1, or as `sum:n`.
fn units(cell: &str) -> Vec<Unit> {
    let unit = |text: &str| {
        let (sum, n) = text.split_once(':').unwrap_or((text, "1"));
        Unit { sum: sum.parse().unwrap(), n: n.parse().unwrap() }
    };
    cell.split_whitespace().map(unit).collect()
}

fn agrees_with_enumeration(row: &Row, strata: &Strata) {
    let test = |exact_up_to: usize| -> Outcome {
        Permutation::new(exact_up_to, 20_000)
            .test(strata, &mut Stream::new(1, &["oracle", row.number_in_file()]))
    };
    let exact = test(10_000);
    assert!(exact.exact);
    row.agrees("difference", exact.difference.unwrap());
    row.agrees("p_two_sided", exact.p_value.unwrap());
    row.agrees("relabelings", exact.relabelings);
    let (p, drawn) = (exact.p_value.unwrap(), test(1).p_value.unwrap());
    let error = (p * (1.0 - p) / 20_000.0).sqrt();
    assert!((drawn - p).abs() < 5.0 * error + 1e-4, "{}: {drawn} for {p}", row.place);
}

#[test]
fn two_sided_exact_permutation_of_a_difference_of_means_agrees() {
    for row in rows("permutation_exact.csv") {
        let mut strata = Strata::default();
        strata.push(units(row.cell("target")), units(row.cell("reference")));
        agrees_with_enumeration(&row, &strata);
    }
}

#[test]
fn permutation_within_strata_with_weights_of_unit_numbers_agrees() {
    let own = read(&own("ratio_permutation_exact.csv"));
    for row in rows("stratified_permutation_exact.csv").chain(own) {
        let (_, cell) = row.cells.first().unwrap();
        let mut strata = Strata::default();
        for stratum in cell.split(';') {
            let (target, reference) = stratum.split_once('|').unwrap();
            assert!(strata.push(units(target), units(reference)));
        }
        agrees_with_enumeration(&row, &strata);
    }
}

#[test]
fn widened_intervals_come_close_to_those_of_all_resamples() {
    for row in read(&own("bootstrap.csv")) {
        let pairs = |column: &str| -> Vec<Pair> {
            units(row.cell(column)).into_iter().map(|unit| (unit.sum, unit.n)).collect()
        };
        let (target, reference) = (pairs("target_numerator:denominator"), pairs("reference"));
        let mut bootstrap = Bootstrap::new(&Draws::new(1, 40_000).into(), row.number("level")).unwrap();
        let found = if reference.is_empty() {
            bootstrap.ratio(&target)
        } else {
            bootstrap.two_sample(&Sample::of_pairs(&target), &Sample::of_pairs(&reference), 1)[0].difference
        };
        let (found, error) = (found.unwrap(), row.number::<f64>("std_error"));
        let near = |x: f64, expected: f64, share: f64| {
            assert!((x - expected).abs() < share * error, "{}: {x}, expected {expected}", row.place);
        };
        near(found.std_error, error, 0.05);
        // Few units have few distinct resamples, the further apart the more they are widened: a drawn quantile may be the
        // neighbour of the exact one.
        near(found.low, row.number("low"), 0.3);
        near(found.high, row.number("high"), 0.3);
    }
}

#[test]
fn random_words_are_those_of_chacha_with_eight_rounds_keyed_by_the_described_hash() {
    for row in read(&own("random.csv")) {
        let key: Vec<&str> = row.cell("key_by_bar").split('|').collect();
        let mut stream = Stream::new(row.number("seed"), &key);
        let words: Vec<u32> = (0..96).map(|_| stream.next_u32()).collect();
        let found = [0, 1, 15, 16, 63, 64, 95].map(|i: usize| format!("{:08x}", words[i]));
        assert_eq!(found.join(" "), row.cell("words_0_1_15_16_63_64_95"), "{}", row.place);
    }
}

#[test]
fn principal_components_of_a_centred_matrix_and_their_share_of_the_total_variance_agree() {
    for row in rows("pca.csv") {
        let matrix: Vec<Vec<f64>> = row
            .cell("matrix")
            .split(';')
            .map(|line| line.split_whitespace().map(|value| value.parse().unwrap()).collect())
            .collect();
        let shape = (matrix.len(), matrix[0].len());
        let matrix = ndarray::Array2::from_shape_vec(shape, matrix.concat()).unwrap();
        let found = principal_components(&matrix, 2).unwrap();
        let scores: Vec<f64> = row
            .cell("scores_sign_largest_loading_positive")
            .replace(';', " ")
            .split_whitespace()
            .map(|value| value.parse().unwrap())
            .collect();
        for (ours, theirs) in found.scores.iter().zip(&scores) {
            // The reference prints eight digits.
            assert!(
                (ours - theirs).abs() <= 1e-6 * theirs.abs().max(1e-3),
                "{}: {ours}, {theirs}",
                row.place
            );
        }
        row.agrees("variance_explained_1", found.variance_explained[0]);
        row.agrees("variance_explained_2", found.variance_explained[1]);
    }
}

#[test]
fn krippendorffs_alpha_of_nominal_codes_agrees_with_the_published_examples() {
    for row in read(&own("krippendorff.csv")) {
        let units: Vec<Vec<u8>> = row
            .cell("units")
            .split(';')
            .map(|unit| unit.split_whitespace().map(|code| code.parse().unwrap()).collect())
            .collect();
        let found = alpha_nominal(&units).unwrap();
        row.agrees("alpha", found);
        let published: f64 = row.number("published");
        assert!((found - published).abs() < 0.0006, "{}: {found}, published {published}", row.place);
    }
}

#[test]
fn totals_of_strata_and_the_share_of_one_in_two_agree() {
    let strata = |cell: &str| -> Vec<Stratum> {
        cell.split_whitespace()
            .map(|stratum| {
                let parts: Vec<&str> = stratum.split(':').collect();
                let count = |at: usize| parts[at].parse().unwrap();
                Stratum { size: count(0), n: count(1), sum: parts[2].parse().unwrap() }
            })
            .collect()
    };
    for row in read(&own("stratified_sample.csv")) {
        let level = row.number("level");
        let part = total(&strata(row.cell("part_size:n:sum")), level).unwrap();
        let rest = total(&strata(row.cell("rest_size:n:sum")), level).unwrap();
        row.agrees("part", part.value);
        row.agrees("part_low", part.low);
        row.agrees("part_high", part.high);
        let share = part_of(part, rest).unwrap();
        row.agrees("share", share.value);
        row.agrees("share_low", share.low);
        row.agrees("share_high", share.high);
    }
}

#[test]
fn standard_errors_of_ratios_are_those_of_a_clustered_regression_on_a_constant() {
    for row in read(&own("ratio.csv")) {
        let pairs: Vec<Pair> =
            units(row.cell("numerator:denominator")).into_iter().map(|it| (it.sum, it.n)).collect();
        let reach = ratio::reach(pairs.iter().map(|it| it.1), 0.95).unwrap();
        let found = ratio::interval(&pairs, reach).unwrap();
        row.agrees("std_error", found.std_error);
        row.agrees("low", found.low);
        row.agrees("high", found.high);
    }
}

#[test]
fn minimum_detectable_differences_agree() {
    for row in read(&own("power.csv")) {
        let aims = (row.number("alpha"), row.number("power"));
        let found = minimum_detectable(row.number("std_error"), row.number("n"), aims).unwrap();
        row.agrees("minimum_detectable", found);
    }
}

#[test]
fn parts_of_a_difference_are_the_coefficient_of_the_side_and_the_difference_of_stratum_effects() {
    for row in read(&own("decomposition.csv")) {
        let strata: Vec<&str> = row.cell("strata_target|reference").split(';').collect();
        let (mut target, mut all) = (Rows::new(4), Rows::new(2));
        for (stratum, cell) in (0..).zip(&strata) {
            let sides = cell.split_once('|').unwrap();
            let [own, others] = [sides.0, sides.1].map(|side| {
                let units = units(side);
                (units.iter().map(|it| it.sum).sum::<f64>(), units.len() as f64)
            });
            let weight = own.1 * others.1 / (own.1 + others.1);
            let difference = if weight > 0.0 { own.0 / own.1 - others.0 / others.1 } else { 0.0 };
            target.push(stratum, [own.1, weight, own.0, weight * difference]);
            all.push(stratum, [own.1 + others.1, own.0 + others.0]);
        }
        let resamples = Resamples::new(&Draws::new(1, 100), strata.len());
        let found = decompose(&target, &all, (&resamples, &resamples.sums(&all)), 0.95)[0].unwrap();
        row.agrees("total", found.total.0);
        row.agrees("between", found.between.unwrap().0);
        row.agrees("within", found.within.unwrap().0);
    }
}

#[test]
fn change_points_and_the_share_of_orders_that_reach_them_agree() {
    for row in read(&own("change_point.csv")) {
        let block = |cell: &str| -> Block {
            let parts: Vec<f64> = cell.split(':').map(|part| part.parse().unwrap()).collect();
            let period = cell.split(':').next().unwrap().parse().unwrap();
            (period, parts[2], vec![parts[1]])
        };
        let blocks = row.cell("period:sum:size").split_whitespace().map(block).collect();
        let shuffles = Shuffles { most: 20_000, settled: usize::MAX };
        let mut stream = Stream::new(1, &["change point", row.number_in_file()]);
        let found = Series::new(blocks, 1).largest_change(shuffles, &mut stream)[0].unwrap();
        assert_eq!(found.period, row.number::<usize>("change_point"), "{}", row.place);
        row.agrees("change", found.change);
        let p: f64 = row.number("p_value");
        let error = (p * (1.0 - p) / 20_000.0).sqrt();
        let drawn = found.p_value.unwrap();
        assert!((drawn - p).abs() < 5.0 * error + 1e-4, "{}: {drawn} for {p}", row.place);
    }
}

#[test]
fn the_rate_of_presence_is_the_likeliest_and_absence_is_that_of_a_poisson_binomial() {
    for row in read(&own("presence.csv")) {
        let (with, without, drawn): (Vec<f64>, Vec<f64>, Vec<f64>) =
            (row.list("with"), row.list("without"), row.list("drawn"));
        let group = |sizes: &[f64]| Group { n: sizes.iter().map(|_| 1.0).sum(), size: sizes.iter().sum() };
        row.agrees("rate", presence_rate(&with, group(&without).size).unwrap());
        row.agrees("absence", absence(&with, group(&without), group(&drawn)).unwrap());
    }
}
