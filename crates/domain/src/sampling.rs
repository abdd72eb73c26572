//! Spot checks 抽查: a sample by town that anybody can draw again (DOMAIN §6, `docs/sampling.md`).
//!
//! The same seed over the same frame is the same sample, and a larger sample holds the smaller
//! one. Start at [`draw`]; [`quotas`] says how many of each town, [`ticket`] in which order.

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

/// Characters in a seed.
pub const MAX_SEED: usize = 64;

/// The most that is drawn at once: as many as an office can check in a season.
pub const MAX_SAMPLE: u32 = 2000;

/// One that may be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its town.
    pub stratum: String,
    /// Its id; nothing else decides its place.
    pub key: String,
    /// How many tickets it has: two in a village with an alert, otherwise one.
    pub tickets: u32,
}

/// How many are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// So many.
    Count(u32),
    /// So many of a hundred, rounded up.
    Percent(u32),
}

/// Why nothing is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SamplingRefused {
    /// Nobody is left to draw from.
    #[error("the frame is empty")]
    EmptyFrame,
    /// None, or more than a hundred of a hundred.
    #[error("not a number to draw")]
    OutOfRange,
    /// More than there are, or than are drawn at once.
    #[error("more than can be drawn")]
    SampleTooLarge,
    /// Other signs than letters, digits and hyphens: they are not the same on every keyboard.
    #[error("not a seed")]
    BadSeed,
}

impl SamplingRefused {
    /// The code that leaves the crate.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EmptyFrame => "empty_frame",
            Self::OutOfRange => "out_of_range",
            Self::SampleTooLarge => "sample_too_large",
            Self::BadSeed => "bad_seed",
        }
    }
}

/// A seed as it is used: an auditor types it again, so it is of letters, digits and hyphens only.
///
/// # Errors
/// [`SamplingRefused::BadSeed`].
pub fn seed(typed: &str) -> Result<&str, SamplingRefused> {
    let seed = typed.trim();
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    if seed.is_empty() || seed.len() > MAX_SEED || !seed.chars().all(is_plain) {
        return Err(SamplingRefused::BadSeed);
    }
    Ok(seed)
}

/// How many that is, of so many.
///
/// # Errors
/// [`SamplingRefused`], but no word of the seed.
pub fn size(asked: Asked, eligible: u32) -> Result<u32, SamplingRefused> {
    if eligible == 0 {
        return Err(SamplingRefused::EmptyFrame);
    }
    let size = match asked {
        Asked::Count(0) | Asked::Percent(0 | 101..) => return Err(SamplingRefused::OutOfRange),
        Asked::Count(count) => count,
        Asked::Percent(percent) => {
            let exact = u64::from(eligible) * u64::from(percent);
            u32::try_from(exact.div_ceil(100)).unwrap_or(u32::MAX)
        }
    };
    if size > eligible || size > MAX_SAMPLE {
        return Err(SamplingRefused::SampleTooLarge);
    }
    Ok(size)
}

/// Units and tickets of a town.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many may be drawn at most.
    pub units: u32,
    /// What they weigh together.
    pub tickets: u32,
}

/// How many of each town. One by one: to a town that has none yet, and otherwise to the one with
/// the most tickets for each place it would have (Sainte-Laguë: tickets ÷ (2 × places + 1)); of
/// equals to the lower code. No town gets more than it has.
#[must_use]
pub fn quotas(shares: &BTreeMap<String, Share>, sample: u32) -> BTreeMap<String, u32> {
    let mut quotas: BTreeMap<String, u32> = shares.keys().map(|key| (key.clone(), 0)).collect();
    for _ in 0..sample {
        let mut next: Option<(&String, Share, u32)> = None;
        for (code, share) in shares {
            let has = quotas.get(code).copied().unwrap_or(0);
            if has >= share.units {
                continue;
            }
            let is_before = next.is_none_or(|(_, best, best_has)| {
                before((share.tickets, has), (best.tickets, best_has))
            });
            if is_before {
                next = Some((code, *share, has));
            }
        }
        let Some((code, ..)) = next else { break };
        if let Some(quota) = quotas.get_mut(code) {
            *quota += 1;
        }
    }
    quotas
}

