//! What is another in a revision than in the one before: its amounts, and what was asked for.

use serde_json::Value;

use crate::document::verify::{DifferingField, Verdict, compared};
use crate::engine::money::{Currency, Money};

/// What is another between two revisions of a quote.
#[derive(Debug, PartialEq, Eq)]
pub struct RevisionDifference {
    /// The sums, by their keys in the JSON, in its order, as they count in the total: discounts are
    /// below zero. Those that are nothing in both are left out.
    pub totals: Vec<AmountDifference>,
    /// The totals of the lines: a line of the one is that of the other with the same product, the
    /// same edition and the same place among those.
    pub lines: Vec<AmountDifference>,
    /// What of the request differs, in the order of the keys.
    pub request: Vec<DifferingField>,
    /// How much more of the request differs than is told.
    pub more: usize,
}

/// An amount before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountDifference {
    /// What it is: a key, or a product and its edition.
    pub name: String,
    /// What it was; `None` where it was not there.
    pub before: Option<Money>,
    /// What it is now; `None` where it is not there any more.
    pub after: Option<Money>,
}

impl AmountDifference {
    /// How much more it is now; `None` in another currency, or where that is too large.
    #[must_use]
    pub fn more(&self) -> Option<Money> {
        let (before, after) = (self.before, self.after);
        let currency = after.or(before)?.currency();
        let amount = |one: Option<Money>| one.unwrap_or(Money::zero(currency));
        let (before, after) = (amount(before), amount(after));
        if before.currency() != after.currency() {
            return None;
        }
        after.minus(before).ok()
    }

    /// Whether it is nothing, before and after.
    fn is_nothing(&self) -> bool {
        [self.before, self.after].iter().flatten().all(|amount| amount.minor() == 0)
    }
}

/// The sums of a quote, in the order in which its JSON has them.
const TOTALS: [&str; 11] = [
    "forward",
    "term_discount",
    "concession",
    "surcharge",
    "licence",
    "back_coverage",
    "penalty",
    "quote_fee",
    "subtotal",
    "tax",
    "total",
];

/// What is another in a revision than in one before, by their sealed JSON; `None` where one of
/// these is none.
#[must_use]
pub fn difference(before: &[u8], after: &[u8]) -> Option<RevisionDifference> {
    let before: Value = serde_json::from_slice(before).ok()?;
    let after: Value = serde_json::from_slice(after).ok()?;
    let (old, new) = (SealedSide::of(&before)?, SealedSide::of(&after)?);
    let totals = TOTALS.into_iter().map(|key| AmountDifference {
        name: key.to_owned(),
        before: old.sum(key).and_then(|amount| signed(key, amount)),
        after: new.sum(key).and_then(|amount| signed(key, amount)),
    });
    let request = compared(before.get("request")?, after.get("request")?);
    let (request, more) = match request {
        Verdict::Differs { fields, more } => (fields, more),
        Verdict::Same | Verdict::Refused(_) => (Vec::new(), 0),
    };
    Some(RevisionDifference {
        totals: totals.filter(|one| !one.is_nothing()).collect(),
        lines: lines(&old, &new),
        request,
        more,
    })
}

/// A sum as it counts in the total: the JSON has discounts without their sign.
fn signed(key: &str, amount: Money) -> Option<Money> {
    if ["term_discount", "concession"].contains(&key) {
        Money::zero(amount.currency()).minus(amount).ok()
    } else {
        Some(amount)
    }
}

/// One of the two.
struct SealedSide<'json> {
    json: &'json Value,
    currency: Currency,
}

impl<'json> SealedSide<'json> {
    fn of(json: &'json Value) -> Option<Self> {
        let currency = json.get("currency").and_then(Value::as_str);
        Some(Self { json, currency: currency.and_then(Currency::from_code)? })
    }

    fn amount(&self, of: Option<&Value>) -> Option<Money> {
        of.and_then(Value::as_str).and_then(|text| Money::parse(text, self.currency).ok())
    }

    fn sum(&self, key: &str) -> Option<Money> {
        self.amount(self.json.get("totals").and_then(|totals| totals.get(key)))
    }

    /// The names of the lines with their totals.
    fn lines(&self) -> Vec<(String, Option<Money>)> {
        let lines = self.json.get("lines").and_then(Value::as_array).into_iter().flatten();
        let text = |line: &Value, key| line.get(key).and_then(Value::as_str).map(str::to_owned);
        let name = |line: &Value| {
            let known = ["product_line", "edition", "change"].map(|key| text(line, key));
            known.into_iter().flatten().collect::<Vec<_>>().join(", ")
        };
        lines.map(|line| (name(line), self.amount(line.get("total")))).collect()
    }
}

/// The lines of both, those of the later one first, in their order.
fn lines(old: &SealedSide<'_>, new: &SealedSide<'_>) -> Vec<AmountDifference> {
    let mut left = old.lines();
    let mut found = Vec::new();
    for (name, after) in new.lines() {
        let at = left.iter().position(|(known, _)| *known == name);
        let before = at.and_then(|at| left.remove(at).1);
        found.push(AmountDifference { name, before, after });
    }
    let gone =
        left.into_iter().map(|(name, before)| AmountDifference { name, before, after: None });
    found.extend(gone);
    found
}
