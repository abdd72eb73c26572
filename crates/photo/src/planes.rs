//! A picture as brightness and two colours, the way JPEG holds it. From the camera's file to the
//! sent copy nothing is converted: resizing, turning and stamping work on the planes.

use std::ops::Range;

use fast_image_resize::pixels::U8;

use crate::Error;
use crate::resize::lanczos;
use crate::transpose::transposed;

/// No colour.
pub const NEUTRAL: u8 = 128;

/// One value for each place, without gaps.
#[derive(Clone)]
pub struct Plane {
    pub width: u32,
    pub height: u32,
    pub data: Vec<u8>,
}

/// A picture to be sent: a colour for each two by two pixels, both sides even.
#[derive(Clone)]
pub struct Planes {
    pub luma: Plane,
    pub colours: [Plane; 2],
}

/// What a decoder gave, not turned yet: gray or in colour, the colours at any resolution.
pub struct Source {
    pub width: u32,
    pub height: u32,
    pub data: Vec<u8>,
    pub layers: Vec<Layer>,
}

/// One plane of a source, within its data.
pub struct Layer {
    pub at: Range<usize>,
    /// As stored: a decoder may fill up the last block.
    pub width: u32,
    pub height: u32,
    /// Pixels to a value.
    pub across: u32,
    pub down: u32,
}

impl Source {
    /// From rows of gray, or of red, green and blue.
    pub fn from_pixels(width: u32, height: u32, channels: usize, pixels: &[u8]) -> Self {
        let count = width as usize * height as usize;
        let layer = |index: usize| Layer {
            at: index * count..(index + 1) * count,
            width,
            height,
            across: 1,
            down: 1,
        };
        if channels == 1 {
            return Self {
                width,
                height,
                data: pixels.to_vec(),
                layers: vec![layer(0)],
            };
        }
        let mut data = vec![0; count * 3];
        let (luma, colours) = data.split_at_mut(count);
        let (blue, red) = colours.split_at_mut(count);
        for (at, pixel) in pixels.chunks_exact(3).enumerate() {
            let [r, g, b] = [0, 1, 2].map(|channel| i32::from(pixel[channel]));
            // ITU-T T.871, in 65,536ths.
            luma[at] = ((19_595 * r + 38_470 * g + 7_471 * b + 32_768) >> 16) as u8;
            let colour = |value: i32| ((value + (128 << 16) + 32_767) >> 16) as u8;
            blue[at] = colour(-11_059 * r - 21_709 * g + 32_768 * b);
            red[at] = colour(32_768 * r - 27_439 * g - 5_329 * b);
        }
        Self {
            width,
            height,
            data,
            layers: (0..3).map(layer).collect(),
        }
    }

    /// A copy of at most `long_edge`; never enlarged, but for a side of a single pixel.
    pub fn fit(&self, long_edge: u32) -> Result<Planes, Error> {
        let (width, height) = fitted(self.width, self.height, long_edge);
        // Where nothing is shrunk an odd last row or column goes, and the rest stays as it is.
        let kept = |side: u32, target: u32| {
            if side.abs_diff(target) <= 1 && side > 1 {
                target
            } else {
                side
            }
        };
        let (from_width, from_height) = (kept(self.width, width), kept(self.height, height));
        let layer = |index: usize, to: (u32, u32)| match self.layers.get(index) {
            Some(layer) => scaled(
                &self.data[layer.at.clone()],
                (layer.width, layer.height),
                (
                    f64::from(from_width) / f64::from(layer.across),
                    f64::from(from_height) / f64::from(layer.down),
                ),
                to,
            ),
            None => Ok(Plane::filled(to.0, to.1, NEUTRAL)),
        };
        let half = (width / 2, height / 2);
        Ok(Planes {
            luma: layer(0, (width, height))?,
            colours: [layer(1, half)?, layer(2, half)?],
        })
    }
}

/// The size of a copy of at most `long_edge`, both sides even and not nothing.
fn fitted(width: u32, height: u32, long_edge: u32) -> (u32, u32) {
    let long = width.max(height).max(1);
    let side = |side: u32| {
        let side = if long <= long_edge {
            u64::from(side)
        } else {
            (u64::from(side) * u64::from(long_edge) + u64::from(long) / 2) / u64::from(long)
        };
        (side as u32 & !1).max(2)
    };
    (side(width), side(height))
}

