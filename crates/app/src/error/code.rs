//! The codes a command fails with.

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
    /// The decision or batch is no longer on this phone alone: it cannot be taken back here.
    DecisionSent,
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
