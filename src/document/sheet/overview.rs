//! Many holdings at a glance: a row each, with sums by product line; how each comes about is an
//! annex, where the document is not brief.

use crate::document::words::Arg;
use crate::engine::quote::{Line, Quote};

use super::builder::{Builder, title_of};
use super::extras::Detail;
use super::parts::{Chosen, OptionRow, OptionTable};

/// Beyond so many lines they have a row each, and their workings are an annex.
const WORKED_LINES_MAX: usize = 10;

/// Whether a quote has more lines than can be read with their workings.
pub(super) const fn is_needed(quote: &Quote) -> bool {
    quote.lines.len() > WORKED_LINES_MAX
}

/// The lines of a quote by product line, where there are many.
pub(super) fn overview(builder: &Builder<'_>) -> Option<OptionTable> {
    let quote = builder.quote;
    if !is_needed(quote) {
        return None;
    }
    let words = builder.words;
    let row = |place: usize, line: &Line| OptionRow {
        cells: vec![
            format!("{}. {}", place + 1, title_of(line)),
            words.write(line.quantity),
            words.write(line.forward_through),
            builder.amount(line.amounts.annual),
            builder.amount(line.amounts.total),
        ],
        chosen: Chosen::No,
    };
    let mut rows = Vec::new();
    for sum in quote.by_product_line() {
        let lines = sum.lines.iter().filter_map(|place| Some((*place, quote.lines.get(*place)?)));
        rows.extend(lines.map(|(place, line)| row(place, line)));
        let name = [("product", Arg::from(&sum.product_line.name))];
        rows.push(OptionRow {
            cells: vec![
                words.say_with("overview-sum", &name),
                String::new(),
                String::new(),
                String::new(),
                sum.total.map_or_else(String::new, |total| builder.amount(total)),
            ],
            chosen: Chosen::Sum,
        });
    }
    let currency = quote.currency();
    let currency = [("currency", currency.code().into())];
    let mut text = vec![words.say_with("amounts-in", &currency)];
    // A brief document has no annex.
    if builder.detail != Detail::Brief {
        text.push(words.say("overview-text"));
    }
    Some(OptionTable {
        title: words.say("lines-title"),
        text,
        columns: vec![
            words.say("column-what"),
            words.say("column-licences"),
            words.say("column-cover-through"),
            builder.net("column-annual"),
            builder.net("total-subtotal"),
        ],
        rows,
    })
}
