//! Counters are what a fresh count says, whatever happened (`server/src/tally`).

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use crate::campaigns::made;
use crate::console::{Browser, boss, captain};
use crate::photos::{create, patch, picture};
use crate::support::{
    ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County, FAR_HOUSE, NOW, Phone, change_id, household,
    photo, visit_id,
};

const DAY: i64 = 24 * 60 * 60 * 1000;
const HOUSES: [&str; 3] = [ANAS_HOUSE, BOS_HOUSE, FAR_HOUSE];
const APPROVED: [&str; 3] = ["captain_approved", "batched", "county_accepted"];

type Counters = BTreeMap<String, i64>;

async fn rows(county: &County, sql: &'static str) -> Vec<server::db::Row> {
    let rows = county
        .opened()
        .db()
        .read(move |reader| reader.query(sql, &[]))
        .await;
    rows.map_err(|error: server::db::Error| error).unwrap()
}

async fn write(county: &County, sql: &'static str) {
    let written = county
        .opened()
        .db()
        .write(move |tx| tx.execute(sql, &[]))
        .await;
    written.map_err(|error: server::db::Error| error).unwrap();
}

/// What the counters say.
async fn kept(county: &County) -> Counters {
    let mut all = Counters::new();
    for sql in [
        "select 'home ' || area_code || ' ' || home_group || ' ' || month || ' ' || asked || ' '
             || approved || ' ' || town_code as key, n from tally_home where n <> 0",
        "select 'visit ' || area_code || ' ' || figure || ' ' || part || ' ' || town_code as key, n
         from tally_visit where n <> 0",
        "select 'campaign ' || area_code || ' ' || added || ' ' || stage || ' ' || town_code
             as key, n from tally_campaign where n <> 0",
    ] {
        for row in rows(county, sql).await {
            *all.entry(row.text("key").unwrap()).or_default() += row.int("n").unwrap();
        }
    }
    all
}

/// The same, counted from the rows themselves, by nothing the server does.
async fn fresh(county: &County) -> Counters {
    let mut all = Counters::new();
    let mut add = |key: String, n: i64| *all.entry(key).or_default() += n;
    let visits = rows(
        county,
        "select household_id, area_code, state, counts, by_helper, period, received_date,
             coalesce(accepted_date, '') as accepted_date, photos, photos_verified, profile,
             coalesce(trusted_ended_ms, ended_ms) as at_ms from visit",
    )
    .await;
    let text = |row: &server::db::Row, column| row.text(column).unwrap();
    for visit in &visits {
        let (area, state) = (text(visit, "area_code"), text(visit, "state"));
        let town = &area[..9];
        add(format!("visit {area} state {state} {town}"), 1);
        if state == "voided" {
            continue;
        }
        let day = text(visit, "received_date");
        add(format!("visit {area} in {day} {town}"), 1);
        if state == "county_accepted" {
            let day = text(visit, "accepted_date");
            add(format!("visit {area} out {day} {town}"), 1);
        }
        let missing = visit.int("photos").unwrap() - visit.int("photos_verified").unwrap();
        if missing > 0 {
            add(format!("visit {area} photos  {town}"), missing);
            add(format!("visit {area} missing  {town}"), 1);
        }
    }
    let homes = rows(
        county,
        "select h.household_id, h.area_code, h.home_group, r.body from household h
         join record r on r.kind = 'household' and r.record_id = h.household_id
         where h.ended_on is null",
    )
    .await;
    let listed = rows(
        county,
        "select k.household_id, c.starts, c.ends,
             case when k.added_ms is null then 0 else 1 end as added
         from campaign_household k join campaign c on c.campaign_id = k.campaign_id",
    )
    .await;
    for home in &homes {
        let (id, area) = (text(home, "household_id"), text(home, "area_code"));
        let of_it = |visit: &&server::db::Row| {
            text(visit, "household_id") == id
                && text(visit, "state") != "voided"
                && visit.flag("counts").unwrap()
        };
        let own: Vec<_> = visits.iter().filter(of_it).collect();
        let is_approved =
            |visit: &server::db::Row| APPROVED.contains(&text(visit, "state").as_str());
        let helped = || own.iter().filter(|visit| visit.flag("by_helper").unwrap());
        let month = helped().map(|visit| visit.int("at_ms").unwrap()).max();
        let month = month.map(|ms| server::clock::date_text(ms)[..7].to_owned());
        let approved = helped().filter(|visit| is_approved(visit));
        let approved = approved.map(|visit| text(visit, "period")).max();
        let body: Value = serde_json::from_str(&text(home, "body")).unwrap();
        let asked = body["monitor_since"].as_str();
        let asked = asked.map(|since| format!("{}-{}", &since[..4], &since[4..]));
        let [month, asked, approved] =
            [month, asked, approved].map(|text| text.unwrap_or_else(|| "-".to_owned()));
        let (group, town) = (text(home, "home_group"), &area[..9]);
        add(
            format!("home {area} {group} {month} {asked} {approved} {town}"),
            1,
        );
        for row in listed.iter().filter(|row| text(row, "household_id") == id) {
            let within = |visit: &&&server::db::Row| {
                let day = server::clock::date_text(visit.int("at_ms").unwrap());
                (text(row, "starts")..=text(row, "ends")).contains(&day)
            };
            let stages = own.iter().filter(within);
            let stage = stages
                .map(|visit| if is_approved(visit) { 2 } else { 1 })
                .max();
            let (added, stage) = (row.int("added").unwrap(), stage.unwrap_or(0));
            add(format!("campaign {area} {added} {stage} {town}"), 1);
        }
    }
    all
}

