//! Who gets where: every role at every route of the table that the router is built from.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use tower::ServiceExt as _;

use super::access::table;
use super::route::{GuardedRoute, Who};
use super::writer::Clock;
use crate::document::fallback::UserFonts;
use crate::document::pdf::PaperChoice;
use crate::engine::book::Shelf;
use crate::engine::calendar::Date;
use crate::register::{
    Actor, Moment, NewSession, NumberFormat, Register, RegisterAccount, RegisterSettings, Role,
    SampleBooks, VendorApproval, Zone, token_sha256,
};
use crate::web::estimator::{Estimator, Setup};
use crate::web::register::desk::{RegisterDesk, RegisterSetup};
use crate::web::router::router;

const NOW: &str = "2026-11-24T12:00:00.000Z";

pub(super) fn now() -> Moment {
    Moment::parse(NOW).expect("a moment")
}

pub(super) fn root() -> Actor {
    Actor { by: "cli:root".to_owned(), account: "root".to_owned() }
}

/// An empty register, and where it is.
pub(super) fn empty_register(folder: &Path) -> (PathBuf, Register) {
    let place = folder.join("quotes.db");
    let settings = RegisterSettings {
        name: "Meridian".to_owned(),
        zone: Zone::of("Europe/Amsterdam").expect("a zone"),
        number_format: NumberFormat::parse("Q-{year}-{n:5}").expect("a format"),
        samples: SampleBooks::Refused,
        vendor_approval: VendorApproval::NotWaitedFor,
        retention_years: 7,
    };
    let register = Register::create(&place, &settings, &root(), now()).expect("a register");
    (place, register)
}

/// An estimator with an empty register, and a key for an account of each role.
fn served(folder: &Path) -> (Router, Vec<(Role, String)>) {
    served_at(folder, Box::new(now))
}

/// The same with a clock.
fn served_at(folder: &Path, clock: Clock) -> (Router, Vec<(Role, String)>) {
    let (place, mut register) = empty_register(folder);
    let root = root();
    let keys = Role::ALL.iter().zip(1..).map(|((word, role), count)| {
        let id = if *role == Role::Admin { "root" } else { word };
        if *role != Role::Admin {
            let account = RegisterAccount {
                id: id.to_owned(),
                name: id.to_owned(),
                proxy_user: None,
                role: *role,
                limit: None,
                ended_at: None,
            };
            register.add_account(&root, &account, now()).expect("an account");
        }
        let last_day = Date::from_ymd_opt(2026, 11, 24);
        let key = register.make_key(&root, id, (&[count; 32], last_day), now()).expect("a key");
        (*role, key.secret)
    });
    let keys = keys.collect();
    let desk = RegisterDesk::open(RegisterSetup {
        place,
        clock,
        random: || Ok([7; 32]),
        book_text: Box::new(|_| None),
        base_url: None,
        own_only: false,
        paper: PaperChoice::from(None),
        user_header: None,
    });
    let estimator = Estimator::of(Setup {
        shelf: Shelf::default(),
        today: Box::new(|| Date::MIN),
        brand: None,
        fonts: UserFonts::NONE,
        rate: None::<NonZeroU32>,
        proxies: Vec::new(),
        embed_origins: Vec::new(),
        workers: 2,
        waiting_max: 64,
    });
    let estimator = estimator.expect("threads").with_register(desk.expect("a register"));
    (router(Arc::new(estimator)), keys)
}

async fn status(router: &Router, method: &Method, path: &str, key: Option<&str>) -> StatusCode {
    let path = path.replace("{number}", "Q-2026-00001").replace("{rev}", "1");
    let path = path.replace("{token}", "no-token");
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "x");
    if let Some(key) = key {
        request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
    }
    let request = request.body(Body::empty()).expect("a request");
    router.clone().oneshot(request).await.expect("an answer").status()
}

/// Every role at every route: it gets past the guard, or it does not, as the table has it.
#[tokio::test]
async fn roles_get_where_the_table_lets_them_and_nowhere_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let (router, keys) = served(folder.path());
    let mut refused = 0;
    for GuardedRoute { method, path, who, .. } in table() {
        let Who::Key(roles) = who else { continue };
        for stranger in [None, Some("rk_of-nobody")] {
            let answered = status(&router, &method, path, stranger).await;
            assert_eq!(answered, StatusCode::UNAUTHORIZED, "{method} {path}");
        }
        for (role, key) in &keys {
            let answered = status(&router, &method, path, Some(key)).await;
            let may = *role == Role::Admin || roles.contains(role);
            // What lies behind has no quote to work on, and says so in other ways.
            assert_ne!(answered, StatusCode::UNAUTHORIZED, "{method} {path} {role:?}");
            assert_eq!(answered != StatusCode::FORBIDDEN, may, "{method} {path} {role:?}");
            refused += usize::from(!may);
        }
    }
    // By hand: reps at events, pipeline and head; reps and finance at approvals and annulling.
    assert_eq!(refused, 3 + 2 * 2);
}

