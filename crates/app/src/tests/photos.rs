//! Photos covered by hand, looked at closely, and pictures used twice.

use std::path::Path;

use protocol::row::{Role, kind};
use serde_json::{Value, json};
use store::{cover, photo};

use super::county::{ZHANG, apply, owner, person, receive_all, returned, row, sealed, state, wang};
use super::phone::{Phone, painted};
use crate::ErrorCode;
use crate::views::photo::{AlikeKind, AlikePhoto, BlurPage, PhotoDelivery, PhotoDetails};
use crate::views::visit::{PhotoCard, VisitForm};

const ITEM: &str = "visit_scene_photo";
const SIDE: u32 = 400;

/// Blocks of grey, laid out by a seed.
fn scene(seed: u32) -> Vec<u8> {
    painted(SIDE, |x, y| shade(seed, x, y))
}

fn shade(seed: u32, x: u32, y: u32) -> [u8; 3] {
    let block = (x / 40 + y / 40 * 10 + 1).wrapping_mul(seed.wrapping_mul(2_654_435_761) | 1);
    [(block.wrapping_mul(2_246_822_519) >> 24) as u8; 3]
}

/// The same scene with its left for its right.
fn mirrored(seed: u32) -> Vec<u8> {
    painted(SIDE, |x, y| shade(seed, SIDE - 1 - x, y))
}

/// The same scene by another hand: a little brighter.
fn brighter(seed: u32) -> Vec<u8> {
    painted(SIDE, |x, y| {
        shade(seed, x, y).map(|value| value.saturating_add(6))
    })
}

async fn draft(phone: &mut Phone) -> String {
    let start = json!({ "household_id": ZHANG, "profile": "routine" });
    phone.form("start_visit", start).await.visit_id
}

fn cards(form: &VisitForm) -> Vec<PhotoCard> {
    let groups = form.sections.iter().flat_map(|section| &section.groups);
    let items = groups.flat_map(|group| &group.items);
    items.flat_map(|item| item.photos.clone()).collect()
}

fn last(form: &VisitForm) -> PhotoCard {
    let mut cards = cards(form);
    cards.sort_by(|one, other| {
        (one.taken_ms, &one.photo_id).cmp(&(other.taken_ms, &other.photo_id))
    });
    cards.pop().unwrap()
}

fn files(phone: &Phone, folder: &str) -> Vec<Vec<u8>> {
    let folder = phone.folder().join("photos").join(folder);
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .collect()
}

fn face() -> Value {
    json!([{ "left": 0.1, "top": 0.1, "width": 0.4, "height": 0.4 }])
}

fn blur(visit: &str, card: &PhotoCard, areas: Value) -> Value {
    json!({ "visit_id": visit, "photo_id": card.photo_id, "areas": areas })
}

async fn details(phone: &mut Phone, card: &PhotoCard) -> PhotoDetails {
    let asked = json!({ "photo_id": card.photo_id });
    serde_json::from_value(phone.call("photo_details", asked).await).unwrap()
}

/// Takes one photo of Zhang's home, finishes the visit and seals it.
async fn visited(phone: &mut Phone, picture: &[u8]) -> String {
    let visit = draft(phone).await;
    let form = phone.photograph(&visit, ITEM, picture).await;
    phone.fill(form).await;
    phone.machine.advance(20 * 60_000);
    phone
        .form("seal_visit", json!({ "visit_id": visit }))
        .await
        .visit_id
}

/// What a photo of a later visit is said to be like.
async fn found(phone: &mut Phone, picture: &[u8]) -> Vec<AlikePhoto> {
    let visit = draft(phone).await;
    last(&phone.photograph(&visit, ITEM, picture).await).alike
}