async fn agree(county: &County, after: &str) {
    assert_eq!(kept(county).await, fresh(county).await, "{after}");
}

/// A walk that is the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// Everything that moves a counter.
struct Walk<'a> {
    county: &'a County,
    desk: Browser<'a>,
    /// Cai at a screen: a captain sets aside what he approved.
    captains: Browser<'a>,
    ana: Phone,
    bo: Phone,
    cai: Phone,
    dice: Dice,
    /// Visits made so far, and the next id of a change.
    made: u32,
    next: u32,
}

impl Walk<'_> {
    fn id(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// Some visits in one request: at the dwelling or not, now or months ago, with photos or not.
    async fn visits(&mut self) {
        for ana in [true, false] {
            let mut changes = Vec::new();
            for _ in 0..=self.dice.roll(3) {
                self.made += 1;
                let (id, visit) = (self.id(), visit_id(self.made));
                let (phone, house) = if ana {
                    (&mut self.ana, ANAS_HOUSE)
                } else {
                    (&mut self.bo, BOS_HOUSE)
                };
                let mut change = phone.visit(id, &visit, house, 1);
                let ago = [0, 0, 40, 150][self.dice.roll(4)] * DAY;
                change["edit"]["started_ms"] = (NOW - 1_200_000 - ago).into();
                change["edit"]["ended_ms"] = (NOW - 600_000 - ago).into();
                if self.dice.roll(4) == 0 {
                    change["edit"]["answers"][0]["value"]["value"] = json!("phone");
                }
                if self.dice.roll(2) == 0 {
                    let sha256 = format!("{:064x}", self.made);
                    change["edit"]["photos"] = json!([photo(&sha256, 1000)]);
                }
                changes.push(change);
            }
            let phone = if ana { &self.ana } else { &self.bo };
            self.county.push(phone, &changes).await;
        }
    }

    /// A captain or the county decides about any visit; what the rules refuse changes nothing.
    async fn decision(&mut self) {
        let visit = visit_id(1 + u32::try_from(self.dice.roll(self.made as usize)).unwrap());
        let revision = 1 + u32::try_from(self.dice.roll(2)).unwrap();
        let decision = ["approve", "approve", "return"][self.dice.roll(3)];
        let id = self.id();
        if self.dice.roll(2) == 0 {
            let change = self.cai.review(id, &visit, revision, decision);
            self.county.push_one(&self.cai, &change).await;
            return;
        }
        let decision = ["accept", "return", "revoke", "void", "restore"][self.dice.roll(5)];
        let form = json!({ "revision": revision, "decision": decision, "reasons": ["incomplete"],
            "comments": [], "note": "看过" });
        let path = format!("/visits/{visit}/decide");
        let who = [&self.desk, &self.captains][self.dice.roll(2)];
        who.ask(Method::POST, &path, Some(form)).await;
    }

    /// The visitor takes back the visit made last, as long as nobody approved it.
    async fn void(&mut self) {
        let (visit, id) = (visit_id(self.made), self.id());
        let edit = json!({ "kind": "void_visit_v1", "visit_id": visit, "revision": 1,
            "reason": "走错了门" });
        let change = self.bo.change(id, ("visit", &visit), edit);
        self.county.push_one(&self.bo, &change).await;
    }

    /// A returned visit, sealed again.
    async fn revision(&mut self) {
        let visit = visit_id(1 + u32::try_from(self.dice.roll(self.made as usize)).unwrap());
        let id = self.id();
        for (phone, house) in [(&mut self.ana, ANAS_HOUSE), (&mut self.bo, BOS_HOUSE)] {
            let change = phone.visit(id, &visit, house, 2);
            self.county.push_one(phone, &change).await;
        }
    }

    /// All that is approved, to the county.
    async fn batch(&mut self) {
        let found = rows(
            self.county,
            "select visit_id, revision from visit where state = 'captain_approved'
             order by visit_id limit 3",
        )
        .await;
        let visits: Vec<_> = found
            .iter()
            .map(|row| protocol::edit::BatchVisitV1 {
                visit_id: row.id("visit_id").unwrap(),
                revision: row.count("revision").unwrap(),
            })
            .collect();
        if visits.is_empty() {
            return;
        }
        let id = self.id();
        let batch = change_id(id + 4000);
        let edit = json!({ "kind": "send_batch_v1", "id": batch, "visits": visits,
            "manifest_sha256": protocol::edit::BatchV1::manifest(&visits), "sent_ms": NOW });
        let change = self.cai.change(id, ("batch", &batch), edit);
        self.county.push_one(&self.cai, &change).await;
        // The county begins with the first of them.
        let first = &visits[0];
        let form = json!({ "revision": first.revision, "decision": "accept", "reasons": [],
            "comments": [], "note": null });
        let path = format!("/visits/{}/decide", first.visit_id);
        self.desk.ask(Method::POST, &path, Some(form)).await;
    }

    /// The roster's next edition: another village, monitored or not, gone or back.
    async fn roster(&mut self) {
        let house = HOUSES[self.dice.roll(3)];
        let village = ["990101101200", "990101102200"][self.dice.roll(2)];
        let mut line = household(house, &house[32..], village);
        match self.dice.roll(4) {
            0 => {
                line["monitor_category"] = json!("exited_unstable");
                line["monitor_since"] = json!(["202001", "202607"][self.dice.roll(2)]);
            }
            1 => line["ended_on"] = json!("2026-11-01"),
            _ => {}
        }
        let opened = self.county.opened();
        let imported = server::bootstrap::import_roster(&opened, line.to_string()).await;
        imported.unwrap();
    }
}

