//! Whatever comes back instead of the county's answer: no panic, a typed failure, and nothing
//! called delivered without a receipt of the county's key.

#[path = "../../../protocol/tests/mutate/mod.rs"]
mod mutate;

use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use protocol::receipt::{Disposition, PhotoReceiptV1, ReceiptV1};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::*;
use crate::{Enrolment, PhotoName, enrol, fetch_photo};

/// A round over loopback takes milliseconds; one that does not end is a fault too.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a phone is answered, wherever it asks.
#[derive(Clone, Debug)]
struct Answer {
    status: u16,
    /// Whether it claims to be the county's.
    ours: bool,
    header: Option<(&'static str, Vec<u8>)>,
    body: Vec<u8>,
}

impl IntoResponse for Answer {
    fn into_response(self) -> axum::response::Response {
        let mut response = self.body.into_response();
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap();
        let headers = response.headers_mut();
        if self.ours {
            headers.insert(PROTOCOL_HEADER, HeaderValue::from(protocol::PROTOCOL));
        }
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        if let Some((name, value)) = self.header
            && let Ok(value) = HeaderValue::from_bytes(&value)
        {
            headers.insert(HeaderName::from_static(name), value);
        }
        response
    }
}

fn answer(body: impl Strategy<Value = Vec<u8>>) -> impl Strategy<Value = Answer> {
    let status = prop_oneof![8 => Just(200), 2 => 200..600_u16];
    let header = proptest::option::of((
        proptest::sample::select(vec!["retry-after", "content-encoding", "location"]),
        prop_oneof![
            Just(b"99999999999999999999".to_vec()),
            Just(b"gzip".to_vec()),
            proptest::collection::vec(any::<u8>(), 0..12),
        ],
    ));
    (status, 0..10_u8, header, 0..6_u8, body).prop_map(|(status, ours, header, odd, body)| {
        let header = header.filter(|_| odd == 0);
        let ours = ours > 0;
        Answer {
            status,
            ours,
            header,
            body,
        }
    })
}

/// A county that answers a push, a pull and everything else as it is told.
async fn liar(push: Answer, pull: Answer, other: Answer) -> String {
    let app = Router::new().fallback(move |request: Request| {
        let answer = match request.uri().path() {
            "/v1/push" => push.clone(),
            "/v1/pull" => pull.clone(),
            _ => other.clone(),
        };
        async move { answer }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

/// Signed, but with a key that is not the county's.
fn stranger() -> SigningKey {
    SigningKey::from_bytes(&[4; 32])
}

fn receipt() -> ReceiptV1 {
    ReceiptV1 {
        county_id: CountyId::from_uuid(Uuid::from_u128(3)),
        key_id: "k1".into(),
        change_id: domain::ChangeId::from_uuid(Uuid::from_u128(5)),
        digest: "d".into(),
        server_sequence: 1,
        received_ms: 1,
        disposition: Disposition::Applied,
        signature: String::new(),
    }
    .signed(&stranger())
}

fn push_replies() -> Vec<Value> {
    let id = Uuid::from_u128(5);
    let receipt = json!(receipt());
    [
        json!({ "outcome": "accepted", "receipt": receipt }),
        json!({ "outcome": "duplicate", "receipt": receipt }),
        json!({ "outcome": "merged", "receipt": receipt, "contested": ["phone"] }),
        json!({ "outcome": "held", "receipt": receipt, "missing": id }),
        json!({ "outcome": "quarantined", "receipt": receipt, "code": "c" }),
        json!({ "outcome": "rejected", "code": "c", "field": "f" }),
        json!({ "outcome": "retry_after", "seconds": 3 }),
    ]
    .into_iter()
    .map(|mut outcome| {
        outcome["change_id"] = json!(id);
        json!({ "outcomes": [outcome], "server_ms": 1 })
    })
    .collect()
}

fn pull_replies() -> Vec<Value> {
    let id = |number: u128| json!(Uuid::from_u128(number));
    let visit = json!({ "id": id(4), "revision": 1, "household_id": id(9), "visitor_id": id(2),
        "template_id": "t", "template_version": "2026.11.0", "profile": "routine",
        "started_ms": 1, "ended_ms": 2,
        "clock": { "wall_ms": 5, "monotonic_ms": 6, "boot_id": "b" },
        "geo": { "fix": "missing", "reason": "valley" },
        "answers": [{ "item": "water_lpd", "value": { "type": "decimal", "value": "60" } }],
        "photos": [], "problems": [] });
    let rows = json!([
        { "sequence": 1, "kind": "person", "id": id(2), "body": { "id": id(2), "name": "n",
            "unit": "u", "roles": [{ "role": "cadre", "area": "520000000001" }] } },
        { "sequence": 2, "kind": "team", "id": id(8), "body": { "id": id(8),
            "village_code": "520000000001", "village": "v", "town": "t", "captain_id": id(2),
            "members": [{ "id": id(2), "name": "n", "unit": "u" }] } },
        { "sequence": 3, "kind": "household", "id": id(9), "body": { "id": id(9), "number": "1",
            "area_code": "520000000001", "county": "c", "town": "t", "village": "v",
            "group": "g", "head_name": "h", "base_type": "general", "annual_family_size": 3 } },
        { "sequence": 4, "kind": "member", "id": id(10), "body": { "id": id(10),
            "household_id": id(9), "number": "1", "name": "n", "id_number_masked": "",
            "gender": "1", "birth": "1949-12-31", "relation": "r",
            "school_status": "not_student", "active": true } },
        { "sequence": 5, "kind": "assignment", "id": id(11), "body": { "id": id(11),
            "household_id": id(9), "person_id": id(2), "kind": "primary",
            "from": "2026-01-01" } },
        { "sequence": 6, "kind": "visit", "id": id(4), "body": { "id": id(4), "revision": 1,
            "state": "submitted", "visitor_name": "n", "received_ms": 3,
            "photos_verified": ["a"], "reviews": [], "visit": visit } },
        { "sequence": 7, "kind": "batch", "id": id(12), "body": { "id": id(12),
            "state": "sent", "visits": 1, "accepted": 0, "returned": 0, "sent_ms": 1,
            "received_ms": 2 } },
        { "sequence": 8, "kind": "params", "id": id(3), "body": { "values": { "x": 1 } } },
        { "sequence": 9, "kind": "change", "id": id(5), "body": { "change_id": id(5),
            "receipt": receipt(), "disposition": "applied", "decided_ms": 1 } },
        { "sequence": 10, "kind": "county", "id": id(3), "body": { "id": id(3), "name": "n",
            "keys": [{ "key_id": "k2", "public_key": "AAAA" }] } },
        { "sequence": 11, "kind": "household", "id": id(9) },
        { "sequence": 12, "kind": "of another day", "id": "x", "body": [1, 2] },
    ]);
    let page = |rows: Value, more: bool| json!({ "rows": rows, "cursor": 12, "more": more, "server_ms": 1, "epoch": "e" });
    let each = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| page(json!([row]), false));
    let mut replies: Vec<Value> = each.collect();
    replies.push(page(rows.clone(), false));
    replies.push(page(rows, true));
    replies
        .push(json!({ "rows": [], "cursor": 0, "more": false, "server_ms": 1, "restart": true }));
    replies
}

/// The change is still this phone's to send, whatever was said of it.
fn undelivered(phone: &Phone) -> bool {
    phone.store.read(outbox::list).unwrap().len() == 1
}

#[test]
fn no_answer_makes_a_phone_believe_in_a_delivery() {
    let runtime = Runtime::new().unwrap();
    let strategy = (
        answer(mutate::spoilt(push_replies())),
        answer(mutate::spoilt(pull_replies())),
        answer(mutate::spoilt(vec![json!({}), json!({ "missing": [] })])),
    );
    TestRunner::new(mutate::cases(50))
        .run(&strategy, |(push, pull, other)| {
            let phone = ana();
            let done = runtime.block_on(async {
                let address = liar(push, pull, other).await;
                tokio::time::timeout(PATIENCE, sync(&phone, &address, &|_| {})).await
            });
            let Ok(done) = done else {
                return Err(TestCaseError::fail("the round did not end"));
            };
            prop_assert!(undelivered(&phone), "{done:?}");
            let state = phone.store.read(sync_state::get).unwrap();
            prop_assert_eq!(state.last_success_ms.is_some(), done.is_ok());
            Ok(())
        })
        .unwrap();
}

#[test]
fn no_answer_enrols_a_phone_without_a_key_to_check_receipts_with() {
    let runtime = Runtime::new().unwrap();
    let id = Uuid::from_u128(1);
    let public_key = base64::Engine::encode(
        &base64::engine::general_purpose::STANDARD,
        stranger().verifying_key().as_bytes(),
    );
    let reply = json!({ "device_id": id, "person_id": id,
        "county": { "id": id, "name": "n",
            "keys": [{ "key_id": "k1", "public_key": public_key }] },
        "token": { "token": "t", "expires_ms": 1, "server_ms": 1 } });
    TestRunner::new(mutate::cases(40))
        .run(&answer(mutate::spoilt(vec![reply])), |said| {
            let dir = tempfile::tempdir().unwrap();
            let store =
                Store::open(&dir.path().join("ruhu.db"), &Key::from_bytes([7; 32])).unwrap();
            let done = runtime.block_on(async {
                let address = liar(said.clone(), said.clone(), said).await;
                let server = HttpServer::new(&address).unwrap();
                let enrolment = Enrolment {
                    server_url: &address,
                    code: "c",
                    device_name: "d",
                    app_version: "1",
                };
                let key = DeviceKey::from_seed([9; 32]);
                enrol(&server, &store, &key, &enrolment, &|| Timestamp::from_ms(1)).await
            });
            let county = store.read(identity::county).unwrap();
            prop_assert_eq!(done.is_ok(), county.is_some());
            if let Ok(county) = done {
                prop_assert!(!protocol::keyring::CountyKeys::of(&county).is_empty());
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn no_answer_about_a_photo_is_more_than_it_says() {
    let runtime = Runtime::new().unwrap();
    let receipt = PhotoReceiptV1 {
        county_id: CountyId::from_uuid(Uuid::from_u128(3)),
        key_id: "k".into(),
        sha256: "a".repeat(64),
        bytes: 9,
        verified_ms: 1,
        signature: String::new(),
    }
    .signed(&stranger());
    let header = mutate::spoilt(vec![json!(receipt)]).prop_map(|bytes| {
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes).into_bytes()
    });
    let value = prop_oneof![
        header,
        Just(b"7".to_vec()),
        Just(b"-7".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..30),
    ];
    let name = proptest::sample::select(vec![
        "upload-offset",
        "upload-length",
        "ruhu-photo-receipt",
        "location",
    ]);
    let body = proptest::collection::vec(any::<u8>(), 0..50);
    let strategy = (answer(body), name, value);
    TestRunner::new(mutate::cases(50))
        .run(&strategy, |(mut said, name, value)| {
            said.header = Some((name, value));
            let phone = ana();
            runtime.block_on(async {
                let address = liar(said.clone(), said.clone(), said).await;
                let server = HttpServer::new(&address).unwrap();
                let sha256 = "a".repeat(64);
                let photo = PhotoName {
                    photo_id: domain::id::PhotoId::from_uuid(Uuid::from_u128(1)),
                    sha256: sha256.clone(),
                    bytes: 9,
                };
                // Each may fail in its own way; none may panic or wait for ever.
                let _ = server.photo_create("t", &photo, vec![1; 9]).await;
                let _ = server.photo_offset("t", &sha256).await;
                let _ = server.photo_send("t", &sha256, 0, vec![1; 9]).await;
                let cancelled = AtomicBool::new(false);
                let parties = Parties {
                    server: &server,
                    store: &phone.store,
                    files: &Folder(phone.dir.path().to_owned()),
                    key: &DeviceKey::from_seed([9; 32]),
                    now: &|| Timestamp::from_ms(1_000),
                    control: Control {
                        progress: &|_| {},
                        cancelled: &cancelled,
                    },
                    send_photos: true,
                    boot: None,
                };
                assert!(fetch_photo(&parties, &sha256).await.is_err());
            });
            Ok(())
        })
        .unwrap();
}
