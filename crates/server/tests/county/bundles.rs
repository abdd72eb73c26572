use base64::{Engine as _, engine::general_purpose::STANDARD};
use bundle::{Found, Scanner};
use domain::id::CountyId;
use protocol::push::Outcome;
use protocol::receipt::Disposition;
use serde_json::Value;
use uuid::Uuid;

use crate::packed::{Packed, bundle_key, carry, codes, counts, known, new, picture, work};
use crate::reuse::found_by_itself;
use crate::support::{ANA, ANAS_HOUSE, BO, County, visit_id};

#[tokio::test]
async fn work_that_another_phone_carried_is_the_countys_once_whatever_comes_after() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let bo = county.phone(BO).await;
    let packed = Packed::of(&county, &ana).await;
    let bytes = picture(1);
    let first = work(&mut ana, 1, &bytes);
    let second = work(&mut ana, 2, &bytes);
    let file = packed.pack(
        &ana,
        1,
        std::slice::from_ref(&first),
        std::slice::from_ref(&bytes),
    );

    let reply = carry(&county, &bo, file.clone()).await;
    assert_eq!(codes(&reply), Vec::<&str>::new());
    assert_eq!(counts(&reply), new(1, 1));
    // The carrier can prove each part without reading it.
    let mut scanner = Scanner::default();
    scanner.push(&file);
    let parts = std::iter::from_fn(|| scanner.find()).filter_map(|found| match found {
        Found::Part(part) => Some(part),
        _ => None,
    });
    for (part, outcome) in parts.zip(&reply.parts) {
        let receipt = outcome.receipt.as_ref().unwrap();
        let proof = receipt.verify(ana.reply.county.id, &part.head, &bo.county_key());
        assert_eq!(proof, Ok(()));
    }

    // The same bundle, one that overlaps it, and the phone itself.
    assert_eq!(counts(&carry(&county, &bo, file).await), known(1, 1));
    let overlapping = packed.pack(&ana, 2, &[first.clone(), second.clone()], &[bytes]);
    let both = counts(&carry(&county, &bo, overlapping).await);
    assert_eq!((both.new, both.known, both.photos_known), (1, 1, 1));
    for outcome in county.push(&ana, &[first, second]).await {
        assert!(matches!(outcome, Outcome::Duplicate { .. }), "{outcome:?}");
    }
    assert_eq!(county.count("select count(*) as n from change").await, 2);
    assert_eq!(county.count("select count(*) as n from visit").await, 2);
    assert_eq!(county.count("select count(*) as n from photo").await, 1);
    assert_eq!(county.count("select count(*) as n from upload").await, 0);
    let whole = "select count(*) as n from visit where photos_verified = 1";
    assert_eq!(county.count(whole).await, 2);
    // It is Ana's work, not the carrier's.
    let anas = "select count(*) as n from change c join device d on d.device_id = c.device_id
        where d.person_id = '00000000-0000-7000-8000-000000000001' and c.person_id = d.person_id";
    assert_eq!(county.count(anas).await, 2);
}

#[tokio::test]
async fn photos_that_came_in_a_bundle_are_compared_like_any() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let bo = county.phone(BO).await;
    let packed = Packed::of(&county, &ana).await;
    let bytes = picture(1);
    let twice = [work(&mut ana, 1, &bytes), work(&mut ana, 2, &bytes)];
    let file = packed.pack(&ana, 1, &twice, std::slice::from_ref(&bytes));
    assert_eq!(codes(&carry(&county, &bo, file).await), Vec::<&str>::new());
    found_by_itself(&county).await;
}

#[tokio::test]
async fn a_bundle_after_the_phone_itself_changes_nothing() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let packed = Packed::of(&county, &ana).await;
    let change = work(&mut ana, 1, &picture(1));
    let Outcome::Accepted { receipt } = county.push_one(&ana, &change).await else {
        panic!()
    };
    let file = packed.pack(&ana, 1, std::slice::from_ref(&change), &[]);
    assert_eq!(counts(&carry(&county, &ana, file).await), known(1, 0));
    let again = county.push_one(&ana, &change).await;
    assert_eq!(again, Outcome::Duplicate { receipt });
}

#[tokio::test]
async fn a_photo_goes_on_where_the_other_way_left_it() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let packed = Packed::of(&county, &ana).await;
    let bytes = picture(4);
    let change = work(&mut ana, 1, &bytes);
    county.push_one(&ana, &change).await;
    let sha256 = protocol::digest(&bytes);
    let token = &ana.reply.token.token;
    let created = county
        .http
        .post(county.url("/v1/photos"))
        .bearer_auth(token);
    let metadata = format!("sha256 {},photo_id eA==", STANDARD.encode(&sha256));
    let created = created
        .header("tus-resumable", "1.0.0")
        .header("upload-length", bytes.len())
        .header("upload-metadata", metadata)
        .send();
    assert_eq!(created.await.unwrap().status(), 201);
    let half = county
        .http
        .patch(county.url(&format!("/v1/photos/{sha256}")))
        .bearer_auth(token)
        .header("tus-resumable", "1.0.0")
        .header("upload-offset", 0)
        .header("content-type", "application/offset+octet-stream")
        .body(bytes[..1500].to_vec())
        .send();
    assert_eq!(half.await.unwrap().status(), 204);

    let file = packed.pack(&ana, 1, &[], &[bytes]);
    assert_eq!(counts(&carry(&county, &ana, file).await), new(0, 1));
    assert_eq!(county.count("select count(*) as n from photo").await, 1);
}

