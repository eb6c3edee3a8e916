//! The laws that the house stands on, as properties.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use parallax::dfm::{Dfm, Feature, Scale};
use parallax::harvest::{ArticleRecord, Harvest, Observation, SentenceSize};
use parallax::key::{DifferenceTable, Voice, Zone};
use parallax::text::{Analyser, NumberedWords, Vocabulary, next_token};
use proptest::prelude::*;
use support::{article, figure, printed, tables, texts};

/// Text with all that the walk looks at: words, marks, quotes, breaks, letters beyond ASCII.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z]{1,8}",
        "[0-9]{1,4}",
        Just("\"".to_owned()),
        Just("“".to_owned()),
        Just("”".to_owned()),
        Just("'s".to_owned()),
        Just("’t".to_owned()),
        Just(". ".to_owned()),
        Just("! ".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just(" ".to_owned()),
        Just("U.S. ".to_owned()),
        Just("é–Ω\u{301}".to_owned()),
        Just("\u{202e}\u{0}".to_owned()),
        ".{0,4}",
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_and_gaps_tile_the_text(text in text()) {
        let (mut at, mut rebuilt) = (0, String::new());
        while let Some(span) = next_token(&text, at) {
            prop_assert!(span.start >= at && span.end > span.start);
            rebuilt.push_str(&text[at..span.start]);
            rebuilt.push_str(&text[span.start..span.end]);
            prop_assert!(!text[at..span.start].contains(char::is_alphanumeric));
            at = span.end;
        }
        rebuilt.push_str(&text[at..]);
        prop_assert_eq!(rebuilt, text);
    }

    #[test]
    fn every_token_is_in_one_sentence_and_every_place_is_a_character_boundary(title in text(), text in text()) {
        let mut vocabulary = Vocabulary::default();
        let _ = NumberedWords::read((&title, &text), &mut vocabulary);
        let mut analyser = Analyser::default();
        let document = analyser.analyse((&title, &text), &[], &vocabulary);
        let mut next = 0;
        let mut end = (Zone::Headline, 0);
        for sentence in document.sentences() {
            prop_assert_eq!(sentence.first_token, next);
            prop_assert!(sentence.end_token > next);
            next = sentence.end_token;
            prop_assert!(!document.slice(sentence).is_empty());
            if (sentence.zone == Zone::Headline) == (end.0 == Zone::Headline) {
                prop_assert!(sentence.start >= end.1);
            }
            end = (sentence.zone, sentence.end);
            for token in document.tokens_of(sentence) {
                prop_assert!(token.start >= sentence.start && token.end <= sentence.end);
            }
        }
        prop_assert_eq!(next as usize, document.tokens().len());
        let mut before = 0;
        for quotation in document.quotations() {
            prop_assert!(quotation.start >= before && quotation.end > quotation.start);
            prop_assert!(text.is_char_boundary(quotation.start) && text.is_char_boundary(quotation.end));
            before = quotation.end;
        }
    }

    #[test]
    fn merging_commutes_associates_and_has_a_neutral_element(records in records()) {
        let of = |records: &[ArticleRecord]| Dfm::from_records(8, &features(), records).unwrap();
        let whole = of(&records);
        let (left, right) = records.split_at(records.len() / 2);
        for (first, second) in [(left, right), (right, left), (&records[..], &[][..]), (&[][..], &records[..])] {
            let mut merged = of(first);
            merged.merge(&of(second)).unwrap();
            prop_assert_eq!(&merged, &whole);
        }
        let mut by_one = Dfm::new(8, &features());
        for record in records.iter().rev() {
            by_one.merge(&of(std::slice::from_ref(record))).unwrap();
        }
        prop_assert_eq!(&by_one, &whole);
        let mut harvests: Vec<Harvest> = records.iter().map(|record| {
            let mut harvest = Harvest::default();
            harvest.add(record.clone());
            harvest
        }).collect();
        let mut backwards = Harvest::default();
        while let Some(harvest) = harvests.pop() {
            backwards.merge(harvest);
        }
        prop_assert_eq!(backwards.sorted(), records);
    }
}

fn features() -> Vec<Feature> {
    [("sentiment", Scale::MeanOfSentences), ("frames", Scale::RatePerThousand)]
        .map(|(name, scale)| Feature {
            measure: name.to_owned(),
            name: name.to_owned(),
            scale,
            table: DifferenceTable::Frames,
            needs_english: false,
            is_shown_in_events: true,
        })
        .to_vec()
}

