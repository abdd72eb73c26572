//! A unit helps no longer: it is said what becomes of its people and of the villages it helps.

use serde_json::json;

use super::{Facts, Helped, UNIT, current, note, people, write};
use crate::clock::date_text;
use crate::county::audit;
use crate::db::Tx;
use crate::error::Error;
use crate::history::{self, Changed};
use crate::problem::ledger::Clerk;

/// What becomes of people or villages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The unit that takes over has them.
    Moved,
    /// People keep the name as free text; the villages are helped by it no longer.
    Left,
}

/// How a unit ends.
pub(crate) struct Ending {
    /// Its last day; `YYYY-MM-DD`.
    pub day: String,
    pub reason: String,
    pub people: Option<Fate>,
    pub villages: Option<Fate>,
    /// The unit that takes over (撤一补一).
    pub successor: Option<String>,
}

/// Ends a unit, today or on a day before. Whoever takes its villages over begins on its last day,
/// so that no day is without help (先补后撤).
///
/// # Errors
/// `not_found`, `unit_ended`, `stale`; `people_undecided`, `villages_undecided` when it has some and
/// nobody said what becomes of them; `successor_needed`, `same_unit`, `before_the_start`.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: &str,
    seen: Facts,
    how: &Ending,
) -> Result<(), Error> {
    let Clerk { county, by, now } = clerk;
    let stands = current(tx, county, id)?.facts;
    if stands != seen.tidy() {
        return Err(Error::refused(axum::http::StatusCode::CONFLICT, "stale"));
    }
    if how.day > date_text(now) {
        return Err(Error::bad("date_too_far", "day"));
    }
    let has_people = people::count(tx, county, &stands.name)? > 0;
    if has_people && how.people.is_none() {
        return Err(Error::bad("people_undecided", "people"));
    }
    let (open, closed): (Vec<Helped>, Vec<Helped>) = stands
        .villages
        .iter()
        .cloned()
        .partition(|one| one.to.as_ref().is_none_or(|to| *to > how.day));
    if !open.is_empty() && how.villages.is_none() {
        return Err(Error::bad("villages_undecided", "villages"));
    }
    if open.iter().any(|one| one.from > how.day) {
        return Err(Error::bad("before_the_start", "day"));
    }
    let moves_people = has_people && how.people == Some(Fate::Moved);
    let moves_villages = !open.is_empty() && how.villages == Some(Fate::Moved);
    if moves_people || moves_villages {
        let heir = how.successor.as_deref();
        let heir = heir.ok_or_else(|| Error::bad("successor_needed", "successor_id"))?;
        if heir == id {
            return Err(Error::bad("same_unit", "successor_id"));
        }
        take_over(
            tx,
            clerk,
            heir,
            &stands,
            how,
            (moves_people, moves_villages, &open),
        )?;
    }
    let mut after = stands.clone();
    after.villages = closed;
    after.villages.extend(open.into_iter().map(|one| Helped {
        to: Some(how.day.clone()),
        ..one
    }));
    let after = after.tidy();
    write(tx, county, id, &after)?;
    note(tx, clerk, id, Some(&stands), &after)?;
    tx.execute(
        "update helping_unit set ended_on = $3, end_reason = $4
         where county_id = $1 and helping_unit_id = $2",
        &[
            county.into(),
            id.into(),
            (&how.day).into(),
            (&how.reason).into(),
        ],
    )?;
    let change = Changed {
        field: "ended_on",
        was: json!(null),
        became: json!(how.day),
    };
    history::note(tx, county, (UNIT, id), (by, now), &[change])?;
    audit(tx, county, now, by, "helping_unit_ended", id)
}

fn take_over(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    heir: &str,
    stands: &Facts,
    how: &Ending,
    (people, villages, open): (bool, bool, &[Helped]),
) -> Result<(), Error> {
    let heirs = match current(tx, clerk.county, heir) {
        Ok(heirs) => heirs.facts,
        Err(Error::Refused(_)) => return Err(Error::bad("unknown_unit", "successor_id")),
        Err(error) => return Err(error),
    };
    if villages {
        let mut after = heirs.clone();
        for one in open {
            let has = after
                .villages
                .iter()
                .any(|own| own.village_code == one.village_code && own.reaches(&how.day));
            if !has {
                after.villages.push(Helped {
                    village_code: one.village_code.clone(),
                    from: how.day.clone(),
                    to: one.to.clone(),
                });
            }
        }
        let after = after.tidy();
        write(tx, clerk.county, heir, &after)?;
        note(tx, clerk, heir, Some(&heirs), &after)?;
    }
    if people {
        people::move_all(tx, clerk, &stands.name, &heirs.name)?;
    }
    let action = "helping_unit_changed";
    audit(tx, clerk.county, clerk.now, clerk.by, action, heir)
}
