//! The prices of a book as a table: the one that an import reads.

use crate::batch::{end_row, push_text};
use crate::engine::book::{Edition, PriceBook, Prices, ProductLine, SkuCharge};
use crate::engine::money::{Currency, Money};

/// The prices of a book as a table.
#[derive(Debug)]
pub(crate) struct PriceTable {
    pub(crate) heads: Vec<String>,
    pub(crate) rows: Vec<Vec<PriceCell>>,
}

/// A cell of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PriceCell {
    Text(String),
    Count(u64),
    Price(Money),
    Nothing,
}

/// The prices of a book: a row for each edition, and one for each quantity from which it costs
/// something else.
pub(crate) fn price_table(book: &PriceBook) -> PriceTable {
    let has_tiers = book.lines().iter().flat_map(|line| &line.editions).any(has_tiers);
    let before = ["product_line", "product_line_name", "kind", "edition", "edition_name", "metric"];
    let mut heads: Vec<String> = before.map(str::to_owned).to_vec();
    if has_tiers {
        heads.push("tier_from".to_owned());
    }
    heads.extend(book.currencies().iter().map(|currency| format!("srp_{currency}")));
    heads.push("sku".to_owned());
    let mut rows = Vec::new();
    for line in book.lines() {
        for edition in &line.editions {
            let tiers = edition.tiers.iter().map(|tier| (Some(tier.from), &tier.srp));
            for (from, srp) in std::iter::once((None, &edition.srp)).chain(tiers) {
                let mut row = names(line, edition);
                if has_tiers {
                    row.push(from.map_or(PriceCell::Nothing, PriceCell::Count));
                }
                row.extend(prices(srp, book.currencies()));
                row.push(sku(book, line, edition));
                rows.push(row);
            }
        }
    }
    PriceTable { heads, rows }
}

fn has_tiers(edition: &Edition) -> bool {
    !edition.tiers.is_empty()
}

fn names(line: &ProductLine, edition: &Edition) -> Vec<PriceCell> {
    let texts =
        [&line.id, &line.name, line.kind.word(), &edition.id, &edition.name, &edition.metric];
    texts.map(|text| PriceCell::Text(text.to_owned())).to_vec()
}

fn prices<'all>(
    srp: &'all Prices,
    currencies: &'all [Currency],
) -> impl Iterator<Item = PriceCell> + 'all {
    let price = |currency: &Currency| srp.in_currency(*currency);
    currencies.iter().map(move |currency| price(currency).map_or(PriceCell::Nothing, short))
}

fn short(price: Money) -> PriceCell {
    PriceCell::Price(price.shortest())
}

/// The part number that is for this edition and nothing narrower.
fn sku(book: &PriceBook, line: &ProductLine, edition: &Edition) -> PriceCell {
    let mut skus = book.sales().skus.iter().filter(|sku| {
        sku.charge == SkuCharge::Forward
            && sku.product_line.as_ref() == Some(&line.id)
            && sku.edition.as_ref() == Some(&edition.id)
            && (sku.level, sku.status, sku.term_years) == (None, None, None)
    });
    skus.next().map_or(PriceCell::Nothing, |sku| PriceCell::Text(sku.id.clone()))
}

impl PriceTable {
    /// The table as CSV.
    pub(crate) fn csv(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.heads.iter().for_each(|head| push_text(&mut out, head));
        end_row(&mut out);
        for row in &self.rows {
            for cell in row {
                match cell {
                    PriceCell::Text(text) => push_text(&mut out, text),
                    PriceCell::Count(count) => push_text(&mut out, count.to_string()),
                    PriceCell::Price(price) => push_text(&mut out, price.to_string()),
                    PriceCell::Nothing => push_text(&mut out, ""),
                }
            }
            end_row(&mut out);
        }
        out
    }
}
