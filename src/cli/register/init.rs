//! `register init`: a register begins.

use crate::cli::args::{InitArguments, RegisterArguments};
use crate::cli::clock::now;
use crate::cli::error::{CommandError, CommandResult, say};
use crate::cli::global::Global;
use crate::cli::safe::safe;
use crate::engine::text::nearest;
use crate::register::{
    NumberFormat, Register, RegisterPlace, RegisterSettings, SampleBooks, VendorApproval, Zone,
};

use super::opened::{actor, path};

pub(super) fn init(
    global: &Global,
    wanted: &RegisterArguments,
    given: &InitArguments,
) -> CommandResult {
    let (path, blamed) = path(global, wanted)?;
    let zone = Zone::of(&given.zone).ok_or_else(|| {
        let hint = match nearest(&given.zone, Zone::names()) {
            Some(name) => format!("did you mean {name}?"),
            None => "write a name of the IANA database, for example Europe/Amsterdam".to_owned(),
        };
        CommandError::usage(format!("`{}` is no time zone", safe(&given.zone)), hint)
    })?;
    let number_format = NumberFormat::parse(&given.number).map_err(|wrong| {
        let message = format!("the format of the numbers, `{}`: {wrong}", safe(&given.number));
        CommandError::usage(message, "write for example --number 'NL-{year}-{n:5}'")
    })?;
    let place = RegisterPlace::of(&path);
    let settings = RegisterSettings {
        name: given.name.clone().or_else(|| place.stem()).unwrap_or_default(),
        zone,
        number_format,
        samples: if given.samples { SampleBooks::Taken } else { SampleBooks::Refused },
        vendor_approval: if given.vendor_approval {
            VendorApproval::BeforeSending
        } else {
            VendorApproval::NotWaitedFor
        },
        retention_years: given.retention_years,
    };
    let actor = actor(wanted)?;
    let register =
        Register::create(&path, &settings, &actor, now()).map_err(|error| blamed(error.into()))?;
    let head = register.head()?;
    say(&safe(&format!(
        "made {place}: {} in {}, numbers {}, admin {}",
        settings.name,
        zone.name(),
        settings.number_format.as_str(),
        actor.account
    )));
    say(&format!("\nhead {}:{}\n", head.seq, head.hash));
    Ok(())
}
