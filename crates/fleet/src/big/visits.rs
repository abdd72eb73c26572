//! Years of visits with all that came of them: bytes, states, batches, problems.

use domain::id::{BatchId, ChangeId, ProblemId};
use fastrand::Rng;
use protocol::edit::Edit;
use protocol::row::kind;
use protocol::visit::VisitV1;
use serde_json::json;
use server::clock::{date_text, period};
use server::db::Value;
use server::visit::told::Told;

use super::fill::{Ground, Place, TOGETHER, Village, store as write};
use super::tables::{
    AUDIT, BATCH_VISIT, BATCHES, CHANGE, FEEDS, PHOTO, PROBLEM, RECORDS, REVISION, STEP, Tables,
    VISIT, VISIT_PHOTO, VISIT_PROBLEM,
};
use crate::bench::Error;
use crate::bench::pattern::{Family, Pattern, id_at};
use crate::phone::machine_ms;

const DAY_MS: i64 = 86_400_000;

/// How far back the visits go.
pub(super) const DAYS: i64 = 800;

/// Visits of a batch.
const BATCH: usize = 40;

/// One in so many visits found something that came into the ledger.
const FOUND: usize = 16;

/// Where visits stand, newest last: of a hundred, how many of the newest are in which state.
const STATES: &[(&str, usize)] = &[
    ("county_accepted", 93),
    ("batched", 3),
    ("captain_approved", 1),
    ("returned", 1),
    ("submitted", 2),
];

/// One visit in so many is flagged so, the rarest first.
const FLAGS: &[(usize, &str)] = &[
    (500, "clock_off"),
    (300, "imported_photo"),
    (100, "no_location"),
    (30, "late"),
];

/// What ledgers mostly hold (codes.json `problem_category`, `severity`).
const KINDS: &[(&str, &str, &str)] = &[
    ("drinking_water", "critical", "饮水不达标"),
    ("housing", "major", "住房安全需鉴定"),
    ("medical", "minor", "慢病证未办理"),
    ("income", "major", "收入低于监测线"),
];

/// A visit to come.
pub(super) struct Planned {
    place: usize,
    ended_ms: i64,
}

/// Which visits there will be, in the order they come; households learn how often they are visited.
pub(super) fn plan(places: &mut [Place], visits: usize, rng: &mut Rng) -> Vec<Planned> {
    let begins = machine_ms() - DAYS * DAY_MS;
    let mut order: Vec<usize> = (0..places.len()).collect();
    rng.shuffle(&mut order);
    (0..visits)
        .map(|at| {
            let place = order[at % order.len()];
            let ended_ms = begins + (DAYS * DAY_MS - 3 * 3_600_000) * at as i64 / visits as i64;
            places[place].visits += 1;
            places[place].last_ms = ended_ms;
            Planned { place, ended_ms }
        })
        .collect()
}

pub(super) async fn store(
    ground: &Ground,
    places: &[Place],
    plan: &[Planned],
    patterns: &[Pattern],
    rng: &mut Rng,
    sequence: &mut i64,
) -> Result<(), Error> {
    let mut at = 0;
    for chunk in plan.chunks(TOGETHER) {
        let mut tables = Tables::new(ground, sequence);
        for planned in chunk {
            let place = &places[planned.place];
            let family = Family {
                pattern: place.pattern,
                household: place.id,
                members: place.members.clone(),
                visitor: place.helper,
            };
            let visit = family.visit(rng, patterns, planned.ended_ms)?;
            let village = &ground.villages[place.village];
            tables.visit(place, village, &visit, (at, plan.len()), rng)?;
            if at % FOUND == 0 {
                tables.problem(village, &visit, at, rng);
            }
            at += 1;
        }
        write(&ground.db, tables.into_rows()).await?;
    }
    Ok(())
}

/// What a reviewer is told of the visit that came as number `at`.
fn flags(at: usize) -> &'static str {
    let (_, flags) = FLAGS
        .iter()
        .find(|(one_in, _)| at.is_multiple_of(*one_in))
        .unwrap_or(&(1, ""));
    flags
}

