//! What day it is.

use crate::engine::calendar::Date;

/// Today, where the program runs: by the clock and the time zone of the machine.
#[expect(clippy::disallowed_methods, reason = "cli is the one part that reads the clock")]
pub(super) fn today() -> Date {
    chrono::Local::now().date_naive()
}
