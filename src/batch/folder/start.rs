//! How a run begins in its folder: anew, or with what an earlier attempt left there.

use serde::Deserialize;

use crate::batch::error::BatchError;
use crate::batch::price::sums::DocumentCount;
use crate::batch::settings::{Attempt, Destination};
use crate::engine::calendar::{Date, parse_iso};
use crate::engine::node::for_message;
use crate::files::FileError;
use crate::files::stage::{Contents, Stage, contents};

use super::outputs::{SUMMARY, is_output};
use super::resume::{Asked, DONE, FinishedRun, InputRead, STATE, State, Written};

/// What a run begins with.
pub(crate) enum Start {
    /// Nothing is written.
    Nowhere,
    /// An empty folder.
    Anew(Stage),
    /// What is left of a run that was cut short.
    Resumed(Stage, Box<State>),
    /// All of a run: there is nothing left to do, or to move the files that are named.
    Whole(Option<(Stage, Vec<String>)>, Box<State>),
}

/// Takes the folder, and finds out how far an earlier run came.
pub(crate) fn begin(destination: &Destination) -> Result<Start, BatchError> {
    let (folder, attempt) = match destination {
        Destination::Nowhere => return Ok(Start::Nowhere),
        Destination::Folder(folder, attempt) => (folder, *attempt),
    };
    let shown = folder.display();
    let not_empty = || {
        BatchError::folder(
            format!("{shown} is not empty"),
            "choose a folder that is empty or not there yet",
        )
    };
    let before = contents(folder)?;
    if (before, attempt) == (Contents::Others, Attempt::First) {
        return Err(not_empty());
    }
    let Some(stage) = Stage::take(folder)? else {
        return Err(BatchError::folder(
            format!("another run works in {shown} at this moment"),
            "wait until it ends, or choose another folder",
        ));
    };
    if stage.is_empty()? {
        return Ok(Start::Anew(stage));
    }
    if attempt == Attempt::First {
        if before == Contents::Begun {
            return Err(BatchError::folder(
                format!("a run that was cut short stands in {shown}"),
                "add --resume to finish it, or choose another folder",
            ));
        }
        stage.end()?;
        return Err(not_empty());
    }
    resume(stage, not_empty)
}

fn resume(stage: Stage, not_empty: impl Fn() -> BatchError) -> Result<Start, BatchError> {
    if let Some(bytes) = stage.load(DONE)?
        && let Ok(FinishedRun { state, files }) = serde_json::from_slice(&bytes)
    {
        if let Some(name) = files.iter().find(|name| !is_output(name)) {
            return Err(BatchError::folder(
                format!("{DONE} names a file that is no output of a run: {}", for_message(name)),
                "choose another folder",
            ));
        }
        return Ok(Start::Whole(Some((stage, files)), Box::new(state)));
    }
    if let Some(bytes) = stage.finished(SUMMARY)? {
        stage.end()?;
        let state = ended(&bytes).map_err(|_| not_empty())?;
        return Ok(Start::Whole(None, Box::new(state)));
    }
    let state = stage.load(STATE)?;
    match state.and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
        Some(state) => Ok(Start::Resumed(stage, Box::new(state))),
        None if stage.is_alone()? => {
            // Cut short before anything was kept.
            stage.clear()?;
            Ok(Start::Anew(stage))
        }
        None => {
            stage.end()?;
            Err(not_empty())
        }
    }
}

/// What is read again of a summary, besides basis and sums, which stand in it flat.
#[derive(Deserialize)]
struct EndedRun {
    outputs: Vec<Written>,
    documents: Option<DocumentCount>,
    asked: Asked,
    input: InputRead,
}

/// The state that a run ended in, from its summary.
fn ended(summary: &[u8]) -> serde_json::Result<State> {
    let EndedRun { outputs, documents, asked, input } = serde_json::from_slice(summary)?;
    let (basis, sums) = (serde_json::from_slice(summary)?, serde_json::from_slice(summary)?);
    Ok(State { basis, asked, input, outputs, sums, documents: documents.unwrap_or_default() })
}

/// Moves what is whole to its place; what moved before a run was cut short stays there.
pub(super) fn publish(stage: Stage, files: &[String]) -> Result<(), FileError> {
    for name in files {
        stage.publish(name)?;
    }
    stage.end()
}

impl Start {
    /// Leaves an empty folder as it was.
    pub(crate) fn give_up(self) -> Result<(), BatchError> {
        match self {
            Self::Anew(stage) => Ok(stage.end()?),
            Self::Resumed(..) | Self::Nowhere | Self::Whole(..) => Ok(()),
        }
    }

    /// Whether the run that goes on knows that accounts come back in its input.
    pub(crate) fn is_scattered(&self) -> bool {
        match self {
            Self::Resumed(_, state) | Self::Whole(_, state) => state.input.scattered,
            Self::Anew(_) | Self::Nowhere => false,
        }
    }

    /// The day of the quotes of the run that goes on.
    pub(crate) fn quote_date(&self) -> Option<Date> {
        match self {
            Self::Resumed(_, state) | Self::Whole(_, state) => parse_iso(&state.basis.quote_date),
            Self::Anew(_) | Self::Nowhere => None,
        }
    }
}
