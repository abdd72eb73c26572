//! Pictures to JPEG bytes.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::Error;
use crate::decode::Picture;

/// From hardly visible loss down to where faces and print begin to suffer, which is the floor:
/// evidence that cannot be read is none, so the budget gives way before that.
const QUALITIES: [u8; 7] = [82, 78, 74, 70, 66, 63, 60];

/// Plenty at 256 px.
const THUMBNAIL_QUALITY: u8 = 72;

/// The best quality that fits the budget, or the lowest allowed.
pub fn within(picture: &Picture, exif: &[u8], budget_bytes: usize) -> Result<Vec<u8>, Error> {
    let mut smallest = Vec::new();
    for quality in QUALITIES {
        smallest = jpeg(picture, quality, Some(exif))?;
        if smallest.len() <= budget_bytes {
            break;
        }
    }
    Ok(smallest)
}

pub fn thumbnail(small: &Picture) -> Result<Vec<u8>, Error> {
    jpeg(small, THUMBNAIL_QUALITY, None)
}

fn jpeg(picture: &Picture, quality: u8, exif: Option<&[u8]>) -> Result<Vec<u8>, Error> {
    let side = |length: u32| u16::try_from(length).map_err(|_| Error::Broken);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_optimized_huffman_tables(true);
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
