//! Households that split, merge and end: the old one stays, both are linked, and the roster's next
//! edition undoes nothing.

use serde_json::{Value, json};

use crate::console::boss;
use crate::entries_effects::{SON, WIFE, decide, family, import, person, row, rows};
use crate::entries_phone::{deed, entry, of_house, put, saved};
use crate::problems_phone::refusal;
use crate::support::{ANAS_HOUSE, BO, BOS_HOUSE, MEMBER, household};

#[tokio::test]
async fn part_of_a_household_becomes_one_of_its_own_and_both_know_of_it() {
    let (county, mut ana, cai) = family().await;
    let split = |members: Value, head: &str| {
        json!({ "kind": "split", "on": "2026-11-01", "members": members, "new_head": head,
            "text": "成家" })
    };
    let house = of_house(ANAS_HOUSE);
    for (id, (members, head, code, field)) in (1..).zip([
        (json!([MEMBER, WIFE, SON]), SON, "nobody_left", "members"),
        (json!([MEMBER]), MEMBER, "head_leaves", "members"),
        (json!([WIFE]), SON, "head_not_among", "new_head"),
    ]) {
        let fields = split(members, head);
        let change = saved(&mut ana, id, "household_change", &house, fields);
        assert_eq!(
            refusal(county.push_one(&ana, &change).await),
            (code.into(), Some(format!("edit.fields.{field}")))
        );
    }
    put(
        &county,
        &mut ana,
        5,
        "household_change",
        split(json!([SON]), SON),
    )
    .await;
    let desk = boss(&county).await;
    let taken = json!({ "step": "confirm", "seen_state": "proposed",
        "values": { "new_number": "1002" } });
    let (status, refused) = decide(&desk, 5, taken).await;
    assert_eq!(
        (status, &refused["code"], &refused["field"]),
        (400, &json!("number_taken"), &json!("new_number"))
    );
    let confirm = json!({ "step": "confirm", "seen_state": "proposed",
        "values": { "new_number": "1009" } });
    assert_eq!(decide(&desk, 5, confirm.clone()).await.0, 200);
    assert_eq!(decide(&desk, 5, confirm).await.0, 409);
    let homes = rows(&county, &cai, "household").await;
    let new = homes.iter().find(|home| home["number"] == "1009").unwrap();
    assert_eq!(
        (
            &new["head_name"],
            &new["village"],
            &new["annual_family_size"]
        ),
        (&json!("张小"), &json!("村"), &json!(1))
    );
    let son = row(&county, &cai, "member", SON).await;
    assert_eq!(
        (&son["household_id"], &son["relation"]),
        (&new["id"], &json!("户主"))
    );
    // Ana helps the old household; nobody has asked her to help the new one.
    assert_eq!(row(&county, &ana, "member", SON).await, Value::Null);
    assert_eq!(
        county
            .count("select count(*) as n from household_link")
            .await,
        1
    );
    // The roster still lists him where he was, then brings the new household under its own id.
    import(&county, &[person(SON, "张小", "之子", "")]).await;
    assert_eq!(
        row(&county, &cai, "member", SON).await["household_id"],
        new["id"]
    );
    let theirs = "00000000-0000-7000-8000-000000000199";
    let mut line = household(theirs, "1009", "990101101200");
    line["head_name"] = json!("张小");
    let mut moved = person(SON, "张小", "户主", "");
    moved["household_id"] = json!(theirs);
    let helped = json!({ "row": "assignment", "id": "00000000-0000-7000-8000-000000000310",
        "household_id": theirs, "person_id": BO, "kind": "primary", "from": "2026-11-02" });
    import(&county, &[line, moved, helped]).await;
    assert_eq!(rows(&county, &cai, "household").await.len(), homes.len());
    let bo = county.phone(BO).await;
    assert_eq!(
        row(&county, &bo, "member", SON).await["household_id"],
        new["id"]
    );
}

#[tokio::test]
async fn a_merged_household_ends_with_its_help_and_its_people_live_on() {
    let (county, mut ana, cai) = family().await;
    let fields = json!({ "kind": "merge", "on": "2026-11-01", "other_household": BOS_HOUSE,
        "text": "投靠" });
    put(&county, &mut ana, 1, "household_change", fields).await;
    put(&county, &mut ana, 2, "good_deed", deed()).await;
    let desk = boss(&county).await;
    let confirm = json!({ "step": "confirm", "seen_state": "proposed", "values": {} });
    assert_eq!(decide(&desk, 1, confirm).await.0, 200);
    let home = row(&county, &cai, "household", ANAS_HOUSE).await;
    assert_eq!(
        (&home["ended_on"], &home["ended_reason"]),
        (&json!("2026-11-01"), &json!("merged"))
    );
    // Nobody is to visit it: it is out of both sides of the coverage.
    let overview = desk.get("/overview").await;
    assert_eq!(overview["households"], 2);
    let due = desk.search("households", json!({ "filter": "due" })).await;
    assert_eq!(due["total"], 2);
    let bo = county.phone(BO).await;
    assert_eq!(
        row(&county, &bo, "member", WIFE).await["household_id"],
        BOS_HOUSE
    );
    assert_eq!(
        row(&county, &ana, "household", ANAS_HOUSE).await,
        Value::Null
    );
    assert_eq!(
        row(
            &county,
            &cai,
            "assignment",
            "00000000-0000-7000-8000-000000000301"
        )
        .await["to"],
        "2026-11-01"
    );
    // Its entries stay with the captain, and with whoever wrote them.
    assert_eq!(entry(&county, &cai, 2).await.unwrap()["state"], "recorded");
    // The roster knows nothing of it yet, and revives nothing.
    import(&county, &[household(ANAS_HOUSE, "1001", "990101101200")]).await;
    let home = row(&county, &cai, "household", ANAS_HOUSE).await;
    assert_eq!(home["ended_on"], "2026-11-01");
    let again = json!({ "kind": "extinct", "on": "2026-11-01", "text": "x" });
    let mut cai = cai;
    let house = of_house(ANAS_HOUSE);
    let change = saved(&mut cai, 9, "household_change", &house, again);
    assert_eq!(
        refusal(county.push_one(&cai, &change).await),
        ("household_ended".into(), Some("edit.fields.kind".into()))
    );
}
