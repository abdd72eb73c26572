//! `./dev bench import`: how fast a county takes a roster in, as a table and as JSON.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use fleet::bench::{end, say};
use fleet::rosters::{Options, run};

#[derive(Parser)]
#[command(
    name = "ruhu-bench-import",
    version,
    about = "How fast a county takes a roster in"
)]
struct Arguments {
    /// Where the figures go as JSON.
    #[arg(long, default_value = ".cache/bench/import.json")]
    json: PathBuf,
    /// Rows of each workbook.
    #[arg(long, default_value_t = 50_000)]
    rows: usize,
    /// sqlite, postgres, or both.
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    databases: Vec<String>,
    /// A folder for what is measured; it is emptied.
    #[arg(long, default_value = ".cache/bench/rosters")]
    dir: PathBuf,
    #[arg(long, default_value_t = 7)]
    seed: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let options = Options {
        dir: arguments.dir,
        rows: arguments.rows,
        databases: arguments.databases,
        seed: arguments.seed,
    };
    end(run(&options, &mut say).await, &arguments.json)
}
