//! What the phones hold, against what the county holds.

use std::collections::{BTreeMap, BTreeSet};

use super::{Broken, county_rows};
use crate::sim::handset::Handset;
use crate::sim::template::{new_phone, round};
use crate::sim::world::World;

fn lost(why: String) -> Option<Broken> {
    Some(Broken::new("nothing_lost", why))
}

/// Everything that was ever saved is in the county, or shown to a person with its bytes.
pub fn nothing_lost(world: &World) -> Option<Broken> {
    let columns = ["change_id", "edit", "disposition"];
    let held: BTreeMap<String, [String; 3]> = county_rows(
        world,
        "select change_id, edit, disposition from change",
        columns,
    )
    .into_iter()
    .map(|row| (row[0].clone(), row))
    .collect();
    let outboxes: Vec<BTreeMap<String, Vec<String>>> = world
        .phones
        .iter()
        .map(|phone| {
            let rows = phone.rows(
                "select change_id, edit, delivery, (select 1 from outbox ahead
                     where ahead.record_kind = waiting.record_kind
                     and ahead.record_id = waiting.record_id
                     and ahead.position < waiting.position
                     and ahead.delivery = 'parked') || '' as behind from outbox waiting",
            );
            rows.into_iter().map(|row| (row[0].clone(), row)).collect()
        })
        .collect();
    for (change, promise) in world.ledger.changes() {
        let name = &world.phones[promise.phone].name;
        let here = outboxes[promise.phone].get(change);
        if let Some(row) = held.get(change) {
            let refused_here = here.is_some_and(|row| matches!(&*row[2], "parked" | "withdrawn"));
            if row[1] != promise.edit {
                // Bent on the way: the phone knows by the receipt, and keeps its own.
                if refused_here {
                    continue;
                }
                return lost(format!("{name} {change}: the county has other bytes"));
            }
            if row[2] == "applied" && refused_here {
                let why = format!("{name} {change} is applied, and refused or taken back here");
                return Some(Broken::new("nothing_doubled", why));
            }
            if here.is_some_and(|row| row[2] == "queued" && row[3].is_empty()) {
                return lost(format!(
                    "{name} {change} is in the county and queued for ever"
                ));
            }
            continue;
        }
        match here {
            None => return lost(format!("{name} {change} is nowhere")),
            Some(row) if row[1] != promise.edit => {
                return lost(format!("{name} {change} has other bytes now"));
            }
            Some(row) => match (&*row[2], &*row[3]) {
                ("parked" | "withdrawn", _) | ("queued", "1") => {}
                (delivery, _) => return lost(format!("{name} {change} is {delivery} for ever")),
            },
        }
    }
    seals(world).or_else(|| photos(world))
}

/// What a person was told is sealed has a change that carries it.
fn seals(world: &World) -> Option<Broken> {
    for phone in &world.phones {
        let orphans = phone.rows(
            "select visit_id from visit_revision where change_id not in
                 (select change_id from outbox union select change_id from receipt)",
        );
        if let Some(row) = orphans.first() {
            return lost(format!(
                "{} {} is sealed and never queued",
                phone.name, row[0]
            ));
        }
    }
    for (phone, visit, revision) in world.ledger.seals() {
        let phone = &world.phones[*phone];
        let sealed = phone.rows(&format!(
            "select visit_id from visit_revision where visit_id = '{visit}'
             and revision = {revision}"
        ));
        if sealed.is_empty() {
            return lost(format!(
                "{} {visit} r{revision} was sealed and is gone",
                phone.name
            ));
        }
    }
    None
}

/// A sealed visit's photos are verified, or shown as refused; they wait only with their text.
fn photos(world: &World) -> Option<Broken> {
    for phone in &world.phones {
        let waiting = phone.rows(
            "select photo_id from photo where change_id is not null and verified_ms is null
             and parked_code is null
             and change_id not in (select change_id from outbox where delivery <> 'held')",
        );
        if let Some(row) = waiting.first() {
            return lost(format!("{} photo {} waits for ever", phone.name, row[0]));
        }
        let files = phone.rows("select sent_path from photo where verified_ms is null");
        for file in files {
            if !phone.dir.join("photos").join(&file[0]).exists() {
                return lost(format!("{} {} is gone unverified", phone.name, file[0]));
            }
        }
    }
    None
}

