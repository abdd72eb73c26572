//! Households of campaigns that have begun: visited, and approved.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::CountyId;

use super::counter::{CAMPAIGNS, Deltas, Part};
use super::{APPROVED, Received};
use crate::campaign::{COLUMNS, Current};
use crate::clock::day_begins_ms;
use crate::db::{Tx, Value};
use crate::error::Error;

/// Households at a time when a whole campaign is counted.
const ROWS: usize = 2000;

/// A campaign that has begun, and what counts as a visit of it.
struct Begun {
    id: String,
    from_ms: i64,
    until_ms: i64,
    profiles: Vec<String>,
}

impl Begun {
    fn of(campaign: &Current) -> Self {
        let after = campaign.ends.tomorrow().unwrap_or(campaign.ends);
        Self {
            id: campaign.told.id.to_string(),
            from_ms: day_begins_ms(campaign.starts),
            until_ms: day_begins_ms(after),
            profiles: campaign.profiles(),
        }
    }

    /// Whether a visit at the dwelling, of this profile and end, is one of the campaign.
    fn counts(&self, profile: &str, ended_ms: i64) -> bool {
        (self.from_ms..self.until_ms).contains(&ended_ms)
            && self.profiles.iter().any(|code| code == profile)
    }
}

fn begun(tx: &mut Tx<'_>, county: CountyId) -> Result<Vec<Begun>, Error> {
    let rows = tx.query(
        &format!(
            "select {COLUMNS} from campaign c where c.county_id = $1
                 and c.frozen_ms is not null and c.cancelled_ms is null"
        ),
        &[county.into()],
    )?;
    let each = rows
        .iter()
        .map(|row| Ok(Begun::of(&Current::from_row(row)?)));
    each.collect()
}

/// As what a household is counted in a campaign.
fn tallied(area: &str, added: i64, stage: i64) -> String {
    format!("{area} {added} {stage}")
}

fn count(deltas: &mut Deltas, campaign: &str, tallied: &str, n: i64) {
    let mut parts = tallied.split(' ');
    let area = parts.next().unwrap_or_default().to_owned();
    let mut number = || Part::Number(parts.next().and_then(|text| text.parse().ok()).unwrap_or(0));
    let key = vec![Part::from(campaign), number(), number()];
    deltas.add(&area, key, n);
}

/// Counts these households anew in every campaign that has begun.
pub(super) fn homes(tx: &mut Tx<'_>, county: CountyId, ids: &[Value]) -> Result<(), Error> {
    let campaigns = begun(tx, county)?;
    if campaigns.is_empty() {
        return Ok(());
    }
    let visits = tx.query_many(
        "select v.visit_id, v.household_id, v.profile, v.state,
             coalesce(v.trusted_ended_ms, v.ended_ms) as at_ms
         from visit v where v.county_id = $1 and v.household_id in ($many)
             and v.counts = 1 and v.state <> 'voided'",
        &[county.into()],
        ids,
    )?;
    for campaign in &campaigns {
        let mut stages: BTreeMap<String, i64> = BTreeMap::new();
        for visit in &visits {
            let profile = visit.optional_text("profile")?.unwrap_or_default();
            if campaign.counts(&profile, visit.int("at_ms")?) {
                let stage = stage(&visit.text("state")?);
                let known = stages.entry(visit.text("household_id")?).or_default();
                *known = stage.max(*known);
            }
        }
        let rows = tx.query_many(
            &format!("{ROWS_OF_CAMPAIGN} and c.household_id in ($many)"),
            &[county.into(), (&campaign.id).into()],
            ids,
        )?;
        move_all(tx, county, &campaign.id, &rows, |household, _| {
            stages.get(household).copied().unwrap_or(0)
        })?;
    }
    Ok(())
}

/// The rows of one campaign, whether their households are still there or not.
const ROWS_OF_CAMPAIGN: &str = "
    select c.household_id, c.tallied, h.area_code, h.ended_on,
        case when c.added_ms is null then 0 else 1 end as added
    from campaign_household c
    join household h on h.county_id = c.county_id and h.household_id = c.household_id
    where c.county_id = $1 and c.campaign_id = $2";

fn stage(state: &str) -> i64 {
    if APPROVED.contains(&state) { 2 } else { 1 }
}

