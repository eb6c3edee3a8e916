//! `completions` and `man`: both made from the command line's own definition.

use super::say;
use crate::cli::Cli;
use crate::error::{Error, Result};
use clap::CommandFactory;

pub(super) fn run(shell: clap_complete::Shell) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "parallax", &mut script);
    say(&String::from_utf8_lossy(&script));
    Ok(())
}

pub(super) fn manual() -> Result<()> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(|source| Error::Write { path: "standard output".into(), source })?;
    say(&String::from_utf8_lossy(&page));
    Ok(())
}
