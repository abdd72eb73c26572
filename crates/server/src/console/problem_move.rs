//! Steps of problems at a screen, one by one and many at once. The rules are a phone's.

use std::borrow::Cow;

use axum::Json;
use axum::extract::{Path, State};
use domain::id::{CountyId, PersonId, ProblemId, ProblemStepId};
use domain::problem::{ProblemActor, ProblemMove, ProblemRole, ProblemState};
use protocol::problem::{EvidenceV1, MoveProblemV1};

use super::problem_page;
use super::session::{Scope, Signed};
use super::views::{ProblemMoveForm, ProblemMoves, ProblemMovesForm, ProblemPage, RefusedProblem};
use crate::app::Shared;
use crate::change::Stop;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::problem::step::{self, Step};
use crate::problem::{Current, find};
use crate::routes::extract;
use crate::secret;

/// Problems moved with one request.
const MAX_PROBLEMS: usize = 500;

#[utoipa::path(post, path = "/v1/console/problems/{id}/move", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = ProblemMoveForm,
    responses((status = 200, body = ProblemPage),
        (status = 400, description = "wrong_role, own_work, reason_needed, evidence_needed, on_site_needed, owner_needed, later_day_needed, other_needed, not_verified"),
        (status = 409, description = "stale, not_from_here")))]
pub async fn one(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<ProblemMoveForm>,
) -> Result<Json<ProblemPage>, Error> {
    let (county, now) = (app.county.id, app.now());
    let id: ProblemId = id.parse().map_err(|_| Error::not_found())?;
    let page = app
        .db
        .write(move |tx| {
            let current = within(tx, county, &signed, id)?;
            take(tx, county, &signed, &current, &form, now)?;
            problem_page::read(tx, county, &signed, id, now)
        })
        .await?;
    Ok(Json(page))
}

#[utoipa::path(post, path = "/v1/console/problems/moves", tag = "console",
    security(("console" = [])), request_body = ProblemMovesForm,
    responses((status = 200, body = ProblemMoves), (status = 400, description = "too_many, missing")))]
pub async fn many(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<ProblemMovesForm>,
) -> Result<Json<ProblemMoves>, Error> {
    let (county, now) = (app.county.id, app.now());
    if asked.problem_ids.len() > MAX_PROBLEMS {
        return Err(Error::bad("too_many", "problem_ids"));
    }
    // Who judges many names the report he saw of each.
    let judges = asked.form.step.parse().is_ok_and(ProblemMove::judges);
    if judges && asked.rounds.len() != asked.problem_ids.len() {
        return Err(Error::bad("missing", "rounds"));
    }
    let moves = app
        .db
        .write(move |tx| {
            let mut moves = ProblemMoves {
                moved: 0,
                answered: Vec::new(),
                refused: Vec::new(),
            };
            for (place, id) in asked.problem_ids.iter().enumerate() {
                let round = asked.rounds.get(place).copied();
                let one = (id.as_str(), round.unwrap_or(asked.form.round));
                let result = tx.savepoint(|tx| each(tx, county, &signed, one, &asked, now));
                match result {
                    Ok(Each::Moved) => moves.moved += 1,
                    Ok(Each::Answered) => moves.answered.push(id.clone()),
                    Err(Refused {
                        number,
                        error: Error::Refused(refusal),
                    }) => moves.refused.push(RefusedProblem {
                        problem_id: id.clone(),
                        number,
                        code: refusal.code.into_owned(),
                    }),
                    // The database itself: then nothing of it is stored.
                    Err(Refused { error, .. }) => return Err(error),
                }
            }
            Ok::<_, Error>(moves)
        })
        .await?;
    Ok(Json(moves))
}

/// What became of one of many.
enum Each {
    Moved,
    /// Somebody answers for it already, and nobody said to take it from him.
    Answered,
}

/// One of many that was refused.
struct Refused {
    number: Option<String>,
    error: Error,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self {
            number: None,
            error,
        }
    }
}

impl From<crate::db::Error> for Refused {
    fn from(error: crate::db::Error) -> Self {
        Error::from(error).into()
    }
}

