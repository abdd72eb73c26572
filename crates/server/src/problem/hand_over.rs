//! Somebody who answers for problems leaves, and another takes them over as they stand: whatever
//! was begun goes on, whatever waits to be verified waits, and every day stays.

use domain::id::{PersonId, ProblemId};
use domain::problem::ProblemMove;

use super::ledger::Clerk;
use super::{Line, find, refresh, step};
use crate::county::{audit, next_sequence};
use crate::db::Tx;
use crate::error::Error;

/// What the history calls it.
const STEP: &str = "handed_over";

/// Names another who answers for an open problem.
pub(crate) fn to(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: ProblemId,
    heir: PersonId,
) -> Result<(), Error> {
    let Clerk { county, by, now } = clerk;
    let current = find(tx, county, id)?.ok_or_else(Error::not_found)?;
    let mut said = step::empty(id, ProblemMove::Assign, now)?;
    STEP.clone_into(&mut said.step);
    // Why somebody leaves is not for all who see the problem.
    said.owner_id = Some(heir);
    let line = Line {
        step_id: said.id,
        step: STEP,
        state: current.state,
        by,
        visit_id: None,
        said: Some(&said),
        now,
        sequence: next_sequence(tx, county)?,
    };
    line.write(tx, county, id)?;
    tx.execute(
        "update problem set owner_id = $3 where county_id = $1 and problem_id = $2",
        &[county.into(), id.into(), heir.into()],
    )?;
    refresh(tx, county, id)?;
    audit(tx, county, now, by, "problem_handed_over", &id.to_string())
}
