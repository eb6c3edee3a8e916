//! What the columns mean: `datapackage.json` for programs and `codebook.csv` for people, from the same schemas.

use super::{Cell, Column, ForeignKey, Kind, Schema, Table};
use serde_json::{Value, json};
use std::borrow::Cow;

/// A table as it was written.
#[derive(Clone, Copy, Debug)]
pub struct TableFile {
    /// The table's shape.
    pub schema: &'static Schema,
    /// How the file's name ends, without the dot: `csv` or `parquet`.
    pub extension: &'static str,
}

impl TableFile {
    /// The file's name in the folder of the result.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}.{}", self.schema.name, self.extension)
    }
}

/// The shape of `codebook.csv`.
pub const CODEBOOK: Schema = Schema {
    name: "codebook",
    row: "a column of a table, in the order of the file",
    key: &["file", "column"],
    columns: &[
        Column::text("file", "the file"),
        Column::text("column", "the column's name in the header"),
        Column::text(
            "type",
            "text, integer, number, boolean (true, false) or date (a day or a moment in ISO 8601)",
        ),
        Column::new("unit", Kind::Text, "", "the unit or range", "the column has none"),
        Column::text("meaning", "what a cell says"),
        Column::text("missing", "when a cell is empty"),
    ],
    foreign_keys: &[],
};

/// The codebook of these files: a row a column, files in the order given, columns in the order of the file (an analyst
/// reads it beside the table, so it is not sorted by name).
#[must_use]
pub fn codebook(files: &[TableFile]) -> Table {
    let mut table = Table::new(&CODEBOOK);
    for file in files {
        for column in file.schema.columns {
            table.push([
                Cell::text(&file.path()),
                Cell::text(column.name),
                Cell::text(type_name(column.kind)),
                Cell::text(column.unit),
                Cell::text(&meaning(column)),
                Cell::text(column.missing),
            ]);
        }
    }
    table
}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Date => "date",
    }
}

/// The meaning, with the name that R's broom gives the column where it has another.
fn meaning(column: &Column) -> Cow<'static, str> {
    let broom = match column.name {
        "std_error" => "std.error",
        "ci_low" => "conf.low",
        "ci_high" => "conf.high",
        "p_value" => "p.value",
        _ => return Cow::Borrowed(column.meaning),
    };
    Cow::Owned(format!("{} (in broom: {broom})", column.meaning))
}

/// `datapackage.json`: a Frictionless Data Package (version 2; what version 1 needs is there too) with a Table Schema
/// a file. `unit` and `missing` of a field are additions of ours, as the standard allows.
///
/// # Returns
/// The JSON text. A table that was written in two forms has two resources: the first bears the table's name, and
/// foreign keys point to it; a key into a table that is not among the files is left out.
#[must_use]
pub fn data_package(files: &[TableFile]) -> String {
    let resources: Vec<Value> =
        files.iter().enumerate().map(|(at, file)| resource(file, at, files)).collect();
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "data-package",
        "name": "parallax-result",
        "title": "How news outlets cover the same events",
        "description": "Tables made by parallax. manifest.json has the version, the options and the digests.",
        "resources": resources,
    });
    format!("{package:#}\n")
}

