//! A drawing as inline SVG: colours by class, so that a page's style decides on light and dark.

use std::fmt::Write as _;

use super::drawing::line::is_leftwards;
use super::drawing::{Align, Dash, Drawing, Face, Micrometres, Shape, Stroke, Tone};

/// A drawing as an `svg` element with a title and a description for those who cannot see it.
///
/// Lengths are millimetres in its own coordinates; it fills the width it is given. Each tone is
/// the classes `tone-NAME-fill` and `tone-NAME-stroke`.
#[must_use]
pub fn svg(drawing: &Drawing, title: &str, description: &str, id_prefix: &str) -> String {
    let (width, height) = (millimetres(drawing.width_um), millimetres(drawing.height_um));
    let (title, description) = (escaped(title), escaped(description));
    let mut text = format!(
        "<svg class=\"drawing\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"{id_prefix}-title {id_prefix}-description\">\
         <title id=\"{id_prefix}-title\">{title}</title>\
         <desc id=\"{id_prefix}-description\">{description}</desc>"
    );
    for shape in &drawing.shapes {
        element(shape, &mut text);
    }
    text.push_str("</svg>");
    text
}

fn element(shape: &Shape, text: &mut String) {
    // Writing to a String cannot fail.
    let _ = match shape {
        Shape::Rectangle { x_um, y_um, width_um, height_um, fill, stroke } => write!(
            text,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}/>",
            millimetres(*x_um),
            millimetres(*y_um),
            millimetres(*width_um),
            millimetres(*height_um),
            paint(*fill, *stroke),
        ),
        Shape::Line { points, stroke } => {
            write!(text, "<polyline points=\"{}\"{}/>", corners(points), paint(None, Some(*stroke)))
        }
        Shape::Polygon { points, fill } => {
            write!(text, "<polygon points=\"{}\"{}/>", corners(points), paint(Some(*fill), None))
        }
        // Pictures of a sheet hold no logo; a page has it beside them.
        Shape::Logo { .. } => Ok(()),
        Shape::Text { x_um, baseline_um, text: words, around, size_um, face, tone, align } => {
            // An anchor is at the beginning or the end of what is read.
            let is_leftwards = is_leftwards(words, around.as_deref());
            let anchor = match (align, is_leftwards) {
                (Align::Start, false) => "",
                (Align::Start, true) => " text-anchor=\"end\"",
                (Align::Middle, _) => " text-anchor=\"middle\"",
                (Align::End, false) => " text-anchor=\"end\"",
                (Align::End, true) => "",
            };
            let direction =
                if is_leftwards { " direction=\"rtl\" unicode-bidi=\"embed\"" } else { "" };
            let weight = match face {
                Face::Regular => "",
                Face::Bold => " font-weight=\"bold\"",
            };
            write!(
                text,
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\" class=\"tone-{}-fill\"\
                 {anchor}{direction}{weight}>{}</text>",
                millimetres(*x_um),
                millimetres(*baseline_um),
                millimetres(*size_um),
                name(*tone),
                escaped(words),
            )
        }
    };
}

fn corners(points: &[super::drawing::Point]) -> String {
    let pairs: Vec<String> = points
        .iter()
        .map(|point| format!("{},{}", millimetres(point.x_um), millimetres(point.y_um)))
        .collect();
    pairs.join(" ")
}

fn paint(fill: Option<Tone>, stroke: Option<Stroke>) -> String {
    let mut classes = vec![match fill {
        Some(tone) => format!("tone-{}-fill", name(tone)),
        None => "tone-none-fill".to_owned(),
    }];
    let mut line = String::new();
    if let Some(stroke) = stroke {
        classes.push(format!("tone-{}-stroke", name(stroke.tone)));
        line = format!(" stroke-width=\"{}\"", millimetres(stroke.width_um));
        if stroke.dash == Dash::Dashed {
            line.push_str(" stroke-dasharray=\"1.5 1\"");
        }
    }
    format!(" class=\"{}\"{line}", classes.join(" "))
}

const fn name(tone: Tone) -> &'static str {
    match tone {
        Tone::Ink => "ink",
        Tone::Muted => "muted",
        Tone::Rule => "rule",
        Tone::Tint => "tint",
        Tone::Accent => "accent",
        Tone::AccentSoft => "accent-soft",
        Tone::Alert => "alert",
        Tone::AlertSoft => "alert-soft",
        Tone::Paper => "paper",
    }
}

/// Micrometres as millimetres without needless zeros, for example `12.5`.
fn millimetres(length: Micrometres) -> String {
    let sign = if length < 0 { "-" } else { "" };
    let length = length.unsigned_abs();
    let (whole, rest) = (length / 1_000, length % 1_000);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let rest = format!("{rest:03}");
    format!("{sign}{whole}.{}", rest.trim_end_matches('0'))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
