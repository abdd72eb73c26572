//! A sealed visit becomes the county's.

use domain::id::{CountyId, PersonId};
use domain::review::{Actor, Move, Role, Standing, decide, next_revision};
use protocol::row::HouseholdV1;
use protocol::visit::VisitV1;

use super::judge::{Family, Judged, Rules};
use super::{Arrival, Reason, Stop, judge, review, rights, visit_rows, when};
use crate::clock::date_text;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::{feed, reuse, visit};

pub(super) fn apply(tx: &mut Tx<'_>, arrival: &Arrival<'_>, visit: &VisitV1) -> Result<(), Stop> {
    let county = arrival.county.id;
    let revised = visit::find(tx, county, visit.id)?;
    let responsible = responsible(arrival, visit, revised.as_ref());
    if visit.visitor_id != arrival.device.person && responsible != arrival.device.person {
        return Err(Stop::Quarantine(Reason::WrongPerson));
    }
    let template = judge::template(tx, arrival.county, visit)?;
    let Some(family) = family(tx, county, visit)? else {
        return Err(Stop::Quarantine(Reason::UnknownHousehold));
    };
    let answers = judge::check(visit, &template, &family)?;
    let sealed = when::when(tx, arrival, &visit.clock)?;
    let (began_ms, ended) = judge::span(visit, sealed);
    may_visit(tx, county, visit, responsible, &family.household, began_ms)?;
    may_seal(tx, county, visit, revised.as_ref())?;
    let rules = Rules::load(tx, county, visit.ended_ms)?;
    let judged = judge::judge(visit, &template, answers, &family, &rules, ended);

    tx.insert_many(
        visit_rows::REVISION,
        vec![visit_rows::revision(arrival, visit)],
        "",
    )?;
    let by_captain = store_visit(tx, arrival, visit, &family.household.area_code, &judged)?;
    if responsible != visit.visitor_id {
        tx.execute(
            "update visit set answerable_id = $3 where county_id = $1 and visit_id = $2",
            &[county.into(), visit.id.into(), responsible.into()],
        )?;
    }
    let day = date_text(ended.at_ms);
    let by_helper =
        rights::visits_as_helper(tx, county, visit.household_id, visit.visitor_id, &day)?;
    tx.execute(
        "update visit set by_helper = $3 where county_id = $1 and visit_id = $2",
        &[county.into(), visit.id.into(), by_helper.into()],
    )?;
    store_parts(tx, arrival, visit, &judged)?;
    reuse::leave_of_visit(tx, county, visit.id)?;
    visit::refresh(tx, county, visit.id)?;
    if revised.is_none() && by_captain {
        // A captain's own visit opens the household to the captain of the town. No other changes
        // who sees what.
        feed::republish_household(tx, county, visit.household_id)?;
    }
    let id = visit.id.to_string();
    audit(
        tx,
        county,
        arrival.now,
        Some(arrival.device.person),
        "visit_received",
        &id,
    )?;
    Ok(())
}

/// Who answers for the visit: its visitor, unless the county has named somebody else.
fn responsible(
    arrival: &Arrival<'_>,
    visit: &VisitV1,
    current: Option<&visit::Current>,
) -> PersonId {
    arrival
        .assigned
        .or(current.and_then(|current| current.answerable_id))
        .unwrap_or(visit.visitor_id)
}

fn family(
    reader: &mut Reader<'_>,
    county: CountyId,
    visit: &VisitV1,
) -> Result<Option<Family>, Stop> {
    let found = reader.first(
        "select body from record where county_id = $1 and kind = 'household' and record_id = $2",
        &[county.into(), visit.household_id.into()],
    )?;
    let Some(row) = found else { return Ok(None) };
    let household = row.json("body")?;
    let rows = reader.query(
        "select r.body from member m
         join record r on r.county_id = m.county_id and r.kind = 'member'
             and r.record_id = m.member_id
         where m.county_id = $1 and m.household_id = $2 order by m.number, m.member_id",
        &[county.into(), visit.household_id.into()],
    )?;
    let members = rows
        .iter()
        .map(|row| row.json("body"))
        .collect::<Result<_, _>>()?;
    Ok(Some(Family { household, members }))
}

