//! How long 走访台账 of 100,000 visits takes, and in how much memory; beside the same rows as CSV.

use std::io::Write as _;
use std::time::Instant;

use reqwest::Method;
use serde_json::json;

use crate::console::boss;
use crate::reports::half_year;
use crate::reports_files::many;
use crate::support::County;

/// The most memory this process ever had, in MB.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kb.unwrap_or(0) / 1024
}

#[tokio::test]
#[ignore = "a measurement: run it alone, in release"]
async fn a_hundred_thousand_visits_are_exported_in_ten_seconds() {
    const VISITS: u32 = 100_000;
    let county = County::new().await;
    let desk = boss(&county).await;
    many(&county, VISITS - 1).await;
    let before = peak_mb();
    let begun = Instant::now();
    let form = json!({ "ask": half_year(), "made": "workbook" });
    let (_, job) = desk
        .ask(Method::POST, "/reports/visits/export", Some(form))
        .await;
    let job = job["job_id"].as_str().unwrap().to_owned();
    let told = loop {
        county.pass_ms(50);
        let told = desk.get(&format!("/jobs/{job}")).await;
        if told["state"] != "running" {
            break told;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    let took = begun.elapsed();
    assert_eq!(told["state"], "done", "{told}");
    let after = peak_mb();

    // The same rows as the screen gets them, written as CSV: what is left is the reading.
    let begun = Instant::now();
    let (mut ask, mut bytes) = (half_year(), Vec::new());
    for _ in 0..40 {
        let (_, page) = desk
            .ask(Method::POST, "/reports/visits/rows", Some(ask.clone()))
            .await;
        for row in page["rows"].as_array().unwrap() {
            let cells: Vec<String> = row
                .as_array()
                .unwrap()
                .iter()
                .map(ToString::to_string)
                .collect();
            writeln!(bytes, "{}", cells.join(",")).unwrap();
        }
        ask["after"] = page["next"].clone();
    }
    let csv = begun.elapsed().as_secs_f64() * f64::from(VISITS) / 2_000.0;
    let report = json!({ "visits": VISITS, "seconds": took.as_secs_f64(), "peak_mb_before": before,
        "peak_mb": after, "file_bytes": told["file"]["bytes"], "csv_over_http_seconds": csv });
    let mut out = std::io::stdout();
    writeln!(
        out,
        "visits   xlsx s   peak MB (before)   file bytes   csv by pages s"
    )
    .unwrap();
    writeln!(
        out,
        "{VISITS}   {:.1}   {after} ({before})   {}   {csv:.1}",
        took.as_secs_f64(),
        told["file"]["bytes"]
    )
    .unwrap();
    writeln!(out, "{report}").unwrap();
}
