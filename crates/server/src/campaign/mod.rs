//! Campaigns 专项行动 (DOMAIN §1 S2/S3, §3 campaign): visits of many households by a day.
//!
//! The county makes one and every phone hears of it. On its first day the households it concerns
//! are written down ([`start`]); who of them was visited is counted when somebody looks
//! (`console::campaign_coverage`) and stored nowhere.

pub(crate) mod fill;
pub(crate) mod plan;
pub(crate) mod start;

use domain::campaign::Scope;
use domain::checklist::builtin;
use domain::id::{CampaignId, CountyId, HouseholdId};
use domain::time::{Date, parse_date};
use protocol::campaign::{CampaignV1, StageV1};
use protocol::row::kind;

use crate::clock::period_of;
use crate::db::{Reader, Row, Tx};
use crate::error::Error;
use crate::feed;

/// Digits of a town's code; a village's has twelve.
const TOWN_DIGITS: usize = 9;

/// Of no campaign that is made: every visit counts.
const EVERY_PROFILE: &str = "";

/// A campaign as the county keeps it.
#[derive(Clone)]
pub(crate) struct Current {
    pub told: CampaignV1,
    pub starts: Date,
    pub ends: Date,
    pub version: u32,
    pub made_ms: i64,
    /// When its households were written down.
    pub frozen_ms: Option<i64>,
    pub cancelled_ms: Option<i64>,
    pub cancel_reason: Option<String>,
}

/// Where a campaign stands: a function of its days and today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Upcoming,
    Running,
    Ended,
    Cancelled,
}

impl State {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Running => "running",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The columns of [`Current::from_row`].
pub(crate) const COLUMNS: &str =
    "c.campaign_id, c.title, c.starts, c.ends, c.profile, c.required_coverage, c.legal_basis,
    c.scope, c.stages, c.version, c.sequence, c.made_ms, c.frozen_ms, c.cancelled_ms,
    c.cancel_reason";

impl Current {
    pub(crate) fn from_row(row: &Row) -> Result<Self, Error> {
        let day = |text: &str| parse_date(text).ok_or(Error::Stored { what: "a campaign" });
        let (starts, ends) = (row.text("starts")?, row.text("ends")?);
        let cancelled_ms = row.optional_int("cancelled_ms")?;
        Ok(Self {
            starts: day(&starts)?,
            ends: day(&ends)?,
            version: row.count("version")?,
            made_ms: row.int("made_ms")?,
            frozen_ms: row.optional_int("frozen_ms")?,
            cancelled_ms,
            cancel_reason: row.optional_text("cancel_reason")?,
            told: CampaignV1 {
                id: row.id("campaign_id")?,
                title: row.text("title")?,
                starts,
                ends,
                scope: row.json::<Scope>("scope")?,
                profile: row.text("profile")?,
                required_coverage: row.count("required_coverage")?,
                stages: row.json::<Vec<StageV1>>("stages")?,
                legal_basis: row.text("legal_basis")?,
                cancelled: cancelled_ms.is_some(),
            },
        })
    }

    pub(crate) fn state(&self, today: Date) -> State {
        if self.cancelled_ms.is_some() {
            State::Cancelled
        } else if today < self.starts {
            State::Upcoming
        } else if today <= self.ends {
            State::Running
        } else {
            State::Ended
        }
    }

    /// Days counted as a campaign of everybody: reports count as campaigns do, by the same query.
    pub(crate) fn of_everybody(starts: Date, ends: Date) -> Self {
        Self {
            starts,
            ends,
            version: 0,
            made_ms: 0,
            frozen_ms: None,
            cancelled_ms: None,
            cancel_reason: None,
            told: CampaignV1 {
                id: CampaignId::from_uuid(uuid::Uuid::nil()),
                title: String::new(),
                starts: starts.to_string(),
                ends: ends.to_string(),
                scope: Scope::default(),
                profile: EVERY_PROFILE.to_owned(),
                required_coverage: 100,
                stages: Vec::new(),
                legal_basis: String::new(),
                cancelled: false,
            },
        }
    }

    /// Profiles of visits that fulfil it.
    pub(crate) fn profiles(&self) -> Vec<String> {
        let asked = self.told.profile.as_str();
        let codes = profiles()
            .filter(|code| asked == EVERY_PROFILE || domain::campaign::fulfils(asked, code));
        codes.map(str::to_owned).collect()
    }

