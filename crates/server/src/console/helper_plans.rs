//! What is planned: households whose helpers change on a day to come.

use axum::Json;
use axum::extract::State;
use domain::id::HouseholdId;
use domain::time::Timestamp;
use protocol::row::HouseholdV1;

use super::query::{Values, cut, limit};
use super::session::Signed;
use super::views::{UpcomingList, UpcomingRow, UpcomingSearch};
use super::{helpers, labels};
use crate::app::Shared;
use crate::error::Error;
use crate::facts;
use crate::routes::extract;

/// The day of a row that is to come: it begins, or it is its last. $2 is today.
const DAY: &str = "min(case when a.starts > $2 then a.starts else a.ends end)";

#[utoipa::path(post, path = "/v1/console/helpers/upcoming", tag = "console",
    security(("console" = [])), request_body = UpcomingSearch,
    responses((status = 200, body = UpcomingList), (status = 403, description = "not_allowed")))]
pub async fn upcoming(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<UpcomingSearch>,
) -> Result<Json<UpcomingList>, Error> {
    signed.needs_town()?;
    let county = app.county.id;
    let today = Timestamp::from_ms(app.now()).shanghai_date();
    let list = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            values.add(today.to_string());
            let mut filter = signed.scope.clause("h", &mut values);
            if let Some(town) = asked.town.as_ref().filter(|town| !town.is_empty()) {
                let town = values.add(town);
                filter.push_str(&format!(" and h.town_code = {town}"));
            }
            let mut sql = format!(
                "select h.household_id, {DAY} as day from assignment a
                 join household h on h.county_id = a.county_id
                     and h.household_id = a.household_id
                 where a.county_id = $1 and (a.starts > $2 or a.ends >= $2)
                     and (a.ends is null or a.ends >= a.starts) and h.ended_on is null{filter}
                 group by h.household_id"
            );
            let after = asked.after.as_deref().and_then(|key| key.split_once(' '));
            if let Some((day, id)) = after {
                let (day, id) = (values.add(day), values.add(id));
                sql.push_str(&format!(
                    " having {DAY} > {day} or ({DAY} = {day} and h.household_id > {id})"
                ));
            }
            let limit = limit(&mut values);
            sql.push_str(&format!(" order by day, h.household_id limit {limit}"));
            let mut found = Vec::new();
            for row in reader.query(&sql, values.all())? {
                found.push((row.text("day")?, row.id::<HouseholdId>("household_id")?));
            }
            let next = cut(&mut found, |(day, id)| format!("{day} {id}"));
            let mut households = Vec::with_capacity(found.len());
            for (day, id) in found {
                let body: HouseholdV1 =
                    facts::load(reader, county, &id.to_string())?.ok_or(Error::Stored {
                        what: "a household",
                    })?;
                let mut helpers = helpers::helpers(reader, county, id, today, |_| Vec::new())?;
                helpers.retain(|one| one.standing == "now" || one.standing == "planned");
                households.push(UpcomingRow {
                    household_id: id.to_string(),
                    number: body.number,
                    head_name: body.head_name,
                    town: body.town,
                    village: body.village,
                    category: body
                        .monitor_category
                        .as_deref()
                        .map(|code| labels::labelled("household_type", code)),
                    day,
                    helpers,
                });
            }
            Ok::<_, Error>(UpcomingList {
                households,
                next,
                today: today.to_string(),
            })
        })
        .await?;
    Ok(Json(list))
}
