//! What the caller sees of a round, and how it stops one.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::Failure;

/// Given to a round by whoever starts it.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    /// Called at every step boundary, before and after every request and every commit. It may be
    /// slow or never return: a round that dies here loses nothing.
    pub progress: &'a (dyn Fn(&Progress) + Send + Sync),
    /// Looked at between pages and chunks.
    pub cancelled: &'a AtomicBool,
}

/// How far a round is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub step: Step,
    pub at: Point,
    /// Changes, rows or photos of this step.
    pub done: u32,
    /// 0 while unknown.
    pub total: u32,
    /// Of the changes as they were written, or of the photos; what packing saves is not counted.
    pub bytes_done: u64,
    pub bytes_total: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Push,
    Pull,
    Photos,
    Done,
}

/// Where exactly in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    Begin,
    BeforeRequest,
    AfterRequest,
    BeforeSave,
    AfterSave,
}

/// The progress of a running round.
pub(crate) struct Meter<'a> {
    control: Control<'a>,
    pub progress: Progress,
}

impl<'a> Meter<'a> {
    pub fn new(control: Control<'a>) -> Self {
        let progress = Progress {
            step: Step::Push,
            at: Point::Begin,
            done: 0,
            total: 0,
            bytes_done: 0,
            bytes_total: 0,
        };
        Self { control, progress }
    }

    /// Begins a step of `total` things, unless the person has had enough.
    pub fn begin(&mut self, step: Step, total: usize) -> Result<(), Failure> {
        *self = Self::new(self.control);
        self.progress.step = step;
        self.progress.total = count(total);
        self.at(Point::Begin);
        self.check()
    }

    pub fn at(&mut self, point: Point) {
        self.progress.at = point;
        (self.control.progress)(&self.progress);
    }

    pub fn done(&mut self, more: usize) {
        self.progress.done = self.progress.done.saturating_add(count(more));
        self.progress.total = self.progress.total.max(self.progress.done);
    }

    pub fn check(&self) -> Result<(), Failure> {
        if self.control.cancelled.load(Ordering::Relaxed) {
            Err(Failure::Cancelled)
        } else {
            Ok(())
        }
    }
}

pub(crate) fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
