//! A problem a spot check found: into the ledger, assigned, with its day 限期整改.

use std::borrow::Cow;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::id::{CountyId, ProblemId};
use domain::problem::ProblemMove;

use super::session::Signed;
use super::spot_items::read;
use super::views::{SpotItemPage, SpotProblemForm};
use super::{problem_move, problems};
use crate::app::Shared;
use crate::change::Stop;
use crate::county::audit;
use crate::db::Tx;
use crate::error::Error;
use crate::problem::ledger::{self, New};
use crate::problem::step::{self, Step};
use crate::routes::extract;
use crate::secret;
use crate::spot::result::{self, Item};

#[utoipa::path(post, path = "/v1/console/spot-items/{id}/problem", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = SpotProblemForm,
    responses((status = 200, body = SpotItemPage),
        (status = 400, description = "empty, too_long, unknown_option, not_a_date, out_of_range, owner_needed"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "already_raised, check_cancelled, not_checked")))]
pub async fn raise(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<SpotProblemForm>,
) -> Result<Json<SpotItemPage>, Error> {
    // As everywhere in the ledger, an administrator looks on.
    if !signed.is_county() {
        return Err(Error::not_allowed());
    }
    let (county, now) = (app.county.id, app.now());
    problems::fits(
        ["spot_check", &form.category, &form.severity, &form.role],
        (&form.title, form.detail.as_deref()),
    )?;
    let page = app
        .db
        .write(move |tx| {
            let item = result::item(tx, county, &id)?;
            item.is_alive()?;
            let conflict = |code| Err(Error::refused(StatusCode::CONFLICT, code));
            if item.version == 0 {
                return conflict("not_checked");
            }
            if item.problem_id.is_some() {
                return conflict("already_raised");
            }
            let problem = order(tx, county, &signed, &item, &form, now)?;
            tx.execute(
                "update spot_item set problem_id = $3 where county_id = $1 and item_id = $2",
                &[county.into(), (&id).into(), problem.into()],
            )?;
            audit(tx, county, now, Some(signed.person), "spot_problem", &id)?;
            read(tx, county, &id, now)
        })
        .await?;
    Ok(Json(page))
}

/// Puts the problem into the ledger and gives it to whoever answers for the household or leads the
/// village, with its day.
fn order(
    tx: &mut Tx<'_>,
    county: CountyId,
    signed: &Signed,
    item: &Item,
    form: &SpotProblemForm,
    now: i64,
) -> Result<ProblemId, Error> {
    let id = ProblemId::from_uuid(secret::id(now)?);
    let clerk = signed.clerk(county, now);
    let household = item.household_id.as_deref().map(str::parse).transpose();
    let new = New {
        id,
        // Raised by a check, it is itself only.
        key: id.to_string(),
        household_id: household.map_err(|_| Error::Stored { what: "an item" })?,
        member_id: None,
        area_code: item.area_code.clone(),
        source: "spot_check".to_owned(),
        category: form.category.clone(),
        severity: form.severity.clone(),
        title: form.title.trim().to_owned(),
        detail: form.detail.as_deref().unwrap_or_default().trim().to_owned(),
        role: form.role.clone(),
        mode: String::new(),
        found_ms: now,
        visit_id: None,
    };
    ledger::add(tx, clerk, &new)?;
    for to_do in [ProblemMove::Register, ProblemMove::Assign] {
        let current = crate::problem::find(tx, county, id)?.ok_or_else(Error::not_found)?;
        let mut said = step::empty(id, to_do, now)?;
        if to_do == ProblemMove::Assign {
            said.owner_id = problem_move::helper(tx, county, &current)?;
            said.due = Some(form.due.clone());
        }
        let step = Step {
            clerk,
            actor: problem_move::actor(tx, county, signed, &current)?,
            to_do,
            said: Cow::Owned(said),
            done_ms: now,
        };
        step::take(tx, &step).map_err(Stop::into_error)?;
    }
    Ok(id)
}
