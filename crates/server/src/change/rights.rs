//! Whose household it is to record about.

use domain::id::{CountyId, HouseholdId, PersonId};

use super::{Reason, Stop};
use crate::db::Reader;

/// Whether a person helps this household, or did on the day, or leads its village.
pub(super) fn may_record(
    reader: &mut Reader<'_>,
    county: CountyId,
    household: HouseholdId,
    village: &str,
    person: PersonId,
    day: &str,
) -> Result<(), Stop> {
    let assignments = reader.query(
        "select starts, ends, active from assignment
         where county_id = $1 and household_id = $2 and person_id = $3",
        &[county.into(), household.into(), person.into()],
    )?;
    for row in &assignments {
        let ends = row.optional_text("ends")?;
        let covers =
            row.text("starts")?.as_str() <= day && ends.is_none_or(|ends| day <= ends.as_str());
        if row.flag("active")? || covers {
            return Ok(());
        }
    }
    let leads = reader.count(
        "select count(*) as n from captaincy
         where county_id = $1 and person_id = $2 and village_code = $3",
        &[county.into(), person.into(), village.into()],
    )?;
    if leads > 0 {
        return Ok(());
    }
    Err(Stop::Quarantine(if assignments.is_empty() {
        Reason::NoAssignment
    } else {
        Reason::AssignmentClosed
    }))
}
