//! Who guides a newcomer is named at a screen.

use axum::Json;
use axum::extract::{Path, State};

use super::person_edit::person;
use super::person_page::read;
use super::session::Signed;
use super::views::{MentorFacts, MentorForm, PersonPage};
use crate::app::Shared;
use crate::error::Error;
use crate::people::mentor::{self, Mentor};
use crate::routes::extract;

#[utoipa::path(post, path = "/v1/console/people/{id}/mentor", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = MentorForm,
    responses((status = 200, body = PersonPage),
        (status = 400, description = "bad_id, same_person, unknown_person, not_a_date, before_the_start"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale, person_ended")))]
pub async fn set(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<MentorForm>,
) -> Result<Json<PersonPage>, Error> {
    signed.needs_county()?;
    let id = person(&id)?;
    let (seen, wanted) = (facts(form.seen)?, facts(form.wanted)?);
    let (county, now) = (app.county.clone(), app.now());
    let page = app
        .db
        .write(move |tx| {
            let clerk = signed.clerk(county.id, now);
            mentor::set(tx, clerk, id, seen.as_ref(), wanted.as_ref())?;
            read(tx, &county, &signed, id, now)
        })
        .await?;
    Ok(Json(page))
}

fn facts(typed: Option<MentorFacts>) -> Result<Option<Mentor>, Error> {
    let Some(typed) = typed else { return Ok(None) };
    Ok(Some(Mentor {
        id: typed
            .mentor_id
            .parse()
            .map_err(|_| Error::bad("bad_id", "mentor_id"))?,
        from: typed.from.trim().to_owned(),
        to: typed.to.filter(|to| !to.trim().is_empty()),
    }))
}
