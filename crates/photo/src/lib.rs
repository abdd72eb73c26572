//! Camera bytes in, evidence out: upright, small, stamped, fingerprinted.
//!
//! Knows no database, no screens, no clock and no other crate of ours. The image codecs live
//! only here. Start at [`evidence`], which makes the copy that is sent; [`probe`] reads a header
//! without decoding, and [`check_sent`] is the server's look at what arrived.
//!
//! Whatever bytes come in, the answer is a result or a typed [`Error`] with a stable code, and
//! no more than 256 MiB are used: `header` decides that before anything is decoded.

mod decode;
mod encode;
mod error;
mod fingerprint;
mod fresh_exif;
mod guard;
mod header;
mod jpeg_walk;
mod metadata;
mod stamp;
mod stamp_text;

use sha2::{Digest, Sha256};

pub use error::Error;
pub use header::Format;
pub use metadata::{ExifGps, Probe};

/// The text of the stamp, one entry a line. The caller composes every line; only the check code
/// line is added here, because it comes from the hash.
#[derive(Clone, Default)]
pub struct Stamp {
    pub lines: Vec<String>,
}

/// Where the phone was, in WGS-84 degrees.
#[derive(Clone, Copy, PartialEq)]
pub struct Fix {
    pub lat: f64,
    pub lon: f64,
    pub accuracy_m: f64,
    pub altitude_m: Option<f64>,
}

/// What the evidence should be and say.
#[derive(Clone)]
pub struct Wanted {
    /// The longest side of the sent copy, before a strip the stamp may need.
    pub long_edge_px: u32,
    /// What the sent copy should not exceed. It is missed rather than fall below the quality floor.
    pub budget_bytes: usize,
    pub stamp: Stamp,
    /// When the photo was taken, in milliseconds since 1970 UTC.
    pub taken_at_ms: i64,
    pub fix: Option<Fix>,
    pub visit_id: String,
    pub photo_id: String,
}

impl Wanted {
    /// 1600 px carries a legible page of a household file; 250 KB is a minute of poor signal.
    pub const LONG_EDGE_PX: u32 = 1600;
    pub const BUDGET_BYTES: usize = 250 * 1024;
}

/// What is kept beside the original and sent in its place.
#[derive(Clone)]
pub struct Evidence {
    /// The stamped JPEG.
    pub sent: Vec<u8>,
    pub sent_sha256: [u8; 32],
    pub original_sha256: [u8; 32],
    /// A JPEG of at most 256 px without the stamp, which would be unreadable that small.
    pub thumbnail: Vec<u8>,
    /// Of the sent copy.
    pub width: u32,
    pub height: u32,
    /// Perceptual hashes of the picture, upright and before the stamp.
    pub phash: u64,
    pub dhash: u64,
    /// Eight characters from the original's hash, as printed on the stamp.
    pub check_code: String,
    /// Characters the stamp's font lacks, each drawn as a crossed box.
    pub missing_glyphs: Vec<char>,
}

// What a photo shows, where and of whom stays out of logs: these print sizes and ids only.
impl std::fmt::Debug for Stamp {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Stamp")
            .field("lines", &self.lines.len())
            .finish()
    }
}

impl std::fmt::Debug for Fix {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Fix")
            .field("accuracy_m", &self.accuracy_m)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Wanted {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Wanted")
            .field("long_edge_px", &self.long_edge_px)
            .field("budget_bytes", &self.budget_bytes)
            .field("visit_id", &self.visit_id)
            .field("photo_id", &self.photo_id)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Evidence {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Evidence")
            .field("bytes", &self.sent.len())
            .field("width", &self.width)
            .field("height", &self.height)
            .field("check_code", &self.check_code)
            .finish_non_exhaustive()
    }
}

/// The shortest long edge that still holds a stamp, and the longest that memory allows for.
const LONG_EDGES_PX: std::ops::RangeInclusive<u32> = 320..=2048;

/// Enough to tell one photo from another in a list.
const THUMBNAIL_PX: u32 = 256;

/// Makes the sent copy, its thumbnail and its fingerprints. The same input gives the same bytes.
pub fn evidence(original: &[u8], wanted: &Wanted) -> Result<Evidence, Error> {
    guard::catch(|| {
        let original_sha256: [u8; 32] = Sha256::digest(original).into();
        let check_code = check_code(&original_sha256);
        let long_edge = wanted
            .long_edge_px
            .clamp(*LONG_EDGES_PX.start(), *LONG_EDGES_PX.end());

        let mut picture = decode::upright(original, long_edge)?;
        let small = decode::shrunk(&picture, THUMBNAIL_PX)?;
        let fingerprint = fingerprint::of(&small);
        let thumbnail = encode::thumbnail(&small)?;
        let missing_glyphs = stamp::draw(&mut picture, &wanted.stamp, &check_code)?;
        let exif = fresh_exif::block(wanted);
        let sent = encode::within(&picture, &exif, wanted.budget_bytes)?;

        Ok(Evidence {
            sent_sha256: Sha256::digest(&sent).into(),
            sent,
            original_sha256,
            thumbnail,
            width: picture.width,
            height: picture.height,
            phash: fingerprint.phash,
            dhash: fingerprint.dhash,
            check_code,
            missing_glyphs,
        })
    })
}

/// Reads what the header says, without decoding. Metadata that cannot be read is absent.
pub fn probe(original: &[u8]) -> Result<Probe, Error> {
    guard::catch(|| {
        let header = header::read(original)?;
        Ok(metadata::probe(original, &header))
    })
}

/// The server's look at a sent copy: a whole JPEG within the bounds [`evidence`] keeps.
pub fn check_sent(bytes: &[u8]) -> Result<Probe, Error> {
    let found = probe(bytes)?;
    if found.format != Format::Jpeg {
        return Err(Error::UnsupportedFormat {
            format: found.format.name(),
        });
    }
    // The stamp may lengthen one side by a strip, never beyond twice the longest edge.
    let limit = u64::from(*LONG_EDGES_PX.end()) * 2;
    if u64::from(found.width.max(found.height)) > limit {
        return Err(Error::TooLarge {
            width: found.width,
            height: found.height,
            limit: limit * limit,
        });
    }
    Ok(found)
}

/// Digits and capitals without I, L, O and U: read aloud over a telephone without mistakes.
const CHECK_ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The first 40 bits of the original's hash in eight characters.
fn check_code(original_sha256: &[u8; 32]) -> String {
    let bits = original_sha256[..5]
        .iter()
        .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    (0..8)
        .rev()
        .map(|place| char::from(CHECK_ALPHABET[(bits >> (place * 5) & 31) as usize]))
        .collect()
}
