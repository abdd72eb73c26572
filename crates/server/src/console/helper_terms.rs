//! Terms on village teams (S0: 驻村期满2年轮换; 先补后撤), and people's rank and posting.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::assignment::{Rotation, Seat, Term, TermState, quota, terms as terms_of};
use domain::checklist::builtin;
use domain::codes::Params;
use domain::id::{CountyId, PersonId};
use domain::time::{Date, Timestamp, days_between, parse_date};
use serde_json::json;

use super::query::PAGE;
use super::session::{Scope, Signed};
use super::views::{PostFacts, PostForm, PostSaved, RankChoice, TermList, TermRow, TermSearch};
use super::{labels, problems};
use crate::app::Shared;
use crate::change::town_code;
use crate::county::audit;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::history::{self, Changed};
use crate::params;
use crate::people::PERSON;
use crate::routes::extract;

/// Everybody on a team, its captain too.
const SEATS: &str = "
    select s.team_id, s.person_id, t.village_code, p.name, p.unit, p.rank, p.post_start,
        p.post_end, a.name as village, w.name as town,
        case when t.captain_id = s.person_id then 1 else 0 end as captain
    from (select county_id, team_id, person_id from team_member where county_id = $1
        union select county_id, team_id, captain_id as person_id from team
            where county_id = $1) s
    join team t on t.county_id = s.county_id and t.team_id = s.team_id
    join person p on p.county_id = s.county_id and p.person_id = s.person_id
    left join area a on a.county_id = t.county_id and a.code = t.village_code
    left join area w on w.county_id = t.county_id and w.code = substr(t.village_code, 1, 9)";

#[utoipa::path(post, path = "/v1/console/helpers/terms", tag = "console",
    security(("console" = [])), request_body = TermSearch,
    responses((status = 200, body = TermList), (status = 400, description = "unknown_option"),
        (status = 403, description = "not_allowed")))]
pub async fn terms(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<TermSearch>,
) -> Result<Json<TermList>, Error> {
    signed.needs_town()?;
    let (county, now) = (app.county.id, app.now());
    let today = Timestamp::from_ms(now).shanghai_date();
    if !["due", "all"].contains(&asked.group.as_str()) {
        return Err(Error::bad("unknown_option", "group"));
    }
    let list = app
        .db
        .read(move |reader| {
            let rotation = rotation(&params::at(reader, county, now)?);
            let mut rows = Vec::new();
            for one in all(reader, county, rotation, today)? {
                let in_town = asked.town.as_ref().filter(|town| !town.is_empty());
                let here = sees(&signed.scope, &one.village)
                    && in_town.is_none_or(|town| town == town_code(&one.village));
                if here && (asked.group == "all" || is_due(&one.term)) {
                    rows.push(one);
                }
            }
            let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            // Few enough to be worked out whole; the page begins after the last one shown.
            let after = asked.after.as_deref().unwrap_or_default();
            let begin = match rows.iter().position(|row| row.key() == after) {
                Some(at) => at + 1,
                None => 0,
            };
            let mut terms: Vec<TermRow> = rows
                .into_iter()
                .skip(begin)
                .take(PAGE + 1)
                .map(|row| row.shown)
                .collect();
            let key = |row: &TermRow| format!("{} {}", row.team_id, row.person_id);
            let next = super::query::cut(&mut terms, key);
            Ok::<_, Error>(TermList {
                terms,
                next,
                total,
                rotation_months: rotation.months,
                alert_days: rotation.alert_days,
                today: today.to_string(),
                may_change: signed.needs_county().is_ok(),
                ranks: ranks(),
            })
        })
        .await?;
    Ok(Json(list))
}

fn ranks() -> Vec<RankChoice> {
    let codes = &builtin().1;
    problems::choices_of("cadre_rank_quota")
        .into_iter()
        .map(|rank| RankChoice {
            quota: quota(codes, Some(&rank.code)),
            rank,
        })
        .collect()
}

struct Shown {
    term: Term,
    village: String,
    shown: TermRow,
}

impl Shown {
    fn key(&self) -> String {
        format!("{} {}", self.shown.team_id, self.shown.person_id)
    }
}

/// A town's captain sees the teams of his town.
fn sees(scope: &Scope, village: &str) -> bool {
    match scope {
        Scope::County => true,
        Scope::Areas { towns, .. } => towns.iter().any(|town| town == town_code(village)),
    }
}

fn is_due(term: &Term) -> bool {
    matches!(term.state, TermState::EndsSoon | TermState::Over) || term.lacks_successor()
}

/// The rotation's parameters in force.
fn rotation(params: &Params) -> Rotation {
    let number = |key, default| {
        let number = params
            .number(key)
            .and_then(|number| u32::try_from(number).ok());
        number.unwrap_or(default)
    };
    Rotation {
        months: number("rotation_months", 24),
        alert_days: number("rotation_alert_days", 90),
    }
}