fn records() -> impl Strategy<Value = Vec<ArticleRecord>> {
    let seen = (0..2_u16, any::<bool>(), 0..3_u8, any::<i32>()).prop_map(|(feature, own, zone, value)| {
        Observation {
            feature,
            voice: if own { Voice::Own } else { Voice::Quoted },
            zone: [Zone::Headline, Zone::Lead, Zone::Body][usize::from(zone)],
            sentence: 0,
            start: 0,
            end: 1,
            value,
        }
    });
    let size =
        (0..9_u32, 0..9_u32).prop_map(|(n_own, n_quoted)| SentenceSize { zone: Zone::Lead, n_own, n_quoted });
    let record = (proptest::collection::vec(seen, 0..5), proptest::collection::vec(size, 0..4));
    proptest::collection::vec(record, 0..8).prop_map(|records| {
        records
            .into_iter()
            .zip(0..)
            .map(|((observations, sentences), article)| ArticleRecord {
                article,
                sentences,
                observations,
                ..ArticleRecord::default()
            })
            .collect()
    })
}

/// Four outlets on four events; `red` is harsh, `gold` speaks of money.
fn corpus() -> Vec<parallax::article::Article> {
    let mut articles = Vec::new();
    for event in ["dam", "port", "vote", "fire"] {
        for (outlet, words) in [
            ("red", "It was a terrible failure and a shameful disaster."),
            ("gold", "The budget, the taxes and the costs of the market rose."),
            ("blue", "The council met. The mayor said the plan was good."),
            ("grey", "The council sat. The mayor called the plan a good one."),
        ] {
            let text = format!(
                "The {event} was the matter of the day in the {event} district. {words} \"We are happy,\" said Ann {event}."
            );
            articles.push(article(&format!("{event}-{outlet}"), outlet, event, &text));
        }
    }
    articles
}

const OWN: [&str; 4] = ["ALL", "compound", "own", "all"];

fn own_difference(tables: &parallax::tables::TableSet, outlet: &str) -> f64 {
    let wanted: Vec<&str> = OWN.iter().copied().chain([outlet]).collect();
    figure(tables, "sentiment", &wanted, "difference").unwrap()
}

#[test]
fn threads_and_the_order_of_articles_change_nothing() {
    let one = printed(&tables(corpus(), 1));
    let mut reversed = corpus();
    reversed.reverse();
    assert_eq!(one, printed(&tables(reversed, 3)));
}

#[test]
fn an_event_that_an_outlet_did_not_cover_changes_none_of_its_differences() {
    let before = tables(corpus(), 2);
    let mut more = corpus();
    more.push(article("z1", "gold", "zoo", "A zoo opened. It was lovely."));
    more.push(article("z2", "blue", "zoo", "A zoo opened. It was awful."));
    let after = tables(more, 2);
    let rows = |tables: &parallax::tables::TableSet| -> Vec<String> {
        let mut table = tables.get("sentiment").unwrap().clone();
        // The adjusted p-value sees all tests; all else sees the outlet's own events only.
        let q_value = table.schema().position("q_value").unwrap();
        table.rows_mut().for_each(|row| row[q_value] = parallax::tables::Cell::Empty);
        table.rows().map(|row| format!("{row:?}")).filter(|row| row.contains("\"red\"")).collect()
    };
    let (before, after) = (rows(&before), rows(&after));
    assert!(before.len() > 20);
    assert_eq!(before, after);
}

#[test]
fn doubling_each_article_leaves_rates_and_differences_alone() {
    let single = tables(corpus(), 2);
    let doubled = corpus().into_iter().flat_map(|it| {
        let copy = parallax::article::Article { id: format!("{}-again", it.id), ..it.clone() };
        [it, copy]
    });
    let doubled = tables(doubled.collect(), 2);
    for outlet in ["red", "gold", "blue", "grey"] {
        assert_eq!(own_difference(&single, outlet).to_bits(), own_difference(&doubled, outlet).to_bits());
        for column in ["estimate", "reference", "difference"] {
            let wanted = ["ALL", outlet, "economic", "all"];
            assert_eq!(
                figure(&single, "frames", &wanted, column),
                figure(&doubled, "frames", &wanted, column)
            );
        }
    }
}

#[test]
fn swapping_two_outlets_swaps_signs() {
    let two = |swap: bool| {
        let articles = corpus().into_iter().filter(|it| it.outlet == "red" || it.outlet == "blue");
        articles
            .map(|mut it| {
                if swap {
                    it.outlet = if it.outlet == "red" { "blue".to_owned() } else { "red".to_owned() };
                }
                it
            })
            .collect()
    };
    let (plain, swapped) = (tables(two(false), 2), tables(two(true), 2));
    let (one, other) = (own_difference(&plain, "red"), own_difference(&swapped, "red"));
    assert!(one < -0.1, "{one}");
    assert_eq!(one.to_bits(), (-other).to_bits());
}

