//! What the routes share: price books, the day, the brand, and threads to work on.

use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{fmt, io, thread};

use crossbeam_channel::{Receiver, Sender, bounded};
use ipnet::IpNet;
use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;

use crate::document::brand::Brand;
use crate::document::enclosed::Enclosed;
use crate::document::fallback::UserFonts;
use crate::document::pdf::{self, Paper};
use crate::document::sheet::{Detail, Sheet, SheetExtras};
use crate::engine::alternatives::alternatives;
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::engine::problem::Problem;
use crate::engine::quote::Quote;
use crate::engine::request::Request;

use super::embed::EmbedOrigin;
use super::error::WebError;
use super::rate::RateLimit;
#[cfg(feature = "register")]
use super::register::desk::RegisterDesk;
use super::telemetry::Telemetry;

/// Most holdings of a request that comes over the network.
pub(super) const HOLDINGS_MAX: usize = 200;

/// What is wrong with a request that has a number: those who sell give numbers, and make quotes;
/// all others get an estimate.
pub(super) fn number_not_taken(request: &Request) -> Option<Problem> {
    request.quote_number.as_ref()?;
    let message = "estimates have no number, and no quotes are made here";
    let problem = Problem::error("quote-number-not-taken", "quote_number", message);
    Some(problem.hint("leave `quote_number` out, or make the quote on the command line"))
}

/// How long a request may wait for its turn.
const WAITING_TIME: Duration = Duration::from_secs(5);
/// Pieces of work in the queue for each place: a client that goes away leaves its place at once,
/// and its work when that is taken.
const ROOM_OF_PLACE: usize = 2;

/// What a thread that works is handed; it tells its answer itself.
type Job = Box<dyn FnOnce() + Send>;

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
    /// Fonts of the user, for PDFs with letters that the built-in one lacks.
    pub fonts: UserFonts,
    /// Most requests of an address in a second; `None` for no limit.
    pub rate: Option<NonZeroU32>,
    /// Proxies that are believed when they name an address in `X-Forwarded-For`.
    pub proxies: Vec<IpNet>,
    /// Origins of pages that may show the estimator in a frame, and whose scripts may ask its API.
    pub embed_origins: Vec<EmbedOrigin>,
    /// Threads that price and make documents.
    pub workers: usize,
    /// Requests that may wait for them; those beyond are sent away.
    pub waiting_max: usize,
}

/// What every answer is made from. What counts and limits is shared by the estimators that follow
/// one another as price books change.
pub struct Estimator {
    /// The price books.
    pub(super) shelf: Shelf,
    /// Who sends the documents, where a brand is named.
    pub(super) brand: Option<Brand>,
    pub(super) fonts: Arc<UserFonts>,
    pub(super) rate: Arc<RateLimit>,
    pub(super) telemetry: Arc<Telemetry>,
    pub(super) embed_origins: Arc<[EmbedOrigin]>,
    today: Arc<Today>,
    places: Arc<Semaphore>,
    jobs: Sender<Job>,
    /// The register, where one is served.
    #[cfg(feature = "register")]
    pub(super) register: Option<Arc<RegisterDesk>>,
    /// How often an address may ask for what is behind links.
    #[cfg(feature = "register")]
    pub(super) link_rate: Arc<RateLimit>,
}

/// An estimator, as the routes share it.
pub(super) type SharedEstimator = Arc<Estimator>;

impl fmt::Debug for Estimator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Estimator").finish_non_exhaustive()
    }
}

impl Estimator {
    /// An estimator that answers from these books.
    ///
    /// # Errors
    /// The system gives no threads.
    pub fn of(setup: Setup) -> io::Result<Self> {
        let workers = setup.workers.max(1);
        let places = workers.saturating_add(setup.waiting_max);
        let (jobs, taken) = bounded(places.saturating_mul(ROOM_OF_PLACE));
        for _ in 0..workers {
            let taken = taken.clone();
            thread::Builder::new().name("work".to_owned()).spawn(move || take(&taken))?;
        }
        Ok(Self {
            shelf: setup.shelf,
            brand: setup.brand,
            fonts: Arc::new(setup.fonts),
            rate: Arc::new(RateLimit::new(setup.rate, setup.proxies)),
            telemetry: Arc::new(Telemetry::new()),
            embed_origins: setup.embed_origins.into(),
            today: Arc::new(setup.today),
            places: Arc::new(Semaphore::new(places)),
            jobs,
            #[cfg(feature = "register")]
            register: None,
            #[cfg(feature = "register")]
            link_rate: Arc::new(RateLimit::new(setup.rate, Vec::new())),
        })
    }

