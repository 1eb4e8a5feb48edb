//! Reading what the service levels give.

use std::collections::BTreeMap;

use crate::engine::node::{Cursor, NodeValue, Read};
use crate::engine::problem::Problem;

use super::benefit::{Benefit, BenefitLimit, BenefitValue};
use super::read::{BookReader, local_text};
use super::values::{NAME_MAX, id, name, resolved, source};

impl BookReader {
    pub(super) fn benefit(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        let mut table = at.table()?;
        let id = table.need_with("id", id);
        let name = table.need_with("name", |at| local_text(at, NAME_MAX));
        let mut levels = BTreeMap::new();
        let _ = table.need_with("levels", |at| {
            at.table()?.each_key(|key, key_span, mut at| {
                let found = self.draft.levels.iter().find(|level| level.value.id == key);
                let found = found.map(|level| level.value.index);
                let level = resolved(found, "service level", key, &self.declared.levels)
                    .or_report(&mut at, key_span);
                levels.extend(level.ok().zip(self.benefit_value(at).ok()));
            });
            Ok(())
        });
        source(&mut table);
        if let (Ok(id), Ok(_)) = (&id, &name)
            && self.draft.benefits.iter().any(|benefit| benefit.id == *id)
        {
            let message = format!("there are two benefits `{id}`");
            let problem = Problem::error("duplicate-id", table.path(), message).at(table.span());
            table.report(problem.hint("give each its own id"));
        }
        table.finish();
        self.draft.benefits.push(Benefit { id: id?, name: name?, levels });
        Ok(())
    }

    /// What a level gives: a text, true or false, or an amount in each currency of the book.
    fn benefit_value(&mut self, mut at: Cursor<'_, '_>) -> Read<BenefitValue> {
        if let NodeValue::Boolean(given) = at.value() {
            return Ok(if *given { BenefitValue::Yes } else { BenefitValue::No });
        }
        if at.as_text().is_some() {
            return name(at).map(BenefitValue::Text);
        }
        if !at.is_table() {
            let what = "a text, true, false or { from = { USD = \"1000.00\" } }";
            return Err(at.expected(what));
        }
        let mut table = at.table()?;
        let mut given = Vec::new();
        for (key, limit) in BenefitLimit::KEYS {
            let prices = table.may_with(key, |at| self.draft.prices(at)).transpose();
            given.extend(prices.map(|read| read.map(|it| BenefitValue::Amount(limit, it))));
        }
        let how_many = match given.len() {
            0 => "no amount",
            1 => "",
            _ => "more than one amount",
        };
        if let (Some(value), "") = (given.pop(), how_many) {
            table.finish();
            return value;
        }
        let message = format!("`{}` holds {how_many}", table.path());
        let problem = Problem::error("benefit-amount", table.path(), message).at(table.span());
        let hint = "write one of `amount`, `from` and `up_to`, with money by currency";
        let reported = table.report(problem.hint(hint));
        table.finish();
        Err(reported)
    }
}
