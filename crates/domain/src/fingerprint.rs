//! Whether two photos show the same picture, from two hashes of 64 bits that stay near when a
//! picture is recompressed, resized, brightened or stamped (DOMAIN §4, re-used photos).
//!
//! Both are laid out so that mirroring and turning a picture only moves and flips bits: the
//! fingerprints of all eight ways to lay a picture are found without the picture. `photo` takes
//! them; this says what they mean.
//!
//! - `phash`: for each of the 8 × 8 lowest frequencies, row by row from the highest bit, whether
//!   its weight is above zero. The first, the mean brightness, is always 0.
//! - `dhash`: over a grid of 6 × 6 cells, from the highest bit: for each row the 5 steps to the
//!   right, then for each column the 5 steps down, whether the next cell is brighter. The last
//!   four bits are 0.

/// Cells along a side of the grid that `dhash` compares.
pub const CELLS: usize = 6;

/// Frequencies along a side of the block that `phash` holds.
pub const FREQUENCIES: usize = 8;

/// At this distance or less it is the same picture.
pub const ALIKE: u32 = 24;

/// At this distance or less a person should look.
pub const LOOK: u32 = 28;

/// The two hashes of a picture, upright and before the stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint {
    pub phash: u64,
    pub dhash: u64,
}

impl Fingerprint {
    /// From sixteen hexadecimal digits each, as they travel. `None` if they are not, or if the
    /// picture was too plain to be told from another: a lens cap, fog.
    pub fn parse(phash: &str, dhash: &str) -> Option<Self> {
        let read = |text: &str| {
            let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hex.then(|| u64::from_str_radix(text, 16).ok()).flatten()
        };
        let found = Self {
            phash: read(phash)?,
            dhash: read(dhash)?,
        };
        (found.phash != 0 || found.dhash != 0).then_some(found)
    }

    /// How many of the 128 bits differ.
    pub fn distance(self, other: Self) -> u32 {
        (self.phash ^ other.phash).count_ones() + (self.dhash ^ other.dhash).count_ones()
    }

    /// As taken, and of the same picture mirrored and turned: upright, a half turn, both mirrored,
    /// then the same four of the picture laid on its side.
    pub fn turns(self) -> [Self; 8] {
        let side = self.transposed();
        [
            self,
            self.mirrored().flipped(),
            self.mirrored(),
            self.flipped(),
            side,
            side.mirrored().flipped(),
            side.mirrored(),
            side.flipped(),
        ]
    }

    /// How far it is from the nearest of another's `turns`, and which that is.
    pub fn nearest_of(self, turns: &[Self]) -> Option<(u32, usize)> {
        let distances = turns.iter().map(|turn| turn.distance(self));
        distances.zip(0..).min()
    }

    /// Rows for columns.
    fn transposed(self) -> Self {
        Self {
            phash: moved(self.phash, FREQUENCIES * FREQUENCIES, |at| {
                (at % FREQUENCIES) * FREQUENCIES + at / FREQUENCIES
            }),
            dhash: moved(self.dhash, 2 * STEPS, |at| (at + STEPS) % (2 * STEPS)),
        }
    }

    /// Left for right: waves of an odd number of halves change their sign, steps to the right are
    /// walked from the other side.
    fn mirrored(self) -> Self {
        const ODD_COLUMNS: u64 = 0x5555_5555_5555_5555;
        const ACROSS: u64 = !0 << (64 - STEPS);
        Self {
            phash: self.phash ^ ODD_COLUMNS,
            dhash: moved(self.dhash, 2 * STEPS, |at| {
                let (line, step) = (at / (CELLS - 1), at % (CELLS - 1));
                if at < STEPS {
                    line * (CELLS - 1) + (CELLS - 2 - step)
                } else {
                    (CELLS + (2 * CELLS - 1 - line)) * (CELLS - 1) + step
                }
            }) ^ ACROSS,
        }
    }

    /// Top for bottom.
    fn flipped(self) -> Self {
        self.transposed().mirrored().transposed()
    }
}

/// Steps in one direction over the grid.
const STEPS: usize = CELLS * (CELLS - 1);

/// The bits at `from(0)`, `from(1)` and so on, counted from the highest.
fn moved(bits: u64, count: usize, from: impl Fn(usize) -> usize) -> u64 {
    (0..count).fold(0, |moved, at| {
        moved | (bits >> (63 - from(at)) & 1) << (63 - at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: Fingerprint = Fingerprint {
        phash: 0x3a5c_91e7_04d2_8b6f,
        dhash: 0xc3a9_5e17_72d4_6b80,
    };

    #[test]
    fn eight_turns_are_a_group() {
        let turns = SOME.turns();
        for turn in turns {
            let mut again: Vec<_> = turn.turns().to_vec();
            let mut first = turns.to_vec();
            again.sort();
            first.sort();
            assert_eq!(again, first);
        }
        assert_eq!(SOME.mirrored().mirrored(), SOME);
        assert_eq!(SOME.transposed().transposed(), SOME);
        assert_eq!(SOME.flipped().flipped(), SOME);
    }

    #[test]
    fn mean_brightness_and_unused_bits_stay_zero() {
        for turn in SOME.turns() {
            assert_eq!(turn.phash >> 63, 0);
            assert_eq!(turn.dhash & 0xf, 0);
        }
    }

    #[test]
    fn a_step_to_the_right_mirrored_is_the_last_one_missing() {
        let rising = Fingerprint {
            phash: 0,
            dhash: 1 << 63,
        };
        // Row 0: the last step falls where the first rose; all other steps were no rise and are
        // one from the other side.
        let expected = (!0 << 34) & !(1 << (63 - 4));
        assert_eq!(rising.mirrored().dhash, expected);
    }

    #[test]
    fn plain_or_malformed_is_no_fingerprint() {
        assert_eq!(Fingerprint::parse("00", "00"), None);
        let zeros = "0000000000000000";
        assert_eq!(Fingerprint::parse(zeros, zeros), None);
        assert_eq!(Fingerprint::parse("+000000000000001", zeros), None);
        let found = Fingerprint::parse("3a5c91e704d28b6f", "c3a95e1772d46b80");
        assert_eq!(found, Some(SOME));
    }

    #[test]
    fn distance_counts_both() {
        let other = Fingerprint {
            phash: SOME.phash ^ 0b111,
            dhash: SOME.dhash ^ (1 << 60),
        };
        assert_eq!(SOME.distance(other), 4);
    }
}
