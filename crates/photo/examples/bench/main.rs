//! How fast a photo becomes evidence and how much memory that takes, beside what else could be
//! used, in one run; and how surely a re-used one is found. `./dev bench photo` runs it.

mod likeness;
mod room;
mod ssim;
mod stack;

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::{Parser, Subcommand};
use serde::Serialize;

use room::{Room, View};
use stack::Run;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[derive(Parser)]
#[command(about = "How fast a photo becomes evidence")]
struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    /// Where the camera's files are made and the figures are kept.
    #[arg(long, default_value = ".cache/bench/photo")]
    dir: PathBuf,
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// A program beside us: called with a file and the rounds, answers as one of our own runs does.
    #[arg(long)]
    beside: Option<PathBuf>,
    /// Rooms for the curve of re-used photos; none leaves it out.
    #[arg(long, default_value_t = 300)]
    rooms: usize,
    /// Other camera files to measure as well.
    files: Vec<PathBuf>,
}

#[derive(Subcommand)]
enum What {
    /// One way, in this process; for the program itself.
    #[command(hide = true)]
    One {
        stack: String,
        file: PathBuf,
        rounds: usize,
    },
}

#[derive(Serialize)]
struct Report {
    figures: Vec<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    curve: Option<likeness::Curve>,
}

#[derive(Serialize)]
struct Figure {
    photo: String,
    stack: String,
    median_ms: f64,
    peak_mib: f64,
    bytes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    ssim: Option<f64>,
    steps: Vec<(String, f64)>,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "Nothing was measured: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<()> {
    let mut out = std::io::stdout();
    if let Some(What::One {
        stack,
        file,
        rounds,
    }) = arguments.what
    {
        let run = match stack.as_str() {
            "ours" => stack::ours(&file, rounds)?,
            _ => stack::in_pixels(&file, rounds)?,
        };
        return Ok(writeln!(out, "{}", serde_json::to_string(&run)?)?);
    }

    std::fs::create_dir_all(&arguments.dir)?;
    let mut files = vec![
        camera(&arguments.dir, "12 MP", 4000, 3000)?,
        camera(&arguments.dir, "48 MP", 8000, 6000)?,
    ];
    for path in &arguments.files {
        files.push((
            path.file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into(),
            path.clone(),
        ));
    }
    let mut figures = Vec::new();
    for (photo, file) in &files {
        writeln!(
            out,
            "\n{photo}, {:.1} MB",
            std::fs::metadata(file)?.len() as f64 / 1e6
        )?;
        writeln!(
            out,
            "{:<34}{:>10}{:>10}{:>10}{:>8}",
            "", "ms", "MiB", "KB", "SSIM"
        )?;
        let me = std::env::current_exe()?;
        let rounds = arguments.rounds.to_string();
        let own = |stack: &str| {
            let mut command = Command::new(&me);
            command.args(["one", stack]).arg(file).arg(&rounds);
            command
        };
        let mut stacks = vec![
            ("ours, everything included", own("ours")),
            ("in pixels, image + resize + encode", own("pixels")),
        ];
        if let Some(beside) = &arguments.beside {
            let mut command = Command::new("node");
            command.arg(beside).arg(file).arg(&rounds);
            stacks.push(("sharp, without the stamp", command));
        }
        for (name, command) in stacks {
            let figure = figure(photo, name, command, file)?;
            let ssim = figure
                .ssim
                .map_or(String::new(), |ssim| format!("{ssim:.4}"));
            writeln!(
                out,
                "{name:<34}{:>10.1}{:>10.1}{:>10.1}{ssim:>8}",
                figure.median_ms,
                figure.peak_mib,
                figure.bytes as f64 / 1000.0,
            )?;
            let mut before = 0.0;
            for (step, ms) in &figure.steps {
                writeln!(out, "    {step:<30}{:>10.1}", ms - before)?;
                before = *ms;
            }
            figures.push(figure);
        }
    }
    let curve = (arguments.rooms > 0).then(|| {
        likeness::measure(arguments.rooms, &mut |said| {
            let _ = writeln!(std::io::stderr(), "{said}");
        })
    });
    if let Some(curve) = &curve {
        writeln!(out, "\n{}", curve.table())?;
    }
    let json = arguments.dir.join("photo.json");
    std::fs::write(
        &json,
        serde_json::to_vec_pretty(&Report { figures, curve })?,
    )?;
    Ok(writeln!(out, "Figures: {}", json.display())?)
}

fn figure(photo: &str, name: &str, mut command: Command, file: &Path) -> Result<Figure> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let run: Run = serde_json::from_slice(&output.stdout)?;
    let ssim = if run.steps.is_empty() {
        None
    } else {
        let sent = image::open(file.with_extension("sent.jpg"))?.to_rgb8();
        let reference = stack::shrunk(&std::fs::read(file)?).map_err(|error| error.to_string())?;
        // The stamp never takes more than two fifths.
        let scene = sent.height() * 3 / 5;
        (sent.dimensions() == reference.dimensions()).then(|| ssim::of(&sent, &reference, scene))
    };
    Ok(Figure {
        photo: photo.to_owned(),
        stack: name.to_owned(),
        median_ms: run.median(),
        peak_mib: run.peak_kib as f64 / 1024.0,
        bytes: run.bytes,
        ssim,
        steps: run.steps,
    })
}

/// A camera's file of a room, made once.
fn camera(dir: &Path, name: &str, width: u32, height: u32) -> Result<(String, PathBuf)> {
    let path = dir.join(format!("{width}x{height}.jpg"));
    if !path.exists() {
        let picture = Room::new(1).photo(View::FIRST, width, height);
        std::fs::write(&path, stack::camera_file(&picture, 92))?;
    }
    Ok((name.to_owned(), path))
}
