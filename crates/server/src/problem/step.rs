//! A step of a problem through the ledger, from a phone or at a screen: the rules are the same.

use std::borrow::Cow;

use domain::id::{CountyId, PersonId, ProblemId, ProblemStepId};
use domain::problem::{
    After, Given, ProblemActor, ProblemMove, ProblemRefused, ProblemRole, decide, due_after,
};
use domain::time::{Date, Timestamp, parse_date};
use protocol::problem::MoveProblemV1;

use super::ledger::{Clerk, due_from, register};
use super::{Current, Line, find, refresh, words};
use crate::change::{Reason, Stop};
use crate::clock::date_text;
use crate::county::{audit, next_sequence};
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::secret;

/// A day further ahead is a slip of the finger.
const MOST_YEARS: i16 = 10;

/// A step somebody takes.
pub struct Step<'a> {
    pub clerk: Clerk,
    pub actor: ProblemActor,
    pub to_do: ProblemMove,
    pub said: Cow<'a, MoveProblemV1>,
    /// When it was done, by the county's clock: what was put right far from any signal was put
    /// right that day, not on the day the county heard of it.
    pub done_ms: i64,
}

impl<'a> Step<'a> {
    /// Registering what an approved visit found.
    pub(super) fn register(clerk: Clerk, id: ProblemId) -> Result<Self, Error> {
        Self::by_itself(clerk, id, ProblemMove::Register)
    }

    /// Opening again what a visit found again.
    pub(super) fn reopen(clerk: Clerk, id: ProblemId) -> Result<Self, Error> {
        Self::by_itself(clerk, id, ProblemMove::Reopen)
    }

    fn by_itself(clerk: Clerk, id: ProblemId, to_do: ProblemMove) -> Result<Self, Error> {
        let mut said = empty(id, to_do, clerk.now)?;
        // The visit that found it again is the reason, and stands in the line before.
        said.reason = (to_do == ProblemMove::Reopen).then(|| "visit".to_owned());
        Ok(Self {
            clerk,
            actor: ProblemActor {
                role: ProblemRole::Captain,
                is_owner: false,
                is_rectifier: false,
            },
            to_do,
            said: Cow::Owned(said),
            done_ms: clerk.now,
        })
    }
}

/// A step of which nothing else is said.
pub fn empty(id: ProblemId, to_do: ProblemMove, now: i64) -> Result<MoveProblemV1, Error> {
    Ok(MoveProblemV1 {
        id: ProblemStepId::from_uuid(secret::id(now)?),
        problem_id: id,
        step: to_do.as_str().to_owned(),
        round: 0,
        reason: None,
        photos: Vec::new(),
        photo_waiver: None,
        on_site: false,
        owner_id: None,
        unit: None,
        cooperating_units: None,
        due: None,
        mode: None,
        measure: None,
        cause: None,
        result: None,
        other_id: None,
        moved_ms: now,
    })
}

/// In what capacity somebody's phone stands before a problem; `None` for whoever has nothing to
/// do with it.
pub fn capacity(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
    problem: &Current,
) -> Result<Option<ProblemActor>, Error> {
    let mut count = |sql: &str, at: &str| {
        let values = [county.into(), person.into(), at.into()];
        reader.count(sql, &values).map(|found| found > 0)
    };
    let is_owner = problem.owner_id == Some(person);
    let role = if count(
        "select count(*) as n from role where county_id = $1 and person_id = $2
         and role = 'town_captain' and area = $3",
        &problem.town_code,
    )? {
        Some(ProblemRole::Town)
    } else if count(
        "select count(*) as n from captaincy where county_id = $1 and person_id = $2
         and village_code = $3",
        &problem.area_code,
    )? {
        Some(ProblemRole::Captain)
    } else if is_owner
        || match problem.household_id {
            Some(household) => count(
                "select count(*) as n from assignment where county_id = $1 and person_id = $2
                 and household_id = $3 and active = 1",
                &household.to_string(),
            )?,
            None => false,
        }
    {
        Some(ProblemRole::Cadre)
    } else {
        None
    };
    Ok(role.map(|role| actor(role, person, problem)))
}

/// Who stands before a problem in this capacity.
pub fn actor(role: ProblemRole, person: PersonId, problem: &Current) -> ProblemActor {
    ProblemActor {
        role,
        is_owner: problem.owner_id == Some(person),
        is_rectifier: problem.rectifier_id == Some(person),
    }
}

