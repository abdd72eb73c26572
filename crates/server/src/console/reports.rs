//! The reports of DOMAIN §6 on screen, and as files.

use axum::Json;
use axum::extract::{Path, State};
use domain::time::parse_date;

use super::session::Signed;
use super::views::{
    JobView, Labelled, ReportAsk, ReportBehind, ReportColumn, ReportExport, ReportList, ReportRows,
    ReportSheet, ReportView,
};
use crate::app::Shared;
use crate::clock::date_text;
use crate::error::Error;
use crate::job;
use crate::reports::export::{self, Made};
use crate::reports::rows::After;
use crate::reports::{self, ALL, Ask, Cell, Column, Report};
use crate::routes::extract;

/// Rows on a page of the screen.
const PAGE: i64 = 50;

/// What a person may write into a brief.
const MOST_TEXT: usize = 4_000;

#[utoipa::path(get, path = "/v1/console/reports", tag = "console", security(("console" = [])),
    responses((status = 200, body = ReportList)))]
pub async fn list(State(app): State<Shared>, signed: Signed) -> Result<Json<ReportList>, Error> {
    let (county, now) = (app.county.id, app.now());
    let list = app
        .db
        .read(move |reader| {
            let mut reports = Vec::with_capacity(ALL.len());
            for report in ALL {
                reports.push(view(report, report.is_on(reader, county)?));
            }
            let exports = job::latest(reader, county, signed.person, job::Kind::Report, now)?;
            Ok::<_, Error>(ReportList {
                reports,
                today: date_text(now),
                exports: exports.into_iter().map(JobView::from).collect(),
                may_switch: signed.needs_administrator().is_ok(),
            })
        })
        .await?;
    Ok(Json(list))
}

#[utoipa::path(post, path = "/v1/console/reports/{report}/rows", tag = "console",
    security(("console" = [])), params(("report" = String, Path)), request_body = ReportAsk,
    responses((status = 200, body = ReportRows), (status = 404, description = "not_found"),
        (status = 400, description = "not_a_date, later_day_needed, out_of_range, unknown_option"),
        (status = 409, description = "compliance_off")))]
pub async fn rows(
    State(app): State<Shared>,
    signed: Signed,
    Path(report): Path<String>,
    extract::Json(asked): extract::Json<ReportAsk>,
) -> Result<Json<ReportRows>, Error> {
    let report = reports::find(&report)?;
    let after = After::read(asked.after.as_deref());
    let table = match (asked.behind, &report.behind) {
        (false, _) => report.table(),
        (true, Some(behind)) => behind.table(),
        (true, None) => return Err(Error::bad("unknown_option", "behind")),
    };
    let ask = ask(&app, signed, report, asked)?;
    let rows = app
        .db
        .read(move |reader| {
            report.needs_on(reader, ask.county)?;
            let total = table.count(reader, &ask)?;
            let page = table.page(reader, &ask, after, PAGE)?;
            let rows = page.rows.iter().map(|row| row.iter().map(cell).collect());
            Ok::<_, Error>(ReportRows {
                rows: rows.collect(),
                total,
                next: page.next.map(After::write),
            })
        })
        .await?;
    Ok(Json(rows))
}

#[utoipa::path(post, path = "/v1/console/reports/{report}/export", tag = "console",
    security(("console" = [])), params(("report" = String, Path)), request_body = ReportExport,
    responses((status = 200, body = JobView), (status = 404, description = "not_found"),
        (status = 400, description = "not_a_date, later_day_needed, out_of_range, unknown_option"),
        (status = 409, description = "compliance_off, export_running")))]
pub async fn export(
    State(app): State<Shared>,
    signed: Signed,
    Path(report): Path<String>,
    extract::Json(form): extract::Json<ReportExport>,
) -> Result<Json<JobView>, Error> {
    let report = reports::find(&report)?;
    let made = match form.made.as_str() {
        "workbook" => Made::Workbook,
        "behind" => Made::Behind,
        "document" => Made::Document,
        _ => return Err(Error::bad("unknown_option", "made")),
    };
    let person = signed.person;
    let ask = ask(&app, signed, report, form.ask)?;
    let id = export::begin(&app, report, made, ask).await?;
    let (county, now) = (app.county.id, app.now());
    let found = app
        .db
        .read(move |reader| job::find(reader, county, person, id, now))
        .await?;
    Ok(Json(found.into()))
}

/// What was asked for, checked.
fn ask(app: &Shared, signed: Signed, report: &Report, asked: ReportAsk) -> Result<Ask, Error> {
    let day = |text: &str, field: &'static str| {
        parse_date(text).ok_or_else(|| Error::bad("not_a_date", field))
    };
    let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let words = |text: Option<String>, field: &'static str| {
        let text = given(text).unwrap_or_default();
        if text.chars().count() > MOST_TEXT {
            return Err(Error::bad("too_long", field));
        }
        Ok(text)
    };
    let campaign = given(asked.campaign_id).map(|id| id.parse());
    let ask = Ask {
        county: app.county.id,
        signed,
        now: app.now(),
        from: day(&asked.from, "from")?,
        to: day(&asked.to, "to")?,
        town: given(asked.town),
        village: given(asked.village),
        campaign: campaign
            .transpose()
            .map_err(|_| Error::bad("bad_id", "campaign_id"))?
            .filter(|_| report.of_campaign),
        group: given(asked.group),
        practice: words(asked.practice, "practice")?,
        plans: words(asked.plans, "plans")?,
    };
    ask.check(report)?;
    Ok(ask)
}

fn cell(cell: &Cell) -> serde_json::Value {
    match cell {
        Cell::Text(text) => text.as_str().into(),
        Cell::Number(number) => (*number).into(),
        other => other.number().into(),
    }
}

fn columns(columns: &[Column]) -> Vec<ReportColumn> {
    let all = columns.iter().map(|column| ReportColumn {
        zh: column.zh.to_owned(),
        en: column.en.to_owned(),
        kind: column.kind.as_str().to_owned(),
    });
    all.collect()
}

fn view(report: &Report, is_on: bool) -> ReportView {
    let texts = |all: &[&str]| all.iter().map(|&text| text.to_owned()).collect();
    let sheets = report.sheets.iter().map(|sheet| ReportSheet {
        zh: sheet.zh.to_owned(),
        en: sheet.en.to_owned(),
        columns: sheet.picked(report.columns),
    });
    ReportView {
        report: Labelled {
            code: report.id.to_owned(),
            zh: report.zh.to_owned(),
            en: report.en.to_owned(),
        },
        span: report.span.as_str().to_owned(),
        columns: columns(report.columns),
        sheets: sheets.collect(),
        behind: report.behind.as_ref().map(|behind| ReportBehind {
            zh: behind.zh.to_owned(),
            en: behind.en.to_owned(),
            columns: columns(behind.columns),
        }),
        groups: texts(report.groups),
        switch: report.switch.map(str::to_owned),
        is_on,
        document: report.document,
        of_campaign: report.of_campaign,
    }
}
