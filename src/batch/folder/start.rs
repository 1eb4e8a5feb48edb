//! How a run begins in its folder: anew, or with what an earlier attempt left there.

use std::path::Path;

use serde::Deserialize;

use crate::batch::error::BatchError;
use crate::batch::price::sums::DocumentCount;
use crate::batch::settings::{Attempt, Destination};
use crate::engine::calendar::{Date, parse_iso};
use crate::engine::node::for_message;
use crate::files::FileError;
use crate::files::stage::{Contents, Stage, contents};

use super::document_files::are_whole;
use super::finish::source_of;
use super::grown::is_whole;
use super::outputs::{DOCUMENTS, PAGE, SUMMARY, is_output};
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
    Whole(Box<FinishedRun>, Option<Stage>),
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
        && let Ok(finished) = serde_json::from_slice::<FinishedRun>(&bytes)
    {
        return moving(stage, finished);
    }
    if let Some(bytes) = stage.finished(SUMMARY)? {
        let state = ended(&bytes).map_err(|_| not_empty());
        let looked = state.and_then(|state| has_all(&stage, &state).map(|()| state));
        stage.end()?;
        let finished = FinishedRun { state: looked?, files: Vec::new(), written: Vec::new() };
        return Ok(Start::Whole(Box::new(finished), None));
    }
    let state = stage.load(STATE)?;
    match state.and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
        // Outputs move when all is whole, and then there is a list of them.
        Some(_) if stage.has_finished(is_output)? => Err(BatchError::folder(
            "some outputs are in their place, but the list of those that were to move is lost",
            "empty the folder, the hidden one in it too, or choose another folder",
        )),
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

/// A run that was cut short while its files moved to their place.
fn moving(stage: Stage, finished: FinishedRun) -> Result<Start, BatchError> {
    let FinishedRun { state, files, written } = &finished;
    let names = files.iter().chain(written.iter().map(|one| &one.name));
    if let Some(name) = names.into_iter().find(|name| !is_output(name)) {
        return Err(BatchError::folder(
            format!("{DONE} names a file that is no output of a run: {}", for_message(name)),
            "choose another folder",
        ));
    }
    let mut is_lost = false;
    for one in written {
        if let Ok(file) = stage.read(&source_of(&one.name, state)) {
            is_lost |= !is_whole(file, one)?;
        } else if let Ok(file) = stage.read_finished(&one.name) {
            if !is_whole(file, one)? {
                return Err(changed(&stage, &one.name));
            }
        } else {
            is_lost = true;
        }
    }
    if is_lost || (files.iter().any(|name| name == DOCUMENTS) && !are_whole(&stage)?) {
        // A disk that lost what was written. What moved is what this run wrote, and it begins anew.
        files.iter().try_for_each(|name| stage.withdraw(name))?;
        stage.clear()?;
        return Ok(Start::Anew(stage));
    }
    Ok(Start::Whole(Box::new(finished), Some(stage)))
}

/// Whether all that a run wrote is still there.
fn has_all(stage: &Stage, state: &State) -> Result<(), BatchError> {
    for one in &state.outputs {
        if !is_output(&one.name) {
            return Err(changed(stage, SUMMARY));
        }
        let file = stage.read_finished(&one.name);
        if !file.is_ok_and(|file| is_whole(file, one).unwrap_or(false)) {
            return Err(changed(stage, &one.name));
        }
    }
    let page = stage.read_finished(PAGE);
    if !page.is_ok_and(|page| page.length_bytes() > 0) {
        return Err(changed(stage, PAGE));
    }
    let is_documented = !state.asked.documents.is_empty();
    if is_documented && !stage.has_files(DOCUMENTS, state.documents.made)? {
        return Err(changed(stage, DOCUMENTS));
    }
    Ok(())
}

/// Nobody but whoever changed a finished run knows why: it is neither whole nor overwritten.
fn changed(stage: &Stage, name: &str) -> BatchError {
    BatchError::folder(
        format!("{} is not what the run wrote", stage.place_of(name).display()),
        "it was changed, or a disk lost it: to have it again, run into an empty folder",
    )
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
pub(super) fn publish(stage: Stage, finished: &FinishedRun) -> Result<(), FileError> {
    let FinishedRun { files, state, .. } = finished;
    let (last, others) =
        files.split_last().map_or((None, &[][..]), |(one, rest)| (Some(one), rest));
    for name in others {
        stage.publish(&source_of(name, state), name)?;
    }
    stage.sync_published()?;
    if let Some(name) = last {
        stage.publish(&source_of(name, state), name)?;
        stage.sync_published()?;
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

    /// A folder for files that are gone with the run; `None` where it has none of its own.
    pub(crate) fn scratch(&self) -> Option<&Path> {
        match self {
            Self::Anew(stage) | Self::Resumed(stage, _) => Some(stage.place()),
            Self::Whole(_, stage) => stage.as_ref().map(Stage::place),
            Self::Nowhere => None,
        }
    }

    /// Whether the run that goes on knows that accounts come back in its input.
    pub(crate) fn is_scattered(&self) -> bool {
        match self {
            Self::Resumed(_, state) => state.input.scattered,
            Self::Whole(finished, _) => finished.state.input.scattered,
            Self::Anew(_) | Self::Nowhere => false,
        }
    }

    /// The day of the quotes of the run that goes on.
    pub(crate) fn quote_date(&self) -> Option<Date> {
        match self {
            Self::Resumed(_, state) => parse_iso(&state.basis.quote_date),
            Self::Whole(finished, _) => parse_iso(&finished.state.basis.quote_date),
            Self::Anew(_) | Self::Nowhere => None,
        }
    }
}
