use std::sync::Arc;

use protocol::pull::PulledRow;
use protocol::row::kind;
use rusqlite::{Connection, Transaction};
use serde_json::{Value, json};

use crate::testing::{
    ana, change, clock, household, household_id, row, visit, visit_id, visit_state,
};
use crate::{
    Error, county_visit, draft, household as households, journal, outbox, pull, search, sync_state,
    visit as visits,
};

#[test]
fn a_page_and_its_cursor_are_saved_together_or_not_at_all() {
    let phone = ana();
    let page = [row(
        5,
        kind::HOUSEHOLD,
        household_id(1),
        household(1, "张三"),
    )];
    let died: Result<(), Error> = phone.store.write(|tx| {
        pull::apply_page(tx, &page, 5, 1)?;
        Err(Error::NotFound("power"))
    });
    assert!(died.is_err());
    assert_eq!(phone.store.read(households::count).unwrap(), 0);
    assert_eq!(phone.store.read(sync_state::get).unwrap().cursor, 0);

    phone
        .store
        .write(|tx| pull::apply_page(tx, &page, 5, 1))
        .unwrap();
    assert_eq!(phone.store.read(households::count).unwrap(), 1);
    assert_eq!(phone.store.read(sync_state::get).unwrap().cursor, 5);
}

#[test]
fn a_pulled_row_never_overwrites_an_unsent_edit() {
    let phone = ana();
    let mut mine = visit(1, 2);
    mine.photo_waiver = Some("mine".into());
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &mine, change(1), &clock()))
        .unwrap();
    let page = [row(
        5,
        kind::VISIT,
        visit_id(1),
        visit_state(1, 1, "returned"),
    )];
    phone
        .store
        .write(|tx| pull::apply_page(tx, &page, 5, 1))
        .unwrap();

    let own = phone
        .store
        .read(|conn| visits::get(conn, visit_id(1)))
        .unwrap()
        .unwrap();
    assert_eq!(
        (own.revision, own.photo_waiver.as_deref()),
        (2, Some("mine"))
    );
    let waiting = phone.store.read(outbox::list).unwrap();
    assert!(waiting[0].edit.get().contains("mine"));
    let theirs = phone
        .store
        .read(|conn| county_visit::row(conn, visit_id(1)))
        .unwrap()
        .unwrap();
    assert_eq!((theirs.revision, theirs.state.as_str()), (1, "returned"));
}

#[test]
fn a_household_that_leaves_stays_while_unsent_work_needs_it() {
    let phone = ana();
    let come = [
        row(1, kind::HOUSEHOLD, household_id(1), household(1, "张三")),
        row(2, kind::HOUSEHOLD, household_id(2), household(2, "李四")),
    ];
    let go = [
        row(3, kind::HOUSEHOLD, household_id(1), Value::Null),
        row(4, kind::HOUSEHOLD, household_id(2), Value::Null),
    ];
    phone
        .store
        .write(|tx| pull::apply_page(tx, &come, 2, 1))
        .unwrap();
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &visit(1, 1), change(1), &clock()))
        .unwrap();
    phone
        .store
        .write(|tx| pull::apply_page(tx, &go, 4, 1))
        .unwrap();

    let kept = phone
        .store
        .read(|conn| households::row(conn, household_id(1)))
        .unwrap()
        .unwrap();
    assert!(!kept.in_scope);
    assert!(
        phone
            .store
            .read(|conn| households::row(conn, household_id(2)))
            .unwrap()
            .is_none()
    );
    assert_eq!(phone.store.read(households::count).unwrap(), 0);

    let receipt = crate::testing::receipt(1, protocol::receipt::Disposition::Applied);
    phone
        .store
        .write(|tx| outbox::confirm(tx, &receipt, &[]))
        .unwrap();
    assert_eq!(phone.store.write(households::sweep).unwrap(), 1);
    assert!(
        phone
            .store
            .read(|conn| households::row(conn, household_id(1)))
            .unwrap()
            .is_none()
    );
    let own = phone
        .store
        .read(|conn| visits::get(conn, visit_id(1)))
        .unwrap();
    assert!(own.is_some(), "the visit itself is never lost");
}

