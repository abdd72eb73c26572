//! A file that was read, with its header found.

use axum::body::Bytes;
use sha2::{Digest as _, Sha256};

use crate::error::Error;

use super::header::{self, Header};
use super::read::{self, Row, Sheet};

pub(super) struct Book {
    pub sheets: Vec<Sheet>,
    pub header: Header,
    /// SHA-256 of the file.
    pub digest: String,
}

impl Book {
    /// Reads a file. Takes seconds for a large one: not for a thread that serves others.
    ///
    /// # Errors
    /// A code for a person.
    pub fn open(bytes: Bytes) -> Result<Self, Error> {
        let digest = protocol::hex(&Sha256::digest(&bytes));
        let sheets = read::read(bytes)?;
        let header = header::find(&sheets)?;
        Ok(Self {
            sheets,
            header,
            digest,
        })
    }

    /// The sheet with the header.
    pub fn sheet(&self) -> &Sheet {
        &self.sheets[self.header.sheet]
    }

    /// Rows below the header.
    pub fn rows(&self) -> &[Row] {
        self.sheet()
            .rows
            .get(self.header.row + self.header.height..)
            .unwrap_or_default()
    }
}
