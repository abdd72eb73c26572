//! One working day, told as it happens: village, road, captain, county, and back.

use std::io::Write;

use app::views::me::{Me, SyncSummary};
use app::views::today::Today;
use app::views::visit::VisitForm;
use fastrand::Rng;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::ledgers;
use crate::narrator::Narrator;
use crate::phone::Phone;
use crate::stage::{Error, Stage, accept_clean};
use crate::visitor::{Finding, Manner, fill, visit};

/// The phones of the story; they stay as they are at its end.
pub struct Phones {
    pub cadre: Phone,
    pub captain: Phone,
}

/// What the cadre finds on the five doors of the day.
const DOORS: &[(&str, Finding, u32)] = &[
    ("routine", Finding::Nothing, 4000),
    ("full", Finding::Water, 1600),
    ("routine", Finding::Nothing, 1600),
    ("full", Finding::Housing, 1600),
    ("routine", Finding::Nothing, 1600),
];

/// Doors, from 0, at which the cadre shows the same picture: the county finds out.
const SAME_SCENE: [usize; 2] = [2, 4];

/// Plays the day of the first team.
pub async fn play<W: Write>(
    stage: &Stage,
    rng: &mut Rng,
    out: &mut Narrator<W>,
) -> Result<Phones, Error> {
    let phones = morning(stage, out).await?;
    let visits = village(&phones.cadre, rng, out).await?;
    road(&phones.cadre, out).await?;
    let returned = captain(&phones.captain, &visits, out).await?;
    county(stage, &phones, out).await?;
    back(&phones, &returned, rng, out).await?;
    Ok(phones)
}

async fn morning<W: Write>(stage: &Stage, out: &mut Narrator<W>) -> Result<Phones, Error> {
    out.chapter("早晨 Morning, in the town: the phones are enrolled and pull their households");
    let person = |people: &[crate::county::Someone]| {
        people
            .iter()
            .find(|someone| someone.team == Some(0))
            .map(|someone| someone.id)
    };
    let cadre = person(&stage.county.cadres).ok_or(Error::Roster(0))?;
    let captain = person(&stage.county.captains).ok_or(Error::Roster(0))?;
    let phones = Phones {
        cadre: stage.phone("cadre", cadre, &stage.url).await?,
        captain: stage.phone("captain", captain, &stage.url).await?,
    };
    for (who, phone) in [("cadre", &phones.cadre), ("captain", &phones.captain)] {
        phone.call::<Value>("sync_now", json!({})).await?;
        let today: Today = phone.call("today", json!({})).await?;
        let me: Me = phone.call("me", json!({})).await?;
        out.did(&format!(
            "{who}: {} households with their members, encrypted on the phone ({})",
            today.households,
            kilobytes(me.database_bytes),
        ));
    }
    Ok(phones)
}

async fn village<W: Write>(
    phone: &Phone,
    rng: &mut Rng,
    out: &mut Narrator<W>,
) -> Result<Vec<VisitForm>, Error> {
    out.chapter("进村入户 In the village, no signal: visits are recorded on the phone");
    phone.signal(false);
    let today: Today = phone.call("today", json!({})).await?;
    let mut visits = Vec::new();
    for ((profile, finding, camera_px), card) in DOORS.iter().zip(&today.due) {
        let manner = Manner {
            profile,
            finding: *finding,
            camera_px: *camera_px,
            scene: SAME_SCENE.contains(&visits.len()).then_some(1),
            minutes: rng.i64(12..35),
        };
        let form = visit(phone, &card.household_id, manner, rng).await?;
        out.did(&format!(
            "visit {} sealed: {profile}, {} answers, {} problems, 1 photo of {} px",
            visits.len() + 1,
            form.answered,
            form.problems.len(),
            camera_px,
        ));
        visits.push(form);
        phone.clock().advance(8 * 60_000);
    }
    let homes: Vec<&str> = today
        .due
        .iter()
        .map(|card| card.household_id.as_str())
        .collect();
    ledgers::fill(phone, &homes, out).await?;
    let me: Me = phone.call("me", json!({})).await?;
    out.say(&format!(
        "on this phone only: {} changes, {} photos of {}",
        me.waiting.len(),
        me.photos_waiting,
        kilobytes(me.photos_waiting_bytes),
    ));
    let no_signal = phone.call::<Value>("sync_now", json!({})).await.is_err();
    out.say(if no_signal {
        "a round without signal: nothing sent, nothing lost"
    } else {
        ""
    });
    Ok(visits)
}

