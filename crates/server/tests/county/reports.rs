//! Reports: their exact columns, figures worked out by hand, and who sees what of them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss, captain};
use crate::problems_phone::accepted;
use crate::support::{
    ANA, ANAS_HOUSE, BO, BOS_HOUSE, CAI, County, DING, FAR_HOUSE, NOW, TANG, visit_id,
};

/// DOMAIN §6, word for word; sheets of the four lists are of the same columns.
const COLUMNS: &str = "
走访台账 | 序号 镇 村 组 户主 户编号 户类型 监测类别 家庭人口 走访人 单位 走访时间 时长(分) 方式 受访人 走访内容 发现问题数 帮办实事 照片数 定位状态 审核状态 审核人
问题台账 | 序号 问题编号 来源 镇 村 户主 户编号 问题类别 严重程度 具体问题 产生原因 整改方式 整改措施 责任单位 责任人 配合单位 发现时间 交办时间 整改时限 延期 完成时间 整改结果 佐证 核验人 核验时间 是否销号 是否逾期
四清单 | 序号 问题编号 来源 镇 村 户主 户编号 问题类别 严重程度 具体问题 产生原因 整改方式 整改措施 责任单位 责任人 配合单位 发现时间 交办时间 整改时限 延期 完成时间 整改结果 佐证 核验人 核验时间 是否销号 是否逾期
考勤月报 | 序号 镇 村 工作队 姓名 单位 职务 应到天数 打卡天数 补卡 培训 公务外出 病假 事假 年休 缺勤 到岗率 累计驻村天数 备注
走访覆盖率/遍访进度 | 镇 村 应访户 已提交 已审核 覆盖率 未访户 应访人 已查人 逾期未访 责任人
帮扶责任人进度 | 责任人 单位 职级 包户数 配额 本半年应访 已访 达标户 好事实事件数 未达标户
周简报 | 本周走访户数/人次 新增问题(按类别) 已销号 逾期 风险线索 实事件数 典型做法 下周安排
月汇报/半月调度 | 走访户数/人次 新增问题(按类别) 已销号 逾期 风险线索 实事件数 培训 会议 项目进度(形象/资金支付) 典型做法 下月安排
季排队 | 镇/村 覆盖率 按期销号率 到岗率 抽查得分 综合 名次
年度考核表 | 姓名 单位 驻村天数 走访 问题 实事 抽查 民主评议满意率 扣分项 建议等次
抽查名单 | 批次 抽样种子 镇 村 队 被抽人 方式 接通 五项得分 问题 整改期限 整改结果
监测对象变动表 | 变动类型 户主 户编号 人口 识别/消除时间 风险类型 公示起止 审定文号
";

/// The half-year of the tests' day.
pub fn half_year() -> Value {
    json!({ "from": "2026-07-01", "to": "2026-12-31" })
}

pub async fn rows(desk: &Browser<'_>, report: &str, ask: Value) -> Vec<Vec<Value>> {
    let (status, page) = asked(desk, report, ask).await;
    assert_eq!(status, 200, "{page}");
    serde_json::from_value(page["rows"].clone()).unwrap()
}

pub async fn asked(desk: &Browser<'_>, report: &str, ask: Value) -> (u16, Value) {
    desk.ask(Method::POST, &format!("/reports/{report}/rows"), Some(ask))
        .await
}

/// Writes rows as the server's own code would leave them.
pub async fn sql(county: &County, text: impl Into<String>) {
    let text = text.into();
    county
        .opened()
        .db()
        .write(move |tx| tx.execute(&text, &[]).map(|_| ()))
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
}

pub async fn switch_on(county: &County, name: &str) {
    sql(
        county,
        format!(
            "insert into compliance_switch (county_id, name, is_on, legal_basis, changed_ms)
             select county_id, '{name}', 1, '县委办〔2026〕7号', {NOW} from county"
        ),
    )
    .await;
}

/// An entry of a ledger, as it lies in the county.
pub async fn entry(county: &County, number: u32, ledger: &str, who: &str, more: [&str; 4]) {
    let [state, kind, day, body] = more;
    sql(
        county,
        format!(
            "insert into entry (county_id, entry_id, ledger, scope, area_code, town_code, author_id,
                 state, is_open, kind, day, sequence, made_ms, changed_ms, body)
             select county_id, '00000000-0000-7000-8000-0000000b{number:04}', '{ledger}', 'person',
                 '990101101200', '990101101', '{who}', '{state}', 0, '{kind}', '{day}',
                 {number}, {NOW}, {NOW}, '{body}' from county"
        ),
    )
    .await;
}

