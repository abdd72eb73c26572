//! A phone in front of everything that is not the county server.

mod bytes;
mod delayed;
mod fetch;
mod report;
mod versions;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use domain::Timestamp;
use domain::id::{CountyId, DeviceId, PersonId, VisitId};
use protocol::PROTOCOL_HEADER;
use protocol::clock::ClockV1;
use protocol::edit::{Edit, VoidVisitV1};
use protocol::enrol::{CountyKeyV1, CountyV1, EnrolReply, TokenReply};
use protocol::pull::PullRequest;
use store::{Key, Store, identity, outbox, sync_state};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    Control, DeviceKey, Failure, Folder, HttpServer, Parties, Progress, Server, Summary, round,
};

/// Answers everything the same way; gives its address.
async fn portal<R: IntoResponse + Clone + Send + Sync + 'static>(answer: R) -> String {
    let app = Router::new().fallback(move || {
        let answer = answer.clone();
        async move { answer }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

struct Phone {
    store: Store,
    dir: TempDir,
}

/// A phone with one change waiting and a good token.
fn ana() -> Phone {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("ruhu.db"), &Key::from_bytes([7; 32])).unwrap();
    let county_key = ed25519_dalek::SigningKey::from_bytes(&[3; 32]).verifying_key();
    let reply = EnrolReply {
        device_id: DeviceId::from_uuid(Uuid::from_u128(1)),
        person_id: PersonId::from_uuid(Uuid::from_u128(2)),
        county: CountyV1 {
            id: CountyId::from_uuid(Uuid::from_u128(3)),
            name: "county".into(),
            keys: vec![CountyKeyV1 {
                key_id: "k1".into(),
                public_key: base64::Engine::encode(
                    &base64::engine::general_purpose::STANDARD,
                    county_key.as_bytes(),
                ),
                introduced_by: None,
            }],
        },
        token: TokenReply {
            token: "t".into(),
            expires_ms: i64::MAX,
            server_ms: 0,
            server_version: None,
            min_app_version: None,
        },
    };
    let void = Edit::VoidVisitV1(VoidVisitV1 {
        visit_id: VisitId::from_uuid(Uuid::from_u128(4)),
        revision: 1,
        reason: "r".into(),
    });
    let clock = ClockV1 {
        wall_ms: 1,
        monotonic_ms: 1,
        boot_id: "b".into(),
        server_offset_ms: None,
    };
    store
        .write(|tx| {
            identity::save_enrolment(tx, "u", &reply)?;
            outbox::push(
                tx,
                domain::ChangeId::from_uuid(Uuid::from_u128(5)),
                &void,
                &clock,
            )
        })
        .unwrap();
    Phone { store, dir }
}

async fn sync(
    phone: &Phone,
    address: &str,
    progress: &(dyn Fn(&Progress) + Send + Sync),
) -> Result<Summary, Failure> {
    let cancelled = AtomicBool::new(false);
    round(&Parties {
        server: &HttpServer::new(address).unwrap(),
        store: &phone.store,
        files: &Folder(phone.dir.path().to_owned()),
        key: &DeviceKey::from_seed([9; 32]),
        now: &|| Timestamp::from_ms(1_000),
        control: Control {
            progress,
            cancelled: &cancelled,
        },
        send_photos: true,
        boot: None,
    })
    .await
}

fn still_waits(phone: &Phone) -> bool {
    let waiting = phone.store.read(outbox::list).unwrap();
    waiting.len() == 1 && waiting[0].delivery == outbox::Delivery::Queued
}

#[tokio::test]
async fn a_captive_portal_delivers_nothing_whatever_it_says() {
    let phone = ana();
    let json = [(header::CONTENT_TYPE, "application/json")];
    let portals = [
        portal("<html>welcome</html>").await,
        portal((json.clone(), r#"{"outcomes":[],"server_ms":1}"#)).await,
        portal((
            StatusCode::FOUND,
            [(header::LOCATION, "http://10.0.0.1/login")],
        ))
        .await,
        portal((StatusCode::NO_CONTENT, "")).await,
        portal((StatusCode::UNAUTHORIZED, json, r#"{"code":"signed_out"}"#)).await,
    ];
    for address in portals {
        let failed = sync(&phone, &address, &|_| {}).await;
        assert!(matches!(failed, Err(Failure::NotOurServer)), "{failed:?}");
        assert!(still_waits(&phone));
    }
    let state = phone.store.read(sync_state::get).unwrap();
    assert_eq!(state.last_error.as_deref(), Some("not_our_server"));
    assert_eq!((state.cursor, state.last_success_ms), (0, None));
}

#[tokio::test]
async fn a_portal_that_even_names_the_protocol_proves_nothing_without_a_receipt() {
    let phone = ana();
    let change = Uuid::from_u128(5);
    let receipt = format!(
        r#"{{"county_id":"{}","key_id":"k1","change_id":"{change}","digest":"d",
            "server_sequence":1,"received_ms":1,"disposition":"applied","signature":"AAAA"}}"#,
        Uuid::from_u128(3)
    );
    let reply = format!(
        r#"{{"outcomes":[{{"change_id":"{change}","outcome":"accepted","receipt":{receipt}}}],
            "server_ms":1}}"#
    );
    let mut headers = HeaderMap::new();
    headers.insert(PROTOCOL_HEADER, "1".parse().unwrap());
    let address = portal((headers, reply)).await;
    // The push is answered, unproved; the pull that follows makes no sense.
    let failed = sync(&phone, &address, &|_| {}).await;
    assert!(
        matches!(failed, Err(Failure::BadReply { what: "pull" })),
        "{failed:?}"
    );
    assert!(still_waits(&phone));
}

#[tokio::test]
async fn failures_are_sorted_by_what_to_do_next() {
    let error = |code: &str| format!(r#"{{"code":"{code}","retry_after_s":7}}"#);
    let cases = [
        (StatusCode::UNAUTHORIZED, "signed_out", "signed_out"),
        (StatusCode::SERVICE_UNAVAILABLE, "busy", "server_busy"),
        (StatusCode::TOO_MANY_REQUESTS, "busy", "server_busy"),
        (
            StatusCode::BAD_REQUEST,
            "protocol_unknown",
            "upgrade_needed",
        ),
        (StatusCode::FORBIDDEN, "device_revoked", "device_revoked"),
        (
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "server_failed",
        ),
        (StatusCode::OK, "", "bad_reply"),
    ];
    for (status, code, expected) in cases {
        let mut headers = HeaderMap::new();
        headers.insert(PROTOCOL_HEADER, "1".parse().unwrap());
        let address = portal((status, headers, error(code))).await;
        let server = HttpServer::new(&address).unwrap();
        let failure = server
            .pull("t", &PullRequest { after: 0, limit: 1 })
            .await
            .unwrap_err();
        assert_eq!(failure.code(), expected, "{status} {code}");
        if let Failure::Busy { retry_after_s } = failure {
            assert_eq!(retry_after_s, 7);
        }
    }
}

#[tokio::test]
async fn a_newer_protocol_parks_nothing() {
    let phone = ana();
    let mut headers = HeaderMap::new();
    headers.insert(PROTOCOL_HEADER, "2".parse().unwrap());
    let body = r#"{"code":"protocol_unknown"}"#;
    let address = portal((StatusCode::BAD_REQUEST, headers, body)).await;
    let failed = sync(&phone, &address, &|_| {}).await;
    assert!(matches!(failed, Err(Failure::UpgradeNeeded)), "{failed:?}");
    assert!(still_waits(&phone));
}

#[tokio::test]
async fn a_change_refused_as_a_whole_request_is_parked_with_its_code() {
    let phone = ana();
    let mut headers = HeaderMap::new();
    headers.insert(PROTOCOL_HEADER, "1".parse().unwrap());
    let body = r#"{"code":"too_large","field":"changes"}"#;
    let address = portal((StatusCode::PAYLOAD_TOO_LARGE, headers, body)).await;
    sync(&phone, &address, &|_| {}).await.unwrap_err();
    let waiting = phone.store.read(outbox::list).unwrap();
    assert_eq!(waiting[0].delivery, outbox::Delivery::Parked);
    assert_eq!(waiting[0].code.as_deref(), Some("too_large"));
    assert_eq!(waiting[0].field.as_deref(), Some("changes"));
}

#[tokio::test]
async fn no_signal_is_offline_and_the_attempt_is_noted_before_it_leaves() {
    let phone = ana();
    let points = Mutex::new(Vec::new());
    let failed = sync(&phone, "http://127.0.0.1:9", &|progress| {
        points.lock().unwrap().push(progress.at);
    })
    .await;
    assert!(matches!(failed, Err(Failure::Offline)), "{failed:?}");
    assert!(still_waits(&phone));
    assert_eq!(phone.store.read(outbox::list).unwrap()[0].attempts, 1);
    assert!(points.lock().unwrap().len() >= 6);
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let bomb = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut encoder, &vec![b' '; 40 * 1024 * 1024]).unwrap();
        encoder.finish().unwrap()
    };
    let mut headers = HeaderMap::new();
    headers.insert(PROTOCOL_HEADER, "1".parse().unwrap());
    headers.insert(header::CONTENT_ENCODING, "gzip".parse().unwrap());
    let address = portal((headers, bomb)).await;
    let server = HttpServer::new(&address).unwrap();
    let failure = server
        .pull("t", &PullRequest { after: 0, limit: 1 })
        .await
        .unwrap_err();
    assert!(
        matches!(failure, Failure::BadReply { what: "size" }),
        "{failure:?}"
    );
}

