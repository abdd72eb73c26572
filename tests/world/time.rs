//! Clocks that lie: a year ahead, a year behind, set while somebody speaks, begun anew.

use domain::id::{ChangeId, VisitId};
use fleet::phone::Phone;
use proptest::prelude::*;
use protocol::clock::{ClockV1, ContactV1};
use protocol::edit::{Edit, VoidVisitV1};
use serde_json::{Value, json};
use server::trusted::{Basis, trusted};
use store::{Key, Store, contact, outbox, sync_state};
use tests::{County, sync, visit};

const HOUR: i64 = 60 * 60 * 1000;
const YEAR: i64 = 365 * 24 * HOUR;

/// The console's page of the only visit with this household's head, and the true time of sealing.
async fn page(county: &County, visit_id: &str) -> Value {
    // A code of the authenticator is taken once.
    county.clock().advance(31_000);
    let desk = county.stage.desk(&county.stage.staff).await.unwrap();
    desk.get(&format!("visits/{visit_id}")).await.unwrap()
}

fn assert_known(page: &Value, true_ms: i64, basis: &str, within_ms: i64) {
    let time = &page["time"];
    let (at, error) = (
        time["ended_ms"].as_i64().unwrap(),
        time["error_ms"].as_i64().unwrap(),
    );
    assert_eq!(time["basis"], basis, "{time}");
    assert!(
        (at - true_ms).abs() <= error,
        "{} off, {time}",
        at - true_ms
    );
    assert!(error <= within_ms, "{time}");
}

