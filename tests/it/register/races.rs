//! Two people at once, each with a handle of their own on one file: one of them is first, and the
//! other is told what became of the quote meanwhile.
//!
//! `REINSTATE_RACES` says how often each race is run.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};

use reinstate::engine::quote::Quote;
use reinstate::register::{
    Decision, DecisionGiven, Denied, LinkAcceptance, RecordedAcceptance, Register, RegisterError,
    RunEntry, RunOutcome, RunStage, ToRegister, ToSend,
};

use super::customer::filled_in;
use super::raw::server;
use super::{BOOK, Desk, PDF, actor, code, conceded, link, noon, purchase_order, quoted};

const DAY: &str = "2026-11-24";

fn rounds() -> usize {
    let wanted = std::env::var("REINSTATE_RACES").ok();
    wanted.map_or(40, |rounds| rounds.parse().expect("a number of rounds"))
}

/// What somebody does with a handle.
type Work<'a> = &'a (dyn Fn(&mut Register) -> Result<(), RegisterError> + Sync);

/// Runs two things at once; the codes of both.
fn race(
    (one, first): (&mut Register, Work<'_>),
    (other, second): (&mut Register, Work<'_>),
) -> [&'static str; 2] {
    let start = Barrier::new(2);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| {
            start.wait();
            code(first(one))
        });
        let second = scope.spawn(|| {
            start.wait();
            code(second(other))
        });
        [first.join().expect("no panic"), second.join().expect("no panic")]
    })
}

/// The head that a backup names is one that the copy has, and not of what was written since.
#[test]
fn a_backup_gives_the_head_of_the_copy_while_others_write() {
    if server().is_some() {
        return;
    }
    let desk = Desk::new(DAY);
    let (mut other, quote, done) = (desk.opened(), quoted(DAY), AtomicBool::new(false));
    let copies: Vec<_> = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let wanted = ToRegister { quote: &quote, book: &BOOK };
                other.add(&actor("ann"), wanted, noon(DAY)).expect("registered");
            }
        });
        let paths = (0..rounds()).map(|round| desk.folder().join(format!("copy-{round}.db")));
        let copies = paths.map(|path| (desk.register.back_up(&path), path)).collect();
        done.store(true, Ordering::Relaxed);
        copies
    });
    for (head, path) in copies {
        let copy = Register::open(&path).expect("a register");
        assert_eq!(head.expect("a copy"), copy.head().expect("a head"));
    }
}

/// A desk, another handle on its register, and a quote.
struct Track {
    desk: Desk,
    other: Register,
    quote: Quote,
    /// Who won: the first, the second, or both one after the other.
    won: [usize; 3],
}

impl Track {
    fn new() -> Self {
        let desk = Desk::new(DAY);
        let other = desk.opened();
        Self { desk, other, quote: quoted(DAY), won: [0; 3] }
    }

    fn sent(&mut self) -> String {
        let number = self.added();
        self.desk.send("ann", &number, noon(DAY)).expect("sent");
        number
    }

    fn added(&mut self) -> String {
        let quote = self.quote.clone();
        self.desk.add("ann", &quote, noon(DAY)).expect("registered").number
    }