#[tokio::test]
async fn a_covered_face_is_covered_in_what_is_sent_and_the_original_stays() {
    let mut wang = wang(Role::Cadre);
    let visit = draft(&mut wang).await;
    let original = scene(3);
    let before = last(&wang.photograph(&visit, ITEM, &original).await);
    let clear = files(&wang, "sent");
    let small = json!({ "photo_id": before.photo_id, "size": "thumbnail" });
    let clear_small = wang.call("picture", small.clone()).await;

    let form = wang.form("blur_photo", blur(&visit, &before, face())).await;
    let after = last(&form);
    assert_eq!(after.photo_id, before.photo_id);
    let covered_small = wang.call("picture", small).await;
    assert_ne!(covered_small, clear_small, "a list would show the face");
    assert_ne!(after.copy, before.copy, "the screen would show the old one");
    assert_eq!(after.blurred, 1);
    let covered = files(&wang, "sent");
    assert_eq!(covered.len(), 1, "the clear copy is gone");
    assert_ne!(covered, clear);
    assert_eq!(files(&wang, "original"), std::slice::from_ref(&original));

    let form = wang.form("visit", json!({ "visit_id": visit })).await;
    wang.fill(form).await;
    wang.machine.advance(20 * 60_000);
    wang.form("seal_visit", json!({ "visit_id": visit })).await;
    let declared = sealed(&wang, &visit).photos;
    assert_eq!(
        declared[0].sha256,
        protocol::digest(&covered[0]),
        "the county is told of the covered copy"
    );
    assert_eq!(declared[0].original_sha256, protocol::digest(&original));
    let refused = blur(&visit, &after, json!([]));
    assert_eq!(
        wang.refusal("blur_photo", refused).await,
        ErrorCode::NotEditable
    );
}

#[tokio::test]
async fn covered_areas_can_be_moved_and_taken_off_again() {
    let mut wang = wang(Role::Cadre);
    let visit = draft(&mut wang).await;
    let card = last(&wang.photograph(&visit, ITEM, &scene(3)).await);
    let clear = files(&wang, "sent");
    wang.form("blur_photo", blur(&visit, &card, face())).await;

    let asked = json!({ "visit_id": visit, "photo_id": card.photo_id });
    let page: BlurPage =
        serde_json::from_value(wang.call("blur_page", asked.clone()).await).unwrap();
    assert_eq!(page.areas.len(), 1);
    assert!((page.areas[0].left - 0.1).abs() < 1e-6);
    assert!(page.scene_width > 0.0 && page.scene_width <= 1.0);

    let two = json!([
        { "left": 0.0, "top": 0.0, "width": 0.2, "height": 0.2 },
        { "left": 0.5, "top": 0.5, "width": 0.2, "height": 0.2 },
    ]);
    let form = wang.form("blur_photo", blur(&visit, &card, two)).await;
    assert_eq!(last(&form).blurred, 2);
    let form = wang
        .form("blur_photo", blur(&visit, &card, json!([])))
        .await;
    assert_eq!(last(&form).copy, card.copy);
    assert_eq!(files(&wang, "sent"), clear, "byte for byte as it was taken");
}

#[tokio::test]
async fn an_area_that_is_none_changes_nothing() {
    let mut wang = wang(Role::Cadre);
    let visit = draft(&mut wang).await;
    let card = last(&wang.photograph(&visit, ITEM, &scene(3)).await);
    for area in [
        json!([{ "left": -0.1, "top": 0.1, "width": 0.4, "height": 0.4 }]),
        json!([{ "left": 0.1, "top": 0.1, "width": 0.0, "height": 0.4 }]),
        json!([{ "left": 0.1, "top": 1e30, "width": 0.4, "height": 0.4 }]),
        json!(vec![face()[0].clone(); 61]),
    ] {
        assert_eq!(
            wang.refusal("blur_photo", blur(&visit, &card, area)).await,
            ErrorCode::BadArguments
        );
    }
    let form = wang.form("visit", json!({ "visit_id": visit })).await;
    assert_eq!(last(&form).copy, card.copy);
}

#[tokio::test]
async fn without_its_original_a_photo_is_left_as_it_is() {
    let mut wang = wang(Role::Cadre);
    let visit = draft(&mut wang).await;
    let card = last(&wang.photograph(&visit, ITEM, &scene(3)).await);
    let originals = wang.folder().join("photos/original");
    for file in std::fs::read_dir(originals).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    let refused = blur(&visit, &card, face());
    assert_eq!(
        wang.refusal("blur_photo", refused).await,
        ErrorCode::PhotoOriginalGone
    );
    assert_eq!(files(&wang, "sent").len(), 1);
}

