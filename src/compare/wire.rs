//! `wire.csv` and `wire_spans.csv`: who published the same text, and which bytes of an article are copied.

use super::Comparison;
use super::cells::passage;
use crate::error::Result;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

const TO_ARTICLE: ForeignKey = ForeignKey { column: "article_id", table: "articles", target: "article_id" };

const FAMILIES: Schema = Schema {
    name: "wire",
    row: "an article whose text others published too",
    key: &["wire_id", "article_id"],
    columns: &[
        Column::text("wire_id", "the text: wire- and the id of the article that had it first"),
        Column::text("article_id", "the article"),
        Column::text("outlet", "its outlet"),
        Column::text("event_id", "the event it reports"),
        Column::text(
            "role",
            "first (published it first, by date and time as far as they are known), copy (at least 90 % of its words are \
             copied), edited (fewer)",
        ),
        Column::new(
            "agency",
            Kind::Text,
            "",
            "the news agency by the article's credit line, dateline or sign-off, or the outlet where it is one",
            "the article names no agency",
        ),
        Column::new(
            "share_copied",
            Kind::Number,
            "0 to 1",
            "share of its words in passages of at least eight words that an earlier article of the text has too; for the \
             first one 0, unless an agency is named by any of them, whose words these then are",
            "never",
        ),
        Column::count("n_own_words", "words", "the words of its text that are not copied"),
    ],
    foreign_keys: &[
        TO_ARTICLE,
        ForeignKey { column: "outlet", table: "outlets", target: "outlet" },
        ForeignKey { column: "event_id", table: "events", target: "event_id" },
    ],
};

const SPANS: Schema = Schema {
    name: "wire_spans",
    row: "a copied passage",
    key: &["article_id", "start"],
    columns: &[
        Column::text("article_id", "the article"),
        Column::count("start", "bytes", "the first byte in the article's text"),
        Column::count("end", "bytes", "the byte after the last"),
        Column::text("wire_id", "the text that it is copied from"),
        Column::new(
            "text",
            Kind::Text,
            "",
            "how the passage begins: its first twelve words, or fewer with --quote-limit",
            "--quote-limit 0",
        ),
    ],
    foreign_keys: &[TO_ARTICLE],
};

/// The words of a passage that are shown.
const SHOWN: usize = 12;

/// The tables of copies.
#[derive(Debug)]
pub(crate) struct Wire;

impl Comparison for Wire {
    fn about(&self) -> About {
        About {
            name: "wire",
            line: "which articles are copies of one text, who had it first, and what they added",
            unit: "share of words",
            limits: "told from the words alone: an article that shares less than 65 % of the shorter text's words with \
                     another is no copy of it, and who was first is known only as far as dates are",
            source: "Broder 1997, On the resemblance and containment of documents; Schleimer, Wilkerson & Aiken 2003",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&FAMILIES, &SPANS]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let (mut families, mut spans) = (Table::new(&FAMILIES), Table::new(&SPANS));
        let limit = study.options.quote_limit.map_or(SHOWN, |limit| limit.min(SHOWN));
        for member in study.copies.families.iter().flat_map(|family| &family.members) {
            let at = member.article as usize;
            let article = &study.articles[at];
            let wire_id = wire_id(study, member.article);
            let agency = study.copies.agency_of.get(at).and_then(Option::as_ref);
            families.push([
                wire_id.clone(),
                Cell::text(&article.id),
                Cell::text(&article.outlet),
                Cell::shared(&study.event_ids[study.event_of[at] as usize]),
                Cell::text(member.role.name()),
                agency.map_or(Cell::Empty, |agency| Cell::text(agency)),
                Cell::optional(Some(member.share_copied)),
                Cell::whole(u64::from(member.n_own_words)),
            ]);
            for &(start, end) in &member.copied {
                spans.push([
                    Cell::text(&article.id),
                    Cell::whole(u64::from(start)),
                    Cell::whole(u64::from(end)),
                    wire_id.clone(),
                    Cell::text(passage(&article.text, (start, end), Some(limit))),
                ]);
            }
        }
        Ok(vec![families, spans])
    }
}

/// The id of the text that an article shares with others; empty where it shares none.
pub(crate) fn wire_id(study: &Study, article: u32) -> Cell {
    let family = study.copies.family_of.get(article as usize).copied().flatten();
    let first = family.and_then(|(family, _)| study.copies.families[family as usize].members.first());
    first.map_or(Cell::Empty, |first| {
        Cell::text(&format!("wire-{}", study.articles[first.article as usize].id))
    })
}
