//! A round's progress, as often as a screen can use it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use sync::{Progress, Step};

use crate::cards::bytes;
use crate::lock;
use crate::views::me::{SyncProgress, SyncStep};

/// A screen need not be drawn more often than ten times a second.
const PROGRESS_EVERY_MS: i64 = 100;

/// What was shown last, and when.
#[derive(Default)]
pub(super) struct Shown {
    at_ms: AtomicI64,
    step: Mutex<Option<Step>>,
}

impl Shown {
    /// The progress, if it is time to show it: a new step always, the rest ten times a second.
    pub(super) fn take(&self, progress: &Progress, now_ms: i64) -> Option<SyncProgress> {
        let new_step = lock(&self.step).replace(progress.step) != Some(progress.step);
        let since = now_ms.saturating_sub(self.at_ms.load(Ordering::Relaxed));
        if !new_step && (0..PROGRESS_EVERY_MS).contains(&since) {
            return None;
        }
        self.at_ms.store(now_ms, Ordering::Relaxed);
        let step = match progress.step {
            Step::Push => SyncStep::Push,
            Step::Pull => SyncStep::Pull,
            Step::Photos => SyncStep::Photos,
            // Told once the round is over, whatever became of it.
            Step::Done => return None,
        };
        Some(SyncProgress {
            step,
            done: progress.done,
            total: progress.total,
            bytes_done: bytes(progress.bytes_done),
            bytes_total: bytes(progress.bytes_total),
        })
    }
}
