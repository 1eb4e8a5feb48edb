//! The pages of a quote: nothing outside the margins, nothing split, heads that come again.

use reinstate::document::drawing::fonts::width_um;
use reinstate::document::drawing::{Align, Drawing, MM, Shape};
use reinstate::document::pdf::{Paper, document, pages};
use reinstate::document::sheet::{Charge, Detail, Sheet, SheetExtras};
use reinstate::document::{html, text};
use reinstate::engine::quote::Quote;
use serde_json::json;

use crate::support::{offered, program, project, request, shipped_shelf};

/// A sheet of so many holdings.
fn sheet(count: usize, language: &str) -> Sheet {
    Sheet::of(&quote_of(count, language))
}

/// A quote of so many holdings, each with its own number of licences, so that totals differ.
fn quote_of(count: usize, language: &str) -> Quote {
    let holdings: Vec<serde_json::Value> = (0..count)
        .map(|place| {
            let edition = ["standard", "advanced", "premium"][place % 3];
            json!({
                "product_line": "virtual-apps-desktops",
                "edition": edition,
                "owned": 1_000 + place,
                "covered_through": format!("2026-{:02}-{:02}", 1 + place % 9, 1 + place % 27),
            })
        })
        .collect();
    let value = json!({
        "quote_date": "2026-11-24", "start": "2026-12-01", "currency": "EUR",
        "service_level": "select", "term_years": 1, "program": "easy", "language": language,
        "customer": {"name": "W".repeat(200), "org_id": "ORG-1"}, "holding": holdings,
    });
    offered(&request(&value), &shipped_shelf())
}

/// Every text with the left and right edge of its letters, and its baseline.
fn texts(page: &Drawing) -> Vec<(&str, i32, i32, i32)> {
    let placed = page.shapes.iter().filter_map(|shape| match shape {
        Shape::Text { x_um, baseline_um, text, size_um, face, align, .. } => {
            let width = width_um(*face, *size_um, text).expect("letters of the font");
            let left = match align {
                Align::Start => *x_um,
                Align::Middle => x_um - width / 2,
                Align::End => x_um - width,
            };
            Some((text.as_str(), left, left + width, *baseline_um))
        }
        Shape::Rectangle { .. }
        | Shape::Line { .. }
        | Shape::Polygon { .. }
        | Shape::Logo { .. } => None,
    });
    placed.collect()
}

fn has(page: &Drawing, wanted: &str) -> bool {
    texts(page).iter().any(|(text, ..)| *text == wanted)
}

#[test]
fn no_text_leaves_the_margins_of_its_paper() {
    for count in [1, 20] {
        for language in ["en", "nl", "de", "fr"] {
            let sheet = sheet(count, language);
            for paper in [Paper::A4, Paper::Letter] {
                let (width, height) = paper.size_um();
                for (number, page) in pages(&sheet, paper).expect("pages").iter().enumerate() {
                    assert_eq!((page.width_um, page.height_um), (width, height));
                    for (text, left, right, baseline) in texts(page) {
                        // A micrometre is in hand for each rounding.
                        let inside = left >= 18 * MM - 2
                            && right <= width - 18 * MM + 2
                            && baseline > 10 * MM
                            && baseline < height - 8 * MM;
                        assert!(inside, "{count} {language} page {}: {text}", number + 1);
                    }
                }
            }
        }
    }
}

#[test]
fn a_holding_stays_on_one_page_below_the_heads_of_its_columns() {
    for (count, paper) in
        [(1, Paper::A4), (12, Paper::Letter), (60, Paper::Letter), (500, Paper::A4)]
    {
        let sheet = sheet(count, "en");
        let pages = pages(&sheet, paper).expect("pages");
        for line in &sheet.table.lines {
            let number = format!("{}.", line.number);
            // Its number stands alone, but in the overview that many holdings have.
            let charges = line.charges.iter().map(|charge| &charge.amount);
            let own = [&number, &line.cells[0], &line.total.amount];
            let own: Vec<&String> = own.into_iter().chain(charges).collect();
            let page = pages
                .iter()
                .find(|page| own.iter().all(|text| has(page, text)))
                .unwrap_or_else(|| panic!("holding {number} is split"));
            assert!(has(page, "Licences"), "{number} has no heads above it");
        }
    }
}

