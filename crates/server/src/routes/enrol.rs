//! A phone becomes a device of the county, and gets short tokens afterwards.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::{CountyId, DeviceId, PersonId};
use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
use protocol::enrol::{EnrolReply, EnrolRequest, TokenReply, TokenRequest};

use super::extract;
use crate::app::Shared;
use crate::attempt;
use crate::county::{County, audit};
use crate::db::Tx;
use crate::error::Error;
use crate::secret;

/// Short enough that a lost phone's token is soon worthless, long enough for a round on 2G.
const TOKEN_MS: i64 = 60 * 60 * 1000;
/// Wrong codes from one address before it must wait.
const MAX_FAILURES: u32 = 20;
/// Characters in a device name or app version.
const MAX_NAME: usize = 100;
/// Characters in a nonce: 16 to 64 random bytes in base64.
const NONCE: std::ops::RangeInclusive<usize> = 16..=88;

#[utoipa::path(post, path = "/v1/enrol", tag = "phone",
    request_body(content = serde_json::Value, description = "protocol::enrol::EnrolRequest"),
    responses((status = 200, body = serde_json::Value, description = "protocol::enrol::EnrolReply"),
        (status = 403, description = "code_unknown, code_expired, code_used"),
        (status = 429, description = "too_many_attempts")))]
pub async fn enrol(
    State(app): State<Shared>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    extract::Json(request): extract::Json<EnrolRequest>,
) -> Result<Json<EnrolReply>, Error> {
    let key = device_key(&request.device_key)?;
    for (field, text) in [
        ("device_name", &request.device_name),
        ("app_version", &request.app_version),
    ] {
        if text.chars().count() > MAX_NAME {
            return Err(Error::bad("too_long", field));
        }
    }
    let (county, now) = (app.county.clone(), app.now());
    if request.county_id.is_some_and(|id| id != county.id) {
        return Err(Error::refused(StatusCode::CONFLICT, "another_county"));
    }
    let subject = secret::hash(&format!("enrol {}", address.ip()));
    let token = secret::token()?;
    let given = token.clone();
    let (device_id, person_id) = app
        .db
        .write(move |tx| {
            attempt::check(tx, county.id, &subject, MAX_FAILURES, now)?;
            // A wrong code is counted, so its refusal must not undo the count.
            let hash = secret::hash(&secret::plain_code(&request.code));
            match redeem(tx, county.id, &hash, &key, request.person_id, now)? {
                Ok((person, Some(device))) => {
                    add_token(tx, county.id, device, &given, now)?;
                    Ok::<_, Error>(Ok((device, person)))
                }
                Ok((person, None)) => {
                    let device = add_device(tx, county.id, person, &request, &key, now)?;
                    add_token(tx, county.id, device, &given, now)?;
                    audit(
                        tx,
                        county.id,
                        now,
                        Some(person),
                        "device_enrolled",
                        &device.to_string(),
                    )?;
                    Ok(Ok((device, person)))
                }
                // A right code in the wrong phone: no guess, and it stays good.
                Err("another_person") => {
                    Ok(Err(Error::refused(StatusCode::CONFLICT, "another_person")))
                }
                Err(code) => {
                    attempt::failed(tx, county.id, &subject, now)?;
                    Ok(Err(Error::refused(StatusCode::FORBIDDEN, code)))
                }
            }
        })
        .await??;
    let token = token_reply(&app.county, token, now);
    Ok(Json(EnrolReply {
        device_id,
        person_id,
        county: app.county.public(),
        token,
    }))
}

fn device_key(text: &str) -> Result<[u8; 32], Error> {
    let wrong = || Error::bad("bad_key", "device_key");
    let bytes: [u8; 32] = STANDARD
        .decode(text)
        .map_err(|_| wrong())?
        .try_into()
        .map_err(|_| wrong())?;
    VerifyingKey::from_bytes(&bytes).map_err(|_| wrong())?;
    Ok(bytes)
}

/// Uses a one-time code up: whose it is, and the device it made already if this same phone never
/// heard the answer. The inner result is the refusal.
fn redeem(
    tx: &mut Tx<'_>,
    county: CountyId,
    hash: &str,
    key: &[u8; 32],
    holder: Option<PersonId>,
    now: i64,
) -> Result<Result<(PersonId, Option<DeviceId>), &'static str>, Error> {
    let found = tx.first(
        "select person_id, expires_ms, used_ms from enrolment
         where county_id = $1 and code_hash = $2",
        &[county.into(), hash.into()],
    )?;
    let Some(row) = found else {
        return Ok(Err("code_unknown"));
    };
    let person = row.id("person_id")?;
    if holder.is_some_and(|holder| holder != person) {
        return Ok(Err("another_person"));
    }
    let is_expired = row.int("expires_ms")? <= now;
    if let Some(used_ms) = row.optional_int("used_ms")? {
        let made = made_by(tx, county, person, key, used_ms)?;
        return Ok(match made {
            Some(device) if !is_expired => Ok((person, Some(device))),
            _ => Err("code_used"),
        });
    }
    if is_expired {
        return Ok(Err("code_expired"));
    }
    tx.execute(
        "update enrolment set used_ms = $3 where county_id = $1 and code_hash = $2",
        &[county.into(), hash.into(), now.into()],
    )?;
    Ok(Ok((person, None)))
}

