//! `./dev bench phone`: how fast a full phone is on its own, as a table and as JSON.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use fleet::bench::{end, say};
use fleet::offline::{Options, run};

#[derive(Parser)]
#[command(
    name = "ruhu-bench-phone",
    version,
    about = "How fast a full phone is on its own"
)]
struct Arguments {
    /// Where the figures go as JSON.
    #[arg(long, default_value = ".cache/bench/phone.json")]
    json: PathBuf,
    #[arg(long, default_value_t = 10_000)]
    households: usize,
    /// Visits paid to each household.
    #[arg(long, default_value_t = 10)]
    visits: usize,
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// A folder for what is measured; it is emptied.
    #[arg(long, default_value = ".cache/bench/full-phone")]
    dir: PathBuf,
    #[arg(long, default_value_t = 7)]
    seed: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let options = Options {
        dir: arguments.dir,
        households: arguments.households,
        visits: arguments.visits,
        rounds: arguments.rounds,
        seed: arguments.seed,
    };
    end(run(&options, &mut say).await, &arguments.json)
}
