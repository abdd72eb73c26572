//! Photos on their way in and at rest: temporary file, hash, rename. Knows no HTTP.

mod blobs;
mod jpeg;

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

pub use blobs::{Blobs, Folder};

/// Why bytes that arrived whole are not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoilt {
    /// Not the photo that was announced.
    DigestMismatch,
    /// Not a picture the county keeps.
    NotAJpeg,
}

impl Spoilt {
    pub fn code(self) -> &'static str {
        match self {
            Self::DigestMismatch => "digest_mismatch",
            Self::NotAJpeg => "not_a_jpeg",
        }
    }
}

/// Where photos are.
#[derive(Clone)]
pub struct Photos {
    uploads: PathBuf,
    blobs: Arc<dyn Blobs>,
    turns: Arc<Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>>,
}

impl Photos {
    /// Uses these folders, making them if need be.
    ///
    /// # Errors
    /// When the folder for what is on its way cannot be made.
    pub fn new(uploads: PathBuf, blobs: Arc<dyn Blobs>) -> io::Result<Self> {
        fs::create_dir_all(&uploads)?;
        Ok(Self {
            uploads,
            blobs,
            turns: Arc::default(),
        })
    }

    /// The turn to work on one photo; `None` while somebody else has it.
    pub fn turn(&self, sha256: &str) -> Option<tokio::sync::OwnedMutexGuard<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        let turn = turns.entry(sha256.to_owned()).or_default().clone();
        turn.try_lock_owned().ok()
    }

    fn upload(&self, sha256: &str) -> PathBuf {
        self.uploads.join(sha256)
    }

    /// How much of a photo has arrived. What is in the file survives a restart.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn arrived(&self, sha256: &str) -> io::Result<u64> {
        match fs::metadata(self.upload(sha256)) {
            Ok(file) => Ok(file.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// Adds bytes to what has arrived.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&self, sha256: &str, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.upload(sha256))?
            .write_all(bytes)
    }

    /// Throws away what has arrived, to begin again.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn reset(&self, sha256: &str) -> io::Result<()> {
        match fs::remove_file(self.upload(sha256)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Hashes what has arrived and keeps it for good, or throws it away. Keeping it twice is
    /// keeping it once.
    ///
    /// # Errors
    /// When the disk fails; what is wrong with the photo itself is in the inner result.
    pub fn keep(&self, sha256: &str) -> io::Result<Result<(), Spoilt>> {
        let file = self.upload(sha256);
        if !file.exists() && self.blobs.holds(sha256)? {
            return Ok(Ok(()));
        }
        let spoilt = inspect(&file, sha256)?;
        if let Some(spoilt) = spoilt {
            self.reset(sha256)?;
            return Ok(Err(spoilt));
        }
        File::open(&file)?.sync_all()?;
        self.blobs.keep(sha256, &file)?;
        Ok(Ok(()))
    }

    /// Whether the bytes are at rest, whatever the database says.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn holds(&self, sha256: &str) -> io::Result<bool> {
        self.blobs.holds(sha256)
    }

    /// A photo's bytes.
    ///
    /// # Errors
    /// When it is not there.
    pub fn read(&self, sha256: &str) -> io::Result<Vec<u8>> {
        self.blobs.read(sha256)
    }
}

fn inspect(file: &Path, sha256: &str) -> io::Result<Option<Spoilt>> {
    let mut bytes = Vec::new();
    File::open(file)?.read_to_end(&mut bytes)?;
    if protocol::hex(&Sha256::digest(&bytes)) != sha256 {
        return Ok(Some(Spoilt::DigestMismatch));
    }
    Ok(if jpeg::is_kept(&bytes) {
        None
    } else {
        Some(Spoilt::NotAJpeg)
    })
}
