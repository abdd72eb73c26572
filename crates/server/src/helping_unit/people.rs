//! Who belongs to a unit: whoever names it. Free text of a roster that no unit of the list is
//! called by is shown as such, and brought to a unit on one click.

use domain::id::{CountyId, PersonId};

use super::current;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::people;
use crate::problem::ledger::Clerk;

/// A text that stands in people's `unit` and is no unit of the list.
pub(crate) struct Unlisted {
    pub unit: String,
    pub people: u32,
}

/// How many texts are shown: the most used first.
const MOST: i64 = 200;

pub(crate) fn unlisted(reader: &mut Reader<'_>, county: CountyId) -> Result<Vec<Unlisted>, Error> {
    let rows = reader.query(
        "select p.unit, count(*) as people from person p
         where p.county_id = $1 and p.ended_on is null and p.unit <> ''
             and not exists (select 1 from helping_unit u where u.county_id = p.county_id
                 and u.name = p.unit and u.ended_on is null)
         group by p.unit order by count(*) desc, p.unit limit $2",
        &[county.into(), MOST.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Unlisted {
                unit: row.text("unit")?,
                people: row.count("people")?,
            })
        })
        .collect()
}

/// The unit of the list that is called so.
pub(crate) fn called(
    reader: &mut Reader<'_>,
    county: CountyId,
    name: &str,
) -> Result<Option<String>, Error> {
    let row = reader.first(
        "select helping_unit_id from helping_unit
         where county_id = $1 and name = $2 and ended_on is null",
        &[county.into(), name.into()],
    )?;
    Ok(row.map(|row| row.text("helping_unit_id")).transpose()?)
}

/// People who are with the county and name a unit so.
pub(crate) fn count(reader: &mut Reader<'_>, county: CountyId, name: &str) -> Result<i64, Error> {
    Ok(reader.count(
        "select count(*) as n from person
         where county_id = $1 and unit = $2 and ended_on is null",
        &[county.into(), name.into()],
    )?)
}

/// Everybody who names his unit so belongs to a unit of the list from now on; how many.
///
/// # Errors
/// `not_found`, `unit_ended`; `stale` when nobody names it so any more.
pub(crate) fn link(tx: &mut Tx<'_>, clerk: Clerk, id: &str, unit: &str) -> Result<u32, Error> {
    let stands = current(tx, clerk.county, id)?;
    if called(tx, clerk.county, unit)?.is_some() {
        // Somebody made it a unit of its own meanwhile.
        return Err(Error::refused(axum::http::StatusCode::CONFLICT, "stale"));
    }
    let moved = move_all(tx, clerk, unit, &stands.facts.name)?;
    if moved == 0 {
        return Err(Error::refused(axum::http::StatusCode::CONFLICT, "stale"));
    }
    let action = "helping_unit_linked";
    audit(tx, clerk.county, clerk.now, clerk.by, action, id)?;
    Ok(moved)
}

/// People who named one unit name another; each with a step in his history.
pub(super) fn move_all(tx: &mut Tx<'_>, clerk: Clerk, from: &str, to: &str) -> Result<u32, Error> {
    let rows = tx.query(
        "select person_id from person
         where county_id = $1 and unit = $2 and ended_on is null order by person_id",
        &[clerk.county.into(), from.into()],
    )?;
    for row in &rows {
        let person: PersonId = row.id("person_id")?;
        people::set_unit(tx, clerk, person, to)?;
    }
    Ok(u32::try_from(rows.len()).unwrap_or(u32::MAX))
}