fn each(
    tx: &mut Tx<'_>,
    county: CountyId,
    signed: &Signed,
    (id, round): (&str, u32),
    asked: &ProblemMovesForm,
    now: i64,
) -> Result<Each, Refused> {
    let id: ProblemId = id.parse().map_err(|_| Error::not_found())?;
    let current = within(tx, county, signed, id)?;
    let assigns = asked.form.step == ProblemMove::Assign.as_str();
    // Whoever declined it answers for it no longer.
    let is_answered = current.owner_id.is_some() && current.state != ProblemState::Declined;
    if assigns && is_answered && !asked.also_answered {
        return Ok(Each::Answered);
    }
    let mut form = asked.form.clone();
    form.round = round;
    if asked.to_helpers {
        form.owner_id = helper(tx, county, &current)?.map(|person| person.to_string());
    }
    take(tx, county, signed, &current, &form, now).map_err(|error| Refused {
        number: current.number.clone(),
        error,
    })?;
    Ok(Each::Moved)
}

/// The household's primary helper; without one, or without a household, the captain of its village.
pub(super) fn helper(
    reader: &mut Reader<'_>,
    county: CountyId,
    problem: &Current,
) -> Result<Option<PersonId>, Error> {
    let row = reader.first(
        "select person_id, 0 as place from assignment
             where county_id = $1 and household_id = $2 and active = 1 and kind = 'primary'
         union all select person_id, 1 from captaincy where county_id = $1 and village_code = $3
         order by place limit 1",
        &[
            county.into(),
            problem.household_id.into(),
            (&problem.area_code).into(),
        ],
    )?;
    Ok(row.map(|row| row.id("person_id")).transpose()?)
}

fn take(
    tx: &mut Tx<'_>,
    county: CountyId,
    signed: &Signed,
    current: &Current,
    form: &ProblemMoveForm,
    now: i64,
) -> Result<(), Error> {
    let to_do: ProblemMove = form
        .step
        .parse()
        .map_err(|_| Error::bad("unknown_option", "step"))?;
    let step = Step {
        clerk: signed.clerk(county, now),
        actor: actor(tx, county, signed, current)?,
        to_do,
        said: Cow::Owned(said(form, current.id, now)?),
        done_ms: now,
    };
    step::take(tx, &step).map_err(Stop::into_error)
}

/// In what capacity the signed-in person stands before a problem: the county's first.
pub(super) fn actor(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    current: &Current,
) -> Result<ProblemActor, Error> {
    if signed.is_county() {
        return Ok(step::actor(ProblemRole::County, signed.person, current));
    }
    step::capacity(reader, county, signed.person, current)?.ok_or_else(Error::not_allowed)
}

/// A problem the person may see.
pub(super) fn within(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    id: ProblemId,
) -> Result<Current, Error> {
    let current = find(reader, county, id)?.ok_or_else(Error::not_found)?;
    let seen = match &signed.scope {
        Scope::County => true,
        Scope::Areas { towns, villages } => {
            towns.contains(&current.town_code) || villages.contains(&current.area_code)
        }
    };
    if seen {
        Ok(current)
    } else {
        Err(Error::not_found())
    }
}

fn said(form: &ProblemMoveForm, id: ProblemId, now: i64) -> Result<MoveProblemV1, Error> {
    let mut photos = Vec::with_capacity(form.photos.len());
    for (place, photo) in form.photos.iter().enumerate() {
        let wrong = |_| Error::bad("bad_id", format!("photos[{place}]"));
        photos.push(EvidenceV1 {
            visit_id: photo.visit_id.parse().map_err(wrong)?,
            photo_id: photo.photo_id.parse().map_err(wrong)?,
        });
    }
    // An empty field of a form says nothing.
    let words = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let parsed = |text: &Option<String>, field: &str| match words(text) {
        Some(text) => Ok(Some(text)),
        None if text.is_some() => Err(Error::bad("bad_id", field)),
        None => Ok(None),
    };
    let owner = parsed(&form.owner_id, "owner_id")?.map(|id| id.parse());
    let other = parsed(&form.other_id, "other_id")?.map(|id| id.parse());
    Ok(MoveProblemV1 {
        id: ProblemStepId::from_uuid(secret::id(now)?),
        problem_id: id,
        step: form.step.clone(),
        round: form.round,
        reason: words(&form.reason),
        photos,
        photo_waiver: words(&form.photo_waiver),
        on_site: form.on_site,
        owner_id: owner
            .transpose()
            .map_err(|_| Error::bad("bad_id", "owner_id"))?,
        unit: words(&form.unit),
        cooperating_units: form.cooperating_units.clone(),
        due: words(&form.due),
        mode: words(&form.mode),
        measure: words(&form.measure),
        cause: words(&form.cause),
        result: words(&form.result),
        other_id: other
            .transpose()
            .map_err(|_| Error::bad("bad_id", "other_id"))?,
        moved_ms: now,
    })
}
