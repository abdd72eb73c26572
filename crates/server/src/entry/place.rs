//! Where an entry belongs, and in what capacity somebody stands before it.

use domain::id::{CountyId, HouseholdId, PersonId};
use domain::ledger::{EntryActor, EntryRole, Ledger, Scope};

use super::Current;
use crate::change::town_code;
use crate::db::Reader;
use crate::error::Error;

/// Where an entry belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) scope: Scope,
    pub(crate) household_id: Option<HouseholdId>,
    pub(crate) area_code: String,
    pub(crate) town_code: String,
    /// Whose it is, of a person's own ledger.
    pub(crate) author: Option<PersonId>,
    /// Between its author and the county: no leader of his sees it.
    pub(crate) is_private: bool,
}

impl Place {
    pub(crate) fn of(current: &Current) -> Self {
        Self {
            scope: current.ledger.scope,
            household_id: current.household_id,
            area_code: current.area_code.clone(),
            town_code: current.town_code.clone(),
            author: current.author_id,
            is_private: current.ledger.unsigned.is_some(),
        }
    }

    /// What is its own within it: the household, the village or the person.
    pub(crate) fn owner(&self) -> String {
        match self.scope {
            Scope::Household => self.household_id.map(|id| id.to_string()),
            Scope::Village => Some(self.area_code.clone()),
            Scope::Person => self.author.map(|id| id.to_string()),
        }
        .unwrap_or_default()
    }
}

/// A village by its code.
pub(crate) fn village(area_code: &str) -> Place {
    Place {
        scope: Scope::Village,
        household_id: None,
        area_code: area_code.to_owned(),
        town_code: town_code(area_code).to_owned(),
        author: None,
        is_private: false,
    }
}

/// A household, if there is such a one.
pub(crate) fn household(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: HouseholdId,
) -> Result<Option<Place>, Error> {
    let home = reader.first(
        "select area_code, town_code from household where county_id = $1 and household_id = $2",
        &[county.into(), id.into()],
    )?;
    home.map(|home| {
        Ok(Place {
            scope: Scope::Household,
            household_id: Some(id),
            area_code: home.text("area_code")?,
            town_code: home.text("town_code")?,
            author: None,
            is_private: false,
        })
    })
    .transpose()
}

/// Where somebody works: the village of the team, else of a role, else the town of one.
fn person(reader: &mut Reader<'_>, county: CountyId, person: PersonId) -> Result<Place, Error> {
    let found = reader.first(
        "select t.village_code as area, 0 as place from team_member m
             join team t on t.county_id = m.county_id and t.team_id = m.team_id
             where m.county_id = $1 and m.person_id = $2
         union all select village_code, 1 from captaincy
             where county_id = $1 and person_id = $2
         union all select area, 2 from role
             where county_id = $1 and person_id = $2 and length(area) >= 9
         order by place, area limit 1",
        &[county.into(), person.into()],
    )?;
    let area = found.map(|row| row.text("area")).transpose()?;
    let area = area.unwrap_or_default();
    let town = if area.len() < 9 { "" } else { town_code(&area) };
    Ok(Place {
        scope: Scope::Person,
        household_id: None,
        town_code: town.to_owned(),
        area_code: if area.len() == 12 {
            area
        } else {
            String::new()
        },
        author: Some(person),
        is_private: false,
    })
}

/// Where an entry of a person's own ledger belongs. What is between him and the county alone is
/// in no village: it would tell who he is.
pub(crate) fn own(
    reader: &mut Reader<'_>,
    county: CountyId,
    author: PersonId,
    ledger: &Ledger,
) -> Result<Place, Error> {
    if ledger.unsigned.is_none() {
        return person(reader, county, author);
    }
    Ok(Place {
        scope: Scope::Person,
        household_id: None,
        area_code: String::new(),
        town_code: String::new(),
        author: Some(author),
        is_private: true,
    })
}

/// In what capacity somebody's phone stands before what belongs there; `None` for whoever has
/// nothing to do with it.
pub(crate) fn role(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
    place: &Place,
) -> Result<Option<EntryRole>, Error> {
    let mut has = |sql: &str, at: &str| {
        let values = [county.into(), person.into(), at.into()];
        reader.count(sql, &values).map(|found| found > 0)
    };
    if !place.town_code.is_empty() && has(TOWN, &place.town_code)? {
        return Ok(Some(EntryRole::Town));
    }
    if !place.area_code.is_empty() && has(VILLAGE, &place.area_code)? {
        return Ok(Some(EntryRole::Captain));
    }
    let is_author = place.author == Some(person);
    let own = match (place.scope, place.household_id, place.author) {
        (Scope::Household, Some(household), _) => has(HELPS, &household.to_string())?,
        (Scope::Village, ..) => has(TEAM, &place.area_code)?,
        // Whoever leads a village he works in now.
        (Scope::Person, _, Some(author))
            if !place.is_private && has(LEADS, &author.to_string())? =>
        {
            return Ok(Some(EntryRole::Captain));
        }
        _ => false,
    };
    Ok((own || is_author).then_some(EntryRole::Anyone))
}

const TOWN: &str = "select count(*) as n from role where county_id = $1 and person_id = $2
    and role = 'town_captain' and area = $3";
const VILLAGE: &str = "select count(*) as n from captaincy where county_id = $1 and person_id = $2
    and village_code = $3";
const HELPS: &str = "select count(*) as n from assignment where county_id = $1 and person_id = $2
    and household_id = $3 and active = 1";
const TEAM: &str = "select count(*) as n from team_member m
    join team t on t.county_id = m.county_id and t.team_id = m.team_id
    where m.county_id = $1 and m.person_id = $2 and t.village_code = $3";
const LEADS: &str = "select count(*) as n from captaincy c
    join team t on t.county_id = c.county_id and t.village_code = c.village_code
    join team_member m on m.county_id = t.county_id and m.team_id = t.team_id
    where c.county_id = $1 and c.person_id = $2 and m.person_id = $3";

/// Who stands before an entry in this capacity.
pub(crate) fn actor(role: EntryRole, person: PersonId, current: &Current) -> EntryActor {
    EntryActor {
        role,
        is_author: current.author_id == Some(person),
    }
}

/// The name of an area; empty where nobody gave it one.
pub(crate) fn name(reader: &mut Reader<'_>, county: CountyId, code: &str) -> Result<String, Error> {
    let row = reader.first(
        "select name from area where county_id = $1 and code = $2",
        &[county.into(), code.into()],
    )?;
    let name = row.map(|row| row.text("name")).transpose()?;
    Ok(name.unwrap_or_default())
}
