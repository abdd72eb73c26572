use std::sync::atomic::AtomicBool;

use axum::http::{HeaderMap, StatusCode};
use domain::Timestamp;
use protocol::PROTOCOL_HEADER;
use protocol::photo::MAX_PHOTO_BYTES;

use super::{ana, portal};
use crate::{Control, DeviceKey, Failure, Folder, HttpServer, Parties, fetch_photo};

async fn fetch(address: &str, sha256: &str) -> Result<Vec<u8>, Failure> {
    let phone = ana();
    fetch_photo(
        &Parties {
            server: &HttpServer::new(address).unwrap(),
            store: &phone.store,
            files: &Folder(phone.dir.path().to_owned()),
            key: &DeviceKey::from_seed([9; 32]),
            now: &|| Timestamp::from_ms(1_000),
            control: Control {
                progress: &|_| {},
                cancelled: &AtomicBool::new(false),
            },
            send_photos: false,
            boot: None,
        },
        sha256,
    )
    .await
}

fn ours() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(PROTOCOL_HEADER, "1".parse().unwrap());
    headers
}

#[tokio::test]
async fn a_photo_is_the_bytes_its_name_says_or_nothing() {
    let bytes = b"a picture".to_vec();
    let address = portal((ours(), bytes.clone())).await;
    let name = protocol::digest(&bytes);
    assert_eq!(fetch(&address, &name).await.unwrap(), bytes);

    let other = fetch(&address, &"a".repeat(64)).await;
    let unlike = Failure::BadReply {
        what: "photo digest",
    };
    assert_eq!(other.unwrap_err().to_string(), unlike.to_string());
}

#[tokio::test]
async fn a_photo_larger_than_any_is_not_read_to_its_end() {
    let bytes = vec![7; usize::try_from(MAX_PHOTO_BYTES).unwrap() + 1];
    let name = protocol::digest(&bytes);
    let address = portal((ours(), bytes)).await;
    let failed = fetch(&address, &name).await;
    assert!(
        matches!(failed, Err(Failure::BadReply { what: "size" })),
        "{failed:?}"
    );
}

#[tokio::test]
async fn a_portals_picture_is_not_the_countys() {
    let bytes = b"welcome".to_vec();
    let name = protocol::digest(&bytes);
    let address = portal(bytes).await;
    let failed = fetch(&address, &name).await;
    assert!(matches!(failed, Err(Failure::NotOurServer)), "{failed:?}");

    let address = portal((StatusCode::NOT_FOUND, ours(), r#"{"code":"not_found"}"#)).await;
    let failed = fetch(&address, &name).await;
    assert!(
        matches!(failed, Err(Failure::Refused { status: 404, .. })),
        "{failed:?}"
    );
}
