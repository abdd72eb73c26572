//! Visits as lists show them: where each is, read from the phone's own work, what waits and what
//! the county says, in one query.

use domain::id::{ChangeId, HouseholdId, PersonId, VisitId};
use rusqlite::{Connection, Row, named_params};

use crate::outbox::Delivery;
use crate::{Result, column};

/// One visit in a list. What the county holds has no own half, a new visit no county half.
#[derive(Clone)]
pub struct Line {
    pub visit_id: VisitId,
    pub household_id: HouseholdId,
    pub visitor_id: PersonId,
    /// Empty for one's own.
    pub visitor_name: String,
    pub head_name: String,
    pub village: String,
    pub group_name: String,
    pub started_ms: i64,
    /// Absent in a draft.
    pub ended_ms: Option<i64>,
    pub own: Option<Own>,
    pub county: Option<County>,
    /// Edits of this visit that wait, other than the sealing itself: a decision, a void.
    pub waiting_edits: u32,
    /// One of them was refused.
    pub refused_edits: u32,
}

/// The phone's own half of a visit.
#[derive(Clone, Debug)]
pub struct Own {
    /// `draft`, `sealed` or `voided`.
    pub phase: String,
    pub revision: u32,
    pub sealed_change_id: Option<ChangeId>,
    /// Of the sealing, while the county has not confirmed it.
    pub delivery: Option<Delivery>,
    pub attempts: u32,
    pub answers: u32,
    pub photos: u32,
    pub photos_outstanding: u32,
    /// As sealed last; 0 in a first draft.
    pub problems: u32,
}

/// The county's half.
#[derive(Clone, Debug)]
pub struct County {
    pub revision: u32,
    /// A name of `domain::review::ReviewState`.
    pub state: String,
    pub received_ms: i64,
    pub answers: u32,
    pub photos: u32,
    pub photos_verified: u32,
    pub problems: u32,
    /// Of the latest decision.
    pub comments: u32,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line({})", self.visit_id)
    }
}

/// Every visit recorded on this phone, newest first.
pub fn own(conn: &Connection) -> Result<Vec<Line>> {
    lines(conn, "own_phase is not null", &[])
}

/// Every visit of a household, newest first.
pub fn of_household(conn: &Connection, household: HouseholdId) -> Result<Vec<Line>> {
    lines(conn, "household_id = :id", named_params! { ":id": household.to_string() })
}

/// One visit.
pub fn visit(conn: &Connection, visit: VisitId) -> Result<Option<Line>> {
    let found = lines(conn, "visit_id = :id", named_params! { ":id": visit.to_string() })?;
    Ok(found.into_iter().next())
}

/// Visits of other people that the county shows this phone: a captain's work. `state` is a name
/// of `domain::review::ReviewState`. Oldest first.
pub fn of_others(conn: &Connection, me: PersonId, state: &str) -> Result<Vec<Line>> {
    let mut found = lines(
        conn,
        "county_state = :state and visitor_id <> :me",
        named_params! { ":state": state, ":me": me.to_string() },
    )?;
    found.sort_by_key(|line| line.county.as_ref().map(|county| county.received_ms));
    Ok(found)
}

/// One's own visits that the county returned, whether recorded on this phone or on the one before.
pub fn returned_to(conn: &Connection, me: PersonId) -> Result<Vec<Line>> {
    lines(
        conn,
        "county_state = 'returned' and visitor_id = :me
         and (own_phase is null or (own_phase = 'sealed' and own_revision <= county_revision))",
        named_params! { ":me": me.to_string() },
    )
}

/// A batch as the county has it, or as it waits here.
#[derive(Clone, Debug)]
pub struct Batch {
    pub batch_id: String,
    pub state: String,
    pub visits: u32,
    pub accepted: u32,
    pub returned: u32,
    pub sent_ms: i64,
}

