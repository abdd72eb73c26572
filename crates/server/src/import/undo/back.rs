//! One record back to what it was.

use std::collections::HashMap;

use domain::id::CountyId;
use protocol::facts::FactRow;
use protocol::roster::MemberRow;
use protocol::row::{HouseholdV1, MemberV1, kind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Back, Change};
use crate::clock::date_text;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::import::plan::as_map;
use crate::roster::said::{Known, households, members};
use crate::{entry, facts, feed, roster, tally};

/// 识别不精准剔除: what the data has for a person who was listed by mistake.
const LISTED_IN_ERROR: &str = "error_removed";

pub(super) fn record(
    tx: &mut Tx<'_>,
    county: CountyId,
    import: &str,
    change: &Change,
    now: i64,
) -> Result<Back, Error> {
    let is_home = change.kind == kind::HOUSEHOLD;
    let changed_since = is_changed_by_another(tx, county, import, change)?;
    if changed_since && change.is_new {
        return Ok(Back::Stays("changed_since"));
    }
    match (is_home, change.is_new) {
        (true, true) => remove_household(tx, county, &change.record_id),
        (false, true) => remove_member(tx, county, &change.record_id, now),
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

fn whole_or(is_whole: bool) -> Back {
    if is_whole {
        Back::Whole
    } else {
        Back::Stays("changed_since")
    }
}

fn one<Row>(all: HashMap<String, Known<Row>>) -> Option<Known<Row>> {
    all.into_values().next()
}

/// Whether a later import wrote the record too, and was not taken back.
fn is_changed_by_another(
    reader: &mut Reader<'_>,
    county: CountyId,
    import: &str,
    change: &Change,
) -> Result<bool, Error> {
    let later = reader.count(
        "select count(*) as n from import_change c
         join import_run r on r.county_id = c.county_id and r.import_id = c.import_id
         join import_run o on o.county_id = c.county_id and o.import_id = $2
         where c.county_id = $1 and c.kind = $3 and c.record_id = $4 and c.import_id <> $2
             and c.state in ('written', 'stays')
             and (r.begun_ms > o.begun_ms
                 or (r.begun_ms = o.begun_ms and r.import_id > o.import_id))",
        &[
            county.into(),
            import.into(),
            (&change.kind).into(),
            (&change.record_id).into(),
        ],
    )?;
    Ok(later > 0)
}

/// The record with each field as it was, where the roster still says what the import made it say;
/// whether that is every one. Facts people corrected keep what people say.
fn merge<Row, Whole>(
    tx: &mut Tx<'_>,
    county: CountyId,
    known: &Known<Row>,
    mut said: Map<String, Value>,
    change: &Change,
) -> Result<(Whole, bool), Error>
where
    Row: FactRow,
    Whole: Serialize + DeserializeOwned + AsRow<Row>,
{
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
    let next: Whole = serde_json::from_value(Value::Object(said))
        .map_err(|_| Error::Stored { what: "an import" })?;
    for (name, base) in &known.corrected {
        let Some(was) = next.as_row().fact(name).filter(|was| was != base) else {
            continue;
        };
        facts::take_back(tx, county, &known.stands, name, &was)?;
    }
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
            crate::import::apply::keep(tx, county, ids, Some(kept))?;
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

fn id_number(reader: &mut Reader<'_>, county: CountyId, member: &str) -> Result<String, Error> {
    let row = reader.first(
        "select id_number from member where county_id = $1 and member_id = $2",
        &[county.into(), member.into()],
    )?;
    Ok(row.map_or_else(|| Ok(String::new()), |row| row.text("id_number"))?)
}

/// A household is used once anything of people's own is about it.
fn remove_household(tx: &mut Tx<'_>, county: CountyId, id: &str) -> Result<Back, Error> {
    let uses = tx.count(
        "select (select count(*) from visit where county_id = $1 and household_id = $2)
             + (select count(*) from problem where county_id = $1 and household_id = $2)
             + (select count(*) from entry where county_id = $1 and household_id = $2)
             + (select count(*) from assignment where county_id = $1 and household_id = $2)
             + (select count(*) from contest where county_id = $1 and household_id = $2)
             + (select count(*) from campaign c
                 join campaign_household h on h.county_id = c.county_id
                     and h.campaign_id = c.campaign_id and h.household_id = $2
                 where c.county_id = $1)
             + (select count(*) from member where county_id = $1 and household_id = $2)
             + (select count(*) from spot_item
                 where county_id = $1 and kind = 'household' and subject_id = $2)
             + (select count(*) from fact
                 where county_id = $1 and kind = 'household' and record_id = $2)
             + (select count(*) from change where county_id = $1 and record_id = $2) as n",
        &[county.into(), id.into()],
    )?;
    if uses > 0 {
        return Ok(Back::Stays("used"));
    }
    forget(tx, county, kind::HOUSEHOLD, id)?;
    tally::leaves(tx, county, id)?;
    tx.execute(
        "delete from household where county_id = $1 and household_id = $2",
        &[county.into(), id.into()],
    )?;
    Ok(Back::Whole)
}

/// A member is used once people corrected a fact of his, wrote of him, or visited the household
/// since he came.
fn remove_member(tx: &mut Tx<'_>, county: CountyId, id: &str, now: i64) -> Result<Back, Error> {
    let uses = tx.count(
        "select (select count(*) from fact
                 where county_id = $1 and kind = 'member' and record_id = $2)
             + (select count(*) from contest
                 where county_id = $1 and kind = 'member' and record_id = $2)
             + (select count(*) from problem p
                 join member m on m.county_id = p.county_id and m.household_id = p.household_id
                     and m.member_id = p.member_id
                 where p.county_id = $1 and m.member_id = $2)
             + (select count(*) from entry where county_id = $1 and member_id = $2
                 and author_id is not null)
             + (select count(*) from change where county_id = $1 and record_id = $2)
             + (select count(*) from visit v
                 join member m on m.county_id = v.county_id and m.household_id = v.household_id
                 join import_change c on c.county_id = v.county_id and c.kind = 'member'
                     and c.record_id = m.member_id and c.action = 'added'
                 join import_run r on r.county_id = c.county_id and r.import_id = c.import_id
                 where v.county_id = $1 and m.member_id = $2
                     and v.received_ms >= r.begun_ms) as n",
        &[county.into(), id.into()],
    )?;
    if uses > 0 {
        return Ok(Back::Stays("used"));
    }
    let checks = tx.count(
        "select count(*) as n from entry where county_id = $1 and member_id = $2",
        &[county.into(), id.into()],
    )?;
    if checks > 0 {
        // The county has noted something about him, and notes are never taken out.
        let known = one(members(tx, county, &[id.to_owned()])?);
        let Some(mut member) = known.map(|known| known.said) else {
            return Ok(Back::Stays("gone"));
        };
        member.active = false;
        member.change_type = Some(LISTED_IN_ERROR.to_owned());
        member.changed_on = Some(date_text(now));
        let id_number = id_number(tx, county, id)?;
        roster::store_member(tx, county, MemberRow { member, id_number }, now)?;
        return Ok(Back::Ended);
    }
    forget(tx, county, kind::MEMBER, id)?;
    tx.execute(
        "delete from member where county_id = $1 and member_id = $2",
        &[county.into(), id.into()],
    )?;
    Ok(Back::Whole)
}

/// Takes a record from every phone, and then from the county.
fn forget(tx: &mut Tx<'_>, county: CountyId, kind: &str, id: &str) -> Result<(), Error> {
    feed::publish(tx, county, kind, id, &[])?;
    for table in ["record", "roster_kept"] {
        tx.execute(
            &format!("delete from {table} where county_id = $1 and kind = $2 and record_id = $3"),
            &[county.into(), kind.into(), id.into()],
        )?;
    }
    Ok(())
}
