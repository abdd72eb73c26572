//! Rounds nobody asks for, in virtual time: the clock stands until the test moves it.

use std::time::Duration;

use fleet::phone::Phone;
use serde_json::{Value, json};
use tests::{County, me, sync, visit};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const YEAR: i64 = 365 * 24 * HOUR;

/// Lets `ms` pass as the shell would spend them: asleep until a round is due. Answers how many
/// times a round was tried.
async fn pass(phone: &Phone, ms: i64) -> usize {
    let mut left = ms;
    let mut tried = 0;
    loop {
        let before = me(phone).await.sync.last_attempt_ms;
        let wait = phone.app.run_due_round().await;
        if me(phone).await.sync.last_attempt_ms != before {
            tried += 1;
        }
        let wait = wait.map_or(left, |wait| i64::try_from(wait.as_millis()).unwrap());
        let step = wait.min(left);
        phone.clock().advance(step);
        left -= step;
        if left == 0 {
            return tried;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_visit_leaves_by_itself_but_not_before_it_can_be_taken_back() {
    let county = County::new().await;
    let ana = county.ana().await;
    visit(&ana, 0).await;
    pass(&ana, 4 * SECOND).await;
    assert_eq!(
        me(&ana).await.waiting.len(),
        1,
        "five seconds to think better of it"
    );
    pass(&ana, 3 * SECOND).await;
    let state = me(&ana).await;
    assert_eq!((state.waiting.len(), state.photos_waiting), (0, 0));
    assert_eq!(county.visits().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_with_nothing_to_say_sleeps_until_something_happens() {
    let county = County::new().await;
    let ana = county.ana().await;
    pass(&ana, MINUTE).await;
    assert_eq!(ana.app.run_due_round().await, None);
    assert_eq!(me(&ana).await.sync.next_in_s, None);
    assert_eq!(pass(&ana, 12 * HOUR).await, 0);
    ana.call::<Value>("front", json!({})).await.unwrap();
    assert_eq!(pass(&ana, SECOND).await, 1, "somebody looks at it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_without_signal_costs_few_tries_and_the_first_bar_delivers() {
    let county = County::new().await;
    let ana = county.ana().await;
    ana.signal(false);
    visit(&ana, 0).await;
    let tried = pass(&ana, 10 * HOUR).await;
    assert!((20..=50).contains(&tried), "{tried} tries in ten hours");
    let state = me(&ana).await;
    assert_eq!(state.sync.last_error.as_deref(), Some("offline"));
    assert!(
        state.sync.next_in_s.is_some_and(|s| s <= 1800),
        "a person is told when"
    );

    ana.signal(true);
    ana.call::<Value>("network", json!({ "up": true }))
        .await
        .unwrap();
    pass(&ana, 4 * SECOND).await;
    assert_eq!(me(&ana).await.waiting.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_wrongly_told_that_there_is_no_network_delivers_all_the_same() {
    let county = County::new().await;
    let ana = county.ana().await;
    ana.call::<Value>("network", json!({ "up": false }))
        .await
        .unwrap();
    visit(&ana, 0).await;
    pass(&ana, 31 * MINUTE).await;
    assert_eq!(me(&ana).await.waiting.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_that_asks_for_patience_is_left_alone_until_then() {
    let county = County::new().await;
    let ana = county.ana().await;
    visit(&ana, 0).await;
    county.road.busy(600);
    pass(&ana, 10 * SECOND).await;
    let state = me(&ana).await;
    assert_eq!(state.sync.last_error.as_deref(), Some("server_busy"));
    county.road.open();
    // New work, a new bar, and a restart of the app are no reason to come back sooner.
    visit(&ana, 1).await;
    let since = 20 * MINUTE; // what the second visit took
    assert!(since > 600 * SECOND);
    county.road.busy(600);
    pass(&ana, 10 * SECOND).await;
    county.road.open();
    ana.call::<Value>("network", json!({ "up": true }))
        .await
        .unwrap();
    assert_eq!(pass(&ana, 9 * MINUTE).await, 0);
    pass(&ana, 2 * MINUTE).await;
    assert_eq!(me(&ana).await.waiting.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_wait_for_wifi_when_asked_to_and_words_do_not() {
    let county = County::new().await;
    let ana = county.ana().await;
    let settings = json!({ "language": "zh", "text_percent": 100, "high_contrast": false,
        "photos_on_wifi_only": true });
    ana.call::<Value>("save_settings", settings).await.unwrap();
    ana.metered(true);
    visit(&ana, 0).await;
    pass(&ana, 10 * SECOND).await;
    let state = me(&ana).await;
    assert_eq!(state.waiting.len(), 0, "words go over any line");
    assert!(state.photos_waiting > 0);
    assert_eq!(
        state.photos_for_wifi, state.photos_waiting,
        "and a person is told why"
    );
    // Not even when a person presses the button, and nobody is woken for them.
    sync(&ana).await.unwrap();
    assert!(me(&ana).await.photos_waiting > 0);
    assert_eq!(pass(&ana, 5 * HOUR).await, 0);

    ana.metered(false);
    ana.call::<Value>("network", json!({ "up": true }))
        .await
        .unwrap();
    pass(&ana, 4 * SECOND).await;
    let state = me(&ana).await;
    assert_eq!((state.photos_waiting, state.photos_for_wifi), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sets_the_phone_s_clock_moves_no_round() {
    let county = County::new().await;
    let ana = county.ana().await;
    for (at, wrong) in [YEAR, -YEAR, 10 * YEAR].into_iter().enumerate() {
        visit(&ana, at).await;
        ana.set_wall_clock_off(wrong);
        pass(&ana, 7 * SECOND).await;
        assert_eq!(me(&ana).await.waiting.len(), 0);
    }
    assert_eq!(pass(&ana, HOUR).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_when_the_app_was_closed_goes_when_it_is_opened() {
    let county = County::new().await;
    let ana = county.ana().await;
    ana.signal(false);
    visit(&ana, 0).await;
    pass(&ana, MINUTE).await;
    let again = Phone::open(&ana.dir, county.clock()).unwrap();
    drop(ana);
    let kept = tokio::spawn(again.app.clone().keep_rounds());
    for _ in 0..600 {
        if me(&again).await.waiting.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    kept.abort();
    assert_eq!(me(&again).await.waiting.len(), 0);
}
