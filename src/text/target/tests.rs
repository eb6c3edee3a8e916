//! Each rule in a sentence of its own.

use super::{FLAGS, Features, SIGNED, TargetCues, TargetLists, TargetWeights, rule_score};
use crate::text::cues::tests::cues;
use crate::text::lexicon::Lexicon;
use crate::text::vader::Vader;
use crate::text::{Analyser, NumberedWords, Vocabulary};

fn features_in(title: &str, text: &str, mention: &str) -> Features {
    let parse = |content| Lexicon::parse("list", content).unwrap();
    let verbs = parse(include_str!("../../../data/lexicons/target_verbs.csv"));
    let nouns = parse(include_str!("../../../data/lexicons/target_nouns.csv"));
    let words = parse(include_str!("../../../data/lexicons/target_words.csv"));
    let negations = parse(include_str!("../../../data/lexicons/negations.csv"));
    let report_verbs = parse(include_str!("../../../data/lexicons/report_verbs.csv"));
    let mut vocabulary = Vocabulary::default();
    let _ = NumberedWords::read((title, text), &mut vocabulary);
    let vocabulary = vocabulary.sorted();
    let lists = TargetLists {
        verbs: &verbs,
        nouns: &nouns,
        words: &words,
        negations: &negations,
        report_verbs: &report_verbs,
    };
    let targets = TargetCues::new(lists, &Vader::embedded().unwrap(), &vocabulary);
    let reports = cues(&vocabulary);
    let mut analyser = Analyser::default();
    let document = analyser.analyse((title, text), &[], &vocabulary);
    let sentence = document.sentences()[0];
    let start = u32::try_from(document.source(sentence.zone).find(mention).unwrap()).unwrap();
    let end = start + u32::try_from(mention.len()).unwrap();
    targets.features(&document, &sentence, (start, end), &reports).unwrap()
}

/// The rules that find something, with their sign, and the flags, without what the sentence as a whole says.
fn found(text: &str, mention: &str) -> String {
    let features = features_in("", text, mention);
    let names: Vec<String> = Features::names().collect();
    let is_set = |(_, value): &(&String, &f64)| **value > 0.0;
    let pairs = names.iter().zip(features.values()).filter(is_set);
    let shown = pairs.map(|(name, _)| name.as_str()).filter(|name| !name.starts_with("sentence"));
    shown.filter(|name| *name != "opens").collect::<Vec<_>>().join(" ")
}

fn has(text: &str, mention: &str, feature: &str) {
    let found = found(text, mention);
    assert!(found.split(' ').any(|name| name == feature), "{text} [{mention}]: {found}");
}

#[test]
fn verbs_throw_a_light_on_subject_and_object() {
    for (text, mention, feature) in [
        ("Orla Venn attacked Bram Tode.", "Orla Venn", "subject_bad"),
        ("Orla Venn attacked Bram Tode.", "Bram Tode", "object_bad"),
        ("Orla Venn praised Bram Tode.", "Bram Tode", "object_good"),
        ("Orla Venn was praised by Bram Tode.", "Orla Venn", "passive_good"),
        ("Orla Venn was accused by Bram Tode of theft.", "Orla Venn", "passive_bad"),
        ("The town was ruined by Bram Tode.", "Bram Tode", "agent_bad"),
        ("Orla Venn lashed out at Bram Tode.", "Bram Tode", "object_bad"),
        ("Orla Venn visited the port and rescued two sailors.", "Orla Venn", "subject_good"),
    ] {
        has(text, mention, feature);
    }
}

#[test]
fn nouns_with_a_preposition_and_what_someone_has_count() {
    has("Few heard the attack on Bram Tode.", "Bram Tode", "noun_bad");
    has("The support for Bram Tode grew.", "Bram Tode", "noun_good");
    has("Voters liked Tode's honesty.", "Tode", "owned_good");
    has("Few forgot his lies.", "his", "owned_bad");
}

#[test]
fn attributes_predicates_and_appositions_count() {
    has("The disgraced mayor Tode left.", "Tode", "attribute_bad");
    has("Tode is a hero.", "Tode", "predicate_good");
    has("Tode, a disgraced banker, left.", "Tode", "apposition_bad");
    has("Rivals called Tode a coward.", "Tode", "named_bad");
}

#[test]
fn a_negation_turns_a_word_round() {
    has("Tode is not a hero.", "Tode", "predicate_bad");
    has("Venn did not praise Tode.", "Tode", "object_bad");
}

#[test]
fn a_contrast_parts_what_stands_on_either_side() {
    has("Venn left, but the town had a terrible winter.", "Venn", "contrast_bad");
    let found = found("Venn left, but the town had a terrible winter.", "town");
    assert!(!found.contains("contrast"), "{found}");
}

#[test]
fn what_a_mention_says_counts_apart() {
    has("Tode said that the winter was terrible.", "Tode", "speech_bad");
    has("Tode said that the winter was terrible.", "Tode", "speaks");
    has("“The winter was terrible,” said Tode.", "Tode", "speech_bad");
}

#[test]
fn a_headline_is_read_as_a_sentence_of_the_title() {
    let features = features_in("Venn Slams Tode Over Port", "A text.", "Tode");
    let names: Vec<String> = Features::names().collect();
    let object = names.iter().position(|name| name == "object_bad").unwrap();
    assert!(features.values()[object] > 0.0);
}

#[test]
fn nothing_said_is_neutral_and_praise_is_better_than_blame() {
    let weights = TargetWeights::embedded().unwrap();
    let both = |text, mention| {
        let features = features_in("", text, mention);
        [weights.score(&features), rule_score(&features)]
    };
    let plain = both("The train to Ely leaves with Tode at noon.", "Tode");
    let good = both("Everyone praised Tode, a brave and honest mayor.", "Tode");
    let bad = both("Everyone condemned Tode, a corrupt and cruel mayor.", "Tode");
    for way in 0..2 {
        assert!(plain[way].abs() < super::NEUTRAL_BELOW, "{plain:?}");
        assert!(good[way] > 0.2 && bad[way] < -0.2, "{good:?} {bad:?}");
        assert!(good[way] <= 1.0 && bad[way] >= -1.0);
    }
}

#[test]
fn all_entries_of_the_verbs_fit_and_all_names_are_different() {
    let verbs = Lexicon::parse("v", include_str!("../../../data/lexicons/target_verbs.csv")).unwrap();
    assert!(verbs.entries.iter().all(|entry| entry.text.split(' ').count() <= 5));
    let mut names: Vec<String> = Features::names().collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 2 * SIGNED.len() + FLAGS.len());
}
