//! A county server from another year: whatever it says that this app cannot read, nothing is lost,
//! the rest goes on, and a person is told to update.

use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ed25519_dalek::SigningKey;
use protocol::receipt::{Disposition, ReceiptV1};
use serde_json::{Value, json};
use store::{journal, outbox, sync_state, versions};
use uuid::Uuid;

use super::{PROTOCOL_HEADER, ana, still_waits, sync};
use crate::Failure;

/// What a server answers to each route, by its path.
type Answers = Arc<dyn Fn(&str, &Value) -> (StatusCode, Value) + Send + Sync>;

async fn county(protocol: u32, answers: Answers) -> String {
    let app = Router::new().fallback(move |request: Request| {
        let answers = answers.clone();
        async move {
            let path = request.uri().path().to_owned();
            let body = to_bytes(request.into_body(), 1 << 20).await.unwrap();
            let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
            let (status, answer) = answers(&path, &body);
            let mut response: Response = (status, axum::Json(answer)).into_response();
            response
                .headers_mut()
                .insert(PROTOCOL_HEADER, protocol.into());
            response
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

/// A receipt for the one change that waits, as the county's key signs it.
fn receipt(edit: &[u8], key: u8, key_id: &str) -> ReceiptV1 {
    ReceiptV1 {
        county_id: domain::CountyId::from_uuid(Uuid::from_u128(3)),
        key_id: key_id.to_owned(),
        change_id: domain::ChangeId::from_uuid(Uuid::from_u128(5)),
        digest: protocol::digest(edit),
        server_sequence: 1,
        received_ms: 1,
        disposition: Disposition::Applied,
        signature: String::new(),
    }
    .signed(&SigningKey::from_bytes(&[key; 32]))
}

fn page(rows: &Value) -> Value {
    json!({ "rows": rows, "cursor": rows.as_array().map_or(0, Vec::len), "more": false,
        "server_ms": 1, "epoch": "e", "a_field_of_tomorrow": [1] })
}

fn outcome(answer: Value) -> Value {
    let mut answer = answer;
    answer["change_id"] = Uuid::from_u128(5).to_string().into();
    json!({ "outcomes": [answer], "server_ms": 1, "a_field_of_tomorrow": {} })
}

/// How a round with such a server must leave the phone.
struct Left {
    waits: bool,
    update_wanted: bool,
    /// The code of the round's failure, if it fails.
    failure: Option<&'static str>,
}

/// What a county answers.
type Answered = (StatusCode, Value);

#[tokio::test]
async fn nothing_a_newer_county_says_loses_work_or_stops_the_rest() {
    let phone = ana();
    let edit = phone.store.read(outbox::list).unwrap()[0].edit.to_string();
    let signed = serde_json::to_value(receipt(edit.as_bytes(), 3, "k1")).unwrap();
    let mut strange = signed.clone();
    strange["disposition"] = "archived_v9".into();
    let mut more = signed.clone();
    more["witness"] = json!({ "name": "x" });
    let kept = |update_wanted| Left {
        waits: true,
        update_wanted,
        failure: None,
    };
    let sent = Left {
        waits: false,
        update_wanted: false,
        failure: None,
    };
    let cases: Vec<(&str, Answered, Answered, Left)> = vec![
        (
            "an outcome of tomorrow",
            (
                StatusCode::OK,
                outcome(json!({ "outcome": "postponed_v9", "until": 7 })),
            ),
            (StatusCode::OK, page(&json!([]))),
            kept(true),
        ),
        (
            "a disposition of tomorrow",
            (
                StatusCode::OK,
                outcome(json!({ "outcome": "accepted", "receipt": strange })),
            ),
            (StatusCode::OK, page(&json!([]))),
            kept(true),
        ),
        (
            "fields of tomorrow in a good receipt",
            (
                StatusCode::OK,
                outcome(json!({ "outcome": "accepted", "receipt": more, "x": 1 })),
            ),
            (StatusCode::OK, page(&json!([]))),
            sent,
        ),
        (
            "a kind of row of tomorrow",
            (
                StatusCode::OK,
                outcome(json!({ "outcome": "accepted", "receipt": signed })),
            ),
            (
                StatusCode::OK,
                page(&json!([
                    { "sequence": 1, "kind": "drone_flight", "id": "d1", "body": { "a": 1 } },
                ])),
            ),
            Left {
                waits: false,
                update_wanted: true,
                failure: None,
            },
        ),
        (
            "a known kind of row that cannot be read",
            (
                StatusCode::OK,
                outcome(json!({ "outcome": "accepted", "receipt": signed })),
            ),
            (
                StatusCode::OK,
                page(&json!([
                    { "sequence": 1, "kind": "household", "id": "h1", "body": { "id": 7 } },
                ])),
            ),
            Left {
                waits: false,
                update_wanted: true,
                failure: None,
            },
        ),
        (
            "rows for newer apps only",
            (
                StatusCode::OK,
                outcome(json!({ "outcome": "accepted", "receipt": signed })),
            ),
            (
                StatusCode::UPGRADE_REQUIRED,
                json!({ "code": "app_too_old" }),
            ),
            Left {
                waits: false,
                update_wanted: false,
                failure: Some("app_too_old"),
            },
        ),
        (
            "a refusal of tomorrow",
            (
                StatusCode::IM_A_TEAPOT,
                json!({ "code": "not_on_fridays", "since": 3 }),
            ),
            (StatusCode::OK, page(&json!([]))),
            Left {
                waits: true,
                update_wanted: false,
                failure: Some("refused"),
            },
        ),
        (
            "another protocol altogether",
            (
                StatusCode::BAD_REQUEST,
                json!({ "code": "protocol_unknown" }),
            ),
            (
                StatusCode::BAD_REQUEST,
                json!({ "code": "protocol_unknown" }),
            ),
            Left {
                waits: true,
                update_wanted: false,
                failure: Some("upgrade_needed"),
            },
        ),
    ];
    for (name, push, pull, left) in cases {
        let phone = ana();
        let (push, pull) = (Arc::new(push), Arc::new(pull));
        let answers: Answers = Arc::new(move |path, _| match path {
            "/v1/push" => (*push).clone(),
            "/v1/pull" => (*pull).clone(),
            _ => (StatusCode::NOT_FOUND, json!({ "code": "not_found" })),
        });
        let address = county(2, answers).await;
        let result = sync(&phone, &address, &|_| {}).await;
        let failure = result.as_ref().err().map(Failure::code);
        assert_eq!(failure, left.failure, "{name}");
        if left.waits {
            assert!(still_waits(&phone), "{name}");
        } else {
            assert_eq!(phone.store.read(outbox::list).unwrap().len(), 0, "{name}");
        }
        let known = phone.store.read(versions::get).unwrap();
        assert_eq!(known.update_wanted, left.update_wanted, "{name}");
    }
}

#[tokio::test]
async fn a_server_that_knows_less_than_the_app_is_told_apart_and_takes_work_in() {
    // It speaks an older protocol, and says so.
    let phone = ana();
    let answers: Answers = Arc::new(|_, _| {
        (
            StatusCode::BAD_REQUEST,
            json!({ "code": "protocol_unknown" }),
        )
    });
    let failed = sync(&phone, &county(0, answers).await, &|_| {}).await;
    assert!(matches!(failed, Err(Failure::ServerTooOld)), "{failed:?}");
    assert!(still_waits(&phone));

    // It knows neither epochs nor keys that follow one another: a round is a round.
    let edit = phone.store.read(outbox::list).unwrap()[0].edit.to_string();
    let signed = serde_json::to_value(receipt(edit.as_bytes(), 3, "k1")).unwrap();
    let answers: Answers = Arc::new(move |path, _| match path {
        "/v1/push" => {
            let answer = outcome(json!({ "outcome": "accepted", "receipt": signed }));
            (StatusCode::OK, answer)
        }
        "/v1/pull" => (
            StatusCode::OK,
            json!({ "rows": [], "cursor": 0, "more": false, "server_ms": 1 }),
        ),
        _ => (StatusCode::NOT_FOUND, json!({ "code": "not_found" })),
    });
    sync(&phone, &county(1, answers).await, &|_| {})
        .await
        .unwrap();
    assert_eq!(phone.store.read(outbox::list).unwrap().len(), 0);
}

#[tokio::test]
async fn a_receipt_by_a_key_the_county_cannot_account_for_delivers_nothing() {
    let phone = ana();
    let edit = phone.store.read(outbox::list).unwrap()[0].edit.to_string();
    let thief = SigningKey::from_bytes(&[66; 32]);
    let key = protocol::enrol::CountyKeyV1::first(&thief.verifying_key());
    let signed = serde_json::to_value(receipt(edit.as_bytes(), 66, &key.key_id)).unwrap();
    let asked = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counted = asked.clone();
    let answers: Answers = Arc::new(move |path, _| match path {
        "/v1/push" => {
            let answer = outcome(json!({ "outcome": "accepted", "receipt": signed }));
            (StatusCode::OK, answer)
        }
        "/v1/county" => {
            counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            let county = json!({ "id": Uuid::from_u128(3), "name": "county", "keys": [key] });
            (StatusCode::OK, county)
        }
        _ => (StatusCode::OK, page(&json!([]))),
    });
    let summary = sync(&phone, &county(1, answers).await, &|_| {})
        .await
        .unwrap();
    assert_eq!((summary.sent, summary.unproved), (0, 1));
    assert!(still_waits(&phone));
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 1);
    let events = phone
        .store
        .read(|conn| journal::page(conn, None, 9))
        .unwrap();
    let refused = events.iter().filter(|one| one.event == "key_refused");
    assert_eq!(refused.count(), 1);
}

#[tokio::test]
async fn a_phone_that_dies_before_it_has_asked_a_restored_county_asks_in_the_next_round() {
    let phone = ana();
    let edit = phone.store.read(outbox::list).unwrap()[0].edit.to_string();
    let signed = receipt(edit.as_bytes(), 3, "k1");
    phone
        .store
        .write(|tx| {
            outbox::confirm(tx, &signed, &[])?;
            store::epoch::adopt(tx, "first")
        })
        .unwrap();
    let proof = serde_json::to_value(&signed).unwrap();
    let deaf = Arc::new(std::sync::atomic::AtomicBool::new(true));
    let ears = deaf.clone();
    let answers: Answers = Arc::new(move |path, _| match path {
        "/v1/have" if ears.load(std::sync::atomic::Ordering::SeqCst) => {
            (StatusCode::SERVICE_UNAVAILABLE, json!({ "code": "busy" }))
        }
        "/v1/have" => (
            StatusCode::OK,
            json!({ "missing_changes": [Uuid::from_u128(5), Uuid::from_u128(99)],
                "missing_photos": ["never asked for"] }),
        ),
        "/v1/push" => {
            let answer = outcome(json!({ "outcome": "accepted", "receipt": proof }));
            (StatusCode::OK, answer)
        }
        _ => (StatusCode::OK, page(&json!([]))),
    });
    let address = county(1, answers).await;
    sync(&phone, &address, &|_| {}).await.unwrap_err();
    assert!(phone.store.read(store::epoch::get).unwrap().recovering);
    deaf.store(false, std::sync::atomic::Ordering::SeqCst);
    let summary = sync(&phone, &address, &|_| {}).await.unwrap();
    assert_eq!(summary.sent, 1, "what the county lacks was sent again");
    let epoch = phone.store.read(store::epoch::get).unwrap();
    assert_eq!(
        (epoch.name.as_deref(), epoch.recovering),
        (Some("e"), false)
    );
    assert_eq!(phone.store.read(outbox::list).unwrap().len(), 0);
    assert_eq!(phone.store.read(sync_state::get).unwrap().cursor, 0);
}
