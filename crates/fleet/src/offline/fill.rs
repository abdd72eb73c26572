//! A phone as full as any gets: a county's households, and years of visits to each.

use domain::id::{AssignmentId, HouseholdId, PersonId};
use fastrand::Rng;
use protocol::pull::PulledRow;
use protocol::row::{AssignmentV1, HouseholdV1, MemberV1, VisitStateV1, kind};
use serde::Serialize;
use serde_json::value::to_raw_value;
use store::{Store, identity, pull, sync_state};

use crate::bench::Error;
use crate::bench::pattern::{Family, Pattern};
use crate::county::{COUNTY_CODE, COUNTY_NAME, id};
use crate::household::{Home, family};
use crate::names;
use crate::phone::{Phone, machine_ms};

/// As many as the household that was visited most.
pub const BUSY_VISITS: usize = 50;

/// Members of an ordinary household, and of those the whole checklist is judged for.
const MEMBERS: usize = 4;
const LARGE: usize = 6;

/// Households that are visited while it is measured.
const VISITED: usize = 12;

const VILLAGES: usize = 20;
const DAY_MS: i64 = 86_400_000;

/// What the phone is to hold.
pub struct Homes<'a> {
    pub households: usize,
    pub visits: usize,
    pub patterns: &'a [Pattern],
}

/// What it holds.
pub struct Filled {
    pub households: usize,
    pub members: usize,
    pub visits: usize,
    /// The one with the most visits.
    pub busy: HouseholdId,
    /// Those of six.
    pub large: Vec<HouseholdId>,
    /// Of some households: name of the head, number, village.
    known: Vec<[String; 3]>,
}

/// The raw key of a phone that has no PIN.
pub fn key(phone: &Phone) -> Result<[u8; 32], Error> {
    let kept = phone.platform().secret("store_key");
    let kept = kept.ok().flatten().unwrap_or_default();
    // The first byte says how it is kept.
    let key = kept.get(1..).and_then(|key| key.try_into().ok());
    key.ok_or(Error::Wrong("the phone has no key"))
}

/// Brings everything down as a pull would.
pub fn fill(store: &Store, homes: &Homes<'_>, rng: &mut Rng) -> Result<Filled, Error> {
    let me = store
        .read(identity::device)?
        .ok_or(Error::Wrong("the phone is not enrolled"))?
        .person_id;
    let had = store.read(store::household::count)? as usize;
    let mut filled = Filled {
        households: had,
        members: 0,
        visits: 0,
        busy: HouseholdId::from_uuid(id(rng)),
        large: Vec::new(),
        known: Vec::new(),
    };
    let now = machine_ms();
    for at in 0..homes.households.saturating_sub(had) {
        let size = if at % (homes.households / VISITED).max(1) == 1 {
            LARGE
        } else {
            MEMBERS
        };
        let (household, members) = home(rng, at, size);
        let visits = if at == 0 { BUSY_VISITS } else { homes.visits };
        if at == 0 {
            filled.busy = household.id;
        }
        if size == LARGE {
            filled.large.push(household.id);
        }
        if at % 97 == 0 {
            filled.known.push([
                household.head_name.clone(),
                household.number.clone(),
                household.village.clone(),
            ]);
        }
        filled.households += 1;
        filled.members += members.len();
        filled.visits += visits;
        let mut page = Page::default();
        page.add(kind::HOUSEHOLD, &household.id, &household)?;
        for member in &members {
            page.add(kind::MEMBER, &member.id, member)?;
        }
        let assignment = assignment(rng, &household, me);
        page.add(kind::ASSIGNMENT, &assignment.id, &assignment)?;
        let of = Family {
            pattern: at % homes.patterns.len(),
            household: household.id,
            members: members.iter().map(|member| member.id).collect(),
            visitor: me,
        };
        for visit in 0..visits {
            // The last some months ago, so that the household is due.
            let ended = now - (200 + 90 * visit as i64) * DAY_MS;
            let state = visited(&of, rng, homes.patterns, ended)?;
            page.add(kind::VISIT, &state.id, &state)?;
        }
        store.write(|tx| {
            let cursor = sync_state::get(tx)?.cursor;
            pull::apply_page(tx, &page.0, cursor, now)
        })?;
    }
    Ok(filled)
}

