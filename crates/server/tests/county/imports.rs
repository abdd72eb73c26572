//! Rosters from files: what is found in them, and what is refused.

use reqwest::Method;
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};

use crate::console::{Browser, boss};
use crate::support::County;

pub const HOME_LABELS: [&str; 10] = [
    "省",
    "市",
    "县",
    "乡镇",
    "村",
    "户编号",
    "户主姓名",
    "户联系电话",
    "户类型",
    "年度家庭人口数",
];
pub const MEMBER_LABELS: [&str; 8] = [
    "户编号",
    "人口编号",
    "姓名",
    "性别",
    "证件号码",
    "与户主关系",
    "健康状况",
    "文化程度",
];

/// A household of the village 山村, with its number.
pub fn home(number: &str, phone: &str) -> [String; 10] {
    [
        "甘省",
        "某市",
        "云溪县",
        "东镇",
        "山村委会",
        number,
        "李四",
        phone,
        "脱贫户",
        "3",
    ]
    .map(str::to_owned)
}

pub fn person(
    home: &str,
    number: &str,
    name: &str,
    id_number: &str,
    relation: &str,
) -> [String; 8] {
    [
        home,
        number,
        name,
        "男",
        id_number,
        relation,
        "长期慢性病，残疾",
        "初中",
    ]
    .map(str::to_owned)
}

