//! The page of a sheet: everything the sheet says is in it, and nothing a text says takes effect.

use std::collections::{BTreeMap, BTreeSet};

use reinstate::document::brand::Logo;
use reinstate::document::drawing::palette::{Palette, Rgb};
use reinstate::document::drawing::{Drawing, Shape, Tone};
use reinstate::document::html::page;
use reinstate::document::sheet::{
    Acceptance, BenefitCell, Charge, Chosen, Fact, Issuer, IssuerTerms, OptionRow, OptionTable,
    Options, Plot, PlotPoint, Sheet, Tick, Waiting,
};
use reinstate::document::svg::svg;
use reinstate::engine::book::Language;
use reinstate::engine::calendar::parse_iso;
use serde_json::{Value, json};

use crate::support::{offered, request, shipped_shelf};

/// A lapse in two bands, with tax, retirement and another contract: every part of a sheet.
fn lapsed(language: &str) -> Value {
    json!({
        "book": "citrix-css", "quote_date": "2026-11-24", "start": "2026-12-01",
        "currency": "EUR", "service_level": "select", "term_years": 2,
        "program": "enterprise-3", "language": language,
        "tax": { "name": "BTW", "rate": "21%" },
        "customer": {
            "name": "Noordzee & Zonen B.V.", "org_id": "ORG-4711", "contact": "J. de Vries",
            "address": ["Havenkade 12", "3011 AB Rotterdam"], "country": "Nederland",
            "reference": "2026-0815",
        },
        "holding": [
            { "product_line": "virtual-apps-desktops", "edition": "premium", "owned": 500,
              "retire": 20, "covered_through": "2026-03-31", "release": "2203-ltsr" },
            { "product_line": "xenserver", "edition": "per-socket", "owned": 24,
              "covered_through": "2025-01-15", "release": "8-4" },
        ],
        "other_contract": [
            { "product_line": "endpoint-management", "service_level": "priority",
              "covered_through": "2027-06-30", "annual_value": "120000.00" },
        ],
    })
}

fn sheet(language: &str) -> Sheet {
    let mut sheet = Sheet::of(&offered(&request(&lapsed(language)), &shipped_shelf()));
    let lines = vec!["Rijn & Zonen, Kade 1".to_owned(), "Utrecht".to_owned()];
    sheet.issuer =
        Some(Issuer { name: "Reseller “Zuid” <B.V.>".to_owned(), lines, logo: None });
    sheet.options = Some(options());
    sheet.internal_banner = Some("Internal <only>".to_owned());
    sheet.internal = Some(option_table("Internal & seller"));
    sheet.overview = Some(option_table("Overview & sums"));
    sheet.conditions.reference = Some("By <reference>".to_owned());
    sheet.draft_banner = Some("A draft: <not> sent".to_owned());
    let address = "https://a.example/?a=1&b=<2>".to_owned();
    let text = "The terms of “Zuid” <B.V.>:".to_owned();
    sheet.conditions.terms = Some(IssuerTerms { text, address });
    sheet.foot.legal = vec!["KvK & btw".to_owned(), "IBAN <NL00>".to_owned()];
    sheet.acceptance = Some(Acceptance {
        title: "Acceptance".to_owned(),
        text: "Signing <this> orders.".to_owned(),
        fields: ["Name", "Place & date"].map(String::from).into(),
    });
    sheet
}

fn option_table(title: &str) -> OptionTable {
    let row =
        |cells: [&str; 3], chosen| OptionRow { cells: cells.map(String::from).into(), chosen };
    OptionTable {
        title: title.to_owned(),
        text: vec![format!("{title}: a sentence.")],
        columns: ["First", "Second", "Third"].map(String::from).into(),
        rows: vec![
            row(["one", "1,234.50", "1,234.50"], Chosen::No),
            row(["two", "2,345.60", "1,172.80"], Chosen::Yes),
        ],
    }
}

fn options() -> Options {
    let day = |text| parse_iso(text).expect("a date");
    let point = |date, minor, label: &str| PlotPoint { date, minor, label: label.to_owned() };
    let plot = Plot {
        points: vec![
            point(day("2026-12-01"), Some(1_000_000), "today"),
            point(day("2027-01-01"), Some(1_100_000), "in 30 days"),
            point(day("2029-01-01"), None, "later"),
        ],
        marks: vec![Tick { date: day("2027-04-01"), label: "Recovery".to_owned() }],
        levels: vec![(0, "0".to_owned()), (2_000_000, "20,000".to_owned())],
        description: "The total rises from 10,000.00 to 11,000.00.".to_owned(),
    };
    Options {
        title: "Options".to_owned(),
        terms: Some(option_table("Terms")),
        levels: Some(option_table("Levels")),
        choices: Some(option_table("Choices")),
        waiting: Some(Waiting { table: option_table("Waiting"), plot }),
        buying_new: Some(option_table("Buying new")),
    }
}