#[test]
fn every_page_has_its_number_and_the_last_one_is_not_alone_with_it() {
    for count in [1, 7, 12, 60] {
        let sheet = sheet(count, "en");
        let pages = pages(&sheet, Paper::A4).expect("pages");
        for (number, page) in pages.iter().enumerate() {
            let foot = format!("Page {} of {}", number + 1, pages.len());
            assert!(has(page, &foot), "{foot}");
            assert!(has(page, sheet.sample_banner.as_deref().expect("a banner")));
        }
        let last = pages.last().expect("a page");
        // The annex of many holdings comes last, and otherwise the conditions do.
        let number = match &sheet.overview {
            Some(_) => &sheet.table.lines.last().expect("a holding").number,
            None => &sheet.conditions.clauses.last().expect("a clause").number,
        };
        assert!(has(last, &format!("{number}.")), "{count}");
    }
}

#[test]
fn no_two_numbers_of_a_holding_touch() {
    let sheet = sheet(12, "en");
    for page in pages(&sheet, Paper::Letter).expect("pages") {
        let all = texts(&page);
        for line in &sheet.table.lines {
            let row = all.iter().find(|(text, ..)| *text == line.cells[0]).map(|row| row.3);
            let Some(baseline) = row else { continue };
            let mut row: Vec<(i32, i32)> =
                all.iter().filter(|text| text.3 == baseline).map(|text| (text.1, text.2)).collect();
            row.sort_unstable();
            let apart = row.windows(2).all(|pair| pair[0].1 + MM <= pair[1].0);
            assert!(apart, "holding {}: {row:?}", line.number);
        }
    }
}

#[test]
fn equal_sheets_are_equal_bytes() {
    let bytes = || document(&sheet(12, "nl"), Paper::A4, &[]).expect("a document");
    assert_eq!(bytes(), bytes());
}

/// The page of each text that is there once.
fn page_of(pages: &[Drawing], wanted: &str) -> usize {
    let on: Vec<usize> = (0..pages.len()).filter(|page| has(&pages[*page], wanted)).collect();
    assert_eq!(on.len(), 1, "{wanted}");
    on[0]
}

/// Of a holding of more than eight rows, the first and the last ones stay together; between them it
/// breaks, and its name comes back.
#[test]
fn a_holding_of_many_rows_breaks_after_its_first_ones_and_its_name_comes_back() {
    let mut breaks = 0;
    for (language, word) in
        [("en", "(continued)"), ("nl", "(vervolg)"), ("de", "(Fortsetzung)"), ("fr", "(suite)")]
    {
        // Each time it begins further down.
        for before in 0..9 {
            let mut sheet = sheet(before + 1, language);
            let line = &mut sheet.table.lines[before];
            let one = line.charges[0].clone();
            line.title = "Long".to_owned();
            line.charges = (0..9)
                .map(|number| Charge { amount: format!("{number}.99"), ..one.clone() })
                .collect();
            line.total.amount = "Sum".to_owned();
            let own = line.cells[0].clone();
            let pages = pages(&sheet, Paper::A4).expect("pages");
            let row = |number: usize| page_of(&pages, &format!("{number}.99"));
            assert_eq!(page_of(&pages, &own), row(0), "{before}");
            assert_eq!(page_of(&pages, "Sum"), row(8), "{before}");
            let goes_on = format!("Long {word}");
            let first = row(0);
            for (number, page) in pages.iter().enumerate() {
                let is_later = number > first && number <= row(8);
                assert_eq!(has(page, &goes_on), is_later, "{before}, page {number}");
                breaks += usize::from(is_later);
            }
        }
    }
    assert!(breaks > 3, "{breaks}");
}

/// However tall, a sheet has pages: a holding whose texts take several of them, one of a hundred
/// rows, and one whose name takes a page.
#[test]
fn a_holding_taller_than_a_page_goes_on_on_the_next_ones() {
    const WORDS: usize = 6_000;
    let words = "xylophone ".repeat(WORDS);
    let mut sheets = vec![sheet(2, "en"); 4];
    sheets[0].table.lines[1].details = vec![words.trim_end().to_owned()];
    words.trim_end().clone_into(&mut sheets[1].table.lines[1].title);
    words.trim_end().clone_into(&mut sheets[2].table.lines[1].charges[0].how);
    let line = &mut sheets[3].table.lines[1];
    line.charges = vec![line.charges[0].clone(); 300];
    for charge in &mut line.charges {
        charge.label = "xylophone ".repeat(WORDS / 300).trim_end().to_owned();
    }
    for (place, sheet) in sheets.iter().enumerate() {
        for paper in [Paper::A4, Paper::Letter] {
            let pages = pages(sheet, paper).expect("pages");
            let foot = paper.size_um().1 - 18 * MM;
            // The picture of the time names holdings, too, and a name that comes back is cut off.
            let told = pages
                .iter()
                .flat_map(texts)
                .filter(|(text, _, _, baseline)| *baseline < foot && !text.contains("continued"));
            let words: usize = told.map(|(text, ..)| text.matches("xylophone").count()).sum();
            assert_eq!(words, WORDS, "{place} on {paper:?}");
            for page in &pages {
                assert!(texts(page).iter().all(|text| text.3 < paper.size_um().1 - 8 * MM));
            }
            let goes_on =
                pages.iter().flat_map(texts).filter(|(text, ..)| text.contains("(continued)"));
            assert!(goes_on.count() > 2, "{place} on {paper:?}");
        }
    }
}

