//! How a command fails: one code for the words on the screen, and what the words need.

use domain::checklist::{AnswerError, AnswerErrorCode};
use domain::review::Refused;
use serde::Serialize;
use sync::Failure;
use ts_rs::TS;

use crate::platform::{HandOverError, LocateError, SecretError};

/// Every way a command can fail. The UI has words for each; forgetting one does not compile there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// No signal, a timeout, a busy server: everything is kept and sent later.
    Offline,
    /// The county no longer lets this phone in. Nothing is lost.
    SignedOut,
    /// The county took this phone out of use: it gets nothing, and may hand in what it holds.
    DeviceRevoked,
    /// The enrolment code is wrong.
    BadCode,
    /// The enrolment code was used before.
    CodeUsed,
    CodeExpired,
    /// Too many wrong codes from here: wait `retry_after_s`.
    TooManyTries,
    /// Something answered, but it is not the county server.
    NotOurServer,
    /// The server speaks a newer version than this app.
    UpgradeNeeded,
    /// The server is older than this app: the county must update it. Nothing is lost.
    ServerTooOld,
    /// The county asks for patience: `retry_after_s`.
    ServerBusy,
    /// The county server stumbled.
    ServerFailed,
    /// The server's address is not one.
    BadAddress,
    /// The record moved on since the screen was drawn.
    Stale,
    /// The county refused the request as a whole.
    Refused,
    /// A round that was asked for is running already.
    Busy,
    Cancelled,
    NotEnrolled,
    AlreadyEnrolled,
    /// The phone holds another person's households and unsent work.
    AnotherPerson,
    /// The phone belongs to another county for good.
    AnotherCounty,

    /// The PIN has not been given yet.
    Locked,
    WrongPin,
    /// Too many wrong PINs: wait `retry_after_s`.
    PinWait,
    /// A PIN is four to twelve digits.
    BadPin,
    /// The phone's key store did not answer.
    KeyUnavailable,
    /// The phone's database is damaged. It is kept aside, never deleted.
    StoreDamaged,
    /// The phone's database was written by a newer app.
    StoreTooNew,

    NotFound,
    /// The visit has left the phone, or was never this person's to change.
    NotEditable,
    /// Something required is missing; the form's gaps say what.
    NotReady,
    /// Nobody reviews his own visit.
    NotYours,
    /// The decision does not fit where the visit is now.
    NotAllowed,
    /// A reason must be given.
    ReasonMissing,

    /// The answer is of another type than the item.
    AnswerWrongType,
    /// Not one of the item's options.
    AnswerNotAnOption,
    /// An option that stands alone was chosen together with others.
    AnswerNotTogether,
    AnswerTooSmall,
    AnswerTooLarge,
    AnswerTooLong,
    AnswerNotANumber,
    /// More decimals than the item takes.
    AnswerTooManyDecimals,
    AnswerNotADate,
    /// Not a member of this household.
    AnswerNotAMember,
    /// A fact that may not be emptied.
    FactEmpty,
    FactOutOfRange,
    /// Neither a mobile nor a landline number.
    FactNotAPhone,
    /// The item is not asked in this visit as it stands.
    ItemHidden,

    /// The problem stands elsewhere now: the move is not one from there.
    ProblemMoved,
    /// The move is somebody else's.
    ProblemNotYours,
    /// Whoever rectified a problem does not verify it.
    ProblemOwnWork,
    /// Photos, or why there are none.
    ProblemNoEvidence,
    /// A critical problem is verified where it is.
    ProblemNotOnSite,
    /// Done at the county's console, not on a phone.
    ProblemAtConsole,

    /// The county does not keep this ledger.
    LedgerOff,
    /// There is one like it already.
    EntryTwice,
    /// The entry stands elsewhere now: the step is not one from there.
    EntryMoved,
    /// Nobody judges what he wrote himself.
    EntryOwnWork,
    /// A village's ledger is for whoever works in a village.
    EntryNoVillage,
    /// The day has not come yet.
    DateInFuture,
    /// What ends does not end before it begins.
    DateBeforeStart,
    /// The household has not agreed in writing.
    AuthorisationNeeded,
    /// Fewer days of public notice than the rules ask for.
    NoticeTooShort,
    /// The public notice has not ended.
    NoticeRunning,
    /// Those who leave monitoring are decided first.
    ExitsFirst,
    CategoryNeeded,
    AlreadyMonitored,
    NotMonitored,
    /// Fewer months since registration than the rules ask for.
    TooSoon,
    /// Nobody in the household can work: the risk is not marked as removed.
    NoLabor,

    LocationDenied,
    LocationOff,
    /// No fix in time.
    LocationTimeout,
    /// This device has no receiver: set the place by hand.
    LocationByHand,
    /// Not a place on earth.
    LocationWrong,

    PhotoEmpty,
    PhotoNotAnImage,
    /// HEIC above all: to be taken as JPEG.
    PhotoUnsupported,
    PhotoTooLarge,
    PhotoTruncated,
    PhotoBroken,
    /// The item holds as many photos as it takes.
    PhotoLimit,
    /// This phone does not hold the picture.
    PhotoNotHere,
    /// The original is not on this phone: no other copy can be made of it.
    PhotoOriginalGone,
    /// The county takes photos from the camera only.
    GalleryNotAllowed,

    /// The county's key for rescue files has not been pulled yet.
    BundleNoKey,
    /// The rescue file was written by a newer app.
    BundleTooNew,
    /// The rescue file is another county's.
    BundleOtherCounty,
    /// Not a rescue file, or nothing of it is whole.
    BundleUnreadable,
    BundleTooLarge,
    /// The file did not get out of the app.
    HandOverFailed,

    /// Too little room for another photo; nothing taken so far is touched, and words still fit.
    NoRoomForPhoto,
    /// The disk is full: this step was not saved, everything before it is.
    DiskFull,
    /// The county server's disk is full. Everything stays on the phone.
    ServerFull,
    BadArguments,
    UnknownCommand,
    Internal,
}

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
