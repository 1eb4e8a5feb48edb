//! Files that are written whole or not at all, all of them or none.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf, is_separator};

use tempfile::{Builder, NamedTempFile, TempPath};

use super::error::{FileError, failed};
use super::sync::synced_names;

/// How the names of files begin that are not in their place.
pub(super) const BESIDE: &str = ".reinstate-";
/// Links that lead to links beyond this many lead nowhere.
const LINKS_MAX: usize = 40;

/// A file that is written beside its place and moved there once all are whole.
#[derive(Debug)]
pub(crate) struct Prepared {
    path: PathBuf,
    content: PreparedContent,
}

#[derive(Debug)]
enum PreparedContent {
    /// To be moved to this place.
    Beside(NamedTempFile, PathBuf),
    /// To be written into a device or a pipe: there is no beside, and nothing may take its place.
    Held(Vec<u8>),
}

/// Writes bytes beside the place of a file; [`publish`] moves them there.
///
/// A link stays a link: the file that it leads to is replaced, or made. A file that is replaced
/// hands its permissions on.
pub(crate) fn prepare(path: &Path, bytes: &[u8]) -> Result<Prepared, FileError> {
    let failed = |source| failed("write", path)(source);
    let place = place_of(path).map_err(failed)?;
    let mut builder = Builder::new();
    builder.prefix(BESIDE);
    match fs::metadata(&place) {
        Ok(there) if there.is_dir() => {
            return Err(failed(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
        }
        Ok(there) if !there.is_file() => {
            let content = PreparedContent::Held(bytes.to_owned());
            return Ok(Prepared { path: path.to_owned(), content });
        }
        Ok(there) if there.permissions().readonly() => {
            let source = io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only");
            return Err(failed(source));
        }
        Ok(there) => {
            builder.permissions(there.permissions());
        }
        Err(_) => new_file(&mut builder),
    }
    let file = builder.tempfile_in(folder_of(&place));
    let mut file = file.map_err(|source| failed(without_place(source)))?;
    // On the disk before it takes the place of another: a power cut leaves the one or the other.
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    Ok(Prepared { path: path.to_owned(), content: PreparedContent::Beside(file, place) })
}

/// Where a file is or will be, behind all links.
fn place_of(path: &Path) -> io::Result<PathBuf> {
    let error = match fs::canonicalize(path) {
        Ok(place) => return Ok(place),
        Err(error) => error,
    };
    if path.to_string_lossy().ends_with(is_separator) {
        return Err(error);
    }
    // There is no such file yet; a link may lead to where it will be.
    let mut place = path.to_owned();
    for _ in 0..LINKS_MAX {
        let Ok(target) = fs::read_link(&place) else {
            let folder = fs::canonicalize(folder_of(&place));
            let named = folder.ok().zip(place.file_name()).map(|(folder, name)| folder.join(name));
            return Ok(named.unwrap_or(place));
        };
        place = folder_of(&place).join(target);
    }
    Err(error)
}

pub(super) fn folder_of(place: &Path) -> &Path {
    match place.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

/// The error without the name of a file that nobody asked for.
fn without_place(source: io::Error) -> io::Error {
    let text = source.to_string();
    match text.split_once(" at path ") {
        Some((what, _)) => io::Error::new(source.kind(), what),
        None => source,
    }
}

/// Like any new file: the temporary default would hide it from others.
#[cfg(unix)]
fn new_file(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn new_file(_builder: &mut Builder<'_, '_>) {}

/// Moves files to their places: all of them, or none. A place cannot be that of two files. After an
/// error each place holds what it held before; what went into a device or a pipe is gone.
pub(crate) fn publish(mut files: Vec<Prepared>) -> Result<Published, FileError> {
    // Last what cannot be taken back.
    files.sort_by_key(|file| matches!(file.content, PreparedContent::Held(_)));
    let mut places = BTreeSet::new();
    let mut before = Vec::new();
    for Prepared { path, content } in &files {
        let PreparedContent::Beside(_, place) = content else { continue };
        if !places.insert(place) {
            let source = io::Error::new(io::ErrorKind::AlreadyExists, "it is written twice");
            return Err(failed("write", path)(source));
        }
        before.push(kept(place).map_err(failed("replace", path))?);
    }
    let mut before = before.into_iter();
    let mut published = Published(Vec::new());
    for Prepared { path, content } in files {
        let done = match content {
            PreparedContent::Beside(file, place) => {
                let before = before.next().flatten();
                let done = file.persist(&place).map_err(|error| error.error);
                done.map(|_| published.0.push(Replaced { path: path.clone(), place, before }))
            }
            PreparedContent::Held(bytes) => {
                let device = fs::OpenOptions::new().write(true).open(&path);
                device.and_then(|mut device| device.write_all(&bytes))
            }
        };
        if let Err(source) = done {
            published.take_back()?;
            return Err(failed("write", &path)(source));
        }
    }
    match published.sync() {
        Ok(()) => Ok(published),
        Err(error) => {
            published.take_back()?;
            Err(error)
        }
    }
}

/// The file of a place under another name too, where there is one: it goes with this value.
fn kept(place: &Path) -> io::Result<Option<TempPath>> {
    if !place.exists() {
        return Ok(None);
    }
    let keep = |beside: &Path| match fs::hard_link(place, beside) {
        // Not every disk has links.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            fs::copy(place, beside).map(drop)
        }
        done => done,
    };
    let kept = Builder::new().prefix(BESIDE).make_in(folder_of(place), keep);
    Ok(Some(kept.map_err(without_place)?.into_temp_path()))
}

/// Files in their places, with what was there before.
#[derive(Debug)]
pub(crate) struct Published(Vec<Replaced>);

#[derive(Debug)]
struct Replaced {
    path: PathBuf,
    place: PathBuf,
    before: Option<TempPath>,
}

impl Published {
    /// Has the system put on the disk where the files are.
    fn sync(&self) -> Result<(), FileError> {
        let folders: BTreeSet<&Path> = self.0.iter().map(|file| folder_of(&file.place)).collect();
        folders.into_iter().try_for_each(synced_names)
    }

    /// Puts back what was there before; where that fails, it is kept beside its place.
    pub(crate) fn take_back(self) -> Result<(), FileError> {
        let mut done = Ok(());
        for Replaced { path, place, before } in self.0.into_iter().rev() {
            let put_back = match before {
                None => fs::remove_file(&place),
                Some(before) => before.persist(&place).map_err(|error| {
                    let kept = error.path.keep().unwrap_or_else(|error| error.path.to_path_buf());
                    let text = format!("{}; it is kept as {}", error.error, kept.display());
                    io::Error::new(error.error.kind(), text)
                }),
            };
            done = done.and(put_back.map_err(failed("put back", &path)));
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder for a test, and what it holds.
    struct Desk(tempfile::TempDir);

    impl Desk {
        fn new() -> Self {
            Self(tempfile::tempdir().expect("a folder"))
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn prepared(&self, name: &str) -> Prepared {
            prepare(&self.path(name), b"new").expect(name)
        }

        fn names_and_texts(&self) -> Vec<(String, String)> {
            let entries = fs::read_dir(self.0.path()).expect("a folder").map(|entry| {
                let entry = entry.expect("an entry");
                let text = fs::read_to_string(entry.path()).unwrap_or_default();
                (entry.file_name().into_string().expect("a plain name"), text)
            });
            let mut all: Vec<_> = entries.collect();
            all.sort();
            all
        }
    }

    fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
        pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).into()
    }

    #[test]
    fn when_one_of_several_files_cannot_be_moved_all_places_are_as_before() {
        let desk = Desk::new();
        fs::write(desk.path("old"), "old").expect("a file");
        fs::create_dir(desk.path("folder")).expect("a folder");
        let files = ["old", "absent", "folder/c"].map(|name| desk.prepared(name)).into();
        fs::remove_dir_all(desk.path("folder")).expect("a folder that goes");
        let error = publish(files).expect_err("its folder is gone");
        assert!(error.to_string().starts_with("cannot write "), "{error}");
        assert_eq!(error.path, desk.path("folder/c"));
        assert_eq!(desk.names_and_texts(), pairs([("old", "old")]));
        let files = ["old", "c"].map(|name| desk.prepared(name)).into();
        fs::create_dir(desk.path("c")).expect("a folder in the way");
        let error = publish(files).expect_err("nothing can be moved to where a folder is");
        assert!(error.to_string().starts_with("cannot replace "), "{error}");
        assert_eq!(desk.names_and_texts(), pairs([("c", ""), ("old", "old")]));
    }

    #[test]
    fn files_can_be_taken_back_or_stay() {
        let desk = Desk::new();
        fs::write(desk.path("old"), "old").expect("a file");
        let files = || ["old", "absent"].map(|name| desk.prepared(name)).into();
        publish(files()).and_then(Published::take_back).expect("moved and taken back");
        assert_eq!(desk.names_and_texts(), pairs([("old", "old")]));
        publish(files()).map(drop).expect("moved");
        assert_eq!(desk.names_and_texts(), pairs([("absent", "new"), ("old", "new")]));
    }

    #[test]
    fn two_files_for_one_place_are_refused_whatever_they_are_called() {
        let desk = Desk::new();
        for name in ["a", "./a", "../{}/a"] {
            let folder = desk.0.path().file_name().and_then(|name| name.to_str()).expect("a name");
            let files = ["a", &name.replace("{}", folder)].map(|name| desk.prepared(name)).into();
            let error = publish(files).expect_err(name);
            assert!(error.to_string().ends_with("it is written twice"), "{error}");
            assert_eq!(desk.names_and_texts(), pairs([]));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_what_is_not_there_stays_a_link_and_one_in_a_circle_is_refused() {
        use std::os::unix::fs::symlink;
        let desk = Desk::new();
        fs::create_dir(desk.path("real")).expect("a folder");
        symlink("real/file", desk.path("one")).expect("a link");
        symlink("one", desk.path("two")).expect("a link");
        publish(vec![desk.prepared("two")]).map(drop).expect("moved");
        assert_eq!(fs::read_link(desk.path("two")).expect("a link"), Path::new("one"));
        assert_eq!(fs::read_to_string(desk.path("real/file")).expect("a file"), "new");
        symlink("circle", desk.path("circle")).expect("a link");
        let error = prepare(&desk.path("circle"), b"new").expect_err("a circle");
        assert_eq!(error.path, desk.path("circle"));
        assert!(fs::read_link(desk.path("circle")).is_ok());
        assert!(prepare(&desk.path("no-folder/"), b"new").is_err());
    }
}
