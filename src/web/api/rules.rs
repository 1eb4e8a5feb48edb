//! What the rules say of the sound part of a request whose shape is wrong, so that shape and rules
//! are told in one round.
//!
//! A line with a wrong value is left out, and a wrong value of the whole request is replaced by one
//! that the rules refuse, so that what depends on it is not decided. A refusal is told where none
//! of the values that it rests on was left out or replaced.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::words;
use crate::engine::book::{Language, Shelf};
use crate::engine::calendar::Date;
use crate::engine::node::{self, Entry, Format, Node, NodeValue};
use crate::engine::path::{KeyPath, Path, PathStep};
use crate::engine::price::price;
use crate::engine::problem::{Problem, Problems, Severity, nearest};
use crate::engine::quote::Outcome;
use crate::engine::record::{TableShape, ValueShape};
use crate::engine::refusal::{LinePlace, Reason, Refusal};
use crate::engine::request::Request;
use crate::web::estimator::HOLDINGS_MAX;

/// The lists of a request whose items are priced each.
const LISTS: [&str; 3] = ["holding", "addition", "raise"];
/// An id that no price book has, because it is no id.
const NO_ID: &str = "?";
/// A day before all quotes.
const NO_DAY: &str = "1900-01-01";

/// The refusals of rules whose own inputs are sound, each as a problem at its place.
pub(super) fn of_sound_part(problems: &Problems, today: Date, shelf: &Shelf) -> Vec<Problem> {
    let Some(unsound) = Unsound::of(problems) else { return Vec::new() };
    let text = problems.text.as_str();
    let root = &node::parse(Format::Json, text, &mut Problems::none_in("", text));
    let sound = unsound.left_of(root);
    let read = Request::of(&sound, Some(today), Problems::none_in("", ""));
    let Some(request) = read.ok().filter(|request| request.holdings.len() <= HOLDINGS_MAX) else {
        return Vec::new();
    };
    of_request(&request, shelf)
        .iter()
        .filter(|refusal| unsound.leaves(&refusal.reason))
        .map(|refusal| unsound.problem(refusal, root))
        .collect()
}

/// The refusals of a whole request.
fn of_request(request: &Request, shelf: &Shelf) -> Vec<Refusal> {
    match price(request, shelf) {
        Outcome::Offered(_) => Vec::new(),
        Outcome::Refused(refusals) => refusals,
    }
}

/// What the rules cannot go by.
#[derive(Default)]
struct Unsound {
    /// Keys of the whole request.
    keys: BTreeSet<String>,
    /// Lines, by their list.
    lines: BTreeMap<&'static str, BTreeSet<usize>>,
    /// Keys that mean nothing.
    strange: Vec<KeyPath>,
}

impl Unsound {
    /// `None` where nothing can be said: the text is broken, or the price book is not known.
    fn of(problems: &Problems) -> Option<Self> {
        let mut unsound = Self::default();
        if problems.omitted > 0 {
            return None;
        }
        for problem in problems.list.iter().filter(|one| one.severity == Severity::Error) {
            if problem.code == "syntax" {
                return None;
            }
            unsound.note(problem)?;
        }
        let decides_on_the_book = ["book", "quote_date"].iter().any(|key| unsound.has(key));
        (!decides_on_the_book).then_some(unsound)
    }

    fn note(&mut self, problem: &Problem) -> Option<()> {
        let is_strange = problem.code == "unknown-key";
        let meant = |table: &TableShape, key: &str| {
            nearest(key, table.keys.iter().map(|known| known.key)).map(str::to_owned)
        };
        match problem.path.steps() {
            [] => return None,
            [PathStep::Key(list), PathStep::Item(place), rest @ ..] => {
                let Some(list) = LISTS.into_iter().find(|known| known == list) else {
                    self.keys.insert(list.clone());
                    return Some(());
                };
                let may_be_meant = match rest {
                    [PathStep::Key(key)] => {
                        shape_of(list).is_none_or(|shape| meant(shape, key).is_some())
                    }
                    _ => true,
                };
                if is_strange && !may_be_meant {
                    self.strange.push(problem.path.clone());
                } else {
                    self.lines.entry(list).or_default().insert(*place);
                }
            }
            [PathStep::Key(key)] if is_strange => {
                self.keys.extend(meant(&Request::TABLE, key));
                self.strange.push(problem.path.clone());
            }
            [PathStep::Key(key), ..] => {
                self.keys.insert(key.clone());
            }
            [PathStep::Item(_), ..] => return None,
        }
        Some(())
    }

    fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// The request without what is unsound, or with something in its place.
    fn left_of<'text>(&self, root: &Node<'text>) -> Node<'text> {
        let mut left = root.clone();
        for path in &self.strange {
            remove(&mut left, path.steps());
        }
        let NodeValue::Table(entries) = &mut left.value else { return left };
        entries.retain(|entry| !self.has(&entry.key));
        for key in &self.keys {
            let value = match key.as_str() {
                "currency" => Node::text("EUR"),
                "service_level" | "program" | "payment" | "lapse_choice" => Node::text(NO_ID),
                "term_years" => Node::count(0),
                "start" => Node::text(NO_DAY),
                _ => continue,
            };
            entries.push(Entry::of(key.clone(), value));
        }
        for (list, places) in &self.lines {
            let found = entries.iter_mut().find(|entry| entry.key == *list);
            let Some(NodeValue::List(items)) = found.map(|entry| &mut entry.node.value) else {
                continue;
            };
            let mut place = 0..;
            items.retain(|_| place.next().is_none_or(|place| !places.contains(&place)));
        }
        left
    }

    /// Whether all that a refusal rests on is sound, besides its own line.
    fn leaves(&self, reason: &Reason) -> bool {
        let keys: &[&str] = match reason {
            Reason::UnknownProductLine(_)
            | Reason::UnknownEdition(_)
            | Reason::UnknownRelease(_)
            | Reason::RetiredExceedsOwned { .. }
            | Reason::PartialCoverage { .. }
            | Reason::NothingOwned
            | Reason::LastPriceMissing
            | Reason::NoBookInForce(_) => &[],
            Reason::UnknownServiceLevel(_)
            | Reason::MixedServiceLevels { .. }
            | Reason::NotARaise { .. } => &["service_level"],
            Reason::UnknownProgram(_) | Reason::MidTermNotOffered | Reason::TrueUpNotOffered => {
                &["program"]
            }
            Reason::UnknownPayment(_) => &["payment"],
            Reason::UnknownChoice(_) => &["lapse_choice"],
            Reason::NoPrice { .. } => &["currency"],
            Reason::StartInThePast { .. }
            | Reason::TooEarly { .. }
            | Reason::ReleaseEndOfLife { .. }
            | Reason::ContractNotRunning { .. }
            | Reason::UsedSinceNotPast { .. } => &["start"],
            Reason::NoRate { .. }
            | Reason::ReleaseNeeded { .. }
            | Reason::ReinstatementNotOffered { .. }
            | Reason::QuotedByVendor { .. } => {
                &["start", "service_level", "lapse_choice", "term_years"]
            }
            Reason::TermNotOffered { .. } | Reason::TermConsumedByGap { .. } => {
                &["term_years", "common_end", "start"]
            }
            Reason::PaymentNotOffered { .. } => &["payment", "term_years", "common_end"],
            // They are about all lines.
            Reason::UpgradeMustCoverAllSoftware { .. } | Reason::NothingToCover
                if !self.lines.is_empty() =>
            {
                return false;
            }
            Reason::NothingToCover => &["common_end", "term_years", "start"],
            Reason::UpgradeMustCoverAllSoftware { .. } => {
                &["service_level", "start", "other_contract"]
            }
            // They are about amounts, which everything decides on.
            Reason::OrderTooSmall { .. } | Reason::AmountTooLarge => {
                return self.keys.is_empty() && self.lines.is_empty();
            }
        };
        !keys.iter().any(|key| self.has(key))
    }

    /// A refusal as a problem, where it stands in the request as it was sent.
    fn problem(&self, refusal: &Refusal, root: &Node<'_>) -> Problem {
        let said = words::refusal(refusal, Language::English);
        let key = refusal.reason.key();
        let line = refusal.line.map(|line| self.as_sent(line));
        let path = match (line, key) {
            (Some((list, place)), Some(key)) => {
                Path::Key(&Path::Item(&Path::Key(&Path::Root, list), place), key).into()
            }
            (Some((list, place)), None) => Path::Item(&Path::Key(&Path::Root, list), place).into(),
            (None, Some(key)) if Request::TABLE.keys.iter().any(|known| known.key == key) => {
                KeyPath::from(key)
            }
            (None, _) => KeyPath::default(),
        };
        let mut problem = Problem::error(refusal.reason.code(), path, said.message);
        problem.hint = said.hint;
        problem.span = found(root, problem.path.steps()).map(|node| node.span.clone());
        problem
    }

    /// The list of a line and its place there, before lines were left out.
    fn as_sent(&self, line: LinePlace) -> (&'static str, usize) {
        let (list, place) = line.key();
        let gone = self.lines.get(list);
        let is_there = |place: &usize| gone.is_none_or(|gone| !gone.contains(place));
        (list, (0..).filter(is_there).nth(place).unwrap_or(place))
    }
}

/// The keys of a list's items.
fn shape_of(list: &str) -> Option<&'static TableShape> {
    let key = Request::TABLE.keys.iter().find(|known| known.key == list)?;
    if let ValueShape::Table(shape) = key.shape { Some(shape) } else { None }
}

fn found<'node, 'text>(node: &'node Node<'text>, steps: &[PathStep]) -> Option<&'node Node<'text>> {
    match steps {
        [] => Some(node),
        [PathStep::Key(key), rest @ ..] => found(node.get(key)?, rest),
        [PathStep::Item(place), rest @ ..] => {
            let NodeValue::List(items) = &node.value else { return None };
            found(items.get(*place)?, rest)
        }
    }
}

fn remove(node: &mut Node<'_>, steps: &[PathStep]) {
    match (&mut node.value, steps) {
        (NodeValue::Table(entries), [PathStep::Key(key)]) => {
            entries.retain(|entry| entry.key != key.as_str());
        }
        (NodeValue::Table(entries), [PathStep::Key(key), rest @ ..]) => {
            if let Some(entry) = entries.iter_mut().find(|entry| entry.key == key.as_str()) {
                remove(&mut entry.node, rest);
            }
        }
        (NodeValue::List(items), [PathStep::Item(place), rest @ ..]) => {
            if let Some(item) = items.get_mut(*place) {
                remove(item, rest);
            }
        }
        _ => {}
    }
}
