//! The integration tests, as one binary: one module a theme.

mod pdf_emit;