/// Whether whoever answers for the visit helps this household, or did on the day, or leads its
/// village.
fn may_visit(
    reader: &mut Reader<'_>,
    county: CountyId,
    visit: &VisitV1,
    responsible: PersonId,
    household: &HouseholdV1,
    began_ms: i64,
) -> Result<(), Stop> {
    let day = date_text(began_ms);
    rights::may_record(
        reader,
        county,
        visit.household_id,
        &household.area_code,
        responsible,
        &day,
    )
}

/// Whether this revision comes next: the first of a new visit, or the answer to a return.
fn may_seal(
    reader: &mut Reader<'_>,
    county: CountyId,
    visit: &VisitV1,
    current: Option<&visit::Current>,
) -> Result<(), Stop> {
    let Some(current) = current else {
        return match visit.revision {
            1 => Ok(()),
            _ => Err(Stop::reject("revision_gap", "edit.revision")),
        };
    };
    if current.visitor_id != visit.visitor_id || current.household_id != visit.household_id {
        return Err(Stop::Quarantine(Reason::AnotherVisit));
    }
    let standing: Standing = review::standing(reader, county, current)?;
    let actor = Actor {
        is_visitor: true,
        role: Role::Visitor,
    };
    let stale = || Stop::too_late("stale", &current.state, current.revision);
    decide(&standing, Move::Seal, actor, current.revision, false).map_err(|_| stale())?;
    if visit.revision != next_revision(standing.state, Move::Seal, current.revision) {
        return Err(stale());
    }
    Ok(())
}

/// In place of its earlier revision, if there is one. Says whether its visitor leads the village.
fn store_visit(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    visit: &VisitV1,
    area_code: &str,
    judged: &Judged,
) -> Result<bool, Error> {
    let by_captain = tx.count(
        "select count(*) as n from captaincy
         where county_id = $1 and person_id = $2 and village_code = $3",
        &[
            arrival.county.id.into(),
            visit.visitor_id.into(),
            area_code.into(),
        ],
    )? > 0;
    tx.insert_many(
        visit_rows::VISIT,
        vec![visit_rows::visit(
            arrival,
            visit,
            judged,
            (area_code, by_captain),
            (0, None),
        )],
        "on conflict (county_id, visit_id) do update set
             by_captain = excluded.by_captain, revision = excluded.revision,
             state = excluded.state, counts = excluded.counts, period = excluded.period,
             ended_ms = excluded.ended_ms, received_ms = excluded.received_ms,
             received_date = excluded.received_date, problems = excluded.problems,
             photos = excluded.photos, flags = excluded.flags, sequence = excluded.sequence,
             trusted_ended_ms = excluded.trusted_ended_ms,
             trusted_error_ms = excluded.trusted_error_ms,
             trusted_basis = excluded.trusted_basis, wall_off_ms = excluded.wall_off_ms,
             profile = excluded.profile,
             approved_by = null, batch_id = null",
    )?;
    Ok(by_captain)
}

/// Its photos and problems, in place of those of its earlier revision.
fn store_parts(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    visit: &VisitV1,
    judged: &Judged,
) -> Result<(), Error> {
    for table in ["visit_photo", "visit_problem"] {
        tx.execute(
            &format!("delete from {table} where county_id = $1 and visit_id = $2"),
            &[arrival.county.id.into(), visit.id.into()],
        )?;
    }
    tx.insert_many(visit_rows::PHOTO, visit_rows::photos(arrival, visit), "")?;
    let problems = visit_rows::problems(arrival, visit, judged);
    Ok(tx.insert_many(visit_rows::PROBLEM, problems, "")?)
}
