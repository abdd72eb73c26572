//! The console's own files, inside the binary.

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

use crate::error::Error;

/// Built by `npm run build`; a program built before the UI serves the API alone.
#[derive(Embed)]
#[folder = "../../ui/dist/console"]
#[allow_missing = true]
struct Files;

/// Only our own scripts and pictures; map tiles and inline styles of the component library.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; \
                      style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

/// Serves a file, or the page itself for any other path that is not the API's.
pub async fn serve(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path == "v1" || path.starts_with("v1/") {
        return Error::not_found().into_response();
    }
    if let Some(file) = Files::get(path) {
        return answer(file, path.starts_with("assets/"));
    }
    match Files::get("index.html") {
        Some(page) => answer(page, false),
        None => (StatusCode::NOT_FOUND, "The console has not been built.\n").into_response(),
    }
}

fn answer(file: EmbeddedFile, named_by_hash: bool) -> Response {
    let kept = if named_by_hash {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CONTENT_TYPE, file.metadata.mimetype().to_owned()),
        (header::CACHE_CONTROL, kept.to_owned()),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
    ];
    (headers, file.data).into_response()
}
