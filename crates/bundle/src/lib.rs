//! Seals a phone's work into a file that anybody may carry and only the county can read.
//!
//! The format is `protocol::bundle`'s; here is what writes it, finds its parts again in whatever
//! is left of a file, and opens them. Bytes in, bytes out: it knows no disk, no network, no
//! database and no clock, and never holds more than one part. Start with [`Sealer`], then
//! [`Scanner`] and [`Identity::open`].

mod open;
mod scan;
mod seal;

#[cfg(test)]
mod tests;

pub use open::{Entry, Identity, Unopened};
pub use scan::{Found, Part, Scanner};
pub use seal::{Made, Origin, PhotoPiece, Sealer};

/// Why a bundle cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the county's bundle key is not one")]
    BadKey,
    #[error("an entry of {bytes} bytes is larger than a part")]
    TooLarge { bytes: usize },
    #[error("a part could not be sealed")]
    Seal,
    #[error("an entry could not be written as JSON")]
    Json,
    #[error("the bundle could not be written")]
    Io(#[from] std::io::Error),
}