/// The captain saw a face and gave the visit back.
#[tokio::test]
async fn a_photo_of_a_returned_visit_is_covered_and_sent_anew() {
    let mut wang = wang(Role::Cadre);
    let visit = visited(&mut wang, &scene(3)).await;
    receive_all(&wang);
    let first = sealed(&wang, &visit);
    let reviews = returned(&first, ITEM, "遮住邻居的脸");
    apply(&wang, &[state(first.clone(), "returned", reviews)]);

    let form = wang.form("visit", json!({ "visit_id": visit })).await;
    let card = last(&form);
    assert_eq!(card.delivery, PhotoDelivery::Waiting);
    let form = wang.form("blur_photo", blur(&visit, &card, face())).await;
    assert_eq!(form.revision, 2, "covering is the first change");
    assert_eq!(last(&form).delivery, PhotoDelivery::Here);
    assert_eq!(
        files(&wang, "sent").len(),
        2,
        "the county was told of the first copy"
    );
    let form = wang.fill(form).await;
    wang.form("seal_visit", json!({ "visit_id": form.visit_id }))
        .await;
    let second = sealed(&wang, &visit);
    assert_ne!(second.photos[0].sha256, first.photos[0].sha256);
    receive_all(&wang);
    let desk = wang.app.desk().unwrap();
    let pending = desk.store.read(photo::pending).unwrap();
    assert_eq!(pending.len(), 1);
    assert_eq!(pending[0].photo.sha256, second.photos[0].sha256);
}

/// Killed between the save and the file: the next round tidies up.
#[tokio::test]
async fn a_copy_left_over_goes_with_the_next_round() {
    let mut wang = wang(Role::Cadre);
    let visit = draft(&mut wang).await;
    let card = last(&wang.photograph(&visit, ITEM, &scene(3)).await);
    let left = wang.folder().join("photos/sent/left");
    std::fs::write(&left, b"old").unwrap();
    let desk = wang.app.desk().unwrap();
    desk.store
        .write(|tx| {
            let row = photo::get(tx, card.photo_id.parse().unwrap())?.unwrap();
            let copy = |sent_path| cover::NewCopy {
                sha256: &row.photo.sha256,
                bytes: row.photo.bytes,
                width: 1,
                height: 1,
                sent_path,
                thumbnail: b"t",
            };
            cover::replace(tx, row.visit_id, row.photo.id, &copy("sent/left"), &[])?;
            cover::replace(tx, row.visit_id, row.photo.id, &copy(&row.sent_path), &[])
        })
        .unwrap();
    crate::retention::let_go(&desk).unwrap();
    assert!(!left.exists());
    assert_eq!(files(&wang, "sent").len(), 1, "the one in use stays");
}

#[tokio::test]
async fn what_the_stamp_says_is_told_in_words() {
    let mut wang = wang(Role::Cadre);
    let visit = draft(&mut wang).await;
    let here = json!({ "visit_id": visit, "lat": null, "lon": null });
    wang.form("locate", here).await;
    let card = last(&wang.photograph(&visit, ITEM, &scene(3)).await);
    let told = details(&mut wang, &card).await;
    assert_eq!(told.place, "兴县蔚汾镇李家湾村三组");
    assert_eq!(
        told.coordinates.as_deref(),
        Some("N34.58081 E105.72420 ±12m WGS-84")
    );
    assert_eq!(told.distance_m, Some(1.0));
    assert_eq!(told.visitor, "王芳 县水利局");
    assert_eq!(
        (told.head_name.as_str(), told.number_tail.as_str()),
        ("张*", "0017")
    );
    assert_eq!(told.check_code.len(), 8);
    assert_eq!((told.delivery, told.can_blur), (PhotoDelivery::Here, true));

    let form = wang.form("visit", json!({ "visit_id": visit })).await;
    wang.fill(form).await;
    wang.machine.advance(20 * 60_000);
    wang.form("seal_visit", json!({ "visit_id": visit })).await;
    let told = details(&mut wang, &card).await;
    assert_eq!(
        (told.delivery, told.can_blur),
        (PhotoDelivery::Waiting, false)
    );
}

