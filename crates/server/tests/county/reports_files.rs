//! Reports as files: what Excel and Word get, and that nothing half written is ever kept.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss};
use crate::problems_phone::{WATER, accepted, approve, found};
use crate::reports::{half_year, sql};
use crate::support::{ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County, visit_id};

/// Begins an export; its job.
pub async fn begun(desk: &Browser<'_>, report: &str, form: Value) -> String {
    let path = format!("/reports/{report}/export");
    let (status, job) = desk.ask(Method::POST, &path, Some(form)).await;
    assert_eq!(status, 200, "{job}");
    job["job_id"].as_str().unwrap().to_owned()
}

/// How a job ended.
pub async fn ended(desk: &Browser<'_>, job: &str) -> Value {
    loop {
        let told = desk.get(&format!("/jobs/{job}")).await;
        if told["state"] != "running" {
            return told;
        }
        tokio::task::yield_now().await;
    }
}

async fn file(county: &County, desk: &Browser<'_>, report: &str, form: Value) -> (Value, Vec<u8>) {
    let job = begun(desk, report, form).await;
    let told = ended(desk, &job).await;
    assert_eq!(told["state"], "done", "{told}");
    let response = county
        .http
        .get(county.url(&format!("/v1/console/jobs/{job}/file")))
        .header("cookie", &desk.cookie)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    (told, response.bytes().await.unwrap().to_vec())
}

/// One part of a zip file, unpacked.
fn part(bytes: &[u8], name: &str) -> String {
    let number = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let heads = (0..bytes.len() - 30).filter(|at| bytes[*at..].starts_with(b"PK\x03\x04"));
    for head in heads {
        let (named, extra) = (number(head + 26), number(head + 28));
        if &bytes[head + 30..head + 30 + named] == name.as_bytes() {
            let packed = &bytes[head + 30 + named + extra..];
            let mut text = String::new();
            if number(head + 8) == 0 {
                return String::from_utf8_lossy(packed).into_owned();
            }
            flate2::read::DeflateDecoder::new(packed)
                .read_to_string(&mut text)
                .unwrap();
            return text;
        }
    }
    panic!("{name} is not in the file");
}

