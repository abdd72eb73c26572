//! What the county knows that bears on some new visits of one phone, asked for all of them at
//! once.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use domain::checklist::Template;
use domain::id::{CountyId, HouseholdId};
use protocol::row::{HouseholdV1, MemberV1};
use protocol::visit::VisitV1;

use super::judge::{Family, Rules};
use super::rights::Assigned;
use super::{Device, Incoming};
use crate::checklist;
use crate::county::County;
use crate::db::{Reader, Row, Value};
use crate::error::Error;

/// What bears on them.
pub(super) struct Known {
    /// Changes that are here, or that others wait for; visits that are here; as stored.
    met: HashSet<String>,
    homes: BTreeMap<HouseholdId, Home>,
    /// Who leads a village.
    captains: BTreeMap<String, Vec<String>>,
    pub(super) person_name: String,
    /// When the phone was enrolled.
    pub(super) enrolled_ms: i64,
    pub(super) rules: Rules,
    /// The checklists they were answered under, as far as they are known here.
    templates: BTreeMap<String, Arc<Template>>,
}

/// A household that was visited.
pub(super) struct Home {
    /// Until its visits are judged.
    pub(super) family: Option<Family>,
    pub(super) village: String,
    /// Who helps it or did, as stored.
    pub(super) assigned: Vec<(String, Assigned)>,
}

impl Home {
    /// Whether somebody helps this household, or did on that day.
    pub(super) fn is_helped_by(&self, person: &str, day: &str) -> bool {
        let mut mine = self.assigned.iter().filter(|(who, _)| who == person);
        mine.any(|(_, one)| one.covers(day))
    }
}

impl Known {
    pub(super) fn about(
        reader: &mut Reader<'_>,
        at: &County,
        device: Device,
        visits: &[(&Incoming, &VisitV1)],
    ) -> Result<Self, Error> {
        let county = at.id;
        let mut templates = BTreeMap::new();
        for (_, visit) in visits {
            let version = &visit.template_version;
            if !templates.contains_key(version)
                && let Some(known) = checklist::template(reader, at, version)?
            {
                templates.insert(version.clone(), known);
            }
        }
        let earliest = visits.iter().map(|(_, visit)| visit.ended_ms).min();
        let homes = homes(reader, county, visits)?;
        let villages: BTreeSet<&str> = homes.values().map(|home| home.village.as_str()).collect();
        let villages: Vec<Value> = villages.into_iter().map(Value::from).collect();
        let mut captains: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in reader.query_many(
            "select village_code, person_id from captaincy
             where county_id = $1 and village_code in ($many)",
            &[county.into()],
            &villages,
        )? {
            let village = captains.entry(row.text("village_code")?).or_default();
            village.push(row.text("person_id")?);
        }
        let name = reader.first(
            "select name from person where county_id = $1 and person_id = $2",
            &[county.into(), device.person.into()],
        )?;
        let enrolled = reader.first(
            "select enrolled_ms from device where county_id = $1 and device_id = $2",
            &[county.into(), device.id.into()],
        )?;
        Ok(Self {
            met: met(reader, county, visits)?,
            homes,
            captains,
            person_name: name
                .map(|row| row.text("name"))
                .transpose()?
                .unwrap_or_default(),
            enrolled_ms: enrolled
                .map(|row| row.int("enrolled_ms"))
                .transpose()?
                .unwrap_or(i64::MIN),
            rules: Rules::load(reader, county, earliest.unwrap_or(i64::MAX))?,
            templates,
        })
    }

    /// Whether the change or its visit is here already, or something waits for it.
    pub(super) fn has_met(&self, incoming: &Incoming, visit: &VisitV1) -> bool {
        self.met.contains(&incoming.id().to_string()) || self.met.contains(&visit.id.to_string())
    }

    pub(super) fn home(&self, visit: &VisitV1) -> Option<&Home> {
        self.homes.get(&visit.household_id)
    }

    /// The checklist a visit was answered under.
    pub(super) fn template(&self, visit: &VisitV1) -> Option<&Template> {
        let known = self.templates.get(&visit.template_version)?;
        (known.id == visit.template_id).then_some(known)
    }

    /// Whether this person leads this village.
    pub(super) fn is_led_by(&self, village: &str, person: &str) -> bool {
        let mut captains = self.captains.get(village).into_iter().flatten();
        captains.any(|captain| captain == person)
    }

    /// Lets go of what only the rules had to know: many requests wait for their turn to be written.
    pub(super) fn forget_families(&mut self) {
        for home in self.homes.values_mut() {
            home.family = None;
        }
        self.met = HashSet::new();
    }