/// The state of the visit that came as number `at` of `of`.
fn state(at: usize, of: usize) -> &'static str {
    let part = at * 100 / of.max(1);
    let mut until = 0;
    for (state, share) in STATES {
        until += share;
        if part < until {
            return state;
        }
    }
    "submitted"
}

impl Tables<'_> {
    fn visit(
        &mut self,
        place: &Place,
        village: &Village,
        visit: &VisitV1,
        (at, of): (usize, usize),
        rng: &mut Rng,
    ) -> Result<(), Error> {
        let county = self.ground.county;
        let state = state(at, of);
        let received = visit.ended_ms + 3_600_000;
        let change = ChangeId::from_uuid(id_at(rng, received));
        let sequence = self.next();
        let batch = match state {
            "county_accepted" | "batched" => Some(self.batch(village, state, received, rng)),
            _ => None,
        };
        // A photo of one visit in fifty is still on its phone.
        let verified = if at % 50 == 0 { 0 } else { visit.photos.len() };
        let count = |number: usize| u32::try_from(number).unwrap_or(0);
        self.rows[VISIT].add(vec![
            county.into(),
            visit.id.into(),
            place.id.into(),
            visit.visitor_id.into(),
            false.into(),
            (&village.code).into(),
            (&village.town).into(),
            visit.revision.into(),
            state.into(),
            visit.is_on_site().into(),
            period(visit.ended_ms).into(),
            visit.ended_ms.into(),
            received.into(),
            date_text(received).into(),
            (state == "county_accepted")
                .then(|| date_text(received + 3 * DAY_MS))
                .into(),
            count(visit.problems.len()).into(),
            count(visit.photos.len()).into(),
            count(verified).into(),
            flags(at).into(),
            batch.into(),
            sequence.into(),
            visit.ended_ms.into(),
            1000i64.into(),
            "contact".into(),
            0i64.into(),
            (&visit.profile).into(),
        ]);
        self.bytes(visit, change, (received, sequence), state, rng)?;
        for (nth, photo) in visit.photos.iter().enumerate() {
            let photo_id = photo.id;
            self.rows[VISIT_PHOTO].add(vec![
                county.into(),
                visit.id.into(),
                photo_id.into(),
                (&photo.sha256).into(),
            ]);
            if nth < verified {
                self.rows[PHOTO].add(vec![
                    county.into(),
                    (&photo.sha256).into(),
                    i64::try_from(photo.bytes).unwrap_or(0).into(),
                    received.into(),
                    date_text(received).into(),
                    DEVICE.into(),
                    // As long as a receipt is.
                    format!("{}{}", photo.sha256, photo.sha256).into(),
                ]);
            }
        }
        for (position, problem) in (0i64..).zip(&visit.problems) {
            self.rows[VISIT_PROBLEM].add(vec![
                county.into(),
                visit.id.into(),
                position.into(),
                (&problem.key).into(),
                (&problem.from).into(),
                problem.member.into(),
                (&problem.category).into(),
                (&problem.severity).into(),
                (&problem.title).into(),
                problem.dismissed.clone().into(),
                0i64.into(),
            ]);
        }
        let number = self.next();
        for person in [place.helper, village.captain] {
            if person == village.captain && person == place.helper {
                continue;
            }
            self.rows[FEEDS].add(vec![
                county.into(),
                person.into(),
                kind::VISIT.into(),
                visit.id.into(),
                number.into(),
                0i64.into(),
            ]);
        }
        let position = self.next();
        self.rows[AUDIT].add(vec![
            county.into(),
            position.into(),
            received.into(),
            place.helper.into(),
            "visit_received".into(),
            visit.id.to_string().into(),
        ]);
        if let Some(batch) = batch {
            let outcome = if state == "batched" {
                "waiting"
            } else {
                "accepted"
            };
            self.rows[BATCH_VISIT].add(vec![
                county.into(),
                batch.into(),
                visit.id.into(),
                visit.revision.into(),
                outcome.into(),
            ]);
        }
        Ok(())
    }

    /// The sealed bytes, in the change that brought them, and the head of the row phones pull.
    fn bytes(
        &mut self,
        visit: &VisitV1,
        change: ChangeId,
        (received, sequence): (i64, i64),
        state: &str,
        rng: &mut Rng,
    ) -> Result<(), Error> {
        let county = self.ground.county;
        let edit = serde_json::to_vec(&Edit::SaveVisitV1(visit.clone()))?;
        self.rows[CHANGE].add(vec![
            county.into(),
            change.into(),
            DEVICE.into(),
            visit.visitor_id.into(),
            sequence.into(),
            "visit".into(),
            visit.id.to_string().into(),
            "save_visit_v1".into(),
            edit.into(),
            "{}".into(),
            (0..64)
                .map(|_| char::from_digit(rng.u32(..16), 16).unwrap_or('0'))
                .collect::<String>()
                .into(),
            "applied".into(),
            "".into(),
            // As long as an answer with its receipt is.
            "x".repeat(420).into(),
            received.into(),
            sequence.into(),
        ]);
        let mut revision = vec![
            county.into(),
            visit.id.into(),
            visit.revision.into(),
            change.into(),
            received.into(),
            sequence.into(),
        ];
        revision.extend(Told::of(visit).values());
        self.rows[REVISION].add(revision);
        let head = json!({
            "id": visit.id, "revision": visit.revision, "state": state, "visitor_name": "",
            "received_ms": received, "trusted_ended_ms": visit.ended_ms, "photos_verified": [],
            "reviews": [],
        });
        self.rows[RECORDS].add(vec![
            county.into(),
            kind::VISIT.into(),
            visit.id.into(),
            head.to_string().into(),
            change.into(),
        ]);
        Ok(())
    }

    /// The batch this visit goes in; a new one when the last is full.
    fn batch(&mut self, village: &Village, state: &str, received: i64, rng: &mut Rng) -> BatchId {
        if let Some((batch, count)) = &mut self.batch
            && *count < BATCH
        {
            *count += 1;
            return *batch;
        }
        let batch = BatchId::from_uuid(id_at(rng, received));
        let sequence = self.next();
        let accepted = if state == "batched" { 0 } else { BATCH as i64 };
        self.rows[BATCHES].add(vec![
            self.ground.county.into(),
            batch.into(),
            village.captain.into(),
            (&village.code).into(),
            (&village.town).into(),
            "0".repeat(64).into(),
            if accepted == 0 { "received" } else { "done" }.into(),
            (BATCH as i64).into(),
            accepted.into(),
            0i64.into(),
            received.into(),
            received.into(),
            date_text(received).into(),
            sequence.into(),
        ]);
        self.batch = Some((batch, 1));
        batch
    }

    fn problem(&mut self, village: &Village, visit: &VisitV1, at: usize, rng: &mut Rng) {
        let county = self.ground.county;
        let id = ProblemId::from_uuid(id_at(rng, visit.ended_ms));
        let (category, severity, title) = KINDS[at / FOUND % KINDS.len()];
        let closed = machine_ms() - visit.ended_ms > 40 * DAY_MS;
        let due = date_text(visit.ended_ms + 15 * DAY_MS);
        let sequence = self.next();
        self.rows[PROBLEM].add(vec![
            county.into(),
            id.into(),
            format!("629901{at:010}").into(),
            id.to_string().into(),
            visit.household_id.into(),
            (&village.code).into(),
            (&village.town).into(),
            "visit".into(),
            category.into(),
            severity.into(),
            title.into(),
            if closed { "closed" } else { "rectifying" }.into(),
            (!closed).into(),
            "town_relief".into(),
            visit.ended_ms.into(),
            date_text(visit.ended_ms).into(),
            (&due).into(),
            (&due).into(),
            closed.then(|| due.clone()).into(),
            closed.then_some(visit.ended_ms + 15 * DAY_MS).into(),
            visit.id.into(),
            sequence.into(),
        ]);
        for step in ["raised", "register", "assign"] {
            let number = self.next();
            self.rows[STEP].add(vec![
                county.into(),
                id.into(),
                number.into(),
                id_at(rng, visit.ended_ms).to_string().into(),
                step.into(),
                "rectifying".into(),
                Value::Null,
                visit.ended_ms.into(),
            ]);
        }
    }
}

/// Nobody's phone: the rows refer to one, and nothing asks about it.
const DEVICE: &str = "00000000-0000-7000-8000-000000000000";
