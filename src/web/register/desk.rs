//! The register behind the server: read on any thread, written by one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fmt, io};

use axum::http::{HeaderName, StatusCode};

use crate::document::pdf::PaperChoice;
use crate::register::{
    Moment, QuoteRow, Register, RegisterAccount, RegisterError, RegisterSettings, RegisterWatch,
    RequestKey, Role, TOKEN_BYTES,
};
use crate::web::error::WebError;

use super::read_cache::ReadCache;
use super::sign_in::SignIn;
use super::writer::{Clock, Writer};

/// So many connections for reading are kept open.
const READERS_MAX: usize = 16;

/// The text of a price book by its SHA-256; `None` where it is there no more.
pub type BookTextSource = Box<dyn Fn(&[u8; 32]) -> Option<String> + Send + Sync>;

/// What a register is served with.
pub struct RegisterSetup {
    /// The file, or the URL of the database.
    pub place: PathBuf,
    /// What time it is; asked once for each thing that is done.
    pub clock: Clock,
    /// Random bytes of the system.
    pub random: fn() -> io::Result<[u8; TOKEN_BYTES]>,
    /// The texts of the price books that the estimator quotes from.
    pub book_text: BookTextSource,
    /// Where the links of customers begin; without it, what is sent from here has no link.
    pub base_url: Option<String>,
    /// Whether reps see their own quotes alone.
    pub own_only: bool,
    /// The paper of documents that are sent.
    pub paper: PaperChoice,
    /// The header in which a trusted proxy names whom it has signed in; `None`: people sign in
    /// here.
    pub user_header: Option<HeaderName>,
}

/// A register that is served.
pub struct RegisterDesk {
    place: PathBuf,
    clock: Arc<Clock>,
    random: fn() -> io::Result<[u8; TOKEN_BYTES]>,
    book_text: BookTextSource,
    texts: Mutex<BTreeMap<[u8; 32], Arc<str>>>,
    pub(super) base_url: Option<String>,
    pub(super) own_only: bool,
    pub(super) paper: PaperChoice,
    settings: RegisterSettings,
    readers: Mutex<Vec<Register>>,
    pub(super) cache: ReadCache,
    writer: Writer,
    pub(super) sign_in: SignIn,
    /// The account and the key of each request that is under way.
    under_way: Mutex<BTreeSet<(String, String)>>,
}

impl fmt::Debug for RegisterDesk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RegisterDesk").finish_non_exhaustive()
    }
}

impl RegisterDesk {
    /// Opens a register to serve it, and begins the thread that writes it.
    ///
    /// # Errors
    /// The register cannot be opened, or the system gives no thread.
    pub fn open(setup: RegisterSetup) -> Result<Self, RegisterError> {
        let register = Register::open(&setup.place)?;
        let settings = register.settings().clone();
        let cache = ReadCache::of(RegisterWatch::begin(&setup.place)?);
        let clock = Arc::new(setup.clock);
        let writer = Writer::begin(register, Arc::clone(&clock)).map_err(RegisterError::system)?;
        let secret = (setup.random)().map_err(RegisterError::system)?;
        Ok(Self {
            sign_in: SignIn::of(setup.user_header, secret),
            place: setup.place,
            clock,
            random: setup.random,
            book_text: setup.book_text,
            texts: Mutex::default(),
            base_url: setup.base_url,
            own_only: setup.own_only,
            paper: setup.paper,
            settings,
            readers: Mutex::default(),
            cache,
            writer,
            under_way: Mutex::default(),
        })
    }

    /// What the register is.
    pub(super) const fn settings(&self) -> &RegisterSettings {
        &self.settings
    }

    /// What time it is.
    pub(super) fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Random bytes, for a token or a salt.
    ///
    /// # Errors
    /// The system gives none.
    pub(in crate::web) fn random(&self) -> Result<[u8; TOKEN_BYTES], WebError> {
        (self.random)().map_err(|_| WebError::bug())
    }

    /// Whether an account sees its own quotes alone.
    pub(super) fn sees_own_only(&self, account: &RegisterAccount) -> bool {
        self.own_only && account.role == Role::Rep
    }

    /// Whether an account may see a quote: one that it may not is as unknown to it as others, by
    /// the name that it was asked for.
    ///
    /// # Errors
    /// It may not.
    pub(in crate::web) fn check_sees(
        &self,
        account: &RegisterAccount,
        (asked, quote): (&str, &QuoteRow),
    ) -> Result<(), RegisterError> {
        if self.sees_own_only(account) && quote.owner != account.id {
            return Err(RegisterError::unknown("quote", asked));
        }
        Ok(())
    }

    /// Reads the register, and waits for the disk: for threads that work, and not for those of
    /// sockets.
    ///
    /// # Errors
    /// That of `work`, or the register cannot be opened.
    pub(in crate::web) fn read<T>(
        &self,
        work: impl FnOnce(&Register, Moment) -> Result<T, RegisterError>,
    ) -> Result<T, RegisterError> {
        let kept = lock(&self.readers).pop();
        let register = kept.map_or_else(|| Register::open(&self.place), Ok)?;
        let found = work(&register, self.now());
        let mut readers = lock(&self.readers);
        if readers.len() < READERS_MAX {
            readers.push(register);
        }
        found
    }

    /// Has something written, together with what else waits, and waits until it is on the disk.
    ///
    /// # Errors
    /// Too much waits already, or the work panics.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Register, Moment) -> Result<T, RegisterError> + Send + 'static,
    ) -> Result<Result<T, RegisterError>, WebError> {
        self.writer.write(work).await
    }

    /// Notes that a request is under way that is called by a key, until what is given is dropped.
    ///
    /// # Errors
    /// One of that key is under way already.
    pub(super) fn begin(self: &Arc<Self>, asked: RequestKey<'_>) -> Result<UnderWay, WebError> {
        let named = (asked.account.to_owned(), asked.key.to_owned());
        if lock(&self.under_way).insert(named.clone()) {
            return Ok(UnderWay { desk: Arc::clone(self), named });
        }
        let message = "a request with this idempotency key is under way";
        let hint = "wait for its answer, or ask again in a moment";
        Err(WebError::new(StatusCode::CONFLICT, "under-way", message, hint))
    }

    /// The text of a price book.
    ///
    /// # Errors
    /// Its file was changed since the book was read.
    pub(super) fn book_text(&self, sha256: &[u8; 32]) -> Result<Arc<str>, WebError> {
        if let Some(known) = lock(&self.texts).get(sha256) {
            return Ok(Arc::clone(known));
        }
        let text: Arc<str> = (self.book_text)(sha256).ok_or_else(WebError::books_changed)?.into();
        lock(&self.texts).insert(*sha256, Arc::clone(&text));
        Ok(text)
    }
}

/// A request that is under way.
pub(super) struct UnderWay {
    desk: Arc<RegisterDesk>,
    named: (String, String),
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        lock(&self.desk.under_way).remove(&self.named);
    }
}

fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
