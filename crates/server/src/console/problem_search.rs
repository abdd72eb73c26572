//! The problem ledger searched: as a list, and as the four lists 四清单 (DOMAIN §1 S2).

use axum::Json;
use axum::extract::State;
use domain::id::CountyId;
use domain::time::{Timestamp, parse_date};

use super::area_figures::{AGES, found_from};
use super::query::{self, PAGE, Values, anywhere, cut};
use super::session::Signed;
use super::views::{
    ProblemCounts, ProblemEvidence, ProblemLine, ProblemLines, ProblemList, ProblemOwnerName,
    ProblemSearch,
};
use super::{labels, problems};
use crate::app::Shared;
use crate::clock::date_text;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::problem::evidence::{self, Evidence, FoundBy};
use crate::routes::extract;

/// A day no problem is due after: those without one come last.
const NEVER: &str = "9999-12-31";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What the four lists show beside a row, of problems `p`.
const LINES: &str = "
    select p.problem_id, p.number, p.state, p.verified, p.severity, p.category, p.source, p.title,
        p.household_id, h.head_name, h.number as household_number, t.name as town,
        a.name as village, p.unit_role, p.unit, o.name as owner_name, p.found_ms, p.due,
        p.first_due, p.seen, p.round, p.sequence,
        case when p.is_open = 1 and p.due < $2 then 1 else 0 end as overdue,
        p.detail, p.cause, p.mode, p.measure, p.result, p.registered_date, p.assigned_ms,
        p.cooperating, p.visit_id, p.done_date, f.name as rectifier_name, g.name as verifier_name, p.closed_ms,
        (select count(*) from problem_step s where s.county_id = p.county_id
            and s.problem_id = p.problem_id and s.step = 'extend') as extended
    from problem p
    left join household h on h.county_id = p.county_id and h.household_id = p.household_id
    left join person o on o.county_id = p.county_id and o.person_id = p.owner_id
    left join person f on f.county_id = p.county_id and f.person_id = p.rectifier_id
    left join person g on g.county_id = p.county_id and g.person_id = p.verifier_id
    left join area t on t.county_id = p.county_id and t.code = p.town_code
    left join area a on a.county_id = p.county_id and a.code = p.area_code
    where p.county_id = $1";

/// The groups of a ledger, as conditions on problems `p`; $2 is today.
fn group(name: &str) -> Option<&'static str> {
    Some(match name {
        "open" => "p.is_open = 1",
        "unassigned" => "p.state in ('found', 'registered', 'declined', 'reopened')",
        "under_way" => {
            "p.is_open = 1 and p.state not in ('found', 'registered', 'declined', 'reopened',
                'to_verify')"
        }
        "overdue" => "p.is_open = 1 and p.due < $2",
        "to_verify" => "p.state = 'to_verify' and p.verified = 0",
        "to_sign_off" => "p.state = 'to_verify' and p.verified = 1",
        "closed" => "p.is_open = 0",
        "all" | "" => "1 = 1",
        _ => return None,
    })
}

#[utoipa::path(post, path = "/v1/console/problems/search", tag = "console",
    security(("console" = [])), request_body = ProblemSearch,
    responses((status = 200, body = ProblemList),
        (status = 400, description = "unknown_option, not_a_date, out_of_range")))]
pub async fn search(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<ProblemSearch>,
) -> Result<Json<ProblemList>, Error> {
    let (county, now) = (app.county.id, app.now());
    let list = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            values.add(date_text(now));
            let conditions = conditions(&signed, &asked, &mut values, now)?;
            let counts = match asked.after {
                None => Some(counts(reader, &asked, &conditions, &values)?),
                Some(_) => None,
            };
            let sql = format!("{}{conditions}", problems::SELECT);
            let (problems, next) = page(reader, sql, values, &asked, problems::row)?;
            Ok::<_, Error>(ProblemList {
                problems,
                counts,
                next,
            })
        })
        .await?;
    Ok(Json(list))
}

#[utoipa::path(post, path = "/v1/console/problems/lines", tag = "console",
    security(("console" = [])), request_body = ProblemSearch,
    responses((status = 200, body = ProblemLines),
        (status = 400, description = "unknown_option, not_a_date, out_of_range")))]
pub async fn lines(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<ProblemSearch>,
) -> Result<Json<ProblemLines>, Error> {
    let (county, now) = (app.county.id, app.now());
    let lines = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            values.add(date_text(now));
            let conditions = conditions(&signed, &asked, &mut values, now)?;
            let sql = format!("{LINES}{conditions}");
            let row = |row: &Row| Ok((line(row)?, FoundBy::from_row(row)?));
            let (found, next) = page(reader, sql, values, &asked, row)?;
            let (mut lines, problems): (Vec<_>, Vec<_>) = found.into_iter().unzip();
            let mut shown = evidence::of(reader, county, problems)?;
            for line in &mut lines {
                let evidence = shown.remove(&line.problem.problem_id);
                line.evidence = evidence.unwrap_or_default().into();
            }
            Ok::<_, Error>(ProblemLines { lines, next })
        })
        .await?;
    Ok(Json(lines))
}

