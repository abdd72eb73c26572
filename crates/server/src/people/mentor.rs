//! Who guides a newcomer (一对一帮带, DOMAIN §1 S0): one at a time, from when to when. Former ones are
//! in the history.

use axum::http::StatusCode;
use domain::id::{CountyId, PersonId};
use domain::time::{Timestamp, days_before, parse_date};
use serde::Serialize;
use serde_json::json;

use super::{PERSON, load};
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::history::{self, Changed};
use crate::params;
use crate::problem::ledger::Clerk;

/// The parameter: days from the beginning of a posting in which somebody is new.
const NEW_DAYS: &str = "mentor_days";
/// Where it is not set.
const DEFAULT_DAYS: u32 = 90;

/// Who guides somebody, both days included.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Mentor {
    pub id: PersonId,
    pub from: String,
    pub to: Option<String>,
}

pub(crate) fn of(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
) -> Result<Option<Mentor>, Error> {
    let row = reader.first(
        "select mentor_id, mentor_from, mentor_to from person
         where county_id = $1 and person_id = $2 and mentor_id is not null",
        &[county.into(), person.into()],
    )?;
    row.map(|row| {
        Ok(Mentor {
            id: row.id("mentor_id")?,
            from: row.text("mentor_from")?,
            to: row.optional_text("mentor_to")?,
        })
    })
    .transpose()
}

/// Names who guides somebody, or nobody.
///
/// # Errors
/// `stale` when another stands than was seen; `person_ended`, `not_found`, `same_person`,
/// `unknown_person`, `not_a_date`, `before_the_start`.
pub(crate) fn set(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    person: PersonId,
    seen: Option<&Mentor>,
    wanted: Option<&Mentor>,
) -> Result<(), Error> {
    let Clerk { county, by, now } = clerk;
    let stands = load(tx, county, person)?.ok_or_else(Error::not_found)?;
    if stands.ended_on.is_some() {
        return Err(Error::refused(StatusCode::CONFLICT, "person_ended"));
    }
    let before = of(tx, county, person)?;
    if before.as_ref() != seen {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    }
    if before.as_ref() == wanted {
        return Ok(());
    }
    if let Some(wanted) = wanted {
        checked(tx, county, person, wanted)?;
    }
    tx.execute(
        "update person set mentor_id = $3, mentor_from = $4, mentor_to = $5
         where county_id = $1 and person_id = $2",
        &[
            county.into(),
            person.into(),
            wanted.map(|one| one.id).into(),
            wanted.map(|one| one.from.clone()).into(),
            wanted.and_then(|one| one.to.clone()).into(),
        ],
    )?;
    let change = Changed {
        field: "mentor",
        was: json!(before),
        became: json!(wanted),
    };
    let id = person.to_string();
    history::note(tx, county, (PERSON, &id), (by, now), &[change])?;
    audit(tx, county, now, by, "mentor_set", &id)
}

fn checked(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
    wanted: &Mentor,
) -> Result<(), Error> {
    if wanted.id == person {
        return Err(Error::bad("same_person", "mentor_id"));
    }
    let known = reader.count(
        "select count(*) as n from person
         where county_id = $1 and person_id = $2 and ended_on is null",
        &[county.into(), wanted.id.into()],
    )?;
    if known == 0 {
        return Err(Error::bad("unknown_person", "mentor_id"));
    }
    if parse_date(&wanted.from).is_none() {
        return Err(Error::bad("not_a_date", "from"));
    }
    if let Some(to) = &wanted.to {
        if parse_date(to).is_none() {
            return Err(Error::bad("not_a_date", "to"));
        }
        if *to < wanted.from {
            return Err(Error::bad("before_the_start", "to"));
        }
    }
    Ok(())
}

/// People somebody guides today, by name.
pub(crate) fn guided_by(
    reader: &mut Reader<'_>,
    county: CountyId,
    mentor: PersonId,
    today: &str,
) -> Result<Vec<(PersonId, String)>, Error> {
    let rows = reader.query(
        "select person_id, name from person where county_id = $1 and mentor_id = $2
             and ended_on is null and (mentor_to is null or mentor_to >= $3)
         order by name, person_id",
        &[county.into(), mentor.into(), today.into()],
    )?;
    rows.iter()
        .map(|row| Ok((row.id("person_id")?, row.text("name")?)))
        .collect()
}

/// The first day of a posting that counts as new today.
pub(crate) fn new_since(
    reader: &mut Reader<'_>,
    county: CountyId,
    now: i64,
) -> Result<String, Error> {
    let days = params::at(reader, county, now)?.number(NEW_DAYS);
    let days = days.and_then(|days| u32::try_from(days).ok());
    let today = Timestamp::from_ms(now).shanghai_date();
    Ok(days_before(today, days.unwrap_or(DEFAULT_DAYS)).to_string())
}
