//! What is kept beside rows so that campaigns can count, for rows from before it was.

use domain::id::CountyId;
use protocol::row::{HouseholdV1, MemberV1};
use serde::Deserialize;

use crate::db::Tx;
use crate::error::Error;

/// Rows at a time: visits are read whole.
const ROWS: usize = 200;

/// All that is asked of a sealed visit.
#[derive(Deserialize)]
struct Sealed {
    profile: String,
}

/// Fills in what rows from before lack. Nothing the next time.
pub(crate) fn catch_up(tx: &mut Tx<'_>, county: CountyId) -> Result<(), Error> {
    while households(tx, county)? == ROWS {}
    while visits(tx, county)? == ROWS {}
    Ok(())
}

/// Groups of households and who of their members is there; how many households.
fn households(tx: &mut Tx<'_>, county: CountyId) -> Result<usize, Error> {
    let rows = tx.query(
        &format!(
            "select h.household_id, r.body from household h
             left join record r on r.county_id = h.county_id and r.kind = 'household'
                 and r.record_id = h.household_id
             where h.county_id = $1 and h.home_group is null limit {ROWS}"
        ),
        &[county.into()],
    )?;
    let (mut groups, mut ids) = (
        Vec::with_capacity(rows.len()),
        Vec::with_capacity(rows.len()),
    );
    for row in &rows {
        let body = row.optional_text("body")?;
        let home = body.and_then(|body| serde_json::from_str::<HouseholdV1>(&body).ok());
        let group = home
            .as_ref()
            .map_or("general", |home| home.group_of_help().as_str());
        let ended = home.and_then(|home| home.ended_on);
        let id = row.text("household_id")?;
        ids.push((&id).into());
        groups.push(vec![id.into(), group.into(), ended.into()]);
    }
    let members = tx.query_many(
        "select m.member_id, r.body from member m
         join record r on r.county_id = m.county_id and r.kind = 'member'
             and r.record_id = m.member_id
         where m.county_id = $1 and m.household_id in ($many)",
        &[county.into()],
        &ids,
    )?;
    let mut gone = Vec::new();
    for row in &members {
        let member: MemberV1 = row.json("body")?;
        if !member.active {
            gone.push(vec![row.text("member_id")?.into()]);
        }
    }
    tx.update_many(
        "update household set home_group = v.column2, ended_on = coalesce(ended_on, v.column3)
         from $rows as v where county_id = $1 and household_id = v.column1",
        &[county.into()],
        &["text", "text", "text"],
        groups,
    )?;
    tx.update_many(
        "update member set active = 0
         from $rows as v where county_id = $1 and member_id = v.column1",
        &[county.into()],
        &["text"],
        gone,
    )?;
    Ok(rows.len())
}

/// Profiles of visits; how many visits.
fn visits(tx: &mut Tx<'_>, county: CountyId) -> Result<usize, Error> {
    let rows = tx.query(
        &format!(
            "select v.visit_id, c.edit from visit v
             left join visit_revision r on r.county_id = v.county_id and r.visit_id = v.visit_id
                 and r.revision = v.revision
             left join change c on c.county_id = r.county_id and c.change_id = r.change_id
             where v.county_id = $1 and v.profile is null limit {ROWS}"
        ),
        &[county.into()],
    )?;
    let mut profiles = Vec::with_capacity(rows.len());
    for row in &rows {
        let sealed = row.bytes("edit").ok();
        let sealed = sealed.and_then(|edit| serde_json::from_slice::<Sealed>(&edit).ok());
        // One that cannot be read fulfils nothing.
        let profile = sealed.map(|sealed| sealed.profile).unwrap_or_default();
        profiles.push(vec![row.text("visit_id")?.into(), profile.into()]);
    }
    tx.update_many(
        "update visit set profile = v.column2
         from $rows as v where county_id = $1 and visit_id = v.column1",
        &[county.into()],
        &["text", "text"],
        profiles,
    )?;
    Ok(rows.len())
}