/// Every text of a sheet that stands in its page as it is; the foot and the pictures have their
/// own tests.
fn texts(sheet: &mut Sheet) -> Vec<&mut String> {
    let mut texts = vec![&mut sheet.title, &mut sheet.standing, &mut sheet.customer.title];
    texts.extend(&mut sheet.sample_banner);
    texts.extend(&mut sheet.draft_banner);
    let terms = &mut sheet.conditions.terms;
    texts.extend(terms.iter_mut().flat_map(|terms| [&mut terms.text, &mut terms.address]));
    texts.extend(&mut sheet.foot.legal);
    if let Some(issuer) = &mut sheet.issuer {
        texts.push(&mut issuer.name);
        texts.extend(&mut issuer.lines);
    }
    texts.extend(&mut sheet.customer.lines);
    texts.extend(sheet.facts.iter_mut().flat_map(fact));
    texts.extend([&mut sheet.answer.label, &mut sheet.answer.total]);
    texts.extend(sheet.answer.facts.iter_mut().flat_map(fact));
    texts.extend(sheet.answer.sums.iter_mut().flat_map(fact));
    texts.extend(&mut sheet.internal_banner);
    texts.extend(sheet.internal.iter_mut().map(|table| &mut table.title));
    texts.extend(&mut sheet.conditions.reference);
    texts.push(&mut sheet.timeline.title);
    texts.extend(sheet.timeline.rows.iter_mut().map(|row| &mut row.description));
    if let Some(rest) = &mut sheet.timeline.rest {
        texts.extend([&mut rest.note, &mut rest.title]);
        texts.extend(rest.rows.iter_mut().map(|row| &mut row.description));
    }
    if let Some(overview) = &mut sheet.overview {
        texts.push(&mut overview.title);
        texts.extend(&mut overview.text);
        texts.extend(overview.rows.iter_mut().flat_map(|row| &mut row.cells));
    }
    texts.extend([&mut sheet.table.title, &mut sheet.table.note]);
    texts.extend(&mut sheet.table.columns);
    for line in &mut sheet.table.lines {
        texts.extend([&mut line.number, &mut line.title]);
        texts.extend(&mut line.details);
        texts.extend(&mut line.cells);
        texts.extend(line.charges.iter_mut().chain([&mut line.total]).flat_map(charge));
    }
    texts.extend(sheet.totals.iter_mut().flat_map(|row| [&mut row.label, &mut row.amount]));
    texts.push(&mut sheet.findings.title);
    for note in &mut sheet.findings.notes {
        texts.extend([&mut note.severity, &mut note.text]);
        texts.extend(&mut note.condition);
    }
    texts.extend(sheet.options.iter_mut().flat_map(option_texts));
    if let Some(benefits) = &mut sheet.benefits {
        texts.push(&mut benefits.title);
        texts.extend(&mut benefits.alike);
        texts.extend(&mut benefits.columns);
        texts.extend(benefits.rows.iter_mut().flat_map(benefit));
    }
    texts.push(&mut sheet.conditions.title);
    for clause in &mut sheet.conditions.clauses {
        texts.extend([&mut clause.number, &mut clause.id, &mut clause.text]);
        texts.extend(&mut clause.remark);
    }
    if let Some(acceptance) = &mut sheet.acceptance {
        texts.extend([&mut acceptance.title, &mut acceptance.text]);
        texts.extend(&mut acceptance.fields);
    }
    texts.extend([&mut sheet.foot.book, &mut sheet.foot.receipt]);
    texts.extend([&mut sheet.about.title, &mut sheet.about.author, &mut sheet.about.subject]);
    texts
}

fn fact(fact: &mut Fact) -> [&mut String; 2] {
    [&mut fact.label, &mut fact.value]
}

fn charge(charge: &mut Charge) -> [&mut String; 3] {
    [&mut charge.label, &mut charge.how, &mut charge.amount]
}

