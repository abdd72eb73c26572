//! The roster's next edition meets what people have corrected since the last.

use serde_json::{Value, json};
use server::bootstrap;

use crate::facts::{contested, facts, field, row};
use crate::support::{ANA, ANAS_HOUSE, County, household};

#[tokio::test]
async fn the_same_roster_again_undoes_nobodys_correction() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let record = ("household", ANAS_HOUSE);
    let change = facts(
        &mut ana,
        1,
        record,
        field("phone", "13800001234", "13900000001"),
    );
    county.push_one(&ana, &change).await;
    let line = household(ANAS_HOUSE, "1001", "990101101200");
    let import = |line: Value| {
        let county = &county;
        async move {
            let reply = bootstrap::import_roster(&county.opened(), line.to_string())
                .await
                .unwrap();
            assert_eq!(reply.refused, []);
            (reply.stored, reply.unchanged)
        }
    };
    assert_eq!(import(line.clone()).await, (0, 1));
    let stands = row(&county, &ana, ANAS_HOUSE).await;
    assert_eq!(
        (&stands["phone"], &stands["version"]),
        (&json!("13900000001"), &json!(2))
    );

    // What the roster changes itself contests the correction, once.
    let mut next = line.clone();
    next["phone"] = json!("13900000009");
    next["annual_family_size"] = json!(4);
    assert_eq!(import(next.clone()).await, (1, 0));
    assert_eq!(import(next).await, (0, 1));
    let stands = row(&county, &ana, ANAS_HOUSE).await;
    assert_eq!(stands["phone"], "13900000001");
    assert_eq!(stands["annual_family_size"], 4, "nobody corrected it");
    assert_eq!(stands["version"], 3);
    assert_eq!(stands["contested"].as_array().unwrap().len(), 1);
    assert_eq!(stands["contested"][0]["other"], "13900000009");
    assert!(
        stands["contested"][0].get("by_name").is_none(),
        "the roster is nobody"
    );
}

#[tokio::test]
async fn a_correction_made_before_the_roster_moved_contests_it() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let mut next = household(ANAS_HOUSE, "1001", "990101101200");
    next["phone"] = json!("13900000009");
    bootstrap::import_roster(&county.opened(), next.to_string())
        .await
        .unwrap();
    let record = ("household", ANAS_HOUSE);
    let change = facts(
        &mut ana,
        1,
        record,
        field("phone", "13800001234", "13900000001"),
    );
    assert_eq!(contested(&county.push_one(&ana, &change).await), ["phone"]);
    let stands = row(&county, &ana, ANAS_HOUSE).await;
    assert_eq!(stands["phone"], "13900000009");
    assert_eq!(stands["version"], 3);
}
