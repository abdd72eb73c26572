//! The problem ledger on the phone: the county's rows and the phone's own moves lie side by side.

use domain::id::{ProblemId, ProblemStepId};
use protocol::edit::{Edit, RecordRef};
use protocol::problem::{MoveProblemV1, RaiseProblemV1};
use protocol::receipt::Disposition;
use protocol::row::kind;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::outbox;
use crate::problem_draft::{self, Draft, RAISE};
use crate::testing::{Phone, ana, change, clock, household, household_id, receipt, row};
use crate::{Error, epoch, hand_in, household as households, problem, pull};

pub(super) fn problem_id(number: u128) -> ProblemId {
    ProblemId::from_uuid(Uuid::from_u128(0x4000 + number))
}

pub(super) fn state(number: u128, stands: &str) -> Value {
    json!({
        "id": problem_id(number), "number": format!("520000-2026-0000{number}"),
        "household_id": household_id(1), "head_name": "张三", "village": "大坪村",
        "group": "1组", "source": "visit", "category": "water", "severity": "major",
        "title": "水不够", "state": stands, "role": "town_water", "found_ms": 5, "version": 1,
        "steps": [{ "step": "raised", "state": "found", "by_name": "李", "at_ms": 7 }],
    })
}

pub(super) fn pulled(phone: &Phone, number: u128, body: Value) {
    let rows = [row(9, kind::PROBLEM, problem_id(number), body)];
    phone
        .store
        .write(|tx| pull::apply_page(tx, &rows, 9, 1))
        .unwrap();
}

pub(super) fn moved(number: u128, step: &str) -> MoveProblemV1 {
    MoveProblemV1 {
        id: ProblemStepId::from_uuid(Uuid::from_u128(0x5000 + number)),
        problem_id: problem_id(number),
        step: step.into(),
        round: 0,
        reason: Some("not ours".into()),
        photos: Vec::new(),
        photo_waiver: None,
        on_site: false,
        owner_id: None,
        unit: None,
        cooperating_units: None,
        due: None,
        mode: None,
        measure: None,
        cause: None,
        result: None,
        other_id: None,
        moved_ms: 8,
    }
}

pub(super) fn raised(number: u128) -> RaiseProblemV1 {
    RaiseProblemV1 {
        id: problem_id(number),
        household_id: Some(household_id(1)),
        area_code: None,
        member: None,
        source: "screening".into(),
        category: "road".into(),
        severity: "minor".into(),
        title: "路断了".into(),
        detail: None,
        found_ms: 6,
    }
}

pub(super) fn save_move(phone: &Phone, number: u128, step: &str, change_number: u128) {
    phone
        .store
        .write(|tx| problem::save_move(tx, &moved(number, step), change(change_number), &clock()))
        .map(drop)
        .unwrap();
}

pub(super) fn refuse(phone: &Phone, change_number: u128) {
    phone
        .store
        .write(|tx| outbox::park(tx, change(change_number), "not_from_here", None))
        .unwrap();
}

pub(super) fn of_problem(phone: &Phone, number: u128) -> Vec<outbox::Waiting> {
    phone
        .store
        .read(|conn| outbox::of_record(conn, &RecordRef::problem(problem_id(number))))
        .unwrap()
}

pub(super) fn known(phone: &Phone, number: u128) -> Option<problem::Known> {
    phone
        .store
        .read(|conn| problem::get(conn, problem_id(number)))
        .unwrap()
}

#[test]
fn a_pulled_row_never_overwrites_an_unsent_move() {
    let phone = ana();
    pulled(&phone, 1, state(1, "assigned"));
    save_move(&phone, 1, "decline", 1);
    pulled(&phone, 1, state(1, "rectifying"));
    let found = known(&phone, 1).unwrap();
    assert_eq!(found.row.unwrap().state, "rectifying", "the county's word");
    assert!(
        matches!(&found.pending[0].edit, Edit::MoveProblemV1(moved)
            if moved.step == "decline" && moved.reason.as_deref() == Some("not ours")),
        "and the phone's own beside it"
    );
    assert!(found.pending[0].can_undo);
}

#[test]
fn a_move_and_its_outbox_entry_are_saved_together_or_not_at_all() {
    let phone = ana();
    pulled(&phone, 1, state(1, "assigned"));
    let draft = Draft {
        subject: problem_id(1).to_string(),
        step: "decline".into(),
        body: "{}".into(),
        saved_ms: 1,
    };
    phone
        .store
        .write(|tx| problem_draft::keep(tx, &draft))
        .unwrap();
    let died: Result<(), Error> = phone.store.write(|tx| {
        problem::save_move(tx, &moved(1, "decline"), change(1), &clock())?;
        Err(Error::NotFound("power"))
    });
    assert!(died.is_err());
    assert!(phone.store.read(outbox::list).unwrap().is_empty());
    assert_eq!(
        phone.store.read(problem_draft::list).unwrap(),
        [draft],
        "what was typed is not lost with it"
    );
    save_move(&phone, 1, "decline", 1);
    assert_eq!(phone.store.read(outbox::list).unwrap().len(), 1);
    assert!(phone.store.read(problem_draft::list).unwrap().is_empty());
}

