//! Photos on their way and at rest: a folder here, an object store in [`super::bucket`].

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// As much as a photo usually is, so that one which comes quickly is written once.
const GATHERED_BYTES: usize = 512 * 1024;

/// What came slowly is on the disk this soon, however little it is.
const GATHERED_FOR: Duration = Duration::from_secs(1);

/// Ends the name of a file that is written whole: one left behind by a stop is nobody's.
const WHOLE: &str = ".whole";

/// Keeps bytes under their SHA-256, and what has arrived of those still on their way. Blocks.
pub trait Blobs: Send + Sync + 'static {
    /// How much of a photo has arrived. Survives a restart.
    ///
    /// # Errors
    /// When nobody can say.
    fn arrived(&self, sha256: &str) -> io::Result<u64>;

    /// Adds the bytes that belong at `from` to what has arrived.
    ///
    /// # Errors
    /// When they cannot be written.
    fn append(&self, sha256: &str, from: u64, bytes: &[u8]) -> io::Result<()>;

    /// How much is worth one [`Blobs::append`].
    fn gathers(&self) -> Gathers;

    /// All that has arrived.
    ///
    /// # Errors
    /// When it cannot be read.
    fn collected(&self, sha256: &str) -> io::Result<Vec<u8>>;

    /// Throws away what has arrived, to begin again.
    ///
    /// # Errors
    /// When it cannot be removed.
    fn reset(&self, sha256: &str) -> io::Result<()>;

    /// Keeps for good what has arrived; `bytes` is all of it. Durable when it returns.
    ///
    /// # Errors
    /// When it cannot be kept; what has arrived is then still there.
    fn keep(&self, sha256: &str, bytes: Vec<u8>) -> io::Result<()>;

    /// Keeps for good a photo of which nothing was added before. Durable when it returns.
    ///
    /// # Errors
    /// When it cannot be kept; it has to come again.
    fn keep_whole(&self, sha256: &str, bytes: Vec<u8>) -> io::Result<()>;

    /// Whether the photo is at rest here.
    ///
    /// # Errors
    /// When nobody can say.
    fn holds(&self, sha256: &str) -> io::Result<bool>;

    /// The bytes at rest.
    ///
    /// # Errors
    /// When they are not here.
    fn read(&self, sha256: &str) -> io::Result<Vec<u8>>;
}

/// What is held in memory of a photo that is still coming.
#[derive(Clone, Copy, Debug)]
pub struct Gathers {
    pub bytes: usize,
    /// Not longer than this, where little is as easily added as much.
    pub within: Option<Duration>,
}

/// Two folders on one disk: `uploads/<sha256>` on the way, `photos/ab/<sha256>` at rest.
pub struct Folder {
    uploads: PathBuf,
    photos: PathBuf,
}

impl Folder {
    /// Uses the folders in this one, making them if need be.
    ///
    /// # Errors
    /// When they cannot be made.
    pub fn new(folder: &Path) -> io::Result<Self> {
        let (uploads, photos) = (folder.join("uploads"), folder.join("photos"));
        fs::create_dir_all(&uploads)?;
        fs::create_dir_all(&photos)?;
        // All of them at once: a photo then waits for its own name to be durable and no other.
        let mut is_new = false;
        for first in 0..=u8::MAX {
            match fs::create_dir(photos.join(format!("{first:02x}"))) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => {
                    made?;
                    is_new = true;
                }
            }
        }
        if is_new {
            File::open(&photos)?.sync_all()?;
            File::open(folder)?.sync_all()?;
        }
        // A photo that another process writes just now has to be sent once more.
        for entry in fs::read_dir(&uploads)? {
            let path = entry?.path();
            if path.to_str().is_some_and(|path| path.ends_with(WHOLE)) {
                fs::remove_file(path)?;
            }
        }
        Ok(Self { uploads, photos })
    }

    fn upload(&self, sha256: &str) -> PathBuf {
        self.uploads.join(sha256)
    }

    fn place(&self, sha256: &str) -> io::Result<PathBuf> {
        match sha256.get(..2) {
            Some(first) => Ok(self.photos.join(first).join(sha256)),
            None => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    /// Where photos were kept before: one folder deeper, each of which had to be made durable.
    fn former_place(&self, sha256: &str) -> io::Result<PathBuf> {
        match (sha256.get(..2), sha256.get(2..4)) {
            (Some(first), Some(second)) => Ok(self.photos.join(first).join(second).join(sha256)),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    /// Moves a file that is durable itself to where photos rest.
    fn lay_down(&self, file: &Path, sha256: &str) -> io::Result<()> {
        let place = self.place(sha256)?;
        fs::rename(file, &place)?;
        // The name itself must survive a power cut before a receipt says it does.
        match place.parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }
}

impl Blobs for Folder {
    fn arrived(&self, sha256: &str) -> io::Result<u64> {
        match fs::metadata(self.upload(sha256)) {
            Ok(file) => Ok(file.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    fn append(&self, sha256: &str, _from: u64, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.upload(sha256))?
            .write_all(bytes)
    }

    fn gathers(&self) -> Gathers {
        Gathers {
            bytes: GATHERED_BYTES,
            within: Some(GATHERED_FOR),
        }
    }

    fn collected(&self, sha256: &str) -> io::Result<Vec<u8>> {
        fs::read(self.upload(sha256))
    }

    fn reset(&self, sha256: &str) -> io::Result<()> {
        match fs::remove_file(self.upload(sha256)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn keep(&self, sha256: &str, _bytes: Vec<u8>) -> io::Result<()> {
        let file = self.upload(sha256);
        File::open(&file)?.sync_all()?;
        self.lay_down(&file, sha256)
    }

    fn keep_whole(&self, sha256: &str, bytes: Vec<u8>) -> io::Result<()> {
        let path = self.uploads.join(format!("{sha256}{WHOLE}"));
        let kept = File::create(&path)
            .and_then(|mut file| {
                file.write_all(&bytes)?;
                file.sync_all()
            })
            .and_then(|()| self.lay_down(&path, sha256));
        if kept.is_err() {
            // Half a file takes room on what may be a full disk.
            let _ = fs::remove_file(&path);
        }
        kept
    }

    fn holds(&self, sha256: &str) -> io::Result<bool> {
        Ok(self.place(sha256)?.try_exists()? || self.former_place(sha256)?.try_exists()?)
    }

    fn read(&self, sha256: &str) -> io::Result<Vec<u8>> {
        match fs::read(self.place(sha256)?) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::read(self.former_place(sha256)?)
            }
            read => read,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_laid_down_before_the_folders_changed_are_still_found() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path()).unwrap();
        let former = dir.path().join("photos/ab/cd");
        fs::create_dir_all(&former).unwrap();
        fs::write(former.join("abcdef"), b"old").unwrap();
        assert!(folder.holds("abcdef").unwrap());
        assert_eq!(folder.read("abcdef").unwrap(), b"old");
        assert!(!folder.holds("abce00").unwrap());
        assert!(folder.read("abce00").is_err());
    }

    #[test]
    fn half_a_photo_left_by_a_stop_is_swept_out_and_what_goes_on_stays() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path()).unwrap();
        folder.append("aa11", 0, b"coming").unwrap();
        let half = dir.path().join("uploads/bb22.whole");
        fs::write(&half, b"half").unwrap();
        let folder = Folder::new(dir.path()).unwrap();
        assert!(!half.exists());
        assert_eq!(folder.arrived("aa11").unwrap(), 6);
        assert_eq!(folder.arrived("bb22").unwrap(), 0);
        assert!(!folder.holds("bb22").unwrap());
    }
}
