//! Visits as the county has them: one's own coming back, and for captains the team's.

use std::collections::{HashMap, HashSet};

use domain::id::{BatchId, HouseholdId, PersonId, PhotoId, VisitId};
use protocol::row::VisitStateV1;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use crate::{Result, column, outbox, standing};

/// A visit at the county, as lists show it.
#[derive(Clone, PartialEq, Eq)]
pub struct CountyVisitRow {
    pub visit_id: VisitId,
    pub revision: u32,
    /// A name of `domain::review::ReviewState`.
    pub state: String,
    pub household_id: HouseholdId,
    pub visitor_id: PersonId,
    pub visitor_name: String,
    pub profile: String,
    pub batch_id: Option<BatchId>,
    pub started_ms: i64,
    pub ended_ms: i64,
    pub received_ms: i64,
    pub answers: u32,
    pub problems: u32,
    pub photos: u32,
    pub photos_verified: u32,
    pub comments: u32,
}

impl std::fmt::Debug for CountyVisitRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "CountyVisitRow({} r{} {})",
            self.visit_id, self.revision, self.state
        )
    }
}

/// Saves what the county sent. The phone's own copy of the visit is another table.
pub fn apply(tx: &Transaction<'_>, state: &VisitStateV1, body: &str) -> Result<()> {
    let visit = &state.visit;
    let problems = visit
        .problems
        .iter()
        .filter(|problem| problem.dismissed.is_none())
        .count();
    let comments = state
        .reviews
        .last()
        .map_or(0, |latest| latest.review.comments.len());
    tx.prepare_cached(
        "insert or replace into county_visit (visit_id, revision, state, household_id, visitor_id,
             visitor_name, profile, batch_id, started_ms, ended_ms, received_ms, answers, problems,
             photos, photos_verified, comments, answerable_id, on_site, body)
         values (:visit_id, :revision, :state, :household_id, :visitor_id, :visitor_name, :profile,
             :batch_id, :started_ms, :ended_ms, :received_ms, :answers, :problems, :photos,
             :photos_verified, :comments, :answerable_id, :on_site, :body)",
    )?
    .execute(named_params! {
        ":visit_id": state.id.to_string(),
        ":revision": state.revision,
        ":state": state.state,
        ":household_id": visit.household_id.to_string(),
        ":visitor_id": visit.visitor_id.to_string(),
        ":visitor_name": state.visitor_name,
        ":profile": visit.profile,
        ":batch_id": state.batch_id.map(|id| id.to_string()),
        ":started_ms": visit.started_ms,
        // A wrong clock on the phone it was made with must not make the next visit due early.
        ":ended_ms": state.trusted_ended_ms.unwrap_or(visit.ended_ms),
        ":received_ms": state.received_ms,
        ":answers": size(visit.answers.len()),
        ":problems": size(problems),
        ":photos": size(visit.photos.len()),
        ":photos_verified": size(state.photos_verified.len()),
        ":comments": size(comments),
        ":answerable_id": state.answerable_id.map(|id| id.to_string()),
        ":on_site": visit.is_on_site(),
        ":body": body,
    })?;
    standing::follow(tx, &visit.household_id.to_string())?;
    outbox::settle_visit(tx, state.id, state.revision)
}

/// The visit left this phone's scope.
pub(crate) fn remove(tx: &Transaction<'_>, id: &str) -> Result<()> {
    let household: Option<String> = tx
        .prepare_cached("delete from county_visit where visit_id = ?1 returning household_id")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    household.map_or(Ok(()), |household| standing::follow(tx, &household))
}

pub fn get(conn: &Connection, id: VisitId) -> Result<Option<VisitStateV1>> {
    Ok(conn
        .query_row(
            "select body from county_visit where visit_id = ?1",
            [id.to_string()],
            |row| column::json(row, "body"),
        )
        .optional()?)
}

/// What a photo of a visit the county has is named after, once the county holds its bytes.
pub fn photo_sha256(conn: &Connection, photo: PhotoId) -> Result<Option<String>> {
    Ok(with_photo(conn, photo)?.into_iter().find_map(|state| {
        let declared = state.visit.photos.into_iter().find(|one| one.id == photo)?;
        let verified = state.photos_verified.contains(&declared.sha256);
        verified.then_some(declared.sha256)
    }))
}

