//! Camera pictures nobody took: a painted farmhouse, different for every seed.

use fastrand::Rng;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageError, Rgb, RgbImage};

/// Paints a house under a sky and packs it as a camera would: a JPEG of `width` × ¾ `width`.
pub fn photograph(seed: u64, width: u32) -> Result<Vec<u8>, ImageError> {
    let mut rng = Rng::with_seed(seed);
    let height = width * 3 / 4;
    let mut canvas = Canvas {
        image: RgbImage::new(width, height),
        unit: f64::from(width) / 400.0,
    };
    canvas.sky_and_hills(&mut rng);
    canvas.ground(&mut rng);
    canvas.house(&mut rng);
    canvas.yard(&mut rng);
    canvas.light(&mut rng);
    canvas.grain(&mut rng);

    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 88).encode(
        canvas.image.as_raw(),
        width,
        height,
        ExtendedColorType::Rgb8,
    )?;
    Ok(bytes)
}

/// Drawn on a grid of 400 × 300 units, whatever the size.
struct Canvas {
    image: RgbImage,
    unit: f64,
}

type Colour = [u8; 3];

impl Canvas {
    /// Colours every pixel whose unit coordinates satisfy `inside`, between two heights.
    fn paint(
        &mut self,
        (left, top): (f64, f64),
        (right, bottom): (f64, f64),
        colour: impl Fn(f64, f64) -> Option<Colour>,
    ) {
        let (width, height) = self.image.dimensions();
        let pixel = |units: f64, limit: u32| ((units * self.unit).max(0.0) as u32).min(limit);
        for y in pixel(top, height)..pixel(bottom, height) {
            for x in pixel(left, width)..pixel(right, width) {
                let at = (f64::from(x) / self.unit, f64::from(y) / self.unit);
                if let Some(colour) = colour(at.0, at.1) {
                    self.image.put_pixel(x, y, Rgb(colour));
                }
            }
        }
    }

    fn rectangle(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour) {
        self.paint(from, to, |_, _| Some(colour));
    }

    fn sky_and_hills(&mut self, rng: &mut Rng) {
        let grey = rng.f64() * 40.0;
        self.paint((0.0, 0.0), (400.0, 300.0), |_, y| {
            Some(shade([150, 190, 226], y * 0.25 - grey))
        });
        for ridge in 0..3 {
            let base = 90.0 + f64::from(ridge) * 24.0;
            let (phase, wave) = (rng.f64() * 6.3, 40.0 + rng.f64() * 60.0);
            let colour = shade([118, 128, 92], f64::from(ridge) * 14.0 - 20.0);
            self.paint((0.0, 40.0), (400.0, 300.0), |x, y| {
                let crest = base + (x / wave + phase).sin() * 16.0 + (x / 17.0 + phase).sin() * 3.0;
                (y > crest).then_some(colour)
            });
        }
    }

    fn ground(&mut self, rng: &mut Rng) {
        let soil = [150 + rng.u8(..30), 126 + rng.u8(..24), 92 + rng.u8(..20)];
        self.paint((0.0, 205.0), (400.0, 300.0), |x, y| {
            let path = (x - 200.0).abs() < (y - 190.0) * 0.9;
            Some(if path {
                shade(soil, 26.0)
            } else {
                shade(soil, (x * 0.31).sin() * 6.0)
            })
        });
    }

