//! What happens next: somebody does something, or something is done to somebody.

use fleet::visitor::Finding;
use serde_json::json;

use super::facts;
use super::invariants::Broken;
use super::people::{self, Done};
use super::template::PHONES;
use super::world::World;

const DAY_MS: i64 = 86_400_000;

impl World {
    /// One thing that a person or fate does.
    pub fn deed(&mut self) {
        let phone = self.rng.usize(..PHONES.len());
        match self.rng.u8(..172) {
            0..16 => self.record(phone),
            16..44 => self.start_round(phone),
            44..54 => self.decide(),
            54..59 => self.send_batch(),
            59..67 => self.county_decides(),
            67..74 => self.redo(phone),
            74..76 => self.void(phone),
            76..79 => self.reopen(phone),
            79..81 => self.retry(phone),
            81..85 => {
                let statements = self.rng.i64(0..300);
                self.phones[phone].fuse.arm(statements);
                let name = self.phones[phone].name.clone();
                self.fault(
                    "phone killed at a statement",
                    format!("{name} in {statements}"),
                );
            }
            85..87 => {
                let name = self.phones[phone].name.clone();
                self.fault("phone killed", name);
                self.restart(phone);
            }
            87..89 if self.house.is_up() => {
                let statements = self.rng.i64(0..300);
                self.house.fuse.arm(statements);
                self.fault("server killed at a statement", format!("in {statements}"));
            }
            89..91 => {
                let full = !self.phones[phone].fuse.is_full();
                self.phones[phone].fuse.fill_disk(full);
                let name = self.phones[phone].name.clone();
                self.fault("phone disk full", format!("{name} {full}"));
            }
            91..92 if self.house.is_up() => {
                let full = !self.house.fuse.is_full();
                self.house.fuse.fill_disk(full);
                self.fault("server disk full", format!("{full}"));
            }
            92..93 => self.break_photo_folder(phone),
            93..95 => {
                let jumps = [-400 * DAY_MS, -3_600_000, 0, 7_200_000, 800 * DAY_MS];
                let offset = jumps[self.rng.usize(..jumps.len())];
                self.phones[phone].set_wall_clock_off(offset);
                let name = self.phones[phone].name.clone();
                self.fault("phone clock jumps", format!("{name} {offset}"));
            }
            95..98 => self.reassign(),
            98 => self.revoke(phone),
            99..107 => self.correct(phone),
            107..111 => self.resolve(phone),
            111..113 => self.undo(phone),
            113..115 => self.county_resolves(),
            115..118 => self.pack(phone),
            118..122 => self.carry(phone),
            122 => self.rotate_key(),
            123..128 => self.correct(phone),
            128..132 => self.raise(phone),
            132..150 => self.act_on_a_problem(phone),
            150..152 => self.undo_a_problem(phone),
            152..160 => self.county_acts(),
            160..172 => self.keep_a_ledger(phone),
            _ => {}
        }
    }

    /// Notes how something ended, and that what was said to be saved is in the outbox.
    pub fn said(&mut self, phone: usize, what: &str, done: Done, queues: bool) {
        let name = self.phones[phone].name.clone();
        if self.phones[phone].is_dead() {
            self.restart(phone);
            return;
        }
        let queued = self.ledger.look(&self.phones, phone);
        if self.phones[phone].is_dead() {
            // It died while it was looked into: what it has is found when it starts again.
            self.restart(phone);
            return;
        }
        match done {
            Ok(of) => {
                self.note(format!("{name} {what} {of}"));
                if queues && queued == 0 && self.broken.is_none() {
                    let why = format!("{name}: {what} {of} was saved and nothing is queued");
                    self.broken = Some(Broken::new("nothing_lost", why));
                }
            }
            Err(code) => self.note(format!("{name} {what}: {code}")),
        }
    }

    fn record(&mut self, phone: usize) {
        let homes = people::homes(&self.phones[phone]);
        if homes.is_empty() {
            self.said(phone, "visits", Err("no homes".to_owned()), false);
            return;
        }
        // The water is bad in a few homes, and found to be so again and again.
        let few = homes.len().min(2);
        let (home, finding) = match self.rng.u8(..5) {
            0 | 1 => (&homes[self.rng.usize(..few)], Finding::Water),
            _ => (&homes[self.rng.usize(..homes.len())], Finding::Nothing),
        };
        let done = self.act(phone, "a visit", |world| {
            people::record(&world.phones[phone], home, finding, &mut world.rng)
        });
        self.sealed(phone, "seals", done);
        // A visit takes its time.
        self.pass(20 * 60_000);
    }

