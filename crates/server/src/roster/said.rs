//! Households and members as the roster last said them: what people corrected and what was decided
//! here since lies over that, and the next edition is compared with what is below.

use std::collections::HashMap;

use domain::facts::FactValue;
use domain::id::CountyId;
use protocol::facts::{FactRow, from_json};
use protocol::row::{HouseholdV1, MemberV1};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::db::{Reader, Value};
use crate::entry;
use crate::error::Error;
use crate::facts::{field, kind_of};

/// A record with both layers.
pub(crate) struct Known<Row> {
    /// As it stands.
    pub stands: Row,
    /// As the roster last said it.
    pub said: Row,
    /// Facts people have corrected, with what the roster says of them.
    pub corrected: Vec<(String, FactValue)>,
    /// Parts that entries changed.
    pub decided: Vec<String>,
    /// What nobody here owns, JSON.
    pub kept: Option<String>,
}

/// Households by their ids.
pub(crate) fn households(
    reader: &mut Reader<'_>,
    county: CountyId,
    ids: &[String],
) -> Result<HashMap<String, Known<HouseholdV1>>, Error> {
    known(reader, county, ids, entry::roster::set_household)
}

/// Members by their ids.
pub(crate) fn members(
    reader: &mut Reader<'_>,
    county: CountyId,
    ids: &[String],
) -> Result<HashMap<String, Known<MemberV1>>, Error> {
    known(reader, county, ids, entry::roster::set_member)
}

fn known<Row: FactRow + DeserializeOwned + Clone>(
    reader: &mut Reader<'_>,
    county: CountyId,
    ids: &[String],
    set: fn(&mut Row, &str, &Json),
) -> Result<HashMap<String, Known<Row>>, Error> {
    let fixed: [Value; 2] = [county.into(), kind_of::<Row>().into()];
    let ids: Vec<Value> = ids.iter().map(Into::into).collect();
    let mut all = HashMap::with_capacity(ids.len());
    let rows = reader.query_many(
        "select record_id, body from record
         where county_id = $1 and kind = $2 and record_id in ($many)",
        &fixed,
        &ids,
    )?;
    for row in &rows {
        let stands: Row = row.json("body")?;
        let one = Known {
            said: stands.clone(),
            stands,
            corrected: Vec::new(),
            decided: Vec::new(),
            kept: None,
        };
        all.insert(row.text("record_id")?, one);
    }
    let rows = reader.query_many(
        "select record_id, field, roster from fact
         where county_id = $1 and kind = $2 and record_id in ($many)",
        &fixed,
        &ids,
    )?;
    for row in &rows {
        let (id, name) = (row.text("record_id")?, row.text("field")?);
        let (Some(one), Some(known)) = (all.get_mut(&id), field::<Row>(&name)) else {
            continue;
        };
        let base = from_json(known, &row.json("roster")?);
        let base = base.ok_or(Error::Stored { what: "a fact" })?;
        if one.corrected.iter().any(|(known, _)| *known == name) {
            continue;
        }
        one.said.set_fact(&name, base.clone());
        one.corrected.push((name, base));
    }
    let rows = reader.query_many(
        "select record_id, part, said from roster_said
         where county_id = $1 and kind = $2 and record_id in ($many)",
        &fixed,
        &ids,
    )?;
    for row in &rows {
        if let Some(one) = all.get_mut(&row.text("record_id")?) {
            let part = row.text("part")?;
            set(&mut one.said, &part, &row.json("said")?);
            if !one.decided.contains(&part) {
                one.decided.push(part);
            }
        }
    }
    let rows = reader.query_many(
        "select record_id, kept from roster_kept
         where county_id = $1 and kind = $2 and record_id in ($many)",
        &fixed,
        &ids,
    )?;
    for row in &rows {
        if let Some(one) = all.get_mut(&row.text("record_id")?) {
            one.kept = Some(row.text("kept")?);
        }
    }
    Ok(all)
}
