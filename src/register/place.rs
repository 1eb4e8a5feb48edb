//! Where a register is.

use std::fmt;
use std::path::{Path, PathBuf};

/// How the URL of a server begins.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// Where a register is: in a file, or on a server.
#[derive(Clone, PartialEq, Eq)]
pub enum RegisterPlace {
    /// A file of SQLite.
    File(PathBuf),
    /// The URL of a database of PostgreSQL: `postgres://user@host/database`. It may hold a
    /// password, and is shown without.
    Server(String),
}

impl RegisterPlace {
    /// The place that somebody wrote where a path or a URL may stand.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        match path.to_str() {
            Some(text) if SCHEMES.iter().any(|scheme| text.starts_with(scheme)) => {
                Self::Server(text.to_owned())
            }
            Some(_) | None => Self::File(path.to_owned()),
        }
    }

    /// What a register there is called where nobody gave it a name: as its file, without the
    /// ending, or as its database.
    #[must_use]
    pub fn stem(&self) -> Option<String> {
        match self {
            Self::File(path) => path.file_stem().map(|stem| stem.to_string_lossy().into_owned()),
            Self::Server(url) => {
                let address = url.split('?').next().unwrap_or_default();
                let (_, rest) = address.split_once("://")?;
                let (_, database) = rest.rsplit_once('/')?;
                Some(database.to_owned()).filter(|database| !database.is_empty())
            }
        }
    }
}

impl fmt::Display for RegisterPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(formatter),
            Self::Server(url) => formatter.write_str(&without_password(url)),
        }
    }
}

impl fmt::Debug for RegisterPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// A URL with `***` for its password, whether it stands before the host or among the options.
fn without_password(url: &str) -> String {
    let (address, options) = url.split_once('?').unwrap_or((url, ""));
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let (user, host) = rest.rsplit_once('@').unwrap_or(("", rest));
    let user = match user.split_once(':') {
        Some((name, _)) => format!("{name}:***@"),
        None if user.is_empty() => String::new(),
        None => format!("{user}@"),
    };
    let options: Vec<&str> = options
        .split('&')
        .map(|option| if option.starts_with("password=") { "password=***" } else { option })
        .collect();
    let options = options.join("&");
    let mark = if options.is_empty() { "" } else { "?" };
    format!("{scheme}://{user}{host}{mark}{options}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        for (given, shown) in [
            ("postgres://ann@db/quotes", "postgres://ann@db/quotes"),
            ("postgres://ann:s3cret@db:5433/quotes", "postgres://ann:***@db:5433/quotes"),
            ("postgresql://ann:p%40:@x@db/quotes", "postgresql://ann:***@db/quotes"),
            (
                "postgres:///quotes?host=/run&password=s3cret&user=ann",
                "postgres:///quotes?host=/run&password=***&user=ann",
            ),
            ("quotes.db", "quotes.db"),
        ] {
            assert_eq!(RegisterPlace::of(Path::new(given)).to_string(), shown);
        }
    }

    #[test]
    fn a_register_is_called_as_its_file_or_its_database() {
        for (given, stem) in [
            ("folder/quotes.db", Some("quotes")),
            ("postgres://ann@db:5433/quotes?options=a/b", Some("quotes")),
            ("postgres:///quotes?host=/run", Some("quotes")),
            ("postgres://ann@db", None),
        ] {
            assert_eq!(RegisterPlace::of(Path::new(given)).stem().as_deref(), stem, "{given}");
        }
    }
}
