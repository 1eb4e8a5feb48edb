//! What the routes share: price books, the day, the brand, and threads to work on.

use std::fmt;
use std::num::NonZeroU32;

use ipnet::IpNet;
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::document::brand::Brand;
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;

use super::limits::Gate;
use super::observe::Observer;
use super::problem::Fault;

/// Most holdings of a request that comes over the network.
pub(super) const HOLDINGS_MAX: usize = 200;

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
    /// Most requests that are priced, or wait to be, at once; beyond it they are sent away.
    pub work_max: usize,
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
            places: Semaphore::new(setup.work_max),
        }
    }

    /// The day that a request is priced on where it names none.
    pub(super) fn today(&self) -> Date {
        (self.today)()
    }

    /// Runs work that takes more than microseconds — pricing, and making documents — on threads
    /// of its own, so that sockets never wait for it.
    ///
    /// Of a client that has gone away, work that has not begun is dropped.
    ///
    /// # Errors
    /// [`Fault::busy`] at once where too many wait already; [`Fault::bug`] where the work panics.
    pub(super) async fn work<Answer: Send + 'static>(
        &self,
        work: impl FnOnce() -> Answer + Send + 'static,
    ) -> Result<Answer, Fault> {
        let _place = self.places.try_acquire().map_err(|_| {
            self.observer.busy.inc();
            Fault::busy()
        })?;
        let mut task = Dropped(spawn_blocking(work));
        (&mut task.0).await.map_err(|_| Fault::bug())
    }
}

/// A task that need not begin any more once nobody waits for it.
struct Dropped<Answer>(JoinHandle<Answer>);

impl<Answer> Drop for Dropped<Answer> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
