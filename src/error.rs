//! The one error type: what failed, where, what was found, and what to do.

use std::path::{Path, PathBuf};

/// Everything that stops a job or keeps a command from starting.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line or the configuration asks for something that cannot be.
    #[error("{0}")]
    Usage(String),
    /// A file or folder could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A file or folder could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A file's content is not what its kind demands.
    #[error("{}: {problem}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong, where in the file, and what to do.
        problem: String,
    },
    /// The inputs hold no article that can be used.
    #[error("no article could be used: {0}")]
    NothingToRead(String),
    /// A figure left the range in which it is exact.
    #[error("a sum of {what} left the range of exact integers; split the input and report this")]
    Overflow {
        /// The quantity that overflowed.
        what: &'static str,
    },
    /// A chart could not be drawn.
    #[error("cannot draw {chart}: {problem}")]
    Draw {
        /// The chart's name.
        chart: String,
        /// What the drawing library said.
        problem: String,
    },
    /// The result folder is not as its manifest says.
    #[error("{0}")]
    Verify(String),
    /// `--strict` was given and records were skipped.
    #[error("{0} records were skipped (see skipped.csv) and --strict was given")]
    Strict(usize),
    /// `--strict` was given and entries of lexicons add nothing.
    #[error("{0} entries add nothing and --strict was given")]
    Idle(usize),
}

impl Error {
    /// The exit code of the process: 1 the job failed, 2 wrong usage, 3 skipped records under `--strict`.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Strict(_) | Self::Idle(_) => 3,
            _ => 1,
        }
    }

    /// An error about reading `path`.
    #[must_use]
    pub fn reading(path: &Path, source: std::io::Error) -> Self {
        Self::Read { path: path.to_owned(), source }
    }

    /// An error about writing `path`.
    #[must_use]
    pub fn writing(path: &Path, source: std::io::Error) -> Self {
        Self::Write { path: path.to_owned(), source }
    }

    /// An error about what stands in `path`.
    #[must_use]
    pub fn content(path: &Path, problem: impl Into<String>) -> Self {
        Self::Content { path: path.to_owned(), problem: problem.into() }
    }
}

/// A result whose error is [`enum@Error`].
pub type Result<T> = std::result::Result<T, Error>;
