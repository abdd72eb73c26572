//! When a change was made, by the county's reckoning.

use protocol::clock::{ClockV1, ContactsV1};

use super::Arrival;
use crate::db::Reader;
use crate::error::Error;
use crate::trusted::{Trusted, trusted};

/// The same for a change that was never here, from a phone enrolled then.
pub(super) fn new(arrival: &Arrival<'_>, made: &ClockV1, enrolled_ms: i64) -> Trusted {
    placed(arrival, made)
        .unwrap_or_else(|| trusted(made, arrival.contacts, enrolled_ms, arrival.now))
}

/// Where its contacts alone tell.
fn placed(arrival: &Arrival<'_>, made: &ClockV1) -> Option<Trusted> {
    let contacts = arrival.contacts.filter(|known| known.near.is_some())?;
    let after_ms = contacts.after_ms?.min(arrival.now);
    Some(trusted(made, Some(contacts), after_ms, arrival.now))
}

/// The moment that a step or report of this phone dates `wall_ms`, by the clock it was made with;
/// never later than its arrival.
pub(super) fn moment(
    reader: &mut Reader<'_>,
    arrival: &Arrival<'_>,
    wall_ms: i64,
) -> Result<i64, Error> {
    let made = match arrival.made_at {
        Some(made) => made.clone(),
        None => {
            let kept = reader.first(
                "select made_at from change where county_id = $1 and change_id = $2",
                &[arrival.county.id.into(), arrival.change_id.into()],
            )?;
            let kept = kept.ok_or(Error::Stored { what: "a change" })?;
            kept.json("made_at")?
        }
    };
    let before = made.wall_ms.saturating_sub(wall_ms).max(0);
    let at = when(reader, arrival, &made)?.earlier(before);
    Ok(at.at_ms.min(arrival.now))
}

/// The moment that the phone of this change dates `made`.
pub(super) fn when(
    reader: &mut Reader<'_>,
    arrival: &Arrival<'_>,
    made: &ClockV1,
) -> Result<Trusted, Error> {
    // The usual case asks the database nothing.
    if let Some(placed) = placed(arrival, made) {
        return Ok(placed);
    }
    let kept = reader.first(
        "select contacts, received_ms from change where county_id = $1 and change_id = $2",
        &[arrival.county.id.into(), arrival.change_id.into()],
    )?;
    // One that was set aside is here since it came first, with what came with it.
    let (contacts, received_ms) = match kept {
        None => (arrival.contacts.cloned(), arrival.now),
        Some(row) => {
            let contacts = row
                .optional_text("contacts")?
                .and_then(|text| serde_json::from_str::<ContactsV1>(&text).ok());
            (contacts, row.int("received_ms")?)
        }
    };
    let device = reader.first(
        "select enrolled_ms from device where county_id = $1 and device_id = $2",
        &[arrival.county.id.into(), arrival.device.id.into()],
    )?;
    let enrolled_ms = device
        .map(|row| row.int("enrolled_ms"))
        .transpose()?
        .unwrap_or(i64::MIN);
    Ok(trusted(made, contacts.as_ref(), enrolled_ms, received_ms))
}
