//! The price books: which versions there are, and the ids that a request may name.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;

use crate::document::json::{SCHEMA, written};
use crate::engine::book::{About, Edition, PriceBook, ProductLine, Shelf};
use crate::web::error::WebError;
use crate::web::estimator::{Estimator, SharedEstimator};

use super::answers::{CommonAnswers, ProblemDetails};
use super::reading::NoQuery;

/// The price books of the estimator.
#[derive(Serialize, ToSchema)]
// Not `Books`: clients in Python would take its list of that name for the whole.
#[schema(as = BookList)]
pub(super) struct BooksJson<'a> {
    schema: u32,
    /// By id, the versions by their first day.
    books: Vec<BookJson<'a>>,
}

/// A version of a price book.
#[derive(Serialize, ToSchema)]
#[schema(as = Book)]
struct BookJson<'a> {
    id: &'a str,
    version: &'a str,
    title: &'a str,
    vendor: &'a str,
    status: &'static str,
    /// The first day in force.
    #[schema(format = Date)]
    effective_from: String,
    /// The last day in force; left out where nothing ends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    effective_through: Option<String>,
    currencies: Vec<&'a str>,
    service_levels: Vec<BookNamedJson<'a>>,
    programs: Vec<BookNamedJson<'a>>,
    terms: TermsJson,
    product_lines: Vec<ProductLineJson<'a>>,
}

/// Whole years that a new term may have.
#[derive(Serialize, ToSchema)]
#[schema(as = Terms)]
struct TermsJson {
    min_years: u32,
    max_years: u32,
}

/// An id, and its name for people.
#[derive(Serialize, ToSchema)]
#[schema(as = BookNamed)]
struct BookNamedJson<'a> {
    id: &'a str,
    name: &'a str,
}

/// A product line.
#[derive(Serialize, ToSchema)]
#[schema(as = ProductLine)]
struct ProductLineJson<'a> {
    id: &'a str,
    name: &'a str,
    editions: Vec<BookNamedJson<'a>>,
    releases: Vec<BookNamedJson<'a>>,
}

/// Lists the price books, with the ids that a request may name.
#[utoipa::path(
    get,
    path = "/api/v1/books",
    responses(
        (status = 200, description = "The price books", body = BooksJson),
        (status = 400, description = "The address takes no query parameters", body = ProblemDetails,
            content_type = "application/problem+json"),
        CommonAnswers
    )
)]
pub(super) async fn books(
    State(estimator): State<SharedEstimator>,
    options: Result<Query<NoQuery>, QueryRejection>,
) -> Result<impl IntoResponse, WebError> {
    options.map_err(|error| WebError::query(&error))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text(&estimator)))
}

/// The price books as JSON.
pub(super) fn text(estimator: &Estimator) -> String {
    let shelf = &estimator.shelf;
    let books = shelf.books().map(|book| BookJson::of(shelf, book));
    written(&BooksJson { schema: SCHEMA, books: books.collect() })
}

impl<'a> BookJson<'a> {
    fn of(shelf: &Shelf, book: &'a PriceBook) -> Self {
        let About { id, version, title, vendor, status, effective_from, .. } = book.about();
        let term = book.term();
        Self {
            id,
            version,
            title,
            vendor,
            status: status.word(),
            effective_from: effective_from.to_string(),
            effective_through: shelf.last_day_of(book).map(|day| day.to_string()),
            currencies: book.currencies().iter().map(|currency| currency.code()).collect(),
            service_levels: named(book.levels(), |level| (&level.id, &level.name)),
            programs: named(book.programs(), |program| (&program.id, &program.name)),
            terms: TermsJson { min_years: term.min_years, max_years: term.max_years },
            product_lines: book.lines().iter().map(ProductLineJson::of).collect(),
        }
    }
}

impl<'a> ProductLineJson<'a> {
    fn of(line: &'a ProductLine) -> Self {
        Self {
            id: &line.id,
            name: &line.name,
            editions: named(&line.editions, |Edition { id, name, .. }| (id, name)),
            releases: named(&line.releases, |release| (&release.id, &release.name)),
        }
    }
}

fn named<'a, Item>(
    items: &'a [Item],
    of: impl Fn(&'a Item) -> (&'a String, &'a String),
) -> Vec<BookNamedJson<'a>> {
    items.iter().map(of).map(|(id, name)| BookNamedJson { id, name }).collect()
}
