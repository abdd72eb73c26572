//! What a reviewer should look at: problems on which phone and server differ, and evidence that
//! is thin. It is shown, never judged.

use domain::Timestamp;
use domain::checklist::{Answers, Candidate, Evaluation, Template};
use domain::geo;
use domain::seal;
use protocol::row::HouseholdV1;
use protocol::rules;
use protocol::visit::{GeoV1, ProblemV1, VisitV1};

use crate::trusted::Trusted;

/// A visit further from the household's known place than this is shown to the reviewer.
const FAR_M: f64 = 1000.0;
/// A phone's clock further off than this is shown to the reviewer.
const CLOCK_OFF_MS: i64 = 10 * 60 * 1000;
/// Sealed later than this after its end, a visit is `late` (DOMAIN §5.1).
const LATE_MS: i64 = 48 * 60 * 60 * 1000;

/// A problem, and whether phone and server disagree about it.
pub(super) struct Found {
    pub(super) problem: ProblemV1,
    pub(super) differs: bool,
}

/// The phone's problems beside those the server finds itself.
pub(super) fn compare(visit: &VisitV1, candidates: &[Candidate]) -> Vec<Found> {
    let mine: Vec<(String, &Candidate)> = candidates
        .iter()
        .map(|candidate| (candidate.key.of(visit.household_id), candidate))
        .collect();
    let mut all: Vec<Found> = visit
        .problems
        .iter()
        .map(|problem| Found {
            problem: problem.clone(),
            differs: !mine.iter().any(|(key, candidate)| {
                *key == problem.key && candidate.severity == problem.severity
            }),
        })
        .collect();
    for (key, candidate) in mine {
        if !visit.problems.iter().any(|problem| problem.key == key) {
            all.push(Found {
                problem: ProblemV1 {
                    key,
                    from: candidate.from.clone(),
                    member: candidate.member,
                    category: candidate.category.clone(),
                    severity: candidate.severity.clone(),
                    title: candidate.title_zh.clone(),
                    dismissed: None,
                },
                differs: true,
            });
        }
    }
    all
}

/// What a reviewer should look at. Evidence is shown, never judged.
pub(super) fn flags(
    visit: &VisitV1,
    household: &HouseholdV1,
    problems: &[Found],
    ended: &Trusted,
) -> Vec<&'static str> {
    let mut flags = Vec::new();
    match &visit.geo {
        GeoV1::Missing { .. } => flags.push("no_location"),
        GeoV1::At { lat, lon, mock, .. } => {
            if distance_m(household, *lat, *lon).is_some_and(|far| far > FAR_M) {
                flags.push("location_far");
            }
            if mock == "yes" {
                flags.push("location_mock");
            }
        }
    }
    // Certainly off: further than the trusted time itself may be wrong. Or known to be off to the
    // phone itself.
    let certain = wall_off_ms(visit, ended)
        .saturating_abs()
        .saturating_sub(ended.error_ms);
    let known = visit.clock.server_offset_ms.unwrap_or(0).saturating_abs();
    if certain.max(known) > CLOCK_OFF_MS {
        flags.push("clock_off");
    }
    if visit.sealed_after_ms() > LATE_MS {
        flags.push("late");
    }
    if visit.photos.iter().any(|photo| photo.imported) {
        flags.push("imported_photo");
    }
    if visit.photos.is_empty() {
        flags.push("no_photo");
    }
    if problems.iter().any(|found| found.differs) {
        flags.push("rules_differ");
    }
    flags
}

/// How far the phone's wall clock was ahead of the trusted time when the visit was sealed.
pub(super) fn wall_off_ms(visit: &VisitV1, ended: &Trusted) -> i64 {
    let sealed_ms = ended.at_ms.saturating_add(visit.sealed_after_ms());
    visit.clock.wall_ms.saturating_sub(sealed_ms)
}

/// Whether the sealing rules find something missing here. It is shown and never refused: the
/// roster may have changed since the visit, and no phone can answer for that.
pub(super) fn is_incomplete(
    template: &Template,
    visit: &VisitV1,
    mut answers: Answers,
    evaluation: &Evaluation,
) -> bool {
    rules::waive_photo(&mut answers, visit.photo_waiver.as_deref());
    let facts = rules::seal_facts(
        Timestamp::from_ms(visit.started_ms),
        Some(Timestamp::from_ms(visit.ended_ms)),
        Some(&visit.geo),
    );
    !seal::gaps(template, &answers, evaluation, &facts).is_empty()
}

/// Metres between a fix and the household's known place.
pub(crate) fn distance_m(household: &HouseholdV1, lat: f64, lon: f64) -> Option<f64> {
    let home = geo::Point {
        lat: household.lat?,
        lon: household.lon?,
    };
    Some(geo::distance_m(home, geo::Point { lat, lon }))
}
