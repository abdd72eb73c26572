//! Rows of the roster as the county keeps them, shown to whoever may see them.

use domain::assignment::{Assigned, would_be_second};
use domain::id::{CountyId, HouseholdId};
use domain::time::{Timestamp, parse_date};
use protocol::roster::{AreaRow, AssignmentRow, PersonRow, TeamRow};
use protocol::row::{AssignmentV1, PersonV1, Role, TeamMemberV1, TeamV1, kind};

use crate::assignment;
use crate::change::town_code;
use crate::clock::date_text;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::feed;
use crate::people::sign_in;

/// A second primary helper of one household.
pub(super) const SECOND: &str = "primary_exists";

pub(super) fn area(tx: &mut Tx<'_>, county: CountyId, row: &AreaRow) -> Result<bool, Error> {
    let changed = tx.execute(
        "insert into area (county_id, code, name) values ($1, $2, $3)
         on conflict (county_id, code) do update set name = excluded.name
         where area.name <> excluded.name",
        &[county.into(), (&row.code).into(), (&row.name).into()],
    )?;
    Ok(changed > 0)
}

pub(super) fn person(tx: &mut Tx<'_>, county: CountyId, row: PersonRow) -> Result<bool, Error> {
    let PersonRow {
        id,
        name,
        unit,
        phone,
        roles,
        login,
        rank,
        post_start,
        post_end,
    } = row;
    if let Some(login) = &login {
        let taken = tx.count(
            "select count(*) as n from person
             where county_id = $1 and login = $2 and person_id <> $3",
            &[county.into(), login.into(), id.into()],
        )?;
        if taken > 0 {
            return Err(Error::bad("login_taken", "login"));
        }
    }
    let changed = tx.execute(
        "insert into person (county_id, person_id, name, unit, phone, login, rank, post_start,
             post_end)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (county_id, person_id) do update set name = excluded.name,
             unit = excluded.unit, phone = excluded.phone,
             login = coalesce(excluded.login, person.login),
             rank = coalesce(excluded.rank, person.rank),
             post_start = coalesce(excluded.post_start, person.post_start),
             post_end = coalesce(excluded.post_end, person.post_end)
         where person.name <> excluded.name or person.unit <> excluded.unit
             or coalesce(person.phone, '') <> coalesce(excluded.phone, '')
             or coalesce(excluded.login, person.login, '') <> coalesce(person.login, '')
             or coalesce(excluded.rank, person.rank, '') <> coalesce(person.rank, '')
             or coalesce(excluded.post_start, person.post_start, '')
                 <> coalesce(person.post_start, '')
             or coalesce(excluded.post_end, person.post_end, '') <> coalesce(person.post_end, '')",
        &[
            county.into(),
            id.into(),
            (&name).into(),
            (&unit).into(),
            phone.clone().into(),
            login.into(),
            rank.into(),
            post_start.into(),
            post_end.into(),
        ],
    )?;
    let had = roles_of(tx, county, &id.to_string())?;
    let has: Vec<(String, String)> = roles
        .iter()
        .map(|role| (role_name(role.role).to_owned(), role.area.clone()))
        .collect();
    for (role, area) in has.iter().filter(|role| !had.contains(role)) {
        tx.execute(
            "insert into role (county_id, person_id, role, area) values ($1, $2, $3, $4)
             on conflict do nothing",
            &[county.into(), id.into(), role.into(), area.into()],
        )?;
    }
    for (role, area) in had.iter().filter(|role| !has.contains(role)) {
        tx.execute(
            "delete from role
             where county_id = $1 and person_id = $2 and role = $3 and area = $4",
            &[county.into(), id.into(), role.into(), area.into()],
        )?;
    }
    sign_in::roles_changed(tx, county, id, &had, &has)?;
    let body = PersonV1 {
        id,
        name,
        unit,
        phone,
        roles,
    };
    let body_changed = feed::put(tx, county, kind::PERSON, &id.to_string(), &body)?;
    if body_changed {
        feed::publish_to_person(tx, county, id)?;
    }
    for (role, area) in had
        .iter()
        .filter(|r| !has.contains(r))
        .chain(has.iter().filter(|r| !had.contains(r)))
    {
        if role == "captain" || role == "town_captain" {
            feed::republish_area(tx, county, area)?;
        }
    }
    Ok(changed > 0 || body_changed)
}

