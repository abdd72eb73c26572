//! A visit while it is being recorded. Every change is saved as it is made.

use domain::id::VisitId;
use protocol::visit::{GeoV1, VisitV1};
use rusqlite::{Connection, Transaction, named_params};

use crate::answer::{self, Answer, Origin, require_draft};
use crate::visit::{self, Phase, VisitRow};
use crate::{Error, Result, column};

/// Begins a visit, with the answers carried over from the one before.
pub fn start(tx: &Transaction<'_>, visit: &VisitRow, carried: &[Answer]) -> Result<()> {
    tx.execute(
        "insert into visit (visit_id, household_id, visitor_id, profile, template_id,
             template_version, revision, phase, started_ms, location, photo_waiver)
         values (:visit_id, :household_id, :visitor_id, :profile, :template_id,
             :template_version, :revision, 'draft', :started_ms, :location, :photo_waiver)",
        named_params! {
            ":visit_id": visit.visit_id.to_string(),
            ":household_id": visit.household_id.to_string(),
            ":visitor_id": visit.visitor_id.to_string(),
            ":profile": visit.profile,
            ":template_id": visit.template_id,
            ":template_version": visit.template_version,
            ":revision": visit.revision,
            ":started_ms": visit.started_ms,
            ":location": visit.location.as_ref().map(column::to_json).transpose()?,
            ":photo_waiver": visit.photo_waiver,
        },
    )?;
    for answer in carried {
        answer::insert(tx, visit.visit_id, answer)?;
    }
    Ok(())
}

/// Takes a returned visit up again as its next revision: `returned` is what the county holds.
/// Works on a phone that never saw the visit before.
pub fn revise(tx: &Transaction<'_>, returned: &VisitV1, revision: u32) -> Result<()> {
    match visit::get(tx, returned.id)? {
        None => {
            let row = VisitRow {
                visit_id: returned.id,
                household_id: returned.household_id,
                visitor_id: returned.visitor_id,
                profile: returned.profile.clone(),
                template_id: returned.template_id.clone(),
                template_version: returned.template_version.clone(),
                revision,
                phase: Phase::Draft,
                started_ms: returned.started_ms,
                ended_ms: None,
                location: Some(returned.geo.clone()),
                photo_waiver: returned.photo_waiver.clone(),
                sealed_change_id: None,
            };
            start(tx, &row, &[])?;
            take_over(tx, returned)
        }
        Some(row) if row.phase == Phase::Sealed => {
            tx.execute(
                "update visit set phase = 'draft', revision = ?2, ended_ms = null,
                     sealed_change_id = null
                 where visit_id = ?1",
                (returned.id.to_string(), revision),
            )?;
            // Another phone of this person went further: its answers are the ones returned.
            if row.revision < returned.revision {
                take_over(tx, returned)?;
            }
            Ok(())
        }
        Some(row) if row.phase == Phase::Draft => Ok(()),
        Some(_) => Err(Error::NotDraft),
    }
}

/// Puts what the county holds in place of what this phone knew, in a draft. What was sealed here
/// before stays among the revisions.
fn take_over(tx: &Transaction<'_>, returned: &VisitV1) -> Result<()> {
    let id = returned.id.to_string();
    tx.execute(
        "update visit set location = ?2, photo_waiver = ?3, template_id = ?4,
             template_version = ?5
         where visit_id = ?1",
        (
            &id,
            column::to_json(&returned.geo)?,
            &returned.photo_waiver,
            &returned.template_id,
            &returned.template_version,
        ),
    )?;
    tx.execute("delete from answer where visit_id = ?1", [&id])?;
    answer::insert_all(tx, returned.id, &returned.answers, Origin::Touched)?;
    tx.execute("delete from dismissal where visit_id = ?1", [&id])?;
    for problem in &returned.problems {
        if let Some(reason) = &problem.dismissed {
            answer::dismiss(tx, returned.id, &problem.key, reason)?;
        }
    }
    Ok(())
}

/// A fix, or why there is none.
pub fn set_location(tx: &Transaction<'_>, visit: VisitId, location: &GeoV1) -> Result<()> {
    require_draft(tx, visit)?;
    tx.execute(
        "update visit set location = ?2 where visit_id = ?1",
        (visit.to_string(), column::to_json(location)?),
    )?;
    Ok(())
}

/// Why there is no photo of the visit; nothing takes that back.
pub fn set_photo_waiver(tx: &Transaction<'_>, visit: VisitId, reason: Option<&str>) -> Result<()> {
    require_draft(tx, visit)?;
    tx.execute(
        "update visit set photo_waiver = ?2 where visit_id = ?1",
        (visit.to_string(), reason),
    )?;
    Ok(())
}

/// Drafts, the one begun last first.
pub fn list(conn: &Connection) -> Result<Vec<VisitRow>> {
    Ok(conn
        .prepare_cached("select * from visit where phase = 'draft' order by started_ms desc")?
        .query_map([], visit::from_row)?
        .collect::<rusqlite::Result<_>>()?)
}
