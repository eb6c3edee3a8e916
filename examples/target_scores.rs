//! Scores the mentions of JSON Lines files and prints them as rows of evidence, one a mention.
//!
//! A line has the fields `id`, `sentence` and `targets`, a list of `start` and `end` in characters of the sentence, which is
//! scored as a text of its own. `--rule` prints the rule score instead of the trained one; `--features` prints what the
//! rules find, with the field `polarity` of each target, for `data/models/target_weights.py`.

use parallax::engine::resources;
use parallax::measures::Targets;
use parallax::text::target::{Features, rule_score};
use parallax::text::{Analyser, Document, NumberedWords, Vocabulary};
use serde_json::Value;

/// What is printed.
#[derive(Clone, Copy, PartialEq)]
enum Output {
    Score,
    Rule,
    Features,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (options, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let output = match options.first().map(String::as_str) {
        None => Output::Score,
        Some("--rule") => Output::Rule,
        Some("--features") => Output::Features,
        Some(other) => return Err(format!("there is no option {other}").into()),
    };
    let mut records: Vec<Value> = Vec::new();
    for file in &files {
        for line in std::fs::read_to_string(file)?.lines() {
            records.push(serde_json::from_str(line)?);
        }
    }
    let mut vocabulary = Vocabulary::default();
    for record in &records {
        let _ = NumberedWords::read(("", text(record)), &mut vocabulary);
    }
    let (resources, _) = resources(vocabulary.sorted())?;
    let targets = Targets::new(&resources)?;
    let mut analyser = Analyser::default();
    let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
    if output == Output::Features {
        let head = ["article_id", "polarity"].map(str::to_owned).into_iter();
        writer.write_record(head.chain(Features::names()))?;
    } else {
        writer.write_record(["article_id", "measure", "start", "end", "weight"])?;
    }
    for record in &records {
        let document = analyser.analyse(("", text(record)), &[], &resources.vocabulary);
        for target in record["targets"].as_array().into_iter().flatten() {
            write(&targets, &document, (record, target), output, &mut writer)?;
        }
    }
    writer.flush()?;
    Ok(())
}

fn text(record: &Value) -> &str {
    record["sentence"].as_str().unwrap_or("")
}

fn write<W: std::io::Write>(
    targets: &Targets<'_>,
    document: &Document<'_>,
    (record, target): (&Value, &Value),
    output: Output,
    writer: &mut csv::Writer<W>,
) -> Result<(), Box<dyn std::error::Error>> {
    let byte = |name: &str| {
        let n = target[name].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let text = document.text();
        text.char_indices().nth(n).map_or(text.len(), |(at, _)| at)
    };
    let (start, end) = (u32::try_from(byte("start"))?, u32::try_from(byte("end"))?);
    let sentence = document.sentences().partition_point(|sentence| sentence.end <= start);
    let Some(features) = targets.features(document, sentence, (start, end)) else { return Ok(()) };
    let id = record["id"].as_str().unwrap_or("");
    if output == Output::Features {
        let polarity = target["polarity"].as_str().unwrap_or("");
        let values = features.values().iter().map(|value| format!("{value:.4}"));
        writer.write_record([id, polarity].map(str::to_owned).into_iter().chain(values))?;
        return Ok(());
    }
    let fixed = targets.score(document, sentence, (start, end)).unwrap_or_default();
    let weight = if output == Output::Rule { rule_score(&features) } else { f64::from(fixed) / 1_000_000.0 };
    writer.write_record([id, "target", &start.to_string(), &end.to_string(), &format!("{weight:.6}")])?;
    Ok(())
}
