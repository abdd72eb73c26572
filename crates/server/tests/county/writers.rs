//! Law 7 under load: many writers over real connections, at one server and at two over the same
//! database, and beside them somebody who follows the cursor.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use protocol::push::Outcome;
use serde_json::Value;

use crate::support::{ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County, visit_id};
use crate::wire::{pull_from, push_to};

/// Tasks that push, half of them for each cadre, each over a connection of its own.
const WRITERS: u32 = 12;
/// Requests of each.
const PUSHES: u32 = 8;
/// Visits in a request.
const VISITS: u32 = 3;
/// Rows in a page: small, so that the puller is nearly always in the middle of something.
const PAGE: u32 = 7;

/// Follows the cursor until `over` and nothing more waits. Every row there was, as it came.
async fn follow(servers: Vec<String>, token: String, over: Arc<AtomicBool>) -> Vec<(i64, String)> {
    let http = reqwest::Client::new();
    let (mut seen, mut cursor) = (Vec::new(), 0);
    for turn in 0.. {
        let last = over.load(Ordering::SeqCst);
        let server = &servers[turn % servers.len()];
        let page = pull_from(&http, server, &token, cursor, PAGE).await;
        assert!(page.rows.len() <= PAGE as usize);
        for row in page.rows {
            assert!(row.sequence > cursor, "{row:?} at or before {cursor}");
            cursor = row.sequence;
            if row.kind == "visit" {
                seen.push((row.sequence, row.id));
            }
        }
        assert!(page.cursor >= cursor);
        cursor = page.cursor;
        if last && !page.more {
            break;
        }
    }
    seen
}

async fn nothing_is_skipped(second_server: bool) {
    let county = County::new().await;
    let cai = county.phone(CAI).await;
    let mut phones = [county.phone(ANA).await, county.phone(BO).await];
    let other = if second_server {
        Some(server::start(county.config.clone()).await.unwrap())
    } else {
        None
    };
    let mut servers = vec![county.url("")];
    servers.extend(other.as_ref().map(|other| format!("http://{}", other.addr)));

    let over = Arc::new(AtomicBool::new(false));
    let token = cai.reply.token.token.clone();
    let puller = tokio::spawn(follow(servers.clone(), token, over.clone()));
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let phone = &mut phones[writer as usize % 2];
        let house = [ANAS_HOUSE, BOS_HOUSE][writer as usize % 2];
        let mut visit = |number| {
            let id = writer * 100 + number;
            phone.visit(id, &visit_id(id), house, 1)
        };
        let pushes: Vec<Vec<Value>> = (0..PUSHES)
            .map(|push| (0..VISITS).map(|at| visit(push * VISITS + at)).collect())
            .collect();
        let token = phone.reply.token.token.clone();
        let server = servers[(writer / 2) as usize % servers.len()].clone();
        writers.push(tokio::spawn(async move {
            let http = reqwest::Client::new();
            for changes in pushes {
                for outcome in push_to(&http, &server, &token, &changes).await {
                    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
                }
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    over.store(true, Ordering::SeqCst);
    let seen = puller.await.unwrap();

    // What the puller holds at the end is what there is, each at the place where it is.
    let holds: BTreeMap<String, i64> = seen.into_iter().map(|(at, id)| (id, at)).collect();
    let there = county
        .opened()
        .db()
        .read(|reader| {
            let rows = reader.query(
                "select record_id, sequence from feed
                 where person_id = $1 and kind = 'visit' and removed = 0",
                &[CAI.into()],
            )?;
            rows.iter()
                .map(|row| Ok((row.text("record_id")?, row.int("sequence")?)))
                .collect::<Result<BTreeMap<_, _>, server::db::Error>>()
        })
        .await
        .unwrap();
    assert_eq!(there.len(), (WRITERS * PUSHES * VISITS) as usize);
    let skipped: Vec<_> = there
        .iter()
        .filter(|at| holds.get(at.0) != Some(at.1))
        .collect();
    assert!(skipped.is_empty(), "skipped {skipped:?}");
    assert_eq!(holds.len(), there.len());
    if let Some(other) = other {
        other.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_puller_beside_many_connections_holds_every_row_there_is() {
    nothing_is_skipped(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_puller_between_two_servers_of_one_database_holds_every_row_there_is() {
    nothing_is_skipped(true).await;
}
