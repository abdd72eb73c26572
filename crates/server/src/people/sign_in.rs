//! How a person gets into the console: a login, a password, an authenticator where the roles ask
//! for one. The county keeps hashes; what is shown is shown once.

use argon2::Argon2;
use argon2::password_hash::PasswordHasher as _;
use domain::id::{CountyId, PersonId};

use crate::app::App;
use crate::bootstrap::{SignIn, needs_totp};
use crate::county::audit;
use crate::db::Tx;
use crate::error::Error;
use crate::secret;
use crate::words::in_an_address;

/// Characters in a login.
const MAX_LOGIN: usize = 50;
/// Characters in a password a person chooses himself. Length is what keeps guessing out.
const LEAST_PASSWORD: usize = 10;
/// More is no password, and hashing it would cost.
const MOST_PASSWORD: usize = 200;

/// A new way to sign in.
pub(crate) struct Wanted {
    pub person: PersonId,
    pub login: String,
    pub password: String,
    /// When a one-time password is over; absent for one that stays.
    pub until_ms: Option<i64>,
    /// Leaves the authenticator as it is, if there is one.
    pub keeps_totp: bool,
}

/// Sets a person's way to sign in. Whoever knew the old password is signed out with it.
///
/// # Errors
/// `login_taken`, `person_ended`, `not_found`, or that the database failed.
pub(crate) async fn set(app: &App, wanted: Wanted, by: Option<PersonId>) -> Result<SignIn, Error> {
    let (county, now) = (app.county.id, app.now());
    let Wanted {
        person,
        login,
        password,
        until_ms,
        keeps_totp,
    } = wanted;
    let hash = hash(password.clone()).await?;
    let secret = secret::random::<20>()?;
    let name = login.clone();
    let is_new = app
        .db
        .write(move |tx| {
            let taken = tx.count(
                "select count(*) as n from person
                 where county_id = $1 and login = $2 and person_id <> $3",
                &[county.into(), (&name).into(), person.into()],
            )?;
            if taken > 0 {
                return Err(Error::bad("login_taken", "login"));
            }
            let stands = tx.first(
                "select totp_secret from person
                 where county_id = $1 and person_id = $2 and ended_on is null",
                &[county.into(), person.into()],
            )?;
            let stands = stands.ok_or_else(Error::not_found)?;
            let needed = needs_totp(tx, county, person)?;
            let kept = stands.bytes("totp_secret").ok().filter(|_| keeps_totp);
            let is_new = needed && kept.is_none();
            let kept = match (needed, kept) {
                (false, _) => None,
                (true, Some(kept)) => Some(kept),
                (true, None) => Some(secret.to_vec()),
            };
            tx.execute(
                "update person set login = $3, password_hash = $4, password_until_ms = $5,
                     totp_secret = $6, totp_step = case when $7 = 1 then 0 else totp_step end
                 where county_id = $1 and person_id = $2",
                &[
                    county.into(),
                    person.into(),
                    name.into(),
                    hash.into(),
                    until_ms.into(),
                    kept.into(),
                    is_new.into(),
                ],
            )?;
            sign_out(tx, county, person)?;
            audit(tx, county, now, by, "sign_in_set", &person.to_string())?;
            Ok(is_new)
        })
        .await?;
    let totp_secret = is_new.then(|| base32(&secret));
    Ok(SignIn {
        person_id: person,
        otpauth: totp_secret.as_ref().map(|secret| otpauth(&login, secret)),
        totp_secret,
        login,
        password,
    })
}

/// A new authenticator in the place of a lost one; answers its secret and address.
///
/// # Errors
/// `not_found` for somebody without a login or whose roles ask for none.
pub(crate) fn reset_totp(
    tx: &mut Tx<'_>,
    county: CountyId,
    person: PersonId,
    (by, now): (PersonId, i64),
) -> Result<(String, String), Error> {
    let row = tx.first(
        "select login from person where county_id = $1 and person_id = $2
         and password_hash is not null and login is not null",
        &[county.into(), person.into()],
    )?;
    let login = row.ok_or_else(Error::not_found)?.text("login")?;
    if !needs_totp(tx, county, person)? {
        return Err(Error::not_found());
    }
    let secret = secret::random::<20>()?;
    tx.execute(
        "update person set totp_secret = $3, totp_step = 0
         where county_id = $1 and person_id = $2",
        &[county.into(), person.into(), secret.to_vec().into()],
    )?;
    sign_out(tx, county, person)?;
    audit(tx, county, now, Some(by), "totp_reset", &person.to_string())?;
    let secret = base32(&secret);
    let address = otpauth(&login, &secret);
    Ok((secret, address))
}