fn option_texts(options: &mut Options) -> Vec<&mut String> {
    let mut texts = vec![&mut options.title];
    let waiting = options.waiting.iter_mut().map(|waiting| {
        texts.push(&mut waiting.plot.description);
        &mut waiting.table
    });
    let waiting: Vec<_> = waiting.collect();
    for table in options.terms.iter_mut().chain(waiting).chain(&mut options.buying_new) {
        texts.push(&mut table.title);
        texts.extend(&mut table.text);
        texts.extend(&mut table.columns);
        texts.extend(table.rows.iter_mut().flat_map(|row| &mut row.cells));
    }
    texts
}

fn benefit((name, cells): &mut (String, Vec<BenefitCell>)) -> Vec<&mut String> {
    let cells = cells.iter_mut().map(|cell| match cell {
        BenefitCell::Yes(text) | BenefitCell::No(text) | BenefitCell::Text(text) => text,
    });
    [name].into_iter().chain(cells).collect()
}

/// Replaces every text of a sheet: `before`, a number that no other text has, `after`.
fn filled(mut sheet: Sheet, before: &str, after: &str) -> Sheet {
    for (number, text) in texts(&mut sheet).into_iter().enumerate() {
        *text = format!("{before}{number:04}{after}");
    }
    sheet
}

/// What a reader of the page can see, hear or look up: texts and values of attributes, decoded;
/// and the elements with the names of their attributes, in order.
fn parse(page: &str) -> (String, Vec<String>) {
    let (mut text, mut elements) = (String::new(), Vec::new());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (element, after) = after.split_once('>').expect("an element ends");
        let mut parts = element.split('"');
        let mut names = String::new();
        while let Some(name) = parts.next() {
            names.push_str(name);
            if let Some(value) = parts.next() {
                names.push('…');
                text = format!("{value}\n{text}");
            }
        }
        elements.push(names);
        rest = after;
    }
    (decode(&(text + rest)), elements)
}

/// Text of HTML as it is read; a reference that the page has no need of stops the test.
fn decode(text: &str) -> String {
    let mut parts = text.split('&');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').expect("a bare ampersand");
        decoded.push_str(match name {
            "nbsp" => "\u{a0}",
            "#38" | "amp" => "&",
            "#60" | "lt" => "<",
            "#62" | "gt" => ">",
            "#34" | "quot" => "\"",
            "#39" => "'",
            _ => panic!("unknown reference &{name};"),
        });
        decoded.push_str(rest);
    }
    decoded
}

#[test]
fn every_text_of_the_sheet_is_in_its_page() {
    for (language, _) in Language::ALL {
        let mut sheet = sheet(language);
        let page = page(&sheet).expect("a page");
        let (read, _) = parse(&page);
        for text in texts(&mut sheet) {
            assert!(read.contains(text.as_str()), "{language}: {text:?} is missing");
        }
        assert!(page.contains(&format!("<html lang=\"{language}\">")), "{language}");
    }
}

#[test]
fn no_text_takes_the_place_of_another() {
    let mut sheet = filled(sheet("en"), "text ", " end");
    let (read, _) = parse(&page(&sheet).expect("a page"));
    for text in texts(&mut sheet) {
        assert!(read.contains(text.as_str()), "{text:?} is missing");
    }
}

#[test]
fn hostile_texts_are_read_and_not_obeyed() {
    let hostile = "</style><script>alert('x')</script>\" onload=\"&amp;<!--";
    let (_, harmless) = parse(&page(&filled(sheet("nl"), "text ", " end")).expect("a page"));
    let mut sheet = filled(sheet("nl"), hostile, hostile);
    let page = page(&sheet).expect("a page");
    let (read, elements) = parse(&page);
    assert!(!page.contains("<script") && !page.contains("<!--"));
    assert_eq!(elements, harmless, "a text became an element or an attribute");
    for text in texts(&mut sheet) {
        assert!(read.contains(text.as_str()), "{text:?} is missing");
    }
}

/// Labels stand in pictures where there is room for them; wherever they stand, they are text.
#[test]
fn hostile_labels_of_pictures_are_only_text() {
    let hostile = "<b onload=\"1\">&'";
    let mut sheet = sheet("en");
    let timeline = &mut sheet.timeline;
    let labels = timeline.ticks.iter_mut().map(|tick| &mut tick.label);
    let labels = labels.chain(timeline.legend.iter_mut().map(|(_, label)| label));
    let labels =
        labels.chain(timeline.rows.iter_mut().flat_map(|row| {
            row.spans.iter_mut().map(|span| &mut span.label).chain([&mut row.label])
        }));
    labels.for_each(|label| hostile.clone_into(label));
    let plot = &mut sheet.options.as_mut().and_then(|options| options.waiting.as_mut());
    let plot = &mut plot.as_mut().expect("the cost of waiting").plot;
    let labels = plot.points.iter_mut().map(|point| &mut point.label);
    let labels = labels.chain(plot.marks.iter_mut().map(|mark| &mut mark.label));
    let labels = labels.chain(plot.levels.iter_mut().map(|(_, label)| label));
    labels.for_each(|label| hostile.clone_into(label));
    let (read, elements) = parse(&page(&sheet).expect("a page"));
    assert!(read.matches(hostile).count() > 10, "pictures have labels");
    assert!(!elements.iter().any(|element| element.contains("onload")));
}

