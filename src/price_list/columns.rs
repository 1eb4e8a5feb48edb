//! The columns of a price list: their names, and which of them have to be there.

use std::borrow::Cow;

use crate::batch::{BatchError, KnownColumns};
use crate::engine::money::Currency;
use crate::engine::node::for_message;
use crate::engine::text::joined;

/// What a column of a price list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PriceColumn {
    ProductLine,
    ProductLineName,
    Kind,
    Edition,
    EditionName,
    Metric,
    Currency,
    Srp,
    TierFrom,
    Sku,
    /// The SRP in one currency, where a row has those of several.
    SrpIn(Currency),
}

/// The columns that have one name each.
pub(super) const NAMED: [(&str, PriceColumn); 10] = [
    ("product_line", PriceColumn::ProductLine),
    ("product_line_name", PriceColumn::ProductLineName),
    ("kind", PriceColumn::Kind),
    ("edition", PriceColumn::Edition),
    ("edition_name", PriceColumn::EditionName),
    ("metric", PriceColumn::Metric),
    ("tier_from", PriceColumn::TierFrom),
    ("currency", PriceColumn::Currency),
    ("srp", PriceColumn::Srp),
    ("sku", PriceColumn::Sku),
];

/// What each column is for, as a hint says it.
const WAY_OUT: &str = "product_line, edition, and currency and srp, or srp_EUR, srp_USD and so on; \
                       kind and metric for what is new; product_line_name, edition_name, \
                       tier_from and sku where there are any";
/// A list of heads in a message ends after so many.
const NAMED_HEADS_MAX: usize = 20;
/// Letters of which the code of a currency has three.
const LETTERS: usize = 26;

impl PriceColumn {
    /// The column of a name, without regard to case, spaces, hyphens and underscores.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let given = plain(name);
        let named = NAMED.iter().find(|(known, _)| plain(known) == given);
        named
            .map(|(_, column)| *column)
            .or_else(|| Some(Self::SrpIn(Currency::from_code(&code_of(name)?)?)))
    }

    /// Its name.
    pub(super) fn name(self) -> Cow<'static, str> {
        match self {
            Self::SrpIn(currency) => format!("srp_{currency}").into(),
            Self::ProductLine
            | Self::ProductLineName
            | Self::Kind
            | Self::Edition
            | Self::EditionName
            | Self::Metric
            | Self::Currency
            | Self::Srp
            | Self::TierFrom
            | Self::Sku => {
                let named = NAMED.iter().find(|(_, column)| *column == self);
                named.map_or("", |(name, _)| name).into()
            }
        }
    }

    /// Its number: the place among those with one name each, or behind them that of its currency
    /// among all codes of three letters.
    fn number(self) -> usize {
        let Self::SrpIn(currency) = self else {
            return NAMED.iter().position(|(_, column)| *column == self).unwrap_or(NAMED.len());
        };
        let letters = currency.code().bytes().map(|letter| usize::from(letter.wrapping_sub(b'A')));
        NAMED.len() + letters.fold(0, |number, letter| number * LETTERS + letter)
    }

    /// The column of a number.
    pub(super) fn of_number(number: usize) -> Option<Self> {
        let Some(code) = number.checked_sub(NAMED.len()) else {
            return NAMED.get(number).map(|(_, column)| *column);
        };
        let letters = [code / (LETTERS * LETTERS), code / LETTERS % LETTERS, code % LETTERS];
        let letter = |place: usize| u8::try_from(place).ok()?.checked_add(b'A').map(char::from);
        let code: String = letters.into_iter().map(letter).collect::<Option<_>>()?;
        Currency::from_code(&code).map(Self::SrpIn)
    }

    /// Whether it holds a price in a currency that its name says.
    pub(super) const fn is_wide(self) -> bool {
        matches!(self, Self::SrpIn(_))
    }
}

/// A name without case, spaces, hyphens and underscores.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .filter(|one| !one.is_whitespace() && !matches!(one, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The three letters behind `srp`, in capitals.
pub(super) fn code_of(name: &str) -> Option<String> {
    let code = plain(name).strip_prefix("srp")?.to_ascii_uppercase();
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code.then_some(code)
}

