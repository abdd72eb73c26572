//! What people said of households and of those in them: no value goes under in silence.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Broken, county_rows};
use crate::sim::facts::Place;
use crate::sim::world::World;

/// A value that a change brought.
struct Said {
    change: String,
    sequence: i64,
    base: Value,
    mine: Value,
}

/// Everything said of one fact.
#[derive(Default)]
struct Fact {
    said: Vec<Said>,
    /// Values that a person let go when he decided: what stood then, with the number of the
    /// decision.
    decided: Vec<(i64, Value)>,
    /// Changes whose value contests or contested the one that stands, with the value.
    contests: Vec<(String, Value, bool)>,
}

fn broken(why: String) -> Option<Broken> {
    Some(Broken::new("no_value_lost", why))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

/// Each value that the county took in stands, is kept beside the one that stands, or gave way to
/// somebody who had seen it. What is shown as contested is what is contested.
pub fn no_value_lost(world: &World) -> Option<Broken> {
    let facts = facts(world);
    let records: BTreeMap<(String, String), Value> = county_rows(
        world,
        "select kind, record_id, body from record where kind in ('household', 'member')",
        ["kind", "record_id", "body"],
    )
    .into_iter()
    .map(|[kind, id, body]| ((kind, id), json(&body)))
    .collect();
    for ((kind, id, field), fact) in &facts {
        let Some(body) = records.get(&(kind.clone(), id.clone())) else {
            return broken(format!("{kind} {id} was corrected and is not there"));
        };
        let stands = &body[field.as_str()];
        for said in &fact.said {
            if !fact.accounts_for(said, stands) {
                return broken(format!("{kind} {id} {field}: {} went under", said.change));
            }
        }
        let shown = body["contested"].as_array().cloned().unwrap_or_default();
        for (contest, other, open) in &fact.contests {
            let is_shown = shown.iter().any(|one| {
                one["contest_id"] == contest.as_str()
                    && one["other"] == *other
                    && one["field"] == field.as_str()
            });
            if *open && (other == stands || !is_shown) {
                return broken(format!("{kind} {id} {field}: {contest} contests unseen"));
            }
            if !open && is_shown {
                return broken(format!(
                    "{kind} {id} {field}: {contest} is decided and shown"
                ));
            }
        }
    }
    counts(world)
}

impl Fact {
    fn accounts_for(&self, said: &Said, stands: &Value) -> bool {
        // Nothing was said.
        said.mine == said.base
            || said.mine == *stands
            || self
                .contests
                .iter()
                .any(|(change, other, _)| *change == said.change && *other == said.mine)
            || self
                .said
                .iter()
                .any(|later| later.sequence > said.sequence && later.base == said.mine)
            || self
                .decided
                .iter()
                .any(|(sequence, stood)| *sequence > said.sequence && *stood == said.mine)
    }
}

fn facts(world: &World) -> BTreeMap<Place, Fact> {
    let mut facts: BTreeMap<Place, Fact> = BTreeMap::new();
    let changes = county_rows(
        world,
        "select change_id, kind, sequence, edit from change where disposition = 'applied'
             and kind in ('save_household_v1', 'save_member_v1', 'resolve_fact_v1')",
        ["change_id", "kind", "sequence", "edit"],
    );
    for [change, kind, sequence, edit] in changes {
        let (edit, sequence) = (json(&edit), sequence.parse().unwrap());
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        if kind == "resolve_fact_v1" {
            let record = &edit["record"];
            let place = (
                text(&record["kind"]),
                text(&record["id"]),
                text(&edit["field"]),
            );
            let stood = edit["seen"]["kept"].clone();
            facts
                .entry(place)
                .or_default()
                .decided
                .push((sequence, stood));
            continue;
        }
        let kind = kind.trim_start_matches("save_").trim_end_matches("_v1");
        for field in edit["fields"].as_array().into_iter().flatten() {
            let place = (kind.to_owned(), text(&edit["id"]), text(&field["field"]));
            facts.entry(place).or_default().said.push(Said {
                change: change.clone(),
                sequence,
                base: field["base"].clone(),
                mine: field["mine"].clone(),
            });
        }
    }
    let columns = [
        "kind",
        "record_id",
        "field",
        "contest_id",
        "other",
        "outcome",
    ];
    let contests = county_rows(
        world,
        "select kind, record_id, field, contest_id, other, outcome from contest",
        columns,
    );
    for [kind, id, field, contest, other, outcome] in contests {
        let fact = facts.entry((kind, id, field)).or_default();
        fact.contests
            .push((contest, json(&other), outcome == "open"));
    }
    for (place, stood) in world.ledger.console_decisions() {
        let decided = &mut facts.entry(place.clone()).or_default().decided;
        decided.push((i64::MAX, stood.clone()));
    }
    facts
}

fn counts(world: &World) -> Option<Broken> {
    let wrong = county_rows(
        world,
        "select household_id as id from household where contested <> (select count(*) from
             (select distinct kind, record_id, field from contest c
              where c.household_id = household.household_id and c.outcome = 'open'))",
        ["id"],
    );
    let [id] = wrong.first()?;
    broken(format!("household {id} counts its contested facts wrong"))
}
