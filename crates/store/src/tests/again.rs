use protocol::edit::VoidVisitV1;
use protocol::receipt::Disposition;

use super::work::{draft_row, photo_row};
use crate::testing::{ana, change, clock, receipt, visit, visit_id};
use crate::visit as visits;
use crate::{draft, outbox, photo};

#[test]
fn photos_of_a_refused_sealing_go_with_the_one_that_replaces_it() {
    let phone = ana();
    let taken = photo_row(1);
    let (mut refused, mut next) = (visit(1, 1), visit(1, 2));
    refused.photos = vec![taken.photo.clone()];
    next.photos = refused.photos.clone();
    phone
        .store
        .write(|tx| {
            draft::start(tx, &draft_row(1), &[])?;
            photo::insert(tx, &taken, b"thumb")?;
            visits::save_sealed(tx, &refused, change(1), &clock())?;
            outbox::park(tx, change(1), "stale", None)?;
            // The county returned what another phone of the same person had sent.
            draft::revise(tx, &visit(1, 1), 2)?;
            visits::save_sealed(tx, &next, change(2), &clock())?;
            outbox::confirm(tx, &receipt(2, Disposition::Applied), &[])
        })
        .unwrap();
    assert_eq!(phone.store.read(photo::pending).unwrap().len(), 1);
}

#[test]
fn a_refused_visit_that_is_voided_waits_for_nobody() {
    let phone = ana();
    let void = VoidVisitV1 {
        visit_id: visit_id(1),
        revision: 1,
        reason: "r".into(),
    };
    let taken = photo_row(1);
    let mut sealed = visit(1, 1);
    sealed.photos = vec![taken.photo.clone()];
    phone
        .store
        .write(|tx| {
            draft::start(tx, &draft_row(1), &[])?;
            photo::insert(tx, &taken, b"thumb")?;
            visits::save_sealed(tx, &sealed, change(1), &clock())?;
            outbox::park(tx, change(1), "unknown_member", None)?;
            visits::save_void(tx, &void, change(2), &clock())
        })
        .unwrap();
    // The county never took it in, so there is nothing to tell it.
    assert!(phone.store.read(outbox::list).unwrap().is_empty());
    assert_eq!(phone.store.read(photo::outstanding).unwrap(), (0, 0));
}
