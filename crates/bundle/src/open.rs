//! Reading what was sealed: the county's side.

use std::str::FromStr;

use age::secrecy::ExposeSecret as _;
use protocol::bundle::{EntryKind, EntryV1, MAX_HEAD_BYTES};

/// Why a part that is whole does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unopened {
    /// Not sealed to this key, or not by age.
    #[error("the part is not sealed to this key")]
    Sealed,
    /// The phone wrote something this program cannot read.
    #[error("what is in the part cannot be read")]
    Malformed,
}

/// One thing a phone put in.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    pub what: EntryKind,
    pub bytes: Vec<u8>,
}

/// People's facts and faces.
impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry({} bytes)", self.bytes.len())
    }
}

/// The half of a bundle key that stays at the county.
#[derive(Clone)]
pub struct Identity(age::x25519::Identity);

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity")
    }
}

impl FromStr for Identity {
    type Err = Unopened;

    fn from_str(text: &str) -> Result<Self, Unopened> {
        text.parse().map(Self).map_err(|_| Unopened::Sealed)
    }
}

impl Identity {
    /// A new one, from the system's random bytes.
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// How the county keeps it: `AGE-SECRET-KEY-1…`.
    pub fn secret_text(&self) -> String {
        self.0.to_string().expose_secret().to_owned()
    }

    /// What phones seal to: `age1…`.
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }

    /// What the key is called.
    pub fn key_id(&self) -> String {
        protocol::digest(self.recipient().as_bytes())[..16].to_owned()
    }

    /// Everything in a part, or nothing of it: a part is authenticated as a whole.
    ///
    /// # Errors
    /// [`Unopened`].
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<Entry>, Unopened> {
        let plain = age::decrypt(&self.0, sealed).map_err(|_| Unopened::Sealed)?;
        entries(&plain)
    }
}

fn entries(mut plain: &[u8]) -> Result<Vec<Entry>, Unopened> {
    let mut entries = Vec::new();
    while !plain.is_empty() {
        let (length, rest) = plain.split_first_chunk().ok_or(Unopened::Malformed)?;
        let length = u32::from_be_bytes(*length) as usize;
        if length > MAX_HEAD_BYTES {
            return Err(Unopened::Malformed);
        }
        let (head, rest) = rest.split_at_checked(length).ok_or(Unopened::Malformed)?;
        let head: EntryV1 = serde_json::from_slice(head).map_err(|_| Unopened::Malformed)?;
        let (bytes, rest) = rest
            .split_at_checked(head.bytes as usize)
            .ok_or(Unopened::Malformed)?;
        if protocol::digest(bytes) != head.sha256 {
            return Err(Unopened::Malformed);
        }
        entries.push(Entry {
            what: head.what,
            bytes: bytes.to_vec(),
        });
        plain = rest;
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bytes_that_make_no_sense_are_refused_and_not_trusted(bytes: Vec<u8>) {
            let _ = entries(&bytes);
            let mut lying = u32::MAX.to_be_bytes().to_vec();
            lying.extend(bytes);
            prop_assert_eq!(entries(&lying), Err(Unopened::Malformed));
        }
    }
}
