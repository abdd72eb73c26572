//! The county every run begins with, made once: a roster, people who can sign in, phones that
//! have pulled, and an earlier visit at most homes. A run works on a copy.

use std::fs;
use std::io;
use std::path::Path;

use domain::PersonId;
use fleet::county::{Scale, generate};
use fleet::phone::Clock;
use fleet::visitor::Finding;
use protocol::roster::{AssignmentRow, RosterRow};
use serde_json::{Value, json};

use super::county::{Arrived, House};
use super::handset::{Handset, keep_device_key};
use super::line::Reply;
use super::people;
use crate::MORNING_MS;

/// Two villages with a team of three each.
const SCALE: Scale = Scale {
    towns: 1,
    villages: 2,
    teams: 2,
    team_members: 6,
    households: 10,
};

/// The phones of every run. The first cadre has two: the second is his new one.
pub const PHONES: [&str; 6] = ["ana", "bo", "chen", "dan", "eva", "ana-new"];

/// Makes the template in `dir`.
pub fn make(dir: &Path) {
    let made = generate(11, SCALE);
    // `captains` and `cadres` stand in the order of their teams.
    let people: [PersonId; 6] = [
        made.cadres[0].id,
        made.cadres[1].id,
        made.captains[0].id,
        made.cadres[2].id,
        made.captains[1].id,
        made.cadres[0].id,
    ];
    let clock = Clock::at(MORNING_MS - 86_400_000);
    let mut house = House::new(&dir.join("county"), clock.clone());
    let lines = |rows: &[RosterRow]| -> String {
        rows.iter()
            .map(|row| serde_json::to_string(row).unwrap() + "\n")
            .collect()
    };
    house
        .block_on(server::bootstrap::demonstrate(house.opened()))
        .unwrap();
    assert!(house.import(&lines(&made.rows)));
    assert!(house.import(&lines(&[second_helper(&made.rows, people[1])])));
    let staff = made.county_staff[0].id;
    let desk = house
        .block_on(server::bootstrap::set_sign_in(
            house.opened(),
            staff,
            "county",
        ))
        .unwrap();

    let mut phones = Vec::new();
    for (name, person) in PHONES.into_iter().zip(people) {
        let mut phone = new_phone(dir, &house, name, person, clock.ms());
        round(&mut phone, &house);
        phones.push(phone);
    }
    // A visit a day ago, so that the next one can say "no change".
    for phone in phones
        .iter_mut()
        .take(4)
        .filter(|phone| phone.name != "chen")
    {
        let mut rng = fastrand::Rng::with_seed(3);
        for at in 0..2 {
            // The first home's water is bad, and stays so.
            let finding = [Finding::Nothing, Finding::Water][usize::from(at == 0)];
            let home = people::homes(phone)[at].clone();
            people::record(phone, &home, finding, &mut rng).unwrap();
        }
        round(phone, &house);
    }
    for phone in &mut phones {
        round(phone, &house);
    }
    let assignments: Vec<Value> = made
        .rows
        .iter()
        .filter(|row| matches!(row, RosterRow::Assignment(_)))
        .map(|row| serde_json::to_value(row).unwrap())
        .collect();
    let world = json!({
        "people": people.map(|person| person.to_string()),
        "desk": {
            "login": desk.login, "password": desk.password, "totp_secret": desk.totp_secret,
        },
        "assignments": assignments,
    });
    fs::write(dir.join("world.json"), world.to_string()).unwrap();
    for mut phone in phones {
        phone.kill();
    }
    house.kill();
}

/// A new phone in somebody's hands, enrolled.
pub fn new_phone(dir: &Path, house: &House, name: &str, person: PersonId, now_ms: i64) -> Handset {
    let folder = dir.join("phones").join(name);
    fs::create_dir_all(&folder).unwrap();
    let phone = Handset::new(name, person, &folder, now_ms);
    let mut seed = [0; 32];
    fastrand::Rng::with_seed(name.bytes().fold(7, |sum, byte| sum * 31 + u64::from(byte)))
        .fill(&mut seed);
    keep_device_key(&folder, seed);
    let code = house
        .block_on(server::bootstrap::issue_enrolment(house.opened(), person))
        .unwrap()
        .code;
    phone.enrol(&code, |asked| carry(house, &asked)).unwrap();
    phone
}

/// One request over a calm line.
pub fn carry(house: &House, asked: &sync::Outgoing) -> Option<Reply> {
    house.answer(Arrived {
        method: asked.method.clone(),
        path: &asked.path,
        headers: asked.headers.clone(),
        body: &asked.body,
        cut: None,
    })
}

/// A whole round over a calm line.
pub fn round(phone: &mut Handset, house: &House) {
    phone.begin_round();
    loop {
        if let Some(end) = phone.go_on() {
            end.unwrap();
            return;
        }
        let line = phone.line().unwrap().clone();
        for (request, asked) in line.take_asked() {
            line.answer(request, carry(house, &asked));
        }
    }
}

/// The other cadre of the team helps the first one's first household, too.
fn second_helper(rows: &[RosterRow], helper: PersonId) -> RosterRow {
    let first = rows
        .iter()
        .find_map(|row| match row {
            RosterRow::Assignment(row) if row.person_id != helper => Some(row),
            _ => None,
        })
        .unwrap();
    RosterRow::Assignment(AssignmentRow {
        id: "01980000-0000-7000-8000-00000000c0c0".parse().unwrap(),
        person_id: helper,
        kind: "co".to_owned(),
        ..first.clone()
    })
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &place)?;
        } else {
            fs::copy(entry.path(), &place)?;
        }
    }
    Ok(())
}
