//! Rows that came down, saved a page at a time.

use protocol::pull::PulledRow;
use protocol::row::kind;
use rusqlite::{Connection, Transaction};
use serde::de::DeserializeOwned;

use crate::journal::{self, Entry};
use crate::{
    Error, Result, campaign, county_visit, entry, epoch, household, identity, member, problem,
    roll, search, settled, sync_state, template,
};

/// Saves a page and its cursor: both or neither (DESIGN law 6). A row this version cannot read is
/// kept and journalled; the rest goes on.
pub fn apply_page(
    tx: &Transaction<'_>,
    rows: &[PulledRow],
    cursor: i64,
    now_ms: i64,
) -> Result<()> {
    let doubting = epoch::doubts(tx)?;
    for row in rows {
        if doubting {
            epoch::came(tx, &row.kind, &row.id)?;
        }
        match &row.body {
            None => remove(tx, &row.kind, &row.id)?,
            Some(body) => {
                if !apply(tx, &row.kind, &row.id, body.get())? {
                    keep_unknown(tx, &row.kind, &row.id, body.get())?;
                    let entry = Entry::new(now_ms, "row_unreadable")
                        .about(&row.id)
                        .code(&row.kind);
                    journal::write(tx, &entry)?;
                }
            }
        }
    }
    // Once for the page, not for each of its rows.
    if rows.iter().any(|row| names_people(&row.kind)) {
        search::names_changed(tx)?;
    }
    sync_state::set_cursor(tx, cursor)
}

/// Rows that households are searched by.
fn names_people(kind: &str) -> bool {
    matches!(kind, kind::HOUSEHOLD | kind::MEMBER | kind::ASSIGNMENT)
}

/// Whether rows are kept that this version, newer than the one that pulled them, may read.
pub fn has_kept(conn: &Connection) -> Result<bool> {
    Ok(conn
        .prepare_cached("select 1 from unknown_row")?
        .exists([])?)
}

/// Applies the kept rows that this version can read. Answers how many.
pub fn replay_kept(tx: &Transaction<'_>) -> Result<usize> {
    let kept: Vec<(String, String, String)> = tx
        .prepare("select kind, id, body from unknown_row")?
        .query_map([], |row| {
            Ok((row.get("kind")?, row.get("id")?, row.get("body")?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut applied = 0;
    for (kind, id, body) in &kept {
        if apply(tx, kind, id, body)? {
            applied += 1;
        }
    }
    if kept.iter().any(|(kind, ..)| names_people(kind)) {
        search::names_changed(tx)?;
    }
    Ok(applied)
}

/// False when this version cannot read the row.
fn apply(tx: &Transaction<'_>, kind: &str, id: &str, body: &str) -> Result<bool> {
    let read = match kind {
        kind::PERSON => with(body, |row| roll::apply_person(tx, &row, body)),
        kind::TEAM => with(body, |row| roll::apply_team(tx, &row, body)),
        kind::HOUSEHOLD => with(body, |row| household::apply(tx, &row, body)),
        kind::MEMBER => with(body, |row| member::apply(tx, &row, body)),
        kind::ASSIGNMENT => with(body, |row| roll::apply_assignment(tx, &row, body)),
        kind::VISIT => with(body, |row| county_visit::apply(tx, &row, body)),
        kind::BATCH => with(body, |row| roll::apply_batch(tx, &row, body)),
        kind::PROBLEM => with(body, |row| problem::apply(tx, &row, body)),
        kind::ENTRY => with(body, |row| entry::apply(tx, &row, body)),
        kind::PARAMS => with(body, |row| roll::apply_params(tx, id, &row, body)),
        kind::TEMPLATE => with(body, |row| template::apply(tx, &row)),
        kind::POLICY_CARD => with(body, |row| roll::apply_policy_card(tx, id, &row, body)),
        kind::CAMPAIGN => with(body, |row| campaign::apply(tx, &row, body)),
        kind::COUNTY => with(body, |row| identity::follow_county(tx, &row).map(drop)),
        kind::CHANGE => return settled_row(tx, id, body),
        _ => Ok(false),
    }?;
    if read {
        tx.prepare_cached("delete from unknown_row where kind = ?1 and id = ?2")?
            .execute((kind, id))?;
    }
    Ok(read)
}

/// A decision that cannot be checked yet is kept like a row that cannot be read.
fn settled_row(tx: &Transaction<'_>, id: &str, body: &str) -> Result<bool> {
    let is_followed = match serde_json::from_str(body) {
        Ok(state) => settled::apply(tx, &state)?,
        Err(_) => false,
    };
    if is_followed {
        tx.prepare_cached("delete from unknown_row where kind = ?1 and id = ?2")?
            .execute((kind::CHANGE, id))?;
    }
    Ok(is_followed)
}

fn with<T: DeserializeOwned>(body: &str, apply: impl FnOnce(T) -> Result<()>) -> Result<bool> {
    match serde_json::from_str(body) {
        Ok(row) => apply(row).map(|()| true),
        Err(_) => Ok(false),
    }
}

fn keep_unknown(tx: &Transaction<'_>, kind: &str, id: &str, body: &str) -> Result<()> {
    tx.execute(
        "insert or replace into unknown_row (kind, id, body) values (?1, ?2, ?3)",
        (kind, id, body),
    )?;
    Ok(())
}

/// The row left this phone's scope. The phone's own work is in other tables and stays.
pub(crate) fn remove(tx: &Transaction<'_>, kind: &str, id: &str) -> Result<()> {
    tx.prepare_cached("delete from unknown_row where kind = ?1 and id = ?2")?
        .execute((kind, id))?;
    let delete = |sql: &str| tx.execute(sql, [id]).map(drop).map_err(Error::from);
    match kind {
        kind::HOUSEHOLD => household::remove(tx, id),
        kind::MEMBER => member::remove(tx, id),
        kind::PERSON => delete("delete from person where person_id = ?1"),
        kind::TEAM => roll::remove_team(tx, id),
        kind::CAMPAIGN => delete("delete from campaign where campaign_id = ?1"),
        kind::ASSIGNMENT => {
            // Whose household it is decides what it can be found by.
            search::names_changed(tx)?;
            roll::remove_assignment(tx, id)
        }
        kind::VISIT => county_visit::remove(tx, id),
        kind::PROBLEM => problem::remove(tx, id),
        kind::ENTRY => entry::remove(tx, id),
        kind::BATCH => delete("delete from batch where batch_id = ?1"),
        kind::TEMPLATE => template::remove(tx, id),
        kind::PARAMS => delete("delete from params where params_id = ?1"),
        kind::POLICY_CARD => delete("delete from policy_card where policy_card_id = ?1"),
        _ => Ok(()),
    }
}
