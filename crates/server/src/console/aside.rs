//! Changes the county holds aside: which, why, since when. What a person may do about them is in
//! [`super::aside_decide`].

use axum::Json;
use axum::extract::{Path, Query, State};
use domain::id::CountyId;
use protocol::edit::Edit;
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{Values, limit};
use super::session::Signed;
use super::views::{
    AsideDecision, AsideList, AsidePage, AsidePerson, AsidePhone, AsideReasonCount, AsideRow,
};
use crate::app::Shared;
use crate::change::Reason;
use crate::change::aside::{ASIDE, WAITING};
use crate::db::{Reader, Row};
use crate::error::Error;

/// Followers shown on one page: more than anybody changes of one record.
const MOST_FOLLOWERS: i64 = 100;

pub(super) const SELECT: &str = "
    select c.change_id, c.disposition, c.code, c.kind, c.person_id, c.device_id, c.record_kind,
        c.record_id, c.device_sequence, c.received_ms, c.sequence, c.digest, c.missing,
        cast(length(c.edit) as bigint) as bytes, p.name as person_name, d.name as device_name,
        d.revoked_ms
    from change c
    left join person p on p.county_id = c.county_id and p.person_id = c.person_id
    left join device d on d.county_id = c.county_id and d.device_id = c.device_id
    where c.county_id = $1";

pub(super) fn row(row: &Row) -> Result<AsideRow, Error> {
    let code = row.text("code")?;
    Ok(AsideRow {
        change_id: row.text("change_id")?,
        disposition: row.text("disposition")?,
        reason: Reason::of(&code),
        code,
        kind: row.text("kind")?,
        person_id: row.text("person_id")?,
        person_name: row.optional_text("person_name")?.unwrap_or_default(),
        device_id: row.text("device_id")?,
        device_name: row.optional_text("device_name")?.unwrap_or_default(),
        device_revoked: row.optional_int("revoked_ms")?.is_some(),
        record_kind: row.text("record_kind")?,
        record_id: row.text("record_id")?,
        device_sequence: row.int("device_sequence")?,
        received_ms: row.int("received_ms")?,
        bytes: row.count("bytes")?,
        sequence: row.int("sequence")?,
    })
}

#[derive(Deserialize, IntoParams)]
pub struct Asked {
    after: Option<String>,
    /// `held`, `quarantined` or `voided`; both of the first two when absent.
    disposition: Option<String>,
    /// A code of the reasons.
    reason: Option<String>,
    device: Option<String>,
    /// Only what came at least so many days ago.
    days: Option<i64>,
}

#[utoipa::path(get, path = "/v1/console/aside", tag = "console", security(("console" = [])),
    params(Asked),
    responses((status = 200, body = AsideList), (status = 403, description = "not_allowed")))]
pub async fn list(
    State(app): State<Shared>,
    signed: Signed,
    Query(asked): Query<Asked>,
) -> Result<Json<AsideList>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let list = app
        .db
        .read(move |reader| read_list(reader, county, &asked, now))
        .await?;
    Ok(Json(list))
}