fn line(row: &Row) -> Result<ProblemLine, Error> {
    Ok(ProblemLine {
        problem: problems::row(row)?,
        household_number: row.optional_text("household_number")?.unwrap_or_default(),
        detail: row.text("detail")?,
        cause: row.text("cause")?,
        mode: Some(row.text("mode")?)
            .filter(|mode| !mode.is_empty())
            .map(|mode| labels::labelled("rectify_mode", &mode)),
        measure: row.text("measure")?,
        result: row.text("result")?,
        cooperating_units: row.json("cooperating")?,
        evidence: Evidence::default().into(),
        registered_on: row.optional_text("registered_date")?,
        assigned_ms: row.optional_int("assigned_ms")?,
        extended: row.count("extended")?,
        done_on: row.optional_text("done_date")?,
        rectifier_name: row.optional_text("rectifier_name")?,
        verifier_name: row.optional_text("verifier_name")?,
        closed_ms: row.optional_int("closed_ms")?,
    })
}

impl From<Evidence> for ProblemEvidence {
    fn from(shown: Evidence) -> Self {
        let Evidence {
            before,
            after,
            verified,
            waiver,
        } = shown;
        let count = |photos| u32::try_from(photos).unwrap_or(u32::MAX);
        Self {
            before: count(before),
            after: count(after),
            verified: count(verified),
            waiver,
        }
    }
}

/// One page by key, in the order asked for.
fn page<T>(
    reader: &mut Reader<'_>,
    mut sql: String,
    mut values: Values,
    asked: &ProblemSearch,
    row: impl Fn(&Row) -> Result<T, Error>,
) -> Result<(Vec<T>, Option<String>), Error> {
    let of = group(asked.group.as_deref().unwrap_or("all"));
    let of = of.ok_or_else(|| Error::bad("unknown_option", "group"))?;
    sql.push_str(&format!(" and {of}"));
    match asked.sort.as_deref().unwrap_or("newest") {
        "newest" | "" => query::page(reader, sql, values, "p", asked.after.as_ref(), row),
        "due" => {
            if let Some((due, sequence)) = asked.after.as_deref().and_then(due_key) {
                let (due, sequence) = (values.add(due), values.add(sequence));
                sql.push_str(&format!(
                    " and (coalesce(p.due, '{NEVER}') > {due}
                        or coalesce(p.due, '{NEVER}') = {due} and p.sequence > {sequence})"
                ));
            }
            let limit = query::limit(&mut values);
            sql.push_str(&format!(
                " order by coalesce(p.due, '{NEVER}'), p.sequence limit {limit}"
            ));
            let mut rows = Vec::with_capacity(PAGE + 1);
            for found in &reader.query(&sql, values.all())? {
                let due = found.optional_text("due")?;
                let due = due.unwrap_or_else(|| NEVER.to_owned());
                rows.push((format!("{due} {}", found.int("sequence")?), row(found)?));
            }
            let next = cut(&mut rows, |(key, _)| key.clone());
            Ok((rows.into_iter().map(|(_, row)| row).collect(), next))
        }
        _ => Err(Error::bad("unknown_option", "sort")),
    }
}

/// The key of the row shown last.
fn due_key(after: &str) -> Option<(&str, i64)> {
    let (due, sequence) = after.split_once(' ')?;
    Some((due, sequence.parse().ok()?))
}

/// Everything that was asked but the group.
fn conditions(
    signed: &Signed,
    asked: &ProblemSearch,
    values: &mut Values,
    now: i64,
) -> Result<String, Error> {
    let mut sql = signed.scope.clause("p", values);
    for (column, value) in [
        ("severity", &asked.severity),
        ("category", &asked.category),
        ("source", &asked.source),
        ("town_code", &asked.town),
        ("area_code", &asked.village),
        ("household_id", &asked.household_id),
        ("unit", &asked.unit),
    ] {
        if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
            sql.push_str(&format!(" and p.{column} = {}", values.add(value)));
        }
    }
    match asked.of.as_deref() {
        Some("household") => sql.push_str(" and p.household_id is not null"),
        Some("village") => sql.push_str(" and p.household_id is null"),
        _ => {}
    }
    match asked.owner_id.as_deref().unwrap_or_default() {
        "" => {}
        "nobody" => sql.push_str(" and p.owner_id is null"),
        owner => sql.push_str(&format!(" and p.owner_id = {}", values.add(owner))),
    }
    for (sign, field, day) in [
        (">=", "due_from", &asked.due_from),
        ("<=", "due_to", &asked.due_to),
    ] {
        if let Some(day) = day.as_ref().filter(|day| !day.is_empty()) {
            let day = parse_date(day).ok_or_else(|| Error::bad("not_a_date", field))?;
            sql.push_str(&format!(
                " and p.due {sign} {}",
                values.add(day.to_string())
            ));
        }
    }
    if let Some(days) = asked.older_than.filter(|days| *days > 0) {
        if days > 3660 {
            return Err(Error::bad("out_of_range", "older_than"));
        }
        let found = values.add(now - i64::from(days) * DAY_MS);
        sql.push_str(&format!(" and p.found_ms <= {found}"));
    }
    if let Some(age) = asked.age.as_ref().filter(|age| !age.is_empty()) {
        sql.push_str(&found_within(age, now, values)?);
    }
    if let Some(text) = asked.text.as_ref().filter(|text| !text.trim().is_empty()) {
        let like = values.add(anywhere(text));
        sql.push_str(&format!(
            " and (lower(coalesce(p.number, '')) like {like} escape '!'
                or lower(p.title) like {like} escape '!'
                or lower(p.detail) like {like} escape '!'
                or lower(coalesce(h.head_name, '')) like {like} escape '!')"
        ));
    }
    Ok(sql)
}

