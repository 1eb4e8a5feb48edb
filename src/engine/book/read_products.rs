//! The product lines of a price book, with their editions and releases.

use std::collections::BTreeSet;

use crate::engine::node::{Cursor, Read, TableCursor};
use crate::engine::path::KeyPath;
use crate::engine::problem::Problem;

use super::draft::{Placed, placed};
use super::model::{Edition, Kind, ProductLine, Release, Tier};
use super::place::{EditionIndex, LineIndex};
use super::read::{BookReader, ITEMS_MAX, not_empty, unique};
use super::values::{date, id, name, number, source, word};

const TIERS_MAX: usize = 100;

impl BookReader {
    pub(super) fn line(&mut self, at: Cursor<'_, '_>) -> Read<()> {
        let mut table = at.table()?;
        let line_id = table.need_with("id", id);
        let name = table.need_with("name", name);
        let kind = table.need_with("kind", word(&Kind::ALL));
        let mut edition_ids = BTreeSet::new();
        let editions = table.need_with("edition", |mut at| {
            not_empty(&mut at);
            Ok(at.each(ITEMS_MAX, |item| self.edition(item, &mut edition_ids)))
        });
        let editions = editions.unwrap_or_default();
        let releases = table.may_with("release", |at| Ok(at.each(ITEMS_MAX, release)));
        let releases = releases.ok().flatten().unwrap_or_default();
        source(&mut table);
        unique(&editions, |edition| &edition.id, "edition", table.problems());
        unique(&releases, |release| &release.id, "release", table.problems());
        let place = placed((), &table);
        table.finish();
        if let Ok(id) = &line_id {
            self.declared.lines.entry(id.clone()).or_default().extend(edition_ids);
        }
        let index = LineIndex(self.draft.lines.len());
        let line = ProductLine {
            index,
            id: line_id?,
            name: name?,
            kind: kind?,
            editions: editions.into_iter().map(|edition| edition.value).collect(),
            releases: releases.into_iter().map(|release| release.value).collect(),
        };
        self.draft.lines.push(place.with(line));
        Ok(())
    }

    fn edition(&mut self, at: Cursor<'_, '_>, ids: &mut BTreeSet<String>) -> Read<Placed<Edition>> {
        let mut table = at.table()?;
        let id = table.need_with("id", id);
        let title = table.need_with("name", name);
        let metric = table.need_with("metric", name);
        let srp = table.need_with("srp", |at| self.draft.unit_prices(at));
        let tiers = table.may_with("tier", |at| Ok(self.tiers(at)));
        let source = source(&mut table);
        let place = placed((), &table);
        table.finish();
        ids.extend(id.clone());
        let index = EditionIndex(self.edition_count);
        let tiers = tiers?.unwrap_or_default();
        let (id, name, metric, srp) = (id?, title?, metric?, srp?);
        let edition = Edition { index, id, name, metric, srp, tiers, source };
        self.edition_count = self.edition_count.saturating_add(1);
        Ok(place.with(edition))
    }

    /// The prices by quantity, which must rise in their quantities.
    fn tiers(&mut self, at: Cursor<'_, '_>) -> Vec<Tier> {
        let mut before = 0;
        at.each(TIERS_MAX, |item| {
            let mut table = item.table()?;
            let from = table.need_with("from", number(1..=u32::MAX));
            let srp = table.need_with("srp", |at| self.draft.unit_prices(at));
            source(&mut table);
            if let Ok(from) = from {
                if from <= before {
                    let message = format!("the tier from {from} follows one from {before}");
                    let path = KeyPath::from(table.path_of("from"));
                    let problem = Problem::error("tiers-not-rising", path, message);
                    let problem = problem.at(table.span_of("from"));
                    table.report(problem.hint("order the tiers by quantity, each one once"));
                }
                before = from;
            }
            table.finish();
            Ok(Tier { from: from?.into(), srp: srp? })
        })
    }
}

fn release(at: Cursor<'_, '_>) -> Read<Placed<Release>> {
    let mut table = at.table()?;
    let id = table.need_with("id", id);
    let name = table.need_with("name", name);
    let released = table.may_with("released", date);
    let end_of_mainstream = table.may_with("end_of_mainstream", date);
    let end_of_life = table.need_with("end_of_life", date);
    let end_of_extended_support = table.may_with("end_of_extended_support", date);
    source(&mut table);
    let first_end = end_of_mainstream.ok().flatten().or(end_of_life.ok());
    if let (Ok(Some(released)), Some(end)) = (released, first_end)
        && end < released
    {
        let message = format!("the release came out on {released}, after it ended on {end}");
        out_of_order(&mut table, "released", message);
    }
    if let (Ok(life), Ok(Some(mainstream))) = (end_of_life, end_of_mainstream)
        && mainstream > life
    {
        let message = format!("end of life {life} is before the end of mainstream {mainstream}");
        out_of_order(&mut table, "end_of_life", message);
    }
    if let (Ok(life), Ok(Some(extended))) = (end_of_life, end_of_extended_support)
        && extended < life
    {
        let message = format!("extended support ends on {extended}, before end of life {life}");
        out_of_order(&mut table, "end_of_extended_support", message);
    }
    let place = placed((), &table);
    table.finish();
    Ok(place.with(Release {
        id: id?,
        name: name?,
        released: released?,
        end_of_mainstream: end_of_mainstream?,
        end_of_life: end_of_life?,
        end_of_extended_support: end_of_extended_support?,
    }))
}

fn out_of_order(table: &mut TableCursor<'_, '_>, key: &str, message: String) {
    let path = KeyPath::from(table.path_of(key));
    let problem = Problem::error("dates-out-of-order", path, message).at(table.span_of(key));
    table.report(
        problem.hint("a release comes out, ends mainstream, then its life, then extended support"),
    );
}
