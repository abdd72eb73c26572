//! A sealed visit becomes the county's.

use domain::Timestamp;
use domain::checklist::{builtin, evaluate};
use domain::id::{CountyId, MemberId, PersonId};
use domain::review::{Actor, Move, Role, Standing, decide, next_revision};
use protocol::row::{HouseholdV1, MemberV1};
use protocol::visit::{AnswerValueV1, VisitV1};

use super::{Arrival, Reason, Stop, check, findings, review, rights, when};
use crate::clock::{date_text, period};
use crate::county::{audit, params};
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::trusted::Trusted;
use crate::{feed, visit};

pub(super) fn apply(tx: &mut Tx<'_>, arrival: &Arrival<'_>, visit: &VisitV1) -> Result<(), Stop> {
    let county = arrival.county.id;
    let revised = visit::find(tx, county, visit.id)?;
    let responsible = responsible(arrival, visit, revised.as_ref());
    if visit.visitor_id != arrival.device.person && responsible != arrival.device.person {
        return Err(Stop::Quarantine(Reason::WrongPerson));
    }
    let (template, codes) = builtin();
    if visit.template_id != template.id || visit.template_version != template.version {
        return Err(Stop::Quarantine(Reason::UnknownTemplate));
    }
    let Some((household, members)) = household(tx, county, visit)? else {
        return Err(Stop::Quarantine(Reason::UnknownHousehold));
    };
    let ids: Vec<MemberId> = members.iter().map(|member| member.id).collect();
    check::check(visit, template, codes, &ids)?;
    // A visit ends before it is sealed, and begins before it ends: how long before, its own clock
    // tells well enough.
    let ended = when::when(tx, arrival, &visit.clock)?.earlier(visit.sealed_after_ms());
    let began_ms = ended
        .at_ms
        .saturating_sub(visit.ended_ms.saturating_sub(visit.started_ms));
    may_visit(tx, county, visit, responsible, &household, began_ms)?;
    may_seal(tx, county, visit, revised.as_ref())?;

    let date = Timestamp::from_ms(visit.ended_ms).shanghai_date();
    let facts = protocol::rules::facts(&household, &members, &params(tx, county)?, date);
    let answers = protocol::rules::answers(&visit.answers);
    let found = evaluate(template, &visit.profile, &facts, &answers);
    let problems = findings::compare(visit, &found.candidates);
    let mut flags = findings::flags(visit, &household, &problems, &ended);
    if findings::is_incomplete(template, visit, answers, &found) {
        flags.push("incomplete");
    }

    store_revision(tx, arrival, visit)?;
    store_visit(tx, arrival, visit, &household, &problems, &flags, ended)?;
    if responsible != visit.visitor_id {
        tx.execute(
            "update visit set answerable_id = $3 where county_id = $1 and visit_id = $2",
            &[county.into(), visit.id.into(), responsible.into()],
        )?;
    }
    store_photos(tx, county, visit)?;
    findings::store(tx, county, visit, &problems)?;
    let Some(current) = visit::find(tx, county, visit.id)? else {
        return Err(Stop::Fail(Error::Stored { what: "a visit" }));
    };
    let by_captain = current.by_captain;
    visit::refresh_as(tx, county, current, visit.clone())?;
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

fn household(
    reader: &mut Reader<'_>,
    county: CountyId,
    visit: &VisitV1,
) -> Result<Option<(HouseholdV1, Vec<MemberV1>)>, Stop> {
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
    Ok(Some((household, members)))
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

fn store_revision(tx: &mut Tx<'_>, arrival: &Arrival<'_>, visit: &VisitV1) -> Result<(), Error> {
    tx.execute(
        "insert into visit_revision (county_id, visit_id, revision, change_id, edit, digest,
             received_ms, sequence)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            arrival.county.id.into(),
            visit.id.into(),
            visit.revision.into(),
            arrival.change_id.into(),
            arrival.edit_bytes.into(),
            arrival.digest.into(),
            arrival.now.into(),
            arrival.sequence.into(),
        ],
    )?;
    Ok(())
}

