//! A county to measure in: people with enrolled phones, and households enough for all of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::id::{AssignmentId, HouseholdId, MemberId, PersonId, TeamId};
use domain::identity::make_id_number;
use ed25519_dalek::VerifyingKey;
use fastrand::Rng;
use protocol::enrol::{EnrolReply, EnrolRequest};
use protocol::roster::{AreaRow, AssignmentRow, MemberRow, PersonRow, RosterRow, TeamRow};
use protocol::row::{Role, RoleV1};
use server::{Config, CountySeed, Database, SystemClock};
use sync::{DeviceKey, HttpServer, Server as _};

use super::Error;
use super::pattern::{Family, Pattern, county_key};
use crate::county::{COUNTY_CODE, COUNTY_NAME, id};
use crate::names;

/// Cadres in a village.
const VILLAGE: usize = 5;

/// Roster lines in one import.
const LINES: usize = 2000;

/// What the county is made of.
pub struct Ground {
    /// The county's data folder; never served itself, only copies of it are.
    pub dir: PathBuf,
    pub cadres: Vec<Enrolled>,
    /// Sees every household of the first village.
    pub captain: Enrolled,
    pub families: Vec<Family>,
    pub key: VerifyingKey,
}

/// What a phone has once it is enrolled: a token good for an hour, and the key it proves itself by.
pub struct Enrolled {
    pub reply: EnrolReply,
    pub seed: [u8; 32],
}

/// What a phone says of itself when it enrols.
pub fn enrolment(code: &str, key: &DeviceKey) -> EnrolRequest {
    EnrolRequest {
        code: code.to_owned(),
        device_key: key.public(),
        device_name: "measured".to_owned(),
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
        person_id: None,
        county_id: None,
    }
}

