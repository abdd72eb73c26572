//! How a command fails: one code for the words on the screen, and what the words need.

mod code;

use domain::checklist::{AnswerError, AnswerErrorCode};
use domain::review::Refused;
use serde::Serialize;
use sync::Failure;
use ts_rs::TS;

use crate::platform::{HandOverError, LocateError, SecretError};

pub use code::ErrorCode;

/// A command's failure as it reaches the screen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, TS)]
#[error("the command failed: {code:?}")]
pub struct CallError {
    pub code: ErrorCode,
    /// The item, argument or field it is about.
    pub field: Option<String>,
    pub retry_after_s: Option<u32>,
}

impl CallError {
    pub(crate) fn new(code: ErrorCode) -> Self {
        Self {
            code,
            field: None,
            retry_after_s: None,
        }
    }

    /// The same failure, with the place it is about.
    pub(crate) fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    pub(crate) fn after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// The arguments did not parse. What was sent is not repeated: it may hold a person's words.
    pub(crate) fn bad_arguments(error: serde_json::Error) -> Self {
        tracing::warn!(category = ?error.classify(), "A command's arguments did not parse");
        Self::new(ErrorCode::BadArguments)
    }

    pub(crate) fn unknown_command() -> Self {
        Self::new(ErrorCode::UnknownCommand)
    }

    /// Something that should not happen. The cause stays in the log.
    pub(crate) fn internal(cause: impl std::error::Error) -> Self {
        tracing::error!(%cause, "A command failed");
        Self::new(ErrorCode::Internal)
    }
}

impl From<store::Error> for CallError {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::DiskFull => ErrorCode::DiskFull.into(),
            store::Error::Corrupt => ErrorCode::StoreDamaged.into(),
            store::Error::NotFound(_) => ErrorCode::NotFound.into(),
            store::Error::NotDraft | store::Error::AlreadySent => ErrorCode::NotEditable.into(),
            store::Error::AnotherPerson => ErrorCode::AnotherPerson.into(),
            store::Error::AnotherCounty => ErrorCode::AnotherCounty.into(),
            error @ (store::Error::Sqlite(_) | store::Error::Json(_)) => Self::internal(error),
        }
    }
}

impl From<store::OpenError> for CallError {
    fn from(error: store::OpenError) -> Self {
        match error {
            store::OpenError::WrongKey => ErrorCode::KeyUnavailable.into(),
            store::OpenError::TooNew { .. } => ErrorCode::StoreTooNew.into(),
            store::OpenError::Corrupt => ErrorCode::StoreDamaged.into(),
            error => Self::internal(error),
        }
    }
}

impl From<SecretError> for CallError {
    fn from(error: SecretError) -> Self {
        tracing::error!(%error, "The key store failed");
        ErrorCode::KeyUnavailable.into()
    }
}

impl From<AnswerError> for CallError {
    fn from(error: AnswerError) -> Self {
        let code = match error.code {
            AnswerErrorCode::UnknownItem => ErrorCode::NotFound,
            AnswerErrorCode::WrongScope | AnswerErrorCode::WrongType => ErrorCode::AnswerWrongType,
            AnswerErrorCode::UnknownOption => ErrorCode::AnswerNotAnOption,
            AnswerErrorCode::ExclusiveOption | AnswerErrorCode::Repeated => {
                ErrorCode::AnswerNotTogether
            }
            AnswerErrorCode::NotANumber => ErrorCode::AnswerNotANumber,
            AnswerErrorCode::TooManyDecimals => ErrorCode::AnswerTooManyDecimals,
            AnswerErrorCode::TooSmall => ErrorCode::AnswerTooSmall,
            AnswerErrorCode::TooLarge => ErrorCode::AnswerTooLarge,
            AnswerErrorCode::TooLong => ErrorCode::AnswerTooLong,
            AnswerErrorCode::NotADate => ErrorCode::AnswerNotADate,
            AnswerErrorCode::TooManyPhotos => ErrorCode::PhotoLimit,
            AnswerErrorCode::NoPhotosWanted => ErrorCode::AnswerWrongType,
        };
        Self::new(code).at(error.field)
    }
}