#[test]
fn renaming_an_outlet_renames_its_rows_and_nothing_else() {
    let plain = printed(&tables(corpus(), 2));
    let mut renamed = corpus();
    renamed.iter_mut().filter(|it| it.outlet == "red").for_each(|it| it.outlet = "zed".to_owned());
    let mut expected: Vec<String> = plain
        .into_iter()
        .filter(|row| !row.starts_with("similarity"))
        .map(|row| row.replace("Text(\"red\")", "Text(\"zed\")"))
        .collect();
    let mut found: Vec<String> =
        printed(&tables(renamed, 2)).into_iter().filter(|row| !row.starts_with("similarity")).collect();
    expected.sort();
    found.sort();
    assert_eq!(expected, found);
}

#[test]
fn the_mean_of_an_outlet_less_that_of_the_others_is_the_difference() {
    let tables = tables(corpus(), 2);
    for outlet in ["red", "gold", "blue", "grey"] {
        let wanted: Vec<&str> = OWN.iter().copied().chain([outlet]).collect();
        let value = |column| figure(&tables, "sentiment", &wanted, column).unwrap();
        assert!((value("estimate") - value("reference") - value("difference")).abs() < 1e-5);
    }
}

const PARTS: [&str; 3] = ["total", "selection", "framing"];

/// The corpus, and more events that single outlets or two of them report.
fn wider_corpus() -> Vec<parallax::article::Article> {
    let mut articles = corpus();
    for (id, outlet, event, text) in [
        ("zoo-red", "red", "zoo", "A zoo opened. It was lovely. The taxes rose."),
        ("zoo-red-2", "red", "zoo", "The zoo was a joy for all. Visitors were delighted with the zoo."),
        ("sea-blue", "blue", "sea", "The sea was calm. Nobody was hurt."),
        (
            "sea-red",
            "red",
            "sea",
            "The sea was calm and pleasant. Some said it was a disaster for the market.",
        ),
        ("law-grey", "grey", "law", "The court heard of a horrible crime. The judge was angry."),
    ] {
        articles.push(article(id, outlet, event, text));
    }
    articles
}

#[test]
fn selection_and_framing_add_up_and_framing_is_the_difference_on_the_same_events() {
    let tables = tables(wider_corpus(), 2);
    let mut n_seen = 0;
    for outlet in ["red", "gold", "blue", "grey"] {
        for (table, feature) in [("sentiment", "compound"), ("frames", "economic"), ("style", "numbers")] {
            let value = |column| figure(&tables, "selection_framing", &[outlet, feature], column).unwrap();
            let [total, selection, framing] = PARTS.map(value);
            let largest = total.abs().max(selection.abs()).max(framing.abs()).max(1e-3);
            // Each is printed with six digits.
            assert!((selection + framing - total).abs() <= 1e-5 * largest, "{outlet} {feature}");
            let pooled: Vec<String> = texts(&tables, table, &["ALL", outlet, feature, "all"], "zone");
            let at = pooled.iter().position(|zone| zone == "all").unwrap();
            let differences = texts(&tables, table, &["ALL", outlet, feature, "all"], "difference");
            let difference: f64 = differences[at].parse().unwrap();
            assert!((framing - difference).abs() <= 1e-5 * difference.abs().max(1e-3), "{outlet} {feature}");
            n_seen += usize::from(selection != 0.0 && framing != 0.0);
        }
    }
    assert!(n_seen >= 4, "{n_seen}");
}

#[test]
fn swapping_two_outlets_swaps_the_signs_of_all_parts_and_keeps_what_could_be_seen() {
    let two = |swap: bool| -> Vec<parallax::article::Article> {
        let of_two = wider_corpus().into_iter().filter(|it| it.outlet == "red" || it.outlet == "blue");
        let other = |name: &str| if (name == "red") == swap { "blue" } else { "red" };
        of_two.map(|it| parallax::article::Article { outlet: other(&it.outlet).to_owned(), ..it }).collect()
    };
    let (plain, swapped) = (tables(two(false), 2), tables(two(true), 2));
    for part in PARTS {
        for (column, mirrored) in [("", ""), ("_ci_low", "_ci_high"), ("_ci_high", "_ci_low")] {
            let of = |tables, outlet, end| {
                figure(tables, "selection_framing", &[outlet, "compound"], &format!("{part}{end}")).unwrap()
            };
            let (one, other) = (of(&plain, "red", column), of(&plain, "blue", mirrored));
            // Few events are widened by their number, which is that of the outlet.
            let allowed = if column.is_empty() || part == "framing" { 1e-5 } else { 0.5 };
            assert!((one + other).abs() <= allowed * one.abs(), "{part}{column}: {one} {other}");
            assert!((of(&plain, "red", column) - of(&swapped, "blue", column)).abs() <= 1e-5 * one.abs());
        }
    }
    let least =
        |outlet| figure(&plain, "power", &[outlet, "compound"], "minimum_detectable_difference").unwrap();
    assert!((least("red") - least("blue")).abs() < 1e-9 && least("red") > 0.0);
}