/// The day somebody gives for the work: not before it was found, and none that is years away.
fn due_day(text: &str, found_ms: i64, now: i64) -> Result<Date, Stop> {
    let day = parse_date(text).ok_or_else(|| Stop::reject("not_a_date", "edit.due"))?;
    let found = Timestamp::from_ms(found_ms).shanghai_date();
    let years = Timestamp::from_ms(now).shanghai_date().year() + MOST_YEARS;
    if day < found || day.year() > years {
        return Err(Stop::reject("out_of_range", "edit.due"));
    }
    Ok(day)
}

/// Takes a step if the rules allow it: the new state, the line of history, who sees it.
pub fn take(tx: &mut Tx<'_>, step: &Step<'_>) -> Result<(), Stop> {
    let (county, said) = (step.clerk.county, &*step.said);
    words::fit(said)?;
    words::belong(step.to_do, said)?;
    let current = find(tx, county, said.problem_id)?
        .ok_or_else(|| Stop::reject("unknown_problem", "edit.problem_id"))?;
    let due = match &said.due {
        Some(text) => Some(due_day(text, current.found_ms, step.clerk.now)?),
        None => None,
    };
    let given = Given {
        round: said.round,
        reason: is_said(said.reason.as_deref()),
        evidence: !said.photos.is_empty() || is_said(said.photo_waiver.as_deref()),
        on_site: said.on_site,
        owner: said.owner_id.is_some(),
        due,
        other: said.other_id.is_some(),
    };
    let standing = current.standing();
    let after = decide(&standing, step.to_do, step.actor, &given)
        .map_err(|error| refused(&error, &current))?;
    known_people_and_things(tx, county, &current, said)?;
    // Whatever is taken up has a number; what was settled before that has none.
    if current.number.is_none() && !matches!(step.to_do, ProblemMove::Cancel | ProblemMove::Merge) {
        let what = (current.household_id, current.severity.as_str());
        register(tx, step.clerk, current.id, what)?;
    }
    let again = match step.to_do {
        ProblemMove::Reopen => {
            let what = (current.household_id, current.severity.as_str());
            due_from(tx, county, what, step.clerk.now)?
        }
        _ => None,
    };
    let due = due_after(step.to_do, standing.due, due, again).map(|day| day.to_string());
    let mut said = Cow::Borrowed(said);
    if step.to_do == ProblemMove::Reopen && due.is_some() {
        // The new day stands in the history, beside why.
        said.to_mut().due.clone_from(&due);
    }
    let sequence = next_sequence(tx, county)?;
    let line = Line {
        step_id: said.id,
        step: step.to_do.as_str(),
        state: after.state,
        by: step.clerk.by,
        visit_id: None,
        said: Some(&said),
        now: step.clerk.now,
        sequence,
    };
    if !line.write(tx, county, current.id)? {
        return Err(Stop::reject("step_exists", "edit.id"));
    }
    if step.to_do == ProblemMove::Reopen {
        keep_term(tx, county, &current, sequence)?;
    }
    store(tx, step, &current, after, due)?;
    refresh(tx, county, current.id)?;
    let action = format!("problem_{}", step.to_do.as_str());
    let id = current.id.to_string();
    Ok(audit(
        tx,
        county,
        step.clerk.now,
        step.clerk.by,
        &action,
        &id,
    )?)
}

/// How it had ended, for the figures: from here on it counts anew.
fn keep_term(
    tx: &mut Tx<'_>,
    county: CountyId,
    current: &Current,
    sequence: i64,
) -> Result<(), Error> {
    // Without a number it was never in them.
    if current.number.is_none() {
        return Ok(());
    }
    tx.execute(
        "insert into problem_term (county_id, problem_id, sequence, state, first_due, due,
             done_date, closed_ms)
         select county_id, problem_id, cast($3 as bigint), state, first_due, due, done_date, closed_ms
         from problem where county_id = $1 and problem_id = $2",
        &[county.into(), current.id.into(), sequence.into()],
    )?;
    Ok(())
}

fn refused(refused: &ProblemRefused, current: &Current) -> Stop {
    let code = refused.as_str();
    match refused {
        ProblemRefused::NotFromHere { .. } | ProblemRefused::Stale => {
            Stop::too_late(code, current.state.as_str(), current.round)
        }
        ProblemRefused::ReasonNeeded => Stop::reject(code, "edit.reason"),
        ProblemRefused::EvidenceNeeded => Stop::reject(code, "edit.photos"),
        ProblemRefused::OnSiteNeeded => Stop::reject(code, "edit.on_site"),
        ProblemRefused::OwnerNeeded => Stop::reject(code, "edit.owner_id"),
        ProblemRefused::LaterDayNeeded => Stop::reject(code, "edit.due"),
        ProblemRefused::OtherNeeded => Stop::reject(code, "edit.other_id"),
        ProblemRefused::WrongRole | ProblemRefused::OwnWork | ProblemRefused::NotVerified => {
            Stop::reject(code, "edit.step")
        }
    }
}