    fn house(&mut self, rng: &mut Rng) {
        let left = 14.0 + rng.f64() * 170.0;
        let width = 170.0 + rng.f64() * 50.0;
        let (eaves, floor) = (128.0 + rng.f64() * 12.0, 228.0);
        let walls: [Colour; 4] = [
            [226, 214, 190],
            [204, 178, 142],
            [198, 122, 92],
            [236, 234, 226],
        ];
        let wall = walls[rng.usize(..walls.len())];
        self.rectangle((left, eaves), (left + width, floor), wall);

        let tiles = shade([112, 74, 64], rng.f64() * 30.0 - 15.0);
        self.paint(
            (left - 14.0, eaves - 44.0),
            (left + width + 14.0, eaves),
            |x, y| {
                let inset = (eaves - y) * 0.8 - 14.0;
                let under = x > left + inset && x < left + width - inset;
                under.then(|| shade(tiles, (x * 1.3).sin() * 9.0))
            },
        );

        let door = left + width * 0.44;
        self.rectangle((door, 160.0), (door + 32.0, floor), [104, 36, 30]);
        for (from, to) in [(door - 6.0, door - 1.0), (door + 33.0, door + 38.0)] {
            // Spring couplets on both sides of the door, and the one above.
            self.rectangle((from, 158.0), (to, 214.0), [196, 34, 30]);
        }
        self.rectangle((door - 2.0, 150.0), (door + 34.0, 157.0), [196, 34, 30]);
        for at in [0.1, 0.76] {
            let x = left + width * at;
            self.rectangle((x, 158.0), (x + 30.0, 190.0), [70, 86, 96]);
            self.rectangle((x + 14.0, 158.0), (x + 16.0, 190.0), [228, 226, 214]);
        }

        // Two people before the door: shapes, nobody.
        for (x, coat) in [(door - 30.0, [44, 62, 96]), (door + 54.0, [120, 52, 58])] {
            let coat = shade(coat, rng.f64() * 30.0);
            self.rectangle((x, 196.0), (x + 17.0, 240.0), coat);
            self.paint((x, 178.0), (x + 18.0, 198.0), |px, py| {
                let (dx, dy) = (px - x - 8.5, py - 188.0);
                (dx * dx + dy * dy < 64.0).then_some([196, 152, 120])
            });
        }
    }

    /// Trees and heaps of straw before the house, clouds above: no two yards look alike, or the
    /// county would take them for one picture.
    fn yard(&mut self, rng: &mut Rng) {
        for _ in 0..rng.u32(1..4) {
            let at = (rng.f64() * 400.0, 12.0 + rng.f64() * 50.0);
            let size = (40.0 + rng.f64() * 60.0, 12.0 + rng.f64() * 20.0);
            self.ellipse(at, size, 300.0, [238, 240, 242]);
        }
        let leaves: [Colour; 4] = [[44, 62, 38], [74, 92, 44], [168, 122, 40], [96, 40, 34]];
        for _ in 0..rng.u32(2..5) {
            let (x, foot) = (rng.f64() * 400.0, 225.0 + rng.f64() * 60.0);
            let (wide, high) = (26.0 + rng.f64() * 40.0, 34.0 + rng.f64() * 45.0);
            let crown = foot - 30.0 - high - rng.f64() * 40.0;
            self.rectangle((x - 5.0, crown), (x + 5.0, foot), [66, 50, 40]);
            let leaf = leaves[rng.usize(..leaves.len())];
            self.ellipse((x, crown), (wide, high), 300.0, leaf);
        }
        for _ in 0..rng.u32(1..3) {
            let (x, foot) = (rng.f64() * 400.0, 250.0 + rng.f64() * 50.0);
            let size = (30.0 + rng.f64() * 50.0, 30.0 + rng.f64() * 40.0);
            self.ellipse((x, foot), size, foot, [196, 168, 104]);
        }
    }

    /// As far down as `foot`.
    fn ellipse(&mut self, (x, y): (f64, f64), (wide, high): (f64, f64), foot: f64, colour: Colour) {
        let below = (y + high).min(foot);
        self.paint((x - wide, y - high), (x + wide, below), |px, py| {
            let (dx, dy) = ((px - x) / wide, (py - y) / high);
            (dx * dx + dy * dy < 1.0).then_some(colour)
        });
    }

    /// Sun and shade, from wherever they fall.
    fn light(&mut self, rng: &mut Rng) {
        let mut wave = || {
            (
                rng.f64() * 0.05 - 0.025,
                rng.f64() * 0.05 - 0.025,
                rng.f64() * 6.3,
            )
        };
        let waves = [wave(), wave(), wave()];
        let unit = self.unit;
        for (x, y, pixel) in self.image.enumerate_pixels_mut() {
            let (x, y) = (f64::from(x) / unit, f64::from(y) / unit);
            let of = |(across, down, from): &(f64, f64, f64)| (x * across + y * down + from).sin();
            let sum: f64 = waves.iter().map(of).sum();
            *pixel = Rgb(shade(pixel.0, sum * 22.0));
        }
    }

    /// A sensor's noise, so that it packs like a photograph.
    fn grain(&mut self, rng: &mut Rng) {
        for pixel in self.image.pixels_mut() {
            let noise = f64::from(rng.i8(-6..7));
            *pixel = Rgb(shade(pixel.0, noise));
        }
    }
}

fn shade(colour: Colour, by: f64) -> Colour {
    colour.map(|channel| (f64::from(channel) + by).clamp(0.0, 255.0) as u8)
}
