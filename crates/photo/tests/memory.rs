//! No photo takes more than 256 MiB. Each is made in a process of its own, whose peak the system
//! tells: what the decoder in C takes counts too.

// A helper's failure is the test's.
#![allow(clippy::unwrap_used)]

mod support;

use std::process::Command;

use image::{DynamicImage, ImageFormat, RgbImage};
use photo::evidence;
use support::{jpeg_with, wanted};

/// Names the file to work on, in the process that does.
const GIVEN: &str = "RUHU_PHOTO_GIVEN";

fn flat(width: u32, height: u32) -> RgbImage {
    RgbImage::from_pixel(width, height, image::Rgb([90, 120, 150]))
}

fn saved(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// In the process of its own: one photo, and what it took beyond the empty process.
#[test]
fn one_given_photo() {
    let Some(path) = std::env::var_os(GIVEN) else {
        return;
    };
    let before = peak_kib();
    let original = std::fs::read(path).unwrap();
    let ended = evidence(&original, &wanted()).map_or_else(|error| error.code(), |_| "fine");
    println!("took {} {ended}", peak_kib() - before);
}

/// The peak of one photo in KiB, its own bytes included, and how it ended.
fn peak(original: &[u8]) -> (u64, String) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, original).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["one_given_photo", "--exact", "--nocapture"])
        .env(GIVEN, file.path())
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let said = output
        .split_once("took ")
        .unwrap()
        .1
        .lines()
        .next()
        .unwrap();
    let (kib, ended) = said.split_once(' ').unwrap();
    (kib.parse().unwrap(), ended.to_owned())
}

#[test]
fn no_photo_takes_more_than_256_mib() {
    let baseline = |width, height| jpeg_with(&flat(width, height), 80, |_| {});
    let progressive = |width, height| {
        jpeg_with(&flat(width, height), 80, |encoder| {
            encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_1_1);
            encoder.set_progressive(true);
        })
    };
    let deep = |width, height| {
        saved(
            DynamicImage::from(flat(width, height)).to_rgba16().into(),
            ImageFormat::Png,
        )
    };
    let webp = |width, height| {
        saved(
            DynamicImage::from(flat(width, height)).to_rgba8().into(),
            ImageFormat::WebP,
        )
    };
    // Made one after the other: the larger ones take as much again to make.
    type Made<'a> = &'a dyn Fn() -> Vec<u8>;
    let cases: [(&str, Made, &str); 10] = [
        ("12 MP", &|| baseline(4000, 3000), "fine"),
        ("50 MP", &|| baseline(8160, 6120), "fine"),
        ("panorama", &|| baseline(30_000, 2000), "fine"),
        ("200 MP", &|| baseline(16_320, 12_240), "fine"),
        ("progressive 20 MP", &|| progressive(5200, 3900), "fine"),
        ("progressive 35 MP", &|| progressive(6800, 5100), "fine"),
        (
            "progressive 50 MP",
            &|| progressive(8160, 6120),
            "too_large",
        ),
        ("deep png 12 MP", &|| deep(4000, 3000), "fine"),
        ("deep png 50 MP", &|| deep(8160, 6120), "too_large"),
        ("webp 16 MP", &|| webp(4608, 3456), "fine"),
    ];
    for (name, original, expected) in cases {
        let (kib, ended) = peak(&original());
        eprintln!("{name}: {} MiB, {ended}", kib >> 10);
        assert_eq!(ended, expected, "{name}");
        assert!(kib <= 256 << 10, "{name}: {kib} KiB");
    }
}
