//! Who of a team has work that has not arrived: what each phone said of itself, and what the
//! county itself waits for. Known facts and since when; nobody is ranked.

mod coverage;

use std::collections::HashMap;

use domain::id::{CountyId, DeviceId, PersonId, TeamId};
use protocol::team::{CoverageV1, MemberSyncV1, OutstandingV1, ReportedV1, TeamSyncV1};

use crate::change::town_code;
use crate::db::{Reader, Row, Tx, Value};
use crate::error::Error;

pub use coverage::coverage;

/// A team by its place.
pub struct Team {
    pub id: TeamId,
    pub village_code: String,
    pub village: String,
    pub town: String,
}

impl Team {
    /// Of a row of [`TEAMS`].
    pub fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.id("team_id")?,
            village_code: row.text("village_code")?,
            village: row.optional_text("village")?.unwrap_or_default(),
            town: row.optional_text("town")?.unwrap_or_default(),
        })
    }
}

/// Teams of a county; conditions are added to it.
pub const TEAMS: &str = "
    select t.team_id, t.village_code, v.name as village, w.name as town from team t
    left join area v on v.county_id = t.county_id and v.code = t.village_code
    left join area w on w.county_id = t.county_id and w.code = substr(t.village_code, 1, 9)
    where t.county_id = $1";

