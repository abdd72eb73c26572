use uuid::Uuid;

use super::*;

pub(super) const MONITORED: Home = Home {
    monitored: true,
    ended: false,
};
const GENERAL: Home = Home {
    monitored: false,
    ended: false,
};
pub(super) const TODAY: &str = "2026-11-22";

pub(super) fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}

pub(super) fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

fn row(id: u128, who: u128, kind: Kind, from: &str, to: &str) -> Assigned {
    Assigned {
        id: AssignmentId::from_uuid(Uuid::from_u128(id)),
        person: person(who),
        kind,
        from: date(from),
        to: parse_date(to),
    }
}

/// Person 1 answers since January, 2 helps since March.
fn two() -> Vec<Assigned> {
    vec![
        row(1, 1, Kind::Primary, "2026-01-01", ""),
        row(2, 2, Kind::Co, "2026-03-01", ""),
    ]
}

pub(super) fn id(number: u128) -> AssignmentId {
    AssignmentId::from_uuid(Uuid::from_u128(number))
}

fn assign(who: u128, kind: Kind, day: &str) -> Change {
    Change::Assign {
        person: person(who),
        kind,
        day: date(day),
    }
}

fn hand_over(row: u128, to: u128, day: &str, overlap_days: u32) -> Change {
    Change::HandOver {
        row: id(row),
        person: person(to),
        day: date(day),
        overlap_days,
    }
}

fn end(row: u128, day: &str, has_reason: bool) -> Change {
    Change::End {
        row: id(row),
        day: date(day),
        has_reason,
    }
}

fn withdraw(row: u128) -> Change {
    Change::Withdraw { row: id(row) }
}

/// The rows after a change, new ones numbered from 101; as `person kind from..to`.
fn after_change(home: Home, rows: &[Assigned], change: &Change) -> Result<Vec<Assigned>, Refusal> {
    let mut next = 100 + u128::try_from(rows.len()).unwrap();
    let steps = plan(home, rows, change, date(TODAY))?;
    Ok(apply(rows, &steps, || {
        next += 1;
        id(next)
    }))
}

pub(super) fn told(rows: &[Assigned]) -> Vec<String> {
    rows.iter()
        .filter(|row| !row.is_withdrawn())
        .map(|row| {
            let to = row.to.map(|to| to.to_string()).unwrap_or_default();
            let who = row.person.to_string();
            let who = who.trim_start_matches(['0', '-']);
            format!("{who} {} {}..{to}", row.kind.as_str(), row.from)
        })
        .collect()
}

#[test]
fn whoever_takes_over_answers_from_that_day_and_the_other_helps_on() {
    let rows = after_change(MONITORED, &two(), &hand_over(1, 3, "2026-12-01", 7)).unwrap();
    assert_eq!(
        told(&rows),
        [
            "1 primary 2026-01-01..2026-11-30",
            "2 co 2026-03-01..",
            "3 primary 2026-12-01..",
            "1 co 2026-12-01..2026-12-07",
        ]
    );
    // One who helped already answers now, and is not there twice.
    let rows = after_change(MONITORED, &two(), &hand_over(1, 2, "2026-11-22", 1)).unwrap();
    assert_eq!(
        told(&rows),
        [
            "1 primary 2026-01-01..2026-11-21",
            "2 co 2026-03-01..2026-11-21",
            "2 primary 2026-11-22..",
            "1 co 2026-11-22..2026-11-22",
        ]
    );
    let rows = after_change(MONITORED, &two(), &hand_over(2, 3, "2026-12-01", 2)).unwrap();
    assert_eq!(
        told(&rows),
        [
            "1 primary 2026-01-01..",
            "2 co 2026-03-01..2026-12-02",
            "3 co 2026-12-01..",
        ]
    );
}

#[test]
fn a_planned_hand_over_is_taken_back_whole() {
    for (taker, overlap) in [(3, 7), (2, 1)] {
        let planned = hand_over(1, taker, "2026-12-01", overlap);
        let rows = after_change(MONITORED, &two(), &planned).unwrap();
        let new = rows
            .iter()
            .find(|row| row.kind == Kind::Primary && row.person == person(taker))
            .unwrap();
        let back = Change::Withdraw { row: new.id };
        let rows = after_change(MONITORED, &rows, &back).unwrap();
        assert_eq!(told(&rows), told(&two()), "{taker}");
    }
}

#[test]
fn an_end_still_to_come_is_taken_back() {
    let mut rows = two();
    rows[1].to = Some(date("2026-12-31"));
    let after = after_change(MONITORED, &rows, &withdraw(2)).unwrap();
    assert_eq!(told(&after), told(&two()));
}

