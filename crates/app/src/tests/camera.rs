//! Before a photo is taken, and what the county asks of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use protocol::row::{ParamsV1, Role, kind};
use serde_json::{Value, json};

use super::county::{ZHANG, apply, row, wang};
use super::phone::{NOON, Phone, painted, picture};
use crate::ErrorCode;
use crate::views::photo::PhotoDetails;
use crate::views::visit::{StampPreview, VisitForm};

async fn start(phone: &mut Phone) -> VisitForm {
    let start = json!({ "household_id": ZHANG, "profile": "routine" });
    phone.form("start_visit", start).await
}

/// The county's parameters as a pull brings them.
fn set(phone: &Phone, values: Value) {
    let params = ParamsV1 {
        values: values.as_object().unwrap().clone(),
        dated: Vec::new(),
        bundle_key: None,
    };
    apply(phone, &[row(kind::PARAMS, "params", &params)]);
}

/// Detail everywhere, so that quality decides the size.
fn detailed() -> Vec<u8> {
    let mut state = 1_u32;
    painted(1200, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let light = (x / 7 * 31 + y / 9 * 57) as u8 / 2 + (state >> 27) as u8;
        [light, light / 2 + 60, 255 - light]
    })
}

fn photo(visit: &str, data: &[u8], imported: bool) -> Value {
    json!({ "visit_id": visit, "item": "visit_scene_photo", "member_id": null,
        "data": STANDARD.encode(data), "imported": imported })
}

#[tokio::test]
async fn the_preview_shows_the_lines_the_photo_will_bear() {
    let mut wang = wang(Role::Cadre);
    let form = start(&mut wang).await;
    let visit = json!({ "visit_id": form.visit_id });
    let before: StampPreview =
        serde_json::from_value(wang.call("stamp_preview", visit.clone()).await).unwrap();
    assert!(before.lines.contains(&"无定位".to_owned()));

    let here = json!({ "visit_id": form.visit_id, "lat": null, "lon": null });
    wang.form("locate", here).await;
    let preview: StampPreview =
        serde_json::from_value(wang.call("stamp_preview", visit).await).unwrap();
    assert_eq!(preview.now_ms, NOON);
    assert_eq!(
        preview.lines[preview.time_line as usize],
        "2026-11-22 10:00:00"
    );
    assert_eq!(preview.lines[0], "入户走访");
    assert!(preview.lines[3].starts_with("N34.58081 E105.72420 ±12m WGS-84"));
    assert_eq!(preview.lines[5], "户主 张* 户编号 0017");
    assert_eq!(preview.lines[6], "校验码 ········");
    let all = preview.lines.concat();
    for secret in ["13812341234", "141123", "张三", "健康"] {
        assert!(!all.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn without_the_county_s_leave_only_the_camera_gives_photos() {
    let mut wang = wang(Role::Cadre);
    let form = start(&mut wang).await;
    assert!(!form.gallery_allowed);
    let refused = wang
        .refusal("add_photo", photo(&form.visit_id, &picture(3), true))
        .await;
    assert_eq!(refused, ErrorCode::GalleryNotAllowed);
    assert!(!wang.folder().join("photos").exists());

    set(&wang, json!({ "gallery_allowed": 1 }));
    let form = wang
        .form("add_photo", photo(&form.visit_id, &picture(3), true))
        .await;
    assert!(form.gallery_allowed);
    let items = form.sections.iter().flat_map(|section| &section.groups);
    let mut photos = items
        .flat_map(|group| &group.items)
        .flat_map(|item| &item.photos);
    assert!(photos.next().unwrap().imported);

    set(&wang, json!({ "gallery_allowed": 0 }));
    let visit = json!({ "visit_id": form.visit_id });
    assert!(!wang.form("visit", visit).await.gallery_allowed);
}

#[tokio::test]
async fn the_county_sets_how_many_bytes_a_photo_may_have() {
    let mut sizes = Vec::new();
    for budget_kb in [60, 250, 1] {
        let mut wang = wang(Role::Cadre);
        set(&wang, json!({ "photo_budget_kb": budget_kb }));
        let form = start(&mut wang).await;
        wang.form("add_photo", photo(&form.visit_id, &detailed(), false))
            .await;
        let sent = std::fs::read_dir(wang.folder().join("photos/sent")).unwrap();
        let bytes: u64 = sent
            .map(|file| file.unwrap().metadata().unwrap().len())
            .sum();
        sizes.push(bytes);
    }
    let [small, usual, least] = sizes[..] else {
        panic!("{sizes:?}")
    };
    assert!(usual <= 250 * 1024 && small < usual, "{sizes:?}");
    // A figure nobody could mean is taken for the nearest that one could.
    assert_eq!(least, small);
}

#[tokio::test]
async fn what_a_picked_file_says_of_itself_is_kept_and_decides_nothing() {
    let mut wang = wang(Role::Cadre);
    set(&wang, json!({ "gallery_allowed": 1 }));
    let form = start(&mut wang).await;
    let here = json!({ "visit_id": form.visit_id, "lat": null, "lon": null });
    wang.form("locate", here).await;
    // A sent copy bears the time and place of its visit: two hours later it lies in the gallery.
    let form = wang
        .form("add_photo", photo(&form.visit_id, &picture(3), false))
        .await;
    let camera = details(&mut wang, &form).await;
    assert!(!camera.imported && camera.exif.is_none());
    let mut sent = std::fs::read_dir(wang.folder().join("photos/sent")).unwrap();
    let file = std::fs::read(sent.next().unwrap().unwrap().path()).unwrap();
    wang.machine.advance(2 * 3_600_000);
    let form = wang
        .form("add_photo", photo(&form.visit_id, &file, true))
        .await;

    let picked = details(&mut wang, &form).await;
    assert!(picked.imported);
    let exif = picked.exif.unwrap();
    assert_eq!(exif.time.as_deref(), Some("2026-11-22T10:00:00+08:00"));
    assert_eq!(exif.coordinates.as_deref(), Some("N34.58081 E105.72420"));
    assert_eq!(exif.distance_m, Some(0.0));
    assert_eq!(picked.taken_ms, NOON + 2 * 3_600_000);
}

/// Of the photo taken last.
async fn details(phone: &mut Phone, form: &VisitForm) -> PhotoDetails {
    let items = form.sections.iter().flat_map(|section| &section.groups);
    let cards = items
        .flat_map(|group| &group.items)
        .flat_map(|item| &item.photos);
    let last = cards.max_by_key(|card| card.taken_ms).unwrap();
    let asked = json!({ "photo_id": last.photo_id });
    serde_json::from_value(phone.call("photo_details", asked).await).unwrap()
}

#[tokio::test]
async fn a_full_disk_refuses_a_photo_before_anything_is_written() {
    let mut wang = wang(Role::Cadre);
    let form = start(&mut wang).await;
    wang.machine
        .free_bytes
        .store(149 * 1024 * 1024, std::sync::atomic::Ordering::Relaxed);
    let input = json!({ "visit_id": form.visit_id, "item": "visit_scene_photo", "member_id": null,
        "data": "AAAA", "imported": false });
    assert_eq!(
        wang.refusal("add_photo", input).await,
        ErrorCode::NoRoomForPhoto
    );
    assert!(!wang.folder().join("photos").exists());
}