    /// Who may see a visit to this home by somebody who does not lead its village: its visitor,
    /// who helps the family, who leads the village.
    pub(super) fn viewers(&self, home: &Home, visit: &VisitV1) -> BTreeSet<String> {
        let captains = self.captains.get(&home.village).into_iter().flatten();
        let helpers = home.assigned.iter().filter(|(_, one)| one.active);
        helpers
            .map(|(person, _)| person)
            .chain(captains)
            .cloned()
            .chain([visit.visitor_id.to_string()])
            .collect()
    }
}

/// Digests of the visit's photos that are here, in order.
pub(super) fn verified(photos: &HashSet<String>, visit: &VisitV1) -> Vec<String> {
    let mut verified: Vec<String> = visit
        .photos
        .iter()
        .filter(|photo| photos.contains(&photo.sha256))
        .map(|photo| photo.sha256.clone())
        .collect();
    verified.sort_unstable();
    verified.dedup();
    verified
}

fn homes(
    reader: &mut Reader<'_>,
    county: CountyId,
    visits: &[(&Incoming, &VisitV1)],
) -> Result<BTreeMap<HouseholdId, Home>, Error> {
    let ids: BTreeSet<HouseholdId> = visits.iter().map(|(_, visit)| visit.household_id).collect();
    let ids: Vec<Value> = ids.into_iter().map(Value::from).collect();
    let mut homes = BTreeMap::new();
    for row in reader.query_many(
        "select record_id, body from record
         where county_id = $1 and kind = 'household' and record_id in ($many)",
        &[county.into()],
        &ids,
    )? {
        let household: HouseholdV1 = row.json("body")?;
        homes.insert(
            row.id("record_id")?,
            Home {
                village: household.area_code.clone(),
                family: Some(Family {
                    household,
                    members: Vec::new(),
                }),
                assigned: Vec::new(),
            },
        );
    }
    for row in reader.query_many(
        "select m.household_id, r.body from member m
         join record r on r.county_id = m.county_id and r.kind = 'member'
             and r.record_id = m.member_id
         where m.county_id = $1 and m.household_id in ($many)
         order by m.household_id, m.number, m.member_id",
        &[county.into()],
        &ids,
    )? {
        let member: MemberV1 = row.json("body")?;
        if let Some(home) = home_of(&mut homes, &row)?
            && let Some(family) = &mut home.family
        {
            family.members.push(member);
        }
    }
    for row in reader.query_many(
        "select household_id, person_id, starts, ends, active from assignment
         where county_id = $1 and household_id in ($many)",
        &[county.into()],
        &ids,
    )? {
        let one = (row.text("person_id")?, Assigned::from_row(&row)?);
        if let Some(home) = home_of(&mut homes, &row)? {
            home.assigned.push(one);
        }
    }
    Ok(homes)
}

fn home_of<'a>(
    homes: &'a mut BTreeMap<HouseholdId, Home>,
    row: &Row,
) -> Result<Option<&'a mut Home>, Error> {
    Ok(homes.get_mut(&row.id("household_id")?))
}

fn met(
    reader: &mut Reader<'_>,
    county: CountyId,
    visits: &[(&Incoming, &VisitV1)],
) -> Result<HashSet<String>, Error> {
    let changes: Vec<Value> = visits.iter().map(|(one, _)| one.id().into()).collect();
    let ids: Vec<Value> = visits.iter().map(|(_, visit)| visit.id.into()).collect();
    let mut met = HashSet::new();
    for (sql, many) in [
        (
            "select change_id as id from change where county_id = $1 and change_id in ($many)",
            &changes,
        ),
        (
            "select missing as id from change where county_id = $1 and missing in ($many)",
            &changes,
        ),
        (
            "select visit_id as id from visit where county_id = $1 and visit_id in ($many)",
            &ids,
        ),
    ] {
        for row in reader.query_many(sql, &[county.into()], many)? {
            met.insert(row.text("id")?);
        }
    }
    Ok(met)
}

/// SHA-256 of the visits' photos that are here.
pub(super) fn photos(
    reader: &mut Reader<'_>,
    county: CountyId,
    visits: &[(&Incoming, &VisitV1)],
) -> Result<HashSet<String>, Error> {
    let all = visits.iter().flat_map(|(_, visit)| &visit.photos);
    let digests: Vec<Value> = all.map(|photo| (&photo.sha256).into()).collect();
    reader
        .query_many(
            "select sha256 from photo where county_id = $1 and sha256 in ($many)",
            &[county.into()],
            &digests,
        )?
        .iter()
        .map(|row| Ok(row.text("sha256")?))
        .collect()
}
