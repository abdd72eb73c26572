//! Who helps which household, as the county keeps it. The rules are [`domain::assignment`]'s; here
//! are the rows, what somebody saw of them, and how a change is stored ([`write`]).

pub(crate) mod write;

use domain::assignment::{Assigned, Home};
use domain::id::{CountyId, HouseholdId};
use domain::time::{Date, parse_date};
use protocol::row::HouseholdV1;

use crate::db::{Reader, Row, Tx};
use crate::error::Error;

/// Characters of what names a state of the rows: enough for a slip, this is no secret.
const SEEN_CHARS: usize = 16;

/// All rows of a household, whenever they were in force, the oldest first.
pub(crate) fn rows(
    reader: &mut Reader<'_>,
    county: CountyId,
    household: HouseholdId,
) -> Result<Vec<Assigned>, Error> {
    let found = reader.query(
        "select assignment_id, person_id, kind, starts, ends from assignment
         where county_id = $1 and household_id = $2 order by starts, assignment_id",
        &[county.into(), household.into()],
    )?;
    found.iter().map(assigned).collect()
}

/// From the columns of its name.
pub(crate) fn assigned(row: &Row) -> Result<Assigned, Error> {
    let unreadable = || Error::Stored {
        what: "an assignment",
    };
    let from = parse_date(&row.text("starts")?).ok_or_else(unreadable)?;
    // A last day that cannot be read is before every other: the row is in force on none.
    let last = |text: String| parse_date(&text).unwrap_or(Date::MIN);
    Ok(Assigned {
        id: row.id("assignment_id")?,
        person: row.id("person_id")?,
        kind: row.text("kind")?.parse().map_err(|()| unreadable())?,
        from,
        to: row.optional_text("ends")?.map(last),
    })
}

/// What the rules ask of a household.
pub(crate) fn home(household: &HouseholdV1) -> Home {
    Home {
        monitored: household.monitor_category.is_some() && !household.risk_eliminated,
        ended: household.ended_on.is_some(),
    }
}

/// Names the rows as they stand: a change says what it saw, and is refused if that has moved.
pub(crate) fn seen(rows: &[Assigned]) -> String {
    let mut lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let to = row.to.map(|to| to.to_string()).unwrap_or_default();
            let (id, person, kind) = (row.id, row.person, row.kind.as_str());
            format!("{id} {person} {kind} {} {to}", row.from)
        })
        .collect();
    lines.sort();
    let mut digest = protocol::digest(lines.join("\n").as_bytes());
    digest.truncate(SEEN_CHARS);
    digest
}

/// Brings what is kept of a household's rows up to the day: which are in force. Those that end go
/// first, as the database holds one primary helper at every moment.
pub(crate) fn freshen(
    tx: &mut Tx<'_>,
    county: CountyId,
    household: HouseholdId,
    today: &str,
) -> Result<(), Error> {
    for (active, condition) in [(false, "not"), (true, "")] {
        tx.execute(
            &format!(
                "update assignment set active = $4
                 where county_id = $1 and household_id = $2 and active <> $4
                     and {condition} (starts <= $3 and (ends is null or ends >= $3))"
            ),
            &[county.into(), household.into(), today.into(), active.into()],
        )?;
    }
    Ok(())
}
