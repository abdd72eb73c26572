//! The draw: what it would take from each town, and the draw itself, kept with its frame so that
//! it can be proved later.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::id::{CountyId, PersonId};
use domain::sampling::{self, Asked, SamplingRefused};
use domain::time::{Date, Timestamp};

use super::frame::{self, Frame, Town};
use super::{Kind, METHODS};
use crate::change::town_code;
use crate::county::{audit, next_sequence};
use crate::db::{Reader, Tx, Value};
use crate::error::Error;
use crate::secret;

/// The longest anybody may be left out for.
const MAX_DAYS: u32 = 730;
/// Characters in a title.
const MAX_TITLE: usize = 60;

/// What a person asks for, looked through.
#[derive(Clone)]
pub(crate) struct Wish {
    pub kind: Kind,
    pub method: String,
    pub title: String,
    pub towns: Vec<String>,
    pub days: u32,
    pub asked: Asked,
    pub seed: String,
}

/// A wish as a form says it.
pub(crate) struct Said<'a> {
    pub kind: &'a str,
    pub method: &'a str,
    pub title: &'a str,
    pub towns: &'a [String],
    pub days: u32,
    pub count: Option<u32>,
    pub percent: Option<u32>,
    pub seed: Option<&'a str>,
}

impl Wish {
    /// Looks a form through; without a seed it gets one from the system.
    ///
    /// # Errors
    /// `unknown_option`, `out_of_range`, `too_long`, `not_together`, `bad_seed`.
    pub fn of(said: &Said<'_>) -> Result<Self, Error> {
        let unknown = |field: &'static str| Error::bad("unknown_option", field);
        let kind = Kind::of(said.kind).ok_or_else(|| unknown("kind"))?;
        if !METHODS.contains(&said.method) {
            return Err(unknown("method"));
        }
        let title = said.title.trim();
        if title.chars().count() > MAX_TITLE {
            return Err(Error::bad("too_long", "title"));
        }
        if said.days > MAX_DAYS {
            return Err(Error::bad("out_of_range", "days"));
        }
        let asked = match (said.count, said.percent) {
            (Some(count), None) => Asked::Count(count),
            (None, Some(percent)) => Asked::Percent(percent),
            (None, None) => return Err(Error::bad("empty", "count")),
            (Some(_), Some(_)) => return Err(Error::bad("not_together", "percent")),
        };
        let seed = match said.seed.filter(|seed| !seed.trim().is_empty()) {
            Some(seed) => sampling::seed(seed)
                .map_err(|refused| Error::bad(refused.as_str(), "seed"))?
                .to_owned(),
            None => secret::code()?,
        };
        let mut towns = said.towns.to_vec();
        towns.sort_unstable();
        towns.dedup();
        Ok(Self {
            kind,
            method: said.method.to_owned(),
            title: title.to_owned(),
            towns,
            days: said.days,
            asked,
            seed,
        })
    }

    fn asked_text(&self) -> String {
        match self.asked {
            Asked::Count(count) => format!("count {count}"),
            Asked::Percent(percent) => format!("percent {percent}"),
        }
    }
}

/// What a draw would take, without saying whom: else one could try seeds until one liked it.
pub(crate) struct Plan {
    frame: Frame,
    pub text: String,
    pub sha256: String,
    pub sample: u32,
    pub quotas: BTreeMap<String, u32>,
}

impl Plan {
    pub fn towns(&self) -> &BTreeMap<String, Town> {
        &self.frame.towns
    }

    pub fn eligible(&self) -> u32 {
        u32::try_from(self.frame.units.len()).unwrap_or(u32::MAX)
    }
}

