//! Who may do what.

use serde_json::Value;

use crate::engine::digest::{hex, sha256};
use crate::engine::percent::Percent;
use crate::engine::text::has_unsafe;
use crate::engine::worded::worded;

use super::chain::{EventData, EventKind};
use super::database::DatabaseRow;
use super::error::RegisterError;
use super::moment::Moment;
use super::sql;
use super::store::{Db, Register, Writing};
use super::values::values;

/// The most characters of an account's id, and of a name.
pub const NAME_MAX: usize = 200;

worded! {
    /// What an account is for. An admin may do what every other role may.
    pub enum Role {
        /// Registers and sends quotes.
        Rep = "rep",
        /// Approves them.
        Approver = "approver",
        /// Registers whole tables, and follows what became of them.
        Finance = "finance",
        /// Keeps the register.
        Admin = "admin",
    }
    /// The word that is stored.
    fn word
}

/// Somebody who may do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterAccount {
    /// Its id.
    pub id: String,
    /// The name of the person.
    pub name: String,
    /// The name that a proxy gives it.
    pub proxy_user: Option<String>,
    /// What it is for.
    pub role: Role,
    /// The highest additional discount that it may approve; `None`: any.
    pub limit: Option<Percent>,
    /// When it ended.
    pub ended_at: Option<String>,
}

/// Who acts, and how the register knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// How it came in: `cli:` and the user of the system.
    pub by: String,
    /// The account that it acts as.
    pub account: String,
}

/// Who an event is by: an account, or a customer with a link, who has none.
#[derive(Debug, Clone, Copy)]
pub(super) struct EventAuthor<'a> {
    /// How it came in.
    pub(super) by: &'a str,
    pub(super) account: Option<&'a str>,
}

impl<'a> From<&'a Actor> for EventAuthor<'a> {
    fn from(actor: &'a Actor) -> Self {
        Self { by: &actor.by, account: Some(&actor.account) }
    }
}

impl RegisterAccount {
    /// Whether its role is one of these, or `admin`.
    #[must_use]
    pub fn is_one_of(&self, roles: &[Role]) -> bool {
        self.role == Role::Admin || roles.contains(&self.role)
    }

    pub(super) fn of_row(row: &DatabaseRow<'_>) -> Result<Self, RegisterError> {
        let role: String = row.get(3)?;
        let limit: Option<String> = row.get(4)?;
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            proxy_user: row.get(2)?,
            role: super::state::by_word(&Role::ALL, &role).unwrap_or(Role::Rep),
            limit: limit.and_then(|text| Percent::parse(&text).ok()),
            ended_at: row.get(5)?,
        })
    }
}

impl Db<'_> {
    pub(super) fn account(&self, id: &str) -> Result<Option<RegisterAccount>, RegisterError> {
        self.first(sql::ACCOUNT, values![id], RegisterAccount::of_row)
    }
}

