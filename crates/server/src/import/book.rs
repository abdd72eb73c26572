//! A file that was read, with its header found.

use crate::error::Error;

use super::header::{self, Header};
use super::read::{self, Row, Sheet};

pub(super) struct Book {
    pub sheets: Vec<Sheet>,
    pub header: Header,
}

impl Book {
    /// Reads a file. Takes seconds for a large one: not for a thread that serves others.
    ///
    /// # Errors
    /// A code for a person.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Error> {
        let sheets = read::read(bytes)?;
        let header = header::find(&sheets)?;
        Ok(Self { sheets, header })
    }

    /// The sheet with the header.
    pub fn sheet(&self) -> &Sheet {
        &self.sheets[self.header.sheet]
    }

    /// Rows below the header.
    pub fn rows(&self) -> &[Row] {
        self.sheet()
            .rows
            .get(self.header.row + 1..)
            .unwrap_or_default()
    }
}