/// Plans a draw of today. `seen` is the frame somebody saw in a preview: another draw, a result or a
/// new problem in between changes it.
///
/// # Errors
/// `frame_changed` with status 409; `unknown_area`, `empty_frame`, `out_of_range`, `sample_too_large`.
pub(crate) fn plan(
    reader: &mut Reader<'_>,
    county: CountyId,
    wish: &Wish,
    today: Date,
    seen: Option<&str>,
) -> Result<Plan, Error> {
    let frame = frame::read(reader, county, (wish.kind, &wish.towns, wish.days), today)?;
    let text = sampling::frame_text(&frame.units);
    let sha256 = sampling::frame_sha256(&text);
    // Before anything else: that too many are asked for now is only what came of it.
    if seen.is_some_and(|seen| seen != sha256) {
        return Err(Error::refused(StatusCode::CONFLICT, "frame_changed"));
    }
    let eligible = u32::try_from(frame.units.len()).unwrap_or(u32::MAX);
    let sample = sampling::size(wish.asked, eligible)
        .map_err(|refused| Error::bad(refused.as_str(), field_of(refused, wish.asked)))?;
    Ok(Plan {
        sha256,
        quotas: sampling::quotas(&sampling::shares(&frame.units), sample),
        text,
        sample,
        frame,
    })
}

fn field_of(refused: SamplingRefused, asked: Asked) -> &'static str {
    match (refused, asked) {
        (SamplingRefused::EmptyFrame, _) => "towns",
        (SamplingRefused::BadSeed, _) => "seed",
        (_, Asked::Percent(_)) => "percent",
        (_, Asked::Count(_)) => "count",
    }
}

/// Draws from the frame that was `seen` and writes everything down; the id of the check.
///
/// # Errors
/// As [`plan`].
pub(crate) fn draw(
    tx: &mut Tx<'_>,
    county: CountyId,
    wish: &Wish,
    seen: &str,
    (by, now): (PersonId, i64),
) -> Result<String, Error> {
    let today = Timestamp::from_ms(now).shanghai_date();
    let plan = plan(tx, county, wish, today, Some(seen))?;
    let drawn = sampling::draw(&wish.seed, &plan.frame.units, plan.sample)
        .map_err(|refused| Error::bad(refused.as_str(), field_of(refused, wish.asked)))?;
    let (check, sequence) = (secret::id(now)?.to_string(), next_sequence(tx, county)?);
    let number = next_number(tx, county, today)?;
    tx.execute(
        "insert into spot_check (county_id, check_id, number, title, kind, method, seed, towns,
             days, asked, frame, frame_units, frame_sha256, drawn, made_ms, made_date, made_by,
             sequence)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        &[
            county.into(),
            (&check).into(),
            number.into(),
            (&wish.title).into(),
            wish.kind.as_str().into(),
            (&wish.method).into(),
            (&wish.seed).into(),
            wish.towns.join(" ").into(),
            wish.days.into(),
            wish.asked_text().into(),
            (&plan.text).into(),
            plan.eligible().into(),
            (&plan.sha256).into(),
            plan.sample.into(),
            now.into(),
            today.to_string().into(),
            by.into(),
            sequence.into(),
        ],
    )?;
    let mut items = Vec::with_capacity(drawn.len());
    for (position, at) in (1i64..).zip(&drawn) {
        items.push(item(
            county,
            &check,
            wish.kind,
            position,
            &plan.frame,
            *at,
            now,
        )?);
    }
    tx.insert_many(
        "insert into spot_item (county_id, item_id, check_id, position, kind, subject_id,
             person_id, household_id, team_id, area_code, town_code, tickets, is_open)",
        items,
        "",
    )?;
    audit(tx, county, now, Some(by), "spot_drawn", &check)?;
    Ok(check)
}

fn item(
    county: CountyId,
    check: &str,
    kind: Kind,
    position: i64,
    frame: &Frame,
    at: usize,
    now: i64,
) -> Result<Vec<Value>, Error> {
    let gone = || Error::Stored { what: "a frame" };
    let subject = frame.subjects.get(at).ok_or_else(gone)?;
    let unit = frame.units.get(at).ok_or_else(gone)?;
    let household = (kind == Kind::Household).then(|| unit.key.clone());
    Ok(vec![
        county.into(),
        secret::id(now)?.to_string().into(),
        check.into(),
        position.into(),
        kind.as_str().into(),
        (&unit.key).into(),
        subject.person_id.clone().into(),
        household.into(),
        subject.team_id.clone().into(),
        (&subject.area_code).into(),
        town_code(&subject.area_code).into(),
        unit.tickets.into(),
        true.into(),
    ])
}

