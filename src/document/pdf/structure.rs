//! The tree of elements, and the outline of headings, as objects of a document.

use lopdf::text_string;

use super::content::{Edges, role_name};
use super::operand::decimal;
use super::tags::{Numbering, TagElement, TagNode, TagRole, Tags};
use super::write::ObjectTexts;

/// What a page shows of the elements.
pub(super) struct PageMarks {
    /// The number of its object.
    pub(super) page: u32,
    /// The elements in the order of their marks.
    pub(super) marks: Vec<TagNode>,
    /// Where headings and pictures stand.
    pub(super) places: Vec<(TagNode, Edges)>,
}

/// The tree: its root, and an object for each element in a row behind it. Returns the root.
///
/// ISO 32000-1, 14.7: from an element to its marks on the pages, and from a mark to its element.
pub(super) fn tree(tags: &Tags, pages: &[PageMarks], texts: &mut ObjectTexts) -> u32 {
    let root = texts.next();
    let object = |node: TagNode| node.place().map_or(root, |place| root + 1 + small(place));
    texts.push("<</Type/StructTreeRoot/K[");
    texts.push_reference(object(TagNode::DOCUMENT));
    texts.push("]/ParentTreeNextKey ");
    texts.push_number(small(pages.len()));
    texts.push("/ParentTree<</Nums[");
    for (key, page) in (0..).zip(pages) {
        texts.push_number(key);
        texts.push("[");
        for node in &page.marks {
            texts.push_reference(object(*node));
            texts.push(" ");
        }
        texts.push("]");
    }
    texts.push("]>>>>");
    texts.end();
    let mut marks: Vec<(TagNode, u32, u32)> = Vec::new();
    for PageMarks { page, marks: of_page, .. } in pages {
        marks.extend((0..).zip(of_page).map(|(mark, node)| (*node, *page, mark)));
    }
    // Stable: the marks of an element stay in their order.
    marks.sort_by_key(|(node, ..)| *node);
    let mut marks = marks.as_slice();
    let mut places: Vec<(TagNode, Edges)> =
        pages.iter().flat_map(|page| page.places.iter().copied()).collect();
    places.sort_by_key(|(node, _)| *node);
    let mut places = places.as_slice();
    let mut children: Vec<(TagNode, TagNode)> =
        tags.nodes().map(|(node, element)| (element.parent, node)).collect();
    children.sort_by_key(|(parent, _)| *parent);
    let mut children = children.as_slice();
    for (node, element) in tags.nodes() {
        let shown = of_node(node, &mut marks, |(of, ..)| *of);
        let inside = of_node(node, &mut children, |(parent, _)| *parent);
        let place = of_node(node, &mut places, |(of, _)| *of).first();
        texts.push("<</S/");
        texts.push(role_name(element.role));
        texts.push("/P ");
        texts.push_reference(object(element.parent));
        describe(element, place.map(|(_, edges)| edges), texts);
        if !shown.is_empty() || !inside.is_empty() {
            texts.push("/K[");
            marks_of(shown, texts);
            for (_, child) in inside {
                texts.push_reference(object(*child));
                texts.push(" ");
            }
            texts.push("]");
        }
        if let Some((_, page, _)) = shown.first() {
            texts.push("/Pg ");
            texts.push_reference(*page);
        }
        texts.push(">>");
        texts.end();
    }
    root
}

/// The marks of an element; those on another page than its first name that page.
fn marks_of(marks: &[(TagNode, u32, u32)], texts: &mut ObjectTexts) {
    let first = marks.first().map(|(_, page, _)| *page);
    for (_, page, mark) in marks {
        if Some(*page) == first {
            texts.push_number(*mark);
            texts.push(" ");
        } else {
            texts.push("<</Type/MCR/Pg ");
            texts.push_reference(*page);
            texts.push("/MCID ");
            texts.push_number(*mark);
            texts.push(">>");
        }
    }
}

/// What an element says of itself beside its role.
fn describe(element: &TagElement, edges: Option<&Edges>, texts: &mut ObjectTexts) {
    match element.role {
        TagRole::List(Numbering::None) => {}
        TagRole::List(Numbering::Decimal) => texts.push("/A<</O/List/ListNumbering/Decimal>>"),
        TagRole::ColumnHead(span) => cell(Some("Column"), span, texts),
        TagRole::RowHead(span) => cell(Some("Row"), span, texts),
        TagRole::Cell(span) => cell(None, span, texts),
        TagRole::Figure => {
            texts.push("/Alt");
            texts.push_value(&text_string(&element.text));
            if let Some(edges) = edges {
                let mut numbers = String::new();
                for edge in edges {
                    decimal(*edge, 2, &mut numbers);
                    numbers.push(' ');
                }
                texts.push("/A<</O/Layout/Placement/Block/BBox[");
                texts.push(&numbers);
                texts.push("]>>");
            }
        }
        TagRole::Document
        | TagRole::Heading(_)
        | TagRole::Paragraph
        | TagRole::Item
        | TagRole::Label
        | TagRole::ItemBody
        | TagRole::Table
        | TagRole::Row => {}
    }
    if let Some(language) = element.language {
        texts.push("/Lang(");
        texts.push(language.tag());
        texts.push(")");
    }
}

