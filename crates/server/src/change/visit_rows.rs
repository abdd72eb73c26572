//! A judged visit as rows, the same whether it comes alone or among many.

use protocol::visit::VisitV1;

use super::judge::Judged;
use super::{Arrival, findings};
use crate::clock::{date_text, period};
use crate::db::Value;
use crate::visit::told::Told;

pub(super) const REVISION: &str = "insert into visit_revision (county_id, visit_id, revision,
    change_id, received_ms, sequence, started_ms, method, respondent_id, purposes, summary, place)";

pub(super) fn revision(arrival: &Arrival<'_>, visit: &VisitV1) -> Vec<Value> {
    let mut values = vec![
        arrival.county.id.into(),
        visit.id.into(),
        visit.revision.into(),
        arrival.change_id.into(),
        arrival.now.into(),
        arrival.sequence.into(),
    ];
    values.extend(Told::of(visit).values());
    values
}

pub(super) const VISIT: &str = "insert into visit (county_id, visit_id, household_id, visitor_id,
    by_captain, area_code, town_code, revision, state, counts, period, ended_ms, received_ms,
    received_date, problems, photos, photos_verified, flags, sequence, trusted_ended_ms,
    trusted_error_ms, trusted_basis, wall_off_ms, profile, tallied)";

/// `verified` of its photos are here already; `tallied` is as what it is counted, once it is.
pub(super) fn visit(
    arrival: &Arrival<'_>,
    visit: &VisitV1,
    judged: &Judged,
    (area_code, by_captain): (&str, bool),
    (verified, tallied): (usize, Option<&str>),
) -> Vec<Value> {
    let ended = judged.ended;
    let open = judged
        .problems
        .iter()
        .filter(|found| found.problem.dismissed.is_none());
    vec![
        arrival.county.id.into(),
        visit.id.into(),
        visit.household_id.into(),
        visit.visitor_id.into(),
        by_captain.into(),
        area_code.into(),
        town_code(area_code).into(),
        visit.revision.into(),
        "submitted".into(),
        judged.counts.into(),
        period(ended.at_ms).into(),
        visit.ended_ms.into(),
        arrival.now.into(),
        date_text(arrival.now).into(),
        count(open.count()).into(),
        count(visit.photos.len()).into(),
        count(verified).into(),
        judged.flags.join(" ").into(),
        arrival.sequence.into(),
        ended.at_ms.into(),
        ended.error_ms.into(),
        ended.basis.as_str().into(),
        findings::wall_off_ms(visit, &ended).into(),
        (&visit.profile).into(),
        tallied.into(),
    ]
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The town an area lies in: the first nine digits.
pub(crate) fn town_code(area_code: &str) -> &str {
    area_code.get(..9).unwrap_or(area_code)
}

pub(super) const PHOTO: &str = "insert into visit_photo (county_id, visit_id, photo_id, sha256)";

pub(super) fn photos(arrival: &Arrival<'_>, visit: &VisitV1) -> Vec<Vec<Value>> {
    let row = |photo: &protocol::visit::PhotoV1| {
        vec![
            arrival.county.id.into(),
            visit.id.into(),
            photo.id.into(),
            (&photo.sha256).into(),
        ]
    };
    visit.photos.iter().map(row).collect()
}

pub(super) const PROBLEM: &str = "insert into visit_problem (county_id, visit_id, position,
    problem_key, origin, member_id, category, severity, title, dismissed, differs)";

pub(super) fn problems(arrival: &Arrival<'_>, visit: &VisitV1, judged: &Judged) -> Vec<Vec<Value>> {
    let row = |(position, found): (i64, &findings::Found)| {
        let problem = &found.problem;
        vec![
            arrival.county.id.into(),
            visit.id.into(),
            position.into(),
            (&problem.key).into(),
            (&problem.from).into(),
            problem.member.into(),
            (&problem.category).into(),
            (&problem.severity).into(),
            (&problem.title).into(),
            problem.dismissed.clone().into(),
            found.differs.into(),
        ]
    };
    (0i64..).zip(&judged.problems).map(row).collect()
}
