//! The words of each language, and the sentences for refusals and findings.

mod repeated;
mod rules;
mod say;

pub use repeated::FindingSentences;
pub use rules::{finding, finding_of_several, refusal};
pub use say::{Arg, NamedArg, Said, TEXTS, Words};
