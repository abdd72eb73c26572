//! Photos of a visit that was returned and sealed again are compared as they are now.

use domain::fingerprint::Fingerprint;
use serde_json::{Value, json};

use crate::console::boss;
use crate::photos::picture;
use crate::reuse::{ROWS, SCENE, only_pair, shot, two_visits, upload, visit};
use crate::support::{ANA, ANAS_HOUSE, BO, CAI, County, Phone, visit_id};

/// Ana's first visit, returned and sealed again with these photos.
async fn sealed_again(county: &County, photos: &[Value]) -> Phone {
    let (mut cai, mut ana) = (county.phone(CAI).await, county.phone(ANA).await);
    let back = cai.review(3, &visit_id(1), 1, "return");
    let mut again = ana.visit(4, &visit_id(1), ANAS_HOUSE, 2);
    again["edit"]["photos"] = json!(photos);
    for (phone, change) in [(&cai, &back), (&ana, &again)] {
        let outcome = serde_json::to_value(county.push_one(phone, change).await).unwrap();
        assert_eq!(outcome["outcome"], "accepted", "{outcome}");
    }
    ana
}

#[tokio::test]
async fn a_photo_sealed_again_with_other_bytes_is_known_by_those_and_its_pair_stays_one() {
    let county = County::new().await;
    two_visits(&county, (&picture(1), SCENE), (&picture(2), SCENE)).await;
    // Something was covered in it: the same photo to the eye.
    let ana = sealed_again(&county, &[shot(1, &picture(3), SCENE)]).await;
    upload(&county, &ana, &picture(3)).await;
    county.opened().compare_photos().await.unwrap();
    assert_eq!(only_pair(&county).await["kind"], "alike");

    let mut bo = county.phone(BO).await;
    let plain = Fingerprint { phash: 0, dhash: 0 };
    visit(&county, &mut bo, 5, &[shot(5, &picture(3), plain)]).await;
    county.opened().compare_photos().await.unwrap();
    assert_eq!(county.count(ROWS).await, 2);
    let list = boss(&county).await.get("/photo-matches").await;
    assert_eq!(list["matches"][0]["kind"], "exact", "{list}");
    assert_eq!(
        list["matches"][0]["earlier"]["visit"]["visit_id"],
        visit_id(1)
    );
}

#[tokio::test]
async fn a_photo_added_at_a_second_seal_is_found_though_the_county_has_its_bytes() {
    let county = County::new().await;
    let plain = Fingerprint { phash: 0, dhash: 0 };
    two_visits(&county, (&picture(1), plain), (&picture(2), plain)).await;
    assert_eq!(county.count(ROWS).await, 0);
    let photos = [shot(1, &picture(1), plain), shot(3, &picture(2), plain)];
    sealed_again(&county, &photos).await;
    county.opened().compare_photos().await.unwrap();
    let pair = only_pair(&county).await;
    assert_eq!(pair["later"]["visit"]["visit_id"], visit_id(1));
}
