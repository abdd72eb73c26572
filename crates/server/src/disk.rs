//! How full the disk under the data folder is. Words come before pictures here too: photos are
//! sent away while there is still room for thousands of visits in writing.

use std::path::{Path, PathBuf};

use serde::Serialize;
use ts_rs::TS;
use utoipa::ToSchema;

/// Kept free for the database: its log, a backup beside it, and some months of visits.
const PHOTO_RESERVE_BYTES: u64 = 256 * 1024 * 1024;

/// A busy county's photos of about a week.
const LOW_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// Seconds before a phone tries again: a disk is made larger by a person.
pub const FULL_RETRY_S: u32 = 300;

/// The disk of this server.
#[derive(Clone, Debug)]
pub struct Disk {
    dir: PathBuf,
    /// Photos lie here as well, not in a store elsewhere.
    has_photos: bool,
}

/// Whether somebody should see to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    Enough,
    Low,
    /// No new photo is taken; words still are.
    NoPhotos,
}

impl Disk {
    pub fn of(dir: &Path, has_photos: bool) -> Self {
        Self {
            dir: dir.to_owned(),
            has_photos,
        }
    }

    /// Bytes free, when the system says.
    pub fn free_bytes(&self) -> Option<u64> {
        let volume = rustix::fs::statvfs(&self.dir).ok()?;
        volume.f_bavail.checked_mul(volume.f_frsize)
    }

    pub fn room(&self) -> Room {
        room(self.free_bytes())
    }

    /// Whether bytes of photos may come.
    pub fn takes_photos(&self) -> bool {
        !self.has_photos || self.room() != Room::NoPhotos
    }
}

fn room(free_bytes: Option<u64>) -> Room {
    match free_bytes {
        Some(free) if free < PHOTO_RESERVE_BYTES => Room::NoPhotos,
        Some(free) if free < LOW_BYTES => Room::Low,
        _ => Room::Enough,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_are_sent_away_while_words_still_fit() {
        assert_eq!(room(Some(0)), Room::NoPhotos);
        assert_eq!(room(Some(PHOTO_RESERVE_BYTES)), Room::Low);
        assert_eq!(room(Some(LOW_BYTES)), Room::Enough);
        assert_eq!(
            room(None),
            Room::Enough,
            "a system that does not say is let be"
        );
    }

    #[test]
    fn photos_in_a_store_elsewhere_do_not_fill_this_disk() {
        let nowhere = Disk::of(Path::new("/proc"), false);
        assert!(nowhere.takes_photos());
    }
}
