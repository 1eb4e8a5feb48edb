//! Places in a price book, and the statuses that its bands give.

/// Place of a service level in its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LevelIndex(pub(super) usize);
/// Place of a product line in its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineIndex(pub(super) usize);

impl LineIndex {
    /// The place, counted from 0.
    #[must_use]
    pub const fn place(self) -> usize {
        self.0
    }
}

/// Place of an edition among all editions of its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditionIndex(pub(super) usize);

impl EditionIndex {
    /// The place, counted from 0.
    #[must_use]
    pub const fn place(self) -> usize {
        self.0
    }
}

/// Place of a rate in its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RateIndex(pub(super) usize);
/// Place of a programme in its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProgramIndex(pub(super) usize);
/// Place of a choice in its book's lapse policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChoiceIndex(pub(super) usize);
/// Place of a band in its book's lapse policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BandIndex(pub(super) usize);

/// The contract status of a line on the day cover begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Not late.
    Renewal,
    /// Late, within grace.
    Grace,
    /// Licences that join cover that runs.
    Addition,
    /// The same, and they were in use without cover.
    TrueUp,
    /// Cover that runs moves to a higher level.
    Raise,
    /// Later than grace: a band of the lapse policy.
    Band(BandIndex),
}

impl Status {
    /// The statuses that every book has, with their ids.
    pub const RESERVED: [(&'static str, Self); 5] = [
        ("renewal", Self::Renewal),
        ("grace", Self::Grace),
        ("addition", Self::Addition),
        ("true-up", Self::TrueUp),
        ("raise", Self::Raise),
    ];

    /// Place among the statuses of its book: those that every book has, then the bands.
    #[must_use]
    pub const fn column(self) -> usize {
        match self {
            Self::Renewal => 0,
            Self::Grace => 1,
            Self::Addition => 2,
            Self::TrueUp => 3,
            Self::Raise => 4,
            Self::Band(BandIndex(band)) => band.saturating_add(Self::RESERVED.len()),
        }
    }

    /// How many statuses a book of so many bands has.
    #[must_use]
    pub const fn count(bands: usize) -> usize {
        bands.saturating_add(Self::RESERVED.len())
    }

    /// The statuses of a book of so many bands, in the order of their columns.
    pub fn all(bands: usize) -> impl Iterator<Item = Self> {
        let reserved = Self::RESERVED.into_iter().map(|(_, status)| status);
        reserved.chain((0..bands).map(|band| Self::Band(BandIndex(band))))
    }

    /// Whether it is for a holding that has lapsed beyond grace.
    #[must_use]
    pub const fn is_band(self) -> bool {
        matches!(self, Self::Band(_))
    }

    /// Whether it is for a change while cover runs.
    #[must_use]
    pub const fn is_change(self) -> bool {
        matches!(self, Self::Addition | Self::TrueUp | Self::Raise)
    }

    /// The id of a status that every book has.
    #[must_use]
    pub fn reserved_id(self) -> Option<&'static str> {
        Self::RESERVED.iter().find(|(_, status)| *status == self).map(|(id, _)| *id)
    }
}
