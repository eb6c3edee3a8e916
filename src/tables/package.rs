//! What the files of a result mean: `datapackage.json` for programs, `codebook.csv` for people. Both are made from the
//! schemas by which the tables were written.

use super::{Cell, Column, Kind, Schema, Table};
use serde_json::{Value, json};

/// The shape of `codebook.csv`.
pub const CODEBOOK: Schema = Schema {
    name: "codebook",
    row: "a column of a file",
    key: &[],
    columns: &[
        Column::text("file", "the file"),
        Column::text("column", "the column"),
        Column::text("type", "text, integer, number, boolean or date"),
        Column::new("unit", Kind::Text, "", "the unit or range", "it has none"),
        Column::text("meaning", "what it says; in brackets the name that broom gives to such a column"),
        Column::text("missing", "when a cell is empty"),
    ],
    foreign_keys: &[],
};

/// Our names beside those of R's broom.
const BROOM: &[(&str, &str)] = &[
    ("std_error", "std.error"),
    ("ci_low", "conf.low"),
    ("ci_high", "conf.high"),
    ("p_value", "p.value"),
    ("estimate", "estimate"),
];

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Date => "date",
    }
}

/// The codebook of some tables, in the order given.
#[must_use]
pub fn codebook(schemas: &[&'static Schema]) -> Table {
    let mut table = Table::new(&CODEBOOK);
    for schema in schemas {
        for column in schema.columns {
            let broom = BROOM.iter().find(|(ours, _)| *ours == column.name);
            let meaning = broom.map_or(column.meaning.to_owned(), |(_, theirs)| format!("{} (broom: {theirs})", column.meaning));
            table.push([
                Cell::text(&format!("{}.csv", schema.name)),
                Cell::text(column.name),
                Cell::text(type_name(column.kind)),
                Cell::text(column.unit),
                Cell::text(&meaning),
                Cell::text(column.missing),
            ]);
        }
    }
    table
}

/// The descriptor of a Frictionless Data Package with one resource a file.
///
/// # Shape
/// `files` are (file name, schema).
#[must_use]
pub fn descriptor(files: &[(String, &'static Schema)]) -> Value {
    let names: Vec<&str> = files.iter().map(|(_, schema)| schema.name).collect();
    let resources: Vec<Value> = files.iter().map(|(file, schema)| resource(file, schema, &names)).collect();
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "parallax-result",
        "title": "How outlets cover the same events",
        "resources": resources,
    })
}

fn resource(file: &str, schema: &Schema, names: &[&str]) -> Value {
    let is_csv = file.ends_with(".csv");
    let fields: Vec<Value> = schema.columns.iter().map(field).collect();
    let foreign: Vec<Value> = schema
        .foreign_keys
        .iter()
        // A pooled row's event is ALL, which no table of events holds: such columns are not declared by their schemas.
        .filter(|key| names.contains(&key.table))
        .map(|key| json!({"fields": [key.column], "reference": {"resource": key.table, "fields": [key.target]}}))
        .collect();
    let mut table_schema = json!({"fields": fields, "missingValues": [""]});
    if !schema.key.is_empty() {
        table_schema["primaryKey"] = json!(schema.key);
    }
    if !foreign.is_empty() {
        table_schema["foreignKeys"] = json!(foreign);
    }
    let (format, media) = if is_csv { ("csv", "text/csv") } else { ("parquet", "application/vnd.apache.parquet") };
    let name = if is_csv { schema.name.to_owned() } else { format!("{}-parquet", schema.name) };
    json!({
        "name": name,
        "path": file,
        "description": format!("One row is {}.", schema.row),
        "format": format,
        "mediatype": media,
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": table_schema,
    })
}

fn field(column: &Column) -> Value {
    let kind = match column.kind {
        // A column may hold days and moments side by side.
        Kind::Text | Kind::Date => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
    };
    let mut field = json!({"name": column.name, "type": kind, "description": column.meaning});
    if !column.unit.is_empty() {
        field["unit"] = json!(column.unit);
    }
    if column.missing == "never" {
        field["constraints"] = json!({"required": true});
    } else {
        field["missing"] = json!(column.missing);
    }
    field
}

#[cfg(test)]
mod tests {
    use super::super::{Column, ForeignKey, Kind, Schema};
    use super::{codebook, descriptor};

    const SCHEMA: Schema = Schema {
        name: "figures",
        row: "a figure",
        key: &["name"],
        columns: &[Column::text("name", "a name"), Column::new("p_value", Kind::Number, "0 to 1", "chance", "no test")],
        foreign_keys: &[ForeignKey { column: "name", table: "absent", target: "name" }],
    };

    #[test]
    fn every_column_is_explained() {
        let book = codebook(&[&SCHEMA]);
        let rows: Vec<_> = book.rows().collect();
        assert_eq!((rows.len(), rows[1][4].as_text()), (2, "chance (broom: p.value)"));
        let package = descriptor(&[("figures.csv".to_owned(), &SCHEMA)]);
        let resource = &package["resources"][0];
        assert_eq!(resource["schema"]["primaryKey"][0], "name");
        assert_eq!(resource["schema"]["fields"][1]["missing"], "no test");
        assert!(resource["schema"].get("foreignKeys").is_none());
    }
}
