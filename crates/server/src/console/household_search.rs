//! Households searched: by state, place, name and number; in the order of their numbers.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use domain::CountyId;

use super::households::{COLUMNS, FROM, row};
use super::overdue::Overdue;
use super::query::{PAGE, Values, anywhere, cut};
use super::session::Signed;
use super::views::{HouseholdList, HouseholdRow, HouseholdSearch};
use crate::app::Shared;
use crate::clock::{months_of, period};
use crate::db::{Reader, Value};
use crate::error::Error;
use crate::routes::extract;

/// With so few that a text is found in, they are sorted here: walking all households in their
/// order, to find some of them, would take the longer the fewer there are.
const FEW: usize = 1000;

#[utoipa::path(post, path = "/v1/console/households/search", tag = "console",
    security(("console" = [])), request_body = HouseholdSearch,
    responses((status = 200, body = HouseholdList)))]
pub async fn search(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<HouseholdSearch>,
) -> Result<Json<HouseholdList>, Error> {
    let (county, now) = (app.county.id, app.now());
    let list = app
        .db
        .read(move |reader| {
            let overdue = Overdue::load(reader, county, now)?;
            let search = Search {
                county,
                signed: &signed,
                asked: &asked,
                period: period(now),
                overdue: &overdue,
            };
            match search.named(reader)? {
                Some(few) => search.of(reader, &few),
                None => search.walk(reader),
            }
        })
        .await?;
    Ok(Json(list))
}

struct Search<'a> {
    county: CountyId,
    signed: &'a Signed,
    asked: &'a HouseholdSearch,
    period: String,
    overdue: &'a Overdue,
}

