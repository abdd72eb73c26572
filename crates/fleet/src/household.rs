//! One made-up family: who lives together, how old they are, what they live on.

use domain::id::{HouseholdId, MemberId};
use domain::identity::make_id_number;
use fastrand::Rng;
use jiff::civil::{Date, date};
use protocol::roster::MemberRow;
use protocol::row::{HouseholdV1, MemberV1};

use crate::county::{COUNTY_CODE, id};
use crate::names;

/// Where a family lives.
pub struct Home<'a> {
    pub county: &'a str,
    pub town: &'a str,
    pub village: &'a str,
    pub village_code: &'a str,
    /// The village's centre, WGS-84.
    pub centre: (f64, f64),
    /// Counts the households of the village.
    pub number: usize,
}

/// The monitored types in force from 2021 on (codes.json `household_type`), by their weight.
const CATEGORIES: &[(&str, u32)] = &[
    ("exited_unstable", 45),
    ("marginal", 38),
    ("sudden_severe", 17),
];

const RISKS: &[&str] = &[
    "illness",
    "disability",
    "schooling",
    "lack_labor",
    "unstable_job",
];

/// The day everybody's age is reckoned from: the start of the demonstration's half-year.
const TODAY: Date = date(2026, 7, 1);

/// A family with its members; the first member is the head.
pub fn family(rng: &mut Rng, home: &Home<'_>) -> (HouseholdV1, Vec<MemberRow>) {
    let household_id = HouseholdId::from_uuid(id(rng));
    let mut people = Vec::new();
    let surname = names::surname(rng);

    let head_male = rng.u32(..100) < 82;
    let head_age = rng.i16(32..76);
    let head = Person::new(rng, surname, head_male, head_age, "户主");
    people.push(head);
    if rng.u32(..100) < 72 {
        let age = (head_age + rng.i16(-5..4)).max(24);
        let other = names::surname(rng);
        people.push(Person::new(rng, other, !head_male, age, "配偶"));
    }
    for _ in 0..rng.usize(..4).min(if head_age > 60 { 1 } else { 3 }) {
        let age = head_age - rng.i16(21..34);
        if (0..35).contains(&age) {
            let male = rng.bool();
            people.push(Person::new(
                rng,
                surname,
                male,
                age,
                if male { "之子" } else { "之女" },
            ));
        }
    }
    if head_age < 55 && rng.u32(..100) < 34 {
        let male = rng.bool();
        let age = (head_age + rng.i16(22..32)).min(91);
        people.push(Person::new(
            rng,
            surname,
            male,
            age,
            if male { "之父" } else { "之母" },
        ));
    }

    let members: Vec<MemberRow> = people
        .iter()
        .enumerate()
        .map(|(at, person)| person.row(rng, household_id, home, at))
        .collect();
    let household = describe(rng, household_id, home, &people, &members);
    (household, members)
}

fn describe(
    rng: &mut Rng,
    id: HouseholdId,
    home: &Home<'_>,
    people: &[Person],
    members: &[MemberRow],
) -> HouseholdV1 {
    let size = u32::try_from(people.len()).unwrap_or(u32::MAX);
    let category = weighted(rng, CATEGORIES);
    let mut risk_types = vec![RISKS[rng.usize(..RISKS.len())].to_owned()];
    let second = RISKS[rng.usize(..RISKS.len())];
    if risk_types[0] != second && rng.bool() {
        risk_types.push(second.to_owned());
    }
    let dibao = rng.u32(..100) < 38;
    // Per head 5,200 to 15,000 yuan: some below the county's line, most above.
    let percap_fen = rng.i64(520_000..1_500_000);
    HouseholdV1 {
        id,
        number: format!("{}{:04}", home.village_code, home.number),
        area_code: home.village_code.to_owned(),
        county: home.county.to_owned(),
        town: home.town.to_owned(),
        village: home.village.to_owned(),
        group: format!("{}组", 1 + home.number % 6),
        head_name: people
            .first()
            .map(|head| head.name.clone())
            .unwrap_or_default(),
        base_type: if category == "marginal" {
            "general"
        } else {
            "exited"
        }
        .to_owned(),
        monitor_category: Some(category.to_owned()),
        monitor_since: Some(format!("{}{:02}", rng.u32(2021..2026), rng.u32(1..13))),
        risk_types,
        risk_eliminated: rng.u32(..100) < 35,
        eliminated_on: None,
        elimination_mode: None,
        ended_on: None,
        ended_reason: None,
        welfare_tags: if dibao {
            vec!["dibao".to_owned()]
        } else {
            Vec::new()
        },
        relocated: rng.u32(..100) < 12,
        no_labor: members.iter().all(|row| {
            !matches!(
                row.member.labor.as_deref(),
                Some("ordinary" | "skilled" | "weak")
            )
        }),
        annual_family_size: size,
        net_income_fen: Some(percap_fen * i64::from(size)),
        phone: Some(mobile(rng)),
        address: Some(format!(
            "{}{}{}号",
            home.village,
            1 + home.number % 6,
            home.number
        )),
        lat: Some(round7(home.centre.0 + (rng.f64() - 0.5) * 0.012)),
        lon: Some(round7(home.centre.1 + (rng.f64() - 0.5) * 0.012)),
        version: 0,
        contested: Vec::new(),
    }
}

