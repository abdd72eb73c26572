//! How fast a round is, measured over loopback HTTP against the real server as a process of its
//! own, with durable settings and everything on. Start with [`run`].
//!
//! Each load is made ready before the clock starts and proved after it has stopped: every receipt
//! must verify. Beside each figure stands what the same machine did in the same run without us.

pub mod ceiling;
pub mod ground;
pub mod load;
pub mod pattern;
pub mod phone;
pub mod photos;
pub mod process;
pub mod pull;
pub mod report;
pub mod times;
pub mod wire;
mod work;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use fastrand::Rng;

use report::Report;

/// What to measure.
#[derive(Clone, Debug)]
pub struct Options {
    /// A folder of our own; emptied.
    pub dir: PathBuf,
    /// 1.0 is the real workload.
    pub scale: f64,
    /// Names of workloads, such as `w2` or `w2-postgres`; all of them when empty.
    pub only: Vec<String>,
    pub seed: u64,
}

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("a file or socket failed")]
    Io(#[from] std::io::Error),
    #[error("the answer has another shape")]
    Shape(#[from] serde_json::Error),
    #[error(transparent)]
    Stage(#[from] crate::stage::Error),
    #[error(transparent)]
    Phone(#[from] crate::phone::Error),
    #[error("the county refused")]
    County(#[from] server::Error),
    #[error("the county server did not start")]
    Server(#[from] server::StartError),
    #[error("the round failed")]
    Round(#[from] sync::Failure),
    #[error("the phone's database failed")]
    Store(#[from] store::Error),
    #[error("the phone's database did not open")]
    Open(#[from] store::OpenError),
    #[error("{what} was answered with {status}")]
    Status { what: &'static str, status: u16 },
    #[error("{0}")]
    Wrong(&'static str),
}

/// What is going on, for whoever waits; the table alone goes to standard output.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "… {text}");
}

/// How a program that measures ends: with its figures, or with what went wrong and why.
pub fn end(measured: Result<Report, Error>, json: &Path) -> ExitCode {
    let written = measured.and_then(|report| report.write(json, &mut std::io::stdout()));
    let Err(error) = written else {
        return ExitCode::SUCCESS;
    };
    let mut text = format!("Nothing was measured: {error}");
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        text.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    let _ = writeln!(std::io::stderr(), "{text}");
    ExitCode::FAILURE
}

impl Options {
    fn wants(&self, workload: &str) -> bool {
        let is_part = |name: &String| workload.strip_prefix(name).is_some_and(is_end);
        self.only.is_empty() || self.only.iter().any(is_part)
    }

    /// A count of the real workload, reduced.
    fn scaled(&self, count: usize) -> usize {
        ((count as f64 * self.scale) as usize).max(1)
    }
}

/// Measures everything asked for; `said` hears what is going on.
///
/// # Errors
/// When a workload fails: a figure of something that went wrong means nothing.
pub async fn run(options: &Options, said: &mut dyn FnMut(&str)) -> Result<Report, Error> {
    if options.dir.exists() {
        std::fs::remove_dir_all(&options.dir)?;
    }
    std::fs::create_dir_all(&options.dir)?;
    let mut rng = Rng::with_seed(options.seed);
    said("Visiting some families through the real app, to copy their visits");
    let patterns = pattern::patterns(&folder(&options.dir, "pattern")?, &mut rng).await?;
    let mut report = Report {
        scale: options.scale,
        cores: std::thread::available_parallelism().map_or(1, Into::into),
        figures: Vec::new(),
    };
    let mut run = work::Run {
        options,
        patterns: &patterns,
        rng: &mut rng,
        report: &mut report,
        ceilings: ceiling::Ceilings::default(),
        said,
    };
    run.ceilings().await?;
    run.first_pull().await?;
    run.visits().await?;
    run.photos().await?;
    run.idle().await?;
    std::fs::remove_dir_all(&options.dir)?;
    Ok(report)
}

/// Whether a name ended here, so that `w2` is `w2-postgres` too and `w` nothing.
fn is_end(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('-')
}

fn folder(dir: &Path, name: &str) -> Result<PathBuf, Error> {
    let folder = dir.join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