/// A letter that the font of pictures lacks cannot be measured: the pictures go, the words stay.
#[test]
fn what_cannot_be_drawn_is_said_in_words() {
    let mut sheet = sheet("en");
    assert!(page(&sheet).expect("a page").contains("<svg"));
    sheet.timeline.rows[0].label = "漢字".to_owned();
    let page = page(&sheet).expect("a page");
    let (time, _) = page.split_once("section-costs").expect("the costs");
    assert!(!time.contains("<svg"));
    assert!(!time.contains("<ul class=\"hidden\">"), "the rows in words can be seen");
}

#[test]
fn the_page_stands_on_its_own() {
    for (language, _) in Language::ALL {
        // A link to the terms of the issuer is followed by who wants to.
        let page = page(&sheet(language)).expect("a page").replace("https://a.example", "");
        for foreign in ["<script", "<link", "<img", "://", "url(", "@import", "src=", "style="] {
            assert!(!page.contains(foreign), "{language}: the page has {foreign:?}");
        }
        assert!(page.contains("default-src 'none'"), "its policy forbids what it does not need");
    }
}

/// The policy of a page lets in what it has and nothing more.
#[test]
fn a_logo_is_inside_the_page_and_may_be_shown() {
    let mut sheet = sheet("en");
    assert!(!page(&sheet).expect("a page").contains("img-src"));
    let drawn = br#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>"#;
    let logo = Logo::of(drawn.to_vec()).expect("a logo");
    sheet.issuer.as_mut().expect("an issuer").logo = Some(logo.into());
    let page = page(&sheet).expect("a page");
    assert!(page.contains("; img-src data:\""));
    assert!(page.contains(r#"<img class="logo" src="data:image/svg+xml;base64,PHN2Zy"#));
}

/// The number of a quote has hyphens, at which a browser would break it.
#[test]
fn the_number_in_a_title_is_one_piece() {
    let mut sheet = sheet("de");
    "Angebot: Wiederaufnahme Q-2026-42 — Entwurf <Q-1>".clone_into(&mut sheet.title);
    let page = page(&sheet).expect("a page");
    let expected = "<h1>Angebot: Wiederaufnahme <span class=\"number\">Q-2026-42</span> \
                    — Entwurf &#60;Q-1&#62;</h1>";
    assert!(page.contains(expected), "{:?}", page.split_once("<h1>").map(|(_, h1)| &h1[..120]));
    let style = page.split_once("h1 .number").map(|(_, rule)| rule.split('}').next());
    assert!(style.flatten().is_some_and(|rule| rule.contains("inline-block")));
}

#[test]
fn equal_sheets_are_equal_bytes() {
    assert_eq!(page(&sheet("fr")).expect("a page"), page(&sheet("fr")).expect("a page"));
}

#[test]
fn ids_are_unique_and_links_lead_to_one() {
    let mut sheet = sheet("de");
    // The same finding about two holdings.
    let again = sheet.findings.notes[0].clone();
    sheet.findings.notes.push(again);
    let page = page(&sheet).expect("a page");
    let values = |mark: &str| -> Vec<String> {
        let parts = page.split(mark).skip(1);
        parts.map(|part| part.split('"').next().unwrap_or_default().to_owned()).collect()
    };
    let ids = values(" id=\"");
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    for note in &sheet.findings.notes {
        assert!(unique.contains(&note.code.to_owned()), "{} has no id", note.code);
    }
    let links = values("href=\"#");
    assert!(!links.is_empty());
    for target in values("href=\"#").iter().chain(&values("aria-labelledby=\"")) {
        assert!(target.split(' ').all(|id| unique.contains(&id.to_owned())), "{target}");
    }
}

#[test]
fn a_clause_that_is_not_translated_says_its_language() {
    let mut sheet = sheet("nl");
    let clause = &mut sheet.conditions.clauses[0];
    clause.language = Language::English;
    clause.text = "Not translated.".to_owned();
    let page = page(&sheet).expect("a page");
    assert!(page.contains("<span lang=\"en\">Not translated.</span>"));
}

/// The browser counts printed pages; the words around the numbers come from the sheet.
#[test]
fn printed_pages_are_numbered_in_the_language_of_the_sheet() {
    let page = page(&sheet("fr")).expect("a page");
    let rule =
        r#"@page { @bottom-right { content: "Page\20 " counter(page) "\20 sur\20 " counter(pages)"#;
    assert!(page.contains(rule));
}

#[test]
fn parts_that_a_sheet_does_not_have_leave_nothing_behind() {
    let mut sheet = sheet("en");
    sheet.issuer = None;
    sheet.sample_banner = None;
    sheet.draft_banner = None;
    sheet.conditions.terms = None;
    sheet.conditions.reference = None;
    sheet.internal_banner = None;
    sheet.internal = None;
    sheet.overview = None;
    sheet.foot.legal.clear();
    sheet.options = None;
    sheet.benefits = None;
    sheet.timeline.rest = None;
    sheet.findings.notes.clear();
    sheet.conditions.clauses.clear();
    let (_, elements) = parse(&page(&sheet).expect("a page"));
    assert!(!elements.iter().any(|element| element.starts_with("address")));
    let heads = elements.iter().filter(|element| element.starts_with("h2")).count();
    assert_eq!(heads, 5, "customer, answer, time, costs, acceptance");
}

/// The colours of the style sheet in an appearance, by their names.
fn colours(style: &str) -> BTreeMap<&str, [u8; 3]> {
    let declared = style.split("--").skip(1).filter_map(|part| part.split_once(": #"));
    let colours = declared.map(|(name, value)| {
        let digits = value.split(';').next().unwrap_or_default();
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("a colour");
        (name, [part(0), part(2), part(4)])
    });
    colours.collect()
}

/// Both appearances of the style sheet: light, then dark.
fn appearances() -> [BTreeMap<&'static str, [u8; 3]>; 2] {
    let style = include_str!("../../templates/quote.css");
    let (light, rest) = style.split_once("@media screen").expect("two appearances");
    let (dark, _) = rest.split_once("* {").expect("the rules");
    [colours(light), colours(dark)]
}

#[test]
fn light_colours_are_those_of_the_printed_document() {
    let [light, dark] = appearances();
    let palette = Palette::default();
    for (name, tone) in [
        ("ink", Tone::Ink),
        ("muted", Tone::Muted),
        ("rule", Tone::Rule),
        ("tint", Tone::Tint),
        ("accent", Tone::Accent),
        ("accent-soft", Tone::AccentSoft),
        ("alert", Tone::Alert),
        ("alert-soft", Tone::AlertSoft),
        ("paper", Tone::Paper),
    ] {
        let Rgb { red, green, blue } = palette.colour(tone);
        assert_eq!(light[name], [red, green, blue], "{name}");
        assert!(dark.contains_key(name), "{name} has no dark colour");
    }
}

/// Checkers of pages cannot see what is behind a text in a picture, so this holds the colours.
#[test]
#[expect(clippy::disallowed_types, reason = "the contrast of WCAG is defined with powers")]
fn text_stands_out_in_both_appearances() {
    let light = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = |[red, green, blue]: [u8; 3]| {
        0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue)
    };
    for colours in appearances() {
        let pairs = ["ink", "muted", "accent", "alert"]
            .iter()
            .flat_map(|text| ["paper", "accent-soft", "alert-soft"].map(|back| (*text, back)));
        for (text, back) in pairs.chain([("paper", "accent"), ("paper", "alert")]) {
            let (one, other) = (luminance(colours[text]), luminance(colours[back]));
            let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
            assert!(contrast >= 4.5, "{text} on {back}: {contrast}");
        }
    }
}

#[test]
fn lengths_of_a_picture_are_millimetres_and_its_texts_are_escaped() {
    let area = Shape::Rectangle {
        x_um: 0,
        y_um: -150,
        width_um: 12_500,
        height_um: 1_001,
        fill: Some(Tone::Ink),
        stroke: None,
    };
    let picture = Drawing { width_um: 12_500, height_um: 0, shapes: vec![area] };
    let written = svg(&picture, "<a & \"b\">", "", "id");
    assert!(written.contains(r#"<rect x="0" y="-0.15" width="12.5" height="1.001""#), "{written}");
    let title = "<title id=\"id-title\">&lt;a &amp; &quot;b&quot;&gt;</title>";
    assert!(written.contains(title), "{written}");
}
