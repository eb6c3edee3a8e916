//! The commands, one file each.

mod compare;
mod completions;
mod diff;
mod draw;
mod job;
mod kwic;
mod lexicon;
mod list;
mod outlets;
mod output;
mod passages;
mod sample;
mod score;
mod summary;
mod validate;
mod verify;

use crate::cli::{Cli, Command};
use crate::error::Result;
use std::io::Write;

/// Does what the arguments ask.
///
/// # Errors
/// Whatever stops the command; the error's exit code is the program's.
pub fn run(cli: Cli) -> Result<()> {
    match cli.command {
        Command::Compare(arguments) => compare::run(arguments),
        Command::Score(arguments) => score::run(arguments),
        Command::Kwic(arguments) => kwic::run(arguments),
        Command::Draw { folder } => draw::run(&folder),
        Command::Verify { folder } => verify::run(&folder),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Sample(arguments) => sample::run(arguments),
        Command::Validate(arguments) => validate::run(&arguments),
        Command::Lexicon(command) => lexicon::run(command),
        Command::List { what } => list::run(what),
        Command::Completions { shell } => completions::run(shell),
        Command::Man => completions::manual(),
    }
}

/// Writes to standard output. A reader that has gone away (`parallax list ... | head`) is no error.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// Writes a message to standard error.
fn tell(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
