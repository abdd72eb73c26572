//! Changes that come in a bundle. Nobody may be there to mend what the rules refuse, and the phone
//! that made it may be at the bottom of a pond: so a refused one is kept for a person here.

use domain::id::CountyId;
use protocol::push::{ChangeV1, Outcome};

use super::keep::{self, Place};
use super::{Arrival, Device, Incoming, Stop, find};
use crate::county::{County, next_sequence};
use crate::db::Tx;
use crate::error::Error;

/// Receives a change that somebody carried here; whether it was here before, and what became of
/// it. It is never refused, but for an id that another change has already.
pub(crate) fn receive(
    tx: &mut Tx<'_>,
    county: &County,
    device: Device,
    change: &ChangeV1,
    now: i64,
) -> Result<(bool, Outcome), Error> {
    let was_here = is_here(tx, county.id, change)?;
    let incoming = Incoming::read(change.clone());
    let outcome = match super::receive(tx, county, device, &incoming, now) {
        Outcome::Rejected(rejection) if !was_here => {
            let aside =
                tx.savepoint(|tx| set_aside(tx, county, device, &incoming, &rejection.code, now));
            match aside {
                Ok(outcome) => outcome,
                Err(Stop::Fail(error)) => return Err(error),
                Err(_) => Outcome::Rejected(rejection),
            }
        }
        other => other,
    };
    Ok((was_here, outcome))
}

fn is_here(tx: &mut Tx<'_>, county: CountyId, change: &ChangeV1) -> Result<bool, Error> {
    let found = tx.first(
        "select change_id from change where county_id = $1 and change_id = $2",
        &[county.into(), change.change_id.into()],
    )?;
    Ok(found.is_some())
}

fn set_aside(
    tx: &mut Tx<'_>,
    county: &County,
    device: Device,
    incoming: &Incoming,
    code: &str,
    now: i64,
) -> Result<Outcome, Stop> {
    if find(tx, county, incoming.id())?.is_some() {
        return Err(Stop::reject("change_id_reused", "change_id"));
    }
    let mut change = incoming.change.clone();
    // One of the two databases cannot keep it in a text.
    change.record.id.retain(|letter| letter != '\0');
    let sequence = next_sequence(tx, county.id)?;
    let arrival = Arrival::of(incoming, county, device, sequence, now);
    let place = Place::refused(code.to_owned());
    let outcome = keep::outcome(&arrival, &place);
    let kind = incoming.kind.as_deref().unwrap_or_default();
    keep::store(tx, &arrival, &change, kind, &place, &outcome)?;
    super::release::release(tx, county, change.change_id, now)?;
    Ok(outcome)
}