    fn sealed(&mut self, phone: usize, what: &str, done: Result<(String, u32), String>) {
        if let Ok((visit, revision)) = &done {
            self.ledger.sealed(phone, visit, *revision);
        }
        let done = done.map(|(visit, revision)| format!("{visit} r{revision}"));
        self.said(phone, what, done, true);
    }

    fn redo(&mut self, phone: usize) {
        let me = self.phones[phone].person;
        let visits = self.phones[phone].rows(&format!(
            "select visit_id from county_visit where state = 'returned' and visitor_id = '{me}'
             order by visit_id"
        ));
        if visits.is_empty() {
            return;
        }
        let visit = visits[self.rng.usize(..visits.len())][0].clone();
        let done = self.act(phone, "a second seal", |world| {
            people::redo(&world.phones[phone], &visit)
        });
        self.sealed(phone, "seals again", done);
        self.pass(60_000);
    }

    fn one_of(&mut self, phone: usize, sql: &str) -> Option<String> {
        let rows = self.phones[phone].rows(sql);
        if rows.is_empty() {
            return None;
        }
        Some(rows[self.rng.usize(..rows.len())][0].clone())
    }

    fn void(&mut self, phone: usize) {
        let sealed = "select visit_id from visit where phase = 'sealed' order by visit_id";
        if let Some(visit) = self.one_of(phone, sealed) {
            let done = self.act(phone, "a void", |world| {
                people::void(&world.phones[phone], &visit)
            });
            self.said(phone, "voids", done, false);
        }
    }

    fn reopen(&mut self, phone: usize) {
        let sealed = "select visit_id from visit where phase = 'sealed' order by visit_id desc";
        if let Some(visit) = self.one_of(phone, sealed) {
            let done = self.act(phone, "a reopening", |world| {
                people::reopen(&world.phones[phone], &visit)
            });
            if done.is_ok() {
                self.ledger.reopened(phone, &visit);
            }
            self.said(phone, "reopens", done, false);
        }
    }

    fn retry(&mut self, phone: usize) {
        let aside = "select change_id from outbox where delivery in ('parked', 'quarantined')
            order by position";
        if let Some(change) = self.one_of(phone, aside) {
            let done = self.act(phone, "a retry", |world| {
                people::retry(&world.phones[phone], &change)
            });
            self.said(phone, "retries", done, false);
        }
    }

    fn start_round(&mut self, phone: usize) {
        if self.phones[phone].is_in_round() {
            return;
        }
        let name = self.phones[phone].name.clone();
        self.note(format!("{name} begins a round"));
        self.begin_round(phone);
    }

    /// Chen's or Eva's phone.
    fn captain(&mut self) -> usize {
        if self.rng.u8(..3) == 0 { 4 } else { 2 }
    }

    fn decide(&mut self) {
        let captain = self.captain();
        let done = self.act(captain, "a decision", |world| {
            people::decide(&world.phones[captain], &mut world.rng)
        });
        self.said(captain, "decides", done, true);
    }

    fn send_batch(&mut self) {
        let captain = self.captain();
        let done = self.act(captain, "a batch", |world| {
            people::send_batch(&world.phones[captain])
        });
        self.said(captain, "sends", done, true);
    }

    fn county_decides(&mut self) {
        if !self.house.is_up() {
            return;
        }
        let done = people::county_decides(&mut self.desk, &self.house, &mut self.rng);
        match done {
            Ok(what) | Err(what) => self.note(format!("county: {what}")),
        }
        self.mind_the_server();
    }

    pub fn mind_the_server(&mut self) {
        if !self.house.is_up() {
            self.kill_server();
        }
    }

    /// Somebody knows better; mostly of the few homes that several people know.
    fn correct(&mut self, phone: usize) {
        let mut homes = people::homes(&self.phones[phone]);
        homes.sort_unstable();
        let all = self.setting["assignments"].as_array().into_iter().flatten();
        let known = all.filter_map(|one| one["household_id"].as_str());
        let shared: Vec<String> = known
            .take(3)
            .filter(|home| homes.iter().any(|known| known == home))
            .map(str::to_owned)
            .collect();
        if self.rng.u8(..4) > 0 && !shared.is_empty() {
            homes = shared;
        }
        if homes.is_empty() {
            return;
        }
        let home = &homes[self.rng.usize(..homes.len())];
        self.corrections += 1;
        let serial = self.corrections;
        let done = self.act(phone, "a correction", |world| {
            facts::correct(&world.phones[phone], home, serial, &mut world.rng)
        });
        // What is back at the county's value needs no telling.
        self.said(phone, "corrects", done, false);
    }

