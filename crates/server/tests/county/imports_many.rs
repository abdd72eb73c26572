//! A file is written many rows at a time, and leaves what its rows would leave one by one.

use serde_json::{Value, json};
use server::bootstrap;

use crate::console::boss;
use crate::imports::{HOME_LABELS, MEMBER_LABELS, home, import, person, workbook};
use crate::support::County;

/// Everything rows leave behind, but for the numbers a county gives them, which only their order
/// matters of.
const LEFT: [&str; 5] = [
    "select household_id || number || area_code || town_code || head_name || coalesce(category, '')
         || home_group || coalesce(ended_on, '') || coalesce(asked_month, '')
         || coalesce(tallied, '') as line from household order by household_id",
    "select member_id || household_id || number || id_number || id_check || cast(active as text)
         as line from member order by member_id",
    "select kind || record_id || body as line from record
         where kind in ('household', 'member') order by kind, record_id",
    "select kind || person_id || record_id || cast(removed as text) as line from feed
         where kind in ('household', 'member') order by sequence, person_id",
    "select area_code || home_group || asked || cast(n as text) as line from tally_home
         where n <> 0 order by area_code, home_group, asked",
];

async fn lines(county: &County, sql: &'static str) -> Vec<String> {
    let rows = county
        .opened()
        .db()
        .read(move |reader| reader.query(sql, &[]))
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
    rows.iter().map(|row| row.text("line").unwrap()).collect()
}

/// Brings what the file left in one county into the other, a roster line for each record.
async fn line_by_line(from: &County, to: &County, kind: &str) {
    let sql = match kind {
        "household" => {
            "select body as line from record r where kind = 'household' and record_id in
                 (select record_id from import_change) order by (select max(sequence) from feed f
                     where f.record_id = r.record_id)"
        }
        _ => {
            "select '{\"id_number\":\"' || m.id_number || '\",' || substr(r.body, 2) as line
             from record r join member m on m.member_id = r.record_id
             where r.kind = 'member' and r.record_id in (select record_id from import_change)
             order by (select max(sequence) from feed f where f.record_id = r.record_id)"
        }
    };
    let mut text = String::new();
    for body in lines(from, sql).await {
        let mut row: Value = serde_json::from_str(&body).unwrap();
        row["row"] = json!(kind);
        text.push_str(&format!("{row}\n"));
    }
    let reply = bootstrap::import_roster(&to.opened(), text).await.unwrap();
    assert_eq!(reply.refused, []);
}

async fn compare(one: &County, other: &County, when: &str) {
    for sql in LEFT {
        let (left, right) = (lines(one, sql).await, lines(other, sql).await);
        assert!(!left.is_empty());
        assert_eq!(left, right, "{when}");
    }
}

fn homes(phone: &str) -> Vec<u8> {
    let mut rows: Vec<_> = (0..70)
        .map(|at| home(&format!("66{at:04}"), phone))
        .collect();
    rows[3][8] = "一般农户".to_owned();
    // One the county has, helped by Ana.
    rows.push(home("1001", phone));
    workbook(HOME_LABELS, &rows)
}

fn people(education: &str) -> Vec<u8> {
    let born = domain::time::parse_date("1980-01-01").unwrap();
    let mut rows = Vec::new();
    for at in 0..140u16 {
        let id_number = domain::identity::make_id_number("620502", born, at + 1).unwrap();
        let home = format!("66{:04}", at / 2);
        rows.push(person(
            &home,
            &format!("77{at:04}"),
            "王五",
            &id_number,
            "之子",
        ));
    }
    // One number is another's too, one does not check, one is the county's own, one is nobody's.
    rows[8][4] = rows[11][4].clone();
    rows[12][4] = "620502198001010031".to_owned();
    rows.push(person("1001", "1", "张三", "11010519491231002X", "户主"));
    rows.push(person("1002", "7900", "赵六", "", "之女"));
    for row in &mut rows {
        row[7] = education.to_owned();
    }
    workbook(MEMBER_LABELS, &rows)
}

#[tokio::test]
async fn a_file_leaves_what_its_rows_leave_one_by_one() {
    let (whole, single) = (County::new().await, County::new().await);
    let desk = boss(&whole).await;
    for (kind, file, when) in [
        ("household", homes("13800000001"), "new households"),
        ("member", people("初中"), "new members"),
        ("household", homes("13800000002"), "changed households"),
        ("member", people("小学"), "changed members"),
    ] {
        let (_, done) = import(&whole, &desk, file).await;
        assert_eq!(done["unchanged"], 0, "{when} {done}");
        line_by_line(&whole, &single, kind).await;
        compare(&whole, &single, when).await;
    }
}
