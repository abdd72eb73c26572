//! How each household stands: when it was last visited, since when somebody helps it.

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
    /// When the last visit ended that counts: on site, and not voided.
    pub last_visit_ms: Option<i64>,
    /// Since when somebody helps it, `YYYY-MM-DD`.
    pub assigned_from: Option<String>,
    /// A visit on this phone that is not sealed.
    pub draft: Option<VisitId>,
    /// Facts of the household and its members of which two values are known.
    pub contested: u32,
}

/// Up to so many households are looked up one by one; more, and looking at all is quicker.
const FEW: usize = 500;

/// Every household in scope, by place, each with its standing.
pub fn all(conn: &Connection) -> Result<Vec<Found>> {
    with_standings(conn, household::list(conn)?)
}

/// Households that [`search`] found, each with its standing.
pub fn of_rows(conn: &Connection, wanted: &[i64]) -> Result<Vec<Found>> {
    with_standings(conn, household::of_rows(conn, wanted)?)
}

fn with_standings(conn: &Connection, mut rows: Vec<HouseholdRow>) -> Result<Vec<Found>> {
    household::correct_all(conn, &mut rows)?;
    let ids: Vec<HouseholdId> = rows.iter().map(|row| row.household_id).collect();
    let few = (ids.len() <= FEW).then_some(ids.as_slice());
    let mut standings = standings(conn, few)?;
    let found = rows.into_iter().map(|row| {
        let standing = standings.remove(&row.household_id).unwrap_or_default();
        Found { row, standing }
    });
    Ok(found.collect())
}

/// One household, in scope or not.
pub fn household(conn: &Connection, id: HouseholdId) -> Result<Option<Found>> {
    let Some(row) = household::row(conn, id)? else {
        return Ok(None);
    };
    let standing = standings(conn, Some(&[id]))?
        .remove(&id)
        .unwrap_or_default();
    Ok(Some(Found { row, standing }))
}

/// Of all households, or of those named.
fn standings(
    conn: &Connection,
    of: Option<&[HouseholdId]>,
) -> Result<HashMap<HouseholdId, Standing>> {
    let named = of.map(|ids| ids.iter().map(ToString::to_string).collect::<Vec<_>>());
    let named = named.as_ref().map(column::to_json).transpose()?;
    let among = match named {
        Some(_) => "household_id in (select value from json_each(:named))",
        None => ":named is null",
    };
    let found = conn
        .prepare_cached(&format!(
            "with fact (household_id, last_visit_ms, assigned_from, draft, contested) as (
                 select household_id, ended_ms, null, null, 0 from last_visit where {among}
                 union all
                 select household_id, ended_ms, null, null, 0 from visit
                 where phase = 'sealed' and on_site = 1 and {among}
                   -- Once the county has this revision, it says when the visit was.
                   and not exists (select 1 from county_visit known
                       where known.visit_id = visit.visit_id
                         and known.revision >= visit.revision)
                 union all
                 select household_id, null, from_date, null, 0 from assignment
                 where to_date is null and {among}
                 union all
                 select household_id, null, null, visit_id, 0 from visit
                 where phase = 'draft' and {among}
                 union all
                 select household_id, null, null, null, contested from household
                 where contested > 0 and {among}
                 union all
                 select household_id, null, null, null, contested from member
                 where contested > 0 and {among}
             )
             select household_id, max(last_visit_ms) as last_visit_ms,
                 min(assigned_from) as assigned_from, max(draft) as draft,
                 sum(contested) as contested
             from fact group by household_id"
        ))?
        .query_map(named_params! { ":named": named }, |row| {
            let standing = Standing {
                last_visit_ms: row.get("last_visit_ms")?,
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
        "insert into last_visit (household_id, ended_ms)
         select household_id, max(ended_ms) from county_visit
         where household_id = ?1 and on_site = 1 and state <> 'voided' group by household_id",
    )?
    .execute([household])?;
    Ok(())
}
