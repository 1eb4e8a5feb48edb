//! One breach of the rules, as a row of the table.

use crate::batch::rows::cells::{end_row, push_digits, push_text};
use crate::engine::money::Money;

/// One breach of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Breach {
    pub(super) org_id: String,
    pub(super) customer: String,
    /// Id of the product line, or several parted by spaces.
    pub(super) product_line: String,
    /// A short fixed name.
    pub(super) code: &'static str,
    /// The rows it is about, counted from 1.
    pub(super) rows: Vec<u64>,
    /// Id of the clause it breaks, where the book has it.
    pub(super) clause: String,
    /// A word for what mends it.
    pub(super) remedy: &'static str,
    pub(super) cost: Remedy,
    /// What is wrong, in a sentence or two.
    pub(super) message: String,
}

/// What it costs to mend a breach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Remedy {
    /// So much, without tax.
    Costs(Money),
    /// That cannot be said: why.
    Unknown(String),
}

impl Breach {
    /// Accounts whose ids look alike, each with its name and its first row.
    pub(super) fn look_alike(accounts: &[(String, String, u64)]) -> Option<Self> {
        let (org_id, customer, _) = accounts.first()?;
        let ids: Vec<String> = accounts.iter().map(|(id, ..)| format!("\"{id}\"")).collect();
        Some(Self {
            org_id: org_id.clone(),
            customer: customer.clone(),
            product_line: String::new(),
            code: "look-alike",
            rows: accounts.iter().map(|(.., row)| *row).collect(),
            clause: "org-id".to_owned(),
            remedy: "correct",
            cost: Remedy::Unknown(
                "Nothing is due if they are one customer: write its ORG ID in one way.".to_owned(),
            ),
            message: format!(
                "These ORG IDs differ only by case, spaces or punctuation: {}.",
                ids.join(", ")
            ),
        })
    }

    /// Writes the row.
    pub(super) fn push(&self, to: &mut Vec<u8>) {
        push_text(to, &self.org_id);
        push_text(to, &self.customer);
        push_text(to, &self.product_line);
        push_text(to, self.code);
        push_text(to, self.row_numbers());
        push_text(to, &self.clause);
        push_text(to, self.remedy);
        match &self.cost {
            Remedy::Costs(money) => {
                push_digits(to, money.digits());
                push_text(to, money.currency().code());
                push_text(to, &self.message);
            }
            Remedy::Unknown(why) => {
                to.extend_from_slice(b",,");
                push_text(to, format!("{} {why}", self.message));
            }
        }
        end_row(to);
    }

    /// The numbers of its rows, parted by spaces.
    pub(super) fn row_numbers(&self) -> String {
        self.rows.iter().map(u64::to_string).collect::<Vec<_>>().join(" ")
    }
}
