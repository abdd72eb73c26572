//! What was set aside comes back decided, and a phone is safe to hand in by receipts alone.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::SigningKey;
use protocol::edit::{Edit, VoidVisitV1};
use protocol::enrol::CountyKeyV1;
use protocol::pull::PulledRow;
use protocol::receipt::{Disposition, ReceiptV1};
use protocol::row::kind;
use protocol::settled::ChangeStateV1;

use crate::outbox::{self, Delivery};
use crate::testing::{Phone, ana, change, clock, county, receipt, row, visit, visit_id};
use crate::visit::{self as visits, Phase};
use crate::{hand_in, identity, pull, receipt as receipts, taken_back};

fn key(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

fn learn(phone: &Phone, id: &str, key: &SigningKey) {
    let known = CountyKeyV1 {
        key_id: id.into(),
        public_key: STANDARD.encode(key.verifying_key().as_bytes()),
        introduced_by: None,
    };
    phone
        .store
        .write(|tx| identity::save_keys(tx, std::slice::from_ref(&known)))
        .unwrap();
}

/// The county's word on a change of this phone, signed.
fn signed(phone: &Phone, number: u128, disposition: Disposition, sequence: i64) -> ReceiptV1 {
    let edit: String = phone
        .store
        .read(|conn| {
            Ok(conn.query_row(
                "select edit from outbox where change_id = ?1
                 union all select edit from receipt where change_id = ?1",
                [change(number).to_string()],
                |row| row.get(0),
            )?)
        })
        .unwrap();
    ReceiptV1 {
        county_id: county(),
        key_id: "signing".into(),
        digest: protocol::digest(edit.as_bytes()),
        server_sequence: sequence,
        ..receipt(number, disposition)
    }
    .signed(&key(9))
}

fn decision(receipt: &ReceiptV1) -> PulledRow {
    let state = ChangeStateV1 {
        change_id: receipt.change_id,
        disposition: receipt.disposition,
        receipt: receipt.clone(),
        code: None,
        note: Some("see the captain".into()),
        decided_ms: 7,
    };
    let body = serde_json::to_value(&state).unwrap();
    row(
        receipt.server_sequence,
        kind::CHANGE,
        receipt.change_id,
        body,
    )
}

fn pulled(phone: &Phone, row: PulledRow) {
    let cursor = row.sequence;
    phone
        .store
        .write(|tx| pull::apply_page(tx, &[row], cursor, 1))
        .unwrap();
}

fn queue_void(phone: &Phone, number: u128) {
    let void = Edit::VoidVisitV1(VoidVisitV1 {
        visit_id: visit_id(number),
        revision: 1,
        reason: "r".into(),
    });
    phone
        .store
        .write(|tx| outbox::push(tx, change(number), &void, &clock()))
        .unwrap();
}

fn aside(phone: &Phone, number: u128) {
    let held = signed(phone, number, Disposition::Quarantined, 2);
    phone
        .store
        .write(|tx| outbox::quarantine(tx, &held, "device_revoked"))
        .unwrap();
}

fn prove(phone: &Phone) -> hand_in::Proof {
    phone
        .store
        .read(|conn| hand_in::prove(conn, &mut |_, _| {}))
        .unwrap()
}

#[test]
fn a_quarantined_change_of_any_kind_is_settled_by_the_countys_signed_word() {
    let phone = ana();
    learn(&phone, "signing", &key(9));
    queue_void(&phone, 1);
    aside(&phone, 1);
    assert!(!prove(&phone).is_safe(), "undecided is not done");
    pulled(
        &phone,
        decision(&signed(&phone, 1, Disposition::Applied, 3)),
    );
    let left = phone.store.read(outbox::list).unwrap();
    assert_eq!(left.len(), 0);
    let kept = phone
        .store
        .read(|conn| receipts::get(conn, change(1)))
        .unwrap();
    assert_eq!(kept.unwrap().receipt.disposition, Disposition::Applied);
    assert!(prove(&phone).is_safe());
}

#[test]
fn a_decision_with_a_forged_receipt_settles_nothing_and_waits_for_the_right_key() {
    let phone = ana();
    learn(&phone, "other", &key(8));
    queue_void(&phone, 1);
    aside(&phone, 1);
    let word = signed(&phone, 1, Disposition::Applied, 3);
    let forged = ReceiptV1 {
        key_id: "other".into(),
        ..word.clone()
    };
    pulled(&phone, decision(&forged));
    assert_eq!(phone.store.read(outbox::list).unwrap().len(), 1, "forged");
    pulled(&phone, decision(&word));
    assert_eq!(
        phone.store.read(outbox::list).unwrap().len(),
        1,
        "unknown key"
    );
    assert!(phone.store.read(pull::has_kept).unwrap());
    learn(&phone, "signing", &key(9));
    phone.store.write(pull::replay_kept).unwrap();
    assert_eq!(phone.store.read(outbox::list).unwrap().len(), 0);
    assert!(!phone.store.read(pull::has_kept).unwrap());
}

#[test]
fn a_voided_visit_counts_no_longer_and_counts_again_when_it_is_taken_in_after_all() {
    let phone = ana();
    learn(&phone, "signing", &key(9));
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &visit(1, 1), change(1), &clock()))
        .unwrap();
    aside(&phone, 1);
    let phase = || {
        let row = phone.store.read(|conn| visits::get(conn, visit_id(1)));
        row.unwrap().unwrap().phase
    };
    pulled(&phone, decision(&signed(&phone, 1, Disposition::Voided, 3)));
    assert_eq!(phase(), Phase::Voided);
    assert!(prove(&phone).is_safe(), "the county holds it for good");

    pulled(
        &phone,
        decision(&signed(&phone, 1, Disposition::Quarantined, 4)),
    );
    assert_eq!(phase(), Phase::Sealed);
    let left = phone.store.read(outbox::list).unwrap();
    assert_eq!(left[0].delivery, Delivery::Quarantined);
    assert!(!prove(&phone).is_safe(), "undecided again");

    pulled(
        &phone,
        decision(&signed(&phone, 1, Disposition::Applied, 5)),
    );
    // An older word that comes late changes nothing.
    pulled(&phone, decision(&signed(&phone, 1, Disposition::Voided, 3)));
    assert_eq!(phase(), Phase::Sealed);
    assert!(prove(&phone).is_safe());
}

