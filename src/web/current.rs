//! The estimator as it is now: its price books may change between two requests, and never within
//! one.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use std::{fmt, io, thread};

use axum::extract::FromRef;

use crate::engine::book::Shelf;

use super::estimator::SharedEstimator;

/// How often the files of price books are looked at.
const LOOK_PAUSE: Duration = Duration::from_secs(1);

/// Where the price books of an estimator come from, so that they can be read anew.
pub struct BookSource {
    /// Whether the files have changed since this was asked last, and rest again.
    pub has_changed: Box<dyn FnMut() -> bool + Send>,
    /// The books of those files, or what is wrong with them.
    pub read: Box<dyn Fn() -> Result<Shelf, String> + Send>,
}

impl fmt::Debug for BookSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("BookSource").finish_non_exhaustive()
    }
}

/// The estimator that the next request is answered by.
#[derive(Clone)]
pub(super) struct Current(Arc<RwLock<SharedEstimator>>);

impl Current {
    pub(super) fn of(estimator: SharedEstimator) -> Self {
        Self(Arc::new(RwLock::new(estimator)))
    }

    pub(super) fn now(&self) -> SharedEstimator {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks at the files of price books, on a thread of its own: where they have changed, or when
    /// it is asked, they are read anew.
    ///
    /// # Errors
    /// The system gives no thread.
    pub(super) fn watch(&self, mut source: BookSource, asked: Receiver<()>) -> io::Result<()> {
        let current = self.clone();
        thread::Builder::new().name("books".to_owned()).spawn(move || {
            loop {
                let is_asked = match asked.recv_timeout(LOOK_PAUSE) {
                    Ok(()) => true,
                    Err(RecvTimeoutError::Timeout) => false,
                    Err(RecvTimeoutError::Disconnected) => return,
                };
                // It is asked in any case, so that one change is not read twice.
                let has_changed = (source.has_changed)();
                if has_changed || is_asked {
                    current.take((source.read)());
                }
            }
        })?;
        Ok(())
    }

    /// Books that were read anew; those before stay where there is something wrong with them.
    fn take(&self, read: Result<Shelf, String>) {
        let before = self.now();
        match read {
            Ok(shelf) => {
                let books = shelf.books().count();
                tracing::info!(books, "price books read anew");
                before.telemetry.books_read.inc();
                before.telemetry.books_broken.set(0);
                let estimator = Arc::new(before.with_shelf(shelf));
                *self.0.write().unwrap_or_else(PoisonError::into_inner) = estimator;
            }
            Err(problem) => {
                let problem = problem.trim_end();
                tracing::error!(problem, "price books are broken; those before stay in use");
                before.telemetry.books_broken.set(1);
            }
        }
    }
}

impl FromRef<Current> for SharedEstimator {
    fn from_ref(current: &Current) -> Self {
        current.now()
    }
}
