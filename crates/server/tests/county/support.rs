//! A small county with people in it, and phones that speak to it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use protocol::enrol::{EnrolReply, TokenReply, TokenRequest};
use protocol::pull::PullReply;
use protocol::push::Outcome;
use serde_json::{Value, json};
use server::{BlobPlace, Clock, Config, CountySeed, Database, Running, bootstrap};

use crate::bucket::Bucket;
use crate::wire::{pull_from, push_to};

/// 2026-11-22 11:00 in China.
pub const NOW: i64 = 1_795_312_800_000;

pub const ANA: &str = "00000000-0000-7000-8000-000000000001";
pub const BO: &str = "00000000-0000-7000-8000-000000000002";
pub const CAI: &str = "00000000-0000-7000-8000-000000000003";
pub const TANG: &str = "00000000-0000-7000-8000-000000000004";
pub const DING: &str = "00000000-0000-7000-8000-000000000005";
pub const ANAS_HOUSE: &str = "00000000-0000-7000-8000-000000000101";
pub const BOS_HOUSE: &str = "00000000-0000-7000-8000-000000000102";
pub const FAR_HOUSE: &str = "00000000-0000-7000-8000-000000000103";
pub const MEMBER: &str = "00000000-0000-7000-8000-000000000201";

/// Set for the child that runs the whole suite on PostgreSQL.
pub const ON_POSTGRES: &str = "RUHU_TEST_ON_POSTGRES";

/// A new database beside the one the address names.
fn fresh(url: &str) -> Database {
    let name = format!("ruhu_{}", uuid::Uuid::now_v7().simple());
    let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
    client
        .batch_execute(&format!("create database {name}"))
        .unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    Database::Postgres(format!("{server}/{name}"))
}

pub struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

pub struct County {
    pub running: Option<Running>,
    pub config: Config,
    pub clock: Arc<TestClock>,
    pub http: reqwest::Client,
    folder: tempfile::TempDir,
    /// Where its photos are, if not in its folder.
    pub bucket: Option<Bucket>,
}

/// Where a test's county keeps its photos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    InAFolder,
    InABucket,
}

impl County {
    /// A county with its roster, on a database of its own.
    pub async fn new() -> Self {
        Self::keeping(Kept::InAFolder).await
    }

    /// The same, with its photos kept there.
    pub async fn keeping(kept: Kept) -> Self {
        let bucket = match kept {
            Kept::InAFolder => None,
            Kept::InABucket => Some(Bucket::open().await),
        };
        let database = match std::env::var(ON_POSTGRES) {
            Ok(url) => tokio::task::spawn_blocking(move || fresh(&url))
                .await
                .unwrap(),
            Err(_) => Database::Sqlite,
        };
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(NOW)));
        let config = Config {
            data_dir: folder.path().to_owned(),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            database,
            blobs: bucket
                .as_ref()
                .map_or(BlobPlace::Folder, |bucket| bucket.place("photos/here")),
            county: CountySeed {
                name: "云溪县".to_owned(),
                code: "990101".to_owned(),
            },
            clock: clock.clone(),
        };
        let running = Some(server::start(config.clone()).await.unwrap());
        let county = Self {
            running,
            config,
            clock,
            http: reqwest::Client::new(),
            folder,
            bucket,
        };
        let reply = bootstrap::import_roster(&county.opened(), roster())
            .await
            .unwrap();
        assert_eq!(reply.refused, []);
        county
    }

    pub fn opened(&self) -> server::Opened {
        self.running.as_ref().unwrap().opened()
    }

    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Stops the server and starts it again over the same folder.
    pub async fn restart(&mut self) {
        self.running.take().unwrap().stop().await;
        self.running = Some(server::start(self.config.clone()).await.unwrap());
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.as_ref().unwrap().addr)
    }

    pub fn pass_ms(&self, ms: i64) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// An enrolled phone of this person.
    pub async fn phone(&self, person: &str) -> Phone {
        let enrolment = bootstrap::issue_enrolment(&self.opened(), person.parse().unwrap())
            .await
            .unwrap();
        let key = SigningKey::from_bytes(&rand32(person));
        let reply: EnrolReply = self
            .http
            .post(self.url("/v1/enrol"))
            .json(&json!({
                "code": enrolment.code.to_lowercase(), "device_name": "test", "app_version": "1",
                "device_key": STANDARD.encode(key.verifying_key().to_bytes()),
            }))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        assert_eq!(reply.person_id.to_string(), person);
        Phone {
            person: person.to_owned(),
            key,
            reply,
            sequence: 0,
        }
    }

    /// Rows a phone gets from the beginning.
    pub async fn pull(&self, phone: &Phone, after: i64) -> PullReply {
        let token = &phone.reply.token.token;
        pull_from(&self.http, &self.url(""), token, after, 500).await
    }

    pub async fn get(&self, phone: &Phone, path: &str) -> reqwest::Response {
        self.http
            .get(self.url(path))
            .bearer_auth(&phone.reply.token.token)
            .send()
            .await
            .unwrap()
    }

    pub async fn push(&self, phone: &Phone, changes: &[Value]) -> Vec<Outcome> {
        let token = &phone.reply.token.token;
        push_to(&self.http, &self.url(""), token, changes).await
    }

    pub async fn push_one(&self, phone: &Phone, change: &Value) -> Outcome {
        self.push(phone, std::slice::from_ref(change))
            .await
            .remove(0)
    }

    /// A number the database counts.
    pub async fn count(&self, sql: &'static str) -> i64 {
        self.opened()
            .db()
            .read(move |reader| reader.count(sql, &[]))
            .await
            .map_err(|error: server::db::Error| error)
            .unwrap()
    }
}

