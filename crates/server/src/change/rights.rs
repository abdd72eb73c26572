//! Whose household it is to record about.

use domain::id::{CountyId, HouseholdId, PersonId};

use super::{Reason, Stop, town_code};
use crate::db::{Reader, Row};
use crate::error::Error;

/// Whether a person helps this household, or did on the day, or leads its village.
pub(super) fn may_record(
    reader: &mut Reader<'_>,
    county: CountyId,
    household: HouseholdId,
    village: &str,
    person: PersonId,
    day: &str,
) -> Result<(), Stop> {
    let found = reader.query(
        "select starts, ends, active from assignment
         where county_id = $1 and household_id = $2 and person_id = $3",
        &[county.into(), household.into(), person.into()],
    )?;
    let mut assignments = Vec::with_capacity(found.len());
    for row in &found {
        assignments.push(Assigned::from_row(row)?);
    }
    if assignments.iter().any(|one| one.covers(day)) {
        return Ok(());
    }
    if leads(reader, county, village, person)? {
        return Ok(());
    }
    Err(Stop::Quarantine(if assignments.is_empty() {
        Reason::NoAssignment
    } else {
        Reason::AssignmentClosed
    }))
}

/// Whether a visit of this person on a day is one of those the household's helpers owe it: where
/// nobody helps it, anybody's is.
pub(super) fn visits_as_helper(
    reader: &mut Reader<'_>,
    county: CountyId,
    household: HouseholdId,
    person: PersonId,
    day: &str,
) -> Result<bool, Error> {
    let found = reader.query(
        "select person_id, starts, ends, active from assignment
         where county_id = $1 and household_id = $2",
        &[county.into(), household.into()],
    )?;
    let mut helped = false;
    for row in &found {
        let one = Assigned::from_row(row)?;
        if one.was_on(day) {
            if row.text("person_id")? == person.to_string() {
                return Ok(true);
            }
            helped = true;
        }
    }
    Ok(!helped)
}

/// Whether a person leads this village.
pub(super) fn leads(
    reader: &mut Reader<'_>,
    county: CountyId,
    village: &str,
    person: PersonId,
) -> Result<bool, Error> {
    let found = reader.count(
        "select count(*) as n from captaincy
         where county_id = $1 and person_id = $2 and village_code = $3",
        &[county.into(), person.into(), village.into()],
    )?;
    Ok(found > 0)
}

/// Whether a person is the captain of this village's town.
pub(super) fn leads_town(
    reader: &mut Reader<'_>,
    county: CountyId,
    village: &str,
    person: PersonId,
) -> Result<bool, Error> {
    let found = reader.count(
        "select count(*) as n from role where county_id = $1 and person_id = $2
         and role = 'town_captain' and area = $3",
        &[county.into(), person.into(), town_code(village).into()],
    )?;
    Ok(found > 0)
}

/// When somebody is to help a household.
pub(super) struct Assigned {
    starts: String,
    ends: Option<String>,
    /// In force, as last looked at.
    pub(super) active: bool,
}

impl Assigned {
    /// From the columns of its name.
    pub(super) fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            starts: row.text("starts")?,
            ends: row.optional_text("ends")?,
            active: row.flag("active")?,
        })
    }

    /// In force, or on that day.
    pub(super) fn covers(&self, day: &str) -> bool {
        self.active || self.was_on(day)
    }

    fn was_on(&self, day: &str) -> bool {
        let ends = self.ends.as_deref();
        self.starts.as_str() <= day && ends.is_none_or(|ends| day <= ends)
    }
}
