use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn frame() -> impl Strategy<Value = Vec<Unit>> {
    prop::collection::btree_map("[a-z0-9]{6}", (0..6u32, 1..=2u32), 1..60).prop_map(|units| {
        let unit = |(key, (town, tickets))| Unit {
            stratum: format!("99010110{town}"),
            key,
            tickets,
        };
        units.into_iter().map(unit).collect()
    })
}

fn keys<'a>(frame: &'a [Unit], drawn: &[usize]) -> Vec<&'a str> {
    drawn.iter().map(|at| frame[*at].key.as_str()).collect()
}

proptest! {
    #[test]
    fn the_same_seed_and_frame_are_the_same_sample_in_any_order(
        frame in frame(), seed in "[a-z0-9]{1,12}", of in 1..60u32, turn in 0..60usize,
    ) {
        let sample = of.min(frame.len() as u32);
        let first = draw(&seed, &frame, sample).unwrap();
        let mut other = frame.clone();
        other.reverse();
        let turn = turn % other.len();
        other.rotate_left(turn);
        let again = draw(&seed, &other, sample).unwrap();
        prop_assert_eq!(keys(&frame, &first), keys(&other, &again));
        let kept = frame_of(&frame_text(&other)).unwrap();
        let proved = draw(&seed, &kept, sample).unwrap();
        prop_assert_eq!(keys(&frame, &first), keys(&kept, &proved));
    }

    #[test]
    fn nobody_is_drawn_twice_and_as_many_as_asked_for(frame in frame(), seed in "[a-z0-9]{1,12}") {
        for sample in 1..=frame.len() as u32 {
            let drawn = draw(&seed, &frame, sample).unwrap();
            let distinct: BTreeSet<_> = drawn.iter().collect();
            prop_assert_eq!((drawn.len(), distinct.len()), (sample as usize, sample as usize));
        }
    }

    #[test]
    fn a_larger_sample_holds_the_smaller(frame in frame(), seed in "[a-z0-9]{1,12}") {
        let mut before = BTreeSet::new();
        for sample in 1..=frame.len() as u32 {
            let drawn: BTreeSet<_> = draw(&seed, &frame, sample).unwrap().into_iter().collect();
            prop_assert!(drawn.is_superset(&before));
            before = drawn;
        }
    }

    #[test]
    fn no_town_is_left_out_while_another_has_two(frame in frame(), of in 1..60u32) {
        let shares = shares(&frame);
        let quotas = quotas(&shares, of);
        let total: u32 = quotas.values().sum();
        prop_assert_eq!(total, of.min(frame.len() as u32));
        for (code, quota) in &quotas {
            prop_assert!(*quota <= shares[code].units);
        }
        if quotas.values().any(|quota| *quota == 0) {
            prop_assert!(quotas.values().all(|quota| *quota <= 1));
        }
    }

    #[test]
    fn another_seed_is_another_order_but_not_another_quota(frame in frame(), of in 1..60u32) {
        let sample = of.min(frame.len() as u32);
        let towns = |seed| {
            let mut towns: BTreeMap<String, u32> = BTreeMap::new();
            for at in draw(seed, &frame, sample).unwrap() {
                *towns.entry(frame[at].stratum.clone()).or_default() += 1;
            }
            towns
        };
        prop_assert_eq!(towns("one"), towns("two"));
    }
}

#[test]
fn two_tickets_are_about_twice_the_chance() {
    let unit = |number: u32| Unit {
        stratum: "990101101".to_owned(),
        key: format!("unit-{number}"),
        tickets: if number < 50 { 2 } else { 1 },
    };
    let frame: Vec<Unit> = (0..100).map(unit).collect();
    let mut alerted = 0;
    for seed in 0..2000 {
        let drawn = draw(&seed.to_string(), &frame, 1).unwrap();
        alerted += usize::from(drawn[0] < 50);
    }
    // Two of three, give or take four standard deviations.
    assert!((1249..=1418).contains(&alerted), "{alerted}");
}

/// What `printf '%s\n%s\n%s' 2026-11-29 unit-1 1 | sha256sum` says.
#[test]
fn an_auditor_finds_the_same_ticket_without_this_program() {
    let ticket: String = ticket("2026-11-29", "unit-1", 1)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        ticket,
        "aa5c48690e1b0eea0fb1a81ea889d70c3be10ceac90c4fd0e9e719cf02276f94"
    );
}

#[test]
fn what_cannot_be_drawn_says_why() {
    use SamplingRefused::*;
    assert_eq!(size(Asked::Count(3), 0), Err(EmptyFrame));
    assert_eq!(size(Asked::Count(0), 3), Err(OutOfRange));
    assert_eq!(size(Asked::Percent(0), 3), Err(OutOfRange));
    assert_eq!(size(Asked::Percent(101), 3), Err(OutOfRange));
    assert_eq!(size(Asked::Count(4), 3), Err(SampleTooLarge));
    assert_eq!(size(Asked::Count(2001), 5000), Err(SampleTooLarge));
    assert_eq!(size(Asked::Percent(1), 3), Ok(1));
    assert_eq!(size(Asked::Percent(100), 3), Ok(3));
    for odd in [
        "",
        "  ",
        "种子",
        "a b",
        "a\tb",
        "a\nb",
        "é",
        "a'b",
        &"x".repeat(65),
    ] {
        assert_eq!(seed(odd), Err(BadSeed), "{odd:?}");
    }
    assert_eq!(seed(" 2026-11-29 "), Ok("2026-11-29"));
}
