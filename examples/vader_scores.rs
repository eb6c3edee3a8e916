//! Scores the texts of JSON Lines files with VADER, each text as one sentence, and prints them as CSV.
//!
//! A line has the fields `id` and `text`; the set is the file's name without its ending.

use parallax::text::vader::{Vader, VaderScratch};
use std::io::BufRead;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let vader = Vader::embedded()?;
    let mut scratch = VaderScratch::default();
    let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
    writer.write_record(["set", "id", "neg", "neu", "pos", "compound"])?;
    for argument in std::env::args_os().skip(1) {
        let path = Path::new(&argument);
        let say = |problem: &str| format!("{}: {problem}", path.display());
        let set =
            path.file_stem().and_then(|stem| stem.to_str()).ok_or_else(|| say("the name is not UTF-8"))?;
        let file = std::fs::File::open(path).map_err(|error| say(&error.to_string()))?;
        for (line, number) in std::io::BufReader::new(file).lines().zip(1..) {
            let record: serde_json::Value = serde_json::from_str(&line?)?;
            let field = |name: &str| {
                record[name]
                    .as_str()
                    .ok_or_else(|| say(&format!("line {number}: `{name}` is missing or no string")))
            };
            let scores = vader.score(field("text")?, &mut scratch);
            let [neg, neu, pos] = [scores.neg, scores.neu, scores.pos].map(|share| format!("{share:.3}"));
            writer.write_record([set, field("id")?, &neg, &neu, &pos, &format!("{:.4}", scores.compound)])?;
        }
    }
    writer.flush()?;
    Ok(())
}
