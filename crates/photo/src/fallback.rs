use std::sync::Arc;

use ab_glyph::{Font, FontRef};

/// A font of the phone's own, for the characters ours lacks.
#[derive(Clone)]
pub struct Fallback {
    bytes: Arc<[u8]>,
    /// Which font of a collection.
    index: u32,
}

/// A collection holds one for each region, seldom more.
const MOST_FONTS: u32 = 16;

impl Fallback {
    /// The font of a font file or collection that has most of `wanted`; `None` if none has any.
    pub fn having(bytes: Vec<u8>, wanted: &[char]) -> Option<Self> {
        let count = |index| {
            let font = FontRef::try_from_slice_and_index(&bytes, index).ok()?;
            Some(
                wanted
                    .iter()
                    .filter(|char| font.glyph_id(**char).0 != 0)
                    .count(),
            )
        };
        let counts = (0..MOST_FONTS).map_while(|index| Some((count(index)?, index)));
        // Of equals the first.
        let (most, index) = counts.max_by_key(|(count, index)| (*count, u32::MAX - index))?;
        (most > 0).then(|| Self {
            bytes: bytes.into(),
            index,
        })
    }

    pub fn has(&self, char: char) -> bool {
        self.font().is_some_and(|font| font.glyph_id(char).0 != 0)
    }

    pub(crate) fn font(&self) -> Option<FontRef<'_>> {
        FontRef::try_from_slice_and_index(&self.bytes, self.index).ok()
    }
}