/// Which households a county has.
pub enum Homes<'a> {
    /// Families with members, each helped by one of the cadres in turn.
    Families(&'a [Pattern]),
    /// Bare households of about two kilobytes, for the first pull.
    Large(&'a Pattern),
}

/// Makes a county in `dir` and enrols everybody's phone.
///
/// # Errors
/// When the county refuses something.
pub async fn lay(
    dir: &Path,
    database: Database,
    rng: &mut Rng,
    cadres: usize,
    households: usize,
    homes: Homes<'_>,
) -> Result<Ground, Error> {
    let running = server::start(Config {
        data_dir: dir.to_owned(),
        listen: ([127, 0, 0, 1], 0).into(),
        database,
        blobs: server::BlobPlace::Folder,
        county: CountySeed {
            name: COUNTY_NAME.to_owned(),
            code: COUNTY_CODE.to_owned(),
        },
        clock: Arc::new(SystemClock),
    })
    .await?;
    let mut roster = Roster::default();
    let people = roster.people(rng, cadres);
    let families = roster.homes(rng, &people, households, &homes);
    let county = running.opened();
    server::bootstrap::demonstrate(&county).await?;
    for lines in roster.0.chunks(LINES) {
        let mut text = String::new();
        for line in lines {
            text.push_str(&serde_json::to_string(line)?);
            text.push('\n');
        }
        let reply = server::bootstrap::import_roster(&county, text).await?;
        if !reply.refused.is_empty() {
            return Err(crate::stage::Error::Roster(reply.refused.len()).into());
        }
    }
    let server = HttpServer::new(&format!("http://{}", running.addr))?;
    let mut enrolled = Vec::with_capacity(people.len());
    for (person, _) in &people {
        let code = server::bootstrap::issue_enrolment(&county, *person).await?;
        let seed = seed(rng);
        let key = DeviceKey::from_seed(seed);
        let reply = server.enrol(&enrolment(&code.code, &key)).await?;
        enrolled.push(Enrolled { reply, seed });
    }
    running.stop().await;
    // The captain of the first village is the first of all.
    let captain = enrolled.remove(0);
    let cadres = people.iter().skip(1).zip(enrolled);
    let cadres: Vec<Enrolled> = cadres
        .filter_map(|((_, seat), enrolled)| (*seat == Seat::Cadre).then_some(enrolled))
        .collect();
    let key = captain.reply.county.keys.first();
    let key = county_key(
        &key.ok_or(Error::Wrong("a county without a key"))?
            .public_key,
    )?;
    Ok(Ground {
        dir: dir.to_owned(),
        cadres,
        captain,
        families,
        key,
    })
}

fn seed(rng: &mut Rng) -> [u8; 32] {
    let mut seed = [0; 32];
    rng.fill(&mut seed);
    seed
}

#[derive(Clone, Copy, PartialEq)]
enum Seat {
    Captain,
    Cadre,
}

/// Roster lines, each of which refers to earlier ones only.
#[derive(Default)]
struct Roster(Vec<RosterRow>);

impl Roster {
    fn area(&mut self, code: &str, name: &str) {
        self.0.push(RosterRow::Area(AreaRow {
            code: code.to_owned(),
            name: name.to_owned(),
        }));
    }

    /// A captain and a few cadres for each village.
    fn people(&mut self, rng: &mut Rng, cadres: usize) -> Vec<(PersonId, Seat)> {
        self.area(COUNTY_CODE, COUNTY_NAME);
        self.area(&village(0)[..9], "河口镇");
        let mut people = Vec::new();
        for at in 0..cadres.div_ceil(VILLAGE) {
            self.area(&village(at), "柳树村");
            let seats = 1 + VILLAGE.min(cadres - at * VILLAGE);
            let team: Vec<PersonId> = (0..seats)
                .map(|seat| self.person(rng, at, seat == 0))
                .collect();
            self.0.push(RosterRow::Team(TeamRow {
                id: TeamId::from_uuid(id(rng)),
                village_code: village(at),
                captain_id: team[0],
                members: team.clone(),
            }));
            people.push((team[0], Seat::Captain));
            people.extend(team[1..].iter().map(|person| (*person, Seat::Cadre)));
        }
        people
    }

    fn person(&mut self, rng: &mut Rng, village_at: usize, leads: bool) -> PersonId {
        let person = PersonId::from_uuid(id(rng));
        let (role, male) = if leads {
            (Role::Captain, true)
        } else {
            (Role::Cadre, rng.bool())
        };
        self.0.push(RosterRow::Person(PersonRow {
            id: person,
            name: names::person(rng, male),
            unit: names::unit(rng).to_owned(),
            phone: None,
            roles: vec![RoleV1 {
                role,
                area: village(village_at),
            }],
            login: None,
            rank: None,
            post_start: None,
            post_end: None,
        }));
        person
    }

    fn homes(
        &mut self,
        rng: &mut Rng,
        people: &[(PersonId, Seat)],
        households: usize,
        homes: &Homes<'_>,
    ) -> Vec<Family> {
        let cadres: Vec<PersonId> = people
            .iter()
            .filter_map(|(person, seat)| (*seat == Seat::Cadre).then_some(*person))
            .collect();
        let patterns = match homes {
            Homes::Families(patterns) => *patterns,
            Homes::Large(pattern) => std::slice::from_ref(*pattern),
        };
        (0..households)
            .map(|at| {
                let seat = at % cadres.len();
                let mut family = Family::new(rng, patterns, at % patterns.len(), cadres[seat]);
                if matches!(homes, Homes::Large(_)) {
                    family.members.clear();
                }
                self.family(rng, &patterns[family.pattern], &family, at, seat / VILLAGE);
                if let Homes::Large(_) = homes
                    && let Some(RosterRow::Household(row)) = self.0.last_mut()
                {
                    row.address = Some(directions(rng, 295));
                    row.group = directions(rng, 95);
                    row.welfare_tags.push(directions(rng, 100));
                } else {
                    self.0.push(RosterRow::Assignment(AssignmentRow {
                        id: AssignmentId::from_uuid(id(rng)),
                        household_id: family.household,
                        person_id: family.visitor,
                        kind: "primary".to_owned(),
                        from: "2026-07-01".to_owned(),
                        to: None,
                    }));
                }
                family
            })
            .collect()
    }

    fn family(
        &mut self,
        rng: &mut Rng,
        pattern: &Pattern,
        family: &Family,
        number: usize,
        village_at: usize,
    ) {
        let mut household = pattern.household.clone();
        household.id = family.household;
        household.area_code = village(village_at);
        household.number = format!("{}{number:05}", village(village_at));
        household.head_name = names::person(rng, true);
        household.phone = Some(crate::household::mobile(rng));
        household.lat = household.lat.map(|lat| lat + rng.f64() * 1e-3);
        household.lon = household.lon.map(|lon| lon + rng.f64() * 1e-3);
        household.net_income_fen = Some(rng.i64(520_000..9_000_000));
        self.0.push(RosterRow::Household(Box::new(household)));
        for (at, (old, new)) in pattern.members.iter().zip(&family.members).enumerate() {
            let member = self.member(rng, old, *new, family.household, number * 10 + at);
            self.0.push(member);
        }
    }

    fn member(
        &self,
        rng: &mut Rng,
        old: &protocol::row::MemberV1,
        new: MemberId,
        household: HouseholdId,
        number: usize,
    ) -> RosterRow {
        let mut member = old.clone();
        member.id = new;
        member.household_id = household;
        member.number = format!("{COUNTY_CODE}{number:08}");
        member.name = names::person(rng, member.gender == "1");
        let sequence = u16::try_from(number % 499 * 2).unwrap_or(0);
        let birth = member
            .birth
            .parse()
            .unwrap_or(jiff::civil::date(1980, 1, 1));
        RosterRow::Member(Box::new(MemberRow {
            id_number: make_id_number(COUNTY_CODE, birth, sequence).unwrap_or_default(),
            member,
        }))
    }
}

fn village(at: usize) -> String {
    format!("{COUNTY_CODE}100{:03}", 200 + at)
}

const ROAD: &[&str] = &[
    "沿河堤向北",
    "过了石桥",
    "在供销社旧址左转",
    "上坡约三百米",
    "经过村小学后门",
    "第二个岔路口",
    "靠山一侧",
    "土墙院子",
    "门前有两棵核桃树",
    "旁边是水窖",
    "雨天车辆进不去",
    "需步行十分钟",
    "从卫生室对面小巷进入",
    "白天多在地里干活",
    "傍晚以后在家",
    "家中老人听力不好",
    "请先打电话",
    "狗拴在院内",
    "新修的水泥路到头",
    "与邻居共用一个院门",
    "屋后是梯田",
    "临近高压线塔",
    "夏天有洪水风险",
    "冬天路面结冰",
    "靠近羊圈",
    "村委会以东",
    "蓄水池以西",
    "老戏台旁边",
];

/// How to find a house, at the length a careful cadre writes: the longest the county takes
/// brings a household to two kilobytes.
fn directions(rng: &mut Rng, characters: usize) -> String {
    let mut text = String::new();
    while text.chars().count() < characters {
        text.push_str(ROAD[rng.usize(..ROAD.len())]);
        text.push_str(&format!("{}米，", rng.u32(10..990)));
    }
    text.chars().take(characters).collect()
}
