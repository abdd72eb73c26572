//! The rows of values that contest the one that stands.

use domain::facts::{FactValue, Field};
use domain::id::{ChangeId, CountyId, PersonId};
use domain::merge::{Fact, Other};
use protocol::facts::{FactRow, from_json, to_json};

use super::{Author, Source, kind_of, sequence};
use crate::db::{Reader, Row, Tx};
use crate::error::Error;

/// One that waits for a person.
pub(super) struct Open {
    pub contest_id: ChangeId,
    pub other: Other<Author, FactValue>,
}

/// Those of one field, oldest first.
pub(super) fn open<Of: FactRow>(
    reader: &mut Reader<'_>,
    county: CountyId,
    of: &Of,
    field: &'static Field,
) -> Result<Vec<Open>, Error> {
    let rows = reader.query(
        "select contest_id, other, person_id from contest
         where county_id = $1 and kind = $2 and record_id = $3 and field = $4
             and outcome = 'open'
         order by sequence, contest_id",
        &[
            county.into(),
            kind_of::<Of>().into(),
            of.record().id.into(),
            field.name.into(),
        ],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Open {
                contest_id: row.id("contest_id")?,
                other: other(row, field)?,
            })
        })
        .collect()
}

/// One of a field, decided or not.
pub(super) fn get<Of: FactRow>(
    reader: &mut Reader<'_>,
    county: CountyId,
    of: &Of,
    field: &'static Field,
    id: ChangeId,
) -> Result<Option<Other<Author, FactValue>>, Error> {
    let found = reader.first(
        "select other, person_id from contest
         where county_id = $1 and kind = $2 and record_id = $3 and field = $4
             and contest_id = $5",
        &[
            county.into(),
            kind_of::<Of>().into(),
            of.record().id.into(),
            field.name.into(),
            id.into(),
        ],
    )?;
    found.map(|row| other(&row, field)).transpose()
}

fn other(row: &Row, field: &'static Field) -> Result<Other<Author, FactValue>, Error> {
    let by = row
        .optional_text("person_id")?
        .map(|id| id.parse::<PersonId>())
        .transpose()
        .map_err(|_| Error::Stored { what: "a contest" })?;
    let value = from_json(field, &row.json("other")?).ok_or(Error::Stored { what: "a contest" })?;
    Ok(Other { by, value })
}

/// Brings the rows of a field to what the merge made of it.
pub(super) fn settle<Of: FactRow>(
    tx: &mut Tx<'_>,
    county: CountyId,
    of: &Of,
    field: &'static str,
    source: &Source,
    after: &Fact<Author, FactValue>,
) -> Result<(), Error> {
    let fact = super::field::<Of>(field).ok_or(Error::Stored { what: "a fact" })?;
    for open in open(tx, county, of, fact)? {
        let outcome = if open.other.by == source.author {
            // Said anew, or taken back: what he says now counts.
            "superseded"
        } else if after.others.contains(&open.other) {
            continue;
        } else {
            "agreed"
        };
        close(tx, county, of, field, open.contest_id, outcome, None)?;
    }
    let mine = after.others.iter().find(|other| other.by == source.author);
    let Some(mine) = mine else { return Ok(()) };
    let number = sequence(tx, county)?;
    tx.execute(
        "insert into contest (county_id, kind, record_id, field, contest_id, household_id, other,
             person_id, base_version, at_ms, sequence)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            county.into(),
            kind_of::<Of>().into(),
            of.record().id.into(),
            field.into(),
            source.contest_id.into(),
            of.household().into(),
            to_json(&mine.value).to_string().into(),
            source.author.into(),
            i64::try_from(source.base_version)
                .unwrap_or(i64::MAX)
                .into(),
            source.at_ms.into(),
            number.into(),
        ],
    )?;
    Ok(())
}

/// Nothing is deleted: how it ended is written beside it.
pub(super) fn close<Of: FactRow>(
    tx: &mut Tx<'_>,
    county: CountyId,
    of: &Of,
    field: &str,
    id: ChangeId,
    outcome: &str,
    by: Option<(PersonId, i64)>,
) -> Result<(), Error> {
    let (person, at) = by.unzip();
    tx.execute(
        "update contest set outcome = $6, decided_by = $7, decided_ms = $8
         where county_id = $1 and kind = $2 and record_id = $3 and field = $4
             and contest_id = $5 and outcome = 'open'",
        &[
            county.into(),
            kind_of::<Of>().into(),
            of.record().id.into(),
            field.into(),
            id.into(),
            outcome.into(),
            person.into(),
            at.into(),
        ],
    )?;
    Ok(())
}

pub(super) fn brought(
    reader: &mut Reader<'_>,
    county: CountyId,
    change: ChangeId,
) -> Result<Vec<String>, Error> {
    let rows = reader.query(
        "select field from contest where county_id = $1 and contest_id = $2
             and outcome = 'open'
         order by field",
        &[county.into(), change.into()],
    )?;
    rows.iter().map(|row| Ok(row.text("field")?)).collect()
}
