//! What people know of a household, and say differently: corrections, decisions, second thoughts.

use fastrand::Rng;
use serde_json::{Value, json};

use super::county::{Desk, House};
use super::handset::Handset;
use super::people::{Done, text, told};

/// A fact: kind, id and field.
pub type Place = (String, String, String);

/// Something to decide on, as a screen or the console shows it.
struct Contest {
    kind: String,
    record: String,
    field: String,
    version: Value,
    /// What stands, and what contests it.
    choices: Vec<Value>,
}

/// Corrects one to three facts of a household or of somebody in it. `serial` makes the values
/// ones that nobody else says.
pub fn correct(phone: &Handset, home: &str, serial: u32, rng: &mut Rng) -> Done {
    let page = page(phone, home)?;
    let sheets = page["sheets"].as_array().cloned().unwrap_or_default();
    // Mostly the household: that is where two people meet.
    let at = if rng.u8(..3) == 0 {
        rng.usize(..sheets.len().max(1))
    } else {
        0
    };
    let sheet = sheets.get(at).ok_or("no sheet")?;
    // Now and then what somebody else may say as well.
    let serial = if rng.u8(..5) == 0 {
        rng.u32(..3)
    } else {
        serial
    };
    let words = |field: &str, text: String| json!({ "field": field, "value": { "type": "text", "value": text } });
    let mut fields = if sheet["kind"] == "household" {
        vec![
            words("phone", format!("139{serial:08}")),
            words("address", format!("村东头{serial}号")),
            words("group", format!("{serial}组")),
        ]
    } else {
        let months = json!({ "type": "number", "value": serial % 12 });
        vec![
            words("work_place", format!("{serial}号工地")),
            json!({ "field": "work_months", "value": months }),
        ]
    };
    rng.shuffle(&mut fields);
    fields.truncate(rng.usize(1..=fields.len()));
    let input = json!({
        "household_id": home, "kind": sheet["kind"], "record_id": sheet["record_id"],
        "fields": fields,
    });
    let done = phone.call::<Value>("save_facts", input);
    told(done, |_| {
        format!("{} of {}", fields.len(), text(sheet, "record_id"))
    })
}

fn page(phone: &Handset, home: &str) -> Result<Value, String> {
    let mut page = Value::Null;
    let asked = phone.call("household_facts", json!({ "household_id": home }));
    told(asked, |answer: Value| {
        page = answer;
        String::new()
    })?;
    Ok(page)
}

/// Decides between two values of a fact, if the phone knows of any.
pub fn decide(phone: &Handset, rng: &mut Rng) -> Done {
    let homes = phone.rows(
        "select household_id from household where contested > 0 and in_scope = 1
         union select household_id from member where contested > 0 and in_scope = 1
         order by 1",
    );
    if homes.is_empty() {
        return Err("nothing contested".to_owned());
    }
    let home = &homes[rng.usize(..homes.len())][0];
    let page = page(phone, home)?;
    let mut open = Vec::new();
    for sheet in page["sheets"].as_array().into_iter().flatten() {
        for field in sheet["fields"].as_array().into_iter().flatten() {
            let Some(values) = field["contest"]["values"].as_array() else {
                continue;
            };
            open.push(Contest {
                kind: text(sheet, "kind"),
                record: text(sheet, "record_id"),
                field: text(field, "field"),
                version: sheet["version"].clone(),
                choices: values.iter().map(|one| one["contest_id"].clone()).collect(),
            });
        }
    }
    if open.is_empty() {
        return Err("nothing contested".to_owned());
    }
    let contest = &open[rng.usize(..open.len())];
    let mut decision = contest.form(rng);
    decision["household_id"] = json!(home);
    let done = phone.call::<Value>("resolve_fact", decision);
    told(done, |_| format!("{} {}", contest.record, contest.field))
}

/// Takes back what never left, or was refused.
pub fn undo(phone: &Handset, rng: &mut Rng) -> Done {
    let waiting = phone.rows(
        "select change_id, coalesce(
             (select household_id from member where member_id = record_id), record_id)
         from outbox where record_kind in ('household', 'member')
             and delivery in ('queued', 'parked') order by position",
    );
    if waiting.is_empty() {
        return Err("nothing waits".to_owned());
    }
    let [change, home] = &waiting[rng.usize(..waiting.len())][..] else {
        return Err("no row".to_owned());
    };
    let undo = json!({ "household_id": home, "change_id": change });
    told(phone.call::<Value>("undo_facts", undo), |_| change.clone())
}

/// The county decides at the console. Also the fact it decided on, and what stood: no change says
/// so later.
pub fn county_decides(
    desk: &mut Desk,
    house: &House,
    rng: &mut Rng,
) -> Result<(Done, Place, Value), String> {
    let rows = house.rows(
        "select c.kind, c.record_id, c.field, c.contest_id, r.body from contest c
         join record r on r.county_id = c.county_id and r.kind = c.kind
             and r.record_id = c.record_id
         where c.outcome = 'open' order by c.sequence, c.field",
    );
    if rows.is_empty() {
        return Err("nothing contested".to_owned());
    }
    let row = &rows[rng.usize(..rows.len())];
    let of = |name: &'static str| row.text(name).unwrap();
    let body: Value = serde_json::from_str(&of("body")).unwrap();
    let contest = Contest {
        kind: of("kind"),
        record: of("record_id"),
        field: of("field"),
        version: body["version"].clone(),
        choices: vec![Value::Null, json!(of("contest_id"))],
    };
    let told = format!("{} {}", contest.record, contest.field);
    let done = match desk.post(house, "facts/resolve", &contest.form(rng)) {
        Some((status, _)) if status.is_success() => Ok(told),
        Some((status, _)) => Err(format!("{told} {}", status.as_u16())),
        None => Err("no answer".to_owned()),
    };
    let stood = body[&contest.field].clone();
    Ok((done, (contest.kind, contest.record, contest.field), stood))
}

impl Contest {
    fn form(&self, rng: &mut Rng) -> Value {
        json!({
            "kind": self.kind, "record_id": self.record, "field": self.field,
            "version": self.version, "contest_id": self.choices[rng.usize(..self.choices.len())],
        })
    }
}