fn rand32(seed: &str) -> [u8; 32] {
    let mut bytes = [7; 32];
    bytes[..seed.len().min(32)]
        .copy_from_slice(&seed.as_bytes()[seed.len() - 32.min(seed.len())..]);
    bytes
}

pub struct Phone {
    pub person: String,
    pub key: SigningKey,
    pub reply: EnrolReply,
    sequence: i64,
}

impl Phone {
    /// A change as this phone's outbox would hold it.
    pub fn change(&mut self, id: u32, record: (&str, &str), edit: Value) -> Value {
        self.sequence += 1;
        json!({
            "change_id": change_id(id),
            "device_sequence": self.sequence,
            "record": { "kind": record.0, "id": record.1 },
            "made_at": { "wall_ms": NOW, "monotonic_ms": 5, "boot_id": "b" },
            "edit": edit,
        })
    }

    pub fn visit(&mut self, id: u32, visit: &str, household: &str, revision: u32) -> Value {
        let edit = visit_edit(visit, &self.person.clone(), household, revision);
        self.change(id, ("visit", visit), edit)
    }

    pub fn review(&mut self, id: u32, visit: &str, revision: u32, decision: &str) -> Value {
        let mut edit = json!({
            "kind": "review_visit_v1", "id": change_id(id + 5000), "visit_id": visit,
            "revision": revision, "decision": decision, "decided_ms": NOW,
        });
        if decision == "return" {
            edit["reasons"] = json!(["incomplete"]);
        }
        self.change(id, ("visit", visit), edit)
    }

    pub fn county_key(&self) -> VerifyingKey {
        let bytes = STANDARD
            .decode(&self.reply.county.keys[0].public_key)
            .unwrap();
        VerifyingKey::from_bytes(&bytes.try_into().unwrap()).unwrap()
    }

    pub fn proof(&self, nonce: &str) -> TokenRequest {
        let device_id = self.reply.device_id;
        let bytes = TokenRequest::signed_bytes(device_id, 1, nonce);
        TokenRequest {
            device_id,
            at_ms: 1,
            nonce: nonce.to_owned(),
            signature: STANDARD.encode(self.key.sign(&bytes).to_bytes()),
            app_version: None,
        }
    }

    pub async fn refresh(&mut self, county: &County, nonce: &str) {
        let reply: TokenReply = county
            .http
            .post(county.url("/v1/token"))
            .json(&self.proof(nonce))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        self.reply.token = reply;
    }
}

