//! Switches for what needs a legal basis: who turned what on, by which rule, and off again.

use axum::Json;
use axum::extract::State;
use domain::id::CountyId;

use super::session::Signed;
use super::views::{ComplianceForm, CompliancePage, ComplianceStep, ComplianceSwitch};
use crate::app::Shared;
use crate::compliance::{self, SWITCHES, Turn};
use crate::db::Reader;
use crate::error::Error;
use crate::routes::extract;
use crate::words;

#[utoipa::path(get, path = "/v1/console/compliance", tag = "console",
    security(("console" = [])),
    responses((status = 200, body = CompliancePage), (status = 403, description = "not_allowed")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
) -> Result<Json<CompliancePage>, Error> {
    signed.needs_county()?;
    let county = app.county.id;
    let page = app
        .db
        .read(move |reader| read(reader, county, &signed))
        .await?;
    Ok(Json(page))
}

#[utoipa::path(post, path = "/v1/console/compliance", tag = "console",
    security(("console" = [])), request_body = ComplianceForm,
    responses((status = 200, body = CompliancePage),
        (status = 400, description = "unknown_option, empty, too_long, malformed, not_a_date, in_the_future, reason_needed"),
        (status = 403, description = "not_allowed"), (status = 409, description = "stale")))]
pub async fn turn(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<ComplianceForm>,
) -> Result<Json<CompliancePage>, Error> {
    signed.needs_administrator()?;
    let (county, live, now) = (app.county.id, app.county.live(), app.now());
    let wanted = if form.on {
        let basis = compliance::basis(&form.document, &form.number, &form.issued_on, now)?;
        Turn::On(basis)
    } else {
        let reason = words::reason(&form.reason)?;
        Turn::Off { reason }
    };
    let page = app
        .db
        .write(move |tx| {
            let by = (signed.person, now);
            let at = (form.name.as_str(), form.seen);
            compliance::turn(tx, county, &live, by, at, &wanted)?;
            read(tx, county, &signed)
        })
        .await?;
    Ok(Json(page))
}

fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
) -> Result<CompliancePage, Error> {
    let rows = reader.query(
        "select s.name, s.is_on, s.document, s.number, s.issued_on, s.reason, s.at_ms,
             p.name as by_name
         from compliance_step s
         left join person p on p.county_id = s.county_id and p.person_id = s.by_id
         where s.county_id = $1 order by s.name, s.sequence desc",
        &[county.into()],
    )?;
    let mut switches = Vec::with_capacity(SWITCHES.len());
    for switch in SWITCHES {
        let mut steps = Vec::new();
        for row in &rows {
            if row.text("name")? == switch.name {
                steps.push(ComplianceStep {
                    is_on: row.int("is_on")? == 1,
                    document: row.text("document")?,
                    number: row.text("number")?,
                    issued_on: row.text("issued_on")?,
                    reason: row.text("reason")?,
                    by_name: row.optional_text("by_name")?.unwrap_or_default(),
                    at_ms: row.int("at_ms")?,
                });
            }
        }
        switches.push(ComplianceSwitch {
            name: switch.name.to_owned(),
            is_on: compliance::is_on(reader, county, switch.name)?,
            steps,
        });
    }
    Ok(CompliancePage {
        switches,
        may_turn: signed.needs_administrator().is_ok(),
    })
}
