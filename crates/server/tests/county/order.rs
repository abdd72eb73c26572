//! Law 7: the cursor never skips a change.

use std::collections::BTreeSet;

use protocol::push::Outcome;

use crate::support::{ANA, ANAS_HOUSE, CAI, County, ON_POSTGRES, visit_id};

const WRITERS: u32 = 6;
const VISITS: u32 = 8;

/// Several phones write at once while the captain pulls: whatever he has pulled up to a cursor
/// must be all there ever was below it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_puller_beside_writers_misses_nothing() {
    let county = County::new().await;
    let cai = county.phone(CAI).await;
    let mut phones = Vec::new();
    for _ in 0..WRITERS {
        phones.push(county.phone(ANA).await);
    }
    let writing = async {
        let writers = phones.iter_mut().enumerate().map(|(at, phone)| {
            let county = &county;
            async move {
                for number in 0..VISITS {
                    let id = u32::try_from(at).unwrap() * 100 + number + 1;
                    let change = phone.visit(id, &visit_id(id), ANAS_HOUSE, 1);
                    let outcome = county.push_one(phone, &change).await;
                    assert!(matches!(outcome, Outcome::Accepted { .. }));
                }
            }
        });
        let mut writers: Vec<_> = writers.map(Box::pin).collect();
        // All of them at once, on this task.
        std::future::poll_fn(move |context| {
            writers.retain_mut(|writer| writer.as_mut().poll(context).is_pending());
            if writers.is_empty() {
                std::task::Poll::Ready(())
            } else {
                std::task::Poll::Pending
            }
        })
        .await;
    };
    let pulling = async {
        let (mut seen, mut cursor) = (BTreeSet::new(), 0);
        let wanted = usize::try_from(WRITERS * VISITS).unwrap();
        while seen.len() < wanted {
            let page = county.pull(&cai, cursor).await;
            assert!(page.cursor >= cursor);
            let visits = page.rows.iter().filter(|row| row.kind == "visit");
            seen.extend(visits.map(|row| row.id.clone()));
            cursor = page.cursor;
        }
    };
    let deadline = std::time::Duration::from_secs(60);
    let both = async { tokio::join!(writing, pulling) };
    tokio::time::timeout(deadline, both)
        .await
        .expect("a visit was skipped");
}

/// The same sentences, on the other database.
#[test]
#[ignore = "needs TEST_POSTGRES_URL"]
fn everything_here_holds_on_postgres_too() {
    let url = std::env::var("TEST_POSTGRES_URL").unwrap();
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .env(ON_POSTGRES, url)
        .arg("--test-threads=4")
        .output()
        .unwrap();
    assert!(
        child.status.success(),
        "{}",
        String::from_utf8_lossy(&child.stdout)
    );
}

#[tokio::test]
async fn a_newer_database_is_reported_and_left_alone() {
    let county = County::new().await;
    county
        .opened()
        .db()
        .write(|tx| tx.execute("insert into schema_step (step) values (999)", &[]))
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
    let error = server::open(&county.config).await.err().unwrap();
    let cause = format!("{error:?}");
    assert!(cause.contains("TooNew"), "{cause}");
    assert!(county.count("select count(*) as n from feed").await > 0);
}

#[tokio::test]
async fn a_writer_that_panics_takes_nobody_with_it() {
    let county = County::new().await;
    let opened = county.opened();
    let failed = opened.db().write(|tx| -> Result<(), server::db::Error> {
        tx.execute("delete from feed", &[])?;
        panic!("on purpose")
    });
    assert!(failed.await.is_err());
    assert!(county.count("select count(*) as n from feed").await > 0);
    let ana = county.phone(ANA).await;
    assert!(!county.pull(&ana, 0).await.rows.is_empty());
}
