//! How alike two pictures look: SSIM (Wang et al. 2004) of their brightness, over windows of 8 × 8.

use image::{GrayImage, RgbImage, imageops};

const WINDOW: u32 = 8;
const STEP: usize = 4;

/// Over the rows above `bottom`: the stamp's panel is no loss.
pub fn of(one: &RgbImage, other: &RgbImage, bottom: u32) -> f64 {
    let (one, other) = (imageops::grayscale(one), imageops::grayscale(other));
    let (mut sum, mut count) = (0.0, 0_u32);
    for y in (0..bottom - WINDOW).step_by(STEP) {
        for x in (0..one.width() - WINDOW).step_by(STEP) {
            sum += window(&one, &other, x, y);
            count += 1;
        }
    }
    sum / f64::from(count)
}

fn window(one: &GrayImage, other: &GrayImage, x: u32, y: u32) -> f64 {
    const C1: f64 = (0.01 * 255.0) * (0.01 * 255.0);
    const C2: f64 = (0.03 * 255.0) * (0.03 * 255.0);
    let (mut a, mut b, mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for dy in 0..WINDOW {
        for dx in 0..WINDOW {
            let p = f64::from(one.get_pixel(x + dx, y + dy)[0]);
            let q = f64::from(other.get_pixel(x + dx, y + dy)[0]);
            a += p;
            b += q;
            aa += p * p;
            bb += q * q;
            ab += p * q;
        }
    }
    let n = f64::from(WINDOW * WINDOW);
    let (ma, mb) = (a / n, b / n);
    let (va, vb, cov) = (aa / n - ma * ma, bb / n - mb * mb, ab / n - ma * mb);
    ((2.0 * ma * mb + C1) * (2.0 * cov + C2)) / ((ma * ma + mb * mb + C1) * (va + vb + C2))
}
