//! Photos in an object store that any number of servers share.
//!
//! At rest: `<prefix>/<county>/photos/<sha256>`. On the way: one object for each piece that has
//! arrived, `<prefix>/<county>/uploads/<sha256>/<offset>`, so that the next may come to another
//! server. Two servers may get the same piece at once, cut differently: what has arrived is the
//! unbroken chain from 0, and the digest over the whole decides.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig};
use tokio::runtime::Handle;

use super::blobs::{Blobs, Gathers};
use super::place::{BlobsError, S3Place};

/// One object a piece: as much as a photo usually is, so that a good line makes few.
const PIECE_BYTES: usize = 1024 * 1024;

/// Requests for the pieces of one photo at a time.
const LANES: usize = 4;

/// A phone waits behind this, so it is told soon to come again.
const GIVE_UP: Duration = Duration::from_secs(15);

/// Tries after the first, within [`GIVE_UP`].
const RETRIES: usize = 4;

/// A county's part of a bucket.
pub struct Bucket {
    store: Arc<dyn ObjectStore>,
    county: Path,
    runtime: Handle,
}

/// A piece that has arrived.
struct Piece {
    from: u64,
    bytes: u64,
    name: Path,
}

impl Bucket {
    /// Opens a county's part of a bucket and shows that it can be read and written. Blocks; works
    /// on a thread of the runtime that may.
    ///
    /// # Errors
    /// [`BlobsError`] says whether the bucket, the keys or the way there is missing.
    pub fn open(place: &S3Place, county: &str) -> Result<Self, BlobsError> {
        let bucket = || place.bucket.clone();
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket())
            .with_client_options(ClientOptions::new().with_timeout(GIVE_UP));
        for (name, value) in &place.settings {
            // Other programs have AWS_ settings of their own.
            if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>() {
                builder = builder.with_config(key, value);
            }
            // A store on a private network may speak plain HTTP, if its address says so.
            if value.starts_with("http://") {
                builder = builder.with_allow_http(true);
            }
        }
        let store = builder
            .with_retry(RetryConfig {
                max_retries: RETRIES,
                retry_timeout: GIVE_UP,
                ..RetryConfig::default()
            })
            .build()
            .map_err(|cause| BlobsError::Settings {
                bucket: bucket(),
                cause,
            })?;
        let prefix = Path::from(place.prefix.as_str());
        let opened = Self {
            store: Arc::new(store),
            county: prefix.join(county),
            runtime: Handle::current(),
        };
        opened.probe().map_err(|cause| match cause {
            object_store::Error::NotFound { .. } => BlobsError::NoBucket { bucket: bucket() },
            object_store::Error::Unauthenticated { .. }
            | object_store::Error::PermissionDenied { .. } => {
                BlobsError::Refused { bucket: bucket() }
            }
            cause => BlobsError::Unreachable {
                bucket: bucket(),
                cause,
            },
        })?;
        Ok(opened)
    }

    /// Asks for the bucket, writes, reads and lists: a server that cannot should not start.
    fn probe(&self) -> object_store::Result<()> {
        let name = self.county.clone().join("probe");
        self.runtime.block_on(async {
            // The nameless object is the bucket itself. Being there it has no date, which this
            // client calls an error; only these mean that it cannot be used.
            if let Err(
                error @ (object_store::Error::NotFound { .. }
                | object_store::Error::Unauthenticated { .. }
                | object_store::Error::PermissionDenied { .. }),
            ) = self.store.head(&Path::default()).await
            {
                return Err(error);
            }
            self.store.put(&name, "ruhu".into()).await?;
            self.store.get(&name).await?.bytes().await?;
            self.store
                .list(Some(&self.county))
                .next()
                .await
                .transpose()?;
            Ok(())
        })
    }

    fn uploads(&self, sha256: &str) -> Path {
        self.county.clone().join("uploads").join(sha256)
    }

    fn photo(&self, sha256: &str) -> Path {
        self.county.clone().join("photos").join(sha256)
    }

    /// Every piece, in order, whether it fits or not.
    async fn pieces(&self, sha256: &str) -> object_store::Result<Vec<Piece>> {
        let folder = self.uploads(sha256);
        let mut pieces: Vec<Piece> = self
            .store
            .list(Some(&folder))
            .try_filter_map(|object| async move {
                let from = object
                    .location
                    .filename()
                    .and_then(|name| name.parse().ok());
                Ok(from.map(|from| Piece {
                    from,
                    bytes: object.size,
                    name: object.location,
                }))
            })
            .try_collect()
            .await?;
        pieces.sort_by_key(|piece| piece.from);
        Ok(pieces)
    }
}

