//! Whether there is room for another photo. Work in words comes first: the phone stops taking
//! photos long before it could fail to save an answer, and it never makes room by pruning (law 9).

use crate::desk::Desk;
use crate::views::status::Room;

/// Kept free for everything that is not a photo: some thousand visits, and whatever else the
/// phone's system does with its disk.
const RESERVE_BYTES: u64 = 150 * 1024 * 1024;

/// SQLite may write the whole database anew, beside the old one, when an update changes its shape.
const DATABASES: u64 = 2;

/// About thirty photos with their originals: an afternoon's warning.
const WARNING_BYTES: u64 = 200 * 1024 * 1024;

/// How much room there is, as far as the system says.
pub(crate) fn room(free_bytes: Option<u64>, database_bytes: u64) -> Room {
    let least = RESERVE_BYTES.saturating_add(database_bytes.saturating_mul(DATABASES));
    match free_bytes {
        Some(free) if free < least => Room::None,
        Some(free) if free < least.saturating_add(WARNING_BYTES) => Room::Low,
        _ => Room::Enough,
    }
}

impl Desk {
    pub(crate) fn room(&self) -> Room {
        let free = self.platform.free_bytes(&self.data_dir);
        room(free, self.store.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MB: u64 = 1024 * 1024;

    #[test]
    fn photos_stop_while_there_is_still_room_to_save_words() {
        assert_eq!(room(Some(149 * MB), 0), Room::None);
        assert_eq!(room(Some(151 * MB), 0), Room::Low);
        assert_eq!(room(Some(351 * MB), 0), Room::Enough);
        assert_eq!(room(None, 0), Room::Enough);
    }

    #[test]
    fn a_large_database_keeps_room_to_be_written_anew() {
        assert_eq!(room(Some(349 * MB), 100 * MB), Room::None);
        assert_eq!(room(Some(351 * MB), 100 * MB), Room::Low);
    }
}
