//! How a register begins.

use std::path::Path;

use serde_json::Value;

use super::account::{Actor, RegisterAccount, Role, check_name};
use super::chain::{EventData, EventKind};
use super::error::RegisterError;
use super::moment::Moment;
use super::schema::SCHEMA;
use super::state::VendorApproval;
use super::store::{Register, RegisterSettings, SampleBooks};

impl Register {
    /// Makes a register in a file that is not there yet, with one account: an admin, whose id and
    /// name are those of who acts.
    ///
    /// # Errors
    /// The file is there already or cannot be written; or a name may not be one.
    pub fn create(
        path: &Path,
        settings: &RegisterSettings,
        actor: &Actor,
        now: Moment,
    ) -> Result<Self, RegisterError> {
        check_name("the name of a register", &settings.name)?;
        Self::make(path, settings, now, |writing| {
            let mut data = created(settings);
            data.insert("schema", Value::from(SCHEMA));
            writing.log(&actor.by, EventKind::Created, None, &data)?;
            writing.add_account(
                &actor.by,
                &RegisterAccount {
                    id: actor.account.clone(),
                    name: actor.account.clone(),
                    proxy_user: None,
                    role: Role::Admin,
                    limit: None,
                    ended_at: None,
                },
            )
        })
    }
}

/// What the first event says: all that a register is. Its schema, which can change, stands beside.
pub(super) fn created(settings: &RegisterSettings) -> EventData {
    EventData::from([
        ("name", Value::from(settings.name.as_str())),
        ("number_format", Value::from(settings.number_format.as_str())),
        ("retention_years", Value::from(settings.retention_years)),
        ("samples", Value::from(settings.samples == SampleBooks::Taken)),
        ("vendor_approval", Value::from(settings.vendor_approval == VendorApproval::BeforeSending)),
        ("zone", Value::from(settings.zone.name())),
    ])
}
