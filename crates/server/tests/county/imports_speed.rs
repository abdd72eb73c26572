//! How fast a county's roster is looked through and written. Not part of the daily run:
//! `cargo test --release -p server --test county imports_speed -- --ignored`.

use std::time::Instant;

use rust_xlsxwriter::Workbook;
use serde_json::json;

use crate::console::boss;
use crate::imports::{HOME_LABELS, MEMBER_LABELS, confirm, ended, home, person, send};
use crate::support::County;

const HOMES: u32 = 13_000;
const PEOPLE: u32 = 50_000;

/// As many columns nobody owns as exports have.
const OTHERS: u16 = 22;

fn book<const N: usize>(labels: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().unwrap();
    for (column, label) in (0..).zip(labels) {
        sheet.write_string(0, column, label).unwrap();
    }
    let first = u16::try_from(N).unwrap();
    for column in 0..OTHERS {
        sheet
            .write_string(0, first + column, format!("其他信息{column}"))
            .unwrap();
    }
    for (line, row) in (1..).zip(rows) {
        for (column, text) in (0..).zip(&row) {
            sheet.write_string(line, column, text).unwrap();
        }
        for column in 0..OTHERS {
            sheet.write_string(line, first + column, "否").unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn member(at: u32) -> [String; 8] {
    let birth = format!("{}-{:02}-{:02}", 1940 + at % 80, 1 + at % 12, 1 + at % 28);
    let day = domain::time::parse_date(&birth).unwrap();
    let number =
        domain::identity::make_id_number("620502", day, u16::try_from(at / 3 % 999).unwrap());
    let relation = if at < HOMES { "户主" } else { "之子" };
    let home = format!("62{:06}", at % HOMES);
    person(
        &home,
        &format!("7{at:07}"),
        "王小明",
        &number.unwrap(),
        relation,
    )
}

#[tokio::test]
#[ignore = "takes minutes unoptimised"]
async fn fifty_thousand_members_are_looked_through_and_written_in_half_a_minute_each() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let homes = book(
        HOME_LABELS,
        (0..HOMES).map(|at| home(&format!("62{at:06}"), "13800000001")),
    );
    let people = book(MEMBER_LABELS, (0..PEOPLE).map(member));
    let mut figures = Vec::new();
    for (what, rows, file) in [
        ("households", HOMES, homes.clone()),
        ("members", PEOPLE, people.clone()),
        ("members again", PEOPLE, people),
    ] {
        let bytes = file.len();
        let begun = Instant::now();
        let id = send(&county, &desk, file).await;
        let seen = ended(&desk, &id).await;
        let looked = begun.elapsed();
        assert_eq!(
            seen["result"]["counts"]["refused"], 0,
            "{}",
            seen["result"]["tallies"]
        );
        let begun = Instant::now();
        let (status, job) = confirm(&desk, &id).await;
        assert_eq!(status, 200);
        let done = ended(&desk, job["job_id"].as_str().unwrap()).await;
        assert_eq!(done["state"], "done");
        figures.push(json!({ "what": what, "rows": rows, "file_bytes": bytes,
            "check_ms": looked.as_millis() as u64, "import_ms": begun.elapsed().as_millis() as u64,
            "optimised": !cfg!(debug_assertions) }));
    }
    if let Some(file) = std::env::var_os("RUHU_FIGURES") {
        std::fs::write(file, serde_json::to_string_pretty(&figures).unwrap()).unwrap();
    }
    let slow = figures.iter().any(|one| {
        one["check_ms"].as_u64().unwrap() > 30_000 || one["import_ms"].as_u64().unwrap() > 30_000
    });
    assert!(!slow || cfg!(debug_assertions), "{figures:#?}");
}
