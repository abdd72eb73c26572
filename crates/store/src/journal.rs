//! What was sent, received, refused and why, for a person to read (DESIGN law 12).

use rusqlite::{Connection, Transaction, named_params};

use crate::Result;

/// Years of an active phone; older entries go when new ones come.
const KEPT: i64 = 20_000;

/// One thing that happened. Ids and counts only: a journal may be read out over the phone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Set when read.
    pub position: i64,
    pub at_ms: i64,
    /// `sent`, `confirmed`, `refused`, `held`, `quarantined`, `bad_receipt`, `received`,
    /// `row_unreadable`, `photo_verified`, `photo_refused`, `round_done`, `round_failed` …
    pub event: String,
    pub subject: Option<String>,
    pub count: Option<i64>,
    pub code: Option<String>,
}

impl Entry {
    pub fn new(at_ms: i64, event: &str) -> Self {
        Self {
            at_ms,
            event: event.to_owned(),
            ..Self::default()
        }
    }

    #[must_use]
    pub fn about(mut self, subject: impl ToString) -> Self {
        self.subject = Some(subject.to_string());
        self
    }

    #[must_use]
    pub fn count(mut self, count: usize) -> Self {
        self.count = Some(i64::try_from(count).unwrap_or(i64::MAX));
        self
    }

    #[must_use]
    pub fn code(mut self, code: &str) -> Self {
        self.code = Some(code.to_owned());
        self
    }
}

pub fn write(tx: &Transaction<'_>, entry: &Entry) -> Result<()> {
    let Entry {
        position: _,
        at_ms,
        event,
        subject,
        count,
        code,
    } = entry;
    tx.prepare_cached(
        "insert into journal (at_ms, event, subject, count, code)
         values (:at_ms, :event, :subject, :count, :code)",
    )?
    .execute(named_params! {
        ":at_ms": at_ms, ":event": event, ":subject": subject, ":count": count, ":code": code,
    })?;
    tx.prepare_cached("delete from journal where position <= ?1")?
        .execute([tx.last_insert_rowid() - KEPT])?;
    Ok(())
}

/// Entries before `before` (the newest when absent), newest first.
pub fn page(conn: &Connection, before: Option<i64>, limit: u32) -> Result<Vec<Entry>> {
    let entries = conn
        .prepare_cached(
            "select * from journal where position < ?1 order by position desc limit ?2",
        )?
        .query_map((before.unwrap_or(i64::MAX), limit), |row| {
            Ok(Entry {
                position: row.get("position")?,
                at_ms: row.get("at_ms")?,
                event: row.get("event")?,
                subject: row.get("subject")?,
                count: row.get("count")?,
                code: row.get("code")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(entries)
}
