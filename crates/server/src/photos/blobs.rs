//! Photos on their way and at rest: a folder here, an object store in [`super::bucket`].

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

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

    /// As many bytes as are worth one [`Blobs::append`]; fewer only when no more come.
    fn gathers(&self) -> usize;

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

/// Two folders on one disk: `uploads/<sha256>` on the way, `photos/ab/cd/<sha256>` at rest.
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
        Ok(Self { uploads, photos })
    }

    fn upload(&self, sha256: &str) -> PathBuf {
        self.uploads.join(sha256)
    }

    fn place(&self, sha256: &str) -> io::Result<PathBuf> {
        match (sha256.get(..2), sha256.get(2..4)) {
            (Some(first), Some(second)) => Ok(self.photos.join(first).join(second).join(sha256)),
            _ => Err(io::ErrorKind::InvalidInput.into()),
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

    /// A file grows by any number of bytes: what has come is safest on the disk.
    fn gathers(&self) -> usize {
        0
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
        let (file, place) = (self.upload(sha256), self.place(sha256)?);
        File::open(&file)?.sync_all()?;
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
            fs::rename(file, &place)?;
            // The name itself must survive a power cut before a receipt says it does, and so must
            // those of the folders it is in.
            for folder in folder
                .ancestors()
                .take_while(|at| at.starts_with(&self.photos))
            {
                File::open(folder)?.sync_all()?;
            }
        }
        Ok(())
    }

    fn holds(&self, sha256: &str) -> io::Result<bool> {
        self.place(sha256)?.try_exists()
    }

    fn read(&self, sha256: &str) -> io::Result<Vec<u8>> {
        fs::read(self.place(sha256)?)
    }
}
