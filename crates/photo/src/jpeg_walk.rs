//! Walks a JPEG from marker to marker: is it whole, how large is it, what would decoding take.
//!
//! Several decoders turn a cut-off file into a grey picture without a word, so the end marker is
//! required. What follows it (padding, a maker's second picture) is ignored.

use crate::Error;

/// The usual progressive script has 10 scans, the most elaborate encoders reach about 20.
const MAX_SCANS: usize = 32;

pub struct Walked {
    pub width: u32,
    pub height: u32,
    /// Where the first scan begins.
    pub head: usize,
    /// What the whole picture's coefficients take, in bytes, if it comes in several scans and they
    /// have to be gathered.
    pub gathered: u64,
    /// The most the tolerant decoder holds for each pixel.
    pub bytes_per_pixel: u64,
    /// The tolerant decoder would lose the colours without a word.
    pub colours_apart: bool,
    /// Fewer bytes than any picture of this size takes.
    pub too_thin: bool,
}

struct Frame {
    width: u32,
    height: u32,
    progressive: bool,
    components: usize,
    subsampled: bool,
    /// Samples of all components for each hundred pixels: 150 for 4:2:0, 300 for 4:4:4.
    samples_per_cent: u64,
}

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

pub fn walk(bytes: &[u8]) -> Result<Walked, Error> {
    let mut at = 2;
    let mut frame = None;
    let mut head = bytes.len();
    let mut scans = 0;
    let mut scan_bytes = 0;
    let mut all_in_first_scan = true;
    loop {
        let marker_at = next_marker(bytes, at).ok_or(Error::Truncated)?;
        if scans > 0 {
            scan_bytes += marker_at - at;
        }
        let marker = bytes[marker_at + 1];
        at = marker_at + 2;
        if marker == END_OF_IMAGE {
            break;
        }
        // These stand alone: restarts, a repeated start, and TEM.
        if matches!(marker, 0xD0..=0xD8 | 0x01) {
            continue;
        }
        let length = match bytes.get(at..at + 2) {
            Some(length) => usize::from(u16::from_be_bytes([length[0], length[1]])),
            None => return Err(Error::Truncated),
        };
        if length < 2 {
            return Err(Error::Broken);
        }
        let segment = bytes.get(at + 2..at + length).ok_or(Error::Truncated)?;
        at += length;
        match marker {
            0xC0..=0xC2 if frame.is_none() => frame = Some(read_frame(marker, segment)?),
            // A second frame would be decoded in place of the one that was checked.
            0xC0..=0xC2 => return Err(Error::Broken),
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return Err(Error::UnsupportedFormat {
                    format: "lossless or arithmetic jpeg",
                });
            }
            START_OF_SCAN => {
                let Some(frame) = &frame else {
                    return Err(Error::Broken);
                };
                if scans == 0 {
                    head = marker_at;
                }
                scans += 1;
                let in_scan = segment
                    .first()
                    .copied()
                    .map(usize::from)
                    .ok_or(Error::Broken)?;
                all_in_first_scan &= scans > 1 || in_scan == frame.components;
            }
            _ => {}
        }
    }
    let frame = frame.ok_or(Error::Broken)?;
    if scans == 0 {
        return Err(Error::Truncated);
    }
    if scans > MAX_SCANS {
        return Err(Error::TooManyScans {
            scans,
            limit: MAX_SCANS,
        });
    }
    Ok(Walked {
        width: frame.width,
        height: frame.height,
        head,
        gathered: frame.gathered(all_in_first_scan),
        bytes_per_pixel: frame.cost(all_in_first_scan),
        colours_apart: !frame.progressive && !all_in_first_scan && frame.subsampled,
        too_thin: frame.is_too_thin(scan_bytes),
    })
}

/// The next `FF xx` that is neither stuffing nor fill.
fn next_marker(bytes: &[u8], from: usize) -> Option<usize> {
    const CHUNK: usize = 64;
    let first = bytes.get(from..)?;
    let second = first.get(1..)?;
    let is_marker =
        |(first, second): (&u8, &u8)| (*first == 0xFF) & (*second != 0x00) & (*second != 0xFF);
    // Compressed data has an `FF` in every few hundred bytes, nearly all of them stuffed. Asking
    // of whole chunks, without a branch in them, costs a fifth of stopping at each.
    let plain = first
        .chunks_exact(CHUNK)
        .zip(second.chunks_exact(CHUNK))
        .take_while(|(first, second)| {
            let pairs = first.iter().zip(second.iter());
            !pairs.fold(false, |any, pair| any | is_marker(pair))
        })
        .count();
    let at = plain * CHUNK;
    let found = first[at..].iter().zip(&second[at..]).position(is_marker)?;
    Some(from + at + found)
}

fn read_frame(marker: u8, segment: &[u8]) -> Result<Frame, Error> {
    let [precision, h1, h0, w1, w0, components, rest @ ..] = segment else {
        return Err(Error::Broken);
    };
    if *precision != 8 {
        return Err(Error::UnsupportedFormat {
            format: "12-bit jpeg",
        });
    }
    let components = usize::from(*components);
    if !matches!(components, 1 | 3 | 4) || rest.len() < components * 3 {
        return Err(Error::Broken);
    }
    let (mut widest, mut tallest, mut samples) = (1, 1, 0);
    for component in rest.chunks_exact(3).take(components) {
        let (across, down) = (u64::from(component[1] >> 4), u64::from(component[1] & 15));
        if !(1..=4).contains(&across) || !(1..=4).contains(&down) {
            return Err(Error::Broken);
        }
        widest = across.max(widest);
        tallest = down.max(tallest);
        samples += across * down;
    }
    Ok(Frame {
        width: u32::from(u16::from_be_bytes([*w1, *w0])),
        height: u32::from(u16::from_be_bytes([*h1, *h0])),
        progressive: marker == 0xC2,
        components,
        subsampled: widest * tallest > 1,
        samples_per_cent: (samples * 100).div_ceil(widest * tallest),
    })
}

impl Frame {
    /// Two bytes for each coefficient, in whole blocks.
    fn gathered(&self, all_in_first_scan: bool) -> u64 {
        if !self.progressive && all_in_first_scan {
            return 0;
        }
        let side = |length: u32| u64::from(length.next_multiple_of(32));
        (side(self.width) * side(self.height) * self.samples_per_cent * 2).div_ceil(100)
    }

    /// The decoded picture, and, if it comes in several scans, every coefficient in two bytes.
    fn cost(&self, all_in_first_scan: bool) -> u64 {
        let coefficients = (self.samples_per_cent * 2).div_ceil(100);
        let picture = if self.components == 1 { 1 } else { 3 };
        if self.progressive || !all_in_first_scan {
            picture + coefficients
        } else {
            picture
        }
    }

    /// Even a black picture takes two bits for each block of 64 (one, if progressive). Less than
    /// that is a lying header or a body that was lost.
    fn is_too_thin(&self, scan_bytes: usize) -> bool {
        let blocks = u64::from(self.width.div_ceil(8)) * u64::from(self.height.div_ceil(8));
        let bits = if self.progressive { blocks } else { blocks * 2 };
        (scan_bytes as u64) * 8 < bits
    }
}
