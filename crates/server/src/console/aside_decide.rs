//! What a person may do about a change set aside: look at its bytes, take them along, decide.
//! Every look is in the audit log.

use axum::Json;
use axum::extract::{Path, State};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::facts::Subject;
use domain::id::{ChangeId, CountyId};
use protocol::edit::Edit;

use super::aside::{decisions, one, row};
use super::session::Signed;
use super::views::{AsideContent, AsideExport, AsideForm, AsideOutcome, AsideResult};
use super::{answers, facts, visit_page};
use crate::app::Shared;
use crate::change::aside::{self, Action, Decision};
use crate::county::{County, audit};
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::routes::extract;
use crate::{checklist, words};

/// Changes in one decision: what a person can have looked through.
const MOST: usize = 500;

#[utoipa::path(post, path = "/v1/console/aside-decisions", tag = "console",
    security(("console" = [])), request_body = AsideForm,
    responses((status = 200, body = AsideResult), (status = 400, description = "reason_needed, too_many"),
        (status = 403, description = "not_allowed")))]
pub async fn decide(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<AsideForm>,
) -> Result<Json<AsideResult>, Error> {
    signed.needs_county()?;
    let action = action(&form)?;
    let reason = words::reason(&form.reason)?;
    if uuid::Uuid::parse_str(&form.decision_id).is_err() {
        return Err(Error::bad("bad_id", "decision_id"));
    }
    if form.changes.is_empty() || form.changes.len() > MOST {
        return Err(Error::bad("too_many", "changes"));
    }
    let wrong = |_| Error::bad("bad_id", "changes");
    let changes = form
        .changes
        .iter()
        .map(|one| Ok((one.change_id.parse().map_err(wrong)?, one.sequence)))
        .collect::<Result<Vec<(ChangeId, i64)>, Error>>()?;
    let (county, now) = (app.county.clone(), app.now());
    let outcomes = app
        .db
        .write(move |tx| {
            let decision = Decision {
                id: &form.decision_id,
                action,
                reason: &reason,
                by: signed.person,
                now,
            };
            let told = aside::decide(tx, &county, &decision, &changes)?;
            Ok::<_, Error>(
                told.into_iter()
                    .map(|(change_id, told)| AsideOutcome {
                        change_id: change_id.to_string(),
                        refused: told.err(),
                    })
                    .collect(),
            )
        })
        .await?;
    Ok(Json(AsideResult { changes: outcomes }))
}

fn action(form: &AsideForm) -> Result<Action, Error> {
    Ok(match (form.action.as_str(), &form.person_id) {
        ("release", _) => Action::Release,
        ("assign", Some(person)) => {
            let person = person.parse();
            Action::Assign(person.map_err(|_| Error::bad("bad_id", "person_id"))?)
        }
        ("void", _) => Action::Void,
        ("restore", _) => Action::Restore,
        _ => return Err(Error::bad("unknown_option", "action")),
    })
}

#[utoipa::path(post, path = "/v1/console/aside/{id}/content", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = AsideContent), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn content(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<AsideContent>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let at = app.county.clone();
    let content = app
        .db
        .write(move |tx| {
            let digest = one(tx, county, &id)?.text("digest")?;
            let bytes = looked_at(tx, county, &signed, &id, "change_shown", now)?;
            Ok::<_, Error>(AsideContent {
                sections: sections(tx, &at, &bytes)?,
                text: readable(&bytes),
                base64: STANDARD.encode(&bytes),
                digest,
            })
        })
        .await?;
    Ok(Json(content))
}

#[utoipa::path(post, path = "/v1/console/aside/{id}/export", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, body = AsideExport), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn export(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<AsideExport>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let export = app
        .db
        .write(move |tx| {
            let found = one(tx, county, &id)?;
            let bytes = looked_at(tx, county, &signed, &id, "change_exported", now)?;
            let made_at = tx.first(
                "select made_at from change where county_id = $1 and change_id = $2",
                &[county.into(), (&id).into()],
            )?;
            Ok::<_, Error>(AsideExport {
                change: row(&found)?,
                digest: found.text("digest")?,
                missing: found.optional_text("missing")?,
                made_at: made_at.ok_or_else(Error::not_found)?.text("made_at")?,
                decisions: decisions(tx, county, &id)?,
                edit_base64: STANDARD.encode(&bytes),
                exported_ms: now,
            })
        })
        .await?;
    Ok(Json(export))
}

/// The exact bytes, and a line in the audit log for whoever saw them.
fn looked_at(
    tx: &mut Tx<'_>,
    county: CountyId,
    signed: &Signed,
    id: &str,
    action: &str,
    now: i64,
) -> Result<Vec<u8>, Error> {
    let row = tx.first(
        "select edit from change where county_id = $1 and change_id = $2",
        &[county.into(), id.into()],
    )?;
    let bytes = row.ok_or_else(Error::not_found)?.bytes("edit")?;
    audit(tx, county, now, Some(signed.person), action, id)?;
    Ok(bytes)
}

/// A visit in the checklist's words, corrections by the names of their fields; what this server
/// cannot read has only its bytes.
fn sections(
    reader: &mut Reader<'_>,
    county: &County,
    bytes: &[u8],
) -> Result<Vec<super::views::AnsweredSection>, Error> {
    let visit = match serde_json::from_slice(bytes) {
        Ok(Edit::SaveVisitV1(visit)) => visit,
        Ok(Edit::SaveHouseholdV1(edit)) => {
            return Ok(vec![facts::corrections(Subject::Household, &edit.fields)]);
        }
        Ok(Edit::SaveMemberV1(edit)) => {
            return Ok(vec![facts::corrections(Subject::Member, &edit.fields)]);
        }
        _ => return Ok(Vec::new()),
    };
    let family = visit_page::family(reader, county.id, &visit.household_id.to_string())?;
    let template = checklist::to_show(reader, county, &visit.template_version)?;
    let now = answers::Answered {
        visit: &visit,
        template: &template,
    };
    Ok(answers::sections(
        now,
        None,
        &answers::Raised::new(),
        &family,
    ))
}

/// The bytes with line breaks to read them by; as they are when they are no JSON.
fn readable(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let pretty = serde_json::from_str::<serde_json::Value>(text)
        .ok()
        .and_then(|value| serde_json::to_string_pretty(&value).ok());
    Some(pretty.unwrap_or_else(|| text.to_owned()))
}