#[test]
fn a_problem_raised_here_is_known_before_the_county_shows_it_and_keeps_its_household() {
    let phone = ana();
    let come = [row(
        1,
        kind::HOUSEHOLD,
        household_id(1),
        household(1, "张三"),
    )];
    let go = [row(2, kind::HOUSEHOLD, household_id(1), Value::Null)];
    phone
        .store
        .write(|tx| {
            pull::apply_page(tx, &come, 1, 1)?;
            problem::save_raised(tx, &raised(2), change(1), &clock())?;
            pull::apply_page(tx, &go, 2, 1)
        })
        .unwrap();
    let open = phone.store.read(problem::open).unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].raised().unwrap().title, "路断了");
    assert_eq!(open[0].area_code.as_deref(), Some("520000000001"));
    let of_home = |conn: &crate::Connection| problem::of_household(conn, household_id(1));
    assert_eq!(phone.store.read(of_home).unwrap().len(), 1);
    assert_eq!(phone.store.write(households::sweep).unwrap(), 0);

    // Confirmed and not pulled yet: still known, and no longer to be taken back.
    let taken = protocol::receipt::ReceiptV1 {
        server_sequence: 50,
        ..receipt(1, Disposition::Applied)
    };
    phone
        .store
        .write(|tx| outbox::confirm(tx, &taken, &[]))
        .unwrap();
    let open = phone.store.read(problem::open).unwrap();
    assert!(!open[0].pending[0].can_undo);
    assert_eq!(open[0].pending[0].delivery, None);
    assert_eq!(phone.store.write(households::sweep).unwrap(), 1);
}

#[test]
fn a_problem_of_a_household_elsewhere_survives_and_one_that_leaves_waits_for_its_move() {
    let phone = ana();
    pulled(&phone, 1, state(1, "assigned"));
    pulled(&phone, 2, state(2, "assigned"));
    assert_eq!(phone.store.read(problem::open).unwrap().len(), 2);
    save_move(&phone, 1, "decline", 1);
    pulled(&phone, 1, Value::Null);
    pulled(&phone, 2, Value::Null);
    assert!(known(&phone, 1).unwrap().row.is_some(), "the move needs it");
    assert!(known(&phone, 2).is_none());
    phone
        .store
        .write(|tx| {
            outbox::confirm(tx, &receipt(1, Disposition::Applied), &[])?;
            households::sweep(tx)
        })
        .unwrap();
    assert!(known(&phone, 1).is_none());
}

#[test]
fn a_village_has_problems_without_a_household() {
    let phone = ana();
    let mut row = state(1, "assigned");
    row["household_id"] = Value::Null;
    row["area_code"] = "520000000001".into();
    pulled(&phone, 1, row);
    let village = RaiseProblemV1 {
        household_id: None,
        area_code: Some("520000000002".into()),
        ..raised(2)
    };
    let draft = Draft {
        subject: "520000000002".into(),
        step: RAISE.into(),
        body: "{}".into(),
        saved_ms: 1,
    };
    phone
        .store
        .write(|tx| {
            problem_draft::keep(tx, &draft)?;
            problem::save_raised(tx, &village, change(1), &clock())
        })
        .unwrap();
    assert!(phone.store.read(problem_draft::list).unwrap().is_empty());
    let open = phone.store.read(problem::open).unwrap();
    let areas: Vec<_> = open.iter().map(|one| one.area_code.as_deref()).collect();
    assert_eq!(areas, [Some("520000000001"), Some("520000000002")]);
    assert!(open.iter().all(|one| one.household_id().is_none()));
}

#[test]
fn closed_problems_are_listed_by_when_they_were_closed() {
    let phone = ana();
    pulled(&phone, 1, state(1, "closed"));
    pulled(&phone, 2, state(2, "assigned"));
    let since = |ms| {
        phone
            .store
            .read(|conn| problem::closed_since(conn, ms))
            .unwrap()
            .len()
    };
    assert_eq!((since(7), since(8)), (1, 0));
}

#[test]
fn a_phone_with_something_typed_is_not_safe_to_hand_in() {
    let phone = ana();
    let safe = |phone: &Phone| {
        phone
            .store
            .read(|conn| hand_in::prove(conn, &mut |_, _| {}))
            .unwrap()
            .is_safe()
    };
    assert!(safe(&phone));
    let draft = Draft {
        subject: household_id(1).to_string(),
        step: RAISE.into(),
        body: "{}".into(),
        saved_ms: 1,
    };
    phone
        .store
        .write(|tx| problem_draft::keep(tx, &draft))
        .unwrap();
    assert!(!safe(&phone));
    phone
        .store
        .write(|tx| problem_draft::discard(tx, &draft.subject, RAISE))
        .unwrap();
    assert!(safe(&phone));
    assert!(!format!("{draft:?}").contains("{}"), "no words in a log");
}

#[test]
fn problems_a_restored_county_no_longer_shows_go() {
    let phone = ana();
    pulled(&phone, 1, state(1, "assigned"));
    pulled(&phone, 2, state(2, "assigned"));
    phone
        .store
        .write(|tx| epoch::begin_again(tx, Some("e2"), 6))
        .unwrap();
    pulled(&phone, 2, state(2, "closed"));
    phone.store.write(|tx| epoch::sweep(tx, 7)).unwrap();
    assert!(known(&phone, 1).is_none());
    assert!(known(&phone, 2).is_some());
}
