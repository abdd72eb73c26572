//! Imports stopped, sent again, two at once, and taken back.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss};
use crate::facts::{facts, field, row};
use crate::imports::{
    HOME_LABELS, MEMBER_LABELS, check, confirm, ended, home, import, person, send, workbook,
};
use crate::spot::wish;
use crate::support::{ANA, ANAS_HOUSE, County};

async fn undo(desk: &Browser<'_>, import: &str) -> Value {
    let form = json!({ "reason": "导错了文件" });
    let path = format!("/imports/{import}/undo");
    let (status, begun) = desk.ask(Method::POST, &path, Some(form)).await;
    assert_eq!(status, 200, "{begun}");
    let job = ended(desk, begun["job_id"].as_str().unwrap()).await;
    assert_eq!(job["state"], "done", "{job}");
    job["result"].clone()
}

const NEW_HOMES: &str = "select count(*) as n from household where number like '63%'";

/// Three chunks, so that there is something to stop between.
const ROWS: u32 = 600;

fn many() -> Vec<u8> {
    let rows: Vec<_> = (0..ROWS)
        .map(|at| home(&format!("63{at:04}"), "13800000001"))
        .collect();
    workbook(HOME_LABELS, &rows)
}

#[tokio::test]
async fn an_import_that_was_stopped_keeps_whole_rows_and_the_same_file_finishes_it() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let file = many();
    let (first, _) = check(&county, &desk, file.clone()).await;
    let (_, begun) = confirm(&desk, &first).await;
    let running = begun["job_id"].as_str().unwrap().to_owned();

    // Beside it no other begins, whoever checked what.
    let (status, refused) = confirm(&desk, &first).await;
    assert_eq!((status, &refused["code"]), (409, &json!("job_running")));

    let stop = format!("/jobs/{running}/stop");
    desk.ask(Method::POST, &stop, None).await;
    county.pass_ms(600);
    let job = ended(&desk, &running).await;
    assert_eq!(job["state"], "stopped");
    let list = desk.get("/imports").await;
    let so_far = &list["imports"][0];
    assert_eq!(so_far["state"], "stopped");
    let written = county.count(NEW_HOMES).await;
    assert!(written < i64::from(ROWS));
    assert_eq!(so_far["counts"]["added"], written);

    let (_, done) = import(&county, &desk, file).await;
    assert_eq!(done["unchanged"], written);
    assert_eq!(county.count(NEW_HOMES).await, i64::from(ROWS));
}

#[tokio::test]
async fn what_people_corrected_is_contested_by_the_next_file_and_never_overwritten() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let desk = boss(&county).await;
    let mine = field("phone", "13800001234", "13900000001");
    let change = facts(&mut ana, 1, ("household", ANAS_HOUSE), mine);
    county.push_one(&ana, &change).await;

    // As the roster said before: the correction is left alone.
    let same = workbook(HOME_LABELS, &[home("1001", "13800001234")]);
    let (_, seen) = check(&county, &desk, same).await;
    assert_eq!(seen["counts"]["contested"], 0);

    let next = workbook(HOME_LABELS, &[home("1001", "13800000009")]);
    let (_, seen) = check(&county, &desk, next.clone()).await;
    assert_eq!(seen["counts"]["contested"], 1);
    assert!(
        seen["tallies"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["code"] == "contested")
    );
    let (id, done) = import(&county, &desk, next).await;
    assert_eq!(
        (&done["changed"], &done["contested"]),
        (&json!(1), &json!(1))
    );
    let stands = row(&county, &ana, ANAS_HOUSE).await;
    assert_eq!(stands["phone"], "13900000001");
    assert_eq!(stands["contested"][0]["other"], "13800000009");
    assert_eq!(stands["head_name"], "李四", "nobody corrected it");

    // Taken back, the roster says again what it said, and what Ana found out stands alone.
    let back = undo(&desk, &id).await;
    assert_eq!(back, json!({ "back": 1, "stays": 0 }));
    let stands = row(&county, &ana, ANAS_HOUSE).await;
    assert_eq!(stands["phone"], "13900000001");
    assert!(stands.get("contested").is_none(), "{stands}");
    assert_eq!(stands["head_name"], "张三");
}

