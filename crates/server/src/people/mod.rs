//! People as an administrator keeps them at a screen: made, changed, ended, taken back. What is
//! written goes the roster's way ([`crate::roster::put`]), so phones follow as they do then.

mod end;
pub(crate) mod leave;
pub(crate) mod mentor;
pub(crate) mod sign_in;
pub(crate) mod team;

pub(crate) use end::{OpenWork, bring_back, end, open_work};

use axum::http::StatusCode;
use domain::id::{CountyId, PersonId};
use domain::identity::{Phone, check_phone};
use protocol::roster::{PersonRow, RosterRow};
use protocol::row::{Role, RoleV1};
use serde_json::{Value, json};

use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::history::{self, Field};
use crate::problem::ledger::Clerk;
use crate::roster::{self, Author};

/// The kind of a person's steps in [`history`].
pub(crate) const PERSON: &str = "person";

/// Roles of one person: more is a slip.
const MAX_ROLES: usize = 40;

/// What an administrator writes of a person.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    pub name: String,
    pub unit: String,
    pub phone: Option<String>,
    pub roles: Vec<RoleV1>,
}

impl Facts {
    /// As typed: without blanks around words, roles in one order.
    pub(crate) fn tidy(mut self) -> Self {
        self.name = self.name.trim().to_owned();
        self.unit = self.unit.trim().to_owned();
        self.phone = self
            .phone
            .map(|phone| phone.trim().to_owned())
            .filter(|phone| !phone.is_empty());
        self.roles.sort_by(|one, other| key(one).cmp(&key(other)));
        self.roles.dedup();
        self
    }
}

fn key(role: &RoleV1) -> (u8, &str) {
    (role.role as u8, &role.area)
}

/// A person as the county has him.
pub(crate) struct Stored {
    pub facts: Facts,
    pub ended_on: Option<String>,
    pub end_reason: Option<String>,
}

