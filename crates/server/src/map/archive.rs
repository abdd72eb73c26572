//! What a map beside the database says of itself: the head of a PMTiles archive, version 3 of its
//! specification. It is looked at before it is used, so that nobody sees an empty map instead.

use std::io::Read as _;
use std::path::Path;

use crate::error::Error;

/// Bytes of the head.
const HEAD: usize = 127;
/// Tiles that are drawings, not pictures: they need a style, fonts and symbols nobody brought.
const VECTOR: u8 = 1;
/// PNG, JPEG, WebP, AVIF: what browsers show.
const PICTURES: std::ops::RangeInclusive<u8> = 2..=5;

/// How near and how far it was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Archive {
    pub least_zoom: u32,
    pub most_zoom: u32,
}

/// Looks at an archive.
///
/// # Errors
/// `no_map_file`, `vector_map`, or `bad_map_file` where it is none, or not whole.
pub(crate) fn look(path: &Path) -> Result<Archive, Error> {
    let Ok(mut file) = std::fs::File::open(path) else {
        return Err(Error::bad("no_map_file", "kind"));
    };
    let whole = file.metadata().map_err(Error::Blobs)?.len();
    let mut head = [0; HEAD];
    match file.read_exact(&mut head) {
        Ok(()) => said(&head, whole),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Err(bad()),
        Err(error) => Err(Error::Blobs(error)),
    }
}

fn bad() -> Error {
    Error::bad("bad_map_file", "kind")
}

fn said(head: &[u8; HEAD], whole: u64) -> Result<Archive, Error> {
    if !head.starts_with(b"PMTiles\x03") {
        return Err(bad());
    }
    let number = |at: usize| {
        let bytes = head.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
        u64::from_le_bytes(bytes.unwrap_or_default())
    };
    // Directory, metadata, further directories, tiles: where each begins and how long it is. One
    // that was copied halfway ends before them.
    for part in [8, 24, 40, 56] {
        let end = number(part).checked_add(number(part + 8));
        if end.is_none_or(|end| end > whole) {
            return Err(bad());
        }
    }
    let (kind, least, most) = (head[99], head[100], head[101]);
    if kind == VECTOR {
        return Err(Error::bad("vector_map", "kind"));
    }
    if !PICTURES.contains(&kind) || least > most {
        return Err(bad());
    }
    Ok(Archive {
        least_zoom: u32::from(least),
        most_zoom: u32::from(most),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of an archive of 400 bytes.
    fn head(version: u8, kind: u8, [least, most]: [u8; 2]) -> [u8; HEAD] {
        let mut head = [0; HEAD];
        head[..7].copy_from_slice(b"PMTiles");
        head[7] = version;
        for (at, number) in [
            (8, 127_u64),
            (16, 30),
            (24, 157),
            (32, 3),
            (56, 160),
            (64, 240),
        ] {
            head[at..at + 8].copy_from_slice(&number.to_le_bytes());
        }
        (head[99], head[100], head[101]) = (kind, least, most);
        head
    }

    fn code(head: &[u8; HEAD], whole: u64) -> String {
        match said(head, whole) {
            Ok(Archive {
                least_zoom,
                most_zoom,
            }) => format!("{least_zoom}-{most_zoom}"),
            Err(Error::Refused(refusal)) => refusal.code.into_owned(),
            Err(_) => "failed".to_owned(),
        }
    }

    #[test]
    fn only_a_whole_archive_of_pictures_is_taken() {
        for kind in 2..=5 {
            assert_eq!(code(&head(3, kind, [4, 12]), 400), "4-12");
        }
        assert_eq!(code(&head(3, 1, [4, 12]), 400), "vector_map");
        for (head, whole) in [
            (head(3, 0, [4, 12]), 400),
            (head(3, 9, [4, 12]), 400),
            (head(2, 2, [4, 12]), 400),
            (head(3, 2, [12, 4]), 400),
            (head(3, 2, [4, 12]), 399),
            ([0; HEAD], 400),
        ] {
            assert_eq!(code(&head, whole), "bad_map_file");
        }
        let mut beyond = head(3, 2, [4, 12]);
        beyond[64..72].copy_from_slice(&u64::MAX.to_le_bytes());
        assert_eq!(code(&beyond, 400), "bad_map_file");
    }
}
