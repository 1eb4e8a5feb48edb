//! Licences that seem to have moved between accounts since an earlier time.

use std::collections::BTreeMap;

use crate::batch::price::chunk::FromRows;
use crate::engine::request::{Label, Request};

use super::breach::{Breach, Remedy};

/// What accounts own of each product, before and now.
#[derive(Debug, Clone, Default)]
pub(super) struct Owned {
    by_account: BTreeMap<OwnedKey, Licences>,
}

/// An account, a product line and an edition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct OwnedKey {
    org_id: String,
    product_line: String,
    edition: String,
}

#[derive(Debug, Clone, Default)]
struct Licences {
    before: u128,
    after: u128,
    customer: String,
    rows: Vec<u64>,
}

/// An account that owns more or less than before.
struct OwnedChange {
    org_id: String,
    customer: String,
    rows: Vec<u64>,
    licences: u128,
}

impl Owned {
    /// Notes what an account owned before.
    pub(super) fn note_before(&mut self, request: &Request) {
        for (place, key) in keys(request) {
            let owned = request.holdings.get(place).map_or(0, |holding| holding.owned);
            let licences = self.by_account.entry(key).or_default();
            licences.before = licences.before.saturating_add(owned.into());
            licences.customer = name_of(request);
        }
    }

    /// Notes what an account owns now.
    pub(super) fn note_after(&mut self, from: &FromRows) {
        for (place, key) in keys(&from.request) {
            let owned = from.request.holdings.get(place).map_or(0, |holding| holding.owned);
            let licences = self.by_account.entry(key).or_default();
            licences.after = licences.after.saturating_add(owned.into());
            licences.customer = name_of(&from.request);
            licences.rows.extend(from.holding_rows.get(place));
        }
    }

    /// Pairs of accounts of which one lost as many licences of an edition as another one gained.
    pub(super) fn into_moves(self) -> Vec<Breach> {
        let mut products: BTreeMap<(String, String), (Vec<OwnedChange>, Vec<OwnedChange>)> =
            BTreeMap::new();
        for (key, Licences { before, after, customer, rows }) in self.by_account {
            let product = products.entry((key.product_line, key.edition)).or_default();
            let licences = before.abs_diff(after);
            let change = OwnedChange { org_id: key.org_id, customer, rows, licences };
            if after < before {
                product.0.push(change);
            } else if after > before {
                product.1.push(change);
            }
        }
        products.into_iter().flat_map(|(product, changes)| pairs(&product, changes)).collect()
    }
}

/// The holdings of a request, each with the account and product it is of.
fn keys(request: &Request) -> impl Iterator<Item = (usize, OwnedKey)> {
    let org_id = request.customer.as_ref().and_then(|customer| customer.org_id.as_ref());
    let org_id = org_id.map(Label::to_string).unwrap_or_default();
    request.holdings.iter().enumerate().map(move |(place, holding)| {
        let (product_line, edition) =
            (holding.product_line.to_string(), holding.edition.to_string());
        (place, OwnedKey { org_id: org_id.clone(), product_line, edition })
    })
}

fn name_of(request: &Request) -> String {
    request.customer.as_ref().map(|customer| customer.name.to_string()).unwrap_or_default()
}

/// Each account that lost licences with the first one, not taken yet, that gained as many.
fn pairs(
    (product_line, edition): &(String, String),
    (fell, rose): (Vec<OwnedChange>, Vec<OwnedChange>),
) -> Vec<Breach> {
    let mut gained: BTreeMap<u128, Vec<OwnedChange>> = BTreeMap::new();
    for change in rose.into_iter().rev() {
        gained.entry(change.licences).or_default().push(change);
    }
    let mut found = Vec::new();
    for from in fell {
        let Some(to) = gained.get_mut(&from.licences).and_then(Vec::pop) else { continue };
        found.push(Breach {
            org_id: to.org_id.clone(),
            customer: to.customer,
            product_line: product_line.clone(),
            code: "licences-moved",
            rows: to.rows.into_iter().chain(from.rows).collect(),
            clause: "org-id".to_owned(),
            remedy: "true-up",
            cost: Remedy::Unknown(
                "No price: the day since which they are in use there is not known. Price them as \
                 an addition with `used_since`, or have the vendor confirm the transfer."
                    .to_owned(),
            ),
            message: format!(
                "{} licences of {product_line} {edition} seem to have moved here from {} ({}): it \
                 owns so many fewer than before, and this account so many more.",
                from.licences, from.org_id, from.customer
            ),
        });
    }
    found
}
