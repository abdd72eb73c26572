use protocol::edit::VoidVisitV1;
use protocol::receipt::Disposition;
use protocol::visit::{AnswerValueV1, ProblemV1};

use super::work::{draft_row, photo_row};
use crate::testing::{ana, change, clock, receipt, visit, visit_id};
use crate::visit::{self as visits, Phase};
use crate::{answer, draft, outbox, photo};

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

#[test]
fn a_visit_another_phone_took_further_goes_on_from_there() {
    let phone = ana();
    let mut further = visit(1, 2);
    further.answers[0].value = AnswerValueV1::Choice("no".into());
    further.photo_waiver = Some("it was dark".into());
    further.problems = vec![ProblemV1 {
        key: "k".into(),
        from: "a1".into(),
        member: None,
        category: "water".into(),
        severity: "minor".into(),
        title: "t".into(),
        dismissed: Some("seen to".into()),
    }];
    phone
        .store
        .write(|tx| {
            visits::save_sealed(tx, &visit(1, 1), change(1), &clock())?;
            draft::revise(tx, &further, 3)
        })
        .unwrap();
    let (row, answers, dismissed) = phone
        .store
        .read(|conn| {
            Ok((
                visits::get(conn, visit_id(1))?.unwrap(),
                answer::list(conn, visit_id(1))?,
                answer::dismissals(conn, visit_id(1))?,
            ))
        })
        .unwrap();
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0].value, further.answers[0].value);
    assert_eq!((row.phase, row.revision), (Phase::Draft, 3));
    assert_eq!(row.photo_waiver, further.photo_waiver);
    assert_eq!(dismissed, [("k".to_owned(), "seen to".to_owned())]);
}