#[tokio::test]
async fn after_any_mix_of_moves_the_counters_are_what_a_fresh_count_says() {
    for seed in [7, 23] {
        let mut county = County::new().await;
        {
            let desk = boss(&county).await;
            made(&desk, json!({})).await;
            let mut walk = Walk {
                desk,
                captains: captain(&county, CAI, "cai").await,
                ana: county.phone(ANA).await,
                bo: county.phone(BO).await,
                cai: county.phone(CAI).await,
                county: &county,
                dice: Dice(seed),
                made: 0,
                next: 0,
            };
            for step in 0..45 {
                let what = if step == 0 { 0 } else { walk.dice.roll(10) };
                match what {
                    0 | 1 => walk.visits().await,
                    2 => walk.revision().await,
                    3 => walk.batch().await,
                    4 => walk.roster().await,
                    5 => walk.void().await,
                    _ => walk.decision().await,
                }
                agree(&county, &format!("seed {seed}, step {step}: {what}")).await;
            }
        }
        // Of everything that can be counted there was something.
        let seen = kept(&county).await;
        for part in [
            "state county_accepted",
            "state voided",
            " photos ",
            "campaign",
            "home",
        ] {
            let was = seen.keys().any(|key| key.contains(part));
            assert!(was, "seed {seed} never came to {part}");
        }
        write(&county, "delete from tally_version").await;
        write(&county, "update tally_home set n = n + 5").await;
        write(&county, "delete from tally_visit").await;
        write(
            &county,
            "update household set counted_ms = 1, asked_month = null",
        )
        .await;
        county.restart().await;
        agree(&county, "counted anew at the start").await;
    }
}

#[tokio::test]
async fn a_photo_that_arrives_is_no_longer_missing() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let bytes = picture(1);
    let sha256 = protocol::digest(&bytes);
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    change["edit"]["photos"] = json!([photo(&sha256, bytes.len())]);
    county.push_one(&ana, &change).await;
    agree(&county, "announced").await;
    let desk = boss(&county).await;
    assert_eq!(desk.get("/overview").await["photos_outstanding"], 1);
    let size = bytes.len() as u64;
    assert_eq!(create(&county, &ana, &sha256, size).await.status(), 201);
    assert_eq!(patch(&county, &ana, &sha256, 0, &bytes).await.status(), 204);
    agree(&county, "arrived").await;
    assert_eq!(desk.get("/overview").await["photos_outstanding"], 0);
}
