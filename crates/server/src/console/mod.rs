//! What people at the county see and decide, in a browser.

pub mod spa;
pub mod views;

use utoipa_axum::router::OpenApiRouter;

use crate::app::Shared;

/// The session's cookie.
pub const COOKIE: &str = "ruhu_session";

pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
}
