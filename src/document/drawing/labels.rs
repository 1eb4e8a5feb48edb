//! Labels along an axis: each near its mark, none over another, and no line from a mark to its
//! label through the text of another.

use crate::document::fallback::ruler::Ruler;

use super::fonts::TextError;
use super::shape::{Align, Face, MM, Micrometres};

/// Between two labels on one line.
const SPACE_UM: Micrometres = 3 * MM / 2;
/// Between the line of a mark and a label beside it.
const BESIDE_UM: Micrometres = 800;
/// Of more labels not all ways to place them are tried.
const ALL_WAYS_MAX: usize = 5;

/// A label of at most a width: as many of its parts as have room, so that it does not end inside an
/// amount. Parts end with a semicolon.
///
/// # Errors
/// A character that no font has.
pub fn shortened(
    ruler: &Ruler<'_>,
    (face, size_um): (Face, Micrometres),
    label: &str,
    room_um: Micrometres,
) -> Result<String, TextError> {
    if ruler.width_um(face, size_um, label)? <= room_um {
        return Ok(label.to_owned());
    }
    let mut parts = label;
    while let Some((front, _)) = parts.rsplit_once("; ") {
        let shorter = format!("{front} …");
        if ruler.width_um(face, size_um, &shorter)? <= room_um {
            return Ok(shorter);
        }
        parts = front;
    }
    ruler.cut(face, size_um, parts, room_um)
}

/// A label that wants to be placed: where its mark is, and how wide it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AxisLabel {
    /// Where its mark stands on the axis.
    pub x_um: Micrometres,
    /// How wide its text is.
    pub width_um: Micrometres,
}

/// Where a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelPlace {
    /// The anchor of its text.
    pub x_um: Micrometres,
    /// Which side of the text its anchor is.
    pub align: Align,
    /// Its line, from 0 nearest to the axis.
    pub line: Micrometres,
    /// How far a line may go from its mark.
    pub stem: LabelStem,
}

/// How far a line goes from a mark on the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelStem {
    /// Up to its label, which stands in its way.
    To,
    /// Past its label, which stands beside it.
    Beside,
    /// No further than the axis, because texts of others stand in its way.
    Short,
}

/// On which side of its mark a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LabelSide {
    Around,
    Before,
    Behind,
}

/// The places of labels, in the order of their marks, on as few lines as can be.
#[must_use]
pub fn placed(labels: &[AxisLabel], room_um: Micrometres) -> Vec<LabelPlace> {
    let mut best: Option<((Micrometres, usize), Vec<LabelPlace>)> = None;
    for sides in ways(labels.len()) {
        let Some(places) = arranged(labels, &sides, room_um) else { continue };
        let lines = places.iter().map(|place| place.line).max().unwrap_or(0);
        let cost = (lines, sides.iter().filter(|side| **side != LabelSide::Around).count());
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, places));
        }
        if cost == (0, 0) {
            break;
        }
    }
    best.map_or_else(|| stacked(labels, room_um), |(_, places)| places)
}

/// Ways to place so many labels: all of a few; of more, those that point to the middle.
fn ways(count: usize) -> Vec<Vec<LabelSide>> {
    const SIDES: [LabelSide; 3] = [LabelSide::Around, LabelSide::Before, LabelSide::Behind];
    if count > ALL_WAYS_MAX {
        let inward = |split| (0..count).map(move |at| if at < split { SIDES[2] } else { SIDES[1] });
        let around = std::iter::once(vec![LabelSide::Around; count]);
        return around.chain((0..=count).rev().map(|split| inward(split).collect())).collect();
    }
    let mut ways = vec![Vec::new()];
    for _ in 0..count {
        let longer =
            ways.iter().flat_map(|way| SIDES.map(|side| [way.as_slice(), &[side]].concat()));
        ways = longer.collect();
    }
    ways
}

/// A label with the edges of its text.
struct Spot {
    x_um: Micrometres,
    left_um: Micrometres,
    right_um: Micrometres,
    line: Option<Micrometres>,
}

impl Spot {
    /// `None` where the text would leave the picture.
    fn of(label: AxisLabel, side: LabelSide, room_um: Micrometres) -> Option<Self> {
        let AxisLabel { x_um, width_um } = label;
        let left_um = match side {
            LabelSide::Around => (x_um - width_um / 2).clamp(0, (room_um - width_um).max(0)),
            LabelSide::Before => x_um - BESIDE_UM - width_um,
            LabelSide::Behind => x_um + BESIDE_UM,
        };
        let right_um = left_um + width_um;
        let fits = side == LabelSide::Around || (left_um >= 0 && right_um <= room_um);
        fits.then_some(Self { x_um, left_um, right_um, line: None })
    }