/// Keeps what a phone said it still has.
pub fn report(
    tx: &mut Tx<'_>,
    county: CountyId,
    device: DeviceId,
    outstanding: OutstandingV1,
    now: i64,
) -> Result<(), Error> {
    let OutstandingV1 {
        visits,
        changes,
        photos,
    } = outstanding;
    tx.execute(
        "insert into outstanding (county_id, device_id, visits, changes, photos, reported_ms)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (county_id, device_id) do update set visits = excluded.visits,
             changes = excluded.changes, photos = excluded.photos,
             reported_ms = excluded.reported_ms",
        &[
            county.into(),
            device.into(),
            visits.into(),
            changes.into(),
            photos.into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// The teams a person leads, and those of the towns he is captain of; by village.
pub fn of_captain(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
) -> Result<Vec<Team>, Error> {
    let rows = reader.query(
        &format!(
            "{TEAMS} and (t.village_code in (select c.village_code from captaincy c
                     where c.county_id = $1 and c.person_id = $2)
                 or substr(t.village_code, 1, 9) in (select r.area from role r
                     where r.county_id = $1 and r.person_id = $2 and r.role = 'town_captain'))
             order by t.village_code, t.team_id"
        ),
        &[county.into(), person.into()],
    )?;
    rows.iter().map(Team::from_row).collect()
}

/// How things stand with the people of these teams, and with their villages where that is told.
pub fn states(
    reader: &mut Reader<'_>,
    county: CountyId,
    teams: Vec<Team>,
    coverage: &HashMap<String, CoverageV1>,
) -> Result<Vec<TeamSyncV1>, Error> {
    let reviewers = reviewers(reader, county, &teams)?;
    teams
        .into_iter()
        .map(|team| {
            let of_town = reviewers.get(town_code(&team.village_code));
            Ok(TeamSyncV1 {
                members: members(reader, county, &team)?,
                coverage: coverage.get(&team.village_code).cloned(),
                id: team.id,
                village: team.village,
                town: team.town,
                reviewers: of_town.cloned().unwrap_or_default(),
            })
        })
        .collect()
}

/// Names of the captains of each of the teams' towns.
fn reviewers(
    reader: &mut Reader<'_>,
    county: CountyId,
    teams: &[Team],
) -> Result<HashMap<String, Vec<String>>, Error> {
    let mut towns: Vec<&str> = teams
        .iter()
        .map(|team| town_code(&team.village_code))
        .collect();
    towns.dedup();
    let mut named = HashMap::new();
    for town in towns {
        let rows = reader.query(
            "select p.name from role r
             join person p on p.county_id = r.county_id and p.person_id = r.person_id
             where r.county_id = $1 and r.role = 'town_captain' and r.area = $2
             order by p.name, p.person_id",
            &[county.into(), town.into()],
        )?;
        let names = rows
            .iter()
            .map(|row| Ok(row.text("name")?))
            .collect::<Result<Vec<_>, Error>>()?;
        named.insert(town.to_owned(), names);
    }
    Ok(named)
}

/// The people of a team by name, its captain among them.
fn members(
    reader: &mut Reader<'_>,
    county: CountyId,
    team: &Team,
) -> Result<Vec<MemberSyncV1>, Error> {
    let key: [Value; 3] = [
        county.into(),
        team.id.into(),
        team.village_code.as_str().into(),
    ];
    let rows = reader.query(
        "select p.person_id, p.name, p.unit,
             case when exists (select 1 from captaincy c where c.county_id = p.county_id
                 and c.person_id = p.person_id and c.village_code = $3)
                 then 1 else 0 end as leads,
             (select count(*) from visit v where v.county_id = p.county_id
                 and v.visitor_id = p.person_id and v.area_code = $3
                 and v.state in ('submitted', 'returned_to_captain')) as to_review,
             (select cast(coalesce(sum(v.photos - v.photos_verified), 0) as bigint) from visit v
                 where v.county_id = p.county_id and v.visitor_id = p.person_id
                 and v.area_code = $3 and v.photos_verified < v.photos
                 and v.state <> 'voided') as photos_missing
         from person p
         where p.county_id = $1 and p.person_id in (
             select m.person_id from team_member m where m.county_id = $1 and m.team_id = $2
             union select t.captain_id from team t where t.county_id = $1 and t.team_id = $2)
         order by p.name, p.person_id",
        &key,
    )?;
    let phones = phones(reader, county, team)?;
    rows.iter()
        .map(|row| {
            let id: PersonId = row.id("person_id")?;
            let own = phones.get(&id).map_or(&[][..], Vec::as_slice);
            Ok(MemberSyncV1 {
                id,
                name: row.text("name")?,
                unit: row.text("unit")?,
                captain: row.flag("leads")?,
                phones: u32::try_from(own.len()).unwrap_or(u32::MAX),
                contact_ms: own.iter().map(|phone| phone.contact_ms).max(),
                reported: reported(own),
                photos_missing: row.count("photos_missing")?,
                to_review: row.count("to_review")?,
            })
        })
        .collect()
}

/// A phone in use.
struct PhoneState {
    contact_ms: i64,
    reported: Option<ReportedV1>,
}

fn phones(
    reader: &mut Reader<'_>,
    county: CountyId,
    team: &Team,
) -> Result<HashMap<PersonId, Vec<PhoneState>>, Error> {
    let rows = reader.query(
        "select d.person_id, d.contact_ms, o.visits, o.changes, o.photos, o.reported_ms
         from device d
         left join outstanding o on o.county_id = d.county_id and o.device_id = d.device_id
         where d.county_id = $1 and d.revoked_ms is null and d.person_id in (
             select m.person_id from team_member m where m.county_id = $1 and m.team_id = $2
             union select t.captain_id from team t where t.county_id = $1 and t.team_id = $2)",
        &[county.into(), team.id.into()],
    )?;
    let mut phones: HashMap<PersonId, Vec<PhoneState>> = HashMap::new();
    for row in &rows {
        let reported = match row.optional_int("reported_ms")? {
            None => None,
            Some(at_ms) => Some(ReportedV1 {
                outstanding: OutstandingV1 {
                    visits: row.count("visits")?,
                    changes: row.count("changes")?,
                    photos: row.count("photos")?,
                },
                at_ms,
            }),
        };
        phones
            .entry(row.id("person_id")?)
            .or_default()
            .push(PhoneState {
                contact_ms: row.int("contact_ms")?,
                reported,
            });
    }
    Ok(phones)
}

/// What a person's phones said together. Something outstanding is as old as its oldest report;
/// nothing outstanding as young as its youngest.
fn reported(phones: &[PhoneState]) -> Option<ReportedV1> {
    let said: Vec<ReportedV1> = phones.iter().filter_map(|phone| phone.reported).collect();
    let left: Vec<&ReportedV1> = said
        .iter()
        .filter(|one| !one.outstanding.is_empty())
        .collect();
    if left.is_empty() {
        return said.into_iter().max_by_key(|one| one.at_ms);
    }
    let mut sum = OutstandingV1::default();
    for one in &left {
        sum.visits = sum.visits.saturating_add(one.outstanding.visits);
        sum.changes = sum.changes.saturating_add(one.outstanding.changes);
        sum.photos = sum.photos.saturating_add(one.outstanding.photos);
    }
    let at_ms = left.iter().map(|one| one.at_ms).min()?;
    Some(ReportedV1 {
        outstanding: sum,
        at_ms,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(said: Option<(u32, i64)>) -> PhoneState {
        PhoneState {
            contact_ms: 0,
            reported: said.map(|(visits, at_ms)| ReportedV1 {
                outstanding: OutstandingV1 {
                    visits,
                    ..OutstandingV1::default()
                },
                at_ms,
            }),
        }
    }

    #[test]
    fn what_one_phone_has_left_is_not_hidden_by_another_that_has_nothing() {
        let said =
            |phones: &[PhoneState]| reported(phones).map(|one| (one.outstanding.visits, one.at_ms));
        assert_eq!(said(&[phone(None)]), None);
        assert_eq!(
            said(&[phone(Some((0, 5))), phone(Some((0, 9)))]),
            Some((0, 9))
        );
        assert_eq!(
            said(&[phone(Some((3, 5))), phone(Some((0, 9)))]),
            Some((3, 5))
        );
        assert_eq!(
            said(&[phone(Some((3, 5))), phone(Some((2, 9))), phone(None)]),
            Some((5, 5))
        );
    }
}
