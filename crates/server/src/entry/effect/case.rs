//! The county decided about a household (DOMAIN §5.3): it is monitored from now on, or no longer.
//! People decide; here it is only written down, once in the household's row and once, for ever, in
//! its history.

use domain::checklist::builtin;
use domain::id::HouseholdId;
use domain::ledger::{EntryValue, Values};
use protocol::row::HouseholdV1;

use super::household::load;
use super::{text, unfit};
use crate::change::Stop;
use crate::county::{audit, next_sequence};
use crate::db::Tx;
use crate::entry::{Current, roster};
use crate::error::Error;
use crate::problem::ledger::Clerk;
use crate::{facts, tally};

/// Risks of a household, in order of weight (DOMAIN §3).
const MAX_RISKS: usize = 5;

pub(super) fn take(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    entry: &Current,
    household: HouseholdId,
    said: &Values,
) -> Result<(), Stop> {
    let county = clerk.county;
    let mut home = load(tx, county, household)?;
    if home.ended_on.is_some() {
        return Err(unfit("household_ended", "kind"));
    }
    roster::note_household(tx, county, &home, roster::MONITORING, entry.id)?;
    let on = text(said, "decided_on").unwrap_or_default().to_owned();
    let change = entry.text("kind").unwrap_or_default();
    decided(&mut home, change, entry, said, &on)?;
    tx.execute(
        "update household set category = $3, home_group = $4, asked_month = $5
         where county_id = $1 and household_id = $2",
        &[
            county.into(),
            household.into(),
            home.monitor_category.clone().into(),
            home.group_of_help().as_str().into(),
            home.asked_month().into(),
        ],
    )?;
    tally::homes(tx, county, &[household.into()])?;
    record(tx, clerk, entry, &home, (change, &on), said)?;
    facts::write(tx, county, home)?;
    let id = household.to_string();
    Ok(audit(
        tx,
        county,
        clerk.now,
        clerk.by,
        "household_decided",
        &id,
    )?)
}

fn decided(
    home: &mut HouseholdV1,
    change: &str,
    entry: &Current,
    said: &Values,
    on: &str,
) -> Result<(), Stop> {
    match change {
        "identify" | "return" => {
            let category = text(said, "category").unwrap_or_default();
            let option = builtin().1.find("household_type", category);
            if option.and_then(|option| option.flag("is_monitored")) != Some(true) {
                return Err(unfit("unknown_option", "category"));
            }
            let risks = entry.values.get("risk_types").and_then(EntryValue::list);
            let risks = risks.unwrap_or_default().iter().take(MAX_RISKS);
            home.monitor_category = Some(category.to_owned());
            home.monitor_since = Some(on.replace('-', "").chars().take(6).collect());
            home.risk_types = risks.cloned().collect();
            home.risk_eliminated = false;
            home.eliminated_on = None;
            home.elimination_mode = None;
        }
        // The category stays: it says what the household was helped as.
        "eliminate" => {
            home.risk_eliminated = true;
            home.eliminated_on = Some(on.to_owned());
            home.elimination_mode = entry.text("elimination_mode").map(str::to_owned);
        }
        _ => {
            home.monitor_category = None;
            home.monitor_since = None;
            home.risk_types = Vec::new();
            home.risk_eliminated = false;
        }
    }
    Ok(())
}

fn record(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    entry: &Current,
    home: &HouseholdV1,
    (change, on): (&str, &str),
    said: &Values,
) -> Result<(), Error> {
    let sequence = next_sequence(tx, clerk.county)?;
    let risks = entry.values.get("risk_types");
    let risks = serde_json::to_string(&risks).map_err(|_| Error::Stored { what: "risks" })?;
    tx.execute(
        "insert into household_status (county_id, household_id, sequence, change, category,
             risk_types, mode, on_day, document_no, entry_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            clerk.county.into(),
            home.id.into(),
            sequence.into(),
            change.into(),
            home.monitor_category.clone().into(),
            risks.into(),
            home.elimination_mode.clone().into(),
            on.into(),
            text(said, "document_no").unwrap_or_default().into(),
            entry.id.into(),
        ],
    )?;
    Ok(())
}
