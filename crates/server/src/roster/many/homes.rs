//! Households.

use std::collections::{HashMap, HashSet};

use domain::id::CountyId;
use protocol::row::{HouseholdV1, kind};

use super::{Stored, alone, texts, touched};
use crate::db::{Reader, Tx, Value};
use crate::entry::roster::Made;
use crate::error::Error;
use crate::roster::homes::{HOUSEHOLD, HOUSEHOLD_AGAIN, household_row};
use crate::roster::lines::check_household;
use crate::roster::store_household;
use crate::{facts, feed, tally};

/// Checks and stores households, each once in the list; what became of each, in their order.
///
/// # Errors
/// When the database failed: nothing is stored then.
pub(crate) fn store_households(
    tx: &mut Tx<'_>,
    county: CountyId,
    rows: Vec<HouseholdV1>,
    now: i64,
) -> Result<Stored, Error> {
    let codes = &domain::checklist::builtin().1;
    let mut stored: Stored = rows.iter().map(|row| check_household(row, codes)).collect();
    let here = Here::of(tx, county, &rows)?;
    let (mut plain, mut single) = (Vec::new(), Vec::new());
    for (place, row) in rows.into_iter().enumerate() {
        if stored[place].is_err() {
            continue;
        }
        match here.is_plain(&row)? {
            true => plain.push(row),
            false => single.push((place, row)),
        }
    }
    write(tx, county, plain)?;
    alone(tx, &mut stored, single, |tx, row| {
        store_household(tx, county, row, now)
    })?;
    Ok(stored)
}

/// What the county has of them.
struct Here {
    /// The village each known one is in.
    areas: HashMap<String, String>,
    touched: HashSet<String>,
    made: Made,
}

impl Here {
    fn of(reader: &mut Reader<'_>, county: CountyId, rows: &[HouseholdV1]) -> Result<Self, Error> {
        let ids: Vec<Value> = rows.iter().map(|row| row.id.into()).collect();
        let found = reader.query_many(
            "select household_id, area_code from household
             where county_id = $1 and household_id in ($many)",
            &[county.into()],
            &ids,
        )?;
        let mut areas = HashMap::with_capacity(found.len());
        for row in &found {
            areas.insert(row.text("household_id")?, row.text("area_code")?);
        }
        let mut touched = touched(reader, county, kind::HOUSEHOLD, &ids)?;
        // Its problems say whose they are and where.
        touched.extend(texts(
            reader,
            "select household_id as id from problem
             where county_id = $1 and household_id in ($many)",
            &[county.into()],
            &ids,
        )?);
        let new = rows
            .iter()
            .filter(|row| !areas.contains_key(&row.id.to_string()));
        let made = Made::of(reader, county, new)?;
        Ok(Self {
            areas,
            touched,
            made,
        })
    }

    fn is_plain(&self, row: &HouseholdV1) -> Result<bool, Error> {
        let id = row.id.to_string();
        if self.touched.contains(&id) {
            return Ok(false);
        }
        match self.areas.get(&id) {
            // Whoever moves to another village changes phones with all that is theirs.
            Some(area) => Ok(*area == row.area_code),
            None => Ok(self.made.household(row)?.is_none()),
        }
    }
}

fn write(tx: &mut Tx<'_>, county: CountyId, rows: Vec<HouseholdV1>) -> Result<(), Error> {
    let changed = facts::import_plain(tx, county, rows)?;
    let ids: Vec<String> = changed.iter().map(|row| row.id.to_string()).collect();
    feed::put_many(tx, county, kind::HOUSEHOLD, &changed, |row| {
        row.id.to_string()
    })?;
    let tables = changed.iter().map(|row| household_row(county, row));
    tx.insert_many(HOUSEHOLD, tables.collect(), HOUSEHOLD_AGAIN)?;
    let values: Vec<Value> = ids.iter().map(Into::into).collect();
    tally::homes(tx, county, &values)?;
    let own = ids.into_iter().map(|id| (id.clone(), Some(id)));
    feed::publish_many(tx, county, kind::HOUSEHOLD, &own.collect::<Vec<_>>())
}
