//! `./dev bench sync`: how fast a round is, as a table and as JSON.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use fleet::bench::{Options, end, run, say};

#[derive(Parser)]
#[command(name = "ruhu-bench", version, about = "How fast a round is")]
struct Arguments {
    /// Where the figures go as JSON.
    #[arg(long, default_value = ".cache/bench/sync.json")]
    json: PathBuf,
    /// The part of the real workload to run: 0.1 is a tenth, for a quick look.
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Only these: w1, w2 (with w4 and w6), w3, w5.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// A folder for what is measured; it is emptied.
    #[arg(long, default_value = ".cache/bench/work")]
    dir: PathBuf,
    #[arg(long, default_value_t = 7)]
    seed: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let options = Options {
        dir: arguments.dir,
        scale: arguments.scale,
        only: arguments.only,
        seed: arguments.seed,
    };
    end(run(&options, &mut say).await, &arguments.json)
}
