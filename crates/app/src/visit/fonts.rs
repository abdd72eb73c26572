//! Fonts of the device, for the characters of names that the stamp's own font lacks.

use std::path::Path;

use photo::{Fallback, Stamp};

use crate::platform::Platform;

/// The largest collection of Chinese fonts is a third of this.
const MOST_BYTES: u64 = 64 << 20;

/// The stamp of these lines. Fonts are read only when something is lacking, which is seldom: they
/// are large, and a photo should not wait for them.
pub(super) fn stamp_of(platform: &dyn Platform, lines: Vec<String>) -> Stamp {
    let (fallback, _) = found(platform, &lines);
    Stamp { lines, fallback }
}

/// The characters of a stamp's lines that no font of this phone has: crossed boxes on the photo.
pub(super) fn boxed(platform: &dyn Platform, lines: &[String]) -> Option<String> {
    let (_, lacking) = found(platform, lines);
    (!lacking.is_empty()).then(|| lacking.into_iter().collect())
}

/// Fonts for what ours lacks, and what is lacking still.
fn found(platform: &dyn Platform, lines: &[String]) -> (Vec<Fallback>, Vec<char>) {
    let mut lacking = photo::lacking(lines);
    let mut fallback = Vec::new();
    for path in platform.system_fonts() {
        if lacking.is_empty() {
            break;
        }
        let Some(font) = read(&path).and_then(|bytes| Fallback::having(bytes, &lacking)) else {
            continue;
        };
        lacking.retain(|char| !font.has(*char));
        fallback.push(font);
    }
    (fallback, lacking)
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let length = std::fs::metadata(path).ok()?.len();
    (length <= MOST_BYTES)
        .then(|| std::fs::read(path).ok())
        .flatten()
}
