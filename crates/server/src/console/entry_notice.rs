//! The sheet for the village's notice board (公示). What may be on it is `domain::ledger::notice`'s.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::{CountyId, EntryId};
use domain::ledger::notice::Notice;
use domain::time::{Date, Timestamp, parse_date};
use protocol::row::{HouseholdV1, MemberV1};

use super::entry_page::within;
use super::session::Signed;
use super::visit_page;
use crate::app::Shared;
use crate::county::audit;
use crate::db::Reader;
use crate::entry::{self, Current};
use crate::error::Error;

/// The label of whoever heads a household.
const HEAD: &str = "户主";
/// Whoever is younger is a child.
const GROWN: i16 = 18;
/// Whoever takes objections in a town.
const OFFICE: &str = "town_relief";

#[utoipa::path(get, path = "/v1/console/entries/{id}/notice", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    responses((status = 200, content_type = "text/html", body = String, description = "a page to print, A4"),
        (status = 404, description = "not_found"), (status = 409, description = "not_from_here")))]
pub async fn notice(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (county, now) = (app.county.id, app.now());
    let id: EntryId = id.parse().map_err(|_| Error::not_found())?;
    let page = app
        .db
        .write(move |tx| {
            let current = within(tx, county, &signed, id)?;
            let notice = of(tx, county, &current, now)?;
            let id = id.to_string();
            audit(tx, county, now, Some(signed.person), "notice_printed", &id)?;
            Ok::<_, Error>(notice.html())
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
        ),
    ];
    Ok((headers, page).into_response())
}

fn of(
    reader: &mut Reader<'_>,
    county: CountyId,
    current: &Current,
    now: i64,
) -> Result<Notice, Error> {
    let (true, Some(household)) = (current.ledger.code == "case", current.household_id) else {
        return Err(Error::not_found());
    };
    // Before the vote there is nothing to put up; after the notice it has been.
    if !["voted", "on_notice"].contains(&current.state.as_str()) {
        return Err(Error::refused(StatusCode::CONFLICT, "not_from_here"));
    }
    let visit_page::Family { household, members } =
        visit_page::family(reader, county, &household.to_string())?;
    let HouseholdV1 {
        county: county_name,
        town,
        village,
        group,
        head_name,
        area_code,
        annual_family_size,
        ..
    } = household.ok_or_else(Error::not_found)?;
    let today = Timestamp::from_ms(now).shanghai_date();
    let there: Vec<&MemberV1> = members.iter().filter(|member| member.active).collect();
    let head = there.iter().find(|member| member.relation == HEAD);
    let said = entry::steps(reader, county, current.id)?;
    let published = said.iter().rev().find(|line| line.step == "publish");
    let word = |field: &str| {
        let value = published?.said.fields.get(field)?;
        value.text().map(str::to_owned)
    };
    Ok(Notice {
        county: county_name,
        town,
        village,
        group,
        head_name,
        head_is_child: head.is_some_and(|head| is_child(&head.birth, today)),
        people: match u32::try_from(there.len()) {
            Ok(0) | Err(_) => annual_family_size,
            Ok(people) => people,
        },
        kind: current.text("kind").unwrap_or_default().to_owned(),
        from: word("notice_from"),
        to: word("notice_to"),
        place: word("notice_place"),
        phone: phone(reader, county, crate::change::town_code(&area_code))?,
    })
}

/// A birthday nobody can read is a child's: better a star too many.
fn is_child(birth: &str, today: Date) -> bool {
    let Some(birth) = parse_date(birth) else {
        return true;
    };
    let had_birthday = (today.month(), today.day()) >= (birth.month(), birth.day());
    today.year() - birth.year() - i16::from(!had_birthday) < GROWN
}

fn phone(reader: &mut Reader<'_>, county: CountyId, town: &str) -> Result<Option<String>, Error> {
    let row = reader.first(
        "select contact from unit where county_id = $1 and town_code = $2 and role = $3",
        &[county.into(), town.into(), OFFICE.into()],
    )?;
    Ok(row.map(|row| row.text("contact")).transpose()?)
}
