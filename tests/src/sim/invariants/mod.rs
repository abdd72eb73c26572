//! What must hold once the world has calmed down. Each has a name of its own.

mod county;
mod entries;
mod facts;
mod phones;
mod photos;
mod problems;
mod proofs;
mod rescue;
mod review;

use std::collections::BTreeSet;

use serde_json::Value;

use super::world::World;

pub use phones::cursor_skipped_nothing;

/// An invariant that does not hold, and where.
#[derive(Debug)]
pub struct Broken {
    pub invariant: &'static str,
    pub why: String,
}

impl Broken {
    pub fn new(invariant: &'static str, why: impl Into<String>) -> Self {
        Self {
            invariant,
            why: why.into(),
        }
    }
}

/// The first invariant that is broken.
pub fn check(world: &mut World) -> Option<Broken> {
    let asked: [fn(&World) -> Option<Broken>; 13] = [
        phones::nothing_lost,
        county::nothing_doubled,
        county::sequences_in_order,
        review::review_legal,
        facts::no_value_lost,
        problems::ledger_legal,
        entries::entries_legal,
        proofs::receipts_verify,
        proofs::photos_whole,
        photos::pairs_noted,
        rescue::bundles_arrived,
        |world| (0..world.phones.len()).find_map(|phone| cursor_skipped_nothing(world, phone)),
        phones::converged,
    ];
    asked.into_iter().find_map(|invariant| invariant(world))
}

/// Rows of the county as text; numbers come as their digits.
fn county_rows<const N: usize>(
    world: &World,
    sql: &str,
    columns: [&'static str; N],
) -> Vec<[String; N]> {
    let cast: Vec<String> = columns
        .iter()
        .map(|column| format!("cast(coalesce({column}, '') as text) as {column}"))
        .collect();
    let rows = world
        .house
        .rows(&format!("select {} from ({sql})", cast.join(", ")));
    rows.iter()
        .map(|row| columns.map(|column| row.text(column).unwrap()))
        .collect()
}

/// A step that was taken in (`kind` of change) and is in no story (`table`).
fn untold(world: &World, kind: &str, table: &str) -> Option<String> {
    let steps = county_rows(world, &format!("select step_id from {table}"), ["step_id"]);
    let steps: BTreeSet<String> = steps.into_iter().map(|[id]| id).collect();
    let moves = county_rows(
        world,
        &format!(
            "select cast(edit as text) as edit from change
             where disposition = 'applied' and kind = '{kind}'"
        ),
        ["edit"],
    );
    moves.iter().find_map(|[edit]| {
        let said: Value = serde_json::from_str(edit).ok()?;
        let id = said["id"].as_str()?;
        (!steps.contains(id)).then(|| id.to_owned())
    })
}
