//! Work that travels as a sealed file (DESIGN law 13).

use app::views::bundle::{BundlePiece, CarriedState, HandedOver, ImportRef, Imported, Rescue};
use app::views::status::Status;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use fleet::phone::Phone;
use serde_json::json;
use tests::{County, me, sync, visit};

async fn rescue(phone: &Phone) -> Rescue {
    phone.call("rescue", json!({})).await.unwrap()
}

/// Makes a rescue file and takes it out, as the screens do.
async fn export(phone: &Phone) -> Vec<u8> {
    let rescue: Rescue = phone.call("export_bundle", json!({})).await.unwrap();
    let id = &rescue.exported[0].bundle_id;
    let how: HandedOver = phone
        .call("hand_over_bundle", json!({ "bundle_id": id }))
        .await
        .unwrap();
    let HandedOver::Download { file_name, bytes } = how else {
        panic!("{how:?}");
    };
    assert!(file_name.starts_with("ruhu-2026") && file_name.ends_with(".ruhu"));
    let mut file = Vec::new();
    loop {
        let piece: BundlePiece = phone
            .call(
                "bundle_piece",
                json!({ "bundle_id": id, "offset": file.len() }),
            )
            .await
            .unwrap();
        if piece.data.is_empty() {
            assert_eq!(file.len(), bytes as usize);
            return file;
        }
        file.extend(STANDARD.decode(piece.data).unwrap());
    }
}

