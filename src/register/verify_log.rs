//! Whether the log is whole, and what it leads to.

use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

use serde_json::Value;

use super::chain::LogEvent;
use super::error::RegisterError;
use super::expected::Expected;
use super::sql;
use super::store::{BEFORE_ALL, Db, LogHead};
use super::values::values;
use super::verification::{RegisterVerification, VerifyWanted};

/// So many events are read at once.
const PAGE: u32 = 2_000;

/// An event, and what shows of it alone.
struct ReadEvent {
    event: LogEvent,
    /// Whether its hash is that of its content.
    is_whole: bool,
    /// Its values, where they are JSON.
    data: Option<Value>,
}

impl ReadEvent {
    fn of(event: LogEvent) -> Self {
        let is_whole = event.hash_of_content() == event.hash && !event.has_line_feed();
        let data = serde_json::from_str(&event.data).ok();
        Self { event, is_whole, data }
    }
}

/// A log, as far as it was walked along.
struct LogWalk<'a> {
    wanted: Option<&'a LogHead>,
    found: &'a mut RegisterVerification,
    expected: Expected,
    last: LogHead,
    /// The hash of the event that is wanted.
    noted: Option<String>,
}

impl LogWalk<'_> {
    fn take(&mut self, read: ReadEvent) {
        let ReadEvent { event, is_whole, data } = read;
        let place = format!("event {}", event.seq);
        if event.seq != self.last.seq.saturating_add(1) {
            self.found.fault(&place, format!("event {} is missing before it", event.seq - 1));
        }
        if event.prev != self.last.hash {
            self.found.fault(&place, "it does not follow the event before it");
        }
        if !is_whole {
            self.found.fault(&place, "it was changed: its hash is not that of its content");
        }
        let taken = data.ok_or_else(|| "its values are not JSON".to_owned());
        if let Err(what) = taken.and_then(|data| self.expected.take(&event, data)) {
            self.found.fault(&place, what);
        }
        if self.wanted.is_some_and(|head| head.seq == event.seq) {
            self.noted = Some(event.hash.clone());
        }
        self.last = LogHead { seq: event.seq, hash: event.hash };
        self.found.events = self.found.events.saturating_add(1);
    }
}

impl Db<'_> {
    /// The log from its first event to its head, and what it leads to.
    pub(super) fn log_as_it_leads(
        &self,
        wanted: &VerifyWanted,
        found: &mut RegisterVerification,
    ) -> Result<Expected, RegisterError> {
        let wanted = wanted.head.as_ref();
        let last = LogHead { seq: 0, hash: BEFORE_ALL.to_owned() };
        let expected = Expected::default();
        let mut walk = LogWalk { wanted, found, expected, last, noted: None };
        self.walk(&mut walk)?;
        let LogWalk { found, expected, last, noted, .. } = walk;
        let head = self.head()?;
        found.equal("register", "head_seq", (head.seq, last.seq));
        found.equal("register", "head_hash", (head.hash, last.hash));
        if let Some(head) = wanted {
            let place = format!("event {}", head.seq);
            match noted {
                None => found.fault(&place, "it was noted elsewhere, and is not there: cut off"),
                Some(hash) if !hash.starts_with(&head.hash) => {
                    found.fault(&place, "its hash was noted elsewhere, and is another: rewritten");
                }
                Some(_) => {}
            }
        }
        Ok(expected)
    }

    /// Walks along the log. While one thread hashes some events, the rows of the next are read.
    fn walk(&self, walk: &mut LogWalk<'_>) -> Result<(), RegisterError> {
        thread::scope(|scope| {
            let mut after = 0;
            let mut before: Option<ScopedJoinHandle<'_, Vec<ReadEvent>>> = None;
            loop {
                let page = self.all(sql::EVENTS_AFTER, values![after, PAGE], LogEvent::of_row)?;
                let next = page.last().map(|event| event.seq).map(|seq| {
                    after = seq;
                    scope.spawn(move || page.into_iter().map(ReadEvent::of).collect())
                });
                let is_end = next.is_none();
                if let Some(read) = std::mem::replace(&mut before, next) {
                    let read = read.join().unwrap_or_else(|panic| resume_unwind(panic));
                    read.into_iter().for_each(|event| walk.take(event));
                }
                if is_end {
                    return Ok(());
                }
            }
        })
    }
}