#[test]
fn a_brief_document_of_many_has_no_annex() {
    let full = sheet(25, "en");
    let quote = quote_of(25, "en");
    let shown = SheetExtras { detail: Detail::Brief, ..SheetExtras::default() };
    let brief = Sheet::for_customer(&quote, shown).expect("an estimate");
    let annex = |sheet: &Sheet| sheet.table.title.clone();
    let read = |sheet: &Sheet| {
        let pages = pages(sheet, Paper::A4).expect("pages");
        let texts = pages.iter().flat_map(texts).map(|(text, ..)| text.to_owned());
        (pages.len(), texts.collect::<Vec<_>>().join("\n"))
    };
    let (full_pages, full_text) = read(&full);
    let (brief_pages, brief_text) = read(&brief);
    assert!(full_text.contains(&annex(&full)) && full_pages > 6, "{full_pages}");
    assert!(!brief_text.contains("nnex") && brief_pages <= 3, "{brief_pages}");
    let overview = brief.overview.as_ref().expect("an overview");
    for row in &overview.rows {
        assert!(brief_text.contains(&row.cells[0]) && brief_text.contains(&row.cells[4]));
    }
    for page in [html::page(&brief).expect("a page"), text::quote(&brief, 100)] {
        assert!(!page.contains("nnex") && page.contains(&overview.rows[24].cells[4]));
    }
}

/// More than five products that stopped on days of their own are one note, which names the earliest
/// day; five are five.
#[test]
fn many_interruptions_are_one_note() {
    let interruptions = |sheet: &Sheet| -> Vec<String> {
        let notes = sheet.findings.notes.iter().filter(|note| note.code == "cover-interrupted");
        notes.map(|note| note.text.clone()).collect()
    };
    assert_eq!(interruptions(&sheet(5, "en")).len(), 5);
    let expected = "From 2 January 2026 (at the earliest) to 30 November 2026 there is no support \
                    (products 1, 2, 3, 4, 5, 6, 7, 8 and …). Ask whether releases that come out in \
                    that time may be used afterwards.";
    assert_eq!(interruptions(&sheet(25, "en")), [expected]);
    let said = |language| interruptions(&sheet(25, language)).concat();
    assert!(said("nl").starts_with("Van 2 januari 2026 (op zijn vroegst) tot en met 30 november"));
    assert!(said("de").starts_with("Vom 2. Januar 2026 (frühestens) bis zum 30. November"));
    assert!(said("fr").starts_with("Du 2 janvier 2026 (au plus tôt) au 30 novembre"));
}

/// Heads of columns take no more lines than they have to, also where their words are long.
#[test]
fn heads_of_columns_take_two_lines() {
    for language in ["en", "nl", "de", "fr"] {
        let sheet = sheet(1, language);
        for paper in [Paper::A4, Paper::Letter] {
            let pages = pages(&sheet, paper).expect("pages");
            let words: Vec<&str> =
                sheet.table.columns.iter().flat_map(|head| head.split(' ')).collect();
            let is_head = |text: &&str| text.split(' ').all(|word| words.contains(&word));
            let heads = pages
                .iter()
                .map(|page| {
                    let last = |text: &str| text == sheet.table.columns[0];
                    let all = texts(page);
                    let foot = all.iter().find(|(text, ..)| last(text)).map(|text| text.3);
                    let near = |baseline: i32| foot.is_some_and(|foot| foot - baseline < 12 * MM);
                    let mut lines: Vec<i32> = all
                        .iter()
                        .filter(|(text, .., baseline)| {
                            is_head(text) && near(*baseline) && Some(*baseline) <= foot
                        })
                        .map(|text| text.3)
                        .collect();
                    lines.sort_unstable();
                    lines.dedup();
                    lines.len()
                })
                .max();
            assert_eq!(heads, Some(2), "{language} on {paper:?}");
        }
    }
}

