//! A demonstration county, made from a seed: the same seed is the same county.

use domain::id::{AssignmentId, PersonId, TeamId};
use fastrand::Rng;
use protocol::roster::{AreaRow, AssignmentRow, PersonRow, RosterRow, TeamRow};
use protocol::row::{Role, RoleV1};
use uuid::Uuid;

use crate::household::{Home, family, mobile};
use crate::names;

/// Six digits that GB/T 2260 gives to no county, so that no ID number made here is anybody's.
pub const COUNTY_CODE: &str = "629901";

/// A county that is on no map.
pub const COUNTY_NAME: &str = "云溪县";

/// How much of everything to make.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    pub towns: usize,
    pub villages: usize,
    /// Villages with a resident team; monitored households live there.
    pub teams: usize,
    pub team_members: usize,
    pub households: usize,
}

impl Scale {
    /// The figures of a real county (DOMAIN §7, S0): 16 towns, 420 villages, 149 teams of 447
    /// people, 2,413 monitored households.
    pub const COUNTY: Self = Self {
        towns: 16,
        villages: 420,
        teams: 149,
        team_members: 447,
        households: 2413,
    };

    /// Enough for a test: two towns, two teams, and after the day of the demonstration a few households
    /// still due.
    pub const SMALL: Self = Self {
        towns: 2,
        villages: 4,
        teams: 2,
        team_members: 6,
        households: 40,
    };
}

/// A person with what the demonstration needs to know about him.
#[derive(Clone)]
pub struct Someone {
    pub id: PersonId,
    pub name: String,
    pub town: usize,
    pub team: Option<usize>,
}

/// The county as roster lines, and who is who.
pub struct County {
    pub rows: Vec<RosterRow>,
    pub towns: Vec<String>,
    pub villages: usize,
    pub captains: Vec<Someone>,
    pub cadres: Vec<Someone>,
    pub town_captains: Vec<Someone>,
    pub county_staff: Vec<Someone>,
    pub households: usize,
    pub members: usize,
}

struct Village {
    code: String,
    name: String,
    town: usize,
    centre: (f64, f64),
}

/// Makes a county. The rows come in an order in which each refers to earlier ones only.
pub fn generate(seed: u64, scale: Scale) -> County {
    let mut rng = Rng::with_seed(seed);
    let towns: Vec<String> = (0..scale.towns)
        .map(|at| names::town(at, scale.towns))
        .collect();
    let villages = villages(&mut rng, scale);

    let mut county = County {
        rows: Vec::new(),
        villages: villages.len(),
        captains: Vec::new(),
        cadres: Vec::new(),
        town_captains: Vec::new(),
        county_staff: Vec::new(),
        households: 0,
        members: 0,
        towns,
    };
    county.areas(&villages);
    county.staff(&mut rng, scale);
    let teams = county.teams(&mut rng, scale, &villages);
    county.households(&mut rng, scale, &villages, &teams);
    county
}

/// A UUIDv7 of a fixed day, so that ids depend on nothing but the seed.
pub(crate) fn id(rng: &mut Rng) -> Uuid {
    const MADE_MS: u64 = 1_782_835_200_000; // 2026-07-01 00:00 Asia/Shanghai
    let mut random = [0; 10];
    rng.fill(&mut random);
    uuid::Builder::from_unix_timestamp_millis(MADE_MS, &random).into_uuid()
}

fn town_code(town: usize, scale: Scale) -> String {
    // Towns are 100–199, townships 200–399 (DOMAIN §3).
    let township = town * 4 >= scale.towns * 3;
    format!(
        "{COUNTY_CODE}{:03}",
        if township { 200 + town } else { 100 + town }
    )
}

fn villages(rng: &mut Rng, scale: Scale) -> Vec<Village> {
    (0..scale.villages)
        .map(|at| {
            let town = at % scale.towns;
            let index = at / scale.towns;
            // Towns on a grid of some ten kilometres around a point in the loess hills.
            let lat = 34.40 + (town / 4) as f64 * 0.11 + rng.f64() * 0.1;
            let lon = 105.50 + (town % 4) as f64 * 0.13 + rng.f64() * 0.12;
            Village {
                code: format!("{}{:03}", town_code(town, scale), 200 + index),
                name: names::village(town, index),
                town,
                centre: (lat, lon),
            }
        })
        .collect()
}

/// One team: whose village, and who visits.
struct Team {
    village: usize,
    members: Vec<PersonId>,
}

impl County {
    fn areas(&mut self, villages: &[Village]) {
        self.rows.push(area(COUNTY_CODE, COUNTY_NAME));
        let mut seen = 0;
        for (at, name) in self.towns.iter().enumerate() {
            if let Some(village) = villages.iter().find(|village| village.town == at) {
                self.rows.push(area(&village.code[..9], name));
                seen += 1;
            }
        }
        debug_assert_eq!(seen, self.towns.len());
        self.rows.extend(
            villages
                .iter()
                .map(|village| area(&village.code, &village.name)),
        );
    }

    fn staff(&mut self, rng: &mut Rng, scale: Scale) {
        for (login, role) in [
            ("county", Role::County),
            ("county2", Role::County),
            ("admin", Role::Administrator),
        ] {
            let roles = vec![RoleV1 {
                role,
                area: COUNTY_CODE.to_owned(),
            }];
            let someone = self.person(rng, 0, None, roles, Some(login));
            self.county_staff.push(someone);
        }
        for town in 0..self.towns.len() {
            let roles = vec![RoleV1 {
                role: Role::TownCaptain,
                area: town_code(town, scale),
            }];
            let login = format!("town{}", town + 1);
            let someone = self.person(rng, town, None, roles, Some(&login));
            self.town_captains.push(someone);
        }
    }

