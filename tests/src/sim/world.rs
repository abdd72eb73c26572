//! One run: a world drawn from a seed, its troubles, its healing, and the questions at the end.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fastrand::Rng;
use fleet::phone::Clock;
use serde_json::Value;
use sync::Failure;

use super::county::{Desk, House};
use super::handset::{End, Handset};
use super::impostor::Impostor;
use super::invariants::{self, Broken};
use super::ledger::Ledger;
use super::rescue::Stick;
use super::template::{PHONES, copy};
use super::trace::Trace;
use super::traffic::Event;
use super::weather::Weather;
use crate::MORNING_MS;

/// Things that people and fate do in one run.
const DEEDS: u32 = 180;

/// Calm rounds of everybody before the world must be quiet.
const CALM_ROUNDS: u32 = 16;

/// What came of a run.
pub struct Report {
    pub seed: u64,
    pub digest: u64,
    pub events: u64,
    pub faults: BTreeMap<&'static str, u64>,
    /// Changes people were told are saved.
    pub changes: usize,
    /// What the county holds of it all, by kind.
    pub held: BTreeMap<String, u64>,
    pub broken: Option<Broken>,
    /// The last events.
    pub last: Vec<String>,
}

/// Everybody and everything.
pub struct World {
    pub rng: Rng,
    pub now_ms: i64,
    pub clock: Arc<Clock>,
    pub house: House,
    pub phones: Vec<Handset>,
    /// Which round of each phone is the running one.
    pub rounds: Vec<u64>,
    /// How each phone's last round ended.
    pub ended: Vec<Option<End>>,
    pub desk: Desk,
    pub weather: Weather,
    pub impostor: Impostor,
    /// Statements that each kind of act took last.
    pub acts: BTreeMap<&'static str, u64>,
    /// Bundles in somebody's pocket.
    pub sticks: Vec<Stick>,
    /// Whether the county is about to compare photos.
    pub comparing: bool,
    /// Corrections so far: each says something new.
    pub corrections: u32,
    pub trace: Trace,
    pub ledger: Ledger,
    /// What broke before the end.
    pub broken: Option<Broken>,
    pub setting: Value,
    pub dir: PathBuf,
    pub coming: BinaryHeap<Reverse<(i64, u64)>>,
    pub events: BTreeMap<(i64, u64), Event>,
    pub scheduled: u64,
}

/// Runs one seed in `dir`, on a copy of the template.
pub fn run(seed: u64, template: &Path, dir: &Path, loud: bool) -> Report {
    copy(template, dir).unwrap();
    let mut world = World::new(seed, dir, loud);
    for _ in 0..DEEDS {
        let ms = match world.rng.u8(..30) {
            0 => world.rng.i64(0..8 * 3_600_000),
            1..8 => world.rng.i64(0..1_200_000),
            _ => world.rng.i64(0..40_000),
        };
        world.pass(ms);
        world.deed();
        if world.broken.is_some() {
            break;
        }
    }
    if world.broken.is_none() {
        world.broken = world.heal().or_else(|| invariants::check(&mut world));
    }
    let report = Report {
        seed,
        digest: world.trace.digest(),
        events: world.trace.events,
        faults: world.trace.faults.clone(),
        changes: world.ledger.len(),
        held: if world.house.is_up() {
            held(&world.house)
        } else {
            BTreeMap::new()
        },
        broken: world.broken.take(),
        last: world.trace.last(),
    };
    for phone in &mut world.phones {
        phone.kill();
    }
    world.house.kill();
    report
}

/// How much of what is in the county.
fn held(house: &House) -> BTreeMap<String, u64> {
    let rows = house.rows(
        "select kind || ' ' || disposition as what, count(*) as held from change group by 1
         union all select 'contested fact ' || outcome, count(*) from contest group by 1
         union all select 'photo whole', count(*) from photo
         union all select 'problem of a visit ' || v.state, count(*) from visit_problem i
             join visit v on v.visit_id = i.visit_id where i.dismissed is null group by 1
         union all select 'problem step ' || step, count(*) from problem_step group by 1
         union all select 'entry ' || ledger || ' ' || state, count(*) from entry group by 1
         union all select 'photo pair ' || kind, count(*) from photo_match group by 1
         union all select 'part of a carried file', count(*) from bundle_part",
    );
    rows.iter()
        .map(|row| {
            let held = row.int("held").unwrap_or(0);
            let what = row.text("what").unwrap_or_default();
            (what, u64::try_from(held).unwrap_or(0))
        })
        .collect()
}

