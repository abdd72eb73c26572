//! Decisions at a screen. The rules are the same as on a captain's phone.

use axum::Json;
use axum::extract::{Path, State};
use domain::id::{CountyId, ReviewId, VisitId};
use domain::review::{Actor, Move, Role, moves};
use protocol::edit::{CommentV1, DecisionV1, ReviewV1};

use super::session::{Scope, Signed};
use super::views::{DecideForm, VisitPage};
use super::visit_page;
use crate::app::Shared;
use crate::change::review::{self, Step};
use crate::change::{Stop, wake_steps};
use crate::county::next_sequence;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::routes::extract;
use crate::secret;
use crate::visit::{self, Current};

#[utoipa::path(post, path = "/v1/console/visits/{id}/decide", tag = "console",
    security(("console" = [])), params(("id" = String, Path)), request_body = DecideForm,
    responses((status = 200, body = VisitPage), (status = 400, description = "unknown_reason, too_long"),
        (status = 409, description = "stale, own_visit, wrong_role, not_from_here, reason_needed")))]
pub async fn decide(
    State(app): State<Shared>,
    signed: Signed,
    Path(id): Path<String>,
    extract::Json(form): extract::Json<DecideForm>,
) -> Result<Json<VisitPage>, Error> {
    let (home, now) = (app.county.clone(), app.now());
    let id: VisitId = id.parse().map_err(|_| Error::not_found())?;
    let page = app
        .db
        .write(move |tx| {
            let county = home.id;
            let current = within(tx, county, &signed, id)?;
            let (role, step) = step(tx, county, &signed, &current, &form.decision)?;
            let review = review(&form, id, step, now)?;
            if role == Role::Captain && review::overtaken(&current, signed.person, &review) {
                let stop = Stop::too_late("stale", &current.state, current.revision);
                return Err(stop.into_error());
            }
            take(tx, county, &signed, &current, role, step, &review, now)?;
            if step == Move::Approve {
                wake_steps(tx, &home, id, now).map_err(Stop::into_error)?;
            }
            visit_page::read(tx, &home, &signed, id)
        })
        .await?;
    Ok(Json(page))
}

/// Accepts a visit as it stands.
pub(super) fn accept(
    tx: &mut Tx<'_>,
    county: CountyId,
    signed: &Signed,
    id: VisitId,
    now: i64,
) -> Result<(), Error> {
    let current = within(tx, county, signed, id)?;
    let review = ReviewV1 {
        id: ReviewId::from_uuid(secret::id(now)?),
        visit_id: id,
        revision: current.revision,
        decision: DecisionV1::Approve,
        reasons: Vec::new(),
        comments: Vec::new(),
        note: None,
        decided_ms: now,
        seen: None,
    };
    take(
        tx,
        county,
        signed,
        &current,
        Role::County,
        Move::Accept,
        &review,
        now,
    )
}

#[allow(clippy::too_many_arguments)] // private, called twice, each argument read once
fn take(
    tx: &mut Tx<'_>,
    county: CountyId,
    signed: &Signed,
    current: &Current,
    role: Role,
    to_do: Move,
    review: &ReviewV1,
    now: i64,
) -> Result<(), Error> {
    let sequence = next_sequence(tx, county)?;
    let step = Step {
        to_do,
        by: signed.person,
        role,
        now,
        sequence,
        review,
    };
    review::words(review).map_err(Stop::into_error)?;
    review::take(tx, county, current, &step).map_err(Stop::into_error)
}

/// A visit the person may see.
pub(super) fn within(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    id: VisitId,
) -> Result<Current, Error> {
    let current = visit::find(reader, county, id)?.ok_or_else(Error::not_found)?;
    let seen = match &signed.scope {
        Scope::County => true,
        Scope::Areas { towns, villages } => {
            towns.contains(&current.town_code) || villages.contains(&current.area_code)
        }
    };
    if seen {
        Ok(current)
    } else {
        Err(Error::not_found())
    }
}

/// The capacities in which a person stands before a visit, the county's first.
fn capacities(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    current: &Current,
) -> Result<Vec<Role>, Error> {
    let mut roles = Vec::new();
    if signed.is_county() {
        roles.push(Role::County);
    }
    roles.push(review::phone_role(reader, county, signed.person, current)?);
    Ok(roles)
}

fn named(to_do: Move) -> Option<&'static str> {
    match to_do {
        Move::Accept => Some("accept"),
        Move::Return | Move::CountyReturn => Some("return"),
        Move::Revoke => Some("revoke"),
        Move::Approve => Some("approve"),
        Move::Void => Some("void"),
        _ => None,
    }
}

/// What the person may do now, by the names of the form.
pub(super) fn open_moves(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    current: &Current,
) -> Result<Vec<String>, Error> {
    let standing = review::standing(reader, county, current)?;
    let is_visitor = current.is_of(signed.person);
    let mut names: Vec<String> = Vec::new();
    for role in capacities(reader, county, signed, current)? {
        for to_do in moves(&standing, Actor { is_visitor, role }) {
            if let Some(name) = named(to_do)
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_owned());
            }
        }
    }
    Ok(names)
}

/// The move a name means for this person and visit; where none is open, one that the rules
/// will refuse with the right reason.
fn step(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    current: &Current,
    name: &str,
) -> Result<(Role, Move), Error> {
    let standing = review::standing(reader, county, current)?;
    let is_visitor = current.is_of(signed.person);
    let capacities = capacities(reader, county, signed, current)?;
    for role in &capacities {
        let open = moves(
            &standing,
            Actor {
                is_visitor,
                role: *role,
            },
        );
        if let Some(to_do) = open.into_iter().find(|to_do| named(*to_do) == Some(name)) {
            return Ok((*role, to_do));
        }
    }
    let role = capacities.first().copied().unwrap_or(Role::Visitor);
    let to_do = match (name, role) {
        ("accept", _) => Move::Accept,
        ("return", Role::County) => Move::CountyReturn,
        ("return", _) => Move::Return,
        ("revoke", _) => Move::Revoke,
        ("approve", _) => Move::Approve,
        ("void", _) => Move::Void,
        _ => return Err(Error::bad("unknown_option", "decision")),
    };
    Ok((role, to_do))
}

fn review(form: &DecideForm, id: VisitId, to_do: Move, now: i64) -> Result<ReviewV1, Error> {
    let mut comments = Vec::with_capacity(form.comments.len());
    for (place, comment) in form.comments.iter().enumerate() {
        let wrong = |_| Error::bad("bad_id", format!("comments[{place}].member_id"));
        comments.push(CommentV1 {
            item: comment.item.clone(),
            member: comment
                .member_id
                .as_ref()
                .map(|id| id.parse().map_err(wrong))
                .transpose()?,
            text: comment.text.clone(),
        });
    }
    Ok(ReviewV1 {
        id: ReviewId::from_uuid(secret::id(now)?),
        visit_id: id,
        revision: form.revision,
        decision: match to_do {
            Move::Accept | Move::Approve => DecisionV1::Approve,
            _ => DecisionV1::Return,
        },
        reasons: form.reasons.clone(),
        comments,
        note: form.note.clone().filter(|note| !note.trim().is_empty()),
        decided_ms: now,
        seen: form.seen.clone(),
    })
}
