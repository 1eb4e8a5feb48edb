//! Where a value stands among tables and lists, for example `holding[0].owned`.

use std::fmt;

/// A path while a tree is read: each step borrows the one before, so that nothing is built where
/// nothing is wrong.
#[derive(Debug, Clone, Copy)]
pub enum Path<'path> {
    /// The whole text.
    Root,
    /// A key of a table.
    Key(&'path Path<'path>, &'path str),
    /// An item of a list, counted from 0.
    Item(&'path Path<'path>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        KeyPath::from(*self).fmt(formatter)
    }
}

/// One step of a [`KeyPath`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// Into a table, by a key.
    Key(String),
    /// Into a list, by a place counted from 0.
    Item(usize),
}

impl PathStep {
    /// The key, where it is one.
    #[must_use]
    pub fn as_key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            Self::Item(_) => None,
        }
    }
}

/// A path that is kept, step by step; it prints as `holding[0].owned`, and the whole text as
/// nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyPath(Vec<PathStep>);

impl KeyPath {
    /// The steps from the whole text to the value.
    #[must_use]
    pub fn steps(&self) -> &[PathStep] {
        &self.0
    }

    /// Whether it is the path of the whole text.
    #[must_use]
    pub const fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The key that the path ends with; `None` at an item of a list, or at the whole text.
    #[must_use]
    pub fn last_key(&self) -> Option<&str> {
        self.0.last()?.as_key()
    }
}

impl fmt::Display for KeyPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            match step {
                PathStep::Key(key) if place == 0 => formatter.write_str(key)?,
                PathStep::Key(key) => write!(formatter, ".{key}")?,
                PathStep::Item(item) => write!(formatter, "[{item}]")?,
            }
        }
        Ok(())
    }
}

impl From<Path<'_>> for KeyPath {
    fn from(path: Path<'_>) -> Self {
        let (mut kept, step) = match path {
            Path::Root => return Self::default(),
            Path::Key(table, key) => (Self::from(*table), PathStep::Key(key.to_owned())),
            Path::Item(list, place) => (Self::from(*list), PathStep::Item(place)),
        };
        kept.0.push(step);
        kept
    }
}

/// One key of the whole text, whatever characters it has; an empty text is the whole text.
impl From<&str> for KeyPath {
    fn from(key: &str) -> Self {
        if key.is_empty() { Self::default() } else { Self(vec![PathStep::Key(key.to_owned())]) }
    }
}
