//! What the rules say about a quote, as notes; those that differ in their days alone are one where
//! they are many.

use crate::document::words;
use crate::engine::finding::Finding;

use super::builder::Builder;
use super::parts::{Conditions, Note, Notes};

/// More interruptions than this, each with days of its own, are one note.
const INTERRUPTIONS_MAX: usize = 5;

impl Builder<'_> {
    pub(super) fn findings(&self, conditions: &Conditions) -> Notes {
        let language = self.words.language();
        let note = |finding: &Finding, text: String| {
            let weight = finding.severity();
            let condition = conditions.clauses.iter().find(|clause| clause.id == finding.clause());
            Note {
                code: finding.code(),
                weight,
                severity: self.words.say(&format!("severity-{}", weight.word())),
                text,
                condition: condition.map(|clause| clause.number.clone()),
            }
        };
        let mut gathered = gathered(&self.quote.findings);
        let mut notes = Vec::new();
        for finding in &self.quote.findings {
            match gathered.iter_mut().find(|(all, _)| are_alike(all, finding)) {
                None => notes.push(note(finding, words::finding(finding, language))),
                // In the place of the first of them.
                Some((all, is_said @ false)) => {
                    *is_said = true;
                    notes.push(note(all, words::finding_of_several(all, language)));
                }
                Some((_, true)) => {}
            }
        }
        notes.sort_by_key(|note| note.weight);
        Notes { title: self.words.say("findings-title"), notes }
    }
}

/// Interruptions that stand for many with other first days each, and whether that is said: not yet.
fn gathered(findings: &[Finding]) -> Vec<(Finding, bool)> {
    let mut groups: Vec<(usize, Finding)> = Vec::new();
    for finding in findings {
        let Finding::CoverInterrupted { from, lines, .. } = finding else { continue };
        match groups.iter_mut().find(|(_, all)| are_alike(all, finding)) {
            Some((count, Finding::CoverInterrupted { from: earliest, lines: all, .. })) => {
                *count += 1;
                *earliest = *from.min(earliest);
                all.extend(lines);
            }
            Some(_) | None => groups.push((1, finding.clone())),
        }
    }
    groups.retain(|(count, _)| *count > INTERRUPTIONS_MAX);
    for (_, finding) in &mut groups {
        if let Finding::CoverInterrupted { lines, .. } = finding {
            lines.sort_unstable();
        }
    }
    groups.into_iter().map(|(_, finding)| (finding, false)).collect()
}

/// Whether two are interruptions that end on one day, with the same rule for releases.
fn are_alike(one: &Finding, other: &Finding) -> bool {
    let Finding::CoverInterrupted { releases, through, .. } = one else { return false };
    let Finding::CoverInterrupted { releases: others, through: until, .. } = other else {
        return false;
    };
    releases == others && through == until
}
