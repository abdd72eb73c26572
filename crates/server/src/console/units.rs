//! What the responsible units of a town are called: roles are the checklist's, names the town's
//! own (DOMAIN §2.2).

use axum::Json;
use axum::extract::{Query, State};
use domain::checklist::builtin;
use domain::id::CountyId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::session::{Scope, Signed};
use super::views::{UnitForm, UnitList, UnitRow};
use super::{labels, problems};
use crate::app::Shared;
use crate::change::Stop;
use crate::county::audit;
use crate::db::Reader;
use crate::error::Error;
use crate::problem::words::text_ends;
use crate::problem::{follow, unit_name};
use crate::routes::extract;

#[derive(Deserialize, IntoParams)]
pub struct Asked {
    /// Nine digits.
    town: String,
}

#[utoipa::path(get, path = "/v1/console/units", tag = "console", security(("console" = [])),
    params(Asked), responses((status = 200, body = UnitList), (status = 404, description = "not_found")))]
pub async fn list(
    State(app): State<Shared>,
    signed: Signed,
    Query(asked): Query<Asked>,
) -> Result<Json<UnitList>, Error> {
    let county = app.county.id;
    let list = app
        .db
        .read(move |reader| read(reader, county, &signed, &asked.town))
        .await?;
    Ok(Json(list))
}

#[utoipa::path(post, path = "/v1/console/units", tag = "console", security(("console" = [])),
    request_body = UnitForm,
    responses((status = 200, body = UnitList), (status = 400, description = "unknown_option, too_long"),
        (status = 403, description = "not_allowed")))]
pub async fn set(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<UnitForm>,
) -> Result<Json<UnitList>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    if builtin().1.find("unit_role", &form.role).is_none() {
        return Err(Error::bad("unknown_option", "role"));
    }
    text_ends(Some(&form.name), "name").map_err(Stop::into_error)?;
    text_ends(Some(&form.contact), "contact").map_err(Stop::into_error)?;
    let list = app
        .db
        .write(move |tx| {
            // Whether there is such a town.
            read(tx, county, &signed, &form.town)?;
            let before = unit_name(tx, county, &form.town, &form.role)?;
            tx.execute(
                "insert into unit (county_id, town_code, role, name, contact)
                 values ($1, $2, $3, $4, $5)
                 on conflict (county_id, town_code, role)
                 do update set name = excluded.name, contact = excluded.contact",
                &[
                    county.into(),
                    (&form.town).into(),
                    (&form.role).into(),
                    form.name.trim().into(),
                    form.contact.trim().into(),
                ],
            )?;
            let at = (form.town.as_str(), form.role.as_str());
            follow::unit(tx, county, at, (&before, form.name.trim()))?;
            let what = format!("{} {}", form.town, form.role);
            audit(tx, county, now, Some(signed.person), "unit_named", &what)?;
            read(tx, county, &signed, &form.town)
        })
        .await?;
    Ok(Json(list))
}

fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    town: &str,
) -> Result<UnitList, Error> {
    let seen = match &signed.scope {
        Scope::County => true,
        Scope::Areas { towns, .. } => towns.iter().any(|own| own == town),
    };
    let known = reader.count(
        "select count(*) as n from area where county_id = $1 and code = $2 and length(code) = 9",
        &[county.into(), town.into()],
    )?;
    if !seen || known == 0 {
        return Err(Error::not_found());
    }
    let named = reader.query(
        "select role, name, contact from unit where county_id = $1 and town_code = $2",
        &[county.into(), town.into()],
    )?;
    let mut units: Vec<UnitRow> = problems::choices_of("unit_role")
        .into_iter()
        .map(|role| UnitRow {
            role,
            name: String::new(),
            contact: String::new(),
        })
        .collect();
    for row in &named {
        let role = row.text("role")?;
        let (name, contact) = (row.text("name")?, row.text("contact")?);
        match units.iter_mut().find(|unit| unit.role.code == role) {
            Some(unit) => (unit.name, unit.contact) = (name, contact),
            // A role the list no longer holds keeps its name.
            None => units.push(UnitRow {
                role: labels::labelled("unit_role", &role),
                name,
                contact,
            }),
        }
    }
    Ok(UnitList {
        town: town.to_owned(),
        units,
    })
}
