//! Every problem's story, told again under the rules of the ledger.

use std::collections::{BTreeMap, BTreeSet};

use domain::Date;
use domain::problem::{
    Given, ProblemActor, ProblemMove, ProblemRole, ProblemStanding, ProblemState, decide, due_after,
};
use domain::time::parse_date;
use protocol::problem::MoveProblemV1;

use super::{Broken, county_rows, untold};
use crate::sim::world::World;

/// A line of a problem's history.
struct Line {
    step: String,
    state: String,
    by: String,
    said: Option<MoveProblemV1>,
}

fn broken(why: String) -> Option<Broken> {
    Some(Broken::new("ledger_legal", why))
}

/// The path of each problem is one that the rules allow and ends where the problem stands; each
/// report, step and find is in it once; numbers are given out once and without gaps.
pub fn ledger_legal(world: &World) -> Option<Broken> {
    steps_once(world)
        .or_else(|| finds_once(world))
        .or_else(|| numbers(world))
        .or_else(|| stories(world))
}

fn steps_once(world: &World) -> Option<Broken> {
    let wrong = county_rows(
        world,
        "select change_id as id from change where disposition = 'applied'
             and kind = 'raise_problem_v1' and (select count(*) from problem p
                 where p.problem_id = record_id) <> 1
         union all select problem_id from problem p where visit_id is null and not exists (
             select 1 from change c where c.disposition = 'applied'
                 and c.kind = 'raise_problem_v1' and c.record_id = p.problem_id)",
        ["id"],
    );
    if let Some([id]) = wrong.first() {
        return broken(format!("{id} is in the ledger more or less than once"));
    }
    let lost = untold(world, "move_problem_v1", "problem_step")?;
    broken(format!("{lost} was taken in and is in no story"))
}

/// Whatever a captain's approval let in: that each problem of the visit is there, once.
fn finds_once(world: &World) -> Option<Broken> {
    let wrong = county_rows(
        world,
        "select v.visit_id as id from visit v
         where v.state in ('captain_approved', 'batched', 'county_accepted')
             and (select count(*) from visit_problem i
                 where i.visit_id = v.visit_id and i.dismissed is null) > 0
             and not exists (select 1 from problem_step s where s.visit_id = v.visit_id)
         union all select problem_key from problem where visit_id is not null
             group by problem_key having count(*) > 1
         union all select problem_id from problem_step where visit_id is not null
             group by problem_id, visit_id having count(*) > 1",
        ["id"],
    );
    let [id] = wrong.first()?;
    broken(format!("what visits found is not in the ledger once: {id}"))
}

fn numbers(world: &World) -> Option<Broken> {
    let rows = county_rows(
        world,
        "select number, problem_id from problem where number is not null",
        ["number", "problem_id"],
    );
    let bare = county_rows(
        world,
        "select problem_id as id from problem where number is null
             and state not in ('found', 'cancelled', 'merged')",
        ["id"],
    );
    if let Some([id]) = bare.first() {
        return broken(format!("{id} was taken up and has no number"));
    }
    let mut years: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let count = rows.len();
    for [number, _] in rows {
        let (year, nth) = number.rsplit_once('-').unwrap();
        years
            .entry(year.to_owned())
            .or_default()
            .insert(nth.parse().unwrap());
    }
    let gap = |nth: &BTreeSet<usize>| nth.iter().copied().ne(1..=nth.len());
    let given: usize = years.values().map(BTreeSet::len).sum();
    if given != count || years.values().any(gap) {
        return broken(format!("numbers with gaps, or given out twice: {years:?}"));
    }
    None
}

fn stories(world: &World) -> Option<Broken> {
    let mut stories: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    let columns = ["problem_id", "step", "state", "by_person", "body"];
    let lines = county_rows(
        world,
        "select problem_id, step, state, by_person, body from problem_step
         order by problem_id, sequence",
        columns,
    );
    for [problem, step, state, by, body] in lines {
        let said = serde_json::from_str(&body).ok();
        stories.entry(problem).or_default().push(Line {
            step,
            state,
            by,
            said,
        });
    }
    let columns = [
        "problem_id",
        "state",
        "round",
        "verified",
        "severity",
        "first_due",
        "due",
        "is_open",
    ];
    // Opened again it counts anew: the day it had first is in the term before.
    let problems = county_rows(
        world,
        "select problem_id, state, round, verified, severity, coalesce((select t.first_due
             from problem_term t where t.county_id = p.county_id and t.problem_id = p.problem_id
             order by t.sequence limit 1), first_due) as first_due, due, is_open from problem p",
        columns,
    );
    for [
        id,
        state,
        round,
        verified,
        severity,
        first_due,
        due,
        is_open,
    ] in problems
    {
        let story = stories.remove(&id).unwrap_or_default();
        let end = match told(&story, severity == "critical", parse_date(&first_due)) {
            Ok(end) => end,
            Err(why) => return broken(format!("{id}: {why}")),
        };
        let is = (due, state, round, verified, is_open);
        let told = (
            end.due.map(|due| due.to_string()).unwrap_or_default(),
            end.state.as_str().to_owned(),
            end.round.to_string(),
            u8::from(end.verified).to_string(),
            u8::from(end.state.is_open()).to_string(),
        );
        if is != told {
            return broken(format!("{id} is {is:?}, its story ends {told:?}"));
        }
    }
    let id = stories.into_keys().next()?;
    broken(format!("{id} has a story and is not there"))
}

fn told(
    story: &[Line],
    critical: bool,
    first_due: Option<Date>,
) -> Result<ProblemStanding, String> {
    let mut standing = ProblemStanding {
        state: ProblemState::Found,
        round: 0,
        critical,
        verified: false,
        due: first_due,
    };
    let (mut owner, mut rectifier) = (String::new(), String::new());
    for line in story {
        let Ok(step) = line.step.parse::<ProblemMove>() else {
            // Raised, or seen again: it stays where it is.
            if line.state != standing.state.as_str() {
                return Err(format!("{} moved it to {}", line.step, line.state));
            }
            continue;
        };
        let said = line.said.as_ref().ok_or("a step without its words")?;
        let due = said.due.as_deref().and_then(parse_date);
        let given = Given {
            round: said.round,
            reason: said.reason.is_some(),
            evidence: !said.photos.is_empty() || said.photo_waiver.is_some(),
            on_site: said.on_site,
            owner: said.owner_id.is_some(),
            due,
            other: said.other_id.is_some(),
        };
        // Who made it is told; in which of his capacities, the rules say.
        let roles = [
            ProblemRole::Cadre,
            ProblemRole::Captain,
            ProblemRole::Town,
            ProblemRole::County,
        ];
        let mut ends = roles.into_iter().map(|role| {
            let actor = ProblemActor {
                role,
                is_owner: line.by == owner,
                is_rectifier: line.by == rectifier,
            };
            decide(&standing, step, actor, &given)
        });
        let Some(Ok(after)) = ends.find(Result::is_ok) else {
            let from = standing.state.as_str();
            return Err(format!("no {} from {from}", line.step));
        };
        if after.state.as_str() != line.state {
            return Err(format!("{} led to {}", line.step, line.state));
        }
        if step == ProblemMove::Assign {
            owner = said.owner_id.map(|id| id.to_string()).unwrap_or_default();
        }
        if step.reports() {
            rectifier.clone_from(&line.by);
        }
        standing = ProblemStanding {
            state: after.state,
            round: after.round,
            verified: after.verified,
            // What opening again gave stands in its line.
            due: due_after(step, standing.due, due, due),
            ..standing
        };
    }
    Ok(standing)
}