/// The first product stands on the first page, below a picture of low bars.
#[test]
fn the_first_page_has_the_first_product_where_it_has_room() {
    for language in ["en", "nl", "de", "fr"] {
        for count in [1, 3] {
            let mut sheet = sheet(count, language);
            "A customer".clone_into(&mut sheet.customer.lines[0]);
            let pages = pages(&sheet, Paper::A4).expect("pages");
            assert!(has(&pages[0], &sheet.table.lines[0].total.amount), "{language}, {count}");
        }
    }
}

/// Where the first product has no room on the first page with the usual space above it, less space
/// makes room for it.
#[test]
fn the_first_page_has_the_first_product_where_less_space_makes_room() {
    for lines in 0..22 {
        let mut sheet = sheet(1, "en");
        "A customer".clone_into(&mut sheet.customer.lines[0]);
        sheet.customer.lines.extend(vec!["A line of the address".to_owned(); lines]);
        let pages = pages(&sheet, Paper::Letter).expect("pages");
        let foot = Paper::Letter.size_um().1 - 26 * MM;
        let end = texts(&pages[0]).iter().map(|text| text.3).filter(|at| *at < foot).max();
        // The body of a page ends at some 254 mm.
        assert!(end >= Some(235 * MM), "{lines} more lines of the address: {end:?}");
    }
}

/// Bars that are too tall for the first page begin there all the same, and go on on the next one.
#[test]
fn a_tall_picture_of_the_time_is_torn() {
    let mut sheet = sheet(30, "en");
    for row in &mut sheet.timeline.rows {
        row.label = "Meridian Control Centre for Water Treatment and Pumping Stations, ".repeat(4);
    }
    let pages = pages(&sheet, Paper::A4).expect("pages");
    let counts = [&pages[0], &pages[1]].map(|page| bars(page, "Control Centre for"));
    assert!(counts.iter().all(|count| *count > 8), "{counts:?}");
}

/// How many bars a page has, of those with these words in their names.
fn bars(page: &Drawing, words: &str) -> usize {
    texts(page).iter().filter(|(text, ..)| text.contains(words)).count()
}

/// No bar stands alone above or below the break of a picture that is torn.
#[test]
fn a_torn_picture_has_two_bars_on_either_side() {
    for count in 3..=12 {
        for lines in 1..=12 {
            let mut sheet = sheet(count, "en");
            for row in &mut sheet.timeline.rows {
                row.label = format!("Plant {}", "of water treatment and pumping ".repeat(lines));
            }
            let pages = pages(&sheet, Paper::Letter).expect("pages");
            let counts: Vec<usize> = pages.iter().map(|page| bars(page, "Plant")).collect();
            assert!(!counts.contains(&1), "{count} bars, {lines} lines: {counts:?}");
        }
    }
}

/// Pictures of the bars at the end are about as high as one another, and so the last page has more
/// than a few bars.
#[test]
fn bars_at_the_end_are_shared_between_their_pictures() {
    for count in 40..100 {
        let mut sheet = sheet(30, "en");
        let rest = sheet.timeline.rest.as_mut().expect("more bars");
        rest.rows = rest.rows.iter().cycle().take(count).cloned().collect();
        rest.rows.iter_mut().for_each(|row| "Last bars".clone_into(&mut row.label));
        sheet.table.lines.truncate(1);
        let pages = pages(&sheet, Paper::A4).expect("pages");
        let counts: Vec<usize> = pages.iter().map(|page| bars(page, "Last bars")).collect();
        let last = counts.iter().rfind(|count| **count > 0);
        assert!(last >= Some(&12), "{count} bars: {counts:?}");
    }
}

