//! The policy card 政策“一口清” (DOMAIN §2.4): the county's own texts for each policy, each with the
//! days it holds. Phones pull them as one row; none ship with the program.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::CountyId;
use domain::policy::{self, MAX_TEXT_CHARS, MAX_TEXTS, Term, TermError, check_terms};
use domain::time::parse_date;
use protocol::policy::{PolicyCardV1, PolicyTextV1};
use protocol::row::kind;

use super::labels;
use super::session::Signed;
use super::views::{Labelled, PolicyCardPage, PolicyLine, PolicyTextRow, PolicyTextsForm};
use crate::app::Shared;
use crate::county::audit;
use crate::db::{Reader, Row, Tx};
use crate::error::Error;
use crate::feed;
use crate::routes::extract;

#[utoipa::path(get, path = "/v1/console/policy-card", tag = "console",
    security(("console" = [])), responses((status = 200, body = PolicyCardPage)))]
pub async fn get(State(app): State<Shared>, signed: Signed) -> Result<Json<PolicyCardPage>, Error> {
    let county = app.county.id;
    let page = app
        .db
        .read(move |reader| read(reader, county, &signed))
        .await?;
    Ok(Json(page))
}

#[utoipa::path(post, path = "/v1/console/policy-card", tag = "console",
    security(("console" = [])), request_body = PolicyTextsForm,
    responses((status = 200, body = PolicyCardPage),
        (status = 400, description = "unknown_option, too_long, empty, bad_date, backwards, overlap"),
        (status = 403, description = "not_allowed"), (status = 409, description = "stale")))]
pub async fn set(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<PolicyTextsForm>,
) -> Result<Json<PolicyCardPage>, Error> {
    signed.needs_administrator()?;
    check(&form)?;
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .write(move |tx| {
            if of_policy(tx, county, &form.policy)? != sorted(&form.seen) {
                return Err(Error::refused(StatusCode::CONFLICT, "stale"));
            }
            if sorted(&form.seen) != sorted(&form.texts) {
                replace(tx, county, &signed, &form, now)?;
                tell(tx, county)?;
            }
            read(tx, county, &signed)
        })
        .await?;
    Ok(Json(page))
}

/// Whether the texts can stand; fields are counted as the form has them.
fn check(form: &PolicyTextsForm) -> Result<(), Error> {
    if policy::find(&form.policy).is_none() {
        return Err(Error::bad("unknown_option", "policy"));
    }
    if form.texts.len() > MAX_TEXTS {
        return Err(Error::bad("too_long", "texts"));
    }
    let mut terms = Vec::with_capacity(form.texts.len());
    for row in &form.texts {
        if row.text.trim().is_empty() {
            return Err(Error::bad("empty", "text"));
        }
        if row.text.chars().count() > MAX_TEXT_CHARS {
            return Err(Error::bad("too_long", "text"));
        }
        let day = |text: &str, field| parse_date(text).ok_or_else(|| Error::bad("bad_date", field));
        terms.push(Term {
            from: day(&row.from, "from")?,
            until: row
                .until
                .as_deref()
                .map(|until| day(until, "until"))
                .transpose()?,
        });
    }
    check_terms(&terms).map_err(|wrong| match wrong {
        TermError::Backwards(_) => Error::bad("backwards", "until"),
        TermError::Overlap(_) => Error::bad("overlap", "from"),
    })
}

fn replace(
    tx: &mut Tx<'_>,
    county: CountyId,
    signed: &Signed,
    form: &PolicyTextsForm,
    now: i64,
) -> Result<(), Error> {
    tx.execute(
        "delete from policy_text where county_id = $1 and policy = $2",
        &[county.into(), (&form.policy).into()],
    )?;
    for row in &form.texts {
        tx.execute(
            "insert into policy_text (county_id, policy, from_day, until_day, body, set_ms, set_by)
             values ($1, $2, $3, $4, $5, $6, $7)",
            &[
                county.into(),
                (&form.policy).into(),
                (&row.from).into(),
                row.until.clone().into(),
                row.text.trim().into(),
                now.into(),
                signed.person.into(),
            ],
        )?;
    }
    let what = format!("{} {}", form.policy, form.texts.len());
    audit(
        tx,
        county,
        now,
        Some(signed.person),
        "policy_card_set",
        &what,
    )
}

/// Shows the card as it stands to every phone.
fn tell(tx: &mut Tx<'_>, county: CountyId) -> Result<(), Error> {
    let rows = tx.query(
        "select policy, from_day, until_day, body from policy_text where county_id = $1
         order by policy, from_day",
        &[county.into()],
    )?;
    let mut card = PolicyCardV1::default();
    for row in &rows {
        let PolicyTextRow { text, from, until } = text(row)?;
        card.texts.push(PolicyTextV1 {
            policy: row.text("policy")?,
            text,
            from,
            until,
        });
    }
    if feed::put(tx, county, kind::POLICY_CARD, &county.to_string(), &card)? {
        feed::publish_to_everybody(tx, county, kind::POLICY_CARD, &county.to_string())?;
    }
    Ok(())
}

fn text(row: &Row) -> Result<PolicyTextRow, Error> {
    Ok(PolicyTextRow {
        text: row.text("body")?,
        from: row.text("from_day")?,
        until: row.optional_text("until_day")?,
    })
}

/// As they are stored: what compares equal here is the same to a reader.
fn sorted(rows: &[PolicyTextRow]) -> Vec<(String, Option<String>, String)> {
    let mut all: Vec<_> = rows
        .iter()
        .map(|row| {
            let PolicyTextRow { text, from, until } = row.clone();
            (from, until, text.trim().to_owned())
        })
        .collect();
    all.sort();
    all
}

fn of_policy(
    reader: &mut Reader<'_>,
    county: CountyId,
    policy: &str,
) -> Result<Vec<(String, Option<String>, String)>, Error> {
    let rows = reader.query(
        "select from_day, until_day, body from policy_text
         where county_id = $1 and policy = $2",
        &[county.into(), policy.into()],
    )?;
    let rows = rows.iter().map(text).collect::<Result<Vec<_>, Error>>()?;
    Ok(sorted(&rows))
}

fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
) -> Result<PolicyCardPage, Error> {
    let mut policies = Vec::new();
    for policy in policy::policies() {
        let rows = reader.query(
            "select t.from_day, t.until_day, t.body, t.set_ms, p.name from policy_text t
             left join person p on p.county_id = t.county_id and p.person_id = t.set_by
             where t.county_id = $1 and t.policy = $2 order by t.from_day desc",
            &[county.into(), (&policy.code).into()],
        )?;
        let latest = rows.first();
        policies.push(PolicyLine {
            policy: Labelled {
                code: policy.code.clone(),
                zh: policy.zh.clone(),
                en: policy.en.clone().unwrap_or_else(|| policy.zh.clone()),
            },
            unit_role: labels::labelled("unit_role", &policy.unit_role),
            texts: rows.iter().map(text).collect::<Result<_, Error>>()?,
            set_ms: latest.map(|row| row.int("set_ms")).transpose()?,
            set_by: match latest {
                Some(row) => row.optional_text("name")?,
                None => None,
            },
        });
    }
    Ok(PolicyCardPage {
        policies,
        most_chars: u32::try_from(MAX_TEXT_CHARS).unwrap_or(u32::MAX),
        may_edit: signed.needs_administrator().is_ok(),
    })
}
