//! Real visits to copy: a few families, visited through the real app once, then stamped out with
//! ids, times, places and fingerprints of their own, so that nothing packs better than in life.

use std::path::Path;

use app::views::today::Today;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::{HouseholdId, MemberId, PersonId, PhotoId, VisitId};
use fastrand::Rng;
use protocol::pull::PullRequest;
use protocol::row::{HouseholdV1, MemberV1, VisitStateV1, kind};
use protocol::visit::{GeoV1, VisitV1};
use serde_json::{Value, json};
use sync::Server as _;

use super::Error;
use crate::county::{Scale, id};
use crate::phone::{Clock, machine_ms};
use crate::stage::{self, Stage};
use crate::visitor::{Finding, Manner, visit};

/// Families visited for real.
const FAMILIES: usize = 18;

/// Of those, so many are copied whose visits are closest to the size of most.
const KEPT: usize = 8;
const VISIT_BYTES: usize = 3000;

/// Most doors are routine, as in any half-year.
const MANNERS: &[(&str, Finding)] = &[
    ("routine", Finding::Nothing),
    ("routine", Finding::Nothing),
    ("routine", Finding::Nothing),
    ("full", Finding::Water),
    ("routine", Finding::Nothing),
    ("routine", Finding::Nothing),
];

/// A family and the visit that was paid to it.
#[derive(Clone)]
pub struct Pattern {
    pub household: HouseholdV1,
    pub members: Vec<MemberV1>,
    pub visit: VisitV1,
}

/// Visits some families through the real app and takes the visits from the county.
///
/// # Errors
/// When something on the way fails.
pub async fn patterns(dir: &Path, rng: &mut Rng) -> Result<Vec<Pattern>, Error> {
    let scale = Scale {
        towns: 1,
        villages: 1,
        teams: 1,
        team_members: 2,
        households: FAMILIES,
    };
    let clock = Clock::at(machine_ms() - 86_400_000);
    let listen = ([127, 0, 0, 1], 0).into();
    let stage = Stage::set(dir, rng.u64(..), scale, clock, listen).await?;
    let cadre = stage.county.cadres[0].id;
    let phone = stage.phone("cadre", cadre, &stage.url).await?;
    phone.call::<Value>("sync_now", json!({})).await?;
    let today: Today = phone.call("today", json!({})).await?;
    for (card, (profile, finding)) in today.due.iter().zip(MANNERS.iter().cycle()) {
        let manner = Manner {
            profile,
            finding: *finding,
            camera_px: 400,
            scene: None,
            minutes: rng.i64(12..35),
        };
        visit(&phone, &card.household_id, manner, rng).await?;
    }
    phone.call::<Value>("sync_now", json!({})).await?;
    let found = collect(&stage, cadre).await;
    stage.server.stop().await;
    found
}

/// Everything the county shows the cadre, put together by family.
async fn collect(stage: &Stage, person: PersonId) -> Result<Vec<Pattern>, Error> {
    let server = sync::HttpServer::new(&stage.url)?;
    let code = stage.enrolment(person).await?;
    let key = sync::DeviceKey::from_seed([9; 32]);
    let reply = server.enrol(&super::ground::enrolment(&code, &key)).await?;
    let (mut households, mut members, mut visits) = (Vec::new(), Vec::new(), Vec::new());
    let mut after = 0;
    loop {
        let request = PullRequest { after, limit: 200 };
        let page = server.pull(&reply.token.token, &request).await?;
        for row in &page.rows {
            let Some(body) = &row.body else { continue };
            match row.kind.as_str() {
                kind::HOUSEHOLD => households.push(serde_json::from_str(body.get())?),
                kind::MEMBER => members.push(serde_json::from_str::<MemberV1>(body.get())?),
                kind::VISIT => visits.push(serde_json::from_str::<VisitStateV1>(body.get())?.visit),
                _ => {}
            }
        }
        after = page.cursor;
        if !page.more {
            break;
        }
    }
    let patterns: Vec<Pattern> = visits
        .into_iter()
        .filter_map(|visit: VisitV1| {
            let mut of: Vec<HouseholdV1> = households.clone();
            of.retain(|household| household.id == visit.household_id);
            let of_household = |member: &&MemberV1| member.household_id == visit.household_id;
            Some(Pattern {
                household: of.pop()?,
                members: members.iter().filter(of_household).cloned().collect(),
                visit,
            })
        })
        .collect();
    let mut sized = Vec::with_capacity(patterns.len());
    for pattern in patterns {
        let bytes = serde_json::to_vec(&pattern.visit)?.len();
        sized.push((bytes.abs_diff(VISIT_BYTES), pattern));
    }
    sized.sort_by_key(|(away, _)| *away);
    sized.truncate(KEPT);
    if sized.is_empty() {
        return Err(stage::Error::Roster(0).into());
    }
    Ok(sized.into_iter().map(|(_, pattern)| pattern).collect())
}

