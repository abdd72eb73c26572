//! A county that cannot take one change now, and takes the others.

use axum::Json;
use axum::routing::{get, post};
use domain::ChangeId;
use protocol::push::{ChangeOutcome, Outcome, PushReply, PushRequest};
use protocol::receipt::{Disposition, ReceiptV1};
use serde_json::json;

use super::*;
use crate::Boot;

const SECONDS: u32 = 90;

/// The county of [`ana`]'s phone: signs for every change but those that `is_delayed` names.
async fn county(is_delayed: fn(ChangeId) -> bool) -> String {
    let push = move |headers: HeaderMap, body: axum::body::Bytes| async move {
        let body = match headers.get(header::CONTENT_ENCODING) {
            None => body.to_vec(),
            Some(_) => {
                let mut plain = Vec::new();
                let mut packed = flate2::read::GzDecoder::new(body.as_ref());
                std::io::Read::read_to_end(&mut packed, &mut plain).unwrap();
                plain
            }
        };
        let request: PushRequest = serde_json::from_slice(&body).unwrap();
        let key = ed25519_dalek::SigningKey::from_bytes(&[3; 32]);
        let outcomes = request.changes.iter().map(|change| ChangeOutcome {
            change_id: change.change_id,
            outcome: if is_delayed(change.change_id) {
                Outcome::RetryAfter { seconds: SECONDS }
            } else {
                let receipt = ReceiptV1 {
                    county_id: CountyId::from_uuid(Uuid::from_u128(3)),
                    key_id: "k1".into(),
                    change_id: change.change_id,
                    digest: protocol::digest(change.edit.get().as_bytes()),
                    server_sequence: change.device_sequence,
                    received_ms: 1,
                    disposition: Disposition::Applied,
                    signature: String::new(),
                };
                Outcome::Accepted {
                    receipt: receipt.signed(&key),
                }
            },
        });
        Json(PushReply {
            outcomes: outcomes.collect(),
            server_ms: 5_000,
        })
    };
    let named = |mut answer: axum::response::Response| async {
        answer
            .headers_mut()
            .insert(PROTOCOL_HEADER, "1".parse().unwrap());
        answer
    };
    let token = json!({ "token": "t", "expires_ms": i64::MAX, "server_ms": 5_000 });
    let page = json!({ "rows": [], "cursor": 0, "more": false, "server_ms": 5_000 });
    let app = Router::new()
        .route("/v1/push", post(push))
        .route("/v1/token", post(|| async { Json(token) }))
        .route("/v1/pull", get(|| async { Json(page) }))
        .layer(axum::middleware::map_response(named));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

/// Queues one more change, of a record of its own.
fn queue(phone: &Phone, number: u128) -> ChangeId {
    let void = Edit::VoidVisitV1(VoidVisitV1 {
        visit_id: VisitId::from_uuid(Uuid::from_u128(number)),
        revision: 1,
        reason: "r".into(),
    });
    let clock = ClockV1 {
        wall_ms: 1,
        monotonic_ms: 1,
        boot_id: "b".into(),
        server_offset_ms: None,
    };
    let id = ChangeId::from_uuid(Uuid::from_u128(number));
    phone
        .store
        .write(|tx| outbox::push(tx, id, &void, &clock))
        .unwrap()
}

async fn one_round(phone: &Phone, address: &str) -> Summary {
    let cancelled = AtomicBool::new(false);
    let bytes = Mutex::new((0, 0));
    let summary = round(&Parties {
        server: &HttpServer::new(address).unwrap(),
        store: &phone.store,
        files: &Folder(phone.dir.path().to_owned()),
        key: &DeviceKey::from_seed([9; 32]),
        now: &|| Timestamp::from_ms(1_000),
        control: Control {
            progress: &|progress| {
                if progress.step == crate::Step::Push {
                    *bytes.lock().unwrap() = (progress.bytes_done, progress.bytes_total);
                }
            },
            cancelled: &cancelled,
        },
        send_photos: true,
        boot: Some(Boot {
            id: "b",
            monotonic_ms: &|| 7_000,
        }),
    })
    .await
    .unwrap();
    let (done, total) = *bytes.lock().unwrap();
    assert!(total > 0 && done <= total, "words are counted in bytes too");
    summary
}

/// The change that [`ana`] begins with is the fifth.
fn is_the_first(id: ChangeId) -> bool {
    id == ChangeId::from_uuid(Uuid::from_u128(5))
}

#[tokio::test]
async fn one_change_the_county_cannot_take_now_holds_up_none_of_a_hundred_others() {
    let phone = ana();
    for number in 100..200 {
        queue(&phone, number);
    }
    let address = county(is_the_first).await;
    let summary = one_round(&phone, &address).await;
    assert_eq!((summary.sent, summary.delayed), (100, 1));
    assert!(still_waits(&phone));

    let state = phone.store.read(sync_state::get).unwrap();
    let patience = state.patience.unwrap();
    assert_eq!(patience.boot_id, "b");
    assert_eq!(patience.monotonic_ms, 7_000 + i64::from(SECONDS) * 1000);
    assert_eq!(state.failures, 0, "a round that delivers is no failure");
}

#[tokio::test]
async fn a_county_that_can_take_nothing_now_is_not_asked_again_and_again() {
    let phone = ana();
    for number in 100..200 {
        queue(&phone, number);
    }
    let address = county(|_| true).await;
    let summary = one_round(&phone, &address).await;
    assert_eq!(summary.sent, 0);
    assert_eq!(summary.delayed, 50, "one batch, and no more");
}

#[tokio::test]
async fn a_change_says_where_it_lies_in_the_county_s_time() {
    let phone = ana();
    let address = county(|_| false).await;
    one_round(&phone, &address).await;
    let next = queue(&phone, 300);
    let known = phone
        .store
        .read(|conn| {
            let waiting = outbox::get(conn, next)?.unwrap();
            store::contact::around(conn, &waiting.made_at, waiting.device_sequence)
        })
        .unwrap()
        .unwrap();
    assert_eq!(known.near.unwrap().server_ms, 5_000);
    assert_eq!(known.after_ms, Some(5_000));
}
