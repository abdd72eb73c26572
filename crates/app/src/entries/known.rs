//! What the phone knows around an entry: the villages its owner works in, the family a form is
//! about.

use domain::id::{HouseholdId, MemberId};
use domain::ledger::{Ledger, Scope, income};
use protocol::row::MemberV1;
use store::{Connection, household, member};

use crate::error::CallError;
use crate::problems::Who;

/// Whether this person can begin an entry where he is: a household's is begun at the household.
pub(super) fn may_add(who: &Who, ledger: &Ledger, at_household: bool) -> bool {
    match ledger.scope {
        Scope::Household => at_household,
        Scope::Village => who.village_code().is_some(),
        Scope::Person => true,
    }
}

/// The people of a household that are still of it.
pub(super) fn members(
    conn: &Connection,
    household: Option<HouseholdId>,
) -> Result<Vec<MemberV1>, CallError> {
    let Some(household) = household else {
        return Ok(Vec::new());
    };
    let mut members = member::of_household(conn, household)?;
    members.retain(|member| member.active);
    Ok(members)
}

pub(super) fn ids(members: &[MemberV1]) -> Vec<MemberId> {
    members.iter().map(|member| member.id).collect()
}

/// What the odd things of an income survey are told by.
pub(super) fn family(
    conn: &Connection,
    household: Option<HouseholdId>,
    members: &[MemberV1],
) -> Result<income::Family, CallError> {
    let home = match household {
        Some(id) => household::get(conn, id)?,
        None => None,
    };
    Ok(income::Family {
        works: members.iter().any(|member| member.work_months > 0),
        dibao: home.is_some_and(|home| home.welfare_tags.iter().any(|tag| tag == "dibao")),
    })
}
