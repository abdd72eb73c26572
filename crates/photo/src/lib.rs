//! Camera bytes in, evidence out: upright, small, stamped, fingerprinted.
//!
//! Knows no database, no screens, no clock and no other crate of ours. The image codecs live
//! only here. Start at [`evidence`], which makes the copy that is sent; [`probe`] reads a header
//! without decoding, and [`check_sent`] is the server's look at what arrived.
//!
//! Whatever bytes come in, the answer is a result or a typed [`Error`] with a stable code, and
//! no more than 256 MiB are used: `header` decides that before anything is decoded.

mod area;
mod blur;
mod decode;
mod encode;
mod error;
mod fallback;
mod fingerprint;
mod fresh_exif;
mod guard;
mod header;
mod jpeg;
mod jpeg_walk;
mod metadata;
mod planes;
mod resize;
mod stamp;
mod stamp_text;
mod transpose;

use fingerprint::Fingerprint;
use planes::Planes;
use sha2::{Digest, Sha256};

pub use area::Area;
pub use error::Error;
pub use fallback::Fallback;
pub use header::Format;
pub use metadata::{ExifGps, Probe};

/// The text of the stamp, one entry a line. The caller composes every line; only the check code
/// line is added here, because it comes from the hash.
#[derive(Clone, Default)]
pub struct Stamp {
    pub lines: Vec<String>,
    /// For what [`lacking`] names: rare characters of names, in fonts the phone has.
    pub fallback: Vec<Fallback>,
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
    /// What the sent copy should not exceed. First its quality gives way, then its size, and the
    /// budget itself before the picture falls below the floor of either.
    pub budget_bytes: usize,
    pub stamp: Stamp,
    /// What is hidden before the stamp is drawn: the faces of others.
    pub blurred: Vec<Area>,
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
    /// A JPEG of at most 256 px without the stamp, which would be unreadable that small. What is
    /// hidden is hidden here too.
    pub thumbnail: Vec<u8>,
    /// Of the sent copy.
    pub width: u32,
    pub height: u32,
    /// Perceptual hashes of the picture, upright, before the stamp and before anything is hidden.
    /// Both zero if it is too plain to be told from another.
    pub phash: u64,
    pub dhash: u64,
    /// Eight characters from the original's hash, as printed on the stamp.
    pub check_code: String,
    /// Characters no font has, each drawn as a crossed box.
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
            .field("blurred", &self.blurred.len())
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

/// What has just been done, for whoever measures: this crate has no clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Hashed,
    HeaderRead,
    Decoded,
    Shrunk,
    Fingerprinted,
    Stamped,
    Encoded,
}

/// Makes the sent copy, its thumbnail and its fingerprints. The same input gives the same bytes.
pub fn evidence(original: &[u8], wanted: &Wanted) -> Result<Evidence, Error> {
    evidence_in_steps(original, wanted, &mut |_| {})
}

/// The same, saying after each step which it was. A tight budget may take some steps again.
pub fn evidence_in_steps(
    original: &[u8],
    wanted: &Wanted,
    done: &mut dyn FnMut(Step),
) -> Result<Evidence, Error> {
    guard::catch(|| {
        let original_sha256: [u8; 32] = Sha256::digest(original).into();
        done(Step::Hashed);
        let check_code = check_code(&original_sha256);
        let long_edge = wanted
            .long_edge_px
            .clamp(*LONG_EDGES_PX.start(), *LONG_EDGES_PX.end());

        let header = header::read(original)?;
        let orientation = metadata::orientation(original, &header);
        done(Step::HeaderRead);
        let source = decode::source(original, &header, long_edge)?;
        done(Step::Decoded);
        let exif = fresh_exif::block(wanted);

        let mut seen = None;
        let mut edges = edges(long_edge).peekable();
        while let Some(edge) = edges.next() {
            let mut planes = source.fit(edge)?.turned(orientation);
            done(Step::Shrunk);
            if seen.is_none() {
                seen = Some(Seen::of(&planes, &wanted.blurred)?);
                done(Step::Fingerprinted);
            }
            blur::hide(&mut planes, &wanted.blurred);
            let missing_glyphs = stamp::draw(&mut planes, &wanted.stamp, &check_code)?;
            done(Step::Stamped);
            let sent = encode::within(&planes, &exif, wanted.budget_bytes)?;
            done(Step::Encoded);
            if !sent.fits && edges.peek().is_some() {
                continue;
            }
            let Some(Seen {
                fingerprint,
                thumbnail,
            }) = seen
            else {
                break;
            };
            return Ok(Evidence {
                sent_sha256: Sha256::digest(&sent.bytes).into(),
                sent: sent.bytes,
                original_sha256,
                thumbnail,
                width: planes.width(),
                height: planes.height(),
                phash: fingerprint.phash,
                dhash: fingerprint.dhash,
                check_code,
                missing_glyphs,
            });
        }
        Err(Error::Broken)
    })
}

/// The wanted size, and the smaller ones a tight budget may lead to. Below the last a paper held
/// to the camera can no longer be read.
fn edges(long_edge: u32) -> impl Iterator<Item = u32> {
    let smaller = [1280, 1024].into_iter();
    std::iter::once(long_edge).chain(smaller.filter(move |edge| *edge < long_edge))
}

/// What is taken from the picture before the stamp.
struct Seen {
    fingerprint: Fingerprint,
    thumbnail: Vec<u8>,
}

impl Seen {
    fn of(planes: &Planes, blurred: &[Area]) -> Result<Self, Error> {
        let mut small = planes.shrunk(THUMBNAIL_PX)?;
        let fingerprint = fingerprint::of(&small.luma);
        blur::hide(&mut small, blurred);
        Ok(Self {
            fingerprint,
            thumbnail: encode::thumbnail(&small)?,
        })
    }
}

/// The characters of a stamp's lines that the font inside the app lacks.
pub fn lacking(lines: &[String]) -> Vec<char> {
    stamp_text::lacking(lines)
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
pub fn check_code(original_sha256: &[u8; 32]) -> String {
    let bits = original_sha256[..5]
        .iter()
        .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    (0..8)
        .rev()
        .map(|place| char::from(CHECK_ALPHABET[(bits >> (place * 5) & 31) as usize]))
        .collect()
}
