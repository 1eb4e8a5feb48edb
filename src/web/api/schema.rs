//! The shape of a request, for the description of the API: made from the same tables that the
//! engine reads requests by.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::engine::book::Language;
use crate::engine::calendar::{YEAR_MAX, YEAR_MIN};
use crate::engine::node::LABEL_MAX;
use crate::engine::record::{KeyShape, Presence, TableShape, ValueShape};
use crate::engine::request::Request;
use crate::web::estimator::HOLDINGS_MAX;

/// What is to be priced: the name of the shape, which [`schemas`] fills in.
pub(in crate::web) struct QuoteRequest;

impl PartialSchema for QuoteRequest {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().into()
    }
}

impl ToSchema for QuoteRequest {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(REQUEST)
    }
}

/// The name of the shape of a request.
pub(super) const REQUEST: &str = "QuoteRequest";

/// The shapes of a request, each with its name.
pub(super) fn schemas() -> Map<String, Value> {
    let mut schemas = Map::new();
    let mut request = table(&Request::TABLE, &mut schemas);
    // Holdings have a term; changes while cover runs need none. Written as a condition, which
    // generators of clients pass over: of a choice between shapes they make no type with keys.
    request["if"] = json!({
        "anyOf": [{ "required": ["addition"] }, { "required": ["raise"] }],
    });
    request["then"] = json!({ "dependentRequired": { "holding": ["term_years"] } });
    request["else"] = json!({ "required": ["holding", "term_years"] });
    request["example"] = example();
    schemas.insert(REQUEST.to_owned(), request);
    schemas
}

fn example() -> Value {
    json!({
        "currency": "EUR",
        "service_level": "select",
        "term_years": 3,
        "program": "enterprise-3",
        "holding": [{
            "product_line": "virtual-apps-desktops",
            "edition": "premium",
            "owned": 500,
            "retire": 20,
            "covered_through": "2026-03-31",
        }],
    })
}

fn table(shape: &TableShape, schemas: &mut Map<String, Value>) -> Value {
    let needed = |presence| match presence {
        Presence::Needed | Presence::List { least: 1.., .. } => true,
        Presence::Optional | Presence::List { least: 0, .. } => false,
    };
    let required: Vec<&str> =
        shape.keys.iter().filter(|key| needed(key.presence)).map(|key| key.key).collect();
    let mut properties = Map::new();
    for key in shape.keys {
        let mut property = property(key, schemas);
        property["description"] = sentences(key.doc).into();
        properties.insert(key.key.to_owned(), property);
    }
    json!({
        "type": "object",
        "description": sentences(shape.doc),
        "required": required,
        "properties": properties,
        "additionalProperties": false,
    })
}

fn property(key: &KeyShape, schemas: &mut Map<String, Value>) -> Value {
    let value = value(key.shape, schemas);
    let Presence::List { least, most } = key.presence else { return value };
    // The estimator takes fewer holdings than a file may have.
    let most = if key.key == "holding" { most.min(HOLDINGS_MAX) } else { most };
    json!({ "type": "array", "items": value, "minItems": least, "maxItems": most })
}

/// A value; what has a name of its own is put among the schemas.
fn value(shape: ValueShape, schemas: &mut Map<String, Value>) -> Value {
    let (name, schema) = match shape {
        ValueShape::Count { most } => {
            return json!({ "type": "integer", "format": "int64", "minimum": 0, "maximum": most });
        }
        ValueShape::Currency => {
            return json!({ "type": "string", "pattern": "^[A-Z]{3}$", "example": "EUR" });
        }
        ValueShape::Language => {
            let tags = Language::ALL.map(|(tag, _)| tag);
            text("Language", "A language of documents and findings.", json!({ "enum": tags }))
        }
        ValueShape::Label => {
            let doc = "An id, a name or another text of one line.";
            text("Label", doc, json!({ "minLength": 1, "maxLength": LABEL_MAX }))
        }
        ValueShape::Date => {
            let doc = format!("A civil date (ISO 8601) from {YEAR_MIN} to {YEAR_MAX}.");
            let pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
            text("RequestDate", &doc, json!({ "format": "date", "pattern": pattern }))
        }
        ValueShape::CommonEnd => {
            let doc = "A date, or `latest`: the latest day on which the new term of any holding \
                would end.";
            let pattern = "^(latest|[0-9]{4}-[0-9]{2}-[0-9]{2})$";
            text("RequestCommonEnd", doc, json!({ "pattern": pattern }))
        }
        ValueShape::Percentage => {
            let doc = "A percentage of at most 100%, with at most six decimals.";
            let pattern = "^[0-9]{1,3}(\\.[0-9]{1,6})?%$";
            text("RequestPercentage", doc, json!({ "pattern": pattern, "example": "21%" }))
        }
        ValueShape::Amount => {
            let doc = "An amount with at most as many decimals as the currency has.";
            let pattern = "^[0-9]{1,16}(\\.[0-9]{1,4})?$";
            text("RequestAmount", doc, json!({ "pattern": pattern, "example": "120000.00" }))
        }
        ValueShape::UnitPrice => {
            let doc = "The price of one unit, with at most six decimals.";
            let pattern = "^[0-9]{1,16}(\\.[0-9]{1,6})?$";
            text("RequestUnitPrice", doc, json!({ "pattern": pattern, "example": "64.26" }))
        }
        ValueShape::Flag => return json!({ "type": "boolean" }),
        ValueShape::OneOrMore(shape) => {
            let one = value(ValueShape::Table(shape), schemas);
            let list = json!({ "type": "array", "items": one, "minItems": 1, "maxItems": 10 });
            return json!({ "oneOf": [one, list] });
        }
        ValueShape::Table(shape) => (format!("Request{}", shape.name), table(shape, schemas)),
    };
    let reference = format!("#/components/schemas/{name}");
    schemas.insert(name, schema);
    json!({ "$ref": reference })
}

/// A text, by its name, with what holds of it besides.
fn text(name: &str, description: &str, mut schema: Value) -> (String, Value) {
    schema["type"] = "string".into();
    schema["description"] = description.into();
    (name.to_owned(), schema)
}

/// The sentences of a doc comment, whose lines begin with a space.
fn sentences(doc: &str) -> String {
    doc.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
}
