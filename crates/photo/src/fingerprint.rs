//! Two perceptual hashes that stay near when a picture is recompressed, resized or brightened, and
//! lie far apart for different pictures. Taken upright and before the stamp, which would make
//! every photo of one worker look alike.
//!
//! Their bits are laid out so that a mirrored or turned copy is found from the bits alone;
//! `domain::fingerprint` says how, and which distance means what. `docs/photos.md` has the curve.

use std::f64::consts::PI;

use crate::planes::Plane;

pub struct Fingerprint {
    pub phash: u64,
    pub dhash: u64,
}

/// Cells along a side of what the frequencies are taken from.
const SIDE: usize = 32;

/// Frequencies along a side of the block that is kept.
const LOW: usize = 8;

/// Cells along a side of the grid whose neighbours are compared.
const GRID: usize = 6;

/// A picture whose cells stray less than this from their mean (of 255) shows nothing to compare: a
/// finger on the lens, fog. All such are alike.
const PLAIN: f64 = 3.0;

/// From a small copy's brightness: the fine detail would be averaged away in any case. Both zero
/// for a picture too plain to be told from another.
pub fn of(small: &Plane) -> Fingerprint {
    let cells = grid(small, SIDE);
    let count = cells.len() as f64;
    let mean = cells.iter().sum::<f64>() / count;
    let spread = cells.iter().map(|cell| (cell - mean).powi(2)).sum::<f64>() / count;
    if spread.sqrt() < PLAIN {
        return Fingerprint { phash: 0, dhash: 0 };
    }
    Fingerprint {
        phash: phash(&cells),
        dhash: dhash(&grid(small, GRID)),
    }
}

/// Mean brightness of a square grid of cells laid over the picture.
fn grid(plane: &Plane, cells: usize) -> Vec<f64> {
    let span = |cell: usize, length: u32| {
        let (cell, cells) = (cell as u32, cells as u32);
        let from = (cell * length / cells).min(length - 1);
        from..((cell + 1) * length / cells).clamp(from + 1, length)
    };
    let mut means = Vec::with_capacity(cells * cells);
    for row in 0..cells {
        for column in 0..cells {
            let (rows, columns) = (span(row, plane.height), span(column, plane.width));
            let count = (rows.len() * columns.len()) as f64;
            let values = rows.flat_map(|y| plane.values(y, columns.clone()));
            means.push(values.map(|value| u64::from(*value)).sum::<u64>() as f64 / count);
        }
    }
    means
}

/// From the highest bit: whether each cell is brighter than the one to its left, row by row, and
/// then than the one above it, column by column.
fn dhash(cells: &[f64]) -> u64 {
    let steps = |next: usize, line: usize| {
        let line = move |index: usize| (0..GRID).map(move |at| cells[index * line + at * next]);
        (0..GRID).flat_map(move |index| line(index).skip(1).zip(line(index)).map(|(b, a)| b > a))
    };
    packed(steps(1, GRID).chain(steps(GRID, 1)))
}

/// Whether each of the lowest frequencies has a weight above zero. The first is the mean
/// brightness and says nothing.
fn phash(cells: &[f64]) -> u64 {
    let wave: [[f64; SIDE]; LOW] = std::array::from_fn(|frequency| {
        std::array::from_fn(|place| {
            (PI / SIDE as f64 * (place as f64 + 0.5) * frequency as f64).cos()
        })
    });
    let weigh = |values: &mut dyn Iterator<Item = f64>, frequency: usize| {
        let weighed = values
            .zip(&wave[frequency])
            .map(|(value, wave)| value * wave);
        weighed.sum::<f64>()
    };
    let rows: Vec<f64> = cells
        .chunks_exact(SIDE)
        .flat_map(|row| (0..LOW).map(move |u| weigh(&mut row.iter().copied(), u)))
        .collect();
    let weights = (0..LOW)
        .flat_map(|v| (0..LOW).map(move |u| (u, v)))
        .map(|(u, v)| weigh(&mut (0..SIDE).map(|y| rows[y * LOW + u]), v));
    packed(weights.map(|weight| weight > 0.0)) & !(1 << 63)
}

fn packed(bits: impl Iterator<Item = bool>) -> u64 {
    bits.zip((0..64).rev())
        .fold(0, |all, (bit, at)| all | u64::from(bit) << at)
}
