//! How long things took.

use std::time::Instant;

/// Milliseconds.
#[derive(Debug, Default)]
pub struct Times(Vec<f64>);

/// Something under way.
pub struct Begun(Instant);

impl Times {
    pub fn begin() -> Begun {
        Begun(Instant::now())
    }

    /// Half of them took no longer.
    pub fn middle(&self) -> f64 {
        self.at(0.5)
    }

    /// One in twenty took longer.
    pub fn p95(&self) -> f64 {
        self.at(0.95)
    }

    fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let place = (sorted.len() as f64 * share) as usize;
        let last = sorted.len().saturating_sub(1);
        sorted.get(place.min(last)).copied().unwrap_or(f64::NAN)
    }
}

impl Begun {
    pub fn end(self, times: &mut Times) {
        times.0.push(self.0.elapsed().as_secs_f64() * 1000.0);
    }
}
