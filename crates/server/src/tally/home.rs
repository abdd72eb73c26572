//! Households, by what their coverage follows from.

use domain::Timestamp;
use domain::id::CountyId;

use super::counter::{Deltas, HOMES, Part};
use super::{NONE, campaign};
use crate::db::{Row, Tx, Value};
use crate::error::Error;

/// The month a moment falls in: `2026-11`.
fn month_of(ms: i64) -> String {
    let date = Timestamp::from_ms(ms).shanghai_date();
    format!("{:04}-{:02}", date.year(), date.month())
}

/// Counts households as they stand now, in their village and in the campaigns they are part of.
///
/// # Errors
/// When the database failed.
pub(crate) fn homes(tx: &mut Tx<'_>, county: CountyId, ids: &[Value]) -> Result<(), Error> {
    in_villages(tx, county, ids)?;
    campaign::homes(tx, county, ids)
}

/// Takes households out of the count before their rows go. They are in no campaign.
///
/// # Errors
/// When the database failed.
pub(crate) fn leave(tx: &mut Tx<'_>, county: CountyId, ids: &[Value]) -> Result<(), Error> {
    let rows = tx.query_many(
        "select household_id, tallied from household
         where county_id = $1 and household_id in ($many) and tallied is not null",
        &[county.into()],
        ids,
    )?;
    let mut deltas = Deltas::default();
    for row in &rows {
        count(&mut deltas, &row.text("tallied")?, -1);
    }
    tx.execute_many(
        "update household set tallied = null
         where county_id = $1 and household_id in ($many)",
        &[county.into()],
        ids,
    )?;
    deltas.store(tx, county, &HOMES)
}

/// The columns [`key`] reads, of households `h`.
pub(super) const COLUMNS: &str = "h.household_id, h.area_code, h.home_group, h.counted_ms,
    h.approved_period, h.asked_month, h.ended_on, h.tallied";

pub(super) fn in_villages(tx: &mut Tx<'_>, county: CountyId, ids: &[Value]) -> Result<(), Error> {
    let mut rows = tx.query_many(
        &format!(
            "select {COLUMNS} from household h
             where h.county_id = $1 and h.household_id in ($many)"
        ),
        &[county.into()],
        ids,
    )?;
    // The same household named twice is still one.
    let mut seen = std::collections::BTreeSet::new();
    let mut fresh = Vec::with_capacity(rows.len());
    for row in rows.drain(..) {
        if seen.insert(row.text("household_id")?) {
            fresh.push(row);
        }
    }
    move_all(tx, county, &fresh)
}

/// Moves households from the counters they were in to those they belong in.
pub(super) fn move_all(tx: &mut Tx<'_>, county: CountyId, rows: &[Row]) -> Result<(), Error> {
    let (mut deltas, mut moved) = (Deltas::default(), Vec::new());
    for row in rows {
        let (before, now) = (row.optional_text("tallied")?, key(row)?);
        if before == now {
            continue;
        }
        for (key, n) in [(&before, -1), (&now, 1)] {
            if let Some(key) = key {
                count(&mut deltas, key, n);
            }
        }
        moved.push(vec![row.text("household_id")?.into(), now.into()]);
    }
    tx.update_many(
        "update household set tallied = v.column2
         from $rows as v where county_id = $1 and household_id = v.column1",
        &[county.into()],
        &["text", "text"],
        moved,
    )?;
    deltas.store(tx, county, &HOMES)
}

/// As what a household is counted: village, group, months and half-year. One that ended is not.
fn key(row: &Row) -> Result<Option<String>, Error> {
    if row.optional_text("ended_on")?.is_some() {
        return Ok(None);
    }
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let group = said(row.optional_text("home_group")?).unwrap_or_else(|| "general".to_owned());
    let month = row.optional_int("counted_ms")?.map(month_of);
    let asked = said(row.optional_text("asked_month")?);
    let approved = said(row.optional_text("approved_period")?);
    let [month, asked, approved] =
        [month, asked, approved].map(|text| text.unwrap_or_else(|| NONE.to_owned()));
    let area = row.text("area_code")?;
    Ok(Some(format!("{area} {group} {month} {asked} {approved}")))
}

fn count(deltas: &mut Deltas, key: &str, n: i64) {
    let mut parts = key.split(' ');
    if let Some(area) = parts.next() {
        deltas.add(area, parts.map(Part::from).collect(), n);
    }
}

#[cfg(test)]
mod tests {
    use super::month_of;

    #[test]
    fn the_last_night_of_a_month_in_utc_is_the_next_month_in_china() {
        // 2026-06-30 18:00 UTC.
        assert_eq!(month_of(1_782_842_400_000), "2026-07");
    }
}
