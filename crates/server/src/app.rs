//! What every request works with.

use std::path::PathBuf;
use std::sync::Arc;

use crate::clock::Clock;
use crate::county::County;
use crate::db::Db;
use crate::disk::Disk;
use crate::photos::Photos;
use crate::reuse::Reuse;

/// Shared by all requests; holds nothing that a second server process could not have.
pub struct App {
    pub db: Db,
    pub county: Arc<County>,
    pub clock: Arc<dyn Clock>,
    pub photos: Photos,
    pub disk: Disk,
    /// A map of the land that somebody laid beside the database, or did not.
    pub map_file: PathBuf,
    /// The data folder of a county on SQLite, where its backups go too; `None` on PostgreSQL.
    pub sqlite_dir: Option<PathBuf>,
    /// Finds photos that serve twice.
    pub reuse: Reuse,
    /// Passwords being checked at once: each costs tens of megabytes by design.
    pub password_turn: tokio::sync::Semaphore,
    /// Exports being made at once ([`crate::job::TURNS`]).
    pub export_turn: tokio::sync::Semaphore,
    /// Bytes of pushes being read and written at once: each stands in memory several times over.
    pub push_room: tokio::sync::Semaphore,
}

pub type Shared = Arc<App>;

impl App {
    pub fn now(&self) -> i64 {
        self.clock.now_ms()
    }
}