/// A problem of a village, as it lies in the county.
pub async fn problem(county: &County, number: u32, village: &str, more: [&str; 3]) {
    let [state, first_due, done] = more;
    let (done, open) = match done {
        "" => ("null".to_owned(), i32::from(state != "cancelled")),
        day => (format!("'{day}'"), 0),
    };
    let town = &village[..9];
    sql(
        county,
        format!(
            "insert into problem (county_id, problem_id, number, problem_key, area_code, town_code,
                 source, category, severity, title, state, is_open, unit_role, found_ms, first_due,
                 due, done_date, sequence)
             select county_id, '00000000-0000-7000-8000-0000000d{number:04}', '990101-2026-{number}',
                 'k{number}', '{village}', '{town}', 'visit', 'water', 'major', '水管坏了', '{state}',
                 {open}, 'village', {NOW}, '{first_due}', '{first_due}', {done}, {number}
             from county"
        ),
    )
    .await;
}

#[tokio::test]
async fn every_report_has_exactly_the_columns_of_the_rules_in_their_order() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let list = desk.get("/reports").await;
    let words = |columns: &Value| {
        let all = columns.as_array().unwrap().iter();
        let all: Vec<&str> = all.map(|one| one["zh"].as_str().unwrap()).collect();
        all.join(" ")
    };
    let told: Vec<String> = list["reports"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!(
                "{} | {}",
                one["report"]["zh"].as_str().unwrap(),
                words(&one["columns"])
            )
        })
        .collect();
    let law: Vec<&str> = COLUMNS.trim().lines().collect();
    assert_eq!(told, law);
    let sheets = words(&list["reports"][2]["sheets"]);
    assert_eq!(sheets, "问题清单 任务清单 责任清单 时限清单");
}

#[tokio::test]
async fn coverage_counts_households_and_names_those_not_visited() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    // Two visits of one household are one household covered; one by phone covers nobody.
    for id in [1, 2] {
        let change = ana.visit(id, &visit_id(id), ANAS_HOUSE, 1);
        accepted(&county.push_one(&ana, &change).await);
    }
    let mut bo = county.phone(BO).await;
    let mut by_phone = bo.visit(3, &visit_id(3), BOS_HOUSE, 1);
    by_phone["edit"]["answers"][0]["value"]["value"] = "phone".into();
    accepted(&county.push_one(&bo, &by_phone).await);
    let mountain = |rows: Vec<Vec<Value>>| rows.into_iter().find(|row| row[1] == "山村").unwrap();

    let row = mountain(rows(&desk, "coverage", half_year()).await);
    assert_eq!(
        row[2..9],
        json!([2, 1, 0, 0.5, 1, 1, 1]).as_array().unwrap()[..]
    );
    assert_eq!((&row[9], &row[10]), (&json!(0), &json!("Cai")));
    let approve = cai.review(4, &visit_id(1), 1, "approve");
    accepted(&county.push_one(&cai, &approve).await);
    let row = mountain(rows(&desk, "coverage", half_year()).await);
    assert_eq!(row[4], 1);

    let mut behind = half_year();
    behind["behind"] = true.into();
    let left = rows(&desk, "coverage", behind.clone()).await;
    let numbers: Vec<_> = left.iter().map(|row| row[4].as_str().unwrap()).collect();
    assert_eq!(numbers, ["1002", "2001"]);
    behind["village"] = "990101101200".into();
    assert_eq!(rows(&desk, "coverage", behind).await.len(), 1);

    // The half-year before: nobody was visited, and it is over.
    let before = json!({ "from": "2026-01-01", "to": "2026-06-30" });
    let row = mountain(rows(&desk, "coverage", before).await);
    assert_eq!((&row[3], &row[9]), (&json!(0), &json!(2)));
}

#[tokio::test]
async fn a_helper_meets_the_cadence_by_visits_of_his_own_households() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    accepted(&county.push_one(&ana, &change).await);
    // The captain helps nobody: it counts for coverage, and for nobody's cadence.
    let mut cai = county.phone(CAI).await;
    let change = cai.visit(2, &visit_id(2), BOS_HOUSE, 1);
    accepted(&county.push_one(&cai, &change).await);
    let all = rows(&desk, "helpers", half_year()).await;
    let of = |name: &str| all.iter().find(|row| row[0] == name).unwrap()[3..].to_vec();
    assert_eq!(Value::from(of("Ana")), json!([1, null, 1, 1, 1, 0, 0]));
    assert_eq!(Value::from(of("Bo")), json!([1, null, 1, 0, 0, 0, 1]));

    // A monitored household is asked for each quarter: one visit in November leaves the third out.
    sql(
        &county,
        format!(
            "update household set home_group = 'monitored' where household_id = '{ANAS_HOUSE}'"
        ),
    )
    .await;
    // Whoever began in December owes nothing of the half-year yet judged.
    sql(
        &county,
        format!("update assignment set starts = '2026-11-20' where person_id = '{BO}'"),
    )
    .await;
    let all = rows(&desk, "helpers", half_year()).await;
    let of = |name: &str| all.iter().find(|row| row[0] == name).unwrap()[3..].to_vec();
    assert_eq!(Value::from(of("Ana")), json!([1, null, 1, 1, 0, 0, 1]));
    assert_eq!(
        Value::from(of("Bo")),
        json!([1, null, 1, 0, 0, 0, 1]),
        "42 days are left"
    );
    sql(&county, format!("update assignment set starts = '2026-11-01', ends = '2026-11-21' where person_id = '{BO}'")).await;
    let all = rows(&desk, "helpers", half_year()).await;
    assert!(
        !all.iter().any(|row| row[0] == "Bo"),
        "he helps nobody any longer"
    );
}

