//! How names of several articles are joined.

use super::{Corpus, Entities, KnownNames, NameKind, read};
use crate::article::Article;
use crate::harvest::ArticleRecord;
use crate::text::lexicon::Lexicon;
use crate::text::names::{NameFinder, NameLists, NameWords};
use crate::text::{Analyser, NumberedWords, Vocabulary};

fn article(title: &str, text: &str) -> Article {
    Article {
        id: String::new(),
        outlet: String::new(),
        title: title.to_owned(),
        text: text.to_owned(),
        published: None,
        url: String::new(),
        author: String::new(),
        language: String::new(),
        event: None,
        source_file: std::sync::Arc::from(""),
        source_record: 1,
    }
}

/// The entities of articles, each given as (event, title, text).
fn entities(given: &[(u32, &str, &str)]) -> Entities {
    let parse = |content| Lexicon::parse("list", content).unwrap();
    let stop_words = parse(include_str!("../../data/lexicons/stop_words.csv"));
    let stop_words = Vocabulary::from_forms(stop_words.entries.iter().map(|entry| entry.text.as_bytes()));
    let (places, organisations) = (
        parse(include_str!("../../data/lexicons/place_names.csv")),
        parse(include_str!("../../data/lexicons/organisation_names.csv")),
    );
    let lists = NameLists {
        words: &parse(include_str!("../../data/lexicons/name_words.csv")),
        given: &parse(include_str!("../../data/lexicons/given_names.csv")),
        places: &places,
        organisations: &organisations,
        stop_words: &stop_words,
    };
    let mut vocabulary = Vocabulary::default();
    for (_, title, text) in given {
        let _ = NumberedWords::read((title, text), &mut vocabulary);
    }
    let words = NameWords::new(lists, &vocabulary);
    let (mut analyser, mut finder) = (Analyser::default(), NameFinder::default());
    let (mut articles, mut records, mut event_of) = (Vec::new(), Vec::new(), Vec::new());
    for (event, title, text) in given {
        let mut record = ArticleRecord::default();
        finder.find(&analyser.analyse((title, text), &[], &vocabulary), &words, &mut record.names);
        records.push(record);
        articles.push(article(title, text));
        event_of.push(*event);
    }
    let corpus = Corpus { articles: &articles, records: &records, event_of: &event_of };
    let known = KnownNames::new(&places, &organisations);
    let whole = Entities::join(corpus, vec![read(corpus, 0..articles.len())], &known);
    let parts = (0..articles.len()).map(|number| read(corpus, number..number + 1)).collect();
    let joined = Entities::join(corpus, parts, &known);
    assert_eq!(format!("{whole:?}"), format!("{joined:?}"), "the cut into parts must not matter");
    whole
}

/// The names of what an article mentions, in order.
fn named(entities: &Entities, article: u32) -> Vec<&str> {
    entities.mentions_of(article).iter().map(|it| entities.name(it.entity)).collect()
}

#[test]
fn a_family_name_is_joined_to_the_full_name_of_its_article() {
    let found = entities(&[(0, "", "They met Emil Zarkan. Later Mr. Zarkan left. We saw Zarkan go.")]);
    assert_eq!(named(&found, 0), ["Emil Zarkan"; 3]);
    let entity = found.iter().find(|it| &*it.name == "Emil Zarkan").unwrap();
    assert_eq!((entity.kind, entity.n, entity.n_articles), (NameKind::Person, 3, 1));
    let mut aliases: Vec<&str> = entity.aliases.iter().map(|it| found.alias(it.alias)).collect();
    aliases.sort_unstable();
    assert_eq!(aliases, ["Emil Zarkan", "Mr Zarkan", "Zarkan"]);
}

#[test]
fn a_family_name_alone_is_joined_over_the_event() {
    let found = entities(&[
        (0, "", "They met Emil Zarkan there."),
        (0, "", "We saw Zarkan go."),
        (1, "", "They met Ann Zarkan there."),
    ]);
    assert_eq!(named(&found, 1), ["Emil Zarkan"]);
}

