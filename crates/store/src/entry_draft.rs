//! What was typed for an entry and not saved: there again after the app was killed.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::Result;

/// The step of an entry that is not written yet; its subject is the household, or nothing.
pub const NEW: &str = "new";
/// The step that corrects an entry.
pub const CORRECT: &str = "correct";

/// A form as it was left.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    pub ledger: String,
    /// The entry; the household, or nothing, where [`NEW`] is the step.
    pub subject: String,
    pub step: String,
    /// JSON; what is in it is the form's business.
    pub body: String,
    pub saved_ms: i64,
}

// People's words.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({} {} {})", self.ledger, self.subject, self.step)
    }
}

pub fn keep(tx: &Transaction<'_>, draft: &Draft) -> Result<()> {
    tx.prepare_cached(
        "insert or replace into entry_draft (ledger, subject, step, body, saved_ms)
         values (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((
        &draft.ledger,
        &draft.subject,
        &draft.step,
        &draft.body,
        draft.saved_ms,
    ))?;
    Ok(())
}

/// Saved, or given up.
pub fn discard(tx: &Transaction<'_>, ledger: &str, subject: &str, step: &str) -> Result<()> {
    tx.prepare_cached("delete from entry_draft where ledger = ?1 and subject = ?2 and step = ?3")?
        .execute((ledger, subject, step))?;
    Ok(())
}

pub fn get(conn: &Connection, ledger: &str, subject: &str, step: &str) -> Result<Option<Draft>> {
    Ok(conn
        .prepare_cached(
            "select * from entry_draft where ledger = ?1 and subject = ?2 and step = ?3",
        )?
        .query_row((ledger, subject, step), from_row)
        .optional()?)
}

/// All of them, the last one typed first.
pub fn list(conn: &Connection) -> Result<Vec<Draft>> {
    Ok(conn
        .prepare_cached("select * from entry_draft order by saved_ms desc, ledger, subject, step")?
        .query_map([], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft {
        ledger: row.get("ledger")?,
        subject: row.get("subject")?,
        step: row.get("step")?,
        body: row.get("body")?,
        saved_ms: row.get("saved_ms")?,
    })
}
