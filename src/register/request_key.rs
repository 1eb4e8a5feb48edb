//! Requests that are asked again: what was answered once is answered again, and done once.

use super::error::RegisterError;
use super::moment::Moment;
use super::sql;
use super::store::Register;
use super::values::values;

/// The most bytes of a request's key.
pub const REQUEST_KEY_MAX: usize = 128;
/// So many days an answer is kept.
const KEPT_DAYS: u32 = 7;

/// What a client calls a request by, so that asking again is not doing again.
#[derive(Debug, Clone, Copy)]
pub struct RequestKey<'a> {
    /// The account that asks; keys of others are others.
    pub account: &'a str,
    /// The key.
    pub key: &'a str,
    /// A digest of all that is asked for.
    pub fingerprint: &'a str,
}

/// What was answered to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The status of HTTP.
    pub status: u16,
    /// The body.
    pub body: String,
    /// Whether it was answered before, and nothing was done now.
    pub is_repeated: bool,
}

impl Register {
    /// What was answered to a request, where it was asked before and that is kept still.
    ///
    /// # Errors
    /// `key-reused` where the key was used for another request, or the register cannot be read.
    pub fn kept_answer(
        &self,
        key: RequestKey<'_>,
        now: Moment,
    ) -> Result<Option<KeptAnswer>, RegisterError> {
        let RequestKey { account, key, fingerprint } = key;
        let found = self.read(|db| {
            db.first(sql::ANSWER, values![account, key], |row| {
                let (body, at): (String, String) = (row.get(2)?, row.get(3)?);
                let (given, status): (String, u32) = (row.get(0)?, row.get(1)?);
                Ok((given, u16::try_from(status).unwrap_or_default(), body, at))
            })
        })?;
        let ended = now.days_before(KEPT_DAYS).to_string();
        match found {
            None => Ok(None),
            Some((_, _, _, at)) if at < ended => Ok(None),
            Some((given, status, body, _)) if given == fingerprint => {
                Ok(Some(KeptAnswer { status, body, is_repeated: true }))
            }
            Some(_) => Err(RegisterError::denied(
                "key-reused",
                "this idempotency key was used for another request",
                "make a new key for each request; use one again only to ask the same again",
            )),
        }
    }

    /// Does something once for a key, in one transaction with the answer that is kept. What is
    /// denied is not kept: it can be asked again.
    ///
    /// # Errors
    /// That of `work`, or `key-reused` where the key was used for another request.
    pub fn once(
        &mut self,
        key: RequestKey<'_>,
        now: Moment,
        work: impl FnOnce(&mut Self) -> Result<KeptAnswer, RegisterError>,
    ) -> Result<KeptAnswer, RegisterError> {
        self.together(|register| {
            if let Some(kept) = register.kept_answer(key, now)? {
                return Ok(kept);
            }
            let RequestKey { account, key, fingerprint } = key;
            let answer = work(register)?;
            let status = u32::from(answer.status);
            register.write(now, |writing| {
                // One that is not kept any more may still be there.
                writing.db.run(sql::END_ANSWER, values![account, key])?;
                let at = writing.now.to_string();
                let values = values![account, key, fingerprint, status, answer.body, at];
                writing.db.run(sql::INSERT_ANSWER, values)
            })?;
            Ok(answer)
        })
    }

    /// Takes away all answers that are older than they are kept. What is asked for by their keys is
    /// done anew in any case: this makes room, and looks at every answer.
    ///
    /// # Errors
    /// The register cannot be written.
    pub fn end_answers(&mut self, now: Moment) -> Result<(), RegisterError> {
        let ended = now.days_before(KEPT_DAYS).to_string();
        self.write(now, |writing| writing.db.run(sql::END_ANSWERS, values![ended]).map(drop))
    }
}
