//! What a drawing is made of.
//!
//! The origin is the top left corner; x grows to the right and y downwards. Lengths are whole
//! micrometres (1 mm = 1000 µm), so that a layout is exact and the same on every machine.

use super::line::TextAround;

/// A length or a position, in micrometres.
pub type Micrometres = i32;

/// Micrometres in a millimetre.
pub const MM: Micrometres = 1_000;

/// A drawing: a page of a document, or a picture inside one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Width of the drawing area.
    pub width_um: Micrometres,
    /// Height of the drawing area.
    pub height_um: Micrometres,
    /// What is drawn, from back to front.
    pub shapes: Vec<Shape>,
}

/// One thing drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// An upright rectangle, filled, outlined or both.
    Rectangle {
        /// Left edge.
        x_um: Micrometres,
        /// Top edge.
        y_um: Micrometres,
        /// Width.
        width_um: Micrometres,
        /// Height.
        height_um: Micrometres,
        /// Colour of the inside, if any.
        fill: Option<Tone>,
        /// The outline, if any.
        stroke: Option<Stroke>,
    },
    /// A line of one or more straight parts.
    Line {
        /// The corners, at least two.
        points: Vec<Point>,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A filled area.
    Polygon {
        /// The corners, at least three.
        points: Vec<Point>,
        /// Colour of the inside.
        fill: Tone,
    },
    /// The logo of the brand, in a rectangle of its own proportions.
    Logo {
        /// Left edge.
        x_um: Micrometres,
        /// Top edge.
        y_um: Micrometres,
        /// Width.
        width_um: Micrometres,
        /// Height.
        height_um: Micrometres,
    },
    /// One line of text.
    Text {
        /// Where the text is anchored (see `align`).
        x_um: Micrometres,
        /// The line the letters stand on.
        baseline_um: Micrometres,
        /// The text; it holds no control characters.
        text: String,
        /// What is around it, where it is a line of a text and that changes how it is set.
        around: Option<Box<TextAround>>,
        /// Height of the font (its em), in micrometres; 1 point is 352.78 µm.
        size_um: Micrometres,
        /// Regular or bold.
        face: Face,
        /// Colour.
        tone: Tone,
        /// Which side of the text `x_um` is.
        align: Align,
    },
}

/// A point of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// From the left edge.
    pub x_um: Micrometres,
    /// From the top edge.
    pub y_um: Micrometres,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke {
    /// Colour.
    pub tone: Tone,
    /// Thickness of the line.
    pub width_um: Micrometres,
    /// Drawn in dashes rather than whole.
    pub dash: Dash,
}

/// Whether a line is whole or broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// An unbroken line.
    Whole,
    /// Short dashes.
    Dashed,
}

/// The two faces of the embedded font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Body text and numbers.
    Regular,
    /// Heads and totals.
    Bold,
}

/// Which side of a text its anchor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// The text begins at the anchor.
    Start,
    /// The text is centred on the anchor.
    Middle,
    /// The text ends at the anchor.
    End,
}

/// A colour by its role; the output decides the exact colour (light, dark, print, brand).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Text.
    Ink,
    /// Less important text.
    Muted,
    /// Hairlines.
    Rule,
    /// A tinted background.
    Tint,
    /// The brand's colour.
    Accent,
    /// A light shade of the brand's colour.
    AccentSoft,
    /// Something to look at: a lapse, a warning.
    Alert,
    /// A light shade of the alert colour.
    AlertSoft,
    /// Paper white; text on a filled area.
    Paper,
}
