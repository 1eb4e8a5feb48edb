//! From a quote to what a person reads: one sheet of final strings, then text, HTML, PDF or JSON.

pub mod attached;
pub mod brand;
pub mod chart;
pub mod drawing;
pub mod enclosed;
pub mod explain;
pub mod fallback;
pub mod html;
pub mod json;
pub mod language;
pub mod mail;
pub mod pdf;
pub mod sheet;
pub mod statement;
pub mod svg;
pub mod text;
pub mod ubl;
pub mod verify;
pub mod words;
pub mod working;
