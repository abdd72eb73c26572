//! One line: read, checked, stored.

use domain::CountyId;
use domain::codes::Codes;
use protocol::roster::{MemberRow, RosterRow};
use protocol::row::{HouseholdV1, MemberV1, Role};
use serde::de::DeserializeOwned;

use super::{homes, staff, store};
use crate::db::Tx;
use crate::entry;
use crate::error::Error;
use crate::routes::extract;

/// Bytes in a line: ten times the fullest household.
const MAX_LINE: usize = 64 * 1024;
/// Characters in a name, unit or label.
const MAX_NAME: usize = 100;
/// Characters in an address.
const MAX_ADDRESS: usize = 300;

/// How JSON writes the one character that PostgreSQL keeps in no text.
const NUL: &[u8] = br"\u0000";

#[derive(serde::Deserialize)]
struct RowOnly {
    row: String,
}

/// Stores a line. Whether it changed anything.
pub(super) fn take(
    tx: &mut Tx<'_>,
    county: CountyId,
    line: &[u8],
    now: i64,
) -> Result<bool, Error> {
    if line.len() > MAX_LINE {
        return Err(Error::bad("too_large", ""));
    }
    if line.windows(NUL.len()).any(|at| at == NUL) {
        return Err(Error::bad("malformed", ""));
    }
    put(tx, county, read(line)?, Author::Roster, now)
}

/// Whose word a row is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Author {
    Roster,
    /// An administrator's, who has seen what stands: the roster saying the same again changes
    /// nothing.
    Screen,
}

/// Stores a row, checked. Whether it changed anything.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: RosterRow,
    author: Author,
    now: i64,
) -> Result<bool, Error> {
    let codes = &domain::checklist::builtin().1;
    match row {
        RosterRow::Area(area) => {
            if ![6, 9, 12].contains(&area.code.len()) {
                return Err(Error::bad("bad_area", "code"));
            }
            digits(&area.code, "code")?;
            name(&area.name, "name")?;
            store::area(tx, county, &area)
        }
        RosterRow::Person(person) => {
            name(&person.name, "name")?;
            short(&person.unit, "unit", MAX_NAME)?;
            if let Some(rank) = &person.rank {
                known(codes, "cadre_rank_quota", rank, "rank")?;
            }
            for (day, field) in [
                (&person.post_start, "post_start"),
                (&person.post_end, "post_end"),
            ] {
                if let Some(day) = day {
                    date(day, field)?;
                }
            }
            for (place, role) in person.roles.iter().enumerate() {
                digits(&role.area, &format!("roles[{place}].area"))?;
                if role.role == Role::Unknown {
                    return Err(Error::bad("bad_json", format!("roles[{place}].role")));
                }
            }
            staff::person(tx, county, person, author)
        }
        RosterRow::Team(team) => {
            village(&team.village_code, "village_code")?;
            staff::team(tx, county, &team, author)
        }
        RosterRow::Household(household) => store_household(tx, county, *household, now),
        RosterRow::Member(member) => store_member(tx, county, *member, now),
        RosterRow::Assignment(mut assignment) => {
            let household = assignment.household_id;
            assignment.household_id = entry::roster::household_id(tx, county, household)?;
            date(&assignment.from, "from")?;
            if let Some(to) = &assignment.to {
                date(to, "to")?;
            }
            if !["primary", "co"].contains(&assignment.kind.as_str()) {
                return Err(Error::bad("unknown_option", "kind"));
            }
            store::assignment(tx, county, &assignment, now)
        }
    }
}

/// Checks and stores a household; whether that changed anything.
///
/// # Errors
/// What is wrong with it, and where.
pub(crate) fn store_household(
    tx: &mut Tx<'_>,
    county: CountyId,
    household: HouseholdV1,
    now: i64,
) -> Result<bool, Error> {
    check_household(&household, &domain::checklist::builtin().1)?;
    homes::household(tx, county, household, now)
}

/// Checks and stores a member; whether that changed anything.
///
/// # Errors
/// What is wrong with him, and where.
pub(crate) fn store_member(
    tx: &mut Tx<'_>,
    county: CountyId,
    member: MemberRow,
    now: i64,
) -> Result<bool, Error> {
    check_member(&member.member, &domain::checklist::builtin().1)?;
    homes::member(tx, county, member, now)
}

