//! Random work at a register, held against the rules of `model_rules.rs`: the same is allowed, the
//! same is denied for a reason that is there, and the same is shown afterwards.

use std::collections::BTreeMap;

use chrono::Days;
use proptest::prelude::*;
use reinstate::engine::calendar::{Date, add_days};
use reinstate::engine::quote::Quote;
use reinstate::register::RevisionState::{Accepted, Annulled, Declined, Draft, Withdrawn};
use reinstate::register::{
    ApprovalKind, Decision, DeclineReason, ListWanted, LookedAt, NumberFormat, RecordedAcceptance,
    RegisterError, VendorApproval,
};
use serde_json::{Value, json};

use super::customer::filled_in;
use super::model_rules::{Guards, ModelQuote, ModelRevision};
use super::{Desk, PEOPLE, actor, day, noon, purchase_order, quoted_with, settings};
use crate::properties::config;

const FIRST_DAY: &str = "2026-03-02";
/// Every so many operations, the whole register is verified.
const VERIFIED_EACH: usize = 12;

#[derive(Debug, Clone, Copy)]
enum Operation {
    Add { asked: usize },
    Revise { asked: usize },
    Decide { decision: Decision },
    Send,
    RenewLink,
    Accept { has_late_reason: bool },
    Decline,
    ByLink { accepts: bool },
    Withdraw,
    WithdrawNewest,
    Annul,
    Erase,
    DaysPass { days: u32 },
}

/// Who does what with which quote.
type Step = (Operation, usize, usize);

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![
        3 => (0..ASKED.len()).prop_map(|asked| Operation::Add { asked }),
        4 => (0..ASKED.len()).prop_map(|asked| Operation::Revise { asked }),
        5 => any::<bool>().prop_map(|approved| Operation::Decide {
            decision: if approved { Decision::Approved } else { Decision::Rejected },
        }),
        9 => Just(Operation::Send),
        1 => Just(Operation::RenewLink),
        6 => any::<bool>().prop_map(|has_late_reason| Operation::Accept { has_late_reason }),
        2 => Just(Operation::Decline),
        4 => prop::sample::select(vec![true, true, true, false])
            .prop_map(|accepts| Operation::ByLink { accepts }),
        2 => Just(Operation::Withdraw),
        2 => Just(Operation::WithdrawNewest),
        3 => Just(Operation::Annul),
        1 => Just(Operation::Erase),
        3 => prop::sample::select(vec![1, 29, 30, 31])
            .prop_map(|days| Operation::DaysPass { days }),
    ]
}

/// What is asked for: the additional discount in per cent, and whether it waits for the vendor.
const ASKED: [(u32, bool); 6] =
    [(0, false), (0, false), (3, false), (8, false), (15, true), (0, true)];

struct World {
    desk: Desk,
    today: Date,
    quotes: Vec<(String, ModelQuote)>,
    events: i64,
    priced: BTreeMap<(Date, usize), Quote>,
}

impl World {
    fn new() -> Self {
        let mut settings = settings("Europe/Amsterdam");
        settings.number_format = NumberFormat::parse("Q-{n:5}").expect("a format");
        settings.vendor_approval = VendorApproval::BeforeSending;
        let desk = Desk::with(&settings, noon(FIRST_DAY));
        let events = desk.events();
        assert_eq!(events, 7, "one for the register, one for each account");
        let today = day(FIRST_DAY);
        Self { desk, today, quotes: Vec::new(), events, priced: BTreeMap::new() }
    }

    fn quote(&mut self, asked: usize) -> Quote {
        let today = self.today;
        let priced = self.priced.entry((today, asked));
        priced.or_insert_with(|| priced_for(today, ASKED[asked])).clone()
    }

    fn draft(&self, author: &'static str, asked: usize) -> ModelRevision {
        let (concession, waits_for_vendor) = ASKED[asked];
        let needs = [
            (concession > 5).then_some(ApprovalKind::Concession),
            waits_for_vendor.then_some(ApprovalKind::Vendor),
        ];
        ModelRevision {
            state: Draft,
            author,
            needs: needs.into_iter().flatten().collect(),
            concession,
            valid_through: add_days(self.today, 30),
            decided: BTreeMap::new(),
            recorded_by: None,
            has_link: false,
            is_erased: false,
        }
    }

