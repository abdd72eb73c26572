//! What the header says, and whether decoding would fit in memory. Decodes nothing.

use crate::{Error, jpeg, jpeg_walk};

/// Never more than this for one photo, whatever comes in.
const MEMORY: u64 = 256 << 20;

/// For everything that is small whatever the picture: the resized copy, its stamped twin, the
/// encoder, and what the decoders keep a row of.
const SLACK: u64 = 24 << 20;

/// Three times what a 50 MP phone writes.
const MAX_BYTES: usize = 40 << 20;

/// The largest sensors; a few seconds' work on a cheap phone.
const MOST_PIXELS: u64 = 256_000_000;

/// Longer than any panorama; also bounds what decoders keep per row.
const MAX_SIDE: u32 = 32_767;

/// The kinds of image taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    WebP,
}

impl Format {
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }
}

pub struct Header {
    pub format: Format,
    pub width: u32,
    pub height: u32,
    /// How many bytes in front may hold metadata. After them a JPEG has only the picture, which
    /// whoever looks for EXIF would search to its end.
    pub head: usize,
    /// Whether the `image` crate may be given the picture: it decodes all of it, which takes far
    /// more memory than a scaled JPEG.
    pub tolerant: Result<(), Error>,
}

/// Reads the header and refuses what is cut short, broken, or would not fit.
pub fn read(bytes: &[u8]) -> Result<Header, Error> {
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(Error::TooManyBytes {
            bytes: bytes.len(),
            limit: MAX_BYTES,
        });
    }
    let format = sniff(bytes)?;
    match format {
        Format::Jpeg => scaled(bytes),
        Format::Png => whole(bytes, format, png(bytes)?),
        Format::WebP => whole(bytes, format, webp(bytes)?),
    }
}

/// A picture that is decoded at its full size, at a cost for each pixel.
fn whole(
    bytes: &[u8],
    format: Format,
    (width, height, cost): (u32, u32, u64),
) -> Result<Header, Error> {
    within(
        width,
        height,
        pixels_that_fit(bytes.len(), width, height, cost),
    )?;
    Ok(Header {
        format,
        width,
        height,
        head: bytes.len(),
        tolerant: Ok(()),
    })
}

/// A JPEG, of which no more is decoded than the copy needs.
fn scaled(bytes: &[u8]) -> Result<Header, Error> {
    let walked = jpeg_walk::walk(bytes)?;
    let (width, height) = (walked.width, walked.height);
    let pixels = u64::from(width) * u64::from(height);
    let by = jpeg::shrinks_by(width.max(height), *crate::LONG_EDGES_PX.end());
    let scaled = u64::from(width.div_ceil(by)) * u64::from(height.div_ceil(by)) * 3;
    let fixed = SLACK + bytes.len() as u64 + scaled;
    let limit = match walked.gathered {
        0 => MOST_PIXELS,
        gathered => {
            let room = u128::from(MEMORY.saturating_sub(fixed));
            (room * u128::from(pixels) / u128::from(gathered)) as u64
        }
    };
    within(width, height, limit.min(MOST_PIXELS))?;
    // After the size: that is the truer answer to a header of 65,535 × 65,535.
    if walked.too_thin {
        return Err(Error::Truncated);
    }
    let tolerant = if walked.colours_apart {
        Err(Error::UnsupportedFormat {
            format: "jpeg with a scan for each colour",
        })
    } else {
        let limit = pixels_that_fit(bytes.len(), width, height, walked.bytes_per_pixel);
        within(width, height, limit)
    };
    Ok(Header {
        format: Format::Jpeg,
        width,
        height,
        head: walked.head,
        tolerant,
    })
}

fn within(width: u32, height: u32, limit: u64) -> Result<(), Error> {
    if width == 0 || height == 0 {
        return Err(Error::Broken);
    }
    if u64::from(width) * u64::from(height) > limit || width.max(height) > MAX_SIDE {
        return Err(Error::TooLarge {
            width,
            height,
            limit,
        });
    }
    Ok(())
}

/// How many pixels can be decoded. The caller's bytes are held, and the decoder's copy of them;
/// shrinking keeps a strip as wide as the sent copy and as long as the picture's short side.
fn pixels_that_fit(len: usize, width: u32, height: u32, bytes_per_pixel: u64) -> u64 {
    let strip = u64::from(width.min(height)) * u64::from(*crate::LONG_EDGES_PX.end()) * 3;
    let fixed = SLACK + 2 * len as u64 + strip;
    MEMORY.saturating_sub(fixed) / bytes_per_pixel.max(1)
}