async fn sealed(phone: &Phone, county: &County, at: usize) -> (String, i64) {
    let form = visit(phone, at).await;
    (form.visit_id, county.clock().ms())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_a_year_off_still_gives_right_reports() {
    let county = County::new().await;
    let ana = county.ana().await;
    let mut visits = Vec::new();
    for (at, wrong) in [YEAR, -YEAR, 0].into_iter().enumerate() {
        ana.set_wall_clock_off(wrong);
        let today: Value = ana.call("today", json!({})).await.unwrap();
        assert_eq!(today["date"], "2026-11-20", "the phone itself knows better");
        visits.push((sealed(&ana, &county, at).await, wrong));
    }
    sync(&ana).await.unwrap();
    for ((id, true_ms), wrong) in &visits {
        let page = page(&county, id).await;
        assert_known(&page, *true_ms, "contact", 10_000);
        let flags = page["visit"]["flags"].to_string();
        assert_eq!(flags.contains("clock_off"), *wrong != 0, "{flags}");
        assert!(!flags.contains("late"), "{flags}");
        let shown_off = page["time"]["wall_off_ms"].as_i64().unwrap();
        assert!((shown_off - wrong).abs() < 10_000);
        let took =
            page["time"]["ended_ms"].as_i64().unwrap() - page["started_ms"].as_i64().unwrap();
        assert_eq!(took, 20 * 60_000);
    }
    county.clock().advance(31_000);
    let desk = county.stage.desk(&county.stage.staff).await.unwrap();
    let overview = desk.get("overview").await.unwrap();
    assert_eq!(overview["period"], "2026-H2");
    assert_eq!(overview["visited_submitted"], 3);
    assert_eq!(overview["today"]["visits"], 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_in_the_middle_of_a_visit_neither_stops_nor_stretches_it() {
    let county = County::new().await;
    let ana = county.ana().await;
    for (at, wrong) in [-YEAR, YEAR].into_iter().enumerate() {
        ana.set_wall_clock_off(0);
        let household = tests::household(&ana, at).await;
        let start = json!({ "household_id": household, "profile": "routine" });
        ana.call::<Value>("start_visit", start).await.unwrap();
        ana.set_wall_clock_off(wrong);
        let (id, true_ms) = sealed(&ana, &county, at).await;
        sync(&ana).await.unwrap();
        let page = page(&county, &id).await;
        assert_known(&page, true_ms, "contact", 10_000);
        let took =
            page["time"]["ended_ms"].as_i64().unwrap() - page["started_ms"].as_i64().unwrap();
        assert_eq!(took, 20 * 60_000);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_between_visits_widens_the_doubt_and_says_so() {
    let county = County::new().await;
    let ana = county.ana().await;
    // Before the next contact, but in the same start: placed by what comes after.
    ana.restart();
    ana.set_wall_clock_off(-YEAR);
    let (placed_later, true_later) = sealed(&ana, &county, 0).await;
    sync(&ana).await.unwrap();
    // In a start of which the county never heard: only bounded.
    ana.restart();
    county.clock().advance(3 * HOUR);
    let (bounded, true_bounded) = sealed(&ana, &county, 1).await;
    county.clock().advance(HOUR);
    ana.restart();
    sync(&ana).await.unwrap();

    let first = page(&county, &placed_later).await;
    assert_known(&first, true_later, "contact", 10_000);
    assert!(first["visit"]["flags"].to_string().contains("clock_off"));
    let second = page(&county, &bounded).await;
    assert_known(&second, true_bounded, "offset", 6 * HOUR);
    assert!(
        second["time"]["error_ms"].as_i64().unwrap() > HOUR,
        "not more sure than it may be"
    );
}

/// What happens to a phone, in the order it happens.
#[derive(Clone, Debug)]
enum Event {
    /// Nothing, for so long.
    Rest(i64),
    Restart,
    /// The wall clock is set: off by so much.
    Set(i64),
    /// The county answers after so long there and back.
    Contact(i64, i64),
    Change,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        3 => (0..30 * HOUR).prop_map(Event::Rest),
        1 => Just(Event::Restart),
        1 => (-20 * YEAR..20 * YEAR).prop_map(Event::Set),
        3 => (0..60_000_i64, 0..60_000_i64).prop_map(|(up, down)| Event::Contact(up, down)),
        4 => Just(Event::Change),
    ];
    prop::collection::vec(event, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_true_time_is_always_within_what_the_county_says(
        events in events(), drift_ppm in -450..450_i64, knows_offset: bool,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("ruhu.db"), &Key::from_bytes([7; 32])).unwrap();
        let enrolled = 1_790_000_000_000_i64;
        let (mut now, mut started, mut off, mut starts) = (enrolled, enrolled - 77, 0, 0);
        let mut truth = Vec::new();
        for event in &events {
            // A crystal runs as it likes.
            let monotonic = |at: i64| (at - started) + (at - started) * drift_ppm / 1_000_000;
            let boot = format!("b{starts}");
            match *event {
                Event::Rest(ms) => now += ms,
                Event::Restart => { started = now; starts += 1; now += 30_000; }
                Event::Set(ms) => off = ms,
                Event::Contact(up, down) => {
                    let (asked, server_ms, answered) = (now, now + up, now + up + down);
                    now = answered;
                    let heard = ContactV1 {
                        monotonic_ms: monotonic(answered),
                        round_trip_ms: monotonic(answered) - monotonic(asked),
                        server_ms,
                    };
                    store.write(|tx| {
                        sync_state::set_server_offset(tx, server_ms - (answered + off))?;
                        contact::save(tx, &boot, heard)
                    }).unwrap();
                }
                Event::Change => {
                    let offset = store.read(sync_state::get).unwrap().server_offset_ms;
                    let made = ClockV1 {
                        wall_ms: now + off,
                        monotonic_ms: monotonic(now),
                        boot_id: boot,
                        server_offset_ms: offset.filter(|_| knows_offset),
                    };
                    let number = truth.len() + 1;
                    let void = Edit::VoidVisitV1(VoidVisitV1 {
                        visit_id: id::<VisitId>(number), revision: 1, reason: "r".into(),
                    });
                    store
                        .write(|tx| outbox::push(tx, id::<ChangeId>(number), &void, &made))
                        .unwrap();
                    truth.push(now);
                    now += 1;
                }
            }
        }
        let received = now + 5;
        let waiting = store.read(outbox::list).unwrap();
        prop_assert_eq!(waiting.len(), truth.len());
        for (change, true_ms) in waiting.iter().zip(truth) {
            let contacts = store
                .read(|conn| contact::around(conn, &change.made_at, change.device_sequence))
                .unwrap();
            let told = trusted(&change.made_at, contacts.as_ref(), enrolled, received);
            prop_assert!(
                (told.at_ms - true_ms).abs() <= told.error_ms,
                "{} off, {:?} from {:?}", told.at_ms - true_ms, told, contacts
            );
            if contacts.is_some_and(|known| known.near.is_some()) {
                prop_assert_eq!(told.basis, Basis::Contact, "an honest phone contradicts nobody");
            }
        }
    }
}

fn id<T: std::str::FromStr>(number: usize) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("00000000-0000-7000-8000-{number:012x}")
        .parse()
        .unwrap()
}
