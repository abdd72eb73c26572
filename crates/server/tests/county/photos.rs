use base64::{Engine as _, engine::general_purpose::STANDARD};
use protocol::receipt::PhotoReceiptV1;
use protocol::row::VisitStateV1;
use serde_json::json;

use crate::console::boss;
use crate::support::{ANA, ANAS_HOUSE, County, Kept, NOW, Phone, photo, visit_id};

/// Every test here runs over a folder and over a real S3 server.
macro_rules! wherever_photos_are_kept {
    ($($test:ident),* $(,)?) => {
        mod in_a_folder {
            $(#[tokio::test]
            async fn $test() {
                super::$test(crate::support::Kept::InAFolder).await;
            })*
        }
        mod in_a_bucket {
            $(#[tokio::test]
            async fn $test() {
                super::$test(crate::support::Kept::InABucket).await;
            })*
        }
    };
}

pub(crate) use wherever_photos_are_kept;

wherever_photos_are_kept! {
    a_photo_goes_on_where_it_stopped_even_after_a_restart,
    a_photo_that_came_before_its_visit_is_verified_with_it,
    a_photo_that_comes_with_its_announcement_is_verified_in_one_request,
    what_came_with_an_announcement_stays_when_the_rest_does_not_come,
    bytes_that_are_not_the_announced_photo_are_thrown_away_and_it_can_begin_again,
    what_is_too_large_or_oddly_named_is_refused_at_once,
}

/// A JPEG's headers with something behind them: as much as the server looks at.
pub fn picture(seed: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8];
    bytes.extend([0, 12, 0, 16, 1, 1, 0x11, 0]);
    bytes.extend(vec![seed; 3000]);
    bytes
}

pub async fn create(county: &County, phone: &Phone, sha256: &str, bytes: u64) -> reqwest::Response {
    county
        .http
        .post(county.url("/v1/photos"))
        .bearer_auth(&phone.reply.token.token)
        .header("tus-resumable", "1.0.0")
        .header("upload-length", bytes)
        .header(
            "upload-metadata",
            format!("sha256 {},photo_id eA==", STANDARD.encode(sha256)),
        )
        .send()
        .await
        .unwrap()
}

pub async fn patch(
    county: &County,
    phone: &Phone,
    sha256: &str,
    offset: usize,
    bytes: &[u8],
) -> reqwest::Response {
    county
        .http
        .patch(county.url(&format!("/v1/photos/{sha256}")))
        .bearer_auth(&phone.reply.token.token)
        .header("tus-resumable", "1.0.0")
        .header("upload-offset", offset)
        .header("content-type", "application/offset+octet-stream")
        .body(bytes.to_vec())
        .send()
        .await
        .unwrap()
}

pub async fn head(county: &County, phone: &Phone, sha256: &str) -> reqwest::Response {
    let url = county.url(&format!("/v1/photos/{sha256}"));
    county
        .http
        .head(url)
        .bearer_auth(&phone.reply.token.token)
        .send()
        .await
        .unwrap()
}

pub fn number(response: &reqwest::Response, name: &str) -> usize {
    response.headers()[name].to_str().unwrap().parse().unwrap()
}

pub fn receipt(response: &reqwest::Response) -> Option<PhotoReceiptV1> {
    let text = response
        .headers()
        .get("ruhu-photo-receipt")?
        .to_str()
        .unwrap();
    Some(serde_json::from_slice(&STANDARD.decode(text).unwrap()).unwrap())
}

