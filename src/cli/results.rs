//! The arguments of the commands that work on results: `sample`, `validate` and `diff`.

use clap::Args;
use std::path::PathBuf;

/// What is drawn for human coders.
#[derive(Debug, Args)]
pub struct SampleArguments {
    /// The folder of a result with all its passages and texts: made with --evidence all --text
    pub folder: PathBuf,
    /// What the coders are to look for: MEASURE:FEATURE as in evidence.csv, such as frames:economic or
    /// sentiment:negative [default: loaded:loaded]
    #[arg(long, value_name = "NAME")]
    pub measure: Option<String>,
    /// How many passages to draw [default: 200]
    #[arg(short, long = "n", value_name = "N")]
    pub n: Option<usize>,
    /// The seed of the draw [default: 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// How many coders have a column in the sheet [default: 2]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=20))]
    pub coders: Option<u8>,
    /// What to ask of each passage, in place of the built-in question
    #[arg(long, value_name = "TEXT")]
    pub question: Option<String>,
    /// The texts, where they are not texts.jsonl of the result
    #[arg(long, value_name = "FILE")]
    pub texts: Option<PathBuf>,
    /// The sheet, a CSV file; beside it a file .key.csv says what is what, which coders must not see
    #[arg(short, long, value_name = "SHEET")]
    pub output: PathBuf,
    /// Write over a sheet and a key that are there already
    #[arg(long)]
    pub force: bool,
}

/// What coders found, and where it goes.
#[derive(Debug, Args)]
pub struct ValidateArguments {
    /// The folder of the result from which the sheet was drawn
    pub folder: PathBuf,
    /// The coded sheet; several where each coder has filled one
    #[arg(required = true, value_name = "CODED")]
    pub coded: Vec<PathBuf>,
    /// The key that was written beside the sheet [default: the one beside CODED]
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The texts, where they are not texts.jsonl of the result
    #[arg(long, value_name = "FILE")]
    pub texts: Option<PathBuf>,
    /// Bootstrap samples and relabelings [default: 2000]
    #[arg(long, value_name = "N")]
    pub resamples: Option<usize>,
    /// The seed of all random streams [default: 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// The table of the findings [default: validation.csv beside CODED]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The two results that are held against each other.
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The folder of the first result
    pub before: PathBuf,
    /// The folder of the second
    pub after: PathBuf,
    /// Write every figure that moved as CSV: table, key, column, before, after, change
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