/// Takes a person's way into the console away.
///
/// # Errors
/// When the database failed.
pub(crate) fn take_away(tx: &mut Tx<'_>, county: CountyId, person: PersonId) -> Result<(), Error> {
    tx.execute(
        "update person set login = null, password_hash = null, password_until_ms = null,
             totp_secret = null, totp_step = 0
         where county_id = $1 and person_id = $2",
        &[county.into(), person.into()],
    )?;
    sign_out(tx, county, person)
}

/// Roles, by name and area, are others now: a session without a second factor must not grow into
/// one of the county's.
///
/// # Errors
/// When the database failed.
pub(crate) fn roles_changed(
    tx: &mut Tx<'_>,
    county: CountyId,
    person: PersonId,
    had: &[(String, String)],
    has: &[(String, String)],
) -> Result<(), Error> {
    let of_county = |roles: &[(String, String)]| {
        let mut names = roles.iter().map(|(role, _)| role.as_str());
        names.any(|role| matches!(role, "county" | "administrator"))
    };
    if of_county(has) && !of_county(had) {
        sign_out(tx, county, person)?;
    }
    Ok(())
}

/// Ends every session of a person.
///
/// # Errors
/// When the database failed.
fn sign_out(tx: &mut Tx<'_>, county: CountyId, person: PersonId) -> Result<(), Error> {
    tx.execute(
        "delete from console_session where county_id = $1 and person_id = $2",
        &[county.into(), person.into()],
    )?;
    Ok(())
}

/// A login as it is kept.
///
/// # Errors
/// `empty`, `too_long`, `malformed`, at `login`.
pub(crate) fn login(typed: &str) -> Result<String, Error> {
    let login = typed.trim();
    if login.is_empty() {
        return Err(Error::bad("empty", "login"));
    }
    if login.chars().count() > MAX_LOGIN {
        return Err(Error::bad("too_long", "login"));
    }
    if login
        .chars()
        .any(|one| one.is_whitespace() || one.is_control())
    {
        return Err(Error::bad("malformed", "login"));
    }
    Ok(login.to_owned())
}

/// Whether a person may choose this password in the place of `before`.
///
/// # Errors
/// `weak_password` at `new_password`.
pub(crate) fn fits(password: &str, before: &str) -> Result<(), Error> {
    let length = password.chars().count();
    if !(LEAST_PASSWORD..=MOST_PASSWORD).contains(&length) || password == before {
        return Err(Error::bad("weak_password", "new_password"));
    }
    Ok(())
}

/// How a password is kept.
///
/// # Errors
/// When hashing failed.
pub(crate) async fn hash(password: String) -> Result<String, Error> {
    let hashed = tokio::task::spawn_blocking(move || {
        let hash = Argon2::default().hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string())
            .map_err(|_| Error::Password)
    });
    hashed.await.map_err(|_| Error::Task)?
}

fn base32(secret: &[u8]) -> String {
    totp_rs::Secret::from(secret.to_vec()).to_base32()
}

/// For a QR code. A login may hold any letter that is no space: a `?` or `#` in it must not end the
/// name an authenticator shows.
fn otpauth(login: &str, secret: &str) -> String {
    let login = in_an_address(login);
    format!("otpauth://totp/Ruhu:{login}?secret={secret}&issuer=Ruhu")
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_authenticator_is_given_the_login_whole_whatever_is_in_it() {
        assert_eq!(
            super::otpauth("郭?a#b/c&d%e:f", "ABC"),
            "otpauth://totp/Ruhu:%E9%83%AD%3Fa%23b%2Fc%26d%25e%3Af?secret=ABC&issuer=Ruhu"
        );
        assert_eq!(
            super::otpauth("cai.team-1_x~", "ABC"),
            "otpauth://totp/Ruhu:cai.team-1_x~?secret=ABC&issuer=Ruhu"
        );
    }
}
