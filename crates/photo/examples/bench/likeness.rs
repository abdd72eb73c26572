//! How often a re-used photo is found, and how often two different ones are taken for one: over
//! generated rooms, at every threshold.

use domain::fingerprint::{ALIKE, Fingerprint, LOOK};
use fastrand::Rng;
use image::RgbImage;
use image::imageops::{self, FilterType};
use serde::Serialize;

use crate::room::{Room, View};
use crate::stack::{camera_file, wanted};

/// A change a photo goes through before it turns up again.
type Change = (&'static str, fn(&RgbImage) -> Vec<u8>);

const CHANGES: [Change; 14] = [
    ("recompressed, q60", |p| jpeg(p, 60)),
    ("recompressed, q25", |p| jpeg(p, 25)),
    ("half the size", |p| jpeg(&sized(p, 0.5), 80)),
    ("a fifth of the size", |p| jpeg(&sized(p, 0.2), 80)),
    ("sent by a messenger", |p| {
        jpeg(&imageops::blur(&sized(p, 0.6), 0.8), 45)
    }),
    ("brighter", |p| jpeg(&imageops::brighten(p, 30), 80)),
    ("darker", |p| jpeg(&imageops::brighten(p, -30), 80)),
    ("more contrast", |p| jpeg(&imageops::contrast(p, 25.0), 80)),
    ("cropped by 3 %", |p| jpeg(&cropped(p, 0.03), 80)),
    ("cropped by 5 %", |p| jpeg(&cropped(p, 0.05), 80)),
    ("cropped by 10 %", |p| jpeg(&cropped(p, 0.10), 80)),
    ("with our stamp", |p| stamped(p)),
    ("mirrored", |p| jpeg(&imageops::flip_horizontal(p), 80)),
    ("turned by a quarter", |p| jpeg(&imageops::rotate90(p), 80)),
];

fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    camera_file(picture, quality)
}

fn sized(picture: &RgbImage, by: f32) -> RgbImage {
    let side = |side: u32| (side as f32 * by) as u32;
    let (width, height) = picture.dimensions();
    imageops::resize(picture, side(width), side(height), FilterType::Triangle)
}

/// So much less of each side, off the centre.
fn cropped(picture: &RgbImage, by: f32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let off = |side: u32, part: f32| (side as f32 * by * part) as u32;
    let (left, top) = (off(width, 0.7), off(height, 0.3));
    let kept = (width - off(width, 1.0), height - off(height, 1.0));
    imageops::crop_imm(picture, left, top, kept.0, kept.1).to_image()
}

/// Our own sent copy, photographed off the record and taken in again.
fn stamped(picture: &RgbImage) -> Vec<u8> {
    photo::evidence(&jpeg(picture, 90), &wanted()).map_or_else(|_| Vec::new(), |made| made.sent)
}

#[derive(Serialize)]
pub struct Curve {
    pub rooms: usize,
    pub other_rooms: usize,
    pub same_room: usize,
    pub rows: Vec<Row>,
    pub changes: Vec<Found>,
}

/// Of a hundred, at one threshold.
#[derive(Serialize)]
pub struct Row {
    pub distance: u32,
    /// Re-used photos found, cropping by a tenth aside.
    pub found: f64,
    /// Pairs of photos of different rooms taken for one, each tried in all eight ways.
    pub wrong_rooms: f64,
    /// Pairs of different photos of one room taken for one.
    pub wrong_views: f64,
}

#[derive(Serialize)]
pub struct Found {
    pub change: &'static str,
    pub alike: f64,
    pub look: f64,
    pub farthest: u32,
}

fn print(bytes: &[u8]) -> Option<Fingerprint> {
    let made = photo::evidence(bytes, &wanted()).ok()?;
    Some(Fingerprint {
        phash: made.phash,
        dhash: made.dhash,
    })
}

/// In whichever way it is laid.
fn apart(one: Fingerprint, other: Fingerprint) -> u32 {
    other
        .nearest_of(&one.turns())
        .map_or(u32::MAX, |(distance, _)| distance)
}

pub fn measure(rooms: usize, said: &mut dyn FnMut(&str)) -> Curve {
    let mut firsts = Vec::new();
    let mut views = Vec::new();
    let mut changed: Vec<Vec<u32>> = vec![Vec::new(); CHANGES.len()];
    let mut rng = Rng::with_seed(11);
    for seed in 0..rooms {
        if seed % 50 == 0 {
            said(&format!("Room {seed} of {rooms}"));
        }
        let room = Room::new(seed as u64);
        let picture = room.photo(View::FIRST, 1000, 750);
        let Some(first) = print(&jpeg(&picture, 92)) else {
            continue;
        };
        for ((_, change), distances) in CHANGES.iter().zip(&mut changed) {
            distances.extend(print(&change(&picture)).map(|again| apart(first, again)));
        }
        let room = room.tidied(&mut rng);
        let mut all = vec![(View::FIRST, first)];
        for _ in 0..3 {
            let view = View::another(&mut rng);
            let picture = room.photo(view, 1000, 750);
            all.extend(print(&jpeg(&picture, 92)).map(|print| (view, print)));
        }
        for (index, (view, print)) in all.iter().enumerate() {
            let others = all[index + 1..].iter();
            let others = others.filter(|other| view.is_another_than(other.0));
            views.extend(others.map(|other| apart(*print, other.1)));
        }
        firsts.push(first);
    }
    let mut others = Vec::new();
    for (index, one) in firsts.iter().enumerate() {
        others.extend(firsts[index + 1..].iter().map(|other| apart(*one, *other)));
    }
    let small: Vec<u32> = CHANGES
        .iter()
        .zip(&changed)
        .filter(|((name, _), _)| !name.ends_with("10 %"))
        .flat_map(|(_, distances)| distances.iter().copied())
        .collect();
    Curve {
        rooms,
        other_rooms: others.len(),
        same_room: views.len(),
        rows: (8..=44)
            .step_by(4)
            .map(|distance| Row {
                distance,
                found: share(&small, distance),
                wrong_rooms: share(&others, distance),
                wrong_views: share(&views, distance),
            })
            .collect(),
        changes: CHANGES
            .iter()
            .zip(&changed)
            .map(|((change, _), distances)| Found {
                change,
                alike: share(distances, ALIKE),
                look: share(distances, LOOK),
                farthest: distances.iter().copied().max().unwrap_or(0),
            })
            .collect(),
    }
}

/// Of a hundred, how many are at most so far apart.
fn share(distances: &[u32], most: u32) -> f64 {
    let within = distances.iter().filter(|distance| **distance <= most);
    within.count() as f64 * 100.0 / distances.len().max(1) as f64
}

impl Curve {
    pub fn table(&self) -> String {
        let mut text = format!(
            "{} rooms; {} pairs of different rooms, {} of different views of one room\n\n\
             | Distance at most | Re-used, found | Other rooms, wrongly | Other views, wrongly |\n\
             |---|---|---|---|\n",
            self.rooms, self.other_rooms, self.same_room
        );
        for row in &self.rows {
            text += &format!(
                "| {} | {:.1} % | {:.3} % | {:.2} % |\n",
                row.distance, row.found, row.wrong_rooms, row.wrong_views
            );
        }
        text += &format!(
            "\n| Change | Found at {ALIKE} | Found at {LOOK} | Farthest |\n|---|---|---|---|\n"
        );
        for found in &self.changes {
            text += &format!(
                "| {} | {:.1} % | {:.1} % | {} |\n",
                found.change, found.alike, found.look, found.farthest
            );
        }
        text
    }
}
