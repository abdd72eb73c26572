//! A step of an entry, from a phone or at a screen: the rules are the same.

use domain::ledger::{
    EntryActor, EntryRefused, EntryRole, EntryValue, VOID, Values, decide, dynamics,
};
use domain::time::{Date, Timestamp, parse_date};
use protocol::entry::MoveEntryV1;
use protocol::row::HouseholdV1;

use super::save::{checked, rewrite, settled};
use super::{Current, Line, Said, effect, refresh, steps};
use crate::change::Stop;
use crate::county::{audit, next_sequence};
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::facts;
use crate::params;
use crate::problem::ledger::Clerk;
use crate::problem::words::text_ends;

/// Days of leave a town grants; longer leave is the county's (DOMAIN §5.4).
const TOWN_DAYS: i64 = 5;

/// A step somebody takes.
pub(crate) struct Step<'a> {
    pub(crate) clerk: Clerk,
    pub(crate) actor: EntryActor,
    pub(crate) said: &'a MoveEntryV1,
}

/// Takes a step if the rules allow it: the new state, the line of history, what it does to other
/// records, who sees it.
pub(crate) fn take(tx: &mut Tx<'_>, step: &Step<'_>, current: &Current) -> Result<(), Stop> {
    let Step { clerk, actor, said } = *step;
    text_ends(said.reason.as_deref(), "reason")?;
    if said.seen_state != current.state {
        return Err(Stop::too_late("stale", &current.state, current.revision()));
    }
    let reason = said.reason.as_deref().map(str::trim);
    let reason = reason.filter(|reason| !reason.is_empty());
    let ledger = current.ledger;
    let to = decide(ledger, &current.state, &said.step, actor, reason.is_some())
        .map_err(|error| refused(error, current))?;
    let known = ledger.step(&said.step).filter(|_| said.step != VOID);
    let fields = known.map_or(&[][..], |step| step.fields.as_slice());
    let home = current.household_id;
    let fields = checked(tx, clerk, fields, &said.fields, home)?.values;
    hindered(tx, clerk, current, &said.step, &fields)?;
    too_long(tx, clerk, actor, current, &said.step)?;
    let line = Said {
        reason: reason.map(str::to_owned),
        fields,
        ..Said::default()
    };
    rewrite(tx, clerk, current, to, &current.values)?;
    let sequence = next_sequence(tx, clerk.county)?;
    let written = Line {
        step_id: said.id,
        step: &said.step,
        state: to,
        by: clerk.by,
        said: &line,
        now: clerk.now,
        sequence,
    }
    .write(tx, clerk.county, current.id)?;
    if !written {
        return Err(Stop::reject("step_exists", "edit.id"));
    }
    if let Some(effect) = known.and_then(|step| step.effect.as_deref()) {
        effect::take(tx, clerk, effect, current, &line.fields)?;
    }
    if said.step == VOID {
        settled(tx, clerk, ledger, home, current.id)?;
    }
    refresh(tx, clerk.county, current.id)?;
    let action = if said.step == VOID {
        "entry_voided"
    } else {
        "entry_moved"
    };
    let id = current.id.to_string();
    Ok(audit(tx, clerk.county, clerk.now, clerk.by, action, &id)?)
}

fn refused(refused: EntryRefused, current: &Current) -> Stop {
    let code = refused.as_str();
    match refused {
        EntryRefused::NotFromHere => Stop::too_late(code, &current.state, current.revision()),
        EntryRefused::ReasonNeeded => Stop::reject(code, "edit.reason"),
        EntryRefused::WrongRole | EntryRefused::OwnWork => Stop::reject(code, "edit.step"),
    }
}

/// Longer leave than a town may grant is the county's to grant.
fn too_long(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    actor: EntryActor,
    current: &Current,
    step: &str,
) -> Result<(), Stop> {
    if current.ledger.code != "leave" || step != "approve" || actor.role >= EntryRole::County {
        return Ok(());
    }
    let own = params::at(reader, clerk.county, clerk.now)?.number("leave_town_max_days");
    let most = own.unwrap_or(TOWN_DAYS).saturating_mul(2);
    let asked = current.values.get("halfdays").and_then(EntryValue::number);
    if asked.is_some_and(|asked| asked > most) {
        return Err(Stop::reject("longer_needs_county", "edit.step"));
    }
    Ok(())
}

/// Whether the procedure of household dynamics allows the step by now (DOMAIN §5.3).
fn hindered(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    current: &Current,
    step: &str,
    now: &Values,
) -> Result<(), Stop> {
    let (true, Some(household)) = (current.ledger.code == "case", current.household_id) else {
        return Ok(());
    };
    let county = clerk.county;
    let home = facts::load::<HouseholdV1>(reader, county, &household.to_string())?;
    let home = home.ok_or(Error::Stored {
        what: "a household",
    })?;
    let exits = reader.count(
        "select count(*) as n from entry
         where county_id = $1 and area_code = $2 and ledger = 'case' and state = 'town_passed'
             and kind in ('eliminate', 'remove') and entry_id <> $3",
        &[
            county.into(),
            (&current.area_code).into(),
            current.id.into(),
        ],
    )?;
    let said: Vec<(String, Values)> = steps(reader, county, current.id)?
        .into_iter()
        .map(|line| (line.step, line.said.fields))
        .collect();
    let params = params::at(reader, county, clerk.now)?;
    let ground = dynamics::Ground {
        today: Timestamp::from_ms(clerk.now).shanghai_date(),
        params: &params,
        household: dynamics::Household {
            monitored: home.monitor_category.is_some() && !home.risk_eliminated,
            since: home.monitor_since.as_deref().and_then(first_of_month),
            no_labor: home.no_labor,
            exits_waiting: exits > 0,
        },
        case: &current.values,
        said: &said,
        now,
    };
    match dynamics::hindrance(step, &ground) {
        Some((code, field)) => Err(Stop::reject(code, format!("edit.fields.{field}"))),
        None => Ok(()),
    }
}

/// The first day of a month `YYYYMM`.
fn first_of_month(month: &str) -> Option<Date> {
    let (year, month) = (month.get(..4)?, month.get(4..6)?);
    parse_date(&format!("{year}-{month}-01"))
}

#[cfg(test)]
mod tests {
    use super::first_of_month;

    #[test]
    fn a_month_begins_on_its_first_day() {
        assert_eq!(
            first_of_month("202605").map(|day| day.to_string()),
            Some("2026-05-01".to_owned())
        );
        assert_eq!(first_of_month("2026"), None);
        assert_eq!(first_of_month("202613"), None);
    }
}
