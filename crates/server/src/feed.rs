//! Who may see which record, kept as rows: pulling is reading them in order.
//!
//! Whoever writes a record calls [`put`] and then one of the `publish` functions, in the same
//! transaction. Scope changes publish too: beginning to help a household brings its rows, and
//! ending it sends removals.

mod circles;
mod many;

use circles::{
    BATCH_VIEWERS, ENTRY_VIEWERS, HAVING, HOUSEHOLD_VIEWERS, PROBLEM_VIEWERS, TEAM_VIEWERS,
    VISIT_VIEWERS, viewers,
};
use domain::id::{ChangeId, CountyId, HouseholdId, PersonId, VisitId};
pub(crate) use many::{publish_many, put_many};
use protocol::row::kind;
use serde::Serialize;

use crate::county::next_sequence;
use crate::db::{Tx, Value};
use crate::error::Error;

/// The columns of [`record_row`].
pub(crate) const RECORD: &str = "insert into record (county_id, kind, record_id, body, sealed)";

/// The body phones pull, as a row; `sealed` is the change whose bytes belong in it (see
/// [`crate::visit::whole`]).
pub(crate) fn record_row(
    county: CountyId,
    kind: &str,
    id: &str,
    body: &impl Serialize,
    sealed: Option<ChangeId>,
) -> Result<Vec<Value>, Error> {
    let body = serde_json::to_string(body).map_err(|_| Error::Stored { what: "a row" })?;
    Ok(vec![
        county.into(),
        kind.into(),
        id.into(),
        body.into(),
        sealed.into(),
    ])
}

/// Stores the body phones pull. Says whether it changed anything.
pub fn put(
    tx: &mut Tx<'_>,
    county: CountyId,
    kind: &str,
    id: &str,
    body: &impl Serialize,
) -> Result<bool, Error> {
    let changed = tx.execute(
        "insert into record (county_id, kind, record_id, body, sealed)
         values ($1, $2, $3, $4, $5)
         on conflict (county_id, kind, record_id) do update set body = excluded.body
         where record.body <> excluded.body",
        &record_row(county, kind, id, body, None)?,
    )?;
    Ok(changed > 0)
}

/// Stores a body to which the bytes of a change belong.
pub(crate) fn put_sealed(
    tx: &mut Tx<'_>,
    county: CountyId,
    kind: &str,
    id: &str,
    body: &impl Serialize,
    sealed: ChangeId,
) -> Result<(), Error> {
    let row = record_row(county, kind, id, body, Some(sealed))?;
    Ok(tx.insert_many(
        RECORD,
        vec![row],
        "on conflict (county_id, kind, record_id)
         do update set body = excluded.body, sealed = excluded.sealed",
    )?)
}

/// Shows a record to these people anew, and takes it from everybody else who had it.
pub fn publish(
    tx: &mut Tx<'_>,
    county: CountyId,
    kind: &str,
    id: &str,
    people: &[String],
) -> Result<(), Error> {
    let had = viewers(tx, HAVING, &[county.into(), kind.into(), id.into()])?;
    let sequence = next_sequence(tx, county)?;
    for person in had {
        if !people.contains(&person) {
            mark(tx, county, &person, kind, id, sequence, true)?;
        }
    }
    for person in people {
        mark(tx, county, person, kind, id, sequence, false)?;
    }
    Ok(())
}

fn mark(
    tx: &mut Tx<'_>,
    county: CountyId,
    person: &str,
    kind: &str,
    id: &str,
    sequence: i64,
    removed: bool,
) -> Result<(), Error> {
    let row = row(county, person, kind, id, sequence, removed);
    Ok(tx.insert_many(FEED, vec![row], FEED_AGAIN)?)
}

/// The columns of [`row`].
pub(crate) const FEED: &str =
    "insert into feed (county_id, person_id, kind, record_id, sequence, removed)";

/// Whoever had it has it anew.
const FEED_AGAIN: &str = "on conflict (county_id, record_id, kind, person_id)
    do update set sequence = excluded.sequence, removed = excluded.removed";

/// That a person may see a record, or no longer may.
pub(crate) fn row(
    county: CountyId,
    person: &str,
    kind: &str,
    id: &str,
    sequence: i64,
    removed: bool,
) -> Vec<Value> {
    vec![
        county.into(),
        person.into(),
        kind.into(),
        id.into(),
        sequence.into(),
        removed.into(),
    ]
}

/// Shows a household's own row to whoever may see it.
pub fn publish_household(tx: &mut Tx<'_>, county: CountyId, id: &str) -> Result<(), Error> {
    let people = viewers(tx, HOUSEHOLD_VIEWERS, &[county.into(), id.into()])?;
    publish(tx, county, kind::HOUSEHOLD, id, &people)
}

