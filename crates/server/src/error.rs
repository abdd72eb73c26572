//! How a request fails, and the one place where that becomes a code.

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::error::ErrorReply;

use crate::db;
use crate::disk::FULL_RETRY_S;

/// What went wrong, sorted by what to do next.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The asker must change something. Carries all that may leave the building.
    #[error("refused: {}", .0.code)]
    Refused(Refusal),
    #[error("the database failed")]
    Db(#[from] db::Error),
    #[error("the photo store failed")]
    Blobs(#[source] std::io::Error),
    #[error("what is stored cannot be read as {what}")]
    Stored { what: &'static str },
    #[error("the system gives no random bytes")]
    Random,
    #[error("passwords cannot be hashed")]
    Password,
    #[error("a blocking task did not finish")]
    Task,
}

/// A refusal: a status for machines on the way, a code for the words, a field for the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: StatusCode,
    pub code: Cow<'static, str>,
    pub field: Option<String>,
    pub retry_after_s: Option<u32>,
}

/// Busy servers say when to come back; phones add their own jitter.
const BUSY_RETRY_S: u32 = 5;

impl Error {
    pub fn refused(status: StatusCode, code: impl Into<Cow<'static, str>>) -> Self {
        Self::Refused(Refusal {
            status,
            code: code.into(),
            field: None,
            retry_after_s: None,
        })
    }

    pub fn bad(code: impl Into<Cow<'static, str>>, field: impl Into<String>) -> Self {
        Self::Refused(Refusal {
            status: StatusCode::BAD_REQUEST,
            code: code.into(),
            field: Some(field.into()),
            retry_after_s: None,
        })
    }

    pub fn not_found() -> Self {
        Self::refused(StatusCode::NOT_FOUND, "not_found")
    }

    /// Nothing was stored; whoever asks keeps what they have.
    pub fn disk_full() -> Self {
        Self::Blobs(std::io::ErrorKind::StorageFull.into())
    }

    /// Whether one of several things stored together may be the reason, and the others may go
    /// well without it.
    pub fn may_be_of_one(&self) -> bool {
        !self.is_disk_full()
            && !matches!(
                self,
                Self::Db(db::Error::Closed | db::Error::Busy | db::Error::Commit)
            )
    }

    /// Whether it is for want of room.
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Db(error) => error.is_full(),
            Self::Blobs(error) => db::is_storage_full(error),
            _ => false,
        }
    }

    pub fn signed_out() -> Self {
        Self::refused(StatusCode::UNAUTHORIZED, "signed_out")
    }

    pub fn not_allowed() -> Self {
        Self::refused(StatusCode::FORBIDDEN, "not_allowed")
    }
}

impl IntoResponse for Error {
    /// The code leaves the building; the cause stays in the log.
    fn into_response(self) -> Response {
        let (status, reply) = match &self {
            Self::Refused(Refusal {
                status,
                code,
                field,
                retry_after_s,
            }) => (
                *status,
                ErrorReply {
                    code: code.clone().into_owned(),
                    field: field.clone(),
                    retry_after_s: *retry_after_s,
                },
            ),
            full if full.is_disk_full() => (
                StatusCode::INSUFFICIENT_STORAGE,
                ErrorReply {
                    code: "disk_full".to_owned(),
                    field: None,
                    retry_after_s: Some(FULL_RETRY_S),
                },
            ),
            Self::Db(db::Error::Busy | db::Error::Closed) => (
                StatusCode::SERVICE_UNAVAILABLE,
                ErrorReply {
                    code: "busy".to_owned(),
                    field: None,
                    retry_after_s: Some(BUSY_RETRY_S),
                },
            ),
            _ => (
                StatusCode::INTERNAL_SERVER_ERROR,
                ErrorReply {
                    code: "internal".to_owned(),
                    field: None,
                    retry_after_s: None,
                },
            ),
        };
        if status.is_server_error() {
            let cause = std::error::Error::source(&self).map(ToString::to_string);
            tracing::error!(error = %self, cause, "Request failed");
        }
        let retry_after_s = reply.retry_after_s;
        let mut response = (status, Json(reply)).into_response();
        if let Some(seconds) = retry_after_s {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
