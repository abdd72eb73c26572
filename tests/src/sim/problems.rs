//! The problem ledger in busy hands: reports, steps, second thoughts, and the county at its screen.

use fastrand::Rng;
use serde_json::{Value, json};

use super::county::{Desk, House};
use super::handset::Handset;
use super::people::{self, Done, text, told};
use super::world::World;

/// Reports something no checklist found: of a household, or, now and then, of a village that the
/// phone's owner leads. `serial` makes a title nobody else has.
fn raise(phone: &Handset, home: &str, serial: u32) -> Done {
    let severity = ["critical", "major", "minor"][serial as usize % 3];
    let list: Value = phone.call("problems", json!({})).unwrap_or_default();
    let village = &list["villages"][0]["area_code"];
    let of_village = village.is_string() && serial.is_multiple_of(4);
    let (home, village) = if of_village {
        (Value::Null, village.clone())
    } else {
        (json!(home), Value::Null)
    };
    let input = json!({
        "household_id": home, "area_code": village, "member_id": null, "source": "", "category": "road",
        "severity": severity, "title": format!("第{serial}处路面塌陷"), "detail": "",
    });
    told(phone.call::<Value>("raise_problem", input), |page| {
        text(&page["card"], "problem_id")
    })
}

/// Takes a step that a screen offers, on one of the problems it lists.
fn act(phone: &Handset, rng: &mut Rng) -> Done {
    let list: Value = phone.call("problems", json!({})).unwrap_or_default();
    let mut cards = Vec::new();
    for group in ["to_do", "to_verify", "others", "closed"] {
        cards.extend(list[group].as_array().cloned().unwrap_or_default());
    }
    if cards.is_empty() {
        return Err("no problems".to_owned());
    }
    let card = &cards[rng.usize(..cards.len())];
    let mut page = Value::Null;
    let asked = json!({ "problem_id": card["problem_id"] });
    told(phone.call("problem_page", asked), |answer: Value| {
        page = answer;
        String::new()
    })?;
    let moves = page["moves"].as_array().cloned().unwrap_or_default();
    if moves.is_empty() {
        return Err("somebody else's".to_owned());
    }
    let step = text(&moves[rng.usize(..moves.len())], "step");
    let said = |wanted: &[&str], words: &str| {
        if wanted.contains(&step.as_str()) {
            json!(words)
        } else {
            json!("")
        }
    };
    let input = json!({
        "problem_id": card["problem_id"], "step": step, "round": page["round"],
        "reason": said(&["decline", "send_back", "reopen", "cancel"], "情况有变"),
        "result": said(&["finish", "fix_at_once"], "已修好"),
        "photos": [], "photo_waiver": said(&["finish", "fix_at_once"], "相机坏了"),
        "on_site": step == "verify",
    });
    told(phone.call::<Value>("move_problem", input), |_| {
        format!("{step} {}", text(card, "problem_id"))
    })
}

/// The county takes a step at the console: mostly it names who answers for a problem.
fn county_acts(desk: &mut Desk, house: &House, rng: &mut Rng) -> Done {
    let rows = house.rows(
        "select problem_id, round, due, (select person_id from assignment a
             where a.county_id = p.county_id and a.household_id = p.household_id and a.active = 1
             order by a.kind desc, a.person_id limit 1) as helper
         from problem p order by sequence",
    );
    if rows.is_empty() {
        return Err("no problems".to_owned());
    }
    let row = &rows[rng.usize(..rows.len())];
    let id = row.text("problem_id").unwrap();
    let steps = [
        "assign",
        "assign",
        "finish",
        "finish",
        "verify",
        "verify",
        "sign_off",
        "sign_off",
        "extend",
        "cancel",
        "reopen",
        "keep_long_term",
    ];
    let step = steps[rng.usize(..steps.len())];
    let mut form = json!({
        "step": step, "round": row.int("round").unwrap(), "reason": "县里核定", "on_site": true,
        "photo_waiver": "单位报来",
    });
    match step {
        "assign" => form["owner_id"] = json!(row.optional_text("helper").unwrap()),
        "extend" => form["due"] = json!("2031-01-01"),
        _ => {}
    }
    match desk.post(house, &format!("problems/{id}/move"), &form) {
        Some((status, _)) if status.is_success() => Ok(format!("{step} {id}")),
        Some((status, _)) => Err(format!("{step} {}", status.as_u16())),
        None => Err("no answer".to_owned()),
    }
}

impl World {
    pub fn raise(&mut self, phone: usize) {
        let homes = people::homes(&self.phones[phone]);
        if homes.is_empty() {
            return;
        }
        let home = &homes[self.rng.usize(..homes.len())];
        self.corrections += 1;
        let serial = self.corrections;
        let done = self.act(phone, "a report", |world| {
            raise(&world.phones[phone], home, serial)
        });
        self.said(phone, "reports", done, true);
    }

    pub fn act_on_a_problem(&mut self, phone: usize) {
        let done = self.act(phone, "a step", |world| {
            act(&world.phones[phone], &mut world.rng)
        });
        self.said(phone, "steps", done, true);
    }

    pub fn undo_a_problem(&mut self, phone: usize) {
        let done = self.act(phone, "a step taken back", |world| {
            people::take_back(
                &world.phones[phone],
                &mut world.rng,
                "problem",
                "withdraw_problem_move",
            )
        });
        self.said(phone, "takes back", done, false);
    }

    pub fn county_acts(&mut self) {
        if !self.house.is_up() {
            return;
        }
        let done = county_acts(&mut self.desk, &self.house, &mut self.rng);
        match done {
            Ok(what) | Err(what) => self.note(format!("county steps: {what}")),
        }
        self.mind_the_server();
    }
}
