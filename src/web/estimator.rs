//! What the routes share: price books, the day, the brand, and threads to work on.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::document::brand::Brand;
use crate::document::sheet::Sheet;
use crate::engine::alternatives::alternatives;
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::engine::quote::Quote;

use super::limits::Gate;
use super::observe::Observer;
use super::problem::Fault;

/// Most holdings of a request that comes over the network.
pub(super) const HOLDINGS_MAX: usize = 200;

/// How long a request may wait for its turn.
const WAITING_TIME: Duration = Duration::from_secs(5);
/// Requests that are handed to each thread: one to work on, and one to go on with at once.
const TURNS_OF_WORKER: usize = 2;

/// What day it is; asked anew for each request.
pub type Today = Box<dyn Fn() -> Date + Send + Sync>;

/// What an estimator is made of.
pub struct Setup {
    /// The price books.
    pub shelf: Shelf,
    /// What day it is.
    pub today: Today,
    /// Who sends the documents, where a brand is named.
    pub brand: Option<Brand>,
    /// Most requests of an address in a second; `None` for no limit.
    pub rate: Option<NonZeroU32>,
    /// Proxies that are believed when they name an address in `X-Forwarded-For`.
    pub proxies: Vec<IpNet>,
    /// Threads that price and make documents.
    pub workers: usize,
    /// Requests that may wait for them; those beyond are sent away.
    pub waiting_max: usize,
}

/// What every answer is made from.
pub struct Estimator {
    /// The price books.
    pub(super) shelf: Shelf,
    /// Who sends the documents, where a brand is named.
    pub(super) brand: Option<Brand>,
    pub(super) gate: Gate,
    pub(super) observer: Observer,
    today: Today,
    places: Semaphore,
    turns: Arc<Semaphore>,
}

impl fmt::Debug for Estimator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Estimator").finish_non_exhaustive()
    }
}

impl Estimator {
    /// An estimator that answers from these books.
    #[must_use]
    pub fn of(setup: Setup) -> Self {
        Self {
            shelf: setup.shelf,
            brand: setup.brand,
            gate: Gate::new(setup.rate, setup.proxies),
            observer: Observer::new(),
            today: setup.today,
            places: Semaphore::new(setup.workers.saturating_add(setup.waiting_max)),
            turns: Arc::new(Semaphore::new(setup.workers.saturating_mul(TURNS_OF_WORKER))),
        }
    }

    /// The day that a request is priced on where it names none.
    pub(super) fn today(&self) -> Date {
        (self.today)()
    }

    /// The sheet of a quote, as the command line makes it.
    pub(super) fn sheet(&self, quote: &Quote) -> Sheet {
        let found = alternatives(&quote.request, &self.shelf);
        Sheet::for_customer(quote, found.as_ref(), self.brand.as_ref())
    }

    /// Runs work that takes more than microseconds — pricing, and making documents — on threads
    /// of its own, so that sockets never wait for it.
    ///
    /// Of a client that has gone away, work that has not begun is dropped.
    ///
    /// # Errors
    /// [`Fault::busy`], at once where too many wait already and after [`WAITING_TIME`] where those
    /// before take too long; [`Fault::bug`] where the work panics.
    pub(super) async fn work<Answer: Send + 'static>(
        &self,
        work: impl FnOnce() -> Answer + Send + 'static,
    ) -> Result<Answer, Fault> {
        let _place = self.places.try_acquire().map_err(|_| self.busy())?;
        let turn = timeout(WAITING_TIME, Arc::clone(&self.turns).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(self.busy()) };
        let task = spawn_blocking(move || {
            let answer = work();
            drop(turn);
            answer
        });
        task.await.map_err(|_| Fault::bug())
    }

    fn busy(&self) -> Fault {
        self.observer.busy.inc();
        Fault::busy()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;

    fn estimator(waiting_max: usize) -> Estimator {
        Estimator::of(Setup {
            shelf: Shelf::default(),
            today: Box::new(|| Date::MIN),
            brand: None,
            rate: None,
            proxies: Vec::new(),
            workers: 1,
            waiting_max,
        })
    }

    #[tokio::test]
    async fn a_bug_in_one_request_is_told_and_the_next_is_answered() {
        let estimator = estimator(0);
        for _ in 0..3 {
            let bug = estimator.work(|| panic!("on purpose")).await;
            let status = bug.map(|()| StatusCode::OK).unwrap_or_else(|fault| fault.status);
            assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        }
        assert_eq!(estimator.work(|| 1).await, Ok(1));
    }

    #[tokio::test]
    async fn what_no_queue_has_room_for_is_sent_away_at_once() {
        let estimator = Arc::new(estimator(0));
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let other = Arc::clone(&estimator);
        let first = tokio::spawn(async move { other.work(move || ended.recv()).await });
        while estimator.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(estimator.work(|| ()).await, Err(Fault::busy()));
        assert_eq!(end.send(()), Ok(()));
        assert!(matches!(first.await, Ok(Ok(Ok(())))));
        assert_eq!(estimator.work(|| 2).await, Ok(2));
    }
}