impl Search<'_> {
    fn text(&self) -> Option<&str> {
        let text = self.asked.text.as_deref()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// Households the text is found in, wherever they stand, if they are few. Everything asked is
    /// in the index `household_name`: no household is read.
    fn named(&self, reader: &mut Reader<'_>) -> Result<Option<Vec<Value>>, Error> {
        if self.text().is_none() {
            return Ok(None);
        }
        let mut values = Values::new(self.county);
        let conditions = format!("{}{}", self.place("h", &mut values), self.name(&mut values));
        let limit = values.add(i64::try_from(FEW + 1).unwrap_or(i64::MAX));
        let found = reader.query(
            &format!(
                "select h.household_id from household h
                 where h.county_id = $1{conditions} limit {limit}"
            ),
            values.all(),
        )?;
        if found.len() > FEW {
            return Ok(None);
        }
        let ids = found.iter().map(|row| Ok(row.text("household_id")?.into()));
        ids.collect::<Result<_, Error>>().map(Some)
    }

    /// A page of these.
    fn of(&self, reader: &mut Reader<'_>, few: &[Value]) -> Result<HouseholdList, Error> {
        let mut values = Values::new(self.county);
        let state = self.state(&mut values)?;
        let found = reader.query_many(
            &format!(
                "select h.number, h.household_id from household h
                 where h.county_id = $1{state} and h.household_id in ($many)"
            ),
            values.all(),
            few,
        )?;
        let keys = found
            .iter()
            .map(|row| Ok((row.text("number")?, row.text("household_id")?)));
        let mut keys: Vec<(String, String)> = keys.collect::<Result<_, Error>>()?;
        keys.sort_unstable();
        // The last value of a list is asked for again to fill it up.
        keys.dedup();
        let total = keys.len();
        // The last one shown may not be among them any more.
        let begin = match self.last_shown(reader)? {
            Some(last) => keys.partition_point(|key| *key <= last),
            None => 0,
        };
        let ids: Vec<Value> = keys
            .iter()
            .skip(begin)
            .take(PAGE + 1)
            .map(|(_, id)| id.into())
            .collect();
        let sql = format!("{COLUMNS}{FROM} and h.household_id in ($many)");
        let rows = reader.query_many(&sql, &[self.county.into()], &ids)?;
        let rows = rows.iter().map(|found| {
            let shown = row(found)?;
            Ok((shown.household_id.clone(), shown))
        });
        let mut rows: HashMap<String, HouseholdRow> = rows.collect::<Result<_, Error>>()?;
        let in_order = keys
            .iter()
            .skip(begin)
            .filter_map(|(_, id)| rows.remove(id));
        let mut households: Vec<HouseholdRow> = in_order.collect();
        let next = cut(&mut households, |household| household.household_id.clone());
        Ok(HouseholdList {
            households,
            next,
            total: self
                .first_page()
                .then_some(total)
                .and_then(|n| u32::try_from(n).ok()),
        })
    }

    /// A page on the way through all households in the order of their numbers.
    fn walk(&self, reader: &mut Reader<'_>) -> Result<HouseholdList, Error> {
        let mut values = Values::new(self.county);
        let (place, name) = (self.place("h", &mut values), self.name(&mut values));
        let filter = format!("{place}{name}{}", self.state(&mut values)?);
        // The pages that follow belong to the same list.
        let total = if self.first_page() {
            let counted = match self.counted(reader)? {
                Some(counted) => counted,
                None => {
                    let from = "household h where h.county_id = $1";
                    let sql = format!("select count(*) as n from {from}{filter}");
                    reader.count(&sql, values.all())?
                }
            };
            Some(u32::try_from(counted).unwrap_or(u32::MAX))
        } else {
            None
        };
        let mut sql = format!("{COLUMNS}{FROM}{filter}");
        if let Some((number, id)) = self.last_shown(reader)? {
            let (number, id) = (values.add(number), values.add(id));
            sql.push_str(&format!(
                " and (h.number, h.household_id) > ({number}, {id})"
            ));
        }
        let limit = values.add(i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
        sql.push_str(&format!(" order by h.number, h.household_id limit {limit}"));
        let rows = reader.query(&sql, values.all())?;
        let mut households = rows.iter().map(row).collect::<Result<Vec<_>, Error>>()?;
        let next = cut(&mut households, |household| household.household_id.clone());
        Ok(HouseholdList {
            households,
            next,
            total,
        })
    }

    /// Number and id of the household the page before ended with.
    fn last_shown(&self, reader: &mut Reader<'_>) -> Result<Option<(String, String)>, Error> {
        let Some(id) = &self.asked.after else {
            return Ok(None);
        };
        let last = reader.first(
            "select number from household where county_id = $1 and household_id = $2",
            &[self.county.into(), id.into()],
        )?;
        last.map(|row| Ok((row.text("number")?, id.clone())))
            .transpose()
    }

    /// How many there are, where that is counted as it happens ([`crate::tally`]): the same counters
    /// the overview's figures are.
    fn counted(&self, reader: &mut Reader<'_>) -> Result<Option<i64>, Error> {
        let sign = match self.asked.filter.as_deref() {
            Some("visited") => "",
            Some("due") => "not",
            _ => return Ok(None),
        };
        if self.text().is_some() {
            return Ok(None);
        }
        let (first, last) = months_of(&self.period);
        let mut values = Values::new(self.county);
        let (from, until) = (values.add(first), values.add(last));
        let place = self.place("t", &mut values);
        let counted = reader.count(
            &format!(
                "select cast(coalesce(sum(t.n), 0) as bigint) as n from tally_home t
                 where t.county_id = $1 and {sign} (t.month >= {from} and t.month <= {until}){place}"
            ),
            values.all(),
        )?;
        Ok(Some(counted))
    }

    fn first_page(&self) -> bool {
        self.asked.after.is_none()
    }

    /// Where they are, and that the person sees them.
    fn place(&self, table: &str, values: &mut Values) -> String {
        let mut sql = self.signed.scope.clause(table, values);
        for (column, code) in [
            ("town_code", &self.asked.town),
            ("area_code", &self.asked.village),
        ] {
            if let Some(code) = code.as_ref().filter(|code| !code.is_empty()) {
                sql.push_str(&format!(" and {table}.{column} = {}", values.add(code)));
            }
        }
        sql
    }

    fn name(&self, values: &mut Values) -> String {
        let Some(text) = self.text() else {
            return String::new();
        };
        let like = values.add(anywhere(text));
        // Folding every name would take longer than all the rest, for a text without letters to
        // fold.
        if text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            format!(
                " and (lower(h.head_name) like {like} escape '!'
                    or lower(h.number) like {like} escape '!')"
            )
        } else {
            format!(" and (h.head_name like {like} escape '!' or h.number like {like} escape '!')")
        }
    }

    fn state(&self, values: &mut Values) -> Result<String, Error> {
        Ok(match self.asked.filter.as_deref().unwrap_or("all") {
            "all" | "" => String::new(),
            "monitored" => " and h.category is not null and h.ended_on is null".to_owned(),
            "contested" => " and h.contested > 0".to_owned(),
            "there" => " and h.ended_on is null".to_owned(),
            "visited" => format!(
                " and h.ended_on is null and h.last_counting_period = {}",
                values.add(&self.period)
            ),
            "approved" => format!(
                " and h.ended_on is null and h.approved_period = {}",
                values.add(&self.period)
            ),
            "overdue" => format!(" and {}", self.overdue.of_homes(values)),
            "due" => format!(
                " and h.ended_on is null and coalesce(h.last_counting_period, '') <> {}",
                values.add(&self.period)
            ),
            _ => return Err(Error::bad("unknown_option", "filter")),
        })
    }
}
