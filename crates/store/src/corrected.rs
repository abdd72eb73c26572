//! What was corrected of a household and its people on this phone, for its history. What others
//! correct arrives as the new value alone.

use domain::facts::Subject;
use domain::id::HouseholdId;
use protocol::clock::ClockV1;
use protocol::edit::Edit;
use rusqlite::Connection;

use crate::{Result, column};

/// One correction; it may be on its way, or long with the county.
pub struct Corrected {
    /// By the county's time, as well as the phone knew it.
    pub at_ms: i64,
    pub subject: Subject,
    pub record_id: String,
    /// Names of the fields.
    pub fields: Vec<String>,
}

pub fn of_household(conn: &Connection, household: HouseholdId) -> Result<Vec<Corrected>> {
    let mut read = conn.prepare_cached(
        "with own (kind, id) as (
             select 'household', ?1
             union all select 'member', member_id from member where household_id = ?1
         )
         select record_id, edit, made_at from own
         join outbox on outbox.record_kind = own.kind and outbox.record_id = own.id
         where outbox.delivery <> 'withdrawn'
         union all
         select record_id, edit, made_at from own
         join receipt on receipt.record_kind = own.kind and receipt.record_id = own.id",
    )?;
    let rows = read.query_map([household.to_string()], |row| {
        Ok((
            row.get::<_, String>("record_id")?,
            row.get::<_, String>("edit")?,
            column::json::<ClockV1>(row, "made_at")?,
        ))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (record_id, edit, clock) = row?;
        // One a newer version wrote says nothing here.
        let (subject, fields) = match serde_json::from_str(&edit) {
            Ok(Edit::SaveHouseholdV1(facts)) => (Subject::Household, facts.fields),
            Ok(Edit::SaveMemberV1(facts)) => (Subject::Member, facts.fields),
            _ => continue,
        };
        found.push(Corrected {
            at_ms: clock.wall_ms + clock.server_offset_ms.unwrap_or(0),
            subject,
            record_id,
            fields: fields.into_iter().map(|field| field.field).collect(),
        });
    }
    Ok(found)
}
