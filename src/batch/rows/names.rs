//! The names of columns: which are one name, and which column a name could mean.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::synonyms::SYNONYMS;

/// Most characters of a name that is looked at for what it could mean.
const GUESSED_MAX: usize = 80;
/// Names of fewer letters are compared whole: any two of them are near.
const NEAR_LETTERS: usize = 6;

/// A name without what makes no difference: case, spaces, hyphens and underscores.
pub(crate) fn loose(name: &str) -> String {
    let counts = |letter: &char| !letter.is_whitespace() && !matches!(letter, '-' | '_');
    name.nfc().filter(counts).flat_map(char::to_lowercase).collect()
}

/// A text whose letters and marks are one character where there is one (Unicode NFC).
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// The letters and digits of a name alone, without accents.
pub(crate) fn bare(name: &str) -> String {
    let letters = name.nfkd().filter(|letter| !is_combining_mark(*letter));
    letters.filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a name, bare.
pub(crate) fn words(name: &str) -> Vec<String> {
    let words = name.split(|letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter));
    words.map(bare).filter(|word| !word.is_empty()).collect()
}

/// How sure it is that a name means a column; 0 where nothing speaks for it.
pub(crate) type Likeness = u32;

/// It is a name of the column.
pub(crate) const SAME: Likeness = 100;
/// It is one but for a letter.
pub(crate) const NEAR: Likeness = 80;
/// It holds a name of the column among other words; longer ones are surer.
const HOLDS: Likeness = 40;

/// A name, bare, and its words.
type Synonym = (String, Vec<String>);

/// What names could mean.
pub(crate) struct Synonyms {
    /// Each column with its names, bare, and the words of each.
    columns: Vec<(&'static str, Vec<Synonym>)>,
    /// The columns of a bare name.
    exact: BTreeMap<String, Vec<usize>>,
}

impl Synonyms {
    /// The names of these columns.
    pub(crate) fn of(columns: impl Iterator<Item = &'static str>) -> Self {
        let names = |column: &'static str| {
            let known = SYNONYMS.iter().find(|(known, _)| *known == column);
            let others = known.map_or(&[] as &[&str], |(_, others)| *others);
            let all = std::iter::once(column).chain(others.iter().copied());
            (column, all.map(|name| (bare(name), words(name))).collect::<Vec<_>>())
        };
        let columns: Vec<_> = columns.map(names).collect();
        let mut exact: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, (_, names)) in columns.iter().enumerate() {
            for (name, _) in names {
                let places = exact.entry(name.clone()).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        Self { columns, exact }
    }

    /// Whether a text is the name of a column.
    pub(crate) fn is_name(&self, text: &str) -> bool {
        text.len() <= GUESSED_MAX && self.exact.contains_key(&bare(text))
    }

    /// The column that a name means most likely.
    pub(crate) fn guess(&self, name: &str) -> Option<&'static str> {
        let all = self.likenesses(name).into_iter();
        let best = all.rev().max_by_key(|(_, likeness)| *likeness);
        best.map(|(column, _)| column)
    }

    /// The columns that a name could mean, each with how sure that is.
    pub(crate) fn likenesses(&self, name: &str) -> Vec<(&'static str, Likeness)> {
        let name: String = name.chars().take(GUESSED_MAX).collect();
        let (letters, words) = (bare(&name), words(&name));
        if letters.is_empty() {
            return Vec::new();
        }
        if let Some(places) = self.exact.get(&letters) {
            let same = places.iter().filter_map(|place| self.columns.get(*place));
            return same.map(|(column, _)| (*column, SAME)).collect();
        }
        let likeness = |names: &[Synonym]| {
            names.iter().map(|known| like(&letters, &words, known)).max().unwrap_or(0)
        };
        let all = self.columns.iter().map(|(column, names)| (*column, likeness(names)));
        all.filter(|(_, likeness)| *likeness > 0).collect()
    }
}

/// How like a name is to a known one.
fn like(letters: &str, words: &[String], (known, known_words): &Synonym) -> Likeness {
    let length = letters.chars().count();
    let is_long = length >= NEAR_LETTERS && known.len() >= NEAR_LETTERS;
    if is_long
        && length.abs_diff(known.chars().count()) <= 1
        && strsim::damerau_levenshtein(letters, known) <= 1
    {
        return NEAR;
    }
    // A single short word among others says little.
    let holds = known.len() >= 3 && known_words.iter().all(|word| words.contains(word));
    if holds {
        let length = u32::try_from(known.len()).unwrap_or(0);
        return HOLDS.saturating_add(length).min(NEAR - 1);
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(name: &str) -> Option<&'static str> {
        Synonyms::of(SYNONYMS.iter().map(|(column, _)| *column)).guess(name)
    }

    #[test]
    fn case_spaces_hyphens_and_underscores_make_no_difference() {
        for name in ["org_id", "Org ID", "ORG-ID", " org\u{a0}id ", "OrgId"] {
            assert_eq!(loose(name), "orgid", "{name}");
        }
        assert_ne!(loose("org.id"), "orgid");
    }

    #[test]
    fn columns_are_known_by_the_names_of_four_languages() {
        for (name, column) in [
            ("Customer No.", "org_id"),
            ("Klantnummer", "org_id"),
            ("Kundennummer", "org_id"),
            ("Kunden-Nr.", "org_id"),
            ("N° client", "org_id"),
            ("Customer Name", "customer"),
            ("Klant", "customer"),
            ("Kunde", "customer"),
            ("Société", "customer"),
            ("Contract End", "covered_through"),
            ("Einddatum", "covered_through"),
            ("Vertragsende", "covered_through"),
            ("Fin du contrat", "covered_through"),
            ("Échéance", "covered_through"),
            ("Date d’expiration", "covered_through"),
            ("Einddatum support", "covered_through"),
            ("Gültig bis", "covered_through"),
            ("Qty", "owned"),
            ("Aantal", "owned"),
            ("Anzahl", "owned"),
            ("Quantité", "owned"),
            ("Aantal licenties", "owned"),
            ("Support Level", "service_level"),
            ("Niveau de service", "service_level"),
            ("Looptijd (jaren)", "term_years"),
            ("Währung", "currency"),
            ("Devise", "currency"),
            ("Valuta", "currency"),
            ("Contract Edn", "covered_through"),
            ("Straße", "address_1"),
        ] {
            assert_eq!(guess(name), Some(column), "{name}");
        }
        for name in ["", "***", "Remark", "Opmerking"] {
            assert_eq!(guess(name), None, "{name}");
        }
    }
}
