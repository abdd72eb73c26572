//! How fast a county of the design ceiling is (DOMAIN §7): every list of the console, the overview
//! and the phones beside them, with a million visits in SQLite and in PostgreSQL. Start with
//! [`run`].

mod asks;
mod beside;
mod fill;
mod held;
mod homes;
mod paint;
mod tables;
mod visits;

use std::path::PathBuf;

use fastrand::Rng;
use server::{BlobPlace, Config, CountySeed, Database, Running};

use crate::bench::Error;
use crate::bench::pattern::{Pattern, patterns};
use crate::bench::process::{Postgres, analyse};
use crate::bench::report::Report;
use crate::bench::times::Times;
use crate::county::{COUNTY_CODE, COUNTY_NAME, Scale};
use crate::desk::{Desk, SignIn};
use crate::phone::{Clock, machine_ms};
use crate::stage::Stage;

/// What to measure.
#[derive(Clone, Debug)]
pub struct Options {
    /// A folder of our own; emptied.
    pub dir: PathBuf,
    pub households: usize,
    pub visits: usize,
    /// The county that an earlier run filled and kept is asked again.
    pub again: bool,
    /// Keeps the folder for that.
    pub keep: bool,
    /// `sqlite`, `postgres`, or both.
    pub databases: Vec<String>,
    /// An empty database of a PostgreSQL that is there; none starts one, which is not kept.
    pub postgres: Option<String>,
    /// How often each list is asked for.
    pub rounds: usize,
    pub seed: u64,
    /// The script that looks at the console with a browser; none leaves that out.
    pub look: Option<PathBuf>,
}

/// Areas and people of 曲靖 (DOMAIN §7): a team in nearly every village.
const GROUND: Scale = Scale {
    towns: 32,
    villages: 896,
    teams: 837,
    team_members: 2511,
    households: 64,
};

/// Households of the design ceiling.
const CEILING: f64 = 230_000.0;

/// Fills a county and asks everything of it.
///
/// # Errors
/// When anything on the way fails: a figure of something that went wrong means nothing.
pub async fn run(options: &Options, said: &mut dyn FnMut(&str)) -> Result<Report, Error> {
    let mut rng = Rng::with_seed(options.seed);
    if options.dir.exists() && !options.again {
        std::fs::remove_dir_all(&options.dir)?;
    }
    std::fs::create_dir_all(&options.dir)?;
    let mut report = Report {
        scale: options.households as f64 / CEILING,
        cores: std::thread::available_parallelism().map_or(1, Into::into),
        figures: Vec::new(),
    };
    let patterns = if options.again {
        Vec::new()
    } else {
        said("Visiting some families, to copy their visits");
        patterns(&options.dir.join("patterns"), &mut rng).await?
    };
    for database in &options.databases {
        // Ours alone, and gone with this run.
        let mut private: Option<Postgres> = None;
        let (workload, database) = match (database.as_str(), &options.postgres) {
            ("sqlite", _) => ("SQLite", Database::Sqlite),
            ("postgres", Some(url)) => ("PostgreSQL", Database::Postgres(url.clone())),
            ("postgres", None) if options.again => {
                return Err(Error::Wrong("a PostgreSQL of our own is not kept"));
            }
            ("postgres", None) => {
                let url = private.insert(Postgres::start()?).url();
                ("PostgreSQL", Database::Postgres(url))
            }
            _ => return Err(Error::Wrong("a database is sqlite or postgres")),
        };
        let mut county = Big {
            options,
            workload,
            dir: options.dir.join(workload),
            database,
            report: &mut report,
        };
        county.measure(&patterns, &mut rng, said).await?;
    }
    if !options.keep {
        std::fs::remove_dir_all(&options.dir)?;
    }
    Ok(report)
}

/// One county in one database.
struct Big<'a> {
    options: &'a Options,
    workload: &'static str,
    dir: PathBuf,
    database: Database,
    report: &'a mut Report,
}

impl Big<'_> {
    async fn measure(
        &mut self,
        patterns: &[Pattern],
        rng: &mut Rng,
        said: &mut dyn FnMut(&str),
    ) -> Result<(), Error> {
        if !self.options.again {
            self.fill(patterns, rng, said).await?;
        }
        if let Database::Postgres(url) = &self.database {
            analyse(url)?;
        }
        said(&format!("{}: opening it", self.workload));
        let begun = Times::begin();
        let server = self.start().await?;
        let mut took = Times::default();
        begun.end(&mut took);
        let held = held::look(&server.opened(), &mut Rng::new()).await?;
        let report = &mut *self.report;
        for (name, number) in [
            ("households", held.households),
            ("members", held.members),
            ("visits", held.visits),
            ("problems", held.problems),
        ] {
            report.add(self.workload, name, number as f64, "");
        }
        report.add(self.workload, "opening it", took.middle() / 1000.0, "s");
        let url = format!("http://{}", server.addr);
        let [staff, captain, looking] = held::sign_ins(&server.opened()).await?;
        let (county, town) = (desk(&url, &staff).await?, desk(&url, &captain).await?);
        said(&format!("{}: asking for every list", self.workload));
        asks::ask_all(self, &county, &town, &held).await?;
        said(&format!("{}: phones beside a report", self.workload));
        beside::rounds(self, &server, &county, &held, rng).await?;
        // The same in either database: once is enough.
        if let Some(script) = &self.options.look
            && matches!(self.database, Database::Sqlite)
        {
            said("Looking at the console with a browser");
            paint::look(self, script, &url, &looking)?;
        }
        server.stop().await;
        Ok(())
    }

    async fn fill(
        &mut self,
        patterns: &[Pattern],
        rng: &mut Rng,
        said: &mut dyn FnMut(&str),
    ) -> Result<(), Error> {
        said(&format!("{}: bringing in people and areas", self.workload));
        let stage = Stage::set_on(
            self.database.clone(),
            &self.dir,
            rng.u64(..),
            GROUND,
            Clock::live(),
            ([127, 0, 0, 1], 0).into(),
        )
        .await?;
        said(&format!("{}: filling the county", self.workload));
        let begun = Times::begin();
        fill::fill(&stage, self.options, patterns, rng).await?;
        let mut took = Times::default();
        begun.end(&mut took);
        self.report
            .add(self.workload, "filling it", took.middle() / 1000.0, "s");
        stage.server.stop().await;
        Ok(())
    }

    async fn start(&self) -> Result<Running, Error> {
        let config = Config {
            data_dir: self.dir.join("county"),
            listen: ([127, 0, 0, 1], 0).into(),
            database: self.database.clone(),
            blobs: BlobPlace::Folder,
            county: CountySeed {
                name: COUNTY_NAME.to_owned(),
                code: COUNTY_CODE.to_owned(),
            },
            clock: Clock::live(),
        };
        Ok(server::start(config).await?)
    }
}

async fn desk(url: &str, who: &SignIn) -> Result<Desk, Error> {
    let now_s = u64::try_from(machine_ms() / 1000).unwrap_or(0);
    Ok(Desk::sign_in(url, who, now_s)
        .await
        .map_err(crate::stage::Error::from)?)
}
