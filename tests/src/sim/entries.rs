//! The other ledgers in busy hands: entries written, corrected, moved on and taken back.

use fastrand::Rng;
use serde_json::{Value, json};

use super::handset::Handset;
use super::people::{self, Done, text, told};
use super::world::World;

/// Entries whose first values are plain to give.
const WRITTEN: [&str; 4] = ["good_deed", "measure", "plan", "plan_task"];

fn target(ledger: &str, home: Option<&str>, entry: Option<&str>, step: Option<&str>) -> Value {
    json!({ "ledger": ledger, "household_id": home, "entry_id": entry, "step": step })
}

/// The form as the app opens it, with what it leaves to a person filled in.
fn filled(phone: &Handset, target: &Value, words: &str) -> Result<Value, String> {
    let mut form = Value::Null;
    told(phone.call("entry_form", target.clone()), |answer: Value| {
        form = answer;
        String::new()
    })?;
    let mut values = form["values"].clone();
    for field in form["fields"].as_array().into_iter().flatten() {
        let code = text(field, "code");
        let is_words = ["text", "long_text"].contains(&text(field, "shape").as_str());
        if field["required"] == false || (!values[&code].is_null() && !is_words) {
            continue;
        }
        values[&code] = match text(field, "shape").as_str() {
            "choice" => field["options"][0]["code"].clone(),
            "date" => json!("2027-03-31"),
            _ => json!(words),
        };
    }
    Ok(json!({ "target": target, "values": values, "reason": "情况有变" }))
}

/// Writes an entry of a household. `serial` makes words nobody else has.
fn write(phone: &Handset, home: &str, serial: u32) -> Done {
    let ledger = WRITTEN[serial as usize % WRITTEN.len()];
    let input = filled(
        phone,
        &target(ledger, Some(home), None, None),
        &words(serial),
    )?;
    told(phone.call::<Value>("save_entry", input), |page| {
        format!("{ledger} {}", text(&page["card"], "entry_id"))
    })
}

fn words(serial: u32) -> String {
    format!("第{serial}件")
}

/// Entries of these households, as their pages show them.
fn cards(phone: &Handset, homes: &[String]) -> Vec<Value> {
    let mut cards = Vec::new();
    for home in homes {
        let wanted = json!({ "household_id": home });
        let ledgers: Value = phone.call("household_entries", wanted).unwrap_or_default();
        for ledger in ledgers.as_array().into_iter().flatten() {
            cards.extend(ledger["entries"].as_array().cloned().unwrap_or_default());
        }
    }
    cards
}

/// Moves an entry on, or corrects it, as its page offers.
fn go_on(phone: &Handset, homes: &[String], serial: u32, rng: &mut Rng) -> Done {
    let cards = cards(phone, homes);
    if cards.is_empty() {
        return Err("no entries".to_owned());
    }
    let card = &cards[rng.usize(..cards.len())];
    let (ledger, id) = (text(&card["ledger"], "code"), text(card, "entry_id"));
    let mut page = Value::Null;
    told(
        phone.call("entry_page", json!({ "entry_id": id })),
        |answer: Value| {
            page = answer;
            String::new()
        },
    )?;
    let moves = page["moves"].as_array().cloned().unwrap_or_default();
    let corrects = page["may_correct"] == true && rng.u8(..3) == 0;
    if corrects || moves.is_empty() {
        let input = filled(
            phone,
            &target(&ledger, None, Some(&id), None),
            &words(serial),
        )?;
        return told(phone.call::<Value>("save_entry", input), |_| {
            format!("corrects {id}")
        });
    }
    let step = text(&moves[rng.usize(..moves.len())]["step"], "code");
    // Taken out now and then: else little would be left to move.
    if step == "void" && rng.u8(..4) > 0 {
        return Err("thinks better of it".to_owned());
    }
    let wanted = target(&ledger, None, Some(&id), Some(&step));
    let input = filled(phone, &wanted, &words(serial))?;
    told(phone.call::<Value>("move_entry", input), |_| {
        format!("{step} {id}")
    })
}

impl World {
    /// Mostly a new entry or a step of one; now and then second thoughts.
    pub fn keep_a_ledger(&mut self, phone: usize) {
        let homes = people::homes(&self.phones[phone]);
        if homes.is_empty() {
            return;
        }
        let home = homes[self.rng.usize(..homes.len())].clone();
        self.corrections += 1;
        let serial = self.corrections;
        let what = self.rng.u8(..10);
        let done = self.act(phone, "an entry", |world| {
            let phone = &world.phones[phone];
            match what {
                0..4 => write(phone, &home, serial),
                4..9 => go_on(phone, &homes, serial, &mut world.rng),
                _ => people::take_back(phone, &mut world.rng, "entry", "withdraw_entry"),
            }
        });
        self.said(phone, "entries", done, what < 9);
    }
}
