//! People and teams are the roster's until a screen changes one: from then on the roster saying
//! what it said before changes nothing. Something new that it says counts.

use axum::http::StatusCode;
use domain::id::CountyId;
use protocol::roster::{PersonRow, TeamRow};
use serde::Serialize;

use super::lines::Author;
use super::{stood, store};
use crate::db::Tx;
use crate::error::Error;

pub(super) fn person(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: PersonRow,
    author: Author,
) -> Result<bool, Error> {
    let id = row.id.to_string();
    let said = digest(&row)?;
    let stands = tx.first(
        "select said, edited, ended_on from person where county_id = $1 and person_id = $2",
        &[county.into(), (&id).into()],
    )?;
    if let Some(stands) = stands {
        // The national lists follow months later: somebody who left does not come back by them.
        if stands.optional_text("ended_on")?.is_some() {
            return Err(Error::refused(StatusCode::CONFLICT, "person_ended"));
        }
        if author == Author::Roster && stands.int("edited")? == 1 {
            match stands.optional_text("said")? {
                Some(before) if before == said => return Ok(false),
                None if stood::person(tx, county, &row)? => {
                    tx.execute(
                        "update person set said = $3 where county_id = $1 and person_id = $2",
                        &[county.into(), id.into(), said.into()],
                    )?;
                    return Ok(false);
                }
                _ => {}
            }
        }
    }
    let changed = store::person(tx, county, row)?;
    match author {
        Author::Roster => tx.execute(
            "update person set said = $3, edited = 0 where county_id = $1 and person_id = $2
             and (said is null or said <> $3 or edited = 1)",
            &[county.into(), id.into(), said.into()],
        )?,
        Author::Screen => tx.execute(
            "update person set edited = 1 where county_id = $1 and person_id = $2",
            &[county.into(), id.into()],
        )?,
    };
    Ok(changed)
}

pub(super) fn team(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: &TeamRow,
    author: Author,
) -> Result<bool, Error> {
    let id = row.id.to_string();
    let said = digest(row)?;
    let stands = tx.first(
        "select said, edited from team where county_id = $1 and team_id = $2",
        &[county.into(), (&id).into()],
    )?;
    if let Some(stands) = stands
        && author == Author::Roster
        && stands.int("edited")? == 1
    {
        match stands.optional_text("said")? {
            Some(before) if before == said => return Ok(false),
            None if stood::team(tx, county, row)? => {
                tx.execute(
                    "update team set said = $3 where county_id = $1 and team_id = $2",
                    &[county.into(), id.into(), said.into()],
                )?;
                return Ok(false);
            }
            _ => {}
        }
    }
    let changed = store::team(tx, county, row)?;
    match author {
        Author::Roster => tx.execute(
            "update team set said = $3, edited = 0 where county_id = $1 and team_id = $2
             and (said is null or said <> $3 or edited = 1)",
            &[county.into(), id.into(), said.into()],
        )?,
        Author::Screen => tx.execute(
            "update team set edited = 1 where county_id = $1 and team_id = $2",
            &[county.into(), id.into()],
        )?,
    };
    Ok(changed)
}

fn digest(row: &impl Serialize) -> Result<String, Error> {
    let bytes = serde_json::to_vec(row).map_err(|_| Error::Stored {
        what: "a row of the roster",
    })?;
    Ok(protocol::digest(&bytes))
}
