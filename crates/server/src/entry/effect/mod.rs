//! What confirmed entries do to other records of the county. All of it in the step's own
//! transaction, each change dated by its entry, nothing taken out.

mod case;
mod household;
mod member;
mod split;

use domain::id::{CountyId, HouseholdId};
use domain::ledger::{Ledger, Values};

use super::Current;
use crate::change::Stop;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::problem::ledger::Clerk;

/// Carries out what a step does beyond its ledger.
pub(super) fn take(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    effect: &str,
    entry: &Current,
    said: &Values,
) -> Result<(), Stop> {
    let household = entry.household_id.ok_or(Error::Stored {
        what: "a household",
    })?;
    match effect {
        "member_change" => member::take(tx, clerk, entry, household),
        "household_change" => household::take(tx, clerk, entry, household, said),
        "case" => case::take(tx, clerk, entry, household, said),
        _ => Err(Error::Stored { what: "an effect" }.into()),
    }
}

/// Whether what an entry asks for could be done as things stand. Asked when it is written, so that
/// nobody waits for weeks to hear it.
pub(super) fn fits(
    reader: &mut Reader<'_>,
    county: CountyId,
    ledger: &Ledger,
    household: Option<HouseholdId>,
    values: &Values,
) -> Result<(), Stop> {
    match (ledger.code.as_str(), household) {
        ("household_change", Some(household)) => household::fits(reader, county, household, values),
        _ => Ok(()),
    }
}

/// A field that is a text.
fn text<'a>(values: &'a Values, field: &str) -> Option<&'a str> {
    values.get(field)?.text()
}

/// A refusal that names a field of the entry.
fn unfit(code: &str, field: &str) -> Stop {
    Stop::reject(code, format!("edit.fields.{field}"))
}
