//! How far a campaign is (DOMAIN §5.1 counting, §6 遍访进度): one query over its households and
//! the visits of its days, by village. Towns and the whole are sums of villages.

use std::collections::BTreeMap;

use domain::id::CountyId;
use domain::time::Date;

use super::query::Values;
use super::session::Signed;
use super::views::{CampaignCoverage, CampaignTown, CampaignVillage};
use crate::campaign::{Current, concerns};
use crate::change::town_code;
use crate::clock::day_begins_ms;
use crate::db::{Reader, Row};
use crate::error::Error;

/// The captain has approved these.
const APPROVED: &str = "('captain_approved', 'batched', 'county_accepted')";

/// What is counted as a visit `v` of a campaign: made at the dwelling, within its days, of a
/// profile that fulfils it, and not voided.
pub(crate) fn counts(campaign: &Current, values: &mut Values) -> String {
    let profiles = values.list(&campaign.profiles());
    let from = values.add(day_begins_ms(campaign.starts));
    let until = campaign.ends.tomorrow().unwrap_or(campaign.ends);
    let until = values.add(day_begins_ms(until));
    format!(
        "v.county_id = $1 and v.counts = 1 and v.state <> 'voided'
             and v.profile in ({profiles})
             and coalesce(v.trusted_ended_ms, v.ended_ms) >= {from}
             and coalesce(v.trusted_ended_ms, v.ended_ms) < {until}"
    )
}

/// The households visited, as a table `visited` for a `with`: each once, and whether a captain has
/// approved one of its visits.
///
/// The half-years name the part of [the index](../../../../migrations/server/0022_campaign.sql)
/// that is read; the days decide. The cast keeps SQLite, which has no statistics here, from walking
/// every visit there is in the order of households.
pub(crate) fn visited(campaign: &Current, values: &mut Values) -> String {
    let counts = counts(campaign, values);
    let periods = values.list(&campaign.periods());
    format!(
        "visited as (
             select cast(v.household_id as text) as household_id,
                 max(case when v.state in {APPROVED} then 1 else 0 end) as approved
             from visit v where {counts} and v.period in ({periods})
             group by cast(v.household_id as text))"
    )
}

/// The households of a campaign as `h`, with when they were added as `c.added_ms`: as written
/// down on its first day, or, before it, as they are now. Conditions follow.
pub(crate) fn households(campaign: &Current, values: &mut Values) -> String {
    if campaign.frozen_ms.is_none() {
        let scope = concerns(&campaign.told.scope, |code| values.add(code));
        return format!(
            "from (select cast(null as bigint) as added_ms) c
             cross join household h
             where h.county_id = $1{scope}"
        );
    }
    let id = values.add(campaign.told.id);
    format!(
        "from campaign_household c
         join household h on h.county_id = c.county_id and h.household_id = c.household_id
         where c.county_id = $1 and c.campaign_id = {id} and h.ended_on is null"
    )
}

/// Figures by village, as far as this person sees.
pub(crate) fn villages(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    campaign: &Current,
    today: Date,
) -> Result<BTreeMap<String, CampaignCoverage>, Error> {
    let mut values = Values::new(county);
    let visited = visited(campaign, &mut values);
    let homes = households(campaign, &mut values);
    let scope = signed.scope.clause("h", &mut values);
    // Counted by household first: two visits of one household are one.
    let sql = format!(
        "with {visited},
         home as (
             select h.area_code, h.household_id, c.added_ms,
                 (select count(*) from member m where m.county_id = h.county_id
                     and m.household_id = h.household_id and m.active = 1) as people
             {homes}{scope})
         select home.area_code,
             {} from home
         left join visited on visited.household_id = home.household_id
         group by home.area_code",
        [
            ("households", "home.added_ms is null", "1"),
            ("submitted", "home.added_ms is null and visited.household_id is not null", "1"),
            ("approved", "home.added_ms is null and visited.approved = 1", "1"),
            ("people", "home.added_ms is null", "home.people"),
            (
                "people_visited",
                "home.added_ms is null and visited.household_id is not null",
                "home.people",
            ),
            ("added", "home.added_ms is not null", "1"),
            (
                "added_submitted",
                "home.added_ms is not null and visited.household_id is not null",
                "1",
            ),
        ]
        .map(|(name, condition, what)| format!(
            "cast(coalesce(sum(case when {condition} then {what} else 0 end), 0) as bigint) as {name}"
        ))
        .join(",\n             ")
    );
    let over = campaign.cancelled_ms.is_none() && today > campaign.ends;
    let mut all = BTreeMap::new();
    for row in reader.query(&sql, values.all())? {
        all.insert(row.text("area_code")?, figures(&row, over)?);
    }
    Ok(all)
}

