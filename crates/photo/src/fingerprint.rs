//! Two perceptual hashes that stay near when a picture is recompressed, resized or brightened,
//! and lie far apart for different pictures. Taken upright and before the stamp, which would
//! make every photo of one worker look alike. Distance is the sum of both Hamming distances:
//! at 24 or less it is the same picture, at 28 or less worth a look.

use std::f64::consts::PI;

use crate::decode::Picture;

pub struct Fingerprint {
    pub phash: u64,
    pub dhash: u64,
}

/// From a small copy: the fine detail would be averaged away in any case.
pub fn of(small: &Picture) -> Fingerprint {
    Fingerprint {
        phash: phash(small),
        dhash: dhash(small),
    }
}

/// Mean brightness of a grid of cells laid over the picture.
fn grid(picture: &Picture, across: usize, down: usize) -> Vec<f64> {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let span = |cell: usize, cells: usize, length: usize| {
        let from = (cell * length / cells).min(length - 1);
        from..((cell + 1) * length / cells).clamp(from + 1, length)
    };
    let mut means = Vec::with_capacity(across * down);
    for row in 0..down {
        for column in 0..across {
            let (rows, columns) = (span(row, down, height), span(column, across, width));
            let count = (rows.len() * columns.len()) as f64;
            let mut sum = 0_u64;
            for y in rows {
                for pixel in picture.rgb
                    [(y * width + columns.start) * 3..(y * width + columns.end) * 3]
                    .chunks_exact(3)
                {
                    sum += 299 * u64::from(pixel[0])
                        + 587 * u64::from(pixel[1])
                        + 114 * u64::from(pixel[2]);
                }
            }
            means.push(sum as f64 / 1000.0 / count);
        }
    }
    means
}

/// Whether each cell is brighter than its left neighbour.
fn dhash(picture: &Picture) -> u64 {
    grid(picture, 9, 8)
        .chunks_exact(9)
        .flat_map(|row| row.windows(2))
        .fold(0, |bits, pair| bits << 1 | u64::from(pair[1] > pair[0]))
}

/// Whether each of the 64 lowest frequencies is above their median.
fn phash(picture: &Picture) -> u64 {
    const SIDE: usize = 32;
    const LOW: usize = 8;
    let cells = grid(picture, SIDE, SIDE);
    let wave = |frequency: usize, place: usize| {
        (PI / SIDE as f64 * (place as f64 + 0.5) * frequency as f64).cos()
    };
    let rows: Vec<f64> = cells
        .chunks_exact(SIDE)
        .flat_map(|row| {
            (0..LOW).map(move |u| {
                row.iter()
                    .enumerate()
                    .map(|(x, cell)| cell * wave(u, x))
                    .sum()
            })
        })
        .collect();
    let low: Vec<f64> = (0..LOW)
        .flat_map(|v| (0..LOW).map(move |u| (u, v)))
        .map(|(u, v)| (0..SIDE).map(|y| rows[y * LOW + u] * wave(v, y)).sum())
        .collect();
    // The first is the mean brightness and would drown the median of a pale picture.
    let mut sorted: Vec<f64> = low.iter().skip(1).copied().collect();
    sorted.sort_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2];
    low.iter()
        .fold(0, |bits, value| bits << 1 | u64::from(*value > median))
}
