//! What a filled county holds, and some of it to ask for.

use domain::id::PersonId;
use fastrand::Rng;
use server::db::Reader;
use server::{Opened, bootstrap};

use crate::bench::Error;
use crate::desk::SignIn;

/// Households and visits that are opened one after the other.
const SOME: i64 = 40;

pub(super) struct Held {
    pub households: i64,
    pub members: i64,
    pub visits: i64,
    pub problems: i64,
    /// The code of a town.
    pub town: String,
    /// Somebody who helps households, to carry a phone.
    pub cadre: PersonId,
    /// The name of a head of a household that is there.
    pub head_name: String,
    pub some_households: Vec<String>,
    pub some_visits: Vec<String>,
}

/// Households among which a cadre is found: of some towns' villages.
const AMONG: i64 = 5000;

/// Looks what is there. The cadre is another each time: one who was asked before has less to do.
pub(super) async fn look(county: &Opened, rng: &mut Rng) -> Result<Held, Error> {
    let id = county.county_id();
    let some = rng.i64(0..AMONG);
    let held: Result<Held, server::Error> = county
        .db()
        .read(move |reader| {
            let id = &[id.into()];
            let mut count = |table: &str| {
                let sql = format!("select count(*) as n from {table} where county_id = $1");
                reader.count(&sql, id)
            };
            let (households, members) = (count("household")?, count("member")?);
            let (visits, problems) = (count("visit")?, count("problem")?);
            let home = one(
                reader,
                "select h.town_code, h.head_name, a.person_id from household h
                 join assignment a on a.county_id = h.county_id and a.household_id = h.household_id
                 where h.county_id = $1 and h.visits > 3 limit 1 offset $2",
                &[id[0].clone(), some.min(households / 2).into()],
            )?;
            let ids = |rows: Vec<server::db::Row>| -> Result<Vec<String>, server::db::Error> {
                rows.iter().map(|row| row.text("id")).collect()
            };
            let some_households = ids(reader.query(
                &format!(
                    "select household_id as id from household where county_id = $1
                         and town_code = $2 order by number limit {SOME}"
                ),
                &[id[0].clone(), home.text("town_code")?.into()],
            )?)?;
            let some_visits = ids(reader.query(
                &format!(
                    "select visit_id as id from visit where county_id = $1
                     order by sequence desc limit {SOME}"
                ),
                id,
            )?)?;
            Ok(Held {
                households,
                members,
                visits,
                problems,
                town: home.text("town_code")?,
                cadre: home.id("person_id")?,
                head_name: home.text("head_name")?,
                some_households,
                some_visits,
            })
        })
        .await;
    Ok(held?)
}

/// Sign-ins for somebody at the county, for a town's chief captain, and for whoever looks with a
/// browser: an authenticator's code is good once.
pub(super) async fn sign_ins(county: &Opened) -> Result<[SignIn; 3], Error> {
    let staff = bootstrap::create_admin(county, "bench", "测量员").await?;
    let looking = bootstrap::create_admin(county, "bench-look", "测量员").await?;
    let id = county.county_id();
    let captain: Result<PersonId, server::Error> = county
        .db()
        .read(move |reader| {
            let row = one(
                reader,
                "select person_id from role where county_id = $1 and role = 'town_captain' limit 1",
                &[id.into()],
            )?;
            Ok(row.id("person_id")?)
        })
        .await;
    let captain = bootstrap::set_sign_in(county, captain?, "bench-town").await?;
    Ok([staff, captain, looking].map(|one| SignIn {
        login: one.login,
        password: one.password,
        totp_secret: one.totp_secret.unwrap_or_default(),
    }))
}

fn one(
    reader: &mut Reader<'_>,
    sql: &str,
    values: &[server::db::Value],
) -> Result<server::db::Row, server::Error> {
    let found = reader.first(sql, values)?;
    found.ok_or_else(server::Error::not_found)
}
