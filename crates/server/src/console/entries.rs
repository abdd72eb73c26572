//! The ledgers as lists.

use axum::Json;
use axum::extract::State;
use domain::ledger::{Ledger, VOIDED, Values as Fields, ledgers};

use super::ledgers as words;
use super::query::{self, Values};
use super::session::Signed;
use super::views::{EntryCounts, EntryList, EntryRow, EntrySearch};
use crate::app::Shared;
use crate::clock::date_text;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::routes::extract;

/// Everything a row shows, of entries `e`; $2 is today. Conditions follow.
pub(super) const SELECT: &str = "
    select e.entry_id, e.ledger, e.state, e.is_open, e.kind, e.household_id, h.head_name,
        t.name as town, a.name as village, p.name as author_name, e.day, e.amount, e.due,
        e.made_ms, e.sequence, e.body,
        case when e.is_open = 1 and e.due < $2 then 1 else 0 end as overdue
    from entry e
    left join household h on h.county_id = e.county_id and h.household_id = e.household_id
    left join person p on p.county_id = e.county_id and p.person_id = e.author_id
    left join area t on t.county_id = e.county_id and t.code = e.town_code
    left join area a on a.county_id = e.county_id and a.code = e.area_code
    where e.county_id = $1";

pub(super) fn row(row: &Row) -> Result<EntryRow, Error> {
    let named = |column| Ok::<_, Error>(row.optional_text(column)?.unwrap_or_default());
    let ledger = known(&row.text("ledger")?).ok_or(Error::Stored { what: "a ledger" })?;
    let values: Fields = row.json("body")?;
    let state = row.text("state")?;
    let unsigned = ledger.is_unsigned(&values);
    Ok(EntryRow {
        entry_id: row.text("entry_id")?,
        ledger: words::named(ledger),
        state: words::state(ledger, &state),
        settled: !row.flag("is_open")?,
        kind: row
            .optional_text("kind")?
            .map(|kind| words::kind(ledger, &kind)),
        title: words::title(ledger, &values),
        household_id: row.optional_text("household_id")?,
        head_name: named("head_name")?,
        town: named("town")?,
        village: named("village")?,
        author_name: if unsigned {
            String::new()
        } else {
            named("author_name")?
        },
        unsigned,
        day: row.optional_text("day")?,
        amount_fen: row.optional_int("amount")?,
        due: row.optional_text("due")?,
        overdue: row.flag("overdue")?,
        made_ms: row.int("made_ms")?,
    })
}

fn known(code: &str) -> Option<&'static Ledger> {
    ledgers().find(code)
}

/// The ledger somebody names.
pub(super) fn named(code: &str) -> Result<&'static Ledger, Error> {
    known(code).ok_or_else(|| Error::bad("unknown_option", "ledger"))
}

/// The groups of a list, as conditions on entries `e`; $2 is today. What was taken out is in a
/// group of its own and nowhere else.
fn group(name: &str) -> Option<String> {
    Some(match name {
        "open" => "e.is_open = 1".to_owned(),
        "overdue" => "e.is_open = 1 and e.due < $2".to_owned(),
        "settled" => format!("e.is_open = 0 and e.state <> '{VOIDED}'"),
        "voided" => format!("e.state = '{VOIDED}'"),
        "all" | "" => format!("e.state <> '{VOIDED}'"),
        _ => return None,
    })
}

#[utoipa::path(post, path = "/v1/console/entries/search", tag = "console",
    security(("console" = [])), request_body = EntrySearch,
    responses((status = 200, body = EntryList), (status = 400, description = "unknown_option")))]
pub async fn search(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<EntrySearch>,
) -> Result<Json<EntryList>, Error> {
    let (county, today) = (app.county.id, date_text(app.now()));
    let list = app
        .db
        .read(move |reader| {
            let ledger = named(&asked.ledger)?;
            let of = asked.group.as_deref().unwrap_or("all");
            let of = group(of).ok_or_else(|| Error::bad("unknown_option", "group"))?;
            let mut values = Values::new(county);
            values.add(&today);
            let conditions = conditions(&signed, &asked, &mut values);
            let (counts, sum) = counts(reader, &conditions, &of, &values)?;
            let sql = format!("{SELECT}{conditions} and {of}");
            let (entries, next) = query::page(reader, sql, values, "e", asked.after.as_ref(), row)?;
            Ok::<_, Error>(EntryList {
                entries,
                counts,
                amount_fen: ledger.amount.is_some().then_some(sum),
                next,
            })
        })
        .await?;
    Ok(Json(list))
}

/// Everything that was asked but the group.
fn conditions(signed: &Signed, asked: &EntrySearch, values: &mut Values) -> String {
    let mut sql = signed.scope.clause("e", values);
    for (condition, value) in [
        ("e.ledger =", Some(&asked.ledger)),
        ("e.kind =", asked.kind.as_ref()),
        ("e.town_code =", asked.town.as_ref()),
        ("e.household_id =", asked.household_id.as_ref()),
        ("e.day >=", asked.from.as_ref()),
        ("e.day <=", asked.to.as_ref()),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            sql.push_str(&format!(" and {condition} {}", values.add(value)));
        }
    }
    sql
}

/// How many there are in each group, and what those of the group asked for come to.
fn counts(
    reader: &mut Reader<'_>,
    conditions: &str,
    of: &str,
    values: &Values,
) -> Result<(EntryCounts, i64), Error> {
    const GROUPS: [&str; 5] = ["open", "overdue", "settled", "voided", "all"];
    let mut sums: Vec<String> = GROUPS
        .iter()
        .map(|name| {
            let condition = group(name).unwrap_or_else(|| "1 = 1".to_owned());
            format!(
                "cast(coalesce(sum(case when {condition} then 1 else 0 end), 0) as bigint) as n_{name}"
            )
        })
        .collect();
    sums.push(format!(
        "cast(coalesce(sum(case when {of} then e.amount else 0 end), 0) as bigint) as amount"
    ));
    let sql = format!(
        "select {} from entry e where e.county_id = $1{conditions}",
        sums.join(", ")
    );
    let found = reader.first(&sql, values.all())?;
    let found = found.ok_or(Error::Stored { what: "a count" })?;
    let counts = EntryCounts {
        open: found.count("n_open")?,
        overdue: found.count("n_overdue")?,
        settled: found.count("n_settled")?,
        voided: found.count("n_voided")?,
        all: found.count("n_all")?,
    };
    Ok((counts, found.int("amount")?))
}
