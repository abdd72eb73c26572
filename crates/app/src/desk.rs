//! Where a command works: the open store, this moment, and how errors leave a transaction.

use std::path::PathBuf;
use std::sync::Arc;

use domain::checklist::Shelf;
use domain::codes::Language;
use domain::time::{Date, Timestamp};
use protocol::clock::ClockV1;
use protocol::row::{PersonV1, Role};
use store::identity::Device;
use store::{Connection, Store, Transaction, identity, roll, sync_state};
use uuid::Uuid;

use crate::error::{CallError, ErrorCode};
use crate::platform::Platform;

/// What one command has before it. Made anew for each, so `now` is one moment throughout.
pub(crate) struct Desk {
    pub(crate) store: Arc<Store>,
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) data_dir: PathBuf,
    /// The county's time, as well as the phone knows it: what days and records are told by.
    pub(crate) now: Timestamp,
    /// What the phone's own clock says.
    pub(crate) wall: Timestamp,
    pub(crate) language: Language,
    /// Versions of the checklist that were read.
    pub(crate) shelf: Arc<Shelf>,
}

impl Desk {
    /// Reads one unchanging view.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        self.store.read(|conn| Ok(work(conn)))?
    }

    /// All of `work` happens, or none: a refusal rolls back as a failure does.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        let mut refused = None;
        let outcome = self.store.write(|tx| {
            work(tx).map_err(|error| {
                refused = Some(error);
                // Only makes the store roll back; `refused` is what the caller gets.
                store::Error::NotFound("refused")
            })
        });
        match refused {
            Some(error) => Err(error),
            None => Ok(outcome?),
        }
    }

    pub(crate) fn today(&self) -> Date {
        self.now.shanghai_date()
    }

    /// The clocks of this moment, for the server to work out the true time.
    pub(crate) fn clock(&self, conn: &Connection) -> Result<ClockV1, CallError> {
        Ok(ClockV1 {
            wall_ms: self.wall.as_ms(),
            monotonic_ms: self.platform.monotonic_ms(),
            boot_id: self.platform.boot_id(),
            // As this very moment is known, not as it was at the last contact: the wall clock may
            // have been set since.
            server_offset_ms: sync_state::get(conn)?
                .server_offset_ms
                .map(|_| self.now.ms_since(self.wall)),
        })
    }
}

/// A new id; `domain` makes none.
pub(crate) fn new_id() -> Uuid {
    Uuid::now_v7()
}

/// The enrolled device; there is nothing to work on before.
pub(crate) fn device(conn: &Connection) -> Result<Device, CallError> {
    identity::device(conn)?.ok_or_else(|| ErrorCode::NotEnrolled.into())
}

/// The phone's owner, once the first pull brought the row.
pub(crate) fn owner(conn: &Connection) -> Result<Option<PersonV1>, CallError> {
    Ok(roll::person(conn, device(conn)?.person_id)?)
}

/// Whether the owner reviews others' visits.
pub(crate) fn is_captain(owner: &PersonV1) -> bool {
    owner
        .roles
        .iter()
        .any(|role| matches!(role.role, Role::Captain | Role::TownCaptain))
}
