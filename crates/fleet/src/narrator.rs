//! Tells a person at a terminal what is happening, line by line.

use std::io::Write;
use std::time::Instant;

/// Writes the steps of a run with the time each took.
pub struct Narrator<W: Write> {
    out: W,
    begun: Instant,
    step: Instant,
}

impl<W: Write> Narrator<W> {
    pub fn new(out: W) -> Self {
        Self {
            out,
            begun: Instant::now(),
            step: Instant::now(),
        }
    }

    /// Begins a chapter.
    pub fn chapter(&mut self, title: &str) {
        self.line(&format!("\n── {title}"));
        self.step = Instant::now();
    }

    /// Something is done; says how long it took since the line before.
    pub fn did(&mut self, what: &str) {
        let took = self.step.elapsed();
        self.line(&format!("   ✓ {what}  ({:.2} s)", took.as_secs_f64()));
        self.step = Instant::now();
    }

    /// A line without a figure.
    pub fn say(&mut self, what: &str) {
        self.line(&format!("     {what}"));
    }

    pub fn total_s(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    fn line(&mut self, text: &str) {
        // A closed terminal is no reason to stop the day.
        let _ = writeln!(self.out, "{text}");
        let _ = self.out.flush();
    }
}