/// The part of `area` from the upper left, at another size.
fn scaled(
    data: &[u8],
    (width, height): (u32, u32),
    area: (f64, f64),
    to: (u32, u32),
) -> Result<Plane, Error> {
    let area = (area.0.min(width.into()), area.1.min(height.into()));
    if area == (f64::from(to.0), f64::from(to.1)) {
        let rows = data.chunks_exact(width as usize).take(to.1 as usize);
        let data = rows.flat_map(|row| &row[..to.0 as usize]).copied();
        return Ok(Plane {
            width: to.0,
            height: to.1,
            data: data.collect(),
        });
    }
    // The library goes down a plane several times as fast as across it.
    let lower = lanczos::<U8>(data, (width, height), (width.into(), area.1), (width, to.1))?;
    let across = transposed(&lower, width as usize);
    drop(lower);
    let narrower = lanczos::<U8>(&across, (to.1, width), (to.1.into(), area.0), (to.1, to.0))?;
    drop(across);
    Ok(Plane {
        width: to.0,
        height: to.1,
        data: transposed(&narrower, to.1 as usize),
    })
}

impl Planes {
    pub fn width(&self) -> u32 {
        self.luma.width
    }

    pub fn height(&self) -> u32 {
        self.luma.height
    }

    /// A copy of at most `long_edge`.
    pub fn shrunk(&self, long_edge: u32) -> Result<Self, Error> {
        let (width, height) = fitted(self.width(), self.height(), long_edge);
        let plane = |plane: &Plane, to| {
            let area = (f64::from(plane.width), f64::from(plane.height));
            scaled(&plane.data, (plane.width, plane.height), area, to)
        };
        let half = (width / 2, height / 2);
        let [blue, red] = &self.colours;
        Ok(Self {
            luma: plane(&self.luma, (width, height))?,
            colours: [plane(blue, half)?, plane(red, half)?],
        })
    }

    /// Turns and mirrors from EXIF's `orientation` to upright.
    pub fn turned(self, orientation: u8) -> Self {
        if !(2..=8).contains(&orientation) {
            return self;
        }
        Self {
            luma: self.luma.turned(orientation),
            colours: self.colours.map(|plane| plane.turned(orientation)),
        }
    }

    /// Adds black to the right and below; both sides must be even.
    pub fn extend(&mut self, width: u32, height: u32) {
        if (width, height) == (self.width(), self.height()) {
            return;
        }
        self.luma.extend(width, height, 0);
        for colour in &mut self.colours {
            colour.extend(width / 2, height / 2, NEUTRAL);
        }
    }
}

impl Plane {
    fn filled(width: u32, height: u32, value: u8) -> Self {
        Self {
            width,
            height,
            data: vec![value; width as usize * height as usize],
        }
    }

    /// The values of a row between two columns.
    pub fn row(&mut self, y: u32, columns: Range<u32>) -> &mut [u8] {
        let start = y as usize * self.width as usize;
        &mut self.data[start + columns.start as usize..start + columns.end as usize]
    }

    /// The same, to look at.
    pub fn values(&self, y: u32, columns: Range<u32>) -> &[u8] {
        let start = y as usize * self.width as usize;
        &self.data[start + columns.start as usize..start + columns.end as usize]
    }

    fn turned(mut self, orientation: u8) -> Self {
        let width = self.width as usize;
        match orientation {
            2 => self.data.chunks_exact_mut(width).for_each(<[u8]>::reverse),
            3 => self.data.reverse(),
            4 => self.data = self.data.rchunks_exact(width).collect::<Vec<_>>().concat(),
            5..=8 => {
                let flat = Self {
                    width: self.height,
                    height: self.width,
                    data: transposed(&self.data, width),
                };
                return flat.turned(orientation - 4);
            }
            _ => {}
        }
        self
    }

    fn extend(&mut self, width: u32, height: u32, value: u8) {
        let mut larger = Self::filled(width, height, value);
        for (y, row) in self.data.chunks_exact(self.width as usize).enumerate() {
            larger.row(y as u32, 0..self.width).copy_from_slice(row);
        }
        *self = larger;
    }
}
