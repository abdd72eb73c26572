//! The county server comes back after a stop.

use std::net::SocketAddr;

use tests::{County, sync, visit};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_restarted_without_its_flags_is_still_the_same_county() {
    let county = County::new().await;
    let ana = county.ana().await;
    visit(&ana, 0).await;
    let address = county.stage.server.addr;
    let before = county.stage.server.opened().county_id();
    let clock = county.clock();
    let County {
        stage,
        road: _road,
        dir,
        database,
    } = county;
    stage.server.stop().await;

    let again = server::start(server::Config {
        data_dir: dir.path().join("county"),
        listen: SocketAddr::from(([127, 0, 0, 1], address.port())),
        database,
        blobs: server::BlobPlace::Folder,
        county: server::CountySeed::default(),
        clock,
    })
    .await
    .unwrap();
    assert_eq!(again.opened().county_id(), before);
    sync(&ana).await.unwrap();
    again.stop().await;
}

/// Every test of the world, on the other database.
#[test]
#[ignore = "needs TEST_POSTGRES_URL"]
fn the_world_is_the_same_on_postgres() {
    let url = std::env::var("TEST_POSTGRES_URL").unwrap();
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .env(tests::database::ON_POSTGRES, url)
        .output()
        .unwrap();
    assert!(
        child.status.success(),
        "{}",
        String::from_utf8_lossy(&child.stdout)
    );
}
