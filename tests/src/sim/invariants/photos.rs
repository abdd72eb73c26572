//! Photos that serve twice: each photo that is here was compared, and what is alike is noted.

use std::collections::BTreeMap;

use domain::fingerprint::{ALIKE, Fingerprint, LOOK};
use protocol::visit::VisitV1;

use super::{Broken, county_rows};
use crate::sim::world::World;

/// Pairs the county keeps of one photo, the nearest.
const MOST: usize = 20;

/// A visit and a photo of it.
type Place = [String; 2];

/// What a sealed visit says of a photo.
struct Looks {
    sha256: String,
    original_sha256: String,
    fingerprint: Option<Fingerprint>,
}

/// Nothing waits to be compared, every photo that is here has its fingerprint, and every pair
/// within the county's distance is noted once, the later photo first.
pub fn pairs_noted(world: &World) -> Option<Broken> {
    let waiting = "select visit_id, photo_id from photo_pending";
    if let Some([visit, photo]) = county_rows(world, waiting, ["visit_id", "photo_id"]).first() {
        return broken(format!("{visit} {photo} waits to be compared"));
    }
    let sealed = sealed(world);
    let prints = match prints(world, &sealed) {
        Ok(prints) => prints,
        Err(why) => return broken(why),
    };
    let is_here = "select visit_id, photo_id from visit_photo
        where sha256 in (select sha256 from photo)";
    for place in county_rows(world, is_here, ["visit_id", "photo_id"]) {
        if !prints.values().any(|known| *known == place) {
            let [visit, photo] = place;
            return broken(format!("{visit} {photo} is here and was not compared"));
        }
    }
    let expected = expected(&prints, &sealed);
    let noted = noted(world);
    for (pair, likeness) in &expected {
        match noted.get(pair) {
            None => return broken(format!("{pair:?} is {likeness:?} and not noted")),
            Some(noted) if noted != likeness => {
                return broken(format!("{pair:?} is {likeness:?}, noted as {noted:?}"));
            }
            Some(_) => {}
        }
    }
    let more = noted.keys().find(|pair| !expected.contains_key(*pair))?;
    broken(format!("{more:?} is noted and should not be"))
}

fn broken(why: String) -> Option<Broken> {
    Some(Broken::new("pairs_noted", why))
}

/// All photos that visits declare, by the bytes that people sealed; the latest revision's word.
fn sealed(world: &World) -> BTreeMap<Place, Looks> {
    let revisions = county_rows(
        world,
        "select c.edit from visit_revision r join change c on c.change_id = r.change_id
         order by r.revision",
        ["edit"],
    );
    let mut sealed = BTreeMap::new();
    for [edit] in revisions {
        let visit: VisitV1 = serde_json::from_str(&edit).unwrap();
        for photo in visit.photos {
            let looks = Looks {
                fingerprint: Fingerprint::parse(&photo.phash, &photo.dhash),
                sha256: photo.sha256,
                original_sha256: photo.original_sha256,
            };
            sealed.insert([visit.id.to_string(), photo.id.to_string()], looks);
        }
    }
    sealed
}

/// The photos that have been compared, by number. Each is kept as its visit says it looks.
fn prints(world: &World, sealed: &BTreeMap<Place, Looks>) -> Result<BTreeMap<i64, Place>, String> {
    let rows = county_rows(
        world,
        "select visit_id, photo_id, number, sha256, original_sha256, phash, dhash
         from photo_print",
        [
            "visit_id",
            "photo_id",
            "number",
            "sha256",
            "original_sha256",
            "phash",
            "dhash",
        ],
    );
    let mut prints = BTreeMap::new();
    for [visit, photo, number, sha256, original_sha256, phash, dhash] in rows {
        let place = [visit, photo];
        let looks = sealed.get(&place);
        let kept = looks.is_some_and(|looks| {
            let bits = |hash: fn(Fingerprint) -> u64| {
                let bits = looks.fingerprint.map(|of| hash(of).cast_signed());
                bits.map_or_else(String::new, |bits| bits.to_string())
            };
            (looks.sha256 == sha256 && looks.original_sha256 == original_sha256)
                && (bits(|of| of.phash) == phash && bits(|of| of.dhash) == dhash)
        });
        if !kept {
            return Err(format!("{place:?} is kept otherwise than it was sealed"));
        }
        if prints.insert(number.parse().unwrap(), place).is_some() {
            return Err(format!("two photos have the number {number}"));
        }
    }
    Ok(prints)
}

/// The later of two photos and the earlier.
type Pair = [Place; 2];

/// As what a pair is noted, and how many bits differ.
type Likeness = (String, u32);

/// Every photo beside every one before it.
fn expected(
    prints: &BTreeMap<i64, Place>,
    sealed: &BTreeMap<Place, Looks>,
) -> BTreeMap<Pair, Likeness> {
    let mut expected = BTreeMap::new();
    for (number, later) in prints {
        let mut alike: Vec<_> = prints
            .range(..number)
            .filter_map(|(before, earlier)| {
                let likeness = likeness((later, &sealed[later]), (earlier, &sealed[earlier]))?;
                Some((likeness.0 != "exact", likeness.1, before, earlier, likeness))
            })
            .collect();
        alike.sort();
        for (_, _, _, earlier, likeness) in alike.into_iter().take(MOST) {
            expected.insert([later.clone(), earlier.clone()], likeness);
        }
    }
    expected
}

/// What two photos are to each other. Those of one visit may show one room, but not be one.
fn likeness(later: (&Place, &Looks), earlier: (&Place, &Looks)) -> Option<Likeness> {
    let ([visit, _], [other_visit, _]) = (later.0, earlier.0);
    let (looks, other) = (later.1, earlier.1);
    let bytes = [&looks.sha256, &looks.original_sha256];
    if bytes.contains(&&other.sha256) || bytes.contains(&&other.original_sha256) {
        return Some(("exact".to_owned(), 0));
    }
    let turns = looks.fingerprint?.turns();
    let distances = turns.map(|turn| other.fingerprint.map(|other| turn.distance(other)));
    let distance = distances.into_iter().min()??;
    (visit != other_visit && distance <= LOOK).then(|| {
        let kind = if distance <= ALIKE { "alike" } else { "look" };
        (kind.to_owned(), distance)
    })
}

fn noted(world: &World) -> BTreeMap<Pair, Likeness> {
    let rows = county_rows(
        world,
        "select visit_id, photo_id, other_visit_id, other_photo_id, kind, distance
         from photo_match",
        [
            "visit_id",
            "photo_id",
            "other_visit_id",
            "other_photo_id",
            "kind",
            "distance",
        ],
    );
    rows.into_iter()
        .map(|[visit, photo, other_visit, other_photo, kind, distance]| {
            let pair = [[visit, photo], [other_visit, other_photo]];
            (pair, (kind, distance.parse().unwrap()))
        })
        .collect()
}
