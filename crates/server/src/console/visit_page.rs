//! A visit whole, for review.

use axum::Json;
use axum::extract::{Path, State};
use domain::checklist::{Template, builtin};
use domain::codes::Language;
use domain::id::{CountyId, MemberId, VisitId};
use protocol::row::{HouseholdV1, MemberV1};
use protocol::visit::{GeoV1, VisitV1};

use super::answers::Answered;
use super::session::Signed;
use super::views::{
    Conclusion, Labelled, ReviewComment, ReviewRow, VisitLocation, VisitPage, VisitProblem,
    VisitTime,
};
use super::{answers, decide, households, labels, visit_photos, visits};
use crate::app::Shared;
use crate::change::distance_m;
use crate::county::County;
use crate::db::Reader;
use crate::error::Error;
use crate::{campaign, checklist, params, visit};

/// A household and its members as the county has them now.
pub(super) struct Family {
    pub household: Option<HouseholdV1>,
    pub members: Vec<MemberV1>,
}

impl Family {
    pub(super) fn name(&self, id: MemberId) -> Option<String> {
        self.members
            .iter()
            .find(|member| member.id == id)
            .map(|member| member.name.clone())
    }
}

#[utoipa::path(get, path = "/v1/console/visits/{id}", tag = "console", security(("console" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = VisitPage), (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Json<VisitPage>, Error> {
    let county = app.county.clone();
    let id: VisitId = id.parse().map_err(|_| Error::not_found())?;
    let page = app
        .db
        .read(move |reader| read(reader, &county, &signed, id))
        .await?;
    Ok(Json(page))
}

pub(super) fn read(
    reader: &mut Reader<'_>,
    at: &County,
    signed: &Signed,
    id: VisitId,
) -> Result<VisitPage, Error> {
    let county = at.id;
    let current = decide::within(reader, county, signed, id)?;
    let visit = visit::sealed(reader, county, id, current.revision)?;
    let household_id = current.household_id.to_string();
    let family = family(reader, county, &household_id)?;
    let row = reader
        .first(
            &format!("{} and v.visit_id = $2", visits::SELECT),
            &[county.into(), id.into()],
        )?
        .ok_or_else(Error::not_found)?;
    // With the version it was answered under; the one before with its own.
    let template = checklist::to_show(reader, at, &visit.template_version)?;
    let (problems, raised) = problems(reader, county, id, &family, &template)?;
    let time = time(reader, county, id)?;
    let before = match before(reader, county, &visit, time.ended_ms)? {
        Some(before) => {
            let template = checklist::to_show(reader, at, &before.template_version)?;
            Some((before, template))
        }
        None => None,
    };
    let before = before
        .as_ref()
        .map(|(visit, template)| Answered { visit, template });
    let now = Answered {
        visit: &visit,
        template: &template,
    };
    Ok(VisitPage {
        visit: visits::row(&row)?,
        household: households::one(reader, county, &household_id)?.ok_or_else(Error::not_found)?,
        profile: visit.profile.clone(),
        template_version: visit.template_version.clone(),
        started_ms: time
            .ended_ms
            .saturating_sub(visit.ended_ms.saturating_sub(visit.started_ms)),
        time,
        location: location(&visit, &family),
        location_missing: match &visit.geo {
            GeoV1::Missing { reason } => Some(reason.clone()),
            GeoV1::At { .. } => None,
        },
        photo_waiver: visit.photo_waiver.clone(),
        sections: answers::sections(now, before, &raised, &family),
        photos: visit_photos::photos(reader, county, signed, &visit)?,
        problems,
        conclusions: conclusions(reader, county, now, &family)?,
        reviews: reviews(reader, county, id, &template)?,
        batch_id: current.batch_id.map(|id| id.to_string()),
        moves: decide::open_moves(reader, county, signed, &current)?,
        return_reasons: return_reasons(),
        digest: digest(reader, county, &current)?,
        server_sequence: current.sequence,
    })
}

pub(super) fn family(
    reader: &mut Reader<'_>,
    county: CountyId,
    household: &str,
) -> Result<Family, Error> {
    let found = reader.first(
        "select body from record where county_id = $1 and kind = 'household' and record_id = $2",
        &[county.into(), household.into()],
    )?;
    let members = reader.query(
        "select r.body from member m
         join record r on r.county_id = m.county_id and r.kind = 'member'
             and r.record_id = m.member_id
         where m.county_id = $1 and m.household_id = $2 order by m.number, m.member_id",
        &[county.into(), household.into()],
    )?;
    Ok(Family {
        household: found.map(|row| row.json("body")).transpose()?,
        members: members
            .iter()
            .map(|row| row.json("body"))
            .collect::<Result<_, _>>()?,
    })
}

/// The household's visit before this one, to show what changed.
fn before(
    reader: &mut Reader<'_>,
    county: CountyId,
    visit: &VisitV1,
    ended_ms: i64,
) -> Result<Option<VisitV1>, Error> {
    let row = reader.first(
        "select visit_id, revision from visit
         where county_id = $1 and household_id = $2 and visit_id <> $4 and state <> 'voided'
             and coalesce(trusted_ended_ms, ended_ms) < $3
         order by coalesce(trusted_ended_ms, ended_ms) desc limit 1",
        &[
            county.into(),
            visit.household_id.into(),
            ended_ms.into(),
            visit.id.into(),
        ],
    )?;
    let Some(row) = row else { return Ok(None) };
    visit::sealed(reader, county, row.id("visit_id")?, row.count("revision")?).map(Some)
}

