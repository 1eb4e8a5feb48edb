//! What is wrong with a form, or stands in the way of a price: each at its field, in words.

use crate::document::words::{self, Arg, Said, Words};
use crate::engine::problem::{Problem, Problems, Severity};
use crate::engine::refusal::Refusal;
use crate::engine::request::LABEL_MAX;
use crate::web::estimator::HOLDINGS_MAX;

use super::form::{Form, field_of, holding_field, shared_field, text_at};
use super::numbers;

/// One thing to correct, or one reason against a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The id of the field it stands at; `None` where it is about all of the form.
    pub(super) field: Option<String>,
    /// Its fixed code, as the command line has it.
    pub(super) code: &'static str,
    /// What is the matter, and what to do.
    pub(super) said: Said,
}

/// All that the reader of requests found wrong.
pub(super) fn of_problems(problems: &Problems, form: &Form, words: Words) -> Vec<Mistake> {
    let errors = problems.list.iter().filter(|problem| problem.severity == Severity::Error);
    errors
        .map(|problem| Mistake {
            field: field_of(&problem.path),
            code: problem.code,
            said: said(problem, form, words),
        })
        .collect()
}

/// More holdings than an estimate may have.
pub(super) fn too_many_holdings(words: Words) -> Mistake {
    let most = Arg::Count(HOLDINGS_MAX as u64);
    let said = words.said("problem-list-too-long", &[("most", most)]);
    Mistake { field: None, code: "list-too-long", said }
}

/// Why the rules give no price.
pub(super) fn of_refusals(refusals: &[Refusal], form: &Form, words: Words) -> Vec<Mistake> {
    let language = words.language();
    refusals
        .iter()
        .map(|refusal| Mistake {
            field: field_of_refusal(refusal, form),
            code: refusal.reason.code(),
            said: words::refusal(refusal, language),
        })
        .collect()
}

/// What the reader says, for people who have a form before them and not a file.
fn said(problem: &Problem, form: &Form, words: Words) -> Said {
    let text = given(problem, form).unwrap_or_default();
    // What is no number in a text is no whole number to a person.
    let code = match problem.code {
        "bad-number" if numbers::is_one_separator(text) => "ambiguous-number",
        "bad-amount" if numbers::is_one_separator(text) => "ambiguous-amount",
        "bad-number" => "wrong-type",
        code => code,
    };
    let key = format!("problem-{code}");
    if !words.knows(&key) {
        // Nothing that the page sends leads here; what it would say is said as it is.
        return Said { message: problem.message.clone(), hint: problem.hint.clone() };
    }
    let given = Arg::Given(text);
    let most = if problem.code == "list-too-long" { HOLDINGS_MAX } else { LABEL_MAX };
    words.said(&key, &[("given", given), ("most", Arg::Count(most as u64))])
}

/// The text that a problem is about: of its field, or the key itself where it is unknown.
fn given<'form>(problem: &'form Problem, form: &'form Form) -> Option<&'form str> {
    let key = problem.path.last_key()?;
    if matches!(problem.code, "unknown-key" | "syntax") {
        return Some(key);
    }
    text_at(form, &problem.path)
}

/// The field where a refusal can be mended.
fn field_of_refusal(refusal: &Refusal, form: &Form) -> Option<String> {
    let of_holding = |key: &str| {
        let place = refusal.holding().or_else(|| (form.holdings.len() == 1).then_some(0))?;
        holding_field(place, key)
    };
    let level = || {
        let own =
            refusal.holding().and_then(|place| form.holdings.get(place)?.get("service_level"));
        own.and_then(|_| of_holding("service_level")).or_else(|| shared_field("service_level"))
    };
    // The form has one field where a request has two keys.
    match refusal.reason.key()? {
        "service_level" => level(),
        "quantity" => of_holding("retire"),
        "last_unit_net" => of_holding("covered_through"),
        key => shared_field(key).or_else(|| of_holding(key)),
    }
}
