//! Where the bytes of photos come from.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

/// Reads pieces of the files that photos name.
pub trait Files: Send + Sync {
    /// Up to `length` bytes from `offset`; fewer only at the end of the file.
    fn read_chunk(&self, path: &str, offset: u64, length: usize) -> io::Result<Vec<u8>>;
}

/// Files in the app's photo folder.
#[derive(Clone, Debug)]
pub struct Folder(pub PathBuf);

impl Files for Folder {
    fn read_chunk(&self, path: &str, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut file = std::fs::File::open(self.0.join(path))?;
        file.seek(SeekFrom::Start(offset))?;
        let mut chunk = Vec::with_capacity(length);
        let limit = u64::try_from(length).unwrap_or(u64::MAX);
        file.take(limit).read_to_end(&mut chunk)?;
        Ok(chunk)
    }
}
