//! Good deeds 好事实事 of the ledger, as lines and counts of reports.

use std::collections::HashMap;

use super::Ask;
use super::rows::Cell;
use crate::console::query::Values;
use crate::db::{Reader, Value};
use crate::error::Error;

/// What was done for households, by household and day.
pub(super) struct Deeds(HashMap<(String, String), Vec<String>>);

impl Deeds {
    pub fn told(&self, house: &str, day: &str) -> Cell {
        let found = self.0.get(&(house.to_owned(), day.to_owned()));
        found.map_or(Cell::Empty, |deeds| Cell::text(deeds.join("；")))
    }
}

/// Those of some households within the days asked for.
pub(super) fn of_households(
    reader: &mut Reader<'_>,
    ask: &Ask,
    houses: &[String],
) -> Result<Deeds, Error> {
    let ids: Vec<Value> = houses.iter().map(Into::into).collect();
    let rows = reader.query_many(
        "select household_id, day, body from entry
         where county_id = $1 and ledger = 'good_deed' and state <> 'voided'
             and day >= $2 and day <= $3 and household_id in ($many)
         order by household_id, sequence",
        &[
            ask.county.into(),
            ask.from.to_string().into(),
            ask.to.to_string().into(),
        ],
        &ids,
    )?;
    let mut all: HashMap<(String, String), Vec<String>> = HashMap::new();
    for row in rows {
        let body: domain::ledger::Values = row.json("body")?;
        let text = body.get("text").and_then(|value| value.text());
        let key = (row.text("household_id")?, row.text("day")?);
        all.entry(key)
            .or_default()
            .push(text.unwrap_or_default().to_owned());
    }
    Ok(Deeds(all))
}

/// How many each person did within the days.
pub(super) fn of_people(reader: &mut Reader<'_>, ask: &Ask) -> Result<HashMap<String, i64>, Error> {
    let mut values = Values::new(ask.county);
    let days = ask.days("g.day", &mut values);
    let areas = ask.areas("g", &mut values);
    let rows = reader.query(
        &format!(
            "select g.author_id, count(*) as n from entry g
             where g.county_id = $1 and g.ledger = 'good_deed' and g.state <> 'voided'
                 and g.author_id is not null and {days}{areas}
             group by g.author_id"
        ),
        values.all(),
    )?;
    let all = rows
        .iter()
        .map(|row| Ok((row.text("author_id")?, row.int("n")?)));
    all.collect()
}
