//! Every visit's story, told again under the rules of review.

use std::collections::BTreeMap;

use domain::review::{Actor, Move, ReviewState, Role, Standing, decide, next_revision};

use super::{Broken, county_rows};
use crate::sim::world::World;

/// What happened to a visit, by the county's numbers.
struct Step {
    sequence: i64,
    to_do: String,
    revision: u32,
    by: String,
    side: String,
}

/// The path of each visit is one that the rules allow, and ends where the visit stands.
pub fn review_legal(world: &World) -> Option<Broken> {
    let mut stories: BTreeMap<String, Vec<Step>> = BTreeMap::new();
    let columns = [
        "visit_id", "sequence", "to_do", "revision", "person", "side",
    ];
    let steps = county_rows(
        world,
        "select visit_id, sequence, 'seal' as to_do, revision, '' as person, 'visitor' as side
             from visit_revision
         union all select visit_id, sequence, decision, revision, reviewer_id, by_side from review
         union all select v.visit_id, b.sequence, 'batch', v.revision, b.sender_id, 'captain'
             from batch_visit v join batch b on b.batch_id = v.batch_id",
        columns,
    );
    for [visit, sequence, to_do, revision, by, side] in steps {
        stories.entry(visit).or_default().push(Step {
            sequence: sequence.parse().unwrap(),
            to_do,
            revision: revision.parse().unwrap(),
            by,
            side,
        });
    }
    let visits = county_rows(
        world,
        "select visit_id, visitor_id, state, revision from visit",
        ["visit_id", "visitor_id", "state", "revision"],
    );
    for [visit, visitor, state, revision] in visits {
        let mut story = stories.remove(&visit).unwrap_or_default();
        story.sort_by_key(|step| step.sequence);
        let end = match told(&story, &visitor) {
            Ok(end) => end,
            Err(why) => return broken(format!("{visit}: {why}")),
        };
        if (end.0.as_str(), end.1.to_string()) != (state.as_str(), revision.clone()) {
            let (story_state, story_revision) = (end.0.as_str(), end.1);
            return broken(format!(
                "{visit} is {state} r{revision}, its story ends {story_state} r{story_revision}"
            ));
        }
    }
    match stories.into_keys().next() {
        Some(visit) => broken(format!("{visit} has a story and is not there")),
        None => None,
    }
}

fn broken(why: String) -> Option<Broken> {
    Some(Broken::new("review_legal", why))
}

fn told(story: &[Step], visitor: &str) -> Result<(ReviewState, u32), String> {
    let mut standing = Standing {
        state: ReviewState::Draft,
        revision: 1,
        sent: false,
        voided_from: None,
    };
    for step in story {
        let is_visitor = step.by == visitor || step.side == "visitor";
        let to_do = match (step.to_do.as_str(), step.side.as_str()) {
            ("return", "county") => Move::CountyReturn,
            (other, _) => other.parse().map_err(|_| format!("unknown {other}"))?,
        };
        // A move is told with who made it; in which of his capacities, the rules say.
        let roles: &[Role] = match step.side.as_str() {
            "county" => &[Role::County],
            "visitor" => &[Role::Visitor],
            _ => &[Role::Captain, Role::Visitor],
        };
        if to_do == Move::Seal {
            let revision = next_revision(standing.state, to_do, standing.revision);
            if revision != step.revision {
                return Err(format!(
                    "r{} sealed after r{}",
                    step.revision, standing.revision
                ));
            }
        }
        let seen = match to_do {
            Move::Seal => standing.revision,
            _ => step.revision,
        };
        let mut ends = roles.iter().map(|role| {
            decide(
                &standing,
                to_do,
                Actor {
                    is_visitor,
                    role: *role,
                },
                seen,
                true,
            )
        });
        let Some(Ok(to)) = ends.find(Result::is_ok) else {
            return Err(format!(
                "no {} from {} r{}",
                step.to_do,
                standing.state.as_str(),
                standing.revision
            ));
        };
        standing.voided_from = (to_do == Move::Void).then_some(standing.state);
        standing.revision = next_revision(standing.state, to_do, standing.revision);
        // The county has a sealed visit the moment it stores it.
        standing.state = if to == ReviewState::Sealed {
            ReviewState::Submitted
        } else {
            to
        };
    }
    Ok((standing.state, standing.revision))
}
