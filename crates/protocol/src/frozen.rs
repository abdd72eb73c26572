//! Phones in the field speak exactly these lines. A test that fails here asks for a `V2`, not for
//! a new expectation.

use domain::campaign::Scope;
use domain::id::{BatchId, ChangeId, CountyId, HouseholdId, PersonId, PhotoId, ReviewId, VisitId};
use ed25519_dalek::SigningKey;
use uuid::Uuid;

use crate::campaign::CampaignV1;
use crate::clock::ClockV1;
use crate::edit::{BatchV1, BatchVisitV1, CommentV1, DecisionV1, Edit, ReviewV1, VoidVisitV1};
use crate::push::{ChangeOutcome, ChangeV1, Outcome, PushRequest, Rejection};
use crate::receipt::{BadReceipt, Disposition, PhotoReceiptV1, ReceiptV1};
use crate::row::{ParamsV1, TemplateV1};
use crate::visit::{AnswerV1, AnswerValueV1, GeoV1, PhotoV1, VisitV1};

const ONE: Uuid = Uuid::from_u128(1);
const ID: &str = "00000000-0000-0000-0000-000000000001";

fn visit_id() -> VisitId {
    VisitId::from_uuid(ONE)
}

fn clock() -> ClockV1 {
    ClockV1 {
        wall_ms: 5,
        monotonic_ms: 6,
        boot_id: "b".to_owned(),
        server_offset_ms: None,
    }
}

