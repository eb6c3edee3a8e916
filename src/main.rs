//! The program: reads the arguments, does what they ask, and turns an error into a message and an exit code.

use clap::Parser;
use parallax::cli::Cli;
use std::io::Write;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match parallax::commands::run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A closed standard error leaves nowhere to say it; the exit code still does.
            let _ = writeln!(std::io::stderr(), "parallax: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