    fn step(&mut self, (operation, who, quote): Step) {
        let who = PEOPLE[who].0;
        match operation {
            Operation::DaysPass { days } => {
                self.today = add_days(self.today, days);
                self.look();
            }
            Operation::Add { asked } => self.add(who, asked),
            Operation::Revise { .. }
            | Operation::Decide { .. }
            | Operation::Send
            | Operation::RenewLink
            | Operation::Accept { .. }
            | Operation::Decline
            | Operation::ByLink { .. }
            | Operation::Withdraw
            | Operation::WithdrawNewest
            | Operation::Annul
            | Operation::Erase => {
                if self.quotes.is_empty() {
                    return;
                }
                let place = quote % self.quotes.len();
                let (number, model) = self.quotes[place].clone();
                let (guards, after, events) = self.expected(operation, who, model.clone());
                let done = self.run(operation, who, &number);
                self.agree(operation, who, &number, &guards, &done);
                if done.is_ok() {
                    self.quotes[place].1 = after;
                    self.events += events;
                }
                assert_eq!(self.desk.events(), self.events, "{operation:?} of {number}: {model:?}");
                self.look_at(place);
            }
        }
    }

    /// The guards that say no; and what comes of it, with how many events, where none does.
    fn expected(
        &self,
        operation: Operation,
        who: &'static str,
        mut quote: ModelQuote,
    ) -> (Guards, ModelQuote, i64) {
        let (shown, last) = (quote.shown_place(), quote.revisions.len() - 1);
        let mut events = 1;
        let guards = match operation {
            Operation::Revise { asked } => {
                let guards = quote.may_revise(who);
                if quote.head().state == Draft {
                    quote.revisions[last].state = Withdrawn;
                }
                quote.revisions.push(self.draft(who, asked));
                guards
            }
            Operation::Decide { decision } => {
                let guards = quote.may_decide(who, decision);
                let open = quote.head().open_kinds();
                events = i64::try_from(open.len()).expect("a few");
                quote.revisions[last].decided.extend(open.into_iter().map(|one| (one, decision)));
                guards
            }
            Operation::Send => {
                let guards = quote.may_send(who, self.today);
                events = quote.send();
                guards
            }
            Operation::RenewLink => quote.may_renew(who),
            Operation::Accept { has_late_reason } => {
                let guards = quote.may_accept(who, has_late_reason, self.today);
                quote.revisions[shown].state = Accepted;
                quote.revisions[shown].recorded_by = Some(who);
                guards
            }
            Operation::Decline => {
                let guards = quote.may_decline(who);
                quote.revisions[shown].state = Declined;
                guards
            }
            Operation::ByLink { accepts } => {
                let guards;
                (guards, events) = quote.by_link(accepts, self.today);
                guards
            }
            Operation::Withdraw => {
                let guards = quote.may_withdraw(who);
                events = quote.withdraw();
                guards
            }
            Operation::WithdrawNewest => quote.withdraw_newest(who),
            Operation::Annul => {
                let guards = quote.may_annul(who);
                quote.revisions[shown].state = Annulled;
                guards
            }
            Operation::Erase => {
                let guards = quote.may_erase(who);
                quote.revisions.iter_mut().for_each(|one| one.is_erased = true);
                guards
            }
            Operation::Add { .. } | Operation::DaysPass { .. } => unreachable!("not of a quote"),
        };
        (guards, quote, events)
    }

    fn run(&mut self, operation: Operation, who: &str, number: &str) -> Result<(), RegisterError> {
        let (now, by) = (noon(self.today), actor(who));
        match operation {
            Operation::Revise { asked } => {
                let quote = self.quote(asked);
                self.desk.revise(who, number, &quote, now).map(drop)
            }
            Operation::Decide { decision } => self.desk.decide(who, number, decision, now),
            Operation::Send => self.desk.send(who, number, now).map(drop),
            Operation::RenewLink => {
                let link = self.desk.link();
                self.desk.register.renew_link(&by, number, &link, now).map(drop)
            }
            Operation::Accept { has_late_reason } => {
                let late_reason = has_late_reason.then_some("looked at it");
                let given = RecordedAcceptance { late_reason, ..purchase_order() };
                self.desk.register.accept(&by, number, given, now).map(drop)
            }
            Operation::Decline => {
                self.desk.register.decline(&by, number, DeclineReason::Price, now).map(drop)
            }
            Operation::ByLink { accepts } => self.by_link(number, accepts),
            Operation::Withdraw => {
                self.desk.register.withdraw(&by, number, "looked at it", now).map(drop)
            }
            Operation::WithdrawNewest => {
                let digest = self.desk.digest(number, now);
                let newest = LookedAt { number, quote_sha256: Some(&digest) };
                self.desk.register.withdraw(&by, newest, "looked at it", now).map(drop)
            }
            Operation::Annul => {
                self.desk.register.annul(&by, number, "looked at it", now).map(drop)
            }
            Operation::Erase => {
                self.desk.register.erase(&by, number, "asked for by the customer", now).map(drop)
            }
            Operation::Add { .. } | Operation::DaysPass { .. } => unreachable!("not of a quote"),
        }
    }

