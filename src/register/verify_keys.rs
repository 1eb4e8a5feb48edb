//! Whether the keys of a register are those that its log knows.

use serde_json::Value;

use super::error::RegisterError;
use super::expected::Expected;
use super::key::AccessKey;
use super::sql;
use super::store::Db;
use super::verification::RegisterVerification;

impl Db<'_> {
    pub(super) fn verify_keys(
        &self,
        expected: &Expected,
        found: &mut RegisterVerification,
    ) -> Result<(), RegisterError> {
        let there = self.all(sql::KEYS, &[], AccessKey::of_row)?;
        for key in &there {
            let place = format!("key {}", key.id);
            let Some(wanted) = expected.keys.get(&key.id) else {
                found.fault(place, "the log does not know it");
                continue;
            };
            let said = |name: &str| wanted.data.get(name).and_then(Value::as_str);
            found.equal(&place, "account", (Some(&*key.account), said("account")));
            found.equal(&place, "sha256", (Some(&*key.sha256), said("key_sha256")));
            found.equal(&place, "expires_at", (key.expires_at.as_deref(), said("expires_at")));
            found.equal(&place, "made_at", (&key.made_at, &wanted.made_at));
            found.equal(&place, "revoked_at", (&key.revoked_at, &wanted.revoked_at));
        }
        for id in expected.keys.keys() {
            if !there.iter().any(|key| key.id == *id) {
                found.fault(format!("key {id}"), "it is in the log, and not there");
            }
        }
        Ok(())
    }
}
