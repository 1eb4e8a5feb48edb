//! Vector drawings in whole micrometres: what pages and pictures are made of before they become
//! PDF or SVG.
//!
//! [`fonts`] measures the text of a drawing, so that a layout knows what fits; [`palette`] says
//! which colour a tone is; [`wrap`] breaks a text into lines, and a [`TextLine`] knows its text.

pub mod fonts;
pub mod labels;
pub(in crate::document) mod line;
pub mod palette;
mod shape;
pub mod wrap;

pub use line::{TextAround, TextLine};
pub use shape::{Align, Dash, Drawing, Face, MM, Micrometres, Point, Shape, Stroke, Tone};
