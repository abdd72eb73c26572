//! How each household stands: when it was last visited, since when somebody helps it.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::id::{HouseholdId, VisitId};
use rusqlite::{Connection, Transaction, named_params};

use crate::household::{self, HouseholdRow};
#[cfg(doc)]
use crate::search;
use crate::{Result, column};

/// A household with what its task follows from.
#[derive(Clone, Debug)]
pub struct Found {
    pub row: HouseholdRow,
    pub standing: Standing,
}

/// How a household stands, as far as this phone knows.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// When the last visit ended that counts: at the dwelling, not voided, by who helps it.
    pub last_visit_ms: Option<i64>,
    /// When the visits ended that count, the latest first; at most sixty.
    pub visits_ms: Vec<i64>,
    /// Since when somebody helps it who does so today, `YYYY-MM-DD`.
    pub assigned_from: Option<String>,
    /// A visit on this phone that is not sealed.
    pub draft: Option<VisitId>,
    /// Facts of the household and its members of which two values are known.
    pub contested: u32,
}

/// Up to so many households are looked up one by one; more, and looking at all is quicker.
const FEW: usize = 500;

/// Every household in scope, by place, each with its standing on a day, `YYYY-MM-DD`.
pub fn all(conn: &Connection, today: &str) -> Result<Vec<Found>> {
    with_standings(conn, household::list(conn)?, today)
}

/// Households that [`search`] found, each with its standing on a day.
pub fn of_rows(conn: &Connection, wanted: &[i64], today: &str) -> Result<Vec<Found>> {
    with_standings(conn, household::of_rows(conn, wanted)?, today)
}

fn with_standings(
    conn: &Connection,
    mut rows: Vec<HouseholdRow>,
    today: &str,
) -> Result<Vec<Found>> {
    household::correct_all(conn, &mut rows)?;
    let ids: Vec<HouseholdId> = rows.iter().map(|row| row.household_id).collect();
    let few = (ids.len() <= FEW).then_some(ids.as_slice());
    let mut standings = standings(conn, few, today)?;
    let found = rows.into_iter().map(|row| {
        let standing = standings.remove(&row.household_id).unwrap_or_default();
        Found { row, standing }
    });
    Ok(found.collect())
}

/// One household, in scope or not, with its standing on a day.
pub fn household(conn: &Connection, id: HouseholdId, today: &str) -> Result<Option<Found>> {
    let Some(row) = household::row(conn, id)? else {
        return Ok(None);
    };
    let standing = standings(conn, Some(&[id]), today)?
        .remove(&id)
        .unwrap_or_default();
    Ok(Some(Found { row, standing }))
}

/// Of all households, or of those named.
fn standings(
    conn: &Connection,
    of: Option<&[HouseholdId]>,
    today: &str,
) -> Result<HashMap<HouseholdId, Standing>> {
    let named = of.map(|ids| ids.iter().map(ToString::to_string).collect::<Vec<_>>());
    let named = named.as_ref().map(column::to_json).transpose()?;
    let among = match named {
        Some(_) => "household_id in (select value from json_each(:named))",
        None => ":named is null",
    };
    let found = conn
        .prepare_cached(&format!(
            "with fact (household_id, recent, own_ms, assigned_from, draft, contested) as (
                 select household_id, recent, null, null, null, 0 from last_visit where {among}
                 union all
                 select household_id, null, ended_ms, null, null, 0 from counting_visit
                 where at_county = 0 and {among}
                 union all
                 select household_id, null, null, from_date, null, 0 from assignment
                 -- What was taken back ends before it begins.
                 where (to_date is null or to_date >= max(:today, from_date)) and {among}
                 union all
                 select household_id, null, null, null, visit_id, 0 from visit
                 where phase = 'draft' and {among}
                 union all
                 select household_id, null, null, null, null, contested from household
                 where contested > 0 and {among}
                 union all
                 select household_id, null, null, null, null, contested from member
                 where contested > 0 and {among}
             )
             select household_id, max(recent) as recent, json_group_array(own_ms) as own,
                 min(assigned_from) as assigned_from, max(draft) as draft,
                 sum(contested) as contested
             from fact group by household_id"
        ))?
        .query_map(named_params! { ":named": named, ":today": today }, |row| {
            let recent: Option<Vec<i64>> = column::maybe_json(row, "recent")?;
            let own: Vec<Option<i64>> = column::json(row, "own")?;
            let mut visits_ms = recent.unwrap_or_default();
            visits_ms.extend(own.into_iter().flatten());
            visits_ms.sort_unstable_by_key(|ended| Reverse(*ended));
            let standing = Standing {
                last_visit_ms: visits_ms.first().copied(),
                visits_ms,
                assigned_from: row.get("assigned_from")?,
                draft: column::maybe_id(row, "draft")?,
                contested: row.get("contested")?,
            };
            Ok((column::id(row, "household_id")?, standing))
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(found)
}

/// Follows a visit the county sent, or took away, in the same transaction.
pub(crate) fn follow(tx: &Transaction<'_>, household: &str) -> Result<()> {
    tx.prepare_cached("delete from last_visit where household_id = ?1")?
        .execute([household])?;
    tx.prepare_cached(
        "insert into last_visit (household_id, ended_ms, recent)
         select household_id, max(ended_ms), json_group_array(ended_ms) from (
             select household_id, ended_ms from counting_visit
             where household_id = ?1 and at_county = 1 order by ended_ms desc limit 60)
         group by household_id",
    )?
    .execute([household])?;
    Ok(())
}

/// The same after who helps a household changed; most were not visited yet when that comes.
pub(crate) fn follow_visited(tx: &Transaction<'_>, household: &str) -> Result<()> {
    let visited = tx
        .prepare_cached("select 1 from county_visit where household_id = ?1 limit 1")?
        .exists([household])?;
    if visited {
        follow(tx, household)?;
    }
    Ok(())
}

/// The same after a village's team changed.
pub(crate) fn follow_village(tx: &Transaction<'_>, village: &str) -> Result<()> {
    let households: Vec<String> = tx
        .prepare_cached("select household_id from household where area_code = ?1")?
        .query_map([village], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    households
        .iter()
        .try_for_each(|household| follow_visited(tx, household))
}
