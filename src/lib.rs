//! What it costs to renew, or after a lapse to reinstate, support on software already owned.
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "document")]
pub mod document;
pub mod engine;
#[cfg(feature = "cli")]
pub mod files;