/// A workbook with a title above its header, everything as text.
pub fn workbook<const N: usize>(labels: [&str; N], rows: &[[String; N]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "脱贫户信息").unwrap();
    for (column, label) in (0..).zip(labels) {
        sheet.write_string(1, column, label).unwrap();
    }
    for (line, row) in (2..).zip(rows) {
        for (column, text) in (0..).zip(row) {
            sheet.write_string(line, column, text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Sends a file; the id of the job that looks it through.
pub async fn send(county: &County, desk: &Browser<'_>, file: Vec<u8>) -> String {
    let reply = county
        .http
        .post(county.url("/v1/console/imports/check"))
        .header("cookie", &desk.cookie)
        .header("ruhu-console", "1")
        .body(file)
        .send()
        .await
        .unwrap();
    assert_eq!(reply.status(), 200);
    let body: Value = reply.json().await.unwrap();
    body["job_id"].as_str().unwrap().to_owned()
}

/// A job once it has ended.
pub async fn ended(desk: &Browser<'_>, job: &str) -> Value {
    loop {
        let job = desk.get(&format!("/jobs/{job}")).await;
        if job["state"] != "running" {
            return job;
        }
        tokio::task::yield_now().await;
    }
}

/// A file looked through: the job's id, and what came of it.
pub async fn check(county: &County, desk: &Browser<'_>, file: Vec<u8>) -> (String, Value) {
    let id = send(county, desk, file).await;
    let job = ended(desk, &id).await;
    assert_eq!(job["state"], "done", "{job}");
    (id, job["result"].clone())
}

pub async fn confirm(desk: &Browser<'_>, check: &str) -> (u16, Value) {
    let form = json!({ "check_id": check });
    desk.ask(Method::POST, "/imports/confirm", Some(form)).await
}

/// A file looked through and written; what it did.
pub async fn import(county: &County, desk: &Browser<'_>, file: Vec<u8>) -> (String, Value) {
    let (check, _) = check(county, desk, file).await;
    let (status, begun) = confirm(desk, &check).await;
    assert_eq!(status, 200, "{begun}");
    let id = begun["job_id"].as_str().unwrap().to_owned();
    let job = ended(desk, &id).await;
    assert_eq!(job["state"], "done", "{job}");
    (id, job["result"].clone())
}

/// The problems of a check, as row and code.
fn problems(result: &Value) -> Vec<(u64, String)> {
    let all = result["problems"].as_array().unwrap().iter();
    all.map(|one| {
        (
            one["row"].as_u64().unwrap(),
            one["code"].as_str().unwrap().to_owned(),
        )
    })
    .collect()
}

pub fn has(result: &Value, row: u64, code: &str) -> bool {
    problems(result).contains(&(row, code.to_owned()))
}

#[tokio::test]
async fn a_households_file_is_looked_through_and_nothing_is_written_before_somebody_confirms() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let rows = [
        home("620001", "13800000001"),
        home("620002", ""),
        home("620001", ""),
    ];
    let file = workbook(HOME_LABELS, &rows);
    let (check_id, seen) = check(&county, &desk, file).await;
    assert_eq!(seen["kind"], "household");
    assert_eq!(seen["header_row"], 2);
    assert_eq!(seen["missing"], json!([]));
    assert_eq!(seen["counts"]["added"], 2);
    assert_eq!(seen["counts"]["refused"], 1);
    assert!(has(&seen, 5, "twice_in_file"));
    let none = "select count(*) as n from household where number like '62000%'";
    assert_eq!(county.count(none).await, 0);

    let (status, begun) = confirm(&desk, &check_id).await;
    assert_eq!(status, 200);
    let done = ended(&desk, begun["job_id"].as_str().unwrap()).await;
    assert_eq!(done["result"]["added"], 2);
    assert_eq!(county.count(none).await, 2);
    let list = desk.get("/imports").await;
    assert_eq!(list["imports"][0]["state"], "done");
    assert_eq!(list["imports"][0]["counts"]["added"], 2);

    // The roster is another now: what was seen no longer holds.
    let (status, refused) = confirm(&desk, &check_id).await;
    assert_eq!((status, &refused["code"]), (409, &json!("roster_moved")));
    let form = json!({ "check_id": check_id });
    let (_, again) = desk
        .ask(Method::POST, "/imports/check-again", Some(form))
        .await;
    let again = ended(&desk, again["job_id"].as_str().unwrap()).await;
    assert_eq!(again["result"]["counts"]["unchanged"], 2);
}

#[tokio::test]
async fn members_come_with_their_numbers_as_text_whatever_the_sheet_made_of_them() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut rows = vec![
        person("1001", "9001", "王五", "G110105 19491231 002x", "户主"),
        person("1001", "9002", "赵六", "1.10105E+17", "配偶"),
        person("1001", "9003", "钱七", "44052418800101001443", "之子"),
        person("1001", "9004", "孙八", "620502196001010079", "之舅"),
        person("7777", "9005", "周九", "110105491231002", "户主"),
    ];
    rows[4][6] = "健康".to_owned();
    let (_, seen) = check(&county, &desk, workbook(MEMBER_LABELS, &rows)).await;
    assert_eq!(seen["kind"], "member");
    assert!(has(&seen, 4, "digits_lost"));
    assert!(has(&seen, 6, "unknown_label"));
    assert!(has(&seen, 7, "unknown_household"));
    assert!(
        !has(&seen, 5, "id_length"),
        "a certificate has twenty letters"
    );
    let (_, done) = import(&county, &desk, workbook(MEMBER_LABELS, &rows)).await;
    // One of them the county has already, by his ID number in the same household.
    assert_eq!((&done["added"], &done["changed"]), (&json!(2), &json!(1)));
    assert_eq!(done["refused"], 2);
    let right = "select count(*) as n from member
        where number = '9001' and id_number = '11010519491231002X' and id_check = 'ok'";
    assert_eq!(county.count(right).await, 1);
    let certificate = "select count(*) as n from member where number = '9003' and id_check = 'ok'";
    assert_eq!(county.count(certificate).await, 1);
}

#[tokio::test]
async fn gbk_text_with_its_header_in_row_four_is_read() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let text = format!(
        "云溪县脱贫户信息,,\n导出时间：20250902,,\n,,\n{}\n{}\n",
        HOME_LABELS.join(","),
        home("620009", "=1+1").join(",")
    );
    let (gbk, _, wrong) = encoding_rs::GB18030.encode(&text);
    assert!(!wrong);
    let (id, seen) = check(&county, &desk, gbk.into_owned()).await;
    assert_eq!(seen["header_row"], 4);
    assert_eq!(seen["counts"]["added"], 1);
    assert!(has(&seen, 5, "not_a_phone"));
    let with_mark = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
    let (_, seen) = check(&county, &desk, with_mark).await;
    assert_eq!(seen["counts"]["added"], 1);

    // The annotated copy says what is wrong, and what looks like a formula is text in it.
    let reply = county
        .http
        .get(county.url(&format!("/v1/console/jobs/{id}/file")))
        .header("cookie", &desk.cookie)
        .send()
        .await
        .unwrap();
    let bytes = reply.bytes().await.unwrap().to_vec();
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    use calamine::Reader as _;
    let sheet = book.worksheet_range("Sheet1").unwrap();
    let text = |row, column| sheet.get_value((row, column)).unwrap().to_string();
    assert_eq!(text(0, 0), "问题");
    assert!(text(1, 0).contains("电话号码有误"), "{}", text(1, 0));
    assert_eq!(text(1, 9), "=1+1");
    let formulas = book.worksheet_formula("Sheet1").unwrap();
    assert!(formulas.used_cells().all(|cell| cell.2.is_empty()));
}

#[tokio::test]
async fn merged_cells_hold_for_each_row_and_hidden_ones_are_told() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut book = Workbook::new();
    let secret = book.add_worksheet().set_name("旧数据").unwrap();
    for (column, label) in (0..).zip(MEMBER_LABELS) {
        secret.write_string(0, column, label).unwrap();
    }
    secret.set_hidden(true);
    let sheet = book.add_worksheet().set_name("成员").unwrap();
    for (column, label) in (0..).zip(MEMBER_LABELS) {
        sheet.write_string(0, column, label).unwrap();
    }
    let rows = [
        person("", "9101", "王一", "", "户主"),
        person("", "9102", "王二", "", "之子"),
        person("", "9103", "王三", "", "之女"),
    ];
    for (line, row) in (1..).zip(&rows) {
        for (column, text) in (0..).zip(row) {
            sheet.write_string(line, column, text).unwrap();
        }
    }
    for line in 1..4 {
        sheet.write_number(line, 8, 30_000.0).unwrap();
    }
    sheet.write_string(0, 8, "出生日期").unwrap();
    sheet
        .merge_range(1, 0, 3, 0, "1002", &Format::new())
        .unwrap();
    sheet.set_row_hidden(3).unwrap();
    sheet.set_active(true);
    let (_, seen) = check(&county, &desk, book.save_to_buffer().unwrap()).await;
    assert_eq!(seen["sheet"], "成员");
    assert_eq!(
        seen["others"],
        json!([{ "name": "旧数据", "why": "hidden" }])
    );
    assert_eq!(seen["counts"]["added"], 2, "{seen}");
    assert_eq!(seen["hidden_rows"], 1);
    assert_eq!(seen["merged_cells"], 2);
    assert!(has(&seen, 4, "hidden_row"));
}