#[test]
fn doubling_each_article_leaves_selection_framing_and_trends_alone() {
    let doubled = wider_corpus().into_iter().flat_map(|it| {
        let copy = parallax::article::Article { id: format!("{}-again", it.id), ..it.clone() };
        [it, copy]
    });
    let (single, doubled) = (tables(dated(wider_corpus()), 2), tables(dated(doubled.collect()), 2));
    for outlet in ["red", "gold", "blue", "grey"] {
        for feature in ["compound", "economic"] {
            for part in PARTS {
                let of = |tables| figure(tables, "selection_framing", &[outlet, feature], part).unwrap();
                assert!((of(&single) - of(&doubled)).abs() <= 1e-6 * of(&single).abs(), "{outlet} {part}");
            }
            for column in ["period", "estimate", "reference", "change_point", "change"] {
                let of = |tables| texts(tables, "trends", &[outlet, feature], column);
                assert_eq!(of(&single), of(&doubled), "{outlet} {feature} {column}");
            }
        }
    }
}

/// Each event in a week of its own, in the order of the alphabet.
fn dated(mut articles: Vec<parallax::article::Article>) -> Vec<parallax::article::Article> {
    let mut events: Vec<String> = articles.iter().filter_map(|it| it.event.clone()).collect();
    events.sort();
    events.dedup();
    for article in &mut articles {
        let week = events.iter().position(|event| Some(event) == article.event.as_ref()).unwrap();
        if let Some(published) = &mut article.published {
            published.seconds += 7 * 86_400 * i64::try_from(week).unwrap();
        }
    }
    articles
}

#[test]
fn articles_without_a_date_are_in_no_period() {
    let mut articles = dated(wider_corpus());
    articles
        .iter_mut()
        .filter(|it| it.outlet == "grey" || it.id == "zoo-red")
        .for_each(|it| it.published = None);
    let tables = tables(articles, 2);
    assert!(texts(&tables, "trends", &["grey", "compound"], "estimate").is_empty());
    let of_red = |column| texts(&tables, "trends", &["red", "compound"], column);
    assert_eq!(of_red("n_articles"), ["1"; 6]);
    assert_eq!(of_red("period_unit"), ["week"; 6]);
    let periods = of_red("period");
    assert!(periods.is_sorted() && periods[0] == "2026-02-02", "{periods:?}");
    assert_eq!(texts(&tables, "trends", &["gold", "compound"], "p_note")[0], "");
    assert_eq!(texts(&tables, "trends", &["gold", "mattr"], "p_note").len(), 0, "texts too short for it");
}

#[test]
fn what_cannot_be_contrasted_is_empty_and_says_why() {
    let notes = |articles: Vec<parallax::article::Article>, outlet: &str| {
        let tables = tables(articles, 1);
        let of = |table, column| texts(&tables, table, &[outlet, "compound"], column).join(" ");
        assert_eq!(of("power", "minimum_detectable_difference"), "");
        assert_eq!(
            of("selection_framing", "framing").is_empty(),
            !of("selection_framing", "note").is_empty()
        );
        assert!(!of("selection_framing", "estimate").is_empty());
        ["selection_framing", "power", "trends"].map(|table| {
            texts(&tables, table, &[outlet, "compound"], if table == "trends" { "p_note" } else { "note" })[0]
                .clone()
        })
    };
    let one = |outlet: &str, event: &str| {
        article(&format!("{outlet}-{event}"), outlet, event, "It was a terrible day. The mayor was happy.")
    };
    assert_eq!(
        notes(vec![one("red", "a"), one("red", "b")], "red"),
        ["one_outlet", "one_outlet", "one_period"]
    );
    assert_eq!(
        notes(vec![one("red", "a"), one("blue", "b")], "red"),
        ["no_shared_event", "no_shared_event", "one_period"]
    );
    assert_eq!(notes(vec![one("red", "a"), one("blue", "a")], "red"), ["", "one_event", "one_period"]);
    let alike = vec![one("red", "a"), one("blue", "a"), one("red", "b"), one("blue", "b")];
    assert_eq!(notes(alike, "red"), ["", "all_equal", "one_period"]);
    let apart = dated(vec![one("red", "a"), one("red", "b"), one("blue", "b")]);
    assert_eq!(notes(apart, "red")[2], "all_equal");
}