    /// The same with other price books.
    pub(super) fn with_shelf(&self, shelf: Shelf) -> Self {
        Self {
            shelf,
            brand: self.brand.clone(),
            fonts: Arc::clone(&self.fonts),
            rate: Arc::clone(&self.rate),
            telemetry: Arc::clone(&self.telemetry),
            embed_origins: Arc::clone(&self.embed_origins),
            today: Arc::clone(&self.today),
            places: Arc::clone(&self.places),
            jobs: self.jobs.clone(),
            #[cfg(feature = "register")]
            register: self.register.clone(),
            #[cfg(feature = "register")]
            link_rate: Arc::clone(&self.link_rate),
        }
    }

    /// The same with a register behind it.
    #[cfg(feature = "register")]
    #[must_use]
    pub fn with_register(self, desk: RegisterDesk) -> Self {
        Self { register: Some(Arc::new(desk)), ..self }
    }

    /// Whether a reader can be told whom to ask for a quote.
    pub(super) fn has_contact(&self) -> bool {
        let brand = self.brand.as_ref();
        let has_mail =
            |brand: &Brand| brand.contact.as_ref().is_some_and(|contact| contact.email.is_some());
        brand.is_some_and(|brand| brand.contact_url.is_some() || has_mail(brand))
    }

    /// The day that a request is priced on where it names none.
    pub(super) fn today(&self) -> Date {
        (self.today)()
    }

    /// The sheet of a quote, as the command line makes it.
    ///
    /// # Errors
    /// It is a quote without an issuer, which no request here asks for.
    pub(super) fn sheet(&self, quote: &Quote, detail: Detail) -> Result<Sheet, WebError> {
        let found = alternatives(&quote.request, &self.shelf);
        let shown = SheetExtras {
            alternatives: found.as_ref(),
            brand: self.brand.as_ref(),
            detail,
            register_head: None,
        };
        Sheet::for_customer(quote, shown).map_err(WebError::no_document)
    }

    /// The same as PDF, with the quote's JSON inside.
    ///
    /// # Errors
    /// As for [`Estimator::sheet`], or a text that no PDF can have.
    pub(super) fn pdf(
        &self,
        quote: &Quote,
        (paper, detail): (Paper, Detail),
    ) -> Result<Vec<u8>, WebError> {
        let sheet = self.sheet(quote, detail)?;
        let inside = Enclosed::of(quote, &sheet, self.brand.as_ref());
        pdf::document_in(&self.fonts, &sheet, paper, &inside.attachments())
            .map_err(|error| WebError::no_pdf(&error))
    }

    /// Runs work that takes more than microseconds — pricing, and making documents — on threads
    /// of its own, so that sockets never wait for it.
    ///
    /// Of a client that has gone away, work that has not begun is dropped.
    ///
    /// # Errors
    /// [`WebError::busy`], at once where too many wait already and after [`WAITING_TIME`] where
    /// those before take too long; [`WebError::bug`] where the work panics.
    pub(super) async fn work<Answer: Send + 'static>(
        &self,
        work: impl FnOnce() -> Answer + Send + 'static,
    ) -> Result<Answer, WebError> {
        let _place = self.places.try_acquire().map_err(|_| self.busy())?;
        let (tell, mut told) = oneshot::channel();
        let has_begun = Arc::new(AtomicBool::new(false));
        let begin = Arc::clone(&has_begun);
        let job = Box::new(move || {
            if !tell.is_closed() {
                begin.store(true, Ordering::Relaxed);
                // A client that goes away meanwhile hears nothing.
                let _ = tell.send(work());
            }
        });
        self.jobs.try_send(job).map_err(|_| self.busy())?;
        let answer = match timeout(WAITING_TIME, &mut told).await {
            Ok(answer) => answer,
            Err(_) if has_begun.load(Ordering::Relaxed) => told.await,
            Err(_) => return Err(self.busy()),
        };
        answer.map_err(|_| WebError::bug())
    }

    fn busy(&self) -> WebError {
        self.telemetry.busy.inc();
        WebError::busy()
    }
}

