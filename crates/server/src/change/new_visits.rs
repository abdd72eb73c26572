//! New visits of one phone, many at once: what nearly every push is. Each is judged as it would be
//! alone (see [`super::save_visit`]); the database is asked once for all, and written once.

use std::collections::BTreeMap;

use domain::id::{CountyId, HouseholdId};
use protocol::push::Outcome;
use protocol::row::kind;
use protocol::visit::VisitV1;

use super::judge::{Judged, judge};
use super::keep::{self, Place};
use super::known::{Home, Known};
use super::{Arrival, Device, Incoming, judge as judging, visit_rows, when};
use crate::clock::{date_text, period};
use crate::county::{AUDIT, County, audit_row, next_sequences};
use crate::db::{Tx, Value};
use crate::error::Error;
use crate::feed;
use crate::visit::Head;

/// Numbers each stored visit uses: its own, its showing's, its line's in the audit log.
const NUMBERS: usize = 3;

/// Whether anything at all may be stored in this way: not from a phone whose work a person must
/// see, nor while a county that was set back gets back what it lacks.
pub(super) fn may_come_together(county: &County, device: Device) -> bool {
    !device.revoked && !county.live().was_set_back()
}

/// Receives new visits; `None` for those with something about them that must be seen to one by
/// one.
pub(super) fn receive(
    tx: &mut Tx<'_>,
    county: &County,
    device: Device,
    run: &[(&Incoming, &VisitV1)],
    now: i64,
) -> Result<Vec<Option<Outcome>>, Error> {
    let known = Known::about(tx, county.id, device, run)?;
    let mut accepted = Vec::with_capacity(run.len());
    for (place, (incoming, visit)) in run.iter().enumerate() {
        // Its number follows once it is known how many there are.
        let arrival = Arrival::of(incoming, county, device, 0, now);
        if !known.has_met(incoming, visit)
            && let Some(new) = New::of(&known, arrival, visit)
        {
            accepted.push((place, new));
        }
    }
    if accepted.is_empty() {
        return Ok(run.iter().map(|_| None).collect());
    }
    let mut sequence = next_sequences(tx, county.id, accepted.len() * NUMBERS)?;
    for (_, new) in &mut accepted {
        new.arrival.sequence = sequence;
        sequence += NUMBERS as i64;
    }
    let mut outcomes: Vec<Option<Outcome>> = run.iter().map(|_| None).collect();
    let mut rows = Rows::default();
    for (place, new) in accepted {
        let outcome = keep::outcome(&new.arrival, &Place::Applied);
        let (incoming, visit) = run[place];
        rows.add(&known, &new, incoming, visit, &outcome)?;
        outcomes[place] = Some(outcome);
    }
    rows.store(tx, county.id)?;
    Ok(outcomes)
}

/// A visit that is the county's once its rows are stored.
struct New<'a> {
    arrival: Arrival<'a>,
    home: &'a Home,
    judged: Judged,
}

impl<'a> New<'a> {
    /// Judges a visit. Whatever is not plainly a new visit by somebody who helps the household is
    /// left to be received by itself, with everything that is asked then.
    fn of(known: &'a Known, arrival: Arrival<'a>, visit: &VisitV1) -> Option<Self> {
        let home = known.home(visit)?;
        let sealed = when::new(&arrival, &visit.clock, known.enrolled_ms);
        if visit.visitor_id != arrival.device.person {
            return None;
        }
        let person = visit.visitor_id.to_string();
        // A captain's own visit opens the household to the captain of the town.
        if known.is_led_by(&home.family.household.area_code, &person) {
            return None;
        }
        judging::check(visit, &home.family).ok()?;
        let (began_ms, ended) = judging::span(visit, sealed);
        if !home.is_helped_by(&person, &date_text(began_ms)) {
            return None;
        }
        let judged = judge(visit, &home.family, &known.params, ended).ok()?;
        Some(Self {
            arrival,
            home,
            judged,
        })
    }
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
}

/// What a household's figures gain.
#[derive(Default)]
struct Counted {
    visits: u32,
    last_ms: i64,
    last_period: Option<String>,
}

impl Rows {
    fn add(
        &mut self,
        known: &Known,
        new: &New<'_>,
        incoming: &Incoming,
        visit: &VisitV1,
        outcome: &Outcome,
    ) -> Result<(), Error> {
        let arrival = &new.arrival;
        let (county, id) = (arrival.county.id, visit.id.to_string());
        let change = &incoming.change;
        let kind = incoming.kind.as_deref().unwrap_or_default();
        let verified = known.verified(visit);
        let photos_here = visit
            .photos
            .iter()
            .filter(|photo| verified.contains(&photo.sha256));
        let village = new.home.family.household.area_code.as_str();
        self.changes
            .push(keep::row(arrival, change, kind, &Place::Applied, outcome)?);
        self.revisions.push(visit_rows::revision(arrival, visit));
        self.visits.push(visit_rows::visit(
            arrival,
            visit,
            &new.judged,
            (village, false),
            photos_here.count(),
        ));
        self.photos.extend(visit_rows::photos(arrival, visit));
        self.problems
            .extend(visit_rows::problems(arrival, visit, &new.judged));
        for person in known.viewers(new.home, visit) {
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
            trusted_ended_ms: Some(new.judged.ended.at_ms),
            photos_verified: verified,
            reviews: Vec::new(),
            batch_id: None,
            answerable_id: None,
        };
        let sealed = Some(arrival.change_id);
        self.records
            .push(feed::record_row(county, kind::VISIT, &id, &head, sealed)?);
        self.count(visit, &new.judged);
        Ok(())
    }

    fn count(&mut self, visit: &VisitV1, judged: &Judged) {
        let counted = self.counted.entry(visit.household_id).or_default();
        counted.visits += 1;
        counted.last_ms = counted.last_ms.max(judged.ended.at_ms);
        if judged.counts {
            let period = Some(period(judged.ended.at_ms));
            counted.last_period = counted.last_period.take().max(period);
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
            ]
        });
        tx.update_many(
            "update household set
                 visits = visits + v.column2,
                 last_visit_ms = case when last_visit_ms > v.column3
                     then last_visit_ms else v.column3 end,
                 last_counting_period = case
                     when v.column4 is null or last_counting_period > v.column4
                     then last_counting_period else v.column4 end
             from $rows as v
             where county_id = $1 and household_id = v.column1",
            &[county.into()],
            &["text", "bigint", "bigint", "text"],
            counted.collect(),
        )?;
        Ok(())
    }
}
