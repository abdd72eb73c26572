//! How fast a full phone is on its own: what a person waits for with the network off, over the
//! real app and its encrypted store, beside plain SQLite doing the same queries. Start with
//! [`run`].

mod fill;
mod plain;

use std::path::{Path, PathBuf};

use app::views::household::{HouseholdList, HouseholdPage};
use app::views::visit::VisitForm;
use domain::Timestamp;
use domain::checklist::{builtin, evaluate};
use domain::id::VisitId;
use fastrand::Rng;
use protocol::rules::{self, Campaigning};
use protocol::visit::VisitV1;
use serde_json::{Value, json};
use store::{Key, Store, household, member, visit};

use crate::bench::Error;
use crate::bench::pattern::patterns;
use crate::bench::report::{Report, Target};
use crate::bench::times::Times;
use crate::phone::{Clock, Phone, machine_ms};
use crate::visitor::{self, Finding, Manner};
use fill::{Filled, Homes};

/// What to measure.
#[derive(Clone, Debug)]
pub struct Options {
    /// A folder of our own; emptied.
    pub dir: PathBuf,
    pub households: usize,
    /// Visits paid to each.
    pub visits: usize,
    pub rounds: usize,
    pub seed: u64,
}

/// Fills a phone, then does on it what its owner does all day.
///
/// # Errors
/// When anything on the way fails: a figure of something that went wrong means nothing.
pub async fn run(options: &Options, said: &mut dyn FnMut(&str)) -> Result<Report, Error> {
    if options.dir.exists() {
        std::fs::remove_dir_all(&options.dir)?;
    }
    std::fs::create_dir_all(&options.dir)?;
    let mut rng = Rng::with_seed(options.seed);
    said("Enrolling a phone and visiting some families, to copy their visits");
    let patterns = patterns(&options.dir, &mut rng).await?;
    let dir = options.dir.join("phones").join("cadre");
    let raw = fill::key(&Phone::open(&dir, Clock::live())?)?;
    let key = Key::from_bytes(raw);
    let homes = Homes {
        households: options.households,
        visits: options.visits,
        patterns: &patterns,
    };
    said("Filling the phone");
    let filled = {
        let store = Store::open(&database(&dir), &key)?;
        fill::fill(&store, &homes, &mut rng)?
    };
    said("Copying its database without encryption");
    let beside = options.dir.join("plain.db");
    plain::copy(&database(&dir), &raw, &beside)?;

    let mut report = Report {
        scale: options.households as f64 / 10_000.0,
        cores: std::thread::available_parallelism().map_or(1, Into::into),
        figures: Vec::new(),
    };
    report.add("held", "households", filled.households as f64, "");
    report.add("held", "members", filled.members as f64, "");
    report.add("held", "visits", filled.visits as f64, "");
    let bytes = std::fs::metadata(database(&dir))?.len();
    report.add("held", "database", bytes as f64 / 1e6, "MB");

    let mut run = Run {
        options,
        dir: &dir,
        plain: &beside,
        filled: &filled,
        rng: &mut rng,
        report: &mut report,
    };
    said("Opening");
    run.open().await?;
    let phone = Phone::open(&dir, Clock::at(machine_ms()))?;
    said("Searching as one types");
    run.search(&phone).await?;
    said("Opening households");
    run.households(&phone).await?;
    said("Visiting");
    let (sealed, sealing) = run.visits(&phone).await?;
    drop(phone);
    run.judge(&key, &sealed, &sealing)?;
    std::fs::remove_dir_all(&options.dir)?;
    Ok(report)
}

fn database(dir: &Path) -> PathBuf {
    dir.join("ruhu.db")
}

struct Run<'a> {
    options: &'a Options,
    dir: &'a Path,
    plain: &'a Path,
    filled: &'a Filled,
    rng: &'a mut Rng,
    report: &'a mut Report,
}

const BESIDE: &str = "plain SQLite";

/// Where a family lives whose place nobody knows yet.
const ELSEWHERE: (f64, f64) = (34.5808, 105.7242);

/// Enough for a steady middle.
const JUDGEMENTS: usize = 200;

