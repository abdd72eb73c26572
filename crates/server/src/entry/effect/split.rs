//! Part of a household becomes a household of its own (分户).

use domain::id::{CountyId, HouseholdId};
use domain::ledger::Values;
use protocol::row::{HouseholdV1, MemberV1};

use super::household::{active_members, link, named};
use super::{member, text, unfit};
use crate::change::{Stop, town_code};
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::entry::doubt::{self, Doubt};
use crate::entry::{Current, roster};
use crate::problem::ledger::Clerk;
use crate::{facts, secret, tally};

/// The label of whoever heads a household.
const HEAD: &str = "户主";

/// Whoever leaves is there, one of them heads the new household, and the old one keeps its head.
pub(super) fn fits(
    reader: &mut Reader<'_>,
    county: CountyId,
    household: HouseholdId,
    values: &Values,
) -> Result<(), Stop> {
    let all = active_members(reader, county, household)?;
    let leaving = named(values, "members");
    let is_leaving = |member: &&MemberV1| leaving.contains(&member.id.to_string());
    let gone: Vec<&MemberV1> = all.iter().filter(is_leaving).collect();
    if gone.len() != leaving.len() {
        return Err(unfit("already_gone", "members"));
    }
    if gone.len() == all.len() {
        return Err(unfit("nobody_left", "members"));
    }
    if gone.iter().any(|member| member.relation == HEAD) {
        return Err(unfit("head_leaves", "members"));
    }
    let head = text(values, "new_head").unwrap_or_default();
    if leaving.iter().any(|member| member == head) {
        Ok(())
    } else {
        Err(unfit("head_not_among", "new_head"))
    }
}

pub(super) fn take(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    entry: &Current,
    home: &HouseholdV1,
    said: &Values,
) -> Result<(), Stop> {
    let county = clerk.county;
    let leaving = named(&entry.values, "members");
    let head_id = entry.text("new_head").unwrap_or_default().to_owned();
    let mut members = active_members(tx, county, home.id)?;
    members.retain(|member| leaving.contains(&member.id.to_string()));
    let is_head = |member: &MemberV1| member.id.to_string() == head_id;
    let head = members.iter().find(|member| is_head(member));
    let head_name = head.map(|member| member.name.clone()).unwrap_or_default();
    let number = text(said, "new_number").unwrap_or_default().to_owned();
    number_is_free(tx, county, &number)?;
    let id = HouseholdId::from_uuid(secret::id(clerk.now)?);
    let new = HouseholdV1 {
        id,
        number,
        head_name,
        // Who is monitored, and for what, is decided of each household by itself.
        monitor_category: None,
        monitor_since: None,
        risk_types: Vec::new(),
        risk_eliminated: false,
        eliminated_on: None,
        elimination_mode: None,
        welfare_tags: Vec::new(),
        no_labor: false,
        annual_family_size: u32::try_from(members.len()).unwrap_or(u32::MAX),
        net_income_fen: None,
        phone: None,
        version: 0,
        contested: Vec::new(),
        ..home.clone()
    };
    tx.execute(
        "insert into household (county_id, household_id, number, area_code, town_code, head_name,
             entry_id, home_group, lat, lon)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            county.into(),
            id.into(),
            (&new.number).into(),
            (&new.area_code).into(),
            town_code(&new.area_code).into(),
            (&new.head_name).into(),
            entry.id.into(),
            new.group_of_help().as_str().into(),
            new.lat.into(),
            new.lon.into(),
        ],
    )?;
    tally::homes(tx, county, &[id.into()])?;
    facts::write(tx, county, new)?;
    link(tx, county, entry, (home.id, id), "split")?;
    for mut member in members {
        let (member_id, heads) = (member.id, is_head(&member));
        if heads {
            roster::note_member(tx, county, &member, roster::RELATION, entry.id)?;
            HEAD.clone_into(&mut member.relation);
        }
        member::moved(tx, clerk, entry, member, id)?;
        if !heads {
            let doubt = (Doubt::Logic, "分户后请核对与户主关系");
            doubt::of_member(tx, clerk, id, member_id, doubt)?;
        }
    }
    let id = id.to_string();
    Ok(audit(
        tx,
        county,
        clerk.now,
        clerk.by,
        "household_made",
        &id,
    )?)
}

/// A number of the national system names one household.
fn number_is_free(reader: &mut Reader<'_>, county: CountyId, number: &str) -> Result<(), Stop> {
    if number.is_empty() {
        return Ok(());
    }
    let taken = reader.count(
        "select count(*) as n from household where county_id = $1 and number = $2",
        &[county.into(), number.into()],
    )?;
    if taken > 0 {
        return Err(unfit("number_taken", "new_number"));
    }
    Ok(())
}
