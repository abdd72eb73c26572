//! New visits of one phone, many at once: what nearly every push is. Each is judged as it would be
//! alone (see [`super::save_visit`]); the database is asked once for all, and written once.

use std::collections::BTreeMap;

use domain::id::{CountyId, HouseholdId, VisitId};
use protocol::push::Outcome;
use protocol::row::kind;
use protocol::visit::VisitV1;

use super::judge::Judged;
use super::keep::{self, Place};
use super::known::{self, Home, Known};
use super::seen::Seen;
use super::{Arrival, Device, Incoming, Stop, release, visit_rows};
use crate::clock::{date_text, period};
use crate::county::{AUDIT, County, audit_row, visit_sequences};
use crate::db::{Tx, Value};
use crate::error::Error;
use crate::visit::Head;
use crate::{feed, reuse, tally};

/// Numbers each stored visit uses: its own, its showing's, its line's in the audit log.
const NUMBERS: usize = 3;

/// Receives new visits, as they were seen before if that still holds; `None` for those with
/// something about them that must be seen to one by one.
pub(super) fn receive(
    tx: &mut Tx<'_>,
    county: &County,
    device: Device,
    run: &[(&Incoming, &VisitV1)],
    seen: Option<&Seen>,
    now: i64,
) -> Result<Vec<Option<Outcome>>, Error> {
    let anew;
    let seen = match seen {
        Some(seen) if seen.holds(tx, county.id)? => seen,
        _ => {
            anew = Seen::of(tx, county, device, run, now)?;
            &anew
        }
    };
    let judged: Vec<_> = run
        .iter()
        .map(|(incoming, visit)| seen.judged(incoming, visit))
        .collect();
    let accepted = judged.iter().flatten().count();
    if accepted == 0 {
        return Ok(run.iter().map(|_| None).collect());
    }
    let mut sequence = visit_sequences(tx, county.id, accepted * NUMBERS)?;
    // Photos may have come since.
    let photos = known::photos(tx, county.id, run)?;
    let mut outcomes = Vec::with_capacity(run.len());
    let mut rows = Rows::default();
    for ((incoming, visit), judged) in run.iter().zip(judged) {
        outcomes.push(match judged {
            None => None,
            Some((home, judged)) => {
                let arrival = Arrival::of(incoming, county, device, sequence, now);
                sequence += NUMBERS as i64;
                let new = New {
                    incoming,
                    visit,
                    arrival,
                    home,
                    judged,
                    verified: known::verified(&photos, visit),
                };
                Some(rows.add(&seen.known, new)?)
            }
        });
    }
    let with_photos = std::mem::take(&mut rows.with_photos);
    rows.store(tx, county.id)?;
    for visit in with_photos {
        reuse::leave_of_visit(tx, county.id, visit)?;
    }
    release::wake_reports(tx, county, now).map_err(Stop::into_error)?;
    Ok(outcomes)
}

/// A visit that is the county's once its rows are stored.
struct New<'a> {
    incoming: &'a Incoming,
    visit: &'a VisitV1,
    arrival: Arrival<'a>,
    home: &'a Home,
    judged: &'a Judged,
    /// Digests of its photos that are here.
    verified: Vec<String>,
}

/// Everything to be written, by table.
#[derive(Default)]
struct Rows {
    changes: Vec<Vec<Value>>,
    revisions: Vec<Vec<Value>>,
    visits: Vec<Vec<Value>>,
    photos: Vec<Vec<Value>>,
    problems: Vec<Vec<Value>>,
    records: Vec<Vec<Value>>,
    feed: Vec<Vec<Value>>,
    audit: Vec<Vec<Value>>,
    counted: BTreeMap<HouseholdId, Counted>,
    tallied: Vec<tally::Received>,
    /// Visits whose photos came before them.
    with_photos: Vec<VisitId>,
}

/// What a household's figures gain.
#[derive(Default)]
struct Counted {
    visits: u32,
    last_ms: i64,
    last_period: Option<String>,
    /// Of the last one that counts.
    counted_ms: Option<i64>,
}