fn visit() -> VisitV1 {
    let missing = GeoV1::Missing {
        reason: "valley".to_owned(),
    };
    VisitV1 {
        id: visit_id(),
        revision: 1,
        household_id: HouseholdId::from_uuid(ONE),
        visitor_id: PersonId::from_uuid(ONE),
        template_id: "t".to_owned(),
        template_version: "2026.11.0".to_owned(),
        profile: "routine".to_owned(),
        started_ms: 1,
        ended_ms: 2,
        clock: clock(),
        geo: missing.clone(),
        answers: vec![AnswerV1 {
            item: "water_lpd".to_owned(),
            member: None,
            value: AnswerValueV1::Decimal("60".to_owned()),
            unchanged: true,
        }],
        photos: vec![PhotoV1 {
            id: PhotoId::from_uuid(ONE),
            kind: "visit_scene".to_owned(),
            item: "visit_scene_photo".to_owned(),
            member: None,
            taken_ms: 1,
            geo: missing,
            sha256: "s".to_owned(),
            bytes: 9,
            width: 4,
            height: 3,
            original_sha256: "o".to_owned(),
            phash: "p".to_owned(),
            dhash: "d".to_owned(),
            imported: false,
            exif: None,
        }],
        photo_waiver: None,
        problems: Vec::new(),
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn save_visit_v1_is_frozen() {
    let line = format!(
        r#"{{"kind":"save_visit_v1","id":"{ID}","revision":1,"household_id":"{ID}","visitor_id":"{ID}","template_id":"t","template_version":"2026.11.0","profile":"routine","started_ms":1,"ended_ms":2,"clock":{{"wall_ms":5,"monotonic_ms":6,"boot_id":"b"}},"geo":{{"fix":"missing","reason":"valley"}},"answers":[{{"item":"water_lpd","value":{{"type":"decimal","value":"60"}},"unchanged":true}}],"photos":[{{"id":"{ID}","kind":"visit_scene","item":"visit_scene_photo","taken_ms":1,"geo":{{"fix":"missing","reason":"valley"}},"sha256":"s","bytes":9,"width":4,"height":3,"original_sha256":"o","phash":"p","dhash":"d"}}],"problems":[]}}"#
    );
    let edit = Edit::SaveVisitV1(visit());
    assert_eq!(json(&edit), line);
    assert_eq!(serde_json::from_str::<Edit>(&line).unwrap(), edit);
}

#[test]
fn decisions_and_batches_are_frozen() {
    let review = Edit::ReviewVisitV1(ReviewV1 {
        id: ReviewId::from_uuid(ONE),
        visit_id: visit_id(),
        revision: 2,
        decision: DecisionV1::Return,
        reasons: vec!["incomplete".to_owned()],
        comments: vec![CommentV1 {
            item: None,
            member: None,
            text: "c".to_owned(),
        }],
        note: None,
        decided_ms: 3,
        seen: None,
    });
    assert_eq!(
        json(&review),
        format!(
            r#"{{"kind":"review_visit_v1","id":"{ID}","visit_id":"{ID}","revision":2,"decision":"return","reasons":["incomplete"],"comments":[{{"text":"c"}}],"decided_ms":3}}"#
        )
    );
    let line = json(&review).replace("3}", r#"3,"seen":"submitted"}"#);
    let seen: Edit = serde_json::from_str(&line).unwrap();
    assert!(matches!(&seen, Edit::ReviewVisitV1(review) if review.seen.is_some()));
    assert_eq!(json(&seen), line);
    let visits = vec![BatchVisitV1 {
        visit_id: visit_id(),
        revision: 2,
    }];
    let manifest_sha256 = BatchV1::manifest(&visits);
    assert_eq!(
        manifest_sha256,
        "ec423bda4922e708f026772d98c816312b090b660838c0b28fb92c0848524d97"
    );
    let batch = BatchV1 {
        id: BatchId::from_uuid(ONE),
        visits,
        manifest_sha256,
        sent_ms: 4,
    };
    assert!(json(&Edit::SendBatchV1(batch)).starts_with(&format!(
        r#"{{"kind":"send_batch_v1","id":"{ID}","visits":[{{"visit_id":"{ID}","revision":2}}],"manifest_sha256":""#
    )));
    let void = VoidVisitV1 {
        visit_id: visit_id(),
        revision: 1,
        reason: "r".to_owned(),
    };
    assert_eq!(
        json(&Edit::VoidVisitV1(void)),
        format!(r#"{{"kind":"void_visit_v1","visit_id":"{ID}","revision":1,"reason":"r"}}"#)
    );
}

#[test]
fn a_change_and_its_outcomes_are_frozen() {
    let edit = serde_json::value::RawValue::from_string("{ \"kind\" : 1 }".to_owned()).unwrap();
    let change = ChangeV1 {
        change_id: ChangeId::from_uuid(ONE),
        device_sequence: 7,
        record: crate::edit::RecordRef::visit(visit_id()),
        after: None,
        made_at: clock(),
        contacts: None,
        edit,
    };
    // The edit's bytes travel to the letter, spaces and all: receipts sign their digest.
    assert_eq!(
        json(&change),
        format!(
            r#"{{"change_id":"{ID}","device_sequence":7,"record":{{"kind":"visit","id":"{ID}"}},"made_at":{{"wall_ms":5,"monotonic_ms":6,"boot_id":"b"}},"edit":{{ "kind" : 1 }}}}"#
        )
    );
    let refused = ChangeOutcome {
        change_id: ChangeId::from_uuid(ONE),
        outcome: Outcome::Rejected(Rejection {
            code: "stale".to_owned(),
            field: None,
            current: None,
        }),
    };
    assert_eq!(
        json(&refused),
        format!(r#"{{"change_id":"{ID}","outcome":"rejected","code":"stale"}}"#)
    );
}

#[test]
fn parameters_and_versions_of_the_checklist_are_frozen() {
    let line = r#"{"values":{"monitor_line_yuan":8700},"dated":[{"key":"monitor_line_yuan","from":"2027-01-01","value":9200}]}"#;
    let params: ParamsV1 = serde_json::from_str(line).unwrap();
    assert_eq!(json(&params), line);
    let old = r#"{"values":{"water_region":"scarce"}}"#;
    assert_eq!(json(&serde_json::from_str::<ParamsV1>(old).unwrap()), old);
    // The document travels to the letter.
    let line = r#"{"version":"2026.11.0+620502.1","base":"2026.11.0","from":"2027-01-01","published_ms":5,"document":{ "a" : 1 }}"#;
    assert_eq!(
        json(&serde_json::from_str::<TemplateV1>(line).unwrap()),
        line
    );
}

fn receipt() -> ReceiptV1 {
    ReceiptV1 {
        county_id: CountyId::from_uuid(ONE),
        key_id: "k".to_owned(),
        change_id: ChangeId::from_uuid(ONE),
        digest: crate::digest(b"edit"),
        server_sequence: 8,
        received_ms: 9,
        disposition: Disposition::Applied,
        signature: String::new(),
    }
}

#[test]
fn a_receipt_proves_one_change_of_one_county_and_nothing_else() {
    let key = SigningKey::from_bytes(&[7; 32]);
    let county = CountyId::from_uuid(ONE);
    let change = ChangeId::from_uuid(ONE);
    let other = Uuid::from_u128(2);
    let good = receipt().signed(&key);
    let verify = |receipt: &ReceiptV1, edit: &[u8]| {
        receipt.verify(county, change, edit, &key.verifying_key())
    };
    assert_eq!(verify(&good, b"edit"), Ok(()));
    assert_eq!(verify(&good, b"Edit"), Err(BadReceipt::Other));

    let forged = [
        ReceiptV1 {
            server_sequence: 80,
            ..good.clone()
        },
        ReceiptV1 {
            received_ms: 90,
            ..good.clone()
        },
        ReceiptV1 {
            disposition: Disposition::Held,
            ..good.clone()
        },
        ReceiptV1 {
            key_id: "l".to_owned(),
            ..good.clone()
        },
        ReceiptV1 {
            signature: "AAAA".to_owned(),
            ..good.clone()
        },
    ];
    for receipt in forged {
        assert_eq!(verify(&receipt, b"edit"), Err(BadReceipt::Signature));
    }
    let elsewhere = ReceiptV1 {
        county_id: CountyId::from_uuid(other),
        ..good.clone()
    };
    assert_eq!(verify(&elsewhere, b"edit"), Err(BadReceipt::Other));
    let another = ReceiptV1 {
        change_id: ChangeId::from_uuid(other),
        ..good
    };
    assert_eq!(verify(&another, b"edit"), Err(BadReceipt::Other));
}

#[test]
fn a_photo_receipt_is_no_change_receipt() {
    let key = SigningKey::from_bytes(&[7; 32]);
    let county = CountyId::from_uuid(ONE);
    let photo = PhotoReceiptV1 {
        county_id: county,
        key_id: "k".to_owned(),
        sha256: "s".to_owned(),
        bytes: 9,
        verified_ms: 1,
        signature: String::new(),
    }
    .signed(&key);
    assert_eq!(photo.verify(county, "s", &key.verifying_key()), Ok(()));
    assert_eq!(
        photo.verify(county, "t", &key.verifying_key()),
        Err(BadReceipt::Other)
    );

    let borrowed = ReceiptV1 {
        signature: photo.signature,
        ..receipt()
    };
    assert_eq!(
        borrowed.verify(
            county,
            ChangeId::from_uuid(ONE),
            b"edit",
            &key.verifying_key()
        ),
        Err(BadReceipt::Signature)
    );
}

#[test]
fn a_campaign_is_frozen() {
    let body =
        format!(r#"{{"id":"{ID}","title":"回头看","starts":"2026-11-01","ends":"2026-12-31","#);
    let whole = format!(
        r#"{body}"scope":{{"areas":["620502100"],"groups":["monitored"]}},"profile":"full","required_coverage":100,"stages":[{{"title":"入户","ends":"2026-11-30"}}],"legal_basis":"县发〔2026〕1号","cancelled":true}}"#
    );
    let read: CampaignV1 = serde_json::from_str(&whole).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), whole);
    // What is not said is left out, and read as nothing.
    let least = format!(
        r#"{body}"scope":{{}},"profile":"routine","required_coverage":90,"legal_basis":""}}"#
    );
    let read: CampaignV1 = serde_json::from_str(&least).unwrap();
    assert!(read.stages.is_empty() && !read.cancelled && read.scope == Scope::default());
    assert_eq!(serde_json::to_string(&read).unwrap(), least);
}

/// An older county reads the same without it; an older phone does not say it.
#[test]
fn what_a_phone_still_has_is_frozen() {
    let bare = r#"{"changes":[]}"#;
    let silent: PushRequest = serde_json::from_str(bare).unwrap();
    assert_eq!(json(&silent), bare);
    let line = r#"{"changes":[],"outstanding":{"visits":1,"changes":2,"photos":3}}"#;
    let telling: PushRequest = serde_json::from_str(line).unwrap();
    assert_eq!(json(&telling), line);
}
