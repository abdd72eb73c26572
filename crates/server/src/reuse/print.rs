//! Which photos wait, and the numbers they are compared by.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::CountyId;
use domain::fingerprint::Fingerprint;
use domain::id::{PhotoId, VisitId};
use protocol::visit::VisitV1;

use crate::db::{Reader, Row, Tx, Value};
use crate::error::Error;
use crate::visit;

/// A photo of a visit, and what tells it from others.
#[derive(Clone, Debug)]
pub(super) struct Photo {
    pub visit_id: VisitId,
    pub photo_id: PhotoId,
    pub sha256: String,
    pub original_sha256: String,
    /// Absent where the picture is too plain.
    pub fingerprint: Option<Fingerprint>,
    /// 0 until it has one.
    pub number: i64,
}

/// A row of `photo_pending`, with what the visit says of it now.
pub(super) struct Waiting {
    visit_id: VisitId,
    photo_id: PhotoId,
    photo: Option<Photo>,
}

/// A fingerprint and its number.
pub(super) struct Print {
    pub number: i64,
    pub fingerprint: Option<Fingerprint>,
}

/// Some of the photos that wait, in the order of their ids.
pub(super) fn waiting(
    reader: &mut Reader<'_>,
    county: CountyId,
    some: usize,
) -> Result<Vec<Waiting>, Error> {
    let rows = reader.query(
        "select w.visit_id, w.photo_id, v.revision from photo_pending w
         left join visit v on v.county_id = w.county_id and v.visit_id = w.visit_id
         where w.county_id = $1 order by w.visit_id, w.photo_id limit $2",
        &[
            county.into(),
            i64::try_from(some).unwrap_or(i64::MAX).into(),
        ],
    )?;
    let mut visits: BTreeMap<VisitId, Option<VisitV1>> = BTreeMap::new();
    let mut waiting = Vec::with_capacity(rows.len());
    for row in rows {
        let (visit_id, photo_id) = (row.id("visit_id")?, row.id("photo_id")?);
        let sealed = match visits.entry(visit_id) {
            Entry::Occupied(read) => read.into_mut(),
            Entry::Vacant(unread) => unread.insert(match row.optional_int("revision")? {
                Some(_) => {
                    let revision = row.count("revision")?;
                    readable(visit::sealed(reader, county, visit_id, revision))?
                }
                None => None,
            }),
        };
        waiting.push(Waiting {
            visit_id,
            photo_id,
            photo: sealed.as_ref().and_then(|visit| declared(visit, photo_id)),
        });
    }
    Ok(waiting)
}

/// One visit that cannot be read keeps no photo of another waiting.
fn readable(sealed: Result<VisitV1, Error>) -> Result<Option<VisitV1>, Error> {
    match sealed {
        Err(error @ Error::Stored { .. }) => {
            tracing::error!(%error, "The photos of a visit were not compared");
            Ok(None)
        }
        sealed => sealed.map(Some),
    }
}

fn declared(visit: &VisitV1, photo_id: PhotoId) -> Option<Photo> {
    let photo = visit.photos.iter().find(|photo| photo.id == photo_id)?;
    Some(Photo {
        visit_id: visit.id,
        photo_id,
        sha256: photo.sha256.clone(),
        original_sha256: photo.original_sha256.clone(),
        fingerprint: Fingerprint::parse(&photo.phash, &photo.dhash),
        number: 0,
    })
}

/// Numbers photos, those that have a number keep it. What its visit no longer has is not waited for.
pub(super) fn number(
    tx: &mut Tx<'_>,
    county: CountyId,
    waiting: Vec<Waiting>,
) -> Result<Vec<Photo>, Error> {
    let last = "select coalesce(max(number), 0) as n from photo_print where county_id = $1";
    let mut next = tx.count(last, &[county.into()])?;
    let mut numbered = Vec::with_capacity(waiting.len());
    let mut new = Vec::new();
    for one in waiting {
        let key = [county.into(), one.visit_id.into(), one.photo_id.into()];
        let Some(mut photo) = one.photo else {
            tx.execute(
                "delete from photo_pending
                 where county_id = $1 and visit_id = $2 and photo_id = $3",
                &key,
            )?;
            continue;
        };
        let known = tx.first(
            "select number, sha256 from photo_print
             where county_id = $1 and visit_id = $2 and photo_id = $3",
            &key,
        )?;
        if let Some(row) = known {
            if row.text("sha256")? == photo.sha256 {
                photo.number = row.int("number")?;
                numbered.push(photo);
                continue;
            }
            // Sealed again with other bytes under the same id: compared anew.
            tx.execute(
                "delete from photo_print
                 where county_id = $1 and visit_id = $2 and photo_id = $3",
                &key,
            )?;
        }
        next += 1;
        photo.number = next;
        new.push(row(county, &photo));
        numbered.push(photo);
    }
    tx.insert_many(
        "insert into photo_print (county_id, visit_id, photo_id, number, sha256, original_sha256,
             phash, dhash)",
        new,
        "",
    )?;
    Ok(numbered)
}

fn row(county: CountyId, photo: &Photo) -> Vec<Value> {
    let bits = |hash: fn(Fingerprint) -> u64| photo.fingerprint.map(|of| hash(of).cast_signed());
    vec![
        county.into(),
        photo.visit_id.into(),
        photo.photo_id.into(),
        photo.number.into(),
        (&photo.sha256).into(),
        (&photo.original_sha256).into(),
        bits(|of| of.phash).into(),
        bits(|of| of.dhash).into(),
    ]
}

/// The prints after a number, in order.
pub(super) fn after(
    reader: &mut Reader<'_>,
    county: CountyId,
    number: i64,
    most: i64,
) -> Result<Vec<Print>, Error> {
    let rows = reader.query(
        "select number, phash, dhash from photo_print
         where county_id = $1 and number > $2 order by number limit $3",
        &[county.into(), number.into(), most.into()],
    )?;
    let read = |row: &Row| {
        Ok(Print {
            number: row.int("number")?,
            fingerprint: fingerprint(row)?,
        })
    };
    rows.iter().map(read).collect()
}

/// The fingerprint of a row that has `phash` and `dhash`.
pub(super) fn fingerprint(row: &Row) -> Result<Option<Fingerprint>, Error> {
    let (phash, dhash) = (row.optional_int("phash")?, row.optional_int("dhash")?);
    Ok(phash.zip(dhash).map(|(phash, dhash)| Fingerprint {
        phash: phash.cast_unsigned(),
        dhash: dhash.cast_unsigned(),
    }))
}