fn cell(scope: Option<&str>, span: u8, texts: &mut ObjectTexts) {
    if scope.is_none() && span == 1 {
        return;
    }
    texts.push("/A<</O/Table");
    if let Some(scope) = scope {
        texts.push("/Scope/");
        texts.push(scope);
    }
    if span > 1 {
        texts.push("/ColSpan ");
        texts.push_number(span.into());
    }
    texts.push(">>");
}

/// What belongs to a node, of a list in the order of nodes, all that is before it taken off.
fn of_node<'list, T>(
    node: TagNode,
    list: &mut &'list [T],
    of: impl Fn(&T) -> TagNode,
) -> &'list [T] {
    let (_, from) = list.split_at(list.partition_point(|one| of(one) < node));
    let (found, rest) = from.split_at(from.partition_point(|one| of(one) == node));
    *list = rest;
    found
}

/// An entry of the outline.
struct OutlineEntry<'tags> {
    node: TagNode,
    level: u8,
    title: &'tags str,
    page: u32,
    left: i64,
    top: i64,
}

/// The outline: its root, and an object for each heading in a row behind it. Returns the root;
/// `None` where there is no heading.
pub(super) fn outline(tags: &Tags, pages: &[PageMarks], texts: &mut ObjectTexts) -> Option<u32> {
    let mut entries = Vec::new();
    for page in pages {
        for (node, [left, _, _, top]) in &page.places {
            let Some(TagElement { role: TagRole::Heading(level), text, .. }) = tags.element(*node)
            else {
                continue;
            };
            let (node, level, title) = (*node, *level, text.as_str());
            // A long one may go on on the next page.
            if entries.last().is_none_or(|last: &OutlineEntry<'_>| last.node != node) {
                let (page, left, top) = (page.page, *left, *top);
                entries.push(OutlineEntry { node, level, title, page, left, top });
            }
        }
    }
    if entries.is_empty() {
        return None;
    }
    let root = texts.next();
    let object = |place: usize| root + 1 + small(place);
    let top: Vec<usize> = siblings(&entries, 0, entries.len());
    texts.push("<</Type/Outlines/Count ");
    texts.push_number(small(entries.len()));
    ends(&top, object, texts);
    texts.push(">>");
    texts.end();
    let mut parents: Vec<(usize, Vec<usize>)> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        parents.retain(|(parent, _)| entries.get(*parent).is_some_and(|p| p.level < entry.level));
        let (parent, beside) = match parents.last() {
            Some((parent, children)) => (object(*parent), children),
            None => (root, &top),
        };
        texts.push("<</Title");
        texts.push_value(&text_string(entry.title));
        texts.push("/Parent ");
        texts.push_reference(parent);
        if let Some(at) = beside.iter().position(|other| *other == place) {
            let before = at.checked_sub(1).and_then(|before| beside.get(before));
            for (key, other) in [("/Prev ", before), ("/Next ", beside.get(at + 1))] {
                if let Some(other) = other {
                    texts.push(key);
                    texts.push_reference(object(*other));
                }
            }
        }
        let inside = entries.iter().skip(place + 1).take_while(|other| other.level > entry.level);
        let count = inside.count();
        let below = siblings(&entries, place + 1, place + 1 + count);
        if count > 0 {
            texts.push("/Count ");
            texts.push_number(small(count));
            ends(&below, object, texts);
        }
        texts.push("/Dest[");
        texts.push_reference(entry.page);
        let mut at = String::from("/XYZ ");
        decimal(entry.left, 2, &mut at);
        at.push(' ');
        decimal(entry.top, 2, &mut at);
        texts.push(&at);
        texts.push(" null]>>");
        texts.end();
        parents.push((place, below));
    }
    Some(root)
}

/// The entries from one to another that are inside no other of them.
fn siblings(entries: &[OutlineEntry<'_>], from: usize, until: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut level = u8::MAX;
    for (place, entry) in entries.iter().enumerate().take(until).skip(from) {
        level = level.min(entry.level);
        if entry.level <= level {
            found.push(place);
        }
    }
    found
}

fn ends(places: &[usize], object: impl Fn(usize) -> u32, texts: &mut ObjectTexts) {
    for (key, place) in [("/First ", places.first()), ("/Last ", places.last())] {
        if let Some(place) = place {
            texts.push(key);
            texts.push_reference(object(*place));
        }
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
