//! Households, who lives in them, who helps them, and who is shown them.

use domain::id::{AssignmentId, HouseholdId, MemberId};
use fastrand::Rng;
use protocol::row::{AssignmentV1, kind};
use serde::Serialize;
use server::clock::period;
use server::db::Value;

use super::fill::{Ground, Place, Rows, TOGETHER, store as write};
use crate::bench::Error;
use crate::county::{COUNTY_NAME, id};
use crate::household::{Home, family};
use crate::names;

pub(super) const RECORD: &str = "insert into record (county_id, kind, record_id, body, sealed)";
pub(super) const FEED: &str =
    "insert into feed (county_id, person_id, kind, record_id, sequence, removed)";

/// Which households there will be. Nothing is written yet: how often each is visited comes first.
pub(super) fn plan(
    ground: &Ground,
    households: usize,
    patterns: usize,
    rng: &mut Rng,
) -> Vec<Place> {
    (0..households)
        .map(|at| Place {
            id: HouseholdId::from_uuid(id(rng)),
            members: Vec::new(),
            pattern: at % patterns,
            village: at % ground.villages.len(),
            // Those of a village share its few cadres.
            helper: ground.cadres
                [(at % ground.villages.len() * 3 + rng.usize(..3)) % ground.cadres.len()],
            visits: 0,
            last_ms: 0,
        })
        .collect()
}

/// People of a household of the design ceiling: 799,100 in 227,500 (DOMAIN §7).
const MEMBERS: f64 = 799_100.0 / 227_500.0;

/// One household in so many has nobody who answers for it.
const UNHELPED: usize = 200;

pub(super) async fn store(
    ground: &Ground,
    places: &mut [Place],
    rng: &mut Rng,
    sequence: &mut i64,
) -> Result<(), Error> {
    let (mut number, mut people) = (0, 0.0);
    for chunk in places.chunks_mut(TOGETHER) {
        let mut tables = Tables::new(ground, sequence, people);
        for place in chunk {
            number += 1;
            tables.home(place, number, rng)?;
        }
        people = tables.people;
        write(&ground.db, tables.into_rows()).await?;
    }
    Ok(())
}

struct Tables<'a> {
    ground: &'a Ground,
    sequence: &'a mut i64,
    /// Members so far.
    people: f64,
    households: Rows,
    members: Rows,
    assignments: Rows,
    records: Rows,
    feed: Rows,
}

impl<'a> Tables<'a> {
    fn new(ground: &'a Ground, sequence: &'a mut i64, people: f64) -> Self {
        Self {
            ground,
            sequence,
            people,
            households: Rows::of(
                "insert into household (county_id, household_id, number, area_code, town_code,
                     head_name, category, home_group, helper_name, has_helper, visits,
                     last_visit_ms, last_counting_period)",
            ),
            members: Rows::of(
                "insert into member (county_id, member_id, household_id, number, id_number,
                     id_check, active)",
            ),
            assignments: Rows::of(
                "insert into assignment (county_id, assignment_id, household_id, person_id, kind,
                     starts, ends, active)",
            ),
            records: Rows::of(RECORD),
            feed: Rows::of(FEED),
        }
    }

    fn into_rows(self) -> Vec<Rows> {
        vec![
            self.households,
            self.members,
            self.assignments,
            self.records,
            self.feed,
        ]
    }

    fn home(&mut self, place: &mut Place, number: usize, rng: &mut Rng) -> Result<(), Error> {
        let village = &self.ground.villages[place.village];
        let town = place.village % 32;
        let home = Home {
            county: COUNTY_NAME,
            town: &names::town(town, 32),
            village: &village.name,
            village_code: &village.code,
            centre: (34.58, 105.72),
            number,
        };
        let (mut household, mut members) = family(rng, &home);
        // Those of the demonstration are small: of two families the larger, as long as it takes.
        if self.people < MEMBERS * number as f64 {
            let other = family(rng, &home);
            if other.1.len() > members.len() {
                (household, members) = other;
            }
        }
        self.people += members.len() as f64;
        household.id = place.id;
        let county = self.ground.county;
        let helped = !number.is_multiple_of(UNHELPED);
        let last = (place.visits > 0).then_some(place.last_ms);
        self.households.add(vec![
            county.into(),
            place.id.into(),
            (&household.number).into(),
            (&village.code).into(),
            (&village.town).into(),
            (&household.head_name).into(),
            household.monitor_category.clone().into(),
            household.group_of_help().as_str().into(),
            helped.then(|| names::person(rng, true)).into(),
            helped.into(),
            place.visits.into(),
            last.into(),
            last.map(period).into(),
        ]);
        self.show(place, kind::HOUSEHOLD, &place.id, &household)?;
        for mut row in members {
            row.member.household_id = place.id;
            place.members.push(row.member.id);
            self.members.add(vec![
                county.into(),
                row.member.id.into(),
                place.id.into(),
                (&row.member.number).into(),
                (&row.id_number).into(),
                "ok".into(),
                row.member.active.into(),
            ]);
            self.show::<MemberId>(place, kind::MEMBER, &row.member.id, &row.member)?;
        }
        if helped {
            self.helper(place, rng)?;
        }
        Ok(())
    }

    fn helper(&mut self, place: &Place, rng: &mut Rng) -> Result<(), Error> {
        let county = self.ground.county;
        let assignment = AssignmentV1 {
            id: AssignmentId::from_uuid(id(rng)),
            household_id: place.id,
            person_id: place.helper,
            kind: "primary".to_owned(),
            from: "2024-01-01".to_owned(),
            to: None,
        };
        self.assignments.add(vec![
            county.into(),
            assignment.id.into(),
            place.id.into(),
            place.helper.into(),
            "primary".into(),
            (&assignment.from).into(),
            Value::Null,
            true.into(),
        ]);
        self.show(place, kind::ASSIGNMENT, &assignment.id, &assignment)
    }

    /// A row's body, and that helper and captain see it.
    fn show<I: ToString>(
        &mut self,
        place: &Place,
        kind: &str,
        id: &I,
        body: &impl Serialize,
    ) -> Result<(), Error> {
        let county = self.ground.county;
        let id = id.to_string();
        self.records.add(vec![
            county.into(),
            kind.into(),
            (&id).into(),
            serde_json::to_string(body)?.into(),
            Value::Null,
        ]);
        *self.sequence += 1;
        let captain = self.ground.villages[place.village].captain;
        let mut people = vec![place.helper];
        if captain != place.helper {
            people.push(captain);
        }
        for person in people {
            self.feed.add(vec![
                county.into(),
                person.into(),
                kind.into(),
                (&id).into(),
                (*self.sequence).into(),
                0i64.into(),
            ]);
        }
        Ok(())
    }
}
