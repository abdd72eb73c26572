//! Pictures to JPEG bytes.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::Error;
use crate::decode::Picture;

/// From hardly visible loss down to where faces and print begin to suffer, which is the floor:
/// evidence that cannot be read is none, so the budget gives way before that.
const QUALITIES: [u8; 7] = [82, 78, 74, 70, 66, 63, 60];

/// Plenty at 256 px.
const THUMBNAIL_QUALITY: u8 = 72;

/// The best quality that fits the budget, or the lowest allowed. Halves the ladder rather than
/// walk down it: each try costs as much as all the rest of the encoding.
pub fn within(picture: &Picture, exif: &[u8], budget_bytes: usize) -> Result<Vec<u8>, Error> {
    let best = jpeg(picture, QUALITIES[0], Some(exif))?;
    if best.len() <= budget_bytes {
        return Ok(best);
    }
    let (mut from, mut to) = (1, QUALITIES.len() - 1);
    let mut fitting = None;
    while from <= to {
        let middle = (from + to) / 2;
        let bytes = jpeg(picture, QUALITIES[middle], Some(exif))?;
        if bytes.len() <= budget_bytes {
            fitting = Some(bytes);
            to = middle - 1;
        } else if middle == QUALITIES.len() - 1 {
            return Ok(bytes);
        } else {
            from = middle + 1;
        }
    }
    fitting.ok_or(Error::Broken)
}

pub fn thumbnail(small: &Picture) -> Result<Vec<u8>, Error> {
    jpeg(small, THUMBNAIL_QUALITY, None)
}

fn jpeg(picture: &Picture, quality: u8, exif: Option<&[u8]>) -> Result<Vec<u8>, Error> {
    let side = |length: u32| u16::try_from(length).map_err(|_| Error::Broken);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    // With standard tables: this encoder's own tables, a twentieth smaller, come in one scan for
    // each colour, which not every decoder puts together again.
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    if let Some(exif) = exif {
        encoder.add_exif_metadata(exif).map_err(|_| Error::Broken)?;
    }
    encoder
        .encode(
            &picture.rgb,
            side(picture.width)?,
            side(picture.height)?,
            ColorType::Rgb,
        )
        .map_err(|_| Error::Broken)?;
    Ok(bytes)
}
