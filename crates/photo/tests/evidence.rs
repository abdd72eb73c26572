//! What comes out of a sound photo.

// A helper's failure is the test's.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::Cursor;

use exif::{In, Reader, Tag, Value};
use image::{Rgb, RgbImage};
use photo::{Fallback, check_sent, evidence, probe};
use sha2::{Digest, Sha256};
use support::{decoded, jpeg, jpeg_with, near, scene, source_exif, wanted};

#[test]
fn every_orientation_comes_out_upright() {
    const RED: [u8; 3] = [230, 20, 20];
    const BLUE: [u8; 3] = [20, 20, 230];
    // Upright: red in the top left corner, blue in the top right.
    let upright = RgbImage::from_fn(600, 400, |x, y| match (x, y) {
        (0..200, 0..150) => Rgb(RED),
        (400.., 0..150) => Rgb(BLUE),
        _ => Rgb([200, 200, 200]),
    });
    use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
    for orientation in 1..=8 {
        // As a camera held so would store it.
        let stored = match orientation {
            1 => upright.clone(),
            2 => flip_horizontal(&upright),
            3 => rotate180(&upright),
            4 => flip_vertical(&upright),
            5 => flip_horizontal(&rotate90(&upright)),
            6 => rotate270(&upright),
            7 => flip_horizontal(&rotate270(&upright)),
            _ => rotate90(&upright),
        };
        let original = jpeg_with(&stored, 90, |encoder| {
            encoder
                .add_exif_metadata(&source_exif(orientation))
                .unwrap();
        });
        assert_eq!(probe(&original).unwrap().orientation, orientation);
        let made = evidence(&original, &wanted()).unwrap();
        assert_eq!(
            (made.width, made.height),
            (600, 400),
            "orientation {orientation}"
        );
        let seen = decoded(&made);
        assert!(
            near(*seen.get_pixel(60, 60), RED),
            "orientation {orientation}"
        );
        assert!(
            near(*seen.get_pixel(540, 60), BLUE),
            "orientation {orientation}"
        );
    }
}

#[test]
fn the_sent_copy_is_small_and_never_enlarged() {
    for ((width, height), expected) in [
        ((4000, 3000), (1600, 1200)),
        ((3000, 4000), (1200, 1600)),
        ((1601, 901), (1600, 900)),
        ((800, 600), (800, 600)),
    ] {
        let made = evidence(&jpeg(&scene(width, height, 1), 90), &wanted()).unwrap();
        assert_eq!((made.width, made.height), expected);
        assert!(made.sent.len() <= wanted().budget_bytes);
        let sent = check_sent(&made.sent).unwrap();
        assert_eq!((sent.width, sent.height), expected);
        let thumbnail = probe(&made.thumbnail).unwrap();
        assert_eq!(thumbnail.width.max(thumbnail.height), 256);
    }
}

#[test]
fn a_photo_smaller_than_its_stamp_still_carries_every_line() {
    for (width, height) in [(1, 1), (10, 10), (1600, 40), (40, 1600)] {
        let made = evidence(&jpeg(&scene(width, height, 1), 90), &wanted()).unwrap();
        assert!(
            made.width >= 320 && made.height >= 90,
            "{} × {}",
            made.width,
            made.height
        );
        assert!(
            decoded(&made)
                .pixels()
                .filter(|pixel| pixel[1] > 200)
                .count()
                > 1000
        );
    }
}

