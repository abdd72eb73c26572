//! Draws the stamp: white text on a dark, see-through panel in the lower left, readable on snow
//! and at night. It covers no more of the scene than its text needs, and never drops a line.

use ab_glyph::{Font, point};

use crate::planes::{NEUTRAL, Planes};
use crate::stamp_text::{self, Text};
use crate::{Error, Stamp};

/// How much of the scene the panel keeps, in 256ths. At 88 white text on white paper still has
/// seven times the panel's brightness.
const KEPT: u32 = 88;

const TEXT: u32 = 255;

/// Characters on a line of the picture's width; at 1600 px they are 34 px high.
const CHARACTERS_ACROSS: u32 = 46;

/// Below this strokes of Chinese run together.
const SMALLEST_PX: u32 = 16;
const LARGEST_PX: u32 = 44;

/// A picture narrower than this is given room beside it. Even, as all sides are.
const NARROWEST_PX: u32 = 320;

/// Draws the lines and the check code. Returns the characters the font lacks.
pub fn draw(picture: &mut Planes, stamp: &Stamp, check_code: &str) -> Result<Vec<char>, Error> {
    let mut lines = stamp.lines.clone();
    lines.push(format!("校验码 {check_code}"));

    let width = picture.width().max(NARROWEST_PX);
    let mut size = (width / CHARACTERS_ACROSS).clamp(SMALLEST_PX, LARGEST_PX);
    let (text, padding) = loop {
        let padding = size * 2 / 3;
        let text = stamp_text::layout(&lines, &stamp.fallback, size, width - 2 * padding)?;
        // Smaller rather than over more than two fifths of the scene.
        if size == SMALLEST_PX || text.height() + 2 * padding <= picture.height() * 2 / 5 {
            break (text, padding);
        }
        size -= 1;
    };
    // Even, so that it ends where a colour ends.
    let panel_width = (text.width + 2 * padding).next_multiple_of(2).min(width);
    let panel_height = (text.height() + 2 * padding).next_multiple_of(2);
    // A strip is added where the panel would hide most of a small or very wide picture.
    let strip = if panel_height > picture.height() * 3 / 5 {
        panel_height
    } else {
        0
    };
    picture.extend(width, picture.height() + strip);

    let top = picture.height() - panel_height;
    darken(picture, panel_width, top);
    for (index, line) in text.lines.iter().enumerate() {
        let line_top = top + padding + index as u32 * text.line_height;
        for placed in line {
            let x = padding as f32 + placed.x;
            match placed.glyph {
                Some(drawn) => {
                    let at = point(x, line_top as f32 + text.baseline);
                    let face = &text.faces[drawn.face];
                    let glyph = drawn.glyph.with_scale_and_position(face.scale, at);
                    if let Some(outlined) = face.font.outline_glyph(glyph) {
                        let corner = outlined.px_bounds().min;
                        outlined.draw(|dx, dy, cover| {
                            blend(
                                picture,
                                corner.x as i64 + i64::from(dx),
                                corner.y as i64 + i64::from(dy),
                                cover,
                            );
                        });
                    }
                }
                None => crossed_box(picture, &text, x, line_top),
            }
        }
    }
    Ok(text.missing)
}

/// Takes the colour out as well: white text stays white, and the panel costs fewer bytes.
fn darken(picture: &mut Planes, width: u32, top: u32) {
    for y in top..picture.height() {
        for value in picture.luma.row(y, 0..width) {
            *value = (u32::from(*value) * KEPT / 256) as u8;
        }
    }
    for colour in &mut picture.colours {
        for y in top / 2..colour.height {
            colour.row(y, 0..width / 2).fill(NEUTRAL);
        }
    }
}

fn blend(picture: &mut Planes, x: i64, y: i64, cover: f32) {
    let inside = |at: i64, end: u32| u32::try_from(at).ok().filter(|at| *at < end);
    let (Some(x), Some(y)) = (inside(x, picture.width()), inside(y, picture.height())) else {
        return;
    };
    let cover = (cover.clamp(0.0, 1.0) * 256.0) as u32;
    let value = &mut picture.luma.row(y, x..x + 1)[0];
    *value = ((u32::from(*value) * (256 - cover) + TEXT * cover) / 256) as u8;
}

/// Stands for a character the font lacks, so that it is seen to be there.
fn crossed_box(picture: &mut Planes, text: &Text<'_>, x: f32, line_top: u32) {
    let inset = (text.size_px / 10.0).round() as i64;
    let side = text.size_px as i64 - 2 * inset;
    let left = x.round() as i64 + inset;
    let top = i64::from(line_top) + (i64::from(text.line_height) - side) / 2;
    let thick = (side / 12).max(1);
    for dy in 0..side {
        for dx in 0..side {
            let border = dx < thick || dy < thick || dx >= side - thick || dy >= side - thick;
            let cross = (dx - dy).abs() < thick || (dx + dy - side + 1).abs() < thick;
            if border || cross {
                blend(picture, left + dx, top + dy, 1.0);
            }
        }
    }
}
