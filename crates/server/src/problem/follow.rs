//! What stands on problems and is decided elsewhere: the village of the household, the name of its
//! head, and what a unit is called.

use domain::id::{CountyId, HouseholdId, ProblemId};
use protocol::problem::ProblemStateV1;
use protocol::row::{HouseholdV1, kind};

use super::{refresh, unit_name};
use crate::change::town_code;
use crate::db::Tx;
use crate::error::Error;
use crate::facts;

/// A household moved to another village, or is called otherwise: its problems go with it, and are
/// shown to whoever may see them there.
pub(crate) fn household(
    tx: &mut Tx<'_>,
    county: CountyId,
    household: HouseholdId,
) -> Result<(), Error> {
    let id = household.to_string();
    let rows = tx.query(
        "select p.problem_id, p.area_code, p.unit_role, p.is_open, r.body from problem p
         left join record r on r.county_id = p.county_id and r.kind = $3
             and r.record_id = p.problem_id
         where p.county_id = $1 and p.household_id = $2 order by p.sequence",
        &[county.into(), (&id).into(), kind::PROBLEM.into()],
    )?;
    if rows.is_empty() {
        return Ok(());
    }
    let Some(home) = facts::load::<HouseholdV1>(tx, county, &id)? else {
        return Ok(());
    };
    for row in &rows {
        let problem: ProblemId = row.id("problem_id")?;
        let is_elsewhere = row.text("area_code")? != home.area_code;
        if is_elsewhere {
            let town = town_code(&home.area_code);
            let unit = unit_name(tx, county, town, &row.text("unit_role")?)?;
            // What nobody has been named for is the new town's unit's.
            tx.execute(
                "update problem set area_code = $3, town_code = $4,
                     unit = case when is_open = 1 and owner_id is null then $5 else unit end
                 where county_id = $1 and problem_id = $2",
                &[
                    county.into(),
                    problem.into(),
                    (&home.area_code).into(),
                    town.into(),
                    unit.into(),
                ],
            )?;
        }
        let shown: Option<ProblemStateV1> = row
            .optional_text("body")?
            .map(|_| row.json("body"))
            .transpose()?;
        let says = shown.map(|shown| (shown.head_name, shown.village, shown.group));
        let is = (&home.head_name, &home.village, &home.group);
        let is_told = says
            .as_ref()
            .is_some_and(|(head, village, group)| (head, village, group) == is);
        if is_elsewhere || !is_told {
            refresh(tx, county, problem)?;
        }
    }
    Ok(())
}

/// A unit has a new name: open problems it was named on by its role take it, those of the town it
/// helps with too, and phones hear of it.
pub(crate) fn unit(
    tx: &mut Tx<'_>,
    county: CountyId,
    (town, role): (&str, &str),
    (before, name): (&str, &str),
) -> Result<(), Error> {
    // Whoever assigned it to another unit said so by hand: that stays.
    let renamed = tx.query(
        "update problem set unit = $5 where county_id = $1 and town_code = $2 and unit_role = $3
             and is_open = 1 and unit <> $5 and (owner_id is null or unit = $4)
         returning problem_id",
        &[
            county.into(),
            town.into(),
            role.into(),
            before.into(),
            name.into(),
        ],
    )?;
    for row in &renamed {
        refresh(tx, county, row.id("problem_id")?)?;
    }
    cooperating(tx, county, Some(town), (before, name))
}

/// Whoever helps with open problems under one name (配合单位) helps under another from now on: in a
/// town, or everywhere. What is closed keeps the name of its day, and steps keep what was said.
pub(crate) fn cooperating(
    tx: &mut Tx<'_>,
    county: CountyId,
    town: Option<&str>,
    (before, name): (&str, &str),
) -> Result<(), Error> {
    if before.is_empty() || name.is_empty() || before == name {
        return Ok(());
    }
    let helped = tx.query(
        "select problem_id, unit, cooperating from problem
         where county_id = $1 and is_open = 1 and cooperating <> '[]'
             and town_code = coalesce($2, town_code) order by sequence",
        &[county.into(), town.into()],
    )?;
    for row in &helped {
        let mut units: Vec<String> = row.json("cooperating")?;
        let Some(at) = units.iter().position(|unit| unit == before) else {
            continue;
        };
        // Under its new name it may be there already, or responsible itself.
        if name == row.text("unit")? || units.iter().any(|unit| unit == name) {
            units.remove(at);
        } else if let Some(unit) = units.get_mut(at) {
            name.clone_into(unit);
        }
        let problem: ProblemId = row.id("problem_id")?;
        tx.execute(
            "update problem set cooperating = $3 where county_id = $1 and problem_id = $2",
            &[
                county.into(),
                problem.into(),
                serde_json::json!(units).to_string().into(),
            ],
        )?;
        refresh(tx, county, problem)?;
    }
    Ok(())
}