async fn a_photo_goes_on_where_it_stopped_even_after_a_restart(kept: Kept) {
    let mut county = County::keeping(kept).await;
    let mut ana = county.phone(ANA).await;
    let bytes = picture(1);
    let sha256 = protocol::digest(&bytes);
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    change["edit"]["photos"] = json!([photo(&sha256, bytes.len())]);
    county.push_one(&ana, &change).await;
    let cursor = county.pull(&ana, 0).await.cursor;

    let created = create(&county, &ana, &sha256, bytes.len() as u64).await;
    assert_eq!(created.status(), 201);
    assert_eq!(
        created.headers()["location"],
        format!("/v1/photos/{sha256}").as_str()
    );
    assert_eq!(
        patch(&county, &ana, &sha256, 0, &bytes[..1000])
            .await
            .status(),
        204
    );
    county.restart().await;
    assert_eq!(
        number(&head(&county, &ana, &sha256).await, "upload-offset"),
        1000
    );

    let wrong = patch(&county, &ana, &sha256, 0, &bytes).await;
    assert_eq!(
        (wrong.status().as_u16(), number(&wrong, "upload-offset")),
        (409, 1000)
    );
    let done = patch(&county, &ana, &sha256, 1000, &bytes[1000..]).await;
    assert_eq!(done.status(), 204);
    let first = receipt(&done).unwrap();
    first
        .verify(ana.reply.county.id, &sha256, &ana.county_key())
        .unwrap();

    // Asked again in any way, the same receipt.
    assert_eq!(receipt(&head(&county, &ana, &sha256).await).unwrap(), first);
    assert_eq!(
        receipt(&create(&county, &ana, &sha256, 5).await).unwrap(),
        first
    );
    let at_rest = match &county.bucket {
        None => {
            let folder = county.folder().join("photos").join(&sha256[..2]);
            std::fs::read(folder.join(&sha256)).unwrap()
        }
        Some(bucket) => {
            let id = county.opened().county_id();
            bucket.object(&format!("photos/here/{id}/photos/{sha256}"))
        }
    };
    assert_eq!(at_rest, bytes);

    let page = county.pull(&ana, cursor).await;
    let row = page.rows.iter().find(|row| row.kind == "visit").unwrap();
    let state: VisitStateV1 = serde_json::from_str(row.body.as_ref().unwrap().get()).unwrap();
    assert_eq!(state.photos_verified, [sha256]);
}

async fn a_photo_that_came_before_its_visit_is_verified_with_it(kept: Kept) {
    let county = County::keeping(kept).await;
    let mut ana = county.phone(ANA).await;
    let bytes = picture(2);
    let sha256 = protocol::digest(&bytes);
    create(&county, &ana, &sha256, bytes.len() as u64).await;
    patch(&county, &ana, &sha256, 0, &bytes).await;
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    change["edit"]["photos"] = json!([photo(&sha256, bytes.len())]);
    county.push_one(&ana, &change).await;
    assert_eq!(
        county.count("select photos_verified as n from visit").await,
        1
    );
}

/// Announces a photo and sends `bytes` of it at once, with `claimed` as its length.
async fn create_with(
    county: &County,
    phone: &Phone,
    sha256: &str,
    claimed: usize,
    bytes: impl Into<reqwest::Body>,
) -> reqwest::Result<reqwest::Response> {
    county
        .http
        .post(county.url("/v1/photos"))
        .bearer_auth(&phone.reply.token.token)
        .header("tus-resumable", "1.0.0")
        .header("upload-length", claimed)
        .header(
            "upload-metadata",
            format!("sha256 {}", STANDARD.encode(sha256)),
        )
        .header("content-type", "application/offset+octet-stream")
        .body(bytes)
        .send()
        .await
}

async fn a_photo_that_comes_with_its_announcement_is_verified_in_one_request(kept: Kept) {
    let mut county = County::keeping(kept).await;
    let mut ana = county.phone(ANA).await;
    let bytes = picture(6);
    let sha256 = protocol::digest(&bytes);
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    change["edit"]["photos"] = json!([photo(&sha256, bytes.len())]);
    county.push_one(&ana, &change).await;

    // Other bytes than were announced leave nothing behind.
    let spoilt = create_with(&county, &ana, &sha256, bytes.len(), picture(7)).await;
    assert_eq!(spoilt.unwrap().status(), 422);
    assert_eq!(head(&county, &ana, &sha256).await.status(), 404);
    let too_much = create_with(&county, &ana, &sha256, 10, bytes.clone()).await;
    assert_eq!(too_much.unwrap().status(), 413);

    let done = create_with(&county, &ana, &sha256, bytes.len(), bytes.clone()).await;
    let done = done.unwrap();
    assert_eq!(done.status(), 201);
    assert_eq!(number(&done, "upload-offset"), bytes.len());
    let first = receipt(&done).unwrap();
    first
        .verify(ana.reply.county.id, &sha256, &ana.county_key())
        .unwrap();
    assert_eq!(county.count("select count(*) as n from upload").await, 0);
    assert_eq!(
        county.count("select photos_verified as n from visit").await,
        1
    );
    // Again, and after a restart, the same receipt; the bytes are not asked for.
    county.restart().await;
    let again = create_with(&county, &ana, &sha256, bytes.len(), bytes.clone()).await;
    assert_eq!(receipt(&again.unwrap()).unwrap(), first);
    let path = format!("/v1/photos/{sha256}");
    let shown = county.get(&ana, &path).await.bytes().await.unwrap();
    assert_eq!(shown, bytes);
}

