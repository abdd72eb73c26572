//! Lays out the stamp's lines in the embedded font: which glyph where, and what it lacks.

use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont};

use crate::Error;

/// 9,111 glyphs of Noto Sans CJK SC; see `font/README.md`.
static FONT: &[u8] = include_bytes!("../font/stamp.otf");

/// More is a mistake of the caller's and would bury the picture.
const MOST_LINES: usize = 40;

pub struct Placed {
    /// `None` where the font has no glyph.
    pub glyph: Option<GlyphId>,
    pub x: f32,
}

pub struct Text {
    pub font: FontRef<'static>,
    pub scale: PxScale,
    /// The side of a Chinese character.
    pub size_px: f32,
    pub line_height: u32,
    /// From the top of a line to where its characters stand.
    pub baseline: f32,
    pub lines: Vec<Vec<Placed>>,
    pub width: u32,
    pub missing: Vec<char>,
}

impl Text {
    pub fn height(&self) -> u32 {
        self.lines.len() as u32 * self.line_height
    }
}

/// Breaks `lines` to fit `max_width` with characters of `size` pixels.
pub fn layout(lines: &[String], size: u32, max_width: u32) -> Result<Text, Error> {
    let font = FontRef::try_from_slice(FONT).map_err(|_| Error::Broken)?;
    let size_px = size as f32;
    // The library counts from ascender to descender, the eye by the character's own square.
    let em = font.units_per_em().ok_or(Error::Broken)?;
    let scale = PxScale::from(size_px * font.height_unscaled() / em);
    let scaled = font.as_scaled(scale);

    let mut missing = Vec::new();
    let mut broken = Vec::new();
    let mut width = 0.0_f32;
    for line in lines.iter().flat_map(|line| line.lines()) {
        let characters: Vec<(char, Option<GlyphId>, f32)> = line
            .chars()
            .map(|char| {
                if char.is_whitespace() || char.is_control() {
                    ' '
                } else {
                    char
                }
            })
            .map(|char| {
                let glyph = font.glyph_id(char);
                if glyph.0 != 0 {
                    return (char, Some(glyph), scaled.h_advance(glyph));
                }
                if !missing.contains(&char) {
                    missing.push(char);
                }
                (char, None, size_px)
            })
            .collect();
        for part in wrapped(&characters, max_width as f32) {
            let mut x = 0.0;
            let mut placed = Vec::with_capacity(part.len());
            for (_, glyph, advance) in part {
                placed.push(Placed { glyph: *glyph, x });
                x += advance;
            }
            width = width.max(x);
            broken.push(placed);
        }
    }
    broken.truncate(MOST_LINES);
    let line_height = (size_px * 1.36).round() as u32;
    // A character's square reaches 0.88 above where it stands and 0.12 below.
    let baseline = ((line_height as f32 - size_px) / 2.0 + size_px * 0.88).round();
    Ok(Text {
        scale,
        size_px,
        line_height,
        baseline,
        lines: broken,
        width: width.ceil() as u32,
        missing,
        font,
    })
}

type Measured = (char, Option<GlyphId>, f32);

/// Breaks at a space in the line's second half if there is one, else between any two characters,
/// as Chinese does.
fn wrapped(mut characters: &[Measured], max_width: f32) -> Vec<&[Measured]> {
    let mut parts = Vec::new();
    loop {
        let mut x = 0.0;
        let over = characters.iter().position(|(_, _, advance)| {
            x += advance;
            x > max_width
        });
        let Some(over) = over.map(|at| at.max(1)) else {
            parts.push(characters);
            return parts;
        };
        let space = characters[..over]
            .iter()
            .rposition(|(char, ..)| *char == ' ');
        let at = space.filter(|at| *at > over / 2).map_or(over, |at| at + 1);
        let (part, rest) = characters.split_at(at);
        parts.push(part);
        characters = rest;
    }
}
