//! The parcel a workbook is: what it unpacks to, and what the reader of cells does not tell.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{not_a_sheet, refused};
use crate::error::Error;

/// Bytes of all parts: ten times a roster of fifty thousand people with forty columns.
const MAX_UNPACKED: u64 = 768 * 1024 * 1024;
/// Bytes of one element without its end: no program writes such a tag.
const MAX_TAG: u64 = 1024 * 1024;
const MAX_PARTS: usize = 5000;

/// Unpacks the parcel once into nothing and counts; the numbers of the hidden rows of each sheet,
/// in the order of the sheets.
pub(super) fn look(bytes: &[u8]) -> Result<Vec<BTreeSet<u32>>, Error> {
    look_within(bytes, MAX_UNPACKED)
}

fn look_within(bytes: &[u8], most: u64) -> Result<Vec<BTreeSet<u32>>, Error> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| not_a_sheet())?;
    if archive.len() > MAX_PARTS {
        return Err(refused("unpacks_too_large"));
    }
    // What it says of itself is enough to refuse it; what it says may be less than what comes.
    if archive
        .decompressed_size()
        .is_some_and(|size| size > u128::from(most))
    {
        return Err(refused("unpacks_too_large"));
    }
    let mut left = most;
    let mut hidden = BTreeMap::new();
    let (mut book, mut links) = (String::new(), String::new());
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|error| match error {
            ZipError::UnsupportedArchive(_) => refused("encrypted_file"),
            _ => not_a_sheet(),
        })?;
        let name = part.name().map_err(|_| not_a_sheet())?;
        let name = name.trim_start_matches('/').to_owned();
        let mut part = BufReader::with_capacity(64 * 1024, part.take(left + 1));
        if name.starts_with("xl/worksheets/") && name.ends_with(".xml") {
            let rows = hidden_rows(&mut part)?;
            hidden.insert(name, rows);
        } else if name == "xl/workbook.xml" || name == "xl/_rels/workbook.xml.rels" {
            let text = if name == "xl/workbook.xml" {
                &mut book
            } else {
                &mut links
            };
            part.by_ref()
                .take(MAX_TAG)
                .read_to_string(text)
                .map_err(|_| not_a_sheet())?;
        }
        std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| not_a_sheet())?;
        left = part.into_inner().limit().saturating_sub(1);
        if left == 0 {
            return Err(refused("unpacks_too_large"));
        }
    }
    let targets: BTreeMap<&str, &str> = tags(&links, "Relationship")
        .filter_map(|tag| Some((attribute(tag, "Id")?, attribute(tag, "Target")?)))
        .collect();
    let of = |tag| {
        let target = targets.get(attribute(tag, "r:id")?)?;
        let name = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("xl/{target}"),
        };
        hidden.get(&name).cloned()
    };
    Ok(tags(&book, "sheet")
        .map(|tag| of(tag).unwrap_or_default())
        .collect())
}

fn hidden_rows(part: &mut impl std::io::BufRead) -> Result<BTreeSet<u32>, Error> {
    let mut rows = BTreeSet::new();
    let mut tag = Vec::new();
    loop {
        tag.clear();
        let read = part
            .by_ref()
            .take(MAX_TAG)
            .read_until(b'>', &mut tag)
            .map_err(|_| not_a_sheet())?;
        if read == 0 {
            return Ok(rows);
        }
        if !tag.starts_with(b"<row ") {
            // Most are cells: whatever stands before the tag is looked past once.
            let Some(from) = tag.iter().rposition(|byte| *byte == b'<') else {
                continue;
            };
            if !tag[from..].starts_with(b"<row ") {
                continue;
            }
        }
        let text = String::from_utf8_lossy(&tag);
        if matches!(attribute(&text, "hidden"), Some("1" | "true"))
            && let Some(number) = attribute(&text, "r").and_then(|number| number.parse().ok())
        {
            rows.insert(number);
        }
    }
}

/// Elements of this name, as they are written.
fn tags<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    xml.split('<').filter(move |tag| {
        tag.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(char::is_whitespace))
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        if before.is_some_and(char::is_whitespace)
            && let Some(value) = after.strip_prefix('=')
        {
            let value = value.trim_start();
            let quote = value.chars().next()?;
            return value[quote.len_utf8()..].split(quote).next();
        }
        rest = &rest[at + name.len()..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_are_seen_however_the_tag_is_written() {
        let xml = r#"<sheetData><row r="2" hidden="1"><c r="A2"/></row>text<row spans="1:2" r="7"
            hidden='true'/><row r="9" hidden="0"/></sheetData>"#;
        let rows = hidden_rows(&mut xml.as_bytes()).unwrap();
        assert_eq!(rows.into_iter().collect::<Vec<_>>(), [2, 7]);
    }

    #[test]
    fn a_parcel_that_says_less_than_it_holds_is_measured() {
        let options = zip::write::SimpleFileOptions::default();
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/workbook.xml", options).unwrap();
        std::io::Write::write_all(&mut zip, &[b' '; 100_000]).unwrap();
        let mut bytes = zip.finish().unwrap().into_inner();
        assert!(look_within(&bytes, 200_000).is_ok());
        // In the table of contents the size stands 22 bytes before the name.
        let name = b"xl/workbook.xml";
        let at = bytes
            .windows(name.len())
            .rposition(|part| part == name)
            .unwrap();
        bytes[at - 22..at - 18].copy_from_slice(&9u32.to_le_bytes());
        let told = look_within(&bytes, 50_000).unwrap_err();
        let Error::Refused(refusal) = told else {
            panic!("{told}")
        };
        assert!(["unpacks_too_large", "not_a_sheet"].contains(&refusal.code.as_ref()));
    }
}
