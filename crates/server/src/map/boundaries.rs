//! Boundaries by version: the newest that was not taken back holds.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use domain::id::{CountyId, PersonId};

use super::geojson::{Datum, Drawn, MultiPolygon, Says};
use crate::county::audit;
use crate::db::{Reader, Row, Tx};
use crate::error::Error;

/// A file beside the county's villages.
pub(crate) struct Matched {
    pub known: BTreeMap<String, MultiPolygon>,
    /// Places in the file, from 1, of what is no village of this county; and what they say.
    pub unknown: Vec<(usize, String)>,
    /// Places in the file of villages that were drawn before, and of names two villages have.
    pub repeated: Vec<usize>,
    pub ambiguous: Vec<usize>,
    /// Villages with households that the file does not draw.
    pub missing: Vec<String>,
}

/// Which villages the file draws.
///
/// # Errors
/// When the database failed.
pub(crate) fn matched(
    reader: &mut Reader<'_>,
    county: CountyId,
    drawn: Vec<Drawn>,
) -> Result<Matched, Error> {
    let rows = reader.query(
        "select a.code, a.name from area a where a.county_id = $1 and length(a.code) = 12
         order by a.code",
        &[county.into()],
    )?;
    let (mut codes, mut named) = (BTreeSet::new(), BTreeMap::<String, Vec<String>>::new());
    for row in &rows {
        let code = row.text("code")?;
        named
            .entry(row.text("name")?)
            .or_default()
            .push(code.clone());
        codes.insert(code);
    }
    let mut found = Matched {
        known: BTreeMap::new(),
        unknown: Vec::new(),
        repeated: Vec::new(),
        ambiguous: Vec::new(),
        missing: Vec::new(),
    };
    for Drawn {
        number,
        says,
        geometry,
    } in drawn
    {
        let code = match says {
            Says::Code(code) if codes.contains(&code) => code,
            Says::Name(name) => match named.get(&name).map(Vec::as_slice) {
                Some([code]) => code.clone(),
                Some(_) => {
                    found.ambiguous.push(number);
                    continue;
                }
                None => {
                    found.unknown.push((number, name));
                    continue;
                }
            },
            Says::Code(code) => {
                found.unknown.push((number, code));
                continue;
            }
            Says::Nothing => {
                found.unknown.push((number, String::new()));
                continue;
            }
        };
        match found.known.entry(code) {
            Entry::Occupied(_) => found.repeated.push(number),
            Entry::Vacant(free) => {
                free.insert(geometry);
            }
        }
    }
    let peopled = reader.query(
        "select distinct t.area_code from tally_home t where t.county_id = $1 and t.n > 0
         order by t.area_code",
        &[county.into()],
    )?;
    for row in peopled {
        let code = row.text("area_code")?;
        if !found.known.contains_key(&code) {
            found.missing.push(code);
        }
    }
    Ok(found)
}

/// Takes a file's villages in, in place of all before.
///
/// # Errors
/// When the database failed.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    county: CountyId,
    by: PersonId,
    (datum, known): (Datum, &BTreeMap<String, MultiPolygon>),
    now: i64,
) -> Result<(), Error> {
    let version = tx.count(
        "select coalesce(max(version), 0) + 1 as n from boundary_set where county_id = $1",
        &[county.into()],
    )?;
    let points: usize = known.values().map(MultiPolygon::points).sum();
    tx.execute(
        "insert into boundary_set (county_id, version, datum, villages, points, made_ms, made_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            county.into(),
            version.into(),
            datum.as_str().into(),
            u32::try_from(known.len()).unwrap_or(u32::MAX).into(),
            u32::try_from(points).unwrap_or(u32::MAX).into(),
            now.into(),
            by.into(),
        ],
    )?;
    let mut rows = Vec::with_capacity(known.len());
    for (code, geometry) in known {
        let geometry =
            serde_json::to_string(geometry).map_err(|_| Error::Stored { what: "a boundary" })?;
        rows.push(vec![
            county.into(),
            version.into(),
            code.into(),
            geometry.into(),
        ]);
    }
    tx.insert_many(
        "insert into boundary (county_id, version, area_code, geometry)",
        rows,
        "",
    )?;
    audit(
        tx,
        county,
        now,
        Some(by),
        "boundaries_set",
        &version.to_string(),
    )
}

/// Takes the version back that holds: the one before it holds again.
///
/// # Errors
/// `stale` when it is no longer the one the person saw.
pub(crate) fn take_back(
    tx: &mut Tx<'_>,
    county: CountyId,
    by: PersonId,
    version: u32,
    now: i64,
) -> Result<(), Error> {
    let changed = match current(tx, county)? {
        Some(current) if current.version == version => tx.execute(
            "update boundary_set set taken_back_ms = $3, taken_back_by = $4
             where county_id = $1 and version = $2",
            &[county.into(), version.into(), now.into(), by.into()],
        )?,
        _ => 0,
    };
    if changed == 0 {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    }
    audit(
        tx,
        county,
        now,
        Some(by),
        "boundaries_taken_back",
        &version.to_string(),
    )
}

/// A version and how it came.
pub(crate) struct Set {
    pub version: u32,
    pub datum: String,
    pub villages: u32,
    pub points: u32,
    pub made_ms: i64,
    pub made_by: Option<String>,
    /// Whether one would hold in its place.
    pub has_before: bool,
}

/// The version that holds.
///
/// # Errors
/// When the database failed.
pub(crate) fn current(reader: &mut Reader<'_>, county: CountyId) -> Result<Option<Set>, Error> {
    let row = reader.first(
        "select s.version, s.datum, s.villages, s.points, s.made_ms, p.name as made_by,
             (select count(*) from boundary_set b where b.county_id = s.county_id
                 and b.taken_back_ms is null and b.version < s.version) as before
         from boundary_set s
         left join person p on p.county_id = s.county_id and p.person_id = s.made_by
         where s.county_id = $1 and s.taken_back_ms is null
         order by s.version desc limit 1",
        &[county.into()],
    )?;
    let set = |row: &Row| {
        Ok(Set {
            version: row.count("version")?,
            datum: row.text("datum")?,
            villages: row.count("villages")?,
            points: row.count("points")?,
            made_ms: row.int("made_ms")?,
            made_by: row.optional_text("made_by")?,
            has_before: row.int("before")? > 0,
        })
    };
    row.as_ref().map(set).transpose()
}
