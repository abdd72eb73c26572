//! Photos on their way in and at rest: in pieces, hashed when whole, kept. Knows no HTTP.

pub mod alike;
mod blobs;
mod bucket;
mod jpeg;
mod place;

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

pub use blobs::Gathers;
use blobs::{Blobs, Folder};
use bucket::Bucket;
pub use place::{BlobPlace, BlobsError, S3Place};

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
    blobs: Arc<dyn Blobs>,
    /// Of this process alone: two servers may work on one photo, and a store stands that.
    turns: Arc<Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>>,
}

impl Photos {
    /// Opens the place and shows that it can be used. Blocks; `county` is its id.
    ///
    /// # Errors
    /// [`BlobsError`].
    pub fn open(place: &BlobPlace, data_dir: &Path, county: &str) -> Result<Self, BlobsError> {
        let blobs: Arc<dyn Blobs> = match place {
            BlobPlace::Folder => Arc::new(Folder::new(data_dir).map_err(BlobsError::Folder)?),
            BlobPlace::S3(place) => Arc::new(Bucket::open(place, county)?),
        };
        let turns = Arc::default();
        Ok(Self { blobs, turns })
    }

    /// The turn to work on one photo; `None` while somebody else has it.
    pub fn turn(&self, sha256: &str) -> Option<tokio::sync::OwnedMutexGuard<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        let turn = turns.entry(sha256.to_owned()).or_default().clone();
        turn.try_lock_owned().ok()
    }

    /// How much of a photo has arrived. Survives a restart.
    ///
    /// # Errors
    /// When nobody can say.
    pub fn arrived(&self, sha256: &str) -> io::Result<u64> {
        self.blobs.arrived(sha256)
    }

    /// Adds the bytes that belong at `from` to what has arrived.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn append(&self, sha256: &str, from: u64, bytes: &[u8]) -> io::Result<()> {
        self.blobs.append(sha256, from, bytes)
    }

    /// How much is worth one [`Photos::append`].
    pub fn gathers(&self) -> Gathers {
        self.blobs.gathers()
    }

    /// Throws away what has arrived, to begin again.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn reset(&self, sha256: &str) -> io::Result<()> {
        self.blobs.reset(sha256)
    }

    /// Hashes what has arrived and keeps it for good, or throws it away. Keeping it twice is
    /// keeping it once.
    ///
    /// # Errors
    /// When it cannot be kept; what is wrong with the photo itself is in the inner result.
    pub fn keep(&self, sha256: &str) -> io::Result<Result<(), Spoilt>> {
        if self.blobs.arrived(sha256)? == 0 && self.blobs.holds(sha256)? {
            return Ok(Ok(()));
        }
        let bytes = self.blobs.collected(sha256)?;
        if let Some(spoilt) = inspect(&bytes, sha256) {
            self.blobs.reset(sha256)?;
            return Ok(Err(spoilt));
        }
        self.blobs.keep(sha256, bytes)?;
        Ok(Ok(()))
    }

    /// Hashes a photo that came all at once and keeps it for good, or nothing of it.
    ///
    /// # Errors
    /// When it cannot be kept; what is wrong with the photo itself is in the inner result.
    pub fn keep_whole(&self, sha256: &str, bytes: Vec<u8>) -> io::Result<Result<(), Spoilt>> {
        if let Some(spoilt) = inspect(&bytes, sha256) {
            return Ok(Err(spoilt));
        }
        self.blobs.keep_whole(sha256, bytes)?;
        Ok(Ok(()))
    }

    /// Whether the bytes are at rest, whatever the database says.
    ///
    /// # Errors
    /// When nobody can say.
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

fn inspect(bytes: &[u8], sha256: &str) -> Option<Spoilt> {
    if protocol::hex(&Sha256::digest(bytes)) != sha256 {
        return Some(Spoilt::DigestMismatch);
    }
    (!jpeg::is_kept(bytes)).then_some(Spoilt::NotAJpeg)
}