/// Works until there is no estimator any more. While there is more to do, a thread goes on without
/// being woken for it.
fn take(jobs: &Receiver<Job>) {
    for job in jobs {
        // Whoever waits for an answer that does not come is told of the bug.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn estimator() -> Arc<Estimator> {
        with_waiting(1)
    }

    fn with_waiting(waiting_max: usize) -> Arc<Estimator> {
        let setup = Setup {
            shelf: Shelf::default(),
            today: Box::new(|| Date::MIN),
            brand: None,
            fonts: UserFonts::NONE,
            rate: None,
            proxies: Vec::new(),
            embed_origins: Vec::new(),
            workers: 1,
            waiting_max,
        };
        Arc::new(Estimator::of(setup).expect("threads"))
    }

    /// Work that goes on until it is told to end, from when it has begun.
    async fn begun(estimator: &Arc<Estimator>) -> (mpsc::Sender<()>, PendingAnswer<()>) {
        let (begin, begun) = oneshot::channel();
        let (end, ended) = mpsc::channel();
        let work = move || {
            let _ = begin.send(());
            let _ = ended.recv();
        };
        let waiting = waiting(estimator, work);
        assert_eq!(begun.await, Ok(()));
        (end, waiting)
    }

    type PendingAnswer<Answer> = tokio::task::JoinHandle<Result<Answer, WebError>>;

    fn waiting<Answer: Send + 'static>(
        estimator: &Arc<Estimator>,
        work: impl FnOnce() -> Answer + Send + 'static,
    ) -> PendingAnswer<Answer> {
        let estimator = Arc::clone(estimator);
        tokio::spawn(async move { estimator.work(work).await })
    }

    #[tokio::test]
    async fn a_bug_in_one_request_is_told_and_the_next_is_answered() {
        let estimator = estimator();
        for _ in 0..3 {
            assert_eq!(
                estimator.work(|| panic!("on purpose")).await,
                Err::<(), _>(WebError::bug())
            );
        }
        assert_eq!(estimator.work(|| 1).await, Ok(1));
    }

    #[tokio::test]
    async fn without_a_queue_there_is_still_a_place_for_each_thread() {
        let estimator = with_waiting(0);
        for number in 0..100 {
            assert_eq!(estimator.work(move || number).await, Ok(number));
        }
        let (end, first) = begun(&estimator).await;
        assert_eq!(estimator.work(|| ()).await, Err(WebError::busy()));
        assert_eq!(end.send(()), Ok(()));
        assert!(matches!(first.await, Ok(Ok(()))));
    }

    #[tokio::test]
    async fn what_no_queue_has_room_for_is_sent_away_at_once() {
        let estimator = estimator();
        let (end, first) = begun(&estimator).await;
        let second = waiting(&estimator, || 2);
        while estimator.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(estimator.work(|| ()).await, Err(WebError::busy()));
        assert_eq!(end.send(()), Ok(()));
        assert!(matches!(first.await, Ok(Ok(()))));
        assert!(matches!(second.await, Ok(Ok(2))));
        assert_eq!(estimator.work(|| 3).await, Ok(3));
    }

    #[tokio::test]
    async fn what_has_waited_too_long_is_sent_away_and_what_has_begun_is_answered() {
        let estimator = estimator();
        let (end, first) = begun(&estimator).await;
        let (begin, begun) = mpsc::channel();
        assert_eq!(estimator.work(move || begin.send(())).await, Err(WebError::busy()));
        assert!(!first.is_finished());
        assert_eq!(end.send(()), Ok(()));
        assert!(matches!(first.await, Ok(Ok(()))));
        assert!(begun.recv().is_err(), "it is not begun for nobody");
    }

    #[tokio::test]
    async fn work_of_a_client_that_went_away_is_not_begun() {
        let estimator = estimator();
        let (end, first) = begun(&estimator).await;
        let (begin, begun) = mpsc::channel();
        let gone = waiting(&estimator, move || begin.send(()));
        while estimator.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        gone.abort();
        assert!(gone.await.is_err());
        assert_eq!(end.send(()), Ok(()));
        assert!(matches!(first.await, Ok(Ok(()))));
        assert!(begun.recv().is_err());
    }
}
