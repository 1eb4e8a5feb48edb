//! The server: sockets, how many and for how long, and an end that loses no request.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use super::current::{BookSource, Current};
use super::estimator::{Estimator, SharedEstimator};
use super::paced::Paced;
use super::places::{ConnectionPlace, ConnectionPlaces, NoPlace};
use super::rate::Peer;
use super::router::{router_beside, router_of};

/// How long a client may take for the head of a request, or for its next request on a connection
/// that stays open. With the time for a body, a request is sent within 10 s.
const HEAD_TIME: Duration = Duration::from_secs(6);
/// How long requests under way may take when the server ends.
const END_TIME: Duration = Duration::from_secs(10);
/// Most bytes of the head of a request.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// Most connections of an address, or of a network of 64 bits in IPv6.
const CONNECTIONS_OF_ADDRESS_MAX: usize = 64;
/// Places beside the others, for whoever watches over the estimator and to send all others away.
/// Beyond them a connection is closed without a word.
const BESIDE_MAX: usize = 64;
/// Most of them for an address.
const BESIDE_OF_ADDRESS_MAX: usize = 4;
/// How long a connection may have one.
const BESIDE_TIME: Duration = Duration::from_secs(1);
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
/// Price books that have a source are read anew where their files change, and at once where the
/// process is asked to (SIGHUP).
///
/// # Errors
/// The address cannot be listened on, or the system gives no threads or signals.
pub fn serve(
    estimator: Arc<Estimator>,
    books: Option<BookSource>,
    serving: &Serving,
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(serving.socket_threads.max(1))
        .enable_all()
        .build()
        .map_err(ServeError::System)?;
    let done = runtime.block_on(serve_until_asked(estimator, books, serving));
    // Connections that are still open do not hold up the end, nor do threads at work: they end with
    // the process.
    runtime.shutdown_background();
    done
}

async fn serve_until_asked(
    estimator: SharedEstimator,
    books: Option<BookSource>,
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
    #[cfg(feature = "register")]
    let heads = tokio::spawn(super::register::heads(Arc::clone(&estimator)));
    let current = Current::of(Arc::clone(&estimator));
    if let Some(books) = books {
        watch(&current, books).map_err(ServeError::System)?;
    }
    let door = Door {
        router: router_of(current.clone()),
        router_beside: router_beside(current),
        estimator: Arc::clone(&estimator),
        places: ConnectionPlaces::new(serving.connections_max, CONNECTIONS_OF_ADDRESS_MAX),
        places_beside: ConnectionPlaces::new(BESIDE_MAX, BESIDE_OF_ADDRESS_MAX),
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
    #[cfg(feature = "register")]
    {
        heads.abort();
        super::register::tell_head(&estimator).await;
    }
    Ok(())
}

/// Has price books read anew as their files change, and when the process is asked to.
fn watch(current: &Current, books: BookSource) -> io::Result<()> {
    let (ask, asked) = mpsc::channel();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut hang_up = signal(SignalKind::hangup())?;
        tokio::spawn(
            async move { while hang_up.recv().await.is_some() && ask.send(()).is_ok() {} },
        );
    }
    #[cfg(not(unix))]
    tokio::spawn(async move {
        let _ask = ask;
        std::future::pending::<()>().await;
    });
    current.watch(books, asked)
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
    router_beside: Router,
    estimator: SharedEstimator,
    places: Arc<ConnectionPlaces>,
    places_beside: Arc<ConnectionPlaces>,
}

impl Door {
    fn enter(&self, stream: TcpStream, peer: SocketAddr, open: &GracefulShutdown) {
        // Answers are written in one piece: nothing is gained by waiting for more.
        let _ = stream.set_nodelay(true);
        let client = self.estimator.rate.client(peer.ip());
        let peer = Peer(peer.ip());
        match self.places.take(client) {
            Ok(place) => {
                let connection = answer(self.router.clone(), stream, peer, open.watcher());
                self.keep(place, connection);
            }
            Err(why) => {
                self.estimator.telemetry.connections_refused.inc();
                let Ok(place) = self.places_beside.take(client) else { return };
                let router = self.router_beside.clone();
                let connection = answer_beside(router, stream, (peer, why), open.watcher());
                self.keep(place, connection);
            }
        }
    }

    /// Keeps a connection's place until it ends.
    fn keep(&self, place: ConnectionPlace, connection: impl Future<Output = ()> + Send + 'static) {
        let estimator = Arc::clone(&self.estimator);
        tokio::spawn(async move {
            estimator.telemetry.connections.inc();
            connection.await;
            estimator.telemetry.connections.dec();
            drop(place);
        });
    }
}

/// Answers the requests of a connection, one after the other.
async fn answer(router: Router, stream: TcpStream, peer: Peer, open: Watcher) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        router.clone().oneshot(request)
    });
    let connection = http().serve_connection(TokioIo::new(Box::pin(Paced::new(stream))), service);
    // A client that goes away or talks nonsense ends its connection and nothing else.
    let _ = open.watch(connection).await;
}

/// Answers one request of a connection that has no place of its own, at once.
async fn answer_beside(
    router: Router,
    stream: TcpStream,
    (peer, why): (Peer, NoPlace),
    open: Watcher,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        request.extensions_mut().insert(why);
        router.clone().oneshot(request)
    });
    let stream = TokioIo::new(Box::pin(Paced::new(stream)));
    let connection = http().keep_alive(false).serve_connection(stream, service);
    let _ = timeout(BESIDE_TIME, open.watch(connection)).await;
}

/// HTTP/1 with its limits on the head of a request.
fn http() -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_header_size(HEAD_BYTES_MAX)
        .max_buf_size(HEAD_BYTES_MAX);
    http
}
