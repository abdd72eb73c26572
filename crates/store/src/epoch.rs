//! When the county was set back to a backup: the pull begins again, and what the county lacks is
//! sent again from the bytes that were kept.
//!
//! The order matters and each step survives a death: [`begin_again`] with the first answer of the
//! new epoch; then the county is asked what it lacks of [`confirmed`], [`aside`] and [`photos`];
//! [`recovered`]; and when the pull has been through from the start, what did not come again goes.

use domain::id::ChangeId;
use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::{Result, column, journal, outbox, pull, sync_state, told};

/// Which life of the county's database the cursor belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// Absent until first heard.
    pub name: Option<String>,
    /// The county has not yet been asked what it lacks.
    pub recovering: bool,
}

pub fn get(conn: &Connection) -> Result<Epoch> {
    Ok(
        conn.query_row("select epoch, recovering from sync_state", [], |row| {
            Ok(Epoch {
                name: row.get("epoch")?,
                recovering: row.get("recovering")?,
            })
        })?,
    )
}

/// The first epoch this phone hears of: the cursor it has is taken to be of it.
pub fn adopt(tx: &Transaction<'_>, name: &str) -> Result<()> {
    tx.execute("update sync_state set epoch = ?1", [name])?;
    Ok(())
}

/// The cursor means nothing any more. Every row is kept, and doubted until it comes again.
pub fn begin_again(tx: &Transaction<'_>, name: Option<&str>, now_ms: i64) -> Result<()> {
    sync_state::set_cursor(tx, 0)?;
    told::forget(tx)?;
    tx.execute(
        "update sync_state set epoch = coalesce(?1, epoch), recovering = 1",
        [name],
    )?;
    tx.execute_batch(
        "insert or ignore into stale_row (kind, id)
         select 'household', household_id from household
         union all select 'member', member_id from member
         union all select 'assignment', assignment_id from assignment
         union all select 'person', person_id from person
         union all select 'team', team_id from team
         union all select 'params', params_id from params
         union all select 'template', version from template where source = 'county'
         union all select 'policy_card', policy_card_id from policy_card
         union all select 'visit', visit_id from county_visit
         union all select 'batch', batch_id from batch
         union all select 'problem', problem_id from problem
         union all select 'entry', entry_id from entry
         union all select 'campaign', campaign_id from campaign
         union all select kind, id from unknown_row",
    )?;
    journal::write(tx, &journal::Entry::new(now_ms, "county_restored"))
}

/// Whether rows of the last epoch are still doubted.
pub fn doubts(conn: &Connection) -> Result<bool> {
    Ok(conn.prepare_cached("select 1 from stale_row")?.exists([])?)
}

/// The row has come again, or has been taken away.
pub(crate) fn came(tx: &Transaction<'_>, kind: &str, id: &str) -> Result<()> {
    tx.prepare_cached("delete from stale_row where kind = ?1 and id = ?2")?
        .execute((kind, id))?;
    Ok(())
}

/// The pull has been through from the start: what did not come again is no longer this phone's to
/// see. Its own work is in other tables and stays.
pub fn sweep(tx: &Transaction<'_>, now_ms: i64) -> Result<()> {
    if !doubts(tx)? {
        return Ok(());
    }
    let gone: Vec<(String, String)> = tx
        .prepare("select kind, id from stale_row")?
        .query_map([], |row| Ok((row.get("kind")?, row.get("id")?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (kind, id) in &gone {
        pull::remove(tx, kind, id)?;
    }
    tx.execute("delete from stale_row", [])?;
    let entry = journal::Entry::new(now_ms, "removed").count(gone.len());
    journal::write(tx, &entry)
}

/// Confirmed changes after a position, in order: the county may lack them now.
pub fn confirmed(conn: &Connection, after: i64, limit: usize) -> Result<Vec<(i64, ChangeId)>> {
    Ok(conn
        .prepare_cached(
            "select position, change_id from receipt where position > ?1
             order by position limit ?2",
        )?
        .query_map((after, i64::try_from(limit).unwrap_or(i64::MAX)), |row| {
            Ok((row.get("position")?, column::id(row, "change_id")?))
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// Changes the county said it has aside.
pub fn aside(conn: &Connection) -> Result<Vec<ChangeId>> {
    Ok(conn
        .prepare_cached(
            "select change_id from outbox where delivery in ('held', 'quarantined')
             order by position",
        )?
        .query_map([], |row| column::id(row, "change_id"))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Names of photos with a receipt, after one of them.
pub fn photos(conn: &Connection, after: &str, limit: usize) -> Result<Vec<String>> {
    Ok(conn
        .prepare_cached(
            "select distinct sha256 from photo where receipt is not null and sha256 > ?1
             order by sha256 limit ?2",
        )?
        .query_map((after, i64::try_from(limit).unwrap_or(i64::MAX)), |row| {
            row.get("sha256")
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// Sends a change again in its old place. False when this phone has no such change to send.
pub fn send_again(tx: &Transaction<'_>, change: ChangeId) -> Result<bool> {
    let id = change.to_string();
    let aside = tx.execute(
        "update outbox set delivery = 'queued', parked_code = null, parked_field = null,
             receipt = null
         where change_id = ?1 and delivery in ('held', 'quarantined')",
        [&id],
    )?;
    let known = tx
        .query_row("select 1 from receipt where change_id = ?1", [&id], |_| {
            Ok(())
        })
        .optional()?;
    Ok(aside > 0 || (known.is_some() && outbox::requeue_confirmed(tx, change)?))
}

/// Sends a photo again from its first byte. Answers how many of this phone's rows it is.
pub fn send_photo_again(tx: &Transaction<'_>, sha256: &str) -> Result<usize> {
    Ok(tx.execute(
        "update photo set receipt = null, verified_ms = null, upload_url = null,
             upload_offset = 0
         where sha256 = ?1 and receipt is not null",
        [sha256],
    )?)
}

/// The county has been asked, and what it lacks is queued.
pub fn recovered(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("update sync_state set recovering = 0", [])?;
    Ok(())
}