/// Shows a member to whoever may see the household.
pub fn publish_member(
    tx: &mut Tx<'_>,
    county: CountyId,
    id: &str,
    household: &str,
) -> Result<(), Error> {
    let people = viewers(tx, HOUSEHOLD_VIEWERS, &[county.into(), household.into()])?;
    publish(tx, county, kind::MEMBER, id, &people)
}

/// Shows an assignment to whoever may see the household.
pub fn publish_assignment(
    tx: &mut Tx<'_>,
    county: CountyId,
    id: &str,
    household: &str,
) -> Result<(), Error> {
    let people = viewers(tx, HOUSEHOLD_VIEWERS, &[county.into(), household.into()])?;
    publish(tx, county, kind::ASSIGNMENT, id, &people)
}

/// Shows a visit to whoever may see it.
pub fn publish_visit(tx: &mut Tx<'_>, county: CountyId, id: VisitId) -> Result<(), Error> {
    let id = id.to_string();
    let people = viewers(tx, VISIT_VIEWERS, &[county.into(), (&id).into()])?;
    publish(tx, county, kind::VISIT, &id, &people)
}

/// Shows a problem to whoever may see it.
pub fn publish_problem(tx: &mut Tx<'_>, county: CountyId, id: &str) -> Result<(), Error> {
    let people = viewers(tx, PROBLEM_VIEWERS, &[county.into(), id.into()])?;
    publish(tx, county, kind::PROBLEM, id, &people)
}

/// Shows an entry to whoever may see it.
pub fn publish_entry(tx: &mut Tx<'_>, county: CountyId, id: &str) -> Result<(), Error> {
    let people = viewers(tx, ENTRY_VIEWERS, &[county.into(), id.into()])?;
    publish(tx, county, kind::ENTRY, id, &people)
}

/// Shows a team to its people.
pub fn publish_team(tx: &mut Tx<'_>, county: CountyId, id: &str) -> Result<(), Error> {
    let people = viewers(tx, TEAM_VIEWERS, &[county.into(), id.into()])?;
    publish(tx, county, kind::TEAM, id, &people)
}

/// Shows a batch to its sender and the captains of its area.
pub fn publish_batch(tx: &mut Tx<'_>, county: CountyId, id: &str) -> Result<(), Error> {
    let people = viewers(tx, BATCH_VIEWERS, &[county.into(), id.into()])?;
    publish(tx, county, kind::BATCH, id, &people)
}

/// Shows the parameters in force to everybody.
pub fn publish_params(tx: &mut Tx<'_>, county: CountyId) -> Result<(), Error> {
    publish_to_everybody(tx, county, kind::PARAMS, &county.to_string())
}

/// Shows a record of the county itself to everybody.
pub fn publish_to_everybody(
    tx: &mut Tx<'_>,
    county: CountyId,
    kind: &str,
    id: &str,
) -> Result<(), Error> {
    let people = viewers(
        tx,
        "select person_id from person where county_id = $1",
        &[county.into()],
    )?;
    publish(tx, county, kind, id, &people)
}

/// Shows or removes everything about a household after its circle changed: who helps it, who
/// leads its village, who reviews there.
pub fn republish_household(
    tx: &mut Tx<'_>,
    county: CountyId,
    household: HouseholdId,
) -> Result<(), Error> {
    let id = household.to_string();
    let people = viewers(tx, HOUSEHOLD_VIEWERS, &[county.into(), (&id).into()])?;
    refresh(tx, county, kind::HOUSEHOLD, &id, &people)?;
    for (kind, sql) in [
        (
            kind::MEMBER,
            "select member_id as id from member where county_id = $1 and household_id = $2 order by number",
        ),
        (
            kind::ASSIGNMENT,
            "select assignment_id as id from assignment where county_id = $1 and household_id = $2 order by assignment_id",
        ),
    ] {
        for row in tx.query(sql, &[county.into(), (&id).into()])? {
            refresh(tx, county, kind, &row.text("id")?, &people)?;
        }
    }
    let visits = tx.query(
        "select visit_id from visit where county_id = $1 and household_id = $2 order by ended_ms",
        &[county.into(), (&id).into()],
    )?;
    for row in visits {
        let visit = row.text("visit_id")?;
        let people = viewers(tx, VISIT_VIEWERS, &[county.into(), (&visit).into()])?;
        refresh(tx, county, kind::VISIT, &visit, &people)?;
    }
    let problems = tx.query(
        "select problem_id from problem where county_id = $1 and household_id = $2 order by sequence",
        &[county.into(), (&id).into()],
    )?;
    for row in problems {
        let problem = row.text("problem_id")?;
        let people = viewers(tx, PROBLEM_VIEWERS, &[county.into(), (&problem).into()])?;
        refresh(tx, county, kind::PROBLEM, &problem, &people)?;
    }
    let of_household = "select entry_id from entry where county_id = $1 and household_id = $2
        order by sequence";
    refresh_entries(tx, county, of_household, &id)
}