#[tokio::test]
async fn what_the_rules_refuse_is_kept_for_a_person_and_its_followers_with_it() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let packed = Packed::of(&county, &ana).await;
    let mut bad = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    bad["edit"]["profile"] = "party".into();
    let mut follower = ana.visit(2, &visit_id(1), ANAS_HOUSE, 2);
    follower["after"] = bad["change_id"].clone();
    let good = ana.visit(3, &visit_id(3), ANAS_HOUSE, 1);
    let file = packed.pack(&ana, 1, &[bad.clone(), follower, good], &[]);
    let reply = carry(&county, &ana, file).await;
    let all = counts(&reply);
    assert_eq!((all.new, all.aside), (1, 2));
    assert!(reply.parts.iter().all(|part| part.receipt.is_some()));
    let aside = "select count(*) as n from change where disposition = 'quarantined'";
    assert_eq!(county.count(aside).await, 2);
    // The phone, should it come back, hears where its change is.
    let Outcome::Quarantined { receipt, code } = county.push_one(&ana, &bad).await else {
        panic!()
    };
    assert_eq!(
        (receipt.disposition, code.as_str()),
        (Disposition::Quarantined, "unknown_profile")
    );
}

#[tokio::test]
async fn a_revoked_phones_bundle_waits_for_a_person() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let bo = county.phone(BO).await;
    let packed = Packed::of(&county, &ana).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    let file = packed.pack(&ana, 1, &[change], &[]);
    server::bootstrap::revoke_device(&county.opened(), ana.reply.device_id)
        .await
        .unwrap();
    let all = counts(&carry(&county, &bo, file).await);
    assert_eq!((all.new, all.aside), (0, 1));
    assert_eq!(county.count("select count(*) as n from visit").await, 0);
}

#[tokio::test]
async fn what_is_not_this_countys_phones_work_is_named_and_harms_nothing() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let bo = county.phone(BO).await;
    let change = [ana.visit(1, &visit_id(1), ANAS_HOUSE, 1)];
    let good = Packed::of(&county, &ana).await;
    let changed = |edit: &dyn Fn(&mut Packed)| {
        let mut packed = Packed {
            county_id: good.county_id,
            key: good.key.clone(),
            signs: good.signs.clone(),
        };
        edit(&mut packed);
        packed.pack(&ana, 1, &change, &[])
    };
    let other = bundle::Identity::generate();
    let table: Vec<(Vec<u8>, &str)> = vec![
        (
            changed(&|packed| packed.county_id = CountyId::from_uuid(Uuid::from_u128(7))),
            "bundle_county",
        ),
        (
            changed(&|packed| packed.signs = bo.key.clone()),
            "bundle_signature",
        ),
        (
            changed(&|packed| packed.key.key_id = "x".to_owned()),
            "bundle_key",
        ),
        (
            changed(&|packed| packed.key.recipient = other.recipient()),
            "bundle_key",
        ),
    ];
    for (file, code) in table {
        let reply = carry(&county, &bo, file).await;
        assert_eq!(codes(&reply), [code]);
        assert!(reply.parts[0].receipt.is_none());
    }
    for rubbish in [vec![], b"PK\x03\x04 no bundle".to_vec(), vec![0; 100_000]] {
        assert!(carry(&county, &bo, rubbish).await.parts.is_empty());
    }
    assert_eq!(county.count("select count(*) as n from change").await, 0);
    assert_eq!(county.count("select count(*) as n from bundle").await, 0);

    let huge = county.http.post(county.url("/v1/bundles"));
    let huge = huge
        .bearer_auth(&bo.reply.token.token)
        .body(vec![1; 7 * 1024 * 1024]);
    assert_eq!(huge.send().await.unwrap().status(), 413);
    let nobody = county.http.post(county.url("/v1/bundles")).send().await;
    assert_eq!(nobody.unwrap().status(), 401);
}

#[tokio::test]
async fn the_parts_before_the_damage_are_taken_in() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let packed = Packed::of(&county, &ana).await;
    let changes: Vec<Value> = (1..=400)
        .map(|number| ana.visit(number, &visit_id(number), ANAS_HOUSE, 1))
        .collect();
    let file = packed.pack(&ana, 1, &changes, &[]);
    let cut = file.len() - 20;
    let reply = carry(&county, &ana, file[..cut].to_vec()).await;
    let got = counts(&reply).new;
    assert!(reply.damaged == 1 && got > 100 && got < 400, "{got}");
    // Somebody finds the whole file after all.
    let all = counts(&carry(&county, &ana, file).await);
    assert_eq!((all.new, all.known), (400 - got, got));
}

#[tokio::test]
async fn a_replaced_key_still_opens_what_was_sealed_to_it() {
    let mut county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let packed = Packed::of(&county, &ana).await;
    packed
        .key
        .verify(ana.reply.county.id, &ana.county_key())
        .unwrap();
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    let file = packed.pack(&ana, 1, &[change], &[]);
    server::bootstrap::replace_bundle_key(&county.opened())
        .await
        .unwrap();
    county.restart().await;
    let next = bundle_key(&county, &ana).await;
    assert_ne!(next.key_id, packed.key.key_id);
    assert_eq!(counts(&carry(&county, &ana, file).await), new(1, 0));
}
