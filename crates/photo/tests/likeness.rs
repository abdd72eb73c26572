//! What is hidden stays hidden, and a picture is known again however it is laid.

// A helper's failure is the test's.
#![allow(clippy::unwrap_used)]

mod support;

use domain::fingerprint::{ALIKE, Fingerprint, LOOK};
use image::{Rgb, RgbImage, imageops};
use photo::{Area, Evidence, evidence};
use support::{decoded, jpeg, near, scene, wanted};

fn made(picture: &RgbImage) -> Evidence {
    evidence(&jpeg(picture, 90), &wanted()).unwrap()
}

fn print(picture: &RgbImage) -> Fingerprint {
    let made = made(picture);
    Fingerprint {
        phash: made.phash,
        dhash: made.dhash,
    }
}

#[test]
fn a_turned_or_mirrored_copy_is_among_the_eight_turns() {
    for seed in 1..=6 {
        let picture = scene(1000, 750, seed);
        let turns = print(&picture).turns();
        let laid = [
            picture.clone(),
            imageops::rotate180(&picture),
            imageops::flip_horizontal(&picture),
            imageops::flip_vertical(&picture),
            imageops::rotate90(&imageops::flip_vertical(&picture)),
            imageops::rotate180(&imageops::rotate90(&imageops::flip_vertical(&picture))),
            imageops::rotate90(&picture),
            imageops::rotate270(&picture),
        ];
        for (way, copy) in laid.iter().enumerate() {
            let found = print(copy);
            let apart = turns.map(|turn| turn.distance(found));
            let nearest = (0..8).min_by_key(|turn| apart[*turn]).unwrap();
            assert!(apart[nearest] <= 6, "seed {seed}, laid {way}: {apart:?}");
            // The first four lie along, the others across.
            assert_eq!(nearest < 4, way < 4, "seed {seed}, laid {way}: {apart:?}");
        }
    }
}

#[test]
fn a_sent_copy_taken_in_again_is_known_by_its_scene() {
    let first = print(&scene(1600, 1200, 3));
    let again = evidence(&made(&scene(1600, 1200, 3)).sent, &wanted()).unwrap();
    let again = Fingerprint {
        phash: again.phash,
        dhash: again.dhash,
    };
    assert!(first.distance(again) <= ALIKE, "{}", first.distance(again));
    let other = print(&scene(1600, 1200, 4));
    assert!(first.distance(other) > LOOK, "{}", first.distance(other));
}

#[test]
fn a_picture_of_nothing_has_no_fingerprint() {
    let dark = RgbImage::from_fn(800, 600, |x, y| Rgb([4 + ((x ^ y) & 1) as u8; 3]));
    let made = made(&dark);
    assert_eq!((made.phash, made.dhash), (0, 0));
}

/// A face: fine stripes that no average keeps.
fn striped() -> RgbImage {
    RgbImage::from_fn(1600, 1200, |x, y| {
        let inside = (400..800).contains(&x) && (300..700).contains(&y);
        match (inside, (x / 16 + y / 16) % 2) {
            (true, 0) => Rgb([250, 20, 20]),
            (true, _) => Rgb([20, 20, 250]),
            _ => Rgb([120, 160, 120]),
        }
    })
}

#[test]
fn what_is_hidden_cannot_be_seen_in_what_is_sent() {
    let original = jpeg(&striped(), 92);
    let mut wanted = wanted();
    let plain = evidence(&original, &wanted).unwrap();
    wanted.blurred = vec![Area {
        left: 0.2,
        top: 0.2,
        width: 0.35,
        height: 0.45,
    }];
    let hidden = evidence(&original, &wanted).unwrap();
    let spread = |picture: &RgbImage, scale: u32| {
        let reds = (440 / scale..760 / scale)
            .flat_map(|x| (340 / scale..660 / scale).map(move |y| (x, y)))
            .map(|(x, y)| picture.get_pixel(x, y)[0]);
        reds.clone().max().unwrap() - reds.min().unwrap()
    };
    let (seen, unseen) = (decoded(&plain), decoded(&hidden));
    assert!(spread(&seen, 1) > 150);
    assert!(spread(&unseen, 1) < 70, "{}", spread(&unseen, 1));
    let small = image::load_from_memory(&hidden.thumbnail)
        .unwrap()
        .to_rgb8();
    assert!(spread(&small, 6) < 70, "{}", spread(&small, 6));
    // The scene around it is left alone, and it is still known to be the same photo.
    assert!(near(*unseen.get_pixel(1500, 100), [120, 160, 120]));
    assert_eq!((plain.phash, plain.dhash), (hidden.phash, hidden.dhash));
    assert_eq!(plain.check_code, hidden.check_code);
    assert_ne!(plain.sent_sha256, hidden.sent_sha256);
}

#[test]
fn areas_from_anywhere_harm_nothing() {
    let original = jpeg(&scene(640, 480, 2), 90);
    let mut wanted = wanted();
    let odd = [f32::NAN, f32::INFINITY, -3.0, 0.0, 1e-9, 0.5, 1.0, 7.0];
    for left in odd {
        for width in odd {
            wanted.blurred = vec![Area {
                left,
                top: width,
                width,
                height: left,
            }];
            assert!(evidence(&original, &wanted).is_ok());
        }
    }
}
