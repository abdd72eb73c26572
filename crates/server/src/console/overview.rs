//! The figures a county looks at first, all from indexes.

use axum::Json;
use axum::extract::State;
use domain::CountyId;

use super::labels;
use super::query::Values;
use super::session::Signed;
use super::views::{DayRow, Overview, ProblemCount, TodayFigures, TownList, TownName, TownRow};
use super::visits::WAITING_CAPTAIN;
use crate::app::Shared;
use crate::clock::{date_text, last_days, period};
use crate::db::Reader;
use crate::disk::Room;
use crate::error::Error;

/// Days on the chart.
const DAYS: i64 = 14;

const APPROVED: &str = "('captain_approved', 'batched', 'county_accepted')";

#[utoipa::path(get, path = "/v1/console/overview", tag = "console", security(("console" = [])),
    responses((status = 200, body = Overview)))]
pub async fn overview(State(app): State<Shared>, signed: Signed) -> Result<Json<Overview>, Error> {
    let (county, now) = (app.county.id, app.now());
    // A figure for reading: what a float loses of it is less than a page.
    #[allow(clippy::cast_precision_loss)]
    let free_bytes = app.disk.free_bytes().map(|bytes| bytes as f64);
    let room = app.disk.room();
    let overview = app
        .db
        .read(move |reader| {
            let mut figures = Figures {
                reader,
                county,
                signed: &signed,
                now,
            };
            let mut overview = figures.overview()?;
            (overview.room, overview.free_bytes) = (room, free_bytes);
            Ok::<_, Error>(overview)
        })
        .await?;
    Ok(Json(overview))
}

#[utoipa::path(get, path = "/v1/console/towns", tag = "console", security(("console" = [])),
    responses((status = 200, body = TownList)))]
pub async fn towns(State(app): State<Shared>, signed: Signed) -> Result<Json<TownList>, Error> {
    let county = app.county.id;
    let towns = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            let scope = signed.scope.clause("h", &mut values);
            let rows = reader.query(
                &format!(
                    "select a.code, a.name from area a
                     where a.county_id = $1 and length(a.code) = 9
                         and exists (select 1 from household h where h.county_id = a.county_id
                             and h.town_code = a.code{scope})
                     order by a.code"
                ),
                values.all(),
            )?;
            let towns = rows.iter().map(|row| {
                Ok(TownName {
                    code: row.text("code")?,
                    name: row.text("name")?,
                })
            });
            towns.collect::<Result<Vec<_>, Error>>()
        })
        .await?;
    Ok(Json(TownList { towns }))
}

struct Figures<'a, 'b> {
    reader: &'a mut Reader<'b>,
    county: CountyId,
    signed: &'a Signed,
    now: i64,
}

impl Figures<'_, '_> {
    fn overview(&mut self) -> Result<Overview, Error> {
        let (waiting_captain, waiting_county, returned, accepted) = self.states()?;
        let towns = self.towns()?;
        let sum = |part: fn(&TownRow) -> u32| towns.iter().map(part).sum();
        Ok(Overview {
            date: date_text(self.now),
            period: period(self.now),
            households: sum(|town| town.households),
            visited_submitted: sum(|town| town.visited_submitted),
            visited_approved: sum(|town| town.visited_approved),
            today: self.today()?,
            waiting_captain,
            waiting_county,
            returned,
            accepted,
            photos_outstanding: self.count(
                "select cast(coalesce(sum(v.photos - v.photos_verified), 0) as bigint) as n
                 from visit v where v.county_id = $1 and v.state <> 'voided'",
                "v",
                &[],
            )?,
            problems: self.problems()?,
            days: self.days()?,
            aside: self.aside()?,
            contested: self.count(
                "select count(*) as n from household h where h.county_id = $1 and h.contested > 0",
                "h",
                &[],
            )?,
            towns,
            room: Room::Enough,
            free_bytes: None,
        })
    }

