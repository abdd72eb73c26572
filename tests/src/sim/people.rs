//! What people do: cadres visit, captains decide, the county accepts. Through the same commands
//! and pages a thumb or a mouse would use; what the rules refuse is refused, and that is fine.

use app::views::visit::VisitForm;
use fastrand::Rng;
use fleet::phone::Error;
use fleet::visitor::{self, Finding, Manner};
use serde_json::{Value, json};

use super::county::{Desk, House};
use super::handset::Handset;

/// What became of something a person did.
pub type Done = Result<String, String>;

const CAREFUL: Manner = Manner {
    profile: "routine",
    finding: Finding::Nothing,
    camera_px: 160,
    minutes: 20,
    scene: None,
};

/// Pictures that serve more than once.
const SCENES: u64 = 3;

/// One picture from two cameras is near to the eye, and other bytes.
const CAMERAS_PX: [u32; 2] = [CAREFUL.camera_px, 200];

/// The households on the phone.
pub fn homes(phone: &Handset) -> Vec<String> {
    let query = json!({ "text": "", "filter": "all", "skip": 0 });
    let list: Value = phone.call("list_households", query).unwrap_or_default();
    let cards = list["households"].as_array().cloned().unwrap_or_default();
    cards
        .iter()
        .map(|card| text(card, "household_id"))
        .collect()
}

pub fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

/// What became of a command, in words or in its code.
pub fn told<T>(result: Result<T, Error>, done: impl FnOnce(T) -> String) -> Done {
    match result {
        Ok(answer) => Ok(done(answer)),
        Err(Error::Call(refused)) => Err(serde_json::to_value(&refused)
            .map_or_else(|_| "refused".to_owned(), |value| text(&value, "code"))),
        Err(_) => Err("failed".to_owned()),
    }
}

/// Takes back what never left, or was refused, of one kind of record.
pub fn take_back(phone: &Handset, rng: &mut Rng, kind: &str, command: &str) -> Done {
    let waiting = phone.rows(&format!(
        "select change_id from outbox where record_kind = '{kind}'
             and delivery in ('queued', 'parked') order by position"
    ));
    if waiting.is_empty() {
        return Err("nothing waits".to_owned());
    }
    let change = &waiting[rng.usize(..waiting.len())][0];
    let undo = json!({ "change_id": change });
    told(phone.call::<Value>(command, undo), |_| change.clone())
}

/// Records and seals a visit. The id and revision that were sealed. Some hold before the camera
/// what others did: taken again, or with another camera.
pub fn record(
    phone: &Handset,
    home: &str,
    finding: Finding,
    rng: &mut Rng,
) -> Result<(String, u32), String> {
    let mut manner = Manner { finding, ..CAREFUL };
    if finding != Finding::Nothing {
        // The whole checklist asks what the short one takes as it was.
        manner.profile = "full";
    }
    if rng.u8(..4) == 0 {
        manner.scene = Some(rng.u64(..SCENES));
        manner.camera_px = CAMERAS_PX[rng.usize(..CAMERAS_PX.len())];
    }
    let mut out = None;
    told(
        phone.act(async |phone| visitor::visit(phone, home, manner, rng).await),
        |form: VisitForm| {
            out = Some((form.visit_id, form.revision));
            String::new()
        },
    )?;
    out.ok_or_else(|| "nothing".to_owned())
}

/// Takes up a visit that came back, changes a word and seals it again.
pub fn redo(phone: &Handset, visit: &str) -> Result<(String, u32), String> {
    let answer = json!({
        "visit_id": visit, "item": "visit_summary", "member_id": null,
        "value": { "type": "text", "value": "已按意见补充说明，情况无变化，农户认可本次走访记录。" },
    });
    told(phone.call::<Value>("answer", answer), |_| String::new())?;
    phone.clock.advance(60_000);
    let mut out = None;
    told(
        phone.call::<Value>("seal_visit", json!({ "visit_id": visit })),
        |form| {
            let revision = form["revision"].as_u64().unwrap_or(0);
            out = Some((
                text(&form, "visit_id"),
                u32::try_from(revision).unwrap_or(0),
            ));
            String::new()
        },
    )?;
    out.ok_or_else(|| "nothing".to_owned())
}

