//! Households of somebody who leaves: each by the rules one alone goes by.
//!
//! Some may have been promised to another already. A hand-over planned for a day up to the one after
//! his last goes as it was planned: nobody is without somebody who answers for him. One planned for
//! later would leave a gap, so a person chooses for all of them: whoever was to take over does so
//! now ([`Planned::Keep`]), or those plans are taken back for whom he names ([`Planned::Replace`]).
//! Nobody answers for such a household for the days between alone: that is two hand-overs, planned
//! on its own page.

use domain::assignment::{Assigned, Change, Kind, apply, plan as steps_of};
use domain::id::{AssignmentId, HouseholdId, PersonId};
use domain::time::{Date, days_between};
use protocol::row::HouseholdV1;

use super::{Becomes, Home, MOST, PLANNED, Planned, UNNAMED, Wanted, is_there};
use crate::assignment::write::{self, take, today};
use crate::assignment::{self, home, seen};
use crate::db::{Reader, Row, Tx};
use crate::error::Error;
use crate::problem::ledger::Clerk;
use crate::{facts, secret};

/// All that he helps or is to help after his last day.
pub(super) fn plan(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    wanted: &Wanted,
) -> Result<Vec<Home>, Error> {
    let rows = reader.query(
        "select h.household_id, h.number, h.head_name, h.area_code from household h
         where h.county_id = $1 and exists (select 1 from assignment a
             where a.county_id = h.county_id and a.household_id = h.household_id
                 and a.person_id = $2 and (a.ends is null or (a.ends > $3 and a.ends >= a.starts)))
         order by h.area_code, h.number, h.household_id",
        &[
            clerk.county.into(),
            wanted.person.into(),
            wanted.last_day.to_string().into(),
        ],
    )?;
    if rows.len() > MOST {
        return Err(Error::bad("too_many", "households"));
    }
    rows.iter()
        .map(|row| one(reader, clerk, wanted, row))
        .collect()
}

fn one(reader: &mut Reader<'_>, clerk: Clerk, wanted: &Wanted, row: &Row) -> Result<Home, Error> {
    let id: HouseholdId = row.id("household_id")?;
    let body: HouseholdV1 =
        facts::load(reader, clerk.county, &id.to_string())?.ok_or_else(Error::not_found)?;
    let rows = assignment::rows(reader, clerk.county, id)?;
    let village_code = row.text("area_code")?;
    let (home, today) = (home(&body), today(clerk));
    let next = next(&rows, wanted.person, today);
    let mut heir = wanted.heir(&village_code);
    let mut planned = Home {
        id,
        number: row.text("number")?,
        head_name: row.text("head_name")?,
        heir: None,
        primary: false,
        becomes: Becomes::Withdrawn,
        planned: next.map(|next| (next.person, next.from)),
        refused: None,
        seen: seen(&rows),
        changes: Vec::new(),
        village_code,
    };
    let mut desk = Desk {
        home,
        rows,
        today,
        now: clerk.now,
    };
    let after_him = wanted.last_day.tomorrow().unwrap_or(wanted.last_day);
    let in_time = next.is_some_and(|next| next.from <= after_him);
    if let Some(next) = next.filter(|_| !in_time && !home.ended) {
        planned.primary = true;
        planned.becomes = Becomes::HandedOver;
        match wanted.planned {
            None => {
                planned.refused = Some(PLANNED.to_owned());
                return Ok(planned);
            }
            Some(Planned::Keep) => {
                is_there(reader, clerk.county, next.person, "planned")?;
                heir = Some(next.person);
            }
            Some(Planned::Replace) => {}
        }
        desk.take(&mut planned, Change::Withdraw { row: next.id })?;
    }
    // What is to begin is taken back first: then what was before it goes on, and is handed over.
    for row in desk.held(wanted) {
        let is_overlap = desk.is_overlap(&row);
        let change = if row.from > wanted.last_day || row.from > today && !is_overlap {
            Change::Withdraw { row: row.id }
        } else {
            planned.primary |= row.kind == Kind::Primary;
            match (row.kind, heir) {
                _ if home.ended || is_overlap => ends(row.id, wanted.last_day),
                (Kind::Primary, None) => {
                    planned.refused = Some(UNNAMED.to_owned());
                    planned.becomes = Becomes::HandedOver;
                    continue;
                }
                (Kind::Co, None) => ends(row.id, wanted.last_day),
                (Kind::Co, Some(heir)) if helps(&desk.rows, heir, wanted.first_day) => {
                    ends(row.id, wanted.last_day)
                }
                (_, Some(heir)) => hand_over(row, heir, wanted),
            }
        };
        match change {
            Change::HandOver { person, .. } => {
                (planned.becomes, planned.heir) = (Becomes::HandedOver, Some(person));
            }
            Change::End { .. } if planned.becomes == Becomes::Withdrawn => {
                planned.becomes = Becomes::Ends;
            }
            _ => {}
        }
        desk.take(&mut planned, change)?;
    }
    if in_time && planned.refused.is_none() && planned.heir.is_none() {
        planned.becomes = Becomes::AsPlanned;
    }
    Ok(planned)
}

