//! Whatever arrives, however spoilt: no panic, no server's fault, a code in every refusal, and
//! nothing kept but what a receipt was given for.

#[path = "../../../protocol/tests/mutate/mod.rs"]
mod mutate;

use std::io::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use protocol::error::ErrorReply;
use protocol::push::{Outcome, PushReply};
use reqwest::header::HeaderValue;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::support::{
    ANA, ANAS_HOUSE, CAI, County, MEMBER, NOW, Phone, change_id, photo, roster, visit_edit,
    visit_id,
};

/// A county of its own for each test here, and the runtime it lives on.
pub struct Doors {
    runtime: Runtime,
    pub county: County,
    pub ana: Phone,
}

pub fn doors() -> Doors {
    let runtime = Runtime::new().unwrap();
    let (county, ana) = runtime.block_on(async {
        let county = County::new().await;
        let ana = county.phone(ANA).await;
        (county, ana)
    });
    Doors {
        runtime,
        county,
        ana,
    }
}

impl Doors {
    fn count(&self, sql: &'static str) -> i64 {
        self.runtime.block_on(self.county.count(sql))
    }

    pub fn url(&self, path: &str) -> String {
        self.county.url(path)
    }

    /// Sends it and looks at the answer as everybody may expect it.
    pub fn ask(&self, request: reqwest::RequestBuilder) -> (u16, Vec<u8>) {
        let (status, ours, body) = self.runtime.block_on(async {
            // Whatever is refused, the refusal is heard: nobody is hung up on.
            let answer = request.send().await.unwrap();
            let status = answer.status().as_u16();
            let ours = answer.headers().contains_key("ruhu-protocol");
            (status, ours, answer.bytes().await.unwrap().to_vec())
        });
        assert!(ours);
        assert!(status < 500, "{status} {}", String::from_utf8_lossy(&body));
        if status >= 400 && !body.is_empty() {
            let reply: ErrorReply = serde_json::from_slice(&body).unwrap();
            assert!(!reply.code.is_empty());
        }
        (status, body)
    }
}

