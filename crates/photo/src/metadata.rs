//! What the source's EXIF says. Read tolerantly: phones write odd blocks, and one bad tag must
//! not hide the rest. What cannot be read is absent, never guessed.

use std::io::Cursor;

use exif::{Exif, In, Reader, Tag, Value};

use crate::header::{Format, Header};

/// A photo's header, and what its maker claims. None of it is trusted over the phone's own fix.
#[derive(Clone, PartialEq)]
pub struct Probe {
    pub format: Format,
    /// As stored, before turning.
    pub width: u32,
    pub height: u32,
    /// EXIF's 1 to 8; 1 is upright.
    pub orientation: u8,
    /// Local time as written, `2026-11-22T09:56:00`, with `+08:00` if the maker said so.
    pub exif_time: Option<String>,
    pub exif_gps: Option<ExifGps>,
}

/// The position in a file's own metadata, in degrees.
#[derive(Clone, Copy, PartialEq)]
pub struct ExifGps {
    pub lat: f64,
    pub lon: f64,
}

// Time and place of a photo stay out of logs.
impl std::fmt::Debug for Probe {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Probe")
            .field("format", &self.format)
            .field("width", &self.width)
            .field("height", &self.height)
            .field("orientation", &self.orientation)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for ExifGps {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("ExifGps")
    }
}

pub fn probe(bytes: &[u8], header: &Header) -> Probe {
    let exif = read(bytes, header);
    let exif = exif.as_ref();
    Probe {
        format: header.format,
        width: header.width,
        height: header.height,
        orientation: exif.map_or(1, turned),
        exif_time: exif.and_then(time),
        exif_gps: exif.and_then(gps),
    }
}

fn read(bytes: &[u8], header: &Header) -> Option<Exif> {
    let head = bytes.get(..header.head)?;
    Reader::new()
        .continue_on_error(true)
        .read_from_container(&mut Cursor::new(head))
        .or_else(|error| error.distill_partial_result(|_| {}))
        .ok()
}

/// EXIF's 1 to 8.
pub fn orientation(bytes: &[u8], header: &Header) -> u8 {
    read(bytes, header).as_ref().map_or(1, turned)
}

fn turned(exif: &Exif) -> u8 {
    exif.get_field(Tag::Orientation, In::PRIMARY)
        .and_then(|field| field.value.get_uint(0))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
        .unwrap_or(1)
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(parts) => Some(
            String::from_utf8(parts.first()?.clone())
                .ok()?
                .trim()
                .to_owned(),
        ),
        _ => None,
    }
}

fn time(exif: &Exif) -> Option<String> {
    let written = text(exif, Tag::DateTimeOriginal).or_else(|| text(exif, Tag::DateTime))?;
    let shape = |text: &str, model: &str| {
        text.len() == model.len()
            && text
                .bytes()
                .zip(model.bytes())
                .all(|(byte, model)| match model {
                    b'0' => byte.is_ascii_digit(),
                    b'+' => byte == b'+' || byte == b'-',
                    _ => byte == model,
                })
    };
    // A camera without a clock writes zeros.
    if !shape(&written, "0000:00:00 00:00:00") || written.starts_with("0000") {
        return None;
    }
    let offset = text(exif, Tag::OffsetTimeOriginal).filter(|text| shape(text, "+00:00"));
    let (date, clock) = written.split_once(' ')?;
    Some(format!(
        "{}T{clock}{}",
        date.replace(':', "-"),
        offset.unwrap_or_default()
    ))
}

fn gps(exif: &Exif) -> Option<ExifGps> {
    let lat = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, "S", 90.0)?;
    let lon = degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, "W", 180.0)?;
    // Receivers without a fix write zeros.
    (lat != 0.0 || lon != 0.0).then_some(ExifGps { lat, lon })
}

fn degrees(exif: &Exif, tag: Tag, reference: Tag, negative: &str, most: f64) -> Option<f64> {
    let parts: Vec<f64> = match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(parts) => parts.iter().map(exif::Rational::to_f64).collect(),
        // Out of the standard, but some phones write them signed.
        Value::SRational(parts) => parts.iter().map(exif::SRational::to_f64).collect(),
        _ => return None,
    };
    let sum: f64 = parts
        .iter()
        .take(3)
        .zip([1.0, 60.0, 3600.0])
        .map(|(part, of)| part / of)
        .sum();
    let signed = if text(exif, reference)?.eq_ignore_ascii_case(negative) {
        -sum
    } else {
        sum
    };
    (signed.is_finite() && signed.abs() <= most).then_some(signed)
}
