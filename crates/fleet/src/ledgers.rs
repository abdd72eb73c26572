//! What the cadre of the story writes into the other ledgers on the way: a good deed, a visit that
//! could not be made, a measure, a
//! plan for the captain, what a family earns, an activity, a project and how far it is, a lead.

use std::io::Write;

use app::views::entries::EntryPage;
use domain::time::{Date, Timestamp};
use serde_json::{Value, json};

use crate::narrator::Narrator;
use crate::phone::Phone;
use crate::stage::Error;

/// Fen in a yuan.
const YUAN: i64 = 100;

/// Fills the ledgers on this phone, with or without signal.
pub async fn fill<W: Write>(
    phone: &Phone,
    households: &[&str],
    out: &mut Narrator<W>,
) -> Result<(), Error> {
    let today = Timestamp::from_ms(phone.clock().ms()).shanghai_date();
    let day = today.to_string();
    let year = today.year();
    let home = |at: usize| households.get(at % households.len().max(1)).copied();
    let deed = json!({ "category": "labor", "done_on": day, "text": "帮收晒好的玉米，堆到仓房", "value": 200 * YUAN });
    save(phone, "good_deed", home(0), deed).await?;
    let tried = json!({ "tried_on": day, "reason": "working_away", "note": "邻居说腊月回来" });
    save(phone, "no_visit", home(4), tried).await?;
    let measure = json!({ "category": "industry", "project": "帮扶单位送基础母羊 10 只", "start_on": day,
        "amount": 12_000 * YUAN, "quantity": 10, "unit": "只", "source_unit": "县水务局" });
    save(phone, "measure", home(0), measure).await?;
    let plan = json!({ "year_from": format!("{year}-01-01"), "year_to": format!("{year}-12-31"),
        "situation": "两人能干活，一人常年吃药", "goal": "养羊增收，年底前把屋顶修好",
        "income_goal": 15_000 * YUAN });
    let plan = save(phone, "plan", home(1), plan).await?;
    step(phone, "plan", &plan, "submit", json!({})).await?;
    let survey = json!({ "window": "exited", "from": format!("{}-10-01", year - 1),
        "to": format!("{year}-09-30"), "annual_family_size": 4, "wage_migrant": 36_000 * YUAN,
        "biz_crop": 8_600 * YUAN, "trf_land_fertility": 420 * YUAN, "exp_crop": 2_150 * YUAN });
    save(phone, "income", home(2), survey).await?;
    let lead = json!({ "kind": "identify", "source": "screening", "found_on": day,
        "risk_types": ["illness"], "text": "户主上月住院手术，自付较多，担心影响生活" });
    save(phone, "case", home(3), lead).await?;
    let activity = json!({ "type": "policy_publicity", "on": day, "times": 1, "people": 26,
        "text": "在村委会讲今年的医保缴费" });
    save(phone, "activity", None, activity).await?;
    let project = json!({ "name": "二组入户路硬化", "source": "unit", "budget": 300_000 * YUAN,
        "start_on": weeks_before(today), "end_on": format!("{}-06-30", year + 1),
        "households": 18, "text": "1.2 公里，宽 3 米" });
    let project = save(phone, "project", None, project).await?;
    let progress = json!({ "on": day, "percent": 60, "paid": 150_000 * YUAN });
    step(phone, "project", &project, "progress", progress).await?;
    out.did("台账: a good deed, a visit that could not be made, a measure, a plan for the captain, an income survey, a lead, an activity and a project with its progress");
    Ok(())
}

/// Some weeks earlier: projects do not begin today.
fn weeks_before(mut day: Date) -> String {
    for _ in 0..50 {
        day = day.yesterday().unwrap_or(day);
    }
    day.to_string()
}

async fn save(
    phone: &Phone,
    ledger: &str,
    household: Option<&str>,
    values: Value,
) -> Result<String, Error> {
    let input = json!({ "target": target(ledger, household, None, None), "values": values,
        "reason": "" });
    let page: EntryPage = phone.call("save_entry", input).await?;
    phone.clock().advance(60_000);
    Ok(page.card.entry_id)
}

async fn step(
    phone: &Phone,
    ledger: &str,
    entry: &str,
    step: &str,
    values: Value,
) -> Result<(), Error> {
    let input = json!({ "target": target(ledger, None, Some(entry), Some(step)),
        "values": values, "reason": "" });
    phone.call::<EntryPage>("move_entry", input).await?;
    Ok(())
}

fn target(ledger: &str, household: Option<&str>, entry: Option<&str>, step: Option<&str>) -> Value {
    json!({ "ledger": ledger, "household_id": household, "entry_id": entry, "step": step })
}
