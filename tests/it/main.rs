//! One test binary; a module for each theme.
#![expect(clippy::disallowed_methods, reason = "tests read files, the clock and the environment")]

mod agreement;
mod alternatives;
mod attached;
mod batch;
mod benefits;
mod books;
mod brand;
#[cfg(feature = "cli")]
mod brief;
#[cfg(feature = "cli")]
mod change_properties;
mod cli;
#[cfg(feature = "cli")]
mod command_line;
#[cfg(feature = "cli")]
mod config;
mod conformance;
mod fallback;
#[cfg(feature = "cli")]
mod fallback_cli;
mod golden;
mod guide;
mod html;
mod json;
mod kinds;
mod language;
mod lapse_check;
mod oracle;
mod pdf_amounts;
mod pdf_emit;
mod pdf_layout;
mod pdf_pages;
mod pdf_tags;
#[cfg(feature = "cli")]
mod price_list_maps;
mod price_lists;
mod properties;
mod reasons;
#[cfg(feature = "register")]
mod register;
#[cfg(all(feature = "cli", feature = "register"))]
mod register_cli;
mod sample_sheet;
mod small_parts;
mod support;
mod sweep;
mod taxes;
mod tidy;
mod trade;
mod ubl;
#[cfg(feature = "cli")]
mod ubl_files;
mod vectors;
#[cfg(feature = "cli")]
mod verify;
#[cfg(feature = "cli")]
mod web;
mod words;
mod wrap;
