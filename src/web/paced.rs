//! A connection whose client has to keep up: to say something soon, and to read its answers.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

/// How long a new connection may say nothing at all.
const SILENCE_TIME: Duration = Duration::from_secs(3);
/// How long a client may leave an answer unread.
const UNREAD_TIME: Duration = Duration::from_secs(10);
/// Bytes of an answer that a client has to read in a second, on average, where it takes longer than
/// [`UNREAD_TIME`]: half of what the slowest mobile networks carry.
const BYTES_PER_SECOND_MIN: u64 = 8 * 1024;

/// A connection that ends with [`io::ErrorKind::TimedOut`] where its client does not keep up.
pub(super) struct Paced {
    stream: TcpStream,
    /// Until when it may say nothing; `None` once it has said something.
    silence: Option<Pin<Box<Sleep>>>,
    patience: Patience,
    /// When the patience is at its end, where something waits to be written.
    end: Option<Pin<Box<Sleep>>>,
}

impl Paced {
    pub(super) fn new(stream: TcpStream) -> Self {
        let silence = Some(Box::pin(sleep_until(Instant::now() + SILENCE_TIME)));
        Self { stream, silence, patience: Patience::whole(), end: None }
    }

    /// What comes of a write: counted where something was written, and where nothing could be, an
    /// error as soon as the patience is at its end.
    fn written(
        &mut self,
        written: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if let Poll::Ready(written) = written {
            if let Ok(bytes) = written {
                self.patience.gain(bytes, Instant::now());
                self.end = None;
            }
            return Poll::Ready(written);
        }
        let until = self.patience.end(Instant::now());
        let end = self.end.get_or_insert_with(|| Box::pin(sleep_until(until)));
        ready!(end.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

/// What is left of the time that a client may leave its answers unread: it runs while nothing can
/// be written, and comes back with the bytes that are.
#[derive(Debug)]
struct Patience {
    left: Duration,
    waiting_since: Option<Instant>,
}

impl Patience {
    fn whole() -> Self {
        Self { left: UNREAD_TIME, waiting_since: None }
    }

    /// When it is at its end, if nothing can be written until then.
    fn end(&mut self, now: Instant) -> Instant {
        *self.waiting_since.get_or_insert(now) + self.left
    }

    fn gain(&mut self, bytes: usize, now: Instant) {
        if let Some(since) = self.waiting_since.take() {
            self.left = self.left.saturating_sub(now.saturating_duration_since(since));
        }
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        let gained = Duration::from_millis(bytes.saturating_mul(1_000) / BYTES_PER_SECOND_MIN);
        self.left = self.left.saturating_add(gained).min(UNREAD_TIME);
    }
}

impl AsyncRead for Paced {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(context, into);
        if read.is_ready() {
            self.silence = None;
        } else if let Some(silence) = &mut self.silence {
            ready!(silence.as_mut().poll(context));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        read
    }
}

impl AsyncWrite for Paced {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.written(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds until a client that reads so many bytes at the end of every second is given up.
    fn given_up_after(bytes: usize) -> Option<u64> {
        let begun = Instant::now();
        let mut patience = Patience::whole();
        (1..600).find(|second| {
            let now = begun + Duration::from_secs(*second);
            let before = now - Duration::from_secs(1);
            if patience.end(before) < now {
                return true;
            }
            patience.gain(bytes, now);
            false
        })
    }

    #[test]
    fn a_reader_has_a_least_rate_and_an_honest_one_is_waited_for() {
        assert_eq!(given_up_after(0), Some(11));
        assert_eq!(given_up_after(1), Some(11), "it does not begin anew with every byte");
        // Half the rate costs half a second of every second.
        assert_eq!(given_up_after(4 * 1024), Some(20));
        assert_eq!(given_up_after(8 * 1024), None);
        assert_eq!(given_up_after(1024 * 1024), None);
    }

    #[test]
    fn time_in_which_all_is_written_does_not_count() {
        let begun = Instant::now();
        let mut patience = Patience::whole();
        patience.gain(1, begun + Duration::from_secs(3_600));
        assert_eq!(patience.left, UNREAD_TIME);
    }
}
