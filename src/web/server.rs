//! The server: sockets, how many and for how long, and an end that loses no request.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use super::error::{MEDIA_TYPE, RETRY_SECONDS, WebError};
use super::estimator::{Estimator, SharedEstimator};
use super::rate::Peer;
use super::router::router;

/// How long a client may take for the head of a request, or for its next request on a connection
/// that stays open. With the time for a body, a request is sent within 10 s.
const HEAD_TIME: Duration = Duration::from_secs(6);
/// How long a client may leave an answer unread.
const WRITE_TIME: Duration = Duration::from_secs(10);
/// How long requests under way may take when the server ends.
const END_TIME: Duration = Duration::from_secs(10);
/// Most bytes of the head of a request.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// Most connections that are being sent away at once; beyond it they are closed without a word.
const REFUSALS_MAX: usize = 64;
/// How long it may take to send one away.
const REFUSAL_TIME: Duration = Duration::from_secs(1);
/// How long to wait where the system has no more sockets.
const NO_SOCKET_PAUSE: Duration = Duration::from_millis(50);

/// Where and how an estimator is served.
#[derive(Debug, Clone)]
pub struct Serving {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Most connections at once.
    pub connections_max: usize,
    /// Threads that serve the sockets.
    pub socket_threads: usize,
}

/// Why an estimator cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The system gives no threads or no signals.
    #[error("cannot start to serve: {0}")]
    System(#[source] io::Error),
}

/// Serves until the process is asked to end (SIGTERM or SIGINT), then answers what is under way.
///
/// # Errors
/// The address cannot be listened on, or the system gives no threads or signals.
pub fn serve(estimator: Arc<Estimator>, serving: &Serving) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(serving.socket_threads.max(1))
        .enable_all()
        .build()
        .map_err(ServeError::System)?;
    let done = runtime.block_on(serve_until_asked(estimator, serving));
    // Connections that are still open do not hold up the end, nor do threads at work: they end with
    // the process.
    runtime.shutdown_background();
    done
}

async fn serve_until_asked(
    estimator: SharedEstimator,
    serving: &Serving,
) -> Result<(), ServeError> {
    let mut asked = pin!(end_signal().map_err(ServeError::System)?);
    let failed = |source| ServeError::Listen { address: serving.listen, source };
    let listener = TcpListener::bind(serving.listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    tracing::info!("listening on http://{address}");
    if !estimator.has_contact() {
        tracing::warn!(
            "no `contact_url` and no `contact` with an email: nobody to ask for a quote"
        );
    }
    let door = Door {
        router: router(Arc::clone(&estimator)),
        estimator,
        places: Arc::new(Semaphore::new(serving.connections_max)),
        refusals: Arc::new(Semaphore::new(REFUSALS_MAX)),
        refusal: refusal().into(),
    };
    let open = GracefulShutdown::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => door.enter(stream, peer, &open),
                Err(error) => pause_after(&error).await,
            },
            () = &mut asked => break,
        }
    }
    drop(listener);
    tracing::info!(connections = open.count(), "ending");
    if timeout(END_TIME, open.shutdown()).await.is_err() {
        tracing::warn!("ended with requests under way");
    }
    Ok(())
}

/// Ends when the process is asked to end.
#[cfg(unix)]
fn end_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ends when the process is asked to end.
#[cfg(not(unix))]
fn end_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without signals the process ends when the system ends it.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// A connection that broke before it was accepted says nothing about the next; where sockets have
/// run out, others may be closed meanwhile.
async fn pause_after(error: &io::Error) {
    let is_of_one_connection = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    );
    if !is_of_one_connection {
        tracing::warn!(error = %error, "cannot accept a connection");
        sleep(NO_SOCKET_PAUSE).await;
    }
}

/// What connections come in through.
struct Door {
    router: Router,
    estimator: SharedEstimator,
    places: Arc<Semaphore>,
    refusals: Arc<Semaphore>,
    refusal: Arc<str>,
}

impl Door {
    fn enter(&self, stream: TcpStream, peer: SocketAddr, open: &GracefulShutdown) {
        // Answers are written in one piece: nothing is gained by waiting for more.
        let _ = stream.set_nodelay(true);
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            let estimator = Arc::clone(&self.estimator);
            let connection = answer(self.router.clone(), stream, Peer(peer.ip()), open.watcher());
            tokio::spawn(async move {
                estimator.telemetry.connections.inc();
                connection.await;
                estimator.telemetry.connections.dec();
                drop::<OwnedSemaphorePermit>(place);
            });
            return;
        }
        self.estimator.telemetry.connections_refused.inc();
        if let Ok(place) = Arc::clone(&self.refusals).try_acquire_owned() {
            let refusal = Arc::clone(&self.refusal);
            tokio::spawn(async move {
                let _ = timeout(REFUSAL_TIME, refuse(stream, &refusal)).await;
                drop::<OwnedSemaphorePermit>(place);
            });
        }
    }
}

/// Answers the requests of a connection, one after the other.
async fn answer(router: Router, stream: TcpStream, peer: Peer, open: Watcher) {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIME));
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_header_size(HEAD_BYTES_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    // A client that goes away or talks nonsense ends its connection and nothing else.
    let _ = open.watch(connection).await;
}

/// The answer to a connection beyond the limit.
fn refusal() -> String {
    let error = WebError::busy();
    let body = error.json();
    format!(
        "HTTP/1.1 {}\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {}\r\n\
         retry-after: {RETRY_SECONDS}\r\ncache-control: no-store\r\n\
         connection: close\r\n\r\n{body}",
        error.status,
        body.len(),
    )
}

/// Sends a connection away; reads what it has sent, because a socket that closes with bytes
/// unread may lose its answer.
async fn refuse(mut stream: TcpStream, refusal: &str) -> io::Result<()> {
    stream.write_all(refusal.as_bytes()).await?;
    stream.shutdown().await?;
    let mut unread = [0; 1024];
    while stream.read(&mut unread).await? > 0 {}
    Ok(())
}
