//! Whether a register still says what it said: its log whole, and its tables what the log leads to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::engine::book::Shelf;
use crate::engine::digest::{hex, sha256};

use super::account::{RegisterAccount, name_sha256};
use super::error::RegisterError;
use super::expected::{Expected, text};
use super::init::created;
use super::kept_book::{KeptBook, KeptBooks};
use super::recompute::shelf_of;
use super::sql;
use super::store::{Db, Register};
use super::verification::{RegisterVerification, VerifyWanted};
use super::verify_quotes::Verifying;

impl Register {
    /// Verifies the log, the tables, and where that is wanted the amounts.
    ///
    /// # Errors
    /// The register cannot be read; what is wrong in it is no error.
    pub fn verify(&self, wanted: &VerifyWanted) -> Result<RegisterVerification, RegisterError> {
        self.read(|db| {
            let mut found = RegisterVerification::default();
            let expected = db.log_as_it_leads(wanted, &mut found)?;
            let is_whole = wanted.number.is_none();
            if is_whole {
                let created = created(self.settings());
                let created = serde_json::to_value(created).unwrap_or_default();
                db.verify_register(&created, &expected, &mut found)?;
                db.verify_accounts(&expected, &mut found)?;
                db.verify_keys(&expected, &mut found)?;
                db.verify_series(&expected, &mut found)?;
            }
            let books = db.verify_books(&mut found)?;
            let named = BTreeSet::new();
            let mut verifying = Verifying { db, books: &books, named, wanted, found };
            let numbers: Vec<&String> = (expected.quotes.keys())
                .filter(|number| wanted.number.as_ref().is_none_or(|wanted| wanted == *number))
                .collect();
            verifying.quotes(&numbers, &expected);
            if is_whole {
                verifying.strays(&expected)?;
            } else if let Some(number) = &wanted.number
                && !expected.quotes.contains_key(number)
            {
                return Err(RegisterError::unknown("quote", number));
            }
            Ok(verifying.found)
        })
    }
}

impl Db<'_> {
    fn verify_register(
        &self,
        settings: &Value,
        expected: &Expected,
        found: &mut RegisterVerification,
    ) -> Result<(), RegisterError> {
        let at: Option<String> = self.first(sql::SETTINGS, &[], |row| row.get(9))?;
        found.equal("register", "schema", (self.schema()?, expected.schema));
        match &expected.created {
            None => found.fault("register", "the log does not begin with how it was made"),
            Some((created, created_at)) => {
                found.equal("register", "its settings", (settings, created));
                found.equal("register", "created_at", (at.as_ref(), Some(created_at)));
            }
        }
        Ok(())
    }

    fn verify_accounts(
        &self,
        expected: &Expected,
        found: &mut RegisterVerification,
    ) -> Result<(), RegisterError> {
        let there = self.all(sql::ACCOUNTS, &[], RegisterAccount::of_row)?;
        let words = self.all(sql::ACCOUNTS, &[], |row| {
            Ok((row.get::<String>(3)?, row.get::<Option<String>>(4)?))
        })?;
        for (account, (role, limit)) in there.iter().zip(words) {
            let place = format!("account {}", account.id);
            let Some(wanted) = expected.accounts.get(&account.id) else {
                found.fault(place, "the log does not know it");
                continue;
            };
            let said = |key: &str| wanted.data.get(key).and_then(Value::as_str);
            let name = name_sha256(&account.id, &account.name);
            found.equal(&place, "the digest of its name", (Some(&*name), said("name_sha256")));
            found.equal(&place, "role", (Some(&*role), said("role")));
            found.equal(&place, "limit_percent", (limit.as_deref(), said("limit")));
            let user = account.proxy_user.as_deref();
            match said("proxy_user") {
                // An event of before it was digested.
                Some(plain) => found.equal(&place, "proxy_user", (user, Some(plain))),
                None => {
                    let digest = user.map(|user| name_sha256(&account.id, user));
                    let pair = (digest.as_deref(), said("proxy_user_sha256"));
                    found.equal(&place, "the digest of its proxy_user", pair);
                }
            }
            found.equal(&place, "ended_at", (&account.ended_at, &wanted.ended_at));
        }
        for id in expected.accounts.keys() {
            if !there.iter().any(|account| account.id == *id) {
                found.fault(format!("account {id}"), "it is in the log, and not there");
            }
        }
        Ok(())
    }

    /// No number of a series is missing, and the next one follows.
    fn verify_series(
        &self,
        expected: &Expected,
        found: &mut RegisterVerification,
    ) -> Result<(), RegisterError> {
        let mut counts: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for quote in expected.quotes.values() {
            let n = quote.data.get("n").and_then(Value::as_i64).unwrap_or_default();
            counts.entry(text(&quote.data, "series")).or_default().push(n);
        }
        let there =
            self.all(sql::ALL_SERIES, &[], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))?;
        for (series, next) in &there {
            let place = format!("series {series}");
            let mut numbers = counts.remove(series.as_str()).unwrap_or_default();
            numbers.sort_unstable();
            let missing = (1..).zip(&numbers).find(|(expected, n)| expected != *n);
            if let Some((missing, _)) = missing {
                found.fault(&place, format!("the number {missing} is missing or there twice"));
            }
            let last = numbers.last().copied().unwrap_or_default();
            found.equal(&place, "next", (*next, last.saturating_add(1)));
        }
        for series in counts.keys() {
            found.fault(format!("series {series}"), "it is in the log, and not there");
        }
        Ok(())
    }

    /// The texts of the books, by their digests.
    fn verify_books(&self, found: &mut RegisterVerification) -> Result<KeptBooks, RegisterError> {
        let rows = self.all(sql::BOOKS, &[], |row| {
            let texts: [String; 3] = [row.get(0)?, row.get(1)?, row.get(2)?];
            Ok((texts, row.get::<Vec<u8>>(3)?))
        })?;
        let mut books = BTreeMap::new();
        for ([digest, id, version], body) in rows {
            let place = format!("book {digest}");
            if hex(&sha256(&body)) != digest {
                found.fault(&place, "its text was changed");
            }
            let text =
                std::str::from_utf8(&body).map_err(|_| "its price book is no text".to_owned());
            let shelf = text.and_then(shelf_of);
            // What it says of itself: no revision may be left that says so.
            for book in shelf.iter().flat_map(Shelf::books) {
                let said = book.about();
                found.equal(&place, "id and version", ((&id, &version), (&said.id, &said.version)));
            }
            books.insert(digest, KeptBook { id, version, shelf });
        }
        Ok(books)
    }
}
