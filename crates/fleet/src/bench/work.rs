//! The workloads, one after the other.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fastrand::Rng;
use server::Database;

use super::ceiling::{self, Ceilings};
use super::ground::{Ground, Homes, lay};
use super::pattern::Pattern;
use super::phone::Phone;
use super::process::{Postgres, Server, analyse};
use super::report::{Report, Target};
use super::wire::Relay;
use super::{Error, Options, folder, load, photos, pull};
use crate::phone::machine_ms;

/// Rounds with nothing to do.
const IDLE_ROUNDS: usize = 200;

pub(super) struct Run<'a> {
    pub options: &'a Options,
    pub patterns: &'a [Pattern],
    pub rng: &'a mut Rng,
    pub report: &'a mut Report,
    pub ceilings: Ceilings,
    pub said: &'a mut dyn FnMut(&str),
}

impl Run<'_> {
    fn fresh(&self, name: &str) -> Result<PathBuf, Error> {
        folder(&self.options.dir, name)
    }

    async fn lay(
        &mut self,
        name: &str,
        database: Database,
        cadres: usize,
        homes: Homes<'_>,
    ) -> Result<Ground, Error> {
        let households = self.options.scaled(10_000).max(cadres);
        (self.said)(&format!(
            "Setting up a county of {households} households: {name}"
        ));
        let dir = self.fresh(name)?;
        lay(&dir, database, self.rng, cadres, households, homes).await
    }

    /// What the machine does without us.
    pub async fn ceilings(&mut self) -> Result<(), Error> {
        (self.said)("Measuring the machine itself");
        let dir = self.fresh("raw")?;
        let cadre = domain::PersonId::from_uuid(crate::county::id(self.rng));
        let mut rows = Vec::new();
        for at in 0..self.options.scaled(10_000) {
            let pattern = at % self.patterns.len();
            let family = super::pattern::Family::new(self.rng, self.patterns, pattern, cadre);
            let visit = family.visit(self.rng, self.patterns, machine_ms())?;
            rows.push(serde_json::to_vec(&visit)?);
        }
        let bytes: usize = rows.iter().map(Vec::len).sum();
        let pictures = photos::paint(self.rng, self.options.scaled(200));
        self.ceilings = Ceilings {
            sqlite_rows: ceiling::sqlite(&dir, &rows)?,
            files_mb: ceiling::files(&dir, &pictures, 1)?,
            files_mb_four: ceiling::files(&dir, &pictures, 4)?,
            trip_ms: 0.0,
        };
        let server = Server::start(&self.fresh("raw-server")?, "sqlite").await?;
        self.ceilings.trip_ms = ceiling::trip(&server).await?;
        let name = "the machine itself";
        let Ceilings {
            sqlite_rows,
            files_mb,
            files_mb_four,
            trip_ms,
        } = self.ceilings;
        let report = &mut *self.report;
        let size = bytes as f64 / rows.len() as f64;
        report.add(name, "a sealed visit, JSON", size, "bytes");
        report.add(
            name,
            "SQLite WAL FULL, batches of 100",
            sqlite_rows,
            "rows/s",
        );
        report.add(name, "files flushed, one writer", files_mb, "MB/s");
        report.add(name, "files flushed, four writers", files_mb_four, "MB/s");
        report.add(name, "a trivial HTTP round trip", trip_ms, "ms");
        Ok(())
    }

    /// W1: a captain's new phone pulls everything.
    pub async fn first_pull(&mut self) -> Result<(), Error> {
        if !self.options.wants("w1") {
            return Ok(());
        }
        let name = "W1 first pull, 10,000 households of 2 KB";
        let patterns = self.patterns;
        let homes = Homes::Large(&patterns[0]);
        let ground = self.lay("w1", Database::Sqlite, 1, homes).await?;
        let server = Server::start(&ground.dir, "sqlite").await?;
        let alone = pull::everything(&server, &ground.captain.reply).await?;
        let scale = self.options.scale;
        let (dir, relayed) = (self.fresh("w1-phone")?, self.fresh("w1-relayed")?);
        let url = format!("http://{}", server.address);
        let round = Phone::new(&dir, &url, &ground.captain)?.round().await?;
        let relay = Relay::before(server.address).await?;
        let url = format!("http://{}", relay.address);
        Phone::new(&relayed, &url, &ground.captain)?.round().await?;
        let report = &mut *self.report;
        let (trips, trip_s) = (f64::from(alone.pages), self.ceilings.trip_ms / 1000.0);
        report
            .add(name, "the server's share alone", alone.seconds, "s")
            .target(Target::AtMost(0.4 * scale))
            .beside("as many trivial trips", trips * trip_s);
        report
            .add(
                name,
                "whole, into the encrypted store",
                round.whole.as_secs_f64(),
                "s",
            )
            .target(Target::AtMost(0.8 * scale))
            .beside(
                "SQLite rows",
                f64::from(round.summary.received) / self.ceilings.sqlite_rows,
            );
        let wire = relay.bytes().1 as f64 / 1e6;
        report
            .add(name, "on the wire, headers included", wire, "MB")
            .target(Target::AtMost(5.0 * scale));
        let rows = f64::from(round.summary.received);
        report.add(name, "rows pulled", rows, "rows");
        report.add(name, "JSON a row", alone.unpacked / rows, "bytes");
        Ok(())
    }

    /// W2, W4 and W6: sealed visits go up.
    pub async fn visits(&mut self) -> Result<(), Error> {
        let name = "W2 10,000 sealed visits up";
        if self.options.wants("w2-sqlite") {
            self.visits_to_sqlite(name).await?;
        }
        if self.options.wants("w2-postgres") {
            self.visits_to_postgres(name).await?;
        }
        Ok(())
    }

    async fn visits_to_sqlite(&mut self, name: &'static str) -> Result<(), Error> {
        let patterns = self.patterns;
        let ceiling = self.ceilings.sqlite_rows;
        let one = self
            .lay("w2-one", Database::Sqlite, 1, Homes::Families(patterns))
            .await?;
        self.one_phone(&one, name).await?;
        drop(one);

        let sixteen = self
            .lay("w2-16", Database::Sqlite, 16, Homes::Families(patterns))
            .await?;
        let visits = self.options.scaled(10_000);
        let mut batched = self.push(&sixteen, (16, visits, 50), None).await?;
        let rate = batched.0.rate();
        self.report
            .add(name, "16 phones at once, SQLite", rate, "visits/s")
            .target(Target::AtLeast(7000.0))
            .beside("SQLite rows", ceiling);
        self.report
            .add(name, "  at least half of the ceiling", rate / ceiling, "")
            .target(Target::AtLeast(0.5));
        let singles = self.options.scaled(3000).max(16);
        let single = self.push(&sixteen, (16, singles, 1), None).await?;
        self.report
            .add(
                name,
                "16 phones, one visit a request",
                single.0.rate(),
                "visits/s",
            )
            .target(Target::AtLeast(900.0))
            .beside("trivial trips", 1000.0 / self.ceilings.trip_ms);
        self.server_cost(&mut batched);

        let many = self.options.scaled(500).max(17);
        let ground = self
            .lay("w2-500", Database::Sqlite, many, Homes::Families(patterns))
            .await?;
        let (done, ..) = self.push(&ground, (many, visits, 50), None).await?;
        let failed = (visits - done.visits) as f64;
        self.report
            .add(
                name,
                format!("{many} phones at once"),
                done.rate(),
                "visits/s",
            )
            .beside("SQLite rows", ceiling);
        self.report
            .add(name, "  visits that failed", failed, "visits")
            .target(Target::AtMost(0.0));
        Ok(())
    }

    async fn one_phone(&mut self, ground: &Ground, name: &'static str) -> Result<(), Error> {
        let server = Server::start(&ground.dir, "sqlite").await?;
        let url = format!("http://{}", server.address);
        let visits = self.options.scaled(10_000);
        let phone = Phone::new(&self.fresh("w2-phone")?, &url, &ground.cadres[0])?;
        phone.seal(self.rng, &ground.families, self.patterns, visits)?;
        let round = phone.round().await?;
        if round.summary.sent as usize != visits {
            return Err(Error::Wrong("a visit was not proved"));
        }
        let rate = visits as f64 / round.push.as_secs_f64();
        self.report
            .add(name, "one real phone, its own batches", rate, "visits/s")
            .beside("SQLite rows", self.ceilings.sqlite_rows);
        Ok(())
    }

    /// Pushes to a server of its own over a copy of `ground`; also what that server used.
    async fn push(
        &mut self,
        ground: &Ground,
        load: (usize, usize, usize),
        database: Option<&str>,
    ) -> Result<(load::Done, f64, f64), Error> {
        let (phones, visits, batch) = load;
        (self.said)(&format!(
            "{visits} visits from {phones} phones, {batch} in a request"
        ));
        let ready = load::phones(self.rng, ground, self.patterns, load, machine_ms())?;
        let data = self.fresh(&format!("served-{phones}-{batch}"))?;
        copy(&ground.dir, &data)?;
        let server = Server::start(&data, database.unwrap_or("sqlite")).await?;
        let before = server.used()?;
        let done = load::push(server.address, ready, ground).await?;
        let after = server.used()?;
        drop(server);
        std::fs::remove_dir_all(data)?;
        Ok((done, after.cpu_ms - before.cpu_ms, after.resident_mb))
    }

    fn server_cost(&mut self, (done, cpu_ms, resident_mb): &mut (load::Done, f64, f64)) {
        let visits = done.visits as f64;
        let name = "W4 the server during W2, 16 phones";
        self.report
            .add(name, "processor time a visit", *cpu_ms / visits, "ms")
            .target(Target::AtMost(0.15));
        self.report
            .add(name, "resident at most", *resident_mb, "MB")
            .target(Target::AtMost(64.0));
        let name = "W6 on the wire a visit, text only";
        let (up, down) = (done.up as f64 / visits, done.down as f64 / visits);
        self.report
            .add(name, "up, headers included", up, "bytes")
            .target(Target::AtMost(700.0));
        self.report.add(name, "its receipt down", down, "bytes");
    }

    async fn visits_to_postgres(&mut self, name: &'static str) -> Result<(), Error> {
        (self.said)("Starting a PostgreSQL");
        let visits = self.options.scaled(10_000);
        let postgres = Postgres::start()?;
        let url = postgres.url();
        let homes = Homes::Families(self.patterns);
        let ground = self
            .lay("w2-postgres", Database::Postgres(url.clone()), 16, homes)
            .await?;
        analyse(&url)?;
        let (done, cpu_ms, _) = self.push(&ground, (16, visits, 50), Some(&url)).await?;
        self.report
            .add(
                name,
                "16 phones at once, PostgreSQL",
                done.rate(),
                "visits/s",
            )
            .target(Target::AtLeast(2500.0))
            .beside("SQLite rows", self.ceilings.sqlite_rows);
        let cpu = cpu_ms / done.visits as f64;
        self.report
            .add(name, "  our server's processor time a visit", cpu, "ms");
        Ok(())
    }

    /// W3: photos go up.
    pub async fn photos(&mut self) -> Result<(), Error> {
        if !self.options.wants("w3") {
            return Ok(());
        }
        let name = "W3 200 photos of 300 kB, hashed and flushed";
        let patterns = self.patterns;
        let ground = self
            .lay("w3", Database::Sqlite, 4, Homes::Families(&patterns[..1]))
            .await?;
        let server = Server::start(&ground.dir, "sqlite").await?;
        for (lanes, target) in [(1, 50.0), (4, 140.0)] {
            let pictures = Arc::new(photos::paint(self.rng, self.options.scaled(200)));
            let rate = photos::send(server.address, &ground, &pictures, lanes).await?;
            let (words, ceiling) = match lanes {
                1 => ("one lane", self.ceilings.files_mb),
                _ => ("four lanes", self.ceilings.files_mb_four),
            };
            self.report
                .add(name, words, rate, "MB/s")
                .target(Target::AtLeast(target))
                .beside("flushed files", ceiling);
        }
        Ok(())
    }

    /// W5: a round with nothing to do.
    pub async fn idle(&mut self) -> Result<(), Error> {
        if !self.options.wants("w5") {
            return Ok(());
        }
        let name = "W5 a round with nothing to do";
        let patterns = self.patterns;
        let ground = self
            .lay("w5", Database::Sqlite, 1, Homes::Families(&patterns[..1]))
            .await?;
        let server = Server::start(&ground.dir, "sqlite").await?;
        let url = format!("http://{}", server.address);
        let phone = Phone::new(&self.fresh("w5-phone")?, &url, &ground.cadres[0])?;
        phone.round().await?;
        let mut times = Vec::with_capacity(IDLE_ROUNDS);
        for _ in 0..IDLE_ROUNDS {
            times.push(phone.round().await?.whole.as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        self.report
            .add(name, "median of 200", median, "ms")
            .target(Target::AtMost(1.5))
            .beside("a trivial trip", self.ceilings.trip_ms);

        let relay = Relay::before(server.address).await?;
        let url = format!("http://{}", relay.address);
        let phone = Phone::new(&self.fresh("w5-relayed")?, &url, &ground.cadres[0])?;
        phone.round().await?;
        let before = relay.bytes();
        phone.round().await?;
        let after = relay.bytes();
        for (words, bytes) in [
            ("up, headers included", after.0 - before.0),
            ("down, headers included", after.1 - before.1),
        ] {
            self.report
                .add(name, words, bytes as f64, "bytes")
                .target(Target::AtMost(300.0));
        }
        Ok(())
    }
}

/// Copies a county that nobody serves.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
