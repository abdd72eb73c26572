//! Problems from phones: reported ones, and steps through the ledger (see [`crate::problem`]).

use domain::checklist::builtin;
use domain::id::{CountyId, HouseholdId, PersonId};
use domain::problem::ProblemMove;
use protocol::problem::{MoveProblemV1, RaiseProblemV1};

use super::{Arrival, Reason, Stop, rights, when};
use crate::clock::date_text;
use crate::db::{Reader, Tx};
use crate::problem::ledger::{self, Clerk, New};
use crate::problem::step::{self, Step};
use crate::problem::words::{text_ends, title_fits};
use crate::problem::{find, is_village, refresh};

fn clerk(arrival: &Arrival<'_>, by: PersonId) -> Clerk {
    Clerk {
        county: arrival.county.id,
        by: Some(by),
        now: arrival.now,
    }
}

/// A problem no checklist found.
pub(super) fn raise(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    raised: &RaiseProblemV1,
) -> Result<(), Stop> {
    let county = arrival.county.id;
    check(raised)?;
    let by = arrival.assigned.unwrap_or(arrival.device.person);
    let village = match raised.household_id {
        Some(household) => of_household(tx, arrival, household, by)?,
        None => of_village(tx, county, raised, by)?,
    };
    if let Some(member) = raised.member {
        let sql = "select count(*) as n from member
            where county_id = $1 and member_id = $2 and household_id = $3";
        let values = [county.into(), member.into(), raised.household_id.into()];
        if tx.count(sql, &values)? == 0 {
            return Err(Stop::reject("unknown_member", "edit.member"));
        }
    }
    if find(tx, county, raised.id)?.is_some() {
        return Err(Stop::reject("problem_exists", "edit.id"));
    }
    let new = New {
        id: raised.id,
        // Reported by people, it is itself only.
        key: raised.id.to_string(),
        household_id: raised.household_id,
        member_id: raised.member,
        area_code: village,
        source: raised.source.clone(),
        category: raised.category.clone(),
        severity: raised.severity.clone(),
        title: raised.title.trim().to_owned(),
        detail: raised.detail.clone().unwrap_or_default().trim().to_owned(),
        role: "village".to_owned(),
        mode: String::new(),
        found_ms: when::moment(tx, arrival, raised.found_ms)?,
        visit_id: None,
    };
    ledger::add(tx, clerk(arrival, by), &new)?;
    Ok(refresh(tx, county, raised.id)?)
}

/// The village of a household this person may report about: he helps it, or leads its village or
/// its town.
fn of_household(
    reader: &mut Reader<'_>,
    arrival: &Arrival<'_>,
    household: HouseholdId,
    by: PersonId,
) -> Result<String, Stop> {
    let county = arrival.county.id;
    let home = reader.first(
        "select area_code from household where county_id = $1 and household_id = $2",
        &[county.into(), household.into()],
    )?;
    let Some(home) = home else {
        return Err(Stop::Quarantine(Reason::UnknownHousehold));
    };
    let village = home.text("area_code")?;
    if !rights::leads_town(reader, county, &village, by)? {
        let day = date_text(arrival.now);
        rights::may_record(reader, county, household, &village, by, &day)?;
    }
    Ok(village)
}

/// The village a problem is reported of that is nobody's household's: its captain's to say, or
/// its town's.
fn of_village(
    reader: &mut Reader<'_>,
    county: CountyId,
    raised: &RaiseProblemV1,
    by: PersonId,
) -> Result<String, Stop> {
    let Some(village) = &raised.area_code else {
        return Err(Stop::reject("malformed", "edit.area_code"));
    };
    if !is_village(reader, county, village)? {
        return Err(Stop::reject("unknown_village", "edit.area_code"));
    }
    if rights::leads(reader, county, village, by)?
        || rights::leads_town(reader, county, village, by)?
    {
        Ok(village.clone())
    } else {
        Err(Stop::Quarantine(Reason::OutOfScope))
    }
}

fn check(raised: &RaiseProblemV1) -> Result<(), Stop> {
    let codes = &builtin().1;
    for (list, code, field) in [
        ("problem_source", &raised.source, "source"),
        ("problem_category", &raised.category, "category"),
        ("severity", &raised.severity, "severity"),
    ] {
        if codes.find(list, code).is_none() {
            return Err(Stop::reject("unknown_option", format!("edit.{field}")));
        }
    }
    title_fits(&raised.title)?;
    text_ends(raised.detail.as_deref(), "detail")
}

/// A step of a problem through the ledger.
pub(super) fn moved(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    said: &MoveProblemV1,
) -> Result<(), Stop> {
    let county = arrival.county.id;
    let by = arrival.assigned.unwrap_or(arrival.device.person);
    let to_do: ProblemMove = said
        .step
        .parse()
        .map_err(|_| Stop::reject("unknown_option", "edit.step"))?;
    let Some(current) = find(tx, county, said.problem_id)? else {
        return Err(Stop::Quarantine(Reason::UnknownProblem));
    };
    // Whoever has nothing to do with it is told nothing of where it stands.
    let Some(actor) = step::capacity(tx, county, by, &current)? else {
        return Err(Stop::Quarantine(Reason::OutOfScope));
    };
    let step = Step {
        clerk: clerk(arrival, by),
        actor,
        to_do,
        said: std::borrow::Cow::Borrowed(said),
        done_ms: when::moment(tx, arrival, said.moved_ms)?,
    };
    step::take(tx, &step)
}
