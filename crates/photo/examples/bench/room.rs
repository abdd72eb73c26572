//! Rooms nobody lives in, and photos of them: furniture and cloth with the grain of real things, so
//! that a camera file has a camera file's size, and two views of one room differ as views do.

use fastrand::Rng;
use image::RgbImage;

/// Walls wider and higher than any one photo of them.
const WIDE: f32 = 2.4;
const HIGH: f32 = 1.8;

pub struct Room {
    things: Vec<Thing>,
    seed: u32,
    /// Where the window is.
    light: (f32, f32),
}

struct Thing {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
    round: bool,
    colour: [f32; 3],
    /// How coarse its cloth or wood is, and how strong the pattern.
    coarse: f32,
    pattern: f32,
}

/// Where the camera stands and how bright it is.
#[derive(Clone, Copy)]
pub struct View {
    pub left: f32,
    pub top: f32,
    /// Of the wall, across the photo.
    pub across: f32,
    pub light: f32,
}

impl View {
    pub const FIRST: Self = Self {
        left: 0.6,
        top: 0.4,
        across: 1.1,
        light: 1.0,
    };

    /// Whether a person would call it another photo: an eighth of it aside, or clearly nearer.
    pub fn is_another_than(self, other: Self) -> bool {
        let aside = (self.left - other.left)
            .abs()
            .max((self.top - other.top).abs());
        let nearer = (self.across / other.across).max(other.across / self.across);
        aside > 0.125 * self.across || nearer > 1.2
    }

    /// A step aside, nearer or farther: what a second look at the room takes.
    pub fn another(rng: &mut Rng) -> Self {
        let away = |rng: &mut Rng| (0.16 + 0.3 * rng.f32()) * if rng.bool() { 1.0 } else { -1.0 };
        Self {
            left: Self::FIRST.left + away(rng),
            top: Self::FIRST.top + away(rng) * 0.5,
            across: Self::FIRST.across * (0.8 + 0.45 * rng.f32()),
            light: 0.8 + 0.4 * rng.f32(),
        }
    }
}

impl Room {
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let things = (0..34)
            .map(|index| {
                let size = if index < 6 { 0.9 } else { 0.42 };
                let grey = 0.15 + 0.75 * rng.f32();
                Thing {
                    left: rng.f32() * WIDE - 0.2,
                    top: rng.f32() * HIGH - 0.2,
                    width: (0.08 + rng.f32()) * size,
                    height: (0.08 + rng.f32()) * size,
                    round: rng.f32() < 0.3,
                    colour: [0; 3].map(|_: i32| (grey + 0.3 * (rng.f32() - 0.5)).clamp(0.03, 0.97)),
                    coarse: 20.0 + 160.0 * rng.f32(),
                    pattern: 0.05 + 0.22 * rng.f32(),
                }
            })
            .collect();
        Self {
            things,
            seed: rng.u32(..),
            light: (rng.f32() * WIDE, rng.f32() * HIGH * 0.5),
        }
    }

    /// Something has been put elsewhere since.
    pub fn tidied(mut self, rng: &mut Rng) -> Self {
        for _ in 0..3 {
            let at = rng.usize(6..self.things.len());
            self.things[at].left += rng.f32() - 0.5;
        }
        self
    }

    pub fn photo(&self, view: View, width: u32, height: u32) -> RgbImage {
        let scale = view.across / width as f32;
        RgbImage::from_fn(width, height, |px, py| {
            let (x, y) = (view.left + px as f32 * scale, view.top + py as f32 * scale);
            let thing = self.things.iter().rev().find(|thing| thing.covers(x, y));
            let (colour, coarse, pattern, own) = match thing {
                Some(thing) => (thing.colour, thing.coarse, thing.pattern, thing.left),
                None => ([0.72, 0.69, 0.62], 9.0, 0.1, 0.0),
            };
            let mut cloth = 0.0;
            let mut strength = pattern;
            let mut fine = coarse;
            for octave in 0..4 {
                cloth += strength * self.noise((x + own) * fine, y * fine, octave);
                strength *= 0.55;
                fine *= 2.3;
            }
            let (dx, dy) = (x - self.light.0, y - self.light.1);
            let light = view.light * (0.55 + 0.6 / (1.0 + 1.3 * (dx * dx + dy * dy)));
            // What a sensor adds.
            let grain = 0.018 * self.hash(px, py, 99);
            let value = |colour: f32| ((colour + cloth) * light + grain).clamp(0.0, 1.0) * 255.0;
            image::Rgb(colour.map(|colour| value(colour) as u8))
        })
    }

    /// Between -1 and 1.
    fn hash(&self, x: u32, y: u32, salt: u32) -> f32 {
        let mut bits = x
            .wrapping_mul(0x85EB_CA6B)
            .wrapping_add(y.wrapping_mul(0xC2B2_AE35))
            .wrapping_add(salt.wrapping_mul(0x27D4_EB2F))
            ^ self.seed;
        bits = (bits ^ bits >> 15).wrapping_mul(0x2C1B_3C6D);
        bits = (bits ^ bits >> 12).wrapping_mul(0x297A_2D39);
        (bits ^ bits >> 15) as f32 / (u32::MAX / 2) as f32 - 1.0
    }

    /// Smooth between the corners of a grid.
    fn noise(&self, x: f32, y: f32, salt: u32) -> f32 {
        let (x, y) = (x + 4096.0, y + 4096.0);
        let (column, row) = (x as u32, y as u32);
        let (fx, fy) = (x.fract(), y.fract());
        let (fx, fy) = (fx * fx * (3.0 - 2.0 * fx), fy * fy * (3.0 - 2.0 * fy));
        let corner = |dx, dy| self.hash(column + dx, row + dy, salt);
        let upper = corner(0, 0) * (1.0 - fx) + corner(1, 0) * fx;
        let lower = corner(0, 1) * (1.0 - fx) + corner(1, 1) * fx;
        upper * (1.0 - fy) + lower * fy
    }
}

impl Thing {
    fn covers(&self, x: f32, y: f32) -> bool {
        let (u, v) = ((x - self.left) / self.width, (y - self.top) / self.height);
        if self.round {
            (u - 0.5).powi(2) + (v - 0.5).powi(2) < 0.25
        } else {
            (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v)
        }
    }
}
