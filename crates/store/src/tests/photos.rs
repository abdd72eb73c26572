//! Photos of which another copy is sent, and photos that were here before.

use protocol::receipt::PhotoReceiptV1;

use super::work::{draft_row, photo_row};
use crate::alike::{self, Kind, Match};
use crate::cover::{self, Area, NewCopy};
use crate::photo::{self, PhotoRow};
use crate::testing::{Phone, ana, change, clock, county, receipt, visit, visit_id};
use crate::{Error, draft, dropped, outbox, visit as visits};

const FACE: Area = Area {
    left: 0.25,
    top: 0.1,
    width: 0.2,
    height: 0.3,
};

fn with_photo() -> (Phone, PhotoRow) {
    let phone = ana();
    let row = photo_row(1);
    phone
        .store
        .write(|tx| {
            draft::start(tx, &draft_row(1), &[])?;
            photo::insert(tx, &row, b"clear")
        })
        .unwrap();
    (phone, row)
}

fn copy(name: &str) -> NewCopy<'_> {
    NewCopy {
        sha256: name,
        bytes: 5,
        width: 4,
        height: 3,
        sent_path: name,
        thumbnail: b"covered",
    }
}

fn replace(phone: &Phone, row: &PhotoRow, name: &str, areas: &[Area]) -> crate::Result<()> {
    phone
        .store
        .write(|tx| cover::replace(tx, row.visit_id, row.photo.id, &copy(name), areas))
}

fn now(phone: &Phone, row: &PhotoRow) -> PhotoRow {
    let found = phone.store.read(|conn| photo::get(conn, row.photo.id));
    found.unwrap().unwrap()
}

fn undeclared(phone: &Phone) -> Vec<String> {
    phone.store.read(cover::undeclared).unwrap()
}

/// Seals the draft with its photo, and the county takes the text in.
fn seal(phone: &Phone, row: &PhotoRow, number: u128) {
    let mut sealed = visit(1, 1);
    sealed.photos = vec![row.photo.clone()];
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &sealed, change(number), &clock()))
        .unwrap();
}

fn proof(sha256: &str) -> PhotoReceiptV1 {
    PhotoReceiptV1 {
        county_id: county(),
        key_id: "k1".into(),
        sha256: sha256.into(),
        bytes: 1,
        verified_ms: 7,
        signature: String::new(),
    }
}

#[test]
fn a_covered_copy_takes_the_place_of_the_sent_one_and_the_original_stays() {
    let (phone, row) = with_photo();
    replace(&phone, &row, "covered", &[FACE]).unwrap();
    let found = now(&phone, &row);
    assert_eq!(found.photo.sha256, "covered");
    assert_eq!(found.sent_path, "covered");
    assert_eq!(found.original_path, row.original_path);
    assert_eq!(found.photo.original_sha256, row.photo.original_sha256);
    let kept = phone.store.read(|conn| {
        Ok((
            cover::areas(conn, row.photo.id)?,
            photo::thumbnail(conn, row.photo.id)?,
        ))
    });
    assert_eq!(kept.unwrap(), (vec![FACE], Some(b"covered".to_vec())));
    assert_eq!(undeclared(&phone), ["s.jpg"], "its file may go");

    replace(&phone, &row, "s.jpg", &[]).unwrap();
    assert_eq!(
        undeclared(&phone),
        ["covered"],
        "the first one is named again"
    );
    let bare = phone.store.read(|conn| cover::areas(conn, row.photo.id));
    assert!(bare.unwrap().is_empty());
}

#[test]
fn a_sealed_photo_is_not_covered_any_more() {
    let (phone, row) = with_photo();
    seal(&phone, &row, 1);
    assert!(matches!(
        replace(&phone, &row, "covered", &[FACE]),
        Err(Error::NotDraft)
    ));
    assert_eq!(now(&phone, &row).photo.sha256, row.photo.sha256);
}

/// The county waits for what it was told of, or holds it already.
#[test]
fn a_copy_that_was_declared_stays_and_its_receipt_proves_nothing_of_the_next() {
    let (phone, row) = with_photo();
    seal(&phone, &row, 1);
    let taken_in = receipt(1, protocol::receipt::Disposition::Applied);
    let returned = visit(1, 1);
    phone
        .store
        .write(|tx| {
            outbox::confirm(tx, &taken_in, &[])?;
            photo::set_receipt(tx, row.photo.id, &proof(&row.photo.sha256))?;
            draft::revise(tx, &returned, 2)
        })
        .unwrap();
    replace(&phone, &row, "covered", &[FACE]).unwrap();
    let found = now(&phone, &row);
    assert_eq!((found.change_id, found.verified_ms), (None, None));
    assert!(undeclared(&phone).is_empty());
    let late = |tx: &crate::Transaction<'_>| {
        photo::set_receipt(tx, row.photo.id, &proof(&row.photo.sha256))?;
        photo::set_progress(tx, row.photo.id, Some("u"), 4)?;
        photo::park(tx, row.photo.id, "digest_mismatch")
    };
    phone.store.write(late).unwrap();
    let found = now(&phone, &row);
    assert_eq!((found.verified_ms, found.upload_offset), (None, 0));
    assert_eq!(found.parked_code, None, "that was about the old copy");
}

#[test]
fn a_copy_is_not_let_go_while_a_photo_taken_back_still_names_it() {
    let (phone, row) = with_photo();
    replace(&phone, &row, "covered", &[FACE]).unwrap();
    replace(&phone, &row, "s.jpg", &[]).unwrap();
    phone
        .store
        .write(|tx| photo::remove(tx, row.visit_id, row.photo.id))
        .unwrap();
    assert_eq!(undeclared(&phone), ["covered"]);
    phone
        .store
        .write(|tx| cover::forget(tx, "covered"))
        .unwrap();
    assert!(undeclared(&phone).is_empty());
    let gone = phone.store.read(|conn| dropped::prunable(conn, 9, 0));
    assert!(gone.unwrap().is_empty());
}

#[test]
fn what_was_found_goes_with_either_photo() {
    let (phone, first) = with_photo();
    let second = photo_row(2);
    let found = Match {
        other: first.photo.id,
        kind: Kind::Exact,
        distance: 0,
        turned: false,
    };
    phone
        .store
        .write(|tx| {
            photo::insert(tx, &second, b"t")?;
            alike::save(tx, second.photo.id, &[found])
        })
        .unwrap();
    let of_second = || {
        phone
            .store
            .read(|conn| alike::of_photo(conn, second.photo.id))
    };
    assert_eq!(of_second().unwrap(), [found]);
    phone
        .store
        .write(|tx| photo::remove(tx, visit_id(1), first.photo.id))
        .unwrap();
    assert!(
        of_second().unwrap().is_empty(),
        "nothing is left to look at"
    );
}

#[test]
fn a_photo_taken_out_of_its_visit_is_no_earlier_use_of_the_picture() {
    let (phone, first) = with_photo();
    let known = |visit| {
        let prints = phone
            .store
            .read(|conn| alike::prints(conn, photo_row(2).photo.id, visit_id(visit)));
        prints.unwrap().len()
    };
    assert_eq!(known(1), 1);
    seal(&phone, &first, 1);
    phone
        .store
        .write(|tx| {
            outbox::confirm(
                tx,
                &receipt(1, protocol::receipt::Disposition::Applied),
                &[],
            )?;
            draft::revise(tx, &visit(1, 1), 2)?;
            photo::remove(tx, visit_id(1), first.photo.id)
        })
        .unwrap();
    assert_eq!(known(1), 0, "taken again for the same visit");
    assert_eq!(known(2), 1, "another visit used a picture that was sent");
}
