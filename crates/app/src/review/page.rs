//! One visit as a captain looks at it: what changed, what to look at, where it was.

use domain::geo::{self, Point};
use domain::id::VisitId;
use domain::review::{Actor, Move, Role, Standing, moves};
use protocol::row::VisitStateV1;
use protocol::visit::GeoV1;
use store::board::Line;
use store::{Connection, board};

use super::{captain, queue};
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::views::review::{ChangedAnswer, Decision, ReviewPage, Sketch};
use crate::visit::sheet::Sheet;
use crate::{batch, cards, convert, words};

/// Further from the household's known place than this is worth a look.
const FAR_M: f64 = 1000.0;
/// Sealed later than this after its end, a visit is `late` (DOMAIN §5.1).
const LATE_MS: i64 = 48 * 60 * 60 * 1000;
/// A phone's clock further off than this is worth a look.
const CLOCK_OFF_MS: u64 = 10 * 60 * 1000;

pub(super) fn page(desk: &Desk, conn: &Connection, id: VisitId) -> Result<ReviewPage, CallError> {
    let me = captain(conn)?;
    let sheet = Sheet::load(desk, conn, id)?;
    let line = board::visit(conn, id)?.ok_or(ErrorCode::NotFound)?;
    let is_own = sheet.visitor_id == me
        || sheet
            .county
            .as_ref()
            .is_some_and(|county| county.answerable_id == Some(me));
    let on_its_way = batch::is_on_its_way(conn, id)?;
    Ok(ReviewPage {
        card: cards::card(desk, conn, &line)?,
        moves: if on_its_way {
            Vec::new()
        } else {
            open_moves(&line, is_own)
        },
        own: is_own,
        reviewers: if is_own {
            queue::reviewers(conn, &sheet.household.area_code)?
        } else {
            Vec::new()
        },
        decided: queue::decision_of(desk, conn, &line)?,
        changed: changed(desk, &sheet),
        has_previous: sheet.previous.iter().next().is_some(),
        flags: flags(&sheet, &line),
        sketch: sheet.location.as_ref().and_then(|geo| sketch(&sheet, geo)),
        form: sheet.form(desk, conn)?,
        return_reasons: words::list("return_reason", desk.language),
    })
}

/// What the rules let this captain decide now.
fn open_moves(line: &Line, is_own: bool) -> Vec<Decision> {
    let Some(county) = &line.county else {
        return Vec::new();
    };
    let Ok(state) = county.state.parse() else {
        return Vec::new();
    };
    let standing = Standing {
        state,
        revision: county.revision,
        sent: true,
        voided_from: None,
    };
    let actor = Actor {
        is_visitor: is_own,
        role: Role::Captain,
    };
    let open = moves(&standing, actor);
    let mut shown = Vec::new();
    if open.contains(&Move::Approve) {
        shown.push(Decision::Approve);
    }
    if open.contains(&Move::Return) {
        shown.push(Decision::Return);
    }
    shown
}

/// From the household's known place to where something was, when both are known.
fn sketch(sheet: &Sheet, geo: &GeoV1) -> Option<Sketch> {
    let GeoV1::At {
        lat,
        lon,
        accuracy_m,
        ..
    } = geo
    else {
        return None;
    };
    let home = Point {
        lat: sheet.household.lat?,
        lon: sheet.household.lon?,
    };
    let here = Point {
        lat: *lat,
        lon: *lon,
    };
    Some(Sketch {
        distance_m: geo::distance_m(home, here).round(),
        bearing_deg: geo::bearing_deg(home, here).round(),
        accuracy_m: *accuracy_m,
        far_m: FAR_M,
    })
}

/// Answers that differ from the visit before, in the checklist's order.
fn changed(desk: &Desk, sheet: &Sheet) -> Vec<ChangedAnswer> {
    let items = sheet
        .evaluation
        .sections
        .iter()
        .flat_map(|section| &section.items);
    items
        .filter_map(|state| {
            let (section, item) = sheet.template().item(&state.code)?;
            if section.scope == domain::checklist::Scope::Visit || item.answer_type.is_photos() {
                return None;
            }
            let before = sheet.previous.value(&state.code, state.member);
            let now = sheet.answers.value(&state.code, state.member);
            // Without a visit before, everything would be new and nothing would stand out.
            if before == now || before.is_none() {
                return None;
            }
            let in_words = |value| sheet.in_words(desk, item, value);
            Some(ChangedAnswer {
                item: state.code.clone(),
                label: item.label(desk.language).to_owned(),
                member_name: state.member.and_then(|member| sheet.member_name(member)),
                before: before.map(in_words),
                now: now.map(in_words),
            })
        })
        .collect()
}

/// Things to look at: evidence is shown, never judged.
fn flags(sheet: &Sheet, line: &Line) -> Vec<String> {
    let mut flags = Vec::new();
    let mut flag = |holds: bool, code: &str| {
        if holds {
            flags.push(code.to_owned());
        }
    };
    match &sheet.location {
        Some(place @ GeoV1::At { mock, provider, .. }) => {
            flag(convert::is_mock(mock), "location_mock");
            flag(provider == "manual", "location_manual");
            flag(place.quality().as_str() == "poor", "location_poor");
            flag(
                sheet.distance_m().is_some_and(|far| far > FAR_M),
                "location_far",
            );
        }
        Some(GeoV1::Missing { .. }) | None => flag(true, "no_location"),
    }
    if let Some(county) = &sheet.county {
        flag(!county.repeated.is_empty(), "reused_photo");
        let offset = county.visit.clock.server_offset_ms.unwrap_or(0);
        flag(offset.unsigned_abs() > CLOCK_OFF_MS, "clock_off");
        flag(county.visit.sealed_after_ms() > LATE_MS, "late");
        flag(rules_differ(sheet, county), "rules_differ");
        flag(county.visit.photo_waiver.is_some(), "photo_waived");
        let dismissed = county
            .visit
            .problems
            .iter()
            .any(|problem| problem.dismissed.is_some());
        flag(dismissed, "problem_dismissed");
    }
    flag(contradicts(sheet), "contradiction");
    let contested = !sheet.household.contested.is_empty()
        || sheet
            .members
            .iter()
            .any(|member| !member.contested.is_empty());
    flag(contested, "contested");
    flag(
        sheet.photos.iter().any(|shown| shown.photo.imported),
        "imported_photo",
    );
    let outstanding = line
        .county
        .as_ref()
        .is_some_and(|county| county.photos_verified < county.photos);
    flag(outstanding, "photos_outstanding");
    flags
}

/// The checklist's own notices about the records 台账资料: one answer does not fit another.
fn contradicts(sheet: &Sheet) -> bool {
    sheet
        .candidates()
        .any(|candidate| candidate.category == "dossier" && candidate.severity == "notice")
}

/// Whether the rules find other problems here than the visitor's phone found.
fn rules_differ(sheet: &Sheet, county: &VisitStateV1) -> bool {
    let mut here: Vec<String> = sheet
        .evaluation
        .candidates
        .iter()
        .map(|candidate| candidate.key.of(sheet.household_id))
        .collect();
    let said = county.visit.problems.iter();
    let mut there: Vec<String> = said.map(|problem| problem.key.clone()).collect();
    here.sort();
    there.sort();
    here != there
}
