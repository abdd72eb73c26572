//! Processes killed with -9, on both sides.

use std::process::Stdio;

use fleet::phone::Phone;
use tests::{County, me, sync, visit};
use tokio::process::Command;

/// Runs a round in a process of its own; `None` if it died, else the boundaries it passed.
async fn round_that_dies(phone: &Phone, at: u32) -> Option<u32> {
    let output = Command::new(env!("CARGO_BIN_EXE_dying-phone"))
        .arg(&phone.dir)
        .arg(phone.clock().ms().to_string())
        .arg(at.to_string())
        .stderr(Stdio::inherit())
        .output()
        .await
        .unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap().trim().parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_killed_between_any_two_steps_loses_and_doubles_nothing() {
    let county = County::new().await;
    let ana = county.ana().await;

    let mut boundary = 1;
    let mut recorded = 0;
    loop {
        // Each death meets a phone with a fresh visit to send, so that every boundary is one of a
        // whole round: push, pull and photo.
        visit(&ana, recorded).await;
        recorded += 1;
        if round_that_dies(&ana, boundary).await.is_some() {
            break;
        }
        let survived = Phone::open(&ana.dir, county.clock()).unwrap();
        sync(&survived).await.unwrap();
        let state = me(&survived).await;
        assert_eq!(state.waiting.len(), 0, "killed at boundary {boundary}");
        assert_eq!(state.photos_waiting, 0, "killed at boundary {boundary}");
        assert_eq!(county.visits().await.len(), recorded, "killed at boundary {boundary}");
        boundary += 1;
    }
    assert!(boundary > 12, "a round has push, pull and photo boundaries, not {boundary}");
}