#[tokio::test]
async fn taking_an_import_back_leaves_what_was_used_since_and_says_so() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let desk = boss(&county).await;
    let rows = [
        home("630001", "13800000001"),
        home("630002", ""),
        home("1001", "13800001234"),
    ];
    let (id, done) = import(&county, &desk, workbook(HOME_LABELS, &rows)).await;
    assert_eq!((&done["added"], &done["changed"]), (&json!(2), &json!(1)));
    let people = [person(
        "630002",
        "9201",
        "王五",
        "11010519491231002X",
        "户主",
    )];
    let (members, _) = import(&county, &desk, workbook(MEMBER_LABELS, &people)).await;

    // Ana corrects something the import did not touch, and the roster's next word is another.
    let change = facts(
        &mut ana,
        1,
        ("household", ANAS_HOUSE),
        field("address", Value::Null, "桥头"),
    );
    county.push_one(&ana, &change).await;

    let back = undo(&desk, &id).await;
    assert_eq!(back, json!({ "back": 2, "stays": 1 }));
    assert_eq!(county.count(NEW_HOMES).await, 1);
    let page = desk.get(&format!("/imports/{id}")).await;
    assert_eq!(page["import"]["state"], "undone");
    assert_eq!(page["import"]["undo_reason"], "导错了文件");
    assert_eq!(page["stays"][0]["number"], "630002");
    assert_eq!(page["stays"][0]["reason"], "used");
    let stands = row(&county, &ana, ANAS_HOUSE).await;
    assert_eq!(
        (&stands["head_name"], &stands["address"]),
        (&json!("张三"), &json!("桥头"))
    );

    // Twice is once.
    let form = json!({ "reason": "again" });
    let path = format!("/imports/{id}/undo");
    let (status, refused) = desk.ask(Method::POST, &path, Some(form)).await;
    assert_eq!((status, &refused["code"]), (409, &json!("stale")));

    // His number is another member's too, and the county has noted that: he is ended, not erased.
    let back = undo(&desk, &members).await;
    assert_eq!(back, json!({ "back": 1, "stays": 0 }));
    let ended = "select count(*) as n from member where number = '9201' and active = 0";
    assert_eq!(county.count(ended).await, 1);
    let audited = "select count(*) as n from audit where action = 'import_undone'";
    assert_eq!(county.count(audited).await, 2);
}

#[tokio::test]
async fn a_household_taken_back_is_the_same_one_when_it_comes_again() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let file = workbook(HOME_LABELS, &[home("630001", "")]);
    let (first, _) = import(&county, &desk, file.clone()).await;
    let id_of = |page: Value| {
        page["households"][0]["household_id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let form = json!({ "text": "630001" });
    let before = id_of(desk.search("households", form.clone()).await);
    undo(&desk, &first).await;
    assert_eq!(county.count(NEW_HOMES).await, 0);
    import(&county, &desk, file).await;
    assert_eq!(id_of(desk.search("households", form).await), before);
}

#[tokio::test]
async fn a_household_that_a_spot_check_drew_stays() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let file = workbook(HOME_LABELS, &[home("630001", "")]);
    let (id, _) = import(&county, &desk, file).await;
    let all = county.count("select count(*) as n from household").await;
    let page = desk
        .spot_drawn(wish("household", u32::try_from(all).unwrap()))
        .await;
    assert_eq!(undo(&desk, &id).await, json!({ "back": 0, "stays": 1 }));
    let drawn = desk.spot_items(&page, "all").await;
    assert!(drawn.iter().any(|item| item["asked"] == "李四"));
}

#[tokio::test]
async fn columns_a_later_file_brought_stay_when_an_earlier_one_is_taken_back() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let labels = [
        "户编号",
        "户主姓名",
        "乡",
        "村",
        "年度家庭人口数",
        "星级（评定）",
    ];
    let file = |stars: &str| {
        let row = ["1001", "李四", "东镇", "山村", "3", stars].map(str::to_owned);
        workbook(labels, &[row])
    };
    let (first, done) = import(&county, &desk, file("五星")).await;
    assert_eq!(done["changed"], 1);
    county.pass_ms(1000);
    let (second, done) = import(&county, &desk, file("四星")).await;
    assert_eq!(done["changed"], 1);
    let four = "select count(*) as n from roster_kept where kept like '%四星%'";
    assert_eq!(undo(&desk, &first).await, json!({ "back": 0, "stays": 1 }));
    assert_eq!(county.count(four).await, 1);
    // Of one nobody came after, they go with it.
    undo(&desk, &second).await;
    let five = "select count(*) as n from roster_kept where kept like '%五星%'";
    assert_eq!((county.count(four).await, county.count(five).await), (0, 1));
}

#[tokio::test]
async fn columns_nobody_knows_are_kept_beside_the_household() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let labels = [
        "户编号",
        "户主姓名",
        "乡",
        "村",
        "年度家庭人口数",
        "星级（评定）",
        "工资性收入",
    ];
    let rows = [["630001", "李四", "东镇", "山村", "2", "五星", "1200"].map(str::to_owned)];
    let (_, done) = import(&county, &desk, workbook(labels, &rows)).await;
    assert_eq!(done["added"], 1);
    let kept = "select count(*) as n from roster_kept
        where kept like '%五星%' and kept like '%工资性收入%' and kept not like '%李四%'";
    assert_eq!(county.count(kept).await, 1);
    // A job whose file is gone is nothing to confirm.
    let job = send(&county, &desk, workbook(labels, &rows)).await;
    ended(&desk, &job).await;
    county.pass_ms(1000);
    let (status, refused) = confirm(&desk, &uuid::Uuid::now_v7().to_string()).await;
    assert_eq!((status, &refused["code"]), (404, &json!("not_found")));
}
