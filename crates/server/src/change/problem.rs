//! Problems from phones: reported ones, and steps through the ledger (see [`crate::problem`]).

use domain::checklist::builtin;
use domain::id::PersonId;
use domain::problem::ProblemMove;
use protocol::problem::{MoveProblemV1, RaiseProblemV1};

use super::{Arrival, Reason, Stop, rights};
use crate::clock::date_text;
use crate::db::Tx;
use crate::problem::ledger::{self, Clerk, New};
use crate::problem::step::{self, Step, text_ends, title_fits};
use crate::problem::{find, refresh};

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
    let home = tx.first(
        "select area_code from household where county_id = $1 and household_id = $2",
        &[county.into(), raised.household_id.into()],
    )?;
    let Some(home) = home else {
        return Err(Stop::Quarantine(Reason::UnknownHousehold));
    };
    let village = home.text("area_code")?;
    let day = date_text(arrival.now);
    rights::may_record(tx, county, raised.household_id, &village, by, &day)?;
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
        // A phone's clock may say anything: not later than now.
        found_ms: raised.found_ms.min(arrival.now),
        visit_id: None,
    };
    ledger::add(tx, clerk(arrival, by), &new)?;
    Ok(refresh(tx, county, raised.id)?)
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
    };
    step::take(tx, &step)
}
