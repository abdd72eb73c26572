//! The photos of a problem: those of visits to its household, or in its village. There is one photo
//! pipeline, and it begins with a visit.

use std::collections::HashSet;

use domain::id::{PhotoId, VisitId};
use protocol::edit::Edit;
use protocol::problem::EvidenceV1;
use store::{Connection, board};

use super::case::Case;
use crate::desk::Desk;
use crate::error::CallError;
use crate::views::problems::LedgerPhoto;
use crate::visit::{Shown, photo_card, photos_of};

/// Visits of a village whose photos are offered: as many as somebody looks through.
const MOST_VISITS: usize = 100;
/// Says who was there, not how it looks.
const NOT_EVIDENCE: [&str; 2] = ["signature", "check_in"];

/// A photo of a visit to the household.
pub(super) struct Found {
    visit_id: VisitId,
    /// By the county's clock where it is known.
    visited_ms: i64,
    shown: Shown,
}

impl Found {
    fn id(&self) -> PhotoId {
        self.shown.photo.id
    }

    pub(super) fn evidence(&self) -> EvidenceV1 {
        EvidenceV1 {
            visit_id: self.visit_id,
            photo_id: self.id(),
        }
    }

    pub(super) fn card(&self, desk: &Desk) -> LedgerPhoto {
        LedgerPhoto {
            visit_id: self.visit_id.to_string(),
            photo: photo_card(desk, &self.shown),
        }
    }
}

/// Every photo of a visit that counts and may show this problem: to its household; where there is
/// none, in its village since it was found. The latest visit first. A visit that is not sealed yet
/// has not said which photos it keeps.
pub(super) fn of_case(conn: &Connection, case: &Case) -> Result<Vec<Found>, CallError> {
    let row = &case.row;
    let lines = match (row.household_id, &row.area_code) {
        (Some(household), _) => board::of_household(conn, household)?,
        (None, Some(village)) => board::of_village(conn, village, row.found_ms, MOST_VISITS)?,
        (None, None) => Vec::new(),
    };
    let mut found = Vec::new();
    for line in lines {
        let phase = line.own.as_ref().map(|own| own.phase.as_str());
        let state = line.county.as_ref().map(|county| county.state.as_str());
        let Some(visited_ms) = line.ended_ms else {
            continue;
        };
        if phase == Some("voided") || state == Some("voided") {
            continue;
        }
        for shown in photos_of(conn, line.visit_id)? {
            if !NOT_EVIDENCE.contains(&shown.photo.kind.as_str()) {
                found.push(Found {
                    visit_id: line.visit_id,
                    visited_ms,
                    shown,
                });
            }
        }
    }
    Ok(found)
}

/// Those of the visit that found it.
pub(super) fn before<'a>(found: &'a [Found], case: &Case) -> Vec<&'a Found> {
    let visit = case.row.visit_id;
    found
        .iter()
        .filter(|one| visit == Some(one.visit_id))
        .collect()
}

/// Those a report may name: of visits made since it was found. Put right on the spot, the visit
/// that found it shows both.
pub(super) fn since<'a>(found: &'a [Found], case: &Case, at_once: bool) -> Vec<&'a Found> {
    let is_before = |one: &Found| case.row.visit_id == Some(one.visit_id);
    found
        .iter()
        .filter(|one| {
            if is_before(one) {
                at_once
            } else {
                one.visited_ms >= case.row.found_ms
            }
        })
        .collect()
}

/// Those named by reports, and how many of them this phone does not have.
pub(super) fn after<'a>(found: &'a [Found], case: &Case) -> (Vec<&'a Found>, usize) {
    let said = case.row.steps.iter().filter_map(|step| step.said.as_ref());
    let mine = case.pending.iter().filter_map(|one| match &one.edit {
        Edit::MoveProblemV1(moved) => Some(moved),
        _ => None,
    });
    let named: HashSet<PhotoId> = said
        .chain(mine)
        .flat_map(|moved| moved.photos.iter().map(|photo| photo.photo_id))
        .collect();
    let here: Vec<&Found> = found
        .iter()
        .filter(|one| named.contains(&one.id()))
        .collect();
    let elsewhere = named.len().saturating_sub(here.len());
    (here, elsewhere)
}
