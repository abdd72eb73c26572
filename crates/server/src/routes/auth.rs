//! Which phone is asking.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::app::Shared;
use crate::change::Device;
use crate::error::Error;
use crate::secret;

/// The phone behind a bearer token. A revoked one is let in here: what it may still do, each
/// route decides.
pub struct Phone(pub Device);

impl FromRequestParts<Shared> for Phone {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Error> {
        let token = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(Error::signed_out)?;
        let (hash, county, now) = (secret::hash(token), app.county.id, app.now());
        let device = app
            .db
            .read(move |reader| -> Result<_, Error> {
                let row = reader.first(
                    "select d.device_id, d.person_id, d.revoked_ms from device_token t
                     join device d on d.county_id = t.county_id and d.device_id = t.device_id
                     where t.county_id = $1 and t.token_hash = $2 and t.expires_ms > $3",
                    &[county.into(), hash.into(), now.into()],
                )?;
                let Some(row) = row else { return Ok(None) };
                Ok(Some(Device {
                    id: row.id("device_id")?,
                    person: row.id("person_id")?,
                    revoked: row.optional_int("revoked_ms")?.is_some(),
                }))
            })
            .await?;
        device.map(Phone).ok_or_else(Error::signed_out)
    }
}
