//! The county makes, changes and cancels campaigns. Each of it reaches every phone.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::campaign::Scope;
use domain::id::{CampaignId, CountyId};
use domain::time::Timestamp;
use protocol::campaign::{CampaignV1, StageV1};

use super::campaigns::{known, read};
use super::query::Values;
use super::session::Signed;
use super::views::{
    CampaignCancelForm, CampaignForm, CampaignPage, CampaignScope, CampaignScopeForm,
    CampaignScopeTown,
};
use crate::app::Shared;
use crate::campaign::{self, Current, State as Standing, concerns, plan, start};
use crate::county::{audit, next_sequence};
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::routes::extract;
use crate::{secret, words};

#[utoipa::path(post, path = "/v1/console/campaigns/preview", tag = "console",
    security(("console" = [])), request_body = CampaignScopeForm,
    responses((status = 200, body = CampaignScope),
        (status = 400, description = "unknown_area, unknown_option, too_many"),
        (status = 403, description = "not_allowed")))]
pub async fn preview(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<CampaignScopeForm>,
) -> Result<Json<CampaignScope>, Error> {
    signed.needs_county()?;
    let county = app.county.id;
    let scope = app
        .db
        .read(move |reader| {
            let scope = Scope {
                areas: form.areas.clone(),
                groups: form.groups.clone(),
            };
            let scope = plan::scope(reader, county, scope)?;
            concerned(reader, county, &scope)
        })
        .await?;
    Ok(Json(scope))
}

/// Whom a scope concerns today.
fn concerned(
    reader: &mut Reader<'_>,
    county: CountyId,
    scope: &Scope,
) -> Result<CampaignScope, Error> {
    let mut values = Values::new(county);
    let conditions = concerns(scope, |code| values.add(code));
    let rows = reader.query(
        &format!(
            "select h.town_code, max(t.name) as name, count(*) as n from household h
             left join area t on t.county_id = h.county_id and t.code = h.town_code
             where h.county_id = $1{conditions} group by h.town_code order by h.town_code"
        ),
        values.all(),
    )?;
    let mut towns = Vec::with_capacity(rows.len());
    for row in &rows {
        let code = row.text("town_code")?;
        towns.push(CampaignScopeTown {
            name: row.optional_text("name")?.unwrap_or_else(|| code.clone()),
            households: row.count("n")?,
            code,
        });
    }
    Ok(CampaignScope {
        households: towns.iter().map(|town| town.households).sum(),
        towns,
    })
}

#[utoipa::path(post, path = "/v1/console/campaigns", tag = "console", security(("console" = [])),
    request_body = CampaignForm,
    responses((status = 200, body = CampaignPage),
        (status = 400, description = "missing, too_long, malformed, not_a_date, backwards, too_many_days, out_of_range, in_the_past, outside_dates, unknown_option, unknown_area, too_many, no_households"),
        (status = 403, description = "not_allowed")))]
pub async fn create(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<CampaignForm>,
) -> Result<Json<CampaignPage>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .write(move |tx| {
            let id = CampaignId::from_uuid(secret::id(now)?);
            let today = Timestamp::from_ms(now).shanghai_date();
            let asked = asked(&form, id);
            let plan = plan::check(tx, county, asked, today)?;
            if plan.ends < today.to_string() {
                return Err(Error::bad("in_the_past", "ends"));
            }
            some_household(tx, county, &plan)?;
            insert(tx, county, &signed, &plan, now)?;
            let what = id.to_string();
            let by = Some(signed.person);
            audit(tx, county, now, by, "campaign_made", &what)?;
            begin_and_tell(tx, county, id, now)?;
            read(tx, county, &signed, id, now)
        })
        .await?;
    Ok(Json(page))
}

/// The form as a plan.
fn asked(form: &CampaignForm, id: CampaignId) -> CampaignV1 {
    let stages = form.stages.iter().map(|stage| StageV1 {
        title: stage.title.clone(),
        ends: stage.ends.clone(),
    });
    CampaignV1 {
        id,
        title: form.title.clone(),
        starts: form.starts.clone(),
        ends: form.ends.clone(),
        scope: Scope {
            areas: form.areas.clone(),
            groups: form.groups.clone(),
        },
        profile: form.profile.clone(),
        required_coverage: form.required_coverage,
        stages: stages.collect(),
        legal_basis: form.legal_basis.clone(),
        cancelled: false,
    }
}

/// A campaign about nobody is a slip.
fn some_household(
    reader: &mut Reader<'_>,
    county: CountyId,
    plan: &CampaignV1,
) -> Result<(), Error> {
    if concerned(reader, county, &plan.scope)?.households == 0 {
        return Err(Error::bad("no_households", "areas"));
    }
    Ok(())
}

fn insert(
    tx: &mut Tx<'_>,
    county: CountyId,
    signed: &Signed,
    plan: &CampaignV1,
    now: i64,
) -> Result<(), Error> {
    let sequence = next_sequence(tx, county)?;
    tx.execute(
        "insert into campaign (county_id, campaign_id, title, starts, ends, profile,
             required_coverage, legal_basis, scope, stages, version, sequence, made_ms, made_by,
             changed_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13, $12)",
        &[
            county.into(),
            plan.id.into(),
            (&plan.title).into(),
            (&plan.starts).into(),
            (&plan.ends).into(),
            (&plan.profile).into(),
            plan.required_coverage.into(),
            (&plan.legal_basis).into(),
            json(&plan.scope)?.into(),
            json(&plan.stages)?.into(),
            sequence.into(),
            now.into(),
            signed.person.into(),
        ],
    )?;
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Stored { what: "a campaign" })
}