impl World {
    fn new(seed: u64, dir: &Path, loud: bool) -> Self {
        let mut rng = Rng::with_seed(seed);
        let clock = Clock::at(MORNING_MS);
        let text = std::fs::read(dir.join("world.json")).unwrap();
        let setting: Value = serde_json::from_slice(&text).unwrap();
        let house = House::new(&dir.join("county"), clock.clone());
        let phones: Vec<Handset> = PHONES
            .iter()
            .zip(setting["people"].as_array().unwrap())
            .map(|(name, person)| {
                let folder = dir.join("phones").join(name);
                let person = person.as_str().unwrap().parse().unwrap();
                Handset::new(name, person, &folder, MORNING_MS)
            })
            .collect();
        let weather = Weather::draw(&mut rng);
        let county = phones[0].read(store::identity::county).flatten().unwrap();
        let impostor = Impostor::new(county.id, &county.keys[0].key_id);
        let mut world = Self {
            rng,
            now_ms: MORNING_MS,
            clock,
            house,
            rounds: vec![0; phones.len()],
            ended: phones.iter().map(|_| None).collect(),
            phones,
            desk: Desk::new(&setting["desk"]),
            weather,
            impostor,
            acts: BTreeMap::new(),
            sticks: Vec::new(),
            comparing: false,
            corrections: 10,
            trace: Trace::new(loud),
            ledger: Ledger::default(),
            broken: None,
            setting,
            dir: dir.to_owned(),
            coming: BinaryHeap::new(),
            events: BTreeMap::new(),
            scheduled: 0,
        };
        for phone in 0..world.phones.len() {
            world.ledger.look(&world.phones, phone);
        }
        world
    }

    pub fn note(&mut self, event: impl AsRef<str>) {
        self.trace.note(self.now_ms, event);
    }

    pub fn fault(&mut self, kind: &'static str, of: impl AsRef<str>) {
        self.trace.fault(self.now_ms, kind, of);
    }

    pub fn set_time(&mut self, now_ms: i64) {
        self.now_ms = now_ms;
        self.clock.set(now_ms);
        for phone in &self.phones {
            phone.set_time(now_ms);
        }
    }

    /// A phone that died is started again; sometimes the whole machine went down.
    pub fn restart(&mut self, phone: usize) {
        let whole = self.rng.u8(..3) == 0;
        let (name, steps) = {
            let dead = &self.phones[phone];
            (dead.name.clone(), dead.fuse.steps())
        };
        let was_full = self.phones[phone].fuse.is_full();
        if whole {
            self.phones[phone].switch_off();
        } else {
            self.phones[phone].kill();
        }
        self.rounds[phone] += 1;
        self.phones[phone].start();
        self.phones[phone].fuse.fill_disk(was_full);
        self.note(format!(
            "{name} starts again, died after {steps} statements"
        ));
        self.ledger.look(&self.phones, phone);
        if self.house.is_up() && self.broken.is_none() {
            self.broken = invariants::cursor_skipped_nothing(self, phone);
            self.mind_the_server();
        }
    }

    pub fn begin_round(&mut self, phone: usize) {
        self.rounds[phone] += 1;
        self.ended[phone] = None;
        self.phones[phone].begin_round();
        self.go_on(phone);
    }

    /// The troubles end; everybody makes rounds until nobody has anything left to say.
    fn heal(&mut self) -> Option<Broken> {
        self.note("healing");
        self.weather = Weather::calm();
        self.house.fuse.arm(i64::MAX);
        self.house.fuse.fill_disk(false);
        for phone in 0..self.phones.len() {
            self.phones[phone].fuse.arm(i64::MAX);
            self.phones[phone].fuse.fill_disk(false);
            self.mend_photo_folder(phone);
        }
        // Everything that is still on its way comes to its end.
        self.pass(2 * 3_600_000);
        self.house.fuse.arm(i64::MAX);
        for phone in 0..self.phones.len() {
            // Some died with the last of it, and nobody has looked since.
            if self.phones[phone].is_dead() {
                self.restart(phone);
            }
            self.phones[phone].fuse.arm(i64::MAX);
        }
        let mut quiet = 0;
        for round in 0..CALM_ROUNDS {
            let mut moved = 0;
            if round == 1 {
                // They have heard of what is contested; several decide, each for himself.
                (0..self.phones.len()).for_each(|phone| self.choose(phone));
            }
            for phone in 0..self.phones.len() {
                if !self.phones[phone].is_in_round() {
                    self.begin_round(phone);
                }
                for _ in 0..400 {
                    if !self.phones[phone].is_in_round() {
                        break;
                    }
                    self.pass(60_000);
                }
                let name = self.phones[phone].name.clone();
                match self.ended[phone].take() {
                    Some(Ok((done, parts))) => {
                        moved += done.sent + done.refused + done.set_aside + parts;
                        moved += done.received + done.photos + done.photos_failed;
                    }
                    Some(Err(Failure::Refused { .. })) if self.phones[phone].revoked => {}
                    Some(Err(failure)) => {
                        let why = format!("{name}: a calm round failed: {}", failure.code());
                        return Some(Broken::new("converged", why));
                    }
                    None => {
                        let why = format!("{name}: a calm round never ended");
                        return Some(Broken::new("converged", why));
                    }
                }
            }
            quiet = if moved == 0 { quiet + 1 } else { 0 };
            if quiet == 2 {
                return None;
            }
            self.pass(3_600_000);
        }
        Some(Broken::new("converged", "the world never became quiet"))
    }
}
