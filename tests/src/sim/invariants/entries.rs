//! Every entry's story, told again under the rules of its ledger.

use std::collections::BTreeMap;

use domain::ledger::{EntryActor, EntryRole, VOIDED, decide, ledgers};

use super::{Broken, county_rows, untold};
use crate::sim::world::World;

fn broken(why: String) -> Option<Broken> {
    Some(Broken::new("entries_legal", why))
}

/// Each entry that was taken in is there once, each step of one is in its story once, and its story
/// is a path its ledger allows that ends where it stands.
pub fn entries_legal(world: &World) -> Option<Broken> {
    once(world).or_else(|| stories(world))
}

fn once(world: &World) -> Option<Broken> {
    let wrong = county_rows(
        world,
        "select change_id as id from change where disposition = 'applied'
             and kind = 'save_entry_v1' and (select count(*) from entry e
                 where e.entry_id = record_id) <> 1
         union all select entry_id from entry e where author_id is not null and not exists (
             select 1 from change c where c.disposition = 'applied'
                 and c.kind = 'save_entry_v1' and c.record_id = e.entry_id)
         union all select e.entry_id from entry e where (select count(*) from entry_step s
             where s.entry_id = e.entry_id and s.step = 'saved') <> 1",
        ["id"],
    );
    if let Some([id]) = wrong.first() {
        return broken(format!("{id} is in its ledger more or less than once"));
    }
    let lost = untold(world, "move_entry_v1", "entry_step")?;
    broken(format!("{lost} was taken in and is in no story"))
}

fn stories(world: &World) -> Option<Broken> {
    let mut stories: BTreeMap<String, Vec<[String; 3]>> = BTreeMap::new();
    let lines = county_rows(
        world,
        "select entry_id, step, state, by_person from entry_step order by entry_id, sequence",
        ["entry_id", "step", "state", "by_person"],
    );
    for [entry, step, state, by] in lines {
        stories.entry(entry).or_default().push([step, state, by]);
    }
    let entries = county_rows(
        world,
        "select entry_id, ledger, state, is_open, author_id from entry",
        ["entry_id", "ledger", "state", "is_open", "author_id"],
    );
    for [id, ledger, state, is_open, author] in entries {
        let story = stories.remove(&id).unwrap_or_default();
        let end = match told(&ledger, &author, &story) {
            Ok(end) => end,
            Err(why) => return broken(format!("{id}: {why}")),
        };
        let settled = end == VOIDED
            || ledgers()
                .find(&ledger)
                .and_then(|ledger| ledger.state(&end))
                .is_some_and(|state| state.settled);
        if (&end, u8::from(!settled).to_string()) != (&state, is_open.clone()) {
            let why = format!("{id} is {state}, open {is_open}; its story ends {end}");
            return broken(why);
        }
    }
    let id = stories.into_keys().next()?;
    broken(format!("{id} has a story and is not there"))
}

/// Where a story ends.
fn told(ledger: &str, author: &str, story: &[[String; 3]]) -> Result<String, String> {
    let ledger = ledgers().find(ledger).ok_or("no such ledger")?;
    let mut stands = ledger.first_state().to_owned();
    for [step, state, by] in story {
        if step == "saved" || step == "corrected" {
            if *state != stands {
                return Err(format!("{step} moved it to {state}"));
            }
            continue;
        }
        // Who made it is told; in which of his capacities, the rules say.
        let roles = [
            EntryRole::Anyone,
            EntryRole::Captain,
            EntryRole::Town,
            EntryRole::County,
        ];
        let is_author = by == author;
        let allowed = roles.into_iter().find_map(|role| {
            let actor = EntryActor { role, is_author };
            decide(ledger, &stands, step, actor, true).ok()
        });
        match allowed {
            None => return Err(format!("no {step} from {stands}")),
            Some(to) if to != state => return Err(format!("{step} led to {state}")),
            Some(to) => stands = to.to_owned(),
        }
    }
    Ok(stands)
}
