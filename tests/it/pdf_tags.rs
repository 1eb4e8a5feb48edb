//! Every document is tagged: each word on its pages belongs to an element of the tree, in reading
//! order, or is there for the eye alone. `tests/pdf` holds the bytes against the standards.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, decode_text_string};
use reinstate::document::drawing::Shape;
use reinstate::document::fallback::UserFonts;
use reinstate::document::fallback::ruler::Ruler;
use reinstate::document::html;
use reinstate::document::pdf::tags::{TagElement, TagNode, TagRole, TaggedPages};
use reinstate::document::pdf::{Attachment, Paper, Relationship, document, tagged_pages};
use reinstate::document::sheet::Sheet;
use reinstate::engine::book::Language;

use crate::sample_sheet::{example, huge_amounts, long_names, sheet};

fn tagged(sheet: &Sheet) -> TaggedPages {
    tagged_pages(sheet, Paper::A4, &Ruler::new(&UserFonts::NONE)).expect("pages")
}

/// The texts of each page with their elements, in the order in which they are drawn.
fn texts(tagged: &TaggedPages) -> Vec<Vec<(TagNode, String)>> {
    let of_page = |page: &reinstate::document::pdf::tags::TaggedPage| {
        let texts = page.shapes.iter().filter_map(|placed| match &placed.shape {
            Shape::Text { text, .. } if placed.then_space => {
                Some((placed.node, format!("{text} ")))
            }
            Shape::Text { text, .. } => Some((placed.node, text.clone())),
            Shape::Rectangle { .. }
            | Shape::Line { .. }
            | Shape::Polygon { .. }
            | Shape::Logo { .. } => None,
        });
        texts.collect()
    };
    tagged.pages.iter().map(of_page).collect()
}

/// The words of an element, from all pages.
fn words(tagged: &TaggedPages, wanted: TagNode) -> String {
    let texts = texts(tagged).into_iter().flatten();
    let words: String = texts.filter(|(node, _)| *node == wanted).map(|(_, text)| text).collect();
    words.trim_end().to_owned()
}

fn of_role(tagged: &TaggedPages, wanted: TagRole) -> Vec<(TagNode, &TagElement)> {
    tagged.tags.nodes().filter(|(_, element)| element.role == wanted).collect()
}

fn sheets() -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> =
        ["reinstatement-nl", "reinstatement-two-bands", "renewal"].map(example).into();
    sheets.extend([sheet(1), sheet(40), long_names(), huge_amounts()]);
    sheets
}

#[test]
fn words_for_the_eye_alone_are_heads_and_feet_that_come_again() {
    for sheet in sheets() {
        let tagged = tagged(&sheet);
        let count = tagged.pages.len();
        let told: Vec<String> = tagged.tags.nodes().map(|(node, _)| words(&tagged, node)).collect();
        let told = told.concat().replace(' ', "");
        for (number, page) in (1..).zip(texts(&tagged)) {
            for (_, text) in page.iter().filter(|(node, _)| *node == TagNode::ARTIFACT) {
                let is_told = told.contains(&text.replace(' ', ""));
                assert!(is_told || *text == sheet.foot.page(number, count), "“{text}”");
            }
        }
    }
}

#[test]
fn words_are_drawn_in_the_order_of_the_tree() {
    for sheet in sheets() {
        let drawn: Vec<TagNode> =
            texts(&tagged(&sheet)).concat().into_iter().map(|t| t.0).collect();
        let drawn: Vec<TagNode> =
            drawn.into_iter().filter(|node| *node != TagNode::ARTIFACT).collect();
        assert!(drawn.is_sorted(), "{}", sheet.title);
    }
}

#[test]
fn an_element_says_what_the_sheet_says() {
    let sheet = example("reinstatement-two-bands");
    let tagged = tagged(&sheet);
    let said = |role| -> Vec<String> {
        of_role(&tagged, role).into_iter().map(|(node, _)| words(&tagged, node)).collect()
    };
    assert_eq!(said(TagRole::Heading(1)), [sheet.title.as_str()]);
    let headings: Vec<&str> =
        of_role(&tagged, TagRole::Heading(2)).iter().map(|h| h.1.text.as_str()).collect();
    assert_eq!(headings, said(TagRole::Heading(2)));
    assert_eq!(headings.first(), Some(&sheet.customer.title.as_str()));
    let bodies = said(TagRole::ItemBody);
    for clause in &sheet.conditions.clauses {
        assert!(bodies.iter().any(|body| body.starts_with(&clause.text)), "{}", clause.text);
    }
    for fact in sheet.facts.iter().chain(&sheet.answer.facts) {
        assert!(said(TagRole::Label).contains(&fact.label) && bodies.contains(&fact.value));
    }
    let pictures = of_role(&tagged, TagRole::Figure);
    let waiting = sheet.options.as_ref().and_then(|options| options.waiting.as_ref());
    assert!(pictures[0].1.text.contains(&sheet.timeline.rows[0].description));
    assert_eq!(Some(&pictures[1].1.text), waiting.map(|waiting| &waiting.plot.description));
}

