//! Keeps every other page in the browser away from the phones: the preview has no sign-in, so
//! only its own pages may speak to it.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Every command carries this header: a foreign page cannot set it without being asked first.
pub(crate) const HEADER: &str = "ruhu-preview";

pub(crate) async fn own_pages_only(
    State(port): State<u16>,
    request: Request,
    next: Next,
) -> Response {
    if allowed(request.method(), request.headers(), port) {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

fn allowed(method: &Method, headers: &HeaderMap, port: u16) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    // A name that was bent to point here (DNS rebinding) is not one of ours.
    let hosts = ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}"));
    let Some(host) = text(header::HOST.as_str()).filter(|host| hosts.iter().any(|h| h == host))
    else {
        return false;
    };
    if text(header::ORIGIN.as_str()).is_some_and(|origin| origin != format!("http://{host}")) {
        return false;
    }
    if matches!(*method, Method::GET | Method::HEAD) {
        // Following a link here is fine; reading from elsewhere is not.
        return text("sec-fetch-site").is_none_or(|site| site != "cross-site")
            || text("sec-fetch-mode") == Some("navigate");
    }
    text(HEADER) == Some("1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(method: Method, pairs: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        allowed(&method, &headers, 8701)
    }

    #[test]
    fn only_the_previews_own_pages_reach_a_phone() {
        let here = ("host", "127.0.0.1:8701");
        let own = ("origin", "http://127.0.0.1:8701");
        assert!(asks(Method::POST, &[here, own, (HEADER, "1")]));
        assert!(asks(Method::GET, &[here]));
        assert!(
            !asks(Method::POST, &[here, own]),
            "a form of another page sets no header"
        );
        assert!(!asks(
            Method::POST,
            &[here, ("origin", "http://evil.example"), (HEADER, "1")]
        ));
        assert!(!asks(
            Method::POST,
            &[("host", "evil.example:8701"), (HEADER, "1")]
        ));
        assert!(!asks(Method::GET, &[("host", "127.0.0.1:9999")]));
        assert!(!asks(
            Method::GET,
            &[here, ("sec-fetch-site", "cross-site")]
        ));
        assert!(!asks(Method::GET, &[]));
    }
}
