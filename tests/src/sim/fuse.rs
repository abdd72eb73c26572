//! When a simulated process dies, and whether its disk has room.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

/// Counts the statements of one process and ends it at the one it was told.
pub struct Fuse {
    left: AtomicI64,
    blown: AtomicBool,
    full: AtomicBool,
    steps: AtomicU64,
}

impl Default for Fuse {
    fn default() -> Self {
        Self {
            left: AtomicI64::new(i64::MAX),
            blown: AtomicBool::new(false),
            full: AtomicBool::new(false),
            steps: AtomicU64::new(0),
        }
    }
}

impl Fuse {
    /// The process dies after so many more statements.
    pub fn arm(&self, statements: i64) {
        self.left.store(statements, Ordering::SeqCst);
    }

    /// The process dies now.
    pub fn blow(&self) {
        self.blown.store(true, Ordering::SeqCst);
    }

    pub fn is_blown(&self) -> bool {
        self.blown.load(Ordering::SeqCst)
    }

    pub fn fill_disk(&self, full: bool) {
        self.full.store(full, Ordering::SeqCst);
    }

    pub fn is_full(&self) -> bool {
        self.full.load(Ordering::SeqCst)
    }

    /// Statements so far: a part of the trace, so that two runs are the same to the statement.
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::SeqCst)
    }

    fn step(&self) -> bool {
        if self.is_blown() {
            return false;
        }
        self.steps.fetch_add(1, Ordering::SeqCst);
        if self.left.fetch_sub(1, Ordering::SeqCst) <= 0 {
            self.blow();
            return false;
        }
        true
    }
}

impl store::Fuse for Fuse {
    fn holds(&self) -> bool {
        self.step()
    }

    fn is_disk_full(&self) -> bool {
        self.is_full()
    }
}

impl server::db::Fuse for Fuse {
    fn holds(&self) -> bool {
        self.step()
    }

    fn is_disk_full(&self) -> bool {
        self.is_full()
    }
}