fn sniff(bytes: &[u8]) -> Result<Format, Error> {
    let unsupported = |format| Err(Error::UnsupportedFormat { format });
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Ok(Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(Format::Png),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Ok(Format::WebP),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand {
            [b'a', b'v', b'i', ..] => unsupported("avif"),
            [b'h', b'e', ..] | [b'm', b'i', b'f' | b's', ..] => unsupported("heic"),
            _ => unsupported("video"),
        },
        [b'G', b'I', b'F', b'8', ..] => unsupported("gif"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => unsupported("bmp"),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => unsupported("tiff or raw"),
        [b'%', b'P', b'D', b'F', ..] => unsupported("pdf"),
        // The beginning of a signature we know, and nothing after it.
        [0xFF] | [0xFF, 0xD8] => Err(Error::Truncated),
        [0x89, b'P', ..] if bytes.len() < 8 => Err(Error::Truncated),
        [b'R', b'I', b'F', b'F', ..] if bytes.len() < 12 => Err(Error::Truncated),
        _ => Err(Error::NotAnImage),
    }
}

fn u32_be(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn u32_le(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Size and cost of a PNG whose every chunk is present, the last included.
fn png(bytes: &[u8]) -> Result<(u32, u32, u64), Error> {
    let header = bytes.get(8..33).ok_or(Error::Truncated)?;
    if &header[4..8] != b"IHDR" {
        return Err(Error::Broken);
    }
    let (width, height) = (u32_be(header, 8), u32_be(header, 12));
    let channels = match header[17] {
        0 => 1,
        // A palette is expanded to colour, and its transparency to alpha.
        2 | 3 => 4,
        4 => 2,
        6 => 4,
        _ => return Err(Error::Broken),
    };
    // Gray may gain an alpha channel; an interlaced picture is kept once more.
    let bytes_per_sample = if header[16] == 16 { 2 } else { 1 };
    let copies = if header[20] == 0 { 1 } else { 2 };
    let cost = (channels.max(2) * bytes_per_sample * copies).max(3);

    let mut at = 8_usize;
    loop {
        let length = u32_be(bytes, at).ok_or(Error::Truncated)? as usize;
        let kind = bytes.get(at + 4..at + 8).ok_or(Error::Truncated)?;
        at = at
            .checked_add(length)
            .and_then(|at| at.checked_add(12))
            .ok_or(Error::Broken)?;
        if at > bytes.len() {
            return Err(Error::Truncated);
        }
        if kind == b"IEND" {
            return Ok((
                width.ok_or(Error::Broken)?,
                height.ok_or(Error::Broken)?,
                cost,
            ));
        }
    }
}

/// RGBA, the planes it is made from and a separately packed alpha, all at once.
const WEBP_COST: u64 = 11;

/// Size and cost of a still WebP that is all there. The size inside the picture's own chunk is
/// the one memory is taken for, so it must be the one the canvas announces.
fn webp(bytes: &[u8]) -> Result<(u32, u32, u64), Error> {
    let total = u32_le(bytes, 4).ok_or(Error::Truncated)? as usize;
    if total.saturating_add(8) > bytes.len() {
        return Err(Error::Truncated);
    }
    let mut canvas = None;
    let mut at = 12_usize;
    while at + 8 <= bytes.len() {
        let kind = &bytes[at..at + 4];
        let length = u32_le(bytes, at + 4).ok_or(Error::Truncated)? as usize;
        let data = bytes
            .get(at + 8..)
            .and_then(|rest| rest.get(..length))
            .ok_or(Error::Truncated)?;
        match kind {
            b"VP8X" if canvas.is_none() => {
                let flags = *data.first().ok_or(Error::Broken)?;
                if flags & 0x02 != 0 {
                    return Err(Error::UnsupportedFormat {
                        format: "animated webp",
                    });
                }
                let side = |at: usize| {
                    let bytes = data.get(at..at + 3)?;
                    Some(1 + u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]))
                };
                canvas = Some((side(4).ok_or(Error::Broken)?, side(7).ok_or(Error::Broken)?));
            }
            b"VP8 " | b"VP8L" => {
                let own = if kind == b"VP8 " {
                    lossy_size(data)
                } else {
                    lossless_size(data)
                };
                let (width, height) = own.ok_or(Error::Broken)?;
                if canvas.is_some_and(|canvas| canvas != (width, height)) {
                    return Err(Error::Broken);
                }
                return Ok((width, height, WEBP_COST));
            }
            _ => {}
        }
        at = at
            .saturating_add(8)
            .saturating_add(length)
            .saturating_add(length & 1);
    }
    Err(Error::Broken)
}

fn lossy_size(data: &[u8]) -> Option<(u32, u32)> {
    if data.get(3..6)? != [0x9D, 0x01, 0x2A] {
        return None;
    }
    let sizes = data.get(6..10)?;
    let side = |low: u8, high: u8| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
    Some((side(sizes[0], sizes[1]), side(sizes[2], sizes[3])))
}

fn lossless_size(data: &[u8]) -> Option<(u32, u32)> {
    if *data.first()? != 0x2F {
        return None;
    }
    let bits = u32_le(data, 1)?;
    Some((1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)))
}