async fn road<W: Write>(phone: &Phone, out: &mut Narrator<W>) -> Result<(), Error> {
    out.chapter("路上 On the road back, signal returns: one round");
    phone.signal(true);
    let sync: SyncSummary = phone.call("sync_now", json!({})).await?;
    out.did(&format!(
        "{} changes sent, each with a signed receipt; {} photos verified; {} up, {} down",
        sync.sent,
        sync.photos,
        kilobytes(sync.bytes_up),
        kilobytes(sync.bytes_down),
    ));
    let me: Me = phone.call("me", json!({})).await?;
    let outstanding = me.recorded.saturating_sub(me.verified);
    out.say(&format!(
        "{} recorded, {} verified, {outstanding} outstanding",
        me.recorded, me.verified
    ));
    // The next round brings what the county made of it; the one after has nothing to do.
    phone.call::<Value>("sync_now", json!({})).await?;
    let again: SyncSummary = phone.call("sync_now", json!({})).await?;
    out.did(&format!(
        "a round with nothing to do: one request, {} bytes of body up, {} down",
        again.bytes_up, again.bytes_down
    ));
    Ok(())
}

/// The captain approves all but the last, which goes back with a comment on one item.
async fn captain<W: Write>(
    phone: &Phone,
    visits: &[VisitForm],
    out: &mut Narrator<W>,
) -> Result<VisitForm, Error> {
    out.chapter("队长审核 The captain reviews");
    let sync: SyncSummary = phone.call("sync_now", json!({})).await?;
    out.did(&format!("{} rows pulled", sync.received));
    let (last, good) = visits.split_last().ok_or(Error::Roster(0))?;
    for form in good {
        decide(phone, form, "approve", None).await?;
    }
    decide(phone, last, "return", Some("请补充说明农户近期务工情况。")).await?;
    let ids: Vec<&str> = good.iter().map(|form| form.visit_id.as_str()).collect();
    out.did(&format!(
        "{} visits approved, 1 returned with a comment on an item",
        good.len()
    ));
    phone
        .call::<Value>("send_batch", json!({ "visit_ids": ids }))
        .await?;
    let sync: SyncSummary = phone.call("sync_now", json!({})).await?;
    out.did(&format!(
        "{} changes sent: the decisions and one batch with its manifest",
        sync.sent
    ));
    Ok(last.clone())
}

async fn decide(
    phone: &Phone,
    form: &VisitForm,
    decision: &str,
    comment: Option<&str>,
) -> Result<(), Error> {
    let comments: Vec<Value> = comment
        .into_iter()
        .map(|text| json!({ "item": "visit_summary", "member_id": null, "text": text }))
        .collect();
    let reasons: &[&str] = if comments.is_empty() {
        &[]
    } else {
        &["incomplete"]
    };
    let input = json!({
        "visit_id": form.visit_id, "revision": form.revision, "decision": decision,
        "reasons": reasons, "comments": comments, "note": null,
    });
    Ok(phone.call::<Value>("decide", input).await.map(drop)?)
}

