//! Names in place of ids: what a cell calls something of the price book, in any language and case.

use crate::engine::book::{LocalText, PriceBook, ProductLine, Shelf};
use crate::engine::refusal::Reason;
use crate::engine::request::{Addition, HoldingRef, Label, OtherContract, Raise};

use super::account_rows::AccountRows;

/// Whether a refusal is one that a name in place of an id would bring about.
pub(super) fn may_be_names(reason: &Reason) -> bool {
    reason.code().starts_with("unknown-")
}

/// Puts the id of a family of books where its name or another case of the id stands.
pub(super) fn book_by_name<'a>(account: &mut AccountRows<'a>, shelf: &'a Shelf) {
    let Some(shared) = &mut account.shared else { return };
    let Some(given) = shared.book else { return };
    if shelf.families().any(|family| family == given) {
        return;
    }
    let is_it = |family: &&str| same(family, given);
    let titled = |family: &&str| {
        shelf.books().any(|book| book.about().id == **family && same(&book.about().title, given))
    };
    let found = shelf.families().find(is_it).or_else(|| shelf.families().find(titled));
    shared.book = found.or(shared.book);
}

/// Puts the ids of a book where its names stand, or ids in another case; what it does not know is
/// left as it is. Whether there were any.
pub(super) fn by_name<'a>(account: &mut AccountRows<'a>, book: &'a PriceBook) -> bool {
    // Rare, and so compared rather than counted.
    let before = account.asked();
    put_ids(account, book);
    account.asked() != before
}

fn put_ids<'a>(account: &mut AccountRows<'a>, book: &'a PriceBook) {
    if let Some(shared) = &mut account.shared {
        shared.program = program(book, shared.program);
        shared.payment = shared.payment.map(|given| payment(book, given));
        shared.lapse_choice = shared.lapse_choice.map(|given| choice(book, given));
    }
    account.level = account.level.map(|given| level(book, given));
    for one in &mut account.holdings {
        holding(book, one);
    }
    for Addition { product_line, edition, release, service_level, .. } in &mut account.additions {
        product(book, (product_line, edition, release.as_mut()));
        service_level
            .iter_mut()
            .for_each(|label| own(label, level(book, label.as_str()).to_owned()));
    }
    for Raise { product_line, edition, release, from_level, .. } in &mut account.raises {
        product(book, (product_line, edition, release.as_mut()));
        own(from_level, level(book, from_level.as_str()).to_owned());
    }
    for OtherContract { product_line, service_level, .. } in &mut account.others {
        own(product_line, line(book, product_line.as_str()).to_owned());
        own(service_level, level(book, service_level.as_str()).to_owned());
    }
}

/// The id of the product line that is meant.
pub(super) fn line<'a>(book: &'a PriceBook, given: &'a str) -> &'a str {
    found(book.lines().iter().map(|line| (line.id.as_str(), line.name.as_str())), given)
}

fn level<'a>(book: &'a PriceBook, given: &'a str) -> &'a str {
    found(book.levels().iter().map(|level| (level.id.as_str(), level.name.as_str())), given)
}

fn program<'a>(book: &'a PriceBook, given: &'a str) -> &'a str {
    let all = book.programs().iter();
    found(all.map(|program| (program.id.as_str(), program.name.as_str())), given)
}

fn payment<'a>(book: &'a PriceBook, given: &'a str) -> &'a str {
    let plans = book.sales().payments.iter();
    found(plans.flat_map(|plan| in_all_languages(&plan.id, &plan.name)), given)
}

fn choice<'a>(book: &'a PriceBook, given: &'a str) -> &'a str {
    let choices = book.lapse().choices.iter();
    found(choices.flat_map(|choice| in_all_languages(&choice.id, &choice.name)), given)
}

fn holding<'a>(book: &'a PriceBook, holding: &mut HoldingRef<'a>) {
    holding.product_line = line(book, holding.product_line);
    let known = book.line(holding.product_line);
    holding.edition = edition(known, holding.edition);
    holding.release = holding.release.map(|given| release(known, given));
    holding.service_level = holding.service_level.map(|given| level(book, given));
    holding.current_service_level = holding.current_service_level.map(|given| level(book, given));
}

fn product(
    book: &PriceBook,
    (line_label, edition_label, release_label): (&mut Label, &mut Label, Option<&mut Label>),
) {
    own(line_label, line(book, line_label.as_str()).to_owned());
    let known = book.line(line_label.as_str());
    own(edition_label, edition(known, edition_label.as_str()).to_owned());
    release_label
        .into_iter()
        .for_each(|label| own(label, release(known, label.as_str()).to_owned()));
}

fn edition<'a>(line: Option<&'a ProductLine>, given: &'a str) -> &'a str {
    let known = line.into_iter().flat_map(|line| &line.editions);
    found(known.map(|edition| (edition.id.as_str(), edition.name.as_str())), given)
}

fn release<'a>(line: Option<&'a ProductLine>, given: &'a str) -> &'a str {
    let known = line.into_iter().flat_map(|line| &line.releases);
    found(known.map(|release| (release.id.as_str(), release.name.as_str())), given)
}

/// An id with its name in each language.
fn in_all_languages<'a>(
    id: &'a str,
    name: &'a LocalText,
) -> impl Iterator<Item = (&'a str, &'a str)> + Clone {
    name.in_all_languages().map(move |name| (id, name))
}

/// Writes an id over a name.
fn own(label: &mut Label, id: String) {
    if let Some(id) = Label::of(&id) {
        *label = id;
    }
}

/// The id that is meant: itself, or it in another case, or the only one with this name.
fn found<'a>(known: impl Iterator<Item = (&'a str, &'a str)> + Clone, given: &'a str) -> &'a str {
    if known.clone().any(|(id, _)| id == given) {
        return given;
    }
    if let Some((id, _)) = known.clone().find(|(id, _)| same(id, given)) {
        return id;
    }
    let mut named = known.filter(|(_, name)| same(name, given)).map(|(id, _)| id);
    match named.next() {
        Some(first) if named.all(|other| other == first) => first,
        Some(_) | None => given,
    }
}

/// Whether two texts are alike but for case.
fn same(known: &str, given: &str) -> bool {
    if known.is_ascii() && given.is_ascii() {
        return known.eq_ignore_ascii_case(given);
    }
    known.to_lowercase() == given.to_lowercase()
}
