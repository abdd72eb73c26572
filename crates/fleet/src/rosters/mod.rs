//! How fast a county takes a roster in: workbooks of the national system with fifty thousand rows
//! looked through, written, brought again with few differences and taken back, in SQLite and in
//! PostgreSQL. Start with [`run`].

mod bare;
mod books;

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use server::Database;

use crate::bench::Error;
use crate::bench::process::{Postgres, Server};
use crate::bench::report::{Report, Target};
use crate::bench::times::Times;
use crate::county::Scale;
use crate::desk::{Desk, SignIn};
use crate::phone::{Clock, machine_ms};
use crate::stage::{self, Stage};

/// What to measure.
#[derive(Clone, Debug)]
pub struct Options {
    /// A folder of our own; emptied.
    pub dir: PathBuf,
    /// Rows of each workbook.
    pub rows: usize,
    /// `sqlite`, `postgres`, or both.
    pub databases: Vec<String>,
    pub seed: u64,
}

/// What each step may take for all rows of the real workload, in seconds.
const MOST_S: f64 = 30.0;

/// Rows of the real workload.
const ROWS: f64 = 50_000.0;

/// What stands beside each figure.
const BESIDE: &str = "bare inserts of as many rows";

/// A county with a team in each of its villages.
const GROUND: Scale = Scale {
    towns: 16,
    villages: 160,
    teams: 160,
    team_members: 480,
    households: 64,
};

/// Measures everything in each database; `said` hears what is going on.
///
/// # Errors
/// When anything on the way fails: a figure of something that went wrong means nothing.
pub async fn run(options: &Options, said: &mut dyn FnMut(&str)) -> Result<Report, Error> {
    if options.dir.exists() {
        std::fs::remove_dir_all(&options.dir)?;
    }
    let mut report = Report {
        scale: options.rows as f64 / ROWS,
        cores: std::thread::available_parallelism().map_or(1, Into::into),
        figures: Vec::new(),
    };
    for name in &options.databases {
        let dir = options.dir.join(name);
        std::fs::create_dir_all(&dir)?;
        let postgres = match name.as_str() {
            "sqlite" => None,
            "postgres" => Some(Postgres::start()?),
            _ => return Err(Error::Wrong("a database is sqlite or postgres")),
        };
        let database = postgres
            .as_ref()
            .map_or(Database::Sqlite, |one| Database::Postgres(one.url()));
        let workload = match postgres {
            Some(_) => "PostgreSQL",
            None => "SQLite",
        };
        said(&format!("{workload}: setting up a county"));
        let stage = Stage::set_on(
            database.clone(),
            &dir,
            options.seed,
            GROUND,
            Clock::live(),
            ([127, 0, 0, 1], 0).into(),
        )
        .await?;
        let (areas, who) = (books::areas(&stage), stage.administrator.clone());
        stage.server.stop().await;
        let address = postgres.as_ref().map(Postgres::url);
        let data = dir.join("county");
        let server = Server::start(&data, address.as_deref().unwrap_or("sqlite")).await?;
        let mut county = County {
            workload,
            rows: options.rows,
            bare_s: bare::insert(&dir, &database, options.rows).await?,
            desk: desk(&server, &who).await?,
            server,
            report: &mut report,
        };
        county.measure(&areas, said).await?;
    }
    std::fs::remove_dir_all(&options.dir)?;
    Ok(report)
}

async fn desk(server: &Server, who: &SignIn) -> Result<Desk, Error> {
    let now_s = u64::try_from(machine_ms() / 1000).unwrap_or(0);
    let url = format!("http://{}", server.address);
    Ok(Desk::sign_in(&url, who, now_s)
        .await
        .map_err(stage::Error::from)?)
}

/// One county in one database, with its server as a process of its own.
struct County<'a> {
    workload: &'static str,
    rows: usize,
    /// What the database takes for as many rows with nothing else about them.
    bare_s: f64,
    desk: Desk,
    server: Server,
    report: &'a mut Report,
}

