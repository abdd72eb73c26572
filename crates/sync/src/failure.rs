//! How a round fails.

/// What went wrong, sorted by what to do next. Whatever it is, everything stays on the phone.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// No signal, a silence, a line that dropped: try later.
    #[error("the server is out of reach")]
    Offline,
    /// Something answered that does not speak for the county: a captive portal, a wrong address.
    #[error("the answer is not the county server's")]
    NotOurServer,
    /// The county no longer takes this device's key.
    #[error("the session has ended")]
    SignedOut,
    /// Try again after this many seconds.
    #[error("the server is busy for {retry_after_s} s")]
    Busy { retry_after_s: u32 },
    /// The server's disk is full: it keeps nothing now.
    #[error("the server is full for {retry_after_s} s")]
    ServerFull { retry_after_s: u32 },
    /// The server stumbled over this very request; others may do better.
    #[error("the server failed with status {status}")]
    ServerFailed { status: u16 },
    /// The server speaks a newer version than this app.
    #[error("the server needs a newer app")]
    UpgradeNeeded,
    /// The county shows no more rows to apps as old as this one; it goes on taking work in.
    #[error("the county asks for a newer app")]
    AppTooOld,
    /// The server does not know what this app asks.
    #[error("the server is older than this app")]
    ServerTooOld,
    /// Too many wrong codes from here.
    #[error("too many tries, wait {retry_after_s} s")]
    TooManyTries { retry_after_s: u32 },
    /// The request was understood and refused as a whole.
    #[error("refused with status {status}: {code}")]
    Refused {
        status: u16,
        code: String,
        field: Option<String>,
    },
    /// The county server answered something else than the protocol says.
    #[error("the server's answer makes no sense: {what}")]
    BadReply { what: &'static str },
    #[error("the round was cancelled")]
    Cancelled,
    #[error("the phone is not enrolled")]
    NotEnrolled,
    #[error("the server's address is not one")]
    BadAddress,
    /// The phone gave no random bytes to prove itself with.
    #[error("the system gives no random bytes")]
    Random,
    #[error("a photo's file cannot be read")]
    File(#[source] std::io::Error),
    #[error("the phone's database failed")]
    Store(#[from] store::Error),
}

impl Failure {
    /// The stable name of this failure; words belong to the UI.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::NotOurServer => "not_our_server",
            Self::SignedOut => "signed_out",
            Self::Busy { .. } => "server_busy",
            Self::ServerFull { .. } => "server_full",
            Self::ServerFailed { .. } => "server_failed",
            Self::UpgradeNeeded => "upgrade_needed",
            Self::AppTooOld => "app_too_old",
            Self::ServerTooOld => "server_too_old",
            Self::TooManyTries { .. } => "too_many_tries",
            // Nothing comes to this phone any more, and it may still hand in what it holds.
            Self::Refused { code, .. } if code == "device_revoked" => "device_revoked",
            Self::Refused { .. } => "refused",
            Self::BadReply { .. } => "bad_reply",
            Self::Cancelled => "cancelled",
            Self::NotEnrolled => "not_enrolled",
            Self::BadAddress => "bad_address",
            Self::Random => "internal",
            Self::File(_) => "file_failed",
            Self::Store(cause) => cause.code(),
        }
    }

    /// Whether the request itself is at fault: sent again unchanged it would be refused again.
    pub(crate) fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Refused {
                status: 400 | 413 | 415 | 422,
                ..
            }
        )
    }

    /// Whether the next photo may fare better in the same round.
    pub(crate) fn is_about_one_photo(&self) -> bool {
        matches!(
            self,
            Self::Refused { .. }
                | Self::ServerFailed { .. }
                | Self::BadReply { .. }
                | Self::File(_)
        )
    }
}
