//! The figures of the overview that are about work under way: visits by state and day, batches,
//! phones, campaigns.

use domain::CountyId;
use domain::time::Timestamp;

use super::query::Values;
use super::session::Signed;
use super::views::{BatchFigures, DayRow, PhoneFigures, RunningCampaign, TodayFigures};
use crate::campaign::{COLUMNS, Current};
use crate::change::aside::WAITING;
use crate::clock::{date_text, last_days};
use crate::db::Reader;
use crate::error::Error;

/// Days on the chart.
const DAYS: i64 = 14;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Visits by state.
#[derive(Default)]
pub(super) struct States {
    pub returned: u32,
    pub accepted: u32,
}

pub(super) struct Work<'a, 'b> {
    pub reader: &'a mut Reader<'b>,
    pub county: CountyId,
    pub signed: &'a Signed,
    pub now: i64,
}

impl Work<'_, '_> {
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

    /// The sum of the counters of one part of a figure.
    fn tally(&mut self, figure: &str, part: &str) -> Result<u32, Error> {
        self.count(
            "select cast(coalesce(sum(t.n), 0) as bigint) as n from tally_visit t
             where t.county_id = $1 and t.figure = $2 and t.part = $3",
            "t",
            &[figure, part],
        )
    }

    pub(super) fn states(&mut self) -> Result<States, Error> {
        Ok(States {
            returned: self.tally("state", "returned")?,
            accepted: self.tally("state", "county_accepted")?,
        })
    }

    /// Photos that visits told of and that are not here; and those visits.
    pub(super) fn photos(&mut self) -> Result<(u32, u32), Error> {
        Ok((self.tally("photos", "")?, self.tally("missing", "")?))
    }

    pub(super) fn today(&mut self) -> Result<TodayFigures, Error> {
        let today = date_text(self.now);
        let today = today.as_str();
        Ok(TodayFigures {
            visits: self.tally("in", today)?,
            photos: self.photos_of(today)?,
            batches: self.count(
                "select count(*) as n from batch b
                 where b.county_id = $1 and b.received_date = $2",
                "b",
                &[today],
            )?,
            accepted: self.tally("out", today)?,
        })
    }

