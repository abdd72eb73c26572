//! New visits of one request are stored together. It must make no difference.

use protocol::push::Outcome;
use serde_json::{Value, json};
use server::CountySeed;
use server::change::{Came, Device, Incoming, Pace, Seen, receive_all};
use server::county;
use server::error::Error;

use crate::support::{ANA, ANAS_HOUSE, BO, CAI, County, NOW, photo, visit_id};

/// What the county has of visits, but for the numbers it gave them. Ids of households and people
/// are the same in every county of these tests.
const TABLES: &[&str] = &[
    "select visit_id || household_id || visitor_id || area_code || town_code || state || period
         || received_date || flags || trusted_basis || by_captain || revision || counts || problems
         || photos || photos_verified || ended_ms || received_ms || trusted_ended_ms
         || trusted_error_ms || wall_off_ms as row from visit order by 1",
    "select visit_id || change_id || revision as row from visit_revision order by 1",
    "select visit_id || photo_id || sha256 as row from visit_photo order by 1",
    "select visit_id || position || problem_key || origin || coalesce(member_id, '') || category
         || severity || title || coalesce(dismissed, '') || differs as row
         from visit_problem order by 1",
    "select kind || record_id || body || sealed as row from record where kind = 'visit' order by 1",
    "select person_id || kind || record_id || removed as row from feed where kind = 'visit'
         order by 1",
    "select household_id || visits || coalesce(last_visit_ms, 0)
         || coalesce(last_counting_period, '') as row from household order by 1",
    "select household_id || coalesce(counted_ms, 0) || coalesce(tallied, '') as row
         from household order by 1",
    "select visit_id || tallied as row from visit order by 1",
    "select area_code || home_group || month || asked || approved || n as row from tally_home
         where n <> 0 order by 1",
    "select figure || part || area_code || n as row from tally_visit where n <> 0 order by 1",
    "select change_id || person_id || device_sequence || record_kind || record_id || kind || made_at
         || digest || disposition || code || received_ms as row from change order by 1",
    "select action || subject || actor_id || at_ms as row from audit
         where action = 'visit_received' order by 1",
];

/// Three visits, two of one household, of which one has a photo that is not here and a problem
/// that only the phone found.
async fn handed_in(county: &County) -> Vec<Outcome> {
    let mut ana = county.phone(ANA).await;
    let mut changes: Vec<Value> = (1..=3)
        .map(|id| ana.visit(id, &visit_id(id), ANAS_HOUSE, 1))
        .collect();
    changes[1]["edit"]["photos"] = json!([photo(&"a".repeat(64), 1000)]);
    changes[2]["edit"]["ended_ms"] = (changes[2]["edit"]["ended_ms"].as_i64().unwrap() - 5).into();
    county.push(&ana, &changes).await
}

async fn stored(county: &County) -> Vec<Vec<String>> {
    let mut tables = Vec::new();
    for sql in TABLES {
        let rows = county
            .opened()
            .db()
            .read(move |reader| reader.query(sql, &[]))
            .await
            .map_err(|error: server::db::Error| error)
            .unwrap();
        tables.push(rows.iter().map(|row| row.text("row").unwrap()).collect());
    }
    tables
}

/// The captain has been shown one of them already, as far as the county remembers: a row in the
/// way of storing all of them together.
async fn stand_in_the_way(county: &County) {
    county
        .opened()
        .db()
        .write(|tx| {
            tx.execute(
                "insert into feed (county_id, person_id, kind, record_id, sequence, removed)
                 select county_id, $1, 'visit', $2, 1, 0 from county",
                &[CAI.into(), visit_id(2).into()],
            )
        })
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
}

#[tokio::test]
async fn visits_stored_together_are_what_they_are_stored_one_by_one() {
    let together = County::new().await;
    let outcomes = handed_in(&together).await;
    let one_by_one = County::new().await;
    stand_in_the_way(&one_by_one).await;
    let slowly = handed_in(&one_by_one).await;
    for outcome in outcomes.iter().chain(&slowly) {
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    }
    let (fast, slow) = (stored(&together).await, stored(&one_by_one).await);
    for (sql, (fast, slow)) in TABLES.iter().zip(fast.iter().zip(&slow)) {
        assert_eq!(fast, slow, "{sql}");
    }
    assert_eq!(fast[0].len(), 3);
    assert!(fast[5].len() >= 6, "the visitor and the captain see each");
}

/// Visits are looked at before it is their turn to be written. What changes in between counts.
#[tokio::test]
async fn who_begins_to_help_while_a_visit_waits_for_its_turn_sees_it() {
    let county = County::new().await;
    let (mut ana, bo) = (county.phone(ANA).await, county.phone(BO).await);
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    let change = serde_json::from_value(change).unwrap();
    let changes = vec![Came::Whole(Box::new(Incoming::read(change)))];
    let device = Device {
        id: ana.reply.device_id,
        person: ana.reply.person_id,
        revoked: false,
    };
    let (opened, now) = (county.opened(), NOW);
    let open = move |tx: &mut server::db::Tx<'_>| county::open(tx, &CountySeed::default(), now);
    let at_work = opened.db().write(open).await.unwrap();
    let (here, changes) = (at_work.clone(), std::sync::Arc::new(changes));
    let looked_at = changes.clone();
    let seen = opened
        .db()
        .read(move |reader| Seen::among(reader, &here, device, &looked_at, now))
        .await
        .unwrap();
    assert!(seen.is_some());

    let helps = json!({ "row": "assignment", "id": "00000000-0000-7000-8000-000000000309",
        "household_id": ANAS_HOUSE, "person_id": BO, "kind": "co", "from": "2026-01-01" });
    let reply = server::bootstrap::import_roster(&opened, helps.to_string())
        .await
        .unwrap();
    assert_eq!((reply.stored, reply.refused.len()), (1, 0));

    let outcomes = opened
        .db()
        .write(move |tx| {
            let changes = (changes.as_slice(), seen.as_ref());
            receive_all(tx, &at_work, device, changes, (Pace::Together, now))
        })
        .await
        .map_err(|error: Error| error)
        .unwrap();
    assert!(matches!(outcomes[0].outcome, Outcome::Accepted { .. }));
    let rows = county.pull(&bo, 0).await.rows;
    let shown = rows.iter().any(|row| row.id == visit_id(1));
    assert!(shown, "Bo helps the household too, and sees its visits");
}
