//! What needs a person: changes the county refused or has aside, photos it refused, and what was
//! taken back. Nothing unsent is ever deleted.

use domain::id::{ChangeId, PhotoId};
use store::journal::{self, Entry};
use store::outbox::{self, Delivery, Waiting};
use store::visit::is_reopenable;
use store::{Connection, board, photo, taken_back};

use crate::App;
use crate::cards::count;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::me::change;
use crate::views::Nothing;
use crate::views::me::{AsideChange, AsidePhoto, ParkedRef, SetAside, TakeBack};
use crate::views::visit::PhotoRef;

/// Characters in a reason.
const MAX_WORDS: usize = 500;

impl App {
    pub(crate) async fn set_aside(&self, _: Nothing) -> Result<SetAside, CallError> {
        self.look(|desk| desk.read(list)).await
    }

    /// Sends a refused change again as it is, or asks the county anew about one it has aside.
    pub(crate) async fn retry_change(&self, wanted: ParkedRef) -> Result<SetAside, CallError> {
        let shown = self
            .change(move |desk| {
                let id = change_id(&wanted.change_id)?;
                desk.write(|tx| {
                    outbox::retry(tx, id)?;
                    note(desk, tx, "retried", &id.to_string())?;
                    list(tx)
                })
            })
            .await?;
        self.start_round_now();
        Ok(shown)
    }

    pub(crate) async fn retry_photo(&self, wanted: PhotoRef) -> Result<SetAside, CallError> {
        let shown = self
            .change(move |desk| {
                let id: PhotoId = wanted
                    .photo_id
                    .parse()
                    .map_err(|_| CallError::new(ErrorCode::BadArguments).at("photo_id"))?;
                desk.write(|tx| {
                    photo::retry(tx, id)?;
                    note(desk, tx, "retried", &id.to_string())?;
                    list(tx)
                })
            })
            .await?;
        self.start_round_now();
        Ok(shown)
    }

    /// Takes a refused change back, with a reason. Its bytes stay.
    pub(crate) async fn take_back(&self, wanted: TakeBack) -> Result<SetAside, CallError> {
        self.change(move |desk| {
            let id = change_id(&wanted.change_id)?;
            let reason = wanted.reason.trim();
            if reason.is_empty() {
                return Err(ErrorCode::ReasonMissing.into());
            }
            if reason.chars().count() > MAX_WORDS {
                return Err(CallError::new(ErrorCode::AnswerTooLong).at("reason"));
            }
            desk.write(|tx| {
                taken_back::take_back(tx, id, reason, desk.now.as_ms())?;
                note(desk, tx, "taken_back", &id.to_string())?;
                list(tx)
            })
        })
        .await
    }

    pub(crate) async fn put_back(&self, wanted: ParkedRef) -> Result<SetAside, CallError> {
        self.change(move |desk| {
            let id = change_id(&wanted.change_id)?;
            desk.write(|tx| {
                taken_back::put_back(tx, id)?;
                note(desk, tx, "put_back", &id.to_string())?;
                list(tx)
            })
        })
        .await
    }
}

fn change_id(text: &str) -> Result<ChangeId, CallError> {
    text.parse()
        .map_err(|_| CallError::new(ErrorCode::BadArguments).at("change_id"))
}

fn note(
    desk: &Desk,
    tx: &store::Transaction<'_>,
    event: &str,
    subject: &str,
) -> Result<(), CallError> {
    let entry = Entry::new(desk.now.as_ms(), event).about(subject);
    Ok(journal::write(tx, &entry)?)
}

fn list(conn: &Connection) -> Result<SetAside, CallError> {
    let waiting = outbox::list(conn)?;
    let of = |wanted: &[Delivery]| -> Result<Vec<AsideChange>, CallError> {
        waiting
            .iter()
            .filter(|one| wanted.contains(&one.delivery))
            .map(|one| card(conn, one, &waiting))
            .collect()
    };
    let taken_back = taken_back::list(conn)?
        .into_iter()
        .map(|taken| {
            let mut card = card(conn, &taken.waiting, &waiting)?;
            card.taken_back_ms = Some(taken.at_ms);
            card.taken_back_reason = Some(taken.reason);
            Ok(card)
        })
        .collect::<Result<_, CallError>>()?;
    Ok(SetAside {
        refused: of(&[Delivery::Parked])?,
        at_county: of(&[Delivery::Held, Delivery::Quarantined])?,
        photos: photos(conn)?,
        taken_back,
    })
}

fn card(conn: &Connection, one: &Waiting, all: &[Waiting]) -> Result<AsideChange, CallError> {
    let behind = all
        .iter()
        .filter(|other| other.record == one.record && other.position > one.position)
        .count();
    let editable = match one.edit() {
        Some(protocol::edit::Edit::SaveVisitV1(visit)) => {
            match store::visit::get(conn, visit.id)? {
                Some(row) if row.sealed_change_id == Some(one.change_id) => {
                    is_reopenable(conn, &row)?
                }
                _ => false,
            }
        }
        _ => false,
    };
    Ok(AsideChange {
        change: change(conn, one)?,
        behind: count(behind),
        editable,
        last_attempt_ms: one.last_attempt_ms,
        county_since_ms: one.receipt.as_ref().map(|receipt| receipt.received_ms),
        county_note: taken_back::county_note(conn, one.change_id)?,
        taken_back_ms: None,
        taken_back_reason: None,
    })
}

fn photos(conn: &Connection) -> Result<Vec<AsidePhoto>, CallError> {
    photo::parked(conn)?
        .into_iter()
        .map(|row| {
            let line = board::visit(conn, row.visit_id)?;
            Ok(AsidePhoto {
                photo_id: row.photo.id.to_string(),
                visit_id: row.visit_id.to_string(),
                title: line.map_or_else(String::new, |line| line.head_name),
                taken_ms: row.photo.taken_ms,
                code: row.parked_code.unwrap_or_default(),
                attempts: row.attempts,
            })
        })
        .collect()
}
