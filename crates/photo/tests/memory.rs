//! No photo takes more than 256 MiB. Counts every byte asked for, in a binary of its own.

// A helper's failure is the test's.
#![allow(clippy::unwrap_used)]

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use image::{DynamicImage, ImageFormat, RgbImage};
use photo::evidence;
use support::{jpeg_with, wanted};

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

struct Counting;

fn took(bytes: usize) {
    PEAK.fetch_max(NOW.fetch_add(bytes, Relaxed) + bytes, Relaxed);
}

// A counter is the only way to see a peak that the system may not have touched yet.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        took(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        took(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The peak of one photo, its own bytes included, and how it ended.
fn peak(original: &[u8]) -> (usize, &'static str) {
    let before = NOW.load(Relaxed) - original.len();
    PEAK.store(before, Relaxed);
    let ended = evidence(original, &wanted()).map_or_else(|error| error.code(), |_| "fine");
    (PEAK.load(Relaxed) - before, ended)
}

fn flat(width: u32, height: u32) -> RgbImage {
    RgbImage::from_pixel(width, height, image::Rgb([90, 120, 150]))
}

fn saved(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// One test, one thread: the counter sees everything that runs.
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
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("12 MP", baseline(4000, 3000), "fine"),
        ("50 MP", baseline(8160, 6120), "fine"),
        ("panorama", baseline(30_000, 2000), "fine"),
        ("200 MP", baseline(16_320, 12_240), "too_large"),
        ("progressive 20 MP", progressive(5200, 3900), "fine"),
        ("progressive 50 MP", progressive(8160, 6120), "too_large"),
        ("deep png 12 MP", deep(4000, 3000), "fine"),
        ("deep png 50 MP", deep(8160, 6120), "too_large"),
        ("webp 16 MP", webp(4608, 3456), "fine"),
    ];
    for (name, original, expected) in cases {
        let (bytes, ended) = peak(&original);
        eprintln!("{name}: {} MiB, {ended}", bytes >> 20);
        assert_eq!(ended, expected, "{name}");
        assert!(bytes <= 256 << 20, "{name}: {bytes} bytes");
    }
}