impl Writing<'_> {
    /// The account of who acts, where its role is one of these.
    pub(super) fn acting(
        &self,
        actor: &Actor,
        roles: &[Role],
    ) -> Result<RegisterAccount, RegisterError> {
        let account = self.acting_in_any_role(actor)?;
        if account.is_one_of(roles) {
            return Ok(account);
        }
        let words: Vec<&str> = roles.iter().map(|role| role.word()).chain(["admin"]).collect();
        Err(RegisterError::denied(
            "role-too-low",
            format!(
                "`{}` is {}, and this is for {}",
                account.id,
                account.role.word(),
                words.join(", ")
            ),
            "ask one of those, or name another account with --as",
        ))
    }

    /// The account of who acts: the owner of a quote, or one of these roles.
    pub(super) fn acting_for(
        &self,
        actor: &Actor,
        owner: &str,
        roles: &[Role],
    ) -> Result<RegisterAccount, RegisterError> {
        let account = self.acting_in_any_role(actor)?;
        if account.id == owner { Ok(account) } else { self.acting(actor, roles) }
    }

    /// The account of who acts.
    pub(super) fn acting_in_any_role(
        &self,
        actor: &Actor,
    ) -> Result<RegisterAccount, RegisterError> {
        let Some(account) = self.db.account(&actor.account)? else {
            return Err(RegisterError::denied(
                "unknown-account",
                format!("the register has no account `{}`", actor.account),
                "an admin adds one with `reinstate register account add`; --as names another",
            ));
        };
        if account.ended_at.is_some() {
            return Err(RegisterError::denied(
                "account-ended",
                format!("the account `{}` has ended", account.id),
                "name another with --as",
            ));
        }
        Ok(account)
    }

    /// Whether no account has the name yet that a proxy gives somebody.
    fn check_proxy_user(&self, user: &str) -> Result<(), RegisterError> {
        let taken =
            self.db.first(sql::ACCOUNT_OF_PROXY_USER, values![user], RegisterAccount::of_row)?;
        let Some(account) = taken else { return Ok(()) };
        Err(RegisterError::denied(
            "proxy-user-taken",
            format!("`{user}` is the account `{}` already", account.id),
            "one user of a proxy is one account, also after that has ended",
        ))
    }

    /// Adds an account, with its event.
    pub(super) fn add_account(
        &self,
        by: &str,
        account: &RegisterAccount,
    ) -> Result<(), RegisterError> {
        check_name("the id of an account", &account.id)?;
        check_name("the name of an account", &account.name)?;
        if let Some(user) = &account.proxy_user {
            check_name("the user of a proxy", user)?;
            self.check_proxy_user(user)?;
        }
        if self.db.account(&account.id)?.is_some() {
            return Err(RegisterError::denied(
                "account-exists",
                format!("there is an account `{}` already", account.id),
                "choose another id: an account that ended is not used again",
            ));
        }
        let limit = account.limit.map(|limit| limit.to_string());
        let RegisterAccount { id, name, proxy_user, role, .. } = account;
        self.db.run(sql::INSERT_ACCOUNT, values![id, name, proxy_user, role.word(), limit])?;
        let mut data = EventData::from([
            ("account", Value::from(id.as_str())),
            ("name_sha256", Value::from(name_sha256(id, name))),
            ("role", Value::from(role.word())),
        ]);
        data.extend(limit.map(|limit| ("limit", Value::from(limit))));
        // Often a mail address: like the name, it is no more than compared.
        let user = proxy_user.as_ref().map(|user| Value::from(name_sha256(id, user)));
        data.extend(user.map(|digest| ("proxy_user_sha256", digest)));
        self.log(by, EventKind::AccountAdded, None, &data)?;
        Ok(())
    }
}

impl Register {
    /// Adds an account.
    ///
    /// # Errors
    /// Who acts is no admin, or the id is taken.
    pub fn add_account(
        &mut self,
        actor: &Actor,
        account: &RegisterAccount,
        now: Moment,
    ) -> Result<(), RegisterError> {
        self.write(now, |writing| {
            writing.acting(actor, &[])?;
            writing.add_account(&actor.by, account)
        })
    }

    /// Ends an account: it is kept, for what it did.
    ///
    /// # Errors
    /// Who acts is no admin, there is no such account, or it is the last admin.
    pub fn end_account(
        &mut self,
        actor: &Actor,
        id: &str,
        now: Moment,
    ) -> Result<(), RegisterError> {
        self.write(now, |writing| {
            writing.acting(actor, &[])?;
            let accounts = writing.db.all(sql::ACCOUNTS, &[], RegisterAccount::of_row)?;
            let still = |one: &&RegisterAccount| one.ended_at.is_none();
            if !accounts.iter().filter(still).any(|one| one.id == id) {
                return Err(RegisterError::unknown("account", id));
            }
            let is_admin = |one: &RegisterAccount| one.role == Role::Admin && one.id != id;
            if !accounts.iter().filter(still).any(is_admin) {
                return Err(RegisterError::denied(
                    "last-admin",
                    format!("`{id}` is the last admin"),
                    "add another admin first",
                ));
            }
            writing.db.run(sql::END_ACCOUNT, values![writing.now.to_string(), id])?;
            let data = EventData::from([("account", Value::from(id))]);
            writing.log(&actor.by, EventKind::AccountEnded, None, &data)?;
            Ok(())
        })
    }

    /// All accounts, by their ids.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn accounts(&self) -> Result<Vec<RegisterAccount>, RegisterError> {
        self.read(|db| db.all(sql::ACCOUNTS, &[], RegisterAccount::of_row))
    }
}

/// What the log holds instead of the name of a person.
pub(super) fn name_sha256(id: &str, name: &str) -> String {
    hex(&sha256(format!("reinstate-name-1\n{id}\n{name}").as_bytes()))
}

/// A name: not empty, not too long, on one line.
pub(super) fn check_name(what: &str, text: &str) -> Result<(), RegisterError> {
    match name_fault(text) {
        None => Ok(()),
        Some(wrong) => {
            Err(RegisterError::denied("wrong-field", format!("{what} {wrong}"), "change it"))
        }
    }
}

/// What is wrong with a name, as the rest of a sentence about it.
pub(super) fn name_fault(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        Some("is empty".to_owned())
    } else if text.chars().count() > NAME_MAX {
        Some(format!("has more than {NAME_MAX} characters"))
    } else if has_unsafe(text) {
        Some("holds characters that show nothing or steer a terminal".to_owned())
    } else {
        None
    }
}
