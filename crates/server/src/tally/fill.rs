//! Counts everything anew: once for a county from before, and when the way of counting changed.

use domain::id::CountyId;
use protocol::row::HouseholdV1;

use super::counter::{Deltas, VISITS};
use super::{campaign, home, visits};
use crate::campaign::{COLUMNS, Current};
use crate::db::Tx;
use crate::error::Error;

/// Of the way of counting. A new number counts every county anew when its server starts.
const VERSION: i64 = 1;

/// Households at a time: their bodies are read.
const ROWS: usize = 500;

/// Counts everything if the counters follow another way of counting. Nothing the next time.
///
/// # Errors
/// When the database failed.
pub(crate) fn catch_up(tx: &mut Tx<'_>, county: CountyId) -> Result<(), Error> {
    let row = tx.first(
        "select version from tally_version where county_id = $1",
        &[county.into()],
    )?;
    if row.map(|row| row.int("version")).transpose()? == Some(VERSION) {
        return Ok(());
    }
    for sql in [
        "delete from tally_home where county_id = $1",
        "delete from tally_visit where county_id = $1",
        "delete from tally_campaign where county_id = $1",
        "update household set tallied = null,
             counted_ms = (select max(coalesce(v.trusted_ended_ms, v.ended_ms)) from visit v
                 where v.county_id = $1 and v.household_id = household.household_id
                     and v.state <> 'voided' and v.counts = 1 and v.by_helper = 1),
             approved_period = (select max(case
                     when v.state in ('captain_approved', 'batched', 'county_accepted')
                     then v.period end) from visit v
                 where v.county_id = $1 and v.household_id = household.household_id
                     and v.counts = 1 and v.by_helper = 1)
         where county_id = $1",
        "update campaign_household set tallied = null where county_id = $1",
    ] {
        tx.execute(sql, &[county.into()])?;
    }
    all_visits(tx, county)?;
    all_homes(tx, county)?;
    all_campaigns(tx, county)?;
    tx.execute(
        "insert into tally_version (county_id, version) values ($1, $2)
         on conflict (county_id) do update set version = excluded.version",
        &[county.into(), VERSION.into()],
    )?;
    Ok(())
}

fn all_visits(tx: &mut Tx<'_>, county: CountyId) -> Result<(), Error> {
    let tallied = visits::TALLIED.replace("v.", "");
    tx.execute(
        &format!("update visit set tallied = {tallied} where county_id = $1"),
        &[county.into()],
    )?;
    let rows = tx.query(
        "select v.area_code, v.tallied, count(*) as n from visit v
         where v.county_id = $1 group by v.area_code, v.tallied",
        &[county.into()],
    )?;
    let mut deltas = Deltas::default();
    for row in rows {
        let (area, tallied) = (row.text("area_code")?, row.text("tallied")?);
        visits::count(&mut deltas, &area, &tallied, row.int("n")?);
    }
    deltas.store(tx, county, &VISITS)
}

fn all_homes(tx: &mut Tx<'_>, county: CountyId) -> Result<(), Error> {
    let mut after = String::new();
    loop {
        let rows = tx.query(
            &format!(
                "select h.household_id, r.body from household h
                 left join record r on r.county_id = h.county_id and r.kind = 'household'
                     and r.record_id = h.household_id
                 where h.county_id = $1 and h.household_id > $2
                 order by h.household_id limit {ROWS}"
            ),
            &[county.into(), (&after).into()],
        )?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.text("household_id")?;
        let (mut ids, mut asked) = (Vec::with_capacity(rows.len()), Vec::new());
        for row in &rows {
            let id = row.text("household_id")?;
            let body = row.optional_text("body")?;
            let body = body.and_then(|body| serde_json::from_str::<HouseholdV1>(&body).ok());
            if let Some(body) = body {
                let month = body.asked_month();
                asked.push(vec![
                    (&id).into(),
                    month.into(),
                    body.lat.into(),
                    body.lon.into(),
                ]);
            }
            ids.push(id.into());
        }
        tx.update_many(
            "update household set asked_month = v.column2, lat = v.column3, lon = v.column4
             from $rows as v where county_id = $1 and household_id = v.column1",
            &[county.into()],
            &["text", "text", "double precision", "double precision"],
            asked,
        )?;
        home::in_villages(tx, county, &ids)?;
    }
}

fn all_campaigns(tx: &mut Tx<'_>, county: CountyId) -> Result<(), Error> {
    let rows = tx.query(
        &format!(
            "select {COLUMNS} from campaign c where c.county_id = $1
                 and c.frozen_ms is not null and c.cancelled_ms is null"
        ),
        &[county.into()],
    )?;
    for row in &rows {
        campaign::written_down(tx, county, &Current::from_row(row)?)?;
    }
    Ok(())
}
