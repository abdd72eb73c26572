//! Households as the county has them, with this phone's corrections laid over ([`crate::facts`]).

use std::collections::HashMap;

use domain::id::HouseholdId;
use protocol::row::HouseholdV1;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use crate::{Result, column, entry, facts, pinyin, problem, search, standing, tag};

/// A household as lists show it.
#[derive(Clone, PartialEq)]
pub struct HouseholdRow {
    pub household_id: HouseholdId,
    pub number: String,
    pub area_code: String,
    pub town: String,
    pub village: String,
    pub group_name: String,
    pub head_name: String,
    pub base_type: String,
    pub monitor_category: Option<String>,
    /// `YYYYMM`.
    pub monitor_since: Option<String>,
    pub risk_eliminated: bool,
    /// `YYYY-MM-DD`, of a household that is no more.
    pub ended_on: Option<String>,
    pub size: u32,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// False once it left this phone's scope and only unsent work keeps it.
    pub in_scope: bool,
}

impl std::fmt::Debug for HouseholdRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HouseholdRow({})", self.household_id)
    }
}

/// Saves what the county sent.
pub fn apply(tx: &Transaction<'_>, household: &HouseholdV1, body: &str) -> Result<()> {
    let keys = pinyin::keys(&household.head_name);
    let mut upsert = tx.prepare_cached(
        "insert into household (household_id, number, area_code, town, village, group_name,
             head_name, pinyin, initials, base_type, monitor_category, size, lat, lon, in_scope,
             contested, tags, risk_eliminated, monitor_since, ended_on)
         values (:id, :number, :area_code, :town, :village, :group_name, :head_name, :pinyin,
             :initials, :base_type, :monitor_category, :size, :lat, :lon, 1, :contested, :tags,
             :risk_eliminated, :monitor_since, :ended_on)
         on conflict (household_id) do update set number = excluded.number,
             area_code = excluded.area_code, town = excluded.town, village = excluded.village,
             group_name = excluded.group_name, head_name = excluded.head_name,
             pinyin = excluded.pinyin, initials = excluded.initials,
             base_type = excluded.base_type, monitor_category = excluded.monitor_category,
             size = excluded.size, lat = excluded.lat, lon = excluded.lon, in_scope = 1,
             contested = excluded.contested, tags = excluded.tags,
             risk_eliminated = excluded.risk_eliminated, monitor_since = excluded.monitor_since,
             ended_on = excluded.ended_on
         returning household_row",
    )?;
    let values = named_params! {
        ":id": household.id.to_string(),
        ":number": household.number,
        ":area_code": household.area_code,
        ":town": household.town,
        ":village": household.village,
        ":group_name": household.group,
        ":head_name": household.head_name,
        ":pinyin": keys.pinyin,
        ":initials": keys.initials,
        ":base_type": household.base_type,
        ":monitor_category": household.monitor_category,
        ":size": household.annual_family_size,
        ":lat": household.lat,
        ":lon": household.lon,
        ":contested": facts::count(household),
        ":tags": tag::of_household(household),
        ":risk_eliminated": household.risk_eliminated,
        ":monitor_since": household.monitor_since,
        ":ended_on": household.ended_on,
    };
    let row: i64 = upsert.query_row(values, |row| row.get("household_row"))?;
    tx.prepare_cached(
        "insert or replace into household_body (household_row, body) values (?1, ?2)",
    )?
    .execute((row, body))?;
    // Whose team's visits count is a matter of its village.
    standing::follow_visited(tx, &household.id.to_string())
}

/// The household left this phone's scope: it goes, unless unsent work needs it.
pub(crate) fn remove(tx: &Transaction<'_>, id: &str) -> Result<()> {
    tx.execute(
        "update household set in_scope = 0 where household_id = ?1",
        [id],
    )?;
    tx.execute(
        "update member set in_scope = 0 where household_id = ?1",
        [id],
    )?;
    search::names_changed(tx)?;
    drop_unneeded(tx, Some(id)).map(drop)
}

/// Lets go of households, problems and entries out of scope whose work has all arrived. Answers how many
/// households went.
pub fn sweep(tx: &Transaction<'_>) -> Result<usize> {
    problem::sweep(tx)?;
    entry::sweep(tx)?;
    drop_unneeded(tx, None)
}