#[test]
fn the_fresh_exif_says_when_where_and_which_and_nothing_of_the_source() {
    let original = jpeg_with(&scene(640, 480, 1), 90, |encoder| {
        encoder.add_exif_metadata(&source_exif(1)).unwrap();
        encoder
            .add_app_segment(2, b"ICC_PROFILE\0SECRETS".to_vec())
            .unwrap();
    });
    let made = evidence(&original, &wanted()).unwrap();
    assert!(original.windows(7).any(|bytes| bytes == b"SECRETS"));
    assert!(!made.sent.windows(7).any(|bytes| bytes == b"SECRETS"));

    let exif = Reader::new()
        .read_from_container(&mut Cursor::new(&made.sent))
        .unwrap();
    let mut tags: Vec<Tag> = exif.fields().map(|field| field.tag).collect();
    let mut expected = vec![
        Tag::ImageDescription,
        Tag::Orientation,
        Tag::ExifVersion,
        Tag::DateTimeOriginal,
        Tag::OffsetTimeOriginal,
        Tag::UserComment,
        Tag::SubSecTimeOriginal,
        Tag::GPSVersionID,
        Tag::GPSLatitudeRef,
        Tag::GPSLatitude,
        Tag::GPSLongitudeRef,
        Tag::GPSLongitude,
        Tag::GPSAltitudeRef,
        Tag::GPSAltitude,
        Tag::GPSMapDatum,
        Tag::GPSHPositioningError,
    ];
    tags.sort_by_key(|tag| format!("{tag:?}"));
    expected.sort_by_key(|tag| format!("{tag:?}"));
    assert_eq!(tags, expected);

    let shown = |tag| {
        exif.get_field(tag, In::PRIMARY)
            .unwrap()
            .display_value()
            .to_string()
    };
    assert_eq!(shown(Tag::DateTimeOriginal), "2026-11-22 09:56:00");
    assert_eq!(shown(Tag::OffsetTimeOriginal), "\"+08:00\"");
    assert_eq!(shown(Tag::SubSecTimeOriginal), "\"789\"");
    assert_eq!(shown(Tag::GPSMapDatum), "\"WGS-84\"");
    assert_eq!(shown(Tag::GPSHPositioningError), "8.5");
    assert_eq!(
        shown(Tag::ImageDescription),
        "\"visit 0193-visit photo 0193-photo\""
    );
    let Value::Undefined(comment, _) =
        &exif.get_field(Tag::UserComment, In::PRIMARY).unwrap().value
    else {
        panic!("the comment is undefined bytes")
    };
    assert_eq!(comment, b"ASCII\0\0\0visit=0193-visit;photo=0193-photo");

    let read = probe(&made.sent).unwrap();
    assert_eq!(read.exif_time.as_deref(), Some("2026-11-22T09:56:00+08:00"));
    let gps = read.exif_gps.unwrap();
    assert!((gps.lat - 34.581_23).abs() < 1e-7 && (gps.lon - 105.724_56).abs() < 1e-7);
}

#[test]
fn without_a_fix_there_is_no_position() {
    let mut wanted = wanted();
    wanted.fix = None;
    let made = evidence(&jpeg(&scene(640, 480, 1), 90), &wanted).unwrap();
    assert_eq!(probe(&made.sent).unwrap().exif_gps, None);
    wanted.fix = Some(photo::Fix {
        lat: f64::NAN,
        lon: 200.0,
        accuracy_m: -1.0,
        altitude_m: None,
    });
    let made = evidence(&jpeg(&scene(640, 480, 1), 90), &wanted).unwrap();
    assert_eq!(probe(&made.sent).unwrap().exif_gps, None);
}

#[test]
fn the_stamp_can_be_read_on_snow_and_at_night() {
    for (ground, name) in [(255, "white"), (128, "gray"), (0, "black")] {
        let original = jpeg(&RgbImage::from_pixel(1600, 1200, Rgb([ground; 3])), 90);
        let seen = decoded(&evidence(&original, &wanted()).unwrap());
        let panel = image::imageops::crop_imm(&seen, 0, 1050, 300, 150).to_image();
        let bright = panel.pixels().filter(|pixel| pixel[1] > 220).count();
        let dark = panel.pixels().filter(|pixel| pixel[1] < 100).count();
        assert!(bright > 2000, "{bright} bright pixels on {name}");
        assert!(dark > 20_000, "{dark} dark pixels on {name}");
        assert!(
            near(*seen.get_pixel(1590, 10), [ground; 3]),
            "the scene itself is left alone"
        );
    }
}

#[test]
fn a_character_the_font_lacks_is_drawn_and_reported_once() {
    let original = jpeg(&scene(1200, 900, 1), 90);
    let mut wanted = wanted();
    wanted.stamp.lines = vec!["李喆堃祎珺 ①※±㎡".into()];
    assert!(
        evidence(&original, &wanted)
            .unwrap()
            .missing_glyphs
            .is_empty()
    );
    wanted.stamp.lines = vec!["王𠀾𠀾 😀".into()];
    let made = evidence(&original, &wanted).unwrap();
    assert_eq!(made.missing_glyphs, ['𠀾', '😀']);
    wanted.stamp.lines = vec!["王   ".into()];
    assert_ne!(evidence(&original, &wanted).unwrap().sent, made.sent);
}

#[test]
fn a_rare_character_comes_from_the_phones_own_font() {
    let rare = include_bytes!("fonts/rare.otf").to_vec();
    let original = jpeg(&scene(1200, 900, 1), 90);
    let mut wanted = wanted();
    wanted.stamp.lines = vec!["户主 王𠀾 喆".into()];
    assert_eq!(photo::lacking(&wanted.stamp.lines), ['𠀾']);
    let boxed = evidence(&original, &wanted).unwrap();
    assert!(Fallback::having(rare.clone(), &['😀']).is_none());
    assert!(Fallback::having(b"no font".to_vec(), &['𠀾']).is_none());
    wanted.stamp.fallback = vec![Fallback::having(rare, &['𠀾']).unwrap()];
    let drawn = evidence(&original, &wanted).unwrap();
    assert!(drawn.missing_glyphs.is_empty());
    assert_eq!(boxed.missing_glyphs, ['𠀾']);
    assert_ne!(drawn.sent, boxed.sent);
    // What no font has is still shown and told.
    wanted.stamp.lines = vec!["王𠀾😀".into()];
    assert_eq!(evidence(&original, &wanted).unwrap().missing_glyphs, ['😀']);
}

