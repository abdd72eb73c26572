//! What was typed about a problem and not sent: there again after the app was killed.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::Result;

/// The step of a problem that is not raised yet; its subject is the household, or the village.
pub const RAISE: &str = "raise";

/// A form as it was left.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// The problem, or the household or village where [`RAISE`] is the step.
    pub subject: String,
    pub step: String,
    /// JSON; what is in it is the form's business.
    pub body: String,
    pub saved_ms: i64,
}

// People's words.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({} {})", self.subject, self.step)
    }
}

pub fn keep(tx: &Transaction<'_>, draft: &Draft) -> Result<()> {
    tx.prepare_cached(
        "insert or replace into problem_draft (subject, step, body, saved_ms)
         values (?1, ?2, ?3, ?4)",
    )?
    .execute((&draft.subject, &draft.step, &draft.body, draft.saved_ms))?;
    Ok(())
}

/// Sent, or given up.
pub fn discard(tx: &Transaction<'_>, subject: &str, step: &str) -> Result<()> {
    tx.prepare_cached("delete from problem_draft where subject = ?1 and step = ?2")?
        .execute((subject, step))?;
    Ok(())
}

/// Whatever was typed about something that is no more.
pub(crate) fn discard_all(tx: &Transaction<'_>, subject: &str) -> Result<()> {
    tx.execute("delete from problem_draft where subject = ?1", [subject])?;
    Ok(())
}

pub fn get(conn: &Connection, subject: &str, step: &str) -> Result<Option<Draft>> {
    Ok(conn
        .prepare_cached("select * from problem_draft where subject = ?1 and step = ?2")?
        .query_row((subject, step), from_row)
        .optional()?)
}

/// All of them, the last one typed first.
pub fn list(conn: &Connection) -> Result<Vec<Draft>> {
    Ok(conn
        .prepare_cached("select * from problem_draft order by saved_ms desc, subject, step")?
        .query_map([], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft {
        subject: row.get("subject")?,
        step: row.get("step")?,
        body: row.get("body")?,
        saved_ms: row.get("saved_ms")?,
    })
}
