//! Who changed what of a person, a team or a household's facts, field by field, and when.

use std::collections::HashMap;

use domain::id::{CountyId, PersonId};
use serde_json::Value;

use crate::county::next_sequence;
use crate::db::{Reader, Tx};
use crate::error::Error;

/// Steps shown of one record: more than anybody reads.
const MOST: i64 = 200;

/// A field with what it was and what it is now.
pub(crate) struct Changed<'a> {
    pub field: &'a str,
    pub was: Value,
    pub became: Value,
}

/// One step as it was written down.
pub(crate) struct Step {
    pub sequence: i64,
    pub field: String,
    pub was: Value,
    pub became: Value,
    /// Absent: the roster.
    pub by_name: Option<String>,
    pub at_ms: i64,
}

/// Writes down what changed; fields that stayed are left out.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    county: CountyId,
    (kind, record): (&str, &str),
    (by, now): (Option<PersonId>, i64),
    changes: &[Changed<'_>],
) -> Result<(), Error> {
    for change in changes.iter().filter(|change| change.was != change.became) {
        let sequence = next_sequence(tx, county)?;
        tx.execute(
            "insert into edit_step (county_id, kind, record_id, sequence, field, was, became,
                 by_id, at_ms)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &[
                county.into(),
                kind.into(),
                record.into(),
                sequence.into(),
                change.field.into(),
                change.was.to_string().into(),
                change.became.to_string().into(),
                by.into(),
                now.into(),
            ],
        )?;
    }
    Ok(())
}

/// What a step in the history is called, and what it tells of the facts of a record.
pub(crate) type Field<Facts> = (&'static str, fn(&Facts) -> Value);

/// Writes down which of these fields changed; a record that is new had nothing in any.
pub(crate) fn note_fields<Facts>(
    tx: &mut Tx<'_>,
    county: CountyId,
    at: (&str, &str),
    who: (Option<PersonId>, i64),
    (before, after): (Option<&Facts>, &Facts),
    fields: &[Field<Facts>],
) -> Result<(), Error> {
    let changes: Vec<Changed<'_>> = fields
        .iter()
        .map(|(field, pick)| Changed {
            field,
            was: before.map_or(Value::Null, pick),
            became: pick(after),
        })
        .collect();
    note(tx, county, at, who, &changes)
}

/// What each field of a record was that was ever changed, before it was for the first time.
pub(crate) fn before(
    reader: &mut Reader<'_>,
    county: CountyId,
    (kind, record): (&str, &str),
) -> Result<HashMap<String, Value>, Error> {
    let rows = reader.query(
        "select field, was from edit_step
         where county_id = $1 and kind = $2 and record_id = $3 order by sequence",
        &[county.into(), kind.into(), record.into()],
    )?;
    let mut before = HashMap::new();
    for row in &rows {
        let was = row.json("was")?;
        before.entry(row.text("field")?).or_insert(was);
    }
    Ok(before)
}

/// What was changed of a record, the newest first.
pub(crate) fn of(
    reader: &mut Reader<'_>,
    county: CountyId,
    kind: &str,
    record: &str,
) -> Result<Vec<Step>, Error> {
    let rows = reader.query(
        "select s.sequence, s.field, s.was, s.became, s.at_ms, p.name from edit_step s
         left join person p on p.county_id = s.county_id and p.person_id = s.by_id
         where s.county_id = $1 and s.kind = $2 and s.record_id = $3
         order by s.sequence desc limit $4",
        &[county.into(), kind.into(), record.into(), MOST.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Step {
                sequence: row.int("sequence")?,
                field: row.text("field")?,
                was: row.json("was")?,
                became: row.json("became")?,
                by_name: row.optional_text("name")?,
                at_ms: row.int("at_ms")?,
            })
        })
        .collect()
}
