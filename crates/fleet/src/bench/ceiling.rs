//! What the machine does without us at the same moment: absolute figures move from run to run,
//! the ratio to these does not.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use store::Connection;

use super::Error;
use super::process::Server;
use super::wire::{Line, request};

/// Rows in one raw transaction.
const BATCH: usize = 100;

/// Trivial requests, one after the other.
const TRIPS: usize = 1000;

/// The raw speeds of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ceilings {
    /// Rows a second into plain SQLite, WAL, synchronous=FULL, in batches of 100.
    pub sqlite_rows: f64,
    /// MB a second of files written and flushed one after the other.
    pub files_mb: f64,
    /// The same by four writers.
    pub files_mb_four: f64,
    /// A trivial request and its answer, ms.
    pub trip_ms: f64,
}

/// Writes the same bytes as rows of one table with nothing else about them.
///
/// # Errors
/// When the disk or SQLite fails.
pub fn sqlite(dir: &Path, rows: &[Vec<u8>]) -> Result<f64, Error> {
    let file = dir.join("raw.sqlite");
    let database = Connection::open(&file).map_err(store::Error::from)?;
    let wrote = || -> Result<f64, store::Error> {
        database.execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full;
             create table raw (raw_id integer primary key, body blob not null) strict;",
        )?;
        let began = Instant::now();
        for batch in rows.chunks(BATCH) {
            database.execute_batch("begin immediate")?;
            for row in batch {
                database
                    .prepare_cached("insert into raw (body) values (?1)")?
                    .execute([row])?;
            }
            database.execute_batch("commit")?;
        }
        Ok(rows.len() as f64 / began.elapsed().as_secs_f64())
    };
    Ok(wrote()?)
}

/// Writes and flushes files of these bytes from `lanes` threads; MB a second.
///
/// # Errors
/// When the disk fails.
pub fn files(dir: &Path, photos: &[Vec<u8>], lanes: usize) -> Result<f64, Error> {
    let began = Instant::now();
    let write = |lane: usize| -> std::io::Result<()> {
        for (at, photo) in photos.iter().enumerate().skip(lane).step_by(lanes) {
            let mut file = File::create(dir.join(format!("raw-{lanes}-{at}")))?;
            file.write_all(photo)?;
            file.sync_all()?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..lanes)
            .map(|lane| scope.spawn(move || write(lane)))
            .collect();
        threads.into_iter().try_for_each(|thread| {
            let done = thread.join().map_err(|_| Error::Wrong("a lane panicked"))?;
            Ok::<_, Error>(done?)
        })
    })?;
    let bytes: usize = photos.iter().map(Vec::len).sum();
    Ok(bytes as f64 / 1e6 / began.elapsed().as_secs_f64())
}

/// Asks the same server stack for a page that needs no database.
///
/// # Errors
/// When the line drops.
pub async fn trip(server: &Server) -> Result<f64, Error> {
    let mut line = Line::to(server.address).await?;
    let request = request("GET", "/v1/nothing", "", "", &[]);
    let began = Instant::now();
    for _ in 0..TRIPS {
        line.ask(&request).await?;
    }
    Ok(began.elapsed().as_secs_f64() * 1000.0 / TRIPS as f64)
}