#[test]
fn a_row_this_version_cannot_read_is_kept_and_the_rest_goes_on() {
    let phone = ana();
    let page = [
        row(1, "weather", "w", json!({"rain": true})),
        row(
            2,
            kind::HOUSEHOLD,
            household_id(1),
            json!({"id": household_id(1)}),
        ),
        row(3, kind::HOUSEHOLD, household_id(2), household(2, "李四")),
    ];
    phone
        .store
        .write(|tx| pull::apply_page(tx, &page, 3, 1))
        .unwrap();
    assert_eq!(phone.store.read(households::count).unwrap(), 1);
    assert!(phone.store.read(pull::has_kept).unwrap());
    let events = phone
        .store
        .read(|conn| journal::page(conn, None, 10))
        .unwrap();
    assert_eq!(
        events
            .iter()
            .filter(|entry| entry.event == "row_unreadable")
            .count(),
        2
    );

    let better = [row(
        4,
        kind::HOUSEHOLD,
        household_id(1),
        household(1, "张三"),
    )];
    phone
        .store
        .write(|tx| pull::apply_page(tx, &better, 4, 1))
        .unwrap();
    assert_eq!(phone.store.write(pull::replay_kept).unwrap(), 0);
    let head = phone
        .store
        .read(|conn| households::get(conn, household_id(1)))
        .unwrap()
        .unwrap();
    assert_eq!(
        head.head_name, "张三",
        "an old unreadable row must not come back"
    );
}

#[test]
fn a_household_is_found_by_what_a_person_remembers() {
    let phone = ana();
    let page: Vec<_> = [(1, "张三"), (2, "单雄信"), (3, "李%四")]
        .into_iter()
        .map(|(at, head)| row(1, kind::HOUSEHOLD, household_id(at), household(at, head)))
        .collect();
    phone
        .store
        .write(|tx| pull::apply_page(tx, &page, 1, 1))
        .unwrap();
    let found = |text: &str| -> Vec<String> {
        let rows = phone
            .store
            .read(|conn| search::households(conn, text))
            .unwrap();
        rows.into_iter().map(|row| row.head_name).collect()
    };
    for (text, head) in [
        ("zs", "张三"),
        ("ZhangSan", "张三"),
        ("三", "张三"),
        ("shan", "单雄信"),
        ("dxx", "单雄信"),
        ("52002", "单雄信"),
        ("3组", "李%四"),
        ("大坪 zs", "张三"),
        ("%", "李%四"),
    ] {
        assert_eq!(found(text), [head], "{text}");
    }
    assert_eq!(found("").len(), 3);
    assert!(found("nobody").is_empty());
}

const MEMBER: &str = "00000000-0000-0000-0000-000000000901";

fn member() -> Value {
    json!({ "id": MEMBER, "household_id": household_id(1), "number": "1", "name": "赵六",
        "id_number_masked": "", "gender": "1", "birth": "1970-01-01", "relation": "配偶",
        "school_status": "not_student", "active": true })
}

#[test]
fn names_kept_in_memory_follow_what_is_pulled() {
    let phone = ana();
    let pull = |sequence: i64, page: &[PulledRow]| {
        let page = |tx: &Transaction<'_>| pull::apply_page(tx, page, sequence, 1);
        phone.store.write(page).unwrap();
    };
    let found = |text: &str| {
        let found = |conn: &Connection| {
            Ok(phone
                .store
                .names(conn)?
                .find(&search::Wanted::typed(text))
                .len())
        };
        phone.store.read(found).unwrap()
    };
    let home = |head: &str| household(1, head);
    let housed = |sequence, body| row(sequence, kind::HOUSEHOLD, household_id(1), body);
    pull(1, &[housed(1, home("张三"))]);
    assert_eq!((found("zs"), found("")), (1, 1));
    // Not for a row that names nobody.
    let before = phone.store.read(|conn| phone.store.names(conn)).unwrap();
    pull(
        2,
        &[row(
            2,
            kind::VISIT,
            visit_id(1),
            visit_state(1, 1, "submitted"),
        )],
    );
    let after = phone.store.read(|conn| phone.store.names(conn)).unwrap();
    assert!(Arc::ptr_eq(&before, &after));
    pull(3, &[housed(3, home("王五"))]);
    assert_eq!((found("zs"), found("ww")), (0, 1));
    pull(4, &[row(4, kind::MEMBER, MEMBER, member())]);
    assert_eq!((found("zl"), found("ww 赵")), (1, 1));
    pull(5, &[row(5, kind::MEMBER, MEMBER, Value::Null)]);
    assert_eq!((found("zl"), found("ww")), (0, 1));
    pull(6, &[housed(6, Value::Null)]);
    assert_eq!(found(""), 0);
}

#[test]
fn a_pulled_revision_settles_what_the_county_had_aside() {
    let phone = ana();
    phone
        .store
        .write(|tx| visits::save_sealed(tx, &visit(1, 1), change(1), &clock()))
        .unwrap();
    let aside = crate::testing::receipt(1, protocol::receipt::Disposition::Quarantined);
    phone
        .store
        .write(|tx| outbox::quarantine(tx, &aside, "device_revoked"))
        .unwrap();
    let page = [row(
        5,
        kind::VISIT,
        visit_id(1),
        visit_state(1, 1, "submitted"),
    )];
    phone
        .store
        .write(|tx| pull::apply_page(tx, &page, 5, 1))
        .unwrap();
    assert!(phone.store.read(outbox::list).unwrap().is_empty());
    assert!(phone.store.read(draft::list).unwrap().is_empty());
}