/// The pieces that follow one another without a gap or an overlap, and where they end.
fn chain(pieces: Vec<Piece>) -> (Vec<Piece>, u64) {
    let mut end = 0;
    let mut chain = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if piece.from == end && piece.bytes > 0 {
            end += piece.bytes;
            chain.push(piece);
        }
    }
    (chain, end)
}

fn failed(error: object_store::Error) -> io::Error {
    let kind = match &error {
        object_store::Error::NotFound { .. } => io::ErrorKind::NotFound,
        object_store::Error::Unauthenticated { .. }
        | object_store::Error::PermissionDenied { .. } => io::ErrorKind::PermissionDenied,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

impl Blobs for Bucket {
    fn arrived(&self, sha256: &str) -> io::Result<u64> {
        let pieces = self.runtime.block_on(self.pieces(sha256));
        Ok(chain(pieces.map_err(failed)?).1)
    }

    fn append(&self, sha256: &str, from: u64, bytes: &[u8]) -> io::Result<()> {
        // Ten digits, so that a store's own listing shows them in order.
        let name = self.uploads(sha256).join(format!("{from:010}"));
        let written = self.store.put(&name, bytes.to_vec().into());
        self.runtime.block_on(written).map_err(failed)?;
        Ok(())
    }

    fn gathers(&self) -> Gathers {
        Gathers {
            bytes: PIECE_BYTES,
            within: None,
        }
    }

    fn collected(&self, sha256: &str) -> io::Result<Vec<u8>> {
        let joined = self.runtime.block_on(async {
            let (chain, end) = chain(self.pieces(sha256).await?);
            let mut bytes = Vec::with_capacity(usize::try_from(end).unwrap_or_default());
            let mut parts = stream::iter(chain)
                .map(|piece| async move { self.store.get(&piece.name).await?.bytes().await })
                .buffered(LANES);
            while let Some(part) = parts.try_next().await? {
                bytes.extend_from_slice(&part);
            }
            Ok(bytes)
        });
        joined.map_err(failed)
    }

    fn reset(&self, sha256: &str) -> io::Result<()> {
        let removed = self.runtime.block_on(async {
            let pieces = self.pieces(sha256).await?;
            stream::iter(pieces)
                .map(|piece| async move {
                    match self.store.delete(&piece.name).await {
                        Err(object_store::Error::NotFound { .. }) => Ok(()),
                        other => other,
                    }
                })
                .buffer_unordered(LANES)
                .try_collect::<Vec<()>>()
                .await
        });
        removed.map(drop).map_err(failed)
    }

    fn keep(&self, sha256: &str, bytes: Vec<u8>) -> io::Result<()> {
        self.keep_whole(sha256, bytes)?;
        // The photo is safe; pieces that stay behind only take room.
        if let Err(error) = self.reset(sha256) {
            tracing::warn!(%error, "Pieces of a kept photo stay behind");
        }
        Ok(())
    }

    fn keep_whole(&self, sha256: &str, bytes: Vec<u8>) -> io::Result<()> {
        let name = self.photo(sha256);
        let written = self.store.put(&name, bytes.into());
        self.runtime.block_on(written).map_err(failed)?;
        Ok(())
    }

    fn holds(&self, sha256: &str) -> io::Result<bool> {
        let name = self.photo(sha256);
        match self.runtime.block_on(self.store.head(&name)) {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    fn read(&self, sha256: &str) -> io::Result<Vec<u8>> {
        let name = self.photo(sha256);
        let read = self
            .runtime
            .block_on(async { self.store.get(&name).await?.bytes().await });
        read.map(Vec::from).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(pieces: &[(u64, u64)]) -> u64 {
        let piece = |&(from, bytes): &(u64, u64)| Piece {
            from,
            bytes,
            name: Path::from("x"),
        };
        chain(pieces.iter().map(piece).collect()).1
    }

    #[test]
    fn what_has_arrived_ends_at_the_first_gap() {
        assert_eq!(end(&[]), 0);
        assert_eq!(end(&[(0, 10), (10, 5)]), 15);
        assert_eq!(end(&[(0, 10), (11, 5)]), 10);
        assert_eq!(end(&[(5, 10)]), 0);
        // Cut differently by another server: the shorter piece replaced the longer one at 0.
        assert_eq!(end(&[(0, 4), (10, 5)]), 4);
        assert_eq!(end(&[(0, 4), (4, 8), (10, 5)]), 12);
    }
}
