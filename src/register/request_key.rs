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
        let RequestKey { account, key, fingerprint } = key;
        self.together(|register| {
            let ended = now.days_before(KEPT_DAYS).to_string();
            let found = register.write(now, |writing| {
                let found = writing.db.first(sql::ANSWER, values![account, key], |row| {
                    let (body, at): (String, String) = (row.get(2)?, row.get(3)?);
                    let (given, status): (String, u32) = (row.get(0)?, row.get(1)?);
                    Ok((given, u16::try_from(status).unwrap_or_default(), body, at))
                })?;
                if found.as_ref().is_some_and(|(_, _, _, at)| *at < ended) {
                    writing.db.run(sql::END_ANSWER, values![account, key])?;
                    return Ok(None);
                }
                Ok(found)
            })?;
            if let Some((given, status, body, _)) = found {
                if given == fingerprint {
                    return Ok(KeptAnswer { status, body, is_repeated: true });
                }
                return Err(RegisterError::denied(
                    "key-reused",
                    "this idempotency key was used for another request",
                    "make a new key for each request; use one again only to ask the same again",
                ));
            }
            let answer = work(register)?;
            let status = u32::from(answer.status);
            register.write(now, |writing| {
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