/// What is needed and not among these columns.
pub(super) fn missing(columns: &[PriceColumn]) -> Vec<&'static str> {
    let has = |column: PriceColumn| columns.contains(&column);
    let is_wide = columns.iter().any(|column| column.is_wide());
    let needed = [
        ("product_line", has(PriceColumn::ProductLine) || has(PriceColumn::ProductLineName)),
        ("edition", has(PriceColumn::Edition) || has(PriceColumn::EditionName)),
        ("currency", is_wide || has(PriceColumn::Currency)),
        ("srp", is_wide || has(PriceColumn::Srp)),
    ];
    needed.into_iter().filter(|(_, is_there)| !is_there).map(|(name, _)| name).collect()
}

/// The error of a price list that lacks columns: which, what it has, and what to do.
pub(super) fn lacks(missing: &[&str], names: &[String]) -> BatchError {
    let missing = joined(missing.iter().map(|name| format!("`{name}`")), ", ");
    let found = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
    let count = found.clone().count();
    let named = found.take(NAMED_HEADS_MAX).map(|name| format!("`{}`", for_message(name)));
    let more = if count > NAMED_HEADS_MAX { " and more" } else { "" };
    BatchError::Table {
        message: format!(
            "the price list lacks the columns {missing}; found: {}{more}",
            joined(named, ", ")
        ),
        hint: format!(
            "name them in the first row, with `,`, `;` or a tab between them: {WAY_OUT}. A map \
             (--map) says which columns these are in a list with names of its own"
        ),
    }
}

/// The columns of a price list, as a map can name them.
#[derive(Debug)]
pub(crate) struct PriceColumns;

impl KnownColumns for PriceColumns {
    fn column_of(&self, name: &str) -> Option<usize> {
        PriceColumn::of_name(name).map(PriceColumn::number)
    }

    fn name_of(&self, column: usize) -> Cow<'static, str> {
        PriceColumn::of_number(column).map_or(Cow::Borrowed(""), PriceColumn::name)
    }

    fn names(&self) -> Vec<&'static str> {
        NAMED.iter().map(|(name, _)| *name).chain(["srp_EUR", "srp_USD"]).collect()
    }

    fn has_dates(&self) -> bool {
        false
    }

    fn missing(&self, names: &[&str]) -> Vec<&'static str> {
        let columns = names.iter().filter_map(|name| PriceColumn::of_name(name));
        missing(&columns.collect::<Vec<_>>())
    }

    fn lacking(&self, names: &[String]) -> BatchError {
        lacks(&missing(&[]), names)
    }

    #[cfg(feature = "formats")]
    fn is_text(&self, column: usize) -> bool {
        match PriceColumn::of_number(column) {
            None | Some(PriceColumn::Srp | PriceColumn::SrpIn(_) | PriceColumn::TierFrom) => false,
            Some(
                PriceColumn::ProductLine
                | PriceColumn::ProductLineName
                | PriceColumn::Kind
                | PriceColumn::Edition
                | PriceColumn::EditionName
                | PriceColumn::Metric
                | PriceColumn::Currency
                | PriceColumn::Sku,
            ) => true,
        }
    }

    #[cfg(feature = "formats")]
    fn no_sheet(&self, sheets: &str) -> BatchError {
        BatchError::Table {
            message: format!("none of the sheets {sheets} has the columns of a price list"),
            hint: format!(
                "name them in one of the first rows of a sheet: {WAY_OUT}. A map (--map) says \
                 which sheet is meant (`sheet`), and which columns these are"
            ),
        }
    }

    #[cfg(feature = "formats")]
    fn wants_one_sheet(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_goes_by_its_name_and_by_its_number() {
        let mut numbers = Vec::new();
        for (name, known) in [
            ("product_line", "product_line"),
            ("Tier From", "tier_from"),
            ("SRP-eur", "srp_EUR"),
            ("srp_USD", "srp_USD"),
            ("srp", "srp"),
        ] {
            let number = PriceColumns.column_of(name).expect(name);
            assert_eq!(PriceColumns.name_of(number), known);
            numbers.push(number);
        }
        numbers.dedup();
        assert_eq!(numbers.len(), 5, "{numbers:?}");
        for name in ["price", "srp_ABC", "srp_EURO", ""] {
            assert_eq!(PriceColumns.column_of(name), None, "{name}");
        }
        assert_eq!(PriceColumns.name_of(usize::MAX), "");
    }
}
