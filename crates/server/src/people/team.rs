//! Teams 工作队: a village, a captain, members in order. What is written goes the roster's way.

use axum::http::StatusCode;
use domain::id::{CountyId, PersonId, TeamId};
use protocol::roster::{RosterRow, TeamRow};
use serde_json::json;

use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::history::{self, Field};
use crate::problem::ledger::Clerk;
use crate::roster::{self, Author};

/// The kind of a team's steps in [`history`].
pub(crate) const TEAM: &str = "team";

/// People in one team: more is a slip.
const MAX_MEMBERS: usize = 100;

/// What an administrator writes of a team.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    pub village_code: String,
    pub captain: PersonId,
    /// In order; the captain among them.
    pub members: Vec<PersonId>,
}

impl Facts {
    /// Each member once; a captain is a member of his team.
    pub(crate) fn tidy(mut self) -> Self {
        let mut seen = Vec::with_capacity(self.members.len());
        for member in self.members {
            if !seen.contains(&member) {
                seen.push(member);
            }
        }
        if !seen.contains(&self.captain) {
            seen.insert(0, self.captain);
        }
        self.members = seen;
        self
    }
}

pub(crate) fn load(
    reader: &mut Reader<'_>,
    county: CountyId,
    team: TeamId,
) -> Result<Option<Facts>, Error> {
    let row = reader.first(
        "select village_code, captain_id from team where county_id = $1 and team_id = $2",
        &[county.into(), team.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let members = reader.query(
        "select person_id from team_member where county_id = $1 and team_id = $2
         order by position, person_id",
        &[county.into(), team.into()],
    )?;
    let members = members.iter().map(|row| Ok(row.id("person_id")?));
    Ok(Some(Facts {
        village_code: row.text("village_code")?,
        captain: row.id("captain_id")?,
        members: members.collect::<Result<_, Error>>()?,
    }))
}

/// Writes a team: a new one where nothing was seen.
///
/// # Errors
/// `stale` when something else stands than what was seen; `unknown_area`, `unknown_person`,
/// `too_many`.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: TeamId,
    seen: Option<Facts>,
    wanted: Facts,
) -> Result<(), Error> {
    let Clerk { county, by, now } = clerk;
    let (seen, wanted) = (seen.map(Facts::tidy), wanted.tidy());
    let stands = load(tx, county, id)?.map(Facts::tidy);
    if stands != seen {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    }
    if stands.as_ref() == Some(&wanted) {
        return Ok(());
    }
    if wanted.members.len() > MAX_MEMBERS {
        return Err(Error::bad("too_many", "members"));
    }
    let known = tx.count(
        "select count(*) as n from area
         where county_id = $1 and code = $2 and length(code) = 12",
        &[county.into(), (&wanted.village_code).into()],
    )?;
    if known == 0 {
        return Err(Error::bad("unknown_area", "village_code"));
    }
    write(tx, county, id, &wanted, now)?;
    note(tx, clerk, id, stands.as_ref(), &wanted)?;
    let action = if stands.is_some() {
        "team_changed"
    } else {
        "team_made"
    };
    audit(tx, county, now, by, action, &id.to_string())
}

/// Takes somebody out of a team he does not lead.
pub(super) fn leave(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: TeamId,
    person: PersonId,
) -> Result<(), Error> {
    let Some(stands) = load(tx, clerk.county, id)? else {
        return Ok(());
    };
    let mut after = stands.clone();
    after.members.retain(|member| *member != person);
    write(tx, clerk.county, id, &after, clerk.now)?;
    note(tx, clerk, id, Some(&stands), &after)
}

/// Writes a team as it stands, because what is shown of its people changed.
pub(super) fn write_again(
    tx: &mut Tx<'_>,
    county: CountyId,
    id: TeamId,
    now: i64,
) -> Result<(), Error> {
    match load(tx, county, id)? {
        Some(stands) => write(tx, county, id, &stands, now),
        None => Ok(()),
    }
}

fn write(
    tx: &mut Tx<'_>,
    county: CountyId,
    id: TeamId,
    facts: &Facts,
    now: i64,
) -> Result<(), Error> {
    let row = TeamRow {
        id,
        village_code: facts.village_code.clone(),
        captain_id: facts.captain,
        members: facts.members.clone(),
    };
    roster::put(tx, county, RosterRow::Team(row), Author::Screen, now)?;
    Ok(())
}

fn note(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: TeamId,
    before: Option<&Facts>,
    after: &Facts,
) -> Result<(), Error> {
    let fields: [Field<Facts>; 3] = [
        ("village", |facts| json!(facts.village_code)),
        ("captain", |facts| json!([facts.captain])),
        ("members", |facts| json!(facts.members)),
    ];
    let (at, who) = ((TEAM, &*id.to_string()), (clerk.by, clerk.now));
    history::note_fields(tx, clerk.county, at, who, (before, after), &fields)
}
