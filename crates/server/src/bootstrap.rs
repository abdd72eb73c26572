//! The first people and phones of a county, from the command line, a demonstration or a test.

use domain::id::PersonId;
use protocol::row::{PersonV1, Role, RoleV1};

use crate::Opened;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::people::sign_in;
use crate::{feed, params, secret};

/// A one-time code is good for three days: from a meeting in town to a village.
pub(crate) const CODE_MS: i64 = 72 * 60 * 60 * 1000;

/// A new way to sign in to the console. Shown once; the county keeps only hashes of it.
pub struct SignIn {
    pub person_id: PersonId,
    pub login: String,
    pub password: String,
    /// Base32, for an authenticator; absent for those who need none.
    pub totp_secret: Option<String>,
    /// `otpauth://…`, for a QR code.
    pub otpauth: Option<String>,
}

/// A new one-time code for a phone.
pub struct Enrolment {
    pub code: String,
    pub expires_ms: i64,
}

/// Makes an administrator of the whole county, who is county staff as well. A login that is
/// taken gets a new password and authenticator.
///
/// # Errors
/// When the database failed.
pub async fn create_admin(county: &Opened, login: &str, name: &str) -> Result<SignIn, Error> {
    let app = &county.0;
    let (id, code, now) = (app.county.id, app.county.code.clone(), app.now());
    let (login, name) = (login.to_owned(), name.to_owned());
    let taken = login.clone();
    let person_id = app
        .db
        .write(move |tx| {
            let found = tx.first(
                "select person_id from person where county_id = $1 and login = $2",
                &[id.into(), (&taken).into()],
            )?;
            let person_id = match found {
                Some(row) => row.id("person_id")?,
                None => PersonId::from_uuid(secret::id(now)?),
            };
            tx.execute(
                "insert into person (county_id, person_id, name, unit, login)
                 values ($1, $2, $3, '', $4)
                 on conflict (county_id, person_id) do update set name = excluded.name",
                &[id.into(), person_id.into(), (&name).into(), (&taken).into()],
            )?;
            let mut roles = Vec::new();
            for (role, text) in [
                (Role::Administrator, "administrator"),
                (Role::County, "county"),
            ] {
                tx.execute(
                    "insert into role (county_id, person_id, role, area)
                     values ($1, $2, $3, $4) on conflict do nothing",
                    &[id.into(), person_id.into(), text.into(), (&code).into()],
                )?;
                roles.push(RoleV1 {
                    role,
                    area: code.clone(),
                });
            }
            let body = PersonV1 {
                id: person_id,
                name,
                unit: String::new(),
                phone: None,
                roles,
            };
            feed::put(
                tx,
                id,
                protocol::row::kind::PERSON,
                &person_id.to_string(),
                &body,
            )?;
            feed::publish_to_person(tx, id, person_id)?;
            Ok::<_, Error>(person_id)
        })
        .await?;
    set_sign_in(county, person_id, &login).await
}

/// Gives a person a login with a random password, and an authenticator if the roles ask for
/// one (county staff and administrators).
///
/// # Errors
/// When there is no such person, or the database failed.
pub async fn set_sign_in(
    county: &Opened,
    person_id: PersonId,
    login: &str,
) -> Result<SignIn, Error> {
    let password = secret::code()?.to_lowercase();
    set_password(county, person_id, login, &password).await
}

/// Gives a made-up county the parameters that every real one sets for itself.
///
/// # Errors
/// When the database failed.
pub async fn demonstrate(county: &Opened) -> Result<(), Error> {
    let app = &county.0;
    let (id, live, now) = (app.county.id, app.county.live(), app.now());
    app.db
        .write(move |tx| {
            params::demonstrate(tx, id)?;
            params::tell(tx, id, &live, now)
        })
        .await
}

/// Like [`set_sign_in`] with a password chosen by a person.
///
/// # Errors
/// When there is no such person, or the database failed.
pub async fn set_password(
    county: &Opened,
    person_id: PersonId,
    login: &str,
    password: &str,
) -> Result<SignIn, Error> {
    let wanted = sign_in::Wanted {
        person: person_id,
        login: login.to_owned(),
        password: password.to_owned(),
        until_ms: None,
        keeps_totp: false,
    };
    sign_in::set(&county.0, wanted, None).await
}