struct Person {
    name: String,
    male: bool,
    birth: Date,
    relation: &'static str,
}

impl Person {
    fn new(rng: &mut Rng, surname: &str, male: bool, age: i16, relation: &'static str) -> Self {
        Self {
            name: format!("{surname}{}", names::given(rng, male)),
            male,
            birth: date(TODAY.year() - age - 1, rng.i8(1..13), rng.i8(1..29)),
            relation,
        }
    }

    /// Full years on the day of the demonstration.
    fn age(&self) -> i16 {
        let before = (TODAY.month(), TODAY.day()) < (self.birth.month(), self.birth.day());
        TODAY.year() - self.birth.year() - i16::from(before)
    }

    fn row(&self, rng: &mut Rng, household: HouseholdId, home: &Home<'_>, at: usize) -> MemberRow {
        let age = self.age();
        let school = school(age);
        let health = health(rng, age);
        let works_away = (18..60).contains(&age) && school == "not_student" && rng.u32(..100) < 38;
        let labor = match age {
            ..16 => "none",
            16..60 if health == "disabled" => "lost",
            16..60 if rng.u32(..5) == 0 => "skilled",
            16..60 => "ordinary",
            60..70 => "weak",
            _ => "lost",
        };
        // GB 11643: an odd third sequence digit is a man's.
        let sequence = u16::try_from(home.number * 10 + at).unwrap_or(0) % 499 * 2;
        let sequence = sequence + u16::from(self.male);
        let member = MemberV1 {
            id: MemberId::from_uuid(id(rng)),
            household_id: household,
            number: format!("{}{:04}{:02}", home.village_code, home.number, at + 1),
            name: self.name.clone(),
            id_number_masked: String::new(),
            gender: if self.male { "1" } else { "2" }.to_owned(),
            birth: self.birth.to_string(),
            relation: self.relation.to_owned(),
            education: (school == "not_student").then(|| education(age).to_owned()),
            school_status: school.to_owned(),
            health: vec![health.to_owned()],
            labor: Some(labor.to_owned()),
            disability_level: (health == "disabled").then(|| "3".to_owned()),
            work_place: works_away.then(|| ["02", "03", "04"][rng.usize(..3)].to_owned()),
            work_months: if works_away { rng.u32(3..12) } else { 0 },
            id_type: None,
            ethnicity: Some("01".to_owned()),
            political: None,
            disability_category: (health == "disabled").then(|| "4".to_owned()),
            work_company: None,
            medins: Some("resident".to_owned()),
            pension: match age {
                ..16 => None,
                16..60 => Some("resident".to_owned()),
                _ => Some("receiving".to_owned()),
            },
            phone: None,
            guardian: None,
            change_type: None,
            changed_on: None,
            active: true,
            version: 0,
            contested: Vec::new(),
        };
        let id_number = make_id_number(COUNTY_CODE, self.birth, sequence).unwrap_or_default();
        MemberRow { id_number, member }
    }
}

/// The school year a child of this age is in; the demonstration has no dropouts.
fn school(age: i16) -> &'static str {
    match age {
        ..3 => "pre_age",
        3..6 => "preschool",
        6..12 => "primary",
        12 => "g7",
        13 => "g8",
        14 => "g9",
        15 => "h1",
        16 => "h2",
        17 => "h3",
        _ => "not_student",
    }
}

fn education(age: i16) -> &'static str {
    match age {
        ..30 => "senior",
        30..50 => "junior",
        50..70 => "primary",
        _ => "illiterate",
    }
}

fn health(rng: &mut Rng, age: i16) -> &'static str {
    let chance = if age > 55 { 42 } else { 9 };
    match rng.u32(..100) {
        roll if roll < chance => "chronic",
        roll if roll < chance + 4 => "disabled",
        roll if roll < chance + 6 => "major_disease",
        _ => "healthy",
    }
}

fn weighted<'a>(rng: &mut Rng, of: &[(&'a str, u32)]) -> &'a str {
    let total: u32 = of.iter().map(|(_, weight)| weight).sum();
    let mut roll = rng.u32(..total);
    for (value, weight) in of {
        if roll < *weight {
            return value;
        }
        roll -= weight;
    }
    of[0].0
}

/// A mobile number in a block no carrier has been given.
pub(crate) fn mobile(rng: &mut Rng) -> String {
    format!("1640000{:04}", rng.u32(..10_000))
}

fn round7(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}