#[tokio::test]
async fn a_workbook_has_a_frozen_header_text_for_numbers_of_things_and_a_page_to_print() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    tells_all(&mut change);
    change["edit"]["problems"] = json!([found("water", "minor", WATER)]);
    county.push_one(&ana, &change).await;
    approve(&county, &mut cai, 1).await;
    let form = json!({ "ask": half_year(), "made": "workbook" });
    let (told, bytes) = file(&county, &desk, "visits", form).await;
    assert_eq!(told["file"]["name"], "走访台账_2026-07-01_2026-12-31.xlsx");

    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    assert_eq!(book.sheet_names(), ["走访台账"]);
    let range = book.worksheet_range("走访台账").unwrap();
    let row = |number: usize| range.rows().nth(number).unwrap().to_vec();
    let head: Vec<String> = row(0).iter().map(ToString::to_string).collect();
    assert_eq!(head[..6], ["序号", "镇", "村", "组", "户主", "户编号"]);
    let first = row(1);
    assert_eq!(first[0], Data::Float(1.0));
    assert_eq!(first[1], Data::String("东镇".to_owned()));
    assert_eq!(
        first[5],
        Data::String("1001".to_owned()),
        "text, or Excel eats zeros"
    );
    assert_eq!(first[6], Data::String("脱贫户".to_owned()));
    assert_eq!(first[8], Data::Float(1.0));
    assert_eq!(first[11], Data::String("2026-11-22 09:50".to_owned()));
    assert_eq!(first[12], Data::Float(10.0));
    assert_eq!(first[13], Data::String("入户走访".to_owned()));
    assert_eq!(first[14], Data::String("张三".to_owned()));
    assert_eq!(
        first[15],
        Data::String("常规走访、政策宣传；=1+1 水管已修好".to_owned())
    );
    assert_eq!(first[19], Data::String("无定位".to_owned()));
    assert_eq!(first[20], Data::String("队长已通过".to_owned()));
    assert_eq!(first[21], Data::String("Cai".to_owned()));

    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for piece in [
        r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>"#,
        r#"<autoFilter ref="A1:V2"/>"#,
        r#"orientation="landscape""#,
        r#"paperSize="9""#,
        "走访台账（2026-07-01 至 2026-12-31）",
        "第 &amp;P 页",
    ] {
        assert!(sheet.contains(piece), "{piece}");
    }
    // Excel repairs, or refuses, what has a row twice; also a report without rows.
    assert_eq!(sheet.matches(r#"<row r="2""#).count(), 1);
    let ask = json!({ "from": "2025-07-01", "to": "2025-12-31" });
    let form = json!({ "ask": ask, "made": "workbook" });
    let (_, empty) = file(&county, &desk, "visits", form).await;
    let empty = part(&empty, "xl/worksheets/sheet1.xml");
    assert_eq!(empty.matches(r#"<row r="1""#).count(), 1);
    assert!(part(&bytes, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
    let audit = desk.search("audit", json!({})).await.to_string();
    assert!(audit.contains("report_exported"), "{audit}");
}

#[tokio::test]
async fn four_lists_are_four_sheets_of_the_same_problems() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    change["edit"]["problems"] = json!([found("water", "minor", WATER)]);
    accepted(&county.push_one(&ana, &change).await);
    approve(&county, &mut cai, 1).await;
    let shown = crate::reports::rows(&desk, "four_lists", half_year()).await;
    let form = json!({ "ask": half_year(), "made": "workbook" });
    let (_, bytes) = file(&county, &desk, "four_lists", form).await;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = ["问题清单", "任务清单", "责任清单", "时限清单"];
    assert_eq!(book.sheet_names(), names);
    for name in names {
        let range = book.worksheet_range(name).unwrap();
        assert_eq!(range.height(), shown.len() + 1, "{name}");
        assert_eq!(
            range.get((1, 1)).unwrap().to_string(),
            shown[0][1].as_str().unwrap()
        );
    }
    let due = book.worksheet_range("时限清单").unwrap();
    assert_eq!(due.get((0, 8)).unwrap().to_string(), "整改时限");
    assert_eq!(
        due.get((1, 8)).unwrap().to_string(),
        shown[0][18].as_str().unwrap()
    );
}

#[tokio::test]
async fn nothing_of_the_console_stays_in_a_browsers_cache_or_is_taken_for_something_else() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let form = json!({ "ask": half_year(), "made": "workbook" });
    let job = begun(&desk, "visits", form).await;
    ended(&desk, &job).await;
    for path in [
        format!("households/{ANAS_HOUSE}"),
        format!("jobs/{job}/file"),
    ] {
        let answer = county
            .http
            .get(county.url(&format!("/v1/console/{path}")))
            .header("cookie", &desk.cookie)
            .send()
            .await
            .unwrap();
        let header = |name: &str| {
            let found = answer.headers().get(name);
            found.map_or("", |value| value.to_str().unwrap())
        };
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        let is_saved = header("content-disposition").starts_with("attachment");
        assert_eq!(is_saved, path.starts_with("jobs"));
    }
}

#[tokio::test]
async fn a_brief_can_be_gone_on_with_in_word() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut bo = county.phone(BO).await;
    let change = bo.visit(1, &visit_id(1), BOS_HOUSE, 1);
    accepted(&county.push_one(&bo, &change).await);
    let ask = json!({ "from": "2026-11-16", "to": "2026-11-22", "practice": "积分超市\n院坝会",
        "plans": "走访 & 回访" });
    let form = json!({ "ask": ask, "made": "document" });
    let (told, bytes) = file(&county, &desk, "week", form).await;
    assert_eq!(told["file"]["name"], "周简报_2026-11-16_2026-11-22.docx");
    let document = part(&bytes, "word/document.xml");
    for piece in [
        "云溪县驻村帮扶工作周简报",
        "走访 1 户 1 次",
        "积分超市",
        "院坝会",
        "走访 &amp; 回访",
        r#"w:eastAsia="仿宋""#,
        r#"w:eastAsia="黑体""#,
        r#"w:val="Heading1""#,
        "<w:tbl>",
    ] {
        assert!(document.contains(piece), "{piece}: {document}");
    }
    // A ledger is no brief.
    let form = json!({ "ask": half_year(), "made": "document" });
    let (status, refused) = desk
        .ask(Method::POST, "/reports/visits/export", Some(form))
        .await;
    assert_eq!((status, &refused["code"]), (400, &json!("unknown_option")));
}

/// What a ledger tells of a visit: everything an answer can bring into its line.
fn tells_all(change: &mut Value) {
    change["edit"]["answers"] = json!([
        { "item": "visit_method", "value": { "type": "choice", "value": "on_site" } },
        { "item": "visit_purpose", "value": { "type": "choices", "value": ["routine", "policy"] } },
        { "item": "respondent_member", "value": { "type": "member", "value": crate::support::MEMBER } },
        { "item": "visit_summary", "value": { "type": "text", "value": "=1+1 水管已修好" } },
    ]);
}

#[tokio::test]
async fn a_visit_from_before_its_line_was_kept_has_the_same_line() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut ana = county.phone(ANA).await;
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    tells_all(&mut change);
    accepted(&county.push_one(&ana, &change).await);
    let line = async || {
        let asked = Some(half_year());
        let (status, page) = desk.ask(Method::POST, "/reports/visits/rows", asked).await;
        assert_eq!(status, 200, "{page}");
        page["rows"][0].clone()
    };
    let kept = line().await;
    for told in ["常规走访、政策宣传；=1+1 水管已修好", "入户走访", "张三"] {
        assert!(kept.as_array().unwrap().contains(&json!(told)), "{kept}");
    }
    sql(
        &county,
        "update visit_revision set started_ms = null, method = null, respondent_id = null,
        purposes = null, summary = null, place = null"
            .to_owned(),
    )
    .await;
    assert_eq!(line().await, kept);
}

#[tokio::test]
async fn a_letter_one_database_keeps_in_no_text_costs_no_visit() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut ana = county.phone(ANA).await;
    let mut change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    tells_all(&mut change);
    change["edit"]["answers"][3]["value"]["value"] = json!("水管\0已修好");
    accepted(&county.push_one(&ana, &change).await);
    let asked = Some(half_year());
    let (_, page) = desk.ask(Method::POST, "/reports/visits/rows", asked).await;
    let line = page["rows"][0].as_array().unwrap();
    assert!(
        line.contains(&json!("常规走访、政策宣传；水管已修好")),
        "{page}"
    );
}

