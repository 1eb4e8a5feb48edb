//! Where the two joiners may stand: they show nothing by themselves, but names of some languages
//! are not spelled right without them.

use unicode_joining_type::{JoiningType, get_joining_type};
use unicode_normalization::char::canonical_combining_class;

/// Keeps letters apart that would join: Persian writes many words with it.
pub(super) const NON_JOINER: char = '\u{200c}';
/// Asks for a joined form where letters would not join, or join in another way.
pub(super) const JOINER: char = '\u{200d}';

/// The class of marks that take the vowel from a letter.
const VIRAMA: u8 = 9;

/// Whether the joiner at a place, in bytes, belongs to the spelling of the letters beside it, so
/// that it hides nothing.
///
/// Source: RFC 5892, appendix A.1 and A.2 (`CONTEXTJ`); behind a virama U+200C has to come before a
/// letter, too. Those rules are made for the names of domains, where U+200C has to show: it stands
/// only behind a letter that would join the next one. In other names people write it between the
/// parts of a word whatever letter comes before (Persian *kar-afarin*), and so it may stand between
/// any two letters of a script whose letters join. Unicode 16, 12.2 and 12.8: Bengali and Kannada
/// write U+200D between `ra` and its virama.
pub(super) fn is_in_place(text: &str, at: usize) -> bool {
    let Some((before, rest)) = text.split_at_checked(at) else { return false };
    let mut behind = rest.chars();
    let joiner = behind.next();
    let behind = behind.as_str();
    let last = before.chars().next_back();
    let next = behind.chars().next();
    let is_virama = |one: char| canonical_combining_class(one) == VIRAMA;
    if last.is_some_and(is_virama) {
        return joiner == Some(JOINER)
            || next.is_some_and(|one| one.is_alphabetic() && !one.is_ascii());
    }
    if joiner == Some(JOINER) {
        let is_ra = |one: char| matches!(one, '\u{9b0}' | '\u{9f0}' | '\u{cb0}');
        return last.is_some_and(is_ra) && next.is_some_and(is_virama);
    }
    let is_seen = |one: &JoiningType| *one != JoiningType::Transparent;
    let last = before.chars().rev().map(get_joining_type).find(is_seen);
    let next = behind.chars().map(get_joining_type).find(is_seen);
    let joins = |one| {
        let Some(one) = one else { return false };
        matches!(
            one,
            JoiningType::LeftJoining | JoiningType::RightJoining | JoiningType::DualJoining
        )
    };
    joins(last) && joins(next)
}