/// Where the phone keeps the rows of each kind: table, key, and which of them it shows.
const KEPT: &[(&str, &str, &str, &str)] = &[
    (
        "household",
        "household join household_body using (household_row)",
        "household_id",
        "in_scope = 1",
    ),
    (
        "member",
        "member join member_body using (member_row)",
        "member_id",
        "in_scope = 1",
    ),
    ("assignment", "assignment", "assignment_id", "1"),
    ("person", "person", "person_id", "1"),
    ("team", "team", "team_id", "1"),
    ("visit", "county_visit", "visit_id", "1"),
    ("batch", "batch", "batch_id", "1"),
    ("problem", "problem", "problem_id", "in_scope = 1"),
    ("entry", "entry", "entry_id", "in_scope = 1"),
    ("params", "params", "params_id", "1"),
];

/// The county's rows on a phone, as they came: kind and id, then the body.
fn pulled(phone: &Handset) -> BTreeMap<(String, String), String> {
    let mut rows = BTreeMap::new();
    for (kind, table, key, shown) in KEPT {
        for row in phone.rows(&format!("select {key}, body from {table} where {shown}")) {
            rows.insert(((*kind).to_owned(), row[0].clone()), row[1].clone());
        }
    }
    rows
}

/// A phone has every row of its person's feed up to its cursor, and none that left its scope.
pub fn cursor_skipped_nothing(world: &World, phone: usize) -> Option<Broken> {
    let phone = &world.phones[phone];
    let cursor = phone.rows("select cast(cursor as text) from sync_state");
    let cursor = &cursor.first()?[0];
    let here = pulled(phone);
    let feed = county_rows(
        world,
        &format!(
            "select f.kind, f.record_id, f.sequence, f.removed, case when c.edit is null then r.body
                 else substr(r.body, 1, length(r.body) - 1) || ',\"visit\":' || cast(c.edit as text)
                     || '}}' end as body
             from feed f
             join record r on r.county_id = f.county_id and r.kind = f.kind
                 and r.record_id = f.record_id
             left join change c on c.county_id = r.county_id and c.change_id = r.sealed
             where f.person_id = '{}' and f.sequence <= {cursor}",
            phone.person
        ),
        ["kind", "record_id", "sequence", "removed", "body"],
    );
    for [kind, id, sequence, removed, body] in feed {
        if !KEPT.iter().any(|kept| kept.0 == kind) {
            continue;
        }
        let name = &phone.name;
        let held = here.get(&(kind.clone(), id.clone()));
        let why = match held {
            None if removed == "0" => format!("{name} lacks {kind} {id} of {sequence}"),
            Some(_) if removed == "1" => format!("{name} still has {kind} {id}"),
            Some(old) if *old != body => format!("{name} has an old {kind} {id} of {sequence}"),
            _ => continue,
        };
        let why = format!("{why}, its cursor is at {cursor}");
        return Some(Broken::new("cursor_skipped_nothing", why));
    }
    None
}

/// Each phone shows what a new phone of the same person would pull.
pub fn converged(world: &World) -> Option<Broken> {
    let people: BTreeSet<_> = world.phones.iter().map(|phone| phone.person).collect();
    for (at, person) in people.into_iter().enumerate() {
        let name = format!("fresh-{at}");
        let mut fresh = new_phone(&world.dir, &world.house, &name, person, world.now_ms);
        round(&mut fresh, &world.house);
        let right = pulled(&fresh);
        fresh.kill();
        for phone in world.phones.iter().filter(|phone| phone.person == person) {
            if phone.revoked {
                continue;
            }
            let here = pulled(phone);
            let differs = right
                .iter()
                .find(|(key, body)| here.get(*key) != Some(*body))
                .or_else(|| here.iter().find(|(key, _)| !right.contains_key(*key)));
            if let Some(((kind, id), _)) = differs {
                let why = format!("{}: {kind} {id} is not what a new phone pulls", phone.name);
                return Some(Broken::new("converged", why));
            }
        }
    }
    None
}
