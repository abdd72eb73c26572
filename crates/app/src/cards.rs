//! Visits as cards: where each is, in one word.

use domain::id::PersonId;
use store::board::{County, Line, Own};
use store::outbox::Delivery;
use store::{Connection, board};

use crate::desk::{self, Desk};
use crate::error::CallError;
use crate::views::{Place, VisitCard};
use crate::visit::sheet::Sheet;

/// Where a visit is, from what is known here.
pub(crate) fn place(line: &Line) -> Place {
    let Line { own, county, .. } = line;
    match (own, county) {
        (Some(own), county) => own_place(own, county.as_ref(), line.refused_edits > 0),
        (None, Some(county)) => {
            if line.refused_edits > 0 {
                Place::NeedsPerson
            } else {
                county_place(&county.state)
            }
        }
        (None, None) => Place::Waiting,
    }
}

fn own_place(own: &Own, county: Option<&County>, refused: bool) -> Place {
    match own.phase.as_str() {
        "voided" if refused => return Place::NeedsPerson,
        "voided" => return Place::Voided,
        "draft" => return Place::Draft,
        _ => {}
    }
    match own.delivery {
        Some(Delivery::Parked | Delivery::Quarantined) => return Place::NeedsPerson,
        Some(Delivery::Queued | Delivery::Held) => return Place::Waiting,
        Some(Delivery::Withdrawn) | None => {}
    }
    if refused {
        return Place::NeedsPerson;
    }
    match county {
        Some(county) if county.revision >= own.revision => county_place(&county.state),
        // Received, and not pulled back yet.
        _ => Place::Received,
    }
}

fn county_place(state: &str) -> Place {
    match state {
        "captain_approved" => Place::CaptainApproved,
        "returned" => Place::Returned,
        "batched" => Place::Batched,
        "county_accepted" => Place::CountyAccepted,
        "voided" => Place::Voided,
        // With the captain, for the first time or again.
        _ => Place::Received,
    }
}

/// A line as a card.
pub(crate) fn card(desk: &Desk, conn: &Connection, line: &Line) -> Result<VisitCard, CallError> {
    let place = place(line);
    let own = line.own.as_ref();
    let county = line.county.as_ref();
    let (answered, required, problems) = if place == Place::Draft {
        let sheet = Sheet::load(desk, conn, line.visit_id)?;
        let (required, answered) = sheet.evaluation.progress();
        (
            count(answered),
            count(required),
            count(sheet.evaluation.candidates.len()),
        )
    } else {
        let answers = own.map_or(county.map_or(0, |county| county.answers), |own| own.answers);
        let problems = own.map_or(county.map_or(0, |county| county.problems), |own| {
            own.problems
        });
        (answers, answers, problems)
    };
    let visitor_name = match own {
        Some(_) => desk::owner(conn)?.map_or_else(String::new, |owner| owner.name),
        None => line.visitor_name.clone(),
    };
    Ok(VisitCard {
        visit_id: line.visit_id.to_string(),
        household_id: line.household_id.to_string(),
        head_name: line.head_name.clone(),
        place_name: format!("{}{}", line.village, line.group_name),
        visitor_name,
        place,
        revision: own
            .map(|own| own.revision)
            .max(county.map(|county| county.revision))
            .unwrap_or(1),
        ended_ms: line.ended_ms,
        answered,
        required,
        photos: own.map_or(county.map_or(0, |county| county.photos), |own| own.photos),
        photos_outstanding: own.map_or(
            county.map_or(0, |county| {
                county.photos.saturating_sub(county.photos_verified)
            }),
            |own| own.photos_outstanding,
        ),
        problems,
        comments: county.map_or(0, |county| county.comments),
    })
}

pub(crate) fn cards(
    desk: &Desk,
    conn: &Connection,
    lines: &[Line],
) -> Result<Vec<VisitCard>, CallError> {
    lines.iter().map(|line| card(desk, conn, line)).collect()
}

/// What the person's own visits ask for, for badges and the first screen.
pub(crate) struct Mine {
    pub(crate) drafts: Vec<Line>,
    pub(crate) returned: Vec<Line>,
    pub(crate) unsent: Vec<Line>,
}

pub(crate) fn mine(conn: &Connection, me: PersonId) -> Result<Mine, CallError> {
    let own = board::own(conn)?;
    let in_place = |wanted: &[Place]| -> Vec<Line> {
        own.iter()
            .filter(|line| wanted.contains(&place(line)))
            .cloned()
            .collect()
    };
    Ok(Mine {
        drafts: in_place(&[Place::Draft]),
        returned: board::returned_to(conn, me)?,
        unsent: in_place(&[Place::Waiting, Place::NeedsPerson]),
    })
}

/// A count on a screen.
pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A size on a screen; four gigabytes is "a lot" on any phone.
pub(crate) fn bytes(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