fn resource(file: &TableFile, at: usize, files: &[TableFile]) -> Value {
    let name = file.schema.name;
    let is_first = files[..at].iter().all(|other| other.schema.name != name);
    let mut resource = json!({
        "name": if is_first { name.to_owned() } else { file.path() },
        "path": file.path(),
        "title": format!("A row is {}", file.schema.row),
        "type": "table",
        "format": file.extension,
    });
    if file.extension == "csv" {
        resource["profile"] = json!("tabular-data-resource");
        resource["mediatype"] = json!("text/csv");
        resource["encoding"] = json!("utf-8");
        resource["dialect"] = json!({ "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true, "header": true });
    }
    resource["schema"] = table_schema(file.schema, files);
    resource
}

fn table_schema(schema: &Schema, files: &[TableFile]) -> Value {
    let fields: Vec<Value> = schema.columns.iter().map(field).collect();
    let mut described = json!({ "fields": fields, "missingValues": [""] });
    if !schema.key.is_empty() {
        described["primaryKey"] = json!(schema.key);
    }
    let is_written = |table: &str| files.iter().any(|file| file.schema.name == table);
    // A column that points into groups where there are any points into outlets only where there are none.
    let is_first = |key: &ForeignKey| {
        let mut of_column =
            schema.foreign_keys.iter().filter(|it| it.column == key.column && is_written(it.table));
        of_column.next().is_some_and(|first| first.table == key.table)
    };
    let keys: Vec<Value> = schema
        .foreign_keys
        .iter()
        .filter(|key| is_written(key.table) && is_first(key))
        .map(|key| {
            // The standard writes a table's key into itself as an empty name.
            let resource = if key.table == schema.name { "" } else { key.table };
            json!({ "fields": [key.column], "reference": { "resource": resource, "fields": [key.target] } })
        })
        .collect();
    if !keys.is_empty() {
        described["foreignKeys"] = json!(keys);
    }
    described
}

fn field(column: &Column) -> Value {
    // The standard's `date` is a day alone; a column of ours may hold days and moments.
    let kind = match column.kind {
        Kind::Text | Kind::Date => "string",
        kind => type_name(kind),
    };
    let mut field = json!({ "name": column.name, "type": kind, "description": meaning(column) });
    if !column.unit.is_empty() {
        field["unit"] = json!(column.unit);
    }
    field["missing"] = json!(column.missing);
    if column.missing == "never" {
        field["constraints"] = json!({ "required": true });
    }
    field
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::ForeignKey;

    const THINGS: Schema = Schema {
        name: "things",
        row: "a thing",
        key: &["thing"],
        columns: &[
            Column::text("thing", "its name"),
            Column::text("owner", "who has it"),
            Column::new("p_value", Kind::Number, "0 to 1", "how odd it is", "never tried"),
            Column::new("day", Kind::Date, "ISO 8601", "its day", "unknown"),
        ],
        foreign_keys: &[
            ForeignKey { column: "owner", table: "owners", target: "owner" },
            ForeignKey { column: "owner", table: "elsewhere", target: "owner" },
        ],
    };
    const OWNERS: Schema = Schema {
        name: "owners",
        row: "an owner",
        key: &["owner"],
        columns: &[Column::text("owner", "a name"), Column::text("above", "whose servant it is")],
        foreign_keys: &[ForeignKey { column: "above", table: "owners", target: "owner" }],
    };
    const FILES: &[TableFile] = &[
        TableFile { schema: &THINGS, extension: "csv" },
        TableFile { schema: &THINGS, extension: "parquet" },
        TableFile { schema: &OWNERS, extension: "csv" },
    ];

    #[test]
    fn each_file_is_a_resource_with_its_columns_and_keys() {
        let text = data_package(FILES);
        let package: Value = serde_json::from_str(&text).unwrap();
        let resources = package["resources"].as_array().unwrap();
        let names: Vec<&str> = resources.iter().map(|it| it["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["things", "things.parquet", "owners"]);
        assert_eq!(resources[1]["path"], "things.parquet");
        assert!(resources[1].get("dialect").is_none());
        let schema = &resources[0]["schema"];
        assert_eq!(schema["primaryKey"], json!(["thing"]));
        let key =
            json!([{ "fields": ["owner"], "reference": { "resource": "owners", "fields": ["owner"] } }]);
        assert_eq!(schema["foreignKeys"], key);
        assert_eq!(resources[2]["schema"]["foreignKeys"][0]["reference"]["resource"], "");
        let field = json!({
            "name": "p_value", "type": "number", "description": "how odd it is (in broom: p.value)",
            "unit": "0 to 1", "missing": "never tried",
        });
        assert_eq!(schema["fields"][2], field);
        assert_eq!(schema["fields"][0]["constraints"]["required"], true);
        assert_eq!(schema["fields"][3]["type"], "string");
        assert_eq!(text, data_package(FILES));
    }

    #[test]
    fn the_codebook_has_a_row_a_column() {
        let table = codebook(FILES);
        assert_eq!(table.n_rows(), 10);
        let row: Vec<&str> = table.rows().nth(2).unwrap().iter().map(Cell::as_text).collect();
        assert_eq!(
            row,
            ["things.csv", "p_value", "number", "0 to 1", "how odd it is (in broom: p.value)", "never tried"]
        );
        assert_eq!(table.rows().nth(7).unwrap()[2], Cell::text("date"));
    }
}