#[test]
fn two_bearers_of_a_family_name_leave_it_alone() {
    let found = entities(&[
        (0, "", "They met Emil Zarkan and Ann Zarkan. We saw Zarkan go."),
        (0, "", "We saw Zarkan go."),
    ]);
    assert_eq!(named(&found, 0), ["Emil Zarkan", "Ann Zarkan", "Zarkan"]);
    assert_eq!(named(&found, 1), ["Zarkan"]);
}

#[test]
fn initials_join_unless_they_part_two_persons() {
    let found = entities(&[(0, "", "They met Emil Q. Zarkan. We saw Emil Zarkan go.")]);
    assert_eq!(named(&found, 0), ["Emil Zarkan", "Emil Zarkan"]);
    let found = entities(&[(0, "", "They met Emil Q. Zarkan and Emil R. Zarkan. We saw Emil Zarkan go.")]);
    assert_eq!(named(&found, 0), ["Emil Q. Zarkan", "Emil R. Zarkan", "Emil Zarkan"]);
}

#[test]
fn acronyms_stand_for_their_expansions_in_other_articles_too() {
    let found = entities(&[
        (0, "", "They left the Northern Harbour Agency (NHA) in anger."),
        (1, "", "We heard of the NHA then."),
    ]);
    assert_eq!(named(&found, 1), ["Northern Harbour Agency"]);
}

#[test]
fn adjectives_and_short_forms_of_lists_are_one_entity() {
    let found =
        entities(&[(0, "", "They left the U.S. for a French town. We like France and the United States.")]);
    assert_eq!(named(&found, 0), ["United States", "France", "France", "United States"]);
    assert_eq!(found.iter().map(|it| it.kind).collect::<Vec<_>>(), [NameKind::Place; 2]);
}

#[test]
fn labels_count_for_whom_they_stand() {
    let found = entities(&[(0, "", "They met embattled minister Jane Doe. Later Doe left.")]);
    let labels: Vec<(&str, &str)> = found
        .mentions_of(0)
        .iter()
        .filter(|it| it.is_label)
        .map(|it| (found.alias(it.alias), found.name(it.entity)))
        .collect();
    assert_eq!(labels, [("embattled minister", "Jane Doe")]);
}

#[test]
fn the_first_word_of_a_sentence_is_cut_where_the_corpus_shows_the_rest_to_be_the_name() {
    let found = entities(&[
        (0, "", "Gloomy Dovrany Harbour waits. They saw it."),
        (1, "", "They saw Dovrany Harbour there."),
    ]);
    assert_eq!(named(&found, 0), ["Dovrany Harbour"]);
    let mention = found.mentions_of(0)[0];
    assert_eq!((mention.start, mention.end), (7, 22));
}

#[test]
fn a_weak_name_counts_only_where_others_show_it() {
    let found = entities(&[
        (0, "", "Crowing was heard. They left."),
        (1, "", "Zarkan left. It rained."),
        (2, "", "We saw Zarkan."),
    ]);
    assert!(named(&found, 0).is_empty());
    assert_eq!(named(&found, 1), ["Zarkan"]);
}

#[test]
fn the_person_or_organisation_of_a_range_is_found() {
    let text = "We heard France and Emil Zarkan speak.";
    let found = entities(&[(0, "Zarkan speaks", text)]);
    let start = u32::try_from(text.find("Emil").unwrap()).unwrap();
    assert_eq!(found.named_in(0, (start, start + 4)).map(|it| &*it.name), Some("Emil Zarkan"));
    assert!(found.named_in(0, (0, 15)).is_none());
}

#[test]
fn nothing_gives_no_entities() {
    assert!(entities(&[]).is_empty());
    assert!(entities(&[(0, "", "")]).is_empty());
    assert_eq!(Entities::default().name(3), "");
}
