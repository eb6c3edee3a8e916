//! `boilerplate.csv`: what outlets print under many of their articles, and what is therefore left out of all counts.

use super::Comparison;
use super::cells::passage;
use crate::error::Result;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

const SCHEMA: Schema = Schema {
    name: "boilerplate",
    row: "a sentence that an outlet repeats under many of its articles",
    key: &["outlet", "example_article_id", "start"],
    columns: &[
        Column::text("outlet", "the outlet"),
        Column::new(
            "text",
            Kind::Text,
            "",
            "the sentence; others differ from it in numbers, case and punctuation only",
            "--quote-limit 0",
        ),
        Column::count("n_words", "words", "its words"),
        Column::count("n_articles", "articles", "the outlet's articles that have it"),
        Column::new("share_of_articles", Kind::Number, "0 to 1", "their share of its articles", "never"),
        Column::text("example_article_id", "the first article that has it"),
        Column::count("start", "bytes", "its first byte in the text of that article"),
        Column::count("end", "bytes", "the byte after the last"),
    ],
    foreign_keys: &[
        ForeignKey { column: "outlet", table: "outlets", target: "outlet" },
        ForeignKey { column: "example_article_id", table: "articles", target: "article_id" },
    ],
};

/// The table of boilerplate.
#[derive(Debug)]
pub(crate) struct BoilerplateTable;

impl Comparison for BoilerplateTable {
    fn about(&self) -> About {
        About {
            name: "boilerplate",
            line: "sentences that an outlet repeats under many articles, left out of all counts (--keep-boilerplate counts them)",
            unit: "",
            limits: "a sentence must stand in 5 articles and 1 % of the outlet's, or in 3 and half of them, that are otherwise \
                     different; what changes from article to article (a caption) is not found",
            source: "",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        for row in &study.boilerplate {
            let (article, (start, end)) = row.example;
            let article = &study.articles[article as usize];
            #[expect(clippy::cast_precision_loss, reason = "articles of one outlet")]
            let share = row.n_articles as f64 / row.n_articles_outlet as f64;
            table.push([
                Cell::text(&article.outlet),
                Cell::text(passage(&article.text, (start, end), study.options.quote_limit)),
                Cell::whole(u64::from(row.n_words)),
                Cell::count(row.n_articles),
                Cell::optional(Some(share)),
                Cell::text(&article.id),
                Cell::whole(u64::from(start)),
                Cell::whole(u64::from(end)),
            ]);
        }
        Ok(vec![table])
    }
}
