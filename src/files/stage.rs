//! A folder that a long run fills: what is not finished stands in a hidden folder inside it, and
//! moves to its place when all of it is whole.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::error::{FileError, failed};
use super::read::read_bytes;
use super::sync::synced_names;

/// The hidden folder of what is not finished.
const PLACE: &str = ".reinstate-batch";
const LOCK: &str = "lock";
/// Most bytes of a file that is loaded whole.
const LOADED_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// How often a lock is tried for that another run takes away at its end.
const LOCK_TRIES_MAX: usize = 100;

/// What a folder holds before a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contents {
    /// Nothing, or there is no such folder.
    Nothing,
    /// The beginnings of a run, and what of it has moved to its place.
    Begun,
    /// Other files.
    Others,
}

/// A folder that one run works in; no other run can while this value lives.
#[derive(Debug)]
pub(crate) struct Stage {
    folder: PathBuf,
    place: PathBuf,
    _lock: File,
}

/// What a folder holds.
pub(crate) fn contents(folder: &Path) -> Result<Contents, FileError> {
    match names(folder) {
        Ok(names) if names.iter().any(|name| name == PLACE) => Ok(Contents::Begun),
        Ok(names) if !names.is_empty() => Ok(Contents::Others),
        Err(error) if error.source.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(_) | Err(_) => Ok(Contents::Nothing),
    }
}

/// The names in a folder.
fn names(folder: &Path) -> Result<Vec<OsString>, FileError> {
    let entries = fs::read_dir(folder).map_err(failed("read", folder))?;
    let names = entries.map(|entry| Ok(entry?.file_name()));
    names.collect::<io::Result<_>>().map_err(failed("read", folder))
}

