//! Processes killed with -9, on both sides.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use fleet::phone::Phone;
use tests::{County, me, sync, visit};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

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
    output.status.success().then(|| {
        String::from_utf8(output.stdout)
            .unwrap()
            .trim()
            .parse()
            .unwrap()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_killed_between_any_two_steps_loses_and_doubles_nothing() {
    let county = County::new().await;
    let ana = county.ana().await;
    // No round of her own in the background: only the one that dies, and the survivor's.
    ana.signal(false);

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
        let mut state = me(&survived).await;
        // What the dead phone asked last may still be at work in the county: until it is done, its
        // photo is locked there, and is left for the next round.
        for _ in 0..20 {
            if state.photos_waiting == 0 {
                break;
            }
            sync(&survived).await.unwrap();
            state = me(&survived).await;
        }
        assert_eq!(state.waiting.len(), 0, "killed at boundary {boundary}");
        assert_eq!(state.photos_waiting, 0, "killed at boundary {boundary}");
        assert_eq!(
            county.visits().await.len(),
            recorded,
            "killed at boundary {boundary}"
        );
        boundary += 1;
    }
    assert!(
        boundary > 12,
        "a round has push, pull and photo boundaries, not {boundary}"
    );
}

/// A county server in a process that can be killed.
struct KillableServer {
    process: Child,
}

impl KillableServer {
    async fn start(
        dir: &Path,
        address: SocketAddr,
        clock_ms: i64,
        database: &server::Database,
    ) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_county-server"))
            .arg(dir)
            .arg(address.to_string())
            .arg(clock_ms.to_string())
            .arg(tests::database::to_argument(database))
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        assert_eq!(
            lines.next_line().await.unwrap().as_deref(),
            Some("listening")
        );
        Self { process }
    }

    /// SIGKILL: nothing is flushed, nobody is told.
    async fn kill(mut self) {
        self.process.kill().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_while_phones_push_loses_and_doubles_nothing() {
    const KILLS: u64 = 12;
    let county = County::new().await;
    let phones = [county.ana().await, county.bo().await, county.chen().await];
    let address = county.stage.server.addr;
    let now = county.clock().ms();
    let tests::County {
        stage,
        road: _road,
        dir,
        database,
    } = county;
    stage.server.stop().await;
    let folder = dir.path().join("county");

    let mut recorded = 0;
    let mut rng = fastrand::Rng::with_seed(11);
    for _ in 0..KILLS {
        for phone in &phones {
            visit(phone, recorded).await;
            recorded += 1;
        }
        let server = KillableServer::start(&folder, address, now, &database).await;
        let rounds = phones
            .clone()
            .map(|phone| tokio::spawn(async move { sync(&phone).await }));
        // A round here takes some 60 ms: the axe falls before, within and after it.
        tokio::time::sleep(std::time::Duration::from_millis(rng.u64(0..70))).await;
        server.kill().await;
        for round in rounds {
            // It may have ended well or not; either way nothing may be lost.
            let _ = round.await.unwrap();
        }
    }

    let server = KillableServer::start(&folder, address, now, &database).await;
    for phone in &phones {
        sync(phone).await.unwrap();
        let state = me(phone).await;
        assert_eq!((state.waiting.len(), state.photos_waiting), (0, 0));
    }
    let desk =
        fleet::desk::Desk::sign_in(&stage.url, &stage.staff, u64::try_from(now / 1000).unwrap())
            .await
            .unwrap();
    let list = desk.get("visits").await.unwrap();
    let visits = list["visits"].as_array().unwrap();
    assert_eq!(visits.len(), recorded);
    assert!(
        visits
            .iter()
            .all(|visit| visit["photos"] == visit["photos_verified"])
    );
    server.kill().await;
}
