//! Hides what somebody does not want shown: a face, a wall of papers. What was there cannot be
//! worked out again: a few averages take its place.

use crate::Area;
use crate::planes::{Plane, Planes};

/// Averages along the longer side of an area. A face in so few is nobody's.
const CELLS: f32 = 5.0;

pub fn hide(planes: &mut Planes, areas: &[Area]) {
    for area in areas {
        let Some(area) = area.within() else { continue };
        hide_in(&mut planes.luma, area);
        for colour in &mut planes.colours {
            hide_in(colour, area);
        }
    }
}

/// Everything inside the ellipse that fills the area.
fn hide_in(plane: &mut Plane, area: Area) {
    let (width, height) = (plane.width as f32, plane.height as f32);
    let (left, right) = (area.left * width, (area.left + area.width) * width);
    let (top, bottom) = (area.top * height, (area.top + area.height) * height);
    let cell = ((right - left).max(bottom - top) / CELLS).max(1.0);
    let columns = ((right - left) / cell).ceil() as usize;
    let rows = ((bottom - top) / cell).ceil() as usize;
    let span = |from: f32, index: usize, end: f32, most: u32| {
        let start = (from + index as f32 * cell).floor().max(0.0) as u32;
        let stop = (from + (index + 1) as f32 * cell).min(end).ceil() as u32;
        let start = start.min(most - 1);
        start..stop.clamp(start + 1, most)
    };
    let means: Vec<f32> = (0..rows)
        .flat_map(|row| (0..columns).map(move |column| (row, column)))
        .map(|(row, column)| {
            let xs = span(left, column, right, plane.width);
            let ys = span(top, row, bottom, plane.height);
            let count = xs.len() * ys.len();
            let sum: u32 = ys
                .flat_map(|y| plane.values(y, xs.clone()))
                .map(|value| u32::from(*value))
                .sum();
            sum as f32 / count as f32
        })
        .collect();

    let centre = ((left + right) / 2.0, (top + bottom) / 2.0);
    let radius = ((right - left) / 2.0, (bottom - top) / 2.0);
    let mean =
        |column: usize, row: usize| means[row.min(rows - 1) * columns + column.min(columns - 1)];
    for y in span(top, 0, bottom, plane.height).start..(bottom.ceil() as u32).min(plane.height) {
        for x in span(left, 0, right, plane.width).start..(right.ceil() as u32).min(plane.width) {
            let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
            let (dx, dy) = ((px - centre.0) / radius.0, (py - centre.1) / radius.1);
            if dx * dx + dy * dy > 1.0 {
                continue;
            }
            // Between the middles of four cells, so that it looks like mist and not like a fault.
            let (u, v) = (
                ((px - left) / cell - 0.5).max(0.0),
                ((py - top) / cell - 0.5).max(0.0),
            );
            let (column, row) = (u as usize, v as usize);
            let (fx, fy) = (u.fract(), v.fract());
            let upper = mean(column, row) * (1.0 - fx) + mean(column + 1, row) * fx;
            let lower = mean(column, row + 1) * (1.0 - fx) + mean(column + 1, row + 1) * fx;
            plane.row(y, x..x + 1)[0] = (upper * (1.0 - fy) + lower * fy).round() as u8;
        }
    }
}
