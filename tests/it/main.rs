//! One test binary; a module for each theme.
#![expect(clippy::disallowed_methods, reason = "tests read files, the clock and the environment")]

mod alternatives;
mod books;
mod brand;
mod conformance;
mod golden;
mod guide;
mod html;
mod json;
mod language;
mod lapse_check;
mod oracle;
mod pdf_amounts;
mod pdf_emit;
mod pdf_layout;
mod properties;
mod sample_sheet;
mod support;
mod sweep;
mod tidy;
mod vectors;
mod words;
