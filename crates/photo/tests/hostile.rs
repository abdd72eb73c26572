//! Whatever bytes come in: a result or a typed error, never a panic.

// A helper's failure is the test's.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};
use photo::{Error, check_sent, evidence, probe};
use proptest::prelude::*;
use support::{jpeg, jpeg_with, scene, source_exif, wanted};

fn code(bytes: &[u8]) -> &'static str {
    match evidence(bytes, &wanted()) {
        Ok(_) => "fine",
        Err(error) => error.code(),
    }
}

fn saved(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(scene(320, 240, 4))
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}

/// Where the frame header's height begins.
fn frame_at(jpeg: &[u8]) -> usize {
    let at = jpeg
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0] || pair == [0xFF, 0xC2])
        .unwrap();
    at + 5
}

#[test]
fn a_camera_that_hands_back_nothing_is_told_apart_from_noise() {
    assert_eq!(code(b""), "empty");
    assert_eq!(code(&[0; 4096]), "not_an_image");
    assert_eq!(code(b"<html>not found</html>"), "not_an_image");
}

#[test]
fn a_photo_cut_short_anywhere_is_refused() {
    let picture = scene(640, 480, 4);
    let kinds = [
        jpeg(&picture, 85),
        jpeg_with(&picture, 85, |encoder| encoder.set_progressive(true)),
        jpeg_with(&picture, 85, |encoder| {
            encoder.add_exif_metadata(&source_exif(6)).unwrap()
        }),
        saved(ImageFormat::Png),
        saved(ImageFormat::WebP),
    ];
    for original in kinds {
        assert_eq!(code(&original), "fine");
        for part in 1..16 {
            let cut = &original[..original.len() * part / 16];
            assert_eq!(code(cut), "truncated", "{part}/16 of {}", original.len());
        }
        assert_eq!(code(&original[..original.len() - 1]), "truncated");
    }
}

#[test]
fn padding_after_the_end_is_tolerated() {
    let mut original = jpeg(&scene(640, 480, 4), 85);
    original.extend([0; 3000]);
    original.extend(b"a maker's own trailer \xFF\xD8\xFF");
    assert_eq!(code(&original), "fine");
    assert!(check_sent(&original).is_ok());
}

#[test]
fn a_header_that_lies_about_its_size_is_refused_before_decoding() {
    let mut original = jpeg(&scene(64, 64, 4), 85);
    let at = frame_at(&original);
    original[at..at + 4].copy_from_slice(&[0xFF; 4]);
    let begun = std::time::Instant::now();
    assert!(matches!(
        probe(&original),
        Err(Error::TooLarge {
            width: 65_535,
            height: 65_535,
            ..
        })
    ));
    assert_eq!(code(&original), "too_large");
    // Small enough to decode, yet far more than its few bytes can hold.
    original[at..at + 4].copy_from_slice(&[0x0F, 0xA0, 0x0F, 0xA0]);
    assert_eq!(code(&original), "truncated");
    original[at..at + 4].copy_from_slice(&[0; 4]);
    assert_eq!(code(&original), "broken");
    assert!(begun.elapsed().as_secs() < 2);
}

#[test]
fn a_png_that_promises_gigabytes_is_refused_before_decoding() {
    let mut original = saved(ImageFormat::Png);
    original[16..20].copy_from_slice(&30_000_u32.to_be_bytes());
    original[20..24].copy_from_slice(&30_000_u32.to_be_bytes());
    assert_eq!(code(&original), "too_large");
}

#[test]
fn a_webp_whose_inside_is_larger_than_its_canvas_is_refused() {
    let inside = saved(ImageFormat::WebP);
    let mut chunks = b"VP8X\x0A\0\0\0".to_vec();
    chunks.extend([0, 0, 0, 0, 15, 0, 0, 15, 0, 0]); // a canvas of 16 × 16
    chunks.extend(&inside[12..]);
    let mut original = b"RIFF".to_vec();
    original.extend((chunks.len() as u32 + 4).to_le_bytes());
    original.extend(b"WEBP");
    original.extend(chunks);
    assert_eq!(code(&original), "broken");
}

#[test]
fn four_hundred_scans_are_refused() {
    let original = jpeg_with(&scene(640, 480, 4), 85, |encoder| {
        encoder.set_progressive(true)
    });
    let scan = original
        .windows(2)
        .rposition(|pair| pair == [0xFF, 0xDA])
        .unwrap();
    let (body, end) = original.split_at(original.len() - 2);
    let mut bomb = body.to_vec();
    for _ in 0..400 {
        bomb.extend_from_slice(&body[scan..]);
    }
    bomb.extend_from_slice(end);
    assert_eq!(code(&bomb), "too_many_scans");
    assert_eq!(check_sent(&bomb).unwrap_err().code(), "too_many_scans");
}

#[test]
fn other_formats_under_a_jpeg_name_say_what_they_are() {
    let cases: [(&[u8], &str); 7] = [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", "avif"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "video"),
        (b"GIF89a\x01\0\x01\0", "gif"),
        (b"II*\0\x08\0\0\0", "tiff or raw"),
        (b"%PDF-1.7", "pdf"),
    ];
    for (bytes, expected) in cases {
        assert_eq!(
            evidence(bytes, &wanted()).unwrap_err(),
            Error::UnsupportedFormat { format: expected }
        );
        assert_eq!(code(bytes), "unsupported_format");
    }
    assert_eq!(
        check_sent(&saved(ImageFormat::Png)).unwrap_err().code(),
        "unsupported_format"
    );
}

#[test]
fn a_broken_exif_block_does_not_lose_the_photo() {
    let mut block = source_exif(6);
    for cut in (0..block.len()).rev() {
        block.truncate(cut);
        let original = jpeg_with(&scene(64, 48, 4), 85, |encoder| {
            encoder.add_exif_metadata(&block).unwrap();
        });
        assert_eq!(code(&original), "fine", "{cut} bytes of EXIF");
    }
    // The odd tag is dropped, the orientation behind it still read.
    let mut block = source_exif(6);
    block[12] = 99;
    let original = jpeg_with(&scene(64, 48, 4), 85, |encoder| {
        encoder.add_exif_metadata(&block).unwrap();
    });
    assert_eq!(probe(&original).unwrap().orientation, 6);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..2000), head in 0..4_usize) {
        let heads: [&[u8]; 4] = [b"", b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1A\n", b"RIFF\xFF\x07\0\0WEBPVP8 "];
        bytes.splice(0..0, heads[head].iter().copied());
        let _ = evidence(&bytes, &wanted());
        let _ = check_sent(&bytes);
    }

    #[test]
    fn a_photo_with_changed_bytes_never_panics(
        kind in 0..5_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        early in any::<bool>(),
    ) {
        let picture = scene(96, 72, 4);
        let mut bytes = match kind {
            0 => jpeg(&picture, 80),
            1 => jpeg_with(&picture, 80, |encoder| encoder.set_progressive(true)),
            2 => jpeg_with(&picture, 80, |encoder| encoder.add_exif_metadata(&source_exif(6)).unwrap()),
            3 => saved(ImageFormat::Png),
            _ => saved(ImageFormat::WebP),
        };
        let reach = if early { bytes.len().min(700) } else { bytes.len() };
        for (at, value) in changes {
            let at = at.index(reach);
            bytes[at] = value;
        }
        let _ = evidence(&bytes, &wanted());
        let _ = probe(&bytes);
    }
}
