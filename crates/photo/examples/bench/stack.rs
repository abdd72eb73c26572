//! The ways from a camera's file to a small copy that are compared, each run in a process of its
//! own, so that its peak memory is its own.

use std::io::Cursor;
use std::path::Path;
use std::time::Instant;

use fast_image_resize::Resizer;
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use image::codecs::jpeg::JpegDecoder;
use image::{ImageDecoder, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use photo::{Fix, Stamp, Step, Wanted, evidence_in_steps};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What one run in a process of its own says.
#[derive(Serialize, Deserialize)]
pub struct Run {
    /// Milliseconds of each round, the first left out.
    pub ms: Vec<f64>,
    /// The most memory the process held, in KiB.
    pub peak_kib: u64,
    /// Of the sent copy.
    pub bytes: usize,
    /// Milliseconds up to each step, of the middle round.
    #[serde(default)]
    pub steps: Vec<(String, f64)>,
}

impl Run {
    pub fn median(&self) -> f64 {
        let mut sorted = self.ms.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

pub fn wanted() -> Wanted {
    let lines = [
        "入户走访",
        "2026-11-22 09:56:00",
        "秦州区平南镇大柳树村三组",
        "N34.58123 E105.72456 ±8m WGS-84",
        "李喆堃 区农业农村局",
        "户主 张* 户编号 0427",
    ];
    Wanted {
        long_edge_px: Wanted::LONG_EDGE_PX,
        budget_bytes: usize::MAX,
        stamp: Stamp {
            lines: lines.map(String::from).to_vec(),
            fallback: Vec::new(),
        },
        blurred: Vec::new(),
        taken_at_ms: 1_795_312_560_000,
        fix: Some(Fix {
            lat: 34.581_23,
            lon: 105.724_56,
            accuracy_m: 8.0,
            altitude_m: None,
        }),
        visit_id: "visit-1".into(),
        photo_id: "photo-1".into(),
    }
}

/// As a phone's camera writes it, turned by the EXIF.
pub fn camera_file(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    let (width, height) = (picture.width() as u16, picture.height() as u16);
    let done = encoder.encode(picture.as_raw(), width, height, ColorType::Rgb);
    if done.is_err() {
        return Vec::new();
    }
    bytes
}

/// Everything: read, hash, decode, shrink, fingerprint, thumbnail, stamp, EXIF, encode, write.
pub fn ours(file: &Path, rounds: usize) -> std::io::Result<Run> {
    let to = file.with_extension("sent.jpg");
    let mut all: Vec<(f64, Vec<(Step, f64)>)> = Vec::new();
    let mut bytes = 0;
    for round in 0..=rounds {
        let begun = Instant::now();
        let mut steps = Vec::new();
        let original = std::fs::read(file)?;
        let made = evidence_in_steps(&original, &wanted(), &mut |step| {
            steps.push((step, begun.elapsed().as_secs_f64() * 1000.0));
        })
        .map_err(std::io::Error::other)?;
        std::fs::write(&to, &made.sent)?;
        if round > 0 {
            all.push((begun.elapsed().as_secs_f64() * 1000.0, steps));
        }
        bytes = made.sent.len();
    }
    let ms = all.iter().map(|round| round.0).collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let middle = all.swap_remove(all.len() / 2).1;
    Ok(Run {
        ms,
        peak_kib: peak_kib()?,
        bytes,
        steps: middle
            .into_iter()
            .map(|(step, ms)| (format!("{step:?}"), ms))
            .collect(),
    })
}

/// In pixels of red, green and blue all the way, by widely used Rust alone: read, hash, decode,
/// shrink, encode, write. No stamp, no fingerprint, no thumbnail.
pub fn in_pixels(file: &Path, rounds: usize) -> std::io::Result<Run> {
    let to = file.with_extension("pixels.jpg");
    let mut ms = Vec::new();
    let mut bytes = 0;
    for round in 0..=rounds {
        let begun = Instant::now();
        let original = std::fs::read(file)?;
        let digest = Sha256::digest(&original);
        let small = shrunk(&original).map_err(std::io::Error::other)?;
        let sent = camera_file(&small, 80);
        std::fs::write(&to, &sent)?;
        if round > 0 && digest[0] as usize <= 255 {
            ms.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        bytes = sent.len();
    }
    Ok(Run {
        ms,
        peak_kib: peak_kib()?,
        bytes,
        steps: Vec::new(),
    })
}

/// Decoded whole and resized by Lanczos: what the sent copy is compared with.
pub fn shrunk(original: &[u8]) -> Result<RgbImage, Box<dyn std::error::Error + Send + Sync>> {
    let decoder = JpegDecoder::new(Cursor::new(original))?;
    let (width, height) = decoder.dimensions();
    let mut pixels = vec![0; width as usize * height as usize * 3];
    decoder.read_image(&mut pixels)?;
    let long = width.max(height);
    let side = |side: u32| (side * 1600 / long) & !1;
    let mut target = RgbImage::new(side(width), side(height));
    let (across, down) = target.dimensions();
    let source = TypedImageRef::<U8x3>::from_buffer(width, height, &pixels)?;
    let mut view = TypedImage::<U8x3>::from_buffer(across, down, &mut target)?;
    Resizer::new().resize_typed(&source, &mut view, None)?;
    Ok(target)
}

pub fn peak_kib() -> std::io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    kib.ok_or_else(|| std::io::Error::other("no peak"))
}
