//! Several price books side by side: which version is in force on a day.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::calendar::{Date, day_before};
use crate::engine::problem::{Problem, Problems, nearest};

use super::model::PriceBook;

/// The versions of one or more books.
///
/// ```
/// use reinstate::engine::book::{NotInForce, PriceBook, Shelf};
/// use reinstate::engine::calendar::parse_iso;
///
/// // Two versions of one book: from 1 January 2026, and from 1 July 2026.
/// let first = include_str!("../../../pricing/citrix-css-2026.1.toml");
/// let second = include_str!("../../../pricing/citrix-css-2026.2.toml");
/// let books = [first, second].map(|text| PriceBook::read("book.toml", text).unwrap().0);
/// let shelf = Shelf::of(books).unwrap();
///
/// let on = |day| shelf.in_force(Some("citrix-css"), parse_iso(day).unwrap());
/// assert_eq!(on("2026-06-30").unwrap().about().version, "2026.1");
/// assert_eq!(on("2026-07-01").unwrap().about().version, "2026.2");
/// assert!(matches!(on("2025-12-31"), Err(NotInForce::TooEarly { .. })));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// By family, the versions by their first day.
    families: BTreeMap<String, BTreeMap<Date, Arc<PriceBook>>>,
}

/// Why no book answers for a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotInForce {
    /// The shelf is empty.
    #[error("there is no price book")]
    NoBooks,
    /// Several families are loaded and the request names none.
    #[error("several price books are loaded, and the request names none")]
    WhichFamily {
        /// The families on the shelf.
        known: Vec<String>,
    },
    /// The request names a family that is not on the shelf.
    #[error("there is no price book `{given}`")]
    UnknownFamily {
        /// What the request names.
        given: String,
        /// The nearest known one.
        nearest: Option<String>,
        /// The families on the shelf.
        known: Vec<String>,
    },
    /// The first version begins later.
    #[error("the price book `{family}` begins on {first}, after {day}")]
    TooEarly {
        /// The family.
        family: String,
        /// The day asked for.
        day: Date,
        /// The first day of its first version.
        first: Date,
    },
    /// The version of that day ended before it.
    #[error("the price book `{family}` ended on {through}, before {day}")]
    Ended {
        /// The family.
        family: String,
        /// The day asked for.
        day: Date,
        /// The last day in force.
        through: Date,
    },
}

impl Shelf {
    /// Puts checked books on a shelf.
    ///
    /// # Errors
    /// Two versions of one book that begin on one day, or that have one version name.
    pub fn of(books: impl IntoIterator<Item = PriceBook>) -> Result<Self, Problems> {
        let mut families: BTreeMap<String, BTreeMap<Date, Arc<PriceBook>>> = BTreeMap::new();
        let mut problems = Problems::none_in("price books", "");
        for book in books {
            let about = book.about();
            let versions = families.entry(about.id.clone()).or_default();
            let same_day = versions.get(&about.effective_from);
            let same_name = versions.values().find(|one| one.about().version == about.version);
            if let Some(other) = same_day.or(same_name) {
                let message = format!(
                    "`{}` and `{}` are two books `{}` {} that begin on {} and {}",
                    other.origin(),
                    book.origin(),
                    about.id,
                    about.version,
                    other.about().effective_from,
                    about.effective_from,
                );
                problems.list.push(Problem::error("two-versions", "book", message).hint(
                    "give each version its own `version` and its own `effective_from`, \
                     or take one of the files away",
                ));
                continue;
            }
            versions.insert(about.effective_from, Arc::new(book));
        }
        if problems.has_errors() { Err(problems) } else { Ok(Self { families }) }
    }

    /// All books, by family and first day.
    pub fn books(&self) -> impl Iterator<Item = &Arc<PriceBook>> {
        self.families.values().flat_map(BTreeMap::values)
    }

    /// The ids of the families.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.families.keys().map(String::as_str)
    }

    /// The version in force on a day: the latest that has begun, unless it has ended.
    ///
    /// # Errors
    /// Why there is none.
    pub fn in_force(&self, family: Option<&str>, day: Date) -> Result<&Arc<PriceBook>, NotInForce> {
        let (id, versions) = self.family(family)?;
        let Some((_, book)) = versions.range(..=day).next_back() else {
            let first = versions.keys().next().copied().unwrap_or(day);
            return Err(NotInForce::TooEarly { family: id.to_owned(), day, first });
        };
        match book.about().effective_through {
            Some(through) if through < day => {
                Err(NotInForce::Ended { family: id.to_owned(), day, through })
            }
            Some(_) | None => Ok(book),
        }
    }

    fn family(
        &self,
        family: Option<&str>,
    ) -> Result<(&str, &BTreeMap<Date, Arc<PriceBook>>), NotInForce> {
        let known = || self.families().map(str::to_owned).collect();
        match (family, self.families.len()) {
            (_, 0) => Err(NotInForce::NoBooks),
            (Some(id), _) => match self.families.get_key_value(id) {
                Some((id, versions)) => Ok((id, versions)),
                None => Err(NotInForce::UnknownFamily {
                    given: id.to_owned(),
                    nearest: nearest(id, self.families()).map(str::to_owned),
                    known: known(),
                }),
            },
            (None, 1) => {
                let only = self.families.iter().next().ok_or(NotInForce::NoBooks)?;
                Ok((only.0, only.1))
            }
            (None, _) => Err(NotInForce::WhichFamily { known: known() }),
        }
    }

    /// The last day on which a version is in force; `None` where nothing ends it.
    #[must_use]
    pub fn last_day_of(&self, book: &PriceBook) -> Option<Date> {
        let about = book.about();
        let next = self.families.get(&about.id).and_then(|versions| {
            let after =
                (std::ops::Bound::Excluded(about.effective_from), std::ops::Bound::Unbounded);
            versions.range(after).next().map(|(first, _)| day_before(*first))
        });
        match (next, about.effective_through) {
            (Some(next), Some(through)) => Some(next.min(through)),
            (next, through) => next.or(through),
        }
    }
}
