//! The sent copy's own EXIF, written from nothing: when, where, which visit and which photo.
//! Nothing of the source's metadata is carried over.

use crate::{Fix, Wanted};

/// China keeps one time.
const OFFSET_MS: i64 = 8 * 3_600_000;
const OFFSET: &str = "+08:00";

/// A TIFF block, ready for an APP1 segment.
pub fn block(wanted: &Wanted) -> Vec<u8> {
    let (visit, photo) = (plain(&wanted.visit_id), plain(&wanted.photo_id));
    let (clock, milliseconds) = local_time(wanted.taken_at_ms);

    let description = format!("visit {visit} photo {photo}");
    let mut comment = b"ASCII\0\0\0".to_vec();
    comment.extend_from_slice(format!("visit={visit};photo={photo}").as_bytes());
    let exif = vec![
        Entry::undefined(0x9000, b"0232".to_vec()), // ExifVersion
        Entry::ascii(0x9003, &clock),               // DateTimeOriginal
        Entry::ascii(0x9011, OFFSET),               // OffsetTimeOriginal
        Entry::undefined(0x9286, comment),          // UserComment
        Entry::ascii(0x9291, &format!("{milliseconds:03}")), // SubSecTimeOriginal
    ];
    let gps = wanted.fix.as_ref().and_then(gps);

    let mut main = vec![
        Entry::ascii(0x010E, &description), // ImageDescription
        Entry::short(0x0112, 1),            // Orientation: upright
        Entry::long(0x8769, 0),             // where the Exif block is
    ];
    if gps.is_some() {
        main.push(Entry::long(0x8825, 0)); // where the GPS block is
    }
    // The pointers' values do not change the lengths, so the places can be worked out first.
    let exif_at = 8 + length(&main);
    let gps_at = exif_at + length(&exif);
    main[2] = Entry::long(0x8769, exif_at);
    if gps.is_some() {
        main[3] = Entry::long(0x8825, gps_at);
    }

    let mut bytes = b"MM\0*\0\0\0\x08".to_vec();
    write(&mut bytes, &main);
    write(&mut bytes, &exif);
    if let Some(gps) = gps {
        write(&mut bytes, &gps);
    }
    bytes
}

/// Ids are ASCII; whatever else comes in cannot break the block.
fn plain(id: &str) -> String {
    id.chars().filter(char::is_ascii_graphic).take(64).collect()
}

/// `YYYY:MM:DD HH:MM:SS` in China, and the milliseconds.
fn local_time(at_ms: i64) -> (String, i64) {
    let local = at_ms.saturating_add(OFFSET_MS);
    let (days, in_day) = (local.div_euclid(86_400_000), local.rem_euclid(86_400_000));
    let (seconds, milliseconds) = (in_day / 1000, in_day % 1000);
    // Days to a civil date, counting years from March so that leap days come last.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    (
        format!("{year:04}:{month:02}:{day:02} {hour:02}:{minute:02}:{second:02}"),
        milliseconds,
    )
}

/// `None` for a fix no receiver gives.
fn gps(fix: &Fix) -> Option<Vec<Entry>> {
    let Fix {
        lat,
        lon,
        accuracy_m,
        altitude_m,
    } = *fix;
    if !(lat.abs() <= 90.0 && lon.abs() <= 180.0) {
        return None;
    }
    let mut entries = vec![
        Entry {
            tag: 0,
            kind: BYTE,
            count: 4,
            data: vec![2, 3, 0, 0],
        }, // GPSVersionID
        Entry::ascii(1, if lat < 0.0 { "S" } else { "N" }),
        Entry::rationals(2, &sexagesimal(lat)),
        Entry::ascii(3, if lon < 0.0 { "W" } else { "E" }),
        Entry::rationals(4, &sexagesimal(lon)),
    ];
    if let Some(altitude) = altitude_m.filter(|altitude| altitude.abs() < 100_000.0) {
        let below = u8::from(altitude < 0.0);
        entries.push(Entry {
            tag: 5,
            kind: BYTE,
            count: 1,
            data: vec![below],
        });
        entries.push(Entry::rationals(
            6,
            &[((altitude.abs() * 10.0).round() as u32, 10)],
        ));
    }
    entries.push(Entry::ascii(0x12, "WGS-84")); // GPSMapDatum: not the shifted GCJ-02
    if (0.0..1e8).contains(&accuracy_m) {
        entries.push(Entry::rationals(
            0x1F,
            &[((accuracy_m * 10.0).round() as u32, 10)],
        ));
    }
    Some(entries)
}

/// Degrees, minutes and ten-thousandths of a second: 3 mm.
fn sexagesimal(degrees: f64) -> [(u32, u32); 3] {
    let units = (degrees.abs() * 36_000_000.0).round() as u64;
    let (degrees, minutes, rest) = (units / 36_000_000, units / 600_000 % 60, units % 600_000);
    [
        (degrees as u32, 1),
        (minutes as u32, 1),
        (rest as u32, 10_000),
    ]
}

const BYTE: u16 = 1;
const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;
const UNDEFINED: u16 = 7;

struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    data: Vec<u8>,
}

impl Entry {
    fn ascii(tag: u16, text: &str) -> Self {
        let mut data = text.as_bytes().to_vec();
        data.push(0);
        Self {
            tag,
            kind: ASCII,
            count: data.len() as u32,
            data,
        }
    }

    fn undefined(tag: u16, data: Vec<u8>) -> Self {
        Self {
            tag,
            kind: UNDEFINED,
            count: data.len() as u32,
            data,
        }
    }

    fn short(tag: u16, value: u16) -> Self {
        Self {
            tag,
            kind: SHORT,
            count: 1,
            data: value.to_be_bytes().to_vec(),
        }
    }

    fn long(tag: u16, value: u32) -> Self {
        Self {
            tag,
            kind: LONG,
            count: 1,
            data: value.to_be_bytes().to_vec(),
        }
    }

    fn rationals(tag: u16, values: &[(u32, u32)]) -> Self {
        let data = values
            .iter()
            .flat_map(|(over, under)| [over.to_be_bytes(), under.to_be_bytes()]);
        Self {
            tag,
            kind: RATIONAL,
            count: values.len() as u32,
            data: data.flatten().collect(),
        }
    }

    /// Up to four bytes live in the entry itself; more go behind the directory, evenly placed.
    fn outside(&self) -> u32 {
        let length = self.data.len() as u32;
        if length <= 4 { 0 } else { length + length % 2 }
    }
}

fn length(entries: &[Entry]) -> u32 {
    2 + 12 * entries.len() as u32 + 4 + entries.iter().map(Entry::outside).sum::<u32>()
}

fn write(bytes: &mut Vec<u8>, entries: &[Entry]) {
    let mut data_at = bytes.len() as u32 + 2 + 12 * entries.len() as u32 + 4;
    let mut data = Vec::new();
    bytes.extend((entries.len() as u16).to_be_bytes());
    for entry in entries {
        bytes.extend(entry.tag.to_be_bytes());
        bytes.extend(entry.kind.to_be_bytes());
        bytes.extend(entry.count.to_be_bytes());
        if entry.outside() == 0 {
            let mut inside = entry.data.clone();
            inside.resize(4, 0);
            bytes.extend(inside);
        } else {
            bytes.extend(data_at.to_be_bytes());
            data.extend_from_slice(&entry.data);
            data.resize(data.len() + entry.data.len() % 2, 0);
            data_at += entry.outside();
        }
    }
    bytes.extend([0; 4]); // no further directory
    bytes.extend(data);
}