/// Reads the row itself by its tag, so that a fault has a path.
fn read(line: &[u8]) -> Result<RosterRow, Error> {
    let RowOnly { row } = extract::read(line, "")?;
    Ok(match row.as_str() {
        "area" => RosterRow::Area(fields(line)?),
        "person" => RosterRow::Person(fields(line)?),
        "team" => RosterRow::Team(fields(line)?),
        "household" => RosterRow::Household(fields(line)?),
        "member" => RosterRow::Member(fields(line)?),
        "assignment" => RosterRow::Assignment(fields(line)?),
        _ => return Err(Error::bad("unknown_row", "row")),
    })
}

fn fields<T: DeserializeOwned>(line: &[u8]) -> Result<T, Error> {
    extract::read(line, "")
}

pub(super) fn check_household(household: &HouseholdV1, codes: &Codes) -> Result<(), Error> {
    short(&household.number, "number", MAX_NAME)?;
    if household.number.trim().is_empty() {
        return Err(Error::bad("empty", "number"));
    }
    village(&household.area_code, "area_code")?;
    name(&household.head_name, "head_name")?;
    short(
        household.address.as_deref().unwrap_or_default(),
        "address",
        MAX_ADDRESS,
    )?;
    if !["general", "exited"].contains(&household.base_type.as_str()) {
        return Err(Error::bad("unknown_option", "base_type"));
    }
    if let Some(category) = &household.monitor_category {
        known(codes, "household_type", category, "monitor_category")?;
    }
    for (place, risk) in household.risk_types.iter().enumerate() {
        known(codes, "risk_type", risk, &format!("risk_types[{place}]"))?;
    }
    if household.risk_types.len() > 5 {
        return Err(Error::bad("too_many", "risk_types"));
    }
    if household.annual_family_size == 0 {
        return Err(Error::bad("out_of_range", "annual_family_size"));
    }
    if household
        .lat
        .is_some_and(|lat| !(-90.0..=90.0).contains(&lat))
    {
        return Err(Error::bad("out_of_range", "lat"));
    }
    if household
        .lon
        .is_some_and(|lon| !(-180.0..=180.0).contains(&lon))
    {
        return Err(Error::bad("out_of_range", "lon"));
    }
    Ok(())
}

pub(super) fn check_member(member: &MemberV1, codes: &Codes) -> Result<(), Error> {
    name(&member.name, "name")?;
    date(&member.birth, "birth")?;
    known(codes, "gender_gb2261_1", &member.gender, "gender")?;
    if !member.school_status.is_empty() {
        known(
            codes,
            "school_status",
            &member.school_status,
            "school_status",
        )?;
    }
    for (place, health) in member.health.iter().enumerate() {
        known(codes, "health_status", health, &format!("health[{place}]"))?;
    }
    for (list, code, field) in [
        ("labor_skill", &member.labor, "labor"),
        ("education_export", &member.education, "education"),
        ("work_place", &member.work_place, "work_place"),
        (
            "disability_level",
            &member.disability_level,
            "disability_level",
        ),
        (
            "disability_category",
            &member.disability_category,
            "disability_category",
        ),
        ("id_doc_type", &member.id_type, "id_type"),
        ("ethnicity_gb3304", &member.ethnicity, "ethnicity"),
        ("political_status", &member.political, "political"),
        ("medins_type", &member.medins, "medins"),
        ("pension_type", &member.pension, "pension"),
        ("member_change", &member.change_type, "change_type"),
    ] {
        if let Some(code) = code {
            known(codes, list, code, field)?;
        }
    }
    if let Some(day) = &member.changed_on {
        date(day, "changed_on")?;
    }
    Ok(())
}

fn known(codes: &Codes, list: &str, code: &str, field: &str) -> Result<(), Error> {
    match codes.find(list, code) {
        Some(_) => Ok(()),
        None => Err(Error::bad("unknown_option", field)),
    }
}

fn name(text: &str, field: &str) -> Result<(), Error> {
    if text.trim().is_empty() {
        return Err(Error::bad("empty", field));
    }
    short(text, field, MAX_NAME)
}

fn short(text: &str, field: &str, most: usize) -> Result<(), Error> {
    if text.chars().count() > most {
        Err(Error::bad("too_long", field))
    } else {
        Ok(())
    }
}

fn digits(text: &str, field: &str) -> Result<(), Error> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(())
    } else {
        Err(Error::bad("bad_area", field))
    }
}

fn village(text: &str, field: &str) -> Result<(), Error> {
    if text.len() != 12 {
        return Err(Error::bad("bad_area", field));
    }
    digits(text, field)
}

fn date(text: &str, field: &str) -> Result<(), Error> {
    domain::time::parse_date(text)
        .map(|_| ())
        .ok_or_else(|| Error::bad("not_a_date", field))
}
