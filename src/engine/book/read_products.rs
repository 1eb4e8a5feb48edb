//! The product lines of a price book, with their editions and releases, read key by key.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::engine::node::{self, Fields, Node};
use crate::engine::problem::Problem;

use super::model::{Edition, Kind, ProductLine, Release};
use super::place::{EditionIndex, LineIndex};
use super::read::{ITEMS_MAX, NAME_MAX, Placed, Reader, placed};

impl Reader<'_> {
    pub(super) fn line(&mut self, node: &Node<'_>, path: &str) {
        let Some(mut fields) = Fields::of(node, path, self.problems) else { return };
        let id = self.id(&mut fields, "id");
        let name = self.text(&mut fields, "name", NAME_MAX);
        let kind = self.word(&mut fields, "kind", &Kind::ALL);
        let mut edition_ids = BTreeSet::new();
        let mut editions = Vec::new();
        if let Some(list) = fields.required("edition", self.problems) {
            let path = format!("{path}.edition");
            self.not_empty(list, &path);
            for (path, item) in node::list(list, &path, ITEMS_MAX, self.problems) {
                editions.extend(self.edition(item, &path.to_string(), &mut edition_ids));
            }
        }
        let mut releases = Vec::new();
        if let Some(list) = fields.optional("release") {
            let path = format!("{path}.release");
            for (path, item) in node::list(list, &path, ITEMS_MAX, self.problems) {
                releases.extend(self.release(item, &path.to_string()));
            }
        }
        self.source(&mut fields);
        fields.finish(self.problems);
        self.unique(&editions, |edition| edition.id.as_str(), "edition");
        self.unique(&releases, |release| release.id.as_str(), "release");
        if let Some(id) = &id {
            self.declared.lines.entry(id.clone()).or_default().extend(edition_ids);
        }
        let index = LineIndex(self.draft.lines.len());
        if let (Some(id), Some(name), Some(kind)) = (id, name, kind) {
            let value = ProductLine {
                index,
                id,
                name,
                kind,
                editions: editions.into_iter().map(|edition| edition.value).collect(),
                releases: releases.into_iter().map(|release| release.value).collect(),
            };
            self.draft.lines.push(placed(value, node, path));
        }
    }

    fn edition(
        &mut self,
        node: &Node<'_>,
        path: &str,
        ids: &mut BTreeSet<String>,
    ) -> Option<Placed<Edition>> {
        let mut fields = Fields::of(node, path, self.problems)?;
        let id = self.id(&mut fields, "id");
        let name = self.text(&mut fields, "name", NAME_MAX);
        let metric = self.text(&mut fields, "metric", NAME_MAX);
        let srp = fields
            .required("srp", self.problems)
            .and_then(|srp| self.prices(srp, &format!("{path}.srp")));
        let source = self.source(&mut fields);
        fields.finish(self.problems);
        ids.extend(id.clone());
        let index = EditionIndex(self.edition_count);
        let edition = Edition { index, id: id?, name: name?, metric: metric?, srp: srp?, source };
        self.edition_count = self.edition_count.saturating_add(1);
        Some(placed(edition, node, path))
    }

    fn release(&mut self, node: &Node<'_>, path: &str) -> Option<Placed<Release>> {
        let mut fields = Fields::of(node, path, self.problems)?;
        let id = self.id(&mut fields, "id");
        let name = self.text(&mut fields, "name", NAME_MAX);
        let end_of_mainstream = self.optional_date(&mut fields, "end_of_mainstream");
        let end_of_life = self.required_date(&mut fields, "end_of_life");
        let end_of_extended_support = self.optional_date(&mut fields, "end_of_extended_support");
        self.source(&mut fields);
        let (life_span, extended_span) =
            (fields.span_of("end_of_life"), fields.span_of("end_of_extended_support"));
        fields.finish(self.problems);
        let end_of_life = end_of_life?;
        if let Some(mainstream) = end_of_mainstream.filter(|date| *date > end_of_life) {
            let message =
                format!("end of life {end_of_life} is before the end of mainstream {mainstream}");
            self.out_of_order(format!("{path}.end_of_life"), message, life_span);
        }
        if let Some(extended) = end_of_extended_support.filter(|date| *date < end_of_life) {
            let message =
                format!("extended support ends on {extended}, before end of life {end_of_life}");
            let path = format!("{path}.end_of_extended_support");
            self.out_of_order(path, message, extended_span);
        }
        let release = Release {
            id: id?,
            name: name?,
            end_of_mainstream,
            end_of_life,
            end_of_extended_support,
        };
        Some(placed(release, node, path))
    }

    fn out_of_order(&mut self, path: String, message: String, span: Range<usize>) {
        self.problems.list.push(
            Problem::error("dates-out-of-order", path, message)
                .at(span)
                .hint("a release ends mainstream first, then its life, then extended support"),
        );
    }
}
