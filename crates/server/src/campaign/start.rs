//! A campaign begins: the households it concerns are written down, so that what is counted stays
//! what it was (DOMAIN §6: frozen at the start, later additions apart).

use domain::Timestamp;
use domain::id::CountyId;

use super::{COLUMNS, Current, State, concerns};
use crate::county::audit;
use crate::db::{Tx, Value};
use crate::error::Error;
use crate::tally;

/// Begins what is to begin, and adds to campaigns under way the households that came into their
/// scope since: new ones, and those that came into a group.
///
/// # Errors
/// When the database failed.
pub(crate) fn look_over(tx: &mut Tx<'_>, county: CountyId, now: i64) -> Result<(), Error> {
    let today = Timestamp::from_ms(now).shanghai_date();
    let sql = format!(
        "select {COLUMNS} from campaign c where c.county_id = $1 and c.cancelled_ms is null
             and c.starts <= $2 and (c.frozen_ms is null or c.ends >= $2)
         order by c.sequence"
    );
    let rows = tx.query(&sql, &[county.into(), today.to_string().into()])?;
    for row in &rows {
        one(tx, county, &Current::from_row(row)?, now)?;
    }
    Ok(())
}

/// The same for one campaign.
pub(crate) fn one(
    tx: &mut Tx<'_>,
    county: CountyId,
    campaign: &Current,
    now: i64,
) -> Result<(), Error> {
    let today = Timestamp::from_ms(now).shanghai_date();
    let id = campaign.told.id;
    match (campaign.state(today), campaign.frozen_ms) {
        (State::Upcoming | State::Cancelled, _) | (State::Ended, Some(_)) => Ok(()),
        (State::Running, Some(_)) => write_down(tx, county, campaign, Some(now)),
        // Also one whose days all passed while no server ran.
        (State::Running | State::Ended, None) => {
            write_down(tx, county, campaign, None)?;
            tx.execute(
                "update campaign set frozen_ms = $3 where county_id = $1 and campaign_id = $2",
                &[county.into(), id.into(), now.into()],
            )?;
            audit(tx, county, now, None, "campaign_started", &id.to_string())
        }
    }
}

fn write_down(
    tx: &mut Tx<'_>,
    county: CountyId,
    campaign: &Current,
    added_ms: Option<i64>,
) -> Result<(), Error> {
    let mut values: Vec<Value> = vec![county.into(), campaign.told.id.into()];
    let added = match added_ms {
        // Nothing else says of what type an absent value is.
        None => "null".to_owned(),
        Some(ms) => {
            values.push(ms.into());
            format!("${}", values.len())
        }
    };
    let scope = concerns(&campaign.told.scope, |code| {
        values.push(code.into());
        format!("${}", values.len())
    });
    let sql = format!(
        "insert into campaign_household (county_id, campaign_id, household_id, added_ms)
         select h.county_id, c.campaign_id, h.household_id, cast({added} as bigint)
         from campaign c join household h on h.county_id = c.county_id
         where c.county_id = $1 and c.campaign_id = $2{scope}
             and not exists (select 1 from campaign_household k where k.county_id = c.county_id
                 and k.campaign_id = c.campaign_id and k.household_id = h.household_id)"
    );
    tx.execute(&sql, &values)?;
    tally::written_down(tx, county, campaign)
}
