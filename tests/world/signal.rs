//! Bad signal: lost replies, cut lines, friendly login pages.

use tests::{County, me, sync, visit, visit_with};

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_reply_sends_the_visit_once() {
    let county = County::new().await;
    let ana = county.ana().await;
    visit(&ana, 0).await;

    county.road.lose_replies(1);
    sync(&ana).await.unwrap_err();
    sync(&ana).await.unwrap();

    assert_eq!(county.visits().await.len(), 1);
    assert_eq!(me(&ana).await.waiting.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_page_with_200_ok_delivers_nothing_and_loses_nothing() {
    let county = County::new().await;
    let ana = county.ana().await;
    visit(&ana, 0).await;

    county.road.captive_portal();
    sync(&ana).await.unwrap_err();
    let state = me(&ana).await;
    assert_eq!(state.waiting.len(), 1);
    assert_eq!(state.verified, 0);

    county.road.open();
    sync(&ana).await.unwrap();
    assert_eq!(county.visits().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_cut_after_any_byte_sends_the_visit_and_its_photo_once() {
    let county = County::new().await;
    let ana = county.ana().await;
    // Through the headers, the body of the push, and into the photo.
    for (at, cut) in [1, 200, 700, 2_500, 6_000, 30_000, 90_000]
        .into_iter()
        .enumerate()
    {
        visit(&ana, at).await;
        county.road.cut_after_sending(cut);
        let _ = sync(&ana).await;
        county.road.open();
        sync(&ana).await.unwrap();

        let state = me(&ana).await;
        assert_eq!(state.waiting.len(), 0, "cut after {cut} bytes up");
        assert_eq!(state.photos_waiting, 0, "cut after {cut} bytes up");
        let visits = county.visits().await;
        assert_eq!(visits.len(), at + 1, "cut after {cut} bytes up");
        assert!(
            visits
                .iter()
                .all(|visit| visit["photos"] == visit["photos_verified"])
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_cut_anywhere_is_asked_for_again() {
    let county = County::new().await;
    let ana = county.ana().await;
    for (at, cut) in [0, 40, 200, 500, 900].into_iter().enumerate() {
        visit(&ana, at).await;
        county.road.cut_after_receiving(cut);
        let _ = sync(&ana).await;
        county.road.open();
        sync(&ana).await.unwrap();
        assert_eq!(
            me(&ana).await.waiting.len(),
            0,
            "cut after {cut} bytes down"
        );
        assert_eq!(
            county.visits().await.len(),
            at + 1,
            "cut after {cut} bytes down"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_goes_on_where_the_line_was_cut() {
    let county = County::new().await;
    let ana = county.ana().await;
    visit_with(&ana, 0, 1600).await;
    let whole = u64::from(me(&ana).await.photos_waiting_bytes);
    assert!(
        whole > 120_000,
        "the photo is two chunks or more, not {whole} bytes"
    );

    county.road.cut_after_sending(100_000);
    let _ = sync(&ana).await;
    let (before, _) = county.road.carried();
    county.road.open();
    sync(&ana).await.unwrap();
    let (after, _) = county.road.carried();

    assert!(
        after - before < whole - 60_000,
        "the second round sent what was missing only"
    );
    assert_eq!(me(&ana).await.photos_waiting, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_with_nothing_to_do_is_one_round_trip_under_a_kilobyte() {
    let county = County::new().await;
    let ana = county.ana().await;
    sync(&ana).await.unwrap();
    let (up, down) = county.road.carried();
    sync(&ana).await.unwrap();
    let (up_after, down_after) = county.road.carried();
    assert!(up_after - up < 1024, "{} bytes up", up_after - up);
    assert!(down_after - down < 1024, "{} bytes down", down_after - down);
}
