//! Households and members of the roster, merged with what people have corrected since the last.

use domain::id::CountyId;
use domain::identity::{IdCheck, check_disability, check_id};
use domain::{Date, Timestamp, mask};
use protocol::roster::MemberRow;
use protocol::row::{HouseholdV1, kind};

use super::store::require_household;
use crate::change::town_code;
use crate::db::{Tx, Value};
use crate::entry::{self, doubt};
use crate::error::Error;
use crate::facts::{self, Imported};
use crate::problem::follow;
use crate::problem::ledger::Clerk;
use crate::{feed, tally};

/// The columns of [`household_row`].
pub(super) const HOUSEHOLD: &str = "insert into household (county_id, household_id, number,
    area_code, town_code, head_name, category, home_group, ended_on, asked_month, lat, lon)";

pub(super) const HOUSEHOLD_AGAIN: &str = "on conflict (county_id, household_id) do update set
    number = excluded.number, area_code = excluded.area_code, town_code = excluded.town_code,
    head_name = excluded.head_name, category = excluded.category,
    home_group = excluded.home_group, ended_on = excluded.ended_on,
    asked_month = excluded.asked_month, lat = excluded.lat, lon = excluded.lon";

pub(super) fn household_row(county: CountyId, row: &HouseholdV1) -> Vec<Value> {
    vec![
        county.into(),
        row.id.into(),
        (&row.number).into(),
        (&row.area_code).into(),
        town_code(&row.area_code).into(),
        (&row.head_name).into(),
        row.monitor_category.clone().into(),
        row.group_of_help().as_str().into(),
        row.ended_on.clone().into(),
        row.asked_month().into(),
        row.lat.into(),
        row.lon.into(),
    ]
}

/// Whether an ID number checks. History has typing errors and old cards: a failed check is only
/// noted.
pub(super) fn check_number(id_number: &str, today: Date) -> &'static str {
    match check_id(id_number, today) {
        IdCheck::Valid(_) | IdCheck::Legacy(_) => "ok",
        // Some have their certificate of disability in its place.
        IdCheck::Failed(_) if check_disability(id_number, today).is_ok() => "ok",
        IdCheck::Failed(_) => "fail",
    }
}

pub(super) fn household(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: HouseholdV1,
    now: i64,
) -> Result<bool, Error> {
    let row = entry::roster::household(tx, county, row)?;
    let id = row.id.to_string();
    let Imported::Changed(row) = facts::import(tx, county, row, now)? else {
        return Ok(false);
    };
    feed::put(tx, county, kind::HOUSEHOLD, &id, &row)?;
    let before = tx.first(
        "select area_code from household where county_id = $1 and household_id = $2",
        &[county.into(), (&id).into()],
    )?;
    tx.insert_many(
        HOUSEHOLD,
        vec![household_row(county, &row)],
        HOUSEHOLD_AGAIN,
    )?;
    tally::homes(tx, county, &[(&id).into()])?;
    feed::publish_household(tx, county, &id)?;
    follow::household(tx, county, row.id)?;
    let moved = match before {
        Some(row_before) => row_before.text("area_code")? != row.area_code,
        None => false,
    };
    if moved {
        feed::republish_household(tx, county, row.id)?;
    }
    Ok(true)
}

pub(super) fn member(
    tx: &mut Tx<'_>,
    county: CountyId,
    row: MemberRow,
    now: i64,
) -> Result<bool, Error> {
    let MemberRow {
        mut member,
        id_number,
    } = row;
    let today = Timestamp::from_ms(now).shanghai_date();
    let id_number = domain::identity::normalise(&id_number);
    member = entry::roster::member(tx, county, member, &id_number)?;
    require_household(tx, county, member.household_id)?;
    let id_check = check_number(&id_number, today);
    member.id_number_masked = mask::id_number(&id_number);
    let id = member.id.to_string();
    let household = member.household_id.to_string();
    let ids = (member.household_id, member.id);
    let changed = tx.execute(
        "insert into member (county_id, member_id, household_id, number, id_number, id_check,
             active)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (county_id, member_id) do update set household_id = excluded.household_id,
             number = excluded.number, id_number = excluded.id_number,
             id_check = excluded.id_check
         where member.id_number <> excluded.id_number or member.number <> excluded.number
             or member.household_id <> excluded.household_id",
        &[
            county.into(),
            (&id).into(),
            (&household).into(),
            (&member.number).into(),
            (&id_number).into(),
            id_check.into(),
            member.active.into(),
        ],
    )?;
    let body_changed = match facts::import(tx, county, member, now)? {
        Imported::Changed(member) => {
            tx.execute(
                "update member set active = $3
                 where county_id = $1 and member_id = $2 and active <> $3",
                &[county.into(), (&id).into(), member.active.into()],
            )?;
            feed::put(tx, county, kind::MEMBER, &id, &member)?
        }
        Imported::Same => false,
    };
    if body_changed {
        feed::publish_member(tx, county, &id, &household)?;
    }
    if changed > 0 {
        let clerk = Clerk {
            county,
            by: None,
            now,
        };
        // Of whom no number is known yet there is nothing to doubt.
        let fails = id_check == "fail" && !id_number.is_empty();
        doubt::of_number(tx, clerk, ids, (&id_number, fails))?;
    }
    Ok(changed > 0 || body_changed)
}
