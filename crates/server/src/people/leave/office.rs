//! Teams, villages and problems of somebody who leaves.

use domain::id::PersonId;
use protocol::row::{Role, RoleV1};

use super::super::{load, note, team, write};
use super::{MOST, Problem, Team, UNNAMED, Village, Wanted};
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::problem::hand_over;
use crate::problem::ledger::Clerk;

/// Teams he is in. Whom he names sits beside him until he goes (撤一补一), and leads if he led.
pub(super) fn teams(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    wanted: &Wanted,
) -> Result<Vec<Team>, Error> {
    let rows = reader.query(
        "select t.team_id from team t where t.county_id = $1 and (t.captain_id = $2
             or exists (select 1 from team_member m where m.county_id = t.county_id
                 and m.team_id = t.team_id and m.person_id = $2))
         order by t.village_code, t.team_id",
        &[clerk.county.into(), wanted.person.into()],
    )?;
    let mut teams = Vec::with_capacity(rows.len());
    for row in &rows {
        let id = row.id("team_id")?;
        let Some(facts) = team::load(reader, clerk.county, id)? else {
            continue;
        };
        let leads = facts.captain == wanted.person;
        let heir = wanted.heir(&facts.village_code);
        // Somebody who sits there already takes nobody's seat.
        let heir = heir.filter(|heir| leads || !facts.members.contains(heir));
        teams.push(Team {
            id,
            village_code: facts.village_code.clone(),
            leads,
            heir,
            refused: (leads && heir.is_none()).then(|| UNNAMED.to_owned()),
            facts,
        });
    }
    Ok(teams)
}

/// Villages he leads by a role of his own. Nobody need be named: another may lead it by his team.
pub(super) fn villages(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    wanted: &Wanted,
) -> Result<Vec<Village>, Error> {
    let rows = reader.query(
        "select area from role where county_id = $1 and person_id = $2 and role = 'captain'
         order by area",
        &[clerk.county.into(), wanted.person.into()],
    )?;
    rows.iter()
        .map(|row| {
            let code = row.text("area")?;
            let heir = wanted.heir(&code);
            Ok(Village { code, heir })
        })
        .collect()
}

/// Open problems he is to rectify, or has reported as rectified.
pub(super) fn problems(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    wanted: &Wanted,
) -> Result<Vec<Problem>, Error> {
    let rows = reader.query(
        "select problem_id, number, title, area_code, version from problem
         where county_id = $1 and owner_id = $2 and is_open = 1 order by area_code, sequence",
        &[clerk.county.into(), wanted.person.into()],
    )?;
    if rows.len() > MOST {
        return Err(Error::bad("too_many", "problems"));
    }
    rows.iter()
        .map(|row| {
            let village_code = row.text("area_code")?;
            let heir = wanted.heir(&village_code);
            Ok(Problem {
                id: row.id("problem_id")?,
                number: row.optional_text("number")?,
                title: row.text("title")?,
                refused: heir.is_none().then(|| UNNAMED.to_owned()),
                heir,
                village_code,
                version: row.int("version")?,
            })
        })
        .collect()
}

pub(super) fn hand_over_villages(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    villages: &[Village],
) -> Result<(), Error> {
    for village in villages {
        let Some(heir) = village.heir else { continue };
        let leads = tx.count(
            "select count(*) as n from captaincy
             where county_id = $1 and person_id = $2 and village_code = $3",
            &[clerk.county.into(), heir.into(), (&village.code).into()],
        )?;
        let stands = load(tx, clerk.county, heir)?.ok_or_else(Error::not_found)?;
        if leads > 0 {
            continue;
        }
        let mut after = stands.facts.clone();
        after.roles.push(RoleV1 {
            role: Role::Captain,
            area: village.code.clone(),
        });
        let after = after.tidy();
        write(tx, clerk.county, heir, &after, clerk.now)?;
        note(tx, clerk, heir, Some(&stands.facts), &after)?;
        let id = heir.to_string();
        audit(tx, clerk.county, clerk.now, clerk.by, "person_changed", &id)?;
    }
    Ok(())
}

pub(super) fn hand_over_teams(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    leaver: PersonId,
    teams: &[Team],
) -> Result<(), Error> {
    for one in teams {
        let Some(heir) = one.heir else { continue };
        let mut after = one.facts.clone();
        if !after.members.contains(&heir) {
            let at = after.members.iter().position(|member| *member == leaver);
            after.members.insert(at.unwrap_or(0), heir);
        }
        if one.leads {
            after.captain = heir;
        }
        team::save(tx, clerk, one.id, Some(one.facts.clone()), after)?;
    }
    Ok(())
}

pub(super) fn hand_over_problems(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    problems: &[Problem],
) -> Result<(), Error> {
    for problem in problems {
        if let Some(heir) = problem.heir {
            hand_over::to(tx, clerk, problem.id, heir)?;
        }
    }
    Ok(())
}
