//! Photos of this phone that show the same picture under another id, found when the later one was
//! taken. A warning to look at, never a judgement.

use domain::fingerprint::Fingerprint;
use domain::id::{PhotoId, VisitId};
use rusqlite::{Connection, Transaction};

use crate::{Error, Result, column};

/// What a new photo is compared with.
#[derive(Clone, Debug)]
pub struct Print {
    pub photo_id: PhotoId,
    pub visit_id: VisitId,
    pub original_sha256: String,
    /// Absent when the picture is too plain to compare.
    pub fingerprint: Option<Fingerprint>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The same file.
    Exact,
    /// The same picture.
    Alike,
    /// Worth a look.
    Look,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Alike => "alike",
            Self::Look => "look",
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "exact" => Ok(Self::Exact),
            "alike" => Ok(Self::Alike),
            "look" => Ok(Self::Look),
            _ => Err(Error::NotFound("kind of match")),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    pub other: PhotoId,
    pub kind: Kind,
    /// Bits of 128 that differ.
    pub distance: u32,
    /// Only when turned or mirrored.
    pub turned: bool,
}

/// Every other photo of this phone. One that was taken out of this very visit does not count:
/// whoever takes a picture again has not used it twice.
pub fn prints(conn: &Connection, photo: PhotoId, visit: VisitId) -> Result<Vec<Print>> {
    Ok(conn
        .prepare_cached(
            "select photo_id, visit_id, original_sha256, phash, dhash
             from photo indexed by photo_print
             where photo_id <> ?1
               and not (visit_id = ?2 and photo_id in (
                   select photo_id from photo where visit_id = ?2 and removed = 1))",
        )?
        .query_map((photo.to_string(), visit.to_string()), |row| {
            let (phash, dhash): (String, String) = (row.get("phash")?, row.get("dhash")?);
            Ok(Print {
                photo_id: column::id(row, "photo_id")?,
                visit_id: column::id(row, "visit_id")?,
                original_sha256: row.get("original_sha256")?,
                fingerprint: Fingerprint::parse(&phash, &dhash),
            })
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// Keeps what was found, so that nothing is searched when the photo is shown.
pub fn save(tx: &Transaction<'_>, photo: PhotoId, found: &[Match]) -> Result<()> {
    let mut insert = tx.prepare_cached(
        "insert or replace into photo_match (photo_id, other_id, kind, distance, turned)
         values (?1, ?2, ?3, ?4, ?5)",
    )?;
    for one in found {
        insert.execute((
            photo.to_string(),
            one.other.to_string(),
            one.kind.as_str(),
            one.distance,
            one.turned,
        ))?;
    }
    Ok(())
}

/// What was found when the photo was taken and is still there, the nearest first.
pub fn of_photo(conn: &Connection, photo: PhotoId) -> Result<Vec<Match>> {
    let mut found: Vec<Match> = conn
        .prepare_cached("select * from photo_match where photo_id = ?1")?
        .query_map([photo.to_string()], |row| {
            Ok(Match {
                other: column::id(row, "other_id")?,
                kind: column::id(row, "kind")?,
                distance: row.get("distance")?,
                turned: row.get("turned")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    found.sort_by_key(|one| (one.kind, one.distance, one.other));
    Ok(found)
}
