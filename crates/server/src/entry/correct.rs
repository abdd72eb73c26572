//! An entry is corrected: by a phone or at a screen, the rules are the same.

use domain::ledger::{EntryActor, EntryValue, Field, Shape, Values, may_correct};
use domain::mask;
use protocol::entry::EntryFieldV1;

use super::place::Place;
use super::save::{alone, checked, fault, once, rewrite, settled};
use super::{CORRECTED, Current, Line, Said, doubt, effect, refresh, step_id};
use crate::change::Stop;
use crate::county::{audit, next_sequence};
use crate::db::{Reader, Tx};
use crate::problem::ledger::Clerk;

/// Merges a correction into an entry, field by field: where somebody else changed a field
/// meanwhile, what stands stays, and what was meant is in the history.
pub(crate) fn correct(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    actor: EntryActor,
    current: &Current,
    fields: &[EntryFieldV1],
) -> Result<(), Stop> {
    once(fields)?;
    let ledger = current.ledger;
    if !may_correct(ledger, &current.state, actor) {
        return Err(if may_correct(ledger, ledger.first_state(), actor) {
            Stop::too_late("not_editable", &current.state, current.revision())
        } else {
            Stop::reject("wrong_role", "edit.id")
        });
    }
    let merged = merge(tx, clerk, current, fields)?;
    if merged.values == current.values && merged.said.contested.is_empty() {
        return Ok(());
    }
    let place = Place::of(current);
    alone(tx, clerk, ledger, &place, &merged.values, Some(current.id))?;
    let home = current.household_id;
    effect::fits(tx, clerk.county, ledger, home, &merged.values)?;
    rewrite(tx, clerk, current, &current.state, &merged.values)?;
    let sequence = next_sequence(tx, clerk.county)?;
    let line = Line {
        step_id: step_id(clerk.now)?,
        step: CORRECTED,
        state: &current.state,
        by: clerk.by,
        said: &merged.said,
        now: clerk.now,
        sequence,
    };
    line.write(tx, clerk.county, current.id)?;
    if merged.doubtful {
        doubt::of_entry(tx, clerk, current.id, &place, &merged.values)?;
    }
    settled(tx, clerk, ledger, home, current.id)?;
    refresh(tx, clerk.county, current.id)?;
    let id = current.id.to_string();
    Ok(audit(
        tx,
        clerk.county,
        clerk.now,
        clerk.by,
        "entry_corrected",
        &id,
    )?)
}

struct Merged {
    values: Values,
    said: Said,
    /// An ID number that was typed now does not check.
    doubtful: bool,
}

fn merge(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    current: &Current,
    fields: &[EntryFieldV1],
) -> Result<Merged, Stop> {
    let ledger = current.ledger;
    let stands = &current.values;
    let mut wanted = stands.clone();
    for one in fields {
        let field = ledger.field(&one.field);
        let field = field.ok_or_else(|| fault("unknown_field", &one.field))?;
        if same(field, one.mine.as_ref(), stands.get(&one.field)) {
            continue;
        }
        put(&mut wanted, &one.field, one.mine.clone());
    }
    // What was meant must be sound by itself, whatever becomes of it.
    let wanted = checked(reader, clerk, &ledger.fields, &wanted, current.household_id)?;
    let mut values = stands.clone();
    let mut said = Said::default();
    for one in fields {
        let code = &one.field;
        let meant = wanted.values.get(code).cloned();
        if meant.as_ref() == stands.get(code) {
            continue;
        }
        let field = ledger.field(code);
        if field.is_some_and(|field| same(field, one.base.as_ref(), stands.get(code))) {
            put(&mut values, code, meant.clone());
        } else {
            said.contested.push(code.clone());
        }
        put(&mut said.fields, code, meant);
    }
    let merged = checked(reader, clerk, &ledger.fields, &values, current.household_id)?;
    let doubtful = merged
        .doubtful_ids
        .iter()
        .any(|code| merged.values.get(code) != stands.get(code));
    Ok(Merged {
        values: merged.values,
        said,
        doubtful,
    })
}

fn put(values: &mut Values, code: &str, value: Option<EntryValue>) {
    match value {
        Some(value) => values.insert(code.to_owned(), value),
        None => values.remove(code),
    };
}

/// Whether somebody who sees ID numbers masked means the value that stands.
fn same(field: &Field, seen: Option<&EntryValue>, stands: Option<&EntryValue>) -> bool {
    if seen == stands {
        return true;
    }
    match (&field.shape, seen, stands) {
        (Shape::IdNumber, Some(EntryValue::Text(seen)), Some(EntryValue::Text(stands))) => {
            *seen == mask::id_number(stands)
        }
        _ => false,
    }
}
