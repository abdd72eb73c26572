//! Many rows of a file at once. Records that nobody here has touched, as nearly all of a file are,
//! are written by few statements. One that people corrected, wrote of or decided about goes alone,
//! through the same door as ever, and so does whatever is new and may be known under another id.
//!
//! Either way a record ends as [`super::store_household`] and [`super::store_member`] leave it; a
//! test compares.

mod homes;
mod people;

use std::collections::HashSet;

pub(crate) use homes::store_households;
pub(crate) use people::store_members;

use domain::id::CountyId;

use crate::db::{Reader, Tx, Value};
use crate::error::Error;

/// What became of each row: whether it is stored.
type Stored = Vec<Result<(), Error>>;

/// Writes those that go alone, each so that its failure undoes it alone, and puts them among the
/// others.
fn alone<Row>(
    tx: &mut Tx<'_>,
    stored: &mut Stored,
    rows: Vec<(usize, Row)>,
    mut store: impl FnMut(&mut Tx<'_>, Row) -> Result<bool, Error>,
) -> Result<(), Error> {
    for (place, row) in rows {
        match tx.savepoint(|tx| store(tx, row)) {
            Ok(_) => {}
            Err(Error::Refused(refusal)) => stored[place] = Err(Error::Refused(refusal)),
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// Records of this kind that people corrected, decided about, or that came under another id.
fn touched(
    reader: &mut Reader<'_>,
    county: CountyId,
    kind: &str,
    ids: &[Value],
) -> Result<HashSet<String>, Error> {
    let mut touched = HashSet::new();
    for sql in [
        "select record_id as id from fact
         where county_id = $1 and kind = $2 and record_id in ($many)",
        "select record_id as id from roster_said
         where county_id = $1 and kind = $2 and record_id in ($many)",
        "select roster_id as id from roster_name
         where county_id = $1 and kind = $2 and roster_id in ($many)",
    ] {
        touched.extend(texts(reader, sql, &[county.into(), kind.into()], ids)?);
    }
    Ok(touched)
}

/// The column `id` of what a query finds.
fn texts(
    reader: &mut Reader<'_>,
    sql: &str,
    fixed: &[Value],
    many: &[Value],
) -> Result<HashSet<String>, Error> {
    let rows = reader.query_many(sql, fixed, many)?;
    rows.iter().map(|row| Ok(row.text("id")?)).collect()
}