async fn what_came_with_an_announcement_stays_when_the_rest_does_not_come(kept: Kept) {
    let county = County::keeping(kept).await;
    let ana = county.phone(ANA).await;
    let bytes = picture(8);
    let sha256 = protocol::digest(&bytes);
    let begun = create_with(&county, &ana, &sha256, bytes.len(), bytes[..1000].to_vec()).await;
    let begun = begun.unwrap();
    assert_eq!(begun.status(), 201);
    assert_eq!(number(&begun, "upload-offset"), 1000);
    assert!(receipt(&begun).is_none());
    // From the first byte again, as a phone does that heard no answer: what is here is not asked
    // for twice, and bytes it sends twice are not kept twice.
    let on = create_with(&county, &ana, &sha256, bytes.len(), bytes[..1500].to_vec()).await;
    assert_eq!(number(&on.unwrap(), "upload-offset"), 1500);
    let behind = create_with(&county, &ana, &sha256, bytes.len(), bytes[..700].to_vec()).await;
    assert_eq!(number(&behind.unwrap(), "upload-offset"), 1500);
    let done = patch(&county, &ana, &sha256, 1500, &bytes[1500..]).await;
    assert!(receipt(&done).is_some());

    // Announced with another length: begun again with it.
    let other = picture(9);
    let sha256 = protocol::digest(&other);
    let short = create_with(&county, &ana, &sha256, 2000, other[..1000].to_vec()).await;
    assert_eq!(number(&short.unwrap(), "upload-offset"), 1000);
    let whole = create_with(&county, &ana, &sha256, other.len(), other.clone()).await;
    assert!(receipt(&whole.unwrap()).is_some());
}

async fn bytes_that_are_not_the_announced_photo_are_thrown_away_and_it_can_begin_again(kept: Kept) {
    let county = County::keeping(kept).await;
    let ana = county.phone(ANA).await;
    let bytes = picture(3);
    let sha256 = protocol::digest(&bytes);
    create(&county, &ana, &sha256, bytes.len() as u64).await;
    let spoilt = patch(&county, &ana, &sha256, 0, &picture(4)).await;
    assert_eq!(spoilt.status(), 422);
    assert!(spoilt.text().await.unwrap().contains("digest_mismatch"));
    assert_eq!(
        number(&head(&county, &ana, &sha256).await, "upload-offset"),
        0
    );
    assert!(receipt(&patch(&county, &ana, &sha256, 0, &bytes).await).is_some());

    let text = b"this is not a picture".to_vec();
    let sha256 = protocol::digest(&text);
    create(&county, &ana, &sha256, text.len() as u64).await;
    let refused = patch(&county, &ana, &sha256, 0, &text).await;
    assert!(refused.text().await.unwrap().contains("not_a_jpeg"));
    assert!(receipt(&head(&county, &ana, &sha256).await).is_none());
}

async fn what_is_too_large_or_oddly_named_is_refused_at_once(kept: Kept) {
    let county = County::keeping(kept).await;
    let ana = county.phone(ANA).await;
    let sha256 = "a".repeat(64);
    assert_eq!(
        create(&county, &ana, &sha256, 9 * 1024 * 1024)
            .await
            .status(),
        413
    );
    assert_eq!(
        create(&county, &ana, "../../etc/passwd", 10).await.status(),
        400
    );
    create(&county, &ana, &sha256, 10).await;
    assert_eq!(
        patch(&county, &ana, &sha256, 0, &[0; 11]).await.status(),
        413
    );
    assert_eq!(head(&county, &ana, &"b".repeat(64)).await.status(), 404);
    assert_eq!(
        head(&county, &ana, "..%2f..%2fcounty.sqlite")
            .await
            .status(),
        404
    );
}

#[tokio::test]
async fn what_an_imported_file_claims_is_shown_beside_what_the_phone_knows() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    let mut imported = photo(&protocol::digest(&picture(1)), picture(1).len());
    imported["imported"] = true.into();
    imported["geo"] = json!({ "fix": "at", "lat": 34.58, "lon": 105.72, "datum": "WGS84",
        "accuracy_m": 9.0, "provider": "gps", "mock": "no", "fix_ms": NOW, "age_s": 1.0 });
    imported["exif"] =
        json!({ "time": "2025-03-08T14:05:00", "place": { "lat": 34.59, "lon": 105.72 } });
    change["edit"]["photos"] = json!([imported]);
    county.push_one(&ana, &change).await;

    let page = boss(&county)
        .await
        .get(&format!("/visits/{}", visit_id(1)))
        .await;
    let shown = &page["photos"][0];
    assert_eq!(shown["taken_ms"], NOW, "{page}");
    assert_eq!(
        shown["exif"],
        json!({ "time": "2025-03-08T14:05:00", "lat": 34.59, "lon": 105.72, "distance_m": 1112.0 })
    );
}
