use domain::id::PhotoId;
use protocol::edit::VoidVisitV1;
use protocol::receipt::{Disposition, PhotoReceiptV1};
use protocol::row::kind;
use protocol::visit::{AnswerValueV1, GeoV1, PhotoV1};
use uuid::Uuid;

use crate::answer::{self, Answer, Origin};
use crate::photo::{self, PhotoRow};
use crate::testing::{ana, change, clock, county, receipt, row, visit, visit_id, visit_state};
use crate::visit::{self as visits, Phase, VisitRow};
use crate::{Error, draft, outbox, pull};

pub(super) fn draft_row(number: u128) -> VisitRow {
    let visit = visit(number, 1);
    VisitRow {
        visit_id: visit.id,
        household_id: visit.household_id,
        visitor_id: visit.visitor_id,
        profile: visit.profile,
        template_id: visit.template_id,
        template_version: visit.template_version,
        revision: 1,
        phase: Phase::Draft,
        started_ms: 1,
        ended_ms: None,
        location: None,
        photo_waiver: None,
        sealed_change_id: None,
    }
}

pub(super) fn photo_row(number: u128) -> PhotoRow {
    PhotoRow {
        visit_id: visit_id(1),
        photo: PhotoV1 {
            id: PhotoId::from_uuid(Uuid::from_u128(number)),
            kind: "house".into(),
            item: "p1".into(),
            member: None,
            taken_ms: 1,
            geo: GeoV1::Missing { reason: "r".into() },
            sha256: format!("{number:064}"),
            bytes: 100_000,
            width: 1600,
            height: 1200,
            original_sha256: "o".into(),
            phash: "0".into(),
            dhash: "0".into(),
            imported: false,
            exif: None,
        },
        original_path: Some("o.jpg".into()),
        sent_path: "s.jpg".into(),
        removed: false,
        change_id: None,
        upload_url: None,
        upload_offset: 0,
        attempts: 0,
        parked_code: None,
        verified_ms: None,
    }
}

#[test]
fn a_save_that_fails_leaves_neither_record_nor_outbox() {
    let phone = ana();
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &visit(1, 1), change(1), &clock()))
        .unwrap();
    // The change id is taken, so the queueing half of this save must fail.
    let failed = phone
        .store
        .write(|tx| visits::save_sealed(tx, &visit(2, 1), change(1), &clock()));
    assert!(failed.is_err());
    assert!(
        phone
            .store
            .read(|conn| visits::get(conn, visit_id(2)))
            .unwrap()
            .is_none()
    );
    assert_eq!(phone.store.read(outbox::list).unwrap().len(), 1);
}

#[test]
fn a_panic_in_a_save_leaves_nothing_and_the_store_usable() {
    let phone = ana();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        phone.store.write(|tx| -> crate::Result<()> {
            visits::save_sealed(tx, &visit(1, 1), change(1), &clock())?;
            panic!("in mid-save")
        })
    }));
    assert!(panicked.is_err());
    assert!(phone.store.read(outbox::list).unwrap().is_empty());
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &visit(1, 1), change(1), &clock()))
        .unwrap();
}

#[test]
fn a_sealed_visit_cannot_be_written_to() {
    let phone = ana();
    phone
        .store
        .write(|tx| draft::start(tx, &draft_row(1), &[]))
        .unwrap();
    let given = Answer {
        item: "a1".into(),
        member: None,
        value: AnswerValueV1::Integer(3),
        origin: Origin::Touched,
    };
    phone
        .store
        .write(|tx| answer::save(tx, visit_id(1), &given))
        .unwrap();
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &visit(1, 1), change(1), &clock()))
        .unwrap();
    assert!(matches!(
        phone
            .store
            .write(|tx| answer::save(tx, visit_id(1), &given)),
        Err(Error::NotDraft)
    ));
    assert_eq!(
        phone
            .store
            .read(|conn| answer::list(conn, visit_id(1)))
            .unwrap(),
        [given]
    );
}

#[test]
fn a_sealed_visit_that_never_left_may_be_opened_and_sealed_again() {
    let phone = ana();
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &visit(1, 1), change(1), &clock()))
        .unwrap();
    phone
        .store
        .write(|tx| visits::reopen(tx, visit_id(1)))
        .unwrap();
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &visit(1, 1), change(2), &clock()))
        .unwrap();
    let waiting = phone.store.read(outbox::list).unwrap();
    assert_eq!(
        waiting.iter().map(|one| one.change_id).collect::<Vec<_>>(),
        [change(2)]
    );
    assert_eq!(
        waiting[0].after, None,
        "it must not wait for what was taken back"
    );
}