#[tokio::test]
async fn a_picture_used_in_another_visit_is_told_by_name_and_day() {
    let mut wang = wang(Role::Cadre);
    let earlier = visited(&mut wang, &scene(3)).await;
    let taken_ms = sealed(&wang, &earlier).photos[0].taken_ms;
    let found = found(&mut wang, &scene(3)).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, AlikeKind::Exact);
    assert_eq!(found[0].head_name.as_deref(), Some("张*"));
    assert_eq!((found[0].taken_ms, found[0].same_visit), (taken_ms, false));
}

#[tokio::test]
async fn a_picture_made_brighter_or_mirrored_is_found_and_another_is_not() {
    let mut wang = wang(Role::Cadre);
    visited(&mut wang, &scene(3)).await;
    let near = found(&mut wang, &brighter(3)).await;
    assert_eq!(near.len(), 1);
    assert_eq!((near[0].kind, near[0].turned), (AlikeKind::Alike, false));
    let turned = found(&mut wang, &mirrored(3)).await;
    assert_eq!(turned.len(), 1, "of the earlier visit, not of this one");
    assert_eq!((turned[0].kind, turned[0].turned), (AlikeKind::Alike, true));
    assert!(found(&mut wang, &scene(4)).await.is_empty());
}

#[tokio::test]
async fn two_photos_of_one_room_in_one_visit_are_no_reuse_and_one_file_twice_is() {
    let mut wang = wang(Role::Cadre);
    let visit = draft(&mut wang).await;
    wang.photograph(&visit, ITEM, &scene(3)).await;
    let near = last(&wang.photograph(&visit, ITEM, &brighter(3)).await);
    assert!(near.alike.is_empty());
    let again = last(&wang.photograph(&visit, ITEM, &scene(3)).await);
    assert_eq!(again.alike.len(), 1);
    assert_eq!(
        (again.alike[0].kind, again.alike[0].same_visit),
        (AlikeKind::Exact, true)
    );
    // Taken out, and taken again: nothing is used twice.
    let form = wang
        .form(
            "remove_photo",
            json!({ "visit_id": visit, "photo_id": again.photo_id }),
        )
        .await;
    assert!(cards(&form).iter().all(|card| card.alike.is_empty()));
}

#[tokio::test]
async fn a_sealed_visit_says_no_more_of_pictures_used_twice() {
    let mut wang = wang(Role::Cadre);
    visited(&mut wang, &scene(3)).await;
    let second = visited(&mut wang, &scene(3)).await;
    let form = wang.form("visit", json!({ "visit_id": second })).await;
    assert!(cards(&form).iter().all(|card| card.alike.is_empty()));
}

#[tokio::test]
async fn a_rare_character_of_a_name_comes_from_the_phones_fonts_or_is_told() {
    let mut wang = wang(Role::Cadre);
    let me = owner(Role::Cadre, "王𠀾");
    apply(&wang, &[row(kind::PERSON, person(1), &me)]);
    let visit = draft(&mut wang).await;
    let card = last(&wang.photograph(&visit, ITEM, &scene(5)).await);
    let boxed = files(&wang, "sent");
    assert_eq!(details(&mut wang, &card).await.boxed.as_deref(), Some("𠀾"));

    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../photo/tests/fonts");
    let none = fonts.join("none.ttc");
    *wang.machine.fonts.lock().unwrap() = vec![none, fonts.join("rare.otf")];
    assert_eq!(details(&mut wang, &card).await.boxed, None);
    wang.form("blur_photo", blur(&visit, &card, json!([])))
        .await;
    let card = last(&wang.photograph(&visit, ITEM, &scene(6)).await);
    assert_eq!(details(&mut wang, &card).await.boxed, None);
    assert_ne!(files(&wang, "sent"), boxed);
}
