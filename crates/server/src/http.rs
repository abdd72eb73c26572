//! The doors: routes, limits, compression, what a panic answers, and how it all stops.

mod read_on;

use std::any::Any;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{from_fn, map_request};
use axum::response::{IntoResponse, Response};
use protocol::push::MAX_PUSH_BYTES;
use protocol::{PROTOCOL, PROTOCOL_HEADER};
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _, SizeAbove};
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;

use crate::app::Shared;
use crate::error::Error;
use crate::{console, routes};

/// Below this, packing gains nothing.
const PACK_FROM_BYTES: u64 = 384;

/// How long requests under way may take to finish once the server is asked to stop.
const STOP_WAIT: Duration = Duration::from_secs(10);

#[derive(OpenApi)]
#[openapi(info(
    title = "Ruhu county server",
    description = "Phones push, pull and send photos; the console shows and decides. Phone \
                   bodies are the types of the crate `protocol`. Errors are {code, field?, \
                   retry_after_s?}."
))]
struct Document;

pub fn router(app: Shared) -> Router {
    let (router, mut document) = OpenApiRouter::with_openapi(Document::openapi())
        .merge(routes::phone())
        .merge(console::routes())
        .split_for_parts();
    let components = document.components.get_or_insert_default();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("device", SecurityScheme::Http(bearer));
    let cookie = ApiKey::Cookie(ApiKeyValue::new(console::COOKIE));
    components.add_security_scheme("console", SecurityScheme::ApiKey(cookie));
    let document = document.to_json().unwrap_or_default();
    router
        .route(
            "/v1/openapi.json",
            axum::routing::get(|| async move {
                ([("content-type", "application/json")], document.clone())
            }),
        )
        .fallback(console::spa::serve)
        .with_state(app)
        .layer(from_fn(routes::extract::address_without_nul))
        .layer(DefaultBodyLimit::max(MAX_PUSH_BYTES))
        .layer(RequestDecompressionLayer::new())
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(worth_packing())))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(CatchPanicLayer::custom(after_panic))
        // On every answer: a phone believes nothing without it, or a captive portal would do.
        .layer(SetResponseHeaderLayer::overriding(
            HeaderName::from_static(PROTOCOL_HEADER),
            HeaderValue::from(PROTOCOL),
        ))
        .layer(map_request(read_on::unread_is_read))
}

/// What is shorter grows by being packed: the headers that say so are longer than what is saved.
pub fn worth_packing() -> SizeAbove {
    SizeAbove::new(PACK_FROM_BYTES)
}

/// Method and path only: query strings hold what people search for.
fn span<B>(request: &axum::http::Request<B>) -> tracing::Span {
    tracing::info_span!("request", method = %request.method(), path = request.uri().path())
}

fn after_panic(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("A request panicked");
    Error::refused(StatusCode::INTERNAL_SERVER_ERROR, "internal").into_response()
}

pub async fn serve(
    listener: tokio::net::TcpListener,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) {
    let mut asked = stopped.clone();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        // The sender going away means stop as well.
        let _ = asked.wait_for(|stop| *stop).await;
    });
    let late = async {
        let _ = stopped.wait_for(|stop| *stop).await;
        tokio::time::sleep(STOP_WAIT).await;
    };
    tokio::select! {
        result = serving => {
            if let Err(error) = result {
                tracing::error!(%error, "Serving ended");
            }
        }
        () = late => tracing::warn!("Some requests were cut off"),
    }
}