/// Begins it if its first day has come, and shows it to everybody.
fn begin_and_tell(
    tx: &mut Tx<'_>,
    county: CountyId,
    id: CampaignId,
    now: i64,
) -> Result<(), Error> {
    let current = campaign::find(tx, county, id)?.ok_or_else(Error::not_found)?;
    start::one(tx, county, &current, now)?;
    campaign::tell(tx, county, id)
}

/// The campaign as the form saw it.
fn seen(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: CampaignId,
    version: Option<u32>,
) -> Result<Current, Error> {
    let current = campaign::find(reader, county, id)?.ok_or_else(Error::not_found)?;
    if version != Some(current.version) {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    }
    if current.cancelled_ms.is_some() {
        return Err(Error::refused(StatusCode::CONFLICT, "campaign_cancelled"));
    }
    Ok(current)
}

#[utoipa::path(post, path = "/v1/console/campaigns/{id}/change", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = CampaignForm,
    responses((status = 200, body = CampaignPage),
        (status = 400, description = "those of a new campaign; begun at starts, areas, groups or profile"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale, campaign_cancelled")))]
pub async fn change(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<CampaignForm>,
) -> Result<Json<CampaignPage>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .write(move |tx| {
            let id = known(&id)?;
            let current = seen(tx, county, id, form.version)?;
            let today = Timestamp::from_ms(now).shanghai_date();
            let plan = plan::check(tx, county, asked(&form, id), today)?;
            if plan == current.told {
                return read(tx, county, &signed, id, now);
            }
            let begun = current.frozen_ms.is_some() || current.state(today) != Standing::Upcoming;
            if begun {
                keeps_what_began(&current.told, &plan)?;
            } else {
                some_household(tx, county, &plan)?;
            }
            // It may end today; what was to be done by yesterday nobody can be told any more.
            if plan.ends != current.told.ends && plan.ends < today.to_string() {
                return Err(Error::bad("in_the_past", "ends"));
            }
            update(tx, county, &plan, now)?;
            let (by, what) = (Some(signed.person), id.to_string());
            audit(tx, county, now, by, "campaign_changed", &what)?;
            begin_and_tell(tx, county, id, now)?;
            read(tx, county, &signed, id, now)
        })
        .await?;
    Ok(Json(page))
}

/// Of a campaign that has begun, neither whom it concerns nor what is asked of a visit changes:
/// its figures would be of another campaign.
fn keeps_what_began(told: &CampaignV1, plan: &CampaignV1) -> Result<(), Error> {
    let field = if plan.starts != told.starts {
        "starts"
    } else if plan.scope.areas != told.scope.areas {
        "areas"
    } else if plan.scope.groups != told.scope.groups {
        "groups"
    } else if plan.profile != told.profile {
        "profile"
    } else {
        return Ok(());
    };
    Err(Error::bad("begun", field))
}

fn update(tx: &mut Tx<'_>, county: CountyId, plan: &CampaignV1, now: i64) -> Result<(), Error> {
    tx.execute(
        "update campaign set title = $3, starts = $4, ends = $5, profile = $6,
             required_coverage = $7, legal_basis = $8, scope = $9, stages = $10,
             changed_ms = $11, version = version + 1
         where county_id = $1 and campaign_id = $2",
        &[
            county.into(),
            plan.id.into(),
            (&plan.title).into(),
            (&plan.starts).into(),
            (&plan.ends).into(),
            (&plan.profile).into(),
            plan.required_coverage.into(),
            (&plan.legal_basis).into(),
            json(&plan.scope)?.into(),
            json(&plan.stages)?.into(),
            now.into(),
        ],
    )?;
    Ok(())
}

#[utoipa::path(post, path = "/v1/console/campaigns/{id}/cancel", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = CampaignCancelForm,
    responses((status = 200, body = CampaignPage),
        (status = 400, description = "reason_needed, too_long, malformed"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale, campaign_cancelled")))]
pub async fn cancel(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<CampaignCancelForm>,
) -> Result<Json<CampaignPage>, Error> {
    signed.needs_county()?;
    let reason = words::reason(&form.reason)?;
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .write(move |tx| {
            let id = known(&id)?;
            seen(tx, county, id, Some(form.version))?;
            tx.execute(
                "update campaign set cancelled_ms = $3, cancelled_by = $4, cancel_reason = $5,
                     changed_ms = $3, version = version + 1
                 where county_id = $1 and campaign_id = $2",
                &[
                    county.into(),
                    id.into(),
                    now.into(),
                    signed.person.into(),
                    (&reason).into(),
                ],
            )?;
            let (by, what) = (Some(signed.person), id.to_string());
            audit(tx, county, now, by, "campaign_cancelled", &what)?;
            campaign::tell(tx, county, id)?;
            read(tx, county, &signed, id, now)
        })
        .await?;
    Ok(Json(page))
}