/// Of an age, in days since it was found, as the overview counts them.
fn found_within(age: &str, now: i64, values: &mut Values) -> Result<String, Error> {
    let today = Timestamp::from_ms(now).shanghai_date();
    let place = AGES.iter().position(|(name, _)| *name == age);
    let place = match (place, age) {
        (Some(place), _) => place,
        (None, "older") => AGES.len(),
        _ => return Err(Error::bad("unknown_option", "age")),
    };
    let mut sql = String::new();
    if let Some((_, days)) = AGES.get(place) {
        let from = values.add(found_from(today, *days));
        sql.push_str(&format!(" and p.found_ms >= {from}"));
    }
    if let Some((_, days)) = place.checked_sub(1).and_then(|younger| AGES.get(younger)) {
        let before = values.add(found_from(today, *days));
        sql.push_str(&format!(" and p.found_ms < {before}"));
    }
    Ok(sql)
}

fn counts(
    reader: &mut Reader<'_>,
    asked: &ProblemSearch,
    conditions: &str,
    values: &Values,
) -> Result<ProblemCounts, Error> {
    const GROUPS: [&str; 8] = [
        "open",
        "unassigned",
        "under_way",
        "overdue",
        "to_verify",
        "to_sign_off",
        "closed",
        "all",
    ];
    let sums: Vec<String> = GROUPS
        .iter()
        .map(|name| {
            let condition = group(name).unwrap_or("1 = 1");
            format!(
                "cast(coalesce(sum(case when {condition} then 1 else 0 end), 0) as bigint) as n_{name}"
            )
        })
        .collect();
    // Nothing but a text asks about the household.
    let household = match &asked.text {
        Some(_) => {
            "left join household h on h.county_id = p.county_id
                 and h.household_id = p.household_id"
        }
        None => "",
    };
    let sql = format!(
        "select {} from problem p {household} where p.county_id = $1{conditions}",
        sums.join(", ")
    );
    let found = reader.first(&sql, values.all())?;
    let found = found.ok_or(Error::Stored { what: "a count" })?;
    Ok(ProblemCounts {
        open: found.count("n_open")?,
        unassigned: found.count("n_unassigned")?,
        under_way: found.count("n_under_way")?,
        overdue: found.count("n_overdue")?,
        to_verify: found.count("n_to_verify")?,
        to_sign_off: found.count("n_to_sign_off")?,
        closed: found.count("n_closed")?,
        all: found.count("n_all")?,
    })
}

/// Whoever answers for a problem the person sees, by name.
pub(super) fn owners(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
) -> Result<Vec<ProblemOwnerName>, Error> {
    let mut values = Values::new(county);
    let scope = signed.scope.clause("p", &mut values);
    let sql = format!(
        "select distinct o.name, o.person_id, o.unit from problem p
         join person o on o.county_id = p.county_id and o.person_id = p.owner_id
         where p.county_id = $1 and p.owner_id is not null{scope} order by o.name, o.person_id"
    );
    let rows = reader.query(&sql, values.all())?;
    rows.iter()
        .map(|row| {
            Ok(ProblemOwnerName {
                person_id: row.text("person_id")?,
                name: row.text("name")?,
                unit: row.text("unit")?,
            })
        })
        .collect()
}

/// Responsible units of problems the person sees, by name.
pub(super) fn units(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
) -> Result<Vec<String>, Error> {
    let mut values = Values::new(county);
    let scope = signed.scope.clause("p", &mut values);
    let sql = format!(
        "select distinct p.unit from problem p
         where p.county_id = $1 and p.unit <> ''{scope} order by p.unit"
    );
    let rows = reader.query(&sql, values.all())?;
    rows.iter().map(|row| Ok(row.text("unit")?)).collect()
}
