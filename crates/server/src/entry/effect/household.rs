//! A confirmed change of a whole household: split, merged, ended or moved. The old household stays
//! and is linked to the new one; nobody's visits or entries are rewritten.

use domain::id::{CountyId, HouseholdId};
use domain::ledger::{EntryValue, Values};
use protocol::row::{HouseholdV1, MemberV1, kind};

use super::{member, split, text, unfit};
use crate::change::{Stop, town_code};
use crate::clock::date_text;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::entry::doubt::{self, Doubt};
use crate::entry::{Current, optional_id, place, refresh, roster};
use crate::error::Error;
use crate::problem::ledger::Clerk;
use crate::{facts, feed, problem, tally};

const DAY_MS: i64 = 86_400_000;

pub(super) fn take(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    entry: &Current,
    household: HouseholdId,
    said: &Values,
) -> Result<(), Stop> {
    // Weeks may have passed since it was written.
    fits(tx, clerk.county, household, &entry.values)?;
    let home = load(tx, clerk.county, household)?;
    match entry.text("kind").unwrap_or_default() {
        "split" => split::take(tx, clerk, entry, &home, said)?,
        "merge" => merge(tx, clerk, entry, home)?,
        "move_village" => move_village(tx, clerk, entry, home)?,
        _ => end(tx, clerk, entry, home, "extinct")?,
    }
    let id = household.to_string();
    Ok(audit(
        tx,
        clerk.county,
        clerk.now,
        clerk.by,
        "household_changed",
        &id,
    )?)
}

/// Whether it could be done as the household stands.
pub(super) fn fits(
    reader: &mut Reader<'_>,
    county: CountyId,
    household: HouseholdId,
    values: &Values,
) -> Result<(), Stop> {
    let home = load(reader, county, household)?;
    if home.ended_on.is_some() {
        return Err(unfit("household_ended", "kind"));
    }
    match text(values, "kind").unwrap_or_default() {
        "split" => split::fits(reader, county, household, values),
        "merge" => {
            let other = other_household(values)?;
            match load(reader, county, other)?.ended_on {
                Some(_) => Err(unfit("household_ended", "other_household")),
                None => Ok(()),
            }
        }
        "move_village" if text(values, "village") == Some(&home.area_code) => {
            Err(unfit("same_village", "village"))
        }
        _ => Ok(()),
    }
}

fn other_household(values: &Values) -> Result<HouseholdId, Stop> {
    let other = text(values, "other_household").and_then(|id| id.parse().ok());
    other.ok_or_else(|| unfit("unknown_household", "other_household"))
}

pub(super) fn load(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: HouseholdId,
) -> Result<HouseholdV1, Error> {
    facts::load(reader, county, &id.to_string())?.ok_or(Error::Stored {
        what: "a household",
    })
}

/// Members of a household who are there, in their order.
pub(super) fn active_members(
    reader: &mut Reader<'_>,
    county: CountyId,
    household: HouseholdId,
) -> Result<Vec<MemberV1>, Error> {
    let rows = reader.query(
        "select r.body from member m
         join record r on r.county_id = m.county_id and r.kind = 'member'
             and r.record_id = m.member_id
         where m.county_id = $1 and m.household_id = $2 order by m.number, m.member_id",
        &[county.into(), household.into()],
    )?;
    let mut members = Vec::with_capacity(rows.len());
    for row in rows {
        let member: MemberV1 = row.json("body")?;
        if member.active {
            members.push(member);
        }
    }
    Ok(members)
}

/// That one household came out of another, or went into it.
pub(super) fn link(
    tx: &mut Tx<'_>,
    county: CountyId,
    entry: &Current,
    (from, to): (HouseholdId, HouseholdId),
    kind: &str,
) -> Result<(), Error> {
    tx.execute(
        "insert into household_link (county_id, from_id, to_id, kind, on_day, entry_id)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            county.into(),
            from.into(),
            to.into(),
            kind.into(),
            entry.text("on").unwrap_or_default().into(),
            entry.id.into(),
        ],
    )?;
    Ok(())
}

fn merge(tx: &mut Tx<'_>, clerk: Clerk, entry: &Current, home: HouseholdV1) -> Result<(), Stop> {
    let (county, from) = (clerk.county, home.id);
    let to = other_household(&entry.values)?;
    for member in active_members(tx, county, from)? {
        let id = member.id;
        member::moved(tx, clerk, entry, member, to)?;
        let doubt = (Doubt::Logic, "并户后请核对与户主关系");
        doubt::of_member(tx, clerk, to, id, doubt)?;
    }
    link(tx, county, entry, (from, to), "merge")?;
    Ok(end(tx, clerk, entry, home, "merged")?)
}