fn figures(row: &Row, over: bool) -> Result<CampaignCoverage, Error> {
    let mut figures = CampaignCoverage {
        households: row.count("households")?,
        submitted: row.count("submitted")?,
        approved: row.count("approved")?,
        people: row.count("people")?,
        people_visited: row.count("people_visited")?,
        added: row.count("added")?,
        added_submitted: row.count("added_submitted")?,
        ..CampaignCoverage::default()
    };
    complete(&mut figures);
    figures.overdue = if over { figures.not_visited } else { 0 };
    Ok(figures)
}

/// What follows from the counts.
fn complete(figures: &mut CampaignCoverage) {
    figures.not_visited = figures.households.saturating_sub(figures.submitted);
    let percent = u64::from(figures.submitted) * 100 / u64::from(figures.households.max(1));
    figures.percent = u32::try_from(percent).unwrap_or(100);
}

/// The sum of several areas.
pub(crate) fn total<'a>(all: impl Iterator<Item = &'a CampaignCoverage>) -> CampaignCoverage {
    let mut sum = CampaignCoverage::default();
    for part in all {
        sum.households += part.households;
        sum.submitted += part.submitted;
        sum.approved += part.approved;
        sum.overdue += part.overdue;
        sum.people += part.people;
        sum.people_visited += part.people_visited;
        sum.added += part.added;
        sum.added_submitted += part.added_submitted;
    }
    complete(&mut sum);
    sum
}

/// The same by town, with names and who is responsible.
pub(crate) fn towns(
    reader: &mut Reader<'_>,
    county: CountyId,
    villages: BTreeMap<String, CampaignCoverage>,
) -> Result<Vec<CampaignTown>, Error> {
    let names = pairs(
        reader,
        county,
        "select a.code as area, a.name from area a where a.county_id = $1",
    )?;
    let captains = pairs(
        reader,
        county,
        "select c.village_code as area, p.name from captaincy c
         join person p on p.county_id = c.county_id and p.person_id = c.person_id
         where c.county_id = $1
         union select r.area, p.name from role r
         join person p on p.county_id = r.county_id and p.person_id = r.person_id
         where r.county_id = $1 and r.role = 'town_captain'
         order by 1, 2",
    )?;
    let name = |code: &str| {
        let name = names.get(code).and_then(|names| names.first());
        name.cloned().unwrap_or_else(|| code.to_owned())
    };
    let responsible = |code: &str| captains.get(code).cloned().unwrap_or_default();
    let mut towns: Vec<CampaignTown> = Vec::new();
    for (code, coverage) in villages {
        let town = town_code(&code);
        if towns.last().is_none_or(|last| last.code != town) {
            towns.push(CampaignTown {
                name: name(town),
                responsible: responsible(town),
                coverage: CampaignCoverage::default(),
                villages: Vec::new(),
                code: town.to_owned(),
            });
        }
        if let Some(last) = towns.last_mut() {
            last.villages.push(CampaignVillage {
                name: name(&code),
                responsible: responsible(&code),
                coverage,
                code,
            });
        }
    }
    for town in &mut towns {
        town.coverage = total(town.villages.iter().map(|village| &village.coverage));
    }
    Ok(towns)
}

/// Names by area.
fn pairs(
    reader: &mut Reader<'_>,
    county: CountyId,
    sql: &str,
) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in reader.query(sql, &[county.into()])? {
        all.entry(row.text("area")?)
            .or_default()
            .push(row.text("name")?);
    }
    Ok(all)
}
