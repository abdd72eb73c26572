//! What waits in the ledgers for whom, at the county's screens.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss, captain};
use crate::support::{ANAS_HOUSE, CAI, County, DING, TANG};

impl Browser<'_> {
    /// The entry's id.
    async fn wrote(&self, ledger: &str, household: Option<&str>, values: Value) -> String {
        let form = json!({ "ledger": ledger, "household_id": household, "values": values });
        let (status, page) = self.ask(Method::POST, "/entries", Some(form)).await;
        assert_eq!(status, 200, "{page}");
        page["row"]["entry_id"].as_str().unwrap().to_owned()
    }

    async fn took(&self, entry: &str, step: &str, seen: &str) {
        let form = json!({ "step": step, "seen_state": seen, "values": {} });
        let path = format!("/entries/{entry}/moves");
        let (status, page) = self.ask(Method::POST, &path, Some(form)).await;
        assert_eq!(status, 200, "{page}");
    }

    /// Ledger and step of all that waits, the longest waiting first.
    async fn waits(&self, form: Value) -> Vec<(String, String)> {
        let path = "/entries/waiting";
        let (status, list) = self.ask(Method::POST, path, Some(form)).await;
        assert_eq!(status, 200, "{list}");
        let code = |value: &Value| value["code"].as_str().unwrap().to_owned();
        let rows = list["entries"].as_array().unwrap().iter();
        rows.map(|one| (code(&one["row"]["ledger"]), code(&one["step"])))
            .collect()
    }
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    let all = all.iter();
    all.map(|(ledger, step)| ((*ledger).to_owned(), (*step).to_owned()))
        .collect()
}

#[tokio::test]
async fn what_waits_waits_at_the_desk_whose_step_it_is_and_never_at_its_authors() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let (cai, tang) = (
        captain(&county, CAI, "cai").await,
        captain(&county, TANG, "tang").await,
    );
    let far = captain(&county, DING, "ding").await;

    let year = json!({ "year_from": "2026-01-01", "year_to": "2026-12-31", "goal": "稳住收入" });
    let plan = boss.wrote("plan", Some(ANAS_HOUSE), year).await;
    assert_eq!(cai.waits(json!({})).await, []);
    boss.took(&plan, "submit", "draft").await;
    let ended = json!({ "kind": "extinct", "on": "2026-11-20", "text": "独居老人去世" });
    cai.wrote("household_change", Some(ANAS_HOUSE), ended).await;
    let days =
        json!({ "type": "leave_sick", "from": "2026-11-23", "to": "2026-11-24", "halfdays": 4 });
    cai.wrote("leave", None, days).await;
    // His own survey is another's to verify; nobody leads the village but he, so the town does.
    let survey = json!({ "window": "calendar", "from": "2026-01-01", "to": "2026-10-31",
        "annual_family_size": 2, "wage_migrant": 100_000 });
    cai.wrote("income", Some(ANAS_HOUSE), survey).await;

    assert_eq!(cai.waits(json!({})).await, pairs(&[("plan", "approve")]));
    let towns = pairs(&[("leave", "approve"), ("income", "verify")]);
    assert_eq!(tang.waits(json!({})).await, towns);
    assert_eq!(far.waits(json!({})).await, []);
    let both = pairs(&[("household_change", "confirm"), ("leave", "approve")]);
    assert_eq!(boss.waits(json!({})).await, both);
    let leave = boss.waits(json!({ "ledger": "leave" })).await;
    assert_eq!(leave, pairs(&[("leave", "approve")]));
    let all = Some(json!({}));
    let (_, list) = boss.ask(Method::POST, "/entries/waiting", all).await;
    assert_eq!(list["ledgers"].as_array().map(Vec::len), Some(2), "{list}");

    cai.took(&plan, "approve", "submitted").await;
    assert_eq!(cai.waits(json!({})).await, []);
}

#[tokio::test]
async fn what_a_missing_captain_would_do_waits_further_up() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let tang = captain(&county, TANG, "tang").await;
    let year = json!({ "year_from": "2026-01-01", "year_to": "2026-12-31", "goal": "稳住收入" });
    let plan = boss.wrote("plan", Some(ANAS_HOUSE), year).await;
    boss.took(&plan, "submit", "draft").await;
    assert_eq!(tang.waits(json!({})).await, []);
    for sql in [
        "delete from team_member",
        "delete from team",
        "delete from role where role = 'captain'",
    ] {
        let opened = county.opened();
        opened
            .db()
            .write(move |tx| tx.execute(sql, &[]).map(drop))
            .await
            .unwrap();
    }
    assert_eq!(tang.waits(json!({})).await, pairs(&[("plan", "approve")]));
}