fn is_said(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

/// Whether everything the step names is there, and belongs to this problem.
fn known_people_and_things(
    reader: &mut Reader<'_>,
    county: CountyId,
    current: &Current,
    said: &MoveProblemV1,
) -> Result<(), Stop> {
    if let Some(owner) = said.owner_id {
        let sql = "select count(*) as n from person where county_id = $1 and person_id = $2";
        if reader.count(sql, &[county.into(), owner.into()])? == 0 {
            return Err(Stop::reject("unknown_person", "edit.owner_id"));
        }
    }
    for (place, photo) in said.photos.iter().enumerate() {
        let found = reader.count(
            "select count(*) as n from visit_photo i
             join visit v on v.county_id = i.county_id and v.visit_id = i.visit_id
             where i.county_id = $1 and i.visit_id = $2 and i.photo_id = $3
                 and (v.household_id = $4 or cast($4 as text) is null and v.area_code = $5)",
            &[
                county.into(),
                photo.visit_id.into(),
                photo.photo_id.into(),
                current.household_id.into(),
                (&current.area_code).into(),
            ],
        )?;
        if found == 0 {
            let sql = "select count(*) as n from visit where county_id = $1 and visit_id = $2";
            if reader.count(sql, &[county.into(), photo.visit_id.into()])? == 0 {
                // It may be on its way still: taken up when it comes.
                return Err(Stop::Quarantine(Reason::UnknownVisit));
            }
            return Err(Stop::reject(
                "unknown_photo",
                format!("edit.photos[{place}]"),
            ));
        }
    }
    if let Some(other) = said.other_id {
        let other = find(reader, county, other)?;
        // Into an open one of the same household, or of the same village: no ring can come of it.
        let fits = other.is_some_and(|other| {
            other.id != current.id
                && other.household_id == current.household_id
                && (other.household_id.is_some() || other.area_code == current.area_code)
                && other.state.is_open()
        });
        if !fits {
            return Err(Stop::reject("unknown_problem", "edit.other_id"));
        }
    }
    Ok(())
}

/// What a step changes.
fn store(
    tx: &mut Tx<'_>,
    step: &Step<'_>,
    current: &Current,
    after: After,
    due: Option<String>,
) -> Result<(), Error> {
    let (said, now) = (&*step.said, step.clerk.now);
    let mut set = vec![
        ("state", after.state.as_str().into()),
        ("is_open", after.state.is_open().into()),
        ("round", after.round.into()),
        ("verified", after.verified.into()),
    ];
    let trimmed = |text: &Option<String>| text.as_deref().map(|text| text.trim().to_owned());
    for (column, text) in [
        ("unit", trimmed(&said.unit)),
        ("mode", said.mode.clone()),
        ("measure", trimmed(&said.measure)),
        ("cause", trimmed(&said.cause)),
        ("result", trimmed(&said.result)),
    ] {
        if let Some(text) = text {
            set.push((column, text.into()));
        }
    }
    match step.to_do {
        ProblemMove::Assign => {
            set.push(("owner_id", said.owner_id.into()));
            set.push(("assigned_ms", now.into()));
            set.push(("cooperating", words::cooperating(said, current)?.into()));
            // Nobody had given it a day yet: this is its first.
            if current.first_due.is_none() {
                set.push(("first_due", said.due.clone().into()));
            }
        }
        ProblemMove::Finish | ProblemMove::FixAtOnce => {
            set.push(("rectifier_id", step.clerk.by.into()));
            let done_ms = step.done_ms.max(current.found_ms).min(now);
            set.push(("done_date", date_text(done_ms).into()));
        }
        ProblemMove::Verify => set.push(("verifier_id", step.clerk.by.into())),
        ProblemMove::Reopen => {
            set.push(("closed_ms", None::<i64>.into()));
            set.push(("done_date", None::<String>.into()));
            set.push(("first_due", due.clone().into()));
        }
        ProblemMove::Merge => set.push(("merged_into", said.other_id.into())),
        _ => {}
    }
    // What registering gave a moment ago stays.
    if due.is_some() || current.due.is_some() {
        set.push(("due", due.into()));
    }
    if !after.state.is_open() {
        set.push(("closed_ms", now.into()));
    }
    let mut values = vec![step.clerk.county.into(), current.id.into()];
    let mut columns = Vec::with_capacity(set.len());
    for (column, value) in set {
        values.push(value);
        columns.push(format!("{column} = ${}", values.len()));
    }
    let sql = format!(
        "update problem set {} where county_id = $1 and problem_id = $2",
        columns.join(", ")
    );
    tx.execute(&sql, &values)?;
    Ok(())
}
