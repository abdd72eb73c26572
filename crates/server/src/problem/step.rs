//! A step of a problem through the ledger, from a phone or at a screen: the rules are the same.

use std::borrow::Cow;

use domain::checklist::builtin;
use domain::id::{CountyId, PersonId, ProblemId, ProblemStepId};
use domain::problem::{
    After, Given, ProblemActor, ProblemMove, ProblemRefused, ProblemRole, decide,
};
use domain::time::parse_date;
use protocol::problem::MoveProblemV1;

use super::ledger::{Clerk, register};
use super::{Current, Line, find, refresh};
use crate::change::Stop;
use crate::clock::date_text;
use crate::county::{audit, next_sequence};
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::secret;

/// Characters in a reason, measure, cause or result.
const MAX_WORDS: usize = 1000;
/// Characters in a title.
const MAX_TITLE: usize = 200;
/// Photos with one step.
const MAX_PHOTOS: usize = 30;

/// A step somebody takes.
pub struct Step<'a> {
    pub clerk: Clerk,
    pub actor: ProblemActor,
    pub to_do: ProblemMove,
    pub said: Cow<'a, MoveProblemV1>,
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
        || count(
            "select count(*) as n from assignment where county_id = $1 and person_id = $2
             and household_id = $3 and active = 1",
            &problem.household_id.to_string(),
        )?
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

/// Takes a step if the rules allow it: the new state, the line of history, who sees it.
pub fn take(tx: &mut Tx<'_>, step: &Step<'_>) -> Result<(), Stop> {
    let (county, said) = (step.clerk.county, &*step.said);
    words(said)?;
    belongs(step.to_do, said)?;
    let current = find(tx, county, said.problem_id)?
        .ok_or_else(|| Stop::reject("unknown_problem", "edit.problem_id"))?;
    let due = match &said.due {
        Some(text) => Some(parse_date(text).ok_or_else(|| Stop::reject("not_a_date", "edit.due"))?),
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
        register(tx, step.clerk, current.id, &current.severity)?;
    }
    let sequence = next_sequence(tx, county)?;
    let line = Line {
        step_id: said.id,
        step: step.to_do.as_str(),
        state: after.state,
        by: step.clerk.by,
        visit_id: None,
        said: Some(said),
        now: step.clerk.now,
        sequence,
    };
    if !line.write(tx, county, current.id)? {
        return Err(Stop::reject("step_exists", "edit.id"));
    }
    store(tx, step, &current, after)?;
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

/// Words must end somewhere, and codes must be known.
fn words(said: &MoveProblemV1) -> Result<(), Stop> {
    for (field, text) in [
        ("reason", &said.reason),
        ("photo_waiver", &said.photo_waiver),
        ("unit", &said.unit),
        ("measure", &said.measure),
        ("cause", &said.cause),
        ("result", &said.result),
    ] {
        text_ends(text.as_deref(), field)?;
    }
    if said.photos.len() > MAX_PHOTOS {
        return Err(Stop::reject("too_many", "edit.photos"));
    }
    match &said.mode {
        Some(mode) if builtin().1.find("rectify_mode", mode).is_none() => {
            Err(Stop::reject("unknown_option", "edit.mode"))
        }
        _ => Ok(()),
    }
}

/// Who answers, until when and what it is one with are not everybody's to say: such words come
/// only with the moves that ask for them.
fn belongs(to_do: ProblemMove, said: &MoveProblemV1) -> Result<(), Stop> {
    use ProblemMove as Move;
    let asked: [(bool, &str, &[Move]); 4] = [
        (said.due.is_some(), "due", &[Move::Assign, Move::Extend]),
        (said.owner_id.is_some(), "owner_id", &[Move::Assign]),
        (said.unit.is_some(), "unit", &[Move::Assign]),
        (said.other_id.is_some(), "other_id", &[Move::Merge]),
    ];
    for (is_said, field, moves) in asked {
        if is_said && !moves.contains(&to_do) {
            return Err(Stop::reject("malformed", format!("edit.{field}")));
        }
    }
    Ok(())
}

/// Whether a title says something, and is a title.
pub fn title_fits(title: &str) -> Result<(), Stop> {
    if title.trim().is_empty() {
        return Err(Stop::reject("empty", "edit.title"));
    }
    if title.chars().count() > MAX_TITLE {
        return Err(Stop::reject("too_long", "edit.title"));
    }
    text_ends(Some(title), "title")
}

/// Whether a text of a person is one both databases keep, and not too long.
pub fn text_ends(text: Option<&str>, field: &str) -> Result<(), Stop> {
    let Some(text) = text else { return Ok(()) };
    // PostgreSQL keeps no such text, and nobody types one.
    if text.contains('\0') {
        return Err(Stop::reject("malformed", format!("edit.{field}")));
    }
    if text.chars().count() > MAX_WORDS {
        return Err(Stop::reject("too_long", format!("edit.{field}")));
    }
    Ok(())
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
                 and v.household_id = $4",
            &[
                county.into(),
                photo.visit_id.into(),
                photo.photo_id.into(),
                current.household_id.into(),
            ],
        )?;
        if found == 0 {
            return Err(Stop::reject(
                "unknown_photo",
                format!("edit.photos[{place}]"),
            ));
        }
    }
    if let Some(other) = said.other_id {
        let other = find(reader, county, other)?;
        // Into an open one of the same household: no ring can come of it.
        let fits = other.is_some_and(|other| {
            other.id != current.id
                && other.household_id == current.household_id
                && other.state.is_open()
        });
        if !fits {
            return Err(Stop::reject("unknown_problem", "edit.other_id"));
        }
    }
    Ok(())
}

/// What a step changes.
fn store(tx: &mut Tx<'_>, step: &Step<'_>, current: &Current, after: After) -> Result<(), Error> {
    let (said, now) = (&*step.said, step.clerk.now);
    let mut set = vec![
        ("state", after.state.as_str().into()),
        ("is_open", after.state.is_open().into()),
        ("round", after.round.into()),
        ("verified", after.verified.into()),
    ];
    let words = |text: &Option<String>| text.as_deref().map(|text| text.trim().to_owned());
    for (column, text) in [
        ("unit", words(&said.unit)),
        ("mode", said.mode.clone()),
        ("measure", words(&said.measure)),
        ("cause", words(&said.cause)),
        ("result", words(&said.result)),
        ("due", said.due.clone()),
    ] {
        if let Some(text) = text {
            set.push((column, text.into()));
        }
    }
    match step.to_do {
        ProblemMove::Assign => {
            set.push(("owner_id", said.owner_id.into()));
            set.push(("assigned_ms", now.into()));
            // Nobody had given it a day yet: this is its first.
            if current.first_due.is_none() {
                set.push(("first_due", said.due.clone().into()));
            }
        }
        ProblemMove::Finish | ProblemMove::FixAtOnce => {
            set.push(("rectifier_id", step.clerk.by.into()));
            set.push(("done_date", date_text(now).into()));
        }
        ProblemMove::Verify => set.push(("verifier_id", step.clerk.by.into())),
        ProblemMove::Reopen => set.push(("closed_ms", None::<i64>.into())),
        ProblemMove::Merge => set.push(("merged_into", said.other_id.into())),
        _ => {}
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
