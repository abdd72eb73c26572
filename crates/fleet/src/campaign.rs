//! A campaign under way: every household of the made-up county is to be visited by a day.

use domain::time::{Date, Timestamp};
use serde_json::json;

use crate::stage::{Error, Stage};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Days from today to its last.
const LEFT: i64 = 10;

/// Makes the campaign `days` days before today, so that the visits since then count for it. The
/// clock stays on its first day.
///
/// # Errors
/// When the county refused.
pub async fn begin(stage: &Stage, days: i64, today_ms: i64) -> Result<u64, Error> {
    let first_ms = today_ms - days * DAY_MS;
    stage.clock.set(first_ms);
    let desk = stage.desk(&stage.staff).await?;
    let form = json!({
        "version": null, "title": "防返贫监测对象冬季遍访", "areas": [], "groups": [],
        "starts": day(first_ms).to_string(), "ends": day(today_ms + LEFT * DAY_MS).to_string(),
        "profile": "routine", "required_coverage": 95,
        "stages": [
            { "title": "动员部署", "ends": day(first_ms + DAY_MS).to_string() },
            { "title": "入户走访", "ends": day(today_ms + (LEFT - 3) * DAY_MS).to_string() },
            { "title": "核实汇总", "ends": day(today_ms + LEFT * DAY_MS).to_string() },
        ],
        "legal_basis": "县帮扶工作领导小组通知（演示），要求逐户上门、不漏一户",
    });
    let page = desk.post("campaigns", &form).await?;
    let coverage = &page["campaign"]["coverage"];
    Ok(coverage["households"].as_u64().unwrap_or(0))
}

fn day(ms: i64) -> Date {
    Timestamp::from_ms(ms).shanghai_date()
}