/// Moves the households of one campaign to where they belong; `stage_of` hears the household and
/// as what it was counted.
fn move_all(
    tx: &mut Tx<'_>,
    county: CountyId,
    campaign: &str,
    rows: &[crate::db::Row],
    stage_of: impl Fn(&str, Option<&str>) -> i64,
) -> Result<(), Error> {
    let (mut deltas, mut moved) = (Deltas::default(), Vec::new());
    let mut seen = BTreeSet::new();
    for row in rows {
        let household = row.text("household_id")?;
        if !seen.insert(household.clone()) {
            continue;
        }
        let before = row.optional_text("tallied")?;
        let now = match row.optional_text("ended_on")? {
            Some(_) => None,
            None => {
                let stage = stage_of(&household, before.as_deref());
                Some(tallied(&row.text("area_code")?, row.int("added")?, stage))
            }
        };
        if before == now {
            continue;
        }
        for (key, n) in [(&before, -1), (&now, 1)] {
            if let Some(key) = key {
                count(&mut deltas, campaign, key, n);
            }
        }
        moved.push(vec![household.into(), now.into()]);
    }
    tx.update_many(
        "update campaign_household set tallied = v.column2
         from $rows as v where county_id = $1 and campaign_id = $2 and household_id = v.column1",
        &[county.into(), campaign.into()],
        &["text", "text"],
        moved,
    )?;
    deltas.store(tx, county, &CAMPAIGNS)
}

/// Counts what new visits add: a household not visited before is visited now, nothing else can
/// have changed.
pub(super) fn gained(tx: &mut Tx<'_>, county: CountyId, visits: &[&Received]) -> Result<(), Error> {
    if visits.is_empty() {
        return Ok(());
    }
    for campaign in begun(tx, county)? {
        let of_it = visits
            .iter()
            .filter(|visit| campaign.counts(&visit.profile, visit.ended_ms));
        let ids: Vec<Value> = of_it.map(|visit| visit.household_id.into()).collect();
        if ids.is_empty() {
            continue;
        }
        let rows = tx.query_many(
            &format!("{ROWS_OF_CAMPAIGN} and c.household_id in ($many)"),
            &[county.into(), (&campaign.id).into()],
            &ids,
        )?;
        move_all(tx, county, &campaign.id, &rows, |_, before| {
            let stage = before.and_then(|key| key.rsplit(' ').next()?.parse().ok());
            stage.unwrap_or(0).max(1)
        })?;
    }
    Ok(())
}

/// Counts the households of a campaign that nobody has counted yet: when it begins, when others
/// come into its scope.
///
/// # Errors
/// When the database failed.
pub(crate) fn written_down(
    tx: &mut Tx<'_>,
    county: CountyId,
    campaign: &Current,
) -> Result<(), Error> {
    let begun = Begun::of(campaign);
    let stages = visited(tx, county, campaign, &begun)?;
    let mut after = String::new();
    loop {
        let rows = tx.query(
            &format!(
                "{ROWS_OF_CAMPAIGN} and c.tallied is null and h.ended_on is null
                     and c.household_id > $3
                 order by c.household_id limit {ROWS}"
            ),
            &[county.into(), (&begun.id).into(), (&after).into()],
        )?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.text("household_id")?;
        move_all(tx, county, &begun.id, &rows, |household, _| {
            stages.get(household).copied().unwrap_or(0)
        })?;
    }
}

/// How far the households visited in a campaign are, by the half-years its days lie in.
fn visited(
    tx: &mut Tx<'_>,
    county: CountyId,
    campaign: &Current,
    begun: &Begun,
) -> Result<BTreeMap<String, i64>, Error> {
    let mut stages = BTreeMap::new();
    for period in campaign.periods() {
        // The cast keeps SQLite from walking all visits in the order of households.
        let rows = tx.query(
            "select cast(v.household_id as text) as household_id, v.profile, v.state,
                 count(*) as n
             from visit v where v.county_id = $1 and v.period = $2 and v.counts = 1
                 and v.state <> 'voided'
                 and coalesce(v.trusted_ended_ms, v.ended_ms) >= $3
                 and coalesce(v.trusted_ended_ms, v.ended_ms) < $4
             group by cast(v.household_id as text), v.profile, v.state",
            &[
                county.into(),
                period.into(),
                begun.from_ms.into(),
                begun.until_ms.into(),
            ],
        )?;
        for row in rows {
            let profile = row.optional_text("profile")?.unwrap_or_default();
            if begun.counts(&profile, begun.from_ms) {
                let stage = stage(&row.text("state")?);
                let known = stages.entry(row.text("household_id")?).or_insert(0);
                *known = stage.max(*known);
            }
        }
    }
    Ok(stages)
}
