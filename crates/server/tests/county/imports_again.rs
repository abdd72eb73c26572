//! Imports and a server that dies, files that are too large, and the day after which nothing can be
//! taken back.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::console::{boss, browser};
use crate::imports::{MEMBER_LABELS, check, confirm, ended, import, person, workbook};
use crate::support::County;

const NEW_HOMES: &str = "select count(*) as n from household where number like '65%'";
const TAKEN_BACK: &str = "select count(*) as n from import_change where state = 'back'";

/// Enough for many transactions.
const ROWS: u32 = 6000;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

fn many() -> Vec<u8> {
    let mut text = "户编号,户主姓名,乡镇,村,年度家庭人口数\n".to_owned();
    for at in 0..ROWS {
        text.push_str(&format!("65{at:05},李四,东镇,山村,3\n"));
    }
    text.into_bytes()
}

/// Until something of it is stored.
async fn begun(county: &County, sql: &'static str) {
    while county.count(sql).await == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_server_that_dies_in_an_import_and_in_its_undoing_leaves_both_to_be_finished() {
    let mut county = County::new().await;
    let admin = server::bootstrap::create_admin(&county.opened(), "boss", "郭主任")
        .await
        .unwrap();
    let desk = browser(&county, &admin).await;
    let (checked, _) = check(&county, &desk, many()).await;
    let (status, _) = confirm(&desk, &checked).await;
    assert_eq!(status, 200);
    begun(&county, NEW_HOMES).await;
    drop(desk);
    county.restart().await;

    let written = county.count(NEW_HOMES).await;
    assert!(written > 0 && written < i64::from(ROWS), "{written}");
    // Another server of the county may be at work on it for a minute.
    county.pass_ms(2 * MINUTE_MS);
    let desk = browser(&county, &admin).await;
    let list = desk.get("/imports").await;
    assert_eq!(list["job"], Value::Null);
    let cut = &list["imports"][0];
    assert_eq!(cut["state"], "stopped");
    assert_eq!(
        (&cut["seen"], &cut["counts"]["added"]),
        (&json!(written), &json!(written))
    );
    let (second, done) = import(&county, &desk, many()).await;
    assert_eq!(done["unchanged"], written);
    assert_eq!(county.count(NEW_HOMES).await, i64::from(ROWS));

    let path = format!("/imports/{second}/undo");
    let form = json!({ "reason": "导错了文件" });
    let (status, _) = desk.ask(Method::POST, &path, Some(form.clone())).await;
    assert_eq!(status, 200);
    begun(&county, TAKEN_BACK).await;
    drop(desk);
    county.restart().await;

    assert!(county.count(NEW_HOMES).await > written);
    county.pass_ms(2 * MINUTE_MS);
    let desk = browser(&county, &admin).await;
    let list = desk.get("/imports").await;
    assert_eq!(list["imports"][0]["state"], "undo_stopped");
    let (status, again) = desk.ask(Method::POST, &path, Some(form)).await;
    assert_eq!(status, 200);
    let job = ended(&desk, again["job_id"].as_str().unwrap()).await;
    assert_eq!(job["result"]["back"], i64::from(ROWS) - written, "{job}");
    assert_eq!(county.count(NEW_HOMES).await, written);
}

#[tokio::test]
async fn an_upload_that_does_not_end_is_cut_off_with_a_word_and_nothing_is_stored() {
    const PIECE: usize = 1024 * 1024;
    let county = County::new().await;
    let desk = boss(&county).await;
    let address = county.url("");
    let mut line = TcpStream::connect(address.strip_prefix("http://").unwrap())
        .await
        .unwrap();
    let head = format!(
        "POST /v1/console/imports/check HTTP/1.1\r\nhost: county\r\ncookie: {}\r\n\
         ruhu-console: 1\r\ncontent-type: application/octet-stream\r\n\
         transfer-encoding: chunked\r\n\r\n",
        desk.cookie
    );
    line.write_all(head.as_bytes()).await.unwrap();
    let piece = [format!("{PIECE:x}\r\n").as_bytes(), &[b'x'; PIECE], b"\r\n"].concat();
    for _ in 0..64 {
        line.write_all(&piece).await.unwrap();
    }
    // One byte more than may come; its end never does.
    line.write_all(b"1\r\nx\r\n").await.unwrap();
    let mut answer = String::new();
    let mut some = [0; 4096];
    while !answer.contains("too_large") {
        let read = line.read(&mut some).await.unwrap();
        assert!(read > 0, "{answer}");
        answer.push_str(&String::from_utf8_lossy(&some[..read]));
    }
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    for none in [
        "select count(*) as n from job",
        "select count(*) as n from job_part",
        "select count(*) as n from import_run",
    ] {
        assert_eq!(county.count(none).await, 0);
    }
}

#[tokio::test]
async fn what_an_import_changed_is_kept_as_long_as_it_can_be_taken_back_and_no_longer() {
    const KEPT: &str = "select count(*) as n from import_change";
    let county = County::new().await;
    let admin = server::bootstrap::create_admin(&county.opened(), "boss", "郭主任")
        .await
        .unwrap();
    let desk = browser(&county, &admin).await;
    let born = domain::time::parse_date("1980-01-01").unwrap();
    let file = |number: u16| {
        let id_number = domain::identity::make_id_number("620502", born, number).unwrap();
        let rows = [person(
            "1001",
            &number.to_string(),
            "王五",
            &id_number,
            "户主",
        )];
        workbook(MEMBER_LABELS, &rows)
    };
    let (long, _) = import(&county, &desk, file(951)).await;
    county.pass_ms(DAY_MS);
    let desk = browser(&county, &admin).await;
    // From this day on it is shorter: what was said of the first holds.
    let form = json!({ "key": "import_undo_days", "value": "30", "from": "2026-11-23",
        "basis": "县办〔2026〕1号" });
    let (status, answer) = desk.ask(Method::POST, "/params", Some(form)).await;
    assert_eq!(status, 200, "{answer}");
    let (short, _) = import(&county, &desk, file(953)).await;
    let list = desk.get("/imports").await;
    let until = |at: usize| list["imports"][at]["until"].clone();
    assert_eq!(
        (until(0), until(1)),
        (json!("2026-12-23"), json!("2027-05-21"))
    );
    assert_eq!(list["imports"][0]["digest"].as_str().unwrap().len(), 64);

    county.pass_ms(30 * DAY_MS);
    county.opened().keep_house().await.unwrap();
    assert_eq!(county.count(KEPT).await, 2, "its last day is not over");
    county.pass_ms(DAY_MS);
    county.opened().keep_house().await.unwrap();
    assert_eq!(county.count(KEPT).await, 1);

    let desk = browser(&county, &admin).await;
    let list = desk.get("/imports").await;
    let gone = &list["imports"][0];
    assert_eq!(
        (&gone["import_id"], &gone["is_over"]),
        (&json!(short), &json!(true))
    );
    assert_eq!(gone["counts"]["added"], 1);
    assert_eq!(gone["digest"].as_str().unwrap().len(), 64);
    assert_eq!(list["imports"][1]["is_over"], false);
    let undo = async |import: &str| {
        let form = json!({ "reason": "导错了文件" });
        let path = format!("/imports/{import}/undo");
        desk.ask(Method::POST, &path, Some(form)).await
    };
    let (status, refused) = undo(&short).await;
    assert_eq!((status, &refused["code"]), (409, &json!("undo_over")));
    let (status, begun) = undo(&long).await;
    assert_eq!(status, 200);
    ended(&desk, begun["job_id"].as_str().unwrap()).await;

    county.pass_ms(180 * DAY_MS);
    county.opened().keep_house().await.unwrap();
    assert_eq!(county.count(KEPT).await, 0);
    let told = "select count(*) as n from import_run
        where forgotten_ms is not null and back + stays = 1";
    assert_eq!(
        county.count(told).await,
        1,
        "of the one that was taken back"
    );
    let audited = "select count(*) as n from audit where action = 'import_forgotten'";
    assert_eq!(county.count(audited).await, 2);
}