fn all(
    reader: &mut Reader<'_>,
    county: CountyId,
    rotation: Rotation,
    today: Date,
) -> Result<Vec<Shown>, Error> {
    let rows = reader.query(SEATS, &[county.into()])?;
    let seats = rows.iter().map(seat).collect::<Result<Vec<_>, _>>()?;
    let mut all = Vec::with_capacity(rows.len());
    for term in terms_of(&seats, rotation, today) {
        let at = seats.iter().position(|seat| *seat == term.seat);
        let Some(row) = at.and_then(|at| rows.get(at)) else {
            continue;
        };
        let successor = term.successor.and_then(|person| {
            let at = seats.iter().position(|seat| seat.person == person)?;
            rows.get(at)
        });
        let rank = row.optional_text("rank")?;
        let days_left = term.ends.map(|ends| days_between(today, ends));
        all.push(Shown {
            term,
            village: row.text("village_code")?,
            shown: TermRow {
                team_id: row.text("team_id")?,
                person_id: row.text("person_id")?,
                name: row.text("name")?,
                unit: row.text("unit")?,
                town: row.optional_text("town")?.unwrap_or_default(),
                village: row.optional_text("village")?.unwrap_or_default(),
                captain: row.flag("captain")?,
                rank: rank.map(|code| labels::labelled("cadre_rank_quota", &code)),
                post_start: row.optional_text("post_start")?,
                post_end: row.optional_text("post_end")?,
                ends: term.ends.map(|ends| ends.to_string()),
                days_left,
                state: term.state.as_str().to_owned(),
                successor_name: successor.map(|row| row.text("name")).transpose()?,
                lacks_successor: term.lacks_successor(),
            },
        });
    }
    Ok(all)
}

fn seat(row: &Row) -> Result<Seat, Error> {
    let day = |text: Option<String>| text.as_deref().and_then(parse_date);
    Ok(Seat {
        team: row.id("team_id")?,
        person: row.id("person_id")?,
        from: day(row.optional_text("post_start")?),
        to: day(row.optional_text("post_end")?),
    })
}

#[utoipa::path(post, path = "/v1/console/people/{id}/post", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = PostForm,
    responses((status = 200, body = PostSaved),
        (status = 400, description = "not_a_date, unknown_option, before_the_start"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "stale")))]
pub async fn post(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<PostForm>,
) -> Result<Json<PostSaved>, Error> {
    signed.needs_county()?;
    let (county, now) = (app.county.id, app.now());
    let id: PersonId = id.parse().map_err(|_| Error::not_found())?;
    let wanted = checked(form.wanted)?;
    let seen = filled(form.seen);
    let saved = app
        .db
        .write(move |tx| {
            let row = tx.first(
                "select rank, post_start, post_end from person
                 where county_id = $1 and person_id = $2",
                &[county.into(), id.into()],
            )?;
            let row = row.ok_or_else(Error::not_found)?;
            let current = PostFacts {
                rank: row.optional_text("rank")?,
                post_start: row.optional_text("post_start")?,
                post_end: row.optional_text("post_end")?,
            };
            if current != seen {
                return Err(Error::refused(StatusCode::CONFLICT, "stale"));
            }
            tx.execute(
                "update person set rank = $3, post_start = $4, post_end = $5, edited = 1
                 where county_id = $1 and person_id = $2",
                &[
                    county.into(),
                    id.into(),
                    wanted.rank.clone().into(),
                    wanted.post_start.clone().into(),
                    wanted.post_end.clone().into(),
                ],
            )?;
            let step = |field, was: &Option<String>, became: &Option<String>| Changed {
                field,
                was: json!(was),
                became: json!(became),
            };
            history::note(
                tx,
                county,
                (PERSON, &id.to_string()),
                (Some(signed.person), now),
                &[
                    step("rank", &current.rank, &wanted.rank),
                    step("post_start", &current.post_start, &wanted.post_start),
                    step("post_end", &current.post_end, &wanted.post_end),
                ],
            )?;
            audit(
                tx,
                county,
                now,
                Some(signed.person),
                "post_set",
                &id.to_string(),
            )?;
            let rotation = rotation(&params::at(tx, county, now)?);
            let today = Timestamp::from_ms(now).shanghai_date();
            let all = all(tx, county, rotation, today)?;
            let own = |one: &Shown| one.term.seat.person == id && one.term.lacks_successor();
            Ok::<_, Error>(PostSaved {
                lacks_successor: all.iter().any(own),
            })
        })
        .await?;
    Ok(Json(saved))
}

/// An empty field of a form says nothing.
fn filled(post: PostFacts) -> PostFacts {
    let words = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    PostFacts {
        rank: words(post.rank),
        post_start: words(post.post_start),
        post_end: words(post.post_end),
    }
}

fn checked(post: PostFacts) -> Result<PostFacts, Error> {
    let post = filled(post);
    if let Some(rank) = &post.rank
        && builtin().1.find("cadre_rank_quota", rank).is_none()
    {
        return Err(Error::bad("unknown_option", "rank"));
    }
    let day = |text: &Option<String>, field: &'static str| match text {
        None => Ok(None),
        Some(text) => parse_date(text)
            .map(Some)
            .ok_or_else(|| Error::bad("not_a_date", field)),
    };
    let start = day(&post.post_start, "post_start")?;
    let end = day(&post.post_end, "post_end")?;
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        return Err(Error::bad("before_the_start", "post_end"));
    }
    Ok(post)
}
