//! One record back to what it was.

use std::collections::HashMap;

use domain::id::CountyId;
use protocol::facts::FactRow;
use protocol::roster::MemberRow;
use protocol::row::{HouseholdV1, MemberV1, kind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::many::written_later;
use super::{Back, Change, remove};
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::import::plan::as_map;
use crate::roster::said::{Known, households, members};
use crate::{entry, facts, roster};

pub(super) fn record(
    tx: &mut Tx<'_>,
    county: CountyId,
    import: &str,
    change: &Change,
    now: i64,
) -> Result<Back, Error> {
    let is_home = change.kind == kind::HOUSEHOLD;
    let own = [(&change.record_id).into()];
    let later = written_later(tx, county, (import, &change.kind), &own)?;
    let changed_since = !later.is_empty();
    if changed_since && change.is_new {
        return Ok(Back::Stays("changed_since"));
    }
    match (is_home, change.is_new) {
        (true, true) => remove::household(tx, county, &change.record_id),
        (false, true) => remove::member(tx, county, &change.record_id, now),
        (true, false) => {
            let Some(known) = one(households(
                tx,
                county,
                std::slice::from_ref(&change.record_id),
            )?) else {
                return Ok(Back::Stays("gone"));
            };
            let said = as_map(&known.said)?;
            let (next, is_whole) = merge(tx, county, &known, said, change)?;
            entry_back(
                tx,
                county,
                &next,
                &known,
                entry::roster::take_back_household,
            )?;
            roster::store_household(tx, county, next, now)?;
            let is_kept_back = kept_back(tx, county, change, changed_since)?;
            Ok(whole_or(is_whole && is_kept_back))
        }
        (false, false) => {
            let Some(known) = one(members(
                tx,
                county,
                std::slice::from_ref(&change.record_id),
            )?) else {
                return Ok(Back::Stays("gone"));
            };
            let said = MemberRow {
                member: known.said.clone(),
                id_number: id_number(tx, county, &change.record_id)?,
            };
            let (next, is_whole) =
                merge::<MemberV1, MemberRow>(tx, county, &known, as_map(&said)?, change)?;
            entry_back(
                tx,
                county,
                &next.member,
                &known,
                entry::roster::take_back_member,
            )?;
            roster::store_member(tx, county, next, now)?;
            let is_kept_back = kept_back(tx, county, change, changed_since)?;
            Ok(whole_or(is_whole && is_kept_back))
        }
    }
}

pub(super) fn whole_or(is_whole: bool) -> Back {
    if is_whole {
        Back::Whole
    } else {
        Back::Stays("changed_since")
    }
}

pub(super) fn one<Row>(all: HashMap<String, Known<Row>>) -> Option<Known<Row>> {
    all.into_values().next()
}

/// The record with each field as it was, where the roster still says what the import made it say;
/// whether that is every one. Facts people corrected keep what people say.
fn merge<Row, Whole>(
    tx: &mut Tx<'_>,
    county: CountyId,
    known: &Known<Row>,
    said: Map<String, Value>,
    change: &Change,
) -> Result<(Whole, bool), Error>
where
    Row: FactRow,
    Whole: Serialize + DeserializeOwned + AsRow<Row>,
{
    let (next, is_whole): (Whole, bool) = plain(said, change)?;
    for (name, base) in &known.corrected {
        let Some(was) = next.as_row().fact(name).filter(|was| was != base) else {
            continue;
        };
        facts::take_back(tx, county, &known.stands, name, &was)?;
    }
    Ok((next, is_whole))
}

/// The same of a record nobody corrected.
pub(super) fn plain<Whole: DeserializeOwned>(
    mut said: Map<String, Value>,
    change: &Change,
) -> Result<(Whole, bool), Error> {
    let mut is_whole = true;
    for (field, became) in &change.became {
        let now = said.get(field).unwrap_or(&Value::Null);
        if now != became {
            is_whole = false;
            continue;
        }
        match change.was.get(field) {
            None | Some(Value::Null) => said.remove(field),
            Some(was) => said.insert(field.clone(), was.clone()),
        };
    }
    let next = serde_json::from_value(Value::Object(said))
        .map_err(|_| Error::Stored { what: "an import" })?;
    Ok((next, is_whole))
}

/// The part of a row that has facts.
trait AsRow<Row> {
    fn as_row(&self) -> &Row;
}

impl AsRow<HouseholdV1> for HouseholdV1 {
    fn as_row(&self) -> &HouseholdV1 {
        self
    }
}

impl AsRow<MemberV1> for MemberRow {
    fn as_row(&self) -> &MemberV1 {
        &self.member
    }
}

/// What was decided here stands: the roster only says again what it said before.
fn entry_back<Row>(
    tx: &mut Tx<'_>,
    county: CountyId,
    next: &Row,
    known: &Known<Row>,
    take_back: fn(&mut Tx<'_>, CountyId, &Row, &[String]) -> Result<(), Error>,
) -> Result<(), Error> {
    if known.decided.is_empty() {
        return Ok(());
    }
    take_back(tx, county, next, &known.decided)
}

/// The columns nobody owns as they were, unless a later import wrote the record too: they may be
/// its. Whether they are as they were.
fn kept_back(
    tx: &mut Tx<'_>,
    county: CountyId,
    change: &Change,
    changed_since: bool,
) -> Result<bool, Error> {
    let of = [
        county.into(),
        (&change.kind).into(),
        (&change.record_id).into(),
    ];
    let stands = tx.first(
        "select kept from roster_kept where county_id = $1 and kind = $2 and record_id = $3",
        &of,
    )?;
    if stands.map(|row| row.text("kept")).transpose()? == change.kept_was {
        return Ok(true);
    }
    if changed_since {
        return Ok(false);
    }
    match &change.kept_was {
        Some(kept) => {
            let ids = (change.kind.as_str(), change.record_id.as_str());
            crate::import::apply::keep(tx, county, ids, kept)?;
        }
        None => {
            tx.execute(
                "delete from roster_kept
                 where county_id = $1 and kind = $2 and record_id = $3",
                &of,
            )?;
        }
    }
    Ok(true)
}

pub(super) fn id_number(
    reader: &mut Reader<'_>,
    county: CountyId,
    member: &str,
) -> Result<String, Error> {
    let row = reader.first(
        "select id_number from member where county_id = $1 and member_id = $2",
        &[county.into(), member.into()],
    )?;
    Ok(row.map_or_else(|| Ok(String::new()), |row| row.text("id_number"))?)
}
