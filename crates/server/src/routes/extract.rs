//! JSON bodies, with the place of whatever is wrong.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// A JSON body. The `Content-Type` is not asked for: the path says what comes.
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let bytes = body(request, state).await?;
        read(&bytes, "").map(Json)
    }
}

/// A whole body within the route's limit.
///
/// # Errors
/// `too_large`, or `bad_body` when it ended too early.
pub async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Error> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| {
            match axum::response::IntoResponse::into_response(rejection).status() {
                StatusCode::PAYLOAD_TOO_LARGE => {
                    Error::refused(StatusCode::PAYLOAD_TOO_LARGE, "too_large")
                }
                _ => Error::refused(StatusCode::BAD_REQUEST, "bad_body"),
            }
        })
}

/// Reads JSON; `prefix` goes before the path of a fault.
///
/// # Errors
/// `bad_json` with the field.
pub fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8], prefix: &str) -> Result<T, Error> {
    // Keeping the path costs as much as reading: it is asked for only when something is wrong.
    if let Ok(value) = serde_json::from_slice(bytes) {
        return Ok(value);
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| Error::bad("bad_json", format!("{prefix}{}", error.path())))?;
    json.end().map_err(|_| Error::bad("bad_json", prefix))?;
    Ok(value)
}
