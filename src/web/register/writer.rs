//! The one thread that writes a register: requests that wait for it share a commit.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use tokio::sync::oneshot;

use crate::register::{Moment, Register, RegisterError};
use crate::web::error::WebError;

/// What time it is.
pub type Clock = Box<dyn Fn() -> Moment + Send + Sync>;

/// Most that is written in one commit.
const TOGETHER_MAX: usize = 64;
/// Most that waits to be written; what comes then is sent away.
const WAITING_MAX: usize = 1_024;

/// The way to the thread that writes.
pub(super) struct Writer(Sender<Box<dyn WriteJob>>);

/// Something to write. It is told only once it is on the disk.
trait WriteJob: Send {
    /// Does it, inside a transaction that may still fail.
    fn run(&mut self, register: &mut Register, now: Moment);
    /// The transaction has ended.
    fn end(self: Box<Self>, committed: Result<(), &RegisterError>);
}

struct WaitingWrite<T, W> {
    work: Option<W>,
    done: Option<Result<T, RegisterError>>,
    tell: oneshot::Sender<Result<T, RegisterError>>,
}

impl<T, W> WriteJob for WaitingWrite<T, W>
where
    T: Send,
    W: FnOnce(&mut Register, Moment) -> Result<T, RegisterError> + Send,
{
    fn run(&mut self, register: &mut Register, now: Moment) {
        // For a client that has gone away nothing is begun.
        if self.tell.is_closed() {
            return;
        }
        if let Some(work) = self.work.take() {
            // One that panics leaves its answer out, and is undone alone.
            let done = catch_unwind(AssertUnwindSafe(|| work(register, now)));
            self.done = done.ok();
        }
    }

    fn end(self: Box<Self>, committed: Result<(), &RegisterError>) {
        let answer = match (self.done, committed) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(_)) | None, Err(error)) => Err(error.clone()),
            (Some(done), Ok(())) => done,
            // Who waits hears of the bug by not hearing at all.
            (None, Ok(())) => return,
        };
        // A client that goes away meanwhile hears nothing.
        let _ = self.tell.send(answer);
    }
}

impl Writer {
    /// Begins the thread.
    ///
    /// # Errors
    /// The system gives no thread.
    pub(super) fn begin(register: Register, clock: Arc<Clock>) -> io::Result<Self> {
        let (jobs, taken) = bounded(WAITING_MAX);
        let name = "register".to_owned();
        thread::Builder::new().name(name).spawn(move || take(register, &taken, &clock))?;
        Ok(Self(jobs))
    }

    /// Has something written, and waits until it is on the disk.
    ///
    /// # Errors
    /// [`WebError::busy`] where too much waits already, [`WebError::bug`] where the work panics.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Register, Moment) -> Result<T, RegisterError> + Send + 'static,
    ) -> Result<Result<T, RegisterError>, WebError> {
        let (tell, told) = oneshot::channel();
        let job = WaitingWrite { work: Some(work), done: None, tell };
        self.0.try_send(Box::new(job)).map_err(|_| WebError::busy())?;
        told.await.map_err(|_| WebError::bug())
    }
}

/// Writes until nobody can ask for it any more.
fn take(mut register: Register, jobs: &Receiver<Box<dyn WriteJob>>, clock: &Clock) {
    while let Ok(first) = jobs.recv() {
        let mut begun = vec![first];
        let committed = register.together(|register| {
            let mut next = 0;
            while let Some(job) = begun.get_mut(next) {
                job.run(register, clock());
                next += 1;
                // What came meanwhile goes into the same commit.
                if begun.len() < TOGETHER_MAX {
                    begun.extend(jobs.try_recv());
                }
            }
            Ok(())
        });
        for job in begun {
            job.end(committed.as_ref().copied());
        }
    }
}