/// The words of a text: what stands between two marks or spaces.
fn split_words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words that a page in a browser shows below its head and above its foot. Pictures are said in
/// other words, and captions are those of the headings above their tables.
fn shown_in_browser(page: &str) -> Vec<String> {
    let (_, rest) = page.split_once("<main class=\"quote\">").expect("a body");
    let (mut rest, _) = rest.split_once("</main>").expect("its end");
    let mut text = String::new();
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        let (attributes, _) = tag.split_once('>').expect("a tag that ends");
        let is_hidden = name == "svg" || attributes.contains("class=\"hidden\"");
        let end = if is_hidden { format!("</{name}>") } else { ">".to_owned() };
        rest = tag.split_once(&end).expect("a tag that ends").1;
        text.push(' ');
    }
    let marks = [("&nbsp;", " "), ("&#38;", "&"), ("&amp;", "&"), ("&#60;", "<"), ("&#62;", ">")];
    let marks = marks.into_iter().chain([("&#34;", "\""), ("&#39;", "'"), ("&quot;", "\"")]);
    split_words(&marks.fold(text, |text, (mark, letter)| text.replace(mark, letter)))
}

/// The words of a tagged document in the order of its tree, from the customer to the foot, without
/// those in pictures.
fn read_aloud(sheet: &Sheet) -> Vec<String> {
    let tagged = tagged(sheet);
    let all: Vec<(TagNode, &TagElement)> = tagged.tags.nodes().collect();
    let first = all.iter().position(|(_, element)| element.role == TagRole::Heading(2));
    // The last ones are the price book and the receipt.
    let body = &all[first.expect("a heading")..all.len() - 2];
    let mut of_nodes: BTreeMap<TagNode, String> = BTreeMap::new();
    for (node, text) in texts(&tagged).into_iter().flatten() {
        of_nodes.entry(node).or_default().push_str(&text);
    }
    let told = body.iter().filter(|(_, element)| element.role != TagRole::Figure);
    let told = told.filter_map(|(node, _)| of_nodes.get(node));
    split_words(&told.map(String::as_str).collect::<Vec<_>>().join(" "))
}

/// Who listens to the PDF hears what who looks at the page reads, in the same order.
#[test]
fn words_read_aloud_are_those_of_the_page_in_a_browser() {
    for name in ["reinstatement-nl", "reinstatement-two-bands", "renewal"] {
        let sheet = example(name);
        let aloud = read_aloud(&sheet);
        let shown = shown_in_browser(&html::page(&sheet).expect("a page"));
        let differs = aloud.iter().zip(&shown).position(|(one, other)| one != other);
        let at = differs.unwrap_or_else(|| aloud.len().min(shown.len()));
        let around =
            |words: &[String]| words[at.saturating_sub(5)..(at + 8).min(words.len())].join(" ");
        assert_eq!(around(&aloud), around(&shown), "{name}, word {at}");
        assert!(aloud == shown && aloud.len() > 300, "{name}: {} words", aloud.len());
    }
}

/// How many columns the cells of each row of each table take.
fn widths(tagged: &TaggedPages) -> Vec<Vec<usize>> {
    let inside =
        |parent: TagNode| tagged.tags.nodes().filter(move |(_, element)| element.parent == parent);
    let width = |row: TagNode| {
        let spans = inside(row).map(|(_, cell)| {
            let (TagRole::ColumnHead(span) | TagRole::RowHead(span) | TagRole::Cell(span)) =
                cell.role
            else {
                panic!("{:?} in a row", cell.role)
            };
            span
        });
        spans.map(usize::from).sum()
    };
    let tables = of_role(tagged, TagRole::Table).into_iter();
    tables.map(|(table, _)| inside(table).map(|(row, _)| width(row)).collect()).collect()
}

#[test]
fn every_row_of_a_table_is_as_wide_as_the_others() {
    let mut with_gaps = sheet(3);
    for line in &mut with_gaps.table.lines {
        line.cells[4].clear();
        line.details.clear();
    }
    for sheet in sheets().into_iter().chain([with_gaps]) {
        let widths = widths(&tagged(&sheet));
        assert!(widths.len() >= 3);
        for rows in widths {
            assert!(rows.iter().all(|width| *width == rows[0]), "{rows:?}");
        }
    }
}

#[test]
fn a_clause_in_another_language_says_so() {
    let mut sheet = example("reinstatement-nl");
    sheet.conditions.clauses[1].language = Language::English;
    let tagged = tagged(&sheet);
    let foreign: Vec<_> =
        tagged.tags.nodes().filter(|(_, element)| element.language.is_some()).collect();
    assert_eq!(foreign.len(), 1);
    assert_eq!(foreign[0].1.language, Some(Language::English));
    assert!(words(&tagged, foreign[0].0).starts_with(&sheet.conditions.clauses[1].text));
}

