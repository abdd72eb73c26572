//! How a command fails: one code for the words on the screen, and what the words need.

use serde::Serialize;
use ts_rs::TS;

/// Every way a command can fail. The UI has words for each; forgetting one does not compile there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// No signal, a timeout, a busy server: everything is kept and sent later.
    Offline,
    /// The county no longer lets this phone in. Nothing is lost.
    SignedOut,
    /// The enrolment code is wrong, used or expired.
    BadCode,
    /// Something answered, but it is not the county server.
    NotOurServer,
    /// The server speaks a newer version than this app.
    UpgradeNeeded,
    /// The record moved on since the screen was drawn.
    Stale,
    /// The county refused the request as a whole.
    Refused,
    /// A round is running already.
    Busy,
    Cancelled,
    NotEnrolled,
    AlreadyEnrolled,

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
    /// The item is not asked in this visit as it stands.
    ItemHidden,

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

    /// Too little room for another photo; nothing taken so far is touched.
    DiskFull,
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
        Self { code, field: None, retry_after_s: None }
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

impl From<ErrorCode> for CallError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}