/// One household while it is planned: the rows as they would be by now.
struct Desk {
    home: domain::assignment::Home,
    rows: Vec<Assigned>,
    today: Date,
    now: i64,
}

impl Desk {
    /// What he holds beyond his last day, the latest first.
    fn held(&self, wanted: &Wanted) -> Vec<Assigned> {
        let mut held: Vec<Assigned> = self
            .rows
            .iter()
            .filter(|row| row.person == wanted.person && !row.is_withdrawn())
            .filter(|row| row.to.is_none_or(|to| to > wanted.last_day))
            .copied()
            .collect();
        held.sort_by_key(|row| std::cmp::Reverse(row.from));
        held
    }

    /// Whether he only helps beside whoever took the household over from him: nobody succeeds him
    /// in that.
    fn is_overlap(&self, row: &Assigned) -> bool {
        let mut rows = self.rows.iter();
        row.kind == Kind::Co
            && rows.any(|one| {
                one.person == row.person
                    && one.kind == Kind::Primary
                    && one.to.and_then(|to| to.tomorrow().ok()) == Some(row.from)
            })
    }

    fn take(&mut self, planned: &mut Home, change: Change) -> Result<(), Error> {
        match steps_of(self.home, &self.rows, &change, self.today) {
            Ok(steps) => {
                let id = AssignmentId::from_uuid(secret::id(self.now)?);
                self.rows = apply(&self.rows, &steps, || id);
                planned.changes.push(change);
            }
            Err(refusal) => planned.refused = Some(refusal.code.to_owned()),
        }
        Ok(())
    }
}

/// Who is to answer for the household after him by a hand-over that was planned before.
fn next(rows: &[Assigned], leaver: PersonId, today: Date) -> Option<Assigned> {
    let mut rows_of = rows
        .iter()
        .filter(|row| row.kind == Kind::Primary && !row.is_withdrawn());
    let his = rows_of.clone().filter(|row| row.person == leaver);
    let ends: Vec<Date> = his
        .filter_map(|row| row.to.and_then(|to| to.tomorrow().ok()))
        .collect();
    rows_of
        .find(|row| row.person != leaver && row.from > today && ends.contains(&row.from))
        .copied()
}

fn ends(row: AssignmentId, day: Date) -> Change {
    Change::End {
        row,
        day,
        has_reason: true,
    }
}

/// Whoever took a household over the other day keeps it for that day, and hands it on the next.
fn hand_over(row: Assigned, person: PersonId, wanted: &Wanted) -> Change {
    let next = row.from.tomorrow().unwrap_or(row.from);
    let day = if next <= wanted.last_day {
        wanted.first_day.max(next)
    } else {
        wanted.first_day
    };
    Change::HandOver {
        row: row.id,
        person,
        day,
        overlap_days: u32::try_from(days_between(day, wanted.last_day) + 1).unwrap_or(0),
    }
}

fn helps(rows: &[Assigned], person: PersonId, day: Date) -> bool {
    rows.iter()
        .any(|row| row.person == person && !row.is_withdrawn() && row.to.is_none_or(|to| day <= to))
}

pub(super) fn carry_out(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    wanted: &Wanted,
    homes: &[Home],
) -> Result<(), Error> {
    for home in homes {
        for change in &home.changes {
            let rows = assignment::rows(tx, clerk.county, home.id)?;
            let change = write::Wanted {
                household: home.id,
                seen: &seen(&rows),
                change: *change,
                reason: &wanted.reason,
            };
            take(tx, clerk, &change)?;
        }
    }
    Ok(())
}
