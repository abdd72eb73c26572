//! The roster's next edition, merged with what people have corrected since the last one.

use std::collections::HashMap;

use domain::facts::FactValue;
use domain::id::{ChangeId, CountyId};
use protocol::facts::{FactRow, from_json, to_json};
use serde::de::DeserializeOwned;

use super::{Correction, Source, contest, contested, count, field, kind_of, load, merge_one};
use crate::db::{Reader, Tx, Value};
use crate::error::Error;
use crate::secret;

/// What to store of a roster's row.
pub(crate) enum Imported<Row> {
    /// As it is already.
    Same,
    /// To be put and published by the caller, who knows the rest of the row.
    Changed(Row),
}

/// Merges a roster's row with the one that stands. Facts nobody corrected are the roster's; of
/// the others only what the roster itself changed counts, and contests what people said.
pub(crate) fn import<Row: FactRow + DeserializeOwned + Clone + PartialEq>(
    tx: &mut Tx<'_>,
    county: CountyId,
    mut incoming: Row,
    now: i64,
) -> Result<Imported<Row>, Error> {
    let id = incoming.record().id;
    let Some(current) = load::<Row>(tx, county, &id)? else {
        incoming.set_standing(1, Vec::new());
        return Ok(Imported::Changed(incoming));
    };
    let corrected = tx.query(
        "select field, roster from fact where county_id = $1 and kind = $2 and record_id = $3",
        &[county.into(), kind_of::<Row>().into(), (&id).into()],
    )?;
    if !corrected.is_empty() {
        let source = Source {
            author: None,
            contest_id: ChangeId::from_uuid(secret::id(now)?),
            base_version: current.version(),
            at_ms: now,
        };
        // Corrected facts start from what stands, the rest from the roster.
        let mut merged = incoming.clone();
        for row in &corrected {
            let name = row.text("field")?;
            let Some(field) = field::<Row>(&name) else {
                continue;
            };
            let stands = current.fact(&name).unwrap_or(FactValue::Nothing);
            merged.set_fact(&name, stands);
            let base =
                from_json(field, &row.json("roster")?).ok_or(Error::Stored { what: "a fact" })?;
            let mine = incoming.fact(&name).unwrap_or(FactValue::Nothing);
            if mine == base {
                continue;
            }
            let correction = Correction {
                field,
                base,
                mine: mine.clone(),
            };
            merge_one(tx, county, &mut merged, &source, &correction)?;
            tx.execute(
                "update fact set roster = $5
                 where county_id = $1 and kind = $2 and record_id = $3 and field = $4",
                &[
                    county.into(),
                    kind_of::<Row>().into(),
                    (&id).into(),
                    (&name).into(),
                    to_json(&mine).to_string().into(),
                ],
            )?;
        }
        let contested = contested(tx, county, &merged)?;
        merged.set_standing(current.version(), contested);
        follow(tx, county, &current, &merged)?;
        incoming = merged;
    } else {
        // Only a corrected fact can be contested.
        incoming.set_standing(current.version(), Vec::new());
    }
    if incoming == current {
        return Ok(Imported::Same);
    }
    let contested = incoming.contested().to_vec();
    incoming.set_standing(current.version() + 1, contested);
    Ok(Imported::Changed(incoming))
}

/// The same for many rows nobody has corrected, each once in the list: those that are another now,
/// with their new version.
pub(crate) fn import_plain<Row: FactRow + DeserializeOwned + PartialEq>(
    reader: &mut Reader<'_>,
    county: CountyId,
    incoming: Vec<Row>,
) -> Result<Vec<Row>, Error> {
    let ids: Vec<Value> = incoming.iter().map(|row| row.record().id.into()).collect();
    let found = reader.query_many(
        "select record_id, body from record
         where county_id = $1 and kind = $2 and record_id in ($many)",
        &[county.into(), kind_of::<Row>().into()],
        &ids,
    )?;
    let mut current: HashMap<String, Row> = HashMap::with_capacity(found.len());
    for row in &found {
        current.insert(row.text("record_id")?, row.json("body")?);
    }
    let changed = incoming.into_iter().filter_map(|mut row| {
        let Some(current) = current.get(&row.record().id) else {
            row.set_standing(1, Vec::new());
            return Some(row);
        };
        row.set_standing(current.version(), Vec::new());
        if row == *current {
            return None;
        }
        row.set_standing(current.version() + 1, Vec::new());
        Some(row)
    });
    Ok(changed.collect())
}

/// The roster takes back what it said of corrected facts, and says `base` again: what people say
/// stands, and what the roster alone contested is over. The caller writes the row.
pub(crate) fn take_back<Row: FactRow>(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: &Row,
    name: &str,
    base: &FactValue,
) -> Result<(), Error> {
    tx.execute(
        "update fact set roster = $5
         where county_id = $1 and kind = $2 and record_id = $3 and field = $4",
        &[
            county.into(),
            kind_of::<Row>().into(),
            row.record().id.into(),
            name.into(),
            to_json(base).to_string().into(),
        ],
    )?;
    let Some(field) = field::<Row>(name) else {
        return Ok(());
    };
    for open in contest::open(tx, county, row, field)? {
        if open.other.by.is_none() {
            contest::close(tx, county, row, name, open.contest_id, "superseded", None)?;
        }
    }
    Ok(())
}

/// A member may have moved to another household, and what is contested moves along.
fn follow<Row: FactRow>(
    tx: &mut Tx<'_>,
    county: CountyId,
    before: &Row,
    after: &Row,
) -> Result<(), Error> {
    if before.household() != after.household() {
        tx.execute(
            "update contest set household_id = $4
             where county_id = $1 and kind = $2 and record_id = $3",
            &[
                county.into(),
                kind_of::<Row>().into(),
                after.record().id.into(),
                after.household().into(),
            ],
        )?;
        count(tx, county, before.household())?;
    }
    count(tx, county, after.household())
}
