//! How fast the hot paths are: the walk over a text with its counts, the sentence scorer, resampling and relabeling.

use divan::counter::BytesCount;
use parallax::stats::bootstrap::Bootstrap;
use parallax::stats::draws::Draws;
use parallax::stats::permutation::Permutation;
use parallax::stats::random::Stream;
use parallax::stats::strata::{Strata, Unit};
use parallax::text::vader::{Vader, VaderScratch};
use parallax::text::{Analyser, NumberedWords, TermSet, Vocabulary, count_terms};

fn main() {
    divan::main();
}

/// The sample's articles, one after the other.
fn text() -> String {
    let sample = include_str!("../data/sample/articles.jsonl");
    let text = |line: &str| -> Option<String> {
        let article: serde_json::Value = serde_json::from_str(line).ok()?;
        article.get("text")?.as_str().map(str::to_owned)
    };
    sample.lines().filter_map(text).collect::<Vec<_>>().join("\n\n")
}

#[divan::bench]
fn words_of_pass_one(bencher: divan::Bencher<'_, '_>) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let mut vocabulary = Vocabulary::default();
        NumberedWords::read(("", &text), &mut vocabulary)
    });
}

#[divan::bench]
fn walk_and_terms_of_pass_two(bencher: divan::Bencher<'_, '_>) {
    let text = text();
    let mut vocabulary = Vocabulary::default();
    let _ = NumberedWords::read(("", &text), &mut vocabulary);
    let terms = TermSet::new(&vocabulary, &Vocabulary::default());
    let mut analyser = Analyser::default();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| count_terms(&analyser.analyse(("", &text), &[], &vocabulary), &terms));
}

#[divan::bench]
fn sentence_scores(bencher: divan::Bencher<'_, '_>) {
    let text = text();
    let Ok(vader) = Vader::embedded() else { return };
    let mut scratch = VaderScratch::default();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        text.split_inclusive(". ").map(|sentence| vader.score(sentence, &mut scratch).compound).sum::<f64>()
    });
}

/// 200 strata of one target unit and three others.
fn strata() -> Strata {
    let mut strata = Strata::default();
    for stratum in 0..200_u32 {
        let unit = |number: u32| Unit { sum: f64::from((stratum * 7 + number * 5) % 11), n: 10.0 };
        strata.push([unit(0)], [unit(1), unit(2), unit(3)]);
    }
    strata
}

#[divan::bench]
fn a_thousand_relabelings_of_200_events(bencher: divan::Bencher<'_, '_>) {
    let (strata, mut permutation) = (strata(), Permutation::new(10_000, 1_000));
    bencher.bench_local(|| permutation.test(&strata, &mut Stream::new(1, &["bench"])));
}

#[divan::bench]
fn a_thousand_bootstrap_samples_of_200_events(bencher: divan::Bencher<'_, '_>) {
    let pairs: Vec<(f64, f64)> =
        strata().contrasts().map(|it| (it.weight * it.difference, it.weight)).collect();
    let Some(mut bootstrap) = Bootstrap::new(&Draws::new(1, 1_000).into(), 0.95) else { return };
    bencher.bench_local(|| bootstrap.ratio(&pairs));
}
