//! Which earlier photos a photo may be a copy of, and the rows that say so.

use std::collections::BTreeSet;

use domain::CountyId;
use domain::fingerprint::{ALIKE, LOOK};
use domain::id::{PhotoId, VisitId};

use super::print::{Photo, fingerprint};
use crate::db::{Reader, Row, Tx};
use crate::error::Error;
use crate::photos::alike::Near;
use crate::visit;

/// Pairs kept of one photo, the nearest: a picture that serves everywhere would otherwise fill the
/// county with the pairs of all its copies.
const MOST: usize = 20;

/// A photo that came before, as near as it is.
pub(super) struct Match {
    visit_id: VisitId,
    photo_id: PhotoId,
    /// 0 exact, then by distance.
    rank: u32,
    distance: u32,
    turned: &'static str,
}

impl Match {
    fn kind(&self) -> &'static str {
        match (self.rank, self.distance) {
            (0, _) => "exact",
            (_, distance) if distance <= ALIKE => "alike",
            _ => "look",
        }
    }
}

/// What photos are near of those that came before each: of the same bytes anywhere, near to the
/// eye in other visits only, since two pictures of one room in one visit are meant to be near.
pub(super) fn matches(
    reader: &mut Reader<'_>,
    county: CountyId,
    photos: Vec<(Photo, Vec<Near>)>,
) -> Result<Vec<(Photo, Vec<Match>)>, Error> {
    let mut all = Vec::with_capacity(photos.len());
    for (photo, near) in photos {
        let mut found = exact(reader, county, &photo)?;
        let mut seen: BTreeSet<_> = found
            .iter()
            .map(|one| (one.visit_id, one.photo_id))
            .collect();
        for one in near {
            if found.len() >= MOST {
                break;
            }
            if i64::from(one.reference) >= photo.number {
                continue;
            }
            if let Some(near) = alike(reader, county, &photo, one)?
                && seen.insert((near.visit_id, near.photo_id))
            {
                found.push(near);
            }
        }
        all.push((photo, found));
    }
    Ok(all)
}

/// The same bytes, of the copy or of the camera's own, under another name.
fn exact(reader: &mut Reader<'_>, county: CountyId, photo: &Photo) -> Result<Vec<Match>, Error> {
    let rows = reader.query(
        "select visit_id, photo_id from photo_print
         where county_id = $1 and number < $2 and photo_id <> $3
             and (sha256 in ($4, $5) or original_sha256 in ($4, $5))
         order by number limit $6",
        &[
            county.into(),
            photo.number.into(),
            photo.photo_id.into(),
            (&photo.sha256).into(),
            (&photo.original_sha256).into(),
            i64::try_from(MOST).unwrap_or(i64::MAX).into(),
        ],
    )?;
    let read = |row: &Row| {
        Ok(Match {
            visit_id: row.id("visit_id")?,
            photo_id: row.id("photo_id")?,
            rank: 0,
            distance: 0,
            turned: "as_taken",
        })
    };
    rows.iter().map(read).collect()
}

/// The photo a fingerprint in memory leads to, if it is still that photo's.
fn alike(
    reader: &mut Reader<'_>,
    county: CountyId,
    photo: &Photo,
    near: Near,
) -> Result<Option<Match>, Error> {
    let row = reader.first(
        "select visit_id, photo_id, phash, dhash from photo_print
         where county_id = $1 and number = $2 and visit_id <> $3 and photo_id <> $4",
        &[
            county.into(),
            near.reference.into(),
            photo.visit_id.into(),
            photo.photo_id.into(),
        ],
    )?;
    let Some(row) = row else { return Ok(None) };
    let Some((print, own)) = fingerprint(&row)?.zip(photo.fingerprint) else {
        return Ok(None);
    };
    let distance = own
        .turns()
        .get(near.turn)
        .map_or(u32::MAX, |turn| turn.distance(print));
    if distance > LOOK {
        return Ok(None);
    }
    Ok(Some(Match {
        visit_id: row.id("visit_id")?,
        photo_id: row.id("photo_id")?,
        rank: 1 + distance,
        distance,
        turned: turned(near.turn),
    }))
}

/// In the order of `Fingerprint::turns`: a half turn and the two quarter turns keep left and right.
fn turned(turn: usize) -> &'static str {
    match turn {
        0 => "as_taken",
        1 | 6 | 7 => "turned",
        _ => "mirrored",
    }
}

/// Writes down what was found, once, and that these photos wait no more.
pub(super) fn store(
    tx: &mut Tx<'_>,
    county: CountyId,
    photos: Vec<(Photo, Vec<Match>)>,
    now: i64,
) -> Result<(), Error> {
    let last = "select coalesce(max(number), 0) as n from photo_match where county_id = $1";
    let mut next = tx.count(last, &[county.into()])?;
    let mut repeated = BTreeSet::new();
    for (photo, found) in photos {
        for one in found {
            // Numbered again, the later of the two may have become the earlier.
            let known = tx.count(
                "select count(*) as n from photo_match where county_id = $1
                     and ((visit_id = $2 and photo_id = $3 and other_visit_id = $4 and other_photo_id = $5)
                       or (visit_id = $4 and photo_id = $5 and other_visit_id = $2 and other_photo_id = $3))",
                &[
                    county.into(),
                    photo.visit_id.into(),
                    photo.photo_id.into(),
                    one.visit_id.into(),
                    one.photo_id.into(),
                ],
            )?;
            if known > 0 {
                continue;
            }
            next += 1;
            if one.kind() != "look" {
                repeated.insert(photo.visit_id);
            }
            tx.execute(
                "insert into photo_match (county_id, visit_id, photo_id, other_visit_id,
                     other_photo_id, number, kind, distance, turned, rank, found_ms)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                &[
                    county.into(),
                    photo.visit_id.into(),
                    photo.photo_id.into(),
                    one.visit_id.into(),
                    one.photo_id.into(),
                    next.into(),
                    one.kind().into(),
                    one.distance.into(),
                    one.turned.into(),
                    one.rank.into(),
                    now.into(),
                ],
            )?;
        }
        tx.execute(
            "delete from photo_pending where county_id = $1 and visit_id = $2 and photo_id = $3",
            &[county.into(), photo.visit_id.into(), photo.photo_id.into()],
        )?;
    }
    // Captains are told: they look before they decide.
    for id in repeated {
        visit::refresh(tx, county, id)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::fingerprint::Fingerprint;

    use super::*;

    #[test]
    fn a_mirror_image_is_told_from_a_turn() {
        let some = Fingerprint {
            phash: 0x3a5c_91e7_04d2_8b6f,
            dhash: 0xc3a9_5e17_72d4_6b80,
        };
        let names: Vec<_> = (0..8).map(turned).collect();
        assert_eq!(names.iter().filter(|name| **name == "mirrored").count(), 4);
        // Turning twice by a quarter is a half turn; mirroring twice is none.
        let turns = some.turns();
        assert_eq!(turns[6].turns()[6], turns[1]);
        assert_eq!(turns[7].turns()[7], turns[1]);
        for mirror in [2, 3, 4, 5] {
            assert_eq!(turns[mirror].turns()[mirror], some);
        }
    }
}