#[test]
fn every_refusal_has_its_code_and_field() {
    use Kind::{Co, Primary};
    let ended = Home {
        monitored: true,
        ended: true,
    };
    let planned = after_change(MONITORED, &two(), &hand_over(1, 3, "2026-12-01", 7)).unwrap();
    let mut leaves = two();
    leaves[0].to = Some(date("2026-11-25"));
    let cases: Vec<(Home, &[Assigned], Change, &str, &str)> = {
        let two = &*Box::leak(two().into_boxed_slice());
        let planned = &*Box::leak(planned.into_boxed_slice());
        let leaves = &*Box::leak(leaves.into_boxed_slice());
        vec![
            (
                MONITORED,
                two,
                assign(3, Primary, TODAY),
                "primary_exists",
                "kind",
            ),
            // Also one that begins before the other has begun.
            (
                MONITORED,
                planned,
                assign(4, Primary, "2026-12-24"),
                "primary_exists",
                "kind",
            ),
            (
                MONITORED,
                two,
                assign(1, Co, TODAY),
                "same_person",
                "person_id",
            ),
            (
                MONITORED,
                two,
                assign(2, Co, TODAY),
                "same_person",
                "person_id",
            ),
            (
                ended,
                &[],
                assign(1, Primary, TODAY),
                "household_ended",
                "household_id",
            ),
            (
                MONITORED,
                &[],
                assign(1, Primary, "2026-10-21"),
                "date_in_past",
                "day",
            ),
            (
                MONITORED,
                &[],
                assign(1, Primary, "2027-11-24"),
                "date_too_far",
                "day",
            ),
            (
                MONITORED,
                two,
                hand_over(1, 1, TODAY, 1),
                "same_person",
                "person_id",
            ),
            (
                MONITORED,
                two,
                hand_over(1, 3, TODAY, 0),
                "no_overlap",
                "overlap_days",
            ),
            (
                MONITORED,
                leaves,
                hand_over(1, 3, "2026-11-27", 1),
                "no_overlap",
                "day",
            ),
            (
                MONITORED,
                two,
                hand_over(1, 3, TODAY, 93),
                "out_of_range",
                "overlap_days",
            ),
            (
                MONITORED,
                two,
                hand_over(1, 3, "2026-10-01", 1),
                "date_in_past",
                "day",
            ),
            (
                MONITORED,
                planned,
                hand_over(1, 4, "2026-11-30", 1),
                "primary_exists",
                "day",
            ),
            (
                MONITORED,
                planned,
                hand_over(103, 4, "2026-12-01", 1),
                "before_the_start",
                "day",
            ),
            (
                MONITORED,
                two,
                hand_over(2, 1, TODAY, 1),
                "same_person",
                "person_id",
            ),
            (
                MONITORED,
                two,
                hand_over(9, 1, TODAY, 1),
                "not_in_force",
                "assignment_id",
            ),
            (
                ended,
                two,
                hand_over(1, 3, TODAY, 1),
                "household_ended",
                "household_id",
            ),
            (MONITORED, two, end(1, TODAY, true), "gap", "day"),
            (MONITORED, planned, end(1, "2026-11-29", true), "gap", "day"),
            (
                MONITORED,
                planned,
                end(1, "2026-12-01", true),
                "primary_exists",
                "day",
            ),
            (
                GENERAL,
                two,
                end(1, TODAY, false),
                "reason_needed",
                "reason",
            ),
            (
                GENERAL,
                two,
                end(2, "2026-02-28", true),
                "date_in_past",
                "day",
            ),
            (
                GENERAL,
                planned,
                end(103, "2026-11-30", true),
                "before_the_start",
                "day",
            ),
            (
                GENERAL,
                two,
                end(9, TODAY, true),
                "not_in_force",
                "assignment_id",
            ),
            (MONITORED, two, withdraw(1), "not_in_force", "assignment_id"),
            (
                MONITORED,
                planned,
                withdraw(1),
                "primary_exists",
                "assignment_id",
            ),
        ]
    };
    for (home, rows, change, code, field) in cases {
        let refusal = after_change(home, rows, &change).unwrap_err();
        assert_eq!((refusal.code, refusal.field), (code, field), "{change:?}");
    }
    assert_eq!(day("2026-02-30").unwrap_err().code, "not_a_date");
    assert_eq!(day("明天").unwrap_err().field, "day");
}

#[test]
fn a_household_out_of_danger_may_be_let_go_with_a_reason() {
    for home in [
        GENERAL,
        Home {
            monitored: true,
            ended: true,
        },
    ] {
        let rows = after_change(home, &two(), &end(1, TODAY, true)).unwrap();
        assert_eq!(told(&rows)[0], "1 primary 2026-01-01..2026-11-22");
    }
}

#[test]
fn a_second_primary_of_the_roster_is_seen_from_today_on() {
    let today = date(TODAY);
    let rows = [row(1, 1, Kind::Primary, "2026-01-01", "2026-11-25")];
    for (from, to, second) in [
        ("2026-11-25", "", true),
        ("2026-11-26", "", false),
        ("2025-01-01", "2026-11-22", true),
        // What is over is history, however it overlapped.
        ("2026-02-01", "2026-11-21", false),
        ("2026-12-01", "2026-11-20", false),
    ] {
        let one = row(7, 2, Kind::Primary, from, to);
        assert_eq!(would_be_second(&rows, &one, today), second, "{from}..{to}");
    }
    let co = row(7, 2, Kind::Co, "2026-01-01", "");
    assert!(!would_be_second(&rows, &co, today));
    assert!(!would_be_second(&rows, &rows[0], today));
}
