//! People, and one-time codes for their phones.

use axum::Json;
use axum::extract::State;

use super::query::{PAGE, Values, anywhere, cut};
use super::session::Signed;
use super::views::{EnrolmentCode, EnrolmentForm, PeopleList, PeopleSearch, PersonCard};
use crate::app::Shared;
use crate::bootstrap::{CODE_MS, add_enrolment};
use crate::clock::date_text;
use crate::db::Row;
use crate::error::Error;
use crate::people::mentor;
use crate::routes::extract;

/// A week: longer, and a slip of paper is a key to the county.
const MAX_HOURS: u32 = 7 * 24;

const SELECT: &str = "
    select p.person_id, p.name, p.unit, p.ended_on, p.post_start, p.leaves_on,
        case when exists (select 1 from helping_unit u where u.county_id = p.county_id
            and u.name = p.unit and u.ended_on is null) then 1 else 0 end as unit_listed,
        (select count(*) from assignment s where s.county_id = p.county_id
            and s.person_id = p.person_id and s.active = 1) as households,
        (select count(*) from device d where d.county_id = p.county_id
            and d.person_id = p.person_id and d.revoked_ms is null) as devices,
        (select max(d.contact_ms) from device d where d.county_id = p.county_id
            and d.person_id = p.person_id) as last_contact_ms
    from person p where p.county_id = $1";

#[utoipa::path(post, path = "/v1/console/people/search", tag = "console",
    security(("console" = [])), request_body = PeopleSearch,
    responses((status = 200, body = PeopleList), (status = 403, description = "not_allowed")))]
pub async fn search(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<PeopleSearch>,
) -> Result<Json<PeopleList>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let list = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            let mut sql = SELECT.to_owned();
            if let Some(text) = asked.text.filter(|text| !text.trim().is_empty()) {
                let like = values.add(anywhere(&text));
                sql.push_str(&format!(
                    " and (lower(p.name) like {like} escape '!' or lower(p.unit) like {like} escape '!')"
                ));
            }
            match asked.state.as_deref() {
                Some("current") => sql.push_str(" and p.ended_on is null"),
                Some("leaving") => {
                    sql.push_str(" and p.ended_on is null and p.leaves_on is not null");
                }
                Some("without_mentor") => {
                    let since = values.add(mentor::new_since(reader, county, now)?);
                    let today = values.add(date_text(now));
                    sql.push_str(&without_mentor(&since, &today));
                }
                Some("left") => sql.push_str(" and p.ended_on is not null"),
                _ => {}
            }
            let after = match &asked.after {
                Some(after) => reader.first(
                    "select name from person where county_id = $1 and person_id = $2",
                    &[county.into(), after.into()],
                )?,
                None => None,
            };
            if let (Some(found), Some(id)) = (after, &asked.after) {
                let (name, id) = (values.add(found.text("name")?), values.add(id));
                sql.push_str(&format!(" and (p.name, p.person_id) > ({name}, {id})"));
            }
            let limit = values.add(i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
            sql.push_str(&format!(" order by p.name, p.person_id limit {limit}"));
            let mut people = reader
                .query(&sql, values.all())?
                .iter()
                .map(card)
                .collect::<Result<Vec<_>, Error>>()?;
            let next = cut(&mut people, |person| person.person_id.clone());
            for person in &mut people {
                let (roles, area) = roles(reader, county, &person.person_id)?;
                person.roles = roles;
                person.area = area;
            }
            Ok::<_, Error>(PeopleList { people, next })
        })
        .await?;
    Ok(Json(list))
}

/// People whose posting began within the time in which one is new, and whom nobody guides today.
pub(super) fn without_mentor(since: &str, today: &str) -> String {
    format!(
        " and p.ended_on is null and p.post_start >= {since} and p.post_start <= {today}
          and not exists (select 1 from person m where m.county_id = p.county_id
              and m.person_id = p.mentor_id and m.ended_on is null
              and (p.mentor_to is null or p.mentor_to >= {today}))"
    )
}

fn card(row: &Row) -> Result<PersonCard, Error> {
    Ok(PersonCard {
        person_id: row.text("person_id")?,
        name: row.text("name")?,
        unit: row.text("unit")?,
        roles: Vec::new(),
        area: String::new(),
        households: row.count("households")?,
        devices: row.count("devices")?,
        last_contact_ms: row.optional_int("last_contact_ms")?,
        post_start: row.optional_text("post_start")?,
        unit_listed: row.flag("unit_listed")?,
        leaves_on: row.optional_text("leaves_on")?,
        ended_on: row.optional_text("ended_on")?,
    })
}

/// A person's roles, and the town and village of the nearest one.
fn roles(
    reader: &mut crate::db::Reader<'_>,
    county: domain::CountyId,
    person: &str,
) -> Result<(Vec<String>, String), Error> {
    let rows = reader.query(
        "select r.role, v.name as village, t.name as town from (
             select role, area from role where county_id = $1 and person_id = $2
             union select 'captain' as role, village_code as area from captaincy
                 where county_id = $1 and person_id = $2) r
         left join area t on t.county_id = $1 and t.code = substr(r.area, 1, 9)
         left join area v on v.county_id = $1 and v.code = r.area and length(r.area) = 12
         order by length(r.area) desc, r.role",
        &[county.into(), person.into()],
    )?;
    let mut roles: Vec<String> = Vec::new();
    let mut area = String::new();
    for row in rows {
        let role = row.text("role")?;
        if !roles.contains(&role) {
            roles.push(role);
        }
        if area.is_empty() {
            let names = [row.optional_text("town")?, row.optional_text("village")?];
            area = names.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        }
    }
    Ok((roles, area))
}

#[utoipa::path(post, path = "/v1/console/enrolments", tag = "console", security(("console" = [])),
    request_body = EnrolmentForm,
    responses((status = 200, body = EnrolmentCode), (status = 404, description = "not_found")))]
pub async fn enrol(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<EnrolmentForm>,
) -> Result<Json<EnrolmentCode>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let person = form
        .person_id
        .parse()
        .map_err(|_| Error::bad("bad_id", "person_id"))?;
    let good_for_ms = match form.hours {
        None => CODE_MS,
        Some(hours) if (1..=MAX_HOURS).contains(&hours) => i64::from(hours) * 60 * 60 * 1000,
        Some(_) => return Err(Error::bad("out_of_range", "hours")),
    };
    let made = app
        .db
        .write(move |tx| add_enrolment(tx, county, person, Some(signed.person), good_for_ms, now))
        .await?;
    Ok(Json(EnrolmentCode {
        code: made.code,
        expires_ms: made.expires_ms,
    }))
}
