//! `vectors.parquet` and `vocabulary.csv`: the articles as vectors of terms, for work of the analyst's own.

use super::Comparison;
use crate::error::Result;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Cell, Column, ForeignKey, Kind, Schema, Table};

const VECTORS: Schema = Schema {
    name: "vectors",
    row: "a term of an article",
    key: &["article_id", "term_id"],
    columns: &[
        Column::text("article_id", "the article"),
        Column::count("term_id", "", "the term"),
        Column::count("count", "", "how often the article has it"),
        Column::new("tf_idf", Kind::Number, "", "count times the term's idf", "never"),
    ],
    foreign_keys: &[
        ForeignKey { column: "article_id", table: "articles", target: "article_id" },
        ForeignKey { column: "term_id", table: "vocabulary", target: "term_id" },
    ],
};

const VOCABULARY: Schema = Schema {
    name: "vocabulary",
    row: "a term that stands in at least two articles",
    key: &["term_id"],
    columns: &[
        Column::count("term_id", "", "its number, in the order of spelling"),
        Column::text("term", "a word, or two neighbouring words, in lower case"),
        Column::count("n", "", "how often the corpus has it"),
        Column::count("n_articles", "articles", "in how many articles it stands"),
        Column::new("idf", Kind::Number, "", "ln(articles of the corpus / n_articles)", "never"),
    ],
    foreign_keys: &[],
};

/// The vectors; empty unless `--vectors` asks for them.
#[derive(Debug)]
pub(crate) struct Vectors;

impl Comparison for Vectors {
    fn about(&self) -> About {
        About {
            name: "vectors",
            line: "articles as vectors of term counts (--vectors)",
            unit: "counts and TF-IDF",
            limits: "stop words, numbers and terms of one article are left out",
            source: "Salton & Buckley 1988",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&VECTORS, &VOCABULARY]
    }

    fn n_parts(&self, study: &Study) -> usize {
        usize::from(study.options.vectors)
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let (mut vectors, mut vocabulary) = (Table::new(&VECTORS), Table::new(&VOCABULARY));
        #[expect(clippy::cast_precision_loss, reason = "a corpus has fewer than 2^53 articles")]
        let n = study.articles.len() as f64;
        let idf: Vec<f64> = (0..study.terms.n_terms())
            .map(|term| (n / f64::from(study.terms.n_articles(term))).ln())
            .collect();
        for (term, idf) in idf.iter().enumerate() {
            vocabulary.push([
                Cell::count(term),
                Cell::text(&study.terms.spelling(term)),
                Cell::whole(study.terms.count(term)),
                Cell::whole(u64::from(study.terms.n_articles(term))),
                Cell::number(*idf),
            ]);
        }
        for (index, article) in study.articles.iter().enumerate() {
            let id = Cell::text(&article.id);
            for row in study.terms.of_article(index) {
                vectors.push([
                    id.clone(),
                    Cell::whole(u64::from(row.term)),
                    Cell::whole(u64::from(row.all)),
                    Cell::number(f64::from(row.all) * idf[row.term as usize]),
                ]);
            }
        }
        Ok(vec![vectors, vocabulary])
    }
}