impl From<Refused> for CallError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Stale { .. } => ErrorCode::Stale,
            Refused::OwnVisit => ErrorCode::NotYours,
            Refused::AlreadySent => ErrorCode::NotEditable,
            Refused::ReasonNeeded => ErrorCode::ReasonMissing,
            Refused::NotFromHere { .. } | Refused::WrongRole => ErrorCode::NotAllowed,
        }
        .into()
    }
}

impl From<LocateError> for CallError {
    fn from(error: LocateError) -> Self {
        match error {
            LocateError::Denied => ErrorCode::LocationDenied,
            LocateError::Off => ErrorCode::LocationOff,
            LocateError::Timeout => ErrorCode::LocationTimeout,
            LocateError::NoReceiver => ErrorCode::LocationByHand,
        }
        .into()
    }
}

impl From<photo::Error> for CallError {
    fn from(error: photo::Error) -> Self {
        match error {
            photo::Error::Empty => ErrorCode::PhotoEmpty,
            photo::Error::NotAnImage => ErrorCode::PhotoNotAnImage,
            photo::Error::UnsupportedFormat { .. } => ErrorCode::PhotoUnsupported,
            photo::Error::TooLarge { .. }
            | photo::Error::TooManyBytes { .. }
            | photo::Error::TooManyScans { .. } => ErrorCode::PhotoTooLarge,
            photo::Error::Truncated => ErrorCode::PhotoTruncated,
            photo::Error::Broken => ErrorCode::PhotoBroken,
        }
        .into()
    }
}

impl From<bundle::Error> for CallError {
    fn from(error: bundle::Error) -> Self {
        match error {
            bundle::Error::Io(error) => error.into(),
            bundle::Error::BadKey => ErrorCode::BundleNoKey.into(),
            error => Self::internal(error),
        }
    }
}

impl From<HandOverError> for CallError {
    fn from(error: HandOverError) -> Self {
        match error {
            HandOverError::Cancelled => ErrorCode::Cancelled,
            HandOverError::DiskFull => ErrorCode::DiskFull,
            HandOverError::Failed => ErrorCode::HandOverFailed,
        }
        .into()
    }
}

impl From<std::io::Error> for CallError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                ErrorCode::DiskFull.into()
            }
            _ => Self::internal(error),
        }
    }
}

impl From<Failure> for CallError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Store(error) => error.into(),
            Failure::Busy { retry_after_s } => {
                Self::new(ErrorCode::ServerBusy).after(retry_after_s)
            }
            Failure::TooManyTries { retry_after_s } => {
                Self::new(ErrorCode::TooManyTries).after(retry_after_s)
            }
            Failure::Refused { code, field, .. } => {
                let refused = Self::new(match code.as_str() {
                    "code_unknown" => ErrorCode::BadCode,
                    "code_used" => ErrorCode::CodeUsed,
                    "code_expired" => ErrorCode::CodeExpired,
                    "another_person" => ErrorCode::AnotherPerson,
                    "another_county" => ErrorCode::AnotherCounty,
                    "device_revoked" => ErrorCode::DeviceRevoked,
                    _ => ErrorCode::Refused,
                });
                Self { field, ..refused }
            }
            failure => round_code(failure.code()).into(),
        }
    }
}

/// The code for how a round ended, as the store keeps it.
pub(crate) fn round_code(code: &str) -> ErrorCode {
    match code {
        "offline" => ErrorCode::Offline,
        "not_our_server" => ErrorCode::NotOurServer,
        "signed_out" => ErrorCode::SignedOut,
        "device_revoked" => ErrorCode::DeviceRevoked,
        "server_busy" => ErrorCode::ServerBusy,
        "server_full" => ErrorCode::ServerFull,
        "server_failed" | "bad_reply" => ErrorCode::ServerFailed,
        "upgrade_needed" | "app_too_old" => ErrorCode::UpgradeNeeded,
        "server_too_old" => ErrorCode::ServerTooOld,
        "too_many_tries" => ErrorCode::TooManyTries,
        "refused" => ErrorCode::Refused,
        "cancelled" => ErrorCode::Cancelled,
        "not_enrolled" => ErrorCode::NotEnrolled,
        "bad_address" => ErrorCode::BadAddress,
        "disk_full" => ErrorCode::DiskFull,
        "store_corrupt" => ErrorCode::StoreDamaged,
        _ => ErrorCode::Internal,
    }
}

impl From<ErrorCode> for CallError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}
