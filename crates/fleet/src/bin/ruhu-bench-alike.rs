//! How long it takes to look for one photo among a county's, as a table and as JSON.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use domain::fingerprint::{Fingerprint, LOOK};
use serde::Serialize;
use server::photos::alike::Index;

#[derive(Parser)]
#[command(
    name = "ruhu-bench-alike",
    version,
    about = "How fast a re-used photo is found"
)]
struct Arguments {
    /// Where the figures go as JSON.
    #[arg(long, default_value = ".cache/bench/alike.json")]
    json: PathBuf,
    /// Fingerprints to search.
    #[arg(long, default_value_t = 10_000_000)]
    photos: u32,
    /// Searches of each kind; the figures are the quickest and the middle one.
    #[arg(long, default_value_t = 9)]
    runs: usize,
    #[arg(long, default_value_t = 7)]
    seed: u64,
}

#[derive(Serialize)]
struct Report {
    photos: u32,
    /// In memory, references included.
    megabytes: u64,
    figures: Vec<Figure>,
}

#[derive(Serialize)]
struct Figure {
    name: &'static str,
    turns: usize,
    least_ms: f64,
    median_ms: f64,
    found: usize,
}

fn main() -> ExitCode {
    match measure(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "Nothing was measured: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(arguments: &Arguments) -> std::io::Result<()> {
    let mut random = fastrand::Rng::with_seed(arguments.seed);
    let all: Vec<Fingerprint> = (0..arguments.photos.max(1))
        .map(|_| Fingerprint {
            phash: random.u64(..) >> 1,
            dhash: random.u64(..) & !0xf,
        })
        .collect();
    let mut index = Index::new();
    for (reference, one) in (0..).zip(&all) {
        index.push(reference, *one);
    }
    // A copy of one in the middle, turned and with a few bits gone: found only in all its turns.
    let Fingerprint { phash, dhash } = all[all.len() / 2].turns()[6];
    let sought = Fingerprint {
        phash: phash ^ 0x0101_0100,
        dhash: dhash ^ 0x0303_0000,
    };
    let turns = sought.turns();
    let runs = arguments.runs.max(1);
    let figures = vec![
        timed("plain loop", &turns[..1], runs, |turns| plain(&all, turns)),
        timed("plain loop", &turns, runs, |turns| plain(&all, turns)),
        timed("index", &turns[..1], runs, |turns| {
            index.search(turns, LOOK).len()
        }),
        timed("index", &turns, runs, |turns| {
            index.search(turns, LOOK).len()
        }),
    ];
    let report = Report {
        photos: arguments.photos,
        megabytes: u64::from(arguments.photos) * 20 / 1_000_000,
        figures,
    };
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "Looking for one photo among {} ({} MB in memory), one thread",
        report.photos, report.megabytes
    )?;
    writeln!(
        out,
        "{:<12} {:>5} {:>10} {:>10} {:>6}",
        "", "turns", "least ms", "median ms", "found"
    )?;
    for figure in &report.figures {
        let Figure {
            name,
            turns,
            least_ms,
            median_ms,
            found,
        } = figure;
        writeln!(
            out,
            "{name:<12} {turns:>5} {least_ms:>10.1} {median_ms:>10.1} {found:>6}"
        )?;
    }
    if let Some(folder) = arguments.json.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&arguments.json, serde_json::to_vec_pretty(&report)?)
}

/// What a first attempt would do: every pair, in the instructions every machine has.
fn plain(all: &[Fingerprint], turns: &[Fingerprint]) -> usize {
    let near = |one: &&Fingerprint| turns.iter().any(|turn| one.distance(*turn) <= LOOK);
    all.iter().filter(near).count()
}

fn timed(
    name: &'static str,
    turns: &[Fingerprint],
    runs: usize,
    search: impl Fn(&[Fingerprint]) -> usize,
) -> Figure {
    let mut found = 0;
    let mut took: Vec<f64> = (0..runs)
        .map(|_| {
            let began = Instant::now();
            found = search(std::hint::black_box(turns));
            began.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    took.sort_by(f64::total_cmp);
    Figure {
        name,
        turns: turns.len(),
        least_ms: took[0],
        median_ms: took[runs / 2],
        found,
    }
}
