//! Visits recorded on this phone: as they stand, and every sealing as it left.

use domain::id::{ChangeId, HouseholdId, PersonId, VisitId};
use protocol::clock::ClockV1;
use protocol::edit::{Edit, RecordRef, VoidVisitV1};
use protocol::visit::{GeoV1, VisitV1};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use crate::answer::{self, Origin};
use crate::{Error, Result, column, outbox, photo, receipt};

/// How far a visit is on this phone. What the county thinks of it is in `county_visit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Draft,
    Sealed,
    Voided,
}

impl std::str::FromStr for Phase {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "draft" => Ok(Self::Draft),
            "sealed" => Ok(Self::Sealed),
            "voided" => Ok(Self::Voided),
            _ => Err(Error::NotFound("phase")),
        }
    }
}

/// A visit of this phone, without its answers.
#[derive(Clone, PartialEq)]
pub struct VisitRow {
    pub visit_id: VisitId,
    pub household_id: HouseholdId,
    pub visitor_id: PersonId,
    pub profile: String,
    pub template_id: String,
    pub template_version: String,
    /// The one being worked on, or sealed last.
    pub revision: u32,
    pub phase: Phase,
    pub started_ms: i64,
    pub ended_ms: Option<i64>,
    /// A fix, or why there is none; absent until one of them is given.
    pub location: Option<GeoV1>,
    pub photo_waiver: Option<String>,
    /// The change that carries the sealed revision.
    pub sealed_change_id: Option<ChangeId>,
}

impl std::fmt::Debug for VisitRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "VisitRow({} r{} {:?})",
            self.visit_id, self.revision, self.phase
        )
    }
}

/// Saves a sealed revision and queues it for the county: both or neither (DESIGN law 1). Its
/// photos follow on their own.
pub fn save_sealed(
    tx: &Transaction<'_>,
    visit: &VisitV1,
    change_id: ChangeId,
    made_at: &ClockV1,
) -> Result<()> {
    match get(tx, visit.id)? {
        Some(row) if row.phase != Phase::Draft => return Err(Error::NotDraft),
        Some(row) => replace_refused(tx, &row)?,
        None => {}
    }
    write_sealed(tx, visit, change_id)?;
    // A draft has its answers already, and knows better where they came from.
    if !answer::exist(tx, visit.id)? {
        answer::insert_all(tx, visit.id, &visit.answers, Origin::Touched)?;
    }
    tx.execute(
        "insert into visit_revision (visit_id, revision, change_id, body) values (?1, ?2, ?3, ?4)
         on conflict (visit_id, revision) do update set change_id = excluded.change_id,
             body = excluded.body",
        (
            visit.id.to_string(),
            visit.revision,
            change_id.to_string(),
            column::to_json(visit)?,
        ),
    )?;
    outbox::push(tx, change_id, &Edit::SaveVisitV1(visit.clone()), made_at)?;
    photo::declare(tx, visit, change_id)
}

/// Opens a sealed visit again, if its change certainly never left or was refused.
pub fn reopen(tx: &Transaction<'_>, visit_id: VisitId) -> Result<()> {
    let row = get(tx, visit_id)?.ok_or(Error::NotFound("visit"))?;
    let (Phase::Sealed, Some(change_id)) = (row.phase, row.sealed_change_id) else {
        return Err(Error::NotDraft);
    };
    outbox::withdraw(tx, change_id)?;
    photo::undeclare(tx, change_id)?;
    tx.execute(
        "update visit set phase = 'draft', ended_ms = null, sealed_change_id = null
         where visit_id = ?1",
        [visit_id.to_string()],
    )?;
    Ok(())
}

/// Whether [`reopen`] would succeed.
pub fn is_reopenable(conn: &Connection, row: &VisitRow) -> Result<bool> {
    let (Phase::Sealed, Some(change_id)) = (row.phase, row.sealed_change_id) else {
        return Ok(false);
    };
    Ok(
        outbox::get(conn, change_id)?.is_some_and(|waiting| match waiting.delivery {
            outbox::Delivery::Parked => true,
            outbox::Delivery::Queued => waiting.attempts == 0,
            _ => false,
        }),
    )
}

