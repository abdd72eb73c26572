//! Many records shown at once: an import, or one taken back.

use std::collections::HashMap;

use domain::id::CountyId;
use serde::Serialize;

use super::circles::{HAVING, HOUSEHOLD_VIEWERS};
use super::{FEED, FEED_AGAIN, RECORD, record_row, row};
use crate::county::sequences;
use crate::db::{Reader, Row, Tx, Value};
use crate::error::Error;

/// Stores the bodies phones pull, each record once in the list.
pub(crate) fn put_many<Body: Serialize>(
    tx: &mut Tx<'_>,
    county: CountyId,
    kind: &str,
    bodies: &[Body],
    id: impl Fn(&Body) -> String,
) -> Result<(), Error> {
    let rows = bodies
        .iter()
        .map(|body| record_row(county, kind, &id(body), body, None));
    Ok(tx.insert_many(
        RECORD,
        rows.collect::<Result<_, _>>()?,
        "on conflict (county_id, kind, record_id) do update set body = excluded.body",
    )?)
}

/// Shows records to whoever may see the household beside each, and takes them from everybody else
/// who had them. Each has a number of its own, in this order, as if it were shown by itself. A
/// record without a household is taken from everybody.
pub(crate) fn publish_many(
    tx: &mut Tx<'_>,
    county: CountyId,
    kind: &str,
    records: &[(String, Option<String>)],
) -> Result<(), Error> {
    if records.is_empty() {
        return Ok(());
    }
    let ids = records.iter().map(|(id, _)| id);
    let had = people(
        tx,
        &HAVING.replace("$3", "$many"),
        &[county.into(), kind.into()],
        ids,
        "record_id",
    )?;
    let households = records.iter().filter_map(|(_, home)| home.as_ref());
    let may = people(
        tx,
        &HOUSEHOLD_VIEWERS.replace("$2", "$many"),
        &[county.into()],
        households,
        "household_id",
    )?;
    let nobody = Vec::new();
    let first = sequences(tx, county, records.len())?;
    let mut rows = Vec::new();
    for (sequence, (id, home)) in (first..).zip(records) {
        let may = home.as_ref().and_then(|home| may.get(home));
        let may = may.unwrap_or(&nobody);
        let had = had.get(id).unwrap_or(&nobody);
        for person in had.iter().filter(|person| !may.contains(person)) {
            rows.push(row(county, person, kind, id, sequence, true));
        }
        for person in may {
            rows.push(row(county, person, kind, id, sequence, false));
        }
    }
    Ok(tx.insert_many(FEED, rows, FEED_AGAIN)?)
}

/// The people of each record, by what stands in `column`.
fn people<'a>(
    reader: &mut Reader<'_>,
    sql: &str,
    fixed: &[Value],
    of: impl Iterator<Item = &'a String>,
    column: &'static str,
) -> Result<HashMap<String, Vec<String>>, Error> {
    let mut of: Vec<&String> = of.collect();
    of.sort_unstable();
    of.dedup();
    let of: Vec<Value> = of.into_iter().map(Into::into).collect();
    let rows: Vec<Row> = reader.query_many(sql, fixed, &of)?;
    let mut all: HashMap<String, Vec<String>> = HashMap::new();
    for row in &rows {
        let people = all.entry(row.text(column)?).or_default();
        let person = row.text("person_id")?;
        // The last of a list may be asked about more than once.
        if !people.contains(&person) {
            people.push(person);
        }
    }
    Ok(all)
}