/// The key is remembered, and nothing is written. In winter the day ends in Amsterdam at 23:00 in
/// UTC.
#[tokio::test]
async fn a_key_that_is_remembered_ends_when_its_day_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let is_late = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&is_late);
    let late = Moment::parse("2026-11-24T23:00:00.000Z").expect("a moment");
    let clock = move || if seen.load(Ordering::Relaxed) { late } else { now() };
    let (router, keys) = served_at(folder.path(), Box::new(clock));
    let (_, key) = keys.first().expect("a key");
    let read = || status(&router, &Method::GET, "/api/v1/register/quotes", Some(key));
    assert_eq!((read().await, read().await), (StatusCode::OK, StatusCode::OK));
    is_late.store(true, Ordering::Relaxed);
    assert_eq!(read().await, StatusCode::UNAUTHORIZED);
    is_late.store(false, Ordering::Relaxed);
    assert_eq!(read().await, StatusCode::OK);
}

/// Who comes with a link needs no key, and a key opens nothing more.
#[tokio::test]
async fn behind_links_a_key_makes_no_difference() {
    let folder = tempfile::tempdir().expect("a folder");
    let (router, keys) = served(folder.path());
    let of_links = table().into_iter().filter(|route| route.who == Who::Link);
    let mut answers = Vec::new();
    for GuardedRoute { method, path, .. } in of_links {
        let plain = status(&router, &method, path, None).await;
        for (role, key) in &keys {
            let answered = status(&router, &method, path, Some(key)).await;
            assert_eq!(answered, plain, "{method} {path} {role:?}");
        }
        answers.push((path, plain.as_u16()));
    }
    // No link has that token, which is told on its page alone, and what was sent is no form.
    let expected = [
        ("/q/{token}", 404),
        ("/q/{token}/accept", 303),
        ("/q/{token}/decline", 303),
        ("/q/{token}/accept", 415),
        ("/q/{token}/decline", 415),
        ("/assets/link.css", 200),
    ];
    assert_eq!(answers, expected);
}

/// The same for people: each is signed in anew, since one of the forms signs out.
#[tokio::test]
async fn people_get_where_the_table_lets_them_and_nowhere_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let (router, keys) = served(folder.path());
    let mut register = Register::open(&folder.path().join("quotes.db")).expect("a register");
    let (mut refused, mut count, mut forged) = (0, 0, 0);
    for GuardedRoute { method, path, who, .. } in table() {
        let Who::Team(roles) = who else { continue };
        for stranger in ["", "reinstate=nobody's"] {
            let answered = page(&router, (&method, path), (stranger, CSRF)).await;
            assert_eq!(answered, StatusCode::UNAUTHORIZED, "{method} {path}");
        }
        for (role, key) in &keys {
            count += 1;
            let token = format!("token-{count}");
            let digest = token_sha256(&token);
            let given = NewSession { key, token_sha256: &digest, csrf: CSRF };
            register.sign_in(given, now()).expect("signed in");
            let cookie = format!("reinstate={token}");
            if method == Method::POST {
                for csrf in ["", "form-of-another"] {
                    let answered = page(&router, (&method, path), (&cookie, csrf)).await;
                    assert_eq!(answered, StatusCode::FORBIDDEN, "{path}: a form from elsewhere");
                    forged += 1;
                }
            }
            let answered = page(&router, (&method, path), (&cookie, CSRF)).await;
            let may = *role == Role::Admin || roles.contains(role);
            assert_ne!(answered, StatusCode::UNAUTHORIZED, "{method} {path} {role:?}");
            assert_eq!(answered != StatusCode::FORBIDDEN, may, "{method} {path} {role:?}");
            refused += usize::from(!may);
        }
    }
    // By hand: reps at the pipeline; reps and finance at deciding, accepting late and annulling.
    assert_eq!(refused, 1 + 3 * 2);
    // By hand: signing out, registering, sending, another link, deciding, accepting, accepting
    // late, declining, withdrawing and annulling take forms; twice from each of four roles.
    assert_eq!(forged, 2 * 4 * 10);
}

const CSRF: &str = "form";

/// A page or a form, with all that the form of somebody signed in carries.
async fn page(
    router: &Router,
    (method, path): (&Method, &str),
    (cookie, csrf): (&str, &str),
) -> StatusCode {
    let path = path.replace("{number}", "Q-2026-00001").replace("{rev}", "1");
    let path = path.replace("{file}", "quote.json");
    let request = Request::builder().method(method).uri(path).header(header::HOST, "x");
    let request = request.header(header::COOKIE, cookie);
    let request = request.body(Body::from(format!("csrf={csrf}"))).expect("a request");
    router.clone().oneshot(request).await.expect("an answer").status()
}

/// No method and no path leads past the table.
#[tokio::test]
async fn what_is_not_in_the_table_is_answered_by_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let (router, keys) = served(folder.path());
    let mut methods: BTreeMap<&str, Vec<Method>> = BTreeMap::new();
    for route in table() {
        methods.entry(route.path).or_default().push(route.method);
    }
    let all = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    for (path, known) in methods {
        for method in all.iter().filter(|method| !known.contains(method)) {
            for (_, key) in &keys {
                let answered = status(&router, method, path, Some(key)).await;
                assert_eq!(answered, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            }
        }
    }
    for path in ["/api/v1/register", "/api/v1/register/accounts", "/api/v1/register/keys"] {
        let answered = status(&router, &Method::GET, path, Some(&keys[0].1)).await;
        assert_eq!(answered, StatusCode::NOT_FOUND, "{path}");
    }
}