impl Run<'_> {
    fn figure(&mut self, name: &str, ours: f64, beside: f64, most: f64) {
        self.report
            .add("phone", name, ours, "ms")
            .target(Target::AtMost(most))
            .beside(BESIDE, beside);
    }

    /// The app from nothing to its list of households.
    async fn open(&mut self) -> Result<(), Error> {
        let (mut ours, mut today, mut beside) = Default::default();
        for _ in 0..self.options.rounds {
            let clock = Clock::at(machine_ms());
            let begun = Times::begin();
            let phone = Phone::open(self.dir, clock)?;
            let list: HouseholdList = phone.call("list_households", all("")).await?;
            begun.end(&mut ours);
            if list.total as usize != self.filled.households {
                return Err(Error::Wrong("the list is not whole"));
            }
            let begun = Times::begin();
            phone.call::<Value>("today", json!({})).await?;
            begun.end(&mut today);
            plain::open_and_list(self.plain, &mut beside)?;
        }
        self.figure("open and first list", ours.middle(), beside.middle(), 300.0);
        let today = today.middle();
        self.report.add("phone", "the first screen", today, "ms");
        Ok(())
    }

    /// Names, initials, numbers and groups, letter by letter.
    async fn search(&mut self, phone: &Phone) -> Result<(), Error> {
        let plain = plain::open(self.plain)?;
        let (mut ours, mut beside): (Times, Times) = Default::default();
        for typed in self.filled.typed(self.options.rounds, self.rng) {
            let begun = Times::begin();
            phone
                .call::<HouseholdList>("list_households", all(&typed))
                .await?;
            begun.end(&mut ours);
            plain::search(&plain, &typed, &mut beside)?;
        }
        self.figure("search as you type, p95", ours.p95(), beside.p95(), 50.0);
        let (ours, beside) = (ours.middle(), beside.middle());
        self.report
            .add("phone", "search as you type, middle", ours, "ms")
            .beside(BESIDE, beside);
        Ok(())
    }

    /// A household with fifty visits.
    async fn households(&mut self, phone: &Phone) -> Result<(), Error> {
        let plain = plain::open(self.plain)?;
        let (mut ours, mut beside): (Times, Times) = Default::default();
        let wanted = json!({ "household_id": self.filled.busy });
        for _ in 0..self.options.rounds.max(20) {
            let begun = Times::begin();
            let page: HouseholdPage = phone.call("household", &wanted).await?;
            begun.end(&mut ours);
            if page.visits.len() != fill::BUSY_VISITS {
                return Err(Error::Wrong("visits are missing"));
            }
            plain::household(&plain, self.filled.busy, &mut beside)?;
        }
        self.figure("open a household, p95", ours.p95(), beside.p95(), 50.0);
        Ok(())
    }

    /// Whole visits of households of six; what is timed is one answer, and sealing.
    async fn visits(&mut self, phone: &Phone) -> Result<(Vec<VisitId>, Times), Error> {
        let (mut sealing, mut answering): (Times, Times) = Default::default();
        let mut sealed = Vec::new();
        let manner = Manner {
            profile: "full",
            finding: Finding::Nothing,
            camera_px: 400,
            scene: None,
            minutes: 20,
        };
        for household in &self.filled.large {
            let home = json!({ "household_id": household });
            let home: HouseholdPage = phone.call("household", home).await?;
            let (lat, lon) = home.lat.zip(home.lon).unwrap_or(ELSEWHERE);
            phone.carry_to(lat, lon);
            let start = json!({ "household_id": household, "profile": "full" });
            let form: VisitForm = phone.call("start_visit", start).await?;
            let form = visitor::fill(phone, form, manner, self.rng).await?;
            phone.clock().advance(manner.minutes * 60_000);
            let again = json!({ "visit_id": form.visit_id, "item": "visit_method",
                "member_id": null, "value": { "type": "choice", "value": "on_site" } });
            let begun = Times::begin();
            phone.call::<VisitForm>("answer", again).await?;
            begun.end(&mut answering);
            let begun = Times::begin();
            let visit = json!({ "visit_id": form.visit_id });
            phone.call::<VisitForm>("seal_visit", visit).await?;
            begun.end(&mut sealing);
            let id = form.visit_id.parse();
            sealed.push(id.map_err(|_| Error::Wrong("a visit's id"))?);
        }
        let name = "one answer, kept and judged";
        self.report.add("phone", name, answering.middle(), "ms");
        Ok((sealed, sealing))
    }

    /// Saves the same visits beside, and has the checklist judge one of them.
    fn judge(&mut self, key: &Key, sealed: &[VisitId], sealing: &Times) -> Result<(), Error> {
        let store = Store::open(&database(self.dir), key)?;
        let visits: Vec<VisitV1> = store.read(|conn| {
            let found = sealed.iter().map(|id| visit::revision(conn, *id, 1));
            found.filter_map(Result::transpose).collect()
        })?;
        let beside = plain::save(self.plain, &visits)?;
        self.figure("save a visit", sealing.middle(), beside.middle(), 30.0);
        let visit = visits.first().ok_or(Error::Wrong("no visit was sealed"))?;
        let (home, members) = store.read(|conn| {
            let home = household::get(conn, visit.household_id)?;
            Ok((home, member::of_household(conn, visit.household_id)?))
        })?;
        let home = home.ok_or(Error::Wrong("the household is gone"))?;
        let day = Timestamp::from_ms(visit.ended_ms).shanghai_date();
        let (template, codes) = builtin();
        let facts = rules::facts(
            &home,
            &members,
            codes.default_params(),
            day,
            Campaigning::default(),
        );
        let answers = rules::answers(&visit.answers);
        let mut times = Times::default();
        for _ in 0..JUDGEMENTS {
            let begun = Times::begin();
            let found = evaluate(template, "full", &facts, &answers);
            begun.end(&mut times);
            if found.sections.len() < 10 {
                return Err(Error::Wrong("the checklist is not whole"));
            }
        }
        let name = "the whole checklist for the family";
        self.report
            .add("phone", name, times.middle(), "ms")
            .target(Target::AtMost(2.0));
        for (name, count) in [
            ("members of the family judged", members.len()),
            ("answers of its visit", visit.answers.len()),
        ] {
            self.report.add("held", name, count as f64, "");
        }
        Ok(())
    }
}

fn all(text: &str) -> Value {
    json!({ "text": text, "filter": "all", "skip": 0 })
}
