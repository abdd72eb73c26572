//! Whether a photo just taken shows a picture this phone holds already. Told to the visitor, and
//! never in his way: he takes another or keeps it.

use domain::fingerprint::{ALIKE, Fingerprint, LOOK};
use domain::mask;
use protocol::visit::PhotoV1;
use store::alike::{self, Kind, Match, Print};
use store::photo::PhotoRow;
use store::{Connection, Transaction, household, photo, visit};

use crate::error::CallError;
use crate::views::photo::{AlikeKind, AlikePhoto};

/// More than these say nothing more.
const KEPT: usize = 3;

/// Compares a new photo with all others and keeps what is found with it. One signature is as white
/// as the next and says nothing.
pub(super) fn note(tx: &Transaction<'_>, row: &PhotoRow) -> Result<(), CallError> {
    if row.photo.kind == "signature" {
        return Ok(());
    }
    let prints = alike::prints(tx, row.photo.id, row.visit_id)?;
    let mut found = matches(row, &prints);
    found.sort_by_key(|one| (one.kind, one.distance, one.other));
    found.truncate(KEPT);
    Ok(alike::save(tx, row.photo.id, &found)?)
}

/// The same file anywhere, and the same picture in other visits: two photos of one room on one day
/// may well be near each other.
fn matches(row: &PhotoRow, prints: &[Print]) -> Vec<Match> {
    let PhotoV1 {
        original_sha256,
        phash,
        dhash,
        ..
    } = &row.photo;
    let turns = Fingerprint::parse(phash, dhash).map(Fingerprint::turns);
    let compare = |print: &Print| {
        if print.original_sha256 == *original_sha256 {
            return Some(Match {
                other: print.photo_id,
                kind: Kind::Exact,
                distance: 0,
                turned: false,
            });
        }
        let (turns, other) = turns.as_ref().zip(print.fingerprint)?;
        if print.visit_id == row.visit_id {
            return None;
        }
        let (distance, turn) = other.nearest_of(turns)?;
        let kind = match distance {
            near if near <= ALIKE => Kind::Alike,
            near if near <= LOOK => Kind::Look,
            _ => return None,
        };
        Some(Match {
            other: print.photo_id,
            kind,
            distance,
            turned: turn != 0,
        })
    };
    prints.iter().filter_map(compare).collect()
}

/// What was found with a photo, for its card.
pub(super) fn cards(conn: &Connection, row: &PhotoRow) -> Result<Vec<AlikePhoto>, CallError> {
    let mut cards = Vec::new();
    for found in alike::of_photo(conn, row.photo.id)? {
        let Some(other) = photo::get(conn, found.other)? else {
            continue;
        };
        let home = match visit::get(conn, other.visit_id)? {
            Some(visit) => household::get(conn, visit.household_id)?,
            None => None,
        };
        cards.push(AlikePhoto {
            photo_id: found.other.to_string(),
            copy: super::attached::copy(&other.photo),
            kind: match found.kind {
                Kind::Exact => AlikeKind::Exact,
                Kind::Alike => AlikeKind::Alike,
                Kind::Look => AlikeKind::Look,
            },
            distance: found.distance,
            turned: found.turned,
            same_visit: other.visit_id == row.visit_id,
            head_name: home.map(|home| mask::name(&home.head_name)),
            taken_ms: other.photo.taken_ms,
        });
    }
    Ok(cards)
}
