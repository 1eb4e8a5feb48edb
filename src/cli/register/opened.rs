//! The register that a command works on, and who acts.

use std::path::PathBuf;

use serde_json::Value;

use crate::cli::args::RegisterArguments;
use crate::cli::clock::now;
use crate::cli::error::CommandError;
use crate::cli::global::Global;
use crate::engine::calendar::Date;
use crate::register::{Actor, LookedAt, Moment, Register, RegisterError, RevisionRow};

/// A register, with who acts.
pub(super) struct Opened {
    pub(super) register: Register,
    pub(super) actor: Actor,
    clock: fn() -> Moment,
}

impl Opened {
    pub(super) fn of(global: &Global, wanted: &RegisterArguments) -> Result<Self, CommandError> {
        let (path, blamed) = path(global, wanted)?;
        let register = Register::open(&path).map_err(|error| blamed(error.into()))?;
        Ok(Self { register, actor: actor(wanted)?, clock: now })
    }

    /// What time it is: read anew for each transaction, of which a long command has many.
    pub(super) fn now(&self) -> Moment {
        (self.clock)()
    }

    /// What stands in a register under a number now: the document that is named, or else the one
    /// that the quote shows. Who acts means that one, whatever becomes of the quote meanwhile.
    pub(super) fn seen(&self, name: &str) -> Result<Seen, CommandError> {
        let (history, named) = self.register.history(name, self.now())?;
        let rev = named.unwrap_or(history.shown_rev);
        let number = history.quote.number;
        let mut revisions = history.revisions.into_iter().map(|(revision, _, _)| revision);
        let revision = revisions.find(|one| one.rev == rev);
        let revision = revision.ok_or_else(|| RegisterError::unknown("quote", &number))?;
        Ok(Seen { number, quote_sha256: revision.quote_sha256 })
    }

    /// The person that a revision is for, and their address, as its request says.
    pub(super) fn contact(&self, revision: &RevisionRow) -> Result<(String, String), CommandError> {
        let content = self.register.content(&revision.number, revision.rev)?.unwrap_or_default();
        let content: Value = serde_json::from_slice(&content).unwrap_or_default();
        let said = |key: &str| {
            let text = content.pointer("/customer").and_then(|customer| customer.get(key));
            text.and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        Ok((said("contact"), said("email")))
    }

    /// The day that it is in the zone of the register.
    pub(super) fn today(&self) -> Date {
        self.register.settings().zone.day(self.now())
    }
}

/// A document that somebody acts on.
pub(super) struct Seen {
    /// The number of its quote.
    pub(super) number: String,
    pub(super) quote_sha256: String,
}

impl Seen {
    pub(super) fn looked_at(&self) -> LookedAt<'_> {
        LookedAt { number: &self.number, quote_sha256: Some(&self.quote_sha256) }
    }
}

/// Says which file or variable named a register that cannot be used.
type Blamed = Box<dyn Fn(CommandError) -> CommandError>;

/// Where the register is.
pub(super) fn path(
    global: &Global,
    wanted: &RegisterArguments,
) -> Result<(PathBuf, Blamed), CommandError> {
    let Some(held) = global.register(wanted.register.as_deref()) else {
        return Err(CommandError::usage(
            "there is no register",
            "name one with --register FILE, with REINSTATE_REGISTER, or with `register` in \
             reinstate.toml; `reinstate register init --register FILE --zone ZONE` makes one",
        ));
    };
    let (path, from) = (held.value, held.from);
    Ok((path, Box::new(move |error| from.blamed("register", error))))
}

/// Who acts: the account that was named, or the user of the system.
pub(super) fn actor(wanted: &RegisterArguments) -> Result<Actor, CommandError> {
    let user = whoami::username().ok().filter(|user| !user.is_empty());
    let account = match (&wanted.account, &user) {
        (Some(account), _) => account.clone(),
        (None, Some(user)) => user.clone(),
        (None, None) => {
            return Err(CommandError::usage(
                "the system does not say who its user is",
                "name an account with --as",
            ));
        }
    };
    let by = format!("cli:{}", user.as_deref().unwrap_or("unknown"));
    Ok(Actor { by, account })
}