    /// Photos that came on a day; within a scope, those of its visits.
    fn photos_of(&mut self, day: &str) -> Result<u32, Error> {
        let mut values = Values::new(self.county);
        values.add(day);
        let scope = self.signed.scope.clause("v", &mut values);
        // Of the day's photos only: what is asked of each leaves them in the order of their index.
        let within = if scope.is_empty() {
            String::new()
        } else {
            format!(
                " and exists (select 1 from visit_photo i
                     join visit v on v.county_id = i.county_id and v.visit_id = i.visit_id
                     where i.county_id = p.county_id and i.sha256 = p.sha256{scope})"
            )
        };
        let count = self.reader.count(
            &format!(
                "select count(*) as n from photo p
                 where p.county_id = $1 and p.verified_date = $2{within}"
            ),
            values.all(),
        )?;
        Ok(u32::try_from(count).unwrap_or(0))
    }

    /// Batches that wait for the county.
    pub(super) fn batches(&mut self) -> Result<BatchFigures, Error> {
        let mut values = Values::new(self.county);
        let scope = self.signed.scope.clause("b", &mut values);
        let row = self.reader.first(
            &format!(
                "select count(*) as n, min(b.received_ms) as oldest_ms from batch b
                 where b.county_id = $1 and b.state in ('received', 'partially_accepted'){scope}"
            ),
            values.all(),
        )?;
        let row = row.ok_or(Error::Stored { what: "a count" })?;
        Ok(BatchFigures {
            waiting: row.count("n")?,
            oldest_ms: row.optional_int("oldest_ms")?,
        })
    }

    /// Phones in use, by when they were last heard; of those who help somebody within scope.
    pub(super) fn phones(&mut self) -> Result<PhoneFigures, Error> {
        let mut values = Values::new(self.county);
        let day = values.add(self.now - DAY_MS);
        let week = values.add(self.now - 7 * DAY_MS);
        let mut sql = format!(
            "select count(*) as n,
                 cast(coalesce(sum(case when d.contact_ms >= {day} then 1 else 0 end), 0)
                     as bigint) as day,
                 cast(coalesce(sum(case when d.contact_ms >= {week} then 1 else 0 end), 0)
                     as bigint) as week
             from device d where d.county_id = $1 and d.revoked_ms is null"
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
        let row = self.reader.first(&sql, values.all())?;
        let row = row.ok_or(Error::Stored { what: "a count" })?;
        let (all, day, week) = (row.count("n")?, row.count("day")?, row.count("week")?);
        Ok(PhoneFigures {
            day,
            week,
            silent: all.saturating_sub(week),
        })
    }

    /// Campaigns of today, by when they end.
    pub(super) fn campaigns(&mut self) -> Result<Vec<RunningCampaign>, Error> {
        let today = Timestamp::from_ms(self.now).shanghai_date();
        let rows = self.reader.query(
            &format!(
                "select {COLUMNS} from campaign c
                 where c.county_id = $1 and c.cancelled_ms is null and c.frozen_ms is not null
                     and c.starts <= $2 and c.ends >= $2
                 order by c.ends, c.sequence"
            ),
            &[self.county.into(), today.to_string().into()],
        )?;
        let mut running = Vec::with_capacity(rows.len());
        for row in &rows {
            let campaign = Current::from_row(row)?;
            let mut values = Values::new(self.county);
            let id = values.add(campaign.told.id);
            let scope = self.signed.scope.clause("t", &mut values);
            let sums = self.reader.query(
                &format!(
                    "select t.stage, cast(sum(t.n) as bigint) as n from tally_campaign t
                     where t.county_id = $1 and t.campaign_id = {id} and t.added = 0{scope}
                     group by t.stage"
                ),
                values.all(),
            )?;
            let mut by_stage = [0, 0, 0];
            for sum in sums {
                if let Some(place) = by_stage.get_mut(sum.count("stage")? as usize) {
                    *place = sum.count("n")?;
                }
            }
            let [not_visited, visited, approved] = by_stage;
            if by_stage == [0, 0, 0] {
                // Concerns nobody within scope.
                continue;
            }
            running.push(RunningCampaign {
                campaign_id: campaign.told.id.to_string(),
                title: campaign.told.title,
                ends: campaign.told.ends,
                required_coverage: campaign.told.required_coverage,
                households: not_visited + visited + approved,
                visited_submitted: visited + approved,
                visited_approved: approved,
            });
        }
        Ok(running)
    }

    pub(super) fn days(&mut self) -> Result<Vec<DayRow>, Error> {
        let days = last_days(self.now, DAYS);
        let first = days.first().cloned().unwrap_or_default();
        let mut counted = Vec::new();
        for figure in ["in", "out"] {
            let mut values = Values::new(self.county);
            let (figure, first) = (values.add(figure), values.add(&first));
            let scope = self.signed.scope.clause("t", &mut values);
            counted.push(self.reader.query(
                &format!(
                    "select t.part as day, cast(sum(t.n) as bigint) as n from tally_visit t
                     where t.county_id = $1 and t.figure = {figure} and t.part >= {first}{scope}
                     group by t.part"
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
    pub(super) fn aside(&mut self) -> Result<u32, Error> {
        if self.signed.needs_county().is_err() {
            return Ok(0);
        }
        let count = self.reader.count(
            &format!("select count(*) as n from change c where c.county_id = $1 and {WAITING}"),
            &[self.county.into()],
        )?;
        Ok(u32::try_from(count).unwrap_or(0))
    }

    /// Households with a fact two people say differently.
    pub(super) fn contested(&mut self) -> Result<u32, Error> {
        self.count(
            "select count(*) as n from household h where h.county_id = $1 and h.contested > 0",
            "h",
            &[],
        )
    }
}
