//! Keys to a register, for programs: whoever shows one is its account.

use serde_json::Value;

use crate::engine::calendar::Date;
use crate::engine::worded::worded;

use super::account::{Actor, RegisterAccount};
use super::chain::{EventData, EventKind};
use super::database::DatabaseRow;
use super::error::RegisterError;
use super::moment::Moment;
use super::sql;
use super::store::{Db, Register, Writing};
use super::token::{TOKEN_BYTES, token, token_sha256};
use super::values::values;

/// What every key begins with, so that it is known for one where it does not belong.
pub const KEY_PREFIX: &str = "rk_";
/// So many digits of a key's digest are its id.
const ID_DIGITS: usize = 12;

/// A key, without what is secret of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessKey {
    /// Its id.
    pub id: String,
    /// The account that it is for.
    pub account: String,
    /// SHA-256 of the key, in hexadecimal digits.
    pub sha256: String,
    /// When it was made, in UTC.
    pub made_at: String,
    /// From when on it does not work any more, in UTC; `None`: it has no end.
    pub expires_at: Option<String>,
    /// When it was revoked, in UTC.
    pub revoked_at: Option<String>,
}

/// A key that was just made: what is secret of it is nowhere else.
pub struct MadeKey {
    /// What is kept of it.
    pub kept: AccessKey,
    /// The key itself.
    pub secret: String,
}

worded! {
    /// Whether a key works.
    pub enum KeyStanding {
        /// It does.
        Valid = "valid",
        /// Its last day has passed.
        Expired = "expired",
        /// An admin revoked it.
        Revoked = "revoked",
        /// Its account has ended.
        AccountEnded = "account ended",
    }
    /// The words that are shown.
    fn word
}

fn id_of(sha256: &str) -> String {
    sha256.chars().take(ID_DIGITS).collect()
}

impl AccessKey {
    fn standing(&self, account: &RegisterAccount, now: Moment) -> KeyStanding {
        if self.revoked_at.is_some() {
            KeyStanding::Revoked
        } else if account.ended_at.is_some() {
            KeyStanding::AccountEnded
        } else if self.expires_at.as_ref().is_some_and(|end| *end <= now.to_string()) {
            KeyStanding::Expired
        } else {
            KeyStanding::Valid
        }
    }

    pub(super) fn of_row(row: &DatabaseRow<'_>) -> Result<Self, RegisterError> {
        Ok(Self {
            id: row.get(0)?,
            account: row.get(1)?,
            sha256: row.get(2)?,
            made_at: row.get(3)?,
            expires_at: row.get(4)?,
            revoked_at: row.get(5)?,
        })
    }
}

/// A key, and whom it was made for.
#[derive(Debug, Clone)]
pub struct KeyHolder {
    /// The account.
    pub account: RegisterAccount,
    pub(super) key: AccessKey,
}

impl KeyHolder {
    /// The id of the key: what a log may say of it.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key.id
    }

    /// Whether the key works at this moment.
    ///
    /// # Errors
    /// It has expired or was revoked, or its account has ended.
    pub fn check_works(&self, now: Moment) -> Result<(), RegisterError> {
        let Self { key, account } = self;
        let (code, what) = match key.standing(account, now) {
            KeyStanding::Valid => return Ok(()),
            KeyStanding::Expired => ("key-expired", format!("the key {} has expired", key.id)),
            KeyStanding::Revoked => ("key-revoked", format!("the key {} was revoked", key.id)),
            KeyStanding::AccountEnded => {
                ("account-ended", format!("the account `{}` has ended", account.id))
            }
        };
        Err(denied(code, what))
    }
}

fn denied(code: &'static str, what: String) -> RegisterError {
    let hint = "an admin makes another one with `reinstate register key make`";
    RegisterError::denied(code, what, hint)
}

impl Register {
    /// Makes a key for an account, of random bytes; it works through a last day, in the zone of the
    /// register.
    ///
    /// # Errors
    /// Who acts is no admin, there is no such account or it has ended, or the last day has passed.
    pub fn make_key(
        &mut self,
        actor: &Actor,
        account: &str,
        (random, last_day): (&[u8; TOKEN_BYTES], Option<Date>),
        now: Moment,
    ) -> Result<MadeKey, RegisterError> {
        let secret = format!("{KEY_PREFIX}{}", token(random));
        let sha256 = token_sha256(&secret);
        let kept = self.write(now, |writing| writing.make_key(actor, account, sha256, last_day))?;
        Ok(MadeKey { kept, secret })
    }

