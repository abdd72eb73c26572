//! The household's income follows its latest survey (DOMAIN §2.3), so that phones show one figure.

use domain::facts::FactValue;
use domain::id::{ChangeId, EntryId, HouseholdId};
use domain::ledger::{VOIDED, Values, income};
use protocol::row::{HouseholdV1, kind};
use serde_json::json;

use super::roster;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::facts::{self, Correction, Source};
use crate::problem::ledger::Clerk;
use crate::secret;

/// The part of a household the roster calls its income.
pub(super) const INCOME: &str = "income";
/// The people income is divided by.
pub(super) const PEOPLE: &str = "people";

/// Net income, and the people of the year.
type Figures = (Option<i64>, u32);

/// Brings a household's figures to those of its latest survey; without one, to the roster's.
pub(super) fn follow(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    household: HouseholdId,
    entry: EntryId,
) -> Result<(), Error> {
    let (county, id) = (clerk.county, household.to_string());
    let Some(mut row) = facts::load::<HouseholdV1>(tx, county, &id)? else {
        return Ok(());
    };
    let before = (row.net_income_fen, row.annual_family_size);
    let figures = match latest(tx, clerk, household)? {
        Some(figures) => {
            let key = (kind::HOUSEHOLD, id.as_str());
            roster::note(tx, county, key, (INCOME, &json!(before.0)), entry)?;
            roster::note(tx, county, key, (PEOPLE, &json!(before.1)), entry)?;
            figures
        }
        None => said(tx, clerk, &id)?.unwrap_or(before),
    };
    if figures == before {
        return Ok(());
    }
    row.net_income_fen = figures.0;
    let size = facts::field::<HouseholdV1>("annual_family_size");
    match size {
        Some(field) if figures.1 != before.1 => {
            let correction = Correction {
                field,
                base: FactValue::Number(i64::from(before.1)),
                mine: FactValue::Number(i64::from(figures.1)),
            };
            let source = Source {
                author: clerk.by,
                contest_id: ChangeId::from_uuid(secret::id(clerk.now)?),
                base_version: row.version,
                at_ms: clerk.now,
            };
            facts::merge(tx, county, row, &source, &[correction])?;
        }
        _ => facts::write(tx, county, row)?,
    }
    audit(tx, county, clerk.now, clerk.by, "income_followed", &id)
}

/// What the latest survey that stands comes to.
fn latest(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    household: HouseholdId,
) -> Result<Option<Figures>, Error> {
    let row = reader.first(
        "select body from entry
         where county_id = $1 and household_id = $2 and ledger = 'income' and state <> $3
         order by day desc, sequence desc limit 1",
        &[clerk.county.into(), household.into(), VOIDED.into()],
    )?;
    let values: Option<Values> = row.map(|row| row.json("body")).transpose()?;
    let reckoned = values.and_then(|values| income::reckon(&values).ok());
    Ok(reckoned.map(|reckoned| (Some(reckoned.net), reckoned.survey.annual_family_size)))
}

/// What the roster said before there was a survey.
fn said(reader: &mut Reader<'_>, clerk: Clerk, id: &str) -> Result<Option<Figures>, Error> {
    let key = (kind::HOUSEHOLD, id);
    let income = roster::said(reader, clerk.county, key, INCOME)?;
    let people = roster::said(reader, clerk.county, key, PEOPLE)?;
    Ok(match (income, people) {
        (Some(income), Some(people)) => {
            let people = people
                .as_u64()
                .and_then(|people| u32::try_from(people).ok());
            people.map(|people| (income.as_i64(), people))
        }
        _ => None,
    })
}
