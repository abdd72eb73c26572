//! Units that help villages 帮扶单位: looked for, written, ended, and people brought to them.

use axum::Json;
use axum::extract::{Path, State};
use domain::id::CountyId;
use domain::time::parse_date;

use super::helping_unit_rows::{page_of, rows};
use super::problems::choices_of;
use super::session::Signed;
use super::views::{
    HelpingUnitEndForm, HelpingUnitFacts, HelpingUnitForm, HelpingUnitKind, HelpingUnitList,
    HelpingUnitPage, HelpingUnitSearch, UnitLinkForm, UnitLinked, UnlistedUnit,
};
use crate::app::Shared;
use crate::db::Tx;
use crate::error::Error;
use crate::helping_unit::{self, Ending, Facts, Fate, Helped, is_enterprise, people};
use crate::problem::ledger::Clerk;
use crate::routes::extract;
use crate::{secret, words};

#[utoipa::path(post, path = "/v1/console/helping-units/search", tag = "console",
    security(("console" = [])), request_body = HelpingUnitSearch,
    responses((status = 200, body = HelpingUnitList), (status = 403, description = "not_allowed")))]
pub async fn search(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<HelpingUnitSearch>,
) -> Result<Json<HelpingUnitList>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let list = app
        .db
        .read(move |reader| {
            let (units, next, total) = rows(reader, county, &asked, now)?;
            let unlisted = people::unlisted(reader, county)?;
            let kinds = choices_of("unit_type").into_iter();
            Ok::<_, Error>(HelpingUnitList {
                units,
                next,
                total,
                unlisted: unlisted
                    .into_iter()
                    .map(|one| UnlistedUnit {
                        unit: one.unit,
                        people: one.people,
                    })
                    .collect(),
                levels: choices_of("unit_level"),
                kinds: kinds
                    .map(|kind| HelpingUnitKind {
                        enterprise: is_enterprise(&kind.code),
                        kind,
                    })
                    .collect(),
                classes: choices_of("enterprise_class_quota"),
                may_edit: signed.needs_administrator().is_ok(),
            })
        })
        .await?;
    Ok(Json(list))
}

#[utoipa::path(get, path = "/v1/console/helping-units/{id}", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = HelpingUnitPage), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<HelpingUnitPage>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let may_edit = signed.needs_administrator().is_ok();
    let page = app
        .db
        .read(move |reader| page_of(reader, county, &id, may_edit, now))
        .await?;
    Ok(Json(page))
}

#[utoipa::path(post, path = "/v1/console/helping-units", tag = "console",
    security(("console" = [])), request_body = HelpingUnitForm,
    responses((status = 200, body = HelpingUnitPage),
        (status = 400, description = "empty, too_long, malformed, unit_name_taken, unknown_option, not_an_enterprise, not_a_phone, unknown_area, not_a_date, before_the_start, repeated, too_many"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale, unit_ended")))]
pub async fn save(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<HelpingUnitForm>,
) -> Result<Json<HelpingUnitPage>, Error> {
    if form.seen.is_some() != form.helping_unit_id.is_some() {
        return Err(Error::bad("malformed", "seen"));
    }
    let id = match form.helping_unit_id {
        Some(id) => id,
        None => secret::id(app.now())?.to_string(),
    };
    let (seen, wanted) = (form.seen.map(facts), facts(form.wanted));
    let at = id.clone();
    write(app, signed, id, move |tx, clerk| {
        helping_unit::save(tx, clerk, &at, seen, wanted)
    })
    .await
}

#[utoipa::path(post, path = "/v1/console/helping-units/{id}/end", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = HelpingUnitEndForm,
    responses((status = 200, body = HelpingUnitPage),
        (status = 400, description = "not_a_date, date_too_far, reason_needed, people_undecided, villages_undecided, successor_needed, same_unit, unknown_unit, before_the_start, unknown_option"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale, unit_ended")))]
pub async fn end(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<HelpingUnitEndForm>,
) -> Result<Json<HelpingUnitPage>, Error> {
    let day = parse_date(form.day.trim()).ok_or_else(|| Error::bad("not_a_date", "day"))?;
    let how = Ending {
        day: day.to_string(),
        reason: words::reason(&form.reason)?,
        people: fate(form.people.as_deref(), "people")?,
        villages: fate(form.villages.as_deref(), "villages")?,
        successor: form.successor_id,
    };
    let (at, seen) = (id.clone(), facts(form.seen));
    write(app, signed, id, move |tx, clerk| {
        helping_unit::end(tx, clerk, &at, seen, &how)
    })
    .await
}

#[utoipa::path(post, path = "/v1/console/helping-units/{id}/link", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = UnitLinkForm,
    responses((status = 200, body = UnitLinked), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found"), (status = 409, description = "stale, unit_ended")))]
pub async fn link(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<UnitLinkForm>,
) -> Result<Json<UnitLinked>, Error> {
    signed.needs_administrator()?;
    let clerk = signed.clerk(app.county.id, app.now());
    let people = app
        .db
        .write(move |tx| people::link(tx, clerk, &id, &form.unit))
        .await?;
    Ok(Json(UnitLinked { people }))
}

fn fate(text: Option<&str>, field: &'static str) -> Result<Option<Fate>, Error> {
    match text {
        None => Ok(None),
        Some("moved") => Ok(Some(Fate::Moved)),
        Some("left") => Ok(Some(Fate::Left)),
        Some(_) => Err(Error::bad("unknown_option", field)),
    }
}

fn facts(typed: HelpingUnitFacts) -> Facts {
    let HelpingUnitFacts {
        name,
        level,
        kind,
        class,
        head_name,
        head_phone,
        villages,
    } = typed;
    let villages = villages.into_iter().map(|one| Helped {
        village_code: one.village_code,
        from: one.from,
        to: one.to,
    });
    Facts {
        name,
        level,
        kind,
        class,
        head_name,
        head_phone,
        villages: villages.collect(),
    }
}

/// Does it in one transaction as an administrator, and answers the page as it stands then.
async fn write<F>(
    app: Shared,
    signed: Signed,
    id: String,
    work: F,
) -> Result<Json<HelpingUnitPage>, Error>
where
    F: FnOnce(&mut Tx<'_>, Clerk) -> Result<(), Error> + Send + 'static,
{
    signed.needs_administrator()?;
    let (county, now): (CountyId, i64) = (app.county.id, app.now());
    let page = app
        .db
        .write(move |tx| {
            work(tx, signed.clerk(county, now))?;
            page_of(tx, county, &id, true, now)
        })
        .await?;
    Ok(Json(page))
}
