//! What can go wrong with a store that is open.

use rusqlite::ErrorCode;

/// A failure of the phone's database, or a save the rules of the store refuse.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk has no room: nothing was saved, nothing is lost.
    #[error("the disk is full")]
    DiskFull,
    /// A page of the database does not match its seal.
    #[error("the database is damaged")]
    Corrupt,
    #[error("the database failed")]
    Sqlite(#[source] rusqlite::Error),
    #[error("a stored value is not what its column says")]
    Json(#[from] serde_json::Error),
    #[error("no such {0}")]
    NotFound(&'static str),
    /// Only a draft may be changed.
    #[error("the visit is not a draft")]
    NotDraft,
    /// The change may have reached the county already, so it cannot be taken back.
    #[error("the change may have left this phone")]
    AlreadySent,
    /// The phone holds somebody's unsent work.
    #[error("the phone belongs to another person")]
    AnotherPerson,
    #[error("the phone belongs to another county")]
    AnotherCounty,
}

impl Error {
    /// The stable name of this failure; words belong to the UI.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DiskFull => "disk_full",
            Self::Corrupt => "store_corrupt",
            Self::Sqlite(_) | Self::Json(_) => "store_failed",
            Self::NotFound(_) => "not_found",
            Self::NotDraft => "not_draft",
            Self::AlreadySent => "already_sent",
            Self::AnotherPerson => "another_person",
            Self::AnotherCounty => "another_county",
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(cause: rusqlite::Error) -> Self {
        match cause.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt,
            _ => Self::Sqlite(cause),
        }
    }
}
