//! What phones and the county server say to each other. Types only, versioned, frozen.
//!
//! Knows no database, no network and no screens. A phone in the field speaks exactly these
//! shapes for years: a released type is never changed, a `V2` is added beside it. Start with
//! [`push`] (what a phone sends), then [`pull`] (what it receives) and [`receipt`] (the only
//! proof of delivery).

pub mod bundle;
pub mod campaign;
pub mod clock;
pub mod county;
pub mod edit;
pub mod enrol;
pub mod entry;
pub mod error;
pub mod facts;
#[cfg(test)]
mod frozen;
pub mod have;
pub mod keyring;
pub mod photo;
pub mod policy;
pub mod problem;
pub mod pull;
pub mod push;
pub mod receipt;
pub mod roster;
pub mod row;
pub mod rules;
pub mod settled;
pub mod team;
pub mod version;
pub mod visit;

/// The version of the whole conversation; sent with every request as `Ruhu-Protocol`.
pub const PROTOCOL: u32 = 1;

/// The header that carries [`PROTOCOL`].
pub const PROTOCOL_HEADER: &str = "ruhu-protocol";

/// Hex SHA-256 of `bytes`, the way every digest is written on the wire.
pub fn digest(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    hex(&sha2::Sha256::digest(bytes))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
