//! What an answer means: a reply, a photo's standing, or why there is neither.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use protocol::error::ErrorReply;
use protocol::photo::RECEIPT_HEADER;
use protocol::receipt::PhotoReceiptV1;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde::de::DeserializeOwned;

use super::UPLOAD_OFFSET;
use crate::{Failure, PhotoAt};

/// When a busy server does not say how long.
const DEFAULT_PATIENCE_S: u32 = 30;

/// An answer of the county server, not yet understood.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn json<T: DeserializeOwned>(self, what: &'static str) -> Result<T, Failure> {
        let answer = self.success()?;
        serde_json::from_slice(&answer.body).map_err(|_| Failure::BadReply { what })
    }

    pub(super) fn photo(self, offset_unless_said: u64) -> Result<PhotoAt, Failure> {
        let answer = self.success()?;
        let offset = match text(&answer.headers, UPLOAD_OFFSET.as_str()) {
            Some(offset) => offset.parse().map_err(|_| Failure::BadReply {
                what: "upload offset",
            })?,
            None => offset_unless_said,
        };
        let receipt = text(&answer.headers, RECEIPT_HEADER)
            .map(|encoded| {
                let json = STANDARD.decode(encoded).ok()?;
                serde_json::from_slice::<PhotoReceiptV1>(&json).ok()
            })
            .map(|receipt| {
                receipt.ok_or(Failure::BadReply {
                    what: "photo receipt",
                })
            })
            .transpose()?;
        Ok(PhotoAt { offset, receipt })
    }

    pub(super) fn success(self) -> Result<Self, Failure> {
        if self.status.is_success() {
            Ok(self)
        } else {
            Err(self.failure())
        }
    }

    fn failure(&self) -> Failure {
        let reply: Option<ErrorReply> = serde_json::from_slice(&self.body).ok();
        let status = self.status.as_u16();
        let patience = reply
            .as_ref()
            .and_then(|reply| reply.retry_after_s)
            .or_else(|| text(&self.headers, RETRY_AFTER.as_str())?.parse().ok())
            .unwrap_or(DEFAULT_PATIENCE_S);
        match (status, reply) {
            (401, reply)
                if reply
                    .as_ref()
                    .is_none_or(|reply| reply.code == "signed_out") =>
            {
                Failure::SignedOut
            }
            (426, Some(ErrorReply { code, .. })) if code == "app_too_old" => Failure::AppTooOld,
            (426, _) => Failure::UpgradeNeeded,
            (429, Some(ErrorReply { code, .. })) if code == "too_many_attempts" => {
                Failure::TooManyTries {
                    retry_after_s: patience,
                }
            }
            (429 | 503, _) => Failure::Busy {
                retry_after_s: patience,
            },
            (507, _) => Failure::ServerFull {
                retry_after_s: patience,
            },
            (500.., _) => Failure::ServerFailed { status },
            (_, Some(ErrorReply { code, .. })) if code == "protocol_unknown" => {
                // Either may be the older one: the server says in every answer what it speaks.
                let spoken = text(&self.headers, protocol::PROTOCOL_HEADER);
                match spoken.and_then(|spoken| spoken.trim().parse::<u32>().ok()) {
                    Some(spoken) if spoken < protocol::PROTOCOL => Failure::ServerTooOld,
                    _ => Failure::UpgradeNeeded,
                }
            }
            (_, Some(ErrorReply { code, field, .. })) => Failure::Refused {
                status,
                code,
                field,
            },
            // `HEAD` has no body to say why.
            (_, None) => Failure::Refused {
                status,
                code: format!("status_{status}"),
                field: None,
            },
        }
    }
}

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
