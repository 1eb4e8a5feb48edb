//! Vector drawings in whole micrometres: what pages and pictures are made of before they become
//! PDF or SVG.
//!
//! [`fonts`] measures the text of a drawing, so that a layout knows what fits; [`palette`] says
//! which colour a tone is; [`wrap`] breaks a text into lines.

pub mod fonts;
pub mod labels;
pub mod palette;
mod shape;
pub mod wrap;

pub use shape::{Align, Dash, Drawing, Face, MM, Micrometres, Point, Shape, Stroke, Tone};
