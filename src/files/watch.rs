//! Files of a folder that are looked at again and again.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::read::list;

/// The files of a folder as the system knows them: path, bytes, and when each was written.
type FolderState = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// The files of a folder that end in one way.
pub(crate) struct Watched {
    folder: PathBuf,
    extension: &'static str,
    known: FolderState,
    /// What they were at the last look, where that was not what is known.
    changed: Option<FolderState>,
}

impl Watched {
    /// The files as they are now.
    pub(crate) fn new(folder: &Path, extension: &'static str) -> Self {
        let known = state(folder, extension);
        Self { folder: folder.to_owned(), extension, known, changed: None }
    }

    /// Whether they have changed and rest again: what was written since the last look may be
    /// written still.
    pub(crate) fn have_changed(&mut self) -> bool {
        let now = state(&self.folder, self.extension);
        self.look(now)
    }

    fn look(&mut self, now: FolderState) -> bool {
        if now == self.known {
            self.changed = None;
            return false;
        }
        if self.changed.as_ref() == Some(&now) {
            self.known = now;
            self.changed = None;
            return true;
        }
        self.changed = Some(now);
        false
    }
}

/// None where the folder cannot be read: it may be in the middle of being replaced.
fn state(folder: &Path, extension: &str) -> FolderState {
    let state = |path: PathBuf| {
        let known = path.metadata().ok();
        let bytes = known.as_ref().map_or(0, |known| known.len());
        (path, bytes, known.and_then(|known| known.modified().ok()))
    };
    list(folder, extension).unwrap_or_default().into_iter().map(state).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_changed_when_they_are_others_and_rest() {
        let files = |bytes| vec![(PathBuf::from("book.toml"), bytes, None)];
        let mut watched =
            Watched { folder: PathBuf::new(), extension: "toml", known: files(1), changed: None };
        let looks = [1, 2, 3, 3, 3, 1, 3, 1, 1, 1].map(|bytes| watched.look(files(bytes)));
        let expected = [false, false, false, true, false, false, false, false, true, false];
        assert_eq!(looks, expected);
    }
}
