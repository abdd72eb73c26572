//! Whether bytes are a JPEG of sane size, from its headers alone: nothing is decoded here, so
//! nothing can be blown up.

/// Pixels on a side.
const MAX_SIDE: u16 = 8192;

/// Whether the county keeps this picture.
pub(super) fn is_kept(bytes: &[u8]) -> bool {
    size(bytes).is_some_and(|(width, height)| {
        (1..=MAX_SIDE).contains(&width) && (1..=MAX_SIDE).contains(&height)
    })
}

/// Width and height from the first start-of-frame.
fn size(bytes: &[u8]) -> Option<(u16, u16)> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let marker = match rest {
            [0xff, 0xff, ..] => {
                rest = &rest[1..];
                continue;
            }
            [0xff, marker, ..] => *marker,
            _ => return None,
        };
        let length = usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?]));
        let segment = rest.get(4..2 + length)?;
        match marker {
            // Start of frame, whatever the coding; c4, c8 and cc are tables among them.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let [_, h1, h2, w1, w2, ..] = segment else {
                    return None;
                };
                return Some((
                    u16::from_be_bytes([*w1, *w2]),
                    u16::from_be_bytes([*h1, *h2]),
                ));
            }
            // The picture itself, or its end, before any frame.
            0xda | 0xd9 => return None,
            _ => rest = rest.get(2 + length..)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 1, 0x11, 0]);
        bytes
    }

    #[test]
    fn only_a_jpeg_of_sane_size_is_kept() {
        assert!(is_kept(&jpeg(1600, 1200)));
        assert!(!is_kept(&jpeg(60000, 60000)));
        assert!(!is_kept(&jpeg(0, 10)));
        for bytes in [
            &b""[..],
            b"\xff\xd8",
            b"\x89PNG\r\n",
            b"\xff\xd8\xff\xe0\x00\x00",
            b"<svg>",
        ] {
            assert!(!is_kept(bytes));
        }
    }

    proptest::proptest! {
        /// Whatever is kept has a size that a picture can have.
        #[test]
        fn no_bytes_make_a_jpeg_of_impossible_size(
            mut bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200),
            spoil in proptest::collection::vec((0..40_usize, proptest::prelude::any::<u8>()), 0..6),
            whole in proptest::prelude::any::<bool>(),
        ) {
            if whole {
                bytes.splice(..0, jpeg(1600, 1200));
            }
            for (at, byte) in spoil {
                if let Some(place) = bytes.get_mut(at) {
                    *place = byte;
                }
            }
            if is_kept(&bytes) {
                let (width, height) = size(&bytes).unwrap();
                assert!(width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE);
                assert_eq!(bytes[..2], [0xff, 0xd8]);
            }
        }
    }

    #[test]
    fn a_jpeg_cut_anywhere_is_refused_and_never_panics() {
        let whole = jpeg(1600, 1200);
        for cut in 0..whole.len() - 4 {
            assert!(!is_kept(&whole[..cut]), "{cut}");
        }
    }
}