fn read_list(
    reader: &mut Reader<'_>,
    county: CountyId,
    asked: &Asked,
    now: i64,
) -> Result<AsideList, Error> {
    let mut values = Values::new(county);
    let mut sql = SELECT.to_owned();
    let chosen = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    match chosen(&asked.disposition) {
        Some(disposition) if disposition == "all" => sql.push_str(&format!(" and {ASIDE}")),
        Some(disposition) => {
            sql.push_str(&format!(
                " and c.disposition = {} and {ASIDE}",
                values.add(disposition)
            ));
        }
        None => sql.push_str(&format!(" and {WAITING}")),
    }
    if let Some(reason) = chosen(&asked.reason) {
        if Reason::of(&reason) == Reason::RefusedLater {
            let known: Vec<String> = Reason::ALL
                .iter()
                .map(|one| one.code().to_owned())
                .collect();
            sql.push_str(&format!(" and c.code not in ({})", values.list(&known)));
        } else {
            sql.push_str(&format!(" and c.code = {}", values.add(reason)));
        }
    }
    if let Some(device) = chosen(&asked.device) {
        sql.push_str(&format!(" and c.device_id = {}", values.add(device)));
    }
    if let Some(days) = asked.days.filter(|days| *days > 0) {
        let until = now.saturating_sub(days.saturating_mul(24 * 60 * 60 * 1000));
        sql.push_str(&format!(" and c.received_ms <= {}", values.add(until)));
    }
    if let Some((received, id)) = asked
        .after
        .as_deref()
        .and_then(|after| after.split_once(' '))
    {
        let received: i64 = received.parse().unwrap_or(0);
        let (received, id) = (values.add(received), values.add(id));
        sql.push_str(&format!(
            " and (c.received_ms, c.change_id) > ({received}, {id})"
        ));
    }
    let limit = limit(&mut values);
    sql.push_str(&format!(
        " order by c.received_ms, c.change_id limit {limit}"
    ));
    let mut changes = reader
        .query(&sql, values.all())?
        .iter()
        .map(row)
        .collect::<Result<Vec<_>, Error>>()?;
    let next = super::query::cut(&mut changes, |change| {
        format!("{} {}", change.received_ms, change.change_id)
    });
    let (mut held, mut quarantined, mut voided) = (0, 0, 0);
    let counted = reader.query(
        &format!(
            "select c.disposition, count(*) as n from change c
             where c.county_id = $1 and {ASIDE} group by c.disposition"
        ),
        &[county.into()],
    )?;
    for one in counted {
        let n = one.count("n")?;
        match one.text("disposition")?.as_str() {
            "held" => held = n,
            "voided" => voided = n,
            _ => quarantined = n,
        }
    }
    Ok(AsideList {
        changes,
        next,
        held,
        quarantined,
        voided,
        phones: phones(reader, county)?,
        reasons: reasons(reader, county)?,
    })
}

fn phones(reader: &mut Reader<'_>, county: CountyId) -> Result<Vec<AsidePhone>, Error> {
    let rows = reader.query(
        &format!(
            "select c.device_id, d.name as device_name, p.name as person_name, count(*) as n
             from change c
             left join person p on p.county_id = c.county_id and p.person_id = c.person_id
             left join device d on d.county_id = c.county_id and d.device_id = c.device_id
             where c.county_id = $1 and {ASIDE}
             group by c.device_id, d.name, p.name order by n desc, c.device_id limit 200"
        ),
        &[county.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(AsidePhone {
                device_id: row.text("device_id")?,
                device_name: row.optional_text("device_name")?.unwrap_or_default(),
                person_name: row.optional_text("person_name")?.unwrap_or_default(),
                changes: row.count("n")?,
            })
        })
        .collect()
}

fn reasons(reader: &mut Reader<'_>, county: CountyId) -> Result<Vec<AsideReasonCount>, Error> {
    let rows = reader.query(
        &format!(
            "select c.code, count(*) as n from change c
             where c.county_id = $1 and {ASIDE} group by c.code order by n desc, c.code"
        ),
        &[county.into()],
    )?;
    let mut counted: Vec<AsideReasonCount> = Vec::new();
    for row in rows {
        let (reason, n) = (Reason::of(&row.text("code")?), row.count("n")?);
        match counted.iter_mut().find(|known| known.reason == reason) {
            Some(known) => known.changes += n,
            None => counted.push(AsideReasonCount { reason, changes: n }),
        }
    }
    Ok(counted)
}

#[utoipa::path(get, path = "/v1/console/aside/{id}", tag = "console", security(("console" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = AsidePage), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<AsidePage>, Error> {
    signed.needs_county()?;
    let county = app.county.id;
    let page = app
        .db
        .read(move |reader| read_page(reader, county, &id))
        .await?;
    Ok(Json(page))
}