    /// A count within the person's scope; `$2` … are `extra`.
    fn count(&mut self, sql: &str, table: &str, extra: &[&str]) -> Result<u32, Error> {
        let mut values = Values::new(self.county);
        for value in extra {
            values.add(*value);
        }
        let scope = self.signed.scope.clause(table, &mut values);
        let count = self.reader.count(&format!("{sql}{scope}"), values.all())?;
        Ok(u32::try_from(count).unwrap_or(0))
    }

    fn states(&mut self) -> Result<(u32, u32, u32, u32), Error> {
        let mut values = Values::new(self.county);
        let scope = self.signed.scope.clause("v", &mut values);
        let rows = self.reader.query(
            &format!(
                "select v.state, count(*) as n from visit v where v.county_id = $1{scope}
                 group by v.state"
            ),
            values.all(),
        )?;
        let (mut captain, mut county, mut returned, mut accepted) = (0, 0, 0, 0);
        for row in rows {
            let count = row.count("n")?;
            match row.text("state")?.as_str() {
                state if WAITING_CAPTAIN.contains(&state) => captain += count,
                "batched" => county += count,
                "returned" => returned += count,
                "county_accepted" => accepted += count,
                _ => {}
            }
        }
        Ok((captain, county, returned, accepted))
    }

    fn today(&mut self) -> Result<TodayFigures, Error> {
        let today = date_text(self.now);
        let today = today.as_str();
        let start = self.now - (self.now + 8 * 60 * 60 * 1000).rem_euclid(24 * 60 * 60 * 1000);
        Ok(TodayFigures {
            visits: self.count(
                "select count(*) as n from visit v
                 where v.county_id = $1 and v.received_date = $2 and v.state <> 'voided'",
                "v",
                &[today],
            )?,
            photos: self.count(
                "select count(distinct p.sha256) as n from photo p
                 join visit_photo i on i.county_id = p.county_id and i.sha256 = p.sha256
                 join visit v on v.county_id = i.county_id and v.visit_id = i.visit_id
                 where p.county_id = $1 and p.verified_date = $2",
                "v",
                &[today],
            )?,
            batches: self.count(
                "select count(*) as n from batch b
                 where b.county_id = $1 and b.received_date = $2",
                "b",
                &[today],
            )?,
            accepted: self.count(
                "select count(*) as n from visit v
                 where v.county_id = $1 and v.accepted_date = $2 and v.state = 'county_accepted'",
                "v",
                &[today],
            )?,
            active_phones: self.active_phones(start)?,
        })
    }

