//! Lists of visits that several screens show: where each of them is.

use domain::id::{ChangeId, HouseholdId, PersonId, VisitId};
use rusqlite::{Connection, Row, named_params};

use crate::outbox::Delivery;
use crate::visit::{self, VisitRow};
use crate::{Result, column};

/// This phone's visits with something still to be delivered, oldest first.
pub fn unsent(conn: &Connection) -> Result<Vec<VisitRow>> {
    Ok(conn
        .prepare_cached(
            "select * from visit where phase <> 'draft' and visit_id in (
                 select record_id from outbox
                 where record_kind = 'visit' and delivery <> 'withdrawn')
             order by started_ms",
        )?
        .query_map([], visit::from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

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
    lines(conn, "select visit_id from visit", "true", &[])
}

/// Every visit of a household, newest first.
pub fn of_household(conn: &Connection, household: HouseholdId) -> Result<Vec<Line>> {
    lines(
        conn,
        "select visit_id from visit where household_id = :id
         union select visit_id from county_visit where household_id = :id",
        "true",
        named_params! { ":id": household.to_string() },
    )
}

/// The newest visits of a village that ended since a moment, newest first.
pub fn of_village(
    conn: &Connection,
    area_code: &str,
    since_ms: i64,
    most: usize,
) -> Result<Vec<Line>> {
    lines(
        conn,
        "select visit_id from (
             select visit.visit_id, visit.ended_ms from visit
                 join household using (household_id) where household.area_code = :area
             union select county_visit.visit_id, county_visit.ended_ms from county_visit
                 join household using (household_id) where household.area_code = :area)
         where ended_ms >= :since group by visit_id order by max(ended_ms) desc limit :most",
        "true",
        named_params! {
            ":area": area_code,
            ":since": since_ms,
            ":most": i64::try_from(most).unwrap_or(i64::MAX),
        },
    )
}

/// One visit.
pub fn visit(conn: &Connection, visit: VisitId) -> Result<Option<Line>> {
    let found = lines(
        conn,
        "select visit_id from visit where visit_id = :id
         union select visit_id from county_visit where visit_id = :id",
        "true",
        named_params! { ":id": visit.to_string() },
    )?;
    Ok(found.into_iter().next())
}

/// Visits of other people that the county shows this phone: a captain's work. `state` is a name
/// of `domain::review::ReviewState`. Oldest first.
pub fn of_others(conn: &Connection, me: PersonId, state: &str) -> Result<Vec<Line>> {
    let mut found = lines(
        conn,
        IN_STATE,
        "visitor_id <> :me and answerable_id is not :me",
        named_params! { ":state": state, ":me": me.to_string() },
    )?;
    found.sort_by_key(|line| line.county.as_ref().map(|county| county.received_ms));
    Ok(found)
}

/// Every visit the county has in one state, whoever made it. Oldest first.
pub fn in_state(conn: &Connection, state: &str) -> Result<Vec<Line>> {
    let mut found = lines(conn, IN_STATE, "true", named_params! { ":state": state })?;
    found.sort_by_key(|line| line.county.as_ref().map(|county| county.received_ms));
    Ok(found)
}

/// One's own visits, and those one answers for, that the county returned, whether recorded on this phone or on the one before.
pub fn returned_to(conn: &Connection, me: PersonId) -> Result<Vec<Line>> {
    lines(
        conn,
        IN_STATE,
        "(visitor_id = :me or answerable_id = :me)
         and (own_phase is null or (own_phase = 'sealed' and own_revision <= county_revision))",
        named_params! { ":state": "returned", ":me": me.to_string() },
    )
}

const IN_STATE: &str = "select visit_id from county_visit where state = :state";

/// The visits `of` names that meet the condition. Which to look at is said first: a household has
/// tens, the phone may have a hundred thousand.
fn lines(
    conn: &Connection,
    of: &str,
    condition: &str,
    params: &[(&str, &dyn rusqlite::ToSql)],
) -> Result<Vec<Line>> {
    let found = conn
        .prepare_cached(&format!(
            "with known (visit_id) as ({of}),
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
                     county_visit.problems as county_problems, county_visit.comments,
                     county_visit.answerable_id
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
