//! What the newest revision changes, as tables.

use crate::document::verify::DifferingField;
use crate::register::{AmountDifference, RevisionDifference};

use super::frame::{amount, more, sentence};

/// What is another in the newest revision than in the one before.
pub(super) struct ChangesView {
    /// The numbers of the two.
    pub(super) revs: (u32, u32),
    pub(super) totals: Vec<AmountLine>,
    pub(super) lines: Vec<AmountLine>,
    pub(super) request: Vec<RequestLine>,
    /// How much more of the request differs.
    pub(super) more: usize,
}

/// An amount before and after.
pub(super) struct AmountLine {
    pub(super) name: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) more: String,
    pub(super) is_sum: bool,
}

/// A part of the request that differs.
pub(super) struct RequestLine {
    pub(super) name: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// What stands where there is nothing.
const NONE: &str = "–";

impl ChangesView {
    pub(super) fn of(found: &RevisionDifference, revs: (u32, u32)) -> Self {
        Self {
            revs,
            totals: found.totals.iter().map(|one| line(one, total_name(&one.name))).collect(),
            lines: found.lines.iter().map(|one| line(one, one.name.clone())).collect(),
            request: found.request.iter().map(request_line).collect(),
            more: found.more,
        }
    }
}

fn line(one: &AmountDifference, name: String) -> AmountLine {
    let said = |money: Option<_>| money.map_or_else(|| NONE.to_owned(), amount);
    AmountLine {
        name,
        before: said(one.before),
        after: said(one.after),
        more: one.more().map_or_else(|| NONE.to_owned(), more),
        is_sum: matches!(&*one.name, "subtotal" | "total"),
    }
}

/// The sums, as they are called here.
fn total_name(key: &str) -> String {
    let name = match key {
        "forward" => "New term",
        "term_discount" => "Multi-year discount",
        "concession" => "Additional discount",
        "surcharge" => "Instalment surcharge",
        "licence" => "Licences",
        "back_coverage" => "Back support",
        "penalty" => "Reinstatement fee",
        "quote_fee" => "Fee for the whole quote",
        "subtotal" => "Total without tax",
        "tax" => "Tax",
        "total" => "Total",
        other => other,
    };
    name.to_owned()
}

fn request_line(field: &DifferingField) -> RequestLine {
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| NONE.to_owned());
    RequestLine {
        name: place_name(&field.place),
        before: said(&field.given),
        after: said(&field.now),
    }
}

/// A place of a request for a person: `holding[0].covered_through` is "Holding 1, covered through".
fn place_name(place: &str) -> String {
    let parts = place.split('.').map(|part| {
        let part = part.replace('_', " ");
        let numbered = part.strip_suffix(']').and_then(|rest| rest.split_once('['));
        let number = numbered.and_then(|(name, at)| Some((name, at.parse::<usize>().ok()?)));
        match number {
            Some((name, at)) => format!("{name} {}", at.saturating_add(1)),
            None => part,
        }
    });
    let said = sentence(&parts.collect::<Vec<_>>().join(", "));
    said.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_a_request_is_named_in_words() {
        for (place, said) in [
            ("holding[0].covered_through", "Holding 1, covered through"),
            ("term_years", "Term years"),
            ("tax.rate", "Tax, rate"),
            ("customer.address[2]", "Customer, address 3"),
            ("addition[11]", "Addition 12"),
        ] {
            assert_eq!(place_name(place), said);
        }
    }
}
