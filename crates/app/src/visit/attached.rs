//! The photos of a visit: on this phone, or known from the county alone.

use std::collections::BTreeMap;

use domain::checklist::{AnswerKey, AnswerValue, Answers, Template, photo_code};
use domain::id::VisitId;
use protocol::row::VisitStateV1;
use protocol::visit::PhotoV1;
use store::photo::PhotoRow;
use store::{Connection, county_visit, cover, photo};

use super::alike;
use crate::error::CallError;
use crate::views::photo::{AlikePhoto, PhotoDelivery};

/// A photo as a visit shows it.
pub(crate) struct Shown {
    pub(crate) photo: PhotoV1,
    pub(crate) verified: bool,
    /// This phone holds the picture.
    pub(crate) here: bool,
    pub(crate) delivery: PhotoDelivery,
    /// Parts covered in the copy that is sent.
    pub(crate) blurred: usize,
    /// Of a draft alone: once sealed, the county looks.
    pub(crate) alike: Vec<AlikePhoto>,
}

/// Names the bytes that are sent, short enough to be handed about.
pub(super) fn copy(photo: &PhotoV1) -> String {
    photo.sha256.chars().take(16).collect()
}

/// The phone's photos, and those a returned visit brought along from another phone.
pub(super) fn own_photos(
    conn: &Connection,
    id: VisitId,
    answers: &Answers,
    county: Option<&VisitStateV1>,
    is_draft: bool,
) -> Result<Vec<Shown>, CallError> {
    let rows = photo::of_visit(conn, id)?;
    let mut photos = rows
        .into_iter()
        .map(|row| {
            Ok(Shown {
                verified: row.verified_ms.is_some(),
                here: true,
                delivery: delivery(&row),
                blurred: cover::areas(conn, row.photo.id)?.len(),
                alike: if is_draft {
                    alike::cards(conn, &row)?
                } else {
                    Vec::new()
                },
                photo: row.photo,
            })
        })
        .collect::<Result<Vec<_>, CallError>>()?;
    let Some(county) = county else {
        return Ok(photos);
    };
    let named: Vec<_> = answers
        .iter()
        .filter_map(|(_, answer)| match &answer.value {
            AnswerValue::Photos(ids) => Some(ids.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    for photo in &county.visit.photos {
        if named.contains(&photo.id) && photo::get(conn, photo.id)?.is_none() {
            photos.push(declared(photo, county));
        }
    }
    Ok(photos)
}

/// The photos a visit was sealed with: this phone's, and those the county has from another.
pub(crate) fn of_sealed(conn: &Connection, id: VisitId) -> Result<Vec<Shown>, CallError> {
    let mut photos: Vec<Shown> = photo::of_visit(conn, id)?
        .into_iter()
        .filter(|row| row.change_id.is_some())
        .map(|row| here(conn, row))
        .collect::<Result<_, CallError>>()?;
    if let Some(county) = county_visit::get(conn, id)? {
        for photo in &county.visit.photos {
            if photo::get(conn, photo.id)?.is_none() {
                photos.push(declared(photo, &county));
            }
        }
    }
    Ok(photos)
}

/// A photo of a sealed visit, as this phone holds it.
pub(crate) fn here(conn: &Connection, row: PhotoRow) -> Result<Shown, CallError> {
    Ok(Shown {
        verified: row.verified_ms.is_some(),
        here: true,
        delivery: delivery(&row),
        blurred: cover::areas(conn, row.photo.id)?.len(),
        alike: Vec::new(),
        photo: row.photo,
    })
}

/// A photo this phone knows from the county alone.
pub(super) fn declared(photo: &PhotoV1, county: &VisitStateV1) -> Shown {
    let verified = county.photos_verified.contains(&photo.sha256);
    Shown {
        photo: photo.clone(),
        verified,
        here: false,
        delivery: if verified {
            PhotoDelivery::Verified
        } else {
            PhotoDelivery::Elsewhere
        },
        blurred: 0,
        alike: Vec::new(),
    }
}

fn delivery(row: &PhotoRow) -> PhotoDelivery {
    match row {
        PhotoRow {
            verified_ms: Some(_),
            ..
        } => PhotoDelivery::Verified,
        PhotoRow {
            parked_code: Some(_),
            ..
        } => PhotoDelivery::Refused,
        PhotoRow {
            change_id: None, ..
        } => PhotoDelivery::Here,
        row if row.upload_offset > 0 => PhotoDelivery::Sending,
        _ => PhotoDelivery::Waiting,
    }
}

/// Photos are answers too; which ones there are is in the photos themselves.
pub(super) fn attach_photos(answers: &mut Answers, photos: &[Shown], template: &Template) {
    let stale: Vec<AnswerKey> = answers
        .iter()
        .filter(|(_, answer)| matches!(answer.value, AnswerValue::Photos(_)))
        .map(|(key, _)| key)
        .collect();
    for key in &stale {
        answers.remove(key);
    }
    let mut by_key: BTreeMap<AnswerKey, Vec<_>> = BTreeMap::new();
    for Shown { photo, .. } in photos {
        let is_own = template
            .item(&photo.item)
            .is_some_and(|(_, item)| item.answer_type.is_photos());
        let code = if is_own {
            photo.item.clone()
        } else {
            photo_code(&photo.item)
        };
        let key = AnswerKey {
            item: code,
            member: photo.member,
        };
        by_key.entry(key).or_default().push(photo.id);
    }
    for (key, ids) in by_key {
        answers.set(key, AnswerValue::Photos(ids));
    }
}