pub(crate) fn load(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
) -> Result<Option<Stored>, Error> {
    let row = reader.first(
        "select name, unit, phone, ended_on, end_reason from person
         where county_id = $1 and person_id = $2",
        &[county.into(), person.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let roles = reader.query(
        "select role, area from role where county_id = $1 and person_id = $2",
        &[county.into(), person.into()],
    )?;
    let roles = roles.iter().map(|row| {
        let role = row.text("role")?;
        let role = serde_json::from_value(Value::String(role)).unwrap_or(Role::Unknown);
        let area = row.text("area")?;
        Ok(RoleV1 { role, area })
    });
    let facts = Facts {
        name: row.text("name")?,
        unit: row.text("unit")?,
        phone: row.optional_text("phone")?,
        roles: roles.collect::<Result<_, Error>>()?,
    };
    Ok(Some(Stored {
        facts: facts.tidy(),
        ended_on: row.optional_text("ended_on")?,
        end_reason: row.optional_text("end_reason")?,
    }))
}

/// Writes a person: a new one where nothing was seen.
///
/// # Errors
/// `stale` when something else stands than what was seen; `last_administrator`; what is wrong
/// with a field.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: PersonId,
    seen: Option<Facts>,
    wanted: Facts,
) -> Result<(), Error> {
    let Clerk { county, by, now } = clerk;
    let (seen, wanted) = (seen.map(Facts::tidy), wanted.tidy());
    let stands = load(tx, county, id)?;
    if stands.as_ref().is_some_and(|one| one.ended_on.is_some()) {
        return Err(Error::refused(StatusCode::CONFLICT, "person_ended"));
    }
    let stands = stands.map(|stands| stands.facts);
    if stands != seen {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    }
    if stands.as_ref() == Some(&wanted) {
        return Ok(());
    }
    let wanted = checked(tx, county, wanted)?;
    let had = administrators(tx, county)?;
    write(tx, county, id, &wanted, now)?;
    keeps_an_administrator(tx, county, had)?;
    let before = stands.as_ref();
    let renamed = before.is_some_and(|b| b.name != wanted.name || b.unit != wanted.unit);
    if renamed {
        follow_name(tx, county, id, now)?;
    }
    note(tx, clerk, id, before, &wanted)?;
    let action = if before.is_some() {
        "person_changed"
    } else {
        "person_made"
    };
    audit(tx, county, now, by, action, &id.to_string())
}

/// Puts a person in the roster's way.
fn write(
    tx: &mut Tx<'_>,
    county: CountyId,
    id: PersonId,
    facts: &Facts,
    now: i64,
) -> Result<(), Error> {
    let row = PersonRow {
        id,
        name: facts.name.clone(),
        unit: facts.unit.clone(),
        phone: facts.phone.clone(),
        roles: facts.roles.clone(),
        login: None,
        rank: None,
        post_start: None,
        post_end: None,
    };
    roster::put(tx, county, RosterRow::Person(row), Author::Screen, now)?;
    Ok(())
}

fn checked(reader: &mut Reader<'_>, county: CountyId, mut facts: Facts) -> Result<Facts, Error> {
    if let Some(phone) = &facts.phone {
        facts.phone = match check_phone(phone) {
            Some(Phone::Mobile(number) | Phone::Landline(number)) => Some(number),
            None => return Err(Error::bad("not_a_phone", "phone")),
        };
    }
    if facts.roles.len() > MAX_ROLES {
        return Err(Error::bad("too_many", "roles"));
    }
    for (place, role) in facts.roles.iter().enumerate() {
        let digits: &[usize] = match role.role {
            Role::Cadre => &[9, 12],
            Role::Captain => &[12],
            Role::TownCaptain => &[9],
            Role::County | Role::Administrator => &[6],
            Role::Unknown => return Err(Error::bad("unknown_option", format!("roles[{place}]"))),
        };
        let known = reader.count(
            "select count(*) as n from area where county_id = $1 and code = $2",
            &[county.into(), (&role.area).into()],
        )?;
        if known == 0 || !digits.contains(&role.area.len()) {
            return Err(Error::bad("unknown_area", format!("roles[{place}]")));
        }
    }
    Ok(facts)
}

/// Administrators who can sign in.
fn administrators(reader: &mut Reader<'_>, county: CountyId) -> Result<i64, Error> {
    Ok(reader.count(
        "select count(distinct p.person_id) as n from person p
         join role r on r.county_id = p.county_id and r.person_id = p.person_id
             and r.role = 'administrator'
         where p.county_id = $1 and p.ended_on is null and p.password_hash is not null",
        &[county.into()],
    )?)
}

/// A county nobody can administer any more would need its server's command line.
fn keeps_an_administrator(
    reader: &mut Reader<'_>,
    county: CountyId,
    had: i64,
) -> Result<(), Error> {
    if had > 0 && administrators(reader, county)? == 0 {
        return Err(Error::refused(StatusCode::CONFLICT, "last_administrator"));
    }
    Ok(())
}

/// Names the unit a person is of: the list of units has another name for it.
///
/// # Errors
/// `not_found`, or that the database failed.
pub(crate) fn set_unit(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: PersonId,
    unit: &str,
) -> Result<(), Error> {
    let stands = load(tx, clerk.county, id)?.ok_or_else(Error::not_found)?;
    let after = Facts {
        unit: unit.to_owned(),
        ..stands.facts.clone()
    };
    write(tx, clerk.county, id, &after, clerk.now)?;
    follow_name(tx, clerk.county, id, clerk.now)?;
    note(tx, clerk, id, Some(&stands.facts), &after)
}

/// Takes a person's way into the console away, on its own.
///
/// # Errors
/// `last_administrator`, `not_found`, or that the database failed.
pub(crate) fn close_console(tx: &mut Tx<'_>, clerk: Clerk, id: PersonId) -> Result<(), Error> {
    load(tx, clerk.county, id)?.ok_or_else(Error::not_found)?;
    let had = administrators(tx, clerk.county)?;
    sign_in::take_away(tx, clerk.county, id)?;
    keeps_an_administrator(tx, clerk.county, had)?;
    let action = "sign_in_removed";
    audit(
        tx,
        clerk.county,
        clerk.now,
        clerk.by,
        action,
        &id.to_string(),
    )
}

/// A new name or unit shows in the person's teams and beside his households, too.
fn follow_name(tx: &mut Tx<'_>, county: CountyId, id: PersonId, now: i64) -> Result<(), Error> {
    let teams = tx.query(
        "select team_id from team_member where county_id = $1 and person_id = $2",
        &[county.into(), id.into()],
    )?;
    for row in teams {
        team::write_again(tx, county, row.id("team_id")?, now)?;
    }
    let homes = tx.query(
        "select distinct household_id from assignment
         where county_id = $1 and person_id = $2 and active = 1",
        &[county.into(), id.into()],
    )?;
    for row in homes {
        roster::helpers_changed(tx, county, row.id("household_id")?)?;
    }
    Ok(())
}

fn note(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: PersonId,
    before: Option<&Facts>,
    after: &Facts,
) -> Result<(), Error> {
    let fields: [Field<Facts>; 4] = [
        ("name", |facts| json!(facts.name)),
        ("unit", |facts| json!(facts.unit)),
        ("phone", |facts| json!(facts.phone)),
        ("roles", |facts| json!(facts.roles)),
    ];
    let (at, who) = ((PERSON, &*id.to_string()), (clerk.by, clerk.now));
    history::note_fields(tx, clerk.county, at, who, (before, after), &fields)
}
