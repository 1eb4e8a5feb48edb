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
/// Place of a rate in its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RateIndex(pub(super) usize);
/// Place of a programme in its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProgramIndex(pub(super) usize);
/// Place of a band in its book's lapse policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BandIndex(pub(super) usize);

/// The contract status of a holding on the day cover begins again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// No gap.
    Renewal,
    /// A gap within the days of grace.
    Grace,
    /// A longer gap: a band of the lapse policy.
    Band(BandIndex),
}

impl Status {
    /// Place among the statuses of its book: renewal, grace, then the bands.
    #[must_use]
    pub const fn column(self) -> usize {
        match self {
            Self::Renewal => 0,
            Self::Grace => 1,
            Self::Band(BandIndex(band)) => band.saturating_add(2),
        }
    }
}