/// A household is no more: its row says since when and why, and nobody is to visit it.
fn end(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    entry: &Current,
    mut home: HouseholdV1,
    reason: &str,
) -> Result<(), Error> {
    let (county, id) = (clerk.county, home.id);
    roster::note_household(tx, county, &home, roster::ENDED, entry.id)?;
    let on = entry.text("on").unwrap_or_default().to_owned();
    tx.execute(
        "update household set ended_on = $3 where county_id = $1 and household_id = $2",
        &[county.into(), id.into(), (&on).into()],
    )?;
    tally::homes(tx, county, &[id.into()])?;
    home.ended_on = Some(on.clone());
    home.ended_reason = Some(reason.to_owned());
    facts::write(tx, county, home)?;
    end_help(tx, clerk, id, &on)?;
    let id = id.to_string();
    audit(tx, county, clerk.now, clerk.by, "household_ended", &id)
}

/// Whoever helps a household that is no more helps it no longer.
fn end_help(tx: &mut Tx<'_>, clerk: Clerk, household: HouseholdId, on: &str) -> Result<(), Error> {
    let county = clerk.county;
    // A day that is over: on the last day itself it would still be in force.
    let last = on.min(date_text(clerk.now - DAY_MS).as_str()).to_owned();
    let open = tx.query(
        "select assignment_id, starts from assignment
         where county_id = $1 and household_id = $2 and (ends is null or ends > $3)",
        &[county.into(), household.into(), (&last).into()],
    )?;
    for row in open {
        let id = row.text("assignment_id")?;
        // What had not begun ends before it begins: it was never in force.
        tx.execute(
            "update assignment set ends = $3, active = 0
             where county_id = $1 and assignment_id = $2",
            &[county.into(), (&id).into(), (&last).into()],
        )?;
        let body = tx.first(
            "select body from record
             where county_id = $1 and kind = 'assignment' and record_id = $2",
            &[county.into(), (&id).into()],
        )?;
        if let Some(body) = body {
            let mut body: protocol::row::AssignmentV1 = body.json("body")?;
            body.to = Some(last.clone());
            feed::put(tx, county, kind::ASSIGNMENT, &id, &body)?;
        }
    }
    tx.execute(
        "update household set helper_name = null, has_helper = 0
         where county_id = $1 and household_id = $2",
        &[county.into(), household.into()],
    )?;
    feed::republish_household(tx, county, household)
}

fn move_village(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    entry: &Current,
    mut home: HouseholdV1,
) -> Result<(), Stop> {
    let (county, id) = (clerk.county, home.id);
    let village = entry.text("village").unwrap_or_default().to_owned();
    let town = town_code(&village).to_owned();
    roster::note_household(tx, county, &home, roster::PLACE, entry.id)?;
    home.village = place::name(tx, county, &village)?;
    home.town = place::name(tx, county, &town)?;
    home.area_code.clone_from(&village);
    let at = [county.into(), id.into(), village.into(), town.into()];
    // What is still open is the new village's to follow; evidence stays where it was taken.
    for sql in [
        "update household set area_code = $3, town_code = $4
         where county_id = $1 and household_id = $2",
        "update problem set area_code = $3, town_code = $4
         where county_id = $1 and household_id = $2 and is_open = 1",
        "update entry set area_code = $3, town_code = $4
         where county_id = $1 and household_id = $2",
    ] {
        tx.execute(sql, &at)?;
    }
    tally::homes(tx, county, &[id.into()])?;
    facts::write(tx, county, home)?;
    let open = tx.query(
        "select problem_id from problem
         where county_id = $1 and household_id = $2 and is_open = 1 order by sequence",
        &[county.into(), id.into()],
    )?;
    for row in open {
        problem::refresh(tx, county, row.id("problem_id")?)?;
    }
    let entries = tx.query(
        "select entry_id from entry
         where county_id = $1 and household_id = $2 and entry_id <> $3 order by sequence",
        &[county.into(), id.into(), entry.id.into()],
    )?;
    for row in entries {
        if let Some(other) = optional_id(&row, "entry_id")? {
            refresh(tx, county, other)?;
        }
    }
    Ok(feed::republish_household(tx, county, id)?)
}

/// Members named in a field.
pub(super) fn named(values: &Values, field: &str) -> Vec<String> {
    let list = values.get(field).and_then(EntryValue::list);
    list.unwrap_or_default().to_vec()
}
