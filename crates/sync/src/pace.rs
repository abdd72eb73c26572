//! How much travels at once: more while it goes quickly, less when it does not.

/// Quicker than this, twice as much costs nobody patience.
const QUICK_MS: i64 = 400;

/// Slower than this, a dropped line would cost too much.
const SLOW_MS: i64 = 4_000;

/// The size of the next piece. Every round begins with the least: a line is as good as its last
/// minute.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    size: usize,
    least: usize,
    most: usize,
}

impl Pace {
    pub fn between(least: usize, most: usize) -> Self {
        Self {
            size: least,
            least,
            most,
        }
    }

    pub fn size(&self) -> usize {
        self.size
    }

    /// A piece of `size` went, and all that it led to was done, in this time.
    pub fn took(&mut self, size: usize, ms: i64) {
        if ms > SLOW_MS {
            self.size = (self.size / 2).max(self.least);
        } else if ms < QUICK_MS && size >= self.size {
            self.size = self.size.saturating_mul(2).min(self.most);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_line_never_gets_large_pieces_and_a_quick_one_soon_does() {
        let mut pace = Pace::between(64, 1000);
        pace.took(64, 2_000);
        assert_eq!(pace.size(), 64, "neither quick nor slow");
        pace.took(9, 1);
        assert_eq!(pace.size(), 64, "a small piece says nothing of a large one");
        for size in [128, 256, 512, 1000, 1000] {
            pace.took(pace.size(), 10);
            assert_eq!(pace.size(), size);
        }
        for size in [500, 250, 125, 64, 64] {
            pace.took(1, 5_000);
            assert_eq!(pace.size(), size);
        }
    }
}
