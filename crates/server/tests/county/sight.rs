//! Who is shown a photo.

use serde_json::json;

use crate::photos::{create, head, number, patch, picture, wherever_photos_are_kept};
use crate::support::{ANA, ANAS_HOUSE, BO, CAI, County, DING, Kept, Phone, photo, visit_id};

wherever_photos_are_kept! {
    the_captain_sees_the_cadres_photo_and_nobody_else_learns_of_it,
    a_photo_is_not_shown_to_a_revoked_phone_nor_without_a_token,
    a_photo_leaves_a_persons_sight_with_its_visit,
}

/// Ana's visit with a photo, all of it at the county.
async fn sent(county: &County, ana: &mut Phone, bytes: &[u8]) -> String {
    let sha256 = protocol::digest(bytes);
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    change["edit"]["photos"] = json!([photo(&sha256, bytes.len())]);
    county.push_one(ana, &change).await;
    create(county, ana, &sha256, bytes.len() as u64).await;
    patch(county, ana, &sha256, 0, bytes).await;
    format!("/v1/photos/{sha256}")
}

async fn the_captain_sees_the_cadres_photo_and_nobody_else_learns_of_it(kept: Kept) {
    let county = County::keeping(kept).await;
    let mut ana = county.phone(ANA).await;
    let bytes = picture(5);
    let path = sent(&county, &mut ana, &bytes).await;

    for person in [ANA, CAI] {
        let phone = county.phone(person).await;
        let shown = county.get(&phone, &path).await;
        assert_eq!(shown.status(), 200, "{person}");
        assert_eq!(shown.headers()["content-type"], "image/jpeg");
        assert_eq!(shown.headers()["ruhu-protocol"], "1");
        let cached = shown.headers()["cache-control"].to_str().unwrap();
        assert!(cached.contains("immutable") && cached.contains("private"));
        assert!(shown.headers().contains_key("etag"));
        assert_eq!(shown.bytes().await.unwrap(), bytes);
    }
    for person in [BO, DING] {
        let phone = county.phone(person).await;
        let refused = county.get(&phone, &path).await;
        assert_eq!(refused.status(), 404, "{person}");
        assert!(refused.text().await.unwrap().contains("not_found"));
    }
    // Asking for the bytes and asking how far they are stay two questions.
    let cai = county.phone(CAI).await;
    let sha256 = path.rsplit('/').next().unwrap();
    assert_eq!(
        number(&head(&county, &cai, sha256).await, "upload-offset"),
        bytes.len()
    );
    let unknown = format!("/v1/photos/{}", "b".repeat(64));
    assert_eq!(county.get(&cai, &unknown).await.status(), 404);
    let odd = county.get(&cai, "/v1/photos/..%2f..%2fcounty.sqlite").await;
    assert_eq!(odd.status(), 404);
}

async fn a_photo_is_not_shown_to_a_revoked_phone_nor_without_a_token(kept: Kept) {
    let county = County::keeping(kept).await;
    let mut ana = county.phone(ANA).await;
    let path = sent(&county, &mut ana, &picture(6)).await;
    let cai = county.phone(CAI).await;
    assert_eq!(county.get(&cai, &path).await.status(), 200);

    let device = cai.reply.device_id;
    server::bootstrap::revoke_device(&county.opened(), device)
        .await
        .unwrap();
    let refused = county.get(&cai, &path).await;
    assert_eq!(refused.status(), 403);
    assert!(refused.text().await.unwrap().contains("device_revoked"));
    let nobody = county.http.get(county.url(&path)).send().await.unwrap();
    assert_eq!(nobody.status(), 401);
}

async fn a_photo_leaves_a_persons_sight_with_its_visit(kept: Kept) {
    let county = County::keeping(kept).await;
    let mut ana = county.phone(ANA).await;
    let path = sent(&county, &mut ana, &picture(7)).await;
    let cai = county.phone(CAI).await;
    assert_eq!(county.get(&cai, &path).await.status(), 200);
    county
        .opened()
        .db()
        .write(|tx| {
            tx.execute(
                "update feed set removed = 1 where kind = 'visit' and person_id = $1",
                &[CAI.into()],
            )
        })
        .await
        .unwrap();
    assert_eq!(county.get(&cai, &path).await.status(), 404);
}