/// Many visits, as many phones would have left them: copies of one.
pub async fn many(county: &County, visits: u32) {
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    accepted(&county.push_one(&ana, &change).await);
    let sealed = "00000000-0000-7000-8000-0000000a0001";
    let numbers = format!(
        "with recursive n (n) as (select 1 union all select n + 1 from n where n < {visits})"
    );
    sql(county, format!("insert into visit_revision (county_id, visit_id, revision, change_id, received_ms, sequence)
        {numbers} select s.county_id, 'copy' || n, 1, s.change_id, s.received_ms, 1000 + n from visit_revision s, n where s.visit_id = '{sealed}'")).await;
    sql(county, format!("insert into visit (county_id, visit_id, household_id, visitor_id, by_captain, area_code, town_code, revision, state, counts, period, ended_ms, received_ms, received_date, problems, photos, photos_verified, flags, sequence, trusted_ended_ms, profile)
        {numbers} select v.county_id, 'copy' || n, v.household_id, v.visitor_id, 0, v.area_code, v.town_code, 1, 'submitted', 1, v.period, v.ended_ms, v.received_ms, v.received_date, 0, 0, 0, '', 1000 + n, v.trusted_ended_ms, v.profile from visit v, n where v.visit_id = '{sealed}'")).await;
}

#[tokio::test]
async fn an_export_that_is_stopped_leaves_no_file() {
    let county = County::new().await;
    let desk = boss(&county).await;
    many(&county, 4_000).await;
    let job = begun(
        &desk,
        "visits",
        json!({ "ask": half_year(), "made": "workbook" }),
    )
    .await;
    let (status, told) = desk
        .ask(Method::POST, &format!("/jobs/{job}/stop"), None)
        .await;
    assert_eq!(status, 200, "{told}");
    // Progress is told, and the wish heard, twice a second.
    county.pass_ms(1_000);
    let told = ended(&desk, &job).await;
    assert_eq!(
        (&told["state"], &told["file"]),
        (&json!("stopped"), &Value::Null)
    );
    assert_eq!(county.count("select count(*) as n from job_part").await, 0);
    // The page finds it again.
    assert_eq!(desk.get("/reports").await["exports"][0]["job_id"], job);
}

#[tokio::test]
async fn more_rows_than_a_page_go_on_where_the_page_ended() {
    let county = County::new().await;
    let desk = boss(&county).await;
    many(&county, 120).await;
    let (mut ask, mut seen) = (half_year(), Vec::new());
    loop {
        let (status, page) = desk
            .ask(Method::POST, "/reports/visits/rows", Some(ask.clone()))
            .await;
        assert_eq!(status, 200);
        assert_eq!(page["total"], 121);
        for row in page["rows"].as_array().unwrap() {
            seen.push(row[0].as_i64().unwrap());
        }
        if page["next"].is_null() {
            break;
        }
        ask["after"] = page["next"].clone();
    }
    assert_eq!(seen, (1..=121).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_visit_between_two_pages_takes_nobody_off_the_list_of_those_not_visited() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let numbers = "with recursive n (n) as (select 1 union all select n + 1 from n where n < 60)";
    sql(&county, format!(
        "insert into household (county_id, household_id, number, area_code, town_code, head_name, home_group)
         {numbers} select c.county_id, 'copy' || n, '50' || (100 + n), '990101101200', '990101101', '李四', 'exited' from county c, n"
    )).await;
    let mut ask = half_year();
    ask["behind"] = true.into();
    let rows = async |ask: &Value| {
        let asked = Some(ask.clone());
        let (status, page) = desk
            .ask(Method::POST, "/reports/coverage/rows", asked)
            .await;
        assert_eq!(status, 200, "{page}");
        page
    };
    let numbers = |page: &Value| {
        let rows = page["rows"].as_array().unwrap().iter();
        rows.map(|row| row[4].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let first = rows(&ask).await;
    assert_eq!(first["total"], 63);
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    accepted(&county.push_one(&ana, &change).await);
    ask["after"] = first["next"].clone();
    let second = rows(&ask).await;
    assert_eq!(
        (&second["total"], &second["next"]),
        (&json!(62), &Value::Null)
    );
    assert_eq!(second["rows"][0][0], 51);
    let mut all = [numbers(&first), numbers(&second)].concat();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 63);
}
