//! The households of a campaign by name: who was not visited yet, who was, who came later.

use axum::Json;
use axum::extract::{Path, State};
use domain::id::{CountyId, HouseholdId};
use domain::ledger::{VOIDED, ledgers};

use super::campaign_coverage::{counts, households, visited};
use super::campaigns::known;
use super::ledgers as words;
use super::query::{self, Values, cut};
use super::session::Signed;
use super::views::{CampaignHousehold, CampaignHouseholdList, CampaignHouseholdSearch, Labelled};
use crate::app::Shared;
use crate::campaign::{self, Current};
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::routes::extract;

/// The ledger in which people write down why they could not visit.
const NO_VISIT: &str = "no_visit";

#[utoipa::path(post, path = "/v1/console/campaigns/{id}/households", tag = "console",
    security(("console" = [])), params(("id" = String, Path)),
    request_body = CampaignHouseholdSearch,
    responses((status = 200, body = CampaignHouseholdList),
        (status = 400, description = "unknown_option, unknown_area"),
        (status = 404, description = "not_found")))]
pub async fn search(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(asked): extract::Json<CampaignHouseholdSearch>,
) -> Result<Json<CampaignHouseholdList>, Error> {
    let county = app.county.id;
    let list = app
        .db
        .read(move |reader| {
            let campaign = campaign::find(reader, county, known(&id)?)?;
            let campaign = campaign.ok_or_else(Error::not_found)?;
            read(reader, county, &signed, &campaign, &asked)
        })
        .await?;
    Ok(Json(list))
}

fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    campaign: &Current,
    asked: &CampaignHouseholdSearch,
) -> Result<CampaignHouseholdList, Error> {
    let mut values = Values::new(county);
    let homes = households(campaign, &mut values);
    let visited = visited(campaign, &mut values);
    let scope = signed.scope.clause("h", &mut values);
    let area = match asked.area.as_deref().unwrap_or_default() {
        "" => String::new(),
        town if is_code(town, 9) => format!(" and h.town_code = {}", values.add(town)),
        village if is_code(village, 12) => format!(" and h.area_code = {}", values.add(village)),
        _ => return Err(Error::bad("unknown_area", "area")),
    };
    let show = match asked.show.as_str() {
        "not_visited" => "home.added_ms is null and visited.household_id is null",
        "visited" => "home.added_ms is null and visited.household_id is not null",
        "added" => "home.added_ms is not null",
        _ => return Err(Error::bad("unknown_option", "show")),
    };
    let with = format!(
        "with {visited},
         home as (select h.household_id, h.number, c.added_ms {homes}{scope}{area})"
    );
    let from = format!(
        "from home left join visited on visited.household_id = home.household_id where {show}"
    );
    let total = reader.count(&format!("{with} select count(*) as n {from}"), values.all())?;
    let mut sql = format!("{with} select home.household_id {from}");
    let after: Option<HouseholdId> = asked.after.as_ref().and_then(|id| id.parse().ok());
    let last = match after {
        Some(id) => reader.first(
            "select number from household where county_id = $1 and household_id = $2",
            &[county.into(), id.into()],
        )?,
        None => None,
    };
    if let (Some(row), Some(id)) = (last, after) {
        let (number, id) = (values.add(row.text("number")?), values.add(id));
        sql.push_str(&format!(
            " and (home.number, home.household_id) > ({number}, {id})"
        ));
    }
    let limit = query::limit(&mut values);
    sql.push_str(&format!(
        " order by home.number, home.household_id limit {limit}"
    ));
    let mut ids = reader
        .query(&sql, values.all())?
        .iter()
        .map(|row| row.text("household_id"))
        .collect::<Result<Vec<_>, _>>()?;
    let next = cut(&mut ids, Clone::clone);
    Ok(CampaignHouseholdList {
        households: shown(reader, county, campaign, &ids)?,
        next,
        total: u32::try_from(total).unwrap_or(u32::MAX),
    })
}

fn is_code(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|digit| digit.is_ascii_digit())
}

/// What a page shows of its households, in their order.
fn shown(
    reader: &mut Reader<'_>,
    county: CountyId,
    campaign: &Current,
    ids: &[String],
) -> Result<Vec<CampaignHousehold>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Values::new(county);
    let visit = counts(campaign, &mut values);
    let (ledger, voided) = (values.add(NO_VISIT), values.add(VOIDED));
    let (from, to) = (
        values.add(&campaign.told.starts),
        values.add(&campaign.told.ends),
    );
    let list = values.list(ids);
    // What is wrapped is found by its household, of which there are a page's, not by ledger or day.
    let rows = reader.query(
        &format!(
            "select h.household_id, h.number, h.head_name, h.home_group, h.helper_name,
                 t.name as town, a.name as village, v.visit_id, v.state,
                 coalesce(v.trusted_ended_ms, v.ended_ms) as visited_ms,
                 e.day, e.kind
             from household h
             left join area t on t.county_id = h.county_id and t.code = h.town_code
             left join area a on a.county_id = h.county_id and a.code = h.area_code
             left join visit v on v.county_id = h.county_id and v.visit_id = (
                 select v.visit_id from visit v where v.household_id = h.household_id and {visit}
                 order by coalesce(v.trusted_ended_ms, v.ended_ms) desc, v.visit_id limit 1)
             left join entry e on e.county_id = h.county_id and e.entry_id = (
                 select e.entry_id from entry e where e.county_id = $1
                     and e.household_id = h.household_id and cast(e.ledger as text) = {ledger}
                     and e.state <> {voided} and coalesce(e.day, '') between {from} and {to}
                 order by e.day desc, e.sequence desc limit 1)
             where h.county_id = $1 and h.household_id in ({list})
             order by h.number, h.household_id"
        ),
        values.all(),
    )?;
    rows.iter().map(household).collect()
}

fn household(row: &Row) -> Result<CampaignHousehold, Error> {
    let named = |column| Ok::<_, Error>(row.optional_text(column)?.unwrap_or_default());
    let reason = row.optional_text("kind")?;
    Ok(CampaignHousehold {
        household_id: row.text("household_id")?,
        number: row.text("number")?,
        head_name: row.text("head_name")?,
        town: named("town")?,
        village: named("village")?,
        group: named("home_group")?,
        helper_name: row.optional_text("helper_name")?,
        visit_id: row.optional_text("visit_id")?,
        visited_ms: row.optional_int("visited_ms")?,
        visit_state: row.optional_text("state")?,
        hindered_on: row.optional_text("day")?,
        hindered_by: reason.map(|code| hindrance(&code)),
    })
}

/// A reason in the words of its ledger.
fn hindrance(code: &str) -> Labelled {
    match ledgers().find(NO_VISIT) {
        Some(ledger) => words::kind(ledger, code),
        None => Labelled {
            code: code.to_owned(),
            zh: code.to_owned(),
            en: code.to_owned(),
        },
    }
}