fn location(visit: &VisitV1, family: &Family) -> Option<VisitLocation> {
    let GeoV1::At {
        lat,
        lon,
        accuracy_m,
        provider,
        mock,
        ..
    } = &visit.geo
    else {
        return None;
    };
    Some(VisitLocation {
        lat: *lat,
        lon: *lon,
        accuracy_m: *accuracy_m,
        provider: provider.clone(),
        mock: mock.clone(),
        distance_m: family
            .household
            .as_ref()
            .and_then(|home| distance_m(home, *lat, *lon)),
    })
}

/// Problems found, and which answers raised one.
fn problems(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: VisitId,
    family: &Family,
    template: &Template,
) -> Result<(Vec<VisitProblem>, answers::Raised), Error> {
    let rows = reader.query(
        "select problem_key, origin, member_id, category, severity, title, dismissed, differs
         from visit_problem where county_id = $1 and visit_id = $2 order by position",
        &[county.into(), id.into()],
    )?;
    let mut problems = Vec::with_capacity(rows.len());
    let mut raised = answers::Raised::new();
    for row in rows {
        let member: Option<MemberId> = row
            .optional_text("member_id")?
            .and_then(|id| id.parse().ok());
        let (origin, title) = (row.text("origin")?, row.text("title")?);
        problems.push(VisitProblem {
            key: row.text("problem_key")?,
            title_en: english_title(template, &origin, &title),
            title,
            member_name: member.and_then(|id| family.name(id)),
            category: labels::labelled("problem_category", &row.text("category")?),
            severity: labels::labelled("severity", &row.text("severity")?),
            dismissed: row.optional_text("dismissed")?,
            differs: row.flag("differs")?,
        });
        raised.insert((origin, member));
    }
    Ok((problems, raised))
}

/// A problem's title in English. What is stored is Chinese; where it comes from and that title
/// tell which rule raised it.
fn english_title(template: &Template, origin: &str, title: &str) -> Option<String> {
    let raise = template.raise(origin, title)?;
    raise.title_en.clone()
}

/// When it ended, as far as anybody can tell.
fn time(reader: &mut Reader<'_>, county: CountyId, id: VisitId) -> Result<VisitTime, Error> {
    let row = reader
        .first(
            "select coalesce(trusted_ended_ms, ended_ms) as ended_ms, trusted_error_ms,
                 trusted_basis, wall_off_ms
             from visit where county_id = $1 and visit_id = $2",
            &[county.into(), id.into()],
        )?
        .ok_or_else(Error::not_found)?;
    Ok(VisitTime {
        ended_ms: row.int("ended_ms")?,
        error_ms: row.optional_int("trusted_error_ms")?,
        basis: row.optional_text("trusted_basis")?,
        wall_off_ms: row.optional_int("wall_off_ms")?,
    })
}

/// What the rules conclude, worked out anew from the answers.
fn conclusions(
    reader: &mut Reader<'_>,
    county: CountyId,
    Answered { visit, template }: Answered<'_>,
    family: &Family,
) -> Result<Vec<Conclusion>, Error> {
    let Some(household) = &family.household else {
        return Ok(Vec::new());
    };
    let date = domain::Timestamp::from_ms(visit.ended_ms).shanghai_date();
    let params = params::dated(reader, county)?.on(date);
    let campaigns = campaign::told(reader, county, date)?;
    let campaigning = protocol::rules::campaigning(&campaigns, household, date);
    let facts = protocol::rules::facts(household, &family.members, &params, date, campaigning);
    let all = protocol::rules::answers(&visit.answers);
    let found = domain::checklist::evaluate(template, &visit.profile, &facts, &all);
    Ok(found
        .conclusions
        .into_iter()
        .map(|conclusion| {
            let title = |language| {
                let derived = template.conclusion(&conclusion.code);
                derived.map_or(conclusion.code.as_str(), |derived| derived.title(language))
            };
            Conclusion {
                zh: title(Language::Zh).to_owned(),
                en: title(Language::En).to_owned(),
                code: conclusion.code,
                value: conclusion.value,
            }
        })
        .collect())
}

fn reviews(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: VisitId,
    template: &Template,
) -> Result<Vec<ReviewRow>, Error> {
    let decisions = visit::decisions(reader, county, id)?;
    Ok(decisions
        .into_iter()
        .map(|(decision, reviewed)| ReviewRow {
            by: reviewed.by,
            reviewer_name: reviewed.reviewer_name,
            decision,
            revision: reviewed.review.revision,
            note: reviewed.review.note,
            reasons: reviewed
                .review
                .reasons
                .iter()
                .map(|code| labels::labelled("return_reason", code))
                .collect(),
            comments: reviewed
                .review
                .comments
                .into_iter()
                .map(|comment| {
                    let code = comment.item.as_deref();
                    let item = code.and_then(|code| template.item(code));
                    ReviewComment {
                        item_zh: item.map(|(_, item)| item.label_zh.clone()),
                        item_en: item.map(|(_, item)| item.label_en.clone()),
                        item: comment.item,
                        text: comment.text,
                    }
                })
                .collect(),
            received_ms: reviewed.received_ms,
        })
        .collect())
}

fn return_reasons() -> Vec<Labelled> {
    let codes = builtin().1.list("return_reason").unwrap_or_default();
    codes
        .iter()
        .map(|option| labels::labelled("return_reason", &option.code))
        .collect()
}

fn digest(
    reader: &mut Reader<'_>,
    county: CountyId,
    current: &visit::Current,
) -> Result<String, Error> {
    let row = reader.first(
        "select c.digest from visit_revision r
         join change c on c.county_id = r.county_id and c.change_id = r.change_id
         where r.county_id = $1 and r.visit_id = $2 and r.revision = $3",
        &[county.into(), current.id.into(), current.revision.into()],
    )?;
    Ok(row
        .map(|row| row.text("digest"))
        .transpose()?
        .unwrap_or_default())
}