/// Whether the next place is this town's rather than the other's, each by tickets and places.
fn before((tickets, has): (u32, u32), (other, other_has): (u32, u32)) -> bool {
    if (has == 0) != (other_has == 0) {
        return has == 0;
    }
    let worth = |tickets: u32, places: u32| u64::from(tickets) * (2 * u64::from(places) + 1);
    worth(tickets, other_has) > worth(other, has)
}

/// What a ticket is worth: SHA-256 of the seed, the unit's id and the ticket's number, each on a
/// line of its own. The lowest comes first.
#[must_use]
pub fn ticket(seed: &str, key: &str, number: u32) -> [u8; 32] {
    Sha256::digest(format!("{seed}\n{key}\n{number}")).into()
}

/// A unit's lowest ticket, its id, and its place in the frame.
type Drawn<'a> = ([u8; 32], &'a str, usize);

/// Draws, and gives the places in `frame` of those drawn: town by town, in each in the order of
/// the draw. A unit's place is that of its lowest ticket, so two tickets are twice the chance.
/// The frame's own order does not matter.
///
/// # Errors
/// [`SamplingRefused`].
pub fn draw(typed: &str, frame: &[Unit], sample: u32) -> Result<Vec<usize>, SamplingRefused> {
    let seed = seed(typed)?;
    let eligible = u32::try_from(frame.len()).unwrap_or(u32::MAX);
    let sample = size(Asked::Count(sample), eligible)?;
    let mut towns: BTreeMap<&str, Vec<Drawn<'_>>> = BTreeMap::new();
    for (place, unit) in frame.iter().enumerate() {
        let tickets = (1..=unit.tickets.max(1)).map(|number| ticket(seed, &unit.key, number));
        let lowest = tickets.min().unwrap_or([u8::MAX; 32]);
        let town = towns.entry(&unit.stratum).or_default();
        town.push((lowest, &unit.key, place));
    }
    let quotas = quotas(&shares(frame), sample);
    let mut drawn = Vec::with_capacity(frame.len().min(sample as usize));
    for (code, mut units) in towns {
        units.sort_unstable();
        let quota = quotas.get(code).copied().unwrap_or(0);
        drawn.extend(units.iter().take(quota as usize).map(|unit| unit.2));
    }
    Ok(drawn)
}

/// Units and tickets by town.
#[must_use]
pub fn shares(frame: &[Unit]) -> BTreeMap<String, Share> {
    let mut shares: BTreeMap<String, Share> = BTreeMap::new();
    for unit in frame {
        let share = match shares.get_mut(&unit.stratum) {
            Some(share) => share,
            None => shares.entry(unit.stratum.clone()).or_default(),
        };
        share.units += 1;
        share.tickets += unit.tickets.max(1);
    }
    shares
}

/// The frame as it is kept and proved: a line for each unit with its town, id and tickets, in the
/// order of town and id.
#[must_use]
pub fn frame_text(frame: &[Unit]) -> String {
    let mut units: Vec<&Unit> = frame.iter().collect();
    // Read by key already: towns are put together, and each stays in order.
    units.sort_by_key(|unit| (&unit.stratum, &unit.key, Reverse(unit.tickets)));
    let mut text = String::with_capacity(units.len() * 52);
    for unit in units {
        let tickets = unit.tickets.to_string();
        for part in [&unit.stratum, "\t", &unit.key, "\t", &tickets, "\n"] {
            text.push_str(part);
        }
    }
    text
}

/// A kept frame, read again; `None` where it was tampered with.
#[must_use]
pub fn frame_of(text: &str) -> Option<Vec<Unit>> {
    text.lines()
        .map(|line| {
            let mut parts = line.split('\t');
            let unit = Unit {
                stratum: parts.next()?.to_owned(),
                key: parts.next()?.to_owned(),
                tickets: parts.next()?.parse().ok()?,
            };
            parts.next().is_none().then_some(unit)
        })
        .collect()
}

/// The frame's digest, in hexadecimal: what a preview showed is what is drawn from.
#[must_use]
pub fn frame_sha256(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