/// Brings the circles of entries up to date; `sql` finds them by $2.
fn refresh_entries(tx: &mut Tx<'_>, county: CountyId, sql: &str, at: &str) -> Result<(), Error> {
    for row in tx.query(sql, &[county.into(), at.into()])? {
        let entry = row.text("entry_id")?;
        let people = viewers(tx, ENTRY_VIEWERS, &[county.into(), (&entry).into()])?;
        refresh(tx, county, kind::ENTRY, &entry, &people)?;
    }
    Ok(())
}

/// Like [`publish`], but sends nothing to those who have the record already: its body is
/// unchanged, only its circle may not be.
fn refresh(
    tx: &mut Tx<'_>,
    county: CountyId,
    kind: &str,
    id: &str,
    people: &[String],
) -> Result<(), Error> {
    let had = viewers(tx, HAVING, &[county.into(), kind.into(), id.into()])?;
    let gone: Vec<&String> = had
        .iter()
        .filter(|person| !people.contains(person))
        .collect();
    let new: Vec<&String> = people
        .iter()
        .filter(|person| !had.contains(person))
        .collect();
    if gone.is_empty() && new.is_empty() {
        return Ok(());
    }
    let sequence = next_sequence(tx, county)?;
    for person in gone {
        mark(tx, county, person, kind, id, sequence, true)?;
    }
    for person in new {
        mark(tx, county, person, kind, id, sequence, false)?;
    }
    Ok(())
}

/// What a new person or role may see now: the person's own row, the county's, its parameters,
/// versions of the checklist and campaigns.
pub fn publish_to_person(tx: &mut Tx<'_>, county: CountyId, person: PersonId) -> Result<(), Error> {
    let id = person.to_string();
    publish(tx, county, kind::PERSON, &id, std::slice::from_ref(&id))?;
    let own = county.to_string();
    let own_kinds = [kind::PARAMS, kind::COUNTY, kind::POLICY_CARD];
    let mut records: Vec<_> = own_kinds.map(|kind| (kind, own.clone())).into();
    for kind in [kind::TEMPLATE, kind::CAMPAIGN] {
        for row in tx.query(
            "select record_id from record where county_id = $1 and kind = $2 order by record_id",
            &[county.into(), kind.into()],
        )? {
            records.push((kind, row.text("record_id")?));
        }
    }
    for (kind, record) in records {
        // What the county has not made yet is told when it is made.
        let missing = tx.count(
            "select count(*) as n from record r where r.county_id = $1 and r.kind = $3
             and r.record_id = $4 and not exists (select 1 from feed f
                 where f.county_id = $1 and f.person_id = $2 and f.kind = $3
                   and f.record_id = $4 and f.removed = 0)",
            &[county.into(), (&id).into(), kind.into(), (&record).into()],
        )?;
        if missing > 0 {
            let sequence = next_sequence(tx, county)?;
            mark(tx, county, &id, kind, &record, sequence, false)?;
        }
    }
    Ok(())
}

/// Brings the circles of all teams and households of a village or town up to date.
pub fn republish_area(tx: &mut Tx<'_>, county: CountyId, area: &str) -> Result<(), Error> {
    let teams = tx.query(
        "select team_id from team where county_id = $1
         and (village_code = $2 or substr(village_code, 1, 9) = $2)",
        &[county.into(), area.into()],
    )?;
    for row in teams {
        let id = row.text("team_id")?;
        let people = viewers(tx, TEAM_VIEWERS, &[county.into(), (&id).into()])?;
        refresh(tx, county, kind::TEAM, &id, &people)?;
    }
    let column = if area.len() > 9 {
        "area_code"
    } else {
        "town_code"
    };
    let households = tx.query(
        &format!("select household_id from household where county_id = $1 and {column} = $2"),
        &[county.into(), area.into()],
    )?;
    for row in households {
        republish_household(tx, county, row.id("household_id")?)?;
    }
    refresh_entries(tx, county, of_area(area), area)
}

/// Entries of a village or town that are of no household, and of the people who work there.
fn of_area(area: &str) -> &'static str {
    if area.len() > 9 {
        "select e.entry_id from entry e
             where e.county_id = $1 and e.area_code = $2 and e.household_id is null
         union select e.entry_id from team t
             join team_member m on m.county_id = t.county_id and m.team_id = t.team_id
             join entry e on e.county_id = m.county_id and e.author_id = m.person_id
                 and e.scope = 'person'
             where t.county_id = $1 and t.village_code = $2"
    } else {
        "select entry_id from entry
         where county_id = $1 and town_code = $2 and household_id is null"
    }
}