/// The device that a code made when it was used, if it has this key.
fn made_by(
    tx: &mut Tx<'_>,
    county: CountyId,
    person: PersonId,
    key: &[u8; 32],
    used_ms: i64,
) -> Result<Option<DeviceId>, Error> {
    let found = tx.first(
        "select device_id from device where county_id = $1 and person_id = $2
         and public_key = $3 and enrolled_ms = $4 and revoked_ms is null",
        &[
            county.into(),
            person.into(),
            key.as_slice().into(),
            used_ms.into(),
        ],
    )?;
    Ok(found.map(|row| row.id("device_id")).transpose()?)
}

fn add_device(
    tx: &mut Tx<'_>,
    county: CountyId,
    person: PersonId,
    request: &EnrolRequest,
    key: &[u8; 32],
    now: i64,
) -> Result<DeviceId, Error> {
    let device = DeviceId::from_uuid(secret::id(now)?);
    tx.execute(
        "insert into device (county_id, device_id, person_id, public_key, name, app_version,
             enrolled_ms, contact_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $7)",
        &[
            county.into(),
            device.into(),
            person.into(),
            key.as_slice().into(),
            (&request.device_name).into(),
            (&request.app_version).into(),
            now.into(),
        ],
    )?;
    Ok(device)
}

fn add_token(
    tx: &mut Tx<'_>,
    county: CountyId,
    device: DeviceId,
    token: &str,
    now: i64,
) -> Result<(), Error> {
    tx.execute(
        "delete from device_token where county_id = $1 and expires_ms <= $2",
        &[county.into(), now.into()],
    )?;
    tx.execute(
        "insert into device_token (county_id, token_hash, device_id, expires_ms)
         values ($1, $2, $3, $4)",
        &[
            county.into(),
            secret::hash(token).into(),
            device.into(),
            (now + TOKEN_MS).into(),
        ],
    )?;
    Ok(())
}

#[utoipa::path(post, path = "/v1/token", tag = "phone",
    request_body(content = serde_json::Value, description = "protocol::enrol::TokenRequest"),
    responses((status = 200, body = serde_json::Value, description = "protocol::enrol::TokenReply"),
        (status = 401, description = "bad_proof")))]
pub async fn token(
    State(app): State<Shared>,
    extract::Json(request): extract::Json<TokenRequest>,
) -> Result<Json<TokenReply>, Error> {
    if !NONCE.contains(&request.nonce.len()) {
        return Err(Error::bad("out_of_range", "nonce"));
    }
    let (county, now) = (app.county.id, app.now());
    // What is not a version is not told on.
    let app_version = request
        .app_version
        .clone()
        .filter(|version| version.chars().count() <= MAX_NAME && !version.contains('\0'));
    let token = secret::token()?;
    let given = token.clone();
    app.db
        .write(move |tx| {
            let refused = || Error::refused(StatusCode::UNAUTHORIZED, "bad_proof");
            // A revoked phone may still hand in what it holds, so it gets tokens too.
            let device = tx
                .first(
                    "select public_key from device where county_id = $1 and device_id = $2",
                    &[county.into(), request.device_id.into()],
                )?
                .ok_or_else(refused)?;
            if !proves(&request, &device.bytes("public_key")?) {
                return Err(refused());
            }
            let fresh = tx.execute(
                "insert into device_proof (county_id, device_id, nonce, at_ms)
                 values ($1, $2, $3, $4) on conflict do nothing",
                &[
                    county.into(),
                    request.device_id.into(),
                    (&request.nonce).into(),
                    now.into(),
                ],
            )?;
            if fresh == 0 {
                return Err(refused());
            }
            tx.execute(
                "update device set contact_ms = $3, app_version = coalesce($4, app_version)
                 where county_id = $1 and device_id = $2",
                &[
                    county.into(),
                    request.device_id.into(),
                    now.into(),
                    app_version.into(),
                ],
            )?;
            add_token(tx, county, request.device_id, &given, now)
        })
        .await?;
    Ok(Json(token_reply(&app.county, token, now)))
}

fn token_reply(county: &County, token: String, now: i64) -> TokenReply {
    TokenReply {
        token,
        expires_ms: now + TOKEN_MS,
        server_ms: now,
        server_version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        min_app_version: county.live().min_app_version.clone(),
    }
}

fn proves(request: &TokenRequest, key: &[u8]) -> bool {
    let signed = TokenRequest::signed_bytes(request.device_id, request.at_ms, &request.nonce);
    let key = <[u8; 32]>::try_from(key)
        .ok()
        .and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = STANDARD
        .decode(&request.signature)
        .ok()
        .and_then(|raw| Signature::from_slice(&raw).ok());
    match (key, signature) {
        (Some(key), Some(signature)) => key.verify(&signed, &signature).is_ok(),
        _ => false,
    }
}
