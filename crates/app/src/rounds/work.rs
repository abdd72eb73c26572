//! What a round would be for.

use store::{Connection, outbox, photo};

use crate::desk::Desk;
use crate::error::CallError;
use crate::settings;

/// What only this phone has and could send now.
pub(crate) struct Work {
    pub(crate) changes: u32,
    pub(crate) photos: u32,
    /// Photos are left for Wi-Fi, and this is none.
    pub(crate) photos_wait: bool,
}

impl Work {
    pub(crate) fn find(desk: &Desk, conn: &Connection) -> Result<Self, CallError> {
        Ok(Self {
            changes: outbox::sendable(conn)?,
            photos: photo::sendable(conn)?,
            photos_wait: !may_send_photos(desk),
        })
    }

    pub(super) fn any(&self) -> bool {
        self.changes > 0 || (self.photos > 0 && !self.photos_wait)
    }
}

pub(super) fn may_send_photos(desk: &Desk) -> bool {
    !(settings::load(&desk.data_dir).photos_on_wifi_only && desk.platform.metered())
}
