//! Campaigns as lists and pages.

use axum::Json;
use axum::extract::{Path, Query, State};
use domain::checklist::builtin;
use domain::id::{CampaignId, CountyId};
use domain::time::{Date, Timestamp, days_between};

use super::campaign_coverage::{total, towns, villages};
use super::query::{self, Values};
use super::session::Signed;
use super::views::{
    CampaignArea, CampaignCoverage, CampaignList, CampaignPage, CampaignRow, CampaignStage,
    Labelled,
};
use crate::app::Shared;
use crate::campaign::{self, COLUMNS, Current, State as Standing, profiles};
use crate::db::Reader;
use crate::error::Error;
use crate::roster::area_name;

/// Where a list goes on.
#[derive(serde::Deserialize)]
pub struct After {
    after: Option<String>,
}

#[utoipa::path(get, path = "/v1/console/campaigns", tag = "console", security(("console" = [])),
    params(("after" = Option<String>, Query)),
    responses((status = 200, body = CampaignList)))]
pub async fn list(
    State(app): State<Shared>,
    signed: Signed,
    Query(After { after }): Query<After>,
) -> Result<Json<CampaignList>, Error> {
    let (county, today) = (app.county.id, Timestamp::from_ms(app.now()).shanghai_date());
    let list = app
        .db
        .read(move |reader| {
            let sql = format!("select {COLUMNS} from campaign c where c.county_id = $1");
            let values = Values::new(county);
            let page = query::page(reader, sql, values, "c", after.as_ref(), Current::from_row)?;
            let (found, next) = page;
            let mut campaigns = Vec::with_capacity(found.len());
            for campaign in &found {
                let villages = villages(reader, county, &signed, campaign, today)?;
                campaigns.push(row(campaign, total(villages.values()), today));
            }
            Ok::<_, Error>(CampaignList {
                campaigns,
                next,
                may_edit: signed.needs_county().is_ok(),
                profiles: offered(),
                today: today.to_string(),
            })
        })
        .await?;
    Ok(Json(list))
}

#[utoipa::path(get, path = "/v1/console/campaigns/{id}", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = CampaignPage), (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<CampaignPage>, Error> {
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .read(move |reader| read(reader, county, &signed, known(&id)?, now))
        .await?;
    Ok(Json(page))
}

/// The id in an address.
pub(super) fn known(id: &str) -> Result<CampaignId, Error> {
    id.parse().map_err(|_| Error::not_found())
}

fn row(campaign: &Current, coverage: CampaignCoverage, today: Date) -> CampaignRow {
    let state = campaign.state(today);
    let to = match state {
        Standing::Upcoming => Some(campaign.starts),
        Standing::Running => Some(campaign.ends),
        Standing::Ended | Standing::Cancelled => None,
    };
    CampaignRow {
        campaign_id: campaign.told.id.to_string(),
        title: campaign.told.title.clone(),
        starts: campaign.told.starts.clone(),
        ends: campaign.told.ends.clone(),
        state: state.as_str().to_owned(),
        days_left: to.map(|to| u32::try_from(days_between(today, to)).unwrap_or(0)),
        profile: profile(&campaign.told.profile),
        required_coverage: campaign.told.required_coverage,
        coverage,
    }
}

fn offered() -> Vec<Labelled> {
    profiles().map(profile).collect()
}

fn profile(code: &str) -> Labelled {
    let known = builtin().0.profiles.iter().find(|one| one.code == code);
    let zh = known.map_or_else(|| code.to_owned(), |one| one.zh.clone());
    let en = known.and_then(|one| one.en.clone());
    Labelled {
        code: code.to_owned(),
        en: en.unwrap_or_else(|| zh.clone()),
        zh,
    }
}

/// A campaign's page, as far as this person sees.
pub(super) fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    id: CampaignId,
    now: i64,
) -> Result<CampaignPage, Error> {
    let today = Timestamp::from_ms(now).shanghai_date();
    let campaign = campaign::find(reader, county, id)?.ok_or_else(Error::not_found)?;
    let by_village = villages(reader, county, signed, &campaign, today)?;
    let coverage = total(by_village.values());
    let mut areas = Vec::with_capacity(campaign.told.scope.areas.len());
    for code in &campaign.told.scope.areas {
        let mut name = area_name(reader, county, code)?;
        if let (true, Some(town)) = (code.len() > 9, code.get(..9)) {
            name = format!("{} {name}", area_name(reader, county, town)?);
        }
        areas.push(CampaignArea {
            code: code.clone(),
            name,
        });
    }
    let names = reader.first(
        "select m.name as made_by, x.name as cancelled_by from campaign c
         left join person m on m.county_id = c.county_id and m.person_id = c.made_by
         left join person x on x.county_id = c.county_id and x.person_id = c.cancelled_by
         where c.county_id = $1 and c.campaign_id = $2",
        &[county.into(), id.into()],
    )?;
    let names = names.ok_or_else(Error::not_found)?;
    let stages = campaign.told.stages.iter().map(|stage| CampaignStage {
        title: stage.title.clone(),
        ends: stage.ends.clone(),
    });
    Ok(CampaignPage {
        version: campaign.version,
        legal_basis: campaign.told.legal_basis.clone(),
        stages: stages.collect(),
        areas,
        groups: campaign.told.scope.groups.clone(),
        frozen_ms: campaign.frozen_ms,
        made_ms: campaign.made_ms,
        made_by: names.optional_text("made_by")?.unwrap_or_default(),
        cancelled_ms: campaign.cancelled_ms,
        cancelled_by: names.optional_text("cancelled_by")?,
        cancel_reason: campaign.cancel_reason.clone(),
        towns: towns(reader, county, by_village)?,
        may_edit: signed.needs_county().is_ok(),
        profiles: offered(),
        today: today.to_string(),
        campaign: row(&campaign, coverage, today),
    })
}
