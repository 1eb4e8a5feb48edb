//! What of a query is for the form: others add keys of their own to a link.

use std::borrow::Cow;

use form_urlencoded::{Serializer, parse};

use crate::engine::problem::nearest;
use crate::engine::request::Request;

use super::form::{ADD, LANGUAGE, OF_HOLDING, PAPER, REMOVE, REMOVE_CONTRACT, REVISE, TAX};

/// Keys beyond this many that belong to others are left alone without a look at what is near.
const COMPARED_MAX: usize = 100;

/// The query without what newsletters, advertisements and search engines added to the link.
///
/// A key that is near to a known one is a slip, and one of the shape `name.N` is about a holding:
/// both might have meant something, and stay for the reader of requests to judge.
pub(super) fn of_form(query: &str) -> String {
    let mut compared = 0;
    // A link that was taken out of a page as it is written there has `&amp;` for `&`.
    let pairs = parse(query.as_bytes()).map(|(key, text)| match key.strip_prefix("amp;") {
        Some(rest) => (Cow::Owned(rest.to_owned()), text),
        None => (key, text),
    });
    let pairs = pairs.filter(|(key, _)| {
        let is_known = is_numbered(key) || known().any(|known| known == key);
        is_known || {
            compared += 1;
            compared <= COMPARED_MAX && nearest(key, known()).is_some()
        }
    });
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// All keys of a request, also those that the page does not ask for, and those of the page.
fn known() -> impl Iterator<Item = &'static str> {
    let of_request = Request::TABLE.keys.iter().map(|key| key.key);
    let of_page = [LANGUAGE, PAPER, ADD, REMOVE, REMOVE_CONTRACT, REVISE];
    of_request.chain(OF_HOLDING).chain(TAX.map(|(key, _)| key)).chain(of_page)
}

fn is_numbered(key: &str) -> bool {
    let number = key.rsplit_once('.').map(|(_, number)| number);
    number.is_some_and(|text| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_others_are_left_alone_and_slips_are_not() {
        let others = "fbclid gclid msclkid utm_source mc_eid _ga yclid igshid li_fat_id \
                      gad_source ref source strange sessionid q v";
        for key in others.split(' ').chain([""]) {
            assert_eq!(of_form(&format!("{key}=1&currency=EUR")), "currency=EUR", "{key}");
        }
        let own = "lang add remove currency curency Currency owned qoute_date common_end tax \
                   tax_rate tax_name remove_contract other_product_line.1 owned.1 fbclid.1 \
                   listed.12 a.b.3";
        for key in own.split(' ') {
            let query = format!("{key}=1&currency=EUR");
            assert_eq!(of_form(&query), query);
        }
    }

    #[test]
    fn a_link_as_it_stands_in_a_page_is_read() {
        let link = "lang=nl&amp;currency=EUR&amp;owned.1=5&amp;utm_source=x&#38;";
        assert_eq!(of_form(link), "lang=nl&currency=EUR&owned.1=5");
    }

    #[test]
    fn many_keys_of_others_are_not_all_compared() {
        let many = "curency=1&".repeat(COMPARED_MAX + 50);
        assert_eq!(of_form(&many).matches("curency").count(), COMPARED_MAX);
    }
}
