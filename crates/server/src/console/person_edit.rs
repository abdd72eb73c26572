//! A person is made, changed, ended, brought back; and his way into the console.

use axum::Json;
use axum::extract::{Path, State};
use domain::id::PersonId;
use protocol::row::{Role, RoleV1};
use serde_json::Value;

use super::person_page::read;
use super::session::Signed;
use super::views::{
    PersonEndForm, PersonFacts, PersonForm, PersonPage, PersonSignInForm, PersonSignInMade,
};
use crate::app::Shared;
use crate::bootstrap::{CODE_MS, SignIn};
use crate::db::Tx;
use crate::error::Error;
use crate::people::{self, sign_in};
use crate::problem::ledger::Clerk;
use crate::routes::extract;
use crate::{secret, words};

#[utoipa::path(post, path = "/v1/console/people", tag = "console", security(("console" = [])),
    request_body = PersonForm,
    responses((status = 200, body = PersonPage),
        (status = 400, description = "empty, too_long, malformed, not_a_phone, unknown_area, unknown_option, too_many"),
        (status = 403, description = "not_allowed")))]
pub async fn make(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<PersonForm>,
) -> Result<Json<PersonPage>, Error> {
    let wanted = facts(form.wanted)?;
    let id = PersonId::from_uuid(secret::id(app.now())?);
    write(app, signed, id, move |tx, clerk| {
        people::save(tx, clerk, id, None, wanted)
    })
    .await
}

#[utoipa::path(post, path = "/v1/console/people/{id}", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = PersonForm,
    responses((status = 200, body = PersonPage),
        (status = 400, description = "empty, too_long, malformed, not_a_phone, unknown_area, unknown_option, too_many"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale, person_ended, last_administrator")))]
pub async fn change(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<PersonForm>,
) -> Result<Json<PersonPage>, Error> {
    let wanted = facts(form.wanted)?;
    let seen = facts(form.seen.ok_or_else(|| Error::bad("empty", "seen"))?)?;
    let id = person(&id)?;
    write(app, signed, id, move |tx, clerk| {
        people::load(tx, clerk.county, id)?.ok_or_else(Error::not_found)?;
        people::save(tx, clerk, id, Some(seen), wanted)
    })
    .await
}

#[utoipa::path(post, path = "/v1/console/people/{id}/end", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = PersonEndForm,
    responses((status = 200, body = PersonPage),
        (status = 400, description = "reason_needed, too_long, malformed"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "has_open_work, last_administrator, person_ended")))]
pub async fn end(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<PersonEndForm>,
) -> Result<Json<PersonPage>, Error> {
    let reason = words::reason(&form.reason)?;
    let id = person(&id)?;
    write(app, signed, id, move |tx, clerk| {
        people::end(tx, clerk, id, &reason)
    })
    .await
}

#[utoipa::path(post, path = "/v1/console/people/{id}/bring-back", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = PersonPage), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found"), (status = 409, description = "stale")))]
pub async fn bring_back(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<PersonPage>, Error> {
    let id = person(&id)?;
    write(app, signed, id, move |tx, clerk| {
        people::bring_back(tx, clerk, id)
    })
    .await
}

#[utoipa::path(post, path = "/v1/console/people/{id}/sign-in", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = PersonSignInForm,
    responses((status = 200, body = PersonSignInMade),
        (status = 400, description = "empty, too_long, malformed, login_taken"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found")))]
pub async fn set_sign_in(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<PersonSignInForm>,
) -> Result<Json<PersonSignInMade>, Error> {
    signed.needs_administrator()?;
    let until_ms = app.now() + CODE_MS;
    let wanted = sign_in::Wanted {
        person: person(&id)?,
        login: sign_in::login(&form.login)?,
        password: secret::code()?.to_lowercase(),
        until_ms: Some(until_ms),
        keeps_totp: true,
    };
    let SignIn {
        login,
        password,
        totp_secret,
        otpauth,
        ..
    } = sign_in::set(&app, wanted, Some(signed.person)).await?;
    Ok(Json(PersonSignInMade {
        login,
        password: Some(password),
        until_ms: Some(until_ms),
        totp_secret,
        otpauth,
    }))
}

#[utoipa::path(post, path = "/v1/console/people/{id}/totp", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = PersonSignInMade), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn reset_totp(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<PersonSignInMade>, Error> {
    signed.needs_administrator()?;
    let id = person(&id)?;
    let (county, now) = (app.county.id, app.now());
    let made = app
        .db
        .write(move |tx| {
            let by = (signed.person, now);
            let (secret, otpauth) = sign_in::reset_totp(tx, county, id, by)?;
            let row = tx.first(
                "select login from person where county_id = $1 and person_id = $2",
                &[county.into(), id.into()],
            )?;
            let login = row.ok_or_else(Error::not_found)?.text("login")?;
            Ok::<_, Error>(PersonSignInMade {
                login,
                password: None,
                until_ms: None,
                totp_secret: Some(secret),
                otpauth: Some(otpauth),
            })
        })
        .await?;
    Ok(Json(made))
}

#[utoipa::path(post, path = "/v1/console/people/{id}/sign-in/remove", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = PersonPage), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found"),
        (status = 409, description = "last_administrator")))]
pub async fn remove_sign_in(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<PersonPage>, Error> {
    let id = person(&id)?;
    write(app, signed, id, move |tx, clerk| {
        people::close_console(tx, clerk, id)
    })
    .await
}

pub(super) fn person(id: &str) -> Result<PersonId, Error> {
    id.parse().map_err(|_| Error::not_found())
}

fn facts(typed: PersonFacts) -> Result<people::Facts, Error> {
    let PersonFacts {
        name,
        unit,
        phone,
        roles,
    } = typed;
    let roles = roles.into_iter().enumerate().map(|(place, one)| {
        match serde_json::from_value(Value::String(one.role)) {
            Ok(Role::Unknown) | Err(_) => {
                Err(Error::bad("unknown_option", format!("roles[{place}]")))
            }
            Ok(role) => Ok(RoleV1 {
                role,
                area: one.area,
            }),
        }
    });
    Ok(people::Facts {
        name,
        unit,
        phone,
        roles: roles.collect::<Result<_, Error>>()?,
    })
}

/// Does it in one transaction as an administrator, and answers the page as it stands then.
pub(super) async fn write<F>(
    app: Shared,
    signed: Signed,
    id: PersonId,
    work: F,
) -> Result<Json<PersonPage>, Error>
where
    F: FnOnce(&mut Tx<'_>, Clerk) -> Result<(), Error> + Send + 'static,
{
    signed.needs_administrator()?;
    let (county, now) = (app.county.clone(), app.now());
    let page = app
        .db
        .write(move |tx| {
            work(tx, signed.clerk(county.id, now))?;
            read(tx, &county, &signed, id, now)
        })
        .await?;
    Ok(Json(page))
}