    /// Revokes a key: from then on it does not work, and it is kept for what was done with it.
    /// Whoever signed in to its account has to do so again, whichever key that was done with.
    ///
    /// # Errors
    /// Who acts is no admin, there is no such key, or it was revoked before.
    pub fn revoke_key(
        &mut self,
        actor: &Actor,
        id: &str,
        now: Moment,
    ) -> Result<(), RegisterError> {
        self.write(now, |writing| {
            writing.acting(actor, &[])?;
            let key = writing.db.first(sql::KEY, values![id], AccessKey::of_row)?;
            let key = key.ok_or_else(|| RegisterError::unknown("key", id))?;
            if writing.db.run(sql::REVOKE_KEY, values![writing.now.to_string(), id])? != 1 {
                return Err(RegisterError::denied(
                    "already-revoked",
                    format!("the key {id} of `{}` was revoked before", key.account),
                    "there is nothing left to do",
                ));
            }
            writing.db.run(sql::END_SESSIONS_OF, values![key.account])?;
            let data = EventData::from([
                ("account", Value::from(key.account)),
                ("by", Value::from(actor.account.as_str())),
                ("key", Value::from(id)),
            ]);
            writing.log(&actor.by, EventKind::KeyRevoked, None, &data)?;
            Ok(())
        })
    }

    /// All keys, each with whether it works; those of an account stand together.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn keys(&self, now: Moment) -> Result<Vec<(AccessKey, KeyStanding)>, RegisterError> {
        self.read(|db| {
            let keys = db.all(sql::KEYS, &[], AccessKey::of_row)?;
            let with_standing = keys.into_iter().map(|key| {
                let standing = key.standing(&db.holder(&key)?, now);
                Ok((key, standing))
            });
            with_standing.collect()
        })
    }

    /// The account of whoever shows a key.
    ///
    /// # Errors
    /// The key is unknown, has expired or was revoked, or its account has ended.
    pub fn account_of_key(
        &self,
        secret: &str,
        now: Moment,
    ) -> Result<RegisterAccount, RegisterError> {
        let holder = self.key_holder(secret)?;
        holder.check_works(now)?;
        Ok(holder.account)
    }

    /// Whom a key was made for, whether it works or not.
    ///
    /// # Errors
    /// The key is unknown.
    pub fn key_holder(&self, secret: &str) -> Result<KeyHolder, RegisterError> {
        self.read(|db| db.key_holder(secret))
    }
}

impl Db<'_> {
    /// A key, by what is secret of it, and its account.
    pub(super) fn key_holder(&self, secret: &str) -> Result<KeyHolder, RegisterError> {
        let digest = token_sha256(secret);
        let key = self.first(sql::KEY_OF_DIGEST, values![digest], AccessKey::of_row)?;
        let key = key.ok_or_else(|| denied("unknown-key", "there is no such key".to_owned()))?;
        Ok(KeyHolder { account: self.holder(&key)?, key })
    }

    fn holder(&self, key: &AccessKey) -> Result<RegisterAccount, RegisterError> {
        self.account(&key.account)?.ok_or_else(|| RegisterError::unknown("account", &key.account))
    }
}

impl Writing<'_> {
    fn make_key(
        &self,
        actor: &Actor,
        account: &str,
        sha256: String,
        last_day: Option<Date>,
    ) -> Result<AccessKey, RegisterError> {
        self.acting(actor, &[])?;
        let holder = self.db.account(account)?;
        let holder = holder.ok_or_else(|| RegisterError::unknown("account", account))?;
        if holder.ended_at.is_some() {
            return Err(RegisterError::denied(
                "account-ended",
                format!("the account `{account}` has ended"),
                "make the key for an account that has not",
            ));
        }
        if let Some(day) = last_day.filter(|day| *day < self.today) {
            return Err(RegisterError::denied(
                "wrong-field",
                format!("the key would have expired already, on {day}"),
                "give a day from today on with --expires, or none",
            ));
        }
        let key = AccessKey {
            id: id_of(&sha256),
            account: holder.id,
            sha256,
            made_at: self.now.to_string(),
            expires_at: last_day.map(|day| self.settings.zone.end_of(day).to_string()),
            revoked_at: None,
        };
        self.db.run(
            sql::INSERT_KEY,
            values![key.id, key.account, key.sha256, key.made_at, key.expires_at],
        )?;
        let mut data = EventData::from([
            ("account", Value::from(key.account.as_str())),
            ("by", Value::from(actor.account.as_str())),
            ("key", Value::from(key.id.as_str())),
            ("key_sha256", Value::from(key.sha256.as_str())),
        ]);
        data.extend(key.expires_at.clone().map(|at| ("expires_at", Value::from(at))));
        self.log(&actor.by, EventKind::KeyMade, None, &data)?;
        Ok(key)
    }
}