    fn teams(&mut self, rng: &mut Rng, scale: Scale, villages: &[Village]) -> Vec<Team> {
        let mut teams = Vec::with_capacity(scale.teams);
        for at in 0..scale.teams {
            // Spread over the towns; the first villages of each have a team.
            let village = at;
            let place = &villages[village];
            let size = scale.team_members / scale.teams
                + usize::from(at < scale.team_members % scale.teams);
            let mut members = Vec::with_capacity(size);
            for seat in 0..size {
                let role = if seat == 0 {
                    Role::Captain
                } else {
                    Role::Cadre
                };
                let roles = vec![RoleV1 {
                    role,
                    area: place.code.clone(),
                }];
                let someone = self.person(rng, place.town, Some(at), roles, None);
                members.push(someone.id);
                if seat == 0 {
                    self.captains.push(someone);
                } else {
                    self.cadres.push(someone);
                }
            }
            self.rows.push(RosterRow::Team(TeamRow {
                id: TeamId::from_uuid(id(rng)),
                village_code: place.code.clone(),
                captain_id: members[0],
                members: members.clone(),
            }));
            teams.push(Team { village, members });
        }
        teams
    }

    fn households(&mut self, rng: &mut Rng, scale: Scale, villages: &[Village], teams: &[Team]) {
        let mut of_village = vec![0; teams.len()];
        for at in 0..scale.households {
            let team_at = at % teams.len();
            of_village[team_at] += 1;
            let number = of_village[team_at];
            let team = &teams[team_at];
            let village = &villages[team.village];
            let home = Home {
                county: COUNTY_NAME,
                town: &self.towns[village.town],
                village: &village.name,
                village_code: &village.code,
                centre: village.centre,
                number,
            };
            let (household, members) = family(rng, &home);
            // The captain helps fewer families than the others: every fourth of his turn goes on.
            let helper = match number % team.members.len() {
                0 if number.is_multiple_of(2) => 1 % team.members.len(),
                seat => seat,
            };
            let assignment = AssignmentRow {
                id: AssignmentId::from_uuid(id(rng)),
                household_id: household.id,
                person_id: team.members[helper],
                kind: "primary".to_owned(),
                from: "2026-07-01".to_owned(),
                to: None,
            };
            self.households += 1;
            self.members += members.len();
            self.rows.push(RosterRow::Household(Box::new(household)));
            self.rows.extend(
                members
                    .into_iter()
                    .map(|row| RosterRow::Member(Box::new(row))),
            );
            self.rows.push(RosterRow::Assignment(assignment));
        }
    }

    fn person(
        &mut self,
        rng: &mut Rng,
        town: usize,
        team: Option<usize>,
        roles: Vec<RoleV1>,
        login: Option<&str>,
    ) -> Someone {
        let male = rng.u32(..100) < 66;
        let row = PersonRow {
            id: PersonId::from_uuid(id(rng)),
            name: names::person(rng, male),
            unit: names::unit(rng).to_owned(),
            phone: Some(mobile(rng)),
            roles,
            login: login.map(str::to_owned),
            rank: team.map(|at| {
                if at % 5 == 0 {
                    "section_chief"
                } else {
                    "staff"
                }
                .to_owned()
            }),
            // Every third team is near the end of its two years.
            post_start: team.map(|at| {
                if at % 3 == 0 {
                    "2024-12-20"
                } else {
                    "2026-01-10"
                }
                .to_owned()
            }),
            post_end: None,
        };
        let someone = Someone {
            id: row.id,
            name: row.name.clone(),
            town,
            team,
        };
        self.rows.push(RosterRow::Person(row));
        someone
    }
}

fn area(code: &str, name: &str) -> RosterRow {
    RosterRow::Area(AreaRow {
        code: code.to_owned(),
        name: name.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_county_has_the_figures_it_promises() {
        let county = generate(7, Scale::COUNTY);
        assert_eq!(county.towns.len(), 16);
        assert_eq!(county.villages, 420);
        assert_eq!(county.captains.len(), 149);
        assert_eq!(county.captains.len() + county.cadres.len(), 447);
        assert_eq!(county.households, 2413);
        assert!(county.members > 2413 * 2);
    }

    #[test]
    fn every_household_has_exactly_one_primary_helper() {
        let county = generate(7, Scale::COUNTY);
        let mut helped = HashSet::new();
        for row in &county.rows {
            if let RosterRow::Assignment(row) = row {
                assert!(helped.insert(row.household_id));
            }
        }
        assert_eq!(helped.len(), county.households);
    }

    #[test]
    fn every_id_number_is_valid_and_nobodys() {
        let county = generate(7, Scale::SMALL);
        for row in &county.rows {
            if let RosterRow::Member(row) = row {
                assert!(row.id_number.starts_with(COUNTY_CODE));
                let check =
                    domain::identity::check_id(&row.id_number, jiff::civil::date(2026, 11, 22));
                assert!(matches!(check, domain::identity::IdCheck::Valid(_)));
            }
        }
    }

    #[test]
    fn the_same_seed_is_the_same_county() {
        let text = |seed| {
            let rows = generate(seed, Scale::SMALL).rows;
            serde_json::to_string(&rows).unwrap()
        };
        assert_eq!(text(3), text(3));
        assert_ne!(text(3), text(4));
    }
}