    /// A customer with the last link that was given out.
    fn by_link(&mut self, number: &str, accepts: bool) -> Result<(), RegisterError> {
        let now = noon(self.today);
        let revisions = self.desk.history(number, now).revisions;
        let sent = revisions.into_iter().rev().map(|(one, _, _)| one);
        let sent = sent.filter_map(|one| Some((one.link_sha256?, one.quote_sha256))).next();
        let (link, quote) = sent.unwrap_or_default();
        if accepts {
            self.desk.register.accept_by_link(&link, filled_in(&quote), now).map(drop)
        } else {
            self.desk.register.decline_by_link(&link, &quote, DeclineReason::Other, now)
        }
    }

    fn agree(
        &self,
        operation: Operation,
        who: &str,
        number: &str,
        guards: &[&str],
        done: &Result<(), RegisterError>,
    ) {
        let said = done.as_ref().map_or_else(RegisterError::code, |()| "done");
        let is_expected = if guards.is_empty() { said == "done" } else { guards.contains(&said) };
        assert!(
            is_expected,
            "{who} {operation:?} {number} on {}: {said}, and not {guards:?}; {:?}",
            self.today, self.quotes
        );
    }

    /// Everybody may register a quote.
    fn add(&mut self, who: &'static str, asked: usize) {
        let quote = self.quote(asked);
        let sealed = self.desk.add(who, &quote, noon(self.today)).expect("registered");
        self.events += 1;
        let n = self.quotes.len() + 1;
        assert_eq!((&*sealed.number, sealed.rev), (&*format!("Q-{n:05}"), 1));
        let revisions = vec![self.draft(who, asked)];
        self.quotes.push((sealed.number, ModelQuote { owner: who, revisions }));
        self.look_at(n - 1);
    }

    /// A quote is what the rules say that it is.
    fn look_at(&self, place: usize) {
        let (number, model) = &self.quotes[place];
        model.check();
        let history = self.desk.history(number, noon(self.today));
        let there: Vec<_> =
            history.revisions.iter().map(|(one, shown, _)| (one.state, *shown)).collect();
        let expected: Vec<_> =
            model.revisions.iter().map(|one| (one.state, one.shown(self.today))).collect();
        assert_eq!(there, expected, "{number}");
        assert_eq!(history.shown_rev as usize, model.shown_place() + 1, "{number}");
        for ((revision, _, decided), model) in history.revisions.iter().zip(&model.revisions) {
            let needs: Vec<ApprovalKind> = revision.needs.kinds().collect();
            assert_eq!(needs, model.needs, "{}", revision.document());
            assert_eq!(revision.valid_through, model.valid_through, "{}", revision.document());
            let decided: BTreeMap<_, _> =
                decided.iter().map(|one| (one.kind, one.decision)).collect();
            assert_eq!(decided, model.decided, "{}", revision.document());
            let content = self.desk.register.content(number, revision.rev).expect("read");
            assert_eq!(content.is_none(), model.is_erased, "{}", revision.document());
            let Some(content) = content else { continue };
            let content: Value = serde_json::from_slice(&content).expect("JSON");
            let totals = [revision.subtotal, revision.tax, revision.total];
            let sealed = ["subtotal", "tax", "total"].map(|name| content["totals"][name].clone());
            assert_eq!(totals.map(|amount| json!(amount.to_string())), sealed);
        }
    }

    /// The list shows what the rules say, and each number is there once.
    fn look(&self) {
        let now = noon(self.today);
        let listed = self.desk.register.list(&ListWanted::default(), now).expect("a list");
        let mut shown: Vec<_> =
            listed.iter().map(|one| (one.quote.n, one.quote.number.clone(), one.shown)).collect();
        shown.sort_unstable();
        let expected = (1..).zip(&self.quotes).map(|(n, (number, model))| {
            (n, number.clone(), model.shown_revision().shown(self.today))
        });
        assert_eq!(shown, expected.collect::<Vec<_>>());
    }
}

/// Three servers; where the vendor is waited for, cover ended a year and a half before.
fn priced_for(today: Date, (concession, waits_for_vendor): (u32, bool)) -> Quote {
    let long_ago = today.checked_sub_days(Days::new(540)).expect("a day");
    let covered_through = if waits_for_vendor { long_ago } else { today };
    let mut change = json!({
        "holding": [{ "product_line": "historian", "edition": "server", "owned": 3,
                      "covered_through": covered_through.to_string() }],
    });
    if concession > 0 {
        let rate = format!("{concession}%");
        change["concession"] = json!({ "rate": rate, "reason": "a good customer" });
    }
    quoted_with(today, &change)
}

proptest! {
    #![proptest_config(config(16))]

    #[test]
    fn random_work_is_allowed_and_denied_by_the_rules(
        steps in prop::collection::vec((operation(), 0..PEOPLE.len(), 0_usize..4), 20..60),
    ) {
        let mut world = World::new();
        for (count, step) in steps.into_iter().enumerate() {
            world.step(step);
            if count % VERIFIED_EACH == 0 {
                world.desk.is_whole();
            }
        }
        world.look();
        world.desk.is_whole();
    }
}
