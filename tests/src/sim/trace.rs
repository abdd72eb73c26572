//! What happened, in order: ids and numbers, never a name. Its digest tells two runs apart.

use std::collections::{BTreeMap, VecDeque};

/// Events shown of a run that failed.
const SHOWN: usize = 60;

#[derive(Default)]
pub struct Trace {
    last: VecDeque<String>,
    digest: u64,
    pub events: u64,
    /// Faults by kind.
    pub faults: BTreeMap<&'static str, u64>,
    loud: bool,
}

impl Trace {
    /// `loud` prints every event as it happens.
    pub fn new(loud: bool) -> Self {
        Self {
            digest: 0xcbf2_9ce4_8422_2325,
            loud,
            ..Self::default()
        }
    }

    pub fn note(&mut self, now_ms: i64, event: impl AsRef<str>) {
        let line = format!("{:>9} {}", now_ms - crate::MORNING_MS, event.as_ref());
        // FNV-1a: the same on every machine.
        for byte in line.bytes() {
            self.digest = (self.digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.events += 1;
        if self.loud {
            println!("{line}");
        }
        if self.last.len() == SHOWN {
            self.last.pop_front();
        }
        self.last.push_back(line);
    }

    pub fn fault(&mut self, now_ms: i64, kind: &'static str, of: impl AsRef<str>) {
        *self.faults.entry(kind).or_default() += 1;
        self.note(now_ms, format!("! {kind} {}", of.as_ref()));
    }

    pub fn digest(&self) -> u64 {
        self.digest
    }

    pub fn last(&self) -> Vec<String> {
        self.last.iter().cloned().collect()
    }
}
