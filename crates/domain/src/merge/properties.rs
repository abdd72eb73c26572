//! What must hold for any edits by anybody, in any order.

use proptest::prelude::*;

use super::{Fact, Moved, Other};

type Said = Fact<u8, u8>;

/// Facts of a record by field, and edits of them: who, which field, base, mine.
type Edit = (u8, usize, u8, u8);

const FIELDS: usize = 3;

fn apply(record: &mut [Said], (by, field, base, mine): Edit) {
    record[field] = record[field].clone().edit(&by, &base, mine);
}

fn fresh() -> Vec<Said> {
    vec![Said::settled(0); FIELDS]
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((0u8..4, 0..FIELDS, 0u8..4, 0u8..4), 0..12)
}

fn everything_said(fact: &Said) -> Vec<u8> {
    let mut all: Vec<u8> = fact.others.iter().map(|other| other.value).collect();
    all.push(fact.value);
    all.sort_unstable();
    all.dedup();
    all
}

proptest! {
    #[test]
    fn edits_of_different_fields_commute(before in edits(), one in edits(), other in edits()) {
        let mut record = fresh();
        before.into_iter().for_each(|edit| apply(&mut record, edit));
        let one: Vec<Edit> = one.into_iter().map(|(p, _, b, m)| (p, 0, b, m)).collect();
        let other: Vec<Edit> = other.into_iter().map(|(p, f, b, m)| (p, 1 + f % 2, b, m)).collect();
        let (mut there, mut here) = (record.clone(), record);
        one.iter().chain(&other).for_each(|edit| apply(&mut there, *edit));
        other.iter().chain(&one).for_each(|edit| apply(&mut here, *edit));
        prop_assert_eq!(there, here);
    }

    /// Whichever of two people arrives first, both values are there afterwards.
    #[test]
    fn two_edits_of_one_field_lose_nobodys_value(base in 0u8..4, a in 0u8..4, b in 0u8..4) {
        let start = Said::settled(base);
        let ab = start.clone().edit(&1, &base, a).edit(&2, &base, b);
        let ba = start.edit(&2, &base, b).edit(&1, &base, a);
        prop_assert_eq!(everything_said(&ab), everything_said(&ba));
        for value in [a, b].into_iter().filter(|value| *value != base) {
            prop_assert!(everything_said(&ab).contains(&value));
        }
        prop_assert_eq!(ab.is_contested(), a != b && a != base && b != base);
    }

    /// What each person said last of a field stands, is contested, or was seen by whoever
    /// replaced it: an edit replaces a standing value only over that very value.
    #[test]
    fn a_value_gives_way_only_to_somebody_who_saw_it(all in edits()) {
        let mut record = fresh();
        for edit in all {
            let (by, field, base, mine) = edit;
            let before = record[field].clone();
            apply(&mut record, edit);
            let after = &record[field];
            if after.value != before.value {
                prop_assert_eq!(before.value, base);
                prop_assert_eq!(after.value, mine);
            }
            for other in before.others.iter().filter(|other| other.by != by) {
                prop_assert!(everything_said(after).contains(&other.value));
            }
            if mine != base {
                prop_assert!(everything_said(after).contains(&mine));
            }
        }
    }

    #[test]
    fn merging_twice_is_merging_once(all in edits(), (by, field, base, mine) in (0u8..4, 0..FIELDS, 0u8..4, 0u8..4)) {
        let mut record = fresh();
        all.into_iter().for_each(|edit| apply(&mut record, edit));
        let once = record[field].clone().edit(&by, &base, mine);
        let twice = once.clone().edit(&by, &base, mine);
        if mine != base {
            prop_assert_eq!(once, twice);
        }
    }

    #[test]
    fn a_decision_settles_and_a_stale_one_does_nothing(all in edits(), field in 0..FIELDS, pick in 0usize..5, late in 0u8..9) {
        let mut record = fresh();
        all.into_iter().for_each(|edit| apply(&mut record, edit));
        let fact = record[field].clone();
        let values = everything_said(&fact);
        let chosen = values[pick % values.len()];
        prop_assert_eq!(fact.clone().resolve(&fact, &chosen), Ok(Said::settled(chosen)));

        let mut moved = fact.clone();
        moved.others.push(Other { by: 9, value: 100 + late });
        prop_assert_eq!(moved.clone().resolve(&fact, &chosen), Err(Moved));
        prop_assert_eq!(fact.clone().resolve(&moved, &chosen), Err(Moved));
        prop_assert_eq!(fact.clone().resolve(&fact, &200), Err(Moved));
    }
}