    /// One has won, the other was told why not; so many events came of it.
    fn judge(&mut self, codes: [&'static str; 2], losers: [&str; 2], events: (i64, [i64; 2])) {
        let (before, added) = events;
        let winner = match codes {
            ["done", told] if told == losers[1] => 0,
            [told, "done"] if told == losers[0] => 1,
            _ => panic!("{codes:?}"),
        };
        self.won[winner] += 1;
        assert_eq!(self.desk.events() - before, added[winner], "{codes:?}");
    }

    fn end(&self, name: &str) {
        println!(
            "{name}: the first won {}, the second {}, both {}",
            self.won[0], self.won[1], self.won[2]
        );
        self.desk.is_whole();
    }
}

#[test]
fn of_accepting_and_withdrawing_one_is_done() {
    let mut track = Track::new();
    for _ in 0..rounds() {
        let number = track.sent();
        let before = track.desk.events();
        let codes = race(
            (&mut track.desk.register, &|register| {
                register.accept(&actor("ann"), &number, purchase_order(), noon(DAY)).map(drop)
            }),
            (&mut track.other, &|register| {
                register.withdraw(&actor("fin"), &number, "a mistake", noon(DAY)).map(drop)
            }),
        );
        track.judge(codes, ["already-withdrawn", "already-accepted"], (before, [1, 1]));
    }
    track.end("accept and withdraw");
}

#[test]
fn of_accepting_twice_one_is_done() {
    let mut track = Track::new();
    for _ in 0..rounds() {
        let number = track.sent();
        let before = track.desk.events();
        let accept = |who| {
            let number = &number;
            move |register: &mut Register| {
                register.accept(&actor(who), number, purchase_order(), noon(DAY)).map(drop)
            }
        };
        let codes =
            race((&mut track.desk.register, &accept("ann")), (&mut track.other, &accept("fin")));
        track.judge(codes, ["already-accepted", "already-accepted"], (before, [1, 1]));
    }
    track.end("accept and accept");
}

/// Whoever accepts names the document: the next revision is another.
#[test]
fn of_accepting_and_sending_the_next_revision_one_is_done() {
    let mut track = Track::new();
    for round in 0..rounds() {
        let number = track.sent();
        let looked_at = track.desk.digest(&number, noon(DAY));
        let next = conceded(DAY, "3%");
        let next = track.desk.revise("ann", &number, &next, noon(DAY)).expect("revised");
        let before = track.desk.events();
        let link = link(1_000_000 + round);
        let codes = race(
            (&mut track.desk.register, &|register| {
                let quote_sha256 = Some(looked_at.as_str());
                let given = RecordedAcceptance { quote_sha256, ..purchase_order() };
                register.accept(&actor("fin"), &number, given, noon(DAY)).map(drop)
            }),
            (&mut track.other, &|register| {
                let given =
                    ToSend { quote_sha256: &next.quote_sha256, pdf: PDF, link_sha256: Some(&link) };
                register.send(&actor("ann"), &number, given, noon(DAY)).map(drop)
            }),
        );
        track.judge(codes, ["other-document", "already-accepted"], (before, [1, 2]));
    }
    track.end("accept and send of the next");
}

/// The digests of the link and of the document of what was sent last.
fn link_of(track: &Track, number: &str) -> (String, String) {
    let revision = track.desk.history(number, noon(DAY)).revisions.remove(0).0;
    (revision.link_sha256.expect("a link"), revision.quote_sha256)
}

#[test]
fn of_a_customer_who_accepts_and_a_seller_who_withdraws_one_is_done() {
    let mut track = Track::new();
    for _ in 0..rounds() {
        let number = track.sent();
        let (link, quote) = link_of(&track, &number);
        let before = track.desk.events();
        let codes = race(
            (&mut track.desk.register, &|register| {
                register.accept_by_link(&link, filled_in(&quote), noon(DAY)).map(drop)
            }),
            (&mut track.other, &|register| {
                register.withdraw(&actor("fin"), &number, "a mistake", noon(DAY)).map(drop)
            }),
        );
        track.judge(codes, ["link-ended", "already-accepted"], (before, [1, 1]));
    }
    track.end("accept by link and withdraw");
}

#[test]
fn of_a_customer_who_accepts_and_a_seller_who_sends_the_next_revision_one_is_done() {
    let mut track = Track::new();
    for round in 0..rounds() {
        let number = track.sent();
        let (looked_at, quote) = link_of(&track, &number);
        let next = conceded(DAY, "3%");
        let next = track.desk.revise("ann", &number, &next, noon(DAY)).expect("revised");
        let before = track.desk.events();
        let link = link(2_000_000 + round);
        let codes = race(
            (&mut track.desk.register, &|register| {
                register.accept_by_link(&looked_at, filled_in(&quote), noon(DAY)).map(drop)
            }),
            (&mut track.other, &|register| {
                let given =
                    ToSend { quote_sha256: &next.quote_sha256, pdf: PDF, link_sha256: Some(&link) };
                register.send(&actor("ann"), &number, given, noon(DAY)).map(drop)
            }),
        );
        track.judge(codes, ["link-ended", "already-accepted"], (before, [1, 2]));
    }
    track.end("accept by link and send of the next");
}

/// Whoever comes second is told what the first did, as whoever presses twice is.
#[test]
fn of_two_customers_who_accept_one_is_kept_and_both_are_told() {
    let mut track = Track::new();
    for _ in 0..rounds() {
        let number = track.sent();
        let (link, quote) = link_of(&track, &number);
        let before = track.desk.events();
        let accept = |name| {
            let (link, quote) = (&link, &quote);
            move |register: &mut Register| {
                let given = LinkAcceptance { name, ..filled_in(quote) };
                register.accept_by_link(link, given, noon(DAY)).map(drop)
            }
        };
        let codes = race(
            (&mut track.desk.register, &accept("Priya")),
            (&mut track.other, &accept("Quentin")),
        );
        assert_eq!(codes, ["done", "done"]);
        assert_eq!(track.desk.events() - before, 1);
        let kept = track.desk.history(&number, noon(DAY)).acceptances;
        assert_eq!(kept.len(), 1);
        track.won[usize::from(kept[0].person_name.as_deref() == Some("Quentin"))] += 1;
    }
    track.end("accept and accept by link");
}

/// Both may be done, the approval first: it is about the earlier revision, and helps the next one
/// nothing.
#[test]
fn an_approval_is_never_one_of_the_revision_that_came_meanwhile() {
    let mut track = Track::new();
    track.quote = conceded(DAY, "8%");
    for _ in 0..rounds() {
        let number = track.added();
        let looked_at = track.desk.digest(&number, noon(DAY));
        let next = conceded(DAY, "9%");
        let before = track.desk.events();
        let codes = race(
            (&mut track.desk.register, &|register| {
                let given = DecisionGiven {
                    quote_sha256: &looked_at,
                    kind: None,
                    decision: Decision::Approved,
                    reason: "looked at it",
                };
                register.decide(&actor("cas"), &number, given, noon(DAY)).map(drop)
            }),
            (&mut track.other, &|register| {
                let wanted = ToRegister { quote: &next, book: &BOOK };
                register.revise(&actor("ann"), &number, wanted, noon(DAY)).map(drop)
            }),
        );
        if codes == ["done", "done"] {
            track.won[2] += 1;
            assert_eq!(track.desk.events() - before, 2);
        } else {
            track.judge(codes, ["other-document", "never"], (before, [1, 1]));
        }
        assert_eq!(code(track.desk.send("ann", &number, noon(DAY))), "needs-approval");
    }
    track.end("approve and revise");
}

/// Two runs of one name over one table make one quote.
#[test]
fn of_two_runs_of_one_name_one_registers_a_quote() {
    let mut track = Track::new();
    let quote = quoted(DAY);
    for round in 0..rounds() {
        let account = format!("A-{round}");
        let before = track.desk.events();
        let add = |register: &mut Register| {
            let wanted = ToRegister { quote: &quote, book: &BOOK };
            let entry = RunEntry { account: &account, wanted };
            let done = register.add_run(
                &actor("fin"),
                ("december", RunStage::Written),
                &[entry],
                noon(DAY),
            )?;
            match done[0].outcome {
                RunOutcome::Created => Ok(()),
                RunOutcome::Same => Err(same()),
                RunOutcome::Revised | RunOutcome::Kept => panic!("{done:?}"),
            }
        };
        let codes = race((&mut track.desk.register, &add), (&mut track.other, &add));
        track.judge(codes, ["same", "same"], (before, [1, 1]));
    }
    track.end("two runs of one name");
}

/// It is no denial, but the race knows codes alone.
fn same() -> RegisterError {
    let (message, hint) = (String::new(), String::new());
    RegisterError::Denied(Denied { code: "same", message, hint, fields: Vec::new() })
}

#[test]
fn eight_at_once_get_consecutive_numbers() {
    const EACH: usize = 100;
    let desk = Desk::new(DAY);
    let quote = quoted(DAY);
    let start = Barrier::new(8);
    let mut numbers: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let mut register = desk.opened();
                let (start, quote) = (&start, &quote);
                scope.spawn(move || {
                    start.wait();
                    let wanted = ToRegister { quote, book: &BOOK };
                    let add = |_| register.add(&actor("ann"), wanted, noon(DAY));
                    (0..EACH).map(add).map(|sealed| sealed.expect("added").number).collect()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|one| {
                let numbers: Vec<String> = one.join().expect("no panic");
                numbers
            })
            .collect()
    });
    numbers.sort_unstable();
    let expected: Vec<String> = (1..=8 * EACH).map(|n| format!("Q-2026-{n:05}")).collect();
    assert_eq!(numbers, expected);
    assert!(desk.register.verify(&Default::default()).expect("read").is_whole());
}