/// Hands a file to a phone, as the screens do.
async fn import(phone: &Phone, file: &[u8]) -> Result<Imported, fleet::phone::Error> {
    let (mut id, mut offset) = (None::<String>, 0);
    for piece in file.chunks(100_000) {
        let args = json!({ "import_id": id, "offset": offset, "data": STANDARD.encode(piece) });
        let answer: ImportRef = phone.call("import_piece", args).await?;
        id = Some(answer.import_id);
        offset += piece.len();
    }
    phone
        .call("import_bundle", json!({ "import_id": id }))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn work_reaches_the_county_on_another_phone_and_is_there_once() {
    let county = County::new().await;
    let (ana, bo) = (county.ana().await, county.bo().await);
    ana.signal(false);
    visit(&ana, 0).await;
    visit(&ana, 1).await;
    let file = export(&ana).await;
    assert!(
        !String::from_utf8_lossy(&file).contains("visit_method"),
        "whoever carries it reads nothing"
    );

    bo.signal(false);
    assert!(!import(&bo, &file).await.unwrap().known);
    assert!(import(&bo, &file).await.unwrap().known);
    let carried = rescue(&bo).await.carried;
    assert_eq!(carried.len(), 1);
    assert_eq!(carried[0].state, CarriedState::Waiting);
    assert_eq!(carried[0].changes, 2);
    let kept = bo
        .dir
        .join("carried")
        .join(format!("{}.ruhu", carried[0].bundle_id));
    assert!(kept.exists());
    bo.signal(true);
    sync(&bo).await.unwrap();
    let carried = rescue(&bo).await.carried;
    assert_eq!(carried[0].state, CarriedState::Delivered);
    assert!(!kept.exists(), "the county answers for it now");
    let visits = county.visits().await;
    assert_eq!(visits.len(), 2);

    // Ana's phone does not know yet. It hears from the county itself.
    assert!(!me(&ana).await.waiting.is_empty());
    ana.signal(true);
    sync(&ana).await.unwrap();
    let state = me(&ana).await;
    assert!(state.waiting.is_empty() && state.photos_waiting == 0);
    assert_eq!(state.recorded, state.verified);
    assert_eq!(county.visits().await.len(), 2);
    // The same file once more, from a third phone.
    let chen = county.chen().await;
    import(&chen, &file).await.unwrap();
    sync(&chen).await.unwrap();
    assert_eq!(
        rescue(&chen).await.carried[0].state,
        CarriedState::Delivered
    );
    assert_eq!(county.visits().await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_overlaps_what_was_sent_adds_only_what_was_not() {
    let county = County::new().await;
    let (ana, bo) = (county.ana().await, county.bo().await);
    ana.signal(false);
    visit(&ana, 0).await;
    let first = export(&ana).await;
    visit(&ana, 1).await;
    let second = export(&ana).await;
    // The direct way first for one of them, then both files, the later one first.
    ana.signal(true);
    sync(&ana).await.unwrap();
    ana.signal(false);
    visit(&ana, 2).await;
    let third = export(&ana).await;
    for file in [&third, &second, &first] {
        import(&bo, file).await.unwrap();
    }
    sync(&bo).await.unwrap();
    for carried in rescue(&bo).await.carried {
        assert_eq!(carried.state, CarriedState::Delivered);
    }
    assert_eq!(county.visits().await.len(), 3);
    ana.signal(true);
    sync(&ana).await.unwrap();
    let state = me(&ana).await;
    assert_eq!(state.recorded, state.verified);
    assert_eq!(county.visits().await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_phones_work_is_on_the_new_one_and_at_the_county() {
    let county = County::new().await;
    let ana = county.ana().await;
    ana.signal(false);
    let lost = visit(&ana, 0).await.visit_id;
    let file = export(&ana).await;
    let dir = ana.dir.clone();
    drop(ana);
    std::fs::remove_dir_all(dir).unwrap();

    let person = county.stage.county.cadres[0].id;
    let new = county
        .stage
        .phone("ana2", person, &county.road.url())
        .await
        .unwrap();
    sync(&new).await.unwrap();
    import(&new, &file).await.unwrap();
    sync(&new).await.unwrap();
    assert_eq!(rescue(&new).await.carried[0].state, CarriedState::Delivered);
    let visits = county.visits().await;
    assert_eq!(visits.len(), 1);
    assert_eq!(visits[0]["photos_verified"], visits[0]["photos"]);
    // The county's news of it: the new phone starts from there.
    sync(&new).await.unwrap();
    let form: app::views::visit::VisitForm = new
        .call("visit", json!({ "visit_id": lost }))
        .await
        .unwrap();
    assert_eq!(form.place, app::views::Place::Received);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_packed_cannot_be_taken_back_as_if_it_had_never_left() {
    let county = County::new().await;
    let ana = county.ana().await;
    ana.signal(false);
    let form = visit(&ana, 0).await;
    export(&ana).await;
    let refused = ana
        .call::<serde_json::Value>("reopen_visit", json!({ "visit_id": form.visit_id }))
        .await;
    assert!(refused.is_err());
    // A copy: the work is still here, and so it is after the copy is deleted.
    let id = rescue(&ana).await.exported[0].bundle_id.clone();
    let after: Rescue = ana
        .call("delete_export", json!({ "bundle_id": id }))
        .await
        .unwrap();
    assert!(after.exported.is_empty() && after.changes == 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_gives_what_is_whole_and_is_kept() {
    let county = County::new().await;
    let (ana, bo) = (county.ana().await, county.bo().await);
    ana.signal(false);
    visit(&ana, 0).await;
    visit(&ana, 1).await;
    let file = export(&ana).await;
    let cut = file.len() - 5000;
    import(&bo, &file[..cut]).await.unwrap();
    sync(&bo).await.unwrap();
    let carried = rescue(&bo).await.carried;
    assert_eq!(carried[0].state, CarriedState::Damaged);
    assert_eq!(county.visits().await.len(), 2, "text comes first in a file");
    // Somebody finds the whole file: it takes the place of the damaged one.
    import(&bo, &file).await.unwrap();
    sync(&bo).await.unwrap();
    assert_eq!(rescue(&bo).await.carried[0].state, CarriedState::Delivered);
    for rubbish in [&b"PK\x03\x04"[..], &[0; 5000], br#"{"ruhu_bundle":9}"#] {
        assert!(import(&bo, rubbish).await.is_err());
    }
    let status: Status = bo.call("status", json!({})).await.unwrap();
    assert_eq!(status.unsent, 0);
}