impl Rows {
    fn add(&mut self, known: &Known, new: New<'_>) -> Result<Outcome, Error> {
        let New {
            incoming,
            visit,
            arrival,
            home,
            judged,
            verified,
        } = new;
        let (county, id) = (arrival.county.id, visit.id.to_string());
        let outcome = keep::outcome(&arrival, &Place::Applied);
        let kind = incoming.kind.as_deref().unwrap_or_default();
        let photos_here = visit
            .photos
            .iter()
            .filter(|photo| verified.contains(&photo.sha256));
        if !verified.is_empty() {
            self.with_photos.push(visit.id);
        }
        self.changes.push(keep::row(
            &arrival,
            &incoming.change,
            kind,
            &Place::Applied,
            &outcome,
        )?);
        self.revisions.push(visit_rows::revision(&arrival, visit));
        let here = photos_here.count();
        let missing = visit.photos.len().saturating_sub(here);
        let tallied = tally::tallied_new(missing, &date_text(arrival.now));
        self.visits.push(visit_rows::visit(
            &arrival,
            visit,
            judged,
            (&home.village, false),
            (here, Some(&tallied)),
        ));
        self.tallied.push(tally::Received {
            household_id: visit.household_id,
            area_code: home.village.clone(),
            tallied,
            counts: judged.counts,
            profile: visit.profile.clone(),
            ended_ms: judged.ended.at_ms,
        });
        self.photos.extend(visit_rows::photos(&arrival, visit));
        self.problems
            .extend(visit_rows::problems(&arrival, visit, judged));
        for person in known.viewers(home, visit) {
            let sequence = arrival.sequence + 1;
            self.feed.push(feed::row(
                county,
                &person,
                kind::VISIT,
                &id,
                sequence,
                false,
            ));
        }
        let person = Some(arrival.device.person);
        let position = arrival.sequence + 2;
        self.audit.push(audit_row(
            county,
            (position, arrival.now),
            person,
            "visit_received",
            &id,
        ));
        let head = Head {
            id: visit.id,
            revision: visit.revision,
            state: "submitted".to_owned(),
            visitor_name: known.person_name.clone(),
            received_ms: arrival.now,
            trusted_ended_ms: Some(judged.ended.at_ms),
            photos_verified: verified,
            reviews: Vec::new(),
            batch_id: None,
            answerable_id: None,
            // Found once its photos are here.
            repeated: Vec::new(),
        };
        let sealed = Some(arrival.change_id);
        self.records
            .push(feed::record_row(county, kind::VISIT, &id, &head, sealed)?);
        self.count(visit, judged);
        Ok(outcome)
    }

    fn count(&mut self, visit: &VisitV1, judged: &Judged) {
        let counted = self.counted.entry(visit.household_id).or_default();
        counted.visits += 1;
        counted.last_ms = counted.last_ms.max(judged.ended.at_ms);
        if judged.counts {
            let period = Some(period(judged.ended.at_ms));
            counted.last_period = counted.last_period.take().max(period);
            counted.counted_ms = counted.counted_ms.max(Some(judged.ended.at_ms));
        }
    }

    fn store(self, tx: &mut Tx<'_>, county: CountyId) -> Result<(), Error> {
        tx.insert_many(keep::CHANGE, self.changes, "")?;
        tx.insert_many(visit_rows::REVISION, self.revisions, "")?;
        tx.insert_many(visit_rows::VISIT, self.visits, "")?;
        tx.insert_many(visit_rows::PHOTO, self.photos, "")?;
        tx.insert_many(visit_rows::PROBLEM, self.problems, "")?;
        tx.insert_many(feed::RECORD, self.records, "")?;
        tx.insert_many(feed::FEED, self.feed, "")?;
        tx.insert_many(AUDIT, self.audit, "")?;
        let counted = self.counted.into_iter().map(|(household, gained)| {
            vec![
                household.into(),
                gained.visits.into(),
                gained.last_ms.into(),
                gained.last_period.into(),
                gained.counted_ms.into(),
            ]
        });
        tx.update_many(
            "update household set
                 visits = visits + v.column2,
                 last_visit_ms = case when last_visit_ms > v.column3
                     then last_visit_ms else v.column3 end,
                 last_counting_period = case
                     when v.column4 is null or last_counting_period > v.column4
                     then last_counting_period else v.column4 end,
                 counted_ms = case when v.column5 is null or counted_ms > v.column5
                     then counted_ms else v.column5 end
             from $rows as v
             where county_id = $1 and household_id = v.column1",
            &[county.into()],
            &["text", "bigint", "bigint", "text", "bigint"],
            counted.collect(),
        )?;
        tally::received(tx, county, &self.tallied)
    }
}