#[test]
fn a_phone_is_not_safe_on_the_word_of_a_flag() {
    let phone = ana();
    learn(&phone, "signing", &key(9));
    queue_void(&phone, 1);
    let word = signed(&phone, 1, Disposition::Applied, 3);
    phone
        .store
        .write(|tx| outbox::confirm(tx, &word, &[]))
        .unwrap();
    assert!(prove(&phone).is_safe());
    // The same row, one letter of its bytes changed: the count is as it was, the proof is not.
    phone
        .store
        .write(|tx| {
            tx.execute(
                "update receipt set edit = replace(edit, '\"r\"', '\"x\"')",
                [],
            )?;
            Ok(())
        })
        .unwrap();
    let proof = prove(&phone);
    assert_eq!((proof.is_safe(), proof.outstanding()), (false, 1));
    assert_eq!(proof.unproved, [change(1)]);
    let tally = phone.store.read(outbox::tally).unwrap();
    assert_eq!(tally.recorded, tally.verified, "flags would have said yes");
}

#[test]
fn drafts_and_photos_keep_a_phone_from_being_safe() {
    let phone = ana();
    assert!(prove(&phone).is_safe(), "nothing recorded, nothing to lose");
    phone
        .store
        .write(|tx| {
            visits::save_sealed(tx, &visit(1, 1), change(1), &clock())?;
            visits::reopen(tx, visit_id(1))
        })
        .unwrap();
    let proof = prove(&phone);
    assert_eq!((proof.drafts.len(), proof.is_safe()), (1, false));
}

#[test]
fn what_a_person_takes_back_holds_nothing_up_and_can_be_put_back() {
    let phone = ana();
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &visit(1, 1), change(1), &clock()))
        .unwrap();
    let refused = phone
        .store
        .write(|tx| taken_back::take_back(tx, change(1), "twice", 9));
    assert!(refused.is_err(), "it may be on its way");
    phone
        .store
        .write(|tx| {
            outbox::park(tx, change(1), "stale", None)?;
            taken_back::take_back(tx, change(1), "twice", 9)
        })
        .unwrap();
    let phase = || {
        let row = phone.store.read(|conn| visits::get(conn, visit_id(1)));
        row.unwrap().unwrap().phase
    };
    assert_eq!(phase(), Phase::Voided);
    let back = phone.store.read(taken_back::list).unwrap();
    assert_eq!((back.len(), back[0].reason.as_str()), (1, "twice"));
    assert!(!back[0].waiting.edit.get().is_empty(), "the bytes stay");
    assert!(prove(&phone).is_safe());

    phone
        .store
        .write(|tx| taken_back::put_back(tx, change(1)))
        .unwrap();
    assert_eq!(phase(), Phase::Sealed);
    let left = phone.store.read(outbox::list).unwrap();
    assert_eq!(
        (left[0].delivery, left[0].code.as_deref()),
        (Delivery::Parked, Some("stale"))
    );
    assert!(!prove(&phone).is_safe());
}
