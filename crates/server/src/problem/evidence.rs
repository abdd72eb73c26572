//! 佐证: how many photos show that a problem was there, and that it is rectified.

use std::collections::{HashMap, HashSet};

use domain::id::{CountyId, PhotoId};
use protocol::problem::MoveProblemV1;

use crate::db::{Reader, Row, Value};
use crate::error::Error;

/// What shows a problem, counted by what it shows; each photo once. Without `Debug`: a reason is
/// words of a person.
#[derive(Clone, Default)]
pub struct Evidence {
    /// Of the visit that found it.
    pub before: usize,
    /// Of the last report that it is rectified, since it was last opened.
    pub after: usize,
    /// Of whoever judged that report.
    pub verified: usize,
    /// Why the report has no photos.
    pub waiver: Option<String>,
}

/// The photos a problem's steps name, as they are gone through.
#[derive(Default)]
struct Named {
    after: HashSet<PhotoId>,
    verified: HashSet<PhotoId>,
    waiver: Option<String>,
}

impl Named {
    fn step(&mut self, said: MoveProblemV1) {
        let photos = said.photos.iter().map(|photo| photo.photo_id);
        match said.step.as_str() {
            // What an earlier report showed was not enough, or did not last.
            "finish" | "fix_at_once" => {
                *self = Self {
                    after: photos.collect(),
                    verified: HashSet::new(),
                    waiver: said.photo_waiver,
                }
            }
            "reopen" => *self = Self::default(),
            "verify" | "sign_off" | "send_back" => self.verified.extend(photos),
            _ => {}
        }
    }

    fn count(self, before: &HashSet<PhotoId>) -> Evidence {
        let Self {
            after,
            verified,
            waiver,
        } = self;
        // Put right on the spot, one visit shows both: what the report names is of afterwards.
        let before = before.iter().filter(|photo| !after.contains(*photo));
        let before: HashSet<_> = before.collect();
        let verified = verified
            .iter()
            .filter(|photo| !after.contains(*photo) && !before.contains(*photo));
        Evidence {
            before: before.len(),
            verified: verified.count(),
            after: after.len(),
            waiver,
        }
    }
}

/// A problem, and the visit that found it.
pub struct FoundBy {
    pub problem: String,
    pub visit: Option<String>,
}

impl FoundBy {
    /// Of a row with `problem_id` and `visit_id`.
    pub fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            problem: row.text("problem_id")?,
            visit: row.optional_text("visit_id")?,
        })
    }
}

/// The evidence of problems, by their id.
pub fn of(
    reader: &mut Reader<'_>,
    county: CountyId,
    problems: Vec<FoundBy>,
) -> Result<HashMap<String, Evidence>, Error> {
    let visits = problems.iter().filter_map(|one| one.visit.as_ref());
    let visits: HashSet<&String> = visits.collect();
    let visits: Vec<Value> = visits.into_iter().map(Into::into).collect();
    let mut shown: HashMap<String, HashSet<PhotoId>> = HashMap::new();
    let photos = reader.query_many(
        "select i.visit_id, i.photo_id from visit_photo i
         join visit v on v.county_id = i.county_id and v.visit_id = i.visit_id
         where i.county_id = $1 and v.state <> 'voided' and i.visit_id in ($many)",
        &[county.into()],
        &visits,
    )?;
    for row in &photos {
        let of_visit = shown.entry(row.text("visit_id")?).or_default();
        of_visit.insert(row.id("photo_id")?);
    }

    let ids: Vec<Value> = problems.iter().map(|one| (&one.problem).into()).collect();
    let steps = reader.query_many(
        "select problem_id, sequence, body from problem_step
         where county_id = $1 and body is not null and problem_id in ($many)",
        &[county.into()],
        &ids,
    )?;
    let mut in_order = Vec::with_capacity(steps.len());
    for row in &steps {
        in_order.push((row.int("sequence")?, row));
    }
    in_order.sort_by_key(|(sequence, _)| *sequence);
    let mut named: HashMap<String, Named> = HashMap::new();
    for (_, row) in in_order {
        // Lines of a history that are no moves say other things.
        if let Ok(said) = serde_json::from_str(&row.text("body")?) {
            named.entry(row.text("problem_id")?).or_default().step(said);
        }
    }

    let none = HashSet::new();
    let all = problems.into_iter().map(|FoundBy { problem, visit }| {
        let before = visit.and_then(|visit| shown.get(&visit)).unwrap_or(&none);
        let evidence = named.remove(&problem).unwrap_or_default().count(before);
        (problem, evidence)
    });
    Ok(all.collect())
}