/// Which visit the county has a photo of.
pub fn visit_of_photo(conn: &Connection, photo: PhotoId) -> Result<Option<VisitId>> {
    let states = with_photo(conn, photo)?;
    let mut found = states
        .iter()
        .filter(|state| state.visit.photos.iter().any(|one| one.id == photo));
    Ok(found.next().map(|state| state.id))
}

/// An id is in the text of the one visit it belongs to: only that one is read as JSON.
fn with_photo(conn: &Connection, photo: PhotoId) -> Result<Vec<VisitStateV1>> {
    Ok(conn
        .prepare_cached("select body from county_visit where photos > 0 and instr(body, ?1) > 0")?
        .query_map([photo.to_string()], |row| column::json(row, "body"))?
        .collect::<rusqlite::Result<_>>()?)
}

/// What all photos of the visits the county has are named after.
pub fn photo_names(conn: &Connection) -> Result<HashSet<String>> {
    Ok(conn
        .prepare_cached(
            "select photo.value ->> '$.sha256' as sha256
             from county_visit, json_each(body, '$.visit.photos') as photo",
        )?
        .query_map([], |row| row.get("sha256"))?
        .collect::<rusqlite::Result<_>>()?)
}

pub fn row(conn: &Connection, id: VisitId) -> Result<Option<CountyVisitRow>> {
    Ok(conn
        .query_row(
            "select * from county_visit where visit_id = ?1",
            [id.to_string()],
            from_row,
        )
        .optional()?)
}

/// Every visit the county has of a household, newest first.
pub fn of_household(conn: &Connection, household: HouseholdId) -> Result<Vec<CountyVisitRow>> {
    Ok(conn
        .prepare_cached(
            "select * from county_visit where household_id = ?1 order by ended_ms desc",
        )?
        .query_map([household.to_string()], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// The visits of a batch that are still in it, oldest first.
pub fn of_batch(conn: &Connection, batch: BatchId) -> Result<Vec<VisitId>> {
    Ok(conn
        .prepare_cached(
            "select visit_id from county_visit where batch_id = ?1 order by received_ms, visit_id",
        )?
        .query_map([batch.to_string()], |row| column::id(row, "visit_id"))?
        .collect::<rusqlite::Result<_>>()?)
}

/// How many photos the county waits for, by the visitor, among the visits of a village.
pub fn photos_missing(conn: &Connection, area_code: &str) -> Result<HashMap<PersonId, u32>> {
    Ok(conn
        .prepare_cached(
            "select visitor_id, sum(photos - photos_verified) as missing from county_visit
             join household using (household_id)
             where household.area_code = ?1 and photos_verified < photos and state <> 'voided'
             group by visitor_id",
        )?
        .query_map([area_code], |row| {
            Ok((column::id(row, "visitor_id")?, row.get("missing")?))
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// Every visit in one state of review, oldest first.
pub fn in_state(conn: &Connection, state: &str) -> Result<Vec<CountyVisitRow>> {
    Ok(conn
        .prepare_cached("select * from county_visit where state = ?1 order by received_ms")?
        .query_map([state], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<CountyVisitRow> {
    Ok(CountyVisitRow {
        visit_id: column::id(row, "visit_id")?,
        revision: row.get("revision")?,
        state: row.get("state")?,
        household_id: column::id(row, "household_id")?,
        visitor_id: column::id(row, "visitor_id")?,
        visitor_name: row.get("visitor_name")?,
        profile: row.get("profile")?,
        batch_id: column::maybe_id(row, "batch_id")?,
        started_ms: row.get("started_ms")?,
        ended_ms: row.get("ended_ms")?,
        received_ms: row.get("received_ms")?,
        answers: row.get("answers")?,
        problems: row.get("problems")?,
        photos: row.get("photos")?,
        photos_verified: row.get("photos_verified")?,
        comments: row.get("comments")?,
    })
}

/// A count as SQLite holds it; no visit has so many of anything.
fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