pub fn change_id(id: u32) -> String {
    format!("00000000-0000-7000-8000-0000000c{id:04}")
}

pub fn visit_id(id: u32) -> String {
    format!("00000000-0000-7000-8000-0000000a{id:04}")
}

/// The smallest visit the county takes.
pub fn visit_edit(visit: &str, visitor: &str, household: &str, revision: u32) -> Value {
    let template = &domain::checklist::builtin().0;
    json!({
        "kind": "save_visit_v1", "id": visit, "revision": revision, "household_id": household,
        "visitor_id": visitor, "template_id": template.id, "template_version": template.version,
        "profile": "routine", "started_ms": NOW - 1_200_000, "ended_ms": NOW - 600_000,
        "clock": { "wall_ms": NOW, "monotonic_ms": 5, "boot_id": "b" },
        "geo": { "fix": "missing", "reason": "valley" },
        "answers": [
            { "item": "visit_method", "value": { "type": "choice", "value": "on_site" } },
        ],
        "photos": [], "photo_waiver": "asked not to", "problems": [],
    })
}

pub fn photo(sha256: &str, bytes: usize) -> Value {
    json!({
        "id": "00000000-0000-7000-8000-0000000f0001", "kind": "visit_scene",
        "item": "visit_scene_photo", "taken_ms": NOW, "geo": { "fix": "missing", "reason": "x" },
        "sha256": sha256, "bytes": bytes, "width": 16, "height": 12,
        "original_sha256": sha256, "phash": "00", "dhash": "00",
    })
}

/// Two towns; in the first a village with a team: Ana and Bo help a household each, Cai leads.
pub fn roster() -> String {
    let person = |id: &str, name: &str, role: &str, area: &str| {
        json!({ "row": "person", "id": id, "name": name, "unit": "县水务局",
            "roles": [{ "role": role, "area": area }], "login": name.to_lowercase() })
    };
    let assignment = |number: u32, household: &str, person: &str| {
        json!({ "row": "assignment", "id": format!("00000000-0000-7000-8000-00000000030{number}"),
            "household_id": household, "person_id": person, "kind": "primary",
            "from": "2026-01-01" })
    };
    [
        json!({ "row": "area", "code": "990101101", "name": "东镇" }),
        json!({ "row": "area", "code": "990101102", "name": "西镇" }),
        json!({ "row": "area", "code": "990101101200", "name": "山村" }),
        json!({ "row": "area", "code": "990101102200", "name": "河村" }),
        person(ANA, "Ana", "cadre", "990101101200"),
        person(BO, "Bo", "cadre", "990101101200"),
        person(CAI, "Cai", "captain", "990101101200"),
        person(TANG, "Tang", "town_captain", "990101101"),
        person(DING, "Ding", "town_captain", "990101102"),
        json!({ "row": "team", "id": "00000000-0000-7000-8000-000000000401",
            "village_code": "990101101200", "captain_id": CAI, "members": [CAI, ANA, BO] }),
        household(ANAS_HOUSE, "1001", "990101101200"),
        household(BOS_HOUSE, "1002", "990101101200"),
        household(FAR_HOUSE, "2001", "990101102200"),
        member("11010519491231002X"),
        assignment(1, ANAS_HOUSE, ANA),
        assignment(2, BOS_HOUSE, BO),
    ]
    .map(|line| line.to_string())
    .join("\n")
}

pub fn household(id: &str, number: &str, village: &str) -> Value {
    json!({ "row": "household", "id": id, "number": number, "area_code": village,
        "county": "云溪县", "town": "镇", "village": "村", "group": "一组", "head_name": "张三",
        "base_type": "exited", "annual_family_size": 3, "phone": "13800001234" })
}

pub fn member(id_number: &str) -> Value {
    json!({ "row": "member", "id": MEMBER, "household_id": ANAS_HOUSE, "number": "1", "name": "张三",
        "id_number_masked": "", "id_number": id_number, "gender": "1", "birth": "1949-12-31",
        "relation": "户主", "school_status": "not_student", "active": true })
}
