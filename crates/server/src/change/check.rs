//! Whether a sealed visit is well formed. Pure; the field of the first fault is named.

use std::collections::HashSet;

use domain::checklist::{Answer, AnswerKey, Answers, Template};
use domain::codes::Codes;
use domain::id::MemberId;
use protocol::photo::MAX_PHOTO_BYTES;
use protocol::visit::{ExifPlaceV1, ExifV1, GeoV1, PhotoV1, VisitV1};

use super::Stop;

/// Twice the largest checklist with the largest family.
const MAX_ANSWERS: usize = 3000;
const MAX_PHOTOS: usize = 100;
const MAX_PROBLEMS: usize = 300;
/// Characters in a reason or title.
const MAX_WORDS: usize = 1000;
/// Pixels on a side: the sent copy is far smaller.
const MAX_SIDE: u32 = 4096;
/// 2000-01-01 and 2200-01-01: outside, a clock says nothing at all.
const TIMES: std::ops::Range<i64> = 946_684_800_000..7_258_118_400_000;

/// The answers, as the rules read them.
pub(super) fn check(
    visit: &VisitV1,
    template: &Template,
    codes: &Codes,
    members: &[MemberId],
) -> Result<Answers, Stop> {
    if visit.revision < 1 {
        return Err(Stop::reject("out_of_range", "edit.revision"));
    }
    if template.profile(&visit.profile).is_none() {
        return Err(Stop::reject("unknown_profile", "edit.profile"));
    }
    for (field, time) in [
        ("started_ms", visit.started_ms),
        ("ended_ms", visit.ended_ms),
    ] {
        if !TIMES.contains(&time) {
            return Err(Stop::reject("out_of_range", format!("edit.{field}")));
        }
    }
    if visit.ended_ms < visit.started_ms {
        return Err(Stop::reject("end_before_start", "edit.ended_ms"));
    }
    geo(&visit.geo, "edit.geo")?;
    words(visit.photo_waiver.as_deref(), "edit.photo_waiver")?;
    let answers = answers(visit, template, members)?;
    photos(visit, codes)?;
    problems(visit, codes)?;
    Ok(answers)
}

fn answers(visit: &VisitV1, template: &Template, members: &[MemberId]) -> Result<Answers, Stop> {
    if visit.answers.len() > MAX_ANSWERS {
        return Err(Stop::reject("too_many", "edit.answers"));
    }
    let mut all = Answers::new();
    for (place, answer) in visit.answers.iter().enumerate() {
        let field = || format!("edit.answers[{place}]");
        if all.get(&answer.item, answer.member).is_some() {
            return Err(Stop::reject("repeated", field()));
        }
        if answer
            .member
            .is_some_and(|member| !members.contains(&member))
        {
            return Err(Stop::reject(
                "unknown_member",
                format!("{}.member", field()),
            ));
        }
        let value = (&answer.value).into();
        template
            .check_of(&answer.item, answer.member, &value)
            .map_err(|error| Stop::reject(error.code.as_str(), field()))?;
        let key = AnswerKey {
            item: answer.item.clone(),
            member: answer.member,
        };
        let unchanged = answer.unchanged;
        all.insert(key, Answer { value, unchanged });
    }
    Ok(all)
}

fn photos(visit: &VisitV1, codes: &Codes) -> Result<(), Stop> {
    if visit.photos.len() > MAX_PHOTOS {
        return Err(Stop::reject("too_many", "edit.photos"));
    }
    let mut seen = HashSet::new();
    for (place, photo) in visit.photos.iter().enumerate() {
        let at = |name: &str| format!("edit.photos[{place}].{name}");
        if !seen.insert(photo.id) {
            return Err(Stop::reject("repeated", at("id")));
        }
        if codes.find("photo_kind", &photo.kind).is_none() {
            return Err(Stop::reject("unknown_kind", at("kind")));
        }
        sizes(photo, at)?;
        geo(&photo.geo, &at("geo"))?;
        if let Some(claimed) = &photo.exif {
            exif(claimed, &at("exif"))?;
        }
    }
    Ok(())
}

fn sizes(photo: &PhotoV1, at: impl Fn(&str) -> String) -> Result<(), Stop> {
    for (name, digest) in [
        ("sha256", &photo.sha256),
        ("original_sha256", &photo.original_sha256),
    ] {
        if !is_digest(digest) {
            return Err(Stop::reject("not_a_digest", at(name)));
        }
    }
    if photo.bytes == 0 || photo.bytes > MAX_PHOTO_BYTES {
        return Err(Stop::reject("out_of_range", at("bytes")));
    }
    for (name, side) in [("width", photo.width), ("height", photo.height)] {
        if side == 0 || side > MAX_SIDE {
            return Err(Stop::reject("out_of_range", at(name)));
        }
    }
    if !TIMES.contains(&photo.taken_ms) {
        return Err(Stop::reject("out_of_range", at("taken_ms")));
    }
    Ok(())
}

fn problems(visit: &VisitV1, codes: &Codes) -> Result<(), Stop> {
    if visit.problems.len() > MAX_PROBLEMS {
        return Err(Stop::reject("too_many", "edit.problems"));
    }
    for (place, problem) in visit.problems.iter().enumerate() {
        let at = |name: &str| format!("edit.problems[{place}].{name}");
        if codes.find("severity", &problem.severity).is_none() {
            return Err(Stop::reject("unknown_option", at("severity")));
        }
        if codes.find("problem_category", &problem.category).is_none() {
            return Err(Stop::reject("unknown_option", at("category")));
        }
        words(Some(&problem.title), &at("title"))?;
        words(Some(&problem.key), &at("key"))?;
        words(Some(&problem.from), &at("from"))?;
        words(problem.dismissed.as_deref(), &at("dismissed"))?;
    }
    Ok(())
}

fn geo(geo: &GeoV1, field: &str) -> Result<(), Stop> {
    match geo {
        GeoV1::At {
            lat, lon, datum, ..
        } => {
            on_earth(*lat, *lon, field)?;
            if datum != domain::geo::DATUM {
                return Err(Stop::reject("unknown_datum", format!("{field}.datum")));
            }
            Ok(())
        }
        GeoV1::Missing { reason } => words(Some(reason), &format!("{field}.reason")),
    }
}

/// Only shown, never used; still it must be what it says.
fn exif(claimed: &ExifV1, field: &str) -> Result<(), Stop> {
    words(claimed.time.as_deref(), &format!("{field}.time"))?;
    if let Some(ExifPlaceV1 { lat, lon }) = claimed.place {
        on_earth(lat, lon, &format!("{field}.place"))?;
    }
    Ok(())
}

fn on_earth(lat: f64, lon: f64, field: &str) -> Result<(), Stop> {
    if !(-90.0..=90.0).contains(&lat) {
        return Err(Stop::reject("out_of_range", format!("{field}.lat")));
    }
    if !(-180.0..=180.0).contains(&lon) {
        return Err(Stop::reject("out_of_range", format!("{field}.lon")));
    }
    Ok(())
}

fn words(text: Option<&str>, field: &str) -> Result<(), Stop> {
    // PostgreSQL keeps no such text, and nobody types one.
    if text.is_some_and(|text| text.contains('\0')) {
        return Err(Stop::reject("malformed", field));
    }
    if text.is_some_and(|text| text.chars().count() > MAX_WORDS) {
        return Err(Stop::reject("too_long", field));
    }
    Ok(())
}

/// Whether a text is a SHA-256 as the wire writes it.
pub fn is_digest(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