/// The county's batches, newest first.
pub fn batches(conn: &Connection) -> Result<Vec<Batch>> {
    let batches = conn
        .prepare_cached("select * from batch order by sent_ms desc")?
        .query_map([], |row| {
            Ok(Batch {
                batch_id: row.get("batch_id")?,
                state: row.get("state")?,
                visits: row.get("visits")?,
                accepted: row.get("accepted")?,
                returned: row.get("returned")?,
                sent_ms: row.get("sent_ms")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(batches)
}

fn lines(
    conn: &Connection,
    condition: &str,
    params: &[(&str, &dyn rusqlite::ToSql)],
) -> Result<Vec<Line>> {
    let found = conn
        .prepare_cached(&format!(
            "with known (visit_id) as (
                 select visit_id from visit union select visit_id from county_visit
             ),
             line as (
                 select known.visit_id,
                     coalesce(visit.household_id, county_visit.household_id) as household_id,
                     coalesce(visit.visitor_id, county_visit.visitor_id) as visitor_id,
                     coalesce(county_visit.visitor_name, '') as visitor_name,
                     coalesce(visit.started_ms, county_visit.started_ms) as started_ms,
                     case when visit.phase = 'draft' then null
                          else coalesce(visit.ended_ms, county_visit.ended_ms) end as ended_ms,
                     visit.phase as own_phase, visit.revision as own_revision,
                     visit.sealed_change_id as sealed_change_id,
                     county_visit.revision as county_revision, county_visit.state as county_state,
                     county_visit.received_ms, county_visit.answers as county_answers,
                     county_visit.photos as county_photos, county_visit.photos_verified,
                     county_visit.problems as county_problems, county_visit.comments
                 from known
                 left join visit on visit.visit_id = known.visit_id
                 left join county_visit on county_visit.visit_id = known.visit_id
             )
             select line.*,
                 coalesce(household.head_name, '') as head_name,
                 coalesce(household.village, '') as village,
                 coalesce(household.group_name, '') as group_name,
                 sealing.delivery as delivery, coalesce(sealing.attempts, 0) as attempts,
                 (select count(*) from answer where answer.visit_id = line.visit_id) as own_answers,
                 (select count(*) from photo
                  where photo.visit_id = line.visit_id and removed = 0) as own_photos,
                 (select count(*) from photo
                  where photo.visit_id = line.visit_id and removed = 0
                    and verified_ms is null) as photos_outstanding,
                 coalesce((select count(*) from visit_revision,
                               json_each(visit_revision.body, '$.problems') problem
                           where visit_revision.visit_id = line.visit_id
                             and visit_revision.revision = line.own_revision
                             and problem.value ->> 'dismissed' is null), 0) as own_problems,
                 (select count(*) from outbox
                  where record_kind = 'visit' and record_id = line.visit_id
                    and outbox.delivery <> 'withdrawn'
                    and change_id is not line.sealed_change_id) as waiting_edits,
                 (select count(*) from outbox
                  where record_kind = 'visit' and record_id = line.visit_id
                    and outbox.delivery in ('parked', 'quarantined')
                    and change_id is not line.sealed_change_id) as refused_edits
             from line
             left join household using (household_id)
             left join outbox sealing
                 on sealing.change_id = line.sealed_change_id and sealing.delivery <> 'withdrawn'
             where {condition}
             order by coalesce(ended_ms, started_ms) desc"
        ))?
        .query_map(params, from_row)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(found)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Line> {
    let own = match row.get::<_, Option<String>>("own_phase")? {
        None => None,
        Some(phase) => Some(Own {
            phase,
            revision: row.get("own_revision")?,
            sealed_change_id: column::maybe_id(row, "sealed_change_id")?,
            delivery: column::maybe_id(row, "delivery")?,
            attempts: row.get("attempts")?,
            answers: row.get("own_answers")?,
            photos: row.get("own_photos")?,
            photos_outstanding: row.get("photos_outstanding")?,
            problems: row.get("own_problems")?,
        }),
    };
    let county = match row.get::<_, Option<String>>("county_state")? {
        None => None,
        Some(state) => Some(County {
            revision: row.get("county_revision")?,
            state,
            received_ms: row.get("received_ms")?,
            answers: row.get("county_answers")?,
            photos: row.get("county_photos")?,
            photos_verified: row.get("photos_verified")?,
            problems: row.get("county_problems")?,
            comments: row.get("comments")?,
        }),
    };
    Ok(Line {
        visit_id: column::id(row, "visit_id")?,
        household_id: column::id(row, "household_id")?,
        visitor_id: column::id(row, "visitor_id")?,
        visitor_name: row.get("visitor_name")?,
        head_name: row.get("head_name")?,
        village: row.get("village")?,
        group_name: row.get("group_name")?,
        started_ms: row.get("started_ms")?,
        ended_ms: row.get("ended_ms")?,
        own,
        county,
        waiting_edits: row.get("waiting_edits")?,
        refused_edits: row.get("refused_edits")?,
    })
}
