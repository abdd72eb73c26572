//! What the phone may let go of, and when (DESIGN law 9): the camera's own bytes, once the county
//! proved to hold the photo, has accepted its visit, and enough time has passed by the county's
//! clock. A full disk is no reason.

use store::{contact, cover, dropped, photo};

use crate::desk::Desk;
use crate::error::CallError;
use crate::files::remove;
use crate::visit::{PHOTO_FOLDER, blur};

/// How long originals stay after the county has proved to hold them and accepted their visit.
const RETENTION_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Lets go of what may go now. Without having heard the county since the phone was started nobody
/// knows what time it is, and nothing goes.
pub(crate) fn let_go(desk: &Desk) -> Result<(), CallError> {
    let boot_id = desk.platform.boot_id();
    let (prunable, dropped) = desk.read(|conn| {
        if contact::last_heard(conn, &boot_id)?.is_none() {
            return Ok((Vec::new(), Vec::new()));
        }
        let now_ms = desk.now.as_ms();
        Ok((
            photo::prunable(conn, now_ms, RETENTION_MS)?,
            dropped::prunable(conn, now_ms, RETENTION_MS)?,
        ))
    })?;
    let folder = desk.data_dir.join(PHOTO_FOLDER);
    for row in prunable {
        let Some(path) = row.original_path else {
            continue;
        };
        remove(&folder.join(path))?;
        if row.removed {
            // Nothing shows it any more, and the county holds it.
            remove(&folder.join(&row.sent_path))?;
        }
        desk.write(|tx| Ok(photo::forget_original(tx, row.photo.id)?))?;
    }
    for gone in dropped {
        if let Some(path) = &gone.original_path {
            remove(&folder.join(path))?;
        }
        remove(&folder.join(&gone.sent_path))?;
        desk.write(|tx| Ok(dropped::forget(tx, gone.photo)?))?;
    }
    blur::let_go(desk, |conn| {
        Ok(match contact::last_heard(conn, &boot_id)? {
            Some(_) => cover::prunable(conn, desk.now.as_ms(), RETENTION_MS)?,
            None => cover::undeclared(conn)?,
        })
    })
}