impl Stage {
    /// Makes the folder where it is not there yet, and takes it for this run alone; `None` where
    /// another run works in it at this moment.
    pub(crate) fn take(folder: &Path) -> Result<Option<Self>, FileError> {
        let place = folder.join(PLACE);
        let path = place.join(LOCK);
        for _ in 0..LOCK_TRIES_MAX {
            fs::create_dir_all(&place).map_err(failed("make", &place))?;
            no_link(&place)?;
            let opened = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
            let lock = match opened {
                Ok(lock) => lock,
                // Another run has just ended and cleared up.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(failed("write", &path)(error)),
            };
            match lock.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(failed("lock", &path)(error)),
            }
            if is_at(&lock, &path) {
                names(&place)?.iter().try_for_each(|name| no_link(&place.join(name)))?;
                return Ok(Some(Self { folder: folder.to_owned(), place, _lock: lock }));
            }
        }
        Ok(None)
    }

    /// Whether the folder and its hidden folder hold nothing but the lock.
    pub(crate) fn is_empty(&self) -> Result<bool, FileError> {
        Ok(self.is_alone()? && names(&self.place)?.iter().all(|name| name == LOCK))
    }

    /// Whether the folder holds nothing but the hidden folder.
    pub(crate) fn is_alone(&self) -> Result<bool, FileError> {
        Ok(names(&self.folder)?.iter().all(|name| name == PLACE))
    }

    /// A file of the finished work, where there is one.
    pub(crate) fn finished(&self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        load(&self.folder.join(name))
    }

    /// A file of the unfinished work, where there is one.
    pub(crate) fn load(&self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        load(&self.place.join(name))
    }

    /// Has the system put on the disk a file of the unfinished work, or the names in a folder.
    pub(crate) fn sync(&self, name: &str) -> Result<(), FileError> {
        synced(&self.place.join(name))
    }

    /// The same as [`Self::save`]; when this returns, the file is on the disk.
    pub(crate) fn save_synced(&self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        self.save_with(name, bytes, File::sync_all)?;
        synced_names(&self.place)
    }

    /// Replaces a file of the unfinished work: at any moment it is the old one or the new one.
    pub(crate) fn save(&self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        self.save_with(name, bytes, |_| Ok(()))
    }

    fn save_with(
        &self,
        name: &str,
        bytes: &[u8],
        before: impl FnOnce(&File) -> io::Result<()>,
    ) -> Result<(), FileError> {
        let path = self.place.join(name);
        let beside = self.place.join(format!("{name}.new"));
        File::create(&beside)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| before(&file)))
            .and_then(|()| fs::rename(&beside, &path))
            .map_err(failed("write", &path))
    }

    /// Writes a file in a folder of the unfinished work, over what an earlier attempt left there.
    pub(crate) fn write_in(&self, folder: &str, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        let path = self.place.join(folder).join(name);
        fs::write(&path, bytes).map_err(failed("write", &path))
    }

    /// Makes a folder of the unfinished work.
    pub(crate) fn make_folder(&self, name: &str) -> Result<(), FileError> {
        let path = self.place.join(name);
        fs::create_dir_all(&path).map_err(failed("make", &path))
    }

    /// Opens a file of the unfinished work to write behind its first bytes; what is beyond goes.
    pub(crate) fn part(&self, name: &str, keep_bytes: u64) -> Result<Part, FileError> {
        let path = self.place.join(name);
        let mut options = OpenOptions::new();
        let opened = options.read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = opened.map_err(failed("write", &path))?;
        file.set_len(keep_bytes)
            .and_then(|()| file.seek(SeekFrom::End(0)).map(drop))
            .map_err(failed("write", &path))?;
        Ok(Part { file, path })
    }

    /// Opens a file of the unfinished work to be read from its beginning.
    pub(crate) fn read(&self, name: &str) -> Result<SourceFile, FileError> {
        SourceFile::open(&self.place.join(name))
    }

    /// The same for a file of the finished work.
    pub(crate) fn read_finished(&self, name: &str) -> Result<SourceFile, FileError> {
        SourceFile::open(&self.folder.join(name))
    }

    /// The same for a file that may have moved to its place.
    pub(crate) fn read_wherever(&self, name: &str) -> Result<SourceFile, FileError> {
        self.read(name).or_else(|_| self.read_finished(name))
    }

    /// Removes from a folder, wherever it is, the files whose names are not to be kept; how many
    /// files are left.
    pub(crate) fn retain_in(
        &self,
        folder: &str,
        is_kept: impl Fn(&str) -> bool,
    ) -> Result<u64, FileError> {
        let unfinished = self.place.join(folder);
        let path = if unfinished.is_dir() { unfinished } else { self.folder.join(folder) };
        let mut left = 0;
        for entry in fs::read_dir(&path).map_err(failed("read", &path))? {
            let file = entry.map_err(failed("read", &path))?.path();
            if file.file_name().and_then(|name| name.to_str()).is_some_and(&is_kept) {
                left += 1;
            } else {
                fs::remove_file(&file).map_err(failed("remove", &file))?;
            }
        }
        Ok(left)
    }

    /// Whether a finished folder holds so many files, and none of them empty.
    pub(crate) fn has_files(&self, folder: &str, count: u64) -> Result<bool, FileError> {
        let path = self.folder.join(folder);
        let mut found = 0;
        for entry in fs::read_dir(&path).map_err(failed("read", &path))? {
            let about = entry.and_then(|entry| entry.metadata()).map_err(failed("read", &path))?;
            found += u64::from(about.len() > 0);
        }
        Ok(found == count)
    }

    /// Whether a file or folder of the finished work has a name like that.
    pub(crate) fn has_finished(&self, is_it: impl Fn(&str) -> bool) -> Result<bool, FileError> {
        Ok(names(&self.folder)?.iter().any(|name| name.to_str().is_some_and(&is_it)))
    }

    /// Where a finished file or folder stands.
    pub(crate) fn place_of(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A folder for files that are gone with the run.
    pub(crate) fn place(&self) -> &Path {
        &self.place
    }

    /// Moves a finished file or folder to its place; what has moved before stays.
    pub(crate) fn publish(&self, from: &str, name: &str) -> Result<(), FileError> {
        let path = self.folder.join(name);
        match fs::rename(self.place.join(from), &path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.exists() => Ok(()),
            done => done.map_err(failed("write", &path)),
        }
    }

    /// Has the system put on the disk what has moved, and from where.
    pub(crate) fn sync_published(&self) -> Result<(), FileError> {
        synced_names(&self.place)?;
        synced_names(&self.folder)
    }

    /// Removes a finished file or folder.
    pub(crate) fn withdraw(&self, name: &str) -> Result<(), FileError> {
        let path = self.folder.join(name);
        match removed(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done.map_err(failed("remove", &path)),
        }
    }

    /// Clears the hidden folder away; the work is finished.
    pub(crate) fn end(self) -> Result<(), FileError> {
        fs::remove_dir_all(&self.place).map_err(failed("remove", &self.place))
    }

    /// Clears all but the lock away: the work begins anew.
    pub(crate) fn clear(&self) -> Result<(), FileError> {
        for name in names(&self.place)?.iter().filter(|name| *name != LOCK) {
            let path = self.place.join(name);
            removed(&path).map_err(failed("remove", &path))?;
        }
        Ok(())
    }
}

