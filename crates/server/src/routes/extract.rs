//! JSON bodies and addresses, with the place of whatever is wrong.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::Error;

/// A JSON body without a NUL. The `Content-Type` is not asked for: the path says what comes.
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let bytes = body(request, state).await?;
        let value = read(&bytes, "")?;
        without_nul(&bytes)?;
        Ok(Json(value))
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

/// Refuses a body with a NUL in a text: PostgreSQL keeps none, and none is searched for. A phone's
/// changes are not read through this: each is judged by itself.
///
/// # Errors
/// `malformed` with the field.
pub fn without_nul(json: &[u8]) -> Result<(), Error> {
    const ESCAPED: &[u8] = b"\\u0000";
    if !json.windows(ESCAPED.len()).any(|piece| piece == ESCAPED) {
        return Ok(());
    }
    // A backslash in a text may stand before the same letters: only reading tells.
    let value = read(json, "")?;
    place_of_nul(&value).map_or(Ok(()), |place| Err(Error::bad("malformed", place)))
}

/// Where in a body, written as where JSON cannot be read.
fn place_of_nul(value: &Value) -> Option<String> {
    let inside = |name: String, value: &Value| {
        let place = place_of_nul(value)?;
        let joint = match place.chars().next() {
            None | Some('[') => "",
            Some(_) => ".",
        };
        Some(format!("{name}{joint}{place}"))
    };
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(values) => {
            let mut values = values.iter().enumerate();
            values.find_map(|(at, value)| inside(format!("[{at}]"), value))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            if name.contains('\0') {
                return Some(name.replace('\0', ""));
            }
            inside(name.clone(), value)
        }),
        _ => None,
    }
}

/// The same of every address: what its path names is not here, what its query looks for is
/// `malformed`.
pub async fn address_without_nul(request: Request, next: Next) -> Response {
    const ESCAPED: &str = "%00";
    if request.uri().path().contains(ESCAPED) {
        return Error::not_found().into_response();
    }
    let mut pairs = request.uri().query().unwrap_or_default().split('&');
    let wrong = pairs.find(|pair| pair.contains(ESCAPED));
    if let Some((name, _)) = wrong.map(|pair| pair.split_once('=').unwrap_or((pair, ""))) {
        return Error::bad("malformed", name.replace(ESCAPED, "")).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_found_wherever_it_lies_and_a_backslash_is_none() {
        for (body, place) in [
            (r#"{"text":"a\u0000"}"#, Some("text")),
            (
                r#"{"edit":{"units":["a","\u0000"]}}"#,
                Some("edit.units[1]"),
            ),
            (r#"[[{"a":1,"b":"\u0000"}]]"#, Some("[0][0].b")),
            (r#"{"values":{"ke\u0000y":1}}"#, Some("values.key")),
            (r#"{"text":"\\u0000"}"#, None),
            (r#"{"text":"u0000"}"#, None),
        ] {
            let found = without_nul(body.as_bytes())
                .err()
                .and_then(|error| match error {
                    Error::Refused(refusal) => refusal.field,
                    _ => None,
                });
            assert_eq!(found.as_deref(), place, "{body}");
        }
    }
}
