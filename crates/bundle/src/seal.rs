//! Writing: entries gather until they fill a part, which is sealed, signed and written out.

use std::io::Write;

use domain::id::{CountyId, DeviceId, PhotoId};
use protocol::bundle::{
    BUNDLE_VERSION, BundleHeaderV1, BundleKeyV1, EntryKind, EntryV1, MAX_PART_BYTES, PART_BYTES,
    PART_MAGIC, PartHeadV1,
};
use protocol::push::ChangeV1;
use uuid::Uuid;

use crate::Error;

/// What age and the heads of entries add to a part, at most.
const SEAL_ROOM: usize = 16 * 1024;

/// Whose work it is, and when it was packed.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub bundle_id: Uuid,
    pub county_id: CountyId,
    pub device_id: DeviceId,
    pub made_ms: i64,
}

/// Where a piece of a photo belongs.
#[derive(Clone, Debug)]
pub struct PhotoPiece<'a> {
    pub photo_id: PhotoId,
    pub sha256: &'a str,
    pub photo_bytes: u64,
    pub offset: u64,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    pub parts: u32,
    pub bytes: u64,
}

/// Writes one bundle, a part at a time.
pub struct Sealer<'a, W: Write> {
    out: W,
    origin: Origin,
    key_id: String,
    recipient: age::x25519::Recipient,
    /// Base64 Ed25519 of the phone.
    sign: &'a dyn Fn(&[u8]) -> String,
    plain: Vec<u8>,
    /// Whether what is gathered holds words.
    has_changes: bool,
    parts: u32,
    bytes: u64,
}

impl<'a, W: Write> Sealer<'a, W> {
    /// Writes the first line. `changes` and `photos` are what is meant to go in: they are told to
    /// people, nothing is decided by them.
    ///
    /// # Errors
    /// When the key is none, or the line cannot be written.
    pub fn begin(
        out: W,
        origin: Origin,
        key: &BundleKeyV1,
        (changes, photos): (u32, u32),
        sign: &'a dyn Fn(&[u8]) -> String,
    ) -> Result<Self, Error> {
        let recipient = key.recipient.parse().map_err(|_| Error::BadKey)?;
        let mut sealer = Self {
            out,
            origin,
            key_id: key.key_id.clone(),
            recipient,
            sign,
            plain: Vec::with_capacity(PART_BYTES + SEAL_ROOM),
            has_changes: false,
            parts: 0,
            bytes: 0,
        };
        let mut header = BundleHeaderV1 {
            ruhu_bundle: BUNDLE_VERSION,
            bundle_id: origin.bundle_id,
            county_id: origin.county_id,
            device_id: origin.device_id,
            made_ms: origin.made_ms,
            changes,
            photos,
            signature: String::new(),
        };
        header.signature = sign(&header.signed_bytes());
        let mut line = serde_json::to_vec(&header).map_err(|_| Error::Json)?;
        line.push(b'\n');
        sealer.write(&line)?;
        Ok(sealer)
    }

    /// Adds a change, its edit byte for byte as it is.
    ///
    /// # Errors
    /// When it is too large for any part, or the file cannot be written.
    pub fn change(&mut self, change: &ChangeV1) -> Result<(), Error> {
        let json = serde_json::to_vec(change).map_err(|_| Error::Json)?;
        self.entry(EntryKind::Change, &json)?;
        self.has_changes = true;
        Ok(())
    }

    /// Adds a piece of a photo.
    ///
    /// # Errors
    /// When it is too large for any part, or the file cannot be written.
    pub fn photo(&mut self, piece: &PhotoPiece<'_>, bytes: &[u8]) -> Result<(), Error> {
        // Words in parts of their own: a spoilt picture must not cost them.
        if self.has_changes {
            self.close_part(false)?;
        }
        let what = EntryKind::Photo {
            photo_id: piece.photo_id,
            photo_sha256: piece.sha256.to_owned(),
            photo_bytes: piece.photo_bytes,
            offset: piece.offset,
        };
        self.entry(what, bytes)
    }

    /// Writes the last part.
    ///
    /// # Errors
    /// When it cannot be sealed or written.
    pub fn finish(mut self) -> Result<(W, Made), Error> {
        self.close_part(true)?;
        self.out.flush()?;
        let made = Made {
            parts: self.parts,
            bytes: self.bytes,
        };
        Ok((self.out, made))
    }

    /// How many bytes are in the file so far.
    pub fn written(&self) -> u64 {
        self.bytes
    }

    fn entry(&mut self, what: EntryKind, bytes: &[u8]) -> Result<(), Error> {
        let too_large = Error::TooLarge { bytes: bytes.len() };
        if bytes.len() > MAX_PART_BYTES - SEAL_ROOM {
            return Err(too_large);
        }
        let entry = EntryV1 {
            bytes: u32::try_from(bytes.len()).map_err(|_| too_large)?,
            sha256: protocol::digest(bytes),
            what,
        };
        let head = serde_json::to_vec(&entry).map_err(|_| Error::Json)?;
        let full = !self.plain.is_empty() && self.plain.len() + bytes.len() > PART_BYTES;
        if full {
            self.close_part(false)?;
        }
        let length = u32::try_from(head.len()).map_err(|_| Error::Json)?;
        self.plain.extend_from_slice(&length.to_be_bytes());
        self.plain.extend_from_slice(&head);
        self.plain.extend_from_slice(bytes);
        Ok(())
    }

    fn close_part(&mut self, last: bool) -> Result<(), Error> {
        let sealed = age::encrypt(&self.recipient, &self.plain).map_err(|_| Error::Seal)?;
        self.plain.clear();
        self.has_changes = false;
        self.parts += 1;
        let Origin {
            bundle_id,
            county_id,
            device_id,
            made_ms,
        } = self.origin;
        let mut head = PartHeadV1 {
            bundle_id,
            county_id,
            device_id,
            key_id: self.key_id.clone(),
            made_ms,
            number: self.parts,
            last,
            bytes: u32::try_from(sealed.len()).map_err(|_| Error::Seal)?,
            sha256: protocol::digest(&sealed),
            signature: String::new(),
        };
        head.signature = (self.sign)(&head.signed_bytes());
        let head = serde_json::to_vec(&head).map_err(|_| Error::Json)?;
        let length = u16::try_from(head.len()).map_err(|_| Error::Json)?;
        self.write(PART_MAGIC)?;
        self.write(&length.to_be_bytes())?;
        self.write(&head)?;
        self.write(&sealed)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.out.write_all(bytes)?;
        self.bytes += bytes.len() as u64;
        Ok(())
    }
}
