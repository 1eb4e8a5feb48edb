//! `serve`: the estimator on a socket, its log on standard error.

use std::io::{self, BufWriter, Stderr, Write};
use std::num::NonZeroU32;
use std::panic::PanicHookInfo;
#[cfg(feature = "register")]
use std::path::Path;
use std::sync::Arc;
use std::thread::{available_parallelism, sleep};
use std::time::Duration;

#[cfg(feature = "register")]
use ipnet::IpNet;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};

#[cfg(feature = "register")]
use crate::register::TOKEN_BYTES;
use crate::web::{Estimator, ServeError, Serving, Setup};
#[cfg(feature = "register")]
use crate::web::{RegisterDesk, RegisterSetup};

#[cfg(feature = "register")]
use super::args::PaperArgument;
use super::args::ServeArguments;
use super::books;
use super::brand::brand;
#[cfg(feature = "register")]
use super::clock::now;
use super::clock::today;
#[cfg(feature = "register")]
use super::error::CommandError;
use super::error::CommandResult;
use super::fonts::{FontUse, fonts};
use super::global::Global;

/// Requests that wait for each thread that works, before others are sent away.
const QUEUE: usize = 32;
/// One thread serves the sockets of so many processors: HTTP takes about a third of the time of an
/// estimate, and a thread that has enough to do is seldom woken.
const PROCESSORS_OF_SOCKET_THREAD: usize = 3;
/// Lines of the log that wait to be written; beyond it they are dropped.
const LOG_LINES_MAX: usize = 16_384;
/// How long lines of the log may wait to be written together.
const LOG_PAUSE: Duration = Duration::from_millis(5);
/// Bytes of the log that are written at once.
const LOG_BYTES_AT_ONCE: usize = 64 * 1024;

pub(super) fn serve(global: &Global, wanted: &ServeArguments) -> CommandResult {
    let brand = brand(global, wanted.brand.as_deref())?;
    let fonts = fonts(global, &wanted.fonts, FontUse::Pdf)?;
    // Before they are read: what changes meanwhile is read anew.
    let source = books::source(global);
    let shelf = books::shelf(global)?;
    let quote_date = global.quote_date;
    let processors = available_parallelism().map_or(1, usize::from);
    let workers = wanted.workers.map_or(processors, |workers| usize::from(workers.get()));
    let setup = Setup {
        shelf,
        today: Box::new(move || quote_date.unwrap_or_else(today)),
        brand,
        fonts,
        rate: NonZeroU32::new(wanted.rate),
        proxies: wanted.trusted_proxy.clone(),
        embed_origins: wanted.embed_origin.clone(),
        workers,
        waiting_max: workers.saturating_mul(QUEUE),
    };
    let estimator = Estimator::of(setup).map_err(ServeError::System)?;
    #[cfg(feature = "register")]
    let estimator = match &wanted.register {
        Some(place) => estimator.with_register(desk(global, wanted, place)?),
        None => estimator,
    };
    let serving = Serving {
        listen: wanted.listen,
        connections_max: wanted.connections.into(),
        socket_threads: processors.div_ceil(PROCESSORS_OF_SOCKET_THREAD),
    };
    // Dropped last, so that the end is in the log.
    let _log = log();
    std::panic::set_hook(Box::new(log_bug));
    Ok(crate::web::serve(Arc::new(estimator), source, &serving)?)
}

/// The register that is served. It is named by the flag alone: nobody opens one to the network by a
/// line in a file.
#[cfg(feature = "register")]
fn desk(
    global: &Global,
    wanted: &ServeArguments,
    place: &Path,
) -> Result<RegisterDesk, CommandError> {
    check_user_header(wanted)?;
    let base_url = global.base_url(wanted.base_url.as_ref()).map(|held| held.value.to_string());
    Ok(RegisterDesk::open(RegisterSetup {
        place: place.to_owned(),
        clock: Box::new(now),
        random: random_bytes,
        book_text: books::text_source(global),
        base_url,
        own_only: wanted.own_only,
        paper: PaperArgument::choice(global.paper(None).map(|held| held.value)),
        user_header: wanted.user_header.clone(),
    })?)
}

/// Whether whoever is believed to have signed somebody in is a proxy, and not the whole network.
#[cfg(feature = "register")]
fn check_user_header(wanted: &ServeArguments) -> CommandResult {
    let is_all = |net: &&IpNet| net.prefix_len() == 0;
    match wanted.trusted_proxy.iter().find(is_all) {
        Some(net) if wanted.user_header.is_some() => Err(CommandError::usage(
            format!("--trusted-proxy {net} is everybody: each of them could sign in as anybody"),
            "name the proxy that sets the header of --user-header, for example 127.0.0.1",
        )),
        Some(_) | None => Ok(()),
    }
}

#[cfg(feature = "register")]
fn random_bytes() -> io::Result<[u8; TOKEN_BYTES]> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}

/// Sends what the estimator says of itself to standard error, as lines of JSON: as many at once as
/// there are.
fn log() -> WorkerGuard {
    let (writer, guard) = NonBlockingBuilder::default()
        .buffered_lines_limit(LOG_LINES_MAX)
        .finish(PausingWriter(BufWriter::with_capacity(LOG_BYTES_AT_ONCE, io::stderr())));
    let lines = tracing_subscriber::fmt().json().flatten_event(true).with_target(false);
    // Another log may be there already where this is part of another program.
    let _ = lines.with_current_span(false).with_writer(writer).try_init();
    guard
}

/// Writes what there is, and then pauses, so that lines under load come many at a time: a thread
/// that is woken for each of them costs more than to write it.
struct PausingWriter(BufWriter<Stderr>);

impl Write for PausingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()?;
        sleep(LOG_PAUSE);
        Ok(())
    }
}

/// A bug, by its place alone: its message may hold what a client sent.
fn log_bug(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    tracing::error!(place = place.as_deref().unwrap_or_default(), "a bug in the program");
}
