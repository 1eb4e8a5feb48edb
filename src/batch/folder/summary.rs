//! `summary.json`: what a run adds up to, for programs.

use serde::Serialize;

use crate::batch::price::sums::{DocumentCount, Sums};

use super::compare::Changes;
use super::resume::{Asked, InputRead, QuoteBasis, Written};

/// The number of its form; a new one says that a field has another meaning.
pub(super) const SCHEMA: u32 = 1;

/// What a run adds up to.
#[derive(Debug, Serialize)]
pub(super) struct Summary<'run> {
    pub(super) schema: u32,
    #[serde(flatten)]
    pub(super) basis: &'run QuoteBasis,
    #[serde(flatten)]
    pub(super) sums: &'run Sums,
    /// Ids of accounts that differ only by case, spaces or punctuation.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) look_alikes: &'run [Vec<String>],
    pub(super) outputs: &'run [Written],
    /// Where some were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) documents: Option<&'run DocumentCount>,
    /// Where an earlier run was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) changes: Option<Changes>,
    /// Rows that a workbook hides, where it hides some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hidden_rows: Option<u64>,
    pub(super) asked: &'run Asked,
    pub(super) input: &'run InputRead,
}
