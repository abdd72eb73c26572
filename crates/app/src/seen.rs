//! Pictures taken on other phones, kept once somebody looked at them here. Never evidence: the
//! county holds them, and each may be let go at any time.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use store::county_visit;
use sync::Failure;

use crate::App;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::files::write_whole;
use crate::line::Line;
use crate::views::status::Room;
use crate::visit::PHOTO_FOLDER;

/// Some hundred visits' worth; beyond it the oldest go.
const KEPT_BYTES: u64 = 100 * 1024 * 1024;

/// One picture comes down at a time: two at once would share one narrow line.
#[derive(Default)]
pub(crate) struct Fetching {
    turn: tokio::sync::Mutex<()>,
    failed: AtomicU32,
}

impl App {
    /// Brings a picture down from the county, and keeps it. Without a line it is not here.
    pub(crate) async fn fetch(&self, sha256: String) -> Result<Vec<u8>, CallError> {
        let fetching = &self.inner.fetching;
        let failed_before = fetching.failed.load(Ordering::Relaxed);
        let _turn = fetching.turn.lock().await;
        let desk = self.desk()?;
        // The same picture, small and large, may have been asked for at once.
        if let Some(bytes) = read(&desk.data_dir, &sha256) {
            return Ok(bytes);
        }
        // A line that failed the one before would keep the others waiting one after another.
        let line_failed = fetching.failed.load(Ordering::Relaxed) != failed_before;
        if line_failed || !desk.platform.network_allowed() {
            return Err(ErrorCode::PhotoNotHere.into());
        }
        match fetch(&desk, &sha256).await {
            Ok(bytes) => {
                self.off_runtime(move || {
                    keep(&desk, &sha256, &bytes);
                    Ok(bytes)
                })
                .await
            }
            Err(error) => {
                fetching.failed.fetch_add(1, Ordering::Relaxed);
                Err(error)
            }
        }
    }
}

async fn fetch(desk: &Desk, sha256: &str) -> Result<Vec<u8>, CallError> {
    let line = Line::to_county(desk)?;
    let fetched = sync::fetch_photo(&line.parties(desk), sha256).await;
    fetched.map_err(|failure| match failure {
        Failure::Offline | Failure::NotOurServer | Failure::Refused { status: 404, .. } => {
            ErrorCode::PhotoNotHere.into()
        }
        other => other.into(),
    })
}

fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join(PHOTO_FOLDER).join("seen")
}

/// Anything but a digest names no picture, and never a path.
fn path(data_dir: &Path, sha256: &str) -> Option<PathBuf> {
    let digits = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
    (sha256.len() == 64 && sha256.bytes().all(digits)).then(|| folder(data_dir).join(sha256))
}

pub(crate) fn read(data_dir: &Path, sha256: &str) -> Option<Vec<u8>> {
    std::fs::read(path(data_dir, sha256)?).ok()
}

/// Keeps a picture if there is room to spare. That it could not be kept is no reason not to
/// show it.
fn keep(desk: &Desk, sha256: &str, bytes: &[u8]) {
    if desk.room() != Room::Enough {
        return;
    }
    let Some(path) = path(&desk.data_dir, sha256) else {
        return;
    };
    let kept = write_whole(&path, bytes).and_then(|()| bound(&folder(&desk.data_dir), KEPT_BYTES));
    if let Err(error) = kept {
        tracing::warn!(%error, "A picture was not kept");
    }
}

/// A kept picture, or what is left of one that was being written.
struct Kept {
    since: SystemTime,
    name: String,
    bytes: u64,
}

fn list(folder: &Path) -> std::io::Result<Vec<Kept>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    entries
        .map(|entry| {
            let entry = entry?;
            let about = entry.metadata()?;
            Ok(Kept {
                since: about.modified()?,
                name: entry.file_name().to_string_lossy().into_owned(),
                bytes: about.len(),
            })
        })
        .collect()
}

/// Lets the oldest go until no more than `limit` bytes are kept.
fn bound(folder: &Path, limit: u64) -> std::io::Result<()> {
    let mut kept = list(folder)?;
    kept.sort_by(|one, other| (one.since, &one.name).cmp(&(other.since, &other.name)));
    let mut bytes: u64 = kept.iter().map(|one| one.bytes).sum();
    for one in kept {
        if bytes <= limit {
            break;
        }
        std::fs::remove_file(folder.join(&one.name))?;
        bytes -= one.bytes;
    }
    Ok(())
}

/// Lets go of pictures whose visit this phone may no longer see.
pub(crate) fn let_go(desk: &Desk) -> Result<(), CallError> {
    let folder = folder(&desk.data_dir);
    let kept = list(&folder)?;
    if kept.is_empty() {
        return Ok(());
    }
    let shown = desk.read(|conn| Ok(county_visit::photo_names(conn)?))?;
    for one in kept.iter().filter(|one| !shown.contains(&one.name)) {
        match std::fs::remove_file(folder.join(&one.name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_oldest_pictures_go_first_and_only_as_many_as_must() {
        let dir = tempfile::tempdir().unwrap();
        for (age_s, name) in [(30, "a"), (10, "b"), (20, "c")] {
            let path = dir.path().join(name);
            std::fs::write(&path, [0; 10]).unwrap();
            let file = std::fs::File::options().write(true).open(&path).unwrap();
            let written = SystemTime::UNIX_EPOCH + Duration::from_secs(1000 - age_s);
            file.set_modified(written).unwrap();
        }
        bound(dir.path(), 30).unwrap();
        assert_eq!(list(dir.path()).unwrap().len(), 3);
        bound(dir.path(), 19).unwrap();
        let left: Vec<String> = list(dir.path())
            .unwrap()
            .into_iter()
            .map(|one| one.name)
            .collect();
        assert_eq!(left, ["b"]);
    }

    #[test]
    fn a_name_that_is_no_digest_leads_nowhere() {
        let dir = Path::new("data");
        assert!(path(dir, &"a1".repeat(32)).is_some());
        for odd in ["../../ruhu.db", "", &"A1".repeat(32), &"/.".repeat(32)] {
            assert!(path(dir, odd).is_none(), "{odd}");
        }
    }
}