fn roles_of(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: &str,
) -> Result<Vec<(String, String)>, Error> {
    let rows = reader.query(
        "select role, area from role where county_id = $1 and person_id = $2",
        &[county.into(), person.into()],
    )?;
    rows.iter()
        .map(|row| Ok((row.text("role")?, row.text("area")?)))
        .collect()
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Cadre => "cadre",
        Role::Captain => "captain",
        Role::TownCaptain => "town_captain",
        Role::County => "county",
        Role::Administrator => "administrator",
        // Lines with one are refused before they come here.
        Role::Unknown => "unknown",
    }
}

pub(super) fn team(tx: &mut Tx<'_>, county: CountyId, row: &TeamRow) -> Result<bool, Error> {
    let id = row.id.to_string();
    let mut members = Vec::with_capacity(row.members.len());
    for (place, member) in row.members.iter().enumerate() {
        let found = tx.first(
            "select name, unit from person
             where county_id = $1 and person_id = $2 and ended_on is null",
            &[county.into(), (*member).into()],
        )?;
        let found =
            found.ok_or_else(|| Error::bad("unknown_person", format!("members[{place}]")))?;
        members.push(TeamMemberV1 {
            id: *member,
            name: found.text("name")?,
            unit: found.text("unit")?,
        });
    }
    let captain = tx.count(
        "select count(*) as n from person
         where county_id = $1 and person_id = $2 and ended_on is null",
        &[county.into(), row.captain_id.into()],
    )?;
    if captain == 0 {
        return Err(Error::bad("unknown_person", "captain_id"));
    }
    let body = TeamV1 {
        id: row.id,
        village_code: row.village_code.clone(),
        village: area_name(tx, county, &row.village_code)?,
        town: area_name(tx, county, town_code(&row.village_code))?,
        captain_id: row.captain_id,
        members,
    };
    if !feed::put(tx, county, kind::TEAM, &id, &body)? {
        return Ok(false);
    }
    let before = tx.first(
        "select village_code from team where county_id = $1 and team_id = $2",
        &[county.into(), (&id).into()],
    )?;
    tx.execute(
        "insert into team (county_id, team_id, village_code, captain_id) values ($1, $2, $3, $4)
         on conflict (county_id, team_id) do update set
             village_code = excluded.village_code, captain_id = excluded.captain_id",
        &[
            county.into(),
            (&id).into(),
            (&row.village_code).into(),
            row.captain_id.into(),
        ],
    )?;
    tx.execute(
        "delete from team_member where county_id = $1 and team_id = $2",
        &[county.into(), (&id).into()],
    )?;
    for (position, member) in (0i64..).zip(&row.members) {
        tx.execute(
            "insert into team_member (county_id, team_id, person_id, position)
             values ($1, $2, $3, $4) on conflict do nothing",
            &[
                county.into(),
                (&id).into(),
                (*member).into(),
                position.into(),
            ],
        )?;
    }
    feed::publish_team(tx, county, &id)?;
    if let Some(row_before) = before {
        let village = row_before.text("village_code")?;
        if village != row.village_code {
            feed::republish_area(tx, county, &village)?;
        }
    }
    feed::republish_area(tx, county, &row.village_code)?;
    Ok(true)
}

pub(crate) fn area_name(
    reader: &mut Reader<'_>,
    county: CountyId,
    code: &str,
) -> Result<String, Error> {
    let row = reader.first(
        "select name from area where county_id = $1 and code = $2",
        &[county.into(), code.into()],
    )?;
    Ok(row
        .map(|row| row.text("name"))
        .transpose()?
        .unwrap_or_default())
}

pub(super) fn require_household(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: HouseholdId,
) -> Result<(), Error> {
    let found = reader.count(
        "select count(*) as n from household where county_id = $1 and household_id = $2",
        &[county.into(), id.into()],
    )?;
    if found == 0 {
        Err(Error::bad("unknown_household", "household_id"))
    } else {
        Ok(())
    }
}

