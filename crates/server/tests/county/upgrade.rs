//! A county that an earlier version left goes on with everything inside.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use protocol::pull::PullReply;
use server::{BlobPlace, Config, CountySeed, Database, SystemClock};

/// Every schema that was ever released.
const RELEASED: &[(i64, &str)] = &[(4, include_str!("../../../../tests/fixtures/server-4.sql"))];

#[tokio::test]
async fn a_county_of_every_released_version_opens_with_all_its_rows() {
    for (number, dump) in RELEASED {
        let folder = tempfile::tempdir().unwrap();
        let old = rusqlite::Connection::open(folder.path().join("county.sqlite")).unwrap();
        // A dump names tables in its own order.
        old.execute_batch("pragma foreign_keys = off").unwrap();
        old.execute_batch(dump).unwrap();
        let step: i64 = old
            .query_row("select max(step) from schema_step", [], |row| row.get(0))
            .unwrap();
        assert_eq!(step, *number);
        drop(old);
        let running = server::start(Config {
            data_dir: folder.path().to_owned(),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            database: Database::Sqlite,
            blobs: BlobPlace::Folder,
            county: CountySeed::default(),
            clock: Arc::new(SystemClock),
        })
        .await
        .unwrap();
        let http = reqwest::Client::new();
        let ask = async |path: &str| {
            let url = format!("http://{}{path}", running.addr);
            http.get(url).bearer_auth("token").send().await.unwrap()
        };
        // The phone's token, cursor and key are still good.
        let page: PullReply = ask("/v1/pull?after=0&limit=100")
            .await
            .json()
            .await
            .unwrap();
        let kinds: Vec<&str> = page.rows.iter().map(|row| row.kind.as_str()).collect();
        for kind in [
            "person",
            "household",
            "member",
            "assignment",
            "visit",
            "county",
        ] {
            assert!(
                kinds.contains(&kind),
                "schema {number}: no {kind} in {kinds:?}"
            );
        }
        assert!(page.epoch.is_some_and(|epoch| !epoch.is_empty()));
        let county: protocol::enrol::CountyV1 = ask("/v1/county").await.json().await.unwrap();
        assert_eq!(county.keys.len(), 1);
        assert_eq!(county.keys[0].key_id, "34750f98bd59fcfc");
        assert_eq!(county.keys[0].introduced_by, None);
        let opened = running.opened();
        for (sql, expected) in [
            (
                "select count(*) as n from change where disposition = 'quarantined'",
                1,
            ),
            ("select count(*) as n from visit", 1),
            (
                "select count(*) as n from audit where action = 'visit_received'",
                1,
            ),
        ] {
            let found = opened.db().read(move |reader| reader.count(sql, &[])).await;
            assert_eq!(
                found.map_err(|error: server::db::Error| error).unwrap(),
                expected,
                "{sql}"
            );
        }
        running.stop().await;
    }
}
