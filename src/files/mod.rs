//! The only reader and writer of files: the path is in every error, and a file is written whole or
//! not at all.
#![expect(clippy::disallowed_methods, reason = "this is the one place that touches files")]
#![cfg_attr(
    not(feature = "cli"),
    expect(dead_code, unused_imports, reason = "the command line uses more of it than a batch")
)]

mod error;
pub(crate) mod kept;
#[cfg(feature = "register")]
mod new;
mod read;
pub(crate) mod sort;
pub(crate) mod stage;
mod sync;
mod watch;
mod write;

pub use error::FileError;
#[cfg(feature = "register")]
pub(crate) use new::{NewFile, create_folder};
pub(crate) use read::{is_same, list, read_bytes, read_bytes_limited, read_limited, read_text};
pub(crate) use watch::Watched;
pub(crate) use write::{prepare, publish};