pub(super) fn assignment(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: &AssignmentRow,
    now: i64,
) -> Result<bool, Error> {
    require_household(tx, county, row.household_id)?;
    let known = tx.count(
        "select count(*) as n from person where county_id = $1 and person_id = $2",
        &[county.into(), row.person_id.into()],
    )?;
    if known == 0 {
        return Err(Error::bad("unknown_person", "person_id"));
    }
    let id = row.id.to_string();
    let body = AssignmentV1 {
        id: row.id,
        household_id: row.household_id,
        person_id: row.person_id,
        kind: row.kind.clone(),
        from: row.from.clone(),
        to: row.to.clone(),
    };
    let today = date_text(now);
    if is_said_again(tx, county, &id, &body)? {
        return Ok(false);
    }
    is_only_primary(tx, county, row, now)?;
    assignment::freshen(tx, county, row.household_id, &today)?;
    if !feed::put(tx, county, kind::ASSIGNMENT, &id, &body)? {
        return Ok(false);
    }
    let active = row.from <= today && row.to.as_ref().is_none_or(|to| today <= *to);
    let before = tx.first(
        "select household_id from assignment where county_id = $1 and assignment_id = $2",
        &[county.into(), (&id).into()],
    )?;
    tx.execute(
        "insert into assignment (county_id, assignment_id, household_id, person_id, kind, starts,
             ends, active)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (county_id, assignment_id) do update set
             household_id = excluded.household_id, person_id = excluded.person_id,
             kind = excluded.kind, starts = excluded.starts, ends = excluded.ends,
             active = excluded.active, said = null",
        &[
            county.into(),
            (&id).into(),
            row.household_id.into(),
            row.person_id.into(),
            (&row.kind).into(),
            (&row.from).into(),
            row.to.clone().into(),
            active.into(),
        ],
    )?;
    if let Some(row_before) = before {
        let household: HouseholdId = row_before.id("household_id")?;
        if household != row.household_id {
            helpers_changed(tx, county, household)?;
        }
    }
    helpers_changed(tx, county, row.household_id)?;
    // Its own body is new to everybody, also to those who had it.
    feed::publish_assignment(tx, county, &id, &row.household_id.to_string())?;
    Ok(true)
}

/// Whether a screen changed the row since, and the roster repeats what it said before: the change
/// stands until the roster has something else to say.
fn is_said_again(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: &str,
    body: &AssignmentV1,
) -> Result<bool, Error> {
    let said = reader.first(
        "select said from assignment
         where county_id = $1 and assignment_id = $2 and said is not null",
        &[county.into(), id.into()],
    )?;
    match said {
        Some(row) => Ok(row.json::<AssignmentV1>("said")? == *body),
        None => Ok(false),
    }
}

/// Refuses a line that would give a household a second primary helper on a day to come. What is
/// over is history, however it overlapped.
fn is_only_primary(
    reader: &mut Reader<'_>,
    county: CountyId,
    row: &AssignmentRow,
    now: i64,
) -> Result<(), Error> {
    let days = (parse_date(&row.from), row.to.as_deref().map(parse_date));
    let (Some(from), to) = days else {
        return Err(Error::bad("not_a_date", "from"));
    };
    let one = Assigned {
        id: row.id,
        person: row.person_id,
        kind: row
            .kind
            .parse()
            .map_err(|()| Error::bad("unknown_option", "kind"))?,
        from,
        to: to.flatten(),
    };
    let rows = assignment::rows(reader, county, row.household_id)?;
    if would_be_second(&rows, &one, Timestamp::from_ms(now).shanghai_date()) {
        return Err(Error::bad(SECOND, "kind"));
    }
    Ok(())
}

/// After the rows of a household changed: the helper's name beside it, and whose phone has it.
pub(crate) fn helpers_changed(
    tx: &mut Tx<'_>,
    county: CountyId,
    household: HouseholdId,
) -> Result<(), Error> {
    name_helper(tx, county, household)?;
    feed::republish_household(tx, county, household)
}

/// Keeps the name of a household's helper beside it, for lists.
fn name_helper(tx: &mut Tx<'_>, county: CountyId, household: HouseholdId) -> Result<(), Error> {
    tx.execute(
        "update household set helper_name = (
             select p.name from assignment a
             join person p on p.county_id = a.county_id and p.person_id = a.person_id
             where a.county_id = $1 and a.household_id = $2 and a.active = 1
             order by a.kind desc, a.assignment_id limit 1)
         where county_id = $1 and household_id = $2",
        &[county.into(), household.into()],
    )?;
    Ok(())
}
