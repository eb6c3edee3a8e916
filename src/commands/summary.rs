//! The summary: what was compared and what stands out, in at most 25 lines.

use crate::key::ALL_EVENTS;
use crate::study::Study;
use crate::tables::{Cell, Table, TableSet};

/// How many differences of each table are told.
const TOLD: usize = 4;

/// What a study holds, and its strongest differences.
pub(super) fn lines(study: &Study, tables: &TableSet, n_skipped: usize) -> Vec<String> {
    let mut lines = vec![size(study, n_skipped)];
    lines.extend(copies(study));
    let n_shared = shared_events(tables);
    lines.push(match (study.outlets.len(), n_shared) {
        (1, _) => format!("Only one {} ({}): nothing can be compared; its own figures are in the tables.", one(study), study.outlets[0]),
        (_, 0) => format!(
            "No event is reported by two {}s: nothing can be compared; see events.csv for how articles were grouped \
             (--date-window, --events).",
            one(study)
        ),
        (_, n) => format!("Compared on the {n} events that at least two {}s report.", one(study)),
    });
    if n_shared > 0 && study.outlets.len() > 1 {
        for (name, what) in [
            ("sentiment", "sentiment, own voice"),
            ("frames", "frames, per 1,000 words"),
            ("style", "loaded language and style"),
        ] {
            if let Some(table) = tables.get(name) {
                lines.extend(differences(table, what));
            }
        }
    }
    lines
}

/// What is compared with what.
fn one(study: &Study) -> &'static str {
    if study.members.is_some() { "group" } else { "outlet" }
}

fn size(study: &Study, n_skipped: usize) -> String {
    let skipped = if n_skipped > 0 {
        format!(" {}, see skipped.csv.", counted(n_skipped, "record skipped", "records skipped"))
    } else {
        String::new()
    };
    let outlets = match &study.members {
        None => counted(study.outlets.len(), "outlet", "outlets"),
        Some(members) => format!(
            "{} in {} by {}",
            counted(members.outlets.len(), "outlet", "outlets"),
            counted(study.outlets.len(), "group", "groups"),
            members.column
        ),
    };
    format!(
        "{} from {outlets} on {}.{skipped}",
        counted(study.articles.len(), "article", "articles"),
        counted(study.events.len(), "event", "events"),
    )
}

/// How many articles are copies, where any is.
fn copies(study: &Study) -> Option<String> {
    let families = &study.copies.families;
    let n: usize = families.iter().map(|family| family.members.len() - 1).sum();
    (n > 0).then(|| {
        format!(
            "{} the text of {}, whole or edited: see wire.csv; counted with --wire {}.",
            counted(n, "article copies", "articles copy"),
            counted(families.len(), "other", "others"),
            study.options.wire.name()
        )
    })
}

/// `1 article`, `2 articles`.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn shared_events(tables: &TableSet) -> usize {
    let Some(events) = tables.get("events") else { return 0 };
    let Some(n_outlets) = events.schema().position("n_outlets") else { return 0 };
    events.rows().filter(|row| row[n_outlets].as_number().is_some_and(|n| n > 1.0)).count()
}

/// A difference over all events that the correction for many tests leaves standing.
struct Finding<'a> {
    row: &'a [Cell],
    strength: f64,
}

fn differences(table: &Table, what: &str) -> Vec<String> {
    let schema = table.schema();
    let column = |name| schema.position(name).unwrap_or_default();
    let number = |row: &[Cell], name| row[column(name)].as_number();
    let is_told = |row: &&[Cell]| {
        let text = |name| row[column(name)].as_text();
        let voice = if table.schema().name == "sentiment" { "own" } else { "all" };
        text("event_id") == ALL_EVENTS && text("zone") == "all" && text("voice") == voice
    };
    let tested: Vec<&[Cell]> =
        table.rows().filter(is_told).filter(|row| number(row, "q_value").is_some()).collect();
    let mut found: Vec<Finding<'_>> = tested
        .iter()
        .filter(|row| number(row, "q_value").is_some_and(|q| q < 0.05))
        .filter_map(|row| {
            let (difference, error) = (number(row, "difference")?, number(row, "difference_std_error")?);
            (error > 0.0).then(|| Finding { row, strength: (difference / error).abs() })
        })
        .collect();
    found.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    let mut lines = vec![format!("{what}: {} of {} differences with q < 0.05.", found.len(), tested.len())];
    lines.extend(found.iter().take(TOLD).map(|finding| {
        let text = |name| finding.row[column(name)].as_text();
        let value = |name| number(finding.row, name).map_or("?".to_owned(), |value| format!("{value:+.3}"));
        // Several measures may have features of one name; those of the policy frames go without theirs.
        let feature = match (text("measure"), text("feature")) {
            ("sentiment", _) => String::new(),
            (measure, feature) if measure == "frames" || measure == feature => format!(", {feature}"),
            (measure, feature) => format!(", {measure} {feature}"),
        };
        format!(
            "  {}{feature}: {} ({} to {}), q {}, same sign in {} of {} events",
            text("outlet"),
            value("difference"),
            value("difference_ci_low"),
            value("difference_ci_high"),
            number(finding.row, "q_value").map_or("?".to_owned(), |q| format!("{q:.3}")),
            number(finding.row, "n_events_same_sign").unwrap_or_default(),
            number(finding.row, "n_events").unwrap_or_default(),
        )
    }));
    lines
}
