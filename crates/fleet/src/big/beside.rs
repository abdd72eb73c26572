//! Phones while the county works: a cadre's round, alone and while the ledger of all visits is
//! written into a workbook.

use app::views::today::Today;
use serde_json::{Value, json};
use server::Running;
use server::clock::date_text;

use super::Big;
use super::held::Held;
use crate::bench::Error;
use crate::bench::process::{forget_peak, peak_mb};
use crate::bench::report::Target;
use crate::bench::times::Times;
use crate::desk::Desk;
use crate::phone::{Clock, Phone, machine_ms};
use crate::stage;
use crate::visitor::{Finding, Manner, visit};
use fastrand::Rng;

/// Rounds with a visit, alone and beside the report.
const ROUNDS: usize = 10;

/// So much longer a round may take while a report is written: the two share the machine.
const UNAFFECTED: f64 = 2.0;

/// Of a full county these are a hundred thousand visits.
const LEDGER_DAYS: i64 = 80;
const DAY_MS: i64 = 86_400_000;

/// For so many.
const EXPORT_S: f64 = 10.0;
/// More than this process, the county's server in it, held before.
const EXPORT_MB: f64 = 200.0;

/// The ledger of visits (DOMAIN §6 走访台账).
const REPORT: &str = "visits";

pub(super) async fn rounds(
    big: &mut Big<'_>,
    server: &Running,
    desk: &Desk,
    held: &Held,
    rng: &mut Rng,
) -> Result<(), Error> {
    let dir = big.dir.join("phone");
    if dir.exists() {
        // Of the last time this county was asked.
        std::fs::remove_dir_all(&dir)?;
    }
    let phone = Phone::open(&dir, Clock::at(machine_ms()))?;
    let code = server::bootstrap::issue_enrolment(&server.opened(), held.cadre).await?;
    phone
        .enrol(&format!("http://{}", server.addr), &code.code)
        .await?;
    phone.call::<Value>("sync_now", json!({})).await?;
    let today: Today = phone.call("today", json!({})).await?;
    let due = today.due.into_iter().map(|card| card.household_id);
    let due: Vec<String> = due.take(2 * ROUNDS).collect();
    let (first, later) = due.split_at(due.len() / 2);
    if first.is_empty() {
        return Err(Error::Wrong("the cadre has nobody left to visit"));
    }

    let mut alone = Times::default();
    for household in first {
        round(&phone, household, &mut alone, rng).await?;
    }
    let workload = big.workload;
    let mut export = Times::default();
    let own = std::process::id();
    forget_peak(own)?;
    let before_mb = peak_mb(own)?;
    let begun = Times::begin();
    let job = begin(desk).await?;
    wait(desk, &job).await?;
    begun.end(&mut export);
    let most_mb = peak_mb(own)?;
    let visits = (held.visits * LEDGER_DAYS / super::visits::DAYS) as f64;
    big.report.add(workload, "visits in a workbook", visits, "");
    big.report
        .add(workload, "writing it", export.middle() / 1000.0, "s")
        .target(Target::AtMost(EXPORT_S));
    big.report
        .add(
            workload,
            "memory it takes meanwhile",
            most_mb - before_mb,
            "MB",
        )
        .target(Target::AtMost(EXPORT_MB))
        .beside("all of the process before", before_mb);

    let mut beside = Times::default();
    let mut job = begin(desk).await?;
    for household in later {
        if !is_running(desk, &job).await? {
            job = begin(desk).await?;
        }
        round(&phone, household, &mut beside, rng).await?;
    }
    wait(desk, &job).await?;
    big.report
        .add(
            workload,
            "a phone's round while it is written",
            beside.middle(),
            "ms",
        )
        .target(Target::AtMost(alone.middle() * UNAFFECTED))
        .beside("the same round alone", alone.middle());
    Ok(())
}

/// Begins to write the ledger of the last days.
async fn begin(desk: &Desk) -> Result<String, Error> {
    let now = machine_ms();
    let asked = json!({ "made": "workbook", "ask": {
        "from": date_text(now - (LEDGER_DAYS - 1) * DAY_MS), "to": date_text(now),
    }});
    let begun = desk
        .post(&format!("reports/{REPORT}/export"), &asked)
        .await
        .map_err(stage::Error::from)?;
    Ok(begun["job_id"].as_str().unwrap_or_default().to_owned())
}

async fn wait(desk: &Desk, job: &str) -> Result<(), Error> {
    while is_running(desk, job).await? {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    Ok(())
}

/// One visit, and the round that sends it with its photo.
async fn round(
    phone: &Phone,
    household: &str,
    times: &mut Times,
    rng: &mut Rng,
) -> Result<(), Error> {
    let manner = Manner {
        profile: "routine",
        finding: Finding::Nothing,
        camera_px: 400,
        scene: None,
        minutes: 15,
    };
    visit(phone, household, manner, rng).await?;
    let begun = Times::begin();
    phone.call::<Value>("sync_now", json!({})).await?;
    begun.end(times);
    Ok(())
}

async fn is_running(desk: &Desk, job: &str) -> Result<bool, Error> {
    let told = desk
        .get(&format!("jobs/{job}"))
        .await
        .map_err(stage::Error::from)?;
    match told["state"].as_str() {
        Some("running") => Ok(true),
        Some("done") => Ok(false),
        _ => Err(Error::Wrong("the report was not written")),
    }
}