/// 批次: the year and how many there were in it. One writer gives them out.
fn next_number(reader: &mut Reader<'_>, county: CountyId, today: Date) -> Result<String, Error> {
    let year = format!("{:04}", today.year());
    let before = reader.count(
        "select count(*) as n from spot_check where county_id = $1 and substr(made_date, 1, 4) = $2",
        &[county.into(), (&year).into()],
    )?;
    Ok(format!("{year}-{:03}", before + 1))
}

/// Whether the kept draw is the one its frame and seed give.
pub(crate) struct Proof {
    pub frame: String,
    /// The frame has the digest that was shown when it was drawn.
    pub frame_holds: bool,
    /// Drawn again, the same come in the same order.
    pub sample_holds: bool,
}

/// Draws again from what is kept and compares.
///
/// # Errors
/// `not_found`.
pub(crate) fn prove(reader: &mut Reader<'_>, county: CountyId, id: &str) -> Result<Proof, Error> {
    let row = reader.first(
        "select seed, frame, frame_sha256, drawn from spot_check
         where county_id = $1 and check_id = $2",
        &[county.into(), id.into()],
    )?;
    let row = row.ok_or_else(Error::not_found)?;
    let (seed, frame) = (row.text("seed")?, row.text("frame")?);
    let kept = reader.query(
        "select subject_id from spot_item where county_id = $1 and check_id = $2 order by position",
        &[county.into(), id.into()],
    )?;
    let kept = kept
        .iter()
        .map(|row| Ok(row.text("subject_id")?))
        .collect::<Result<Vec<_>, Error>>()?;
    let again = sampling::frame_of(&frame).and_then(|units| {
        let drawn = sampling::draw(&seed, &units, row.count("drawn").ok()?).ok()?;
        let keys = drawn
            .iter()
            .map(|at| units.get(*at).map(|unit| unit.key.clone()));
        keys.collect::<Option<Vec<_>>>()
    });
    Ok(Proof {
        frame_holds: sampling::frame_sha256(&frame) == row.text("frame_sha256")?,
        sample_holds: again.is_some_and(|again| again == kept),
        frame,
    })
}

/// Cancels a check that was a mistake: nobody of it is asked any longer, and those not yet checked
/// may be drawn again. What was found stays.
///
/// # Errors
/// `not_found`; `stale` with status 409 for one that was cancelled already.
pub(crate) fn cancel(
    tx: &mut Tx<'_>,
    county: CountyId,
    id: &str,
    reason: &str,
    (by, now): (PersonId, i64),
) -> Result<(), Error> {
    let check = super::find(tx, county, id)?;
    if check.cancelled_ms.is_some() {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    }
    tx.execute(
        "update spot_check set cancelled_ms = $3, cancelled_by = $4, cancel_reason = $5
         where county_id = $1 and check_id = $2",
        &[
            county.into(),
            id.into(),
            now.into(),
            by.into(),
            reason.into(),
        ],
    )?;
    tx.execute(
        "update spot_item set is_open = 0 where county_id = $1 and check_id = $2",
        &[county.into(), id.into()],
    )?;
    audit(tx, county, now, Some(by), "spot_cancelled", id)
}

/// What the towns of a county are called.
pub(crate) fn town_names(
    reader: &mut Reader<'_>,
    county: CountyId,
) -> Result<BTreeMap<String, String>, Error> {
    let rows = reader.query(
        "select code, name from area where county_id = $1 and length(code) = 9",
        &[county.into()],
    )?;
    rows.iter()
        .map(|row| Ok((row.text("code")?, row.text("name")?)))
        .collect()
}
