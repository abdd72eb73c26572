//! Where a phone dies: anywhere in what is done with it, and more often where that ends.

use super::world::World;

/// What an act takes before one was seen, in statements.
const UNSEEN: u64 = 40;

/// Where what was typed becomes work that counts, in statements from the end.
const END: u64 = 8;

/// A page, an answer, a receipt: what a phone does with something it heard.
const HEARD: u64 = 30;

impl World {
    /// Does something with a phone; it may die over it.
    pub fn act<T>(
        &mut self,
        phone: usize,
        name: &'static str,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let last = self.acts.get(name).copied().unwrap_or(UNSEEN);
        let from = [0, last.saturating_sub(END)][usize::from(self.rng.bool())];
        let statements = self.rng.u64(from..=last);
        self.strike(phone, name, statements);
        let fuse = self.phones[phone].fuse.clone();
        let before = fuse.steps();
        let done = work(self);
        if !fuse.is_blown() {
            self.acts.insert(name, fuse.steps() - before);
        }
        done
    }

    /// The phone has heard something; it may die over that, too.
    pub fn hears(&mut self, phone: usize) {
        let statements = self.rng.u64(..HEARD);
        self.strike(phone, "an answer", statements);
    }

    fn strike(&mut self, phone: usize, over: &str, statements: u64) {
        if self.rng.u8(..100) >= self.weather.deadly {
            return;
        }
        self.phones[phone]
            .fuse
            .arm(i64::try_from(statements).unwrap_or(i64::MAX));
        let name = &self.phones[phone].name;
        let of = format!("{name} over {over} in {statements}");
        self.fault("phone killed at a statement", of);
    }
}
