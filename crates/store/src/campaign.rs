//! Campaigns as the county has them, and the visits of a time that may fulfil one.

use domain::id::{CampaignId, HouseholdId};
use protocol::campaign::CampaignV1;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use crate::{Result, column};

/// Saves what the county sent.
pub(crate) fn apply(tx: &Transaction<'_>, campaign: &CampaignV1, body: &str) -> Result<()> {
    tx.execute(
        "insert or replace into campaign (campaign_id, starts, ends, cancelled, body)
         values (?1, ?2, ?3, ?4, ?5)",
        (
            campaign.id.to_string(),
            &campaign.starts,
            &campaign.ends,
            campaign.cancelled,
            body,
        ),
    )?;
    Ok(())
}

/// One campaign, cancelled or not.
pub fn get(conn: &Connection, id: CampaignId) -> Result<Option<CampaignV1>> {
    Ok(conn
        .query_row(
            "select body from campaign where campaign_id = ?1",
            [id.to_string()],
            |row| column::json(row, "body"),
        )
        .optional()?)
}

/// Those that have begun by a day and end no earlier than another, both `YYYY-MM-DD`; the one that
/// ends first comes first. Cancelled ones are left out.
pub fn between(conn: &Connection, begun_by: &str, not_before: &str) -> Result<Vec<CampaignV1>> {
    Ok(conn
        .prepare_cached(
            "select body from campaign where cancelled = 0 and starts <= ?1 and ends >= ?2
             order by ends, starts, campaign_id",
        )?
        .query_map([begun_by, not_before], |row| column::json(row, "body"))?
        .collect::<rusqlite::Result<_>>()?)
}

/// A visit at a dwelling, whoever made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    pub household_id: HouseholdId,
    pub profile: String,
    pub ended_ms: i64,
}

/// Visits at the dwelling that ended since a moment and that a captain has approved.
pub fn approved_since(conn: &Connection, since_ms: i64) -> Result<Vec<Visited>> {
    Ok(conn
        .prepare_cached(
            "select household_id, profile, ended_ms from county_visit
             where on_site = 1 and ended_ms >= ?1
                 and state in ('captain_approved', 'batched', 'county_accepted')",
        )?
        .query_map([since_ms], visited)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Visits at the dwelling that ended since a moment, voided ones left out: the county's, and this
/// phone's that it does not have yet. Of one household, or of all.
pub fn visited_since(
    conn: &Connection,
    since_ms: i64,
    of: Option<HouseholdId>,
) -> Result<Vec<Visited>> {
    let among = match of {
        Some(_) => "household_id = ?2",
        None => "?2 is null",
    };
    Ok(conn
        .prepare_cached(&format!(
            "select household_id, profile, ended_ms from county_visit
             where on_site = 1 and ended_ms >= ?1 and state <> 'voided' and {among}
             union all
             select household_id, profile, ended_ms from visit
             where on_site = 1 and ended_ms >= ?1 and phase = 'sealed' and {among}
                 and not exists (select 1 from county_visit known
                     where known.visit_id = visit.visit_id and known.revision >= visit.revision)"
        ))?
        .query_map((since_ms, of.map(|id| id.to_string())), visited)?
        .collect::<rusqlite::Result<_>>()?)
}

fn visited(row: &Row<'_>) -> rusqlite::Result<Visited> {
    Ok(Visited {
        household_id: column::id(row, "household_id")?,
        profile: row.get("profile")?,
        ended_ms: row.get("ended_ms")?,
    })
}
