//! Lays out the stamp's lines in the embedded font: which glyph where, and what it lacks.

use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont};

use crate::{Error, Fallback};

/// 9,111 glyphs of Noto Sans CJK SC; see `font/README.md`.
static FONT: &[u8] = include_bytes!("../font/stamp.otf");

/// More is a mistake of the caller's and would bury the picture.
const MOST_LINES: usize = 40;

pub struct Placed {
    /// `None` where no font has a glyph.
    pub glyph: Option<Drawn>,
    pub x: f32,
}

/// A glyph of one of the text's faces.
#[derive(Clone, Copy)]
pub struct Drawn {
    pub face: usize,
    pub glyph: GlyphId,
}

/// A font at the text's size.
pub struct Face<'f> {
    pub font: FontRef<'f>,
    pub scale: PxScale,
}

pub struct Text<'f> {
    /// Ours, and then the phone's own.
    pub faces: Vec<Face<'f>>,
    /// The side of a Chinese character.
    pub size_px: f32,
    pub line_height: u32,
    /// From the top of a line to where its characters stand.
    pub baseline: f32,
    pub lines: Vec<Vec<Placed>>,
    pub width: u32,
    pub missing: Vec<char>,
}

impl<'f> Face<'f> {
    /// The library counts from ascender to descender, the eye by the character's own square.
    fn new(font: FontRef<'f>, size_px: f32) -> Option<Self> {
        let em = font.units_per_em()?;
        let scale = PxScale::from(size_px * font.height_unscaled() / em);
        Some(Self { font, scale })
    }
}

impl Text<'_> {
    pub fn height(&self) -> u32 {
        self.lines.len() as u32 * self.line_height
    }
}

/// The characters of `lines` that our font lacks, each once.
pub fn lacking(lines: &[String]) -> Vec<char> {
    let Ok(font) = FontRef::try_from_slice(FONT) else {
        return Vec::new();
    };
    let mut lacking = Vec::new();
    for char in lines.iter().flat_map(|line| line.chars()) {
        if !char.is_whitespace()
            && !char.is_control()
            && font.glyph_id(char).0 == 0
            && !lacking.contains(&char)
        {
            lacking.push(char);
        }
    }
    lacking
}

/// Breaks the stamp's lines to fit `max_width` with characters of `size` pixels.
pub fn layout<'f>(
    lines: &[String],
    fallback: &'f [Fallback],
    size: u32,
    max_width: u32,
) -> Result<Text<'f>, Error> {
    let size_px = size as f32;
    let ours = FontRef::try_from_slice(FONT).map_err(|_| Error::Broken)?;
    let faces: Vec<Face<'f>> = std::iter::once(Some(ours))
        .chain(fallback.iter().map(Fallback::font))
        .flatten()
        .filter_map(|font| Face::new(font, size_px))
        .collect();

    let mut missing = Vec::new();
    let mut broken = Vec::new();
    let mut width = 0.0_f32;
    for line in lines.iter().flat_map(|line| line.lines()) {
        let characters: Vec<Measured> = line
            .chars()
            .map(|char| {
                if char.is_whitespace() || char.is_control() {
                    ' '
                } else {
                    char
                }
            })
            .map(|char| {
                let has = |(at, face): (usize, &Face)| {
                    let glyph = face.font.glyph_id(char);
                    let advance = face.font.as_scaled(face.scale).h_advance(glyph);
                    (glyph.0 != 0).then_some((Drawn { face: at, glyph }, advance))
                };
                if let Some((drawn, advance)) = faces.iter().enumerate().find_map(has) {
                    return (char, Some(drawn), advance);
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
        faces,
        size_px,
        line_height,
        baseline,
        lines: broken,
        width: width.ceil() as u32,
        missing,
    })
}

type Measured = (char, Option<Drawn>, f32);

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
