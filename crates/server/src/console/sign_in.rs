//! Signing in and out.

use argon2::Argon2;
use argon2::password_hash::PasswordVerifier as _;
use axum::Json;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use domain::id::{CountyId, PersonId};

use super::session::{self, COOKIE, Signed};
use super::views::{ConsoleMe, SignInForm};
use crate::app::{App, Shared};
use crate::attempt;
use crate::bootstrap::needs_totp;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::people;
use crate::routes::extract;
use crate::secret;

/// A working day.
const SESSION_MS: i64 = 12 * 60 * 60 * 1000;
/// Wrong passwords for one login before it must wait.
const MAX_FAILURES: u32 = 8;
/// Argon2id of nothing anybody knows: checking it takes as long as checking a real one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
                      MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE";

/// What is stored about a login.
struct Stored {
    person: PersonId,
    hash: String,
    totp_secret: Option<Vec<u8>>,
    totp_step: i64,
    needs_totp: bool,
    /// When the password is over: it was made for him, and he is to choose his own.
    one_time_until_ms: Option<i64>,
}

#[utoipa::path(post, path = "/v1/console/sign-in", tag = "console", request_body = SignInForm,
    responses((status = 200, body = ConsoleMe), (status = 400, description = "weak_password"),
        (status = 401, description = "sign_in_refused"),
        (status = 409, description = "new_password_needed, password_expired"),
        (status = 429, description = "too_many_attempts")))]
pub async fn sign_in(
    State(app): State<Shared>,
    headers: HeaderMap,
    extract::Json(form): extract::Json<SignInForm>,
) -> Result<impl IntoResponse, Error> {
    session::needs_header(&headers)?;
    if let Some(own) = &form.new_password {
        // Said to anybody, so that it tells nothing of the password in force.
        people::sign_in::fits(own, &form.password)?;
    }
    let (county, now) = (app.county.id, app.now());
    let subject = secret::hash(&format!("sign-in {}", form.login.trim().to_lowercase()));
    let key = subject.clone();
    app.db
        .write(move |tx| attempt::begin(tx, county, &key, MAX_FAILURES, now))
        .await?;
    let login = form.login.trim().to_owned();
    let asked = login.clone();
    let checked = app
        .db
        .read(move |reader| stored(reader, county, &asked))
        .await?;
    let right = password_is_right(&app, checked.as_ref(), form.password.clone()).await?;
    let own = match form.new_password {
        Some(own) if right => Some(people::sign_in::hash(own).await?),
        _ => None,
    };
    let token = secret::token()?;
    let given = token.clone();
    let me = app
        .db
        .write(move |tx| {
            // Checking took a while. A password that was taken away or set anew meanwhile opens
            // nothing, and whoever came to need an authenticator needs one.
            let checked = checked.filter(|_| right).map(|checked| checked.hash);
            let stored = stored(tx, county, &login)?;
            let stored = stored.filter(|stored| checked.as_ref() == Some(&stored.hash));
            let step = stored
                .as_ref()
                .and_then(|stored| totp_step(stored, &form.totp, now));
            match (stored, step) {
                (Some(stored), Some(step)) => {
                    if let Some(until) = stored.one_time_until_ms {
                        take_own(tx, county, &stored, until, own, now)?;
                    }
                    open(tx, county, &stored, step, &given, now)?;
                    attempt::forget(tx, county, &subject)?;
                    describe(tx, county, stored.person)
                }
                _ => Err(refused()),
            }
        })
        .await?;
    let secure = if headers
        .get("x-forwarded-proto")
        .is_some_and(|proto| proto == "https")
    {
        "; Secure"
    } else {
        ""
    };
    let seconds = SESSION_MS / 1000;
    let cookie =
        format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Json(me)))
}

/// A one-time password opens the door once: for a password of one's own.
fn take_own(
    tx: &mut Tx<'_>,
    county: CountyId,
    stored: &Stored,
    until: i64,
    own: Option<String>,
    now: i64,
) -> Result<(), Error> {
    if until <= now {
        return Err(Error::refused(StatusCode::CONFLICT, "password_expired"));
    }
    let own = own.ok_or_else(|| Error::refused(StatusCode::CONFLICT, "new_password_needed"))?;
    let taken = tx.execute(
        "update person set password_hash = $4, password_until_ms = null
         where county_id = $1 and person_id = $2 and password_hash = $3",
        &[
            county.into(),
            stored.person.into(),
            (&stored.hash).into(),
            own.into(),
        ],
    )?;
    if taken == 0 {
        return Err(refused());
    }
    let person = stored.person;
    audit(
        tx,
        county,
        now,
        Some(person),
        "password_chosen",
        &person.to_string(),
    )
}

/// One answer whatever was wrong: it tells nobody which logins exist.
fn refused() -> Error {
    Error::refused(StatusCode::UNAUTHORIZED, "sign_in_refused")
}