/// Whether a person's roles ask for a second factor.
pub(crate) fn needs_totp(
    reader: &mut Reader<'_>,
    county: domain::CountyId,
    person: PersonId,
) -> Result<bool, Error> {
    let roles = reader.count(
        "select count(*) as n from role where county_id = $1 and person_id = $2
         and role in ('county', 'administrator')",
        &[county.into(), person.into()],
    )?;
    Ok(roles > 0)
}

/// The six digits an authenticator shows for a secret, for demonstrations and tests.
///
/// # Errors
/// When the secret is not base32.
pub fn totp_code(secret: &str, now_ms: i64) -> Result<String, Error> {
    let wrong = || Error::Stored {
        what: "an authenticator secret",
    };
    let secret = totp_rs::Secret::try_from_base32(secret).map_err(|_| wrong())?;
    let totp = totp_rs::Builder::new()
        .with_secret(secret)
        .build()
        .map_err(|_| wrong())?;
    let seconds = u64::try_from(now_ms / 1000).unwrap_or(0);
    Ok(totp.generate(seconds).to_string())
}

/// Issues a one-time code for a person's phone.
///
/// # Errors
/// When there is no such person, or the database failed.
pub async fn issue_enrolment(county: &Opened, person_id: PersonId) -> Result<Enrolment, Error> {
    let app = &county.0;
    let (id, now) = (app.county.id, app.now());
    app.db
        .write(move |tx| add_enrolment(tx, id, person_id, None, CODE_MS, now))
        .await
}

pub(crate) fn add_enrolment(
    tx: &mut Tx<'_>,
    county: domain::CountyId,
    person: PersonId,
    by: Option<PersonId>,
    good_for_ms: i64,
    now: i64,
) -> Result<Enrolment, Error> {
    let known = tx.count(
        "select count(*) as n from person
         where county_id = $1 and person_id = $2 and ended_on is null",
        &[county.into(), person.into()],
    )?;
    if known == 0 {
        return Err(Error::not_found());
    }
    let code = secret::code()?;
    let expires_ms = now + good_for_ms;
    let hash = secret::hash(&secret::plain_code(&code));
    tx.execute(
        "insert into enrolment (county_id, code_hash, person_id, made_ms, expires_ms)
         values ($1, $2, $3, $4, $5)",
        &[
            county.into(),
            hash.into(),
            person.into(),
            now.into(),
            expires_ms.into(),
        ],
    )?;
    audit(tx, county, now, by, "enrolment_issued", &person.to_string())?;
    Ok(Enrolment { code, expires_ms })
}

/// Takes roster lines, as `POST /v1/console/roster` does, without a session.
///
/// # Errors
/// When the database failed; a bad line is refused alone.
pub async fn import_roster(
    county: &Opened,
    lines: impl AsRef<[u8]>,
) -> Result<protocol::roster::RosterReply, Error> {
    crate::roster::import(&county.0, lines.as_ref(), None).await
}

/// Makes another key that bundles are sealed to. Those sealed to earlier ones still open.
///
/// # Errors
/// When the database failed.
pub async fn replace_bundle_key(county: &Opened) -> Result<(), Error> {
    let app = &county.0;
    let (county, now) = (app.county.clone(), app.now());
    app.db
        .write(move |tx| crate::bundles::key::replace(tx, county.id, &county.live(), now))
        .await
}

/// Revokes a phone at once: it may hand in what it holds, and sees nothing more.
///
/// # Errors
/// When the database failed.
pub async fn revoke_device(county: &Opened, device: domain::DeviceId) -> Result<(), Error> {
    let app = &county.0;
    let (id, now) = (app.county.id, app.now());
    app.db
        .write(move |tx| revoke(tx, id, device, None, "", now).map(drop))
        .await
}

/// Revokes a phone, once: who did it first, when and why stays. Says whether it is known.
pub(crate) fn revoke(
    tx: &mut Tx<'_>,
    county: domain::CountyId,
    device: domain::DeviceId,
    by: Option<PersonId>,
    reason: &str,
    now: i64,
) -> Result<bool, Error> {
    let revoked = tx.execute(
        "update device set revoked_ms = $3, revoked_reason = $4, revoked_by = $5
         where county_id = $1 and device_id = $2 and revoked_ms is null",
        &[
            county.into(),
            device.into(),
            now.into(),
            reason.into(),
            by.into(),
        ],
    )?;
    if revoked > 0 {
        audit(tx, county, now, by, "device_revoked", &device.to_string())?;
        return Ok(true);
    }
    let known = tx.count(
        "select count(*) as n from device where county_id = $1 and device_id = $2",
        &[county.into(), device.into()],
    )?;
    Ok(known > 0)
}
