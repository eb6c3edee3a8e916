//! `entities.csv`: who and what the articles name, and under which names.

use super::Comparison;
use crate::error::Result;
use crate::key::About;
use crate::study::Study;
use crate::tables::{Cell, Column, Schema, Table};

/// An entity of fewer mentions has no rows: most names of a corpus stand in it once.
const FEWEST: u32 = 2;

const SCHEMA: Schema = Schema {
    name: "entities",
    row: "a name or label of an entity",
    key: &["entity", "alias"],
    columns: &[
        Column::text(
            "entity",
            "the full name: the most complete one that the articles give, or that of the built-in lists of places and \
             organisations; entities of a single mention are left out",
        ),
        Column::text("alias", "a name or label under which it is mentioned, its title included"),
        Column::text("kind", "what the entity is: person, organisation, place, or other where nothing tells"),
        Column::count("n", "mentions", "mentions under this alias in all articles, headlines included"),
        Column::count("n_articles", "articles", "articles that have the alias for the entity"),
    ],
    foreign_keys: &[],
};

/// The table of entities.
#[derive(Debug)]
pub(crate) struct EntityTable;

impl Comparison for EntityTable {
    fn about(&self) -> About {
        About {
            name: "entities",
            line: "persons, organisations and places that are named, with all their names",
            unit: "mentions",
            limits: "one entity a full name: two persons of one name are one; a family name alone is an entity of its own \
                     where several persons may be meant; see the measure `names`",
            source: "",
        }
    }

    fn schemas(&self) -> &'static [&'static Schema] {
        &[&SCHEMA]
    }

    fn part(&self, study: &Study, _part: usize) -> Result<Vec<Table>> {
        let mut table = Table::new(&SCHEMA);
        for entity in study.entities.iter().filter(|entity| entity.n >= FEWEST) {
            let name = Cell::shared(&entity.name);
            let kind = Cell::text(entity.kind.name());
            for alias in &entity.aliases {
                table.push([
                    name.clone(),
                    Cell::text(study.entities.alias(alias.alias)),
                    kind.clone(),
                    Cell::whole(u64::from(alias.n)),
                    Cell::whole(u64::from(alias.n_articles)),
                ]);
            }
        }
        Ok(vec![table])
    }
}
