//! Rejected rows: each as it came, and all that is wrong with it.

use std::borrow::Cow;

use crate::batch::rows::cells::{LINE_END, not_as_shown, push_cell, without_guard};
use crate::batch::rows::columns::{ORG_ID, TableColumns};
use crate::batch::rows::row::{RowFault, TableRow};
use crate::document::words;
use crate::engine::book::Language;
use crate::engine::digits::Digits;
use crate::engine::refusal::{Reason, Refusal};

use super::account_rows::{AccountRows, Faults};

/// Writes a row with the first thing that is wrong with it, and a line for each other thing: that
/// one has no cell of the row but whose it is, and is passed over when it is read again.
pub(super) fn write(
    row: &TableRow,
    faults: &[&RowFault],
    columns: &TableColumns,
    out: &mut Vec<u8>,
) {
    let whose = columns.place(ORG_ID);
    for (at, fault) in faults.iter().enumerate() {
        for place in 0..columns.names.len() {
            if at == 0 || whose == Some(place) {
                push_cell(out, &as_it_came(row.record.get(place).unwrap_or_default()));
            }
            out.push(columns.delimiter);
        }
        out.extend_from_slice(Digits::of(row.number).as_bytes());
        for cell in [fault.code, fault.column, fault.reason.as_str()] {
            out.push(columns.delimiter);
            push_cell(out, cell.as_bytes());
        }
        out.push(LINE_END);
    }
}

/// A cell as a person would have it, in UTF-8.
fn as_it_came(cell: &[u8]) -> Cow<'_, [u8]> {
    let cell = not_as_shown(cell).map_or_else(|| without_guard(cell), |(number, _)| number);
    match String::from_utf8_lossy(cell) {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

/// The words of refusals: a run meets few that differ.
#[derive(Debug, Default)]
pub(super) struct RefusalWords(Vec<(Reason, String)>);

/// So many are kept.
const WORDS_MAX: usize = 64;

impl RefusalWords {
    /// What refusals say of the rows of an account: each row its own reasons, then those of the
    /// whole.
    pub(super) fn faults(
        &mut self,
        account: &AccountRows<'_>,
        refusals: &[Refusal],
        faults: &mut Faults,
    ) {
        for refusal in refusals {
            if let Some(place) = refusal.line.and_then(|line| account.row_of(line)) {
                faults.push(place, self.fault(refusal));
            }
        }
        for refusal in refusals.iter().filter(|refusal| refusal.line.is_none()) {
            let fault = self.fault(refusal);
            for place in account.rows_of_lines() {
                faults.push(place, fault.clone());
            }
        }
    }

    fn fault(&mut self, refusal: &Refusal) -> RowFault {
        let fault = RowFault::new(refusal.reason.code(), self.say(refusal));
        RowFault { column: refusal.reason.key().unwrap_or_default(), ..fault }
    }

    fn say(&mut self, refusal: &Refusal) -> String {
        if let Some((_, said)) = self.0.iter().find(|(reason, _)| *reason == refusal.reason) {
            return said.clone();
        }
        let said = words::refusal(refusal, Language::English);
        let text = match said.hint {
            Some(hint) => format!("{} {hint}", said.message),
            None => said.message,
        };
        if self.0.len() >= WORDS_MAX {
            self.0.clear();
        }
        self.0.push((refusal.reason.clone(), text.clone()));
        text
    }
}