/// Takes a visit out of the count. A draft that never left ends here; anything else is told to
/// the county in the same transaction. Nothing is deleted.
pub fn save_void(
    tx: &Transaction<'_>,
    void: &VoidVisitV1,
    change_id: ChangeId,
    made_at: &ClockV1,
) -> Result<()> {
    let record = RecordRef::visit(void.visit_id);
    // A refused sealing has nothing to wait for any more, and must not hold the voiding back.
    if let Some(row) = get(tx, void.visit_id)? {
        replace_refused(tx, &row)?;
    }
    let has_left =
        !outbox::of_record(tx, &record)?.is_empty() || !receipt::of_record(tx, &record)?.is_empty();
    let is_mine = get(tx, void.visit_id)?.is_some();
    tx.execute(
        "update visit set phase = 'voided' where visit_id = ?1",
        [void.visit_id.to_string()],
    )?;
    if has_left || !is_mine || crate::county_visit::row(tx, void.visit_id)?.is_some() {
        outbox::push(tx, change_id, &Edit::VoidVisitV1(void.clone()), made_at)?;
    }
    Ok(())
}

pub fn get(conn: &Connection, id: VisitId) -> Result<Option<VisitRow>> {
    Ok(conn
        .query_row(
            "select * from visit where visit_id = ?1",
            [id.to_string()],
            from_row,
        )
        .optional()?)
}

/// This phone's visits of a household, newest first.
pub fn of_household(conn: &Connection, household: HouseholdId) -> Result<Vec<VisitRow>> {
    Ok(conn
        .prepare_cached("select * from visit where household_id = ?1 order by started_ms desc")?
        .query_map([household.to_string()], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Every visit of this phone, newest first.
pub fn list(conn: &Connection) -> Result<Vec<VisitRow>> {
    Ok(conn
        .prepare_cached("select * from visit order by started_ms desc, visit_id")?
        .query_map([], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// A sealed revision, exactly as it left.
pub fn revision(conn: &Connection, id: VisitId, revision: u32) -> Result<Option<VisitV1>> {
    Ok(conn
        .query_row(
            "select body from visit_revision where visit_id = ?1 and revision = ?2",
            (id.to_string(), revision),
            |row| column::json(row, "body"),
        )
        .optional()?)
}

fn write_sealed(tx: &Transaction<'_>, visit: &VisitV1, change_id: ChangeId) -> Result<()> {
    tx.execute(
        "insert into visit (visit_id, household_id, visitor_id, profile, template_id,
             template_version, revision, phase, started_ms, ended_ms, location, photo_waiver,
             sealed_change_id, on_site)
         values (:visit_id, :household_id, :visitor_id, :profile, :template_id,
             :template_version, :revision, 'sealed', :started_ms, :ended_ms, :location,
             :photo_waiver, :change_id, :on_site)
         on conflict (visit_id) do update set revision = excluded.revision, phase = 'sealed',
             ended_ms = excluded.ended_ms, location = excluded.location,
             photo_waiver = excluded.photo_waiver, sealed_change_id = excluded.sealed_change_id,
             on_site = excluded.on_site",
        named_params! {
            ":visit_id": visit.id.to_string(),
            ":household_id": visit.household_id.to_string(),
            ":visitor_id": visit.visitor_id.to_string(),
            ":profile": visit.profile,
            ":template_id": visit.template_id,
            ":template_version": visit.template_version,
            ":revision": visit.revision,
            ":started_ms": visit.started_ms,
            ":ended_ms": visit.ended_ms,
            ":location": column::to_json(&visit.geo)?,
            ":photo_waiver": visit.photo_waiver,
            ":change_id": change_id.to_string(),
            ":on_site": visit.is_on_site(),
        },
    )?;
    Ok(())
}

/// A refused sealing is answered by what comes now: it must not hold it back.
fn replace_refused(tx: &Transaction<'_>, row: &VisitRow) -> Result<()> {
    for waiting in outbox::of_record(tx, &RecordRef::visit(row.visit_id))? {
        let is_sealing = matches!(waiting.edit(), Some(Edit::SaveVisitV1(_)));
        if is_sealing && waiting.delivery == outbox::Delivery::Parked {
            outbox::withdraw(tx, waiting.change_id)?;
            // Its photos go with the sealing that takes its place, or they would never go.
            photo::undeclare(tx, waiting.change_id)?;
        }
    }
    Ok(())
}

pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<VisitRow> {
    Ok(VisitRow {
        visit_id: column::id(row, "visit_id")?,
        household_id: column::id(row, "household_id")?,
        visitor_id: column::id(row, "visitor_id")?,
        profile: row.get("profile")?,
        template_id: row.get("template_id")?,
        template_version: row.get("template_version")?,
        revision: row.get("revision")?,
        phase: column::id(row, "phase")?,
        started_ms: row.get("started_ms")?,
        ended_ms: row.get("ended_ms")?,
        location: column::maybe_json(row, "location")?,
        photo_waiver: row.get("photo_waiver")?,
        sealed_change_id: column::maybe_id(row, "sealed_change_id")?,
    })
}