    /// The half-years its days lie in: visits are found by them.
    pub(crate) fn periods(&self) -> Vec<String> {
        let (mut all, mut day) = (vec![period_of(self.starts)], self.starts);
        while let Ok(next) = day.tomorrow() {
            if next > self.ends {
                break;
            }
            day = next;
            // Half-years begin on first days only.
            if day.day() == 1 {
                let period = period_of(day);
                if all.last() != Some(&period) {
                    all.push(period);
                }
            }
        }
        all
    }
}

/// The profiles a campaign may ask for.
pub(crate) fn profiles() -> impl Iterator<Item = &'static str> {
    builtin().0.profiles.iter().map(|one| one.code.as_str())
}

/// A campaign by id.
pub(crate) fn find(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: CampaignId,
) -> Result<Option<Current>, Error> {
    let sql =
        format!("select {COLUMNS} from campaign c where c.county_id = $1 and c.campaign_id = $2");
    let row = reader.first(&sql, &[county.into(), id.into()])?;
    row.as_ref().map(Current::from_row).transpose()
}

/// Conditions on households `h`, the same that [`Scope::concerns`] asks; `add` takes a value and
/// answers its placeholder.
pub(crate) fn concerns(scope: &Scope, mut add: impl FnMut(&str) -> String) -> String {
    let mut sql = " and h.ended_on is null".to_owned();
    let mut list = |codes: &[&String]| {
        let places: Vec<String> = codes.iter().map(|code| add(code)).collect();
        places.join(", ")
    };
    if !scope.areas.is_empty() {
        let (towns, villages): (Vec<_>, Vec<_>) = scope
            .areas
            .iter()
            .partition(|code| code.len() == TOWN_DIGITS);
        let mut parts = Vec::new();
        if !towns.is_empty() {
            parts.push(format!("h.town_code in ({})", list(&towns)));
        }
        if !villages.is_empty() {
            parts.push(format!("h.area_code in ({})", list(&villages)));
        }
        sql.push_str(&format!(" and ({})", parts.join(" or ")));
    }
    if !scope.groups.is_empty() {
        let groups: Vec<&String> = scope.groups.iter().collect();
        sql.push_str(&format!(" and h.home_group in ({})", list(&groups)));
    }
    sql
}

/// The last day of the running campaign of this household that ends first: what is found is put
/// right by then (DOMAIN §2.2).
pub(crate) fn ends(
    reader: &mut Reader<'_>,
    county: CountyId,
    household: HouseholdId,
    today: Date,
) -> Result<Option<Date>, Error> {
    let row = reader.first(
        "select min(c.ends) as ends from campaign c
         join campaign_household h on h.county_id = c.county_id
             and h.campaign_id = c.campaign_id and h.household_id = $2
         where c.county_id = $1 and c.cancelled_ms is null and c.starts <= $3 and c.ends >= $3",
        &[county.into(), household.into(), today.to_string().into()],
    )?;
    let ends = match row {
        Some(row) => row.optional_text("ends")?,
        None => None,
    };
    Ok(ends.as_deref().and_then(parse_date))
}

/// Campaigns as phones were told of them, those that ended before a day left out.
pub(crate) fn told(
    reader: &mut Reader<'_>,
    county: CountyId,
    since: Date,
) -> Result<Vec<CampaignV1>, Error> {
    let rows = reader.query(
        "select r.body from campaign c
         join record r on r.county_id = c.county_id and r.kind = 'campaign'
             and r.record_id = c.campaign_id
         where c.county_id = $1 and c.cancelled_ms is null and c.ends >= $2",
        &[county.into(), since.to_string().into()],
    )?;
    rows.iter().map(|row| Ok(row.json("body")?)).collect()
}

/// Shows a campaign to everybody as it stands.
pub(crate) fn tell(tx: &mut Tx<'_>, county: CountyId, id: CampaignId) -> Result<(), Error> {
    let current = find(tx, county, id)?.ok_or_else(Error::not_found)?;
    let id = id.to_string();
    if feed::put(tx, county, kind::CAMPAIGN, &id, &current.told)? {
        feed::publish_to_everybody(tx, county, kind::CAMPAIGN, &id)?;
    }
    Ok(())
}
