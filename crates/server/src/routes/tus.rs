//! What tus 1.0 asks of every answer about an upload, whichever client speaks it.

use axum::extract::{FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use protocol::photo::{MAX_PHOTO_BYTES, TUS_VERSION};

use crate::app::Shared;
use crate::error::Error;

const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const TUS_VERSIONS: HeaderName = HeaderName::from_static("tus-version");
const TUS_EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const TUS_MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const METHOD_OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

/// A photo's name in an address, whatever was written there: what cannot even be read names no
/// photo.
pub struct Named(pub String);

impl FromRequestParts<Shared> for Named {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Error> {
        match Path::<String>::from_request_parts(parts, app).await {
            Ok(Path(name)) => Ok(Self(name)),
            Err(_) => Err(Error::not_found()),
        }
    }
}

#[utoipa::path(options, path = "/v1/photos", tag = "phone",
    responses((status = 204, description = "Tus-Version, Tus-Extension, Tus-Max-Size")))]
pub async fn abilities() -> Response {
    let headers = [
        (TUS_VERSIONS, HeaderValue::from_static(TUS_VERSION)),
        (
            TUS_EXTENSION,
            HeaderValue::from_static("creation,creation-with-upload"),
        ),
        (TUS_MAX_SIZE, HeaderValue::from(MAX_PHOTO_BYTES)),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Every answer but that to `OPTIONS` names the version spoken; the refusal of another version
/// names those that would do. A client that names none is asked where it must.
pub async fn framed(request: Request, next: Next) -> Response {
    let asks = request.method() == Method::OPTIONS;
    let named = request.headers().get(TUS_RESUMABLE);
    let foreign = !asks && named.is_some_and(|version| version != TUS_VERSION);
    let mut response = if foreign {
        unknown_version().into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    if !asks {
        headers.insert(TUS_RESUMABLE, HeaderValue::from_static(TUS_VERSION));
    }
    if headers.get(TUS_VERSIONS).is_none() && response.status() == StatusCode::PRECONDITION_FAILED {
        let version = HeaderValue::from_static(TUS_VERSION);
        response.headers_mut().insert(TUS_VERSIONS, version);
    }
    response
}

/// What changes an upload must say that it speaks tus.
pub fn speaks_tus(headers: &HeaderMap) -> Result<(), Error> {
    match headers.get(TUS_RESUMABLE) {
        Some(version) if version == TUS_VERSION => Ok(()),
        _ => Err(unknown_version()),
    }
}

/// Whether a `POST` stands for a `PATCH` that something on the way would not let pass.
pub fn is_patch_in_disguise(headers: &HeaderMap) -> bool {
    headers
        .get(METHOD_OVERRIDE)
        .is_some_and(|method| method == Method::PATCH.as_str())
}

fn unknown_version() -> Error {
    Error::refused(StatusCode::PRECONDITION_FAILED, "tus_version")
}