fn stored(reader: &mut Reader<'_>, county: CountyId, login: &str) -> Result<Option<Stored>, Error> {
    let row = reader.first(
        "select person_id, password_hash, password_until_ms, totp_secret, totp_step from person
         where county_id = $1 and login = $2 and password_hash is not null",
        &[county.into(), login.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let person = row.id("person_id")?;
    if session::signed(reader, county, person)?.is_none() {
        return Ok(None);
    }
    Ok(Some(Stored {
        person,
        hash: row.text("password_hash")?,
        totp_secret: row.bytes("totp_secret").ok(),
        totp_step: row.int("totp_step")?,
        needs_totp: needs_totp(reader, county, person)?,
        one_time_until_ms: row.optional_int("password_until_ms")?,
    }))
}

async fn password_is_right(
    app: &App,
    stored: Option<&Stored>,
    password: String,
) -> Result<bool, Error> {
    let _turn = app.password_turn.acquire().await.map_err(|_| Error::Task)?;
    let known = stored.is_some();
    let hash = stored.map_or(NOBODY, |stored| &stored.hash).to_owned();
    let right = tokio::task::spawn_blocking(move || {
        Argon2::default()
            .verify_password(password.as_bytes(), hash.as_str())
            .is_ok()
    });
    Ok(right.await.map_err(|_| Error::Task)? && known)
}

/// The step a second factor is good for; a step already used is not.
fn totp_step(stored: &Stored, typed: &str, now: i64) -> Option<i64> {
    if !stored.needs_totp {
        return Some(stored.totp_step);
    }
    let secret = totp_rs::Secret::from(stored.totp_secret.clone()?);
    let totp = totp_rs::Builder::new().with_secret(secret).build().ok()?;
    let seconds = u64::try_from(now / 1000).ok()?;
    let step = i64::try_from(totp.check(typed.trim(), seconds)?).ok()?;
    (step > stored.totp_step).then_some(step)
}

fn open(
    tx: &mut Tx<'_>,
    county: CountyId,
    stored: &Stored,
    step: i64,
    token: &str,
    now: i64,
) -> Result<(), Error> {
    // Between reading and writing somebody else may have used the same code.
    let fresh = tx.execute(
        "update person set totp_step = $3
         where county_id = $1 and person_id = $2 and ($4 = 0 or totp_step < $3)",
        &[
            county.into(),
            stored.person.into(),
            step.into(),
            stored.needs_totp.into(),
        ],
    )?;
    if fresh == 0 {
        return Err(refused());
    }
    tx.execute(
        "delete from console_session where county_id = $1 and expires_ms <= $2",
        &[county.into(), now.into()],
    )?;
    tx.execute(
        "insert into console_session (county_id, token_hash, person_id, expires_ms)
         values ($1, $2, $3, $4)",
        &[
            county.into(),
            secret::hash(token).into(),
            stored.person.into(),
            (now + SESSION_MS).into(),
        ],
    )?;
    audit(tx, county, now, Some(stored.person), "signed_in", "")
}

fn describe(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
) -> Result<ConsoleMe, Error> {
    let signed = session::signed(reader, county, person)?.ok_or_else(Error::signed_out)?;
    let row = reader
        .first(
            "select p.name, p.unit, c.name as county from person p
             join county c on c.county_id = p.county_id
             where p.county_id = $1 and p.person_id = $2",
            &[county.into(), person.into()],
        )?
        .ok_or_else(Error::signed_out)?;
    Ok(ConsoleMe {
        person_id: person.to_string(),
        name: row.text("name")?,
        unit: row.text("unit")?,
        county: row.text("county")?,
        roles: signed.roles,
    })
}

#[utoipa::path(get, path = "/v1/console/me", tag = "console", security(("console" = [])),
    responses((status = 200, body = ConsoleMe), (status = 401, description = "signed_out")))]
pub async fn me(State(app): State<Shared>, signed: Signed) -> Result<Json<ConsoleMe>, Error> {
    let county = app.county.id;
    let me = app
        .db
        .read(move |reader| describe(reader, county, signed.person))
        .await?;
    Ok(Json(me))
}

#[utoipa::path(post, path = "/v1/console/sign-out", tag = "console", security(("console" = [])),
    responses((status = 204)))]
pub async fn sign_out(
    State(app): State<Shared>,
    headers: HeaderMap,
    signed: Signed,
) -> Result<impl IntoResponse, Error> {
    let (county, now) = (app.county.id, app.now());
    let hash = session::cookie(&headers)
        .map(secret::hash)
        .unwrap_or_default();
    app.db
        .write(move |tx| {
            tx.execute(
                "delete from console_session where county_id = $1 and token_hash = $2",
                &[county.into(), hash.into()],
            )?;
            audit(tx, county, now, Some(signed.person), "signed_out", "")
        })
        .await?;
    let gone = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, gone)])))
}