#[tokio::test]
async fn a_cancelled_round_stops_before_it_asks_anything() {
    let phone = ana();
    let asked = AtomicU32::new(0);
    let cancelled = AtomicBool::new(true);
    let failed = round(&Parties {
        server: &HttpServer::new("http://127.0.0.1:9").unwrap(),
        store: &phone.store,
        files: &Folder(phone.dir.path().to_owned()),
        key: &DeviceKey::from_seed([9; 32]),
        now: &|| Timestamp::from_ms(1_000),
        control: Control {
            progress: &|progress| {
                if progress.at == crate::Point::BeforeRequest {
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            },
            cancelled: &cancelled,
        },
        send_photos: true,
        boot: None,
    })
    .await;
    assert!(matches!(failed, Err(Failure::Cancelled)), "{failed:?}");
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    assert_eq!(phone.store.read(outbox::list).unwrap()[0].attempts, 0);
}

#[test]
fn only_a_web_address_is_a_server() {
    for bad in [
        "",
        "county",
        "ftp://county.example",
        "file:///etc/passwd",
        "http://",
    ] {
        assert!(
            matches!(HttpServer::new(bad), Err(Failure::BadAddress)),
            "{bad}"
        );
    }
    HttpServer::new(" https://county.example/ruhu ").unwrap();
}

#[tokio::test]
async fn a_server_that_said_an_absurd_time_once_does_not_end_every_round_after() {
    let phone = ana();
    let address = portal("hello").await;
    phone
        .store
        .write(|tx| sync_state::set_server_offset(tx, i64::MAX))
        .unwrap();
    let failure = sync(&phone, &address, &|_| {}).await.unwrap_err();
    assert!(matches!(failure, Failure::NotOurServer), "{failure:?}");
    assert!(still_waits(&phone));
}
