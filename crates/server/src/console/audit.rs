//! The audit log, newest first: all of it, or by who did what to whom and when; and as a file.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use domain::id::CountyId;
use domain::time::{Date, Timestamp, parse_date};

use super::query::{PAGE, Values, cut, number};
use super::session::Signed;
use super::views::{AuditList, AuditRow, AuditSearch, JobBegun};
use crate::app::Shared;
use crate::clock::day_begins_ms;
use crate::county;
use crate::db::Reader;
use crate::error::Error;
use crate::job::{self, Ended, Job, Kind, MadeFile, Outcome};
use crate::routes::extract;
use crate::words;

/// Lines are written in the writer's turn with the time of their request: so far may two be out of
/// order.
const SLACK_MS: i64 = 10 * 60 * 1000;

/// Lines of the file read at once.
const CHUNK: usize = 1000;

#[utoipa::path(post, path = "/v1/console/audit/search", tag = "console",
    security(("console" = [])), request_body = AuditSearch,
    responses((status = 200, body = AuditList), (status = 400, description = "not_a_date"),
        (status = 403, description = "not_allowed")))]
pub async fn search(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<AuditSearch>,
) -> Result<Json<AuditList>, Error> {
    signed.needs_administrator()?;
    let county = app.county.id;
    let wanted = Wanted::of(&asked)?;
    let after = number(asked.after.as_ref());
    let list = app
        .db
        .read(move |reader| {
            let within = wanted.positions(reader, county)?;
            let mut entries = wanted.page(reader, county, within, after, PAGE + 1)?;
            let next = cut(&mut entries, |entry| entry.position.to_string());
            Ok::<_, Error>(AuditList { entries, next })
        })
        .await?;
    Ok(Json(list))
}

#[utoipa::path(post, path = "/v1/console/audit/export", tag = "console",
    security(("console" = [])), request_body = AuditSearch,
    responses((status = 200, body = JobBegun), (status = 400, description = "not_a_date"),
        (status = 403, description = "not_allowed"), (status = 409, description = "export_running")))]
pub async fn export(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<AuditSearch>,
) -> Result<Json<JobBegun>, Error> {
    signed.needs_administrator()?;
    let wanted = Wanted::of(&asked)?;
    let (county, now, by) = (app.county.id, app.now(), signed.person);
    let job = job::begin(
        &app,
        Kind::Report,
        by,
        move |tx, id| {
            let id = id.to_string();
            county::audit(tx, county, now, Some(by), "audit_exported", &id)
        },
        move |job| file(job, wanted),
    )
    .await?;
    Ok(Json(JobBegun {
        job_id: job.to_string(),
    }))
}

/// What is looked for, read and checked.
#[derive(Clone)]
struct Wanted {
    person: Option<String>,
    action: Option<String>,
    subject: Option<String>,
    from_ms: Option<i64>,
    /// The first moment after.
    until_ms: Option<i64>,
}

impl Wanted {
    fn of(asked: &AuditSearch) -> Result<Self, Error> {
        let said = |text: &Option<String>| {
            let text = text.as_deref().unwrap_or_default().trim();
            Some(text.to_owned()).filter(|text| !text.is_empty())
        };
        let day = |text: &Option<String>, field| -> Result<Option<Date>, Error> {
            match said(text) {
                Some(text) => {
                    let day = parse_date(&text);
                    day.map(Some).ok_or_else(|| Error::bad("not_a_date", field))
                }
                None => Ok(None),
            }
        };
        let to = day(&asked.to, "to")?;
        Ok(Self {
            person: said(&asked.person_id),
            action: said(&asked.action),
            subject: said(&asked.subject),
            from_ms: day(&asked.from, "from")?.map(day_begins_ms),
            until_ms: to.and_then(|day| day.tomorrow().ok()).map(day_begins_ms),
        })
    }

    /// Between which positions the days lie; the log is in the order of time, give or take.
    fn positions(&self, reader: &mut Reader<'_>, county: CountyId) -> Result<(i64, i64), Error> {
        let low = match self.from_ms {
            Some(ms) => first_from(reader, county, ms - SLACK_MS)?,
            None => i64::MIN,
        };
        let high = match self.until_ms {
            Some(ms) => first_from(reader, county, ms + SLACK_MS)?,
            None => i64::MAX,
        };
        Ok((low, high))
    }