    /// Somebody who knows of two values decides: this one, or who comes next.
    fn resolve(&mut self, from: usize) {
        let count = self.phones.len();
        let contested = "select household_id from household where contested > 0
             union all select member_id from member where contested > 0";
        let mut next = (0..count).map(|step| (from + step) % count);
        let Some(phone) = next.find(|at| !self.phones[*at].rows(contested).is_empty()) else {
            return;
        };
        self.choose(phone);
    }

    pub fn choose(&mut self, phone: usize) {
        let done = self.act(phone, "a choice", |world| {
            facts::decide(&world.phones[phone], &mut world.rng)
        });
        self.said(phone, "chooses", done, true);
    }

    fn undo(&mut self, phone: usize) {
        let done = self.act(phone, "an undo", |world| {
            facts::undo(&world.phones[phone], &mut world.rng)
        });
        self.said(phone, "undoes", done, false);
    }

    fn county_resolves(&mut self) {
        if !self.house.is_up() {
            return;
        }
        let told = match facts::county_decides(&mut self.desk, &self.house, &mut self.rng) {
            Ok((done, place, stood)) => {
                // Whether it answered or died over it: it may be done.
                self.ledger.decided_at_the_console(place, stood);
                done.unwrap_or_else(|code| code)
            }
            Err(what) => what,
        };
        self.note(format!("county chooses: {told}"));
        self.mind_the_server();
    }

    /// The county replaces the key it signs with.
    fn rotate_key(&mut self) {
        if !self.house.is_up() {
            return;
        }
        let opened = self.house.opened();
        let rotated = server::upkeep::rotate_key(opened, None, "yearly");
        let done = self.house.block_on(rotated).is_ok();
        self.fault("key replaced", done.to_string());
        self.mind_the_server();
    }

    /// A household changes hands while its helper is out.
    fn reassign(&mut self) {
        if !self.house.is_up() {
            return;
        }
        let assignments = self.setting["assignments"].as_array().unwrap();
        let mut ended = assignments[self.rng.usize(..assignments.len())].clone();
        let people = self.setting["people"].as_array().unwrap();
        let mut begun = ended.clone();
        begun["person_id"] = people[self.rng.usize(..people.len())].clone();
        begun["id"] = json!(format!(
            "01980000-0000-7000-8000-{:012x}",
            self.rng.u64(..1 << 40)
        ));
        // Now and then the old helper stays, beside the new one.
        if self.rng.u8(..4) == 0 {
            begun["kind"] = json!("co");
        } else {
            ended["to"] = json!("2026-11-01");
        }
        let done = self.house.import(&format!("{ended}\n{begun}\n"));
        let household = ended["household_id"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        self.fault("reassigned", format!("{household} {done}"));
        self.mind_the_server();
    }

    fn revoke(&mut self, phone: usize) {
        // One is enough for a run, and only the old phone of somebody who has a new one, or Dan's.
        if !self.house.is_up() || !matches!(PHONES[phone], "ana" | "dan") {
            return;
        }
        let device = self.phones[phone].rows("select device_id from device");
        let Some(device) = device.first().and_then(|row| row[0].parse().ok()) else {
            return;
        };
        let revoked = server::bootstrap::revoke_device(self.house.opened(), device);
        let done = self.house.block_on(revoked).is_ok();
        // Killed in the middle, nobody knows; somebody would look, and so does the end of the run.
        self.phones[phone].revoked |= done;
        let name = self.phones[phone].name.clone();
        self.fault("device revoked", format!("{name} {done}"));
        self.mind_the_server();
    }

    /// Where photos go, nothing can be written.
    fn break_photo_folder(&mut self, phone: usize) {
        let folder = self.phones[phone].dir.join("photos");
        let away = self.phones[phone].dir.join("photos.away");
        if away.exists() || !folder.exists() {
            self.mend_photo_folder(phone);
            return;
        }
        std::fs::rename(&folder, &away).unwrap();
        std::fs::write(&folder, b"").unwrap();
        let name = self.phones[phone].name.clone();
        self.fault("photo folder refuses", name);
    }

    pub fn mend_photo_folder(&mut self, phone: usize) {
        let folder = self.phones[phone].dir.join("photos");
        let away = self.phones[phone].dir.join("photos.away");
        if away.exists() {
            std::fs::remove_file(&folder).unwrap();
            std::fs::rename(&away, &folder).unwrap();
        }
    }
}