/// One stamped family: whose ids stand for whose.
#[derive(Clone)]
pub struct Family {
    pub pattern: usize,
    pub household: HouseholdId,
    pub members: Vec<MemberId>,
    /// Who helps it.
    pub visitor: PersonId,
}

impl Family {
    /// Stamps out a family after one of the patterns.
    pub fn new(rng: &mut Rng, patterns: &[Pattern], pattern: usize, visitor: PersonId) -> Self {
        Self {
            pattern,
            household: HouseholdId::from_uuid(id(rng)),
            members: patterns[pattern]
                .members
                .iter()
                .map(|_| MemberId::from_uuid(id(rng)))
                .collect(),
            visitor,
        }
    }

    /// A visit to this family that ended just now.
    ///
    /// # Errors
    /// Never: what came from JSON goes back.
    pub fn visit(&self, rng: &mut Rng, patterns: &[Pattern], now: i64) -> Result<VisitV1, Error> {
        let pattern = &patterns[self.pattern];
        let mut visit = pattern.visit.clone();
        let ago = rng.i64(60_000..7_000_000);
        let shift = now - ago - visit.ended_ms;
        visit.id = VisitId::from_uuid(id_at(rng, visit.started_ms + shift));
        visit.visitor_id = self.visitor;
        visit.started_ms += shift - rng.i64(0..600_000);
        visit.ended_ms += shift;
        visit.clock.wall_ms = visit.ended_ms;
        visit.clock.monotonic_ms = rng.i64(1_000_000..900_000_000);
        visit.geo = moved(rng, visit.geo, shift);
        let mut ids = vec![(pattern.household.id.to_string(), self.household.to_string())];
        for (old, new) in pattern.members.iter().zip(&self.members) {
            ids.push((old.id.to_string(), new.to_string()));
        }
        for photo in &mut visit.photos {
            ids.push((
                photo.id.to_string(),
                PhotoId::from_uuid(id_at(rng, photo.taken_ms + shift)).to_string(),
            ));
            photo.taken_ms += shift;
            photo.bytes = rng.u64(180_000..320_000);
            photo.geo = moved(rng, photo.geo.clone(), shift);
            for digest in [&mut photo.sha256, &mut photo.original_sha256] {
                *digest = hex(rng, 64);
            }
            for print in [&mut photo.phash, &mut photo.dhash] {
                *print = hex(rng, print.len());
            }
        }
        // Ids are also inside answers and problems, wherever those refer to somebody.
        let mut text = serde_json::to_string(&visit)?;
        for (old, new) in ids {
            text = text.replace(&old, &new);
        }
        Ok(serde_json::from_str(&text)?)
    }
}

/// The same kind of fix, some metres on.
fn moved(rng: &mut Rng, geo: GeoV1, shift: i64) -> GeoV1 {
    match geo {
        GeoV1::At {
            lat,
            lon,
            datum,
            accuracy_m,
            altitude_m,
            provider,
            mock,
            fix_ms,
            age_s,
        } => GeoV1::At {
            lat: near(rng, lat),
            lon: near(rng, lon),
            datum,
            accuracy_m,
            altitude_m,
            provider,
            mock,
            fix_ms: fix_ms + shift,
            age_s,
        },
        missing @ GeoV1::Missing { .. } => missing,
    }
}

fn near(rng: &mut Rng, degrees: f64) -> f64 {
    ((degrees + (rng.f64() - 0.5) * 4e-4) * 1e7).round() / 1e7
}

fn hex(rng: &mut Rng, digits: usize) -> String {
    (0..digits)
        .map(|_| char::from_digit(rng.u32(..16), 16).unwrap_or('0'))
        .collect()
}

/// A UUIDv7 of a moment, as phones make them: those of a day lie side by side.
pub fn id_at(rng: &mut Rng, ms: i64) -> uuid::Uuid {
    let mut random = [0; 10];
    rng.fill(&mut random);
    let ms = u64::try_from(ms).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid()
}

/// The public half of a county's key, from its enrolment.
pub fn county_key(encoded: &str) -> Result<ed25519_dalek::VerifyingKey, Error> {
    let bytes = STANDARD.decode(encoded).ok();
    let bytes: Option<[u8; 32]> = bytes.and_then(|bytes| bytes.try_into().ok());
    bytes
        .and_then(|bytes| ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok())
        .ok_or(Error::Wrong("a county key"))
}