#[test]
fn a_draft_that_never_left_is_voided_without_a_word_to_the_county() {
    let phone = ana();
    let void = VoidVisitV1 {
        visit_id: visit_id(1),
        revision: 1,
        reason: "r".into(),
    };
    phone
        .store
        .write(|tx| draft::start(tx, &draft_row(1), &[]))
        .unwrap();
    phone
        .store
        .write(|tx| visits::save_void(tx, &void, change(1), &clock()))
        .unwrap();
    assert!(phone.store.read(outbox::list).unwrap().is_empty());

    let void = VoidVisitV1 {
        visit_id: visit_id(2),
        revision: 1,
        reason: "r".into(),
    };
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &visit(2, 1), change(2), &clock()))
        .unwrap();
    phone
        .store
        .write(|tx| visits::save_void(tx, &void, change(3), &clock()))
        .unwrap();
    assert_eq!(phone.store.read(outbox::list).unwrap().len(), 2);
}

#[test]
fn photos_wait_for_their_text_and_originals_for_law_9() {
    let phone = ana();
    let row_1 = photo_row(1);
    let mut sealed = visit(1, 1);
    sealed.photos = vec![row_1.photo.clone()];
    phone
        .store
        .write(|tx| draft::start(tx, &draft_row(1), &[]))
        .unwrap();
    phone
        .store
        .write(|tx| photo::insert(tx, &row_1, b"thumb"))
        .unwrap();
    assert_eq!(
        phone
            .store
            .read(|conn| photo::thumbnail(conn, row_1.photo.id))
            .unwrap()
            .as_deref(),
        Some(b"thumb".as_slice())
    );
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &sealed, change(1), &clock()))
        .unwrap();
    assert!(
        phone.store.read(photo::pending).unwrap().is_empty(),
        "text before photos"
    );
    assert_eq!(phone.store.read(photo::outstanding).unwrap(), (1, 100_000));

    let applied = receipt(1, Disposition::Applied);
    phone
        .store
        .write(|tx| outbox::confirm(tx, &applied, &[]))
        .unwrap();
    assert_eq!(phone.store.read(photo::pending).unwrap().len(), 1);

    let prunable = |now_ms| {
        phone
            .store
            .read(|conn| photo::prunable(conn, now_ms, 1000))
            .unwrap()
    };
    let accept = [row(
        1,
        kind::VISIT,
        visit_id(1),
        visit_state(1, 1, "county_accepted"),
    )];
    phone
        .store
        .write(|tx| pull::apply_page(tx, &accept, 1, 1))
        .unwrap();
    assert!(
        prunable(i64::MAX).is_empty(),
        "accepted, but the photo is not verified"
    );

    let proof = PhotoReceiptV1 {
        county_id: county(),
        key_id: "k1".into(),
        sha256: row_1.photo.sha256.clone(),
        bytes: row_1.photo.bytes,
        verified_ms: 5000,
        signature: String::new(),
    };
    phone
        .store
        .write(|tx| photo::set_receipt(tx, row_1.photo.id, &proof))
        .unwrap();
    assert!(phone.store.read(photo::pending).unwrap().is_empty());
    assert!(prunable(5999).is_empty(), "retention has not passed");
    assert_eq!(prunable(6000).len(), 1);
    phone
        .store
        .write(|tx| photo::forget_original(tx, row_1.photo.id))
        .unwrap();
    assert!(prunable(6000).is_empty());
    assert_eq!(phone.store.read(photo::tally).unwrap().verified, 1);
}

/// Two visits with the same picture: the first verified and accepted, the second only recorded.
#[test]
fn an_original_stays_while_another_visit_needs_the_same_file() {
    let phone = ana();
    let (first, mut second) = (photo_row(1), photo_row(2));
    second.visit_id = visit_id(2);
    let proof = |row: &PhotoRow| PhotoReceiptV1 {
        county_id: county(),
        key_id: "k1".into(),
        sha256: row.photo.sha256.clone(),
        bytes: row.photo.bytes,
        verified_ms: 5000,
        signature: String::new(),
    };
    let accepted = |number| {
        let body = visit_state(number, 1, "county_accepted");
        [row(1, kind::VISIT, visit_id(number), body)]
    };
    phone
        .store
        .write(|tx| {
            draft::start(tx, &draft_row(1), &[])?;
            draft::start(tx, &draft_row(2), &[])?;
            photo::insert(tx, &first, b"thumb")?;
            photo::insert(tx, &second, b"thumb")?;
            photo::set_receipt(tx, first.photo.id, &proof(&first))?;
            pull::apply_page(tx, &accepted(1), 1, 1)
        })
        .unwrap();
    let prunable = || {
        let found = phone.store.read(|conn| photo::prunable(conn, 9000, 1000));
        found.unwrap().len()
    };
    assert_eq!(prunable(), 0, "the second visit's bytes are nowhere else");

    phone
        .store
        .write(|tx| {
            photo::set_receipt(tx, second.photo.id, &proof(&second))?;
            pull::apply_page(tx, &accepted(2), 2, 1)
        })
        .unwrap();
    assert_eq!(prunable(), 2);
}