impl County<'_> {
    async fn measure(
        &mut self,
        areas: &[books::Village],
        said: &mut dyn FnMut(&str),
    ) -> Result<(), Error> {
        let rows = self.rows;
        let homes = books::households(areas, rows, false)?;
        let people = books::members(rows, false)?;
        said(&format!("{}: households", self.workload));
        self.import("households", homes, rows).await?;
        said(&format!("{}: members", self.workload));
        let first = self.import("members", people, rows).await?;
        said(&format!(
            "{}: both again, one in a hundred another",
            self.workload
        ));
        let some = rows.div_ceil(100);
        let homes = books::households(areas, rows, true)?;
        self.import("households again", homes, some).await?;
        let people = books::members(rows, true)?;
        let again = self.import("members again", people, some).await?;
        said(&format!("{}: taking members back", self.workload));
        self.undo("few differences taken back", &again).await?;
        self.undo("members taken back", &first).await?;
        said(&format!("{}: the largest file there may be", self.workload));
        self.server.forget_peak()?;
        let begun = self.send(books::largest(areas)).await?;
        self.ended(&begun).await?;
        let peak = self.server.used()?.resident_mb;
        self.report
            .add(self.workload, "memory of the largest text", peak, "MB");
        Ok(())
    }

    /// A file looked through and written; the import's id.
    async fn import(
        &mut self,
        what: &'static str,
        file: Vec<u8>,
        changed: usize,
    ) -> Result<String, Error> {
        self.server.forget_peak()?;
        let (bytes, begun) = (file.len(), Begun::now(&self.server)?);
        let check = self.send(file).await?;
        let seen = self.ended(&check).await?;
        begun.end(self, format!("{what}, looked through"))?;
        let counts = &seen["result"]["counts"];
        if counts["refused"] != 0 || counts["added"].as_u64() > Some(self.rows as u64) {
            return Err(Error::Wrong("rows were refused"));
        }
        let begun = Begun::now(&self.server)?;
        let form = json!({ "check_id": check });
        let import = job(&self.desk.post("imports/confirm", &form).await)?;
        let done = self.ended(&import).await?;
        begun.end(self, format!("{what}, written"))?;
        let written = [&done["result"]["added"], &done["result"]["changed"]];
        let written: u64 = written.iter().filter_map(|count| count.as_u64()).sum();
        if written != changed as u64 {
            return Err(Error::Wrong("another number of rows was written"));
        }
        let peak = self.server.used()?.resident_mb;
        self.report.add(
            self.workload,
            format!("{what}, file"),
            bytes as f64 / 1e6,
            "MB",
        );
        self.report
            .add(self.workload, format!("{what}, memory"), peak, "MB");
        Ok(import)
    }

    async fn undo(&mut self, what: &'static str, import: &str) -> Result<(), Error> {
        let begun = Begun::now(&self.server)?;
        let form = json!({ "reason": "bench" });
        let undo = job(&self
            .desk
            .post(&format!("imports/{import}/undo"), &form)
            .await)?;
        self.ended(&undo).await?;
        begun.end(self, what.to_owned())
    }

    async fn send(&self, file: Vec<u8>) -> Result<String, Error> {
        job(&self.desk.post_file("imports/check", file).await)
    }

    async fn ended(&self, job: &str) -> Result<Value, Error> {
        loop {
            let found = self.desk.get(&format!("jobs/{job}")).await;
            let found = found.map_err(stage::Error::from)?;
            match found["state"].as_str() {
                Some("running") => tokio::time::sleep(Duration::from_millis(20)).await,
                Some("done") => return Ok(found),
                _ => return Err(Error::Wrong("the work did not end well")),
            }
        }
    }
}

fn job(answer: &Result<Value, crate::desk::Error>) -> Result<String, Error> {
    let job = answer.as_ref().ok().and_then(|one| one["job_id"].as_str());
    job.map(str::to_owned)
        .ok_or(Error::Wrong("no work was begun"))
}

/// A step under way, by the clock and by what the server used.
struct Begun {
    times: crate::bench::times::Begun,
    cpu_ms: f64,
}

impl Begun {
    fn now(server: &Server) -> Result<Self, Error> {
        Ok(Self {
            cpu_ms: server.used()?.cpu_ms,
            times: Times::begin(),
        })
    }

    fn end(self, county: &mut County<'_>, name: String) -> Result<(), Error> {
        let mut took = Times::default();
        self.times.end(&mut took);
        let seconds = took.middle() / 1000.0;
        let cpu_s = (county.server.used()?.cpu_ms - self.cpu_ms) / 1000.0;
        let most = MOST_S * county.rows as f64 / ROWS;
        county
            .report
            .add(county.workload, name.clone(), seconds, "s")
            .target(Target::AtMost(most))
            .beside(BESIDE, county.bare_s);
        let name = format!("{name}, processor");
        county.report.add(county.workload, name, cpu_s, "s");
        Ok(())
    }
}