    /// Whether the line of its mark would go through the text of another.
    const fn stands_in(&self, other: &Self) -> bool {
        let pad_um = BESIDE_UM / 2;
        self.x_um > other.left_um - pad_um && self.x_um < other.right_um + pad_um
    }

    const fn touches(&self, other: &Self) -> bool {
        self.left_um < other.right_um + SPACE_UM && other.left_um < self.right_um + SPACE_UM
    }
}

/// Labels on the sides that were asked for; `None` where lines would go through texts.
fn arranged(
    labels: &[AxisLabel],
    sides: &[LabelSide],
    room_um: Micrometres,
) -> Option<Vec<LabelPlace>> {
    let both = labels.iter().zip(sides);
    let spots = both.map(|(label, side)| Spot::of(*label, *side, room_um));
    let mut spots = spots.collect::<Option<Vec<Spot>>>()?;
    // A label whose mark stands in the text of another is nearer to the axis.
    for _ in 0..spots.len() {
        let others = |place: usize| {
            spots.iter().enumerate().filter(move |(other, _)| *other != place).map(|(_, spot)| spot)
        };
        let (place, spot) = spots.iter().enumerate().find(|(place, spot)| {
            let waits = |other: &Spot| other.line.is_none() && other.stands_in(spot);
            spot.line.is_none() && !others(*place).any(waits)
        })?;
        let nearer = others(place).filter(|other| other.stands_in(spot));
        let mut line = nearer.filter_map(|other| other.line).max().map_or(0, |line| line + 1);
        while others(place).any(|other| other.line == Some(line) && other.touches(spot)) {
            line += 1;
        }
        spots.get_mut(place)?.line = Some(line);
    }
    let all = spots.iter().zip(sides);
    Some(all.map(|(spot, side)| place(spot, *side, LabelStem::To)).collect())
}

fn place(spot: &Spot, side: LabelSide, stem: LabelStem) -> LabelPlace {
    let (x_um, align, stem) = match side {
        LabelSide::Around => ((spot.left_um + spot.right_um) / 2, Align::Middle, stem),
        LabelSide::Before => (spot.right_um, Align::End, LabelStem::Beside),
        LabelSide::Behind => (spot.left_um, Align::Start, LabelStem::Beside),
    };
    LabelPlace { x_um, align, line: spot.line.unwrap_or(0), stem }
}

/// Labels around their marks, each on the first line that has room.
fn stacked(labels: &[AxisLabel], room_um: Micrometres) -> Vec<LabelPlace> {
    let mut spots: Vec<Spot> = Vec::new();
    for label in labels {
        let Some(mut spot) = Spot::of(*label, LabelSide::Around, room_um) else { continue };
        let mut line = 0;
        while spots.iter().any(|other| other.line == Some(line) && other.touches(&spot)) {
            line += 1;
        }
        spot.line = Some(line);
        spots.push(spot);
    }
    spots.iter().map(|spot| place(spot, LabelSide::Around, LabelStem::Short)).collect()
}

#[cfg(test)]
mod tests {
    use super::{AxisLabel, LabelStem, placed};
    use crate::document::drawing::Align;

    /// Labels of 25 mm at these millimetres of an axis of 174 mm.
    fn lines(marks: &[i32]) -> Vec<(i32, Align)> {
        let label = |mark: &i32| AxisLabel { x_um: mark * 1_000, width_um: 25_000 };
        let labels: Vec<AxisLabel> = marks.iter().map(label).collect();
        placed(&labels, 174_000).into_iter().map(|place| (place.line, place.align)).collect()
    }

    #[test]
    fn labels_that_have_room_stand_around_their_marks() {
        assert_eq!(lines(&[20, 60, 174]), [(0, Align::Middle); 3]);
    }

    #[test]
    fn labels_that_are_near_each_other_stand_on_both_sides() {
        assert_eq!(lines(&[60, 62]), [(0, Align::End), (0, Align::Start)]);
    }

    #[test]
    fn at_an_edge_the_outer_label_is_further_away() {
        // It ends with the picture, and the line of the other ends before it.
        assert_eq!(lines(&[172, 174]), [(0, Align::End), (1, Align::Middle)]);
        assert_eq!(lines(&[0, 2]), [(1, Align::Middle), (0, Align::Start)]);
    }

    #[test]
    fn where_lines_cannot_reach_their_labels_they_are_short() {
        // On neither side of the mark is there room for a text, and around it each is in the way.
        let labels = [AxisLabel { x_um: 15_000, width_um: 25_000 }; 7];
        let places = placed(&labels, 30_000);
        assert!(places.iter().all(|place| place.stem == LabelStem::Short));
        let lines: Vec<i32> = places.iter().map(|place| place.line).collect();
        assert_eq!(lines, [0, 1, 2, 3, 4, 5, 6]);
    }
}
