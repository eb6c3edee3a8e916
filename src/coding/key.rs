//! The key: what the ids of a sheet stand for. Coders must not see it.

use super::draw::Drawn;
use super::passages::{Frame, Passage};
use super::target::Target;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::key::Zone;
use crate::tables::{Cell, Column, Kind, Schema, Table, csv};
use std::collections::BTreeMap;
use std::path::Path;

/// The shape of the key.
pub const KEY: Schema = Schema {
    name: "key",
    row: "a passage of the sheet",
    key: &["id"],
    columns: &[
        Column::text("id", "its id on the sheet"),
        Column::text("measure", "the measure"),
        Column::text("feature", "what coders look for"),
        Column::text("article_id", "its article"),
        Column::new(
            "outlet",
            Kind::Text,
            "",
            "the outlet (or group) of its stratum",
            "nothing names an outlet",
        ),
        Column::new("event_id", Kind::Text, "", "the article's event", "events were not looked for"),
        Column::text("zone", "headline, lead or body"),
        Column::count("start", "bytes", "its first byte, in the title for the headline, else in the text"),
        Column::count("end", "bytes", "the byte after the last"),
        Column::new("matched", Kind::Boolean, "", "whether the measure saw the feature in it", "never"),
        Column::count(
            "n_stratum",
            "sentences",
            "the sentences of its outlet that are matched, or are not, as it is",
        ),
        Column::count("n_drawn", "sentences", "how many of these were drawn"),
        Column::new("probability", Kind::Number, "0 to 1", "how likely it was to be drawn", "never"),
    ],
    foreign_keys: &[],
};

/// The key of what was drawn.
#[must_use]
pub fn key_table(drawn: &[Drawn], (frame, articles): (&Frame, &[Article]), target: &Target) -> Table {
    let mut table = Table::new(&KEY);
    for it in drawn {
        let Drawn { id, passage, size, n } = it;
        let article = &articles[passage.article as usize];
        #[expect(clippy::cast_precision_loss, reason = "sentences of a corpus")]
        let probability = *n as f64 / *size as f64;
        table.push([
            Cell::text(id),
            Cell::text(&target.measure),
            Cell::text(&target.feature),
            Cell::text(&article.id),
            Cell::text(frame.outlets.get(frame.outlet(passage)).map_or("", String::as_str)),
            Cell::text(article.event.as_deref().unwrap_or("")),
            Cell::text(passage.zone.name()),
            Cell::whole(u64::from(passage.start)),
            Cell::whole(u64::from(passage.end)),
            Cell::Boolean(passage.is_matched),
            Cell::count(*size),
            Cell::count(*n),
            Cell::number(probability),
        ]);
    }
    table.sort_by_key();
    table
}

/// What a key says.
#[derive(Debug)]
pub struct Key {
    /// What coders looked for.
    pub target: Target,
    rows: Vec<KeyRow>,
}

#[derive(Debug)]
struct KeyRow {
    id: String,
    article_id: String,
    is_in_text: bool,
    start: i64,
    is_matched: bool,
    size: i64,
}

/// Reads a key.
///
/// # Errors
/// When it cannot be read, is no key, or is empty.
pub fn read_key(path: &Path) -> Result<Key> {
    let table = csv::read(&KEY, path)?;
    let number = |cell: &Cell| if let Cell::Integer(value) = cell { *value } else { -1 };
    let mut target = None;
    let mut rows = Vec::new();
    for row in table.rows() {
        target = Some(Target { measure: row[1].as_text().to_owned(), feature: row[2].as_text().to_owned() });
        rows.push(KeyRow {
            id: row[0].as_text().to_owned(),
            article_id: row[3].as_text().to_owned(),
            is_in_text: row[6].as_text() != Zone::Headline.name(),
            start: number(&row[7]),
            is_matched: row[9] == Cell::Boolean(true),
            size: number(&row[10]),
        });
    }
    let target =
        target.ok_or_else(|| Error::content(path, "has no row; name the key of the sheet with --key"))?;
    Ok(Key { target, rows })
}

impl Key {
    /// The passages behind the ids.
    ///
    /// # Errors
    /// When the result is not the one from which the sheet was drawn.
    pub fn passages(
        &self,
        path: &Path,
        (frame, articles): (&Frame, &[Article]),
    ) -> Result<BTreeMap<&str, Passage>> {
        let ids: BTreeMap<&str, u32> = articles.iter().map(|it| it.id.as_str()).zip(0..).collect();
        let place = |it: &Passage| (it.article, it.zone != Zone::Headline, i64::from(it.start));
        let sizes = frame.sizes();
        let mut found = BTreeMap::new();
        for row in &self.rows {
            let wanted = ids.get(row.article_id.as_str()).map(|&at| (at, row.is_in_text, row.start));
            let passage = wanted.and_then(|wanted| {
                let at = frame.passages.binary_search_by(|it| place(it).cmp(&wanted)).ok()?;
                frame.passages.get(at)
            });
            let same = passage.filter(|it| {
                let size = sizes.get(frame.stratum(it)).and_then(|&size| i64::try_from(size).ok());
                it.is_matched == row.is_matched && size == Some(row.size)
            });
            let Some(passage) = same else {
                let problem = format!(
                    "id {} (article {}, byte {}): the result has no such passage in a stratum of {} sentences; name the result \
                     from which the sheet was drawn, or draw a new sheet",
                    row.id, row.article_id, row.start, row.size
                );
                return Err(Error::content(path, problem));
            };
            found.insert(row.id.as_str(), *passage);
        }
        Ok(found)
    }
}
