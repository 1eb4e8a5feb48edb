//! The head of the register's log goes out, to where whoever rewrites the register cannot reach.

use std::time::Duration;

use tokio::time::sleep;

use crate::register::Register;
use crate::web::estimator::SharedEstimator;

/// How often it is told.
const PAUSE: Duration = Duration::from_secs(60 * 60);

/// Tells the head when the server begins, and each hour, for as long as it runs.
///
/// Source: the quote register, section 8.
pub(in crate::web) async fn heads(estimator: SharedEstimator) {
    if estimator.register.is_none() {
        return;
    }
    loop {
        tell_head(&estimator).await;
        end_answers(&estimator).await;
        if let Some(desk) = &estimator.register {
            desk.cache.look();
        }
        sleep(PAUSE).await;
    }
}

/// Clears away answers that are kept no longer, when the hour has come anyway.
async fn end_answers(estimator: &SharedEstimator) {
    let Some(desk) = estimator.register.clone() else { return };
    match desk.write(Register::end_answers).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            tracing::error!(code = error.code(), problem = %error, "the register");
        }
        Err(_) => tracing::warn!("too busy to clear away old answers"),
    }
}

/// A line of the log with the head of the register.
pub(in crate::web) async fn tell_head(estimator: &SharedEstimator) {
    let Some(desk) = estimator.register.clone() else { return };
    let read = estimator.work(move || {
        let head = desk.read(|register, _| register.head());
        head.map(|head| (desk.settings().name.clone(), head))
    });
    match read.await {
        Ok(Ok((register, head))) => {
            tracing::info!(register, seq = head.seq, hash = head.hash, "head of the register");
        }
        Ok(Err(error)) => {
            tracing::error!(code = error.code(), problem = %error, "the register");
        }
        Err(_) => tracing::warn!("too busy to tell the head of the register"),
    }
}