#[test]
fn a_word_broken_over_lines_is_one_word() {
    let tagged = tagged(&long_names());
    let name = "W".repeat(200);
    assert!(
        of_role(&tagged, TagRole::Paragraph)
            .iter()
            .any(|(n, _)| words(&tagged, *n).contains(&name))
    );
}

fn with_attachments(attachments: &[Attachment<'_>]) -> Document {
    let bytes = document(&example("reinstatement-nl"), Paper::A4, attachments).expect("a document");
    Document::load_mem(&bytes).expect("a document")
}

fn at<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &str) -> &'d Object {
    dictionary.get_deref(key.as_bytes(), document).unwrap_or_else(|error| panic!("{key}: {error}"))
}

#[test]
fn the_catalog_says_that_it_is_tagged_and_archival() {
    let document = with_attachments(&[]);
    let catalog = document.catalog().expect("a catalog");
    assert_eq!(decode_text_string(at(&document, catalog, "Lang")).ok(), Some("nl".to_owned()));
    let marked = at(&document, catalog, "MarkInfo").as_dict().expect("a dictionary");
    assert_eq!(marked.get(b"Marked").and_then(Object::as_bool).ok(), Some(true));
    for key in ["StructTreeRoot", "Outlines", "OutputIntents"] {
        assert!(catalog.has(key.as_bytes()), "{key}");
    }
    assert!(!catalog.has(b"AF") && !catalog.has(b"Names"));
    let metadata = at(&document, catalog, "Metadata").as_stream().expect("a stream");
    assert!(!metadata.dict.has(b"Filter"));
    let packet = String::from_utf8(metadata.content.clone()).expect("UTF-8");
    for claim in ["<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert!(packet.contains(claim), "{claim}");
    }
}

#[test]
fn a_title_with_marks_of_xml_stays_what_it_is() {
    let mut sheet = example("renewal");
    sheet.about.title = "Quote <&> \u{feff}\u{b}“Łódź”".to_owned();
    let bytes = document(&sheet, Paper::A4, &[]).expect("a document");
    let document = Document::load_mem(&bytes).expect("a document");
    let catalog = document.catalog().expect("a catalog");
    let metadata = at(&document, catalog, "Metadata").as_stream().expect("a stream");
    let packet = String::from_utf8(metadata.content.clone()).expect("UTF-8");
    assert!(packet.contains("Quote &lt;&amp;&gt; \u{feff}“Łódź”"), "{packet}");
}

#[test]
fn files_are_inside_the_document_in_the_order_of_their_names() {
    let other = Attachment {
        name: "a.xml",
        media_type: "text/xml",
        relationship: Relationship::Alternative,
        description: "The same as XML",
        bytes: b"<Quotation/>",
    };
    let json = "{\"schema\":2}".repeat(1_000);
    let document = with_attachments(&[Attachment::quote_json(&json, "Offerte"), other]);
    let catalog = document.catalog().expect("a catalog");
    let files = at(&document, catalog, "AF").as_array().expect("files");
    let found = files.iter().map(|file| {
        let file = document.dereference(file).expect("a file").1.as_dict().expect("a dictionary");
        let name = decode_text_string(at(&document, file, "UF")).expect("a name");
        assert_eq!(at(&document, file, "F"), at(&document, file, "UF"));
        let relationship = at(&document, file, "AFRelationship").as_name().expect("a name");
        let embedded = at(&document, file, "EF").as_dict().expect("a dictionary");
        let embedded = at(&document, embedded, "F").as_stream().expect("a stream");
        let kind = at(&document, &embedded.dict, "Subtype").as_name().expect("a name");
        let parameters = at(&document, &embedded.dict, "Params").as_dict().expect("a dictionary");
        let changed = decode_text_string(at(&document, parameters, "ModDate")).expect("a date");
        assert_eq!(changed, "D:20261124", "the date of the quote");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let content = embedded.decompressed_content().expect("bytes");
        (name, text(relationship), text(kind), text(&content))
    });
    let expected = [
        ("a.xml", "Alternative", "text/xml", "<Quotation/>"),
        ("quote.json", "Data", "application/json", &*json),
    ];
    let expected =
        expected.map(|(a, b, c, d)| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned()));
    assert_eq!(found.collect::<Vec<_>>(), expected);
    let names = at(&document, catalog, "Names").as_dict().expect("a dictionary");
    let names = at(&document, names, "EmbeddedFiles").as_dict().expect("a dictionary");
    assert_eq!(at(&document, names, "Names").as_array().expect("names").len(), 4);
}