async fn county<W: Write>(
    stage: &Stage,
    phones: &Phones,
    out: &mut Narrator<W>,
) -> Result<(), Error> {
    out.chapter("县级接收 The county receives the batch");
    let desk = stage.desk(&stage.staff).await?;
    let list = desk.get("batches").await?;
    let batch = &list["batches"][0];
    let id = batch["batch_id"].as_str().unwrap_or_default().to_owned();
    out.did(&format!(
        "a batch of {} visits is on the desk, its manifest checked",
        batch["visits"]
    ));
    let accepted = accept_clean(&desk, &id).await?;
    out.did(&format!("{accepted} visits without flags accepted at once"));
    let page = desk.get(&format!("batches/{id}")).await?;
    let mut by_hand = 0;
    for visit in page["visits"].as_array().into_iter().flatten() {
        if visit["state"] == "batched" {
            let form = json!({
                "revision": visit["revision"], "decision": "accept",
                "reasons": [], "comments": [], "note": null,
            });
            let path = format!(
                "visits/{}/decide",
                visit["visit_id"].as_str().unwrap_or_default()
            );
            desk.post(&path, &form).await?;
            by_hand += 1;
        }
    }
    out.did(&format!("{by_hand} accepted by hand after a look"));
    ledger(&desk, out).await?;
    for phone in [&phones.cadre, &phones.captain] {
        phone.call::<Value>("sync_now", json!({})).await?;
    }
    out.did("cadre and captain see it on their phones");
    Ok(())
}

/// What the visits found came into the ledger with the captain's approval; the county says who
/// answers for the worst of it.
async fn ledger<W: Write>(desk: &Desk, out: &mut Narrator<W>) -> Result<(), Error> {
    let search = json!({ "group": "unassigned", "severity": "critical" });
    let list = desk.post("problems/search", &search).await?;
    let problems = list["problems"].as_array().cloned().unwrap_or_default();
    out.did(&format!(
        "问题台账: {} problems in the ledger, numbered and due by their severity",
        list["counts"]["all"]
    ));
    let ids: Vec<&Value> = problems.iter().map(|row| &row["problem_id"]).collect();
    let assign = json!({ "problem_ids": ids, "to_helpers": true,
        "form": { "step": "assign", "mode": "time_limited" } });
    let moved = desk.post("problems/moves", &assign).await?;
    out.did(&format!(
        "交办: {} critical ones assigned to who helps the household",
        moved["moved"]
    ));
    Ok(())
}

/// The returned visit is mended and sent again; one more visit stays on the phone for you.
async fn back<W: Write>(
    phones: &Phones,
    returned: &VisitForm,
    rng: &mut Rng,
    out: &mut Narrator<W>,
) -> Result<(), Error> {
    out.chapter("补充与收尾 The returned visit is mended; two more are left for you to try");
    let phone = &phones.cadre;
    let manner = Manner {
        profile: "routine",
        finding: Finding::Nothing,
        camera_px: 1600,
        scene: None,
        minutes: 15,
    };
    let form: VisitForm = phone
        .call("visit", json!({ "visit_id": returned.visit_id }))
        .await?;
    let form: VisitForm = if form.editable {
        form
    } else {
        phone
            .call("reopen_visit", json!({ "visit_id": returned.visit_id }))
            .await?
    };
    let mended = json!({
        "visit_id": form.visit_id, "item": "visit_summary", "member_id": null,
        "value": { "type": "text", "value": "户主长子在邻县务工，月收入约三千元，已核对工资流水。" },
    });
    let form: VisitForm = phone.call("answer", mended).await?;
    let form = fill(phone, form, manner, rng).await?;
    phone.clock().advance(5 * 60_000);
    let form: VisitForm = phone
        .call("seal_visit", json!({ "visit_id": form.visit_id }))
        .await?;
    phone.call::<Value>("sync_now", json!({})).await?;
    phones.captain.call::<Value>("sync_now", json!({})).await?;
    out.did(&format!("revision {} waits for the captain", form.revision));

    phone.signal(false);
    let today: Today = phone.call("today", json!({})).await?;
    if let Some(card) = today.due.first() {
        visit(phone, &card.household_id, manner, rng).await?;
    }
    if let Some(card) = today.due.get(1) {
        let start = json!({ "household_id": card.household_id, "profile": "routine" });
        phone.call::<Value>("start_visit", start).await?;
    }
    out.did("one visit sealed and unsent, one begun");
    Ok(())
}

fn kilobytes(bytes: u32) -> String {
    format!("{:.1} KB", f64::from(bytes) / 1024.0)
}
