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

/// A county whose roster once gave a household two primary helpers opens with one of them, and its
/// phones are told the same.
#[test]
fn of_two_primaries_left_by_an_earlier_version_one_goes_on_answering() {
    let old = rusqlite::Connection::open_in_memory().unwrap();
    old.execute_batch(
        "create table person (person_id text);
         create table assignment (county_id text, assignment_id text, household_id text,
             kind text, starts text, ends text, active integer);
         create table record (county_id text, kind text, record_id text, body text);
         insert into assignment values
             ('c', 'a', 'h', 'primary', '2024-01-01', null, 1),
             ('c', 'b', 'h', 'primary', '2025-01-01', null, 1),
             ('c', 'past', 'h', 'primary', '2020-01-01', '2024-06-30', 0),
             ('c', 'alone', 'i', 'primary', '2024-01-01', null, 1),
             ('c', 'leaves', 'j', 'primary', '2024-01-01', '9998-12-31', 1),
             ('c', 'comes', 'j', 'primary', '9999-01-01', null, 0);
         insert into record select 'c', 'assignment', assignment_id,
             '{\"kind\":\"primary\",\"from\":\"' || starts || '\"}' from assignment;",
    )
    .unwrap();
    old.execute_batch(include_str!(
        "../../../../migrations/server/0023_assign.sql"
    ))
    .unwrap();
    let mut asked = old
        .prepare(
            "select a.assignment_id || ' ' || a.kind || ' ' || r.body from assignment a
             join record r on r.record_id = a.assignment_id where a.kind = 'co'",
        )
        .unwrap();
    let co: Vec<String> = asked
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(co, ["a co {\"kind\":\"co\",\"from\":\"2024-01-01\"}"]);
}