fn removed(path: &Path) -> io::Result<()> {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

/// Has the system put a file on the disk, or the names in a folder.
fn synced(path: &Path) -> Result<(), FileError> {
    if path.is_dir() {
        return synced_names(path);
    }
    let opened = OpenOptions::new().write(true).open(path);
    opened.and_then(|file| file.sync_all()).map_err(failed("write", path))
}

/// A run makes no links in its own folder: one that stands there leads to files of others.
fn no_link(path: &Path) -> Result<(), FileError> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => {
            Err(failed("use", path)(io::Error::other("it is a symbolic link; remove it")))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Whether a path still leads to an open file: a run that ended may have cleared it away.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |one: fs::Metadata, other: fs::Metadata| {
        (one.dev(), one.ino()) == (other.dev(), other.ino())
    };
    file.metadata().ok().zip(fs::metadata(path).ok()).is_some_and(|(one, other)| same(one, other))
}

#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

fn load(path: &Path) -> Result<Option<Vec<u8>>, FileError> {
    match read_bytes(path, LOADED_BYTES_MAX) {
        Err(error) if error.source.kind() == io::ErrorKind::NotFound => Ok(None),
        done => done.map(Some),
    }
}

/// A file that grows at its end.
#[derive(Debug)]
pub(crate) struct Part {
    file: File,
    path: PathBuf,
}

impl Part {
    /// Writes at the end.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.file.write_all(bytes).map_err(failed("write", &self.path))
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A file that is read piece by piece.
#[derive(Debug)]
pub(crate) struct SourceFile {
    file: File,
    path: PathBuf,
    length_bytes: u64,
}

impl SourceFile {
    /// Opens a file that is no folder.
    pub(crate) fn open(path: &Path) -> Result<Self, FileError> {
        let file = File::open(path).map_err(failed("read", path))?;
        let about = file.metadata().map_err(failed("read", path))?;
        if about.is_dir() {
            let source = io::Error::new(io::ErrorKind::IsADirectory, "it is a folder");
            return Err(failed("read", path)(source));
        }
        Ok(Self { file, path: path.to_owned(), length_bytes: about.len() })
    }

    /// A file that nobody sees, from its beginning.
    pub(crate) fn of(mut file: File) -> io::Result<Self> {
        let length_bytes = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Self { file, path: PathBuf::from("the input"), length_bytes })
    }

    /// The same file where it stands; what one reads the other does not.
    pub(crate) fn clone_of(&self) -> io::Result<Self> {
        let file = self.file.try_clone()?;
        Ok(Self { file, path: self.path.clone(), length_bytes: self.length_bytes })
    }

    /// The same file from its beginning; the other one must not be read any more.
    pub(crate) fn again(&self) -> io::Result<Self> {
        let mut file = self.clone_of()?;
        file.file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }

    /// Its path, as it was named.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// How many bytes it has; none where it is a pipe.
    pub(crate) const fn length_bytes(&self) -> u64 {
        self.length_bytes
    }

    /// The file itself, for readers that go to and fro in it.
    #[cfg_attr(
        all(feature = "cli", not(feature = "formats")),
        expect(dead_code, reason = "a CSV is read from its beginning to its end")
    )]
    pub(crate) fn into_file(self) -> File {
        self.file
    }
}

impl Read for SourceFile {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.file.read(bytes)
    }
}
