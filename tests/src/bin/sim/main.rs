//! The simulation from the command line. Each seed runs in a process of its own, so that nothing
//! is left over from the one before:
//!
//!     sim --seeds N [--from S] [--folder DIR]    many seeds; 1 when one fails
//!     sim --seed S [--loud] [--folder DIR]       one of them again, event by event

mod entropy;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::sim;

/// The numbers the template is made from.
const TEMPLATE_SEED: u64 = 2026;

/// A run takes a second or two; one that takes this long will never end.
const PATIENCE: Duration = Duration::from_secs(180);

/// Seeds at a time: each is one thread.
const LANES: usize = 2;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1).cloned()
    };
    let number = |name: &str| option(name).and_then(|text| text.parse::<u64>().ok());
    let is = |name: &str| args.iter().any(|arg| arg == name);
    let folder = option("--folder").map_or_else(std::env::temp_dir, PathBuf::from);
    let work = folder.join(format!("ruhu-sim-{}", std::process::id()));
    if let Some(place) = option("--make") {
        entropy::begin(TEMPLATE_SEED);
        sim::make(Path::new(&place));
        return ExitCode::SUCCESS;
    }
    if let (Some(seed), Some(template)) = (number("--seed"), option("--template")) {
        return one(seed, Path::new(&template), &work, is("--loud"));
    }
    let template = work.join("template");
    let ended = run_sound(&["--make", &template.to_string_lossy()]);
    if ended.is_none() {
        println!("the county of the runs could not be made");
        return ExitCode::FAILURE;
    }
    let failed = match number("--seed") {
        Some(seed) => many(seed, 1, &template, &folder, is("--loud")),
        None => many(
            number("--from").unwrap_or(1),
            number("--seeds").unwrap_or(20),
            &template,
            &folder,
            false,
        ),
    };
    let _ = std::fs::remove_dir_all(&work);
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Runs one seed here, and answers in JSON on the last line.
fn one(seed: u64, template: &Path, work: &Path, loud: bool) -> ExitCode {
    entropy::begin(seed);
    let report = sim::run(seed, template, work, loud);
    let _ = std::fs::remove_dir_all(work);
    let line = json!({
        "seed": report.seed,
        "digest": format!("{:016x}", report.digest),
        "events": report.events,
        "changes": report.changes,
        "faults": report.faults,
        "held": report.held,
        "broken": report.broken.as_ref().map(|broken| broken.invariant),
        "why": report.broken.as_ref().map(|broken| &broken.why),
        "last": if report.broken.is_some() { report.last } else { Vec::new() },
    });
    println!("{line}");
    ExitCode::SUCCESS
}

/// This program again, in a process of its own; its output, unless it failed or never ended.
fn run(args: &[&str]) -> Option<String> {
    wait_for(Command::new(std::env::current_exe().ok()?).args(args))
}

/// The same with nothing broken on purpose: a county to begin with is made by sound code.
fn run_sound(args: &[&str]) -> Option<String> {
    let mut program = Command::new(std::env::current_exe().ok()?);
    wait_for(program.args(args).env_remove("RUHU_MUTANT"))
}

fn wait_for(program: &mut Command) -> Option<String> {
    let mut child = program.stdout(Stdio::piped()).spawn().ok()?;
    let mut output = child.stdout.take()?;
    let reading = std::thread::spawn(move || {
        let mut text = String::new();
        let _ = std::io::Read::read_to_string(&mut output, &mut text);
        text
    });
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().ok()? {
            let text = reading.join().ok()?;
            return status.success().then_some(text);
        }
        if began.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Runs seeds side by side. Whether one failed.
fn many(from: u64, count: u64, template: &Path, folder: &Path, loud: bool) -> bool {
    let began = Instant::now();
    let next = AtomicU64::new(from);
    let tally = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= from + count || tally.lock().unwrap().failed.is_some() {
                        return;
                    }
                    let text = seed.to_string();
                    let (template, folder) = (template.to_string_lossy(), folder.to_string_lossy());
                    let mut args = vec!["--seed", &text, "--template", &template];
                    args.extend(["--folder", &folder]);
                    if loud {
                        args.push("--loud");
                    }
                    let output = run(&args);
                    let mut tally = tally.lock().unwrap();
                    tally.add(seed, output.as_deref(), loud);
                    if tally.done.is_multiple_of(25) {
                        println!(
                            "{} seeds, {:.1}/s",
                            tally.done,
                            tally.done as f64 / began.elapsed().as_secs_f64()
                        );
                    }
                }
            });
        }
    });
    let tally = tally.into_inner().unwrap();
    tally.print(began.elapsed());
    tally.failed.is_some()
}

#[derive(Default)]
struct Tally {
    done: u64,
    events: u64,
    changes: u64,
    faults: BTreeMap<String, u64>,
    held: BTreeMap<String, u64>,
    digests: Vec<(u64, String)>,
    failed: Option<(u64, Value)>,
}

impl Tally {
    fn add(&mut self, seed: u64, output: Option<&str>, loud: bool) {
        self.done += 1;
        if loud && let Some(output) = output {
            for line in output.lines().filter(|line| !line.starts_with('{')) {
                println!("{line}");
            }
        }
        let value: Value = output
            .and_then(|text| text.lines().last())
            .and_then(|line| serde_json::from_str(line).ok())
            .unwrap_or_else(|| json!({ "broken": "ended", "why": "it panicked or never ended" }));
        self.events += value["events"].as_u64().unwrap_or(0);
        self.changes += value["changes"].as_u64().unwrap_or(0);
        for (name, sum) in [("faults", &mut self.faults), ("held", &mut self.held)] {
            for (kind, count) in value[name].as_object().into_iter().flatten() {
                *sum.entry(kind.clone()).or_default() += count.as_u64().unwrap_or(0);
            }
        }
        let digest = value["digest"].as_str().unwrap_or_default();
        self.digests.push((seed, digest.to_owned()));
        let is_first = self.failed.as_ref().is_none_or(|(known, _)| seed < *known);
        if value["broken"].is_string() && is_first {
            self.failed = Some((seed, value));
        }
    }

    fn print(&self, took: Duration) {
        let mut digests = self.digests.clone();
        digests.sort_unstable();
        let all: String = digests.iter().map(|(_, digest)| digest.as_str()).collect();
        println!(
            "{} seeds in {:.1} s: {} changes, {} events; digest {}",
            self.done,
            took.as_secs_f64(),
            self.changes,
            self.events,
            &protocol::digest(all.as_bytes())[..16],
        );
        for (kind, count) in &self.faults {
            println!("  {count:>6} × {kind}");
        }
        println!("and in the county");
        for (kind, count) in &self.held {
            println!("  {count:>6} × {kind}");
        }
        if let Some((seed, value)) = &self.failed {
            for line in value["last"].as_array().into_iter().flatten() {
                println!("    {}", line.as_str().unwrap_or_default());
            }
            println!(
                "seed {seed} broke {}: {}",
                value["broken"].as_str().unwrap_or_default(),
                value["why"].as_str().unwrap_or_default(),
            );
            println!("again: ./dev sim --seed {seed} --loud");
        }
    }
}
