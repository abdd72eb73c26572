//! What the phone lets go of, and by whose clock (DESIGN law 9).

use domain::id::CountyId;
use protocol::clock::ContactV1;
use protocol::receipt::PhotoReceiptV1;
use protocol::row::Role;
use serde_json::json;
use store::{contact, photo};
use uuid::Uuid;

use super::county::{ZHANG, apply, receive_all, sealed, state, wang};
use super::phone::{NOON, Phone, picture};
use crate::retention;

const DAY: i64 = 24 * 60 * 60 * 1000;

fn files(phone: &Phone, folder: &str) -> usize {
    std::fs::read_dir(phone.folder().join("photos").join(folder)).map_or(0, Iterator::count)
}

/// The county is heard now, and its clock says so much.
fn hear(phone: &Phone, server_ms: i64) {
    let desk = phone.app.desk().unwrap();
    let heard = ContactV1 {
        monotonic_ms: desk.platform.monotonic_ms(),
        round_trip_ms: 0,
        server_ms,
    };
    let boot = desk.platform.boot_id();
    desk.store
        .write(|tx| contact::save(tx, &boot, heard))
        .unwrap();
}

fn let_go(phone: &Phone) {
    retention::let_go(&phone.app.desk().unwrap()).unwrap();
}

/// Every photo of the visit is proved to be at the county.
fn verify(phone: &Phone, visit: &str) {
    let desk = phone.app.desk().unwrap();
    desk.store
        .write(|tx| {
            for row in photo::of_visit(tx, visit.parse().unwrap())? {
                let proof = PhotoReceiptV1 {
                    county_id: CountyId::from_uuid(Uuid::from_u128(8)),
                    key_id: "1".to_owned(),
                    sha256: row.photo.sha256.clone(),
                    bytes: row.photo.bytes,
                    verified_ms: NOON,
                    signature: String::new(),
                };
                photo::set_receipt(tx, row.photo.id, &proof)?;
            }
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn a_clock_set_years_ahead_lets_no_original_go() {
    let mut wang = wang(Role::Cadre);
    let form = wang.visit(ZHANG, "routine").await;
    receive_all(&wang);
    verify(&wang, &form.visit_id);
    let visit = sealed(&wang, &form.visit_id);
    apply(&wang, &[state(visit, "county_accepted", Vec::new())]);
    let before = files(&wang, "original");
    assert!(before > 0);

    wang.machine.advance(3 * 365 * DAY);
    let_go(&wang);
    assert_eq!(
        files(&wang, "original"),
        before,
        "nobody was heard since the phone was started"
    );
    hear(&wang, NOON + 29 * DAY);
    let_go(&wang);
    assert_eq!(
        files(&wang, "original"),
        before,
        "by the county's clock it is too soon"
    );

    wang.machine.advance(2 * DAY);
    let_go(&wang);
    assert_eq!(files(&wang, "original"), 0, "a month has passed there");
    assert!(
        files(&wang, "sent") > 0,
        "what was sent can still be looked at"
    );
}

#[tokio::test]
async fn a_photo_taken_back_stays_on_the_disk_as_long_as_its_visit_s_others() {
    let mut wang = wang(Role::Cadre);
    let start = json!({ "household_id": ZHANG, "profile": "routine" });
    let form = wang.form("start_visit", start).await;
    let visit_id = form.visit_id.clone();
    wang.photograph(&visit_id, "visit_scene_photo", &picture(9))
        .await;
    let desk = wang.app.desk().unwrap();
    let taken = desk
        .read(|conn| Ok(photo::of_visit(conn, visit_id.parse().unwrap())?))
        .unwrap();
    let gone = json!({ "visit_id": visit_id, "photo_id": taken[0].photo.id.to_string() });
    wang.form("remove_photo", gone).await;
    assert_eq!(files(&wang, "original"), 1);

    let form = wang.visit(ZHANG, "routine").await;
    assert_eq!(form.visit_id, visit_id, "the draft goes on");
    receive_all(&wang);
    verify(&wang, &visit_id);
    hear(&wang, NOON + 60 * DAY);
    let_go(&wang);
    assert_eq!(files(&wang, "original"), 2, "the visit is not accepted yet");

    let visit = sealed(&wang, &visit_id);
    apply(&wang, &[state(visit, "county_accepted", Vec::new())]);
    let_go(&wang);
    assert_eq!((files(&wang, "original"), files(&wang, "sent")), (0, 1));
}