    fn page(
        &self,
        reader: &mut Reader<'_>,
        county: CountyId,
        (low, high): (i64, i64),
        after: i64,
        limit: usize,
    ) -> Result<Vec<AuditRow>, Error> {
        let mut values = Values::new(county);
        let (low, high) = (values.add(low), values.add(high.min(after)));
        let mut sql = format!(
            "select a.position, a.at_ms, a.action, a.subject, p.name from audit a
             left join person p on p.county_id = a.county_id and p.person_id = a.actor_id
             where a.county_id = $1 and a.position >= {low} and a.position < {high}"
        );
        for (column, value) in [
            ("actor_id", &self.person),
            ("action", &self.action),
            ("subject", &self.subject),
        ] {
            if let Some(value) = value {
                let value = values.add(value);
                sql.push_str(&format!(" and a.{column} = {value}"));
            }
        }
        for (bound, ms) in [(">=", self.from_ms), ("<", self.until_ms)] {
            if let Some(ms) = ms {
                let ms = values.add(ms);
                sql.push_str(&format!(" and a.at_ms {bound} {ms}"));
            }
        }
        let limit = values.add(i64::try_from(limit).unwrap_or(i64::MAX));
        sql.push_str(&format!(" order by a.position desc limit {limit}"));
        let rows = reader.query(&sql, values.all())?;
        rows.iter()
            .map(|row| {
                Ok(AuditRow {
                    position: row.int("position")?,
                    at_ms: row.int("at_ms")?,
                    actor_name: row.optional_text("name")?.unwrap_or_default(),
                    action: row.text("action")?,
                    subject: row.text("subject")?,
                })
            })
            .collect()
    }
}

/// The first position whose line was written at `ms` or later, by halving: no index by time is
/// kept up with every visit.
fn first_from(reader: &mut Reader<'_>, county: CountyId, ms: i64) -> Result<i64, Error> {
    let row = reader.first(
        "select coalesce(max(position), 0) + 1 as high from audit where county_id = $1",
        &[county.into()],
    )?;
    let (mut low, mut high) = (0, row.map_or(Ok(0), |row| row.int("high"))?);
    while low < high {
        let middle = low + (high - low) / 2;
        let next = reader.first(
            "select position, at_ms from audit where county_id = $1 and position >= $2
             order by position limit 1",
            &[county.into(), middle.into()],
        )?;
        match next {
            Some(row) if row.int("at_ms")? < ms => low = row.int("position")? + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}

/// Writes what was found, oldest last, for a spreadsheet.
async fn file(job: Arc<Job>, wanted: Wanted) -> Result<Outcome, Ended> {
    let county = job.app.county.id;
    let made = tempfile::NamedTempFile::new().map_err(Error::Blobs)?;
    let mut out = made.reopen().map_err(Error::Blobs)?;
    // Spreadsheets take a file without the mark for another character set.
    std::io::Write::write_all(&mut out, "\u{feff}".as_bytes()).map_err(Error::Blobs)?;
    let mut sheet = csv::Writer::from_writer(out);
    let wrong = |error: csv::Error| Error::Blobs(error.into());
    sheet
        .write_record([
            "position",
            "time",
            "person",
            "action",
            "action_zh",
            "subject",
        ])
        .map_err(wrong)?;
    let for_bounds = wanted.clone();
    let within = job
        .app
        .db
        .read(move |reader| for_bounds.positions(reader, county))
        .await?;
    let (mut after, mut lines) = (i64::MAX, 0u64);
    loop {
        let wanted = wanted.clone();
        let rows = job
            .app
            .db
            .read(move |reader| wanted.page(reader, county, within, after, CHUNK))
            .await?;
        let Some(last) = rows.last() else { break };
        after = last.position;
        lines += rows.len() as u64;
        for row in &rows {
            let time = Timestamp::from_ms(row.at_ms).shanghai_text();
            let position = row.position.to_string();
            let cells = [
                position.as_str(),
                time.as_str(),
                &plain(&row.actor_name),
                &plain(&row.action),
                words::of_action(&row.action).unwrap_or_default(),
                &plain(&row.subject),
            ];
            sheet.write_record(cells).map_err(wrong)?;
        }
        job.tell(lines, 0).await?;
    }
    sheet.flush().map_err(Error::Blobs)?;
    Ok(Outcome {
        result: Some(serde_json::json!({ "lines": lines })),
        file: Some(MadeFile {
            name: "audit.csv".to_owned(),
            media: "text/csv; charset=utf-8",
            bytes: made,
        }),
    })
}

/// What a spreadsheet would run as a formula is text.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