pub fn void(phone: &Handset, visit: &str) -> Done {
    let void = json!({ "visit_id": visit, "reason": "走错了门" });
    told(phone.call::<Value>("void_visit", void), |_| {
        visit.to_owned()
    })
}

pub fn reopen(phone: &Handset, visit: &str) -> Done {
    let visit_ref = json!({ "visit_id": visit });
    told(phone.call::<Value>("reopen_visit", visit_ref), |_| {
        visit.to_owned()
    })
}

pub fn retry(phone: &Handset, change: &str) -> Done {
    let parked = json!({ "change_id": change });
    told(phone.call::<Value>("retry_parked", parked), |_| {
        change.to_owned()
    })
}

/// A captain decides on one of the visits that wait for him.
pub fn decide(phone: &Handset, rng: &mut Rng) -> Done {
    let queue: Value = phone.call("review_queue", json!({})).unwrap_or_default();
    let mut open = queue["waiting"].as_array().cloned().unwrap_or_default();
    // Now and then he thinks again about one he has approved.
    if rng.u8(..5) == 0 {
        open.extend(queue["approved"].as_array().cloned().unwrap_or_default());
    }
    if open.is_empty() {
        return Err("nothing waits".to_owned());
    }
    // What found something first, mostly: a captain does so, too.
    let found = |card: &Value| card["problems"].as_u64().unwrap_or(0) > 0;
    if rng.bool() && open.iter().any(found) {
        open.retain(found);
    }
    let card = &open[rng.usize(..open.len())];
    let returns = rng.u8(..3) == 0;
    let decision = json!({
        "visit_id": card["visit_id"],
        "revision": card["revision"],
        "decision": if returns { "return" } else { "approve" },
        "reasons": if returns { json!(["incomplete"]) } else { json!([]) },
        "comments": [],
        "note": null,
    });
    told(phone.call::<Value>("decide", decision), |_| {
        format!(
            "{} {}",
            if returns { "return" } else { "approve" },
            text(card, "visit_id")
        )
    })
}

/// A captain hands what he has approved to the county.
pub fn send_batch(phone: &Handset) -> Done {
    let queue: Value = phone.call("review_queue", json!({})).unwrap_or_default();
    let approved = queue["approved"].as_array().cloned().unwrap_or_default();
    if approved.is_empty() {
        return Err("nothing approved".to_owned());
    }
    let visits: Vec<&Value> = approved.iter().map(|card| &card["visit_id"]).collect();
    let count = visits.len();
    told(
        phone.call::<Value>("send_batch", json!({ "visit_ids": visits })),
        |_| format!("{count} visits"),
    )
}

/// The county decides on one visit it can see.
pub fn county_decides(desk: &mut Desk, house: &House, rng: &mut Rng) -> Done {
    let rows = house.rows(
        "select visit_id, revision, state from visit where state in ('batched', 'county_accepted')
         order by sequence",
    );
    if rows.is_empty() {
        return Err("nothing batched".to_owned());
    }
    let row = &rows[rng.usize(..rows.len())];
    let (visit, state) = (row.text("visit_id").unwrap(), row.text("state").unwrap());
    let decision = match (state.as_str(), rng.u8(..4)) {
        ("county_accepted", 0) => "revoke",
        ("county_accepted", _) => return Err("left as it is".to_owned()),
        (_, 0) => "return",
        _ => "accept",
    };
    let form = json!({
        "revision": row.int("revision").unwrap(), "decision": decision, "comments": [],
        "reasons": if decision == "accept" { json!([]) } else { json!(["incomplete"]) },
        "note": if decision == "accept" { Value::Null } else { json!("请核实") },
    });
    match desk.post(house, &format!("visits/{visit}/decide"), &form) {
        Some((status, _)) if status.is_success() => Ok(format!("{decision} {visit}")),
        Some((status, _)) => Err(format!("{decision} {}", status.as_u16())),
        None => Err("no answer".to_owned()),
    }
}