fn drop_unneeded(tx: &Transaction<'_>, only: Option<&str>) -> Result<usize> {
    let gone: Vec<String> = tx
        .prepare_cached(&format!(
            "select household_id from household
             where in_scope = 0 and household_id = coalesce(?1, household_id)
               and household_id not in ({WITH_UNSENT_WORK})"
        ))?
        .query_map([only], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for id in &gone {
        tx.execute("delete from member where household_id = ?1", [id])?;
        tx.execute("delete from assignment where household_id = ?1", [id])?;
        tx.execute("delete from household where household_id = ?1", [id])?;
    }
    Ok(gone.len())
}

/// Households with a draft, a waiting change or an unproved photo on this phone. `not in` wants
/// no nulls among them.
pub(crate) const WITH_UNSENT_WORK: &str = "
    select visit.household_id from visit where visit.phase = 'draft'
    union select visit.household_id from visit
        join outbox on outbox.record_kind = 'visit' and outbox.record_id = visit.visit_id
        where outbox.delivery <> 'withdrawn'
    union select visit.household_id from visit join photo using (visit_id)
        where photo.verified_ms is null and photo.removed = 0 and visit.phase <> 'voided'
    union select county_visit.household_id from county_visit
        join outbox on outbox.record_kind = 'visit' and outbox.record_id = county_visit.visit_id
        where outbox.delivery <> 'withdrawn'
    union select outbox.record_id from outbox where outbox.record_kind = 'household'
        and outbox.delivery <> 'withdrawn'
    union select member.household_id from member
        join outbox on outbox.record_kind = 'member' and outbox.record_id = member.member_id
        where outbox.delivery <> 'withdrawn'
    union select outbox.edit ->> '$.household_id' from outbox
        where outbox.record_kind = 'problem' and outbox.delivery <> 'withdrawn'
            and outbox.edit ->> '$.kind' = 'raise_problem_v1'
    union select problem_draft.subject from problem_draft where problem_draft.step = 'raise'
    union select outbox.edit ->> '$.household_id' from outbox
        where outbox.record_kind = 'entry' and outbox.delivery <> 'withdrawn'
            and outbox.edit ->> '$.household_id' is not null
    union select entry_draft.subject from entry_draft where entry_draft.step = 'new'";

pub fn get(conn: &Connection, id: HouseholdId) -> Result<Option<HouseholdV1>> {
    let mut found = facts::county::<HouseholdV1>(conn, &id.to_string())?;
    if let Some(household) = &mut found {
        facts::overlay(conn, household)?;
    }
    Ok(found)
}

pub fn row(conn: &Connection, id: HouseholdId) -> Result<Option<HouseholdRow>> {
    let mut found = conn
        .query_row(
            "select * from household where household_id = ?1",
            [id.to_string()],
            from_row,
        )
        .optional()?;
    if let Some(row) = &mut found {
        correct(conn, row)?;
    }
    Ok(found)
}

/// What this phone corrected of a row in a list.
fn correct(conn: &Connection, row: &mut HouseholdRow) -> Result<()> {
    if let Some(household) = get(conn, row.household_id)? {
        row.group_name = household.group;
        row.size = household.annual_family_size;
        (row.lat, row.lon) = (household.lat, household.lon);
    }
    Ok(())
}

/// The same for a whole list; nearly always there is nothing to correct.
pub(crate) fn correct_all(conn: &Connection, rows: &mut [HouseholdRow]) -> Result<()> {
    let corrected: std::collections::HashSet<String> = conn
        .prepare_cached(
            "select record_id from outbox
             where record_kind = 'household' and delivery <> 'withdrawn'
             union select record_id from receipt where record_kind = 'household'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if corrected.is_empty() {
        return Ok(());
    }
    rows.iter_mut()
        .filter(|row| corrected.contains(&row.household_id.to_string()))
        .try_for_each(|row| correct(conn, row))
}

/// Every household in scope, by place.
pub fn list(conn: &Connection) -> Result<Vec<HouseholdRow>> {
    Ok(conn
        .prepare_cached(
            "select * from household where in_scope = 1 order by area_code, group_name, number",
        )?
        .query_map([], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// The households in these rows, in this order; those gone meanwhile are left out.
pub fn of_rows(conn: &Connection, wanted: &[i64]) -> Result<Vec<HouseholdRow>> {
    let mut found: HashMap<i64, HouseholdRow> = conn
        .prepare_cached(
            "select * from household
             where household_row in (select value from json_each(?1)) and in_scope = 1",
        )?
        .query_map([column::to_json(&wanted)?], |row| {
            Ok((row.get("household_row")?, from_row(row)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(wanted.iter().filter_map(|row| found.remove(row)).collect())
}

pub fn count(conn: &Connection) -> Result<u32> {
    Ok(conn.query_row(
        "select count(*) from household where in_scope = 1",
        [],
        |row| row.get(0),
    )?)
}

pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<HouseholdRow> {
    Ok(HouseholdRow {
        household_id: column::id(row, "household_id")?,
        number: row.get("number")?,
        area_code: row.get("area_code")?,
        town: row.get("town")?,
        village: row.get("village")?,
        group_name: row.get("group_name")?,
        head_name: row.get("head_name")?,
        base_type: row.get("base_type")?,
        monitor_category: row.get("monitor_category")?,
        monitor_since: row.get("monitor_since")?,
        risk_eliminated: row.get("risk_eliminated")?,
        ended_on: row.get("ended_on")?,
        size: row.get("size")?,
        lat: row.get("lat")?,
        lon: row.get("lon")?,
        in_scope: row.get("in_scope")?,
    })
}
