//! What the county holds, once and in order.

use super::{Broken, county_rows};
use crate::sim::world::World;

fn first(world: &World, sql: &str) -> Option<String> {
    let rows = county_rows(world, sql, ["id"]);
    rows.into_iter().next().map(|[id]| id)
}

/// Each change has had its effect once: what it made is there once, and nothing else is.
pub fn nothing_doubled(world: &World) -> Option<Broken> {
    let questions = [
        (
            "a revision without the change that made it, or made twice",
            "select visit_id as id from visit_revision where change_id not in (select change_id
                 from change where kind = 'save_visit_v1' and disposition = 'applied')
             union all select change_id from change where kind = 'save_visit_v1'
                 and disposition = 'applied' and (select count(*) from visit_revision r
                     where r.change_id = change.change_id) <> 1",
        ),
        (
            "more or fewer decisions than were made",
            "select 'review' as id where
                 (select count(*) from review where by_side <> 'county') <>
                 (select count(*) from change where disposition = 'applied'
                     and kind in ('review_visit_v1', 'void_visit_v1'))",
        ),
        (
            "more or fewer batches than were sent",
            "select 'batch' as id where (select count(*) from batch) <>
                 (select count(*) from change where disposition = 'applied'
                     and kind = 'send_batch_v1')",
        ),
        (
            "a household counts its visits wrong",
            "select household_id as id from household where visits <>
                 (select count(*) from visit v where v.household_id = household.household_id
                     and v.state <> 'voided')",
        ),
        (
            "a visit counts its photos wrong",
            "select visit_id as id from visit where photos_verified <>
                 (select count(*) from visit_photo p where p.visit_id = visit.visit_id
                     and p.sha256 in (select sha256 from photo))",
        ),
        (
            "a batch counts its visits wrong",
            "select batch_id as id from batch where visits <>
                 (select count(*) from batch_visit v where v.batch_id = batch.batch_id)",
        ),
    ];
    questions.into_iter().find_map(|(what, sql)| {
        let id = first(world, sql)?;
        Some(Broken::new("nothing_doubled", format!("{what}: {id}")))
    })
}

/// Numbers are given out once, in order, and without gaps on the phone.
pub fn sequences_in_order(world: &World) -> Option<Broken> {
    let broken = |why: String| Some(Broken::new("sequences_in_order", why));
    for phone in &world.phones {
        let numbers = phone.rows(
            "select cast(device_sequence as text), cast(position as text) from
                 (select device_sequence, position from outbox
                  union all select device_sequence, position from receipt)
             order by device_sequence",
        );
        let mut last = 0;
        let mut last_position = 0;
        for row in numbers {
            let (number, position): (i64, i64) = (row[0].parse().unwrap(), row[1].parse().unwrap());
            if number != last + 1 {
                return broken(format!("{}: after {last} comes {number}", phone.name));
            }
            if position <= last_position {
                return broken(format!("{}: {number} is queued before {last}", phone.name));
            }
            (last, last_position) = (number, position);
        }
    }
    let questions = [
        (
            "a phone's number twice",
            "select device_id as id from change group by device_id, device_sequence
             having count(*) > 1",
        ),
        (
            "a number of the county twice",
            "select sequence as id from change group by sequence having count(*) > 1",
        ),
        (
            "a number not given out yet",
            "select max(sequence) as id from feed having max(sequence) >
                 (select next_sequence from county)",
        ),
        (
            "a record's changes out of their order",
            "select later.change_id as id from change later join change earlier
                 on earlier.device_id = later.device_id
                 and earlier.record_id = later.record_id
                 and earlier.device_sequence < later.device_sequence
                 and earlier.sequence > later.sequence
             where later.disposition = 'applied' and earlier.disposition = 'applied'",
        ),
        (
            "a change that came before the one it follows",
            "select later.change_id as id from change later join change earlier
                 on earlier.device_id = later.device_id
                 and earlier.record_id = later.record_id
                 and earlier.device_sequence < later.device_sequence
             where later.code = 'unknown_visit' and earlier.disposition = 'applied'",
        ),
        (
            "a change held for one that is here",
            "select held.change_id as id from change held join change missing
                 on missing.change_id = held.missing
             where held.disposition = 'held' and missing.disposition <> 'held'",
        ),
    ];
    questions.into_iter().find_map(|(what, sql)| {
        let id = first(world, sql)?;
        broken(format!("{what}: {id}"))
    })
}
