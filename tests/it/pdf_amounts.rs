//! No amount is broken over two lines on a page, in any language.

use reinstate::document::drawing::Shape;
use reinstate::document::pdf::{Paper, pages};
use reinstate::document::sheet::Sheet;
use reinstate::engine::alternatives::alternatives;
use reinstate::engine::book::Language;

use crate::support::{offered, request, shipped_shelf, toml_value};

#[test]
fn every_amount_of_a_sheet_stands_whole_on_a_page() {
    let shelf = shipped_shelf();
    for name in ["reinstatement-nl", "reinstatement-two-bands", "renewal"] {
        for (tag, language) in Language::ALL {
            let mut request = request(&toml_value(&format!("examples/requests/{name}.toml")));
            request.language = language;
            let quote = offered(&request, &shelf);
            let found = alternatives(&request, &shelf).expect("alternatives");
            let sheet = Sheet::with_options(&quote, &found);
            for paper in [Paper::A4, Paper::Letter] {
                let pages = pages(&sheet, paper).expect("pages");
                let shapes = pages.iter().flat_map(|page| &page.shapes);
                let texts: Vec<&str> = shapes
                    .filter_map(|shape| match shape {
                        Shape::Text { text, .. } => Some(text.as_str()),
                        Shape::Rectangle { .. }
                        | Shape::Line { .. }
                        | Shape::Polygon { .. }
                        | Shape::Logo { .. } => None,
                    })
                    .collect();
                for amount in amounts(&sheet) {
                    assert!(texts.contains(&amount.as_str()), "{name} {tag} {paper:?}: {amount}");
                }
            }
        }
    }
}

/// Every amount of the answer, the table, the totals and the options.
fn amounts(sheet: &Sheet) -> Vec<String> {
    let mut amounts = vec![sheet.answer.total.clone()];
    for line in &sheet.table.lines {
        amounts.extend(line.cells.iter().cloned());
        amounts.extend(line.charges.iter().map(|charge| charge.amount.clone()));
        amounts.push(line.total.amount.clone());
    }
    amounts.extend(sheet.totals.iter().map(|row| row.amount.clone()));
    let options = sheet.options.as_ref().expect("options");
    let terms = options.terms.as_ref().expect("terms");
    amounts.extend(terms.rows.iter().flat_map(|row| row.cells[2..].to_vec()));
    if let Some(new) = &options.buying_new {
        amounts.extend(new.rows.iter().map(|row| row.cells[1].clone()));
    }
    amounts
}