/// Every kind of change, each as a phone would send it.
fn changes(ana: &mut Phone) -> Vec<Value> {
    let clock = json!({ "wall_ms": NOW, "monotonic_ms": 5, "boot_id": "b" });
    let visit = visit_id(1);
    let mut full = visit_edit(&visit, ANA, ANAS_HOUSE, 1);
    full["photos"] = json!([photo(&"a".repeat(64), 3000)]);
    full["geo"] = json!({ "fix": "given", "lat": 27.1, "lon": 105.2, "accuracy_m": 9.0 });
    let visits = json!([{ "visit_id": visit, "revision": 1 }]);
    let mut edits = vec![
        (
            "visit",
            visit.clone(),
            visit_edit(&visit, ANA, ANAS_HOUSE, 1),
        ),
        ("visit", visit.clone(), full),
        (
            "visit",
            visit.clone(),
            json!({ "kind": "void_visit_v1", "visit_id": visit, "revision": 1, "reason": "r" }),
        ),
        (
            "visit",
            visit.clone(),
            json!({ "kind": "review_visit_v1", "id": change_id(70), "visit_id": visit,
                "revision": 1, "decision": "return", "reasons": ["incomplete"],
                "comments": [{ "text": "c" }], "decided_ms": NOW }),
        ),
        (
            "batch",
            change_id(71),
            json!({ "kind": "send_batch_v1", "id": change_id(71), "visits": visits,
                "manifest_sha256": "0".repeat(64), "sent_ms": NOW }),
        ),
    ];
    for (record, kind, id) in [
        ("household", "save_household_v1", ANAS_HOUSE),
        ("member", "save_member_v1", MEMBER),
    ] {
        edits.push((
            record,
            id.to_owned(),
            json!({ "kind": kind, "id": id, "base_version": 0, "clock": clock,
                "fields": [{ "field": "phone", "base": "13800001234", "mine": "1" }] }),
        ));
        edits.push((
            record,
            id.to_owned(),
            json!({ "kind": "resolve_fact_v1", "record": { "kind": record, "id": id },
                "field": "phone", "seen": { "kept": "1", "others": [change_id(1)] },
                "choice": { "pick": "other", "contest_id": change_id(1) }, "clock": clock }),
        ));
    }
    (0..)
        .zip(edits)
        .map(|(at, (record, id, edit))| ana.change(900 + at, (record, &id), edit))
        .collect()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[test]
fn whatever_is_pushed_gets_a_code_and_only_what_has_a_receipt_is_kept() {
    let mut doors = doors();
    let changes = changes(&mut doors.ana);
    let mut bodies: Vec<Value> = changes
        .iter()
        .map(|one| json!({ "changes": [one] }))
        .collect();
    bodies.push(json!({ "changes": changes }));
    let stored = "select count(*) as n from change";
    let strategy = (mutate::spoilt(bodies), 0..4_u8);
    TestRunner::new(mutate::cases(250))
        .run(&strategy, |(body, pack)| {
            let before = doors.count(stored);
            let mut request = doors
                .county
                .http
                .post(doors.url("/v1/push"))
                .bearer_auth(&doors.ana.reply.token.token)
                .header("content-type", "application/json");
            request = match pack {
                0 => request
                    .header("content-encoding", "gzip")
                    .body(packed(&body)),
                // Says it is packed, and is not.
                1 => request.header("content-encoding", "gzip").body(body),
                _ => request.body(body),
            };
            let (status, answer) = doors.ask(request);
            let kept = doors.count(stored) - before;
            let receipts = if status == 200 {
                let reply: PushReply = serde_json::from_slice(&answer).unwrap();
                let given = reply.outcomes.iter().filter(|done| {
                    !matches!(
                        done.outcome,
                        Outcome::Rejected(_) | Outcome::RetryAfter { .. } | Outcome::Unknown
                    )
                });
                i64::try_from(given.count()).unwrap()
            } else {
                0
            };
            prop_assert!(kept <= receipts, "{kept} kept, {receipts} receipts");
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_packed_body_that_is_cut_or_would_burst_is_refused() {
    let doors = doors();
    let bodied = |body: Vec<u8>| {
        doors
            .county
            .http
            .post(doors.url("/v1/push"))
            .bearer_auth(&doors.ana.reply.token.token)
            .header("content-type", "application/json")
            .header("content-encoding", "gzip")
            .body(body)
    };
    let push = |body: Vec<u8>| doors.ask(bodied(body)).0;
    let burst = packed(&vec![b' '; 200 * 1024 * 1024]);
    assert!(burst.len() < 2 * 1024 * 1024);
    for _ in 0..8 {
        assert_eq!(push(burst.clone()), 413);
    }
    let good = packed(br#"{"changes":[]}"#);
    assert_eq!(push(good.clone()), 200);
    TestRunner::new(mutate::cases(60))
        .run(&mutate::damaged(good), |body| {
            let status = push(body);
            prop_assert!(matches!(status, 200 | 400 | 413 | 415 | 422), "{status}");
            Ok(())
        })
        .unwrap();
}

/// Any text at all, as it travels in an address.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

#[test]
fn whatever_is_asked_of_a_pull_gets_rows_or_a_code() {
    let doors = doors();
    let value = prop_oneof![any::<i64>().prop_map(|n| n.to_string()), any::<String>()];
    let strategy = (value.clone(), value, any::<bool>(), "[!-~]{0,40}");
    TestRunner::new(mutate::cases(120))
        .run(&strategy, |(after, limit, known, token)| {
            let token = if known {
                &doors.ana.reply.token.token
            } else {
                &token
            };
            let request = doors
                .county
                .http
                .get(doors.url(&format!(
                    "/v1/pull?after={}&limit={}",
                    escaped(&after),
                    escaped(&limit)
                )))
                .bearer_auth(token);
            let (status, _) = doors.ask(request);
            prop_assert_eq!(status == 401, !known);
            Ok(())
        })
        .unwrap();
}

/// A header a machine may really send.
fn header() -> impl Strategy<Value = HeaderValue> {
    let sha256 = "a".repeat(64);
    let known = [
        "1.0.0".to_owned(),
        "0".to_owned(),
        "10".to_owned(),
        "-1".to_owned(),
        "99999999999999999999".to_owned(),
        "application/offset+octet-stream".to_owned(),
        format!("sha256 {}", STANDARD.encode(&sha256)),
        format!(
            "sha256 {},photo_id eA==",
            STANDARD.encode("../../county.sqlite")
        ),
        "sha256".to_owned(),
        "sha256 ,,,".to_owned(),
    ];
    let bytes = prop_oneof![
        proptest::sample::select(known.to_vec()).prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..40),
    ];
    bytes.prop_filter_map("no header", |bytes| HeaderValue::from_bytes(&bytes).ok())
}

#[test]
fn whatever_a_photo_request_says_nothing_is_verified_that_is_not_a_picture() {
    let doors = doors();
    let names = [
        "tus-resumable",
        "upload-length",
        "upload-offset",
        "upload-metadata",
    ];
    let strategy = (
        proptest::sample::select(vec!["POST", "HEAD", "PATCH", "GET", "OPTIONS", "DELETE"]),
        prop_oneof![
            Just(String::new()),
            Just(format!("/{}", "a".repeat(64))),
            "/[!-~]{0,70}".prop_filter("another path", |path| !path.contains(['?', '#'])),
        ],
        proptest::collection::vec((proptest::sample::select(names.to_vec()), header()), 0..6),
        // Often enough right, so that something arrives.
        any::<bool>(),
        header(),
        proptest::collection::vec(any::<u8>(), 0..64),
    );
    TestRunner::new(mutate::cases(250))
        .run(&strategy, |(method, path, headers, tus, kind, body)| {
            let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
            let mut request = doors
                .county
                .http
                .request(method, doors.url(&format!("/v1/photos{path}")))
                .bearer_auth(&doors.ana.reply.token.token)
                .body(body);
            for (name, value) in headers {
                request = request.header(name, value);
            }
            request = if tus {
                request
                    .header("tus-resumable", "1.0.0")
                    .header("content-type", "application/offset+octet-stream")
            } else {
                request.header("content-type", kind)
            };
            doors.ask(request);
            Ok(())
        })
        .unwrap();
    assert_eq!(doors.count("select count(*) as n from photo"), 0);
}

#[test]
fn whatever_asks_to_be_enrolled_or_for_a_token_gets_neither_without_proof() {
    let doors = doors();
    let devices = "select count(*) as n from device";
    let before = doors.count(devices);
    let key = STANDARD.encode([8; 32]);
    let enrol = json!({ "code": "ABCD-EFGH", "device_name": "n", "app_version": "1",
        "device_key": key });
    let mut token = serde_json::to_value(doors.ana.proof("bm9uY2U=")).unwrap();
    token["signature"] = STANDARD.encode([9; 64]).into();
    let strategy = (mutate::spoilt(vec![enrol, token]), any::<bool>());
    TestRunner::new(mutate::cases(120))
        .run(&strategy, |(body, enrols)| {
            let path = if enrols { "/v1/enrol" } else { "/v1/token" };
            let request = doors.county.http.post(doors.url(path));
            let (status, _) = doors.ask(
                request
                    .header("content-type", "application/json")
                    .body(body),
            );
            prop_assert!(status >= 400, "{status}");
            Ok(())
        })
        .unwrap();
    assert_eq!(doors.count(devices), before);
}

#[test]
fn whatever_a_roster_line_says_it_is_taken_or_refused_by_its_number() {
    let doors = doors();
    let lines: Vec<Value> = roster()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let opened = doors.county.opened();
    let strategy = proptest::collection::vec(mutate::spoilt(lines), 1..4);
    TestRunner::new(mutate::cases(120))
        .run(&strategy, |lines| {
            let text = lines.join(&b'\n');
            let done = doors
                .runtime
                .block_on(server::bootstrap::import_roster(&opened, &text));
            match done {
                Ok(reply) => prop_assert!(
                    reply.refused.iter().all(|line| !line.code.is_empty()),
                    "a refusal without a code"
                ),
                Err(server::Error::Refused(refusal)) => prop_assert!(!refusal.code.is_empty()),
                Err(other) => prop_assert!(false, "{other:?}"),
            }
            Ok(())
        })
        .unwrap();
    // The captain's phone still gets what there is.
    let cai = doors.runtime.block_on(doors.county.phone(CAI));
    let page = doors.runtime.block_on(doors.county.pull(&cai, 0));
    assert!(!page.rows.is_empty());
}
