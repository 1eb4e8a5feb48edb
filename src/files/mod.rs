//! The only reader and writer of files: the path is in every error, and a file is written whole or
//! not at all.
#![expect(clippy::disallowed_methods, reason = "this is the one place that touches files")]

mod error;
mod read;
pub mod stage;
mod write;

pub use error::FileError;
pub use read::{is_same, list, read_bytes, read_limited, read_text};
pub use write::{Prepared, Published, prepare, publish};
