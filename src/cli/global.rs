//! What all commands share: the flags of the program, and what holds where a command has none.
//!
//! A flag wins over the environment, the environment over the `reinstate.toml` of the working
//! folder, and that over the one of the user.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::engine::book::Language;
use crate::engine::calendar::Date;
use crate::engine::money::Currency;

use super::args::{GlobalFlags, PaperArgument};
use super::base_url::BaseUrl;
use super::config_file::{self, ConfigFile};
use super::error::CommandError;

/// The folder of price books.
const BOOKS: &str = "REINSTATE_BOOKS";
/// The fonts, parted as the folders of `PATH` are.
const FONTS: &str = "REINSTATE_FONTS";
/// The register.
const REGISTER: &str = "REINSTATE_REGISTER";
/// Not empty: no `reinstate.toml` is read.
const NO_CONFIG: &str = "REINSTATE_NO_CONFIG";

/// What all commands share.
pub(super) struct Global {
    pub(super) quote_date: Option<Date>,
    books: Option<PathBuf>,
    /// Where a `reinstate.toml` may stand.
    pub(super) places: Vec<PathBuf>,
    /// Those that are there, the one that wins first.
    pub(super) files: Vec<ConfigFile>,
    /// What says that none is read.
    pub(super) no_files: Option<HeldFrom>,
}

/// A value, and what says it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Held<T> {
    pub(super) value: T,
    pub(super) from: HeldFrom,
}

/// What says a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum HeldFrom {
    Flag(&'static str),
    Variable(&'static str),
    File(PathBuf),
}

impl fmt::Display for HeldFrom {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) | Self::Variable(name) => formatter.write_str(name),
            Self::File(path) => path.display().fmt(formatter),
        }
    }
}

impl HeldFrom {
    /// An error of what it names: who typed a flag knows it, all else is said.
    pub(super) fn blamed(&self, key: &str, error: CommandError) -> CommandError {
        let note = match self {
            Self::Flag(_) => return error,
            Self::Variable(name) => format!("it is named by the variable {name}"),
            Self::File(path) => format!("it is named by `{key}` in {}", path.display()),
        };
        CommandError::Noted { error: Box::new(error), note }
    }
}

impl Global {
    /// The flags of the program, with the files that are there.
    pub(super) fn of(flags: &GlobalFlags) -> Result<Self, CommandError> {
        let no_files = if flags.no_config {
            Some(HeldFrom::Flag("--no-config"))
        } else {
            variable(NO_CONFIG).map(|_| HeldFrom::Variable(NO_CONFIG))
        };
        let places = config_file::places();
        let files = if no_files.is_none() { config_file::read(&places)? } else { Vec::new() };
        let GlobalFlags { books, quote_date, no_config: _ } = flags;
        Ok(Self { quote_date: *quote_date, books: books.clone(), places, files, no_files })
    }

    /// The folder of price books; `None` for the samples.
    pub(super) fn books(&self) -> Option<Held<PathBuf>> {
        let of_variable = || Some((BOOKS, PathBuf::from(variable(BOOKS)?)));
        self.held(("--books", self.books.clone()), of_variable, |file| file.books.clone())
    }

    /// The brand file.
    pub(super) fn brand(&self, flag: Option<&Path>) -> Option<Held<PathBuf>> {
        let flag = ("--brand", flag.map(Path::to_owned));
        self.held(flag, || None, |file| file.brand.clone())
    }

    /// The fonts for letters that the built-in one lacks.
    pub(super) fn fonts(&self, flags: &[PathBuf]) -> Option<Held<Vec<PathBuf>>> {
        let flag = ("--font", (!flags.is_empty()).then(|| flags.to_vec()));
        self.held(flag, || Some((FONTS, fonts_of_environment()?)), |file| file.fonts.clone())
    }

    /// The register.
    pub(super) fn register(&self, flag: Option<&Path>) -> Option<Held<PathBuf>> {
        let of_variable = || Some((REGISTER, PathBuf::from(variable(REGISTER)?)));
        let flag = ("--register", flag.map(Path::to_owned));
        self.held(flag, of_variable, |file| file.register.clone())
    }

    /// Where the links of customers begin.
    pub(super) fn base_url(&self, flag: Option<&BaseUrl>) -> Option<Held<BaseUrl>> {
        self.held(("--base-url", flag.cloned()), || None, |file| file.base_url.clone())
    }

    /// The size of paper.
    pub(super) fn paper(&self, flag: Option<PaperArgument>) -> Option<Held<PaperArgument>> {
        self.held(("--paper", flag), || None, |file| file.paper)
    }

    /// The language of requests that name none.
    pub(super) fn language(&self) -> Option<Held<Language>> {
        self.held(("--language", None), || None, |file| file.language)
    }

    /// The currency of requests that name none.
    pub(super) fn currency(&self) -> Option<Held<Currency>> {
        self.held(("--currency", None), || None, |file| file.currency)
    }

    fn held<T>(
        &self,
        (flag, given): (&'static str, Option<T>),
        of_variable: impl Fn() -> Option<(&'static str, T)>,
        of_file: impl Fn(&ConfigFile) -> Option<T>,
    ) -> Option<Held<T>> {
        if let Some(value) = given {
            return Some(Held { value, from: HeldFrom::Flag(flag) });
        }
        if let Some((name, value)) = of_variable() {
            return Some(Held { value, from: HeldFrom::Variable(name) });
        }
        self.files.iter().find_map(|file| {
            Some(Held { value: of_file(file)?, from: HeldFrom::File(file.path.clone()) })
        })
    }
}

/// A variable that is not empty.
#[expect(clippy::disallowed_methods, reason = "cli is the one part that reads the environment")]
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

fn fonts_of_environment() -> Option<Vec<PathBuf>> {
    let paths = variable(FONTS)?;
    let paths = env::split_paths(&paths).filter(|path| !path.as_os_str().is_empty());
    let paths: Vec<PathBuf> = paths.collect();
    (!paths.is_empty()).then_some(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn global(books: Option<&str>) -> Global {
        let file = |path: &str, books: Option<&str>, brand: &str| ConfigFile {
            path: PathBuf::from(path),
            books: books.map(PathBuf::from),
            brand: Some(PathBuf::from(brand)),
            ..ConfigFile::default()
        };
        Global {
            quote_date: None,
            books: books.map(PathBuf::from),
            places: Vec::new(),
            files: vec![file("here", None, "1"), file("user", Some("of-user"), "2")],
            no_files: None,
        }
    }

    #[test]
    fn a_flag_wins_over_the_files_and_the_first_file_that_says_it_over_the_others() {
        let held = |value: &str, from| Some(Held { value: PathBuf::from(value), from });
        let of_file = |path: &str| HeldFrom::File(PathBuf::from(path));
        let flagged = HeldFrom::Flag("--books");
        assert_eq!(global(Some("flag")).books(), held("flag", flagged));
        assert_eq!(global(None).brand(None), held("1", of_file("here")));
        let flagged = HeldFrom::Flag("--brand");
        assert_eq!(global(None).brand(Some(Path::new("flag"))), held("flag", flagged));
        let global = global(None);
        let of_files = global.held(("--books", None), || None, |file| file.books.clone());
        assert_eq!(of_files, held("of-user", of_file("user")));
        let variable = || Some(("NAME", PathBuf::from("variable")));
        let of_variable = global.held(("--books", None), variable, |file| file.books.clone());
        assert_eq!(of_variable, held("variable", HeldFrom::Variable("NAME")));
        assert_eq!(global.currency(), None);
    }
}