#[tokio::test]
async fn nobody_sees_rows_from_beyond_his_areas_or_risks_that_tell_of_health() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    accepted(&county.push_one(&ana, &change).await);
    problem(&county, 1, "990101101200", ["rectifying", "2026-11-10", ""]).await;
    problem(&county, 2, "990101102200", ["rectifying", "2026-11-10", ""]).await;
    for (number, house) in [(1, ANAS_HOUSE), (2, FAR_HOUSE)] {
        sql(&county, format!(
            "insert into household_status (county_id, household_id, sequence, change, risk_types, on_day, document_no, entry_id)
             select county_id, '{house}', {number}, 'identify', '[\"illness\"]', '2026-11-01', '云振〔2026〕3号', 'e{number}' from county"
        )).await;
    }
    let tang = captain(&county, TANG, "tang").await;
    let ding = captain(&county, DING, "ding").await;
    for (report, all) in [
        ("visits", [1, 1, 0]),
        ("problems", [2, 1, 1]),
        ("coverage", [2, 1, 1]),
        ("monitored", [2, 1, 1]),
        ("helpers", [2, 2, 0]),
        ("year", [3, 3, 0]),
    ] {
        for (browser, expected) in [&desk, &tang, &ding].into_iter().zip(all) {
            let ask = if report == "year" {
                json!({ "from": "2026-01-01", "to": "2026-12-31" })
            } else {
                half_year()
            };
            assert_eq!(rows(browser, report, ask).await.len(), expected, "{report}");
        }
    }
    let mut town = half_year();
    town["town"] = "990101102".into();
    assert_eq!(rows(&desk, "problems", town).await.len(), 1);
    let risks = |rows: Vec<Vec<Value>>| {
        rows.into_iter()
            .map(|row| row[5].clone())
            .collect::<Vec<_>>()
    };
    let of_town = risks(rows(&tang, "monitored", half_year()).await);
    assert_eq!(of_town, [Value::Null]);
    let of_county = risks(rows(&desk, "monitored", half_year()).await);
    assert_eq!(of_county, [json!("因病"), json!("因病")]);
}

#[tokio::test]
async fn a_brief_counts_the_days_asked_for_and_the_year_beside_them() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut ana = county.phone(ANA).await;
    let change = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    accepted(&county.push_one(&ana, &change).await);
    problem(&county, 1, "990101101200", ["rectifying", "2026-11-10", ""]).await;
    entry(
        &county,
        1,
        "good_deed",
        ANA,
        ["recorded", "job", "2026-11-18", r#"{"text":"介绍务工"}"#],
    )
    .await;
    entry(
        &county,
        2,
        "good_deed",
        ANA,
        ["recorded", "job", "2026-03-01", r#"{"text":"介绍务工"}"#],
    )
    .await;
    entry(
        &county,
        3,
        "activity",
        ANA,
        ["recorded", "training", "2026-11-18", r#"{"times":3}"#],
    )
    .await;
    let mut week = json!({ "from": "2026-11-16", "to": "2026-11-22" });
    week["practice"] = "积分超市".into();
    let told = rows(&desk, "week", week).await;
    assert_eq!(
        Value::from(told[0].clone()),
        json!(["1/1", "饮水安全 1", 0, 1, 0, 1, "积分超市", null])
    );
    let month = json!({ "from": "2026-11-01", "to": "2026-11-30" });
    let told = rows(&desk, "month", month).await;
    assert_eq!(told[0][5], "1（累计 2）");
    assert_eq!(told[0][6], "3（累计 3）");
    for (ask, code) in [
        (
            json!({ "from": "2026-11-16", "to": "2026-11-15" }),
            "later_day_needed",
        ),
        (
            json!({ "from": "2024-11-16", "to": "2026-11-15" }),
            "out_of_range",
        ),
        (json!({ "from": "heute", "to": "2026-11-15" }), "not_a_date"),
    ] {
        let (status, refused) = asked(&desk, "week", ask).await;
        assert_eq!((status, &refused["code"]), (400, &json!(code)));
    }
}

#[tokio::test]
async fn only_what_somebody_verified_has_the_day_of_that() {
    let county = County::new().await;
    let desk = boss(&county).await;
    for (number, state) in [(1, "closed"), (2, "cancelled"), (3, "merged")] {
        let more = [state, "2026-11-20", "2026-11-20"];
        problem(&county, number, "990101101200", more).await;
    }
    sql(&county, format!("update problem set closed_ms = {NOW}")).await;
    let lines = rows(&desk, "problems", half_year()).await;
    let told = lines.iter().map(|line| (&line[24], &line[25]));
    let (day, no, none) = (json!("2026-11-22"), json!("否"), Value::Null);
    assert_eq!(
        told.collect::<Vec<_>>(),
        [(&day, &json!("是")), (&none, &no), (&none, &no)]
    );
}