fn store_visit(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    visit: &VisitV1,
    household: &HouseholdV1,
    problems: &[findings::Found],
    flags: &[&str],
    trusted: Trusted,
) -> Result<(), Error> {
    let county = arrival.county.id;
    let by_captain = tx.count(
        "select count(*) as n from captaincy
         where county_id = $1 and person_id = $2 and village_code = $3",
        &[
            county.into(),
            visit.visitor_id.into(),
            (&household.area_code).into(),
        ],
    )? > 0;
    let open = problems
        .iter()
        .filter(|found| found.problem.dismissed.is_none())
        .count();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    tx.execute(
        "insert into visit (county_id, visit_id, household_id, visitor_id, by_captain, area_code,
             town_code, revision, state, counts, period, ended_ms, received_ms, received_date,
             problems, photos, photos_verified, flags, sequence, trusted_ended_ms,
             trusted_error_ms, trusted_basis, wall_off_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'submitted', $9, $10, $11, $12, $13, $14, $15,
             0, $16, $17, $18, $19, $20, $21)
         on conflict (county_id, visit_id) do update set
             by_captain = excluded.by_captain, revision = excluded.revision,
             state = excluded.state, counts = excluded.counts, period = excluded.period,
             ended_ms = excluded.ended_ms, received_ms = excluded.received_ms,
             received_date = excluded.received_date, problems = excluded.problems,
             photos = excluded.photos, flags = excluded.flags, sequence = excluded.sequence,
             trusted_ended_ms = excluded.trusted_ended_ms,
             trusted_error_ms = excluded.trusted_error_ms,
             trusted_basis = excluded.trusted_basis, wall_off_ms = excluded.wall_off_ms,
             approved_by = null, batch_id = null",
        &[
            county.into(),
            visit.id.into(),
            visit.household_id.into(),
            visit.visitor_id.into(),
            by_captain.into(),
            (&household.area_code).into(),
            town_code(&household.area_code).into(),
            visit.revision.into(),
            counts(visit).into(),
            period(trusted.at_ms).into(),
            visit.ended_ms.into(),
            arrival.now.into(),
            date_text(arrival.now).into(),
            count(open).into(),
            count(visit.photos.len()).into(),
            flags.join(" ").into(),
            arrival.sequence.into(),
            trusted.at_ms.into(),
            trusted.error_ms.into(),
            trusted.basis.as_str().into(),
            findings::wall_off_ms(visit, &trusted).into(),
        ],
    )?;
    Ok(())
}

/// The town an area lies in: the first nine digits.
pub(crate) fn town_code(area_code: &str) -> &str {
    area_code.get(..9).unwrap_or(area_code)
}

/// Only a visit at the dwelling counts toward coverage (DOMAIN §5.1).
fn counts(visit: &VisitV1) -> bool {
    let method = visit
        .answers
        .iter()
        .find(|answer| answer.item == "visit_method");
    let Some(AnswerValueV1::Choice(code)) = method.map(|answer| &answer.value) else {
        return false;
    };
    let known = builtin().1.find("visit_method", code);
    known.and_then(|option| option.flag("counts")) == Some(true)
}

fn store_photos(tx: &mut Tx<'_>, county: CountyId, visit: &VisitV1) -> Result<(), Error> {
    tx.execute(
        "delete from visit_photo where county_id = $1 and visit_id = $2",
        &[county.into(), visit.id.into()],
    )?;
    for photo in &visit.photos {
        tx.execute(
            "insert into visit_photo (county_id, visit_id, photo_id, sha256)
             values ($1, $2, $3, $4)",
            &[
                county.into(),
                visit.id.into(),
                photo.id.into(),
                (&photo.sha256).into(),
            ],
        )?;
    }
    Ok(())
}
