//! Answers that several addresses share, for the description of the API.

use utoipa::IntoResponses;

use crate::web::error::ProblemDetailsJson;

/// Problem details, as an answer.
pub(in crate::web) type ProblemDetails = ProblemDetailsJson<'static>;

/// What any address of the API may answer, before it looks at the request.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it is described and never made")]
pub(in crate::web) enum CommonAnswers {
    /// This network address sent too many requests
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(ProblemDetails),
    /// A bug in the estimator
    #[response(status = 500, content_type = "application/problem+json")]
    Bug(ProblemDetails),
    /// The estimator is busy; `retry-after` says when to try again
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(ProblemDetails),
}

/// What an address that takes a request may answer besides, where there is no price.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it is described and never made")]
pub(in crate::web) enum UnreadAnswers {
    /// The body is no request, or a query parameter is unknown; all that is wrong is told at once,
    /// with what the rules refuse of what is not
    #[response(status = 400, content_type = "application/problem+json")]
    Broken(ProblemDetails),
    /// The request did not arrive in time
    #[response(status = 408, content_type = "application/problem+json")]
    TooSlow(ProblemDetails),
    /// The body has more than 256 KiB
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(ProblemDetails),
    /// The body is not JSON in UTF-8, or it is compressed
    #[response(status = 415, content_type = "application/problem+json")]
    WrongType(ProblemDetails),
}
