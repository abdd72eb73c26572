//! What phones ask: one file for each step of a round, named as in the `sync` crate.

mod auth;
pub mod bundles;
pub mod county;
pub mod enrol;
pub mod extract;
pub mod fetch;
pub mod have;
pub mod health;
pub mod photos;
pub mod pull;
pub mod push;
pub mod settled;
pub mod team;
mod tus;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use protocol::{PROTOCOL, PROTOCOL_HEADER};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::Shared;
use crate::error::Error;
use crate::http::worth_packing;

/// Everything under `/v1` that is not the console's.
pub fn phone() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(enrol::enrol))
        .routes(routes!(enrol::token))
        .routes(routes!(push::push))
        .routes(routes!(bundles::take))
        .routes(routes!(pull::pull))
        .routes(routes!(county::county))
        .routes(routes!(have::have))
        .routes(routes!(settled::settled))
        .routes(routes!(team::team))
        .merge(photos())
        .layer(from_fn(speaks_our_protocol))
        .layer(packed())
        .routes(routes!(health::health))
}

/// Rows pack to a sixth at the least effort, and to not much less at six times that.
fn packed() -> CompressionLayer<SizeAbove> {
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(worth_packing())
}

fn photos() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(photos::create, tus::abilities))
        .routes(routes!(
            photos::offset,
            photos::append,
            photos::append_in_disguise,
            fetch::photo
        ))
        .route(
            "/v1/photos/{sha256}",
            axum::routing::options(tus::abilities),
        )
        .layer(from_fn(tus::framed))
}

/// A phone that names another version is told so at once; one that names none is taken at its
/// word that it speaks this one.
async fn speaks_our_protocol(request: Request, next: Next) -> Response {
    if let Some(version) = request.headers().get(PROTOCOL_HEADER) {
        let known = version
            .to_str()
            .ok()
            .and_then(|text| text.trim().parse::<u32>().ok());
        if known != Some(PROTOCOL) {
            return Error::refused(StatusCode::BAD_REQUEST, "protocol_unknown").into_response();
        }
    }
    next.run(request).await
}
