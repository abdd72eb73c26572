//! People and teams that came with the roster before the county kept a digest of what it said: how
//! they stood before a screen first changed them is in their history. A line that says no more than
//! that repeats itself, and what a screen changed stands.

use std::collections::HashMap;

use domain::id::CountyId;
use protocol::roster::{PersonRow, TeamRow};
use protocol::row::RoleV1;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::db::Reader;
use crate::error::Error;
use crate::history;
use crate::people::{self, team};

/// Whether the line says of a person what stood before he was changed. A login does not decide it:
/// it is given at screens without a history.
pub(super) fn person(
    reader: &mut Reader<'_>,
    county: CountyId,
    row: &PersonRow,
) -> Result<bool, Error> {
    let Some(now) = people::load(reader, county, row.id)? else {
        return Ok(false);
    };
    let post = reader.first(
        "select rank, post_start, post_end from person where county_id = $1 and person_id = $2",
        &[county.into(), row.id.into()],
    )?;
    let post = post.ok_or_else(Error::not_found)?;
    let before = history::before(reader, county, (people::PERSON, &row.id.to_string()))?;
    if is_made_at_a_screen(&before, "name") {
        return Ok(false);
    }
    let line = people::Facts {
        name: row.name.clone(),
        unit: row.unit.clone(),
        phone: row.phone.clone(),
        roles: row.roles.clone(),
    };
    let stood = people::Facts {
        name: or(&before, "name", now.facts.name)?,
        unit: or(&before, "unit", now.facts.unit)?,
        phone: or(&before, "phone", now.facts.phone)?,
        roles: or::<Vec<RoleV1>>(&before, "roles", now.facts.roles)?,
    };
    let mut same = line.tidy() == stood.tidy();
    for (field, said) in [
        ("rank", &row.rank),
        ("post_start", &row.post_start),
        ("post_end", &row.post_end),
    ] {
        let stood: Option<String> = or(&before, field, post.optional_text(field)?)?;
        same &= said.is_none() || *said == stood;
    }
    Ok(same)
}

/// The same of a team.
pub(super) fn team(
    reader: &mut Reader<'_>,
    county: CountyId,
    row: &TeamRow,
) -> Result<bool, Error> {
    let Some(now) = team::load(reader, county, row.id)? else {
        return Ok(false);
    };
    let before = history::before(reader, county, (team::TEAM, &row.id.to_string()))?;
    if is_made_at_a_screen(&before, "village") {
        return Ok(false);
    }
    let line = team::Facts {
        village_code: row.village_code.clone(),
        captain: row.captain_id,
        members: row.members.clone(),
    };
    let captain = or(&before, "captain", vec![now.captain])?;
    let stood = team::Facts {
        village_code: or(&before, "village", now.village_code)?,
        captain: captain.first().copied().unwrap_or(now.captain),
        members: or(&before, "members", now.members)?,
    };
    Ok(line.tidy() == stood.tidy())
}

fn is_made_at_a_screen(before: &HashMap<String, Value>, field: &str) -> bool {
    before.get(field).is_some_and(Value::is_null)
}

/// What stood before, or stands now where it was never changed.
fn or<T: DeserializeOwned>(
    before: &HashMap<String, Value>,
    field: &str,
    now: T,
) -> Result<T, Error> {
    match before.get(field) {
        None => Ok(now),
        Some(was) => serde_json::from_value(was.clone()).map_err(|_| Error::Stored {
            what: "a step of a history",
        }),
    }
}
