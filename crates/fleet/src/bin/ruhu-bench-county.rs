//! `./dev bench county`: how fast a county of the design ceiling is, as a table and as JSON.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use fleet::bench::{end, say};
use fleet::big::{Options, run};

#[derive(Parser)]
#[command(
    name = "ruhu-bench-county",
    version,
    about = "How fast a county with a million visits is"
)]
struct Arguments {
    /// Where the figures go as JSON.
    #[arg(long, default_value = ".cache/bench/county.json")]
    json: PathBuf,
    #[arg(long, default_value_t = 230_000)]
    households: usize,
    #[arg(long, default_value_t = 1_000_000)]
    visits: usize,
    /// Keeps the filled county for --again.
    #[arg(long)]
    keep: bool,
    /// Asks the county that was kept, without filling another.
    #[arg(long)]
    again: bool,
    /// sqlite, postgres, or both.
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    databases: Vec<String>,
    /// The address of an empty database of a PostgreSQL that is there. None starts one.
    #[arg(long)]
    postgres: Option<String>,
    /// How often each list is asked for.
    #[arg(long, default_value_t = 40)]
    rounds: usize,
    /// A folder for what is measured, some ten gigabytes; it is emptied.
    #[arg(long, default_value = ".cache/bench/big-county")]
    dir: PathBuf,
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// The script that looks at the console with a browser.
    #[arg(long)]
    look: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let options = Options {
        dir: arguments.dir,
        households: arguments.households,
        visits: arguments.visits,
        again: arguments.again,
        keep: arguments.keep || arguments.again,
        databases: arguments.databases,
        postgres: arguments.postgres,
        rounds: arguments.rounds,
        seed: arguments.seed,
        look: arguments.look,
    };
    end(run(&options, &mut say).await, &arguments.json)
}
