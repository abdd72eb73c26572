//! Figures, beside what they should reach and what the machine could do at the same moment.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use super::Error;

/// Which side of a bound is good.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    AtLeast(f64),
    AtMost(f64),
}

impl Target {
    /// Whether a figure is on the good side.
    pub fn is_reached(self, value: f64) -> bool {
        match self {
            Self::AtLeast(bound) => value >= bound,
            Self::AtMost(bound) => value <= bound,
        }
    }
}

/// One line of the table.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    pub workload: &'static str,
    pub name: String,
    pub value: f64,
    pub unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached: Option<bool>,
    /// What the machine did without us, in the same unit, and which of the ceilings that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<(&'static str, f64)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<f64>,
}

/// Everything measured in one run.
#[derive(Default, Serialize)]
pub struct Report {
    pub scale: f64,
    pub cores: usize,
    pub figures: Vec<Figure>,
}

impl Report {
    /// Adds a figure and gives it back for what belongs beside it.
    pub fn add(
        &mut self,
        workload: &'static str,
        name: impl Into<String>,
        value: f64,
        unit: &'static str,
    ) -> &mut Figure {
        let at = self.figures.len();
        self.figures.push(Figure {
            workload,
            name: name.into(),
            value,
            unit,
            target: None,
            reached: None,
            ceiling: None,
            ratio: None,
        });
        &mut self.figures[at]
    }

    /// The table, a line for each figure.
    pub fn table(&self) -> String {
        let mut text = String::new();
        let mut workload = "";
        for figure in &self.figures {
            if figure.workload != workload {
                workload = figure.workload;
                let _ = writeln!(text, "\n{workload}");
            }
            let _ = writeln!(text, "{}", line(figure));
        }
        text
    }

    /// The figures as JSON into a file, and the table for whoever reads.
    ///
    /// # Errors
    /// When either cannot be written.
    pub fn write(&self, json: &Path, out: &mut dyn std::io::Write) -> Result<(), Error> {
        if let Some(folder) = json.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(json, serde_json::to_vec_pretty(self)?)?;
        let (reached, targets) = self.score();
        writeln!(
            out,
            "{}\n{reached} of {targets} targets reached on {} cores, at {} of the real workload\n{}",
            self.table(),
            self.cores,
            self.scale,
            json.display(),
        )?;
        Ok(())
    }

    /// How many targets there are, and how many were reached.
    pub fn score(&self) -> (usize, usize) {
        let judged = self.figures.iter().filter_map(|figure| figure.reached);
        let reached = judged.clone().filter(|reached| *reached).count();
        (reached, judged.count())
    }
}

impl Figure {
    /// What it should reach.
    pub fn target(&mut self, target: Target) -> &mut Self {
        self.target = Some(target);
        self.reached = Some(target.is_reached(self.value));
        self
    }

    /// What the machine did at the same moment without us.
    pub fn beside(&mut self, name: &'static str, ceiling: f64) -> &mut Self {
        self.ceiling = Some((name, ceiling));
        self.ratio = Some(self.value / ceiling);
        self
    }
}

fn line(figure: &Figure) -> String {
    let Figure {
        name, value, unit, ..
    } = figure;
    let mut text = format!("  {name:<48} {:>10} {unit:<9}", short(*value));
    if let (Some(target), Some(reached)) = (figure.target, figure.reached) {
        let (sign, bound) = match target {
            Target::AtLeast(bound) => ("≥", bound),
            Target::AtMost(bound) => ("≤", bound),
        };
        let word = if reached { "reached" } else { "NOT REACHED" };
        let _ = write!(text, " {sign} {:<7} {word:<12}", short(bound));
    } else {
        let _ = write!(text, " {:<22}", "");
    }
    if let (Some((name, ceiling)), Some(ratio)) = (figure.ceiling, figure.ratio) {
        let _ = write!(text, " {ratio:.2} of {name} {}", short(ceiling));
    }
    text.trim_end().to_owned()
}

fn short(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0..100.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_on_the_wrong_side_of_its_target_says_so() {
        let mut report = Report::default();
        report
            .add("W", "slow", 4.0, "ms")
            .target(Target::AtMost(1.5));
        report
            .add("W", "fast", 9000.0, "visits/s")
            .target(Target::AtLeast(7000.0))
            .beside("sqlite", 18000.0);
        let table = report.table();
        assert!(table.contains("NOT REACHED"), "{table}");
        assert!(table.contains("0.50 of sqlite"), "{table}");
        assert_eq!(report.score(), (1, 2));
    }
}
