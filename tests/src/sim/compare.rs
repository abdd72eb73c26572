//! The county looks for photos that serve twice, a moment after some may have come, as its worker
//! does; the server may die in the middle of it.

use super::traffic::Event;
use super::world::World;

/// How long the worker gathers what comes.
const GATHERED_FOR_MS: i64 = 1_000;

/// When it looks again by itself, as after a disk that was full.
const LOOK_AGAIN_MS: i64 = 300_000;

/// What comparing the photos of a moment takes, in statements.
const COMPARED: i64 = 40;

impl World {
    /// Photos may be waiting: those of a moment are compared together.
    pub fn photos_may_wait(&mut self) {
        self.compare_in(GATHERED_FOR_MS);
    }

    fn compare_in(&mut self, ms: i64) {
        if !self.comparing {
            self.comparing = true;
            self.schedule(ms, Event::PhotosCompared);
        }
    }

    /// Compares what waits, if the server is there; one that starts again begins with it.
    pub fn compare_photos(&mut self) {
        self.comparing = false;
        let (fatal, statements) = (self.rng.u8(..100), self.rng.i64(0..COMPARED));
        if !self.house.is_up() {
            return;
        }
        // Twice as often as a phone over what it does: comparisons are few.
        let fatal = fatal < 2 * self.weather.deadly;
        if fatal {
            self.house.fuse.arm(statements);
            let of = format!("in {statements}");
            self.fault("server killed over a comparison", of);
        }
        let fuse = self.house.fuse.clone();
        let before = fuse.steps();
        let compared = self.house.opened().compare_photos();
        let done = self.house.block_on(compared).is_ok();
        let took = fuse.steps() - before;
        self.note(format!("county compares photos: {done} after {took}"));
        if !self.house.is_up() {
            self.kill_server();
            return;
        }
        if fatal {
            self.house.fuse.arm(i64::MAX);
        }
        if !done {
            self.compare_in(LOOK_AGAIN_MS);
        }
    }
}
