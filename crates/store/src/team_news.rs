//! What the county said last of a captain's teams, for when there is no line.

use protocol::team::TeamReply;
use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::{Result, column};

pub fn keep(tx: &Transaction<'_>, reply: &TeamReply) -> Result<()> {
    tx.execute(
        "insert or replace into team_news (team_news, body) values (1, ?1)",
        [column::to_json(reply)?],
    )?;
    Ok(())
}

pub fn get(conn: &Connection) -> Result<Option<TeamReply>> {
    Ok(conn
        .query_row("select body from team_news", [], |row| {
            column::json(row, "body")
        })
        .optional()?)
}

/// He leads no team any more: what was known of one is not his to see.
pub fn clear(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("delete from team_news", [])?;
    Ok(())
}
