//! Pictures made in code, so that no photo of anyone lies in the repository.

// Each test binary takes what it needs.
#![allow(dead_code)]

use image::{ImageFormat, Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder};
use photo::{Evidence, Fix, Stamp, Wanted};

pub fn wanted() -> Wanted {
    Wanted {
        long_edge_px: Wanted::LONG_EDGE_PX,
        budget_bytes: Wanted::BUDGET_BYTES,
        stamp: Stamp {
            lines: [
                "入户走访",
                "2026-11-22 09:56:00",
                "34.58123°N 105.72456°E ±8 m WGS-84",
            ]
            .map(String::from)
            .to_vec(),
            fallback: Vec::new(),
        },
        blurred: Vec::new(),
        taken_at_ms: 1_795_312_560_789,
        fix: Some(Fix {
            lat: 34.581_23,
            lon: 105.724_56,
            accuracy_m: 8.5,
            altitude_m: Some(1171.3),
        }),
        visit_id: "0193-visit".into(),
        photo_id: "0193-photo".into(),
    }
}

/// A scene no two seeds of which look alike: soft blobs over a slope of light.
pub fn scene(width: u32, height: u32, seed: u64) -> RgbImage {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1 << 24) as f32
    };
    let blobs: Vec<[f32; 5]> = (0..14)
        .map(|_| {
            [
                next(),
                next(),
                0.06 + next() * 0.2,
                next() * 2.0 - 1.0,
                next(),
            ]
        })
        .collect();
    RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
        let mut light = 110.0 + 50.0 * v;
        let mut tint = 0.0;
        for [bx, by, radius, strength, colour] in &blobs {
            let near = (-((u - bx).powi(2) + (v - by).powi(2)) / (radius * radius)).exp();
            light += 110.0 * strength * near;
            tint += 60.0 * (colour - 0.5) * near;
        }
        let value = |shift: f32| (light + shift).clamp(0.0, 255.0) as u8;
        Rgb([value(tint), value(0.0), value(-tint)])
    })
}

pub fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    jpeg_with(picture, quality, |_| {})
}

pub fn jpeg_with(
    picture: &RgbImage,
    quality: u8,
    set: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    set(&mut encoder);
    let (width, height) = (picture.width() as u16, picture.height() as u16);
    encoder
        .encode(picture.as_raw(), width, height, ColorType::Rgb)
        .unwrap();
    bytes
}

/// A source's EXIF: an orientation, and a maker's name that must not come through.
pub fn source_exif(orientation: u8) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x02\0".to_vec();
    block.extend([0x0F, 0x01, 2, 0, 8, 0, 0, 0, 38, 0, 0, 0]); // Make, eight bytes at 38
    block.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    block.extend([0; 4]);
    block.extend(b"SECRETS\0");
    block
}

pub fn decoded(evidence: &Evidence) -> RgbImage {
    image::load_from_memory_with_format(&evidence.sent, ImageFormat::Jpeg)
        .unwrap()
        .to_rgb8()
}

/// Within what compression does to a colour.
pub fn near(pixel: Rgb<u8>, expected: [u8; 3]) -> bool {
    pixel
        .0
        .iter()
        .zip(expected)
        .all(|(is, should)| is.abs_diff(should) < 40)
}
