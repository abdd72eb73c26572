//! The fingerprints of a county's photos in memory, searched from one end to the other: ten
//! million in all eight turns within a few hundredths of a second.

use domain::fingerprint::Fingerprint;
use pulp::Arch;

/// Fingerprints looked at together: they stay in the nearest cache while all turns pass by.
const BLOCK: usize = 128;

/// Fingerprints in the order they came, each with a number that leads back to its photo.
pub struct Index {
    arch: Arch,
    // The two hashes apart: a vector of the machine takes several of one kind at once.
    phashes: Vec<u64>,
    dhashes: Vec<u64>,
    references: Vec<u32>,
}

/// A photo near the one that was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near {
    pub distance: u32,
    pub reference: u32,
    /// Which of the turns was nearest.
    pub turn: usize,
}

impl Default for Index {
    fn default() -> Self {
        Self::new()
    }
}

impl Index {
    pub fn new() -> Self {
        Self {
            arch: Arch::new(),
            phashes: Vec::new(),
            dhashes: Vec::new(),
            references: Vec::new(),
        }
    }

    pub fn push(&mut self, reference: u32, fingerprint: Fingerprint) {
        self.phashes.push(fingerprint.phash);
        self.dhashes.push(fingerprint.dhash);
        self.references.push(reference);
    }

    pub fn len(&self) -> usize {
        self.references.len()
    }

    pub fn is_empty(&self) -> bool {
        self.references.is_empty()
    }

    /// Everything at most `within` from one of `turns`, the nearest first. A county's server has
    /// other things to do: one thread.
    pub fn search(&self, turns: &[Fingerprint], within: u32) -> Vec<Near> {
        let mut near = Vec::new();
        self.arch.dispatch(
            #[inline(always)]
            || self.scan(turns, within, &mut near),
        );
        near.sort_unstable();
        near
    }

    #[inline(always)]
    fn scan(&self, turns: &[Fingerprint], within: u32, near: &mut Vec<Near>) {
        let blocks = self.phashes.chunks(BLOCK).zip(self.dhashes.chunks(BLOCK));
        for (at, (phashes, dhashes)) in blocks.enumerate() {
            for turn in turns {
                if may_be_near(phashes, dhashes, *turn, within) {
                    self.look(at * BLOCK, turns, within, near);
                    break;
                }
            }
        }
    }

    /// Looks at each fingerprint of a block by itself.
    #[cold]
    fn look(&self, from: usize, turns: &[Fingerprint], within: u32, near: &mut Vec<Near>) {
        let to = (from + BLOCK).min(self.len());
        let hashes = self.phashes[from..to].iter().zip(&self.dhashes[from..to]);
        for ((phash, dhash), reference) in hashes.zip(&self.references[from..to]) {
            let here = Fingerprint {
                phash: *phash,
                dhash: *dhash,
            };
            let nearest = here.nearest_of(turns);
            if let Some((distance, turn)) = nearest.filter(|(distance, _)| *distance <= within) {
                near.push(Near {
                    distance,
                    reference: *reference,
                    turn,
                });
            }
        }
    }
}

/// Whether any of them can be near. Bits that differ in either hash are no more than bits that
/// differ in one and in the other, so one count does for both; of pictures that have nothing in
/// common it lets one in a hundred million through. Without a branch, so that it runs on vectors.
#[inline(always)]
fn may_be_near(phashes: &[u64], dhashes: &[u64], sought: Fingerprint, within: u32) -> bool {
    // The highest bit says that a count went below zero. In the width of the hashes, so that the
    // lanes of a vector need no repacking.
    let beyond = u64::from(within) + 1;
    let mut any = 0;
    for (phash, dhash) in phashes.iter().zip(dhashes) {
        let differ = (phash ^ sought.phash) | (dhash ^ sought.dhash);
        any |= u64::from(differ.count_ones()).wrapping_sub(beyond);
    }
    any >> 63 != 0
}

#[cfg(test)]
mod tests {
    use domain::fingerprint::{ALIKE, LOOK};
    use proptest::prelude::*;

    use super::*;

    fn some() -> impl Strategy<Value = Fingerprint> {
        (any::<u64>(), any::<u64>()).prop_map(|(phash, dhash)| Fingerprint {
            phash: phash >> 1,
            dhash: dhash & !0xf,
        })
    }

    proptest! {
        #[test]
        fn the_search_finds_what_comparing_one_by_one_finds(
            all in prop::collection::vec(some(), 0..400),
            copies in prop::collection::vec((any::<prop::sample::Index>(), 0..8usize, any::<u64>(), any::<u64>(), any::<u64>()), 0..20),
            sought in some(),
        ) {
            let mut all = all;
            for (at, turn, a, b, c) in copies {
                // Copies turned and a little changed: some within the bounds, some beyond.
                let Fingerprint { phash, dhash } = sought.turns()[turn];
                let copy = Fingerprint { phash: phash ^ (a & b & c), dhash: dhash ^ (a & !b & c) };
                all.insert(at.index(all.len() + 1), copy);
            }
            let mut index = Index::new();
            for (reference, one) in (0u32..).zip(&all) {
                index.push(reference, *one);
            }
            for (turns, within) in [(&sought.turns()[..], LOOK), (&[sought][..], ALIKE)] {
                let mut expected: Vec<Near> = (0u32..)
                    .zip(&all)
                    .filter_map(|(reference, one)| {
                        let nearest = (0..).zip(turns).map(|(turn, to)| (one.distance(*to), turn)).min();
                        let (distance, turn) = nearest?;
                        (distance <= within).then_some(Near { distance, reference, turn })
                    })
                    .collect();
                expected.sort();
                prop_assert_eq!(index.search(turns, within), expected);
            }
        }
    }
}