/// Rows as the county sends them.
#[derive(Default)]
struct Page(Vec<PulledRow>);

impl Page {
    fn add(&mut self, kind: &str, id: &impl ToString, body: &impl Serialize) -> Result<(), Error> {
        self.0.push(PulledRow {
            sequence: 0,
            kind: kind.to_owned(),
            id: id.to_string(),
            body: Some(to_raw_value(body)?),
        });
        Ok(())
    }
}

fn home(rng: &mut Rng, at: usize, size: usize) -> (HouseholdV1, Vec<MemberV1>) {
    let village = at % VILLAGES;
    let code = format!("{COUNTY_CODE}{:03}{:03}", village / 5, village % 5);
    let home = Home {
        county: COUNTY_NAME,
        town: &names::town(village / 5, VILLAGES / 5),
        village: &names::village(village / 5, village % 5),
        village_code: &code,
        centre: (34.58, 105.72),
        number: at / VILLAGES,
    };
    let (mut household, rows) = family(rng, &home);
    let mut members: Vec<MemberV1> = rows.into_iter().map(|row| row.member).collect();
    // Grandparents and cousins move in until the house is full.
    while members.len() < size {
        let (_, more) = family(rng, &home);
        members.extend(more.into_iter().map(|row| row.member));
    }
    members.truncate(size);
    for member in &mut members {
        member.household_id = household.id;
    }
    household.annual_family_size = size as u32;
    (household, members)
}

fn assignment(rng: &mut Rng, household: &HouseholdV1, me: PersonId) -> AssignmentV1 {
    AssignmentV1 {
        id: AssignmentId::from_uuid(id(rng)),
        household_id: household.id,
        person_id: me,
        kind: "primary".to_owned(),
        from: "2024-01-01".to_owned(),
        to: None,
    }
}

fn visited(
    family: &Family,
    rng: &mut Rng,
    patterns: &[Pattern],
    ended: i64,
) -> Result<VisitStateV1, Error> {
    let visit = family.visit(rng, patterns, ended)?;
    Ok(VisitStateV1 {
        id: visit.id,
        revision: 1,
        state: "county_accepted".to_owned(),
        visitor_name: String::new(),
        received_ms: visit.ended_ms + 3_600_000,
        trusted_ended_ms: None,
        photos_verified: visit
            .photos
            .iter()
            .map(|photo| photo.sha256.clone())
            .collect(),
        reviews: Vec::new(),
        batch_id: None,
        answerable_id: None,
        repeated: Vec::new(),
        visit,
    })
}

impl Filled {
    /// What fingers type, letter by letter: a name, its initials, its pinyin, the end of a number,
    /// a village.
    pub fn typed(&self, rounds: usize, rng: &mut Rng) -> Vec<String> {
        let mut typed = Vec::new();
        for _ in 0..rounds {
            let [name, number, village] = &self.known[rng.usize(..self.known.len())];
            let tail: String = number
                .chars()
                .skip(number.len().saturating_sub(6))
                .collect();
            let latin = store::pinyin::keys(name);
            let first = |keys: &str| keys.trim_matches('|').split('|').next().map(str::to_owned);
            let words = [
                name.clone(),
                first(&latin.initials).unwrap_or_default(),
                first(&latin.pinyin).unwrap_or_default(),
                tail,
                village.clone(),
            ];
            for word in words {
                let letters: Vec<char> = word.chars().take(6).collect();
                typed.extend((1..=letters.len()).map(|end| letters[..end].iter().collect()));
            }
        }
        typed
    }
}