fn read_page(reader: &mut Reader<'_>, county: CountyId, id: &str) -> Result<AsidePage, Error> {
    let found = one(reader, county, id)?;
    let change = row(&found)?;
    let followers = reader
        .query(
            &format!(
                "{SELECT} and c.device_id = $2 and c.record_kind = $3 and c.record_id = $4
                     and c.device_sequence > $5
                 order by c.device_sequence, c.change_id limit $6"
            ),
            &[
                county.into(),
                (&change.device_id).into(),
                (&change.record_kind).into(),
                (&change.record_id).into(),
                change.device_sequence.into(),
                MOST_FOLLOWERS.into(),
            ],
        )?
        .iter()
        .map(row)
        .collect::<Result<_, Error>>()?;
    let household = household(reader, county, id)?;
    let about = match &household {
        Some(household) => reader.first(
            "select h.head_name, t.name as town, v.name as village, h.area_code from household h
             left join area t on t.county_id = h.county_id and t.code = h.town_code
             left join area v on v.county_id = h.county_id and v.code = h.area_code
             where h.county_id = $1 and h.household_id = $2",
            &[county.into(), household.into()],
        )?,
        None => None,
    };
    let (mut head_name, mut place, mut candidates) = (None, None, Vec::new());
    if let (Some(row), Some(household)) = (&about, &household) {
        head_name = Some(row.text("head_name")?);
        let names = [row.optional_text("town")?, row.optional_text("village")?];
        place = Some(names.into_iter().flatten().collect::<String>());
        if change.kind == "save_visit_v1" {
            candidates = responsible(reader, county, household, &row.text("area_code")?)?;
        }
    }
    let actions: &[&str] = match change.disposition.as_str() {
        "held" | "quarantined" if change.kind == "save_visit_v1" => &["release", "assign", "void"],
        "held" | "quarantined" => &["release", "void"],
        "voided" => &["restore"],
        _ => &[],
    };
    let visits = reader.count(
        "select count(*) as n from visit where county_id = $1 and visit_id = $2",
        &[county.into(), (&change.record_id).into()],
    )?;
    Ok(AsidePage {
        digest: found.text("digest")?,
        missing: found.optional_text("missing")?,
        head_name,
        place,
        visit_id: (change.record_kind == "visit" && visits > 0).then(|| change.record_id.clone()),
        followers,
        decisions: decisions(reader, county, id)?,
        actions: actions.iter().map(|name| (*name).to_owned()).collect(),
        candidates,
        change,
    })
}

/// The row of one change, whatever became of it.
pub(super) fn one(reader: &mut Reader<'_>, county: CountyId, id: &str) -> Result<Row, Error> {
    reader
        .first(
            &format!("{SELECT} and c.change_id = $2"),
            &[county.into(), id.into()],
        )?
        .ok_or_else(Error::not_found)
}

/// The household a change is about: by the visit it names, or by the visit it carries.
fn household(reader: &mut Reader<'_>, county: CountyId, id: &str) -> Result<Option<String>, Error> {
    let row = reader.first(
        "select c.edit, c.record_kind, c.record_id, v.household_id from change c
         left join visit v on v.county_id = c.county_id and v.visit_id = c.record_id
         where c.county_id = $1 and c.change_id = $2",
        &[county.into(), id.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    if row.text("record_kind")? == "household" {
        return Ok(Some(row.text("record_id")?));
    }
    if let Some(known) = row.optional_text("household_id")? {
        return Ok(Some(known));
    }
    Ok(match serde_json::from_slice::<Edit>(&row.bytes("edit")?) {
        Ok(Edit::SaveVisitV1(visit)) => Some(visit.household_id.to_string()),
        Ok(Edit::SaveEntryV1(saved)) => saved.household_id.map(|id| id.to_string()),
        _ => None,
    })
}

/// Who helps a household now, and who leads its village.
fn responsible(
    reader: &mut Reader<'_>,
    county: CountyId,
    household: &str,
    village: &str,
) -> Result<Vec<AsidePerson>, Error> {
    let rows = reader.query(
        "select p.person_id, p.name, p.unit from person p
         where p.county_id = $1 and p.person_id in (
             select person_id from assignment
                 where county_id = $1 and household_id = $2 and active = 1
             union select person_id from captaincy where county_id = $1 and village_code = $3)
         order by p.name, p.person_id",
        &[county.into(), household.into(), village.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(AsidePerson {
                person_id: row.text("person_id")?,
                name: row.text("name")?,
                unit: row.text("unit")?,
            })
        })
        .collect()
}

pub(super) fn decisions(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: &str,
) -> Result<Vec<AsideDecision>, Error> {
    let rows = reader.query(
        "select s.action, s.reason, s.result, s.decided_ms, b.name as decided_by,
             a.name as assigned_name
         from aside_decision s
         left join person b on b.county_id = s.county_id and b.person_id = s.decided_by
         left join person a on a.county_id = s.county_id and a.person_id = s.assigned_id
         where s.county_id = $1 and s.change_id = $2 order by s.sequence desc",
        &[county.into(), id.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(AsideDecision {
                action: row.text("action")?,
                reason: row.text("reason")?,
                assigned_name: row.optional_text("assigned_name")?,
                result: row.text("result")?,
                decided_by: row.optional_text("decided_by")?.unwrap_or_default(),
                decided_ms: row.int("decided_ms")?,
            })
        })
        .collect()
}
