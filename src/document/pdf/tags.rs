//! What the parts of a page are, for those who cannot see them: the tree of a tagged PDF.
//!
//! The composer adds an element for each heading, paragraph, list, table and picture, in reading
//! order, and says of each shape which element it belongs to. Pages may then be torn and blocks
//! moved as before: an element whose shapes stand on two pages is one element.

use crate::document::drawing::{Drawing, Micrometres, Shape};
use crate::engine::book::Language;

/// An element of [`Tags`], by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct TagNode(u32);

impl TagNode {
    /// No element: a rule, an area, a repeated head, a foot. Nobody has to be told of it.
    pub const ARTIFACT: TagNode = TagNode(0);
    /// The element that holds all others.
    pub const DOCUMENT: TagNode = TagNode(1);

    /// Its place among the elements, from 0; an artifact has none.
    pub(super) fn place(self) -> Option<usize> {
        usize::try_from(self.0.checked_sub(1)?).ok()
    }
}

/// What an element is (ISO 32000-1, 14.8.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagRole {
    /// The whole document.
    Document,
    /// A heading of a level from 1 to 3.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list.
    List(Numbering),
    /// An item of a list.
    Item,
    /// What stands in front of an item: its number, or the name of a value.
    Label,
    /// What an item says.
    ItemBody,
    /// A picture, with words in its place.
    Figure,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// The head of a column, over so many columns.
    ColumnHead(u8),
    /// The head of a row, over so many columns.
    RowHead(u8),
    /// A value of a table, over so many columns.
    Cell(u8),
}

/// How the items of a list are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// They are not.
    None,
    /// 1, 2, 3.
    Decimal,
}

/// An element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagElement {
    /// What it is.
    pub role: TagRole,
    /// The element it is in.
    pub parent: TagNode,
    /// The words of a heading, and those in the place of a picture; else empty.
    pub text: String,
    /// The language of its words, where it is not that of the document.
    pub language: Option<Language>,
}

/// The elements of a document, in reading order; the first holds all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tags {
    elements: Vec<TagElement>,
}

impl Default for Tags {
    /// A document without anything in it.
    fn default() -> Self {
        let mut tags = Self { elements: Vec::new() };
        tags.push(TagNode::ARTIFACT, TagRole::Document, String::new());
        tags
    }
}

impl Tags {
    /// All elements; a parent stands before what is in it.
    #[must_use]
    pub fn elements(&self) -> &[TagElement] {
        &self.elements
    }

    /// What a node is; `None` for an artifact.
    #[must_use]
    pub fn element(&self, node: TagNode) -> Option<&TagElement> {
        self.elements.get(node.place()?)
    }

    /// Every element with its node.
    pub fn nodes(&self) -> impl Iterator<Item = (TagNode, &TagElement)> {
        (1..).map(TagNode).zip(&self.elements)
    }

    /// An element inside another, behind all that is there.
    pub fn add(&mut self, parent: TagNode, role: TagRole) -> TagNode {
        self.push(parent, role, String::new())
    }

    /// A heading of the document.
    pub fn heading(&mut self, level: u8, text: &str) -> TagNode {
        self.push(TagNode::DOCUMENT, TagRole::Heading(level), text.to_owned())
    }

    /// A paragraph of the document.
    pub fn paragraph(&mut self) -> TagNode {
        self.add(TagNode::DOCUMENT, TagRole::Paragraph)
    }

    /// A picture, with words for those who cannot see it.
    pub fn figure(&mut self, words: String) -> TagNode {
        self.push(TagNode::DOCUMENT, TagRole::Figure, words)
    }

    /// Says that the words of an element are in another language than the document.
    pub fn set_language(&mut self, node: TagNode, language: Language) {
        if let Some(element) = node.place().and_then(|place| self.elements.get_mut(place)) {
            element.language = Some(language);
        }
    }

    fn push(&mut self, parent: TagNode, role: TagRole, text: String) -> TagNode {
        self.elements.push(TagElement { role, parent, text, language: None });
        TagNode(u32::try_from(self.elements.len()).unwrap_or(0))
    }
}

/// A shape, and the element it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedShape {
    /// The element.
    pub node: TagNode,
    /// Whether a space comes behind its text where the text is read out or copied.
    pub then_space: bool,
    /// The shape.
    pub shape: Shape,
}

/// A page whose shapes know what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedPage {
    /// Width of the paper.
    pub width_um: Micrometres,
    /// Height of the paper.
    pub height_um: Micrometres,
    /// What is drawn, from back to front; text in the order in which it is read.
    pub shapes: Vec<PlacedShape>,
}

/// Pages with the elements that they show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedPages {
    /// The pages.
    pub pages: Vec<TaggedPage>,
    /// The elements.
    pub tags: Tags,
}

impl TaggedPages {
    /// Drawings whose texts are a paragraph each.
    #[must_use]
    pub fn of_drawings(drawings: &[Drawing]) -> Self {
        let mut tags = Tags::default();
        let pages = drawings.iter().map(|drawing| {
            let shapes = drawing.shapes.iter().map(|shape| {
                let node = match shape {
                    Shape::Text { .. } => tags.paragraph(),
                    Shape::Rectangle { .. }
                    | Shape::Line { .. }
                    | Shape::Polygon { .. }
                    | Shape::Logo { .. } => TagNode::ARTIFACT,
                };
                PlacedShape { node, then_space: false, shape: shape.clone() }
            });
            let (width_um, height_um) = (drawing.width_um, drawing.height_um);
            TaggedPage { width_um, height_um, shapes: shapes.collect() }
        });
        Self { pages: pages.collect(), tags }
    }

    /// The pages as drawings alone.
    #[must_use]
    pub fn drawings(self) -> Vec<Drawing> {
        let pages = self.pages.into_iter();
        pages
            .map(|TaggedPage { width_um, height_um, shapes }| {
                let shapes = shapes.into_iter().map(|placed| placed.shape).collect();
                Drawing { width_um, height_um, shapes }
            })
            .collect()
    }
}
