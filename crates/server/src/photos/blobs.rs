//! Photos at rest: a folder here, an object store elsewhere.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Keeps bytes under their SHA-256.
pub trait Blobs: Send + Sync + 'static {
    /// Takes over a file that is whole and on disk.
    ///
    /// # Errors
    /// When it cannot be kept; the file is then still where it was.
    fn keep(&self, sha256: &str, file: &Path) -> io::Result<()>;

    /// Whether the bytes are here.
    ///
    /// # Errors
    /// When nobody can say.
    fn holds(&self, sha256: &str) -> io::Result<bool>;

    /// The bytes.
    ///
    /// # Errors
    /// When they are not here.
    fn read(&self, sha256: &str) -> io::Result<Vec<u8>>;
}

/// A folder on the same disk as the uploads: `ab/cd/<sha256>`.
pub struct Folder(PathBuf);

impl Folder {
    /// Uses this folder, making it if need be.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new(folder: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    fn place(&self, sha256: &str) -> io::Result<PathBuf> {
        match (sha256.get(..2), sha256.get(2..4)) {
            (Some(first), Some(second)) => Ok(self.0.join(first).join(second).join(sha256)),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }
}

impl Blobs for Folder {
    fn keep(&self, sha256: &str, file: &Path) -> io::Result<()> {
        let place = self.place(sha256)?;
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
            fs::rename(file, &place)?;
            // The name itself must survive a power cut before a receipt says it does, and so must
            // those of the folders it is in.
            for folder in folder.ancestors().take_while(|at| at.starts_with(&self.0)) {
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
