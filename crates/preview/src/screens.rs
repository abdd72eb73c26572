//! The phone's built screens: read from disk while developing, inside the binary in a release.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

#[derive(rust_embed::Embed)]
#[folder = "../../ui/dist/phone/"]
// Without built screens the commands still answer.
#[allow_missing = true]
struct Files;

/// Own files only; pictures and camera frames are made in the page. The reader of QR codes is
/// compiled in it.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; \
    script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; \
    frame-ancestors 'self'";

/// A file of the screens; every path that is no file is a screen of the one page.
pub(crate) fn file(path: &str) -> Response {
    let wanted = if path.is_empty() { "index.html" } else { path };
    let is_file = wanted
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'));
    let found = Files::get(wanted).or_else(|| {
        if is_file {
            None
        } else {
            Files::get("index.html")
        }
    });
    let Some(found) = found else {
        return (StatusCode::NOT_FOUND, "not built: run npm run build in ui/").into_response();
    };
    let kind = HeaderValue::from_str(found.metadata.mimetype())
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let mut response = found.data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// The page at `/`: which phones there are.
pub(crate) fn phones<'a>(names: impl Iterator<Item = &'a str>) -> Html<String> {
    // Names are letters, digits and dashes: nothing to escape.
    let links: String = names
        .map(|name| format!("<li><a href=\"/{name}/\">{name}</a></li>"))
        .collect();
    Html(format!(
        "<!doctype html><html lang=\"zh\"><meta charset=\"utf-8\"><title>Ruhu 入户</title>\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <body style=\"font: 1.25rem/2 system-ui; margin: 2rem\"><h1>入户</h1><ul>{links}</ul>"
    ))
}