#[test]
fn long_lines_stay_inside_the_photo() {
    let original = jpeg(&RgbImage::from_pixel(900, 1200, Rgb([255; 3])), 90);
    let mut wanted = wanted();
    wanted.stamp.lines = vec!["汉".repeat(120)];
    let seen = decoded(&evidence(&original, &wanted).unwrap());
    // 120 characters and the code, over at least three lines: the panel is that tall.
    let dark = (0..1200).filter(|y| seen.get_pixel(2, *y)[1] < 120).count();
    assert!(dark > 100, "{dark} rows");
    assert!((0..1200).all(|y| seen.get_pixel(899, y)[1] < 120 || seen.get_pixel(899, y)[1] > 240));
}

#[test]
fn the_same_photo_gives_the_same_bytes_and_hashes() {
    let original = jpeg(&scene(2000, 1500, 3), 90);
    let (one, two) = (
        evidence(&original, &wanted()).unwrap(),
        evidence(&original, &wanted()).unwrap(),
    );
    assert_eq!(one.sent, two.sent);
    assert_eq!(one.thumbnail, two.thumbnail);
    assert_eq!(
        one.original_sha256,
        <[u8; 32]>::from(Sha256::digest(&original))
    );
    assert_eq!(one.sent_sha256, <[u8; 32]>::from(Sha256::digest(&one.sent)));
    assert_eq!(one.check_code.len(), 8);
    let other = evidence(&jpeg(&scene(2000, 1500, 3), 89), &wanted()).unwrap();
    assert_ne!(one.check_code, other.check_code);
}

#[test]
fn a_reused_photo_is_near_and_another_is_far() {
    let prints = |bytes: &[u8]| {
        let made = evidence(bytes, &wanted()).unwrap();
        (made.phash, made.dhash)
    };
    let apart = |one: (u64, u64), two: (u64, u64)| {
        (one.0 ^ two.0).count_ones() + (one.1 ^ two.1).count_ones()
    };
    let mut all = Vec::new();
    for seed in 1..=12 {
        let picture = scene(1000, 750, seed);
        let first = prints(&jpeg(&picture, 92));
        let smaller = image::imageops::thumbnail(&picture, 500, 375);
        let brighter = image::imageops::brighten(&picture, 15);
        for again in [jpeg(&picture, 40), jpeg(&smaller, 80), jpeg(&brighter, 85)] {
            let distance = apart(first, prints(&again));
            assert!(distance <= 24, "seed {seed}: {distance}");
        }
        all.push(first);
    }
    for (index, one) in all.iter().enumerate() {
        for two in &all[index + 1..] {
            assert!(apart(*one, *two) > 28, "{}", apart(*one, *two));
        }
    }
}

#[test]
fn the_budget_is_met_by_quality_but_not_below_the_floor() {
    let mut picture = scene(1600, 1200, 5);
    // Enough grain that the best quality is too large.
    for (index, pixel) in picture.pixels_mut().enumerate() {
        let grain = (index as u32).wrapping_mul(2_654_435_761) >> 27;
        pixel.0 = pixel.0.map(|value| value.saturating_add(grain as u8));
    }
    let original = jpeg(&picture, 95);
    let size = |budget_bytes| {
        let mut wanted = wanted();
        wanted.budget_bytes = budget_bytes;
        evidence(&original, &wanted).unwrap().sent.len()
    };
    let (best, floor) = (size(usize::MAX), size(0));
    assert!(floor < best * 4 / 5, "{floor} of {best}");
    // Just too small for the best, so the next step down, not the floor.
    assert!(size(best - 1) > (floor + best) / 2);
    for budget in [floor, (floor + best) / 2, best - 1, best] {
        let got = size(budget);
        assert!(got <= budget && got >= floor, "{got} for {budget}");
    }
}

#[test]
fn nothing_private_is_printed_by_debug() {
    let made = evidence(&jpeg(&scene(640, 480, 1), 90), &wanted()).unwrap();
    let printed = format!("{:?} {:?} {:?}", wanted(), made, probe(&made.sent).unwrap());
    assert!(
        !printed.contains("入户") && !printed.contains("34.5") && !printed.contains("105.7"),
        "{printed}"
    );
}
