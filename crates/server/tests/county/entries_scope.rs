//! Entries that are taken out, and those whose household changes hands.

use protocol::push::Outcome;
use serde_json::json;

use crate::entries_phone::{deed, entry, entry_id, of_house, own, put, saved, step};
use crate::problems_phone::{accepted, refusal};
use crate::support::{ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County};

#[tokio::test]
async fn what_was_taken_out_stays_readable_and_makes_room() {
    let county = County::new().await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let days = json!({ "month_on": "2026-11-01", "days": 20 });
    let change = saved(&mut ana, 1, "stationed", &own(), days.clone());
    accepted(&county.push_one(&ana, &change).await);
    let again = saved(&mut ana, 2, "stationed", &own(), days.clone());
    assert_eq!(
        refusal(county.push_one(&ana, &again).await),
        ("entry_twice".into(), Some("edit.fields.month_on".into()))
    );
    // The same month of another person is another thing.
    let his = saved(&mut cai, 3, "stationed", &own(), days.clone());
    accepted(&county.push_one(&cai, &his).await);
    let id = entry_id(1);
    let void = step(
        &mut ana,
        4,
        (&id, "void", "recorded"),
        json!({ "reason": "填错月份" }),
    );
    accepted(&county.push_one(&ana, &void).await);
    let mine = entry(&county, &ana, 1).await.unwrap();
    assert_eq!(
        (&mine["state"], &mine["fields"]["days"]),
        (&json!("voided"), &json!(20))
    );
    let again = saved(&mut ana, 5, "stationed", &own(), days);
    accepted(&county.push_one(&ana, &again).await);
}

#[tokio::test]
async fn a_household_takes_its_entries_along_when_its_helper_changes() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    put(&county, &mut ana, 1, "good_deed", deed()).await;
    let begun = json!({ "row": "assignment", "id": "00000000-0000-7000-8000-000000000309",
        "household_id": ANAS_HOUSE, "person_id": BO, "kind": "co", "from": "2026-11-02" });
    let opened = county.opened();
    let reply = server::bootstrap::import_roster(&opened, begun.to_string())
        .await
        .unwrap();
    assert_eq!(reply.refused, []);
    let bo = county.phone(BO).await;
    assert_eq!(
        entry(&county, &bo, 1).await.unwrap()["fields"]["text"],
        "帮收玉米"
    );
    let after = county.pull(&bo, 0).await.cursor;
    let ended = json!({ "row": "assignment", "id": "00000000-0000-7000-8000-000000000309",
        "household_id": ANAS_HOUSE, "person_id": BO, "kind": "co", "from": "2026-11-02",
        "to": "2026-11-10" });
    let reply = server::bootstrap::import_roster(&opened, ended.to_string())
        .await
        .unwrap();
    assert_eq!(reply.refused, []);
    let page = county.pull(&bo, after).await;
    let gone = page.rows.iter().find(|row| row.kind == "entry").unwrap();
    assert!(gone.body.is_none());
    // Bo's own household is none of Ana's business.
    let stranger = saved(&mut ana, 2, "good_deed", &of_house(BOS_HOUSE), deed());
    match county.push_one(&ana, &stranger).await {
        Outcome::Quarantined { code, .. } => assert_eq!(code, "no_assignment"),
        other => panic!("{other:?}"),
    }
}
