//! Every kind of image a phone may hand over shows the same scene.

// A helper's failure is the test's.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Rgba, RgbaImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use photo::{Format, evidence, probe};
use support::{decoded, jpeg_with, near, scene, wanted};

#[test]
fn every_kind_of_jpeg_shows_the_same_scene() {
    let picture = scene(640, 480, 8);
    let expected = *picture.get_pixel(320, 60);
    let mut kinds = vec![jpeg_with(&picture, 90, |encoder| {
        encoder.set_progressive(true)
    })];
    for sampling in [
        SamplingFactor::F_1_1,
        SamplingFactor::F_2_1,
        SamplingFactor::F_1_2,
        SamplingFactor::F_2_2,
    ] {
        kinds.push(jpeg_with(&picture, 90, |encoder| {
            encoder.set_sampling_factor(sampling)
        }));
    }
    // A scan for each colour, as encoders with tables of their own write it.
    kinds.push(jpeg_with(&picture, 90, |encoder| {
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.set_optimized_huffman_tables(true);
    }));
    // Ink: what is not printed, as Adobe stores it.
    let inks: Vec<u8> = picture
        .pixels()
        .flat_map(|p| [255 - p[0], 255 - p[1], 255 - p[2], 0])
        .collect();
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let mut bytes = Vec::new();
        Encoder::new(&mut bytes, 90)
            .encode(&inks, 640, 480, kind)
            .unwrap();
        kinds.push(bytes);
    }
    for (index, original) in kinds.iter().enumerate() {
        let seen = decoded(&evidence(original, &wanted()).unwrap());
        let pixel = *seen.get_pixel(320, 60);
        assert!(
            near(pixel, expected.0),
            "kind {index}: {pixel:?}, not {expected:?}"
        );
    }
}

#[test]
fn gray_transparent_and_deep_pictures_are_taken() {
    let saved = |picture: DynamicImage, format| {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let clear = RgbaImage::from_pixel(640, 480, Rgba([200, 0, 0, 0]));
    let half = RgbaImage::from_pixel(640, 480, Rgba([0, 0, 0, 128]));
    let gray = GrayImage::from_pixel(640, 480, image::Luma([90]));
    let deep = DynamicImage::ImageRgba8(half.clone()).to_rgba16();
    let cases = [
        (
            saved(clear.clone().into(), ImageFormat::Png),
            Format::Png,
            [255; 3],
        ),
        (
            saved(half.clone().into(), ImageFormat::Png),
            Format::Png,
            [127; 3],
        ),
        (saved(deep.into(), ImageFormat::Png), Format::Png, [127; 3]),
        (
            saved(gray.clone().into(), ImageFormat::Png),
            Format::Png,
            [90; 3],
        ),
        (saved(gray.into(), ImageFormat::Jpeg), Format::Jpeg, [90; 3]),
        (
            saved(half.into(), ImageFormat::WebP),
            Format::WebP,
            [127; 3],
        ),
        (
            saved(scene(640, 480, 2).into(), ImageFormat::WebP),
            Format::WebP,
            scene(640, 480, 2).get_pixel(600, 20).0,
        ),
    ];
    for (index, (original, format, expected)) in cases.into_iter().enumerate() {
        assert_eq!(probe(&original).unwrap().format, format);
        let seen = decoded(&evidence(&original, &wanted()).unwrap());
        let pixel = *seen.get_pixel(600, 20);
        assert!(near(pixel, expected), "case {index}: {pixel:?}");
    }
}
