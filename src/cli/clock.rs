//! What day it is, and what time.

use crate::engine::calendar::Date;

/// Today, where the program runs: by the clock and the time zone of the machine.
#[expect(clippy::disallowed_methods, reason = "cli is the one part that reads the clock")]
pub(super) fn today() -> Date {
    chrono::Local::now().date_naive()
}

/// What time it is, to the millisecond.
#[cfg(feature = "register")]
#[expect(clippy::disallowed_methods, reason = "cli is the one part that reads the clock")]
pub(super) fn now() -> crate::register::Moment {
    crate::register::Moment::of(chrono::Utc::now())
}