    /// Phones heard from today, of those who help somebody within scope.
    fn active_phones(&mut self, since: i64) -> Result<u32, Error> {
        let mut values = Values::new(self.county);
        let since = values.add(since);
        let mut sql = format!(
            "select count(*) as n from device d
             where d.county_id = $1 and d.contact_ms >= {since} and d.revoked_ms is null"
        );
        let scope = self.signed.scope.clause("h", &mut values);
        if !scope.is_empty() {
            sql.push_str(&format!(
                " and exists (select 1 from assignment s
                     join household h on h.county_id = s.county_id
                         and h.household_id = s.household_id
                     where s.county_id = $1 and s.person_id = d.person_id and s.active = 1{scope})"
            ));
        }
        Ok(u32::try_from(self.reader.count(&sql, values.all())?).unwrap_or(0))
    }

    fn problems(&mut self) -> Result<Vec<ProblemCount>, Error> {
        let mut values = Values::new(self.county);
        let scope = self.signed.scope.clause("v", &mut values);
        let rows = self.reader.query(
            &format!(
                "select p.severity, count(*) as n from visit_problem p
                 join visit v on v.county_id = p.county_id and v.visit_id = p.visit_id
                 where p.county_id = $1 and p.dismissed is null and v.state <> 'voided'{scope}
                 group by p.severity"
            ),
            values.all(),
        )?;
        let known = domain::checklist::builtin()
            .1
            .list("severity")
            .unwrap_or_default();
        known
            .iter()
            .map(|severity| {
                let mut count = 0;
                for row in &rows {
                    if row.text("severity")? == severity.code {
                        count = row.count("n")?;
                    }
                }
                Ok(ProblemCount {
                    severity: labels::labelled("severity", &severity.code),
                    count,
                })
            })
            .collect()
    }

    fn towns(&mut self) -> Result<Vec<TownRow>, Error> {
        let mut values = Values::new(self.county);
        let scope = self.signed.scope.clause("h", &mut values);
        let homes = self.reader.query(
            &format!(
                "select h.town_code, max(t.name) as name, count(*) as n from household h
                 left join area t on t.county_id = h.county_id and t.code = h.town_code
                 where h.county_id = $1 and h.ended_on is null{scope}
                group by h.town_code order by h.town_code"
            ),
            values.all(),
        )?;
        let mut values = Values::new(self.county);
        let half = values.add(period(self.now));
        let scope = self.signed.scope.clause("v", &mut values);
        let visited = self.reader.query(
            &format!(
                "select v.town_code, count(distinct v.household_id) as submitted,
                     count(distinct case when v.state in {APPROVED} then v.household_id end)
                         as approved
                 from visit v where v.county_id = $1 and v.period = {half} and v.counts = 1
                     and v.state <> 'voided' and v.household_id not in (
                         select e.household_id from household e
                         where e.county_id = $1 and e.ended_on is not null){scope}
                 group by v.town_code"
            ),
            values.all(),
        )?;
        let mut values = Values::new(self.county);
        let scope = self.signed.scope.clause("v", &mut values);
        let problems = self.reader.query(
            &format!(
                "select v.town_code, cast(sum(v.problems) as bigint) as n from visit v
                 where v.county_id = $1 and v.state <> 'voided'{scope} group by v.town_code"
            ),
            values.all(),
        )?;
        let mut towns = Vec::with_capacity(homes.len());
        for row in homes {
            let code = row.text("town_code")?;
            let mut town = TownRow {
                name: row.optional_text("name")?.unwrap_or_else(|| code.clone()),
                households: row.count("n")?,
                visited_submitted: 0,
                visited_approved: 0,
                problems: 0,
                code,
            };
            for visited in &visited {
                if visited.text("town_code")? == town.code {
                    town.visited_submitted = visited.count("submitted")?;
                    town.visited_approved = visited.count("approved")?;
                }
            }
            for problem in &problems {
                if problem.text("town_code")? == town.code {
                    town.problems = problem.count("n")?;
                }
            }
            towns.push(town);
        }
        Ok(towns)
    }

    fn days(&mut self) -> Result<Vec<DayRow>, Error> {
        let days = last_days(self.now, DAYS);
        let first = days.first().cloned().unwrap_or_default();
        let mut counted = Vec::new();
        for column in ["received_date", "accepted_date"] {
            let mut values = Values::new(self.county);
            let first = values.add(&first);
            let scope = self.signed.scope.clause("v", &mut values);
            counted.push(self.reader.query(
                &format!(
                    "select v.{column} as day, count(*) as n from visit v
                     where v.county_id = $1 and v.{column} >= {first} and v.state <> 'voided'{scope}
                     group by v.{column}"
                ),
                values.all(),
            )?);
        }
        let on = |rows: &[crate::db::Row], day: &str| -> Result<u32, Error> {
            for row in rows {
                if row.text("day")? == day {
                    return Ok(row.count("n")?);
                }
            }
            Ok(0)
        };
        days.into_iter()
            .map(|date| {
                Ok(DayRow {
                    visits: on(&counted[0], &date)?,
                    accepted: on(&counted[1], &date)?,
                    date,
                })
            })
            .collect()
    }

    /// Only the county decides about these, so only it is told.
    fn aside(&mut self) -> Result<u32, Error> {
        if self.signed.needs_county().is_err() {
            return Ok(0);
        }
        let count = self.reader.count(
            "select count(*) as n from change
             where county_id = $1 and disposition <> 'applied' and disposition <> 'voided'",
            &[self.county.into()],
        )?;
        Ok(u32::try_from(count).unwrap_or(0))
    }
}