/// Bars at the end are two pictures on a page, so that the page before them is not left empty.
#[test]
fn bars_at_the_end_begin_where_a_page_has_room() {
    for clauses in (0..40).step_by(4) {
        let mut sheet = sheet(30, "en");
        let clause = sheet.conditions.clauses[0].clone();
        sheet.conditions.clauses.extend(vec![clause; clauses]);
        let rest = sheet.timeline.rest.as_mut().expect("more bars");
        rest.rows = rest.rows.iter().cycle().take(120).cloned().collect();
        let pages = pages(&sheet, Paper::A4).expect("pages");
        let (_, before) = pages.split_last().expect("a page");
        for (number, page) in (1..).zip(before) {
            let foot = page.height_um - 25 * MM;
            let ends = texts(page).iter().map(|text| text.3).filter(|at| *at < foot).max();
            assert!(ends > Some(page.height_um * 2 / 5), "{clauses}, page {number}: {ends:?}");
        }
    }
}

/// Less space between blocks where that saves a page with little on it, and else more goes there.
#[test]
fn a_last_page_with_little_on_it_is_saved() {
    for clauses in 0..40 {
        let mut sheet = sheet(1, "en");
        let clause = sheet.conditions.clauses[0].clone();
        sheet.conditions.clauses.extend(vec![clause; clauses]);
        let pages = pages(&sheet, Paper::A4).expect("pages");
        let foot = Paper::A4.size_um().1 - 25 * MM;
        let last = texts(pages.last().expect("a page"));
        let end = last.iter().map(|text| text.3).filter(|at| *at < foot).max();
        // A page ends at some 270 mm; the banner and the margin take 30 mm.
        assert!(end >= Some(65 * MM), "{clauses} more clauses: {end:?}");
    }
}

/// How many pages a brief quote of three products has, with an issuer with a foot of four lines, a
/// customer with an address, and a schedule of payments.
fn brief_pages(rate: &str, covered_through: [&str; 3], language: &str, paper: &str) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(project("examples/quote/request.toml")).expect("a file");
    let text = text.replace("rate = \"3%\"", &format!("rate = \"{rate}\""));
    let (head, _) = text.split_once("[[holding]]").expect("a holding");
    let products = [("control-centre", "plant"), ("historian", "server"), ("gateway", "g40")];
    let holdings: Vec<String> = products
        .into_iter()
        .zip(covered_through)
        .map(|((line, edition), through)| {
            format!(
                "[[holding]]\nproduct_line = \"{line}\"\nedition = \"{edition}\"\nowned = 512\n\
                 covered_through = {through}\n"
            )
        })
        .collect();
    let request = folder.path().join("q.toml");
    std::fs::write(&request, format!("{head}{}", holdings.concat())).expect("a file");
    let output = program()
        .args(["--books", &project("examples/quote/books").to_string_lossy(), "quote"])
        .arg(&request)
        .args(["--language", language, "--paper", paper, "--detail", "brief"])
        .arg("--brand")
        .arg(project("examples/brand/brand.toml"))
        .args(["--pdf", "q.pdf"])
        .current_dir(folder.path())
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let pdf = std::fs::read(folder.path().join("q.pdf")).expect("a file");
    lopdf::Document::load_mem(&pdf).expect("a PDF").get_pages().len()
}

/// Spec: a brief document is one or two pages for a few products. This one has the lines to sign.
#[test]
fn a_brief_quote_of_three_products_is_two_pages() {
    for language in ["en", "en-US", "nl", "de", "fr"] {
        for paper in ["a4", "letter"] {
            let covered_through = ["2026-03-31", "2026-01-08", "2026-02-14"];
            assert_eq!(
                brief_pages("3%", covered_through, language, paper),
                2,
                "{language} {paper}"
            );
        }
    }
}

/// A draft has a banner on each page, and a longer title.
#[test]
fn a_brief_draft_of_three_products_is_two_pages() {
    for language in ["en", "en-US", "nl", "de", "fr"] {
        for paper in ["a4", "letter"] {
            let covered_through = ["2026-03-31", "2026-06-30", "2026-12-31"];
            assert_eq!(
                brief_pages("7%", covered_through, language, paper),
                2,
                "{language} {paper}"
            );
        }
    }
}

/// A letter that the font lacks is named, and nothing is written.
#[test]
fn a_missing_letter_is_named_and_no_file_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let pdf = folder.path().join("q.pdf");
    let request = crate::support::read("examples/requests/renewal.toml")
        .replace("Harbour & Sons Ltd", "東 & Sons Ltd");
    let file = folder.path().join("request.toml");
    std::fs::write(&file, request).expect("a file");
    let output = program()
        .arg("quote")
        .arg(&file)
        .arg("--pdf")
        .arg(&pdf)
        .current_dir(project("."))
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains('東') && said.contains("U+6771"), "{said}");
    assert!(!pdf.exists());
}
