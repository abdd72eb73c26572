//! New visits looked at before the writer's turn: which family, whether the rules take the visit,
//! what they find. Many requests are looked at side by side; the one writer only writes down.

use std::collections::HashMap;

use domain::id::{ChangeId, CountyId};
use protocol::visit::VisitV1;

use super::judge::{self, Judged};
use super::known::{Home, Known};
use super::{Arrival, Came, Device, Incoming, when};
use crate::clock::date_text;
use crate::county::{County, standing};
use crate::db::Reader;
use crate::error::Error;

/// What was found out about some visits.
pub struct Seen {
    /// As it stood when they were looked at.
    standing: i64,
    pub(super) known: Known,
    judged: HashMap<ChangeId, Judged>,
}

impl Seen {
    /// Looks at the new visits of a request; `None` when there are none, or when each must be seen
    /// to by itself.
    ///
    /// # Errors
    /// When the database failed.
    pub fn among(
        reader: &mut Reader<'_>,
        county: &County,
        device: Device,
        changes: &[Came],
        now: i64,
    ) -> Result<Option<Self>, Error> {
        let visits: Vec<_> = changes.iter().filter_map(Came::new_visit).collect();
        if visits.is_empty() || !may_come_together(county, device) {
            return Ok(None);
        }
        Self::of(reader, county, device, &visits, now).map(Some)
    }

    pub(super) fn of(
        reader: &mut Reader<'_>,
        county: &County,
        device: Device,
        visits: &[(&Incoming, &VisitV1)],
        now: i64,
    ) -> Result<Self, Error> {
        let standing = standing(reader, county.id)?;
        let mut known = Known::about(reader, county, device, visits)?;
        let mut judged = HashMap::with_capacity(visits.len());
        for (incoming, visit) in visits {
            // Its number follows in the writer's turn.
            let arrival = Arrival::of(incoming, county, device, 0, now);
            if !known.has_met(incoming, visit)
                && let Some(new) = judged_new(&known, &arrival, visit)
            {
                judged.insert(incoming.id(), new);
            }
        }
        known.forget_families();
        Ok(Self {
            standing,
            known,
            judged,
        })
    }

    /// Whether all of it still holds: nothing was written since but visits like these.
    pub(super) fn holds(&self, reader: &mut Reader<'_>, county: CountyId) -> Result<bool, Error> {
        Ok(standing(reader, county)? == self.standing)
    }

    /// What the rules make of a visit, and whom it was paid to; `None` for those with something
    /// about them that must be seen to one by one.
    pub(super) fn judged(&self, incoming: &Incoming, visit: &VisitV1) -> Option<(&Home, &Judged)> {
        let judged = self.judged.get(&incoming.id())?;
        Some((self.known.home(visit)?, judged))
    }
}

/// Whether anything at all may be stored together: not from a phone whose work a person must see,
/// nor while a county that was set back gets back what it lacks.
pub(super) fn may_come_together(county: &County, device: Device) -> bool {
    !device.revoked && !county.live().was_set_back()
}

/// Judges a visit. Whatever is not plainly a new visit by somebody who helps the household is left
/// to be received by itself, with everything that is asked then.
fn judged_new(known: &Known, arrival: &Arrival<'_>, visit: &VisitV1) -> Option<Judged> {
    let home = known.home(visit)?;
    let family = home.family.as_ref()?;
    let sealed = when::new(arrival, &visit.clock, known.enrolled_ms);
    if visit.visitor_id != arrival.device.person {
        return None;
    }
    let person = visit.visitor_id.to_string();
    // A captain's own visit opens the household to the captain of the town.
    if known.is_led_by(&home.village, &person) {
        return None;
    }
    let template = known.template(visit)?;
    let answers = judge::check(visit, template, family).ok()?;
    let (began_ms, ended) = judge::span(visit, sealed);
    if !home.is_helped_by(&person, &date_text(began_ms)) {
        return None;
    }
    Some(judge::judge(
        visit,
        template,
        answers,
        family,
        &known.rules,
        ended,
    ))
}
