//! Batches at the console: each is told with what whoever asks may see of it.

use serde_json::json;

use crate::console::{a_batch_arrives, boss, captain};
use crate::reports::sql;
use crate::support::{BO, BOS_HOUSE, CAI, County, change_id, visit_id};

#[tokio::test]
async fn a_captain_is_told_of_no_visit_of_a_village_that_is_not_his() {
    let county = County::new().await;
    a_batch_arrives(&county).await;
    let mut bo = county.phone(BO).await;
    let other = visit_id(2);
    let change = bo.visit(11, &other, BOS_HOUSE, 1);
    county.push_one(&bo, &change).await;
    // The household moved since: its visit lies in the next village, in the same batch.
    for text in [
        format!(
            "insert into batch_visit (county_id, batch_id, visit_id, revision, outcome)
             select county_id, batch_id, '{other}', 1, 'accepted' from batch"
        ),
        "update batch set visits = 2, accepted = 1, state = 'partially_accepted'".to_owned(),
        format!(
            "update visit set town_code = '990101102', area_code = '990101102200', problems = 3,
                 photos = 2 where visit_id = '{other}'"
        ),
    ] {
        sql(&county, text).await;
    }
    let desk = boss(&county).await;
    let cai = captain(&county, CAI, "cai").await;
    let whole = json!([2, 1, 1, 0, 4, 2]);
    let his = json!([1, 1, 0, 0, 1, 0]);
    for (browser, expected) in [(&desk, &whole), (&cai, &his)] {
        let list = browser.get("/batches").await;
        let page = browser.get(&format!("/batches/{}", change_id(900))).await;
        for batch in [&list["batches"][0], &page["batch"]] {
            let told = json!([
                batch["visits"],
                batch["waiting"],
                batch["accepted"],
                batch["returned"],
                batch["problems"],
                batch["photos_outstanding"]
            ]);
            assert_eq!(&told, expected, "{batch}");
        }
        let visits = page["visits"].as_array().unwrap().len();
        assert_eq!(json!(visits), expected[0]);
    }
}
