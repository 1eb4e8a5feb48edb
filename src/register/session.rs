//! Who is signed in to the pages of a register: with a key, for half a day; or by the name that a
//! proxy gives, which has signed them in already.

use super::account::RegisterAccount;
use super::error::RegisterError;
use super::moment::Moment;
use super::sql;
use super::store::Register;
use super::values::values;

/// So many seconds somebody stays signed in, unless the key has an end before: twelve hours.
pub const SESSION_SECONDS: u32 = 12 * 60 * 60;

/// A session that begins.
#[derive(Debug, Clone, Copy)]
pub struct NewSession<'a> {
    /// What is secret of the key that somebody signs in with.
    pub key: &'a str,
    /// SHA-256 of the token that their browser keeps, in hexadecimal digits.
    pub token_sha256: &'a str,
    /// What each form that they send has to carry.
    pub csrf: &'a str,
}

/// A session that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterSession {
    /// Whose it is.
    pub account: RegisterAccount,
    /// What each form of it has to carry.
    pub csrf: String,
    /// From when on it does not run any more, in UTC.
    pub expires_at: String,
}

impl Register {
    /// Signs somebody in with a key. Sessions that are over are cleared away.
    ///
    /// # Errors
    /// The key is unknown, has expired or was revoked, or its account has ended.
    pub fn sign_in(
        &mut self,
        given: NewSession<'_>,
        now: Moment,
    ) -> Result<RegisterSession, RegisterError> {
        self.write(now, |writing| {
            let holder = writing.db.key_holder(given.key)?;
            holder.check_works(now)?;
            let account = holder.account;
            writing.db.run(sql::END_OLD_SESSIONS, values![now.to_string()])?;
            let half_a_day = now.seconds_later(SESSION_SECONDS).to_string();
            let expires_at = match holder.key.expires_at {
                Some(end) if end < half_a_day => end,
                Some(_) | None => half_a_day,
            };
            let csrf = given.csrf.to_owned();
            writing.db.run(
                sql::INSERT_SESSION,
                values![given.token_sha256, account.id, csrf, expires_at],
            )?;
            Ok(RegisterSession { account, csrf, expires_at })
        })
    }

    /// The session of a token, by its digest; `None` where there is none, it is over, or its
    /// account has ended.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn session_of(
        &self,
        token_sha256: &str,
        now: Moment,
    ) -> Result<Option<RegisterSession>, RegisterError> {
        self.read(|db| {
            let found = db.first(sql::SESSION, values![token_sha256], |row| {
                Ok((row.get::<String>(0)?, row.get(1)?, row.get::<String>(2)?))
            })?;
            let Some((id, csrf, expires_at)) = found else { return Ok(None) };
            let account = db.account(&id)?.filter(|account| account.ended_at.is_none());
            let is_over = expires_at <= now.to_string();
            let account = account.filter(|_| !is_over);
            Ok(account.map(|account| RegisterSession { account, csrf, expires_at }))
        })
    }

    /// Ends a session, by the digest of its token; one that is not there has ended already.
    ///
    /// # Errors
    /// The register cannot be written.
    pub fn sign_out(&mut self, token_sha256: &str, now: Moment) -> Result<(), RegisterError> {
        self.write(now, |writing| writing.db.run(sql::END_SESSION, values![token_sha256]).map(drop))
    }

    /// The account of somebody whom a proxy has signed in, by the name that it gives them.
    ///
    /// # Errors
    /// No account has that name, or it has ended.
    pub fn account_of_proxy_user(&self, user: &str) -> Result<RegisterAccount, RegisterError> {
        let found = self.read(|db| {
            db.first(sql::ACCOUNT_OF_PROXY_USER, values![user], RegisterAccount::of_row)
        })?;
        let hint = "an admin adds an account with `reinstate register account add … --proxy-user`";
        match found {
            None => Err(RegisterError::denied(
                "unknown-account",
                "the register has no account for this user",
                hint,
            )),
            Some(account) if account.ended_at.is_some() => Err(RegisterError::denied(
                "account-ended",
                format!("the account `{}` has ended", account.id),
                hint,
            )),
            Some(account) => Ok(account),
        }
    }
}
