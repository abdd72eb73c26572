//! The sent copy: as good as the budget allows, with its own EXIF.

use crate::planes::Planes;
use crate::{Error, jpeg};

/// From the usual quality down to where faces and print begin to suffer, which is the floor:
/// evidence that cannot be read is none, so the budget gives way before that.
const QUALITIES: [u8; 6] = [80, 76, 72, 68, 64, 60];

/// Plenty at 256 px.
const THUMBNAIL_QUALITY: u8 = 72;

/// A JPEG, and whether it keeps to the budget.
pub struct Encoded {
    pub bytes: Vec<u8>,
    pub fits: bool,
}

/// The best quality that fits the budget, or the lowest allowed. Halves the ladder rather than
/// walk down it: each try costs as much as all the rest of the encoding.
pub fn within(planes: &Planes, exif: &[u8], budget_bytes: usize) -> Result<Encoded, Error> {
    let room = budget_bytes.saturating_sub(exif.len() + SEGMENT_HEAD);
    let best = jpeg::encode(planes, QUALITIES[0])?;
    if best.len() <= room {
        return encoded(&best, exif, true);
    }
    let (mut from, mut to) = (1, QUALITIES.len() - 1);
    let mut fitting = None;
    while from <= to {
        let middle = (from + to) / 2;
        let bytes = jpeg::encode(planes, QUALITIES[middle])?;
        if bytes.len() <= room {
            fitting = Some(bytes);
            to = middle - 1;
        } else if middle == QUALITIES.len() - 1 {
            return encoded(&bytes, exif, false);
        } else {
            from = middle + 1;
        }
    }
    encoded(&fitting.ok_or(Error::Broken)?, exif, true)
}

pub fn thumbnail(small: &Planes) -> Result<Vec<u8>, Error> {
    jpeg::encode(small, THUMBNAIL_QUALITY)
}

/// Marker, length and `Exif`.
const SEGMENT_HEAD: usize = 10;

/// Puts the EXIF right behind the start of the image, where the standard wants it.
fn encoded(jpeg: &[u8], exif: &[u8], fits: bool) -> Result<Encoded, Error> {
    let length = u16::try_from(exif.len() + 8).map_err(|_| Error::Broken)?;
    let (start, rest) = jpeg.split_at_checked(2).ok_or(Error::Broken)?;
    let mut bytes = Vec::with_capacity(jpeg.len() + exif.len() + SEGMENT_HEAD);
    bytes.extend_from_slice(start);
    bytes.extend([0xFF, 0xE1]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend_from_slice(exif);
    bytes.extend_from_slice(rest);
    Ok(Encoded { bytes, fits })
}
