//! What holds whatever is asked, in whatever order.

use proptest::prelude::*;

use super::desk::after;
use super::tests::{MONITORED, TODAY, date, id, person, told};
use super::*;

/// A change of any kind, about rows and days that may or may not fit.
#[derive(Debug, Clone)]
struct Wish {
    what: u8,
    row: usize,
    who: u128,
    days: i64,
    overlap: u32,
    passes: i64,
}

fn wish() -> impl Strategy<Value = Wish> {
    (0u8..8, 0usize..12, 1u128..5, -35i64..60, 0u32..9, 0i64..20).prop_map(
        |(what, row, who, days, overlap, passes)| Wish {
            what,
            row,
            who,
            days,
            overlap,
            passes,
        },
    )
}

proptest! {
    /// Whatever is asked in whatever order: from the first day that somebody answers for it, a
    /// monitored household has one primary helper on each day, and nobody helps it twice.
    #[test]
    fn a_monitored_household_has_one_primary_every_day(wishes in prop::collection::vec(wish(), 1..40)) {
        let mut today = date(TODAY);
        let mut rows: Vec<Assigned> = Vec::new();
        let mut next = 0;
        for wish in wishes {
            today = after(today, wish.passes);
            let day = after(today, wish.days);
            let row = rows.get(wish.row % rows.len().max(1)).map_or(id(999), |row| row.id);
            let change = match wish.what {
                0 => Change::Assign { person: person(wish.who), kind: Kind::Primary, day },
                1 => Change::Assign { person: person(wish.who), kind: Kind::Co, day },
                2..5 => Change::HandOver { row, person: person(wish.who), day, overlap_days: wish.overlap },
                5 => Change::End { row, day, has_reason: true },
                _ => Change::Withdraw { row },
            };
            let Ok(steps) = plan(MONITORED, &rows, &change, today) else { continue };
            let before_it = rows.clone();
            rows = apply(&rows, &steps, || { next += 1; id(next) });
            if let Change::HandOver { person: to, .. } = change {
                let from = before_it.iter().find(|one| one.id == row).unwrap().person;
                let holds = |who: PersonId| rows.iter().any(|one| one.person == who && one.holds(day));
                prop_assert!(holds(to) && holds(from), "both help on the day of the hand-over");
            }
            let first = rows.iter().filter(|one| one.kind == Kind::Primary && !one.is_withdrawn())
                .map(|one| one.from).min();
            let Some(first) = first else { continue };
            let mut at = first;
            while at < after(today, 200) {
                let holding: Vec<_> = rows.iter().filter(|one| one.holds(at)).collect();
                let primaries = holding.iter().filter(|one| one.kind == Kind::Primary).count();
                prop_assert_eq!(primaries, 1, "{} after {:?}: {:?}", at, change, told(&rows));
                for one in &holding {
                    let same = holding.iter().filter(|other| other.person == one.person).count();
                    prop_assert_eq!(same, 1, "{} after {:?}: {:?}", at, change, told(&rows));
                }
                at = after(at, 1);
            }
        }
    }
}
